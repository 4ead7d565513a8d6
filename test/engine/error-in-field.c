// RUN: %verify %s
// The error code is kept in the structure and looked at later.
#include <pthread.h>
int rnd(void);
struct request {
  int Error, Size;
  pthread_spinlock_t Lock;
};
static __attribute__((noinline)) void begin(struct request *R) {
  if (R->Size > 100) {
    R->Error = -27;
    return;
  }
  pthread_spin_lock(&R->Lock);
  R->Error = 0;
}
struct request Request;
int main(void) {
  struct request *R = &Request;
  begin(R);
#ifdef SOUND
  if (R->Error)
#else
  if (R->Error > 0)
#endif
    return 1;
  R->Size = 0;
  pthread_spin_unlock(&R->Lock); // DEFECT: release-unheld
  return 0;
}
