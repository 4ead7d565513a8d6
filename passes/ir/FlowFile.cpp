//===- FlowFile.cpp - Flow modules as bytes -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/FlowFile.h"
#include "report/ByteStream.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace spinguard;

/// How far \p V, which may be none, comes before \p Here.
template <typename IO, typename T>
static void distance(IO &X, int64_t Here, T &V) {
  int64_t Distance = 0;
  if (V != NoId)
    Distance = Here >= V ? Here - V + 1 : Here - V;
  io(X, Distance);
  if constexpr (!IO::Writes)
    V = Distance == 0  ? NoId
        : Distance > 0 ? uint32_t(Here - (Distance - 1))
                       : uint32_t(Here - Distance);
}

/// Operands come shortly before what uses them.
template <typename IO, typename Function>
static void operands(IO &X, const std::vector<Function *> &Functions,
                     uint32_t FlowValue::*Operand) {
  for (Function *F : Functions)
    for (size_t I = 0; I < F->Values.size(); ++I)
      distance(X, int64_t(I), F->Values[I].*Operand);
}

/// The value that a field most likely has, as 0, or the difference from it.
template <typename IO, typename T>
static void expected(IO &X, T &V, uint64_t Likely) {
  difference(X, V, Likely);
}

/// Calls and phis are numbered in the order of their values.
template <typename IO, typename Function>
static void auxiliaries(IO &X, const std::vector<Function *> &Functions) {
  for (Function *F : Functions) {
    uint32_t NextCall = 0, NextPhi = 0;
    for (auto &V : F->Values) {
      uint32_t Likely = V.Op == FlowOp::Call  ? NextCall++
                        : V.Op == FlowOp::Phi ? NextPhi++
                                              : 0;
      expected(X, V.Aux, Likely);
    }
  }
}

/// The instructions of a function: some are numbered before it is lowered and
/// others while it is, both in their order.
template <typename IO, typename Function>
static void instructions(IO &X, const std::vector<Function *> &Functions) {
  for (Function *F : Functions) {
    uint32_t Next[2] = {F->NumParams, 0};
    for (auto &B : F->Blocks)
      for (auto &V : B.Insts) {
        uint64_t Code = 0;
        if constexpr (IO::Writes) {
          uint64_t D = uint64_t(V) - Next[1];
          Code = V == Next[0]   ? 0
                 : V == Next[1] ? 1
                                : (D << 1 ^ (D >> 63 ? ~uint64_t(0) : 0)) + 2;
          X.number(Code);
        } else {
          Code = X.number();
          uint64_t D = Code - 2;
          V = Code < 2 ? Next[Code]
                       : uint32_t(Next[1] + (D >> 1 ^ (0 - (D & 1))));
        }
        Next[Code != 0] = V + 1;
      }
  }
}

/// A block goes on near itself, and is decided by what it computed last.
template <typename IO, typename Function>
static void terminators(IO &X, const std::vector<Function *> &Functions) {
  for (Function *F : Functions)
    for (size_t I = 0; I < F->Blocks.size(); ++I) {
      auto &B = F->Blocks[I];
      int64_t Last = B.Insts.empty() ? 0 : B.Insts.back();
      distance(X, Last, B.Cond);
      for (auto &S : B.Succs)
        expected(X, S, I + 1);
    }
}

