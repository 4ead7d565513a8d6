//===- watchdog.c - Reports locks while they are held too long ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// hold_mode=watchdog: a thread that looks at all held stacks, twice within the
// limit, and reports what is there for longer than that. The holder is not
// slowed down by a clock, and need not release ever.
//
// The thread is the only part of the runtime that needs the C library, and a
// program gets it only if it names __spinguard_watchdog.
//
// Where no hook runs after the acquire, a thread that waits for a lock looks
// like one that holds it. So a lock that is in several stacks is nobody's until
// one of them is left.
//
//===----------------------------------------------------------------------===//

#include "../../core/runtime.h"
#include "syscalls.h"
#include <pthread.h>

/// What was seen last in each entry of the contexts that are looked at.
enum { MaxWatched = 256, WatchedHeld = 8 };
static struct {
  uint32_t Seq;
  uint32_t Reported;
  uint64_t Since;
} Seen[MaxWatched][WatchedHeld + 1];

/// Whether another context than C has or waits for a lock.
static int isElsewhere(const struct context *C, uintptr_t Lock) {
  struct context *O = __atomic_load_n(&__sg_contexts, __ATOMIC_ACQUIRE);
  for (; O; O = O->Next)
    for (uint32_t I = O != C && get(O->InUse) ? depthOf(O) : 0; I > 0; --I)
      if (get(O->Held[I].Lock) == Lock &&
          !(get(O->Held[I].Flags) & HeldSkipped))
        return 1;
  return 0;
}

static void look(struct context *C, uint32_t N, uint64_t Now) {
  for (uint32_t I = 1; I <= WatchedHeld; ++I) {
    const struct held *E = &C->Held[I];
    uintptr_t Lock = __atomic_load_n(&E->Lock, __ATOMIC_ACQUIRE);
    const Site *S = get(E->Site);
    uint32_t Seq = get(E->Seq), Flags = get(E->Flags);
    if (!Lock || I > depthOf(C) || Flags & HeldSkipped || !get(C->InUse)) {
      Seen[N][I].Seq = 0;
      continue;
    }
    if (Seen[N][I].Seq != Seq ||
        (!(Flags & HeldAcquired) && I == depthOf(C) && isElsewhere(C, Lock))) {
      Seen[N][I].Seq = Seq;
      Seen[N][I].Since = Now;
      Seen[N][I].Reported = 0;
      continue;
    }
    uint32_t Limit = S->hold_us ? S->hold_us : __sg_options.HoldUs;
    uint64_t Us = __sg_clock_us(Now - Seen[N][I].Since);
    if (Us <= Limit || Seen[N][I].Reported || get(E->Seq) != Seq ||
        get(E->Lock) != Lock)
      continue;
    Seen[N][I].Reported = 1;
    struct finding F;
    __sg_find(&F, C, S, MessageHeldSinceLong, Lock, 0);
    F.A = Us;
    F.B = Limit;
    __sg_report(&F);
  }
}

static void *watch(void *Unused) {
  uint64_t All = ~0ull;
  CALL4(rt_sigprocmask, 0 /* SIG_BLOCK */, &All, 0, sizeof(All));
  __sg_context();
  // Not more often than every 50 us: the limit of a site may be shorter.
  int64_t Pause = (int64_t)__sg_options.HoldUs * 500;
  if (Pause < 50000)
    Pause = 50000;
  int64_t Time[2] = {Pause / 1000000000, Pause % 1000000000};
  for (;;) {
    CALL2(nanosleep, Time, 0);
    uint64_t Now = __sg_clock();
    // New ones come in front: a context is known by its place from the end.
    struct context *First = __atomic_load_n(&__sg_contexts, __ATOMIC_ACQUIRE);
    uint32_t Number = 0;
    for (struct context *C = First; C; C = C->Next)
      ++Number;
    for (struct context *C = First; C; C = C->Next)
      if (--Number < MaxWatched)
        look(C, Number, Now);
  }
  return Unused;
}

/// A child of a fork has no watchdog but its own.
static uint64_t WatchedProcess;

PUBLIC void __spinguard_watchdog(void) {
  uint64_t Pid = __sg_process_id();
  if (__atomic_exchange_n(&WatchedProcess, Pid, __ATOMIC_ACQ_REL) == Pid)
    return;
  pthread_t Thread;
  pthread_attr_t Attributes;
  pthread_attr_init(&Attributes);
  pthread_attr_setdetachstate(&Attributes, PTHREAD_CREATE_DETACHED);
  if (pthread_create(&Thread, &Attributes, watch, 0))
    __sg_say("the watchdog's thread cannot be started; nobody looks at how "
             "long locks are held",
             0, 0);
  pthread_attr_destroy(&Attributes);
}
