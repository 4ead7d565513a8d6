// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A module of its own, which is loaded and unloaded.
#include "hooks.h"

CLASS(ClassA, "A");
static struct spinguard_class *const Classes[] = {&ClassA};
static const struct spinguard_site Sites[] = {
    {SPINGUARD_ACQUIRE, 1, 1, 0, "plugin", "plugin.c", "A", "lock", &ClassA},
    {SPINGUARD_ACQUIRE, 2, 1, 0, "plugin", "plugin.c", "B", "lock", 0},
    {SPINGUARD_RELEASE, 3, 1, 0, "plugin", "plugin.c", "B", "unlock", 0}};
static const struct spinguard_module M = {
    SPINGUARD_ABI_VERSION, sizeof(M), "plugin", Sites, 3, Classes, 1, 0, 0};

__attribute__((constructor)) static void start(void) {
  __spinguard_register_module(SPINGUARD_ABI_VERSION, &M);
}
__attribute__((destructor)) static void stop(void) {
  __spinguard_unregister_module(&M);
}

void leaveHeld(Spin *A, Spin *B) {
  if (!__spinguard_before_acquire(&Sites[0], A))
    spinLock(A);
  if (!__spinguard_before_acquire(&Sites[1], B))
    spinLock(B);
  if (!__spinguard_before_release(&Sites[2], B))
    spinUnlock(B);
}
