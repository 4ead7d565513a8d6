// RUN: %verify %s
// A flag carries the decision out of two loops.
#include <pthread.h>
#include <stdbool.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  bool Found = false;
  for (int I = rnd(); I > 0 && !Found; --I) {
    for (int J = rnd(); J > 0; --J) {
      pthread_spin_lock(&Lock);
      if (rnd() == J) {
        Found = true;
        break;
      }
      pthread_spin_unlock(&Lock);
    }
  }
  work();
#ifdef SOUND
  if (Found)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
