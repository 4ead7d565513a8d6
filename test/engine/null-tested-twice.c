// RUN: %verify %s
// A pointer is tested for null before the acquisition and the release.
#include <pthread.h>
void work(void);
int rnd(void);
struct dev {
  pthread_spinlock_t Lock;
  int Open;
};
static void run(struct dev *D, int N) {
  if (D)
    pthread_spin_lock(&D->Lock);
  work();
#ifdef SOUND
  if (D != 0)
#else
  if (D && N)
#endif
    pthread_spin_unlock(&D->Lock);
}
struct dev *find(void);
int main(void) {
  run(find(), rnd());
  return 0; // DEFECT: held-at-exit
}
