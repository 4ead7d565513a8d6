// RUN: %verify %s
// A mutex is taken inside a spin lock, and not the other way round.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Spin);
static DEFINE_MUTEX(Mutex);
static int Count;
void bump(void) {
#ifdef SOUND
  mutex_lock(&Mutex);
  spin_lock(&Spin);
#else
  spin_lock(&Spin);
  mutex_lock(&Mutex); // DEFECT: blocking-while-held LOCK: Spin
#endif
  Count++;
#ifdef SOUND
  spin_unlock(&Spin);
  mutex_unlock(&Mutex);
#else
  mutex_unlock(&Mutex);
  spin_unlock(&Spin);
#endif
}
