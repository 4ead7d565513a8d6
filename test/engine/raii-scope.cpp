// RUN: %verify-cxx %s
// The guard's scope ends before the lock is taken again.
#include <pthread.h>
void work();
pthread_spinlock_t Lock;
struct Guard {
  pthread_spinlock_t *L;
  explicit Guard(pthread_spinlock_t *L) : L(L) { pthread_spin_lock(L); }
  ~Guard() { pthread_spin_unlock(L); }
};
int main() {
#ifdef SOUND
  {
    Guard G(&Lock);
    work();
  }
#else
  Guard G(&Lock);
#endif
  pthread_spin_lock(&Lock); // DEFECT: double-acquire
  work();
  pthread_spin_unlock(&Lock);
  return 0;
}
