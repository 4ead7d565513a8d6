//===- Model.h - Lock APIs, roles and registrations as data -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What SpinGuard knows about the world outside the program: which functions
// take and give up locks, which functions the system calls and in what state,
// and how a program registers them. All of it is read from YAML model files;
// the default set is read when the tool is built, and embedded. This file holds
// the data model and the look-ups; it knows nothing of LLVM IR.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_MODEL_MODEL_H
#define SPINGUARD_MODEL_MODEL_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace spinguard {

/// What a modelled call does to a lock.
enum class Effect : uint8_t {
  None,       ///< Known to touch no lock and call nothing back.
  Acquire,    ///< The lock is held on return.
  TryAcquire, ///< Held on return when the result says so (see Api::Success).
  Release,    ///< The lock is given up.
  Use,        ///< Taken and given up inside the call (ExInterlocked…).
  Convert,    ///< A held lock changes its mode when the result says so.
  Init,       ///< The lock becomes a lock, unheld.
  Destroy,    ///< The lock stops being one; it must not be held.
  AssertHeld, ///< The program asserts that the lock is held.
  Call,       ///< Calls one of its arguments back at once.
  Alloc,      ///< Returns a fresh object, or null.
  Free,       ///< Frees the object an argument points to.
  NoReturn,   ///< Does not return.
  Pure,       ///< Result depends on the arguments only (same in, same out).
  Level,      ///< Result is the interrupt level of now.
  Opaque,     ///< Nothing is said of what it does; it has a body, or has none.
};

/// Any is for rows that release a lock in whichever mode it is held.
enum class LockMode : uint8_t { Exclusive, Shared, Any };

/// What a routine of a role interrupts, or is.
enum class RoleLevel : uint8_t {
  None,   ///< Nothing: it runs where other code does.
  Dpc,    ///< Threads: a DPC, timer or softirq.
  Isr,    ///< Everything: a hardware interrupt.
  Signal, ///< The thread that gets the signal.
  Thread, ///< It is a thread, which ends with it.
};

/// What a routine is to the module that it belongs to.
enum class ModuleEvent : uint8_t {
  None,
  Load,   ///< The first to be called.
  Unload, ///< The last.
};

/// What a call that must not be made with a lock held does.
enum class Blocks : uint8_t {
  No,
  Wait,       ///< It may sleep or wait.
  Completion, ///< It completes or forwards a request.
  /// It may sleep, but not in an interrupt, nor where softirqs are masked by a
  /// count: there it puts the work off (vfree of Linux).
  WaitInThread,
  /// It may wait for other processors, or take mappings apart: interrupts must
  /// be enabled, whatever locks are held (dma_free_coherent of Linux).
  IrqsOn,
  /// It may wait, and lets preemption on again for that, which its caller has
  /// turned off (__percpu_down_read of Linux).
  WaitPreemptible,
};

/// Whether a lock that is held makes a call wrong, whoever makes it: that is
/// what an instrumented build can tell, which knows no more of its caller.
inline bool isWrongWithLock(Blocks B) {
  return B == Blocks::Wait || B == Blocks::Completion ||
         B == Blocks::WaitPreemptible;
}

/// The highest IRQL of Windows at which a call is allowed.
enum class IrqlLimit : uint8_t {
  Any, ///< At each, or it is not known.
  Passive,
  Apc,
  Dispatch,
};

/// What a context has masked: what cannot interrupt it. In ascending order; an
/// interrupt that is masked masks what is below it.
enum class Masked : uint8_t {
  Nothing,
  Apc,     ///< Kernel APCs (a critical region of Windows).
  Preempt, ///< Other threads on this processor.
  Dpc,     ///< DPCs, softirqs, timers: DISPATCH_LEVEL.
  Isr,     ///< Interrupts.
};

/// The unit of a busy-waiting call's argument.
enum class DelayUnit : uint8_t {
  Nanoseconds,
  Microseconds,
  Milliseconds,
  XLoops, ///< 2^-32 s, as __const_udelay of Linux wants it.
};

/// \p Amount of \p Unit in nanoseconds, rounded down; saturates.
uint64_t delayNanoseconds(uint64_t Amount, DelayUnit Unit);

