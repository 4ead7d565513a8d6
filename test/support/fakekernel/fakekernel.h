//===- fakekernel.h - What the parts of the fake kernel share ---*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_TEST_FAKEKERNEL_FAKEKERNEL_H
#define SPINGUARD_TEST_FAKEKERNEL_FAKEKERNEL_H

// The headers define these in each file; the driver has them.
#define __cpuidex UnusedCpuidex
#define InterlockedBitTestAndSet UnusedBitTestAndSet
#define InterlockedBitTestAndReset UnusedBitTestAndReset
#pragma weak UnusedCpuidex
#pragma weak UnusedBitTestAndSet
#pragma weak UnusedBitTestAndReset
#include <ntddk.h>
#include <spinguard/RuntimeABI.h>

// From the C library, whose headers do not go with the DDK's.
int dprintf(int, const char *, ...);
int sched_yield(void);
int pthread_create(unsigned long *, const void *, void *(*)(void *), void *);
int pthread_join(unsigned long, void **);

enum { FkMaxHeld = 64, FkMaxQueue = 64, FkDirql = 8 };

/// What a processor is at.
struct fkCpu {
  ULONG Number;
  KIRQL Irql;
  BOOLEAN Draining;
  ULONG Depth;
  KSPIN_LOCK *Held[FkMaxHeld];
  ULONG Queued;
  PKDPC Queue[FkMaxQueue];
};
extern _Thread_local struct fkCpu FkCpu;
extern int FkFindings;
/// As if another processor had the locks that are only tried.
extern BOOLEAN FkTriesFail;
extern KSPIN_LOCK FkCancelLock;
/// Of the device: 32 bits each.
extern ULONG FkRegisters[64];

/// A finding of the kernel's own.
__attribute__((format(printf, 1, 2))) void fkFound(const char *Format, ...);

void fkTake(KSPIN_LOCK *Lock);
void fkGive(KSPIN_LOCK *Lock);
/// The old level.
KIRQL fkTakeAndRaise(KSPIN_LOCK *Lock, KIRQL Level);
void fkGiveAndRestore(KSPIN_LOCK *Lock, KIRQL Old);
/// Where something else may come between: DPCs that wait, and whatever the
/// plan made ready.
void fkBoundary(void);
extern void (*FkAtBoundary)(void);

/// Around each routine of the driver. Own locks of those that are held are the
/// routine's to release; when it is left, what it holds is found and given up.
struct fkFrame {
  const char *Routine;
  ULONG Depth;
  KIRQL Before;
  KIRQL At;
};
struct fkFrame fkEnter(const char *Routine, KIRQL At, ULONG Own);
void fkLeave(const struct fkFrame *F, KIRQL Expected);

void fkCallDpc(PKDPC Dpc);

/// One step of the plan, with its numbers. FALSE: it is another part's.
typedef BOOLEAN fkStep(const char *Name, const ULONG *N, ULONG Count);
fkStep fkDeferredStep, fkWdmStep, fkStorPortStep;
/// Whether a step has this name.
BOOLEAN fkIs(const char *Step, const char *Name);

extern DRIVER_OBJECT FkDriver;

#endif // SPINGUARD_TEST_FAKEKERNEL_FAKEKERNEL_H
