// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:QueuedSpinLock,release-unheld %s
// Original names and ids may be mixed.
#include "Inputs/rules.h"
READ_ROUTINE
  LEAVE_EARLY // DEFECT: held-at-exit LOCK: Queued
  RELEASE_AGAIN // DEFECT: release-unheld
END
