// RUN: %clang -g -S -emit-llvm %s -o %t.ll
// RUN: %opt -S -passes=no-op-module %t.ll -o %t.a.ll
// RUN: %sgopt -S -passes='spinguard,print<spinguard>,print<spinguard-summaries>,print<spinguard-contracts>' %t.ll -o %t.b.ll
// RUN: diff %t.a.ll %t.b.ll
// The passes leave the module as it was.
typedef volatile int pthread_spinlock_t;
int pthread_spin_lock(pthread_spinlock_t *);
pthread_spinlock_t Lock;
int main(void) {
  int Local = pthread_spin_lock(&Lock);
  return Local;
}