/// A struct that gains a field makes this not compile: flow() has to know it.
[[maybe_unused]] static void allFieldsAreWritten(const FlowModule &M,
                                                 const FlowFunction &F) {
  [[maybe_unused]] const auto &[A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11,
                                A12, A13] = M;
  [[maybe_unused]] const auto &[B1, B2, B3, B4, B5, B6] = M.Locs[0];
  [[maybe_unused]] const auto &[C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11] =
      M.Symbols[0];
  [[maybe_unused]] const auto &[D1, D2, D3, D4, D5] = M.Roles[0];
  [[maybe_unused]] const auto &[E1, E2, E3] = M.Ignores[0];
  [[maybe_unused]] const auto &[F1, F2] = M.Slots[0];
  [[maybe_unused]] const auto &[G1, G2, G3, G4, G5] = M.ConstWords[0];
  [[maybe_unused]] const auto &[H1, H2, H3, H4, H5, H6, H7, H8, H9, H10, H11] =
      F;
  [[maybe_unused]] const auto &[I1, I2, I3, I4, I5, I6, I7, I8, I9, I10] =
      F.Values[0];
  [[maybe_unused]] const auto &[J1] = F.Phis[0];
  [[maybe_unused]] const auto &[K1, K2, K3, K4, K5, K6, K7, K8, K9, K10, K11,
                                K12, K13] = F.Calls[0];
  [[maybe_unused]] const auto &[L1, L2, L3, L4, L5, L6, L7, L8, L9, L10, L11,
                                L12, L13] = F.Blocks[0];
}

/// Every field of a module, in the order in which it is written.
template <typename IO> static void flow(IO &X, Ref<IO, FlowModule> M) {
  using Module = std::remove_reference_t<Ref<IO, FlowModule>>;
  std::vector<Module *> One{&M};
  columns(X, One, &FlowModule::Name, &FlowModule::PointerSize,
          &FlowModule::System, &FlowModule::NumDefined,
          &FlowModule::HasDebugInfo);
  for (auto *S : flatten(X, One, &FlowModule::Strings))
    io<IO>(X, *S);
  auto Locs = flatten(X, One, &FlowModule::Locs);
  columns(X, Locs, &FlowLoc::File, &FlowLoc::Dir);
  sparse(X, Locs, &FlowLoc::Line);
  columns(X, Locs, &FlowLoc::Column, &FlowLoc::Function);
  sparse(X, Locs, &FlowLoc::InlinedAt);
  auto Symbols = flatten(X, One, &FlowModule::Symbols);
  columns(X, Symbols, &FlowSymbol::Name, &FlowSymbol::IsFunction,
          &FlowSymbol::IsLocal, &FlowSymbol::IsDefined, &FlowSymbol::IsWeak,
          &FlowSymbol::IsConstant, &FlowSymbol::IsZeroElsewhere,
          &FlowSymbol::AddressTaken);
  sparse(X, Symbols, &FlowSymbol::Function, NoId);
  sparse(X, Symbols, &FlowSymbol::SourceName);
  auto Roles = flatten(X, One, &FlowModule::Roles);
  columns(X, Roles, &FlowRole::Function, &FlowRole::Role, &FlowRole::Loc,
          &FlowRole::Object);
  sparse(X, Roles, &FlowRole::Global, NoId);
  columns(X, flatten(X, One, &FlowModule::Ignores), &FlowIgnore::Function,
          &FlowIgnore::Text, &FlowIgnore::Loc);
  columns(X, flatten(X, One, &FlowModule::Slots), &FlowSlot::Slot,
          &FlowSlot::Function);
  auto Words = flatten(X, One, &FlowModule::ConstWords);
  sparse(X, Words, &FlowConstWord::Global);
  sparse(X, Words, &FlowConstWord::Offset);
  sparse(X, Words, &FlowConstWord::Symbol, NoId);
  columns(X, Words, &FlowConstWord::Value, &FlowConstWord::Width);

  auto Functions = flatten(X, One, &FlowModule::Functions);
  sparse(X, Functions, &FlowFunction::Symbol);
  sparse(X, Functions, &FlowFunction::SourceName);
  sparse(X, Functions, &FlowFunction::Loc);
  columns(X, Functions, &FlowFunction::NumParams, &FlowFunction::ReturnsVoid,
          &FlowFunction::NoUnwind);
  numberLists(X, Functions, &FlowFunction::ParamNames);

  auto Values = flatten(X, Functions, &FlowFunction::Values);
  columns(X, Values, &FlowValue::Op, &FlowValue::Width);
  operands(X, Functions, &FlowValue::A);
  operands(X, Functions, &FlowValue::B);
  operands(X, Functions, &FlowValue::C);
  auxiliaries(X, Functions);
  columns(X, Values, &FlowValue::Imm);
  sparse(X, Values, &FlowValue::Loc);
  columns(X, Values, &FlowValue::Name, &FlowValue::Tag);

  auto Incoming = flatten(X, flatten(X, Functions, &FlowFunction::Phis),
                          &FlowPhi::Incoming);
  using Pair = std::pair<BlockId, ValueId>;
  sparse(X, Incoming, &Pair::first, NoId);
  sparse(X, Incoming, &Pair::second, NoId);

  auto Calls = flatten(X, Functions, &FlowFunction::Calls);
  column(X, Calls, &FlowCall::Callee);
  sparse(X, Calls, &FlowCall::CalleeValue, NoId);
  columns(X, Calls, &FlowCall::Slot, &FlowCall::RoleType, &FlowCall::MayUnwind,
          &FlowCall::NoReturn, &FlowCall::IsInvoke, &FlowCall::ReturnsNonNull,
          &FlowCall::ResultTested);
  sparse(X, Calls, &FlowCall::Ordinal, NoId);
  uint64_t Last = 0;
  for (auto *Arg : flatten(X, Calls, &FlowCall::Args)) {
    difference(X, *Arg, Last);
    Last = *Arg;
  }
  numberLists(X, Calls, &FlowCall::ArgNames);
  numberLists(X, Calls, &FlowCall::ArgClasses);

  auto Blocks = flatten(X, Functions, &FlowFunction::Blocks);
  columns(X, Blocks, &FlowBlock::Term, &FlowBlock::Cost, &FlowBlock::Trips,
          &FlowBlock::TripsOfType);
  sparse(X, Blocks, &FlowBlock::Loc);
  column(X, Blocks, &FlowBlock::Imprecise);
  sparse(X, Blocks, &FlowBlock::ReturnLoc);
  column(X, Blocks, &FlowBlock::EndsScope);
  uint64_t LastPhi = 0;
  for (auto *Phi : flatten(X, Blocks, &FlowBlock::Phis)) {
    difference(X, *Phi, LastPhi);
    LastPhi = *Phi;
  }
  flatten(X, Blocks, &FlowBlock::Insts);
  instructions(X, Functions);
  flatten(X, Blocks, &FlowBlock::Succs);
  terminators(X, Functions);
  numberLists(X, Blocks, &FlowBlock::Cases);
}

