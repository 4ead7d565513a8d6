// RUN: %verify %s
// Two flags say which of two locks is taken, and which is given up after a loop
// in which much else is decided. That the ways which took one lock differ in
// what the loop did is no reason to forget the flags.
#include <pthread.h>
pthread_spinlock_t Plain;
pthread_mutex_t Careful;
extern int Enabled;
struct item {
  struct item *Next;
  int Kind, State, Cost, Flags;
};
struct cache {
  int IsCareful, Other;
  int Limit, Urgent, Total;
  struct item *Items;
};
int evict(struct item *I);
void *use(struct cache *C);
static void scan(struct cache *C) {
  long Freed = 0;
  for (struct item *I = C->Items; I; I = I->Next) {
    if (C->Total - Freed <= C->Limit)
      C->Urgent = 0;
    if (!C->Urgent)
      return;
    if (I->Kind == 3 && I->State != 2)
      continue;
    if (I->Cost > 10 || I->Flags & 4)
      C->Urgent = 2;
    if (evict(I)) {
      --C->Urgent;
      ++Freed;
    }
    if (!(Enabled && C->IsCareful))
      use(C);
  }
}
int main(void) {
  struct cache *C = (struct cache *)use(0);
  if (Enabled && C->IsCareful)
    pthread_mutex_lock(&Careful);
  else
    pthread_spin_lock(&Plain);
  scan(C);
#ifdef SOUND
  if (Enabled && C->IsCareful)
#else
  if (Enabled)
#endif
    pthread_mutex_unlock(&Careful);
  else
    pthread_spin_unlock(&Plain);
  return 0; // DEFECT: held-at-exit LOCK: Plain
}
