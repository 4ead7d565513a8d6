//===- ntddk.h - The DDK's declarations on a 64-bit Linux -------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stands before mingw-w64's ntddk.h in the search path and makes it fit for
// x86_64-linux-gnu, with the layouts of 64-bit Windows. To be compiled with the
// flags that test/lit.cfg.py has as %fakekernel-flags. The few inline
// functions that touch the processor become functions of the fake kernel.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_TEST_FAKEKERNEL_NTDDK_H
#define SPINGUARD_TEST_FAKEKERNEL_NTDDK_H
#pragma GCC system_header

// Two of the headers disagree about it where long has 64 bits.
#define _byteswap_ulong SgUnused_byteswap_ulong
#include <stdlib.h>
#undef _byteswap_ulong

#define KeGetCurrentIrql SgUnusedGetCurrentIrql
#define KeLowerIrql SgUnusedLowerIrql
#define KfRaiseIrql SgUnusedRaiseIrql
#define KeRaiseIrqlToDpcLevel SgUnusedRaiseIrqlToDpcLevel
#define KeInitializeSpinLock SgUnusedInitializeSpinLock
#include_next <ntddk.h>
#undef KeGetCurrentIrql
#undef KeLowerIrql
#undef KfRaiseIrql
#undef KeRaiseIrqlToDpcLevel
#undef KeInitializeSpinLock

KIRQL KeGetCurrentIrql(VOID);
VOID KeLowerIrql(KIRQL NewIrql);
KIRQL KfRaiseIrql(KIRQL NewIrql);
KIRQL KeRaiseIrqlToDpcLevel(VOID);
VOID KeInitializeSpinLock(PKSPIN_LOCK SpinLock);

/// What the runner does with the driver after DriverEntry; see fakekernel.c.
/// The driver's file, or one linked with it, may define it.
extern const char *const FakeKernelPlan;

#endif // SPINGUARD_TEST_FAKEKERNEL_NTDDK_H
