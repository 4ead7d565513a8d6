// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: not %spinguard check --stats %t.bc | FileCheck %s
// RUN: not %spinguard check --stats --format json %t.bc | FileCheck --check-prefix=JSON %s
// RUN: not %spinguard check %t.bc | FileCheck --check-prefix=DEFAULT --implicit-check-not='time,' --implicit-check-not=Statistics %s
// RUN: not %spinguard check --format json %t.bc | FileCheck --check-prefix=DEFAULT --implicit-check-not='"stats"' %s
// RUN: not %spinguard check --stats --budget 1 %t.bc | FileCheck --check-prefix=BUDGET %s
// What a run took is told where it is asked for, and not otherwise.
#include <pthread.h>
static pthread_spinlock_t Lock, Other;
static __attribute__((noinline)) void enter(void) { pthread_spin_lock(&Lock); }
int none(int X) { return X + 1; }
int main(void) {
  enter();
  pthread_spin_unlock(&Lock);
  pthread_spin_lock(&Other);
  return none(1);
}
// CHECK:      Statistics:
// CHECK-NEXT:   files {{ *}}1{{$}}
// CHECK-NEXT:   functions {{ *}}3{{$}}
// CHECK-NEXT:   functions that can reach a lock {{ *}}2{{$}}
// CHECK-NEXT:   functions simulated {{ *}}{{[23]$}}
// CHECK-NEXT:   lock sites, proven {{ *}}2{{$}}
// CHECK-NEXT:   lock sites, reported {{ *}}1{{$}}
// CHECK-NEXT:   lock sites, not proven {{ *}}0{{$}}
// CHECK-NEXT:   lock sites, not reached {{ *}}0{{$}}
// CHECK-NEXT:   runs, first {{ *}}{{[23]$}}
// CHECK-NEXT:   runs, finer {{ *}}{{[0-9]+$}}
// CHECK-NEXT:   runs, coarser {{ *}}0{{$}}
// CHECK-NEXT:   runs, split by lock {{ *}}0{{$}}
// CHECK-NEXT:   runs, lock states merged {{ *}}0{{$}}
// CHECK-NEXT:   runs, feasible paths only {{ *}}0{{$}}
// CHECK-NEXT:   runs, entry points {{ *}}1{{$}}
// CHECK-NEXT:   steps {{ *}}{{[1-9][0-9]*$}}
// CHECK-NEXT:   path refinements, confirmed {{ *}}{{[0-9]+$}}
// CHECK-NEXT:   path refinements, refuted {{ *}}0{{$}}
// CHECK-NEXT:   path conditions
// CHECK:        incidents {{ *}}1{{$}}
// CHECK-NEXT:   findings, held-at-exit, high {{ *}}1{{$}}
// CHECK-NEXT:   time, reading {{ *[0-9]+}} ms
// CHECK-NEXT:   time, analysis {{ *[0-9]+}} ms
// CHECK-NEXT:   time, rules {{ *[0-9]+}} ms
// CHECK-NEXT:   memory, peak {{ *[1-9][0-9]*}} MiB
// JSON:      "stats": {
// JSON-NEXT:   "files": 1,
// JSON-NEXT:   "functions": 3,
// JSON-NEXT:   "reachLocks": 2,
// JSON:        "runs": {
// JSON-NEXT:     "first":
// JSON:        "steps":
// JSON:        "refinements": {
// JSON:        "solver": {
// JSON-NEXT:     "available":
// JSON:        "incidents": 1,
// JSON-NEXT:   "giveUps": [],
// JSON-NEXT:   "findings": [
// JSON-NEXT:     {
// JSON-NEXT:       "rule": "held-at-exit",
// JSON-NEXT:       "confidence": "high",
// JSON-NEXT:       "count": 1
// JSON:        "time": {
// JSON-NEXT:     "reading":
// JSON:        "peakMemory":
// DEFAULT: held-at-exit
// BUDGET:      given up, its paths exceed the budget of 1 steps {{ *}}{{[12]$}}
