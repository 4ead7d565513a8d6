// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:CancelSpinLock %s
// Only what concerns the cancel spin lock is reported.
#include "Inputs/rules.h"
READ_ROUTINE
  LEAVE_EARLY // DEFECT: held-at-exit
  RELEASE_AGAIN
END
