//===- RuntimeABI.h - What instrumented code and runtime share --*- C -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place that says how instrumented code talks to the runtime: the
// hooks (a list that the pass expands to declarations and the runtime to
// prototypes), and the layout of the records that the pass emits as data.
// C11 and C++17; needs nothing but <stdint.h> and <stddef.h>.
//
// Strings are NUL-terminated UTF-8 and may be null where nothing is known.
// Every layout below is naturally aligned, without padding, on targets with
// pointers of 64 and of 32 bits.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_RUNTIMEABI_H
#define SPINGUARD_RUNTIMEABI_H

#include <stddef.h>
#include <stdint.h>

/// Goes up with every change that an older runtime or older instrumented code
/// would misunderstand. Both sides compare it before anything else.
#define SPINGUARD_ABI_VERSION 2

//===----------------------------------------------------------------------===//
// Hooks
//===----------------------------------------------------------------------===//
//
// SPINGUARD_HOOKS(HOOK, T) expands to one row a hook:
//
//   HOOK(name, result, (parameters), attribute)
//
// The symbol is `__spinguard_` followed by the name. Result and parameters are
// written T(token), where token is VOID, I32, I64, PTR (any address), SITE,
// ROLE or MODULE (addresses of the records below, `ptr` in LLVM IR). Attribute
// is HOT (on the path of a sound program) or COLD. No hook unwinds; any hook
// may end the process, and so none is `willreturn`.
//
// In C++:
//
//   #define UNPAREN(...) __VA_ARGS__
//   #define TYPE(Token) Types.Token
//   #define HOOK(Name, Result, Params, Attr)
//     declare("__spinguard_" #Name, Result, {UNPAREN Params}, Attr);
//   SPINGUARD_HOOKS(HOOK, TYPE)
//
// How they are used:
//
// before_acquire        Checks, and counts the lock as held. Not 0: this
//                       context holds it already, that was reported, and the
//                       real call must be skipped; the runtime has the release
//                       that belongs to it skipped too. Skip the hooks after
//                       the acquire with the call.
// after_acquire         Starts the hold time; needed for hold_mode=exact only.
// after_acquire_saved   The same, and notes the saved IRQL or flags.
// after_acquire_handle  The same, and notes the handle by which it is released.
// acquire_failed        The acquire said that it failed: not held after all.
// after_try             A try-acquire; acquired is 0 or not. Nothing is called
//                       before it.
// after_convert         An upgrade from shared to exclusive; converted: 0 or
//                       not.
// before_release        Not 0: not held, or belongs to a skipped acquire; skip
//                       the real call.
// before_release_saved  The same for a release that restores a saved value.
// before_release_handle The same for a release that names only the handle.
// leaf_acquire          Instead of before_acquire where the section is balanced
//                       on all paths and takes no other lock. The lock does not
//                       go onto the held stack. Not 0: skip the real call and
//                       the release of the section.
// leaf_release          Not 0: the section's acquire was skipped. Not needed
//                       where the result of leaf_acquire reaches the release.
// role_enter, role_exit Around a routine that the system calls. The cookie is
//                       what role_enter returned. Call role_exit on unwinding
//                       edges too.
// before_thread_exit    Before a call that ends the thread or, with
//                       SPINGUARD_SITE_PROCESS, the process.
// before_blocking       Before a call that may wait, or one that must not be
//                       made with a lock held (SPINGUARD_SITE_COMPLETION).
// init, destroy         Before the real call.
// free                  Before memory goes back; size 0: not known.
// copy                  Before memory that may contain locks is copied.
// register_module       From a constructor, with SPINGUARD_ABI_VERSION.
// unregister_module     From a destructor: the records are about to disappear.

// clang-format off
#define SPINGUARD_HOOKS(HOOK, T)                                               \
  HOOK(before_acquire,        T(I32),  (T(SITE), T(PTR)),                 HOT)  \
  HOOK(after_acquire,         T(VOID), (T(SITE), T(PTR)),                 HOT)  \
  HOOK(after_acquire_saved,   T(VOID), (T(SITE), T(PTR), T(I64)),         HOT)  \
  HOOK(after_acquire_handle,  T(VOID), (T(SITE), T(PTR), T(PTR)),         HOT)  \
  HOOK(acquire_failed,        T(VOID), (T(SITE), T(PTR)),                 COLD) \
  HOOK(after_try,             T(VOID), (T(SITE), T(PTR), T(I32)),         HOT)  \
  HOOK(after_convert,         T(VOID), (T(SITE), T(PTR), T(I32)),         COLD) \
  HOOK(before_release,        T(I32),  (T(SITE), T(PTR)),                 HOT)  \
  HOOK(before_release_saved,  T(I32),  (T(SITE), T(PTR), T(I64)),         HOT)  \
  HOOK(before_release_handle, T(I32),  (T(SITE), T(PTR)),                 HOT)  \
  HOOK(leaf_acquire,          T(I32),  (T(SITE), T(PTR)),                 HOT)  \
  HOOK(leaf_release,          T(I32),  (T(PTR)),                          HOT)  \
  HOOK(role_enter,            T(I64),  (T(ROLE)),                         HOT)  \
  HOOK(role_exit,             T(VOID), (T(ROLE), T(I64)),                 HOT)  \
  HOOK(before_thread_exit,    T(VOID), (T(SITE)),                         COLD) \
  HOOK(before_blocking,       T(VOID), (T(SITE)),                         HOT)  \
  HOOK(init,                  T(VOID), (T(SITE), T(PTR)),                 COLD) \
  HOOK(destroy,               T(VOID), (T(SITE), T(PTR)),                 COLD) \
  HOOK(free,                  T(VOID), (T(SITE), T(PTR), T(I64)),         COLD) \
  HOOK(copy,                  T(VOID), (T(SITE), T(PTR), T(PTR), T(I64)), COLD) \
  HOOK(register_module,       T(VOID), (T(I32), T(MODULE)),               COLD) \
  HOOK(unregister_module,     T(VOID), (T(MODULE)),                       COLD)
