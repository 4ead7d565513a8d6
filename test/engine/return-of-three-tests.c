// RUN: %verify %s
// A predicate of three tests, each of which its caller's argument decides.
#include <pthread.h>
void work(unsigned Address);
static pthread_spinlock_t Lock;
static const struct {
  unsigned IsValid, From, To;
} Map[4] = {{0, 0, 0}, {1, 0x10, 0x20}, {1, 0x20, 0x30}, {0, 0, 0}};
static __attribute__((noinline)) int isMapped(unsigned Address) {
  unsigned Low = Address & 0xff;
  if (Map[Address >> 8 & 3].IsValid && Map[Address >> 8 & 3].From <= Low &&
      Map[Address >> 8 & 3].To > Low)
    return 1;
  return 0;
}
static void access(unsigned Address) {
  int IsMapped = isMapped(Address);
  if (!IsMapped)
    pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  work(Address);
  if (!IsMapped)
    pthread_spin_unlock(&Lock);
}
int main(void) {
  pthread_spin_lock(&Lock);
#ifdef SOUND
  access(0x118);
#else
  access(0x128);
#endif
  pthread_spin_unlock(&Lock);
  return 0;
}
