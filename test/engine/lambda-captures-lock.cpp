// RUN: %verify-cxx %s
// A lambda releases the lock that it captured by reference.
#include <pthread.h>
void work();
pthread_spinlock_t A, B;
int main() {
#ifdef SOUND
  auto End = [L = &A] {
#else
  auto End = [L = &B] {
#endif
    pthread_spin_unlock(L); // DEFECT: release-unheld
  };
  pthread_spin_lock(&A);
  work();
  End();
  return 0; // DEFECT: held-at-exit
}
