// RUN: %verify %s
// Two bits of one word are two locks; the same bit is one.
#include "Inputs/linux.h"
struct page { unsigned long Flags; int Users; };
static struct page Page;
static void work(struct work_struct *W) {
  bit_spin_lock(3, &Page.Flags);
#ifdef SOUND
  bit_spin_lock(4, &Page.Flags);
  Page.Users++;
  bit_spin_unlock(4, &Page.Flags);
#else
  bit_spin_lock(3, &Page.Flags); // DEFECT: double-acquire
  Page.Users++;
  bit_spin_unlock(3, &Page.Flags);
#endif
  bit_spin_unlock(3, &Page.Flags);
}
DECLARE_WORK(Work, work);
