// RUN: %verify %s
// A request leads back to its device. Whoever gives it back lets the device's
// lock go by that way, calls the driver above, and takes the lock again.
#include "Inputs/linux.h"
struct dev {
  int Number;
  spinlock_t Lock;
};
struct endpoint {
  int Number;
  struct dev *Dev;
};
struct request {
  struct endpoint *Endpoint;
  struct request *Next;
  void (*Complete)(struct request *);
};
struct session {
  struct dev *Dev;
  struct request *Queue;
};
static __attribute__((noinline)) void give_back(struct request *R) {
  struct dev *D = R->Endpoint->Dev;
  spin_unlock(&D->Lock);
  R->Complete(R);
  spin_lock(&D->Lock);
}
static long dev_ioctl(struct file *F, unsigned Cmd, unsigned long Arg) {
  struct session *Session = (struct session *)Arg;
  struct dev *D = Session->Dev;
  spin_lock(&D->Lock);
  while (Session->Queue) {
    struct request *R = Session->Queue;
    Session->Queue = R->Next;
    give_back(R);
  }
#ifndef SOUND
  if (D->Number)
    return 0; // DEFECT: held-at-exit LOCK: D->Lock
#endif
  spin_unlock(&D->Lock);
  return 0;
}
const struct file_operations Fops = {.unlocked_ioctl = dev_ioctl};
