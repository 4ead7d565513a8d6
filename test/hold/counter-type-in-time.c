// RUN: %verify %s
// A counter of eight bits lets so short a loop end in time, whatever its value.
// (not-promptly-released)
#include "Inputs/hold.h"
void show(int);
struct table {
#ifdef SOUND
  unsigned char Count;
#else
  unsigned Count;
#endif
  int Value[255];
} *Table;
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released CONFIDENCE: low
  for (unsigned I = 0; I < Table->Count; ++I)
    show(Table->Value[I]);
  KeReleaseSpinLock(&Lock, Irql);
}
