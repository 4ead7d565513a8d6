// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags="-I%drivers/include -include %include/spinguard/RoleTypes.h" %s
// Role types of Storport.
#include "sg_storport.h"
static HW_BUILDIO BuildIo;
static HW_INTERRUPT Interrupt;
ULONG Count;
static BOOLEAN BuildIo(PVOID Device, PSCSI_REQUEST_BLOCK Srb) {
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Device, InterruptLock, NULL, &Handle);
  Count++;
#ifdef SOUND
  StorPortReleaseSpinLock(Device, &Handle);
#endif
  return TRUE; // DEFECT: held-at-exit
}
static BOOLEAN Interrupt(PVOID Device) {
  STOR_LOCK_HANDLE Handle;
#ifndef SOUND
  StorPortAcquireSpinLock(Device, InterruptLock, NULL, &Handle); // DEFECT: double-acquire
  StorPortReleaseSpinLock(Device, &Handle);
#endif
  return TRUE;
}
PVOID Registered[] = {BuildIo, Interrupt};
