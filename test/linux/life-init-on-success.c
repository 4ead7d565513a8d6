// RUN: %verify %s
// A callee gives a lock a new life, and destroys it again where it fails.
#include "Inputs/linux.h"
struct queue { struct mutex Lock; int Count; };
struct queue *Queue;
void __mutex_init(struct mutex *, const char *, void *);
void mutex_destroy(struct mutex *);
int connect_to(int);
static int set_up(struct queue *Q) {
  int Err;
#ifdef SOUND
  __mutex_init(&Q->Lock, "Lock", NULL);
#endif
  Err = connect_to(Q->Count);
  if (Err)
    mutex_destroy(&Q->Lock);
  return Err;
}
static void reset(struct work_struct *W) {
  struct queue *Q = Queue;
  mutex_destroy(&Q->Lock);
  if (set_up(Q))
    return;
  mutex_lock(&Q->Lock); // DEFECT: lock-lifetime
  Q->Count = 0;
  mutex_unlock(&Q->Lock);
}
DECLARE_WORK(Reset, reset);
