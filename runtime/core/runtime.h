//===- runtime.h - What the files of the runtime share ----------*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The runtime keeps, for each context (a thread; in kernels a thread and what
// interrupts it), the stack of the locks that it holds. A context writes only
// its own stack: the path of a sound program has no atomic operation and no
// write that another processor sees. Everything else (order of locks, state of
// locks, reports) lies behind one internal lock and is reached only when a
// context meets something new.
//
// Other contexts read a stack at any time, and a signal handler may run
// between any two instructions of its owner. So fields are accessed one by one
// (get, set), an entry counts once its Lock is set, which is written last, and
// Top grows before an entry is filled and shrinks after it is emptied.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RUNTIME_CORE_RUNTIME_H
#define SPINGUARD_RUNTIME_CORE_RUNTIME_H

#include "spinguard/RuntimeABI.h"

#define HIDDEN __attribute__((visibility("hidden")))
#define PUBLIC __attribute__((visibility("default")))
#define COLD __attribute__((__cold__, __noinline__))
/// For the short ways, in files that are compiled for size.
#define FORCE inline __attribute__((__always_inline__))
#define LIKELY(X) __builtin_expect(!!(X), 1)
#define UNLIKELY(X) __builtin_expect(!!(X), 0)

#define NOINLINE __attribute__((__noinline__))

/// Single accesses that no compiler tears, and no order between processors: for
/// what another context reads or writes. Of its own stack, a context reads with
/// plain accesses what it writes with these.
#define get(Place) __atomic_load_n(&(Place), __ATOMIC_RELAXED)
#define set(Place, Value) __atomic_store_n(&(Place), Value, __ATOMIC_RELAXED)
/// What a signal handler of this context must see in order.
#define signalFence() __atomic_signal_fence(__ATOMIC_SEQ_CST)

typedef struct spinguard_site Site;
typedef struct spinguard_class Class;
typedef struct spinguard_role Role;

//===----------------------------------------------------------------------===//
// Contexts
//===----------------------------------------------------------------------===//

enum {
  MaxHeld = 64, ///< Locks held at once that are checked; more are let be.
  MaxRoles = 8, ///< Routines inside of each other, likewise.
  StaticContexts = 64,
};

/// held.Flags: 0 for what the fast path pushed, and else in the bits that sites
/// do not use:
enum {
  HeldInterrupted = 1 << 21, ///< Its context is interrupted by a handler.
  HeldCallers = 1 << 22,     ///< Acquired outside of the role that runs.
  HeldOwnFlags = 1 << 23,    ///< The site's flags, too, are here.
  HeldSkipped = 1 << 24,  ///< The acquire was skipped; so will be the release.
  HeldTimed = 1 << 25,    ///< Since is set.
  HeldSaved = 1 << 26,    ///< Extra is the saved IRQL or flags.
  HeldHandle = 1 << 27,   ///< Extra is the handle.
  HeldAcquired = 1 << 28, ///< Surely held: a hook after the acquire ran.
  HeldTry = 1 << 29,      ///< By a try-acquire.
  HeldEntry = 1 << 30,    ///< By the system, before the routine.
};

struct held {
  uintptr_t Lock; ///< 0: nothing here.
  const Site *Site;
  uint32_t Flags; ///< 0 where Lock is 0.
  uint32_t Seq;   ///< Another one for each acquire that does not repeat this.
  uint64_t Chain; ///< Hash of the keys from the bottom to here; not in entry 1.
  /// These stay when the entry is released: an acquire of Last at Site, on top
  /// of an entry that is the same as then, needs no check in this Epoch.
  uintptr_t Last; ///< 0: no.
  union {
    struct {
      uintptr_t BelowLock;
      const struct spinguard_site *BelowSite;
    };
    struct { ///< Of entries with flags that say so.
      uint64_t Extra;
      uint64_t Since;
    };
  };
  uint32_t BelowSeq, Epoch;
};

struct roleFrame {
  const Role *Role;
  uint32_t Base; ///< Depth on entry, with no entry lock.
  /// Of these entries, the last that are empty: a handler leaves the one that
  /// may just be filled alone.
  uint32_t Holes;
  uint32_t Special;  ///< Of the context, before.
  uintptr_t Dropped; ///< The caller's lock that the routine let go of.
};

/// context.Special: the fast path is not for this context. The low bits are
/// SPINGUARD_ROLE_HANDLER of the roles that it is in.
enum {
  SpecialNobody = 1 << 8,     ///< Not registered yet.
  SpecialSampled = 1 << 10,   ///< hold_mode=sampled or watchdog
  SpecialReporting = 1 << 11, ///< Inside of the report callback.
};