/// A value a model refers to, written in a small language:
///   none               nothing
///   return             the call's result
///   argN               the N-th argument, from 0
///   argN+K             that plus K bytes
///   *argN, *argN+K     the value loaded from that address: one byte, as an
///   IRQL
///                      is, or with `:B` behind it B bytes, `:p` a word as wide
///                      as a pointer (`*arg2:p`)
///   const K            an integer
///   global NAME        the one lock of that name in the system
///   token NAME X Y     a lock without address, told apart by the values X, Y
///                      (each one of the simple forms above); both optional
///   handle argN        the lock that was acquired with this handle
struct Operand {
  enum Kind : uint8_t {
    None,
    Return,
    Arg,
    Deref,
    Const,
    Global,
    Token,
    Handle
  };
  Kind K = None;
  unsigned ArgNo = 0;       ///< Arg, Deref, Handle.
  int64_t Offset = 0;       ///< Arg, Deref: bytes; Const: the value.
  std::string Name;         ///< Global, Token.
  std::vector<Operand> Sub; ///< Token: at most two.
  unsigned Size = 1; ///< Deref: bytes that are loaded; 0: a pointer's size.

  explicit operator bool() const { return K != None; }
  bool operator==(const Operand &O) const {
    return K == O.K && ArgNo == O.ArgNo && Offset == O.Offset &&
           Name == O.Name && Sub == O.Sub && Size == O.Size;
  }
  bool operator!=(const Operand &O) const { return !(*this == O); }
};

/// A condition on an argument, e.g. `arg0 == 0x1003`, or on the memory that it
/// points to, e.g. `*arg4:8 == 0`. Where the value is not known, both outcomes
/// are possible.
struct ArgCondition {
  enum Op : uint8_t {
    EQ,       ///< `arg0 == K`
    NE,       ///< `arg0 != K`
    MaskSet,  ///< `arg0 & K`: some bit of K is set.
    MaskClear ///< `arg0 !& K`: no bit of K is set.
  };
  unsigned ArgNo = 0;
  Op O = EQ;
  int64_t Value = 0;
  bool Pointee = false; ///< About *(argN + Offset), not about argN.
  int64_t Offset = 0;   ///< Pointee: bytes.
  unsigned Size = 1;    ///< Pointee: bytes that are loaded; 0: a pointer's.

  bool operator==(const ArgCondition &C) const {
    return ArgNo == C.ArgNo && O == C.O && Value == C.Value &&
           Pointee == C.Pointee && Offset == C.Offset && Size == C.Size;
  }
  /// Does the condition hold for this value of the argument? A condition is
  /// about the low 32 bits when the value fits them either way (an enumerator
  /// 0xffffffff and the constant -1 are the same).
  bool holds(int64_t Arg) const;
};

/// The system that a program is for.
enum class TargetSystem : uint8_t {
  Any, ///< Not known, or a host that stands in for another one.
  Windows,
  LinuxKernel,
};

/// The system that a row of a model is about, in the order in which the rows of
/// one name are kept.
enum class ModelSystem : uint8_t { Windows, Every, Linux, Posix };

/// Whether what is said of \p Model holds in programs for \p Target.
inline bool applies(ModelSystem Model, TargetSystem Target) {
  switch (Target) {
  case TargetSystem::Any:
    return true;
  case TargetSystem::Windows:
    return Model <= ModelSystem::Every;
  case TargetSystem::LinuxKernel:
    return Model == ModelSystem::Every || Model == ModelSystem::Linux;
  }
  return true;
}

/// How the result of a TryAcquire, Convert or fallible Acquire tells success.
enum class Success : uint8_t {
  NonZero,
  Zero,
  ZeroOrError, ///< Zero; what tells of a failure is negative.
  NonNegative,
  Always, ///< There is no failure, and perhaps no result.
};

