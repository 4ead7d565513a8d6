//===- Simulation.h - Property simulation of one function -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs a function symbolically over all its paths. Where paths meet, states
// with equal lock states merge their facts and others stay apart (property
// simulation: Das, Lerner, Seigle, "ESP: path-sensitive program verification
// in polynomial time", PLDI 2002). A run may keep several fact sets per lock
// state (Disjuncts); the analysis raises that number where merging lost what a
// finding depends on.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_SIMULATION_H
#define SPINGUARD_ANALYSIS_SIMULATION_H

#include "analysis/Feasibility.h"
#include "analysis/FunctionInfo.h"
#include "analysis/HeldContext.h"
#include "analysis/HoldTime.h"
#include "analysis/Program.h"
#include "analysis/State.h"
#include "analysis/Summary.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <deque>
#include <map>
#include <set>
#include <tuple>

namespace spinguard {

/// Functions that parameters are bound to, and after all of these the fields
/// through which the function calls (ProgramFunction::CalledFields): one
/// program symbol (or NoId) each; empty when none is bound.
using Binding = std::vector<uint32_t>;

/// Of what goes wrong: these kinds at these places.
struct IncidentFilter {
  std::set<std::pair<IncidentKind, ModuleLoc>> Places;

  void add(const Incident &I) { Places.insert({I.Kind, I.Loc}); }
  bool has(const Incident &I) const { return Places.count({I.Kind, I.Loc}); }
  /// A caller to which a callee tells \p I may record what is among them. (What
  /// waits or frees is told of the caller's place.)
  bool mayLeadTo(const Incident &I) const {
    bool IsOfPlace = I.Needs == Need::Nothing || I.Needs == Need::Held ||
                     I.Needs == Need::Unheld || I.Needs == Need::Initialised;
    auto Least = Places.lower_bound({I.Kind, ModuleLoc()});
    return IsOfPlace ? has(I) : Least != Places.end() && Least->first == I.Kind;
  }
};

struct SimulationOptions {
  unsigned Disjuncts = 1;   ///< Fact sets kept per lock state and block.
  unsigned MaxStates = 48;  ///< Lock states per block before giving up.
  unsigned Budget = 200000; ///< Steps before giving up.
  /// Callees tell less: see condensed().
  bool Condenses = false;
  /// Where there are more lock states than MaxStates, those that are most alike
  /// become one, in which it is not known how the locks are in which they
  /// differ. (Otherwise the run ends there.)
  bool Widens = false;
  /// Locks not mentioned are unheld when the function is entered: it is called
  /// by the system, not by code.
  bool ClosedEntry = false;
  /// The function stands for the system, or for callers of whom nothing is
  /// known: what happens in it only if they do something is not told.
  bool Outermost = false;
  /// Track only locks of this shape (0: all).
  size_t OnlyShape = 0;
  /// The system calls it in a thread, with nothing masked.
  bool InThread = false;
  /// What callers of \p Self may hold; null: they may hold everything.
  const HeldContext *Held = nullptr;
  FunctionId Self = NoId;
  /// If not null: gets the fields of which the functions were looked up.
  std::set<std::string> *Slots = nullptr;
  /// Not empty: Self takes part in a large recursion, of which only the most
  /// important is told to callers. That this is all, is assumed in these words;
  /// interned.
  llvm::StringRef Recursion;
  /// Note what only contracts need: demands, and what is held at each call.
  bool NoteContracts = false;
  /// Blocks that end in a condition which other threads may change: both ways
  /// are taken. May be null.
  const std::set<BlockId> *Changing = nullptr;

  /// Places that ask for what another one asks for, by an earlier run
  /// (Simulation::correlatedTests). May be null.
  const std::set<uint64_t> *Correlated = nullptr;

  /// If not null: of what goes wrong, only this is looked for.
  const IncidentFilter *Only = nullptr;

  /// If not null: a solver is asked for each path, those that it refutes are
  /// left, and it is counted here.
  RunStatistics::SolverCounts *Solver = nullptr;
  unsigned MaxQuestions = 400; ///< To the solver.

