// RUN: %verify %s
// Nobody goes on after an access to a member of no object: where there is a
// way on, there is an object.
#include <pthread.h>
#include <stddef.h>
struct device {
  int Users, Ready;
};
static pthread_spinlock_t Lock;
static struct device Device;
int main(int N, char **Args) {
  struct device *D = N > 1 ? &Device : NULL;
  pthread_spin_init(&Lock, 0);
  pthread_spin_lock(&Lock);
#ifdef SOUND
  *(volatile int *)&D->Users = N;
#endif
  if (N > 1)
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit
}
