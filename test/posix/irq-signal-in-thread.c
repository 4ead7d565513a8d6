// RUN: %verify %s
// A signal handler takes a lock that main holds when the signal may come.
#include <pthread.h>
#include <signal.h>
static pthread_spinlock_t Lock;
static volatile int Count;
static void handler(int Signal) {
  pthread_spin_lock(&Lock);
  Count++;
  pthread_spin_unlock(&Lock);
}
int main(void) {
  sigset_t Set, Old;
  signal(SIGUSR1, handler);
  sigemptyset(&Set);
  sigaddset(&Set, SIGUSR1);
#ifdef SOUND
  pthread_sigmask(SIG_BLOCK, &Set, &Old);
#endif
  pthread_spin_lock(&Lock); // DEFECT: irq-unsafe LOCK: Lock
  Count++;
  pthread_spin_unlock(&Lock);
#ifdef SOUND
  pthread_sigmask(SIG_SETMASK, &Old, 0);
#endif
  return 0;
}
