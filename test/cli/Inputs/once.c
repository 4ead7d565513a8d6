/* One lock, taken once and given up: the smallest sound program. */
typedef volatile int pthread_spinlock_t;
int pthread_spin_lock(pthread_spinlock_t *Lock);
int pthread_spin_unlock(pthread_spinlock_t *Lock);

pthread_spinlock_t Lock;

void once(void) {
  pthread_spin_lock(&Lock);
  pthread_spin_unlock(&Lock);
}
