//===- pairs.c - What an acquire and its release cost ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Times pairs of pthread_spin_lock and pthread_spin_unlock with the hooks of
// one mode, and without, in turns, and prints the median of the turns' ratios.
// The hooks are called by hand, as the pass places them.
//
//===----------------------------------------------------------------------===//

#include "spinguard/RuntimeABI.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SITE(Flags, Cls)                                                       \
  {Flags, __LINE__, 0, 0, "bench", __FILE__, "lock", "pthread_spin_lock", Cls}

static struct spinguard_class Class[3] = {
    {"first", 0, 0}, {"second", 0, 0}, {"third", 0, 0}};
static const struct spinguard_site Acquire[3] = {
    SITE(SPINGUARD_ACQUIRE, &Class[0]), SITE(SPINGUARD_ACQUIRE, &Class[1]),
    SITE(SPINGUARD_ACQUIRE, &Class[2])};
static const struct spinguard_site Release[3] = {
    SITE(SPINGUARD_RELEASE, &Class[0]), SITE(SPINGUARD_RELEASE, &Class[1]),
    SITE(SPINGUARD_RELEASE, &Class[2])};

enum mode { Plain, Hooks, Leaf, Exact };
static const char *const Modes[] = {"plain", "hooks", "leaf", "exact"};

static inline __attribute__((always_inline)) void
lock(enum mode Mode, int Level, pthread_spinlock_t *L) {
  if ((Mode == Hooks || Mode == Exact) &&
      __spinguard_before_acquire(&Acquire[Level], (void *)L))
    return;
  if (Mode == Leaf && __spinguard_leaf_acquire(&Acquire[Level], (void *)L))
    return;
  pthread_spin_lock(L);
  if (Mode == Exact)
    __spinguard_after_acquire(&Acquire[Level], (void *)L);
}

static inline __attribute__((always_inline)) void
unlock(enum mode Mode, int Level, pthread_spinlock_t *L) {
  if ((Mode == Hooks || Mode == Exact) &&
      __spinguard_before_release(&Release[Level], (void *)L))
    return;
  pthread_spin_unlock(L);
}

static pthread_spinlock_t *Locks;
static size_t LockCount;
static int Nesting;

#define SECTION(Name, Mode)                                                    \
  static __attribute__((noinline)) void Name(size_t Pairs,                     \
                                             pthread_spinlock_t *One) {        \
    if (Nesting == 3) {                                                        \
      for (size_t I = 0; I < Pairs; I += 3) {                                  \
        lock(Mode, 0, &One[0]);                                                \
        lock(Mode, 1, &One[16]);                                               \
        lock(Mode, 2, &One[32]);                                               \
        unlock(Mode, 2, &One[32]);                                             \
        unlock(Mode, 1, &One[16]);                                             \
        unlock(Mode, 0, &One[0]);                                              \
      }                                                                        \
    } else if (LockCount > 1) {                                                \
      uint64_t Random = 1;                                                     \
      for (size_t I = 0; I < Pairs; ++I) {                                     \
        Random = Random * 6364136223846793005u + 1442695040888963407u;         \
        pthread_spinlock_t *L = &Locks[(Random >> 33) % LockCount * 16];       \
        lock(Mode, 0, L);                                                      \
        unlock(Mode, 0, L);                                                    \
      }                                                                        \
    } else {                                                                   \
      for (size_t I = 0; I < Pairs; ++I) {                                     \
        lock(Mode, 0, One);                                                    \
        unlock(Mode, 0, One);                                                  \
      }                                                                        \
    }                                                                          \
  }
SECTION(runPlain, Plain)
SECTION(runHooks, Hooks)
SECTION(runLeaf, Leaf)
SECTION(runExact, Exact)
static void (*const Run[])(size_t, pthread_spinlock_t *) = {runPlain, runHooks,
                                                            runLeaf, runExact};

static size_t Pairs;
static enum mode Mode;
static pthread_barrier_t Barrier;

static void *thread(void *Lock) {
  pthread_barrier_wait(&Barrier);
  Run[Mode](Pairs, Lock);
  return 0;
}

static double timed(enum mode M, int Threads) {
  struct timespec A, B;
  pthread_t T[8];
  Mode = M;
  pthread_barrier_init(&Barrier, 0, (unsigned)Threads);
  for (int I = 1; I < Threads; ++I)
    pthread_create(&T[I], 0, thread, (void *)&Locks[I * 64]);
  clock_gettime(CLOCK_MONOTONIC, &A);
  thread((void *)Locks);
  for (int I = 1; I < Threads; ++I)
    pthread_join(T[I], 0);
  clock_gettime(CLOCK_MONOTONIC, &B);
  return ((double)(B.tv_sec - A.tv_sec) * 1e9 +
          (double)(B.tv_nsec - A.tv_nsec)) /
         (double)Pairs;
}

static int compare(const void *A, const void *B) {
  double X = *(const double *)A, Y = *(const double *)B;
  return (X > Y) - (X < Y);
}

// MODE THREADS NESTING LOCKS PAIRS TURNS
int main(int Count, char **Arguments) {
  enum { MaxTurns = 101 };
  double Base[MaxTurns], With[MaxTurns], Ratio[MaxTurns];
  if (Count != 7)
    return 2;
  enum mode M = Plain;
  while (M < Exact && strcmp(Arguments[1], Modes[M]))
    ++M;
  int Threads = atoi(Arguments[2]), Turns = atoi(Arguments[6]);
  Nesting = atoi(Arguments[3]);
  LockCount = (size_t)atol(Arguments[4]);
  Pairs = (size_t)atol(Arguments[5]);
  if (Turns > MaxTurns || Threads > 8)
    return 2;
  size_t Size = LockCount < 1024 ? 1024 : LockCount;
  if (posix_memalign((void **)&Locks, 64, Size * 64))
    return 1;
  for (size_t I = 0; I < Size; ++I)
    pthread_spin_init(&Locks[I * 16], 0);
  timed(Plain, Threads);
  timed(M, Threads);
  for (int I = 0; I < Turns; ++I) {
    Base[I] = timed(Plain, Threads);
    With[I] = timed(M, Threads);
    Ratio[I] = With[I] / Base[I];
  }
  qsort(Base, (size_t)Turns, sizeof(double), compare);
  qsort(With, (size_t)Turns, sizeof(double), compare);
  qsort(Ratio, (size_t)Turns, sizeof(double), compare);
  printf("%.2f %.2f %.2f\n", Base[Turns / 2], With[Turns / 2],
         Ratio[Turns / 2]);
  return 0;
}
