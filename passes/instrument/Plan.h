//===- Plan.h - Which calls and roles get which hooks -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_INSTRUMENT_PLAN_H
#define SPINGUARD_INSTRUMENT_PLAN_H

#include "analysis/Program.h"
#include "instrument/Instrument.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/IR/InstrTypes.h"

namespace spinguard {

constexpr uint32_t NoClass = ~0u;

/// A static lock class: a global lock, or a field of a type.
struct LockClass {
  std::string Name;      ///< For people: `device.lock`.
  bool IsLocal = false;  ///< Of a global that only this module knows.
  bool IsSingle = false; ///< One global, which is the only lock of the class.
};

/// What becomes of a call.
enum class Treatment : uint8_t {
  Checked, ///< Hooks before and after.
  Leaf,    ///< The cheap hook before the acquire, nothing at the release.
  Elided,  ///< Nothing.
  Skipped, ///< Nothing, though it ought to have hooks.
};

/// One row of a model that may say what a call does.
struct PlannedEvent {
  const Api *Row = nullptr;
  std::vector<ArgCondition> Tests; ///< To be decided at run time.
  std::string LockName;
  uint32_t Class = NoClass;
  uint64_t Size = 0; ///< Free: bytes of the object; 0: not known.
};

struct PlannedCall {
  llvm::CallBase *Call = nullptr;
  uint32_t Function = 0; ///< Index into FlowModule::Functions.
  uint32_t Ordinal = 0;
  SourceLoc Loc;
  std::string InFunction;
  std::vector<PlannedEvent> Events; ///< In order: the first that fits counts.
  Treatment How = Treatment::Checked;
  std::string Why;
  /// Leaf releases: the call that takes what they release.
  llvm::CallBase *LeafAcquire = nullptr;
};

/// A memcpy of an object with a lock in it.
struct PlannedCopy {
  llvm::CallBase *Call = nullptr;
  std::string What; ///< The struct.
  SourceLoc Loc;
  std::string InFunction;
};

struct PlannedRole {
  llvm::Function *F = nullptr;
  const Role *AsRole = nullptr;
  SourceLoc Loc;
  std::string InFunction;
};

struct Plan {
  std::vector<PlannedCall> Calls;
  std::vector<PlannedCopy> Copies;
  std::vector<PlannedRole> Roles;
  /// By the key that is part of the symbol's name.
  llvm::MapVector<std::string, LockClass, std::map<std::string, unsigned>>
      Classes;
  /// Kinds of locks that must be initialised by a call.
  llvm::StringSet<> RequiredInit;
  /// What acquires of a lock without an address mask, by its name: so does a
  /// call that takes the lock around what it does.
  llvm::StringMap<Masked> NamedMasks;

  uint32_t classOf(const std::string &Key, const LockClass &C);
};

/// Plans hooks for everything; \p M is the module as it was before \p Flow was
/// lowered from a clone of it.
Plan makePlan(llvm::Module &M, const FlowModule &Flow, const Program &P,
              const InstrumentOptions &Opts);

/// Whether what a row does to a lock (or to a thread) has a hook.
bool hasHook(const Api &Row, unsigned Checks);

} // namespace spinguard

#endif // SPINGUARD_INSTRUMENT_PLAN_H
