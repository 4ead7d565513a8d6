// RUN: %verify-cxx %s
// A throw between acquire and release is caught by the caller.
#include <pthread.h>
int rnd();
void work();
pthread_spinlock_t Lock;
struct Guard {
  Guard() { pthread_spin_lock(&Lock); }
  ~Guard() { pthread_spin_unlock(&Lock); }
};
static __attribute__((noinline)) void update(int N) {
#ifdef SOUND
  Guard G;
  if (N)
    throw N;
#else
  pthread_spin_lock(&Lock);
  if (N)
    throw N;
  pthread_spin_unlock(&Lock);
#endif
}
int main() {
  try {
    update(rnd());
  } catch (int N) {
    return N; // DEFECT: held-at-exit LOCK: Lock
  }
  return 0;
}
