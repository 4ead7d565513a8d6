// RUN: %verify %s
// A signal handler that only tries to take the lock never spins.
#include <pthread.h>
#include <signal.h>
static pthread_spinlock_t Lock;
static volatile int Count;
static void handler(int Signal) {
#ifdef SOUND
  if (pthread_spin_trylock(&Lock) == 0) {
#else
  if (pthread_spin_lock(&Lock) == 0) {
#endif
    Count++;
    pthread_spin_unlock(&Lock);
  }
}
int main(void) {
  signal(SIGUSR1, handler);
  pthread_spin_lock(&Lock); // DEFECT: irq-unsafe LOCK: Lock
  Count++;
  pthread_spin_unlock(&Lock);
  return 0;
}
