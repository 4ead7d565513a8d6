// RUN: %verify %s
// An error pointer means not held.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
struct node {
  int Key;
};
static struct node Root;
#define ERR_PTR(E) ((struct node *)(long)(E))
#define IS_ERR(P) ((unsigned long)(P) >= (unsigned long)-4095)
static struct node *begin(void) {
  int N = rnd();
  if (N == 1)
    return ERR_PTR(-12);
  if (N == 2)
    return ERR_PTR(-2);
  pthread_spin_lock(&Lock);
  return &Root;
}
int main(void) {
  struct node *N = begin();
#ifdef SOUND
  if (IS_ERR(N))
#else
  if (!N)
#endif
    return 1;
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
