// RUN: %verify %s
// A constant table of operations.
#include <pthread.h>
static int Count;
pthread_spinlock_t Lock;
struct ops {
  void (*Start)(void);
  void (*Stop)(void);
};
static void start(void) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  ++Count;
  pthread_spin_unlock(&Lock);
}
static void stop(void) { --Count; }
static const struct ops Ops = {start, stop};
struct dev {
  const struct ops *Ops;
} Dev;
int main(void) {
  Dev.Ops = &Ops;
  pthread_spin_lock(&Lock);
#ifdef SOUND
  Dev.Ops->Stop();
#else
  Dev.Ops->Start();
#endif
  pthread_spin_unlock(&Lock);
  Dev.Ops->Start();
  return Count;
}
