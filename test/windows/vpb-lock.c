// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The VPB lock and the cancel lock are two locks.
typedef unsigned char KIRQL;
void IoAcquireVpbSpinLock(KIRQL *Irql);
void IoReleaseVpbSpinLock(KIRQL Irql);
void IoAcquireCancelSpinLock(KIRQL *Irql);
void IoReleaseCancelSpinLock(KIRQL Irql);
int Mounted;
int DriverEntry(void *Driver, void *Path) {
  KIRQL Outer, Inner;
  IoAcquireVpbSpinLock(&Outer);
  IoAcquireCancelSpinLock(&Inner);
  Mounted++;
  IoReleaseCancelSpinLock(Inner);
#ifdef SOUND
  IoReleaseVpbSpinLock(Outer);
#endif
  return 0; // DEFECT: held-at-exit
}
