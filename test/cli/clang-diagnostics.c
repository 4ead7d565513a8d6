// In clang, findings are diagnostics of the compiler: with file, line, column
// and caret, counted, and the path as notes.

// RUN: not %sgclang -g -c %s -o %t.o 2>&1 | FileCheck %s
// RUN: not %sgclang -g -O2 -c %s -o %t.o 2>&1 | FileCheck %s

typedef volatile int pthread_spinlock_t;
int pthread_spin_lock(pthread_spinlock_t *Lock);
int pthread_spin_unlock(pthread_spinlock_t *Lock);
pthread_spinlock_t Lock;

void twice(void) {
  // CHECK: clang-diagnostics.c:[[@LINE+8]]:3: error: {{.*}} [spinguard:double-acquire]
  // CHECK-NEXT: pthread_spin_lock(&Lock);
  // CHECK-NEXT: ^
  // CHECK: clang-diagnostics.c:[[@LINE+4]]:3: note: 'Lock' is acquired here
  // CHECK-NEXT: pthread_spin_lock(&Lock);
  // CHECK-NEXT: ^
  // CHECK: 1 error generated.
  pthread_spin_lock(&Lock);
  pthread_spin_lock(&Lock);
  pthread_spin_unlock(&Lock);
}
