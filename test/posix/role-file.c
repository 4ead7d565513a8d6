// RUN: %verify %s --check "--roles %S/Inputs/roles.yaml"
// A role file makes a function an entry point that nothing here registers.
#include <pthread.h>
static pthread_spinlock_t Lock;
static volatile int Count;
void *job(void *Arg) {
  pthread_spin_lock(&Lock);
  Count++;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return Arg; // DEFECT: held-at-exit
}
