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
#define INLINE(Name, Result, Params, Fast, Call)                               \
  Result __spinguard_inline_##Name Params {                                    \
    signalFence();                                                             \
    Result Skip = LIKELY(Fast) ? 0 : Call;                                     \
    signalFence();                                                             \
    return Skip;                                                               \
  }

INLINE(before_acquire, int32_t, (const Site *S, const void *L),
       acquireHot(S, (uintptr_t)L), __spinguard_before_acquire(S, L))
INLINE(before_release, int32_t, (const Site *S, const void *L),
       releaseHot(S, (uintptr_t)L), __spinguard_before_release(S, L))
INLINE(leaf_acquire, int32_t, (const Site *S, const void *L), holdsNothingHot(),
       __spinguard_leaf_acquire(S, L))
