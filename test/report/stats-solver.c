// REQUIRES: solver
// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check --stats %t.bc | FileCheck %s
// RUN: %spinguard check --stats --format json %t.bc | FileCheck --check-prefix=JSON %s
// What a solver was asked, and what it said, is told with what a run took.
#include <pthread.h>
unsigned rnd(void);
static pthread_spinlock_t Lock;
int main(void) {
  unsigned A = rnd(), B = rnd();
  if (A + B == 10)
    pthread_spin_lock(&Lock);
  if (A == 10 - B)
    pthread_spin_unlock(&Lock);
  return 0;
}
// CHECK:        runs, feasible paths only {{ *}}1{{$}}
// CHECK:        path conditions, solver asked {{ *}}{{[1-9][0-9]*$}}
// CHECK-NEXT:   path conditions, possible {{ *}}{{[1-9][0-9]*$}}
// CHECK-NEXT:   path conditions, impossible {{ *}}{{[1-9][0-9]*$}}
// CHECK-NEXT:   path conditions, unknown {{ *}}0{{$}}
// CHECK-NEXT:   incidents {{ *}}0{{$}}
// JSON:         "feasible": 1,
// JSON:         "solver": {
// JSON-NEXT:      "available": true,
// JSON-NEXT:      "asked":
