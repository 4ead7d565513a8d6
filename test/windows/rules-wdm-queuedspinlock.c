// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:QueuedSpinLock %s
// Queued spin locks only.
#include "Inputs/rules.h"
READ_ROUTINE
  LEAVE_EARLY // DEFECT: held-at-exit LOCK: Queued
  RELEASE_AGAIN
END
