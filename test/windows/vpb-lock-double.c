// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The VPB lock twice.
typedef unsigned char KIRQL;
void IoAcquireVpbSpinLock(KIRQL *Irql);
void IoReleaseVpbSpinLock(KIRQL Irql);
int DriverEntry(void *Driver, void *Path) {
  KIRQL Irql, Again;
  IoAcquireVpbSpinLock(&Irql);
#ifndef SOUND
  IoAcquireVpbSpinLock(&Again); // DEFECT: double-acquire
#endif
  IoReleaseVpbSpinLock(Irql);
  return 0;
}
