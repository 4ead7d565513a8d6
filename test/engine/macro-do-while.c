// RUN: %verify %s
// Macros of the do { } while (0) kind with an exit inside.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
#ifdef SOUND
#define FAIL_IF(C)                                                             \
  do {                                                                         \
    if (C)                                                                     \
      goto Out;                                                                \
  } while (0)
#else
#define FAIL_IF(C)                                                             \
  do {                                                                         \
    if (C)                                                                     \
      return 1;                                                                \
  } while (0)
#endif
int main(void) {
  pthread_spin_lock(&Lock);
  FAIL_IF(rnd()); // DEFECT: held-at-exit LOCK: Lock
  work();
Out:
  pthread_spin_unlock(&Lock);
  return 0;
}
