// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the fake kernel does with test/windows/drivers/storport_mini_defects.c:
// all that reaches a defect.
extern const char *const FakeKernelPlan;
const char *const FakeKernelPlan =
    // Two locks and one variable for the level; a flush keeps the lock.
    "find init io:0 io:8 "
    // The seventeenth request has to wait.
    "io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 "
    "io:0 io:0 io:0 "
    // An interrupt; its DPC collects, refills, and finds no more to refill with.
    "reg:1,1 isr reg:4,ffff msi:0 dpc:0 "
    // An event that brought nothing; a timer with nothing late; a reset with no
    // faults; a stop, and a DPC after it.
    "dpc:1 timer reset:0 control:1 dpc:0 "
    // One adapter too many.
    "find find find find find find find find";
