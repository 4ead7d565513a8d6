// RUN: %verify %s
// A function returns the address of a member, or null without the lock: where
// there is an object, its member's address is not null.
#include <pthread.h>
struct request {
  long Size;
  struct part { long Id; } Part;
};
struct request *Table[8];
int rnd(void);
void use(struct part *P);
static pthread_spinlock_t Lock;
static __attribute__((noinline)) struct part *begin(int Key) {
  pthread_spin_lock(&Lock);
  if (rnd()) {
    pthread_spin_unlock(&Lock);
    return 0;
  }
  struct request *R = Table[Key & 7];
  R->Size = 1;
  return &R->Part;
}
int main(void) {
  struct part *P = begin(1);
  if (!P)
    return 1;
  use(P);
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
