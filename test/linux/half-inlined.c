// A lock of which nothing tells what it is part of is given up twice. Where
// nothing in the program takes a lock of its kind by name, the taking half may
// have been inlined, or be elsewhere: that is a doubt. Where something does, it
// is a defect like any other.
//
// RUN: %clang -O0 -g -c -emit-llvm %s -o %t.bc
// RUN: %python %S/../cli/Inputs/exit-status.py 3 %spinguard check %t.bc > %t.txt
// RUN: FileCheck --check-prefix=HALF --input-file %t.txt %s
// RUN: not %spinguard check --confidence low %t.bc \
// RUN:   | FileCheck --check-prefix=DOUBT %s
// RUN: %clang -O0 -g -c -emit-llvm -DBOTH %s -o %t.bc
// RUN: not %spinguard check %t.bc | FileCheck --check-prefix=BOTH %s
//
// HALF-NOT: error:
// HALF: Inconclusive: a finding of less confidence
// HALF: no findings
// DOUBT: is released although it is not held [release-unheld] (low confidence)
// DOUBT: doubt: the other half of the pair is nowhere in the program
// BOTH: is released although it is not held [release-unheld]
#include "Inputs/linux-ops.h"
struct percpu_rw_semaphore;
void percpu_down_read(struct percpu_rw_semaphore *);
void percpu_up_read(struct percpu_rw_semaphore *);
struct percpu_rw_semaphore *semaphore(size_t);
static DEFINE_SPINLOCK(Lock);
static ssize_t written(struct file *F, const char *Buf, size_t N, loff_t *Pos) {
  struct percpu_rw_semaphore *S = semaphore(N);
  // Another lock of no known class is taken.
  spin_lock((spinlock_t *)semaphore(1));
  spin_unlock((spinlock_t *)semaphore(1));
#ifdef BOTH
  percpu_down_read(S);
#endif
  percpu_up_read(S);
  percpu_up_read(S);
  return N;
}
const struct file_operations Ops = {.write = written};
