//===- platform.h - What the core needs from a platform ---------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The core knows nothing of threads, files or clocks. A platform is a folder
// with a self.h, which says what the calling context is and is inlined into the
// hooks, and a file that defines the functions below.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RUNTIME_CORE_PLATFORM_H
#define SPINGUARD_RUNTIME_CORE_PLATFORM_H

// static inline struct context *__sg_self(void);     never null
// static inline void __sg_set_self(struct context *);
#include "self.h"

HIDDEN uint64_t __sg_thread_id(void);
HIDDEN uint64_t __sg_process_id(void);
/// 0 only if that thread surely is no more.
HIDDEN int __sg_thread_lives(uint64_t Tid);

/// Zeroed memory that is never given back, or null. Only for contexts beyond
/// the static ones.
HIDDEN void *__sg_memory(size_t Size);

/// A clock of its own unit, and what that is in microseconds.
HIDDEN uint64_t __sg_clock(void);
HIDDEN uint64_t __sg_clock_us(uint64_t Ticks);

/// Keeps handlers of this context away while the internal lock is held.
HIDDEN uintptr_t __sg_mask_interrupts(void);
HIDDEN void __sg_restore_interrupts(uintptr_t Mask);
/// What cannot interrupt the program once an acquire with these site flags is
/// done, in a context inside of these roles; one bit each.
HIDDEN uint64_t __sg_masked(uint32_t SiteFlags, uint32_t Roles);
/// Of what is masked in a handler of these roles, what stands for itself.
HIDDEN uint64_t __sg_handler_mask(uint64_t Masked, uint32_t Roles);
/// While waiting for the internal lock.
HIDDEN void __sg_relax(uint32_t Spins);

enum { SinkText, SinkJson };
HIDDEN void __sg_write(int Sink, const char *Data, size_t Size);
/// Whether the text sink is a terminal that shows colours.
HIDDEN int __sg_color(void);
/// The user's options, or null; the text of the suppressions file, or "".
HIDDEN const char *__sg_environment_options(void);
HIDDEN const char *__sg_suppressions(void);
/// Called once the options are known.
HIDDEN void __sg_platform_start(void);
/// Ends the process, or what comes next to it.
HIDDEN __attribute__((__noreturn__)) void __sg_end(uint32_t Status, int Abort);

#endif // SPINGUARD_RUNTIME_CORE_PLATFORM_H
