//===- linux-kernel.c - The runtime in a Linux module ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reports go to the kernel log. There is no environment and no file: options
// come from __spinguard_default_options. Nothing is allocated.
//
//===----------------------------------------------------------------------===//

#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include "../../core/table.h"

uint64_t __sg_thread_id(void) { return (uint64_t)(uintptr_t)current; }
uint64_t __sg_process_id(void) { return (uint64_t)current->tgid; }
int __sg_thread_lives(uint64_t Tid) { return Tid != 0; }

void *__sg_memory(size_t Size) {
  (void)Size;
  return 0;
}

uint64_t __sg_clock(void) { return ktime_get_mono_fast_ns(); }
uint64_t __sg_clock_us(uint64_t Ticks) {
  return (int64_t)Ticks < 0 ? 0 : Ticks / 1000;
}

uintptr_t __sg_mask_interrupts(void) {
  unsigned long Flags;
  local_irq_save(Flags);
  return Flags;
}

void __sg_restore_interrupts(uintptr_t Mask) { local_irq_restore(Mask); }

uint64_t __sg_masked(uint32_t SiteFlags, uint32_t Roles) {
  uint64_t Masked = 0;
  if (irqs_disabled() || SiteFlags & SPINGUARD_SITE_MASKS)
    Masked = SPINGUARD_ROLE_DPC | SPINGUARD_ROLE_ISR;
  else if (softirq_count() || SiteFlags & SPINGUARD_SITE_RAISES)
    Masked = SPINGUARD_ROLE_DPC;
  return Masked | Roles;
}

uint64_t __sg_handler_mask(uint64_t Masked, uint32_t Roles) {
  (void)Masked;
  return Roles & SPINGUARD_ROLE_ISR ? SPINGUARD_ROLE_ISR : SPINGUARD_ROLE_DPC;
}

void __sg_relax(uint32_t Spins) {
  (void)Spins;
  cpu_relax();
}

void __sg_write(int Sink, const char *Data, size_t Size) {
  (void)Sink;
  for (size_t At = 0; At < Size;) {
    size_t End = At;
    while (End < Size && Data[End] != '\n')
      ++End;
    printk(KERN_WARNING "%.*s\n", (int)(End - At), Data + At);
    At = End + 1;
  }
}

int __sg_color(void) { return 0; }
const char *__sg_environment_options(void) { return 0; }
const char *__sg_suppressions(void) { return ""; }
void __sg_platform_start(void) {}

__attribute__((weak)) uint32_t __spinguard_masked_levels(void) { return 0; }

void __sg_end(uint32_t Status, int Abort) {
  (void)Abort;
  panic("SpinGuard: end with status %u", Status);
}
