// RUN: %verify %s
// The task was killed while it waited: down_write_killable has failed.
#include "Inputs/linux.h"
static DECLARE_RWSEM(Sem);
static volatile int Data;
static int thread(void *P) {
  if (down_write_killable(&Sem))
#ifdef SOUND
    return -EBUSY;
#else
    goto out;
#endif
  Data++;
#ifndef SOUND
out:
#endif
  up_write(&Sem); // DEFECT: release-unheld
  return 0;
}
int probe(void *D) {
  return kthread_create_on_node(thread, D, -1, "dev") ? 0 : -ENOMEM;
}
