// RUN: %verify --no-sound %s
// Two objects of one type, whichever: the one with the lower address is first.
#include "Inputs/linux.h"
struct queue { spinlock_t Lock; int Length; };
struct pair { struct queue *From, *To; };
static long move(struct file *F, unsigned Command, unsigned long Arg) {
  struct pair *P = F->private_data;
  struct queue *A = P->From, *B = P->To;
  if (A == B)
    return -EINVAL;
  if (A > B) {
    A = P->To;
    B = P->From;
  }
  spin_lock(&A->Lock);
  spin_lock(&B->Lock);
  P->To->Length += P->From->Length;
  P->From->Length = 0;
  spin_unlock(&B->Lock);
  spin_unlock(&A->Lock);
  return 0;
}
const struct file_operations Operations = {.unlocked_ioctl = move};
