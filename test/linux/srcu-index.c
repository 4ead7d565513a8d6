// RUN: %verify %s
// Each section of SRCU is ended with the index that its beginning returned.
#include "Inputs/linux.h"
static struct srcu_struct Readers, Others;
static volatile int Data;
static void work(struct work_struct *W) {
  int I = srcu_read_lock(&Readers);
  int J = srcu_read_lock(&Others);
  Data++;
#ifdef SOUND
  srcu_read_unlock(&Others, J);
  srcu_read_unlock(&Readers, I);
#else
  srcu_read_unlock(&Others, I);  // DEFECT: wrong-irql-restored
  srcu_read_unlock(&Readers, J); // DEFECT: wrong-irql-restored
#endif
}
DECLARE_WORK(Work, work);
