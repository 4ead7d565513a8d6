// RUN: %verify %s
// The example of its rule in docs/rules.md.
#include <pthread.h>
#include <signal.h>
static volatile int Count;
static pthread_spinlock_t Lock;
// EXAMPLE
static void on_alarm(int signal) {
  pthread_spin_lock(&Lock);
  Count++;
  pthread_spin_unlock(&Lock);
}

int main(void) {
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE);
  signal(SIGALRM, on_alarm);
#ifdef SOUND
  pthread_sigmask(SIG_BLOCK, &alarm, NULL);
#endif
  pthread_spin_lock(&Lock); // DEFECT: irq-unsafe
  Count = 0;
  pthread_spin_unlock(&Lock);
#ifdef SOUND
  pthread_sigmask(SIG_UNBLOCK, &alarm, NULL);
#endif
  return 0;
}
// END
