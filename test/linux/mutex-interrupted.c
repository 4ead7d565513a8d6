// RUN: %verify %s --levels O0,O1
// A signal came instead of the mutex: the result is not 0.
// (At -O2 clang merges the two releases into one without a line.)
#include "Inputs/linux.h"
static DEFINE_MUTEX(Lock);
static volatile int Count;
static ssize_t dev_read(struct file *F, char *Buf, size_t N, loff_t *Pos) {
  int Err = mutex_lock_interruptible(&Lock);
  if (Err) {
#ifndef SOUND
    mutex_unlock(&Lock); // DEFECT: release-unheld
#endif
    return Err;
  }
  Count++;
  mutex_unlock(&Lock);
  return 0;
}
static int thread(void *P) { return (int)dev_read(P, 0, 0, 0); }
int probe(void *D) {
  return kthread_create_on_node(thread, D, -1, "dev") ? 0 : -ENOMEM;
}
const struct file_operations Ops = {.read = dev_read};
