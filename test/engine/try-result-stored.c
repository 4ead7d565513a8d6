// RUN: %verify %s
// The result is kept and tested later.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
struct op {
  int Code, Result;
};
int main(void) {
  struct op Op;
  Op.Code = rnd();
  Op.Result = pthread_spin_trylock(&Lock);
  work();
#ifdef SOUND
  if (Op.Result == 0)
#else
  if (Op.Code == 0)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
