//===- self.h - The calling context: thread-local storage -------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RUNTIME_PLATFORM_POSIX_SELF_H
#define SPINGUARD_RUNTIME_PLATFORM_POSIX_SELF_H

extern PUBLIC __thread struct context *__spinguard_self
    __attribute__((tls_model("initial-exec")));

static inline struct context *__sg_self(void) { return __spinguard_self; }
static inline void __sg_set_self(struct context *C) { __spinguard_self = C; }

#endif // SPINGUARD_RUNTIME_PLATFORM_POSIX_SELF_H