void spinguard::writeFlow(ByteWriter &X, const FlowModule &M) {
  flow<ByteWriter>(X, M);
}

bool spinguard::readFlow(ByteReader &X, FlowModule &M) {
  flow<ByteReader>(X, M);
  return !X.hasFailed() && isWellFormed(M);
}

//===----------------------------------------------------------------------===//
// Well-formed modules
//===----------------------------------------------------------------------===//

namespace {

/// Looks at every number of a module that refers to something.
class FormCheck {
public:
  explicit FormCheck(const FlowModule &M) : M(M) {}

  bool run() {
    if (M.Strings.empty() || !M.Strings[0].empty() || M.Locs.empty())
      return false;
    bool Ok = M.PointerSize > 0 && M.PointerSize <= 8 &&
              M.System <= TargetSystem::LinuxKernel;
    for (size_t I = 0; I < M.Locs.size(); ++I) {
      const FlowLoc &L = M.Locs[I];
      // (Outer ones come first, so that there is no circle.)
      Ok &= string(L.File) && string(L.Dir) && string(L.Function) &&
            (L.InlinedAt == 0 || L.InlinedAt < I);
    }
    for (const FlowSymbol &S : M.Symbols)
      Ok &= string(S.SourceName) &&
            (S.Function == NoId || S.Function < M.Functions.size());
    for (const FlowRole &R : M.Roles)
      Ok &= symbol(R.Function) && loc(R.Loc) && string(R.Object) &&
            (R.Global == NoId || symbol(R.Global));
    for (const FlowIgnore &I : M.Ignores)
      Ok &= symbol(I.Function) && loc(I.Loc);
    for (const FlowSlot &S : M.Slots)
      Ok &= symbol(S.Function);
    for (const FlowConstWord &W : M.ConstWords)
      Ok &= symbol(W.Global) && W.Width <= 64 &&
            (W.Symbol == NoId || symbol(W.Symbol));
    return Ok && all_of(M.Functions, [&](const FlowFunction &F) {
             return function(F) && hasOrder(F);
           });
  }

private:
  bool string(StringId Id) const { return Id < M.Strings.size(); }
  bool strings(ArrayRef<StringId> Ids) const {
    return all_of(Ids, [&](StringId Id) { return string(Id); });
  }
  bool loc(LocId Id) const { return Id < M.Locs.size(); }
  bool symbol(SymbolId Id) const { return Id < M.Symbols.size(); }

