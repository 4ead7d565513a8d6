// RUN: %verify %s
// The flag is a bit-field of a local structure.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
struct state {
  unsigned Mode : 3;
  unsigned Held : 1;
  unsigned Done : 1;
};
int main(void) {
  struct state S;
  S.Mode = 5;
  S.Held = 0;
  S.Done = 0;
  if (rnd()) {
    pthread_spin_lock(&Lock);
#ifdef SOUND
    S.Held = 1;
#else
    S.Done = 1;
#endif
  }
  work();
  if (S.Held)
    pthread_spin_unlock(&Lock);
  return S.Mode; // DEFECT: held-at-exit LOCK: Lock
}
