// RUN: %verify %s
// A lock is given up by the function that is stored to a field, if it is that
// one; the other one that is stored there leaves it.
#include <pthread.h>
struct work {
  int Count;
  void (*Run)(struct work *);
};
static pthread_spinlock_t Lock;
static void finish(struct work *W) { pthread_spin_unlock(&Lock); }
static void other(struct work *W) { ++W->Count; }
void useFinish(struct work *W) { W->Run = finish; }
void useOther(struct work *W) { W->Run = other; }
struct work *find(int Key);
static __attribute__((noinline)) void submit(struct work *W) { W->Run(W); }
int main(void) {
  struct work *W = find(1);
#ifndef SOUND
  pthread_spin_lock(&Lock);
  submit(W);
#endif
  return W->Count; // DEFECT: held-at-exit CONFIDENCE: medium
}
