// RUN: %clang -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check %t.bc
// RUN: rm -rf %t.out && %mutate --operators drop-init -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// RUN: not %spinguard check %t.out/*.0000.drop-init.bc | FileCheck --check-prefix=KILLED %s
// The initialisation of a lock is dropped.
#include <pthread.h>
#include <stdlib.h>
struct queue { pthread_spinlock_t Lock; int Count; };
struct queue *queue_new(int Count) {
  struct queue *Q = malloc(sizeof(*Q));
  if (!Q)
    return NULL;
  pthread_spin_init(&Q->Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&Q->Lock);
  Q->Count = Count;
  pthread_spin_unlock(&Q->Lock);
  return Q;
}
// CHECK: "line": [[#@LINE-6]]
// CHECK: "change": "the call of 'pthread_spin_init' that initialises 'Q->Lock' is dropped"
// CHECK-NOT: "operator"
// KILLED: [lock-lifetime]
