// RUN: %verify %s
// A writer of a sequence counter waits for nobody, so that there is no order
// between it and a lock; there is one between two locks. (lock-order-inversion)
#include "Inputs/linux.h"
void do_write_seqcount_begin(seqcount_t *);
void do_write_seqcount_end(seqcount_t *);
static DEFINE_SPINLOCK(Lock);
#ifdef SOUND
static seqcount_t Other;
#define begin do_write_seqcount_begin
#define end do_write_seqcount_end
#else
static DEFINE_SPINLOCK(Other);
#define begin spin_lock
#define end spin_unlock
#endif
static int Value;
static void forth(struct work_struct *W) {
  spin_lock(&Lock);
  begin(&Other); // DEFECT: lock-order-inversion
  Value++;
  end(&Other);
  spin_unlock(&Lock);
}
static void back(struct work_struct *W) {
  begin(&Other);
  spin_lock(&Lock);
  Value--;
  spin_unlock(&Lock);
  end(&Other);
}
DECLARE_WORK(Forth, forth);
DECLARE_WORK(Back, back);
