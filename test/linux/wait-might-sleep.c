// RUN: %verify %s
// might_sleep says what the function may do on another day.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Cached;
static __attribute__((noinline)) int lookup(int Key) {
  might_sleep();
  return Key == 3 ? Cached : 0;
}
int find(int Key) {
  int Found;
#ifdef SOUND
  Found = lookup(Key);
  spin_lock(&Lock);
#else
  spin_lock(&Lock);
  Found = lookup(Key); // DEFECT: blocking-while-held LOCK: Lock
#endif
  Cached = Found;
  spin_unlock(&Lock);
  return Found;
}
