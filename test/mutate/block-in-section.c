// RUN: %clang -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check %t.bc
// RUN: rm -rf %t.out && %mutate --operators block-in-section -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// RUN: not %spinguard check %t.out/*.0000.block-in-section.bc | FileCheck --check-prefix=KILLED %s
// A call that sleeps is moved to where the lock is held; in a second mutant, a
// function that models know to block is called there.
#include <pthread.h>
#include <unistd.h>
static pthread_spinlock_t Lock;
static int Count;
void add(void) {
  pthread_spin_lock(&Lock);
  Count++;
  pthread_spin_unlock(&Lock);
  sleep(1);
}
// CHECK: "line": [[#@LINE-5]]
// CHECK: "otherLine": [[#@LINE-3]]
// CHECK: "change": "'sleep' is called with 'Lock' held, right after the call of 'pthread_spin_lock', and not in line [[#@LINE-4]]"
// CHECK: "change": "'{{.*}}' is called with 'Lock' held, right after the call of 'pthread_spin_lock'"
// CHECK-NOT: "operator"
// KILLED: [blocking-while-held]
// RUN: not %spinguard check %t.out/*.0001.block-in-section.bc | FileCheck --check-prefix=KILLED %s
