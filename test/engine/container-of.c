// RUN: %verify %s
// From the embedded work item back to the device that holds the lock.
#include <pthread.h>
#include <stddef.h>
void work(void);
struct item {
  int State;
};
struct dev {
  pthread_spinlock_t Lock;
  struct item First, Second;
};
#define container_of(P, T, F) ((T *)((char *)(P)-offsetof(T, F)))
static __attribute__((noinline)) void finish(struct item *I) {
#ifdef SOUND
  struct dev *D = container_of(I, struct dev, Second);
#else
  struct dev *D = container_of(I, struct dev, First);
#endif
  pthread_spin_unlock(&D->Lock); // DEFECT: release-unheld
}
static void run(struct dev *D) {
  pthread_spin_lock(&D->Lock);
  work();
  finish(&D->Second);
}
struct dev Dev;
int main(void) {
  run(&Dev);
  return 0; // DEFECT: held-at-exit
}
