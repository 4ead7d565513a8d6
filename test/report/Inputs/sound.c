/* Sound: nothing to report. Relies on a function that is not known. */
typedef volatile int pthread_spinlock_t;
int pthread_spin_lock(pthread_spinlock_t *);
int pthread_spin_unlock(pthread_spinlock_t *);
void elsewhere(void);
pthread_spinlock_t Lock;

int main(void) {
  pthread_spin_lock(&Lock);
  elsewhere();
  pthread_spin_unlock(&Lock);
  return 0;
}
