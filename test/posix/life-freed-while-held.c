// RUN: %verify %s
// The last reference is dropped: the object goes, with its lock held.
#include <pthread.h>
#include <stdlib.h>
struct object {
  pthread_spinlock_t Lock;
  int Count;
};
void put(struct object *O) {
  pthread_spin_lock(&O->Lock);
  if (--O->Count == 0) {
#ifdef SOUND
    pthread_spin_unlock(&O->Lock);
#endif
    free(O); // DEFECT: lock-lifetime LOCK: O->Lock
    return;
  }
  pthread_spin_unlock(&O->Lock);
}
