// RUN: %verify %s
// Who knows how long a callback takes that the program does not show.
#include "Inputs/hold.h"
struct client {
  void (*Notify)(struct client *);
};
static void notify(struct client *C) { (void)C; }
void work(struct client *C) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
#ifdef SOUND
  notify(C);
#else
  C->Notify(C);
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
