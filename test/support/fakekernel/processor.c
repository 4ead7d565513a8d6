//===- processor.c - Simulated processors and their locks ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each thread is a processor with an IRQL of its own, and the locks that it
// has. A lock that it would wait for for ever is found, and not waited for.
//
//===----------------------------------------------------------------------===//

#include "fakekernel.h"

_Thread_local struct fkCpu FkCpu;
int FkFindings;
BOOLEAN FkTriesFail;
KSPIN_LOCK FkCancelLock;
static KSPIN_LOCK VpbLock;

__attribute__((format(printf, 1, 2))) void fkFound(const char *Format, ...) {
  __builtin_va_list Arguments;
  int vdprintf(int, const char *, __builtin_va_list);
  __atomic_add_fetch(&FkFindings, 1, __ATOMIC_RELAXED);
  dprintf(2, "fakekernel: ");
  __builtin_va_start(Arguments, Format);
  vdprintf(2, Format, Arguments);
  __builtin_va_end(Arguments);
  dprintf(2, "\n");
}

/// The runtime asks which handlers cannot come now.
uint32_t __spinguard_masked_levels(void) {
  if (FkCpu.Irql > DISPATCH_LEVEL)
    return SPINGUARD_ROLE_DPC | SPINGUARD_ROLE_ISR;
  return FkCpu.Irql == DISPATCH_LEVEL ? SPINGUARD_ROLE_DPC : 0;
}

KIRQL KeGetCurrentIrql(VOID) { return FkCpu.Irql; }

KIRQL KfRaiseIrql(KIRQL NewIrql) {
  KIRQL Old = FkCpu.Irql;
  if (NewIrql < Old)
    fkFound("bug check 0xC4 (0x30): KeRaiseIrql from %d to %d", Old, NewIrql);
  FkCpu.Irql = NewIrql;
  return Old;
}

VOID KeLowerIrql(KIRQL NewIrql) {
  if (NewIrql > FkCpu.Irql)
    fkFound("bug check 0xC4 (0x31): KeLowerIrql from %d to %d", FkCpu.Irql,
            NewIrql);
  FkCpu.Irql = NewIrql;
  fkBoundary();
}

KIRQL KeRaiseIrqlToDpcLevel(VOID) { return KfRaiseIrql(DISPATCH_LEVEL); }

void fkTake(KSPIN_LOCK *Lock) {
  KSPIN_LOCK Mine = FkCpu.Number + 1;
  for (ULONG Spins = 0;; ++Spins) {
    KSPIN_LOCK Free = 0;
    if (__atomic_compare_exchange_n(Lock, &Free, Mine, 0, __ATOMIC_ACQUIRE,
                                    __ATOMIC_RELAXED))
      break;
    if (Free == Mine || Spins > 1000000) {
      fkFound("bug check 0x%s: a processor waits for ever for a lock",
              Free == Mine ? "40009" : "133");
      return;
    }
    sched_yield();
  }
  if (FkCpu.Depth < FkMaxHeld)
    FkCpu.Held[FkCpu.Depth++] = Lock;
}

void fkGive(KSPIN_LOCK *Lock) {
  for (ULONG I = FkCpu.Depth; I > 0; --I)
    if (FkCpu.Held[I - 1] == Lock) {
      for (; I < FkCpu.Depth; ++I)
        FkCpu.Held[I - 1] = FkCpu.Held[I];
      --FkCpu.Depth;
      __atomic_store_n(Lock, 0, __ATOMIC_RELEASE);
      return;
    }
  fkFound("bug check 0x4000B: a lock is released that is not held");
}

KIRQL fkTakeAndRaise(KSPIN_LOCK *Lock, KIRQL Level) {
  KIRQL Old = FkCpu.Irql;
  if (Level > Old)
    FkCpu.Irql = Level;
  fkTake(Lock);
  fkBoundary();
  return Old;
}

static void takeAtDpc(KSPIN_LOCK *Lock) {
  if (FkCpu.Irql < DISPATCH_LEVEL)
    fkFound("bug check 0xC4 (0x40): a lock is acquired for DISPATCH_LEVEL at "
            "IRQL %d",
            FkCpu.Irql);
  fkTake(Lock);
  fkBoundary();
}

void fkGiveAndRestore(KSPIN_LOCK *Lock, KIRQL Old) {
  fkBoundary();
  fkGive(Lock);
  FkCpu.Irql = Old;
  fkBoundary();
}

static void giveAtDpc(KSPIN_LOCK *Lock) {
  fkBoundary();
  fkGive(Lock);
  fkBoundary();
}

