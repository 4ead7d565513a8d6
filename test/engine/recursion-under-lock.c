// RUN: %verify %s
// A function that calls itself with its lock held: it would always stop there,
// so that there may be more to it than is seen.
#include <pthread.h>
int isDirect(unsigned Register);
static pthread_spinlock_t Lock;
static volatile unsigned Window;
static unsigned access(unsigned Register) {
  unsigned Old = 0;
  if (isDirect(Register))
    return Window;
  pthread_spin_lock(&Lock); // DEFECT: double-acquire CONFIDENCE: medium
#ifndef SOUND
  Old = access(4);
#endif
  Window = Register;
  pthread_spin_unlock(&Lock);
  return Old;
}
int main(void) { return access(7); }
