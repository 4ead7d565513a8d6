// RUN: %verify %s
// A table that is filled at run time.
#include <pthread.h>
static int Count;
pthread_spinlock_t Lock;
struct ops {
  void (*Start)(void);
  void (*Stop)(void);
};
static struct ops Ops;
static void start(void) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  ++Count;
  pthread_spin_unlock(&Lock);
}
static void stop(void) { --Count; }
int main(void) {
  Ops.Start = start;
  Ops.Stop = stop;
  pthread_spin_lock(&Lock);
#ifdef SOUND
  Ops.Stop();
#else
  Ops.Start();
#endif
  pthread_spin_unlock(&Lock);
  Ops.Start();
  return Count;
}
