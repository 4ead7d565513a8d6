//===- soak.c - Many threads, many locks, known faults --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   soak THREADS LOCKS SECONDS FAULTS [PLUGIN]
//
// Threads take locks of one class in order, alone, nested, and by attempts, and
// locks that come and go. Meanwhile a timer's handler interrupts them anywhere,
// the process forks, and PLUGIN is loaded, used and unloaded. With FAULTS, they
// make that many faults of each kind, each at a place of its own and once.
//
// Prints what was made and what was reported, by rule; the status is 0 if that
// is the same and every child was silent. A fault that is missed may also hang.
//
//===----------------------------------------------------------------------===//

#include "hooks.h"
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

const char *__spinguard_default_options(void) { return "exitcode=0"; }

static Spin *L;
static long Locks, Seconds, Faults;
static int Stop;
static int Signals;
CLASS(Slot, "slot");

//===----------------------------------------------------------------------===//
// Faults
//===----------------------------------------------------------------------===//

enum kind {
  Double,
  Unheld,
  OtherThread,
  Inversion,
  DestroyHeld,
  NeverInitialised,
  AfterDestroy,
  Blocking,
  WrongValue,
  RoleExit,
  ThreadExit,
  FreeHeld,
  Copied,
  IrqUnsafe,
  Kinds
};
static const char *const RuleOf[Kinds] = {
    "double-acquire",       "release-unheld",      "release-unheld",
    "lock-order-inversion", "lock-lifetime",       "lock-lifetime",
    "lock-lifetime",        "blocking-while-held", "wrong-irql-restored",
    "held-at-exit",         "held-at-exit",        "lock-lifetime",
    "lock-lifetime",        "irq-unsafe"};

enum { MaxFaults = 64, SitesOfFault = 6 };
struct fault {
  struct spinguard_site Sites[SitesOfFault];
  struct spinguard_role Role;
  Spin A, B;
};
static struct fault *All[Kinds];
static long Next;

static int acquire(struct fault *F, int Site, Spin *Lock, uint32_t Flags) {
  F->Sites[Site].flags = SPINGUARD_ACQUIRE | Flags;
  int Skip = __spinguard_before_acquire(&F->Sites[Site], Lock);
  if (!Skip)
    spinLock(Lock);
  return Skip;
}

static int release(struct fault *F, int Site, Spin *Lock) {
  F->Sites[Site].flags = SPINGUARD_RELEASE;
  int Skip = __spinguard_before_release(&F->Sites[Site], Lock);
  if (!Skip)
    spinUnlock(Lock);
  return Skip;
}

static void *releaseElsewhere(void *P) {
  release(P, 1, &((struct fault *)P)->A);
  return 0;
}

static void *exitHolding(void *P) {
  struct fault *F = P;
  acquire(F, 0, &F->A, 0);
  F->Sites[1].flags = SPINGUARD_THREAD_EXIT;
  __spinguard_before_thread_exit(&F->Sites[1]);
  return 0;
}

static void elsewhere(void *(*Routine)(void *), struct fault *F) {
  pthread_t T;
  if (pthread_create(&T, 0, Routine, F))
    abort();
  pthread_join(T, 0);
}

