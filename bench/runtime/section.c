//===- section.c - Sections to time, compiled with and without the pass ---===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// RUN and INIT name the functions. With OPAQUE, a section contains a call that
// the analysis cannot see into (and that is never made), so that it is no leaf.
//
//===----------------------------------------------------------------------===//

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  _Alignas(64) pthread_spinlock_t Spin;
} Lock;

extern int Never;
void never(void);

#ifdef OPAQUE
#define INSIDE()                                                               \
  if (__builtin_expect(Never, 0))                                              \
  never()
#else
#define INSIDE() (void)0
#endif

#ifdef GLOBAL
static Lock Own;
#endif

void INIT(Lock *Locks, size_t Count) {
#ifdef GLOBAL
  pthread_spin_init(&Own.Spin, 0);
#endif
  for (size_t I = 0; I < Count; ++I)
    pthread_spin_init(&Locks[I].Spin, 0);
}

void RUN(size_t Pairs, Lock *Locks, size_t Count, int Nesting) {
#ifdef GLOBAL
  for (size_t I = 0; I < Pairs; ++I) {
    pthread_spin_lock(&Own.Spin);
    pthread_spin_unlock(&Own.Spin);
  }
#else
  if (Nesting == 3) {
    for (size_t I = 0; I < Pairs; I += 3) {
      pthread_spin_lock(&Locks[0].Spin);
      pthread_spin_lock(&Locks[1].Spin);
      pthread_spin_lock(&Locks[2].Spin);
      INSIDE();
      pthread_spin_unlock(&Locks[2].Spin);
      pthread_spin_unlock(&Locks[1].Spin);
      pthread_spin_unlock(&Locks[0].Spin);
    }
  } else if (Count > 1) {
    uint64_t Random = 1;
    for (size_t I = 0; I < Pairs; ++I) {
      Random = Random * 6364136223846793005u + 1442695040888963407u;
      Lock *L = &Locks[(Random >> 33) % Count];
      pthread_spin_lock(&L->Spin);
      INSIDE();
      pthread_spin_unlock(&L->Spin);
    }
  } else {
    for (size_t I = 0; I < Pairs; ++I) {
      pthread_spin_lock(&Locks->Spin);
      INSIDE();
      pthread_spin_unlock(&Locks->Spin);
    }
  }
#endif
}
