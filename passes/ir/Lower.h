//===- Lower.h - Internal interface of the lowering -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_LOWER_H
#define SPINGUARD_IR_LOWER_H

#include "ir/Flow.h"
#include "ir/SourceNames.h"
#include "llvm/ADT/DenseMap.h"

namespace llvm {
class CallBase;
class DebugLoc;
class DILocation;
class Function;
class GlobalValue;
class Module;
class Value;
} // namespace llvm

namespace spinguard {

class ModelSet;

/// Tables of a flow module under construction.
class FlowBuilder {
public:
  FlowBuilder(const llvm::Module &M, const ModelSet &Models, FlowModule &Out);

  StringId string(llvm::StringRef S);
  SymbolId symbol(const llvm::GlobalValue &G);
  /// A symbol that is no global of the module: a function table's slot.
  SymbolId slotSymbol(llvm::StringRef Name);
  LocId loc(const llvm::DebugLoc &DL);
  LocId subprogramLoc(const llvm::Function &F);
  bool isX86Windows() const { return X86Windows; }

  FlowModule &Out;

private:
  LocId locOf(const llvm::DILocation *DL);
  const ModelSet &Models;
  bool X86Windows;
  llvm::StringMap<StringId> StringIds;
  llvm::DenseMap<const llvm::GlobalValue *, SymbolId> SymbolIds;
  llvm::StringMap<SymbolId> SlotIds;
  llvm::DenseMap<const void *, LocId> LocIds;
};

/// The system that a module is for, by its triple and what it is made of.
TargetSystem targetSystem(const llvm::Module &M);

/// Finds entry points and the fields that functions are stored to; fills
/// Roles and Slots. Also gives the names hints on parameters of functions
/// with a known role.
void findRoles(const llvm::Module &M, const ModelSet &Models,
               SourceNames &Names, FlowBuilder &B);

/// Recognises a call through a function table with a constant index, as KMDF
/// makes them: load (gep (load @WdfFunctions_01031), 8 * slot). Gives
/// "WdfFunctions[slot]", or "".
std::string tableSlotName(const llvm::Value *Callee, const FlowBuilder &B);

/// The calls of a function, in the order that FlowCall::Ordinal counts.
std::vector<const llvm::CallBase *> numberedCalls(const llvm::Function &F);

/// Name of a field for Slots: "file_operations+16".
std::string slotName(const FieldRef &R);

} // namespace spinguard

#endif // SPINGUARD_IR_LOWER_H
