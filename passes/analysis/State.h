//===- State.h - Lock state and path facts at a program point ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One abstract state of the property simulation: what is known of each lock
// (the property), and what is known of values and memory (the facts). States
// whose lock states are equal may be merged; others are kept apart.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_STATE_H
#define SPINGUARD_ANALYSIS_STATE_H

#include "analysis/Facts.h"
#include "analysis/MaskState.h"
#include "analysis/Term.h"
#include "model/Model.h"
#include "report/Report.h"
#include "llvm/ADT/DenseSet.h"
#include <memory>
#include <tuple>

namespace spinguard {

/// A location of a module.
struct ModuleLoc {
  const FlowModule *M = nullptr;
  LocId Loc = 0;
  bool operator==(const ModuleLoc &O) const { return M == O.M && Loc == O.Loc; }
  /// For sets, of which nobody sees the order.
  bool operator<(const ModuleLoc &O) const {
    return std::tie(M, Loc) < std::tie(O.M, O.Loc);
  }
};

/// A step of a path in a summary. What happened in a callee is shared, not
/// copied: the path of an incident deep below is told once.
struct TraceStep {
  PathStep::Kind K = PathStep::Event;
  ModuleLoc At;
  llvm::StringRef Function; ///< Interned; of the function that is simulated.
  std::string Text;
  std::shared_ptr<const std::vector<TraceStep>> Sub;
  DoubtSet Doubts = NoDoubt; ///< What the step supposes: bits of Doubt.
};
using PathRef = std::shared_ptr<const std::vector<TraceStep>>;

/// A step during the simulation. Nodes form a list from the newest step back
/// to the function's entry, shared by states.
struct TraceNode {
  const TraceNode *Parent = nullptr;
  PathStep::Kind K = PathStep::Event;
  LocId Loc = 0;
  std::string Text;
  /// Steps inside the callee, for Call and for events that happen there.
  PathRef Sub;
  DoubtSet Doubts = NoDoubt;
  DoubtSet AllDoubts = NoDoubt; ///< Of the steps up to here, too.
};

/// The blocks a state came through, from the newest back to the entry. Where
/// states merged, the way of one of them.
struct WayNode {
  const WayNode *Parent = nullptr;
  uint32_t Block = 0;
};

enum class Hold : uint8_t {
  Unheld,
  Held,
  Unknown, ///< Handed to code that is not known.
};

/// What a function found a lock to be when it was called.
enum class EntryHold : uint8_t {
  Any,    ///< Not looked at.
  Unheld, ///< Assumed, because it was acquired; or known, for fresh objects.
  Held,   ///< Assumed, because it was released.
};

/// Where a lock is in its life, as far as the path has seen it.
enum class Life : uint8_t {
  Unknown, ///< What it was before.
  Initialised,
  Destroyed,
  Unsure ///< It began or ended on one of the ways that lead here.
};

/// A recursive lock that is taken more often counts as taken that often.
constexpr int MaxLockDepth = 200;

/// The state of one lock on a path.
struct LockEntry {
  TermId Lock = 0;
  EntryHold Entry = EntryHold::Any;
  Hold Now = Hold::Unheld;
  LockMode Mode = LockMode::Exclusive;
  uint8_t Depth = 1;
  /// Stands for several locks that one place acquired in a loop …
  bool Many = false;
  /// … of which some were released.
  bool Draining = false;
  bool Recursive = false; ///< May be taken again in the same mode.
  TermId Handle = 0;
  TermId Saved = 0;    ///< Held: what the acquire saved.
  TermId Restored = 0; ///< Unheld, entered held: what the release restored.
  Life Alive = Life::Unknown;
  uint32_t Site = NoId;      ///< Value of the call that acquired it.
  uint32_t Part = 0;         ///< Which of the locks that this call acquired.
  uint32_t InitSite = NoId;  ///< Of the call that initialised it, if seen.
  DoubtSet Doubts = NoDoubt; ///< About its being held.
  const TraceNode *Where = nullptr; ///< The acquire (Held) or release (Unheld).
  ModuleLoc At;                     ///< Its place, in whichever function it is.
  llvm::StringRef Class;            ///< Field that the source names, or "".
  llvm::StringRef Variant; ///< Of the acquire (held) or release (unheld).
  /// Unheld: the name that it was released by, if that is another one; or "".
  llvm::StringRef ReleasedAs;
  // For people; interned by the program.
  llvm::StringRef Text, Kind, Api;

