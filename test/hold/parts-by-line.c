// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check --print hold-times --models %S/Inputs/call-times.yaml %t.bc | FileCheck %s
// The time is shared out by line: what one line of a callee takes is told once,
// however often it is called, and so is a call that is known to take long.
#include "Inputs/hold.h"
void transmit(int);
static void settle(unsigned Time) { KeStallExecutionProcessor(Time); }
// CHECK: 'Lock' (ke): 19 us; 12 us: 'KeStallExecutionProcessor' waits at [[#@LINE-1]]:37 in 'settle'; 7 us: 'transmit' is called at [[#@LINE+5]]:3{{$}}
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  settle(5);
  settle(7);
  transmit(1);
  KeReleaseSpinLock(&Lock, Irql);
}
