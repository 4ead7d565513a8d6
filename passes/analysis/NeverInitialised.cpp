//===- NeverInitialised.cpp - Locks that nothing initialises --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/NeverInitialised.h"
#include "analysis/Analysis.h"
#include <map>
#include <set>

using namespace llvm;
using namespace spinguard;

namespace {

/// What the text of the program does to fields, reached or not.
class FieldUses {
public:
  FieldUses(const Program &P, ArrayRef<SiteResult> Sites);

  /// Nothing but lock operations gets to see the field \p Class.
  bool isLockOnly(StringRef Class) const { return !Otherwise.count(Class); }
  /// Some lock of this kind in the struct of \p Class is initialised.
  bool initialisesSibling(StringRef Class, StringRef Kind) const {
    return Structs.count({Class.rsplit('+').first, Kind}) != 0;
  }

  /// What is acquired, by class.
  std::map<StringRef, UninitialisedLock> Acquired;

private:
  void addCall(FunctionId F, const FlowCall &C, LocId Loc);
  void addValues(const ProgramFunction &F);

  const Program &P;
  std::set<StringRef> Otherwise;
  std::set<std::pair<StringRef, StringRef>> Structs;
  std::set<std::pair<FunctionId, uint32_t>> Reached; ///< Sites, by ordinal.
};

} // namespace

/// The field that a value is the address of, or "".
static StringRef fieldAt(const ProgramFunction &F, ValueId V) {
  if (V == NoId || F.F->Values[V].Op != FlowOp::PtrAdd)
    return "";
  return F.M->str(F.F->Values[V].Tag);
}

void FieldUses::addCall(FunctionId FI, const FlowCall &C, LocId Loc) {
  const ProgramFunction &F = P.functions()[FI];
  ArrayRef<Api> Rows;
  if (C.Callee != NoId)
    Rows = P.symbols()[P.symbol(F.Module, C.Callee)].Apis;
  for (unsigned I = 0; I < C.Args.size(); ++I) {
    StringRef Class = F.M->str(C.ArgClasses[I]);
    if (Class.empty())
      continue;
    bool IsLockUse = !Rows.empty() && fieldAt(F, C.Args[I]) == Class;
    for (const Api &A : Rows) {
      bool IsLock = A.Lock.K == Operand::Arg && A.Lock.ArgNo == I;
      if (IsLock && A.E == Effect::Init)
        Structs.insert({Class.rsplit('+').first, A.LockKind});
      IsLockUse &= IsLock && isLockEffect(A.E);
    }
    if (!IsLockUse) {
      Otherwise.insert(Class);
      continue;
    }
    Effect E = Rows.front().E;
    if ((E != Effect::Acquire && E != Effect::TryAcquire) ||
        !Reached.count({FI, C.Ordinal}))
      continue;
    UninitialisedLock &L = Acquired[Class];
    L.Users.insert(FI);
    if (L.Function != NoId &&
        !(P.loc(*F.M, Loc) < P.loc(*P.functions()[L.Function].M, L.Loc)))
      continue;
    L.Function = FI;
    L.Loc = Loc;
    L.Text = F.M->str(C.ArgNames[I]).str();
    L.Kind = Rows.front().LockKind;
  }
}

/// What is done with addresses of fields, but for calls, loads and comparisons.
void FieldUses::addValues(const ProgramFunction &F) {
  auto Sees = [&](ValueId V) {
    if (StringRef Class = fieldAt(F, V); !Class.empty())
      Otherwise.insert(Class);
  };
  for (const FlowValue &V : F.F->Values)
    if (V.Op != FlowOp::Call && V.Op != FlowOp::Load &&
        V.Op != FlowOp::Compare && V.Op != FlowOp::Phi)
      for (ValueId Operand : {V.A, V.B, V.C})
        if (Operand < F.F->Values.size())
          Sees(Operand);
  for (const FlowPhi &Phi : F.F->Phis)
    for (const auto &[From, V] : Phi.Incoming)
      Sees(V);
  for (const FlowBlock &B : F.F->Blocks)
    if (B.Term == FlowTerm::Return)
      Sees(B.Cond);
}

FieldUses::FieldUses(const Program &P, ArrayRef<SiteResult> Sites) : P(P) {
  for (const SiteResult &S : Sites)
    if (S.Reached)
      Reached.insert({S.Function, S.Ordinal});
  for (FunctionId FI = 0; FI < P.functions().size(); ++FI) {
    const ProgramFunction &F = P.functions()[FI];
    for (const FlowValue &V : F.F->Values)
      if (V.Op == FlowOp::Call)
        addCall(FI, F.F->Calls[V.Aux], V.Loc);
    addValues(F);
  }
}

/// Whether the code that runs first is at hand: what it does not initialise,
/// nothing does.
static bool beginsHere(const Program &P) {
  for (const ProgramFunction &F : P.functions())
    for (const Role *R : F.Roles)
      if (R->Module == ModuleEvent::Load || R->Once)
        return true;
  return false;
}

std::vector<UninitialisedLock>
spinguard::findNeverInitialised(const Program &P, ArrayRef<SiteResult> Sites) {
  std::vector<UninitialisedLock> Out;
  if (!beginsHere(P))
    return Out;
  FieldUses Fields(P, Sites);
  for (auto &[Class, Lock] : Fields.Acquired)
    if (P.models().requiresInit(Lock.Kind) && Fields.isLockOnly(Class) &&
        Fields.initialisesSibling(Class, Lock.Kind))
      Out.push_back(std::move(Lock));
  return Out;
}
