// RUN: %verify-cxx %s
// A virtual function called under the lock takes the lock.
#include <pthread.h>
void work();
pthread_spinlock_t Lock;
struct Base {
  virtual void run() { work(); }
};
struct Derived : Base {
  void run() override {
#ifndef SOUND
    pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
    work();
    pthread_spin_unlock(&Lock);
#endif
    work();
  }
};
static __attribute__((noinline)) void call(Base &B) {
  pthread_spin_lock(&Lock);
  B.run();
  pthread_spin_unlock(&Lock);
}
int main() {
  Derived D;
  call(D);
  return 0;
}
