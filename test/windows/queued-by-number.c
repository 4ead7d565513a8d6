// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Queued spin locks of the system are known by number: two numbers, two locks.
unsigned char KeAcquireQueuedSpinLock(unsigned long Number);
void KeReleaseQueuedSpinLock(unsigned long Number, unsigned char Irql);
int DriverEntry(void *Driver, void *Path) {
  unsigned char A = KeAcquireQueuedSpinLock(4);
  unsigned char B = KeAcquireQueuedSpinLock(5);
#ifndef SOUND
  KeAcquireQueuedSpinLock(4); // DEFECT: double-acquire
#endif
  KeReleaseQueuedSpinLock(5, B);
  KeReleaseQueuedSpinLock(4, A);
  return 0;
}
