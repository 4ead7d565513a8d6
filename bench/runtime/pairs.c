//===- pairs.c - What an acquire and its release cost ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Times the sections of section.c as compiled without (runPlain) and with
// (runWith) the pass, in turns, and prints the medians of nanoseconds a pair
// and of the turns' ratios.
//
//===----------------------------------------------------------------------===//

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  _Alignas(64) pthread_spinlock_t Spin;
} Lock;
typedef void section(size_t Pairs, Lock *Locks, size_t Count, int Nesting);

int Never;
void never(void) {}
section runPlain, runWith;
void initPlain(Lock *Locks, size_t Count);
void initWith(Lock *Locks, size_t Count);

static section *Run;
static Lock *Locks;
static size_t LockCount, Pairs;
static int Nesting;
static pthread_barrier_t Barrier;

static void *thread(void *First) {
  pthread_barrier_wait(&Barrier);
  Run(Pairs, First, LockCount, Nesting);
  return 0;
}

static double timed(section *S, int Threads) {
  struct timespec A, B;
  pthread_t T[8];
  Run = S;
  pthread_barrier_init(&Barrier, 0, (unsigned)Threads);
  for (int I = 1; I < Threads; ++I)
    pthread_create(&T[I], 0, thread, &Locks[I * 16]);
  clock_gettime(CLOCK_MONOTONIC, &A);
  thread(Locks);
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

// THREADS NESTING LOCKS PAIRS TURNS
int main(int Count, char **Arguments) {
  enum { MaxTurns = 101 };
  double Base[MaxTurns], With[MaxTurns], Ratio[MaxTurns];
  if (Count != 6)
    return 2;
  int Threads = atoi(Arguments[1]), Turns = atoi(Arguments[5]);
  Nesting = atoi(Arguments[2]);
  LockCount = (size_t)atol(Arguments[3]);
  Pairs = (size_t)atol(Arguments[4]);
  if (Turns < 1 || Turns > MaxTurns || Threads < 1 || Threads > 8)
    return 2;
  size_t Size = LockCount < 1024 ? 1024 : LockCount;
  Locks = aligned_alloc(sizeof(Lock), Size * sizeof(Lock));
  if (!Locks)
    return 1;
  initPlain(Locks, Size);
  initWith(Locks, Size);
  timed(runPlain, Threads);
  timed(runWith, Threads);
  for (int I = 0; I < Turns; ++I) {
    Base[I] = timed(runPlain, Threads);
    With[I] = timed(runWith, Threads);
    Ratio[I] = With[I] / Base[I];
  }
  qsort(Base, (size_t)Turns, sizeof(double), compare);
  qsort(With, (size_t)Turns, sizeof(double), compare);
  qsort(Ratio, (size_t)Turns, sizeof(double), compare);
  printf("%.2f %.2f %.2f\n", Base[Turns / 2], With[Turns / 2],
         Ratio[Turns / 2]);
  return 0;
}