/// One row: a function (or a slot of a function table) and what it does. The
/// rows of one name are alternatives, tried in order: the first one whose
/// conditions hold says what a call does.
struct Api {
  std::string Name;   ///< Normalised symbol name, or "TABLE[SLOT]".
  std::string Family; ///< Name of the model file's family.
  ModelSystem System = ModelSystem::Every; ///< Derived from Family.
  Effect E = Effect::None;
  /// All must hold; empty: always. None is about a pointee.
  std::vector<ArgCondition> When;
  /// And all of these, each about a pointee.
  std::vector<ArgCondition> WhenPointee;
  Operand Lock;
  Operand Handle;  ///< Acquire: the queue handle that names it at release.
  Operand Saved;   ///< Acquire, Masks: where the old IRQL or flags go.
  Operand Restore; ///< Release, Unmasks: the value put back.
  LockMode Mode = LockMode::Exclusive;
  Success Ok = Success::NonZero;
  /// The kind of lock (ke, linux-spin, …); see ModelSet::findLockKind.
  std::string LockKind;
  /// The flavour: raise, at-dpc, irqsave, bh, …. Compared by wrong-variant.
  /// `thread-exit` on a NoReturn row: the thread ends here, so that locks it
  /// holds stay held (an exit of the process or a bug check is none).
  /// `process-exit` there: the process ends in good order.
  std::string Variant;
  bool Recursive = false; ///< Acquiring again by the holder is allowed.
  /// Acquire: the program says that it takes locks of this class in order.
  bool Ordered = false;
  /// Acquire: the result tells success as it does for TryAcquire, but a failure
  /// means a wrong argument, so that programs may ignore it. Where the result
  /// is not used, the lock is held.
  bool Fallible = false;
  Operand Callee;            ///< Call: the function called back.
  std::vector<Operand> Pass; ///< Call: its arguments.
  Operand Holding;           ///< Call: lock held around the call back.
  Operand Object;            ///< Free: the object that is freed.
  /// The object whose handler (a timer's function, a work item's) has ended
  /// when the call returns: it waits for it.
  Operand WaitsFor;
  /// Level: bits of the result that are set where nothing is masked; or 0.
  uint64_t OpenBits = 0;
  Blocks Blocking = Blocks::No;
  IrqlLimit MaxIrql = IrqlLimit::Any;
  /// What is masked after the call, and what the call stops masking. With
  /// Saved and Restore, what was masked before comes back; with Nested, each
  /// Masks wants an Unmasks of its own; with neither, one Unmasks undoes any
  /// number. Of an acquire or a release, it goes with the lock.
  Masked Masks = Masked::Nothing;
  Masked Unmasks = Masked::Nothing;
  bool Nested = false;
  /// What the caller must have masked already (KeAcquireSpinLockAtDpcLevel).
  Masked Wants = Masked::Nothing;
  /// The argument (or constant) that says for how long the call busily waits.
  Operand Delay;
  DelayUnit Unit = DelayUnit::Microseconds;
  /// A name that any program may have for something else: the row is for calls
  /// of a function that the program does not define.
  bool External = false;
  bool NeverNull = false; ///< Alloc: the result is never null.
  /// Release: only where the lock is known to be held. What looks like one may
  /// be something else.
  bool IfHeld = false;
  /// Init: every lock of this kind has to be initialised by such a call.
  bool Required = false;
};

/// What all locks of one kind have in common. A kind that no model tells of is
/// as a spin lock.
struct LockKindInfo {
  std::string Name; ///< ke, linux-mutex, ….
  std::string Family;
  /// Tags of the structs that are such a lock.
  std::vector<std::string> Types;
  /// Its holder may sleep (a mutex); otherwise it must not block.
  bool MaySleep = false;
  /// Whoever likes may give it up, at any time (a semaphore): neither that its
  /// holder keeps it nor that another releases it is a defect.
  bool AnyOwner = false;
  /// Each acquire counts one more reason not to be preempted, each release one
  /// less, whatever else its variant masks.
  bool CountsPreemption = false;
  /// Who acquires it may have to wait for who holds it. Otherwise (a section of
  /// readers that nobody keeps out) the order in which it is acquired is no
  /// matter.
  bool Waits = true;
  /// For how long it may be held, in microseconds, unless the user says
  /// otherwise. By default, what the WDK documents.
  unsigned HoldUs = 25;
};

/// An order of locks that the system demands: none of First may be acquired
/// while one of Then is held.
struct LockOrder {
  std::vector<std::string> First, Then; ///< Names of `global` or `token`.
  std::string Family;
};

/// A lock that is held when the system calls a routine of some role.
struct EntryLock {
  Operand Lock; ///< In terms of the routine's own arguments.
  std::string LockKind;
  Operand Saved;            ///< Where the routine finds the IRQL to restore.
  bool MustRelease = false; ///< The routine must give it up before it returns.
  unsigned PointerSize = 0; ///< 4, 8, or 0 for any; the entry is for that only.
};

/// How a role's routine may leave locks it took.
enum class ExitRule : uint8_t {
  Unheld,  ///< Everything taken must be given up.
  MayHold, ///< By contract it may return with a lock held (CSQ callbacks).
};

