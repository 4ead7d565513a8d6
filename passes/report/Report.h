//===- Report.h - What a run of SpinGuard has to say ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The plain data that rules produce and sinks print: findings with their path,
// the verdict of each rule for each entry point, and what became of each lock
// site. Nothing here refers to LLVM IR, so a report outlives the modules it
// was made from. Between rules and sinks, LockTrace, Suppressions and Baseline
// add what is known of findings and set aside those that do not count. A sink
// prints a Report; it neither computes nor filters.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_REPORT_H
#define SPINGUARD_REPORT_REPORT_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace spinguard {

/// A place in the user's source. Line 0 means "no debug information".
struct SourceLoc {
  std::string File; ///< As the debug information names it; may be relative.
  std::string Dir;  ///< Compilation directory, for a relative File.
  unsigned Line = 0;
  unsigned Column = 0;

  bool isValid() const { return Line != 0; }
  bool operator==(const SourceLoc &O) const {
    return Line == O.Line && Column == O.Column && File == O.File &&
           Dir == O.Dir;
  }
  bool operator!=(const SourceLoc &O) const { return !(*this == O); }
  bool operator<(const SourceLoc &O) const {
    if (File != O.File)
      return File < O.File;
    if (Line != O.Line)
      return Line < O.Line;
    if (Column != O.Column)
      return Column < O.Column;
    return Dir < O.Dir;
  }
};

/// What a path supposes that nothing in the program shows: a bit set. The more
/// of it, the less a finding is worth a person's time.
enum Doubt : uint32_t {
  NoDoubt = 0,
  /// A call through a field of a table that the system has, too, goes to a
  /// function of this program that was stored to such a field.
  GuessedCallee = 1,
  /// A branch depends on what an atomic operation (of a reference count) or
  /// assembler code gives.
  AtomicOutcome = 2,
  /// A callee takes the lock, or not, by what is in memory.
  HeldByCondition = 4,
  /// Code that is not known was given the object that the lock lies in.
  HandedOver = 8,
  /// Some entry point does the other half of the pair alone.
  OneSided = 16,
  /// The function's callers are not known, and decide.
  UnknownCallers = 32,
  /// Locks are taken to be one because they are the same field of a type.
  SameField = 64,
  /// The function's callers are not known, and may have masked the handler.
  UnknownMask = 128,
  /// A copy of a lock does no harm as long as it is not used as one.
  Copied = 256,
  /// The time that something takes is an estimate, or an upper bound.
  Estimated = 512,
  /// How often something runs, or how long it takes, is not known.
  UnknownTime = 1024,
  /// A function calls itself at a place where it always holds the lock that it
  /// acquires: what ends the recursion may be what it acquires the lock by.
  Recursion = 2048,
  /// Whether the conditions of the path come true is up to callers that are not
  /// known.
  UnknownEntry = 4096,
  /// A branch goes another way than what the path knows of memory says: only
  /// so, code behind it is reached.
  ByOthers = 8192,
  /// A call through a field goes to one of several functions that the program
  /// stores to such fields.
  OneOfSeveral = 16384,
  /// The limit is within what an estimate errs by.
  NearLimit = 32768,
  /// More lock states meet than are told apart: how some locks are is lost, and
  /// what the others are taken to be may go with other values.
  LostStates = 65536,
  /// OneSided; but another return of this one, with the same result, does both.
  SometimesBoth = 131072,
};
using DoubtSet = uint32_t; ///< Bits of Doubt.

/// How likely it is that a finding is a defect, by the evidence for it.
enum class Confidence : uint8_t { Low, Medium, High };

/// One step of the path that leads to a finding.
struct PathStep {
  enum Kind : uint8_t {
    Entry,   ///< The path begins here, with the role's entry state.
    Acquire, ///< A lock is taken.
    Release, ///< A lock is given up.
    Branch,  ///< A condition is decided.
    Call,    ///< The path goes into a callee that matters.
    Return,  ///< The path comes back from it.
    Exit,    ///< The entry point (or the function) returns.
    Event    ///< The event the finding is about.
  };
  Kind K = Event;
  SourceLoc Loc;
  std::string Function; ///< Source name of the function the step is in.
  std::string Text;     ///< A phrase such as "'Ext->Lock' is acquired here".
  unsigned Depth = 0;   ///< Call depth below the path's first function.
  /// The lock that the step is about, by its source name. Where the maker of
  /// the path leaves it out, traceLocks() takes it from the text.
  std::string Lock;
  /// Another thread than the path's does this.
  bool OtherThread = false;
  /// Locks that the path holds after the step, in the order of acquisition:
  /// traceLocks().
  std::vector<std::string> Held;
  DoubtSet Doubts = NoDoubt; ///< What this step supposes: bits of Doubt.
};

/// A further path that a finding needs to be understood: the other acquisition
/// orders of a cycle, the interrupt that comes in between.
struct RelatedPath {
  std::string Title; ///< A phrase, "'B' is held when 'A' is acquired".
  std::vector<PathStep> Path;
};

