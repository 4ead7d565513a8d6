//===- fakekernel.c - A Windows kernel for drivers under test -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs an instrumented driver, of WDM or a Storport miniport, as a program:
// main calls DriverEntry, and then the driver's routines one after the other,
// as FakeKernelPlan says. The parts: processor.c, deferred.c, wdm.c,
// storport.c. Each thread is a processor with an IRQL of its own. DPCs come at
// once where the IRQL allows it, else where a release lowers it. After each
// routine the fake kernel says which locks and which IRQL the routine left
// behind, puts both right, and goes on.
//
// The plan is a list of steps, each with numbers (hexadecimal) after a colon:
//
//   add  start  remove  unload        what the PnP manager does
//   create  close  cleanup            requests; so are
//   read:LENGTH  write:LENGTH  power:DEVICE_STATE  shutdown
//   ioctl:CODE,INPUT_LENGTH,OUTPUT_LENGTH,WORD...   (words: the input)
//   at:IRQL                           the level of the requests from here on
//   cancel                            cancels each pending request
//   race                              from here on a request is cancelled by
//                                     another processor at the first lock
//                                     boundary where it can be
//   busy                              from here on each try-acquire fails, as
//   if
//                                     another processor had the lock
//   settle                            ends both
//   seize                             another processor begins to cancel each
//                                     pending request: the routine is taken out
//                                     of it, and comes with the next `cancel`
//   next                              IoStartNextPacket
//   dpc:N  isr:N                      the N-th that the driver made known;
//                                     without a number each of them
//   timer  work                       DPCs of timers; work items
//   reg:INDEX,VALUE                   writes a device register (32 bits)
//   lower:STATUS                      what the lower device answers
//
// Steps of miniports (and dpc, reg, busy and settle of the above):
//
//   find  init                        HwFindAdapter; HwInitialize and what it
//                                     asked for at PASSIVE_LEVEL
//   io:FUNCTION                       HwBuildIo and HwStartIo with a request
//   isr  msi:MESSAGE  timer           HwInterrupt, its message, HwTimer
//   reset:PATH  control:TYPE          HwResetBus, HwAdapterControl
//
// What the kernel itself finds begins with "fakekernel:" and names a bug check
// of Windows. The exit status is 0 if it found nothing.
//
//===----------------------------------------------------------------------===//

#include "fakekernel.h"

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT, PUNICODE_STRING);

__attribute__((weak)) const char *const FakeKernelPlan =
    "add start create read:10 write:10 ioctl:0,0,0 dpc isr timer work cancel "
    "power:1 shutdown cleanup close remove unload";

DRIVER_OBJECT FkDriver;

BOOLEAN fkIs(const char *Step, const char *Name) {
  for (; *Name; ++Step, ++Name)
    if (*Step != *Name)
      return FALSE;
  return !*Step || *Step == ' ' || *Step == ':';
}

static BOOLEAN ownStep(const char *Name, const ULONG *N, ULONG Count) {
  (void)Count;
  if (!fkIs(Name, "reg"))
    return FALSE;
  FkRegisters[N[0] % 64] = N[1];
  return TRUE;
}

static void step(const char *At) {
  static fkStep *const Parts[] = {ownStep, fkStorPortStep, fkDeferredStep,
                                  fkWdmStep};
  enum { MaxNumbers = 12 };
  ULONG N[MaxNumbers] = {0};
  ULONG Count = 0;
  const char *End = At;
  while (*End && *End != ' ' && *End != ':')
    ++End;
  while ((*End == ':' || *End == ',') && Count < MaxNumbers)
    N[Count++] = (ULONG)strtoul(End + 1, (char **)&End, 16);
  for (ULONG I = 0; I < sizeof(Parts) / sizeof(Parts[0]); ++I)
    if (Parts[I](At, N, Count))
      return;
  fkFound("the plan has an unknown step: %s", At);
}

int main(void) {
  static UNICODE_STRING Path;
  struct fkFrame F = fkEnter("DriverEntry", PASSIVE_LEVEL, 0);
  NTSTATUS Status = DriverEntry(&FkDriver, &Path);
  fkLeave(&F, PASSIVE_LEVEL);
  if (!NT_SUCCESS(Status)) {
    fkFound("DriverEntry fails with 0x%x", (unsigned)Status);
    return 1;
  }
  for (const char *At = FakeKernelPlan; *At;) {
    if (*At != ' ')
      step(At);
    while (*At && *At != ' ')
      ++At;
    while (*At == ' ')
      ++At;
  }
  return FkFindings != 0;
}
