// RUN: %verify-cxx %s
// A guard with a flag may be released early.
#include <pthread.h>
int rnd();
void work();
pthread_spinlock_t Lock;
class Guard {
  pthread_spinlock_t *L;
  bool Owns;

public:
  explicit Guard(pthread_spinlock_t *L) : L(L), Owns(true) {
    pthread_spin_lock(L);
  }
  void unlock() {
    pthread_spin_unlock(L);
#ifdef SOUND
    Owns = false;
#endif
  }
  ~Guard() {
    if (Owns)
      pthread_spin_unlock(L); // DEFECT: release-unheld
  }
};
int main() {
  Guard G(&Lock);
  work();
  if (rnd())
    G.unlock();
  work();
  return 0;
}
