// RUN: %verify %s
// Two locks taken in the order of their addresses, the second only if it is
// another one.
#include <pthread.h>
void work(void);
struct dev {
  pthread_spinlock_t Lock;
};
struct dev *first(void);
struct dev *second(void);
int main(void) {
  struct dev *P = first(), *Q = second();
  if (P == Q)
    return 1;
  if (P < Q) {
    pthread_spin_lock(&P->Lock);
    pthread_spin_lock(&Q->Lock);
  } else {
    pthread_spin_lock(&Q->Lock);
#ifdef SOUND
    pthread_spin_lock(&P->Lock);
#else
    pthread_spin_lock(&Q->Lock); // DEFECT: double-acquire
#endif
    work();
  }
  work();
  pthread_spin_unlock(&P->Lock);
  pthread_spin_unlock(&Q->Lock);
  return 0;
}
