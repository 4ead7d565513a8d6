// RUN: %verify %s
// The result is a structure returned by value.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
struct result {
  int Held, Code;
};
static struct result begin(void) {
  struct result R = {0, 0};
  if (rnd()) {
    pthread_spin_lock(&Lock);
    R.Held = 1;
  }
  return R;
}
int main(void) {
  struct result R = begin();
#ifdef SOUND
  if (R.Held)
#else
  if (R.Code)
#endif
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
