// RUN: %verify %s
// A table of this file that nobody writes to says for which registers the lock
// is taken; the last entry, which is not listed, is zero.
#include <pthread.h>
void work(unsigned Register);
static pthread_spinlock_t Lock;
static struct {
  unsigned Direct, Base;
} Map[4] = {{1, 0x100}, {0, 0x200}, {1, 0x300}};
static void access(unsigned Register) {
  unsigned Direct = Map[Register & 3].Direct;
  if (!Direct)
    pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  work(Map[Register & 3].Base + Register);
  if (!Direct)
    pthread_spin_unlock(&Lock);
}
int main(void) {
  pthread_spin_lock(&Lock);
#ifdef SOUND
  access(2);
#else
  access(3);
#endif
  pthread_spin_unlock(&Lock);
  return 0;
}
