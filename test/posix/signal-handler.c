// RUN: %verify %s
// A handler that signal() registers is an entry point.
#include <pthread.h>
#include <signal.h>
static pthread_spinlock_t Lock;
static volatile int Count;
static void handler(int Signal) {
  if (pthread_spin_trylock(&Lock))
    return;
  Count++;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
} // DEFECT: held-at-exit
int main(void) {
  signal(SIGUSR1, handler);
  return 0;
}
