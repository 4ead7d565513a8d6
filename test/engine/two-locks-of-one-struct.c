// RUN: %verify %s
// Two locks in one structure are two locks.
#include <pthread.h>
void work(void);
struct dev {
  pthread_spinlock_t Read, Write;
} Dev;
static void run(struct dev *D) {
  pthread_spin_lock(&D->Read);
#ifdef SOUND
  pthread_spin_lock(&D->Write);
#else
  pthread_spin_lock(&D->Read); // DEFECT: double-acquire
#endif
  work();
  pthread_spin_unlock(&D->Write);
  pthread_spin_unlock(&D->Read);
}
int main(void) {
  run(&Dev);
  return 0;
}
