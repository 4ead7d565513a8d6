// RUN: %clang -I %S/../linux -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: rm -rf %t.out && %mutate --limit 0 -o %t.out %t.bc | FileCheck %s
// RUN: FileCheck --check-prefix=TRUTH %s < %t.out/mutants.json
// No mutant of what is no defect: a reader may take its lock again, and nobody
// needs to give up a semaphore that it took.
#include "Inputs/linux.h"
static DEFINE_RWLOCK(Lock);
static struct semaphore Full;
static int Count;
void nothing(void) { Count++; }
int get(void) {
  down(&Full);
  up(&Full);
  read_lock(&Lock);
  int C = Count;
  read_unlock(&Lock);
  return C;
}
// CHECK: nothing-to-change.c.tmp.bc: [[#]] mutants
// TRUTH-NOT: "operator": "double-acquire"
// TRUTH-NOT: "lock": "Full"