  /// It was free when the function was entered, and is free again or is one of
  /// many that are being released. That is something that a path knows, like a
  /// fact: states that differ in it merge.
  bool isBalanced() const {
    return Entry != EntryHold::Held &&
           (Now == Hold::Unheld || (Many && Draining));
  }
  /// Equal as properties: two states that agree on this may be merged.
  bool sameProperty(const LockEntry &O) const {
    return Lock == O.Lock && Entry == O.Entry && Now == O.Now &&
           Mode == O.Mode && Depth == O.Depth && Many == O.Many &&
           Draining == O.Draining;
  }
};

/// Bytes of memory that something unknown was copied over.
struct Overwritten {
  TermId Base = 0;
  int64_t Begin = 0, End = 0; ///< Offsets from the base.
  int64_t Site = 0;           ///< Value that did it.
  bool operator==(const Overwritten &O) const {
    return Base == O.Base && Begin == O.Begin && End == O.End && Site == O.Site;
  }
};

struct State {
  std::vector<TermId> Env;      ///< One slot a live value; see Simulation.
  std::vector<LockEntry> Locks; ///< Sorted by lock.
  std::vector<std::pair<TermId, TermId>> Mem; ///< Address → value, sorted.
  std::vector<TermId> Clobbered; ///< Objects whose unlisted memory is unknown.
  /// In memory that is not the function's own: its unlisted parts are unknown.
  std::vector<Overwritten> Wiped;
  std::vector<TermId> Zeroed; ///< Objects whose unlisted memory is zero.
  /// Objects of the function's own whose address others may have, or a value
  /// that does not tell; sorted. Unknown pointers do not lead to the rest.
  std::vector<TermId> Shown;
  FactSet Facts;
  MaskState Mask;
  /// The first release, by another variant than its acquire, that may leave
  /// something masked: the lock, and its place.
  TermId Mismatched = 0;
  uint32_t MismatchLoc = 0;
  bool MismatchOpens = false; ///< The function had not masked that before.
  /// Objects that were allocated on the path and that no code has seen yet
  /// which is not analysed: their locks are not initialised unless the path
  /// has done it.
  std::vector<TermId> Fresh;
  /// Those of them that nothing outside of the path knows: they were neither
  /// stored nor passed on, other than to functions of locks.
  std::vector<TermId> Private;
  /// Objects that a caller can name and that the path has freed; sorted.
  std::vector<TermId> Freed;
  /// Objects that code which is not known was given on the path, or on one
  /// that was merged into it; sorted. No more than evidence: states that differ
  /// in it are the same.
  std::vector<TermId> Given;
  /// What was masked when these values (IRQLs, flags, queue handles) were
  /// saved; sorted.
  std::vector<std::pair<TermId, MaskState>> Saves;
  const TraceNode *Trace = nullptr;
  const WayNode *Way = nullptr;
  /// Where the user wrote the return: the jump to the common return block.
  LocId ReturnLoc = 0;
  bool AtReturn = false;   ///< ReturnLoc is a return statement's.
  bool ThreadExit = false; ///< The thread ended in a callee.
  /// The return of the callee that brought the state to this program's exit;
  /// used when an entry point's summary is judged.
  ModuleLoc CalleeExit;
  llvm::StringRef CalleeExitFunction;

  LockEntry *find(TermId Lock);
  LockEntry &insert(LockEntry E);
  const TermId *memory(TermId Addr) const;
  void setMemory(TermId Addr, TermId Value);
  const MaskState *savedMask(TermId Saved) const;
  void setSavedMask(TermId Saved, const MaskState &M);

  /// False if there is no room for it.
  bool addWiped(const Overwritten &W);
  /// \p Object is no longer the function's alone.
  void show(TermId Object);
  /// \p Objects are known to code that is not.
  void addGiven(llvm::ArrayRef<TermId> Objects);

  /// Same lock states, and the same masked by the function itself.
  bool sameProperty(const State &O) const;
  /// Same in every respect but the trace and the way.
  bool sameAs(const State &O) const;
  /// How much would be lost by merging the two; smaller is better. Not exact
  /// from \p Limit on. \p Heavy: terms of which a fact counts for many, because
  /// several places ask for it; may be null.
  unsigned distance(const TermArena &T, const State &O, unsigned Limit,
                    const llvm::DenseSet<TermId> *Heavy = nullptr) const;
};

/// What a merged value is called.
struct JoinPoint {
  int64_t Site;       ///< Block, or value of the call.
  bool Widen = false; ///< At a loop header that was visited before.
};

/// Gives both the same property: how they leave a lock in which they differ is
/// not known any more, nor what is masked if they differ in that.
void forgetDifferences(State &A, State &B);

/// How many locks that would be.
unsigned countDifferences(const State &A, const State &B);

/// Merges \p B into \p A; both have the same property. Returns true when
/// facts that differed were lost.
bool mergeStates(TermArena &T, State &A, const State &B, JoinPoint At);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_STATE_H
