// RUN: %verify %s
// A bool and a char in a structure that lives in memory.
#include <pthread.h>
#include <stdbool.h>
void work(void);
int rnd(void);
struct state {
  char Mode;
  bool Held;
  short Count;
};
pthread_spinlock_t Lock;
static __attribute__((noinline)) void begin(struct state *S) {
  if (S->Mode == 'x') {
    pthread_spin_lock(&Lock);
    S->Held = true;
  } else
    S->Held = false;
}
int main(void) {
  struct state S = {(char)rnd(), false, 0};
  begin(&S);
  work();
#ifdef SOUND
  if (S.Held)
#else
  if (S.Mode == 'y')
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
