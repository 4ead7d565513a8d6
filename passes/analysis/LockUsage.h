//===- LockUsage.h - Uses of one class of locks that clash ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compares how the entry points of a program use each class of locks: a lock
// that a handler takes must be taken elsewhere with that handler masked, and a
// lock must be of one kind wherever it is taken.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_LOCKUSAGE_H
#define SPINGUARD_ANALYSIS_LOCKUSAGE_H

#include "analysis/Acquisition.h"
#include "llvm/ADT/ArrayRef.h"

namespace spinguard {

struct EntryResult;
class Program;

/// Two uses of a class of locks that do not go together.
struct UsageConflict {
  enum What : uint8_t {
    Interrupts, ///< Other is in a handler that can interrupt Use.
    Kinds,      ///< The lock is taken as two kinds of locks.
  };
  struct Place {
    size_t Entry = 0; ///< Index into the entries.
    const LockUse *Use = nullptr;
  };
  What K = Interrupts;
  Place Use, Other;
  RoleLevel Level = RoleLevel::None; ///< Interrupts: of the handler.
  /// Further places that clash as Use does.
  std::vector<std::pair<SourceLoc, llvm::StringRef>> Alike;
};

/// The clashes, one for each class, kind of clash and level of handler; in the
/// order of class names.
std::vector<UsageConflict>
findUsageConflicts(const Program &P, llvm::ArrayRef<EntryResult> Entries);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_LOCKUSAGE_H
