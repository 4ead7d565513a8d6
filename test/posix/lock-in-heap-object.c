// RUN: %verify %s
// Two objects of one type, each with a lock of its own.
#include <pthread.h>
#include <stdlib.h>
struct queue { pthread_spinlock_t Lock; int Size; };
int main(void) {
  struct queue *A = malloc(sizeof *A), *B = malloc(sizeof *B);
  if (!A || !B)
    return 1;
  pthread_spin_init(&A->Lock, 0);
  pthread_spin_init(&B->Lock, 0);
  pthread_spin_lock(&A->Lock);
#ifdef SOUND
  pthread_spin_lock(&B->Lock);
#else
  pthread_spin_lock(&A->Lock); // DEFECT: double-acquire LOCK: A->Lock
#endif
  A->Size = B->Size;
#ifdef SOUND
  pthread_spin_unlock(&B->Lock);
#endif
  pthread_spin_unlock(&A->Lock);
  pthread_spin_destroy(&A->Lock);
  pthread_spin_destroy(&B->Lock);
  return 0;
}
