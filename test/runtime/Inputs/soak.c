// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that take locks of many kinds in order, for some seconds, with a
// number of faults in between; prints how many reports there were.
//   soak THREADS LOCKS SECONDS FAULTS
#include "hooks.h"
#include <time.h>

static Spin *L;
static long Locks, Faults;
static int Stop;
CLASS(Slot, "slot");

static void *work(void *Seed) {
  unsigned long Random = (unsigned long)Seed;
  ENTER(SPINGUARD_ROLE_THREAD, "thread");
  for (long I = 0; !__atomic_load_n(&Stop, __ATOMIC_RELAXED); ++I) {
    Random = Random * 6364136223846793005u + 1442695040888963407u;
    long X = (long)(Random >> 33) % (Locks - 1);
    long Y = X + 1 + (long)(Random >> 17 & 0xffff) % (Locks - X - 1);
    LOCK_AS(&L[X], &Slot, 0);
    if (I % 4 == 1) {
      LOCK_AS(&L[Y], &Slot, 0);
      UNLOCK_AS(&L[Y], &Slot, 0);
    } else if (I % 4 == 2) {
      LOCK(&L[Y]);
      UNLOCK(&L[Y]);
    } else if (I % 4 == 3 && TRYLOCK(&L[Y])) {
      UNLOCK(&L[Y]);
    }
    if (Faults && I % 1000 == 500) {
      LOCK_AS(&L[X], &Slot, 0);
      UNLOCK_AS(&L[X], &Slot, 0);
    }
    UNLOCK_AS(&L[X], &Slot, 0);
    if (Faults && I % 1000 == 700)
      UNLOCK_AS(&L[X], &Slot, 0);
    if (I % 64 == 0) {
      Spin Local;
      INIT(&Local);
      LOCK(&Local);
      UNLOCK(&Local);
      DESTROY(&Local);
    }
  }
  LEAVE();
  return 0;
}

int main(int Count, char **Arguments) {
  if (Count != 5)
    return 2;
  long Threads = atol(Arguments[1]);
  pthread_t T[64];
  Locks = atol(Arguments[2]);
  Faults = atol(Arguments[4]);
  L = calloc((size_t)Locks, sizeof(*L));
  for (long I = 0; I < Threads; ++I)
    pthread_create(&T[I], 0, work, (void *)(I + 1));
  sleep((unsigned)atol(Arguments[3]));
  __atomic_store_n(&Stop, 1, __ATOMIC_RELAXED);
  for (long I = 0; I < Threads; ++I)
    pthread_join(T[I], 0);
  printf("%u reports\n", __spinguard_report_count());
  return 0;
}
