//===- Program.h - Flow modules linked by name ------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All flow modules of a run as one program: symbols resolved across modules,
// call graph, entry points, and the order in which functions are summarised.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_ANALYSIS_PROGRAM_H
#define SPINGUARD_ANALYSIS_PROGRAM_H

#include "analysis/State.h"
#include "ir/Flow.h"
#include "model/Model.h"
#include "report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include <array>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace spinguard {

using FunctionId = uint32_t; ///< Index into Program::functions().

struct ProgramSymbol {
  std::string Name;
  std::string SourceName;
  FunctionId Function = NoId; ///< Its body, if the program has it.
  bool IsFunction = false;
  bool IsConstant = false;      ///< See FlowSymbol.
  bool IsZeroElsewhere = false; ///< Likewise.
  bool IsLocal = false;         ///< Of one module.
  uint32_t Module = NoId;       ///< Defining module, for constant initialisers.
  SymbolId Local = NoId;        ///< Its symbol there.
  llvm::ArrayRef<Api> Apis;     ///< Model rows of a function, if any.
};

struct ProgramFunction {
  const FlowModule *M = nullptr;
  const FlowFunction *F = nullptr;
  uint32_t Module = 0;
  uint32_t Symbol = 0; ///< Program symbol.
  std::vector<const Role *> Roles;
  /// The classes of the objects (timers, work items) that it is the handler of,
  /// as far as they are known; interned, sorted.
  std::vector<llvm::StringRef> HandlerOf;
  std::vector<FunctionId> Callees; ///< Sorted; resolved calls only.
  std::vector<FunctionId> Callers;
  /// Those of Callees whose summaries a simulation may ask for. Sorted.
  std::vector<FunctionId> Followed;
  bool AddressTaken = false; ///< In some module.
  /// Something may call it that the call graph does not show: its address is
  /// passed to a function, or stored where no call looks.
  bool CalledBack = false;
  bool HasLockEvent = false; ///< Calls a modelled lock API itself.
  bool ReachesLockEvent = false;
  bool HasWaitingCall = false; ///< Calls what must not be called with a lock.
  bool ReachesWaitingCall = false;
  bool HasUnknownCall = false; ///< Calls something that is not known.
  /// Values of its result with which a reference was the last one, by an atomic
  /// operation or assembler code, or by a callee's such result: bits of
  /// CountOutcome.
  uint8_t LastIfResult = 0;
  /// Fields of what parameters point to through which it calls: number of the
  /// parameter, offset. Callers that know what is in them bind them.
  std::vector<std::pair<unsigned, int64_t>> CalledFields;
  /// Sides of branches that are taken if a reference was the last one: 2 *
  /// block + (0 if the condition is true, else 1). Sorted.
  std::vector<uint32_t> LastReferenceSides;
  uint32_t Scc = 0;
  /// Its place in Program::summaryOrder().
  uint32_t Order = 0;
};

class Program {
public:
  /// A call through a field is followed to the functions that were stored to
  /// the field if there are no more of them than this.
  static constexpr size_t MaxFollowed = 8;

  Program(llvm::ArrayRef<const FlowModule *> Modules, const ModelSet &Models,
          llvm::ArrayRef<RoleAssignment> ExtraRoles);

  const ModelSet &models() const { return Models; }
  /// The models' rows of a function, those for the system of this program.
  llvm::ArrayRef<Api> apis(llvm::StringRef Name) const {
    return Models.lookup(Name, System);
  }
  /// What apis() and name() depend on, but for the models.
  TargetSystem system() const { return System; }
  llvm::ArrayRef<const FlowModule *> modules() const { return Modules; }
  const std::vector<ProgramFunction> &functions() const { return Functions; }
  const std::vector<ProgramSymbol> &symbols() const { return Symbols; }
  /// Program symbol of a module's symbol.
  uint32_t symbol(uint32_t Module, SymbolId S) const {
    return SymbolMap[Module][S];
  }
  /// Functions that were stored to a field ("file_operations+16").
  llvm::ArrayRef<uint32_t> slot(llvm::StringRef Name) const;
  /// Role of the functions that the system calls through a field, or null.
  const Role *slotRole(llvm::StringRef Name) const;
  /// What \p Width bits of a variable that is never written hold; null if that
  /// is not known. \p Module: whose symbol the word has.
  const FlowConstWord *constWord(uint32_t Symbol, int64_t Offset,
                                 unsigned Width, uint32_t &Module) const;
  /// All words of a constant global's initialiser.
  std::vector<const FlowConstWord *> constWords(uint32_t Symbol) const;
  /// The releases of the locks that this function acquires, or the acquires of
  /// those that it releases, must be its counterparts.
  bool isStrict(llvm::StringRef Api) const;
  /// The functions with a body that a call may go to, as far as its callee's
  /// name or the field that the pointer comes from tells.
  llvm::SmallVector<FunctionId, 4> targets(const ProgramFunction &F,
                                           const FlowCall &C) const;
  /// Name of the class of a lock that is a global (\p Whole) or part of one.
  std::string lockClass(uint32_t Symbol, bool Whole) const;
  /// Number of a name that models use for a lock without address.
  uint32_t name(llvm::StringRef S) const;
  llvm::StringRef nameText(uint32_t Id) const { return Names[Id]; }

