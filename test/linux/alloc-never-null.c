// RUN: %verify %s
// A pool that may wait gives memory in the end, so that the second attempt,
// under the mutex, is the last; one that may not wait can fail again.
#include "Inputs/linux.h"
#ifdef SOUND
#define PATIENT 0x400u // __GFP_DIRECT_RECLAIM
#else
#define PATIENT 0x200u
#endif
struct pool;
void *mempool_alloc(struct pool *, unsigned);
void use(void *Page);
static struct mutex Lock;
static int fill(struct pool *P) {
  unsigned Flags = 0;
  void *Page;
again:
  if (Flags & PATIENT)
    mutex_lock(&Lock); // DEFECT: double-acquire
  Page = mempool_alloc(P, Flags);
  if (!Page) {
    Flags |= PATIENT;
    goto again;
  }
  use(Page);
  if (Flags & PATIENT)
    mutex_unlock(&Lock);
  return 0;
}
static int thread(void *P) { return fill(P); }
int probe(void *P) {
  return kthread_create_on_node(thread, P, -1, "dev") ? 0 : -ENOMEM;
}
