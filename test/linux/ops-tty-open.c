// RUN: %verify %s
// A terminal is opened under its lock, which may be given up for a time.
#include "Inputs/linux-ops.h"
void tty_lock(struct tty_struct *);
void tty_unlock(struct tty_struct *);
static int Count;
static int opened(struct tty_struct *T, struct file *F) {
  tty_unlock(T);
  Count++;
#ifndef SOUND
  tty_unlock(T); // DEFECT: release-unheld
#endif
  tty_lock(T);
  return 0;
}
const struct tty_operations Ops = {.open = opened};
