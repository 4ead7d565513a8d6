// RUN: %clang -O0 -Xclang -disable-O0-optnone -g -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check %t.bc
// RUN: rm -rf %t.out && %mutate --operators drop-release-on-path -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// RUN: not %spinguard check %t.out/*.0000.drop-release-on-path.bc | FileCheck --check-prefix=KILLED %s
// A release is left out when control comes to it from one of two branches.
#include <pthread.h>
#include <stdio.h>
static pthread_spinlock_t Lock;
static int Count;
int main(int Argc, char **Argv) {
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&Lock);
  if (Argc > 1)
    Count = 1;
  else
    Count = 2;
  pthread_spin_unlock(&Lock);
  return 0;
}
// CHECK: "line": [[#@LINE-3]]
// CHECK: "change": "the call of 'pthread_spin_unlock' that releases 'Lock' is left out when control comes from line [[#@LINE-7]]"
// CHECK: "change": "the call of 'pthread_spin_unlock' that releases 'Lock' is left out when control comes from line [[#@LINE-6]]"
// CHECK-NOT: "operator"
// KILLED: [held-at-exit]
