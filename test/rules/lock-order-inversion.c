// RUN: %verify %s
// The example of its rule in docs/rules.md.
#include <pthread.h>
static pthread_spinlock_t Users, Files;
static int Count;
// EXAMPLE
void add(void) {
  pthread_spin_lock(&Users);
  pthread_spin_lock(&Files); // DEFECT: lock-order-inversion
  Count++;
  pthread_spin_unlock(&Files);
  pthread_spin_unlock(&Users);
}

void drop(void) {
#ifdef SOUND
  pthread_spin_lock(&Users);
  pthread_spin_lock(&Files);
#else
  pthread_spin_lock(&Files);
  pthread_spin_lock(&Users);
#endif
  Count--;
  pthread_spin_unlock(&Users);
  pthread_spin_unlock(&Files);
}
// END