static void make(enum kind K, struct fault *F) {
  int64_t Cookie;
  switch (K) {
  case Double:
    acquire(F, 0, &F->A, 0);
    acquire(F, 1, &F->A, 0);
    release(F, 2, &F->A);
    release(F, 3, &F->A);
    break;
  case Unheld:
    release(F, 0, &F->A);
    break;
  case OtherThread:
    acquire(F, 0, &F->A, 0);
    elsewhere(releaseElsewhere, F);
    release(F, 2, &F->A);
    break;
  case Inversion:
    for (int I = 0; I < 2; ++I) {
      Spin *First = I ? &F->B : &F->A, *Second = I ? &F->A : &F->B;
      acquire(F, 2 * I, First, 0);
      acquire(F, 2 * I + 1, Second, 0);
      release(F, 4, Second);
      release(F, 5, First);
    }
    break;
  case DestroyHeld:
    acquire(F, 0, &F->A, 0);
    F->Sites[1].flags = SPINGUARD_DESTROY;
    __spinguard_destroy(&F->Sites[1], &F->A);
    release(F, 2, &F->A);
    break;
  case AfterDestroy:
    F->Sites[1].flags = SPINGUARD_INIT;
    __spinguard_init(&F->Sites[1], &F->A);
    F->Sites[2].flags = SPINGUARD_DESTROY;
    __spinguard_destroy(&F->Sites[2], &F->A);
    // fallthrough
  case NeverInitialised:
    acquire(F, 0, &F->A, SPINGUARD_SITE_MUST_INIT);
    release(F, 3, &F->A);
    break;
  case Blocking:
    acquire(F, 0, &F->A, 0);
    F->Sites[1].flags = SPINGUARD_BLOCKING;
    __spinguard_before_blocking(&F->Sites[1]);
    release(F, 2, &F->A);
    break;
  case WrongValue:
    acquire(F, 0, &F->A, 0);
    __spinguard_after_acquire_saved(&F->Sites[0], &F->A, 5);
    F->Sites[1].flags = SPINGUARD_RELEASE;
    if (!__spinguard_before_release_saved(&F->Sites[1], &F->A, 7))
      spinUnlock(&F->A);
    break;
  case RoleExit:
    Cookie = __spinguard_role_enter(&F->Role);
    acquire(F, 0, &F->A, 0);
    __spinguard_role_exit(&F->Role, Cookie);
    break;
  case ThreadExit:
    elsewhere(exitHolding, F);
    break;
  case FreeHeld:
    acquire(F, 0, &F->A, 0);
    F->Sites[1].flags = SPINGUARD_FREE;
    __spinguard_free(&F->Sites[1], &F->A, sizeof(F->A));
    release(F, 2, &F->A);
    break;
  case Copied:
    acquire(F, 0, &F->A, 0);
    F->Sites[1].flags = SPINGUARD_COPY;
    __spinguard_copy(&F->Sites[1], &F->B, &F->A, sizeof(F->A));
    release(F, 2, &F->A);
    break;
  case IrqUnsafe:
    F->Role.flags = SPINGUARD_ROLE_SIGNAL;
    Cookie = __spinguard_role_enter(&F->Role);
    acquire(F, 0, &F->A, 0);
    release(F, 1, &F->A);
    __spinguard_role_exit(&F->Role, Cookie);
    acquire(F, 2, &F->A, 0);
    release(F, 3, &F->A);
    break;
  case Kinds:
    break;
  }
}

/// The next fault there is, whatever its kind.
static void makeNext(void) {
  long I = __atomic_fetch_add(&Next, 1, __ATOMIC_RELAXED);
  if (I < Faults * Kinds)
    make((enum kind)(I % Kinds), &All[I % Kinds][I / Kinds]);
}

static void prepare(void) {
  for (int K = 0; K < Kinds; ++K) {
    All[K] = calloc((size_t)Faults + 1, sizeof(struct fault));
    for (long I = 0; I < Faults; ++I) {
      struct fault *F = &All[K][I];
      for (uint32_t S = 0; S < SitesOfFault; ++S) {
        F->Sites[S].line = (uint32_t)(K * 1000 + I * 10) + S;
        F->Sites[S].function = "fault";
        F->Sites[S].file = "soak.c";
        F->Sites[S].lock_name = "A";
        F->Sites[S].api = "spin";
      }
      F->Role.role = "role";
      F->Role.function = "fault";
      F->Role.file = "soak.c";
    }
  }
}

static uint32_t Reported[Kinds];

void __spinguard_on_report(const struct spinguard_report *R) {
  // Under the runtime's lock. Counted for the first kind of the rule.
  for (int K = 0; K < Kinds; ++K)
    if (!strcmp(R->rule, RuleOf[K])) {
      ++Reported[K];
      return;
    }
  fprintf(stderr, "a report of another rule: %s\n", R->rule);
  abort();
}

//===----------------------------------------------------------------------===//
// What is sound
//===----------------------------------------------------------------------===//

static void *work(void *Seed) {
  unsigned long Random = (unsigned long)Seed;
  ENTER(SPINGUARD_ROLE_THREAD, "thread");
  for (long I = 0; !__atomic_load_n(&Stop, __ATOMIC_RELAXED); ++I) {
    Random = Random * 6364136223846793005u + 1442695040888963407u;
    long X = (long)(Random >> 33) % (Locks - 1);
    long Y = X + 1 + (long)(Random >> 17 & 0xffff) % (Locks - X - 1);
    LOCK_AS(&L[X], &Slot, SPINGUARD_SITE_MUST_INIT);
    if (I % 4 == 1) {
      LOCK_AS(&L[Y], &Slot, SPINGUARD_SITE_MUST_INIT);
      UNLOCK_AS(&L[Y], &Slot, 0);
    } else if (I % 4 == 2) {
      LOCK(&L[Y]);
      UNLOCK(&L[Y]);
    } else if (I % 4 == 3 && TRYLOCK(&L[Y])) {
      UNLOCK(&L[Y]);
    }
    UNLOCK_AS(&L[X], &Slot, 0);
    if (I % 64 == 0) {
      Spin Local = {0};
      INIT(&Local);
      LOCK_AS(&Local, 0, SPINGUARD_SITE_MUST_INIT);
      UNLOCK(&Local);
      DESTROY(&Local);
    }
    if (I % 4096 == 0)
      makeNext();
  }
  LEAVE();
  return 0;
}

