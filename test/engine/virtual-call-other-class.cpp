// RUN: %verify-cxx %s
// A virtual call goes to the functions of its class and of those derived from
// it: another class has a function at the same place of its table.
#include <pthread.h>
void work();
pthread_spinlock_t Lock;
struct Shape {
  virtual void draw() { work(); }
};
struct Other {
  virtual void lock() {
    pthread_spin_lock(&Lock);
    work();
    pthread_spin_unlock(&Lock);
  }
};
#ifdef SOUND
struct Square : Other {};
#else
struct Square : Shape {
  void draw() override {
    pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
    work();
    pthread_spin_unlock(&Lock);
  }
};
#endif
__attribute__((noinline)) void call(Shape *S) {
  pthread_spin_lock(&Lock);
  S->draw();
  pthread_spin_unlock(&Lock);
}
__attribute__((noinline)) void lock(Other *O) { O->lock(); }
int main() {
  Shape S;
  Other O;
  Square Q;
#ifdef SOUND
  lock(&Q);
#else
  call(&Q);
#endif
  call(&S);
  lock(&O);
  return 0;
}