/// "With From held, To is acquired": an edge of the acquisition graph, and
/// where the finding's paths show it. Path 0 is Finding::Path, N is
/// RelatedPaths[N - 1]. Filled by traceLocks().
struct OrderEdge {
  std::string From, To;
  unsigned Path = 0;
  unsigned FromStep = 0, ToStep = 0; ///< Indexes into that path.
};

/// Why a finding does not count.
struct Suppression {
  bool InSource = false; ///< Else it is in a suppression file.
  std::string Reason;    ///< As its author gave it.
  SourceLoc Loc;         ///< Where the suppression stands.
};

/// A finding against those of the baseline.
enum class BaselineState : uint8_t {
  None,  ///< There is no baseline.
  New,   ///< Not in the baseline.
  Known, ///< In the baseline, and still there.
  Fixed, ///< In the baseline, and found no more.
};

enum class Severity : uint8_t { Note, Warning, Error };

/// One violation of a rule on one feasible path.
/// Where the same happens again.
struct OtherPlace {
  SourceLoc Loc;
  std::string Function; ///< Source name of the function Loc is in.
};

struct Finding {
  std::string RuleId;
  Severity Level = Severity::Error;
  std::string Message; ///< One sentence: what happens, with the lock's name.
  std::string Advice;  ///< One sentence: what to do about it. May be empty.
  SourceLoc Loc;
  std::string Function;   ///< Source name of the function Loc is in.
  std::string Lock;       ///< The lock by its source name, `DevExt->QueueLock`.
  std::string LockKind;   ///< The model's lock kind, `ke`, `cancel`, ….
  std::string EntryPoint; ///< Source name; empty in library mode.
  std::string Role;       ///< Role of that entry point; empty likewise.
  /// Other places of the same cause, in the order of places.
  std::vector<OtherPlace> AlsoAt;
  /// Original verifier rule names that this finding violates,
  /// e.g. "wdm:SpinLock".
  std::vector<std::string> VerifierRules;
  Confidence Sure = Confidence::High;
  /// Why it is not certain: phrases such as "the path depends on what an
  /// atomic operation gives". Empty where it is.
  std::vector<std::string> Doubts;
  /// Bug-check code the run-time verifier would raise, e.g. "0x40009".
  std::string BugCheck;
  std::vector<PathStep> Path;
  /// What tells Path from the related ones, as their titles do. May be empty.
  std::string PathTitle;
  std::vector<RelatedPath> RelatedPaths;
  /// The acquisition order that the paths show, where that is the point.
  std::vector<OrderEdge> Order;
  /// Stable identity: rule, function, access path and the path's shape, no
  /// line numbers. 32 hexadecimal digits.
  std::string Fingerprint;
  BaselineState Baseline = BaselineState::None;
  /// Set in Report::Suppressed.
  std::optional<Suppression> SuppressedBy;
};

/// A request of the analysed program to suppress findings in one function
/// (SPINGUARD_IGNORE in spinguard/Annotations.h).
struct FunctionIgnore {
  std::string Function; ///< Source name.
  SourceLoc Loc;        ///< Where the function is.
  std::string Text;     ///< "ignore(rule) reason", as for the comment.
};

enum class Verdict : uint8_t { Pass, Defect, NotApplicable, Inconclusive };

/// The verdict of one rule for one entry point.
struct VerdictRow {
  std::string EntryPoint; ///< Source name; "(library)" in library mode.
  std::string Role;
  std::string RuleId; ///< Rule id, or the original name it was selected by.
  Verdict V = Verdict::NotApplicable;
  std::string Reason; ///< Why Inconclusive or Not Applicable.
  SourceLoc Loc;      ///< Where the entry point is defined.
  /// What a Pass rests on: index into Report::AssumptionLists.
  unsigned AssumptionList = 0;
};

/// What became of one lock operation of the program.
enum class SiteStatus : uint8_t {
  Proven,    ///< No rule can fail here, under the report's assumptions.
  Reported,  ///< A finding names this site.
  Unproven,  ///< Not decided; an instrumented build checks it at run time.
  Unreached, ///< No path the analysis found leads here.
};

struct LockSite {
  SourceLoc Loc;
  std::string Function;
  std::string Api;    ///< The function called, e.g. KeReleaseSpinLock.
  std::string Effect; ///< acquire, try-acquire, release, ….
  std::string Lock;   ///< Source name of the lock, as well as it is known.
  SiteStatus Status = SiteStatus::Unproven;
  std::string Reason;
  /// What Proven rests on: index into Report::AssumptionLists.
  unsigned AssumptionList = 0;
  /// What an instrumented build does here: "checked", "leaf" (the cheap
  /// check), "elided" (nothing, as it is proven), "unchecked"; empty where
  /// nothing was instrumented.
  std::string Runtime, RuntimeReason;
  /// The calls at this place: inlining and templates make several of one.
  struct CallKey {
    uint32_t Module = 0, Function = 0; ///< Indexes; FlowModule::Functions.
    uint32_t Ordinal = 0;
  };
  std::vector<CallKey> Calls;
};