  /// Some caller may make the incident happen, or it happens anyway.
  bool isOfInterest(const Incident &I) const;
};

/// Why a run ended early.
enum class StopReason : uint8_t { None, Budget, TooManyStates };

class Simulation {
public:
  /// Gives the summary of a callee; null when its body is not analysed.
  using SummarySource =
      llvm::function_ref<const Summary *(FunctionId, const Binding &)>;

  Simulation(const Program &P, const FlowModule &M, uint32_t Module,
             const FunctionInfo &Info, const Binding &Bound,
             SimulationOptions Opts, SummarySource Summaries);

  /// Runs the function. \p Initial may add locks to the initial state.
  StopReason run(llvm::function_ref<void(Simulation &, State &)> Initial = {});

  /// Blocks that end in a condition about shared memory which never lets the
  /// loop around it end, so that some lock event is not reached: the loop waits
  /// for another thread.
  std::set<BlockId> stuckBranches() const;

  /// Places that ask for a value that another place asks for too: how it was
  /// there is worth more than other facts.
  const std::set<uint64_t> &correlatedTests() const { return CorrelatedTests; }

  /// Facts that differed were merged, so that paths may have been joined that
  /// do not exist.
  bool lostFacts() const { return Lost; }
  /// The result deserves a second, finer run if facts were lost.
  bool isSuspicious() const;
  /// Follows the way to each defect that does not depend on the caller once
  /// more, alone, so that nothing is merged. True when each was met again: it
  /// is no shadow of a merge.
  bool confirmsDefects() const;
  /// Follows the ways to what is suspicious likewise, and asks a solver whether
  /// they can be gone. True if it refutes one. Counts in \p Counts.
  bool hasInfeasibleWay(RunStatistics::SolverCounts &Counts) const;
  /// Runs the function once more, finer, on paths only that the solver does not
  /// refute.
  std::unique_ptr<Simulation>
  runFeasible(RunStatistics::SolverCounts &Counts) const;
  StopReason stopReason() const { return Stop; }
  /// What a finer run would have to change for the function's callers: the
  /// defects, and how the returns leave the locks with which results.
  std::string outline() const;

  /// What the run found, as a value. \p Merge: keep that many cases per lock
  /// effect.
  Summary summary();
  /// Shapes of the locks that took part; for splitting a run by lock.
  const std::set<size_t> &shapes() const { return Shapes; }

  /// Calls \p Fn for each way the function ends.
  void forEachExit(llvm::function_ref<void(State &, bool Unwinds)> Fn);
  bool hasDeadlockOn(llvm::StringRef LockText) const;
  /// Records a lock that is held at an exit where it must not be.
  void reportHeldAtExit(State &S, const LockEntry &E);

  /// What runs with each lock that the function has acquired.
  const HeldRegions &regions() const { return Regions; }

  unsigned steps() const { return Steps; }

  TermArena &terms() { return T; }
  const FunctionInfo &info() const { return Info; }

  /// Called before each lock event and at each exit; for the printer.
  std::function<void(LocId, llvm::StringRef What, const State &)> Observer;
  llvm::StringRef lockName(TermId L, llvm::StringRef Fallback) const;
  /// The name of a lock that a callee calls \p Theirs: its own, if it has
  /// one in this function. \p OfParam: it is a parameter there.
  llvm::StringRef bestName(TermId L, llvm::StringRef Theirs,
                           bool OfParam) const;
  std::string termText(TermId L) const;
  /// Values of calls whose lock event was reached.
  const std::set<ValueId> &reachedSites() const { return Reached; }
  /// Acquires, in whichever function, of which this one gives up the lock.
  const std::set<ModuleLoc> &endedAcquires() const { return Ended; }

