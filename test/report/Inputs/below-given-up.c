// One thread runs short code, the other one long code; both come to add().
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Sum;
static volatile int In[8];
static void add(int N) {
  pthread_spin_lock(&Lock);
  Sum += N;
  pthread_spin_unlock(&Lock);
}
static void *brief(void *Arg) {
  add(1);
  return Arg;
}
static void *lengthy(void *Arg) {
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
  add(2);
  return Arg;
}
int main(void) {
  pthread_t A, B;
  pthread_spin_init(&Lock, 0);
  pthread_create(&A, 0, brief, 0);
  pthread_create(&B, 0, lengthy, 0);
  pthread_join(A, 0);
  pthread_join(B, 0);
  return 0;
}
