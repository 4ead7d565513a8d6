// RUN: %verify %s
// A lock is destroyed, and begins a new life in the callee that uses it then.
#include "Inputs/linux.h"
struct queue { struct mutex Lock; int Count; };
struct queue *Queue;
void __mutex_init(struct mutex *, const char *, void *);
void mutex_destroy(struct mutex *);
int connect(void);
static void set_up(struct queue *Q) {
#ifdef SOUND
  __mutex_init(&Q->Lock, "Lock", NULL);
#endif
  mutex_lock(&Q->Lock); // DEFECT: lock-lifetime
  Q->Count = 0;
  mutex_unlock(&Q->Lock);
}
static void reset(struct work_struct *W) {
  mutex_destroy(&Queue->Lock);
  set_up(Queue);
}
DECLARE_WORK(Reset, reset);