  /// Puts a lock into an entry state that the system set up.
  void addEntryLock(State &S, const EntryLock &L,
                    const std::vector<TermId> &Args, LocId Loc);
  TermId operandTerm(const Operand &O, const std::vector<TermId> &Args,
                     const State &S, ValueId Site);

private:
  struct Record {
    State S;
    bool Pending = true;
    unsigned Visits = 0;
  };
  struct LocalIncident {
    Incident I;
    TermId Lock = 0;
    std::vector<TermId> Dropped; ///< Sorted.
    std::vector<FactSet::Fact> Must, Facts;
    const WayNode *Way = nullptr;
    bool IsCallees = false; ///< It goes wrong whatever this function holds.
  };
  struct LocalUse {
    LockUse U;
    TermId Lock = 0;
    std::vector<TermId> Dropped; ///< Sorted.
    std::vector<FactSet::Fact> Facts;
  };
  struct LocalDemand {
    LockDemand D;
    std::vector<FactSet::Fact> Facts;
  };
  struct LocalExit {
    State S;
    bool Unwinds = false;
    TermId Return = 0;
    LocId Loc = 0;
    std::vector<LifeEffect> Lives; ///< Of the summary's pool.
  };
  /// A state on its way through a block.
  struct Live {
    State S;
    bool Unwinding = false;
  };

  // Blocks and edges (Simulation.cpp).
  void processBlock(BlockId B, State S);
  void terminate(BlockId B, State S, bool Unwinding);
  bool isLastReferenceSide(BlockId B, bool Taken) const;
  void edge(BlockId From, BlockId To, State S);
  void addState(BlockId B, State S);
  void meet(BlockId B, Record &R, State Merged, const State &S);
  bool isFull(size_t NumStates) const;
  template <typename List, typename Fn>
  typename List::value_type *nearest(List &All, const State &S, Fn Of);
  void widen(State &A, State &B);
  void follow(const std::vector<BlockId> &Way);
  std::unique_ptr<Simulation>
  followAlone(const WayNode *Way, const IncidentFilter &Only,
              RunStatistics::SolverCounts *Counts = nullptr) const;
  bool meets(const LocalIncident &L) const;
  std::string lockOutline(const State &S, bool OfBalanced = false) const;
  bool isFeasible(const State &S);
  void finish(State S, TermId Ret, LocId Loc, bool Unwinds);
  void mergeLive(std::vector<Live> &States, int64_t Site);
  void age(State &S, BlockId Header);
  void renameWalks(State &S, BlockId Header);
  void collapse(State &S, BlockId Header);
  void settleCounts(State &S, BlockId Header);
  void prune(State &S, bool OfFacts = true);
  void bindSlots(BlockId B);
  TermId eval(ValueId V, const State &S);
  void execute(ValueId V, State S, std::vector<Live> &Out);
  bool rewriteState(State &S, llvm::function_ref<TermId(TermId)> F);

  // Memory (SimulationMemory.cpp).
  bool survivesAccess(State &S, TermId Addr);
  TermId load(const State &S, TermId Addr, unsigned Width, int64_t Site);
  void store(State &S, TermId Addr, TermId Value, int64_t Site);
  void clobber(State &S, TermId Addr, int64_t Bytes, int64_t Site);
  void zero(State &S, TermId Addr);
  void copy(State &S, TermId To, TermId From, int64_t Bytes, int64_t Site);

  // Calls (SimulationCalls.cpp).
  bool leadsToLock(const FlowCall &C, unsigned I) const;
  /// \p Known: the arguments, of which \p Changed was decided to be
  /// \p NewArg.
  void executeCall(ValueId V, State S, std::vector<Live> &Out,
                   const std::vector<TermId> *Known = nullptr,
                   size_t Changed = 0, TermId NewArg = 0);
  void callSymbol(ValueId V, uint32_t Symbol, const FlowCall &C, State S,
                  const std::vector<TermId> &Args, std::vector<Live> &Out);
  bool matches(const Api &A, const std::vector<TermId> &Args, State &S,
               std::vector<FactSet::Fact> &Open, ValueId Site);
  /// \p Open: the conditions of the row that the path has not decided.
  void applyApi(ValueId V, const Api &A, const FlowCall &C, State S,
                const std::vector<TermId> &Args,
                llvm::ArrayRef<FactSet::Fact> Open, std::vector<Live> &Out);
  void masks(State &S, const Api &A, TermId Saved, TermId Restored);
  LocId inFrameOf(LocId Loc, LocId Beside) const;
  void callWaits(const Api &A, LocId Loc, const State &S,
                 llvm::ArrayRef<FactSet::Fact> Open);
  void applySummary(ValueId V, const Summary &Sum, uint32_t Callee,
                    const FlowCall &C, State S, const std::vector<TermId> &Args,
                    std::vector<Live> &Out);
  void opaqueCall(ValueId V, llvm::StringRef Name, const FlowCall &C, State S,
                  const std::vector<TermId> &Args, std::vector<Live> &Out);
  void setResult(ValueId V, State &S, TermId R);