static void handler(int Signal) {
  static Spin Own[2];
  (void)Signal;
  ENTER(SPINGUARD_ROLE_SIGNAL, "signal");
  if (TRYLOCK(&Own[0])) {
    if (TRYLOCK(&Own[1]))
      UNLOCK(&Own[1]);
    UNLOCK(&Own[0]);
  }
  __atomic_store_n(&Signals, 1, __ATOMIC_RELAXED);
  LEAVE();
}

/// A child that goes on for a while; whether it was silent.
static int forks(void) {
  int Status = 1;
  pid_t Child = fork();
  if (Child < 0) {
    perror("fork"); // The machine has too much to do; no fault of ours.
    return 1;
  }
  if (!Child) {
    uint32_t Before = __spinguard_report_count();
    Spin Mine[2] = {{0}, {0}};
    for (int I = 0; I < 100; ++I) {
      INIT(&Mine[0]);
      LOCK(&Mine[0]);
      LOCK(&Mine[1]);
      UNLOCK(&Mine[1]);
      UNLOCK(&Mine[0]);
      DESTROY(&Mine[0]);
    }
    _exit(__spinguard_report_count() != Before);
  }
  // (A handler interrupts waiting, under ThreadSanitizer for good.)
  while (waitpid(Child, &Status, 0) < 0 && errno == EINTR)
    ;
  if (Status == 0)
    return 1;
  fprintf(stderr, "a child ended with status %x\n", (unsigned)Status);
  return 0;
}

/// Loads the plugin, which takes locks of its own, and unloads it.
static int loads(const char *Path) {
  void *Plugin = dlopen(Path, RTLD_NOW);
  if (!Plugin) {
    fprintf(stderr, "%s\n", dlerror());
    return 0;
  }
  void (*Use)(Spin *, Spin *) = (void (*)(Spin *, Spin *))dlsym(Plugin, "use");
  static Spin A, B;
  Use(&A, &B);
  return !dlclose(Plugin);
}

static double now(void) {
  struct timespec T;
  clock_gettime(CLOCK_MONOTONIC, &T);
  return (double)T.tv_sec + (double)T.tv_nsec / 1e9;
}

int main(int Count, char **Arguments) {
  static const struct spinguard_module M = {
      SPINGUARD_ABI_VERSION, sizeof(M), "soak", 0, 0, 0, 0, 0, 0};
  __spinguard_register_module(SPINGUARD_ABI_VERSION, &M);
  if (Count != 5 && Count != 6)
    return 2;
  long Threads = atol(Arguments[1]), Bad = 0, Children = 0, Loads = 0;
  pthread_t T[64];
  Locks = atol(Arguments[2]);
  Seconds = atol(Arguments[3]);
  Faults = atol(Arguments[4]);
  if (Threads > 64 || Faults > MaxFaults)
    return 2;
  L = calloc((size_t)Locks, sizeof(*L));
  for (long I = 0; I < Locks; ++I)
    INIT_AS(&L[I], &Slot);
  prepare();
  signal(SIGPROF, handler);
  struct itimerval Every = {{0, 2000}, {0, 2000}};
  setitimer(ITIMER_PROF, &Every, 0);
  for (long I = 0; I < Threads; ++I)
    if (pthread_create(&T[I], 0, work, (void *)(I + 1)))
      return 2;
  for (double End = now() + (double)Seconds; now() < End; usleep(20000)) {
    Bad += !forks();
    ++Children;
    if (Count == 6) {
      Bad += !loads(Arguments[5]);
      ++Loads;
    }
  }
  __atomic_store_n(&Stop, 1, __ATOMIC_RELAXED);
  for (long I = 0; I < Threads; ++I)
    pthread_join(T[I], 0);
  memset(&Every, 0, sizeof(Every));
  setitimer(ITIMER_PROF, &Every, 0);
  while (__atomic_load_n(&Next, __ATOMIC_RELAXED) < Faults * Kinds)
    makeNext();

  uint32_t Sum = 0;
  for (int K = 0; K < Kinds; ++K) {
    long Made = 0;
    for (int J = 0; J < Kinds; ++J)
      Made += !strcmp(RuleOf[J], RuleOf[K]) ? Faults : 0;
    int IsFirst = 1;
    for (int J = 0; J < K; ++J)
      IsFirst &= strcmp(RuleOf[J], RuleOf[K]) != 0;
    if (!IsFirst)
      continue;
    Sum += Reported[K];
    Bad += Made != (long)Reported[K];
    printf("%s: %ld made, %u reported\n", RuleOf[K], Made, Reported[K]);
  }
  printf("%ld faults made, %u reported\n", Faults * Kinds, Sum);
  fprintf(stderr, "%ld children, %ld loads, %s\n", Children, Loads,
          Signals ? "signals" : "no signals");
  return Bad != 0;
}
