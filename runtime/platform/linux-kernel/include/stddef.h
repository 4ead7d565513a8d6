//===- stddef.h - What the kernel has instead of <stddef.h> -----------*- C
//-*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_LINUX_KERNEL_STDDEF_H
#define SPINGUARD_LINUX_KERNEL_STDDEF_H

#include <linux/stddef.h>
#include <linux/types.h>

#endif // SPINGUARD_LINUX_KERNEL_STDDEF_H
