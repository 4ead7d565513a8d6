// RUN: %verify %s
// brightness_set of a LED must not sleep.
#include "Inputs/linux-ops.h"
static DEFINE_MUTEX(Lock);
static int Level;
static void set(struct led_classdev *L, int To) {
#ifndef SOUND
  mutex_lock(&Lock); // DEFECT: blocking-while-held
#endif
  Level = To;
#ifndef SOUND
  mutex_unlock(&Lock);
#endif
}
void other(void) {
  mutex_lock(&Lock);
  Level = 0;
  mutex_unlock(&Lock);
}
void probe(struct led_classdev *L) { L->brightness_set = set; }
