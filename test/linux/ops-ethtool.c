// RUN: %verify %s
// The functions of ethtool are called under the RTNL lock; begin may take what
// complete gives up.
#include "Inputs/linux-ops.h"
static DEFINE_MUTEX(Lock);
static int begin(struct net_device *N) {
  mutex_lock(&Lock);
  return 0;
}
static void finish(struct net_device *N) { mutex_unlock(&Lock); }
static int settings(struct net_device *N, void *To) {
#ifndef SOUND
  rtnl_lock(); // DEFECT: double-acquire
  rtnl_unlock();
#endif
  msleep(1);
  return 0;
}
static DEFINE_SPINLOCK(Other);
void elsewhere(void) {
  spin_lock(&Other);
  spin_unlock(&Other);
}
const struct ethtool_ops Ops = {
    .begin = begin, .complete = finish, .get_link_ksettings = settings};
