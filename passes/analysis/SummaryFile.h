//===- SummaryFile.h - Summaries and their paths as bytes -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a run of the analysis leaves to the next one, which numbers modules and
// symbols alike. Paths are shared by summaries, and are referred to by what
// they are: equal bytes are equal summaries, whichever run they are of. Places
// are counted in their function, so that they are the same where a function
// before it in its file was changed.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_SUMMARYFILE_H
#define SPINGUARD_ANALYSIS_SUMMARYFILE_H

#include "analysis/HoldTime.h"
#include "analysis/Program.h"
#include "analysis/Summary.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace spinguard {

ContentId contentIdOf(llvm::StringRef Bytes);
llvm::StringRef bytesOf(const ContentId &Id);

/// The paths of all summaries, each once.
class PathTable {
public:
  explicit PathTable(const Program &P);

  /// All zeros for no path.
  ContentId add(const PathRef &Path);
  /// Null if no path is known by \p Id, or if it is damaged.
  PathRef get(llvm::StringRef Id);

  /// Offers a path of an earlier run, which is read when it is wanted.
  /// \p Bytes must outlive the table.
  void offer(llvm::StringRef Id, llvm::StringRef Bytes) { Offered[Id] = Bytes; }
  /// Calls \p Fn for what is in use, in the order of ids.
  void forEach(
      llvm::function_ref<void(llvm::StringRef Id, llvm::StringRef Bytes)> Fn)
      const;

  const Program &program() const { return P; }
  unsigned indexOf(const FlowModule *M) const { return Index.lookup(M); }

  /// The function that a place was written in, by hash, and its number among
  /// the places there.
  struct PlaceInFunction {
    uint32_t Function = 0, Number = 0;
  };
  PlaceInFunction inFunction(const ModuleLoc &L);
  /// 0 if there is no such place.
  LocId locOf(unsigned Module, const PlaceInFunction &At);

private:
  struct ModulePlaces {
    std::vector<PlaceInFunction> ByLoc;
    llvm::DenseMap<uint32_t, std::vector<LocId>> ByFunction;
  };
  const ModulePlaces &places(unsigned Module);

  const Program &P;
  llvm::DenseMap<const FlowModule *, unsigned> Index;
  std::vector<std::unique_ptr<ModulePlaces>> Places; ///< Of those in use.
  llvm::StringMap<llvm::StringRef> Offered;
  llvm::StringMap<std::pair<PathRef, std::string>> Known;
  /// By address: what is in Known and Alike is not freed.
  llvm::DenseMap<const void *, ContentId> Ids;
  std::vector<PathRef> Alike; ///< Others with the bytes of one that is known.
  std::vector<llvm::StringRef> InUse;
};

std::string writeSummary(PathTable &T, const Summary &S);
/// False if \p Bytes are of no summary.
bool readSummary(PathTable &T, llvm::StringRef Bytes, Summary &S);

std::string writeRegions(PathTable &T, const HeldRegions &R);
bool readRegions(PathTable &T, llvm::StringRef Bytes, HeldRegions &R);

/// In an order that is the same in every process.
std::string writePlaces(PathTable &T, const std::set<ModuleLoc> &Places);
bool readPlaces(PathTable &T, llvm::StringRef Bytes,
                std::set<ModuleLoc> &Places);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_SUMMARYFILE_H