/// A kind of entry point.
struct Role {
  std::string Name;     ///< dispatch, cancel, dpc, isr, storport-startio, ….
  std::string Original; ///< DRIVER_DISPATCH, … (type name, fun_… map name).
  std::vector<std::string> Aliases; ///< Further original names.
  std::string Family; ///< wdm, storport, kmdf, ndis, linux, posix.
  std::vector<EntryLock> Holds;
  ExitRule Exit = ExitRule::Unheld;
  /// False where callers may hold locks by contract (Linux ops tables): then
  /// giving up a lock that was not taken here is no defect by itself.
  bool EntryUnheld = true;
  bool Once = false; ///< It is never called again while it runs (main).
  /// What is masked when it is called; none: it is not known. (What the routine
  /// itself interrupts, Level, is masked in any case.)
  std::optional<Masked> EntryMasks;
  RoleLevel Level = RoleLevel::None;
  ModuleEvent Module = ModuleEvent::None;
  /// Struct type names of pointer parameters, "" where unknown; they let raw
  /// byte offsets in optimised code be understood.
  std::vector<std::string> Params;
};

/// A place where programs tell the system about a routine.
struct Registration {
  enum Kind : uint8_t {
    Name,     ///< A function of this (normalised) name (glob).
    Store,    ///< Function address stored to a struct field, at run time or by
              ///< a static initialiser.
    Exchange, ///< Function address atomically exchanged into a field.
    CallArg,  ///< Function address passed to a call.
    Section,  ///< Function address, or function, placed in a section (glob).
    Table,    ///< Function in the static initialiser of a struct type (glob);
              ///< a type's own row beats the one for `*`.
  };
  Kind K = Name;
  /// Function, struct, callee (or "TABLE[SLOT]"), section or type name. Struct
  /// names are tags, without `struct.` and LLVM's numeric suffix.
  std::string Pattern;
  unsigned ArgNo = 0; ///< CallArg.
  /// Store, Exchange, Table: byte offset of the first field, number of
  /// fields and stride. Count 0 means any offset.
  int64_t Offset = 0;
  unsigned Count = 1;
  int64_t Stride = 8;
  std::string Field;        ///< Member name, when debug info is to be asked.
  unsigned PointerSize = 0; ///< 4, 8, or 0 for any.
  std::string RoleName;
  std::vector<ArgCondition> When; ///< CallArg.
  /// The object that the routine is the handler of, see Api::WaitsFor: of a
  /// CallArg the argument of this number, of a Store or Table the struct
  /// itself.
  enum : int { NoObject = -1, WholeStruct = -2 };
  int Object = NoObject;
  std::string Family;
  ModelSystem System = ModelSystem::Every; ///< Derived from Family.
};

/// What a pointer at some place is known to point to.
struct TypeHint {
  std::string Struct; ///< A field of this struct … (or empty)
  int64_t Offset = 0; ///< … at this offset …
  std::string Field;  ///< … of this name, when it is known …
  std::string Call;   ///< … or an argument of this call …
  unsigned ArgNo = 0;
  bool Result = false; ///< … or its result …
  std::string Pointee; ///< … points to this struct.
  unsigned PointerSize = 0;
};

/// Strips what targets add to a symbol name: LLVM's \01, the x86 decorations
/// `_f`, `_f@8`, `@f@8`, and `__imp_`. The one place that knows them. `_f` is
/// stripped only when \p IsX86Windows says that the target prefixes names.
std::string normalizeSymbol(llvm::StringRef Name, bool IsX86Windows = false);

/// The name by which models know an inline asm statement of this text:
/// `asm[TEXT]`, TEXT without sections, labels, comments and blanks. Of
/// alternatives that are patched in at run time it is the last. The global that
/// the first operand points into, where a model wants it, follows:
/// `asm[cli]pv_ops`. A volatile store of a constant between two empty
/// statements that are memory barriers is `store[i8=0]`; an asm statement
/// between the store and the second barrier is part of it:
/// `store[i8=0]asm[sti]`.
std::string asmName(llvm::StringRef Text);

/// The parsers of the two small languages in model files. The error is a
/// phrase without position.
llvm::Expected<Operand> parseOperand(llvm::StringRef Text);
llvm::Expected<ArgCondition> parseCondition(llvm::StringRef Text);

