// RUN: %verify %s
// Without a context the mutex is an ordinary one: nobody asks for the result.
#include "Inputs/linux.h"
static struct ww_mutex Lock;
static volatile int X;
static void work(struct work_struct *W) {
  ww_mutex_lock(&Lock, NULL);
  X++;
  ww_mutex_unlock(&Lock);
#ifndef SOUND
  ww_mutex_unlock(&Lock); // DEFECT: release-unheld
#endif
}
DECLARE_WORK(Work, work);
