// RUN: %verify --flags="-target i686-w64-mingw32" %s
// MajorFunction is at byte 56 of the DRIVER_OBJECT of 32-bit Windows.
typedef unsigned long KSPIN_LOCK;
#define FASTCALL __attribute__((fastcall, dllimport))
#define NTAPI __attribute__((stdcall))
FASTCALL unsigned char KfAcquireSpinLock(KSPIN_LOCK *Lock);
FASTCALL void KfReleaseSpinLock(KSPIN_LOCK *Lock, unsigned char Irql);
typedef struct _DRIVER_OBJECT {
  char Head[52];
  void(NTAPI *DriverUnload)(struct _DRIVER_OBJECT *);
  int(NTAPI *MajorFunction[28])(void *, void *);
} DRIVER_OBJECT;
static KSPIN_LOCK Lock;
static int Count;
static NTAPI int Read(void *Device, void *Irp) {
  unsigned char Irql = KfAcquireSpinLock(&Lock);
  if (Count == 3) {
#ifdef SOUND
    KfReleaseSpinLock(&Lock, Irql);
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  KfReleaseSpinLock(&Lock, Irql);
  return 0;
}
NTAPI int DriverEntry(DRIVER_OBJECT *Driver, void *Path) {
  Driver->MajorFunction[3] = Read;
  return 0;
}
