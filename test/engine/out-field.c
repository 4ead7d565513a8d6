// RUN: %verify %s
// The callee tells through a field of the caller's structure.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
struct request {
  int Size, Locked;
};
static __attribute__((noinline)) void begin(struct request *R) {
  R->Locked = 0;
  if (R->Size > 64) {
    pthread_spin_lock(&Lock);
    R->Locked = 1;
  }
}
static __attribute__((noinline)) void end(struct request *R) {
#ifdef SOUND
  if (R->Locked)
#else
  if (R->Locked == 2)
#endif
    pthread_spin_unlock(&Lock);
}
int main(void) {
  struct request R;
  R.Size = rnd();
  begin(&R);
  end(&R);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
