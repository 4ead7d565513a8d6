// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the programs have in common. They are plain POSIX programs, so that
// other tools can be run on them (bench/faults).
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define INIT(L) pthread_spin_init(&(L), 0)
#define LOCK(L) pthread_spin_lock(&(L))
#define UNLOCK(L) pthread_spin_unlock(&(L))
#define TRY(L) (pthread_spin_trylock(&(L)) == 0)
typedef pthread_spinlock_t Spin;

// Runs F(A) in a thread of its own, to its end.
#define RUN(F, A)                                                              \
  do {                                                                         \
    pthread_t Thread;                                                          \
    pthread_create(&Thread, 0, F, A);                                          \
    pthread_join(Thread, 0);                                                   \
  } while (0)

static volatile int Count;
