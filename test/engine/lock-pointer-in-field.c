// RUN: %verify %s
// The lock's address is loaded from a field twice; the field is not written in
// the sound version.
#include <pthread.h>
pthread_spinlock_t Other;
struct dev {
  pthread_spinlock_t *Lock;
  int Count;
};
static void run(struct dev *D) {
  pthread_spin_lock(D->Lock);
#ifdef SOUND
  D->Count = 0;
#else
  D->Lock = &Other;
#endif
  pthread_spin_unlock(D->Lock); // DEFECT: release-unheld
}
struct dev *find(void);
int main(void) {
  run(find());
  return 0; // DEFECT: held-at-exit
}
