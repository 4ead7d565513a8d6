// RUN: %verify %s
// A routine is registered in an element of an array, counted from one: the
// optimiser moves the beginning of the array.
#include "Inputs/linux.h"
#include "Inputs/linux-ops.h"
struct channel { int Id, Steps[24]; struct mutex Lock; struct led_classdev Led; int Level; };
struct chip { int Kind[100]; struct channel Channel[3]; };
int led_classdev_register_ext(void *, struct led_classdev *, void *);
extern int Level;
static struct mutex Lock;
static void set(struct led_classdev *L, int Value) {
#ifdef SOUND
  Level = Value;
#else
  mutex_lock(&Lock); // DEFECT: blocking-while-held
  Level = Value;
  mutex_unlock(&Lock);
#endif
}
int init_channel(struct chip *C, int Id) {
  struct channel *P = &C->Channel[Id - 1];
  P->Id = Id;
  P->Level = 0;
  P->Led.brightness_set = set;
  return led_classdev_register_ext(C, &P->Led, NULL);
}
int probe(struct chip *C, int *Wanted) {
  mutex_lock(&Lock);
  for (int I = 0; I < 3; I++)
    if (Wanted[I])
      init_channel(C, I + 1);
  mutex_unlock(&Lock);
  return 0;
}
