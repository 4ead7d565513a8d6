//===- Annotations.h - What a program tells SpinGuard -----------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Macros for use in code. They change nothing in what is compiled, and are
// empty for a compiler that knows no `annotate` attribute.
//
//   SPINGUARD_IGNORE("double-acquire", "the boot processor is alone here")
//   static void earlyInit(void) { … }
//
// suppresses findings of a rule (or of several, "rule, rule", or of all, "*")
// in one function. The reason is for whoever reads the report. A single line
// is better served by a comment on it or above it:
//
//   // spinguard: ignore(double-acquire) the boot processor is alone here
//
// which needs the source where the check runs; the macro does not.
//
//   SPINGUARD_ROLE(DRIVER_DISPATCH)
//   static NTSTATUS MyRead(PDEVICE_OBJECT Device, PIRP Irp);
//
// says that the system calls a routine in a role (`spinguard models` lists
// them). RoleTypes.h does so for routines that are declared with role types.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANNOTATIONS_H
#define SPINGUARD_ANNOTATIONS_H

#if defined(__clang__)
#define SPINGUARD_IGNORE(Rules, Reason)                                        \
  __attribute__((annotate("spinguard:ignore(" Rules ") " Reason)))
#else
#define SPINGUARD_IGNORE(Rules, Reason)
#endif

#ifndef SPINGUARD_ROLE
#if defined(__clang__)
#define SPINGUARD_ROLE(Role) __attribute__((annotate("role:" #Role)))
#else
#define SPINGUARD_ROLE(Role)
#endif
#endif

#endif // SPINGUARD_ANNOTATIONS_H
