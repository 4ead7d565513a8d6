// RUN: %verify %s
// P == Q makes the two locks one.
#include <pthread.h>
void work(void);
struct dev {
  pthread_spinlock_t Lock;
};
struct dev *first(void);
struct dev *second(void);
int main(void) {
  struct dev *P = first(), *Q = second();
  pthread_spin_lock(&P->Lock);
#ifdef SOUND
  if (P != Q) {
#else
  if (P == Q) {
#endif
    pthread_spin_lock(&Q->Lock); // DEFECT: double-acquire
    work();
    pthread_spin_unlock(&Q->Lock);
  }
  pthread_spin_unlock(&P->Lock);
  return 0;
}
