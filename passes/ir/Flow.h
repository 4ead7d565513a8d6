//===- Flow.h - What one module says about locks ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Flow IR: the part of a module that lock analysis needs, lowered from LLVM
// IR. It keeps control flow, memory accesses, calls and the integer and
// pointer arithmetic that conditions and addresses are made of; everything
// else becomes an opaque value. It holds names and locations for people, and
// no pointer into LLVM: a flow module outlives its llvm::Module, is the same
// for every LLVM version, and can be written to disk.
//
// Values are in SSA form. A value's identity is its index in
// FlowFunction::Values.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_FLOW_H
#define SPINGUARD_IR_FLOW_H

#include "model/Model.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace llvm {
class raw_ostream; // NOLINT(readability-identifier-naming): LLVM's name
} // namespace llvm

namespace spinguard {

using SymbolId = uint32_t; ///< Index into FlowModule::Symbols.
using ValueId = uint32_t;  ///< Index into FlowFunction::Values.
using BlockId = uint32_t;  ///< Index into FlowFunction::Blocks; entry is 0.
using LocId = uint32_t;    ///< Index into FlowModule::Locs; 0 is "none".
using StringId = uint32_t; ///< Index into FlowModule::Strings; 0 is "".
constexpr uint32_t NoId = ~0u;

/// What a flow value is. The order groups them: leaves, pure operations, and
/// operations bound to their place.
enum class FlowOp : uint8_t {
  Const,    ///< Imm.
  Undef,    ///< Undefined or poison.
  Param,    ///< Parameter number Imm.
  Global,   ///< Address of the global variable Aux (a SymbolId).
  Function, ///< Address of the function Aux (a SymbolId).

  PtrAdd,   ///< A + Imm bytes. Aux: StringId of the member's source name.
  PtrIndex, ///< A + B * Imm bytes.
  Binary,   ///< Imm is a BinaryOp; A, B.
  Compare,  ///< Imm is a ComparePred; A, B.
  Select,   ///< A ? B : C.
  ZExt,     ///< A, from its own width to Width.
  SExt,     ///< Likewise.
  Trunc,    ///< Likewise.
  Extract,  ///< Field Imm of the aggregate A.
  Insert,   ///< The aggregate A, of Aux fields, with B as its field Imm.