// clang-format on

//===----------------------------------------------------------------------===//
// Records
//===----------------------------------------------------------------------===//

/// What a site does: the low eight bits of spinguard_site.flags.
enum {
  SPINGUARD_SITE_KIND = 0xff,
  SPINGUARD_ACQUIRE = 1,
  SPINGUARD_TRY_ACQUIRE = 2,
  SPINGUARD_RELEASE = 3,
  SPINGUARD_INIT = 4,
  SPINGUARD_DESTROY = 5,
  SPINGUARD_FREE = 6,
  SPINGUARD_COPY = 7,
  SPINGUARD_BLOCKING = 8,
  SPINGUARD_THREAD_EXIT = 9,
  SPINGUARD_ROLE_ENTRY = 10, ///< The system acquired it before the role.
  SPINGUARD_CONVERT = 11,
};

/// How it does it: the other bits of spinguard_site.flags.
enum {
  /// Shared (reader) mode; exclusive without it. On the release too.
  SPINGUARD_SITE_SHARED = 1 << 8,
  /// The acquire raises to, or masks, the level of DPCs and softirqs; the
  /// release undoes that. (KeAcquireSpinLockRaiseToDpc, KeReleaseSpinLock,
  /// spin_lock_bh)
  SPINGUARD_SITE_RAISES = 1 << 9,
  /// The acquire masks interrupts, or the signals that take the lock.
  SPINGUARD_SITE_MASKS = 1 << 10,
  /// Released by a handle.
  SPINGUARD_SITE_QUEUED = 1 << 11,
  /// Belongs to Windows: reports name the driver verifier's bug check, and
  /// a release of another variant than the acquire is an error.
  SPINGUARD_SITE_WINDOWS = 1 << 12,
  /// The model says that this lock has to be initialised by a call that is
  /// instrumented as well: an acquire without is an error.
  SPINGUARD_SITE_MUST_INIT = 1 << 13,
  /// Thread exits: the whole process ends.
  SPINGUARD_SITE_PROCESS = 1 << 14,
  /// Blocking calls: completes or forwards a request (completion-while-held).
  SPINGUARD_SITE_COMPLETION = 1 << 15,
  /// Releases: the lock is given up in whichever mode it is held.
  SPINGUARD_SITE_ANY_MODE = 1 << 16,
};

/// One for each static lock class: a global lock, or a field of a type.
/// Mutable; of linkage linkonce_odr and one name a class, so that modules share
/// it. The pass sets the name and leaves the rest 0.
struct spinguard_class {
  const char *name; ///< Null where the class has one lock, a global.
  uint32_t id;      ///< The runtime's.
  uint32_t usage;   ///< The runtime's: where the class was seen.
};

/// One for each place that calls a hook. Constant.
struct spinguard_site {
  uint32_t flags; ///< Kind and flags, above.
  uint32_t line;  ///< 0 where there is no debug info.
  uint32_t column;
  uint32_t hold_us; ///< The limit for this acquire; 0: the option's.
  const char *function;
  const char *file;
  const char *lock_name; ///< As the source writes it: `DevExt->QueueLock`.
  const char *api;       ///< The function that the program calls.
  /// Null where the lock came by pointer: its class is that of its
  /// initialisation, or it is a class of its own.
  struct spinguard_class *lock_class;
};

/// spinguard_role.flags: what the routine interrupts. 0: nothing.
enum {
  SPINGUARD_ROLE_DPC = 1 << 0,    ///< DPC, timer, softirq.
  SPINGUARD_ROLE_ISR = 1 << 1,    ///< Hardware interrupt.
  SPINGUARD_ROLE_SIGNAL = 1 << 2, ///< Signal handler.
  SPINGUARD_ROLE_HANDLER =
      SPINGUARD_ROLE_DPC | SPINGUARD_ROLE_ISR | SPINGUARD_ROLE_SIGNAL,
  /// The context ends with this routine: start routines of threads, main.
  SPINGUARD_ROLE_THREAD = 1 << 3,
  /// By contract the routine returns with its entry lock held.
  SPINGUARD_ROLE_KEEPS_ENTRY = 1 << 4,
  /// By contract the routine may return with locks held.
  SPINGUARD_ROLE_RETURNS_HELD = 1 << 5,
  /// As SPINGUARD_SITE_WINDOWS.
  SPINGUARD_ROLE_WINDOWS = 1 << 6,
};

