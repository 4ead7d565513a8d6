// RUN: %clang -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check %t.bc
// RUN: rm -rf %t.out && %mutate --operators drop-release -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// RUN: not %spinguard check %t.out/*.0000.drop-release.bc | FileCheck --check-prefix=KILLED %s
// A release is dropped: main ends with the lock held.
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Count;
int main(void) {
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&Lock);
  Count++;
  pthread_spin_unlock(&Lock);
  return 0;
}
// CHECK: "operator": "drop-release"
// CHECK: "original": "{{.*}}drop-release.c.tmp.bc"
// CHECK: "mutant": "{{.*}}0000.drop-release.bc"
// CHECK: "function": "main"
// CHECK: "line": [[#@LINE-7]]
// CHECK: "lock": "Lock"
// CHECK: "lockKind": "posix"
// CHECK: "change": "the call of 'pthread_spin_unlock' that releases 'Lock' is dropped"
// CHECK-NOT: "operator"
// KILLED: [held-at-exit]