  bool function(const FlowFunction &F) const {
    size_t NumValues = F.Values.size(), NumBlocks = F.Blocks.size();
    auto Value = [&](ValueId V) { return V < NumValues; };
    auto Optional = [&](ValueId V) { return V == NoId || V < NumValues; };
    bool Ok = symbol(F.Symbol) && string(F.SourceName) && loc(F.Loc) &&
              strings(F.ParamNames) && F.ParamNames.size() == F.NumParams;
    for (const FlowValue &V : F.Values)
      Ok &= value(F, V) && Optional(V.A) && Optional(V.B) && Optional(V.C);
    for (const FlowPhi &P : F.Phis)
      for (const auto &[Block, V] : P.Incoming)
        Ok &= Block < NumBlocks && Value(V);
    for (const FlowCall &C : F.Calls)
      Ok &= (C.Callee == NoId ? Value(C.CalleeValue)
                              : symbol(C.Callee) && Optional(C.CalleeValue)) &&
            all_of(C.Args, Value) && strings(C.ArgNames) &&
            strings(C.ArgClasses) && C.ArgNames.size() == C.Args.size() &&
            C.ArgClasses.size() == C.Args.size() && string(C.Slot) &&
            string(C.RoleType);
    for (const FlowBlock &B : F.Blocks) {
      Ok &= all_of(B.Phis, Value) && all_of(B.Insts, Value) &&
            all_of(B.Succs, [&](BlockId S) { return S < NumBlocks; }) &&
            Optional(B.Cond) && loc(B.Loc) && loc(B.ReturnLoc) && terminator(B);
      if (!Ok)
        return false;
      for (ValueId V : B.Phis)
        Ok &= F.Values[V].Op == FlowOp::Phi;
      // Its numbers are read without a further look.
      for (ValueId V : B.Insts)
        Ok &=
            F.Values[V].Op >= FlowOp::PtrAdd || F.Values[V].Op == FlowOp::Const;
    }
    return Ok;
  }

  /// The operands that its operation needs, and what Aux and Imm are.
  bool value(const FlowFunction &F, const FlowValue &V) const {
    if (V.Width > 64 || !loc(V.Loc) || !string(V.Name) || !string(V.Tag))
      return false;
    auto Has = [&](unsigned N) {
      return (N < 1 || V.A != NoId) && (N < 2 || V.B != NoId) &&
             (N < 3 || V.C != NoId);
    };
    switch (V.Op) {
    case FlowOp::Const:
    case FlowOp::Undef:
    case FlowOp::Alloca:
    case FlowOp::Opaque:
      return true;
    case FlowOp::Param:
      return V.Imm >= 0 && uint64_t(V.Imm) < F.NumParams;
    case FlowOp::Global:
    case FlowOp::Function:
      return symbol(V.Aux);
    case FlowOp::PtrAdd:
      return Has(1) && string(V.Aux);
    case FlowOp::PtrIndex:
    case FlowOp::Store:
    case FlowOp::Exchange:
    case FlowOp::Update:
    case FlowOp::MemCopy:
      return Has(2);
    case FlowOp::Binary:
      return Has(2) && V.Imm >= 0 && V.Imm <= int64_t(BinaryOp::AShr);
    case FlowOp::Compare:
      return Has(2) && V.Imm >= 0 && V.Imm <= int64_t(ComparePred::SGE);
    case FlowOp::Select:
    case FlowOp::CmpXchg:
      return Has(3);
    case FlowOp::ZExt:
    case FlowOp::SExt:
    case FlowOp::Trunc:
    case FlowOp::Load:
    case FlowOp::Extract:
    case FlowOp::MemClobber:
      return Has(1);
    case FlowOp::Insert:
      return Has(2) && V.Imm >= 0 && V.Imm < V.Aux && V.Aux <= 64;
    case FlowOp::Phi:
      return V.Aux < F.Phis.size();
    case FlowOp::Call:
      return V.Aux < F.Calls.size();
    }
    return false;
  }

