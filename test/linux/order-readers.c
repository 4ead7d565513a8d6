// RUN: %verify %s
// Readers pass each other, in whichever order.
#include "Inputs/linux.h"
static DEFINE_RWLOCK(A);
static DEFINE_RWLOCK(B);
static int X, Y, Sum;
static void forth(struct work_struct *W) {
  read_lock(&A);
#ifdef SOUND
  read_lock(&B);
  Sum = X + Y;
  read_unlock(&B);
#else
  write_lock(&B); // DEFECT: lock-order-inversion
  Y = X;
  write_unlock(&B);
#endif
  read_unlock(&A);
}
static void back(struct work_struct *W) {
  read_lock(&B);
#ifdef SOUND
  read_lock(&A);
  Sum = X - Y;
  read_unlock(&A);
#else
  write_lock(&A);
  X = Y;
  write_unlock(&A);
#endif
  read_unlock(&B);
}
DECLARE_WORK(Forth, forth);
DECLARE_WORK(Back, back);
