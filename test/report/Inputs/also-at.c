// Two threads hold their locks across one call that sleeps.
#include <pthread.h>
#include <unistd.h>
static pthread_spinlock_t A, B;
static void pause_a_bit(void) { usleep(100); }
static void *first(void *Arg) {
  pthread_spin_lock(&A);
  pause_a_bit();
  pthread_spin_unlock(&A);
  return Arg;
}
static void *second(void *Arg) {
  pthread_spin_lock(&B);
  pause_a_bit();
  pthread_spin_unlock(&B);
  return Arg;
}
int main(void) {
  pthread_t T, U;
  pthread_spin_init(&A, 0);
  pthread_spin_init(&B, 0);
  pthread_create(&T, 0, first, 0);
  pthread_create(&U, 0, second, 0);
  pthread_join(T, 0);
  pthread_join(U, 0);
  return 0;
}
