// RUN: %verify %s
// A handler in a struct sigaction is an entry point.
#include <pthread.h>
#include <signal.h>
static pthread_spinlock_t Lock;
static volatile int Count;
static void handler(int Signal) {
  if (pthread_spin_trylock(&Lock) != 0)
    return;
  Count++;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
} // DEFECT: held-at-exit
int main(void) {
  struct sigaction A = {0};
  A.sa_handler = handler;
  return sigaction(SIGUSR1, &A, 0);
}
