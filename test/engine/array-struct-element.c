// RUN: %verify %s
// One element of an array of structures through a pointer and an index.
#include <pthread.h>
void work(void);
int rnd(void);
struct port {
  int Id;
  pthread_spinlock_t Rx, Tx;
} Ports[8];
int main(void) {
  int I = rnd() & 7;
  struct port *P = &Ports[I];
  pthread_spin_lock(&P->Rx);
  work();
#ifdef SOUND
  pthread_spin_unlock(&Ports[I].Rx);
#else
  pthread_spin_unlock(&Ports[I].Tx); // DEFECT: release-unheld
#endif
  return 0; // DEFECT: held-at-exit
}
