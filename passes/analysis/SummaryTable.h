//===- SummaryTable.h - The summaries that all threads share ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A summary is made by the component of Program::summaryOrder() that its
// function is of, or, where it is for what is bound, or of a function that
// reaches no lock event, by the first that asks for it. Which one that is, on
// several threads, is chance: such a summary is shared only if all would come
// to the same. What a recursion that the call graph does not show leaves, or
// calls that are too deep, is for those who made it.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_SUMMARYTABLE_H
#define SPINGUARD_ANALYSIS_SUMMARYTABLE_H

#include "analysis/Program.h"
#include "analysis/Simulation.h"
#include "analysis/Summary.h"
#include <map>
#include <memory>
#include <mutex>

namespace spinguard {

/// A function, and what is bound.
using SummaryKey = std::pair<FunctionId, Binding>;

/// What a summary rests on, besides its function.
struct Footing {
  /// How many summaries, each of which was made for the next, this one among
  /// them; those that components make do not count. WholeHeight: these, too.
  unsigned Height = 0, WholeHeight = 0;
  /// 1 + the last component (its place in Program::summaryOrder()) of which a
  /// summary was asked for; and the last of those whose summaries depend on
  /// where one begins, as those of a recursion do.
  unsigned LastComponent = 0, LastRecursion = 0;
  /// On a summary of which there was no more than a first guess.
  bool IsRecursive = false;
  /// A call was too deep.
  bool IsCutOff = false;

  /// It is the same wherever it is made.
  bool isFirm() const { return !IsRecursive && !IsCutOff; }
  void add(const Footing &O);
};

class SummaryTable {
public:
  struct Entry {
    std::unique_ptr<Summary> S;
    Footing On;
    unsigned Pins = 0; ///< Workers that use it.
    /// By a worker that made it for itself; and of which component.
    bool IsPrivate = false;
    unsigned By = 0;
    bool IsGone = false; ///< What it says to callers was let go.
  };
  using Map = std::map<SummaryKey, Entry>;

  explicit SummaryTable(const Program &P) : P(P) {}

  /// What summaries say to callers is let go after the last of these.
  void prepareToLetGo();
  bool letsGo() const { return !LetGo.empty(); }

  /// Null if there is none, or it does not suit. It stays until unpin().
  /// \p IsGone: it wants bringBack() before it is used.
  Entry *find(const SummaryKey &Key,
              llvm::function_ref<bool(const Entry &)> Suits, bool &IsGone);
  void bringBack(Entry &E, Summary S);
  /// Shares a summary, unless another one like it is shared. \returns the one
  /// that is, for unpin(). \p IsNew: this one.
  Entry *share(const SummaryKey &Key, std::unique_ptr<Summary> S,
               const Footing &On, bool &IsNew);
  /// For the end, in case that there is none to share.
  void leave(const SummaryKey &Key, std::unique_ptr<Summary> S,
             const Footing &On, unsigned By);
  void unpin(llvm::ArrayRef<Entry *> Used);
  /// These are summarised, and evaluated if they are entry points.
  void letGoBelow(llvm::ArrayRef<FunctionId> Done);

  // While no worker runs:

  const Map &all() const { return All; }
  Map &all() { return All; }
  /// Of \p F for any caller; or null.
  const Summary *find(FunctionId F) const;

private:
  bool isWanted(FunctionId F) const;
  bool letGo(FunctionId F);

  const Program &P;
  std::mutex Lock;
  Map All;
  /// By function, if summaries are let go: it has been; all that may ask for it
  /// may get functions passed; it is summarised; and who asks for its summary.
  std::vector<bool> LetGo, IsPassedFunctions, IsDone;
  std::vector<std::vector<FunctionId>> Askers;
  std::vector<FunctionId> InUse; ///< Nobody wants them, but somebody has them.
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_SUMMARYTABLE_H
