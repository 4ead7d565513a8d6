// RUN: %verify-cxx %s
// A guard template over a lock class.
#include <pthread.h>
int rnd();
void work();
class SpinLock {
  pthread_spinlock_t Raw;

public:
  void lock() { pthread_spin_lock(&Raw); }
  void unlock() { pthread_spin_unlock(&Raw); }
};
template <typename T> struct Guard {
  T &L;
  explicit Guard(T &L) : L(L) { L.lock(); }
  ~Guard() { L.unlock(); }
};
SpinLock Lock;
int main() {
#ifdef SOUND
  Guard<SpinLock> G(Lock);
#else
  Lock.lock();
#endif
  work();
  return rnd(); // DEFECT: held-at-exit
}
