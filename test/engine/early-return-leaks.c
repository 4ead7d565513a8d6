// RUN: %verify %s
// An early return between acquire and release leaves the lock held.
#include <pthread.h>
pthread_spinlock_t Lock;
int Level;
int main(int argc, char **argv) {
  pthread_spin_lock(&Lock);
  if (argc > 2) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  }
  Level = argc;
  pthread_spin_unlock(&Lock);
  return 0;
}
