// RUN: %verify %s
// A mutex and another: holders that may sleep wait for each other all the same.
#include "Inputs/linux.h"
struct dev { struct mutex Io; int Users; };
static DEFINE_MUTEX(List);
static int Count;
static ssize_t fetch(struct file *F, char *To, size_t N, loff_t *At) {
  struct dev *D = F->private_data;
  mutex_lock(&D->Io);
  mutex_lock(&List); // DEFECT: lock-order-inversion
  Count++;
  mutex_unlock(&List);
  mutex_unlock(&D->Io);
  return N;
}
static int open(struct inode *I, struct file *F) {
  struct dev *D = F->private_data;
  mutex_lock(&List);
#ifdef SOUND
  mutex_unlock(&List);
#endif
  mutex_lock(&D->Io);
  D->Users++;
  mutex_unlock(&D->Io);
#ifndef SOUND
  mutex_unlock(&List);
#endif
  return 0;
}
const struct file_operations Operations = {.read = fetch, .open = open};
