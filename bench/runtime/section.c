//===- section.c - Sections to time, with and without hooks ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// RUN and INIT name the functions; with PLAIN, they are left alone by the pass
// even where it sees them (with LTO, or in one file with others). With OPAQUE,
// a section contains a call that the analysis cannot see into (and that is
// never made), so that it is no leaf. With OWN, the lock is that global, which
// nothing else knows.
//
//===----------------------------------------------------------------------===//

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#ifndef SECTION_ONCE
#define SECTION_ONCE
typedef struct {
  _Alignas(64) pthread_spinlock_t Spin;
} Lock;

extern int Never;
void never(void);
#endif

#undef INSIDE
#ifdef OPAQUE
#define INSIDE()                                                               \
  if (__builtin_expect(Never, 0))                                              \
  never()
#else
#define INSIDE() (void)0
#endif

#undef SECTION
#ifdef PLAIN
#define SECTION                                                                \
  __attribute__((noinline, disable_sanitizer_instrumentation, aligned(64)))
#else
#define SECTION __attribute__((noinline, aligned(64)))
#endif

#ifdef OWN
SECTION static void RUN(size_t Pairs) {
  for (size_t I = 0; I < Pairs; ++I) {
    pthread_spin_lock(&OWN);
    INSIDE();
    pthread_spin_unlock(&OWN);
  }
}
#else
SECTION void INIT(Lock *Locks, size_t Count) {
  for (size_t I = 0; I < Count; ++I)
    pthread_spin_init(&Locks[I].Spin, 0);
}

SECTION void RUN(size_t Pairs, Lock *Locks, size_t Count, int Nesting) {
  if (Nesting == 3) {
    // With more than one lock, others each time.
    Lock *L = Locks;
    for (size_t I = 0; I < Pairs; I += 3) {
      pthread_spin_lock(&L[0].Spin);
      pthread_spin_lock(&L[1].Spin);
      pthread_spin_lock(&L[2].Spin);
      INSIDE();
      pthread_spin_unlock(&L[2].Spin);
      pthread_spin_unlock(&L[1].Spin);
      pthread_spin_unlock(&L[0].Spin);
      if (Count > 1 && ++L == Locks + Count - 2)
        L = Locks;
    }
  } else if (Count > 1) {
    // Goes on from turn to turn, so that short ones meet all locks; and not the
    // ones that the other section has just had.
#ifdef PLAIN
    static uint64_t Seed = 1;
#else
    static uint64_t Seed = 0x9e3779b97f4a7c15u;
#endif
    uint64_t Random = Seed;
    for (size_t I = 0; I < Pairs; ++I) {
      Random = Random * 6364136223846793005u + 1442695040888963407u;
      Lock *L = &Locks[(Random >> 33) % Count];
      pthread_spin_lock(&L->Spin);
      INSIDE();
      pthread_spin_unlock(&L->Spin);
    }
    Seed = Random;
  } else {
    for (size_t I = 0; I < Pairs; ++I) {
      pthread_spin_lock(&Locks->Spin);
      INSIDE();
      pthread_spin_unlock(&Locks->Spin);
    }
  }
}
#endif
