//===- posix.c - The runtime in a POSIX process ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// System calls are made directly, and nothing of the C library is needed. Two
// of its symbols are used where they are there (weak): `environ`, and `fflush`
// before the process is ended from here.
//
// If there were reports, the exit status becomes that of option exitcode: the
// last destructor ends the process with it, after what atexit and destructors
// of the program had to do.
//
//===----------------------------------------------------------------------===//

#include "../../core/runtime.h"
#include "syscalls.h"

__thread struct context *__spinguard_self
    __attribute__((tls_model("initial-exec"))) = &__sg_nobody;

extern char **environ __attribute__((weak));
extern int fflush(void *) __attribute__((weak));

uint64_t __sg_thread_id(void) { return (uint64_t)CALL0(gettid); }
uint64_t __sg_process_id(void) { return (uint64_t)CALL0(getpid); }

enum { NoSuchProcess = 3 };

int __sg_thread_lives(uint64_t Tid) {
  return Tid && CALL3(tgkill, CALL0(getpid), Tid, 0) != -NoSuchProcess;
}

void *__sg_memory(size_t Size) {
  // PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS
  long P = CALL6(mmap, 0, Size, 3, 0x22, -1, 0);
  return P < 0 && P > -4096 ? 0 : (void *)P;
}

//===----------------------------------------------------------------------===//
// Clock
//===----------------------------------------------------------------------===//

static uint64_t nanoseconds(void) {
  int64_t Time[2] = {0, 0};
  CALL2(clock_gettime, 1 /* CLOCK_MONOTONIC */, Time);
  return (uint64_t)Time[0] * 1000000000u + (uint64_t)Time[1];
}

// A system call each time would cost more than what is measured. The counter's
// unit is found by comparing it with the system's clock.
#if defined(__x86_64__) || defined(__aarch64__)
uint64_t __sg_clock(void) {
#ifdef __x86_64__
  return __builtin_ia32_rdtsc();
#else
  uint64_t Ticks;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(Ticks));
  return Ticks;
#endif
}

static uint64_t StartTicks, StartNs, TicksPerMs;

uint64_t __sg_clock_us(uint64_t Ticks) {
  uint64_t Per = get(TicksPerMs);
  if (!Per) {
    uint64_t Ns;
    // A millisecond is enough for three digits.
    do
      Ns = nanoseconds() - StartNs;
    while (Ns < 1000000);
    Per = (__sg_clock() - StartTicks) / (Ns / 1000) * 1000;
    if (!Per)
      Per = (__sg_clock() - StartTicks) * 1000 / (Ns / 1000);
    set(TicksPerMs, Per);
  }
  // A counter of another processor may be a little behind.
  return (int64_t)Ticks < 0 ? 0 : Ticks / Per * 1000 + Ticks % Per * 1000 / Per;
}

static void startClock(void) {
  StartNs = nanoseconds();
  StartTicks = __sg_clock();
}
#else
uint64_t __sg_clock(void) { return nanoseconds(); }
uint64_t __sg_clock_us(uint64_t Ticks) { return Ticks / 1000; }
static void startClock(void) {}
#endif

//===----------------------------------------------------------------------===//
// Signals
//===----------------------------------------------------------------------===//

enum { SigBlock = 0, SigSetMask = 2 };

uintptr_t __sg_mask_interrupts(void) {
  uint64_t All = ~0ull, Old = 0;
  CALL4(rt_sigprocmask, SigBlock, &All, &Old, sizeof(Old));
  return (uintptr_t)Old;
}

void __sg_restore_interrupts(uintptr_t Mask) {
  uint64_t Set = Mask;
  CALL4(rt_sigprocmask, SigSetMask, &Set, 0, sizeof(Set));
}

// The levels of a simulated kernel take the bits of the two signals that the C
// library keeps to itself.
enum { DpcBit = 31, IsrBit = 32 };
#define LEVELS (1ull << DpcBit | 1ull << IsrBit)

__attribute__((weak)) PUBLIC uint32_t __spinguard_masked_levels(void) {
  return 0;
}

uint64_t __sg_masked(uint32_t SiteFlags, uint32_t Roles) {
  if (SiteFlags & SPINGUARD_SITE_MASKS)
    return ~0ull;
  uint64_t Set = 0;
  CALL4(rt_sigprocmask, SigBlock, 0, &Set, sizeof(Set));
  Set &= ~LEVELS;
  Roles |= __spinguard_masked_levels();
  if (Roles & SPINGUARD_ROLE_ISR)
    return Set | LEVELS;
  if (Roles & SPINGUARD_ROLE_DPC || SiteFlags & SPINGUARD_SITE_RAISES)
    return Set | 1ull << DpcBit;
  return Set;
}

uint64_t __sg_handler_mask(uint64_t Masked, uint32_t Roles) {
  if (Roles & SPINGUARD_ROLE_SIGNAL)
    return Masked & ~LEVELS;
  return 1ull << (Roles & SPINGUARD_ROLE_ISR ? IsrBit : DpcBit);
}

