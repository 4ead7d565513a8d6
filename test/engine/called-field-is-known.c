// RUN: %verify %s
// The function that a callee calls through a field gives the lock up: its caller
// has stored it there. Another one, that leaves the lock, is stored elsewhere.
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
#ifdef SOUND
  Device.Work.Run = finish;
#else
  Device.Work.Run = other;
#endif
  pthread_spin_lock(&Device.Lock);
  submit(&Device.Work);
  return 0; // DEFECT: held-at-exit CONFIDENCE: high
}
