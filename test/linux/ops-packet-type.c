// RUN: %verify %s
// What a packet is handed to is called by the stack, and leaves no lock held.
#include "Inputs/linux.h"
struct sk_buff { int Len; };
struct packet_type {
  unsigned short type;
  void *dev, *tracker;
  int (*func)(struct sk_buff *, void *, struct packet_type *, void *);
};
struct socket { spinlock_t Lock; int Free; struct packet_type Hook; };
static int receive(struct sk_buff *Skb, void *Dev, struct packet_type *P, void *Orig) {
  struct socket *S = container_of(P, struct socket, Hook);
  spin_lock(&S->Lock);
  if (S->Free < Skb->Len) {
#ifdef SOUND
    spin_unlock(&S->Lock);
#endif
    return -ENOMEM; // DEFECT: held-at-exit LOCK: S->Lock
  }
  S->Free -= Skb->Len;
  spin_unlock(&S->Lock);
  return 0;
}
void bind(struct socket *S) { S->Hook.func = receive; }
