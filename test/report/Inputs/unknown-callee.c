#include <pthread.h>
static pthread_spinlock_t Lock;
void elsewhere(void);
int main(void) {
  pthread_spin_init(&Lock, 0);
  pthread_spin_lock(&Lock);
  elsewhere();
  pthread_spin_unlock(&Lock);
  return 0;
}
