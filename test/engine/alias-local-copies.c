// RUN: %verify %s
// Copies of a pointer name one lock.
#include <pthread.h>
void work(void);
struct dev {
  int Id;
  pthread_spinlock_t Lock;
};
struct dev *find(void);
int main(void) {
  struct dev *D = find();
  struct dev *Copy = D;
  pthread_spinlock_t *L = &Copy->Lock;
  pthread_spin_lock(&D->Lock);
  work();
#ifdef SOUND
  pthread_spin_unlock(L);
#else
  pthread_spin_lock(L); // DEFECT: double-acquire
#endif
  return 0;
}
