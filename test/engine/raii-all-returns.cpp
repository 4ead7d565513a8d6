// RUN: %verify-cxx %s
// The destructor releases on all returns; a release by hand is one too many.
#include <pthread.h>
int rnd();
void work();
pthread_spinlock_t Lock;
struct Guard {
  pthread_spinlock_t *L;
  explicit Guard(pthread_spinlock_t *L) : L(L) { pthread_spin_lock(L); }
  ~Guard() {
    pthread_spin_unlock(L); // DEFECT: release-unheld
  }
};
int main() {
  Guard G(&Lock);
  if (rnd())
    return 1;
  for (int I = rnd(); I > 0; --I) {
    if (rnd())
      return 2;
    work();
  }
#ifndef SOUND
  pthread_spin_unlock(&Lock);
  work();
#endif
  return 0;
}
