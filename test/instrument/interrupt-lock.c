// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The lock of an interrupt is taken at the interrupt's level, whoever takes it:
// sites of it say that interrupts are masked (1024), and DPCs with them (512);
// those of an ordinary lock do not. What a call takes around a routine is taken
// in the same way.
// RUN: %clang -target x86_64-w64-mingw32 -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument,verify' -S %t.ll | tr '{' '\n' | FileCheck %s
typedef unsigned char KIRQL;
KIRQL KeAcquireInterruptSpinLock(void *Interrupt);
void KeReleaseInterruptSpinLock(void *Interrupt, KIRQL Old);
char KeSynchronizeExecution(void *Interrupt, char (*Routine)(void *), void *);
KIRQL KeAcquireSpinLockRaiseToDpc(long long *Lock);
void KeReleaseSpinLock(long long *Lock, KIRQL Old);
char routine(void *Context);

// 4096: of Windows; 8192: it must be initialised; the rest is the kind, 1 an
// acquire, 3 a release.
// CHECK-DAG: i32 [[#4096+1024+512+1]], i32 [[#@LINE+6]],
// CHECK-DAG: i32 [[#4096+1024+512+3]], i32 [[#@LINE+6]],
// CHECK-DAG: i32 [[#4096+1024+512+1]], i32 [[#@LINE+6]],
// CHECK-DAG: i32 [[#8192+4096+512+1]], i32 [[#@LINE+6]],
// CHECK-DAG: i32 [[#4096+512+3]], i32 [[#@LINE+6]],
void f(void *Interrupt, long long *Lock) {
  KIRQL Old = KeAcquireInterruptSpinLock(Interrupt);
  KeReleaseInterruptSpinLock(Interrupt, Old);
  KeSynchronizeExecution(Interrupt, routine, 0);
  Old = KeAcquireSpinLockRaiseToDpc(Lock);
  KeReleaseSpinLock(Lock, Old);
}
