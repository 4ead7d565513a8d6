// RUN: %verify %s
// Likewise, for a flag that the waiting thread itself has cleared.
#include <pthread.h>
#include <sched.h>
struct device {
  pthread_spinlock_t Lock;
  int Done;
};
void start(int Key);
void interrupt(struct device *D) { D->Done = 1; }
static void *command(void *Arg) {
  struct device *D = Arg;
  D->Done = 0;
  start(1);
  while (!D->Done)
    sched_yield();
  pthread_spin_lock(&D->Lock);
#ifdef SOUND
  pthread_spin_unlock(&D->Lock);
#endif
  return 0; // DEFECT: held-at-exit CONFIDENCE: medium
}
int main(void) {
  static struct device Device;
  pthread_t T;
  return pthread_create(&T, 0, command, &Device);
}
