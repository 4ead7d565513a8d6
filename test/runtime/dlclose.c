// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A module is unloaded while one of its locks is held, and with edges of the
// order graph that it made: nothing of it is read afterwards.
// RUN: %rt-cc -shared -fPIC %S/Inputs/plugin.c -o %t.so
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t %t.so 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"
#include <dlfcn.h>

static Spin A, B;

int main(int Count, char **Arguments) {
  static const struct spinguard_module M = {
      SPINGUARD_ABI_VERSION, sizeof(M), "main", 0, 0, 0, 0, 0, 0};
  __spinguard_register_module(SPINGUARD_ABI_VERSION, &M);
  for (int I = 0; I < 3; ++I) {
    void *Plugin = dlopen(Arguments[1], RTLD_NOW);
    if (!Plugin)
      return 1;
    void (*LeaveHeld)(Spin *, Spin *) =
        (void (*)(Spin *, Spin *))dlsym(Plugin, "leaveHeld");
    LeaveHeld(&A, &B);
    dlclose(Plugin);
    LOCK(&B);
    UNLOCK(&B);
    UNLOCK(&A);
  }
  LOCK(&B);
  LOCK(&A);
  UNLOCK(&A);
  UNLOCK(&B);
  void *Plugin = dlopen(Arguments[1], RTLD_NOW);
  void (*LeaveHeld)(Spin *, Spin *) =
      (void (*)(Spin *, Spin *))dlsym(Plugin, "leaveHeld");
  LeaveHeld(&A, &B);
  dlclose(Plugin);
  LOCK(&A);
  return 0;
}
// CHECK: WARNING: SpinGuard: double-acquire
// CHECK: #0 main
// CHECK: #0 (unloaded)