/// One for each routine that the system calls. Constant.
struct spinguard_role {
  uint32_t flags;
  uint32_t line;
  const char *role; ///< `cancel`, `dispatch`, `thread`, `signal`, ...
  const char *function;
  const char *file;
  /// A lock that is held on entry, and a site of kind SPINGUARD_ROLE_ENTRY that
  /// stands for its acquire; both null if there is none.
  const struct spinguard_site *entry_site;
  const void *entry_lock;
};

/// One for each instrumented module. Constant.
struct spinguard_module {
  uint32_t abi_version; ///< SPINGUARD_ABI_VERSION
  uint32_t size;        ///< sizeof(struct spinguard_module)
  const char *name;
  const struct spinguard_site *sites; ///< All of the module, one array.
  size_t site_count;
  struct spinguard_class *const *classes; ///< All that the sites name.
  size_t class_count;
  /// Defaults in the syntax of SPINGUARD_OPTIONS, weaker than those; or null.
  const char *options;
  /// __spinguard_watchdog where hold_mode=watchdog was asked for at compile
  /// time, which links the watchdog in; else null.
  void (*watchdog)(void);
};

//===----------------------------------------------------------------------===//
// For the program under test
//===----------------------------------------------------------------------===//

/// A place that a report names.
struct spinguard_report_site {
  const char *role; ///< `acquired again`, `acquired first`, ...
  const struct spinguard_site *site;
  uint64_t tid;
};

struct spinguard_report {
  const char *rule;    ///< `double-acquire`, ...
  const char *message; ///< One sentence.
  const void *lock;    ///< Null where no single lock is meant.
  uint64_t tid;
  uint64_t bug_check; ///< 0 or the code of the driver verifier.
  const struct spinguard_report_site *sites;
  size_t site_count;
  const struct spinguard_site *const
      *held; ///< Where the held locks were taken.
  size_t held_count;
};

#ifdef __cplusplus
extern "C" {
#endif

/// Called for every report, after it was written. The program may define it.
void __spinguard_on_report(const struct spinguard_report *Report);
/// Defaults in the syntax of SPINGUARD_OPTIONS. The program may define it.
const char *__spinguard_default_options(void);
/// Called before SpinGuard ends the process.
void __spinguard_set_death_callback(void (*Callback)(void));
/// How many reports there were, without repetitions.
uint32_t __spinguard_report_count(void);
/// The levels (SPINGUARD_ROLE_DPC, SPINGUARD_ROLE_ISR) that cannot interrupt
/// the caller. A simulated kernel may define it; real ones ask the processor.
uint32_t __spinguard_masked_levels(void);
/// Starts the watchdog. Its address is all that instrumented code needs.
void __spinguard_watchdog(void);

// Prototypes of the hooks.
#define SPINGUARD_C_VOID void
#define SPINGUARD_C_I32 int32_t
#define SPINGUARD_C_I64 int64_t
#define SPINGUARD_C_PTR const void *
#define SPINGUARD_C_SITE const struct spinguard_site *
#define SPINGUARD_C_ROLE const struct spinguard_role *
#define SPINGUARD_C_MODULE const struct spinguard_module *
#define SPINGUARD_C_TYPE(Token) SPINGUARD_C_##Token
#define SPINGUARD_C_PROTOTYPE(Name, Result, Params, Attribute)                 \
  Result __spinguard_##Name Params;
SPINGUARD_HOOKS(SPINGUARD_C_PROTOTYPE, SPINGUARD_C_TYPE)

#ifdef __cplusplus
} // extern "C"
#define SPINGUARD_STATIC_ASSERT(Condition)                                     \
  static_assert(Condition, "layout that the pass emits")
#else
#define SPINGUARD_STATIC_ASSERT(Condition)                                     \
  _Static_assert(Condition, "layout that the pass emits")
#endif

SPINGUARD_STATIC_ASSERT(sizeof(struct spinguard_class) == 8 + sizeof(void *));
SPINGUARD_STATIC_ASSERT(sizeof(struct spinguard_site) ==
                        16 + 5 * sizeof(void *));
SPINGUARD_STATIC_ASSERT(offsetof(struct spinguard_site, function) == 16);
SPINGUARD_STATIC_ASSERT(offsetof(struct spinguard_site, lock_class) ==
                        16 + 4 * sizeof(void *));
SPINGUARD_STATIC_ASSERT(sizeof(struct spinguard_role) ==
                        8 + 5 * sizeof(void *));
SPINGUARD_STATIC_ASSERT(sizeof(struct spinguard_module) ==
                        8 + 7 * sizeof(void *));
SPINGUARD_STATIC_ASSERT(offsetof(struct spinguard_module, options) ==
                        8 + 5 * sizeof(void *));

#endif // SPINGUARD_RUNTIMEABI_H
