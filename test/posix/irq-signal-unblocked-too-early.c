// RUN: %verify %s
// The signal is let through again between two sections.
#include <pthread.h>
#include <signal.h>
struct queue {
  pthread_spinlock_t Lock;
  int Length;
};
static struct queue Queue;
static void handler(int Signal) {
  pthread_spin_lock(&Queue.Lock);
  Queue.Length++;
  pthread_spin_unlock(&Queue.Lock);
}
static void *worker(void *Arg) {
  sigset_t Set, Old;
  sigemptyset(&Set);
  sigaddset(&Set, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &Set, &Old);
  pthread_spin_lock(&Queue.Lock);
  Queue.Length--;
  pthread_spin_unlock(&Queue.Lock);
#ifndef SOUND
  pthread_sigmask(SIG_SETMASK, &Old, 0);
#endif
  pthread_spin_lock(&Queue.Lock); // DEFECT: irq-unsafe
  Queue.Length--;
  pthread_spin_unlock(&Queue.Lock);
#ifdef SOUND
  pthread_sigmask(SIG_SETMASK, &Old, 0);
#endif
  return 0;
}
int main(void) {
  pthread_t T;
  struct sigaction Action = {.sa_handler = handler};
  sigaction(SIGUSR1, &Action, 0);
  pthread_create(&T, 0, worker, 0);
  return 0;
}
