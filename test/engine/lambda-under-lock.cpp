// RUN: %verify-cxx %s
// A lambda with captures runs under the lock and takes it.
#include <pthread.h>
void work();
pthread_spinlock_t Lock;
template <typename F> static void locked(F Function) {
  pthread_spin_lock(&Lock);
  Function();
  pthread_spin_unlock(&Lock);
}
int main(int argc, char **) {
  int Count = 0;
  auto Add = [&Count, argc] {
#ifndef SOUND
    pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
    Count += argc;
    work();
#ifndef SOUND
    pthread_spin_unlock(&Lock);
#endif
  };
  locked(Add);
  return Count;
}
