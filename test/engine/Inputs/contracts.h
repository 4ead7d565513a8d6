/* What the tests of contracts share. */
#include <pthread.h>
void work(void);
struct dev {
  int Id, Flag;
  pthread_spinlock_t Lock;
  struct dev *Peer;
};