  Alloca,   ///< A fresh stack object. Imm: 1 if its address escapes.
  Phi,      ///< Aux: index into FlowFunction::Phis.
  Load,     ///< From A. Imm: LoadFlags.
  Store,    ///< B to A.
  Call,     ///< Aux: index into FlowFunction::Calls.
  Exchange, ///< Atomic: old value of *A; stores B.
  /// Atomic read-modify-write of *A; the new value is not modelled. Imm: 1 if
  /// it counts, 0 if it changes bits.
  Update,
  CmpXchg,    ///< Atomic compare of *A with B and exchange with C.
  MemClobber, ///< Imm bytes (or -1: unknown) at A change to unknown values.
  MemCopy,    ///< Copies from B to A: contents of A become unknown.
  /// A value of which nothing is known. Imm: 1 if what makes it also writes
  /// memory, and may count there, as an atomic operation in assembler code
  /// does.
  Opaque,
};

enum class BinaryOp : uint8_t { Add, Sub, Mul, And, Or, Xor, Shl, LShr, AShr };

enum class ComparePred : uint8_t {
  EQ,
  NE,
  ULT,
  ULE,
  UGT,
  UGE,
  SLT,
  SLE,
  SGT,
  SGE
};

/// In a load's Imm. Elsewhere: not in the default address space, so that an
/// address near 0 is a place like others.
enum LoadFlags : uint8_t { LoadPlain = 0, LoadVolatile = 1, LoadElsewhere = 2 };

/// In a store's Imm: it is atomic or volatile; it is elsewhere, as above.
enum StoreFlags : uint8_t { StoreSynchronises = 1, StoreElsewhere = 2 };

struct FlowValue {
  FlowOp Op = FlowOp::Opaque;
  uint8_t Width = 64; ///< Bits; 64 for pointers, 0 for no value.
  uint32_t A = NoId, B = NoId, C = NoId;
  uint32_t Aux = 0;
  int64_t Imm = 0;
  LocId Loc = 0;
  /// Source name of the local variable that this value is, or "".
  StringId Name = 0;
  /// PtrAdd: the struct field that is addressed, "file_operations+16", or "".
  StringId Tag = 0;
};

// (A program is all of its modules, and most of these lists are short: they
// hold a few elements in place.)

struct FlowPhi {
  llvm::SmallVector<std::pair<BlockId, ValueId>, 2> Incoming;
};

/// A call. Models are looked up by the callee's name when it is analysed.
struct FlowCall {
  SymbolId Callee = NoId;     ///< Direct callee, or a table slot's symbol.
  ValueId CalleeValue = NoId; ///< Indirect callee.
  llvm::SmallVector<ValueId, 2> Args;
  /// Source text of each argument, as a lock expression: `Ext->Lock`.
  llvm::SmallVector<StringId, 2> ArgNames;
  /// Of each argument that points to a member: the innermost struct with that
  /// member that is no lock itself ("device+8"); or 0.
  llvm::SmallVector<StringId, 2> ArgClasses;
  /// Struct type and offset of the field the callee was loaded from
  /// ("file_operations+16"), 0 if unknown. Resolves calls through ops tables.
  StringId Slot = 0;
  /// Indirect: role whose function type the pointer has, by debug information.
  StringId RoleType = 0;
  bool MayUnwind = false;
  bool NoReturn = false;
  bool IsInvoke = false;
  bool ReturnsNonNull = false;
  /// More is done with the result than handing it to the caller.
  bool ResultTested = false;
  /// Ordinal of the call among all calls of the function before lowering;
  /// names the site to the instrumentation pass.
  uint32_t Ordinal = 0;
};

enum class FlowTerm : uint8_t {
  Jump,   ///< Succs[0].
  Branch, ///< Cond ? Succs[0] : Succs[1].
  Switch, ///< Cases, default Succs[0].
  Invoke, ///< The block's last call: Succs[0] normal, Succs[1] unwind.
  AnyOf,  ///< One of Succs, not modelled which (indirectbr, callbr).
  Return, ///< Cond is the value, or NoId.
  Resume, ///< Unwinds to the caller.
  Unreachable,
};

struct FlowBlock {
  llvm::SmallVector<ValueId, 0> Phis;
  llvm::SmallVector<ValueId, 2> Insts; ///< In order; leaves are not listed.
  FlowTerm Term = FlowTerm::Unreachable;
  ValueId Cond = NoId;
  llvm::SmallVector<BlockId, 2> Succs;
  llvm::SmallVector<int64_t, 0> Cases; ///< Switch: value of Succs[I + 1].
  LocId Loc = 0;
  uint32_t Cost = 0;  ///< Of its instructions but calls: cycles, by estimate.
  uint32_t Trips = 0; ///< Of a loop header: bound of its rounds; 0: unknown.
  bool TripsOfType = false; ///< The bound is the range of a type, not stated.
  bool Imprecise = false;   ///< AnyOf that stands for a decidable choice.
  LocId ReturnLoc = 0;      ///< Of the return statement that ends up here.
  bool EndsScope = false;   ///< Loc is the end of a compound statement.
};

struct FlowFunction {
  SymbolId Symbol = NoId;
  StringId SourceName = 0; ///< As the user wrote it (demangled base name).
  LocId Loc = 0;           ///< Where it is defined.
  unsigned NumParams = 0;
  std::vector<StringId> ParamNames;
  std::vector<FlowValue> Values;
  std::vector<FlowPhi> Phis;
  std::vector<FlowCall> Calls;
  std::vector<FlowBlock> Blocks;
  bool ReturnsVoid = false;
  bool NoUnwind = false;
};

struct FlowLoc {
  StringId File = 0, Dir = 0;
  uint32_t Line = 0, Column = 0;
  StringId Function = 0; ///< Source function of the scope (after inlining).
  LocId InlinedAt = 0;
};

struct FlowSymbol {
  std::string Name; ///< Linkage name, normalised.
  bool IsFunction = false;
  bool IsLocal = false;    ///< Internal or private linkage.
  bool IsDefined = false;  ///< Has a body (or initialiser) in this module.
  bool IsWeak = false;     ///< Another module's definition may replace it.
  bool IsConstant = false; ///< Nobody writes to it.
  /// What the FlowConstWords do not tell of it is zero.
  bool IsZeroElsewhere = false;
  bool AddressTaken = false;
  uint32_t Function = NoId; ///< Index into FlowModule::Functions, when lowered.
  StringId SourceName = 0;
  /// In a program: the module and symbol that this function is a copy of, which
  /// has the body: see foldCopies(). It is not written to files.
  std::pair<uint32_t, SymbolId> SameAs = {NoId, NoId};
};

/// A function found in the role of an entry point.
struct FlowRole {
  SymbolId Function = NoId;
  std::string Role; ///< Name in the ModelSet.
  LocId Loc = 0;    ///< Where it is registered.
  /// The object that it is the handler of, a timer or a work item, as far as it
  /// is known: its class as in FlowCall::ArgClasses, or a global variable.
  StringId Object = 0;
  SymbolId Global = NoId;
};

/// A function that is annotated with "spinguard:…".
struct FlowIgnore {
  SymbolId Function = NoId;
  std::string Text; ///< What follows the colon.
  LocId Loc = 0;    ///< Where the function is.
};

/// A function whose address was placed in a known field: candidates for calls
/// through that field.
struct FlowSlot {
  std::string Slot; ///< "file_operations+16".
  SymbolId Function = NoId;
};

/// A word of a constant global's initialiser.
struct FlowConstWord {
  SymbolId Global = NoId;
  int64_t Offset = 0;
  SymbolId Symbol = NoId; ///< Address of this symbol …
  int64_t Value = 0;      ///< … plus this, or just this integer.
  uint8_t Width = 64;
};

struct FlowModule {
  std::string Name;
  std::vector<std::string> Strings{std::string()};
  std::vector<FlowLoc> Locs{FlowLoc()};
  std::vector<FlowSymbol> Symbols;
  std::vector<FlowFunction> Functions;
  std::vector<FlowRole> Roles;
  std::vector<FlowIgnore> Ignores;
  std::vector<FlowSlot> Slots;
  std::vector<FlowConstWord> ConstWords; ///< Sorted by global, offset.
  unsigned PointerSize = 8;
  TargetSystem System = TargetSystem::Any;
  unsigned NumDefined = 0; ///< Functions with a body, lowered or not.
  bool HasDebugInfo = false;

  llvm::StringRef str(StringId Id) const { return Strings[Id]; }
};

/// Prints flow IR for people and tests (`print<spinguard-flow>`).
void printFlow(llvm::raw_ostream &OS, const FlowModule &M);

} // namespace spinguard

#endif // SPINGUARD_IR_FLOW_H
