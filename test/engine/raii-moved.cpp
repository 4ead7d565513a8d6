// RUN: %verify-cxx %s
// A guard that was moved from owns nothing.
#include <pthread.h>
void work();
pthread_spinlock_t Lock;
struct Guard {
  pthread_spinlock_t *L;
  explicit Guard(pthread_spinlock_t *L) : L(L) { pthread_spin_lock(L); }
  Guard(Guard &&G) : L(G.L) {
#ifdef SOUND
    G.L = nullptr;
#endif
  }
  ~Guard() {
    if (L)
      pthread_spin_unlock(L); // DEFECT: release-unheld
  }
};
int main() {
  Guard First(&Lock);
  work();
  Guard Second(static_cast<Guard &&>(First));
  work();
  return 0;
}
