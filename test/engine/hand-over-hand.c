// RUN: %verify %s
// A list is walked with the lock of the current node held.
#include <pthread.h>
struct node {
  struct node *Next;
  pthread_spinlock_t Lock;
  int Value;
};
struct node *first(void);
int main(void) {
  struct node *N = first();
  int Sum = 0;
  pthread_spin_lock(&N->Lock);
  while (N->Next) {
    struct node *Next = N->Next;
    pthread_spin_lock(&Next->Lock);
    pthread_spin_unlock(&N->Lock);
    N = Next;
    Sum += N->Value;
    if (Sum > 100) {
#ifdef SOUND
      pthread_spin_unlock(&N->Lock);
#endif
      return -1; // DEFECT: held-at-exit
    }
  }
  pthread_spin_unlock(&N->Lock);
  return Sum;
}
