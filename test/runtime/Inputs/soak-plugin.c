// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A module that comes and goes: it registers itself, and takes locks at sites
// and of classes of its own.
#include "hooks.h"

static struct spinguard_class PluginClass = {"plugin", 0, 0};
static struct spinguard_class *const Classes[] = {&PluginClass};
#define PLACE(Kind, Line, Class)                                               \
  {Kind, Line, 1, 0, "use", "soak-plugin.c", "lock", "spin", Class}
static const struct spinguard_site Sites[] = {
    PLACE(SPINGUARD_ACQUIRE, 1, &PluginClass),
    PLACE(SPINGUARD_ACQUIRE, 2, 0),
    PLACE(SPINGUARD_RELEASE, 3, 0),
};
static const struct spinguard_module M = {
    SPINGUARD_ABI_VERSION, sizeof(M), "plugin", Sites, 3, Classes, 1, 0, 0};

__attribute__((constructor)) static void begin(void) {
  __spinguard_register_module(SPINGUARD_ABI_VERSION, &M);
}
__attribute__((destructor)) static void end(void) {
  __spinguard_unregister_module(&M);
}

void use(Spin *A, Spin *B) {
  for (int I = 0; I < 20; ++I) {
    if (!__spinguard_before_acquire(&Sites[0], A))
      spinLock(A);
    if (!__spinguard_before_acquire(&Sites[1], B))
      spinLock(B);
    if (!__spinguard_before_release(&Sites[2], B))
      spinUnlock(B);
    if (!__spinguard_before_release(&Sites[2], A))
      spinUnlock(A);
  }
}
