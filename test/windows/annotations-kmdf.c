// RUN: %verify --flags="-target x86_64-w64-mingw32 -include %include/spinguard/RoleTypes.h" %s
// Role types of the framework.
#include "Inputs/wdf.h"
struct WDFTIMER__;
typedef void EVT_WDF_TIMER(struct WDFTIMER__ *Timer);
typedef unsigned char EVT_WDF_INTERRUPT_ISR(WDFINTERRUPT Interrupt,
                                            unsigned Message);
static EVT_WDF_TIMER Tick;
static EVT_WDF_INTERRUPT_ISR Isr;
WDFSPINLOCK Lock;
int Count;
static void Tick(struct WDFTIMER__ *Timer) {
  WDFSPINLOCK L = Lock;
  WdfSpinLockAcquire(L);
  Count++;
#ifdef SOUND
  WdfSpinLockRelease(L);
#endif
} // DEFECT: held-at-exit
static unsigned char Isr(WDFINTERRUPT Interrupt, unsigned Message) {
#ifndef SOUND
  WdfInterruptAcquireLock(Interrupt); // DEFECT: double-acquire
  WdfInterruptReleaseLock(Interrupt);
#endif
  return 1;
}
void *Registered[] = {(void *)Tick, (void *)Isr};
