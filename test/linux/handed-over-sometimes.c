// Two functions of a table: `ended` gives up a mutex that it did not take, so
// that `opened` may leave it held on purpose. Not so where another return of
// that, which looks the same, leaves it released: there it is more likely
// forgotten. And a path that takes the mutex and gives it up twice needs no
// other function to be wrong.
//
// RUN: %clang -O0 -g -c -emit-llvm %s -o %t.bc
// RUN: %python %S/../cli/Inputs/exit-status.py 3 %spinguard check %t.bc > %t.txt
// RUN: FileCheck --check-prefix=PURPOSE --input-file %t.txt %s
// RUN: %clang -O0 -g -c -emit-llvm -DFORGOTTEN %s -o %t.bc
// RUN: not %spinguard check %t.bc | FileCheck --check-prefix=FORGOTTEN %s
// RUN: %clang -O0 -g -c -emit-llvm -DTWICE %s -o %t.bc
// RUN: not %spinguard check %t.bc | FileCheck --check-prefix=TWICE %s
//
// PURPOSE-NOT: error:
// PURPOSE: no findings
// FORGOTTEN: 'opened' returns with 'Lock' held [held-at-exit] (medium
// FORGOTTEN: doubt: an entry point does the other half of the pair alone
// TWICE: 'Lock' is released although it is not held [release-unheld]
// TWICE-NOT: doubt:
// TWICE: in entry point written
#include "Inputs/linux-ops.h"
static DEFINE_MUTEX(Lock);
static int Users;
static volatile int Exclusive;
static int opened(struct inode *I, struct file *F) {
  mutex_lock(&Lock);
  if (Exclusive) {
    mutex_unlock(&Lock);
#ifdef FORGOTTEN
    return 0;
#else
    return -EBUSY;
#endif
  }
  Users++;
  return 0;
}
static long ended(struct file *F, unsigned Cmd, unsigned long Arg) {
  Users--;
  mutex_unlock(&Lock);
  return 0;
}
#ifdef TWICE
static ssize_t written(struct file *F, const char *Buf, size_t N, loff_t *Pos) {
  mutex_lock(&Lock);
  Users++;
  mutex_unlock(&Lock);
  if (N > 1)
    mutex_unlock(&Lock);
  return 0;
}
const struct file_operations Ops = {
    .open = opened, .write = written, .unlocked_ioctl = ended};
#else
const struct file_operations Ops = {.open = opened, .unlocked_ioctl = ended};
#endif
