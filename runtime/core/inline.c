//===- inline.c - The hot part of the hooks, for instrumented code --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Not a part of the library. Its bitcode is built into the plugin, which puts
// these bodies where it calls the hooks (passes/instrument/Inline.cpp): a call
// is left only where there is more to do. They depend on the layout of struct
// context and of its entries: a change of either is one of the ABI.
//
//===----------------------------------------------------------------------===//

#include "hot.h"

/// No access of the program moves across a hook.
#define INLINE(Name, Params, Fast, Call)                                       \
  int32_t __spinguard_inline_##Name Params {                                   \
    signalFence();                                                             \
    struct context *C = __sg_self();                                           \
    int32_t Skip = LIKELY(Fast) ? 0 : Call;                                    \
    signalFence();                                                             \
    return Skip;                                                               \
  }

INLINE(before_acquire, (const Site *S, const void *L),
       LIKELY(!C->Held[1].Lock) ? LIKELY(acquireHot(C, S, (uintptr_t)L))
                                : LIKELY(acquireAgain(C, S, (uintptr_t)L)),
       __spinguard_before_acquire(S, L))
INLINE(before_release, (const Site *S, const void *L),
       LIKELY(C->Held[1].Lock == (uintptr_t)L)
           ? LIKELY(releaseHot(C, S, (uintptr_t)L))
           : LIKELY(releaseTop(C, S, (uintptr_t)L)),
       __spinguard_before_release(S, L))
INLINE(leaf_acquire, (const Site *S, const void *L), !C->Held[1].Lock,
       __spinguard_leaf_acquire(S, L))
