#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
struct object {
  atomic_int References;
  pthread_spinlock_t Lock;
  int Value;
};
/* Frees the object with its lock, if this is the last reference: the caller
   has another one. */
void set(struct object *O, int Value) {
  pthread_spin_lock(&O->Lock);
  O->Value = Value;
  if (atomic_fetch_sub(&O->References, 1) == 1) {
    free(O);
    return;
  }
  pthread_spin_unlock(&O->Lock);
}
void twice(struct object *O) {
  pthread_spin_lock(&O->Lock);
  pthread_spin_lock(&O->Lock);
  pthread_spin_unlock(&O->Lock);
}
