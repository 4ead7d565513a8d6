//===- NeverInitialised.h - Locks that nothing initialises ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lock that lives as long as a device is initialised by one entry point and
// acquired by others, so that no path shows that its initialisation is missing;
// the program as a whole does.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_NEVERINITIALISED_H
#define SPINGUARD_ANALYSIS_NEVERINITIALISED_H

#include "analysis/Program.h"
#include "llvm/ADT/ArrayRef.h"
#include <set>
#include <string>
#include <vector>

namespace spinguard {

struct SiteResult;

/// A lock that is acquired and that nothing initialises.
struct UninitialisedLock {
  FunctionId Function = NoId; ///< With the first acquisition, in source order.
  LocId Loc = 0;
  std::string Text; ///< The lock's name there.
  llvm::StringRef Kind;
  std::set<FunctionId> Users; ///< All that acquire it.
};

/// The fields of structs that are locks, must be initialised by a call, and
/// never are, in a program that begins with the code at hand and initialises
/// another lock of that struct; in the order of classes. A field whose address
/// is used for anything else than lock operations may be initialised there, and
/// is left out. \p Sites: those of the program; what is not reached counts not.
std::vector<UninitialisedLock>
findNeverInitialised(const Program &P, llvm::ArrayRef<SiteResult> Sites);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_NEVERINITIALISED_H