  static bool terminator(const FlowBlock &B) {
    switch (B.Term) {
    case FlowTerm::Jump:
    case FlowTerm::Invoke:
      return !B.Succs.empty();
    case FlowTerm::Branch:
      return B.Succs.size() == 2 && B.Cond != NoId;
    case FlowTerm::Switch:
      return B.Cond != NoId && B.Succs.size() == B.Cases.size() + 1;
    case FlowTerm::AnyOf:
    case FlowTerm::Return:
    case FlowTerm::Resume:
    case FlowTerm::Unreachable:
      return true;
    }
    return false;
  }

  /// No pure operation is computed from itself, but in blocks that nothing
  /// reaches: what is computed on demand comes to an end.
  bool hasOrder(const FlowFunction &F) const {
    if (F.Blocks.empty())
      return true;
    std::vector<bool> Reached(F.Blocks.size());
    std::vector<BlockId> Work{0};
    Reached[0] = true;
    std::vector<ValueId> Roots;
    while (!Work.empty()) {
      const FlowBlock &B = F.Blocks[Work.back()];
      Work.pop_back();
      if (B.Cond != NoId)
        Roots.push_back(B.Cond);
      for (ValueId V : B.Insts) {
        const FlowValue &X = F.Values[V];
        Roots.insert(Roots.end(), {V, X.A, X.B, X.C});
        if (X.Op == FlowOp::Call) {
          const FlowCall &C = F.Calls[X.Aux];
          Roots.push_back(C.CalleeValue);
          Roots.insert(Roots.end(), C.Args.begin(), C.Args.end());
        }
      }
      for (BlockId S : B.Succs)
        if (!Reached[S]) {
          Reached[S] = true;
          Work.push_back(S);
        }
    }
    for (const FlowPhi &P : F.Phis)
      for (const auto &[Block, V] : P.Incoming)
        if (Reached[Block])
          Roots.push_back(V);
    enum : uint8_t { New, Open, Done };
    std::vector<uint8_t> Seen(F.Values.size(), New);
    std::vector<std::pair<ValueId, unsigned>> Stack;
    auto Enter = [&](ValueId V) {
      if (V == NoId || Seen[V] == Done)
        return true;
      const FlowOp Op = F.Values[V].Op;
      if (Op < FlowOp::PtrAdd || Op > FlowOp::Insert)
        return true;
      if (Seen[V] == Open)
        return false;
      Seen[V] = Open;
      Stack.push_back({V, 0});
      return true;
    };
    for (ValueId R : Roots) {
      if (!Enter(R))
        return false;
      while (!Stack.empty()) {
        auto [V, Next] = Stack.back();
        const FlowValue &X = F.Values[V];
        if (Next == 3) {
          Seen[V] = Done;
          Stack.pop_back();
          continue;
        }
        ++Stack.back().second;
        if (!Enter(Next == 0 ? X.A : Next == 1 ? X.B : X.C))
          return false;
      }
    }
    return true;
  }

  const FlowModule &M;
};

} // namespace

bool spinguard::isWellFormed(const FlowModule &M) { return FormCheck(M).run(); }
