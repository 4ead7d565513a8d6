// RUN: %verify %s
// Two unrelated pointers are never taken for one lock.
#include <pthread.h>
void work(void);
struct dev {
  int Id;
  pthread_spinlock_t Lock;
};
struct dev *first(void);
struct dev *second(void);
int main(void) {
  struct dev *P = first(), *Q = second();
  pthread_spin_lock(&P->Lock);
#ifdef SOUND
  pthread_spin_lock(&Q->Lock);
#else
  pthread_spin_lock(&P->Lock); // DEFECT: double-acquire
#endif
  work();
  pthread_spin_unlock(&Q->Lock);
  pthread_spin_unlock(&P->Lock);
  return 0;
}
