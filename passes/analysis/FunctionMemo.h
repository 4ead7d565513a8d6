//===- FunctionMemo.h - What earlier runs found of functions ----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The result of simulating a function is kept together with all that the
// simulation asked for: symbols, what callers may hold, who is in a table's
// field, and, in their order, the summaries of callees. A later run takes the
// result if each question has the same answer. It asks for summaries in the
// same order, up to the first that differs, so that whatever else they decide
// (which function of a recursion comes first, how deep calls are followed) is
// as if it had simulated: the report is that of a run that keeps nothing.
//
// Symbols and modules are known by number. A run that numbers them otherwise
// finds other answers, and simulates.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_FUNCTIONMEMO_H
#define SPINGUARD_ANALYSIS_FUNCTIONMEMO_H

#include "analysis/HeldContext.h"
#include "analysis/Simulation.h"
#include "analysis/SummaryFile.h"
#include "llvm/ADT/StringMap.h"
#include <mutex>

namespace spinguard {

/// What one run leaves to the next, as the caller keeps it.
struct KeptAnalysis {
  /// By module of the program: what it is made of, by hash.
  std::vector<std::string> Modules;
  std::string Old; ///< Of an earlier run, or empty. It must stay as it is.
  std::string New; ///< Of this run; empty if \p Old says all of it.
};

/// What a simulation of a function leaves.
struct Simulated {
  Summary S;
  std::set<ValueId> Reached;
  std::set<ModuleLoc> Ended; ///< See Simulation.
  HeldRegions Regions;
  /// Regions is all that there is to say, and does not add to what is known.
  bool IsAll = false;
};

/// It may be asked on several threads. What it leaves does not depend on which
/// of them was first.
class FunctionMemo {
  struct Record;

public:
  /// The questions of those simulations of one thread that are not at an end.
  using Notes = std::vector<std::unique_ptr<Record>>;
  using Source =
      llvm::function_ref<const Summary *(FunctionId, const Binding &)>;

  /// Everything given must outlive the memo.
  FunctionMemo(const Program &P, const HeldContext &Context,
               KeptAnalysis &Kept);

  /// Takes what is known of \p F, for which \p Ask gives summaries.
  bool find(FunctionId F, const Binding &B, Source Ask, Simulated &Result);

  /// From here on questions are noted, up to the end() of the same function;
  /// others may be simulated in between. \returns where fields are noted.
  std::set<std::string> *begin(Notes &Open) const;
  void asked(Notes &Open, FunctionId F, const Binding &B,
             const Summary *Answer);
  void end(Notes &Open, FunctionId F, const Binding &B,
           const Simulated &Result);

  /// To be called once, at the end: fills in KeptAnalysis::New.
  void finish();

private:
  struct Ask {
    FunctionId F = 0;
    Binding B;
    ContentId Answer{};
  };
  struct Record {
    HeldContext::Questions Held;
    HeldContext::Questions *Outer = nullptr;
    std::set<std::string> Slots;
    std::vector<Ask> Asks;
    /// With what was asked last, and its place in Asks.
    std::map<std::pair<FunctionId, Binding>, std::pair<const Summary *, size_t>>
        Known;
    bool IsSound = true;
  };
  /// As it is kept.
  struct Entry {
    llvm::StringRef Questions, Result, Summary;
  };

  void readOld();
  bool parse(llvm::StringRef Questions, Record &R);
  std::string write(const Record &R);
  bool isAsBefore(const Record &R) const;
  bool take(const Entry &E, Simulated &Result);
  void keep(const ContentId &Key, Entry E, bool IsNew);

  ContentId keyOf(FunctionId F, const Binding &B);
  /// What a caller can learn from a summary. Zeros if there is none.
  ContentId answerOf(const Summary *S);
  void identify(const Summary &S, llvm::StringRef Bytes);
  ContentId slotAnswer(llvm::StringRef Name);
  const ContentId &ofFunction(FunctionId F);
  /// What is known of a symbol without looking into its functions.
  const ContentId &ofSymbol(uint32_t Symbol);
  const ContentId &ownOf(uint32_t Symbol);

  const Program &P;
  const HeldContext &Context;
  KeptAnalysis &Kept;
  PathTable Paths;
  std::vector<std::optional<ContentId>> Functions, Symbols, Own;
  llvm::StringMap<std::vector<Entry>> Old; ///< By key.
  size_t NumOld = 0;
  std::mutex Lock; ///< Of all but what is given to a call.
  /// Of this run.
  std::vector<std::pair<ContentId, Entry>> Now;
  llvm::StringSet<> Seen; ///< Key and questions of those.
  llvm::StringSet<> Texts;
  bool IsNews = false;
};

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_FUNCTIONMEMO_H