  // Lock events (SimulationLocks.cpp).
  struct LockEvent {
    TermId Lock = 0;
    LockMode Mode = LockMode::Exclusive;
    TermId Handle = 0, Saved = 0, Restored = 0;
    bool Recursive = false;
    ValueId Site = NoId;
    LocId Loc = 0;
    bool Try = false, Ordered = false;
    bool Strict = false; ///< The release must be the acquire's counterpart.
    bool IfHeld = false; ///< See Api.
    Masked Wants = Masked::Nothing, Masks = Masked::Nothing; ///< See Api.
    bool MasksNest = false;
    llvm::StringRef Text, Kind, Api, Class, Variant; ///< Interned.
  };
  /// False when the path ends here: it would spin for ever.
  bool acquire(State &S, const LockEvent &E);
  /// The function wants \p Lock to be held when it is called, and does with it
  /// what \p Does says.
  void demand(const State &S, TermId Lock, const LockDemand &Does);
  /// False if the event turned out to be no release.
  bool release(State &S, const LockEvent &E);
  /// \p L, a call that may wait or completes a request, is made at \p Loc: it
  /// goes wrong if a lock is held or interrupts are masked, or would if the
  /// caller had it so.
  void waits(State &S, LocalIncident L, LocId Loc);
  /// What \p L tells goes wrong if this is a thread.
  void goesWrongInThread(const State &S, LocalIncident L);
  const MaskState *savedWhere(const State &S, bool Open);
  void testsMask(State &S);
  const LockEntry *newestSpinLock(const State &S,
                                  llvm::ArrayRef<TermId> Dropped,
                                  llvm::ArrayRef<llvm::StringRef> Kinds) const;
  LockEntry *resolve(State &S, TermId &Lock);
  const LockEntry *releasedAs(const State &S, TermId Lock,
                              llvm::StringRef Text) const;
  bool mayBeOne(TermId Lock, const LockEntry &E) const;
  bool mayBeFoundAgain(const LockEntry &E, TermId Lock,
                       llvm::StringRef Text) const;
  LockEntry *weakMatch(State &S, TermId Lock, llvm::StringRef Text);
  void checkRestore(State &S, const LockEntry &Held, TermId Restored,
                    const LockEvent &E, const PathRef &Sub,
                    ModuleLoc Place = {});
  bool isNullAddress(TermId Lock) const;
  TermId notNull(State &S, TermId Lock);
  bool mayBeSystemLock(const State &S, llvm::StringRef Kind) const;
  bool tracks(TermId Lock);
  size_t shapeOf(TermId Lock) const;