//===----------------------------------------------------------------------===//
// The lock functions
//===----------------------------------------------------------------------===//

VOID KeInitializeSpinLock(PKSPIN_LOCK Lock) { *Lock = 0; }

KIRQL KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK Lock) {
  return fkTakeAndRaise(Lock, DISPATCH_LEVEL);
}
KIRQL KeAcquireSpinLockRaiseToSynch(PKSPIN_LOCK Lock) {
  return fkTakeAndRaise(Lock, 12);
}
VOID KeReleaseSpinLock(PKSPIN_LOCK Lock, KIRQL Old) {
  fkGiveAndRestore(Lock, Old);
}
VOID KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK Lock) { takeAtDpc(Lock); }
VOID KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK Lock) { giveAtDpc(Lock); }
KIRQL KeAcquireSpinLockForDpc(PKSPIN_LOCK Lock) {
  return fkTakeAndRaise(Lock, DISPATCH_LEVEL);
}
VOID KeReleaseSpinLockForDpc(PKSPIN_LOCK Lock, KIRQL Old) {
  fkGiveAndRestore(Lock, Old);
}
BOOLEAN KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK Lock) {
  if (FkTriesFail || __atomic_load_n(Lock, __ATOMIC_RELAXED))
    return FALSE;
  takeAtDpc(Lock);
  return TRUE;
}

VOID KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK Lock,
                                    PKLOCK_QUEUE_HANDLE Handle) {
  KIRQL Old = fkTakeAndRaise(Lock, DISPATCH_LEVEL);
  Handle->LockQueue.Lock = Lock;
  Handle->OldIrql = Old;
}
VOID KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE Handle) {
  fkGiveAndRestore(Handle->LockQueue.Lock, Handle->OldIrql);
}
VOID KeAcquireInStackQueuedSpinLockAtDpcLevel(PKSPIN_LOCK Lock,
                                              PKLOCK_QUEUE_HANDLE Handle) {
  takeAtDpc(Lock);
  Handle->LockQueue.Lock = Lock;
}
VOID KeReleaseInStackQueuedSpinLockFromDpcLevel(PKLOCK_QUEUE_HANDLE Handle) {
  giveAtDpc(Handle->LockQueue.Lock);
}

VOID IoAcquireCancelSpinLock(PKIRQL Old) {
  *Old = fkTakeAndRaise(&FkCancelLock, DISPATCH_LEVEL);
}
VOID IoReleaseCancelSpinLock(KIRQL Old) {
  fkGiveAndRestore(&FkCancelLock, Old);
}
VOID IoAcquireVpbSpinLock(PKIRQL Old) {
  *Old = fkTakeAndRaise(&VpbLock, DISPATCH_LEVEL);
}
VOID IoReleaseVpbSpinLock(KIRQL Old) { fkGiveAndRestore(&VpbLock, Old); }

//===----------------------------------------------------------------------===//
// Around each routine of the driver
//===----------------------------------------------------------------------===//

/// \p Own locks of those that are held are the routine's to release.
struct fkFrame fkEnter(const char *Routine, KIRQL At, ULONG Own) {
  struct fkFrame F = {Routine, FkCpu.Depth - Own, FkCpu.Irql, At};
  FkCpu.Irql = At;
  return F;
}

void fkLeave(const struct fkFrame *F, KIRQL Expected) {
  if (FkCpu.Depth > F->Depth)
    fkFound("bug check 0x40009: %s returns with %d lock(s) held", F->Routine,
            (int)(FkCpu.Depth - F->Depth));
  while (FkCpu.Depth > F->Depth)
    fkGive(FkCpu.Held[FkCpu.Depth - 1]);
  if (FkCpu.Irql != Expected)
    fkFound("bug check 0xC8: %s was called at IRQL %d and returns at %d",
            F->Routine, F->At, FkCpu.Irql);
  FkCpu.Irql = F->Before;
  fkBoundary();
}

void (*FkAtBoundary)(void);

void fkBoundary(void) {
  if (FkCpu.Draining || FkCpu.Irql >= DISPATCH_LEVEL)
    return;
  // One that queues itself again comes at the next boundary.
  for (ULONG Ready = FkCpu.Queued; Ready && FkCpu.Queued; --Ready) {
    PKDPC Dpc = FkCpu.Queue[0];
    for (ULONG I = 1; I < FkCpu.Queued; ++I)
      FkCpu.Queue[I - 1] = FkCpu.Queue[I];
    --FkCpu.Queued;
    FkCpu.Draining = TRUE;
    fkCallDpc(Dpc);
    FkCpu.Draining = FALSE;
  }
  if (FkAtBoundary)
    FkAtBoundary();
}
