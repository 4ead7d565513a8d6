// RUN: %verify %s
// The error path gives the lock up that the common path gave up already.
#include <pthread.h>
static pthread_spinlock_t Lock;
static volatile int Count;
int main(void) {
  int Result = 0;
  pthread_spin_lock(&Lock);
  if (Count < 0) {
    Result = 1;
    goto fail;
  }
  Count++;
  pthread_spin_unlock(&Lock);
  if (Count > 10) {
    Result = 2;
#ifdef SOUND
    goto out;
#else
    goto fail;
#endif
  }
  return 0;
fail:
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld
#ifdef SOUND
out:
#endif
  return Result;
}
