// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linked into a program that hold-calibration measures: takes each hold time
// that the runtime has measured (hold_mode=exact) where the runtime compares it
// with the limit, so that nothing is lost below a microsecond. At exit, one
// line for each place that acquired: file, line, column, how often, and the
// least, the median and the 9th decile in nanoseconds.
//
// The linker sends __sg_clock_us and __sg_report here (--wrap).

#include "runtime.h"
#include <stdio.h>
#include <stdlib.h>

enum { MaxPlaces = 1024, MaxSamples = 8192 };

static struct place {
  const Site *S;
  uint64_t Times;
  uint32_t Ns[MaxSamples]; // The first ones, then others at random.
} Places[MaxPlaces];
static volatile int Busy;
static _Thread_local uint64_t LastNs;

uint64_t __real___sg_clock_us(uint64_t Ticks);

// Everything is over the limit, and so is reported.
uint64_t __wrap___sg_clock_us(uint64_t Ticks) {
  LastNs = (int64_t)Ticks < 0 ? 0 : __real___sg_clock_us(Ticks * 1000);
  return UINT64_MAX;
}

void __wrap___sg_report(const struct finding *F) {
  if (F->Message != MessageHeldTooLong || F->SiteCount < 2)
    return;
  const Site *S = F->Sites[1].site;
  static uint32_t Random = 1;
  while (__atomic_exchange_n(&Busy, 1, __ATOMIC_ACQUIRE))
    ;
  size_t I = ((uintptr_t)S >> 4) % MaxPlaces;
  for (size_t N = 0; N < MaxPlaces && Places[I].S && Places[I].S != S; ++N)
    I = (I + 1) % MaxPlaces;
  struct place *P = &Places[I];
  if (!P->S || P->S == S) {
    P->S = S;
    Random = Random * 1664525 + 1013904223;
    uint64_t At = P->Times < MaxSamples
                      ? P->Times
                      : ((uint64_t)Random * (P->Times + 1)) >> 32;
    if (At < MaxSamples)
      P->Ns[At] = LastNs > UINT32_MAX ? UINT32_MAX : (uint32_t)LastNs;
    ++P->Times;
  }
  __atomic_store_n(&Busy, 0, __ATOMIC_RELEASE);
}

static int byValue(const void *A, const void *B) {
  uint32_t X = *(const uint32_t *)A, Y = *(const uint32_t *)B;
  return (X > Y) - (X < Y);
}

__attribute__((destructor)) static void tell(void) {
  const char *Path = getenv("SPINGUARD_HOLD_TIMES");
  FILE *Out = Path ? fopen(Path, "a") : 0;
  if (!Out)
    return;
  for (size_t I = 0; I < MaxPlaces; ++I) {
    struct place *P = &Places[I];
    size_t N = P->Times < MaxSamples ? P->Times : MaxSamples;
    if (!N)
      continue;
    qsort(P->Ns, N, sizeof(*P->Ns), byValue);
    size_t Most = N - N / 20;
    uint64_t Sum = 0;
    for (size_t K = 0; K < Most; ++K)
      Sum += P->Ns[K];
    fprintf(Out, "%s\t%u\t%u\t%llu\t%.1f\t%u\n", P->S->file, P->S->line,
            P->S->column, (unsigned long long)P->Times,
            (double)Sum / (double)Most, P->Ns[N * 99 / 100]);
  }
  fclose(Out);
}
