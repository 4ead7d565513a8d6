// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the fake kernel does with test/windows/drivers/wdm_queue_defects.c: all
// that reaches a defect, but for the one that never comes back (DqFlushReads
// with the queue stopped).
extern const char *const FakeKernelPlan;
const char *const FakeKernelPlan =
    "add start create "
    // The interrupt that is not ours; both kinds of DPC with nothing to do.
    "reg:1,0 isr:0 reg:1,7 isr:0 reg:1,200 isr:1 "
    // Requests that are done, cleaned up, refused, and cancelled too late.
    "read:10 read:10 at:1 cleanup at:0 read:10 seize cleanup cancel "
    "power:4 read:10 power:1 "
    // Writes that are cancelled when they have left the queue.
    "cancel reg:1,1 isr:0 write:10 write:10 seize reg:1,2 isr:0 write:10 next "
    "cancel "
    "ioctl:222000,0,8 ioctl:222008,0,10 ioctl:222010,8,0,10 "
    "ioctl:0 lower:c0000120 ioctl:0 lower:0 ioctl:222014 work "
    // The watchdog finds the lock busy; then the card has failed.
    "busy timer settle read:10 timer timer timer timer timer timer timer timer "
    "timer timer write:10 next write:10 next "
    "close close close add add add add add unload";
