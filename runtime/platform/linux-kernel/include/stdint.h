//===- stdint.h - What the kernel has instead of <stdint.h> -----------*- C
//-*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_LINUX_KERNEL_STDINT_H
#define SPINGUARD_LINUX_KERNEL_STDINT_H

#include <linux/stddef.h>
#include <linux/types.h>

#endif // SPINGUARD_LINUX_KERNEL_STDINT_H