struct context {
  union {
    /// Entries 1 to Top; nothing is held where entry 1 is empty. So a section
    /// with no other around it writes one entry, and nothing else. One entry
    /// more than can be filled, as the one above is looked at.
    struct held Held[MaxHeld + 2] __attribute__((aligned(64)));
    /// In the place of entry 0: short offsets for what is used most.
    struct {
      uint32_t Top; ///< The newest entry if anything is held; at least 1.
      uint32_t Special;
      uint32_t Seq;
      uint32_t Overflow; ///< Held beyond MaxHeld.
      uint32_t InUse;
      uintptr_t LeafSkipped;
      uint64_t Tid;
      struct context *Next; ///< All that ever were; never shrinks.
      struct roleFrame
          *Frame; ///< The innermost role's; Roles if there is none.
    };
  };
  struct roleFrame Roles[MaxRoles + 1]; ///< The first is none.
};

/// How many entries there are; of another context than the caller's, roughly.
static inline uint32_t depthOf(const struct context *C) {
  uint32_t Top = get(C->Top);
  return Top > 1 ? Top : get(C->Held[1].Lock) != 0;
}

static inline uint32_t flagsOf(const struct held *E) {
  uint32_t Flags = get(E->Flags);
  return Flags & HeldOwnFlags ? Flags : Flags | get(E->Site)->flags;
}

#include "platform.h"

extern HIDDEN struct context __sg_nobody;
extern HIDDEN struct context *__sg_contexts;

/// The calling context, registered; null if there is no memory for it.
HIDDEN struct context *__sg_context(void);
/// Gives the calling context back: its thread ends.
HIDDEN void __sg_leave_context(void);
/// The newest entry of C of a lock in [Lock, Lock + Size), or of Lock itself,
/// but for those whose acquire was skipped.
HIDDEN struct held *__sg_newest(struct context *C, uintptr_t Lock,
                                uintptr_t Size);
/// Who has such a lock: Self, or else another.
HIDDEN const struct held *__sg_find_holder(struct context *Self, uintptr_t Lock,
                                           uintptr_t Size,
                                           struct context **Owner);

//===----------------------------------------------------------------------===//
// The internal lock
//===----------------------------------------------------------------------===//

/// Taken with interrupts masked, never while waiting for anything else, and
/// taken over from owners that a fork left behind.
HIDDEN uintptr_t __sg_lock(void);
HIDDEN void __sg_unlock(uintptr_t Mask);

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

enum { HoldOff, HoldWatchdog, HoldSampled, HoldExact };
enum { ColorAuto, ColorAlways, ColorNever };

struct options {
  uint32_t HaltOnError, ExitCode, AbortOnError, Verbosity, Color;
  uint32_t HoldUs, HoldMode, GatedInversions, AbortOnSelfDeadlock, Json;
  const char *LogPath, *JsonPath, *Suppressions; ///< End at ':' or NUL.
};
extern HIDDEN struct options __sg_options;

/// Reads the options, once.
HIDDEN void __sg_start(void);
HIDDEN void __sg_module_options(const char *Text);
HIDDEN int __sg_suppressed(const char *Rule, const char *Function,
                           const char *File, const char *Lock);

//===----------------------------------------------------------------------===//
// Order of locks, and where classes are used
//===----------------------------------------------------------------------===//

/// class.usage
enum {
  UsageSettled = 1 << 0, ///< Nothing to learn from one more ordinary acquire.
  UsageProbe = 1 << 1,   ///< Counts looks at what is masked,
  UsageProbes = 16 << 1, ///< until it is enough.
};

/// What stands for the class of sites without one.
extern PUBLIC Class __spinguard_no_class;
/// What an acquire adds to a chain: its site, which has one class; or the lock
/// where it has none.
static FORCE uint64_t keyAt(const Site *S, uintptr_t Lock) {
  uint64_t Key = (uintptr_t)S;
  return S->lock_class ? Key : Key + Lock * 0x9e3779b97f4a7c15u;
}

/// The chain of an acquire on top of Depth entries; 0 if that is none.
HIDDEN uint64_t __sg_chain(const struct context *C, uint32_t Depth,
                           const Site *S, uintptr_t Lock);

enum { ChainOfSites, ChainOfLocks, ChainKinds };

