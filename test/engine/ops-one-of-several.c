// RUN: %verify %s
// A function that takes the lock is stored to a field of one kind of device, one
// that does not, of another: which it is here is not known.
#include <pthread.h>
static pthread_spinlock_t Lock;
struct device {
  void (*Kick)(struct device *);
  int Count;
};
static void kickLocking(struct device *D) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire CONFIDENCE: medium
  ++D->Count;
  pthread_spin_unlock(&Lock);
}
static void kickPlainly(struct device *D) { ++D->Count; }
void makeLocking(struct device *D) { D->Kick = kickLocking; }
void makePlain(struct device *D) { D->Kick = kickPlainly; }
struct device *find(int Key);
int main(void) {
  struct device *D = find(1);
#ifndef SOUND
  pthread_spin_lock(&Lock);
#endif
  D->Kick(D);
#ifndef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return 0;
}
