// RUN: %verify %s
// A pointer may lead to more functions than are followed: each of them is
// looked at all the same.
#include <pthread.h>
struct job {
  int (*Step)(struct job *);
  pthread_spinlock_t Lock;
  int Done;
};
static int one(struct job *J) { return J->Done + 1; }
static int two(struct job *J) { return J->Done + 2; }
static int three(struct job *J) { return J->Done + 3; }
static int four(struct job *J) { return J->Done + 4; }
static int five(struct job *J) { return J->Done + 5; }
static int six(struct job *J) { return J->Done + 6; }
static int seven(struct job *J) { return J->Done + 7; }
static int eight(struct job *J) { return J->Done + 8; }
static int last(struct job *J) {
  pthread_spin_lock(&J->Lock);
#ifdef SOUND
  pthread_spin_unlock(&J->Lock);
#endif
  pthread_spin_lock(&J->Lock); // DEFECT: double-acquire
  pthread_spin_unlock(&J->Lock);
  return 0;
}
void choose(struct job *J, int N) {
  switch (N) {
  case 1: J->Step = one; break;
  case 2: J->Step = two; break;
  case 3: J->Step = three; break;
  case 4: J->Step = four; break;
  case 5: J->Step = five; break;
  case 6: J->Step = six; break;
  case 7: J->Step = seven; break;
  case 8: J->Step = eight; break;
  default: J->Step = last; break;
  }
}
int run(struct job *J) { return J->Step(J); }
