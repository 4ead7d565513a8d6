// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %sgopt -passes='print<spinguard-hold>' -disable-output %t.bc 2>&1 | FileCheck %s --match-full-lines --strict-whitespace
// RUN: %spinguard check --print hold-times %t.bc | FileCheck %s --match-full-lines --strict-whitespace
// RUN: %spinguard check --print hold-times --clock-mhz 500 %t.bc | FileCheck %s --check-prefix=SLOW
// Each held section is a line: delays by what they are told, of callees too;
// loops by their bounds; and what has no bound (for a loop, 16 rounds are priced). The clock rate counts for
// instructions only: the 10,000 divisions of twenty cycles take 0.1 ms at 2 GHz,
// and four times as long at 500 MHz.
#include "Inputs/hold.h"
struct node {
  struct node *Next;
  int Value;
};
struct node *Head;
static struct mutex Mutex;
static void settle(unsigned Time) { KeStallExecutionProcessor(Time); }
//      CHECK:held sections of 'callee' ({{.*}}print-sections.c):
// CHECK-NEXT:  [[#@LINE+2]]:16 'Lock' (ke): 7 us; 7 us: 'KeStallExecutionProcessor' waits at [[#@LINE-2]]:37 in 'settle'
void callee(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  settle(7);
  KeReleaseSpinLock(&Lock, Irql);
}
// CHECK-NEXT:held sections of 'bounded' ({{.*}}print-sections.c):
// CHECK-NEXT:  [[#@LINE+2]]:16 'Lock' (ke): 16 us; 16 us: 'KeStallExecutionProcessor' waits at [[#@LINE+4]]:5; a loop of at most 8 rounds at [[#@LINE+3]]:3
void bounded(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  for (int I = 0; I < 8; ++I)
    KeStallExecutionProcessor(2);
  KeReleaseSpinLock(&Lock, Irql);
}
// CHECK-NEXT:held sections of 'walk' ({{.*}}print-sections.c):
// CHECK-NEXT:  [[#@LINE+2]]:16 'Lock' (ke): no bound, about {{[0-9]+}} ns; how often the loop runs is not known at [[#@LINE+3]]:3
void walk(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  for (struct node *N = Head; N; N = N->Next)
    N->Value = 0;
  KeReleaseSpinLock(&Lock, Irql);
}
// Two sections of one function, in the order of the code; a lock that may sleep
// is listed, too.
// CHECK-NEXT:held sections of 'two' ({{.*}}print-sections.c):
// CHECK-NEXT:  [[#@LINE+3]]:3 'Mutex' (linux-mutex): 2 ms; 2 ms: 'mdelay' waits at [[#@LINE+4]]:3
// CHECK-NEXT:  [[#@LINE+5]]:16 'Lock' (ke): 3 us; 3 us: 'KeStallExecutionProcessor' waits at [[#@LINE+6]]:3
void two(void) {
  mutex_lock(&Mutex);
  mdelay(2);
  mutex_unlock(&Mutex);
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  KeStallExecutionProcessor(3);
  KeReleaseSpinLock(&Lock, Irql);
}
// CHECK-NEXT:held sections of 'divides' ({{.*}}print-sections.c):
// CHECK-NEXT:  [[#@LINE+5]]:16 'Lock' (ke): 1{{[0-9][0-9]}} us; {{.*}}a loop of at most 10000 rounds at [[#@LINE+6]]:3
//  SLOW: 'Lock' (ke): 7 us;
//  SLOW: held sections of 'divides' ({{.*}}print-sections.c):
// SLOW-NEXT: 'Lock' (ke): {{[4-5][0-9][0-9]}} us;
void divides(int By, unsigned Sum) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  for (int I = 0; I < 10000; ++I)
    Sum = Sum / (unsigned)By;
  Head->Value = (int)Sum;
  KeReleaseSpinLock(&Lock, Irql);
}