void __sg_relax(uint32_t Spins) {
  if (Spins % 256 == 255)
    CALL0(sched_yield);
#ifdef __x86_64__
  __builtin_ia32_pause();
#endif
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

enum { AtCwd = -100, OpenRead = 02000000, OpenAppend = 02002101 };

/// A path in the options ends where the option does.
static size_t copyPath(char *To, size_t Room, const char *Path) {
  size_t I = 0;
  for (; I < Room && Path[I] && Path[I] != ':' && Path[I] != ' ' &&
         Path[I] != ',';
       ++I)
    To[I] = Path[I];
  To[I] = 0;
  return I;
}

static int is(const char *A, const char *B) {
  while (*A && *A == *B)
    ++A, ++B;
  return *A == *B;
}

static struct {
  int Fd;
  uint64_t Pid;
} Sinks[2];

static int openSink(int Sink) {
  char Path[512];
  const char *Option =
      Sink == SinkText ? __sg_options.LogPath : __sg_options.JsonPath;
  uint64_t Pid = __sg_process_id();
  if (Sinks[Sink].Fd && Sinks[Sink].Pid == Pid)
    return Sinks[Sink].Fd;
  Sinks[Sink].Pid = Pid;
  Sinks[Sink].Fd = 2;
  if (!Option)
    return 2;
  size_t Size = copyPath(Path, sizeof(Path) - 24, Option);
  if (is(Path, "stderr"))
    return 2;
  if (is(Path, "stdout"))
    return Sinks[Sink].Fd = 1;
  // As the sanitizers do: one log for each process.
  if (Sink == SinkText) {
    char Digits[20];
    uint32_t Count = 0;
    for (uint64_t N = Pid; N; N /= 10)
      Digits[Count++] = (char)('0' + N % 10);
    Path[Size++] = '.';
    while (Count)
      Path[Size++] = Digits[--Count];
    Path[Size] = 0;
  }
  long Fd = CALL4(openat, AtCwd, Path, OpenAppend, 0644);
  if (Fd < 0) {
    static const char Sorry[] = "SpinGuard: cannot write ";
    CALL3(write, 2, Sorry, sizeof(Sorry) - 1);
    for (Size = 0; Path[Size];)
      ++Size;
    Path[Size] = '\n';
    CALL3(write, 2, Path, Size + 1);
    return 2;
  }
  return Sinks[Sink].Fd = (int)Fd;
}

void __sg_write(int Sink, const char *Data, size_t Size) {
  int Fd = openSink(Sink);
  while (Size) {
    long Written = CALL3(write, Fd, Data, Size);
    if (Written == -4 /* EINTR */)
      continue;
    if (Written <= 0)
      return;
    Data += Written;
    Size -= (size_t)Written;
  }
}

int __sg_color(void) {
  char Settings[64];
  if (__sg_options.Color != ColorAuto)
    return __sg_options.Color == ColorAlways;
  return CALL3(ioctl, openSink(SinkText), 0x5401 /* TCGETS */, Settings) == 0;
}

static char Suppressions[8192];

const char *__sg_suppressions(void) { return Suppressions; }

static void readSuppressions(void) {
  char Path[512];
  copyPath(Path, sizeof(Path) - 1, __sg_options.Suppressions);
  long Fd = CALL4(openat, AtCwd, Path, OpenRead, 0);
  if (Fd < 0) {
    __sg_say("cannot read the suppressions in ", Path, 0);
    __sg_die(2);
  }
  size_t Size = 0;
  for (long Got; Size < sizeof(Suppressions) - 1; Size += (size_t)Got) {
    Got = CALL3(read, Fd, Suppressions + Size, sizeof(Suppressions) - 1 - Size);
    if (Got <= 0)
      break;
  }
  CALL1(close, Fd);
  if (Size == sizeof(Suppressions) - 1) {
    __sg_say("too many suppressions (8191 bytes at most) in ", Path, 0);
    __sg_die(2);
  }
}

//===----------------------------------------------------------------------===//
// Start and end
//===----------------------------------------------------------------------===//

const char *__sg_environment_options(void) {
  static const char Name[] = "SPINGUARD_OPTIONS=";
  if (!&environ || !environ)
    return 0;
  for (char **E = environ; *E; ++E) {
    size_t I = 0;
    while (Name[I] && (*E)[I] == Name[I])
      ++I;
    if (!Name[I])
      return *E + I;
  }
  return 0;
}

void __sg_platform_start(void) {
  startClock();
  if (__sg_options.Suppressions)
    readSuppressions();
}

__attribute__((__noreturn__)) static void end(uint32_t Status) {
  for (;;)
    CALL1(exit_group, Status);
}

void __sg_end(uint32_t Status, int Abort) {
  if (Abort) {
    uint64_t None = 0, Default[4] = {0};
    CALL4(rt_sigaction, 6 /* SIGABRT */, Default, 0, sizeof(None));
    CALL4(rt_sigprocmask, SigSetMask, &None, 0, sizeof(None));
    CALL3(tgkill, CALL0(getpid), CALL0(gettid), 6);
  }
  end(Status);
}

__attribute__((destructor(101))) static void finish(void) {
  if (!__spinguard_report_count() || !__sg_options.ExitCode)
    return;
  if (fflush)
    fflush(0);
  if (__sg_death_callback)
    __sg_death_callback();
  end(__sg_options.ExitCode);
}
