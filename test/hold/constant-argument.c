// RUN: %verify %s
// A callee does what its caller's constant asks for, two calls deep.
#include "Inputs/hold.h"
enum event { Start, Reset };
static int Count;
static void handle(enum event E) {
  switch (E) {
  case Start:
    Count++;
    break;
  case Reset:
    KeStallExecutionProcessor(100);
    break;
  }
}
static void post(int Urgent, enum event E) {
  if (Urgent)
    Count--;
  handle(E);
}
void work(int Urgent) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
#ifdef SOUND
  post(Urgent, Start);
#else
  post(Urgent, Reset);
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
