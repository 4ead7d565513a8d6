// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -c -emit-llvm %s -o %t.bc
// RUN: %spinguard check --print summaries %t.bc | FileCheck %s
// The lock that a callee gives up before it waits is, for the callers of its
// caller, the one that was passed: that one, and no other.
typedef struct { int x; } spinlock_t;
void _raw_spin_lock(spinlock_t *l);
void _raw_spin_unlock(spinlock_t *l);
void msleep(unsigned ms);
struct device { int id; spinlock_t other; spinlock_t lock; };
static void pause_without(spinlock_t *lock) {
  _raw_spin_unlock(lock);
  msleep(1);
  _raw_spin_lock(lock);
}
static int use(struct device *d) {
  if (d->id > 3)
    return 1;
  pause_without(&d->lock);
  return 0;
}
int entry(struct device *d) {
  _raw_spin_lock(&d->lock);
  int r = use(d);
  _raw_spin_unlock(&d->lock);
  return r;
}
// CHECK-LABEL: summary of 'use':
// CHECK: blocking-while-held {{.*}} if a spin lock is held on entry that is not d->lock when
// CHECK-LABEL: summary of 'pause_without':
// CHECK: blocking-while-held {{.*}} if a spin lock is held on entry that is not lock{{$}}
