// RUN: %verify %s
// A loop waits until another thread has ended what a callee looks at; the way
// out goes by a number, as clang has it for a loop in a statement expression.
#include "Inputs/linux.h"
struct host { int State; spinlock_t Lock; int Users; };
static struct host Host;
static struct mutex Config;
void schedule(void);
static __attribute__((noinline)) int is_recovering(struct host *H) {
  return H->State == 5 || H->State == 6;
}
static void work(struct work_struct *W) {
  if (!is_recovering(&Host))
    return;
  for (;;) {
    int Out;
    if (!is_recovering(&Host)) {
      Out = 1;
    } else {
      schedule();
      Out = 0;
    }
    if (Out)
      break;
  }
  spin_lock(&Host.Lock);
  Host.Users++;
#ifndef SOUND
  mutex_lock(&Config); // DEFECT: blocking-while-held
  mutex_unlock(&Config);
#endif
  spin_unlock(&Host.Lock);
}
void set(int State) { Host.State = State; }
DECLARE_WORK(Work, work);
