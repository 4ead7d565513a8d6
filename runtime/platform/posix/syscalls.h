//===- syscalls.h - System calls without a C library ------------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Linux on x86-64 and AArch64; other systems go through the C library's
// syscall().
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RUNTIME_PLATFORM_POSIX_SYSCALLS_H
#define SPINGUARD_RUNTIME_PLATFORM_POSIX_SYSCALLS_H

#include <asm/unistd.h>

static inline long systemCall(long Number, long A, long B, long C, long D,
                              long E, long F) {
#if defined(__x86_64__)
  long Result;
  register long R10 __asm__("r10") = D;
  register long R8 __asm__("r8") = E;
  register long R9 __asm__("r9") = F;
  __asm__ volatile("syscall"
                   : "=a"(Result)
                   : "a"(Number), "D"(A), "S"(B), "d"(C), "r"(R10), "r"(R8),
                     "r"(R9)
                   : "rcx", "r11", "memory");
  return Result;
#elif defined(__aarch64__)
  register long X8 __asm__("x8") = Number;
  register long X0 __asm__("x0") = A;
  register long X1 __asm__("x1") = B;
  register long X2 __asm__("x2") = C;
  register long X3 __asm__("x3") = D;
  register long X4 __asm__("x4") = E;
  register long X5 __asm__("x5") = F;
  __asm__ volatile("svc #0"
                   : "+r"(X0)
                   : "r"(X8), "r"(X1), "r"(X2), "r"(X3), "r"(X4), "r"(X5)
                   : "memory");
  return X0;
#else
  extern long syscall(long, ...);
  return syscall(Number, A, B, C, D, E, F);
#endif
}

#define CALL0(N) systemCall(__NR_##N, 0, 0, 0, 0, 0, 0)
#define CALL1(N, A) systemCall(__NR_##N, (long)(A), 0, 0, 0, 0, 0)
#define CALL2(N, A, B) systemCall(__NR_##N, (long)(A), (long)(B), 0, 0, 0, 0)
#define CALL3(N, A, B, C)                                                      \
  systemCall(__NR_##N, (long)(A), (long)(B), (long)(C), 0, 0, 0)
#define CALL4(N, A, B, C, D)                                                   \
  systemCall(__NR_##N, (long)(A), (long)(B), (long)(C), (long)(D), 0, 0)
#define CALL6(N, A, B, C, D, E, F)                                             \
  systemCall(__NR_##N, (long)(A), (long)(B), (long)(C), (long)(D), (long)(E),  \
             (long)(F))

#endif // SPINGUARD_RUNTIME_PLATFORM_POSIX_SYSCALLS_H
