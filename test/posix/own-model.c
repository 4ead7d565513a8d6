// RUN: %verify %s --check "--models %S/Inputs/own.yaml"
// A model file of the user's adds lock functions, a role and where it is
// registered.
#include "Inputs/own.h"
static struct own Lock;
static volatile int Count;
static void on_event(void *Arg) {
  own_take(&Lock);
  if (Count) {
#ifdef SOUND
    own_give(&Lock);
#endif
    return; // DEFECT: held-at-exit LOCK: Lock
  }
  own_give(&Lock);
}
void setup(void) {
  own_init(&Lock);
  own_on_event(3, on_event, 0);
}
