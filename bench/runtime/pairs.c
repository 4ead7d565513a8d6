//===- pairs.c - What an acquire and its release cost ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Times the sections of section.c as compiled without (runPlain) and with
// (runWith) the pass, in turns, and prints the least nanoseconds a pair of both
// and the ratio of these, and the median of the turns' ratios. Whatever else the
// machine does only adds time, so the least is what the code itself takes; turns
// are short, and many, for one of them to be left alone.
//
// With WHOLE, the sections are in this file, and their lock is a global that
// main initialises first of all: what the pass needs to see to leave hooks out.
//
//===----------------------------------------------------------------------===//

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef WHOLE
static pthread_spinlock_t OwnPlain, OwnWith;
#define PLAIN
#define RUN runPlain
#define OWN OwnPlain
#include "section.c"
#undef PLAIN
#undef RUN
#undef OWN
#define RUN runWith
#define OWN OwnWith
#include "section.c"
#else
typedef struct {
  _Alignas(64) pthread_spinlock_t Spin;
} Lock;
typedef void section(size_t Pairs, Lock *Locks, size_t Count, int Nesting);
section runPlain, runWith;
void initPlain(Lock *Locks, size_t Count);
void initWith(Lock *Locks, size_t Count);
#endif

int Never;
void never(void) {}

static Lock *Locks;
static size_t LockCount, Pairs;
static int Nesting, WithHooks;
static pthread_barrier_t Barrier;

static void *thread(void *First) {
  pthread_barrier_wait(&Barrier);
#ifdef WHOLE
  if (WithHooks)
    runWith(Pairs);
  else
    runPlain(Pairs);
#else
  if (WithHooks)
    runWith(Pairs, First, LockCount, Nesting);
  else
    runPlain(Pairs, First, LockCount, Nesting);
#endif
  return First;
}

static double timed(int With, int Threads) {
  struct timespec A, B;
  pthread_t T[8];
  WithHooks = With;
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
#ifdef WHOLE
  pthread_spin_init(&OwnWith, 0);
  pthread_spin_init(&OwnPlain, 0);
#endif
  enum { MaxTurns = 10000 };
  static double Ratio[MaxTurns];
  double Base = 1e9, With = 1e9;
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
#ifndef WHOLE
  initPlain(Locks, Size);
  initWith(Locks, Size);
#endif
  timed(0, Threads);
  timed(1, Threads);
  for (int I = 0; I < Turns; ++I) {
    // Who comes first alternates.
    int First = I % 2;
    double A = timed(First, Threads), B = timed(!First, Threads);
    double Plain = First ? B : A, Hooks = First ? A : B;
    Base = Plain < Base ? Plain : Base;
    With = Hooks < With ? Hooks : With;
    Ratio[I] = Hooks / Plain;
  }
  qsort(Ratio, (size_t)Turns, sizeof(double), compare);
  printf("%.3f %.3f %.3f %.3f\n", Base, With, With / Base, Ratio[Turns / 2]);
  return 0;
}
