// RUN: %clang -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check %t.bc
// RUN: rm -rf %t.out && %mutate --operators double-acquire -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// RUN: not %spinguard check %t.out/*.0000.double-acquire.bc | FileCheck --check-prefix=KILLED %s
// An acquire is made twice.
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Count;
void add(void) {
  pthread_spin_lock(&Lock);
  Count++;
  pthread_spin_unlock(&Lock);
}
// CHECK: "line": [[#@LINE-4]]
// CHECK: "change": "the call of 'pthread_spin_lock' that acquires 'Lock' is made twice"
// CHECK-NOT: "operator"
// KILLED: [double-acquire]
