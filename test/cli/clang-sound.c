// A sound unit compiles without a word.

// RUN: %sgclang -g -Werror -c %s -o %t.o 2>&1 | count 0
// RUN: %sgclang -O2 -Werror -c %s -o %t.o 2>&1 | count 0

typedef volatile int pthread_spinlock_t;
int pthread_spin_lock(pthread_spinlock_t *Lock);
int pthread_spin_unlock(pthread_spinlock_t *Lock);
pthread_spinlock_t Lock;

void once(void) {
  pthread_spin_lock(&Lock);
  pthread_spin_unlock(&Lock);
}
