// RUN: %verify %s
// A clock's prepare may sleep, its enable must not.
#include "Inputs/linux-ops.h"
static DEFINE_MUTEX(Lock);
static int Users;
static int prepare(struct clk_hw *H) {
  mutex_lock(&Lock);
  Users++;
  mutex_unlock(&Lock);
  return 0;
}
static int enable(struct clk_hw *H) {
#ifndef SOUND
  mutex_lock(&Lock); // DEFECT: blocking-while-held
  mutex_unlock(&Lock);
#endif
  return 0;
}
const struct clk_ops Ops = {.prepare = prepare, .enable = enable};
