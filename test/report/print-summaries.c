// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='print<spinguard-summaries>' -disable-output %t.ll 2>&1 | FileCheck %s
// A summary says what a call does to the locks, and by which result the caller
// can tell.
typedef volatile int pthread_spinlock_t;
int pthread_spin_lock(pthread_spinlock_t *);
int pthread_spin_unlock(pthread_spinlock_t *);
pthread_spinlock_t Lock;
volatile int Input;
void take(void) { pthread_spin_lock(&Lock); }
int take_if(void) {
  if (Input)
    return 0;
  pthread_spin_lock(&Lock);
  return 1;
}
int balanced(void) {
  take();
  pthread_spin_unlock(&Lock);
  return 5;
}
// CHECK-LABEL: summary of 'take':
// CHECK-NEXT: returns: Lock {{.*}}held
// CHECK-LABEL: summary of 'take_if':
// CHECK-DAG: returns 0: no lock changes
// CHECK-DAG: returns 1: Lock {{.*}}held
// CHECK-LABEL: summary of 'balanced':
// CHECK: returns 5: no lock changes
