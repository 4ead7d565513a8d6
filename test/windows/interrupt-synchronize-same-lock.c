// REQUIRES: mingw-ddk
// RUN: %mingw-cc -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: not %spinguard check %t.bc | FileCheck %s
// RUN: %mingw-cc -DSOUND -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.sound.bc
// RUN: %spinguard check %t.sound.bc
// KeSynchronizeExecution calls back with the interrupt's lock held. Whether the
// finding is at the callback's acquire or at the call is not laid down here.
// CHECK: is acquired again while it is held [double-acquire]
// CHECK: SpinGuard: 1 error;
#include <ntddk.h>
PKINTERRUPT Interrupt;
ULONG Mask;
static BOOLEAN NTAPI Synchronized(PVOID Context) {
#ifndef SOUND
  KIRQL Irql = KeAcquireInterruptSpinLock(Context);
#endif
  Mask++;
#ifndef SOUND
  KeReleaseInterruptSpinLock(Context, Irql);
#endif
  return TRUE;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PKINTERRUPT I = Interrupt;
  KIRQL Irql = KeAcquireInterruptSpinLock(I);
  KeReleaseInterruptSpinLock(I, Irql);
  KeSynchronizeExecution(I, Synchronized, I);
  return STATUS_SUCCESS;
}
