// RUN: %verify %s
// Packets are sent with softirqs off, and from a softirq; the filter is set with
// softirqs off.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
static int xmit(struct sk_buff *S, struct net_device *N) {
  spin_lock(&Lock);
  Count++;
  spin_unlock(&Lock);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
  return 0;
}
static void filter(struct net_device *N) {
  spin_lock(&Lock);
  Count--;
  spin_unlock(&Lock);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
}
const struct net_device_ops Ops = {.ndo_start_xmit = xmit, .ndo_set_rx_mode = filter};
