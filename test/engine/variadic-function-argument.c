// RUN: %verify %s
// A function that is passed beyond the parameters of the callee is no field
// through which that calls.
#include <pthread.h>
struct dev {
  struct dev *Next;
  int Count;
};
struct dev Device;
pthread_spinlock_t Lock;
static void handler(void) {}
static __attribute__((noinline)) int note(struct dev *D, ...) {
  pthread_spin_lock(&Lock);
  int Count = D->Next ? D->Count : 0;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return Count;
}
int main(void) {
  int Count = note(&Device, handler, handler);
  return Count; // DEFECT: held-at-exit LOCK: Lock
}
