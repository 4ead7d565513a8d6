//===- FlowFile.cpp - Flow modules as bytes -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/FlowFile.h"
#include "ir/ByteStream.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace spinguard;

/// Operands come shortly before what uses them: as distances.
template <typename IO, typename Function>
static void operands(IO &X, const std::vector<Function *> &Functions,
                     uint32_t FlowValue::*Operand) {
  for (Function *F : Functions)
    for (size_t I = 0; I < F->Values.size(); ++I) {
      auto &V = F->Values[I].*Operand;
      int64_t Here = int64_t(I), Distance = 0;
      if (V != NoId)
        Distance = Here >= V ? Here - V + 1 : Here - V;
      io(X, Distance);
      if constexpr (!IO::Writes)
        V = Distance == 0  ? NoId
            : Distance > 0 ? uint32_t(Here - (Distance - 1))
                           : uint32_t(Here - Distance);
    }
}

/// Every field of a module, in the order in which it is written.
template <typename IO> static void flow(IO &X, Ref<IO, FlowModule> M) {
  using Module = std::remove_reference_t<Ref<IO, FlowModule>>;
  std::vector<Module *> One{&M};
  columns(X, One, &FlowModule::Name, &FlowModule::PointerSize,
          &FlowModule::NumDefined, &FlowModule::HasDebugInfo);
  for (auto *S : flatten(X, One, &FlowModule::Strings))
    io<IO>(X, *S);
  columns(X, flatten(X, One, &FlowModule::Locs), &FlowLoc::File, &FlowLoc::Dir,
          &FlowLoc::Line, &FlowLoc::Column, &FlowLoc::Function,
          &FlowLoc::InlinedAt);
  columns(X, flatten(X, One, &FlowModule::Symbols), &FlowSymbol::Name,
          &FlowSymbol::IsFunction, &FlowSymbol::IsLocal, &FlowSymbol::IsDefined,
          &FlowSymbol::IsWeak, &FlowSymbol::IsConstant,
          &FlowSymbol::AddressTaken, &FlowSymbol::Function,
          &FlowSymbol::SourceName);
  columns(X, flatten(X, One, &FlowModule::Roles), &FlowRole::Function,
          &FlowRole::Role, &FlowRole::Loc);
  columns(X, flatten(X, One, &FlowModule::Ignores), &FlowIgnore::Function,
          &FlowIgnore::Text, &FlowIgnore::Loc);
  columns(X, flatten(X, One, &FlowModule::Slots), &FlowSlot::Slot,
          &FlowSlot::Function);
  columns(X, flatten(X, One, &FlowModule::ConstWords), &FlowConstWord::Global,
          &FlowConstWord::Offset, &FlowConstWord::Symbol, &FlowConstWord::Value,
          &FlowConstWord::Width);

  auto Functions = flatten(X, One, &FlowModule::Functions);
  columns(X, Functions, &FlowFunction::Symbol, &FlowFunction::SourceName,
          &FlowFunction::Loc, &FlowFunction::NumParams,
          &FlowFunction::ReturnsVoid, &FlowFunction::NoUnwind);
  numberLists(X, Functions, &FlowFunction::ParamNames);

  auto Values = flatten(X, Functions, &FlowFunction::Values);
  columns(X, Values, &FlowValue::Op, &FlowValue::Width);
  operands(X, Functions, &FlowValue::A);
  operands(X, Functions, &FlowValue::B);
  operands(X, Functions, &FlowValue::C);
  columns(X, Values, &FlowValue::Aux, &FlowValue::Imm, &FlowValue::Loc,
          &FlowValue::Name, &FlowValue::Tag);

  auto Incoming = flatten(X, flatten(X, Functions, &FlowFunction::Phis),
                          &FlowPhi::Incoming);
  using Pair = std::pair<BlockId, ValueId>;
  columns(X, Incoming, &Pair::first, &Pair::second);

  auto Calls = flatten(X, Functions, &FlowFunction::Calls);
  columns(X, Calls, &FlowCall::Callee, &FlowCall::CalleeValue, &FlowCall::Slot,
          &FlowCall::RoleType, &FlowCall::MayUnwind, &FlowCall::NoReturn,
          &FlowCall::IsInvoke, &FlowCall::ReturnsNonNull,
          &FlowCall::ResultTested, &FlowCall::Ordinal);
  numberLists(X, Calls, &FlowCall::Args);
  numberLists(X, Calls, &FlowCall::ArgNames);
  numberLists(X, Calls, &FlowCall::ArgClasses);

  auto Blocks = flatten(X, Functions, &FlowFunction::Blocks);
  columns(X, Blocks, &FlowBlock::Term, &FlowBlock::Cond, &FlowBlock::Loc,
          &FlowBlock::Imprecise, &FlowBlock::ReturnLoc, &FlowBlock::EndsScope);
  numberLists(X, Blocks, &FlowBlock::Phis);
  numberLists(X, Blocks, &FlowBlock::Insts);
  numberLists(X, Blocks, &FlowBlock::Succs);
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
    bool Ok = M.PointerSize > 0 && M.PointerSize <= 8;
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
      Ok &= symbol(R.Function) && loc(R.Loc);
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
      Ok &= (C.Callee == NoId ? Value(C.CalleeValue) : symbol(C.Callee)) &&
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
