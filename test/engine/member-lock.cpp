// RUN: %verify-cxx %s
// A lock that is a member, taken through this by two member functions.
#include <pthread.h>
struct Counter {
  int Value = 0;
  pthread_spinlock_t Lock;
  __attribute__((noinline)) void add(int N) {
    pthread_spin_lock(&Lock); // DEFECT: double-acquire
    Value += N;
    pthread_spin_unlock(&Lock);
  }
  __attribute__((noinline)) void twice(int N) {
    pthread_spin_lock(&Lock);
    Value *= 2;
#ifdef SOUND
    pthread_spin_unlock(&Lock);
    add(N);
#else
    add(N);
    pthread_spin_unlock(&Lock);
#endif
  }
};
Counter C;
int main(int argc, char **) {
  C.twice(argc);
  return 0;
}