/// What a run took, and why. Times and memory differ from run to run: this is
/// part of a report only where it was asked for.
struct RunStatistics {
  size_t SimulatedFunctions = 0;
  /// Questions whether what a path knows can be so.
  struct SolverCounts {
    size_t Asked = 0; ///< The solver; of these were:
    size_t Possible = 0, Impossible = 0;
    size_t Unknown = 0; ///< Not asked, too: the question is too large.
  };
  /// Simulations of a function, by why.
  struct RunCounts {
    size_t First = 0;
    size_t Finer = 0;    ///< Facts that a result may rest on were merged.
    size_t Coarser = 0;  ///< The first took too much.
    size_t ByLock = 0;   ///< One for each group of related locks.
    size_t Widened = 0;  ///< Lock states that are alike became one.
    size_t Feasible = 0; ///< Only paths that the solver does not refute.
    size_t Entry = 0;    ///< The call of an entry point.
    uint64_t Steps = 0;  ///< In all of them.
    /// Functions whose defects were followed once more, each path alone; and
    /// those of which some path was not met again.
    size_t Confirmed = 0, Refuted = 0;
    bool HasSolver = false; ///< Else nothing was asked.
    SolverCounts Solver;
  } Runs;
  size_t Incidents = 0; ///< At entry points, before like ones are one finding.
  struct RuleCount {
    std::string RuleId;
    Confidence Sure = Confidence::High;
    size_t Count = 0;
  };
  /// Also of less confidence than was asked for, and before suppressions.
  std::vector<RuleCount> Findings;
  struct ReasonCount {
    std::string Reason;
    size_t Count = 0; ///< Functions.
  };
  std::vector<ReasonCount> GiveUps;
  double ReadingMs = 0, AnalysisMs = 0, RulesMs = 0; ///< Wall time.
  uint64_t PeakBytes = 0; ///< Most memory that the process had.
};

/// Everything one run has to say. All lists are sorted and free of duplicates
/// when a sink sees them.
struct Report {
  std::vector<std::string> Inputs; ///< Files or module names analysed.
  std::vector<Finding> Findings;   ///< Those that count.
  /// Findings that a suppression names, and those of the baseline that are
  /// gone: the ones to be printed, and the numbers of all.
  std::vector<Finding> Suppressed, Fixed;
  size_t NumSuppressed = 0, NumFixed = 0, NumKnown = 0;
  /// Findings that are less certain than was asked for, and so in no list; but
  /// the verdicts and sites that they are about are left open.
  size_t NumDoubtful = 0;
  Confidence Least = Confidence::Low; ///< What was asked for.
  bool HasBaseline = false;
  /// Only what differs from the baseline is in Findings: keepDifferences().
  bool IsDifference = false;
  std::vector<VerdictRow> Verdicts;
  std::vector<std::string> Assumptions;
  /// Indexes into Assumptions, sorted. Each list that a row names is there
  /// once, as many rows have the same; the first is the empty one.
  std::vector<std::vector<unsigned>> AssumptionLists{{}};
  std::vector<LockSite> Sites;
  /// Sentences for the reader that belong to no finding: "no entry point was
  /// found …". Printed last.
  std::vector<std::string> Notes;
  /// Functions on which the analysis gave up, with the reason.
  struct GiveUp {
    std::string Function;
    SourceLoc Loc;
    std::string Reason;
  };
  std::vector<GiveUp> GiveUps;
  std::vector<FunctionIgnore> Ignores;
  /// What should have been analysed, and was not.
  struct Omission {
    std::string Unit; ///< Source or file; empty: it is about the whole run.
    std::string Reason;
  };
  std::vector<Omission> LeftOut;
  /// Rules that were selected, in the order of Rules.def.
  std::vector<std::string> Rules;
  /// Set where this was reported by an instrumented program, and nothing was
  /// analysed: the reports that were read, repetitions included.
  std::optional<size_t> NumRuntimeReports;
  unsigned NumFunctions = 0;         ///< Defined functions seen.
  unsigned NumAnalysedFunctions = 0; ///< Those that can reach a lock event.
  std::optional<RunStatistics> Statistics;

  bool isIncomplete() const {
    if (!GiveUps.empty() || !LeftOut.empty())
      return true;
    for (const VerdictRow &R : Verdicts)
      if (R.V == Verdict::Inconclusive)
        return true;
    return false;
  }
};

/// Enters lists of assumptions into a report, equal ones once.
class AssumptionLists {
public:
  explicit AssumptionLists(Report &R);

  /// The number of \p List, which is sorted.
  unsigned add(std::vector<unsigned> List);

private:
  Report &R;
  std::unordered_multimap<size_t, unsigned> ByHash;
};

llvm::StringRef toString(Severity S);
llvm::StringRef toString(Verdict V);    ///< "Pass", "Defect", …
llvm::StringRef toString(SiteStatus S); ///< "proven", "reported", …
llvm::StringRef toString(PathStep::Kind K);
llvm::StringRef toString(Confidence C);    ///< "low", "medium", "high".
llvm::StringRef toString(BaselineState S); ///< "new", "known", "fixed" or "".

} // namespace spinguard

#endif // SPINGUARD_REPORT_REPORT_H