/// Whether the order of an acquire of Lock on top of Depth entries is known:
/// the chain of sites is, or the hash of it and of the locks; both are put into
/// Chains. The second is 0 if Lock is among those that are held.
HIDDEN int __sg_is_known(const struct context *C, uint32_t Depth, const Site *S,
                         uintptr_t Lock, uint64_t *Chains);
/// Checks the order of an acquire of Lock on top of the Depth entries of C.
HIDDEN void __sg_check_order(struct context *C, const Site *S, uintptr_t Lock,
                             uint32_t Depth);
/// Nothing is known of any chain any more.
HIDDEN void __sg_forget_chains(void);
/// The graph may be broken, and so may what is known of locks.
HIDDEN void __sg_forget_all(void);
/// Notes in which kind of context a class is used, if that is of interest;
/// reports irq-unsafe.
HIDDEN void __sg_check_usage(struct context *C, const Site *S, uintptr_t Lock);
/// The lock at this address is no more.
HIDDEN void __sg_forget_order(uintptr_t Lock);
HIDDEN void __sg_unload_order(const struct spinguard_module *M);

//===----------------------------------------------------------------------===//
// Locks by address
//===----------------------------------------------------------------------===//

/// Bumped when a lock that was initialised no longer is, and with whatever else
/// ends what is known of an acquire that repeats one.
extern PUBLIC uintptr_t __spinguard_locks_epoch;
/// Not 0: there are more locks than the runtime can tell apart.
extern PUBLIC uint32_t __spinguard_locks_unknown;
/// Locks known to be initialised, or reported, with the epoch added; for all
/// contexts.
enum { KnownLocks = 4096 };
extern PUBLIC uintptr_t __spinguard_known_locks[KnownLocks];

/// Its high bits are good: for tables that addresses are looked up in.
static FORCE uint32_t hashOf(uint64_t Key) {
  return (uint32_t)(Key >> 2) * 0x9e3779b1u;
}
static FORCE uintptr_t *knownSlot(uintptr_t Lock) {
  return &__spinguard_known_locks[hashOf(Lock) >> 20];
}
static FORCE int mustCheckInit(const Site *S, uintptr_t Lock) {
  return S->flags & SPINGUARD_SITE_MUST_INIT &&
         UNLIKELY(get(*knownSlot(Lock)) !=
                  Lock + get(__spinguard_locks_epoch)) &&
         LIKELY(!get(__spinguard_locks_unknown));
}

static inline void __sg_forget_repetitions(void) {
  // Of those who have the internal lock, one at a time.
  set(__spinguard_locks_epoch, __spinguard_locks_epoch + 1);
}

/// Reports an acquire of a lock that must be initialised and is not.
HIDDEN void __sg_check_init(struct context *C, const Site *S, uintptr_t Lock);
/// The class that the lock at this address got at its initialisation, or null.
HIDDEN Class *__sg_class_of(uintptr_t Lock);
HIDDEN void __sg_unload_locks(const struct spinguard_module *M);

//===----------------------------------------------------------------------===//
// Reports
//===----------------------------------------------------------------------===//

