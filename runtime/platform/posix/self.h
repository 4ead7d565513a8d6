//===- self.h - The calling context: thread-local storage -------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RUNTIME_PLATFORM_POSIX_SELF_H
#define SPINGUARD_RUNTIME_PLATFORM_POSIX_SELF_H

extern HIDDEN __thread struct context *__sg_this
    __attribute__((tls_model("initial-exec")));

static inline struct context *__sg_self(void) { return __sg_this; }
static inline void __sg_set_self(struct context *C) { __sg_this = C; }

#endif // SPINGUARD_RUNTIME_PLATFORM_POSIX_SELF_H