/// The words model files use, `try-acquire`, `arg0+8`, ….
llvm::StringRef toString(Effect E);
llvm::StringRef toString(LockMode M);
llvm::StringRef toString(Success S);
llvm::StringRef toString(ExitRule R);
llvm::StringRef toString(Registration::Kind K);
llvm::StringRef toString(RoleLevel L);
llvm::StringRef toString(Blocks B);
llvm::StringRef toString(ModuleEvent E);
llvm::StringRef toString(IrqlLimit L);
llvm::StringRef toString(Masked M);
llvm::StringRef toString(DelayUnit U);
std::string toString(const Operand &O);
std::string toString(const ArgCondition &C);

/// A set of loaded models. Value type, immutable after loading.
class ModelSet {
public:
  /// The models that are built into the tool. Never fails.
  static const ModelSet &defaults();

  /// The set in a compact form, for fromImage of the same build. Equal sets
  /// have equal images.
  std::string image() const;
  /// \p Image is one that image() made; it is not checked.
  static ModelSet fromImage(llvm::StringRef Image);

  /// Adds the models of a YAML buffer. A row for a name (with the same
  /// conditions) that is known already replaces it. On failure nothing is
  /// changed and the error's text is a complete diagnostic with file, line,
  /// source line and caret.
  llvm::Error addYaml(llvm::MemoryBufferRef Buffer);
  llvm::Error addYamlFile(llvm::StringRef Path);

  /// All rows of a normalised function name or table slot that apply to
  /// programs for \p For; empty if unknown.
  llvm::ArrayRef<Api> lookup(llvm::StringRef Name, TargetSystem For) const;

  /// What is known of a kind of lock; for an unknown one, that of a spin lock.
  const LockKindInfo &findLockKind(llvm::StringRef Name) const;
  const std::vector<LockKindInfo> &lockKinds() const { return Kinds; }
  const std::vector<LockOrder> &lockOrders() const { return Orders; }

  /// What a call of the function takes, in nanoseconds, by estimate.
  std::optional<unsigned> callTime(llvm::StringRef Name) const {
    auto It = CallTimes.find(Name);
    return It == CallTimes.end() ? std::nullopt
                                 : std::optional<unsigned>(It->second);
  }
  /// Locks of this kind have to be initialised by a call.
  bool requiresInit(llvm::StringRef LockKind) const {
    return InitKinds.contains(LockKind);
  }
  /// A struct of this tag is a lock.
  bool isLockType(llvm::StringRef Tag) const { return LockTypes.contains(Tag); }

  /// By Name, Original or an alias; null if unknown.
  const Role *findRole(llvm::StringRef Name) const;
  /// The known role name that is spelled most like \p Name; empty if none is.
  llvm::StringRef nearestRoleName(llvm::StringRef Name) const;

  const std::vector<Role> &roles() const { return Roles; }
  const std::vector<Registration> &registrations() const { return Regs; }
  const std::vector<TypeHint> &typeHints() const { return Hints; }

  struct FamilyInfo {
    std::string Name, Title, Source;
    std::string System; ///< windows, linux, posix, … or "".
    unsigned NumApis = 0, NumRoles = 0, NumRegistrations = 0;
  };
  const std::vector<FamilyInfo> &families() const { return Families; }
  /// The operating system that a family belongs to, or "".
  llvm::StringRef systemOf(llvm::StringRef Family) const;
  /// All API names, sorted; for listings and for the relevance slice.
  std::vector<llvm::StringRef> apiNames() const;

private:
  void index();
  llvm::StringMap<std::vector<Api>> Apis;
  std::vector<Role> Roles;
  std::vector<Registration> Regs;
  std::vector<TypeHint> Hints;
  std::vector<LockKindInfo> Kinds;
  std::vector<LockOrder> Orders;
  std::map<std::string, unsigned, std::less<>> CallTimes;
  llvm::StringSet<> LockTypes, InitKinds; ///< Derived: index().
  std::vector<FamilyInfo> Families;
};

/// Functions whose role the user states.
struct RoleAssignment {
  std::string Function;
  std::string RoleName; ///< Known to the ModelSet the file was read with.
};

/// Reads a role file: YAML rows `- {function: NAME, role: dispatch}`, or the
/// original verifier's map header (`#define fun_DRIVER_CANCEL Name`), told
/// apart by its text. Errors as for ModelSet::addYaml.
llvm::Expected<std::vector<RoleAssignment>>
readRoleFile(llvm::MemoryBufferRef Buffer, const ModelSet &Models);

} // namespace spinguard

#endif // SPINGUARD_MODEL_MODEL_H
