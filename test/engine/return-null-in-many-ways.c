// RUN: %verify %s
// A function returns null or a pointer, and what it leaves in memory differs by
// the way too. Its caller tells the ways by the pointer: they are not merged for
// what was left in memory.
#include <pthread.h>
struct port {
  pthread_spinlock_t Lock;
  int Count;
};
struct owner {
  int Refs, Seen;
  struct port *Port;
};
struct owner *find(int Key);
int next(void);
static int refer(struct owner *O) {
  int Old = O->Refs;
  for (;;) {
    if (Old == 0)
      return 0;
    O->Seen = next();
    if (next()) {
      O->Refs = next();
      return 1;
    }
    Old = next();
  }
}
static __attribute__((noinline)) struct port *get(struct owner *O) {
  if (refer(O))
    return O->Port;
  return 0;
}
int main(void) {
  struct owner *O = find(1);
  struct port *Port = O->Port;
  struct port *Mine = get(O);
  if (!Mine)
    return 1;
  pthread_spin_lock(&Mine->Lock);
  ++Mine->Count;
#ifdef SOUND
  if (Port)
#else
  if (Port && Port->Count)
#endif
    pthread_spin_unlock(&Port->Lock);
  return 0; // DEFECT: held-at-exit
}
