// RUN: %verify --flags="-target x86_64-w64-mingw32 -I %S/../windows/Inputs" %s
// The example of its rule in docs/rules.md.
#include "ke.h"
typedef struct { KSPIN_LOCK Lock; int Count; } QUEUE;
// EXAMPLE
void Move(QUEUE *From, QUEUE *To) {
  unsigned char Outer = KeAcquireSpinLockRaiseToDpc(&From->Lock);
  unsigned char Inner = KeAcquireSpinLockRaiseToDpc(&To->Lock);
  From->Count--;
  To->Count++;
#ifdef SOUND
  KeReleaseSpinLock(&To->Lock, Inner);
  KeReleaseSpinLock(&From->Lock, Outer);
#else
  KeReleaseSpinLock(&To->Lock, Outer); // DEFECT: wrong-irql-restored
  KeReleaseSpinLock(&From->Lock, Inner); // DEFECT: wrong-irql-restored
#endif
}
// END
