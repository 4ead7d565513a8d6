// RUN: %verify %s
// A callee fills elements by numbers that it reads: whether the first one was
// set is not known.
#include <pthread.h>
struct item {
  int Kind;
};
static pthread_spinlock_t Lock;
int Count;
struct item Items[4];
static __attribute__((noinline)) int find(struct item *Found[]) {
  for (int I = 0; I < Count; I++)
    Found[Items[I].Kind & 3] = &Items[I];
  return Found[0] && Found[1] ? 0 : -1;
}
int main(void) {
  struct item *Found[4] = {0};
  pthread_spin_init(&Lock, 0);
  pthread_spin_lock(&Lock);
  if (find(Found) == 0) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return Found[0]->Kind; // DEFECT: held-at-exit
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
