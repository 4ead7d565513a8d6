// RUN: %verify %s
// A callee leaves preemption off by a condition that its caller does not see, and
// is called many times: each count would be a state of its own.
#include "Inputs/linux-ops.h"
struct queue { int Length; };
static struct mutex Config;
static int Total;
__attribute__((noinline)) static void send(struct queue *Q) {
  preempt_disable();
  Total += Q->Length;
#ifndef SOUND
  if (Q->Length > 8)
    return;
#endif
  preempt_enable();
}
extern struct queue *next(void);
#define FOUR(X) X X X X
static void work(struct work_struct *W) {
  FOUR(FOUR(FOUR(send(next());)))
  mutex_lock(&Config); // DEFECT: blocking-while-held CONFIDENCE: low
  ++Total;
  mutex_unlock(&Config);
}
DECLARE_WORK(Work, work);
