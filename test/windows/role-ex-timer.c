// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// ExAllocateTimer registers its callback.
#include "Inputs/ke.h"
void *ExAllocateTimer(void (*Callback)(void *, void *), void *Context,
                      unsigned Attributes);
static KSPIN_LOCK Lock;
int Count;
static void Tick(void *Timer, void *Context) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Count++;
#ifdef SOUND
  KeReleaseSpinLockFromDpcLevel(&Lock);
#endif
} // DEFECT: held-at-exit LOCK: Lock
int DriverEntry(void *Driver, void *Path) {
  return ExAllocateTimer(Tick, 0, 8) != 0;
}
