// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:SpinlockRelease %s
// Only releases of plain spin locks.
#include "Inputs/rules.h"
READ_ROUTINE
  LEAVE_EARLY
  RELEASE_AGAIN // DEFECT: release-unheld
END
