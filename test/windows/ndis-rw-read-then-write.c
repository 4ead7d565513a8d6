// RUN: %verify --flags="-target x86_64-w64-mingw32" --rules=double-acquire %s
// A read of the address table, under the reader side of its lock, takes the
// writer side to drop an entry that has run out.
#include "Inputs/ndis.h"
typedef struct _FILTER {
  NDIS_RW_LOCK_EX *Lock;
  int Entries, Stale;
} FILTER;

static void Drop(FILTER *Filter) {
  LOCK_STATE_EX State;
  NdisAcquireRWLockWrite(Filter->Lock, &State, 0); // DEFECT: double-acquire
  Filter->Entries--;
  NdisReleaseRWLock(Filter->Lock, &State);
}

static void Send(void *Context, void *Lists, int Port, unsigned Flags) {
  FILTER *Filter = Context;
  LOCK_STATE_EX State;
  int Stale;
  NdisAcquireRWLockRead(Filter->Lock, &State, Flags & 1);
  Stale = Filter->Stale;
#ifndef SOUND
  if (Stale)
    Drop(Filter);
#endif
  NdisReleaseRWLock(Filter->Lock, &State);
#ifdef SOUND
  if (Stale)
    Drop(Filter);
#endif
}

int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.SendNetBufferListsHandler = Send;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
