// RUN: %verify %s
// A callee gets a list node of the structure that holds the lock.
#include <pthread.h>
#include <stddef.h>
struct list {
  struct list *Next, *Prev;
};
struct request {
  int Tag;
  struct list Link;
  pthread_spinlock_t Lock;
};
struct list Queue;
#define entry(P) ((struct request *)((char *)(P)-offsetof(struct request, Link)))
static __attribute__((noinline)) int submit(struct list *L) {
  struct request *R = entry(L);
  if (R->Tag < 0)
    return -1;
#ifdef SOUND
  R->Tag = 0;
#else
  pthread_spin_lock(&R->Lock); // DEFECT: double-acquire
#endif
  return 0;
}
static void run(struct request *R) {
  pthread_spin_lock(&R->Lock);
  submit(&R->Link);
  pthread_spin_unlock(&R->Lock);
}
int main(void) {
  for (struct list *L = Queue.Next; L != &Queue; L = L->Next)
    run(entry(L));
  return 0;
}
