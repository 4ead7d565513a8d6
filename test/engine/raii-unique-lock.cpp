// RUN: %verify-cxx %s
// A lock class with deferred acquisition, try_lock and ownership.
#include <pthread.h>
int rnd();
void work();
pthread_spinlock_t Lock;
class UniqueLock {
  pthread_spinlock_t *L;
  bool Owns = false;

public:
  explicit UniqueLock(pthread_spinlock_t *L) : L(L) {}
  void lock() {
    pthread_spin_lock(L);
    Owns = true;
  }
  bool try_lock() {
    Owns = pthread_spin_trylock(L) == 0;
    return Owns;
  }
  void unlock() {
    Owns = false;
    pthread_spin_unlock(L); // DEFECT: release-unheld
  }
  bool owns() const { return Owns; }
  ~UniqueLock() {
    if (Owns)
      unlock();
  }
};
int main() {
  UniqueLock U(&Lock);
  if (rnd())
    U.lock();
  else if (!U.try_lock())
    return 1;
  work();
  if (rnd())
    U.unlock();
  work();
#ifdef SOUND
  if (U.owns())
#endif
    U.unlock();
  work();
  return 0;
}
