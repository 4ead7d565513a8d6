// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='print<spinguard>' -disable-output %t.ll 2>&1 | FileCheck %s
// RUN: %clang -DSOUND -g -O1 -Xclang -disable-llvm-passes -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='print<spinguard>' -disable-output %t.ll 2>&1 | FileCheck --check-prefix=SOUND %s
// The printer shows the lock state before each event and at each exit.
typedef volatile int pthread_spinlock_t;
int pthread_spin_lock(pthread_spinlock_t *);
int pthread_spin_unlock(pthread_spinlock_t *);
pthread_spinlock_t Lock;
int main(void) {
  pthread_spin_lock(&Lock);
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return 0;
}
// CHECK-LABEL: lock states of 'main'
// CHECK: 11:3 before pthread_spin_lock: {}
// CHECK: 15:3 at exit: {Lock: held}
// SOUND-LABEL: lock states of 'main'
// SOUND: 13:3 before pthread_spin_unlock: {Lock: held}
// SOUND: 15:3 at exit: {Lock: unheld}
