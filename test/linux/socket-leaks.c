// RUN: %verify %s
// A socket is locked by a function, not by its address alone.
#include "Inputs/linux.h"
struct conn { struct sock *Sk; int Closed; };
static int thread(void *P) {
  struct conn *C = P;
  lock_sock(C->Sk);
  if (C->Closed)
#ifdef SOUND
    goto out;
#else
    return -EINVAL; // DEFECT: held-at-exit
#endif
  C->Closed = 1;
#ifdef SOUND
out:
#endif
  release_sock(C->Sk);
  return 0;
}
int probe(void *D) {
  return kthread_create_on_node(thread, D, -1, "dev") ? 0 : -ENOMEM;
}
