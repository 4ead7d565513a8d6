// RUN: %verify %s
// The lock bit of a bucket's pointer is given up by storing a pointer without it.
#include "Inputs/linux.h"
struct bucket { unsigned long Head; };
struct table { struct bucket Buckets[8]; int Users; };
static struct table Table;
struct node { struct node *Next; };
int insert(struct node *N, unsigned Hash) {
  struct bucket *B = &Table.Buckets[Hash & 7];
  bit_spin_lock(0, &B->Head);
#ifdef SOUND
  *(volatile unsigned long *)&B->Head = (unsigned long)N;
#else
  B->Head |= 2; // (The lock bit stays.)
#endif
  bit_spin_lock(0, &B->Head); // DEFECT: double-acquire
  bit_spin_unlock(0, &B->Head);
  return 0;
}