/// One row a message: name, rule, sentence. In the sentence, %l is the lock,
/// %a and %b are numbers, %A and %B the same in hexadecimal, %s the routine or
/// the called function, %h the handler that %a or the context is in.
#define SPINGUARD_MESSAGES(MESSAGE)                                            \
  MESSAGE(AcquiredAgain, DoubleAcquire, "%l is acquired again by its holder")  \
  MESSAGE(AcquiredInHandler, DoubleAcquire,                                    \
          "%l is acquired in %h that interrupted its holder")                  \
  MESSAGE(NotHeld, ReleaseUnheld, "%l is released but is not held")            \
  MESSAGE(HeldByOther, ReleaseUnheld,                                          \
          "%l is released by another thread than its holder, thread %a")       \
  MESSAGE(HeldAtReturn, HeldAtExit, "%l is still held when %s returns")        \
  MESSAGE(HeldAtThreadExit, HeldAtExit,                                        \
          "%l is still held when %s ends the thread")                          \
  MESSAGE(HeldAtProcessExit, HeldAtExit,                                       \
          "%l is still held when %s ends the process")                         \
  MESSAGE(WrongValue, WrongIrqlRestored,                                       \
          "the release of %l restores %A, but its acquire saved %B")           \
  MESSAGE(OtherVariant, WrongVariant,                                          \
          "%l is released by another variant than it was acquired by")         \
  MESSAGE(HandlerAndUnmasked, IrqUnsafe,                                       \
          "%l is taken in %h, and elsewhere where that can interrupt it")      \
  MESSAGE(Inversion, LockOrderInversion,                                       \
          "%l is acquired in the opposite order elsewhere: a cycle of %a")     \
  MESSAGE(HeldTooLong, NotPromptlyReleased,                                    \
          "%l was held for %a us, and the limit is %b us")                     \
  MESSAGE(HeldSinceLong, NotPromptlyReleased,                                  \
          "%l has been held for %a us, and the limit is %b us")                \
  MESSAGE(Blocking, BlockingWhileHeld, "%s may wait, and %l is held")          \
  MESSAGE(Completion, CompletionWhileHeld, "%s is called, and %l is held")     \
  MESSAGE(NoInit, LockLifetime, "%l is acquired but was never initialised")    \
  MESSAGE(AfterDestroy, LockLifetime, "%l is acquired after it was destroyed") \
  MESSAGE(InitHeld, LockLifetime, "%l is initialised while it is held")        \
  MESSAGE(DestroyHeld, LockLifetime, "%l is destroyed while it is held")       \
  MESSAGE(FreeHeld, LockLifetime,                                              \
          "the memory of %l is freed while it is held")                        \
  MESSAGE(Copied, LockLifetime, "%l is copied by value")                       \
  MESSAGE(NotNested, None,                                                     \
          "%l is released before locks that were acquired after it")

/// One row a rule: name, id, bug check of the driver verifier.
#define SPINGUARD_RULES(RULE)                                                  \
  RULE(None, "note", 0, 0)                                                     \
  RULE(DoubleAcquire, "double-acquire", 0x40009, 0)                            \
  RULE(ReleaseUnheld, "release-unheld", 0x4000B, 0)                            \
  RULE(HeldAtExit, "held-at-exit", 0x40009, 0)                                 \
  RULE(WrongIrqlRestored, "wrong-irql-restored", 0x20015, 0)                   \
  RULE(WrongVariant, "wrong-variant", 0, 0)                                    \
  RULE(IrqUnsafe, "irq-unsafe", 0, 0)                                          \
  RULE(LockOrderInversion, "lock-order-inversion", 0xC4, 0x1001)               \
  RULE(NotPromptlyReleased, "not-promptly-released", 0, 0)                     \
  RULE(BlockingWhileHeld, "blocking-while-held", 0x20011, 0)                   \
  RULE(CompletionWhileHeld, "completion-while-held", 0, 0)                     \
  RULE(LockLifetime, "lock-lifetime", 0xC4, 0)

#define SPINGUARD_ENUM(Name, ...) Message##Name,
enum message { SPINGUARD_MESSAGES(SPINGUARD_ENUM) MessageCount };
#undef SPINGUARD_ENUM

enum { MaxReportSites = 8, MaxReportHeld = 16 };

struct finding {
  enum message Message;
  uint32_t SiteCount;
  uintptr_t Lock;
  const char *Name; ///< Of the lock, or null.
  uint64_t A, B;
  struct context *C;
  const Role *Role; ///< Stands for a site where there is none.
  struct spinguard_report_site Sites[MaxReportSites];
};

/// Begins a finding of C about Lock: At is where (or null), First where C
/// acquired it (or null).
HIDDEN void __sg_find(struct finding *F, struct context *C, const Site *At,
                      enum message M, uintptr_t Lock, const Site *First);
HIDDEN void __sg_add_site(struct finding *F, const char *How, const Site *S,
                          uint64_t Tid);
/// Writes it, once for each rule and pair of sites; may end the process.
HIDDEN void __sg_report(const struct finding *F);
/// The same in one step; if Holder is not 0, that thread acquired it.
HIDDEN COLD void __sg_report_lock(struct context *C, const Site *At,
                                  enum message M, uintptr_t Lock,
                                  const Site *First, uint64_t Holder);
HIDDEN void __sg_unload_reports(const struct spinguard_module *M);
/// One sentence of the runtime itself.
HIDDEN COLD void __sg_say(const char *A, const char *B, const char *C);
HIDDEN COLD __attribute__((__noreturn__)) void __sg_die(uint32_t Status);
HIDDEN extern void (*__sg_death_callback)(void);

static inline int inModule(const struct spinguard_module *M, const Site *S) {
  return S >= M->sites && S < M->sites + M->site_count;
}

#endif // SPINGUARD_RUNTIME_CORE_RUNTIME_H
