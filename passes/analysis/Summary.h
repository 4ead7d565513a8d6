//===- Summary.h - What a call to a function does ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function's summary: a value in terms of its parameters, globals and the
// memory at its entry, without pointers into IR or into the analysis that made
// it. A call is analysed by substituting the call's arguments.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_SUMMARY_H
#define SPINGUARD_ANALYSIS_SUMMARY_H

#include "analysis/Acquisition.h"
#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace spinguard {

enum class IncidentKind : uint8_t {
  AcquireHeld,
  ReleaseUnheld,
  HeldAtExit,
  InconsistentExit,
  WrongRestore,
  Waits,      ///< A call that may wait, where that is not allowed.
  Completes,  ///< A request is completed or forwarded with a lock held.
  Variant,    ///< Variants of lock functions that do not belong together.
  Lifetime,   ///< A lock is used outside of its life.
  OutOfScope, ///< A local lock is held when its function returns.
};

/// What must hold at a function's entry for an incident to happen.
enum class Need : uint8_t {
  Nothing,
  Unheld,      ///< Its lock is not held.
  Held,        ///< Its lock is held.
  Inside,      ///< A lock is held that lies in the object Lock.
  Initialised, ///< Its lock was initialised already.
  Open,        ///< What the call wants to be masked is not.
  Atomic,      ///< Some lock is held under which nobody may sleep.
  Thread,      ///< It runs in a thread, and softirqs are not masked by a count.
};

/// Something that goes wrong on a feasible path of the function, or that would
/// go wrong if the caller had the lock in the given state.
struct Incident {
  IncidentKind Kind = IncidentKind::AcquireHeld;
  ModuleLoc Loc;
  ModuleLoc Acquired; ///< Of the lock that is held, if known.
  // Interned by the program.
  llvm::StringRef Function; ///< Source name of the function Loc is in.
  llvm::StringRef LockText, LockKind, Api, Class;
  std::string AccessPath; ///< Of the lock, normalised; for the fingerprint.
  /// WrongRestore: what was restored instead. Waits, Completes: the call.
  /// Variant, Lifetime, OutOfScope: what is to be said of the lock ("is ...").
  std::string Detail;
  PathRef Path;
  Need Needs = Need::Nothing;
  PoolId Lock = 0; ///< Held, Unheld.
  /// Atomic: locks that are given up before, so that it is no matter if the
  /// caller holds them.
  std::vector<PoolId> Dropped;
  /// Likewise, those that callers cannot name: none of these kinds (see
  /// Simulation::kindOf) counts. Interned by the program, sorted.
  std::vector<llvm::StringRef> DroppedKinds;
  MaskState Mask; ///< Atomic, Open, Thread: what is masked then; Saved is of
                  ///< the pool.
  /// Waits, no lock held: what is masked. Open: what is wanted.
  Masked Highest = Masked::Nothing;
  LockMode Mode = LockMode::Exclusive;
  DoubtSet Doubts = NoDoubt;   ///< About the lock's being held.
  bool InThread = false;       ///< Waits: only in a thread, see Need::Thread.
  bool IrqsOn = false;         ///< Waits: wrong only with interrupts masked.
  bool Recursive = false;      ///< By a holder in the same mode it is allowed.
  bool Inconsistent = false;   ///< HeldAtExit: see isReleasedAlike().
  std::vector<PoolFact> Facts; ///< Path condition, as far as it can be named.
  /// What has to be so for sure: a caller of which that is not known is not
  /// told of the incident.
  std::vector<PoolFact> Must;
};

/// What a call does to one lock on one of its cases.
struct LockEffect {
  PoolId Lock = 0;
  EntryHold Entry = EntryHold::Any;
  Hold Exit = Hold::Unheld;
  LockMode Mode = LockMode::Exclusive;
  uint8_t Depth = 1;
  bool Many = false, Draining = false, Recursive = false;
  bool Ended = false; ///< Held, and a local: of no concern to a caller.
  DoubtSet Doubts = NoDoubt;
  PoolId Handle = 0, Saved = 0, Restored = 0;
  llvm::StringRef Variant; ///< Of the acquire or release.
  ModuleLoc At;            ///< Of the acquire (held) or release (unheld).
  llvm::StringRef Text, Kind, Api, Class; ///< Interned by the program.
};

/// A call begins or ends the life of a lock, which is not held afterwards: one
/// of both, if that is Unsure. Unknown: it may do so, or leave the lock alone.
struct LifeEffect {
  PoolId Lock = 0;
  Life Alive = Life::Unknown;
  llvm::StringRef Text, Kind, Api, Class; ///< Interned by the program.
  bool operator==(const LifeEffect &O) const {
    return Lock == O.Lock && Alive == O.Alive;
  }
};

/// What was in force when a value was saved, and which of its bits are set
/// where nothing was masked.
struct SavedMask {
  PoolId Saved = 0;
  MaskState Mask;
  uint64_t OpenBits = 0;
};

