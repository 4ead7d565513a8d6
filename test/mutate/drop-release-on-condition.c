// RUN: %clang -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check %t.bc
// RUN: rm -rf %t.out && %mutate --operators drop-release-on-path -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// RUN: not %spinguard check %t.out/*.0000.drop-release-on-path.bc | FileCheck --check-prefix=KILLED %s
// Where there is one way only to a release, it is left out on a condition.
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
// CHECK: "change": "the call of 'pthread_spin_unlock' that releases 'Lock' is left out on a condition"
// CHECK-NOT: "operator"
// KILLED: [held-at-exit]
