// RUN: %verify %s
// The callee gives up its caller's host lock by a way that only it knows, and
// waits. That is no matter of the host lock, but of any other lock.
#include "Inputs/linux.h"
struct host { int Id; spinlock_t *Lock; };
struct adapter { struct host *Host; int Users; };
struct command { struct command *Next; struct adapter *Of; struct completion Done; };
struct queue { struct command *Free; spinlock_t Lock; };
struct adapter Adapter;
static struct queue Queue;
struct command *next_of(struct queue *);
static void send(struct command *C) {
  spin_unlock_irq(C->Of->Host->Lock);
  wait_for_completion(&C->Done);
  spin_lock_irq(C->Of->Host->Lock);
}
static void reset(struct queue *Q) {
  struct command *C = next_of(Q);
  send(C);
  C->Of->Users++;
}
static void recover(struct work_struct *W) {
  spin_lock_irq(Adapter.Host->Lock);
#ifdef SOUND
  reset(&Queue);
  spin_lock(&Queue.Lock);
#else
  spin_lock(&Queue.Lock);
  reset(&Queue); // DEFECT: blocking-while-held LOCK: Queue.Lock
#endif
  spin_unlock(&Queue.Lock);
  spin_unlock_irq(Adapter.Host->Lock);
}
DECLARE_WORK(Recover, recover);
