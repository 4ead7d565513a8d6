// RUN: %verify %s
// The object is freed one call deeper, where nothing shows that a lock in it is
// held: the finding is at the call.
#include <pthread.h>
#include <stdlib.h>
struct object {
  int Count;
  pthread_spinlock_t Lock;
};
static __attribute__((noinline)) void destroy(struct object *O) {
  if (O->Count)
    abort();
  free(O);
}
void put(struct object *O) {
  int Last;
  pthread_spin_lock(&O->Lock);
  Last = --O->Count == 0;
#ifdef SOUND
  pthread_spin_unlock(&O->Lock);
  if (Last)
    destroy(O);
#else
  if (Last)
    destroy(O); // DEFECT: lock-lifetime LOCK: O->Lock
  else
    pthread_spin_unlock(&O->Lock);
#endif
}
