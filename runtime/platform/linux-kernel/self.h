//===- self.h - The calling context: a table by thread ----------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An interrupt runs on the thread that it interrupted, which is what
// its locks must be compared with: the task is the context.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RUNTIME_PLATFORM_LINUX_KERNEL_SELF_H
#define SPINGUARD_RUNTIME_PLATFORM_LINUX_KERNEL_SELF_H

HIDDEN struct context *__sg_self(void);
HIDDEN void __sg_set_self(struct context *C);

#endif // SPINGUARD_RUNTIME_PLATFORM_LINUX_KERNEL_SELF_H
