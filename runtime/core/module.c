//===- module.c - Instrumented modules that come and go -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A module says hello from a constructor, and goodbye before it is unloaded.
// From then on nothing of it may be read: whatever names one of its sites is
// dropped or renamed.
//
//===----------------------------------------------------------------------===//

#include "runtime.h"

static const Site Unloaded = {.function = "(unloaded)"};

PUBLIC void __spinguard_register_module(int32_t Version,
                                        const struct spinguard_module *M) {
  if (Version != SPINGUARD_ABI_VERSION) {
    __sg_say("this program was instrumented for another version of the runtime "
             "than it is linked with; instrument and link it with the same "
             "SpinGuard",
             0, 0);
    __sg_die(2);
  }
  __sg_module_options(M->options);
  __sg_start();
  if (__sg_options.HoldMode != HoldWatchdog)
    return;
  if (M->watchdog)
    M->watchdog();
  else if (__sg_options.Verbosity)
    __sg_say("hold_mode=watchdog does not watch: instrument with "
             "hold-mode=watchdog",
             0, 0);
}

PUBLIC void __spinguard_unregister_module(const struct spinguard_module *M) {
  uintptr_t Mask = __sg_lock();
  for (struct context *C = __sg_contexts; C; C = C->Next)
    for (uint32_t I = depthOf(C); I > 0; --I)
      if (inModule(M, get(C->Held[I].Site)))
        set(C->Held[I].Site, &Unloaded);
  __sg_unload_order(M);
  __sg_unload_locks(M);
  __sg_unload_reports(M);
  __sg_unlock(Mask);
}
