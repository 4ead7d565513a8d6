// RUN: %verify %s
// Whether anybody waits is written into a request where it is made, and read
// where it is sent.
#include "Inputs/linux.h"
struct request { struct request *Next; int Waits; struct completion Done; };
static DEFINE_SPINLOCK(Lock);
struct request *Spare;
void post(void);
static struct request *make(int Waits) {
  struct request *R = Spare;
  if (!R) {
    R = kmalloc(sizeof(*R), GFP_ATOMIC);
    if (!R)
      return NULL;
  } else {
    Spare = R->Next;
  }
  R->Waits = Waits;
  return R;
}
static void send(struct request *R) {
  post();
  if (R->Waits)
    wait_for_completion(&R->Done);
}
static void gather(struct work_struct *W) {
  struct request *R;
  spin_lock(&Lock);
#ifdef SOUND
  R = make(0);
#else
  R = make(1);
#endif
  if (R)
    send(R); // DEFECT: blocking-while-held
  spin_unlock(&Lock);
}
DECLARE_WORK(Gather, gather);
