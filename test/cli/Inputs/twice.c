/* One lock, taken twice: the smallest program with a defect. */
typedef volatile int pthread_spinlock_t;
int pthread_spin_lock(pthread_spinlock_t *Lock);
int pthread_spin_unlock(pthread_spinlock_t *Lock);

pthread_spinlock_t Lock;

void twice(void) {
  pthread_spin_lock(&Lock);
  pthread_spin_lock(&Lock);
  pthread_spin_unlock(&Lock);
}
