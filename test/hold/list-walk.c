// RUN: %verify %s
// A list may have any length; an array of eight has eight elements.
#include "Inputs/hold.h"
struct node {
  struct node *Next;
  int Value;
};
struct node *Head, Table[8];
void work(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock); // DEFECT: not-promptly-released
#ifdef SOUND
  for (int I = 0; I < 8; ++I)
    Table[I].Value = 0;
#else
  for (struct node *N = Head; N; N = N->Next)
    N->Value = 0;
#endif
  KeReleaseSpinLock(&Lock, Irql);
}
