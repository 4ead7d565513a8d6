// RUN: %verify %s
// A callee calls what a field holds that its caller has just set. What is stored
// to that field elsewhere is not called here.
#include <pthread.h>
static pthread_spinlock_t Lock;
struct task {
  void (*Step)(struct task *);
  int Count;
};
static void takes(struct task *T) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire CONFIDENCE: high
  ++T->Count;
  pthread_spin_unlock(&Lock);
}
static void givesUp(struct task *T) {
  ++T->Count;
  pthread_spin_unlock(&Lock);
}
static __attribute__((noinline)) void step(struct task *T) { T->Step(T); }
static __attribute__((noinline)) void start(struct task *T,
                                            void (*Step)(struct task *)) {
  T->Step = Step;
  step(T);
}
void later(struct task *T) { T->Step = takes; }
struct task *find(int Key);
int main(void) {
  struct task *T = find(1);
  pthread_spin_lock(&Lock);
#ifdef SOUND
  start(T, givesUp);
#else
  start(T, takes);
  pthread_spin_unlock(&Lock);
#endif
  return 0;
}
