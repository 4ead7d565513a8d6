// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:SpinLock %s
// Plain spin locks only, without their releases.
#include "Inputs/rules.h"
READ_ROUTINE
  LEAVE_EARLY // DEFECT: held-at-exit LOCK: Lock
  RELEASE_AGAIN
END
