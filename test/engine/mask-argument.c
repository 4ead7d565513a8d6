// RUN: %verify %s
// A constant mask in the argument decides what the callees do.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
enum { Fast = 1, Locked = 2, Quiet = 4 };
static __attribute__((noinline)) void begin(unsigned Flags) {
  if (Flags & Locked)
    pthread_spin_lock(&Lock);
  work();
}
static __attribute__((noinline)) void end(unsigned Flags) {
  if (Flags & Locked)
    pthread_spin_unlock(&Lock);
}
int main(void) {
  begin(Fast | Locked);
#ifdef SOUND
  end(Quiet | Locked);
#else
  end(Quiet | Fast);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