/// One way a call can end.
struct ExitCase {
  bool Unwinds = false;
  bool ThreadExit = false; ///< Unwinds because the thread ends.
  PoolId Return = 0;
  std::vector<LockEffect> Locks;
  std::vector<LifeEffect> Lives;
  std::vector<PoolId> Freed; ///< Objects of the caller's.
  std::vector<PoolId> Given; ///< Of the caller's: see State.
  /// Where something unknown was copied to, and how many bytes.
  std::vector<std::pair<PoolId, int64_t>> Wiped;
  std::vector<PoolFact> Facts;
  MaskState Mask; ///< Saved is of the pool.
  std::vector<SavedMask> Saves;
  std::vector<std::pair<PoolId, PoolId>> Mem; ///< Address → new value.
  std::vector<PoolId> Clobbered; ///< Addresses whose content is unknown.
  PathRef Path;                  ///< How the call came to end so.
  ModuleLoc Loc;                 ///< Of the return.

  /// What is known of a term; null if nothing is.
  const Range *factOn(PoolId T) const {
    for (const PoolFact &F : Facts)
      if (F.T == T)
        return &static_cast<const Range &>(F.R);
    return nullptr;
  }
};

/// What something is, in few bytes: the hash of its content.
using ContentId = std::array<uint8_t, 16>;

/// The function's own code shows that its callers hold a lock.
struct LockDemand {
  PoolId Lock = 0;
  bool Asserted = false; ///< It says so.
  bool Released = false; ///< It gives the lock up without having taken it …
  bool Retaken = false;  ///< … and takes it again, on some path.
  LockMode Mode = LockMode::Exclusive;
  llvm::StringRef Text, Class; ///< Interned by the program.
  std::vector<PoolFact> Facts; ///< Hold wherever it does so.
};

/// A call in the function, and the locks that are held on all ways to it. Each
/// by the callee's name of it, or if it has none, by its class.
struct CallHold {
  uint32_t Callee = 0;
  uint32_t Site = 0; ///< Value of the call.
  std::vector<std::pair<llvm::StringRef, llvm::StringRef>> Held; ///< Sorted.
  /// Likewise, those that the callee wants and this function's callers must
  /// hold.
  std::vector<llvm::StringRef> PassedOn;
};

struct Summary {
  /// Terms in topological order; operands are indexes into the pool. A Sym is
  /// an unknown of the callee, numbered by Imm.
  std::vector<Term> Pool{Term()};
  /// Member names and field tags of PtrAdds; their Aux is the index.
  std::vector<std::string> Labels{std::string()}, Tags{std::string()};
  /// Bit I: parameter I is a lock, or leads to one, that the summary names.
  uint64_t LockParams = 0;
  /// It, or what it calls, calls one of several functions that are stored to a
  /// field.
  bool CallsOneOfSeveral = false;
  /// The ways a call can end. Locks that do not interact may be described by
  /// separate factors: a call ends in one case of each.
  std::vector<std::vector<ExitCase>> Factors;
  std::vector<Incident> Incidents;
  std::vector<LockUse> Uses;          ///< In the function and below it.
  std::vector<AcquisitionEdge> Edges; ///< Those that meet in the function.
  /// What is held for sure at all calls of a function; classes, sorted.
  std::vector<std::pair<uint32_t, std::vector<llvm::StringRef>>> HeldAtCalls;
  // Only with SimulationOptions::NoteContracts.
  std::vector<LockDemand> Demands;
  std::vector<CallHold> Calls;
  /// Not empty: the analysis gave up, and why.
  std::string GaveUp;
  /// Not empty: it is told in part, and why. How some locks are held on the way
  /// is lost, so that nothing on top of it is decided.
  std::string Partial;
  /// Not empty: assumptions this summary rests on (sorted); interned by the
  /// program, as most are those of callees.
  std::vector<llvm::StringRef> Assumptions;
  /// For FunctionMemo: of what a caller can learn from it. None when it was
  /// changed, or nobody asked.
  mutable std::optional<ContentId> Id = std::nullopt;

  /// \p What is interned.
  void assume(llvm::StringRef What) {
    Assumptions.push_back(What);
    Id.reset();
  }
  /// Why it leaves undecided what callers do; "" if it does not.
  const std::string &undecided() const {
    return GaveUp.empty() ? Partial : GaveUp;
  }
  /// What is known of what is returned in \p C, a case of this summary.
  Range resultOf(const ExitCase &C) const {
    const Term &X = Pool[C.Return];
    if (X.Kind == TermKind::Const)
      return Range::exactly(X.Imm);
    if (X.Kind == TermKind::Object || X.Kind == TermKind::Global ||
        X.Kind == TermKind::Function)
      return Range::between(1, std::numeric_limits<int64_t>::max());
    const Range *R = C.factOn(C.Return);
    return R ? *R : Range();
  }
  /// No path returns.
  bool neverReturns() const {
    for (const auto &F : Factors)
      if (F.empty())
        return true;
    return false;
  }
};

/// On some way to return a lock is held that is not on another one, from which
/// a caller cannot tell it.
bool leavesHeld(const Summary &S);

/// So it is with a lock that is acquired there, and both return one number: the
/// function tells its callers what happened, and tells them the same.
bool isReleasedAlike(const Summary &S, const ModuleLoc &Acquired);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_SUMMARY_H
