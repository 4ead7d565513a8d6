// RUN: %verify %s
// A lock that no path gives up is one defect, whatever goes wrong afterwards
// because it is held. (That some path gives it up is what makes two of them: see
// leak-and-double.c.)
#include <pthread.h>
int more(void);
void handle(int Item);
static pthread_spinlock_t Lock;
static int Pending;
int main(void) {
  while (more()) {
    pthread_spin_lock(&Lock);
    --Pending;
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
  }
  if (Pending) {
    pthread_spin_lock(&Lock);
    handle(Pending);
    pthread_spin_unlock(&Lock);
  }
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
