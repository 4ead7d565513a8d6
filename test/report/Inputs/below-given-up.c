// A thread runs short code, and main() long code; both come to add(). With
// HOLDS, the long code takes the lock itself, and gives it up before (1) or after
// (2); with LEAVES, add() leaves the
// lock to its callers; with PASSES, what it calls is told by its callers.
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Sum;
static volatile int In[8];
static pthread_spinlock_t Other;
__attribute__((noinline)) static void add(int N) {
  pthread_spin_lock(&Lock);
  Sum += N;
#ifndef LEAVES
  pthread_spin_unlock(&Lock);
#endif
}
__attribute__((noinline)) static void count(void) {
  pthread_spin_lock(&Other);
  Sum++;
  pthread_spin_unlock(&Other);
}
static void apply(void (*Fn)(int)) { Fn(3); }
static void *brief(void *Arg) {
  add(1);
#ifdef LEAVES
  pthread_spin_unlock(&Lock);
#endif
  count();
  return Arg;
}
__attribute__((noinline)) static void lengthy(void) {
#ifdef HOLDS
  pthread_spin_lock(&Lock);
#endif
  if (In[0])
    Sum++;
  if (In[1])
    Sum++;
  if (In[2])
    Sum++;
  if (In[3])
    Sum++;
  if (In[4])
    Sum++;
  if (In[5])
    Sum++;
  if (In[6])
    Sum++;
  if (In[7])
    Sum++;
#if HOLDS == 1
  pthread_spin_unlock(&Lock);
#endif
#ifdef PASSES
  apply(add);
#endif
  add(2);
#if HOLDS == 2
  pthread_spin_unlock(&Lock);
#endif
#ifdef LEAVES
  pthread_spin_unlock(&Lock);
#endif
  count();
}
int main(void) {
  pthread_t A;
  pthread_spin_init(&Lock, 0);
  pthread_spin_init(&Other, 0);
  pthread_create(&A, 0, brief, 0);
  lengthy();
  pthread_join(A, 0);
  return 0;
}
