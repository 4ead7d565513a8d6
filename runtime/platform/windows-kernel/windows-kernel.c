//===- windows-kernel.c - The runtime in a Windows driver -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reports go to DbgPrint. There is no environment and no file: options come
// from __spinguard_default_options. Nothing is allocated.
//
//===----------------------------------------------------------------------===//

// clang makes external functions of these in mingw-w64's headers: the driver
// has them as well.
#define __cpuidex SgUnusedCpuidex
#define InterlockedBitTestAndSet SgUnusedBitTestAndSet
#define InterlockedBitTestAndReset SgUnusedBitTestAndReset
// The header reads the processor block, which not all that load drivers have.
#define KeGetCurrentThread SgUnusedGetCurrentThread
#include <ntddk.h>
#undef KeGetCurrentThread
NTKERNELAPI PKTHREAD NTAPI KeGetCurrentThread(VOID);

#include "../../core/table.h"

uint64_t __sg_thread_id(void) {
  return (uint64_t)(uintptr_t)KeGetCurrentThread();
}
uint64_t __sg_process_id(void) {
  return (uint64_t)(uintptr_t)PsGetCurrentProcessId();
}
int __sg_thread_lives(uint64_t Tid) { return Tid != 0; }

// The calls that allocate are not for every IRQL that locks are taken at.
void *__sg_memory(size_t Size) {
  (void)Size;
  return 0;
}

static uint64_t Frequency;

uint64_t __sg_clock(void) {
  LARGE_INTEGER PerSecond;
  uint64_t Now = (uint64_t)KeQueryPerformanceCounter(&PerSecond).QuadPart;
  set(Frequency, (uint64_t)PerSecond.QuadPart);
  return Now;
}

uint64_t __sg_clock_us(uint64_t Ticks) {
  uint64_t Per = get(Frequency);
  if (!Per || (int64_t)Ticks < 0)
    return 0;
  return Ticks / Per * 1000000 + Ticks % Per * 1000000 / Per;
}

uintptr_t __sg_mask_interrupts(void) {
  KIRQL Old;
  KeRaiseIrql(HIGH_LEVEL, &Old);
  return Old;
}

void __sg_restore_interrupts(uintptr_t Mask) { KeLowerIrql((KIRQL)Mask); }

uint64_t __sg_masked(uint32_t SiteFlags, uint32_t Roles) {
  KIRQL Irql = KeGetCurrentIrql();
  uint64_t Masked = 0;
  if (Irql > DISPATCH_LEVEL || SiteFlags & SPINGUARD_SITE_MASKS)
    Masked = SPINGUARD_ROLE_DPC | SPINGUARD_ROLE_ISR;
  else if (Irql == DISPATCH_LEVEL || SiteFlags & SPINGUARD_SITE_RAISES)
    Masked = SPINGUARD_ROLE_DPC;
  return Masked | Roles;
}

uint64_t __sg_handler_mask(uint64_t Masked, uint32_t Roles) {
  (void)Masked;
  return Roles & SPINGUARD_ROLE_ISR ? SPINGUARD_ROLE_ISR : SPINGUARD_ROLE_DPC;
}

void __sg_relax(uint32_t Spins) {
  (void)Spins;
  YieldProcessor();
}

/// DbgPrint cuts off what is longer than 512 bytes: one line at a time.
void __sg_write(int Sink, const char *Data, size_t Size) {
  enum { Longest = 400 };
  (void)Sink;
  for (size_t At = 0; At < Size;) {
    size_t End = At;
    while (End < Size && End - At < Longest && Data[End] != '\n')
      ++End;
    DbgPrint("%.*s\n", (int)(End - At), Data + At);
    At = End < Size && Data[End] == '\n' ? End + 1 : End;
  }
}

int __sg_color(void) { return 0; }
const char *__sg_environment_options(void) { return 0; }
const char *__sg_suppressions(void) { return ""; }
void __sg_platform_start(void) { __sg_clock(); }

__attribute__((weak)) uint32_t __spinguard_masked_levels(void) { return 0; }

void __sg_end(uint32_t Status, int Abort) {
  (void)Abort;
  // DRIVER_VERIFIER_DETECTED_VIOLATION
  KeBugCheckEx(0xC4, Status, 0, 0, 0);
  for (;;)
    ;
}
