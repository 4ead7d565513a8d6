// RUN: %verify %s
// One kind of device leaves preemption off in what another stores a function
// for that does not: which it is here is not known, and the path shows the call.
#include "Inputs/linux.h"
struct device {
  void (*Send)(struct device *);
  int Count;
};
static struct mutex Config;
static spinlock_t Lock;
static void sendMapped(struct device *D) {
  preempt_disable();
  ++D->Count;
#ifdef SOUND
  preempt_enable();
#endif
}
static void sendPlainly(struct device *D) {
  spin_lock(&Lock);
  ++D->Count;
  spin_unlock(&Lock);
}
void makeMapped(struct device *D) { D->Send = sendMapped; }
void makePlain(struct device *D) { D->Send = sendPlainly; }
struct device *find(int Key);
static int start(void) {
  struct device *D = find(1);
  D->Send(D);
  mutex_lock(&Config); // DEFECT: blocking-while-held CONFIDENCE: medium
  ++D->Count;
  mutex_unlock(&Config);
  return 0;
}
module_init(start);
