// RUN: %verify %s
// One path destroys the lock before it gives it up.
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Count;
int main(int Argc, char **Argv) {
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&Lock);
  Count++;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
  pthread_spin_destroy(&Lock);
#else
  pthread_spin_destroy(&Lock); // DEFECT: lock-lifetime LOCK: Lock
#endif
  return 0;
}
