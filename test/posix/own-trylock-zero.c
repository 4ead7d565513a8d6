// RUN: %verify %s --check "--models %S/Inputs/own.yaml"
// `success: zero`, and a lock that is the second argument.
#include "Inputs/own.h"
static struct own Lock;
static volatile int Count;
static void on_event(void *Arg) {
#ifdef SOUND
  if (own_try_errno(0, &Lock))
#else
  if (!own_try_errno(0, &Lock))
#endif
    return; // DEFECT: held-at-exit
  Count++;
  own_give(&Lock); // DEFECT: release-unheld
}
void setup(void) { own_on_event(3, on_event, 0); }
