// Helpers that take no lock and call each other: what one returns depends on
// what the other one does, however deep. `first` can return 5, 6, 7 or more,
// 6 only by way of itself in `second`.
//
// RUN: %clang -O0 -g -S -emit-llvm %s -o %t.ll
// RUN: %spinguard check %t.ll | FileCheck --check-prefix=SOUND %s
// RUN: %clang -O0 -g -S -emit-llvm -DDEFECT %s -o %t.ll
// RUN: not %spinguard check --confidence low %t.ll \
// RUN:   | FileCheck --check-prefix=DEFECT %s
//
// SOUND: no findings
// DEFECT: 'Lock' is released although it is not held
#include <pthread.h>
pthread_spinlock_t Lock;
static int first(int N);
static int second(int N) {
  if (N > 10)
    return 7;
  return first(N + 1);
}
static int first(int N) {
  if (N > 10)
    return 5;
  return second(N + 1) + 1;
}
#ifdef DEFECT
#define NEVER 6
#else
#define NEVER 4
#endif
int main(int argc, char **argv) {
  pthread_spin_lock(&Lock);
  if (first(argc) == NEVER)
    pthread_spin_unlock(&Lock);
  pthread_spin_unlock(&Lock);
  return 0;
}
