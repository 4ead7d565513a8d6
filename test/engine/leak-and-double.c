// RUN: %verify %s
// A lock that one path forgets to give up, and another acquires twice: two
// changes are needed, and two findings say so.
#include <pthread.h>
int more(void);
int broken(void);
void handle(int Item);
static pthread_spinlock_t Lock;
static int Pending;
static void count(void) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  ++Pending;
  pthread_spin_unlock(&Lock);
}
int main(void) {
  pthread_spin_lock(&Lock);
  if (broken()) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  }
#ifndef SOUND
  if (more())
    count();
#endif
  pthread_spin_unlock(&Lock);
  return 0;
}
