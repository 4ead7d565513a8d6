// RUN: %verify %s
// A poll function is a softirq: a lock that it takes has to be taken with
// softirqs off elsewhere.
#include "Inputs/linux-ops.h"
struct nic { spinlock_t Lock; int Frames; struct napi_struct Napi; struct work_struct Work; };
static int poll(struct napi_struct *N, int Budget) {
  struct nic *C = container_of(N, struct nic, Napi);
  spin_lock(&C->Lock);
  C->Frames++;
  spin_unlock(&C->Lock);
  return 0;
}
static void work(struct work_struct *W) {
  struct nic *C = container_of(W, struct nic, Work);
#ifdef SOUND
  spin_lock_bh(&C->Lock);
#else
  spin_lock(&C->Lock); // DEFECT: irq-unsafe
#endif
  C->Frames = 0;
#ifdef SOUND
  spin_unlock_bh(&C->Lock);
#else
  spin_unlock(&C->Lock);
#endif
}
void probe(struct net_device *D, struct nic *C) {
  INIT_WORK(&C->Work, work);
  netif_napi_add_weight(D, &C->Napi, poll, 64);
}