  // Lives and variants of locks (SimulationLifetime.cpp).
  void reportLife(const State &S, TermId Lock, const LockEvent &E,
                  const std::string &What, Need N, DoubtSet Doubts = NoDoubt);
  void initialises(State &S, const LockEvent &E);
  void destroys(State &S, const LockEvent &E);
  bool liesIn(TermId Lock, TermId Object) const;
  /// HandedOver if code that is not known may have acquired \p Lock.
  DoubtSet givenAway(const State &S, TermId Lock) const;
  void frees(State &S, TermId Object, LocId Loc, llvm::StringRef Api,
             ValueId Site);
  void freesCallers(State &S, LocalIncident L);
  void endsLivesIn(State &S, TermId Object, LocId Loc, int64_t Site);
  bool isTakenOut(const State &S, TermId Object) const;
  void forgetPointersTo(State &S, TermId Object, int64_t Site);
  void overwrites(State &S, TermId Address, TermId Value, LocId Loc,
                  ValueId Site);
  void clearsBits(State &S, TermId Address, TermId Value, LocId Loc);
  std::string deadBecause(const State &S, TermId Lock, const LockEntry *Known,
                          const LockEvent &E);
  void copies(State &S, TermId From, int64_t Bytes, LocId Loc);
  void clobberLocalsIn(State &S, TermId Object, int64_t Site);
  bool isOutOfReach(const State &S, TermId Addr, TermId Root) const;
  void escapes(State &S, TermId Value);
  void checkAlive(State &S, TermId Lock, const LockEntry *Known,
                  const LockEvent &E);
  void endsScope(State &S, LocId Loc);
  void becomesKnown(State &S, TermId Value);
  /// Nobody else can hold or want \p Lock: its object is known to nobody.
  bool isPrivate(const State &S, TermId Lock) const {
    return !S.Private.empty() && Lock &&
           std::binary_search(S.Private.begin(), S.Private.end(),
                              T.rootOf(Lock));
  }
  void checkVariant(State &S, const LockEntry &Held, const LockEvent &E,
                    const PathRef &Sub);
  bool raisesLevel(const LockEntry &E, Masked &To) const;
  void checkNesting(State &S, const LockEntry &Held, const LockEvent &E);
  void checkMismatch(State &S);
  void checkWants(State &S, Masked Wants, TermId Lock, const LockEvent &E);
  void wantsMasked(State &S, LocalIncident L);

  // Acquisitions and their order (SimulationOrder.cpp).
  llvm::StringRef classOf(TermId Lock, llvm::StringRef Hint) const;
  LockIdentity identityOf(TermId Lock, llvm::StringRef Hint,
                          llvm::StringRef Text, llvm::StringRef Kind,
                          LockMode Mode) const;
  llvm::StringRef kindOf(TermId Lock, llvm::StringRef Hint) const;
  llvm::StringRef pointerKindOf(TermId Lock) const;
  std::vector<const LockEntry *> newestHeld(const State &S, size_t Max) const;
  void acquires(const State &S, TermId Lock, const LockEvent &E);
  /// A call waits until the handler of one of its arguments has ended.
  void waitsForHandler(const State &S, const Api &A, const FlowCall &C,
                       TermId Object, LocId Loc);
  void noteUse(const State &S, const FactSet &Facts, LocalUse U);
  /// \p Held: the lock; of a handler what it is called with, or 0.
  void addEdge(const State &S, const LockIdentity &From, TermId Held,
               const LocalUse &U);
  void noteCall(FunctionId Callee, ValueId Site,
                const std::vector<TermId> &Args, const State &S);
  TermId inCallee(TermId Lock, const std::vector<TermId> &Args,
                  unsigned Depth = 8);
  template <typename Fn> void forEachRegion(const State &S, Fn F);

  // Incidents and paths.
  void report(State &S, IncidentKind K, TermId Lock, Need N, const LockEvent &E,
              llvm::StringRef Detail = "", ModuleLoc Place = {},
              DoubtSet Doubts = NoDoubt, ModuleLoc Acquired = {});
  void record(LocalIncident I, const State &S);
  void note(State &S, PathStep::Kind K, LocId Loc, std::string Text,
            PathRef Sub = nullptr, DoubtSet Doubts = NoDoubt);
  PathRef path(const State &S) const;
  std::vector<FactSet::Fact> entryFacts(const FactSet &F) const;
  void assumption(llvm::StringRef A) { assumeInterned(P.intern(A)); }
  /// That there is no more than is followed.
  void assumeLimit(llvm::StringRef A) {
    if (Opts.Recursion.empty())
      assumption(A);
    else
      assumeInterned(Opts.Recursion);
  }
  void assumeCounted(const State &S) {
    if (S.Mask.isAtLimit())
      assumption("in '" + M.str(F.SourceName).str() + "' and below, no more " +
                 "than " + std::to_string(MaskState::MaxDepth) +
                 " of what masks by counts nest");
  }
  void assumeInterned(llvm::StringRef A) {
    if (Assumed.insert(A.data()).second)
      Assumptions.push_back(A);
  }

