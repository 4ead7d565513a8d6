// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The example of its rule in docs/rules.md.
#include <ntddk.h>
typedef struct { KSPIN_LOCK Lock; PIRP Current; } EXTENSION;
// EXAMPLE
void CompleteCurrent(EXTENSION *Ext) {
  KIRQL Irql;
  PIRP Irp;
  KeAcquireSpinLock(&Ext->Lock, &Irql);
  Irp = Ext->Current;
  Ext->Current = NULL;
#ifdef SOUND
  KeReleaseSpinLock(&Ext->Lock, Irql);
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
#else
  IoCompleteRequest(Irp, IO_NO_INCREMENT); // DEFECT: completion-while-held
  KeReleaseSpinLock(&Ext->Lock, Irql);
#endif
}
// END
