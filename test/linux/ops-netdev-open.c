// RUN: %verify %s
// A network device is opened under the RTNL lock, which is so taken twice, and
// in both orders with another.
#include "Inputs/linux-ops.h"
static DEFINE_MUTEX(Lock);
static int open(struct net_device *N) {
  mutex_lock(&Lock); // DEFECT: lock-order-inversion
#ifndef SOUND
  rtnl_lock(); // DEFECT: double-acquire
  rtnl_unlock();
#endif
  mutex_unlock(&Lock);
  return 0;
}
const struct net_device_ops Ops = {.ndo_open = open};
