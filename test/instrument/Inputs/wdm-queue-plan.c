// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the fake kernel does with test/windows/drivers/wdm_queue.c.
extern const char *const FakeKernelPlan;
const char *const FakeKernelPlan =
    "add start create read:10 read:10 read:10 write:10 write:10 cancel read:10 "
    // Done: the card says so, and the DPC comes.
    "reg:1,7 isr dpc isr timer work "
    // Statistics of one and both directions, and cleared; the log; a flush; the
    // mode, refused and accepted; a reset.
    "read:10 write:10 ioctl:222000,0,20 ioctl:222000,0,10 ioctl:222004 "
    "ioctl:222008,0,200 ioctl:22200c ioctl:222010,8,0,0,1 ioctl:222010,8,0,8 "
    "ioctl:222014 work "
    // Passed down, where it succeeds and fails.
    "ioctl:0 lower:c0000120 ioctl:0 lower:0 "
    // Overrun and heat; a card that does not answer.
    "reg:1,300 isr dpc timer work read:10 busy timer settle timer timer timer "
    "timer timer timer timer timer timer timer work "
    // Cancelled by another processor, early and late.
    "race read:10 read:10 write:10 settle read:10 read:10 seize cleanup cancel "
    "power:4 read:10 power:1 read:10 cleanup close remove unload";
