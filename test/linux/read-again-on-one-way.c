// RUN: %verify %s
// A lock at the beginning of an object is given up by a pointer that was read
// again on one of two ways: optimised code has one value for both.
#include "Inputs/linux.h"
struct device { spinlock_t Lock; int Speed; };
struct request { struct request *Next; int Status; };
struct endpoint { struct device *Of; volatile int Busy; struct request *First; };
void unmap(struct device *, struct request *);
void give_back(struct endpoint *, struct request *);
static __attribute__((noinline)) void complete_request(struct endpoint *E, struct request *R) {
  R->Next->Status = 0;
  if (E->Busy) {
    unmap(E->Of, R);
    R->Next->Next = 0;
    E->First = 0;
    R->Status = E->Of->Speed;
  }
  spin_unlock(&E->Of->Lock);
  give_back(E, R);
  spin_lock(&E->Of->Lock);
}
struct controller { struct device *Device; struct endpoint *Endpoint; };
static irqreturn_t handler(int No, void *Data) {
  struct controller *C = Data;
  struct endpoint *E = C->Endpoint;
  struct device *D = C->Device;
  spin_lock(&D->Lock);
  complete_request(E, E->First);
#ifdef SOUND
  spin_unlock(&D->Lock);
#endif
  return IRQ_HANDLED; // DEFECT: held-at-exit
}
int start(unsigned No, struct controller *C) { return request_irq(No, handler, 0, "dev", C); }
