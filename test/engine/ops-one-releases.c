// RUN: %verify %s
// A lock is given up by the function that is stored to a field, if it is that
// one; the other one that is stored there leaves it.
#include <pthread.h>
struct work {
  void (*Run)(struct work *);
};
static struct device {
  pthread_spinlock_t Lock;
  struct work Work;
  int Count;
} Device;
static void finish(struct work *W) { pthread_spin_unlock(&Device.Lock); }
static void other(struct work *W) { ++Device.Count; }
void useOther(struct work *W) { W->Run = other; }
static void submit(struct work *W) { W->Run(W); }
int main(void) {
  Device.Work.Run = finish;
#ifndef SOUND
  pthread_spin_lock(&Device.Lock);
  submit(&Device.Work);
#endif
  return 0; // DEFECT(O0,O1): held-at-exit CONFIDENCE: medium
}
