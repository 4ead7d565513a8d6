// RUN: %verify %s
// rht_assign_unlock stores a bucket's pointer without the bit that is its lock.
#include "Inputs/linux.h"
struct rhash_lock_head;
struct bucket_table { int Size; struct rhash_lock_head *Buckets[8]; };
struct rhash_head { struct rhash_head *Next; };
void rht_assign_unlock(struct bucket_table *, struct rhash_lock_head **,
                       struct rhash_head *);
static struct bucket_table Table;
static void work(struct work_struct *W) {
  struct rhash_lock_head **Bucket = &Table.Buckets[2];
  local_bh_disable();
  bit_spin_lock(0, (unsigned long *)Bucket);
  Table.Size++;
#ifdef SOUND
  rht_assign_unlock(&Table, Bucket, 0);
#endif
} // DEFECT: held-at-exit
DECLARE_WORK(Work, work);
