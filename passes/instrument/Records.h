//===- Records.h - The constant data that the runtime reads -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_INSTRUMENT_RECORDS_H
#define SPINGUARD_INSTRUMENT_RECORDS_H

#include "instrument/Hooks.h"
#include "instrument/Plan.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/IR/Constants.h"

namespace spinguard {

/// Sites, classes, roles and the module's own record, under construction.
class Records {
public:
  Records(llvm::Module &M, const Plan &ThePlan, const ModelSet &Models);

  /// A new site record; its address.
  llvm::Constant *site(uint32_t Flags, const SourceLoc &Loc,
                       llvm::StringRef Function, llvm::StringRef LockName,
                       llvm::StringRef Api, uint32_t Class);
  /// The site of an event of a planned call.
  llvm::Constant *site(const PlannedCall &Call, const PlannedEvent &E);
  llvm::Constant *role(const PlannedRole &R);
  /// What stands for a lock without an address.
  llvm::Constant *standIn(llvm::StringRef Name);

  /// Emits what was collected, and what registers it. Nothing comes after.
  void finish(const InstrumentOptions &Opts, Hooks &H);

private:
  void hookUp(llvm::Function *Register, llvm::Function *Unregister);
  llvm::Constant *string(llvm::StringRef S);
  llvm::Constant *classRecord(uint32_t Class);
  llvm::GlobalVariable *shared(llvm::StringRef Name, llvm::Constant *Init,
                               bool IsLocal);
  llvm::Function *makeCaller(llvm::StringRef Name, Hooks &H, Hook Which,
                             llvm::ArrayRef<llvm::Value *> Args);

  llvm::Module &M;
  const Plan &ThePlan;
  const ModelSet &Models;
  llvm::Type *I32, *Word;
  llvm::PointerType *Ptr;
  llvm::StructType *SiteType, *ClassType, *RoleType, *ModuleType;
  llvm::GlobalVariable *Placeholder; ///< Of the array of sites.
  std::vector<llvm::Constant *> Sites;
  llvm::MapVector<uint32_t, llvm::Constant *> Classes;
  llvm::StringMap<llvm::Constant *> Strings;
};

} // namespace spinguard

#endif // SPINGUARD_INSTRUMENT_RECORDS_H
