// RUN: %verify %s
// A timer that takes a mutex is wrong by that; that the timer may interrupt who
// has it is nothing more.
#include "Inputs/linux.h"
static DEFINE_MUTEX(Lock);
static int Count;
static void add(void) {
#ifndef SOUND
  mutex_lock(&Lock); // DEFECT: blocking-while-held
#endif
  Count++;
#ifndef SOUND
  mutex_unlock(&Lock);
#endif
}
static void timeout(struct timer_list *T) {
  add();
}
static void work(struct work_struct *W) {
  mutex_lock(&Lock);
  Count = 0;
  mutex_unlock(&Lock);
}
DECLARE_WORK(Work, work);
void start(struct timer_list *T) { timer_setup(T, timeout, 0); }