  /// Strongly connected components, callees first.
  const std::vector<std::vector<FunctionId>> &sccs() const { return Sccs; }
  /// Those of the calls that are followed: what is to be summarised together,
  /// what it asks for first.
  const std::vector<std::vector<FunctionId>> &summaryOrder() const {
    return Order;
  }
  /// A summary of \p F may ask for its own.
  bool isRecursive(FunctionId F) const;
  /// So may those of many functions, which have to be summarised together.
  bool isInLargeRecursion(FunctionId F) const {
    return Order[Functions[F].Order].size() > 32;
  }

  /// Functions that more than one module defines for all to see.
  const std::set<std::string> &doubledFunctions() const { return Doubled; }
  /// Role assignments of role files that name no function of the program.
  const std::vector<std::string> &unmatchedRoles() const { return Unmatched; }
  /// Constant initialisers may be wrong about stores; only constants are used.
  unsigned numDefined() const { return NumDefined; }

  /// A copy of \p S that lives as long as the program; equal texts are one.
  llvm::StringRef intern(llvm::StringRef S) const;

  /// The source's name of a term of \p F that has no parts; "?" if it has none.
  std::string leafText(const ProgramFunction &F, const Term &X) const;

  SourceLoc loc(const FlowModule &M, LocId L) const;
  SourceLoc loc(const ModuleLoc &L) const {
    return L.M ? loc(*L.M, L.Loc) : SourceLoc();
  }
  /// Function name of a location (the inlined one), or \p Default.
  std::string locFunction(const FlowModule &M, LocId L,
                          llvm::StringRef Default) const;

private:
  void findSystem();
  void resolveSymbols();
  void numberSymbols(uint32_t Module,
                     llvm::function_ref<bool(const FlowSymbol &)> IsOwn,
                     llvm::StringMap<uint32_t> &Global);
  void buildCallGraph();
  void findAtomicOutcomes();
  void findCalledFields();
  void closeOverCallers(bool ProgramFunction::*Has,
                        bool ProgramFunction::*Reaches);
  std::vector<std::vector<FunctionId>>
  components(std::vector<FunctionId> ProgramFunction::*Edges,
             uint32_t ProgramFunction::*Number);
  void assignRoles(llvm::ArrayRef<RoleAssignment> Extra);
  void collectNames();

  std::vector<const FlowModule *> Modules;
  const ModelSet &Models;
  TargetSystem System = TargetSystem::Any;
  std::vector<ProgramSymbol> Symbols;
  std::vector<std::vector<uint32_t>> SymbolMap;
  std::vector<ProgramFunction> Functions;
  llvm::StringMap<std::vector<uint32_t>> Slots;
  std::vector<std::string> Names;
  llvm::StringMap<uint32_t> NameIds;
  std::vector<std::vector<FunctionId>> Sccs, Order;
  std::set<std::string> Doubled;
  std::vector<std::string> Unmatched;
  unsigned NumDefined = 0;
  /// By program symbol: first word and end in its module's table.
  llvm::DenseMap<uint32_t, std::pair<size_t, size_t>> ConstRanges;
  /// Parts of what intern() keeps, by hash: threads seldom meet.
  struct TextPart {
    std::mutex Lock;
    llvm::StringSet<> Texts;
  };
  mutable std::array<TextPart, 16> Texts;
};

/// The effect moves a lock, as opposed to Pure, Alloc and the like.
bool isLockEffect(Effect E);

} // namespace spinguard

#endif // SPINGUARD_ANALYSIS_PROGRAM_H
