// RUN: %verify %s
// A static key decides both times: the lock is taken and let go by one key.
#include "Inputs/linux.h"
struct static_key { int Enabled; };
static struct static_key Key, Other;
always_inline bool static_branch(struct static_key *const K, const bool Inverse) {
  asm goto("1: jmp %l[yes]\n\t"
           ".pushsection __jump_table, \"aw\"\n\t"
           ".long 1b - ., %l[yes] - .\n\t"
           ".quad %c0 + %c1 - .\n\t"
           ".popsection"
           :
           : "i"(K), "i"(Inverse)
           :
           : yes);
  return 0;
yes:
  return 1;
}
#ifdef SOUND
#define SECOND Key
#else
#define SECOND Other
#endif
static DEFINE_SPINLOCK(Lock);
static int Count;
static int start(void) {
  if (static_branch(&Key, 0))
    spin_lock(&Lock);
  Count++;
  // (The other way round: taken when the key is off.)
  if (!static_branch(&SECOND, 1))
    spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
device_initcall(start);
