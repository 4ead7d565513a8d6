// RUN: %verify %s
// main returns with a lock held on the error path.
#include <pthread.h>
#include <stdio.h>
static pthread_spinlock_t Lock;
int main(int argc, char **argv) {
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&Lock);
  FILE *F = fopen(argv[0], "r");
  if (!F) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
