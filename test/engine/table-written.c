// RUN: %verify %s
// Somebody writes to the table: its first content says nothing.
#include <pthread.h>
void work(unsigned Register);
static pthread_spinlock_t Lock;
static unsigned Direct[4] = {1, 0, 1, 0};
void setDirect(unsigned Register, unsigned How) { Direct[Register & 3] = How; }
static void access(unsigned Register) {
  unsigned IsDirect = Direct[Register & 3];
  if (!IsDirect)
    pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  work(Register);
  if (!IsDirect)
    pthread_spin_unlock(&Lock);
}
int main(void) {
#ifndef SOUND
  pthread_spin_lock(&Lock);
#endif
  access(2);
#ifndef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return 0;
}
