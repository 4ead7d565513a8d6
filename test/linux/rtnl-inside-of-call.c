// RUN: %verify %s
// A call takes the RTNL mutex itself.
#include "Inputs/linux.h"
struct net_device;
struct dev { struct net_device *Net; int Dead; };
extern struct dev Dev;
void unregister_netdev(struct net_device *);
static void work(struct work_struct *W) {
  if (!Dev.Dead)
    return;
#ifdef SOUND
  unregister_netdev(Dev.Net);
  rtnl_lock();
#else
  rtnl_lock();
  unregister_netdev(Dev.Net); // DEFECT: double-acquire
#endif
  Dev.Dead = 0;
  rtnl_unlock();
}
DECLARE_WORK(Work, work);
