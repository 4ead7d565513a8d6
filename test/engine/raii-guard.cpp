// RUN: %verify-cxx %s
// A guard releases on every way out; one that is never destroyed does not.
#include <pthread.h>
int rnd();
void work();
pthread_spinlock_t Lock;
struct Guard {
  pthread_spinlock_t &L;
  explicit Guard(pthread_spinlock_t &L) : L(L) { pthread_spin_lock(&L); }
#ifdef SOUND
  ~Guard() { pthread_spin_unlock(&L); }
#else
  ~Guard() { work(); }
#endif
};
int main() {
  Guard G(Lock);
  work();
  return rnd(); // DEFECT: held-at-exit
}
