// RUN: %verify %s
// The loop goes on while trylock succeeds: a first failure leaves it unheld.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
int main(void) {
#ifdef SOUND
  while (pthread_spin_trylock(&Lock) != 0)
#else
  while (pthread_spin_trylock(&Lock) == 0)
#endif
    work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
