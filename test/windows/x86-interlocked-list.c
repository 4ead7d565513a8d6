// RUN: %verify --flags="-target i686-w64-mingw32" %s
// ExfInterlockedInsertTailList is a fast call on x86.
typedef unsigned long KSPIN_LOCK;
typedef struct _LIST_ENTRY {
  struct _LIST_ENTRY *Flink, *Blink;
} LIST_ENTRY;
#define FASTCALL __attribute__((fastcall, dllimport))
FASTCALL unsigned char KfAcquireSpinLock(KSPIN_LOCK *Lock);
FASTCALL void KfReleaseSpinLock(KSPIN_LOCK *Lock, unsigned char Irql);
FASTCALL LIST_ENTRY *ExfInterlockedInsertTailList(LIST_ENTRY *Head,
                                                  LIST_ENTRY *Entry,
                                                  KSPIN_LOCK *Lock);
static KSPIN_LOCK Lock;
static LIST_ENTRY Head, Entry;
__attribute__((stdcall)) int DriverEntry(void *Driver, void *Path) {
  unsigned char Irql = KfAcquireSpinLock(&Lock);
#ifndef SOUND
  ExfInterlockedInsertTailList(&Head, &Entry, &Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  KfReleaseSpinLock(&Lock, Irql);
  return 0;
}
