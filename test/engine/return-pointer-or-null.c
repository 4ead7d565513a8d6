// RUN: %verify %s
// A search returns the entry with its lock held, or NULL with none.
#include <pthread.h>
struct entry {
  pthread_spinlock_t Lock;
  int Key;
};
struct entry Table[8];
int Used;
void use(int);
static struct entry *find(int Key) {
  for (int I = 0; I < Used; ++I) {
    pthread_spin_lock(&Table[I].Lock);
    if (Table[I].Key == Key)
      return &Table[I];
    pthread_spin_unlock(&Table[I].Lock);
  }
  return 0;
}
int main(int argc, char **argv) {
  struct entry *E = find(argc);
  if (!E)
    return 1;
  use(E->Key);
#ifdef SOUND
  pthread_spin_unlock(&E->Lock);
#endif
  return 0; // DEFECT: held-at-exit
}
