// What the NDIS tests need of ndis.h, with the locks as functions.
typedef struct _NDIS_SPIN_LOCK {
  unsigned long long SpinLock;
  unsigned char OldIrql;
} NDIS_SPIN_LOCK;
typedef struct _LOCK_STATE_EX {
  unsigned char OldIrql, LockState, Flags;
} LOCK_STATE_EX;
typedef struct _NDIS_RW_LOCK_EX NDIS_RW_LOCK_EX;
void NdisAllocateSpinLock(NDIS_SPIN_LOCK *Lock);
void NdisFreeSpinLock(NDIS_SPIN_LOCK *Lock);
void NdisAcquireSpinLock(NDIS_SPIN_LOCK *Lock);
void NdisReleaseSpinLock(NDIS_SPIN_LOCK *Lock);
void NdisDprAcquireSpinLock(NDIS_SPIN_LOCK *Lock);
void NdisDprReleaseSpinLock(NDIS_SPIN_LOCK *Lock);
void NdisAcquireRWLockRead(NDIS_RW_LOCK_EX *Lock, LOCK_STATE_EX *State, unsigned char Flags);
void NdisAcquireRWLockWrite(NDIS_RW_LOCK_EX *Lock, LOCK_STATE_EX *State, unsigned char Flags);
void NdisReleaseRWLock(NDIS_RW_LOCK_EX *Lock, LOCK_STATE_EX *State);
typedef struct _NDIS_OBJECT_HEADER {
  unsigned char Type, Revision;
  unsigned short Size;
} NDIS_OBJECT_HEADER;
typedef struct _NDIS_MINIPORT_DRIVER_CHARACTERISTICS {
  NDIS_OBJECT_HEADER Header;
  unsigned char Version[4];
  unsigned Flags;
  int (*SetOptionsHandler)(void *, void *);
  int (*InitializeHandlerEx)(void *, void *, void *);
  void (*HaltHandlerEx)(void *, int);
  void (*UnloadHandler)(void *);
  int (*PauseHandler)(void *, void *);
  int (*RestartHandler)(void *, void *);
  int (*OidRequestHandler)(void *, void *);
  void (*SendNetBufferListsHandler)(void *, void *, int, unsigned);
  void *Rest[10];
} NDIS_MINIPORT_DRIVER_CHARACTERISTICS;
int NdisMRegisterMiniportDriver(void *Driver, void *Path, void *Context,
                                NDIS_MINIPORT_DRIVER_CHARACTERISTICS *C,
                                void **Handle);
