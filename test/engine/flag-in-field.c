// RUN: %verify %s
// The flag is a field behind a pointer; the write goes to the other field in
// the sound version.
#include <pthread.h>
struct dev {
  pthread_spinlock_t Lock;
  int Shared, Count;
};
static void run(struct dev *D) {
  if (D->Shared)
    pthread_spin_lock(&D->Lock);
#ifdef SOUND
  D->Count = 0;
#else
  D->Shared = 0;
#endif
  if (D->Shared)
    pthread_spin_unlock(&D->Lock);
}
struct dev Dev;
static void *worker(void *Arg) {
  run(Arg);
  return 0; // DEFECT: held-at-exit
}
int main(int argc, char **argv) {
  pthread_t T;
  Dev.Shared = argc > 1;
  return pthread_create(&T, 0, worker, &Dev);
}
