// RUN: %verify %s
// The same lock by field and by byte arithmetic.
#include <pthread.h>
#include <stddef.h>
void work(void);
struct dev {
  int Irq;
  pthread_spinlock_t A, B;
} Dev;
#ifdef SOUND
#define OFFSET offsetof(struct dev, B)
#else
#define OFFSET offsetof(struct dev, A)
#endif
int main(void) {
  char *Base = (char *)&Dev;
  pthread_spin_lock(&Dev.B);
  work();
  pthread_spin_unlock((void *)(Base + OFFSET)); // DEFECT: release-unheld
  return 0;                                     // DEFECT: held-at-exit
}