  const Program &P;
  const FlowModule &M;
  const uint32_t Module;
  const FunctionInfo &Info;
  const FlowFunction &F;
  const Binding &Bound;
  const SimulationOptions Opts;
  SummarySource Summaries;

  TermArena T;
  std::deque<TraceNode> Traces;
  std::deque<WayNode> Ways;
  /// While one way is followed: the block it goes to next, and the states that
  /// went there.
  BlockId Following = NoId;
  std::vector<State> Followed;
  std::vector<std::vector<Record>> States; ///< By block.
  std::set<uint32_t> Work;                 ///< RPO indexes with pending states.
  std::vector<uint32_t> SlotOf;            ///< Of a value, in this block.
  BlockId SlotsFor = NoId;
  uint32_t NumSlots = 0;
  std::vector<LocalExit> Exits;
  std::vector<LocalIncident> Incidents;
  /// Their indexes by kind, need and lock.
  llvm::DenseMap<uint64_t, std::vector<uint32_t>> IncidentsOf;
  std::vector<LocalUse> Uses;
  std::map<const Summary *, Summary> Condensed; ///< By what it is made of.
  std::map<std::tuple<llvm::StringRef, llvm::StringRef, LockMode,
                      llvm::StringRef, llvm::StringRef, LockMode>,
           AcquisitionEdge>
      Edges;
  std::map<FunctionId, std::set<llvm::StringRef>> HeldAtCalls;
  /// By callee and site: terms of the callee (0: it has none), and classes.
  std::map<std::pair<FunctionId, ValueId>,
           std::set<std::pair<TermId, llvm::StringRef>>>
      CallHolds;
  std::map<std::pair<FunctionId, ValueId>, std::set<TermId>> PassedOn;
  std::map<TermId, LocalDemand> Demands;
  HeldRegions Regions;
  std::vector<llvm::StringRef> Assumptions; ///< Interned, each once.
  llvm::DenseSet<const char *> Assumed;     ///< Where those begin.
  std::string GaveUp;
  std::set<size_t> Shapes;
  std::set<ValueId> Reached;
  bool CallsOneOfSeveral = false;
  std::set<ModuleLoc> Ended;
  std::vector<uint8_t> Outcomes; ///< By block: bits of Outcome.
  enum Outcome : uint8_t { False = 1, True = 2, Open = 4 };
  /// A branch, or a case of a callee, depends on \p Value.
  void noteTest(TermId Value, uint64_t Place, unsigned Depth = 0);
  llvm::DenseMap<TermId, uint64_t> FirstTest;
  std::set<uint64_t> CorrelatedTests;
  llvm::DenseSet<TermId> Correlated; ///< Of FirstTest, those of several places.
  bool readsSharedMemory(ValueId V, TermId Value, const State &S,
                         unsigned Depth = 0);
  void forget(State &S, TermId Condition);
  void ends(const LockEntry &E) {
    if (E.At.M)
      Ended.insert(E.At);
  }
  llvm::DenseMap<TermId, llvm::StringRef> SavedBy; ///< Saved value → lock text.
  /// Saved value → the bits of it that are set where nothing was masked.
  llvm::DenseMap<TermId, uint64_t> OpenBits;
  StopReason Stop = StopReason::None;
  std::unique_ptr<Feasibility> Solver;
  unsigned Steps = 0;
  bool Lost = false;
  bool HasWidened = false;       ///< See SimulationOptions::Widens.
  DoubtSet CallDoubts = NoDoubt; ///< About the call that is executed.

  friend class SummaryExport;
  friend class SummaryImport;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_SIMULATION_H
