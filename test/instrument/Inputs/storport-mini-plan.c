// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the fake kernel does with test/windows/drivers/storport_mini.c.
extern const char *const FakeKernelPlan;
const char *const FakeKernelPlan =
    // One interrupt for all; requests, one that is refused, and done.
    "find init io:0 io:8 io:2 isr dpc reg:1,3 isr dpc "
    // An event: what the second DPC looks at; then with the list busy.
    "io:0 reg:1,80000001 isr dpc busy dpc settle dpc "
    // More than there are slots, and more than may wait.
    "reg:1,0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 io:0 "
    "io:0 io:0 io:0 io:0 io:0 io:0 reg:1,ffff isr dpc "
    // A request that is late; a reset.
    "io:0 timer timer timer timer timer timer timer timer timer timer timer "
    "timer timer timer timer timer timer timer timer timer timer timer "
    "reset:1 reset:0 "
    // Stopped and started again, with and without work.
    "control:0 control:1 io:0 dpc control:2 control:4 io:0 control:1 "
    // A second adapter with a message each.
    "reg:1,1 find init io:0 io:0 reg:4,1 msi:0 reg:5,2 msi:1 msi:2 msi:9 dpc "
    "busy dpc settle timer reset:0 control:1 control:2";
