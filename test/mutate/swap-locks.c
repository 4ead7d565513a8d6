// RUN: %clang -O0 -Xclang -disable-O0-optnone -g -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check %t.bc
// RUN: rm -rf %t.out && %mutate --operators swap-locks -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// RUN: not %spinguard check %t.out/*.0000.swap-locks.bc | FileCheck --check-prefix=KILLED %s
// Each of two locks, one taken after the other, is acquired for the other.
#include <pthread.h>
struct list { int Count; pthread_spinlock_t Lock; };
static struct list From, To;
int main(void) {
  pthread_spin_init(&From.Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_init(&To.Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&From.Lock);
  From.Count--;
  pthread_spin_unlock(&From.Lock);
  pthread_spin_lock(&To.Lock);
  To.Count++;
  pthread_spin_unlock(&To.Lock);
  return 0;
}
// CHECK: "line": [[#@LINE-8]]
// CHECK: "lock": "From.Lock"
// CHECK: "otherLine": [[#@LINE-7]]
// CHECK: "otherLock": "To.Lock"
// CHECK-NOT: "operator"
// KILLED: [release-unheld]
