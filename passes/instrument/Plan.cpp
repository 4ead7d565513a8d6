//===- Plan.cpp - Which calls and roles get which hooks -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds the calls of modelled functions and the roles in flow IR, where names,
// constants and fields are known best, and pairs them with the calls and
// functions of the module that gets the hooks.
//
//===----------------------------------------------------------------------===//

#include "instrument/Plan.h"
#include "ir/Lower.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;
using namespace spinguard;

uint32_t Plan::classOf(const std::string &Key, const LockClass &C) {
  auto [It, New] = Classes.insert({Key, C});
  return uint32_t(It - Classes.begin());
}

bool spinguard::hasHook(const Api &Row, unsigned Checks) {
  switch (Row.E) {
  case Effect::Acquire:
  case Effect::TryAcquire:
  case Effect::Release:
  case Effect::Use:
  case Effect::Convert:
    return Checks & CheckLocks;
  case Effect::Init:
  case Effect::Destroy:
  case Effect::Free:
    return Checks & CheckLifetime;
  case Effect::NoReturn:
    return Checks & CheckExits &&
           (Row.Variant == "thread-exit" || Row.Variant == "process-exit");
  case Effect::Call:
    if (Row.Holding)
      return Checks & CheckLocks;
    break;
  default:
    break;
  }
  // Whether it is a thread that calls is nothing that the hook is told.
  return isWrongWithLock(Row.Blocking) && Checks & CheckBlocking;
}

namespace {

class Planner {
public:
  Planner(Module &M, const FlowModule &Flow, const Program &P,
          const InstrumentOptions &Opts)
      : M(M), Flow(Flow), P(P), Opts(Opts), Names(M, P.models()) {}

  Plan run();

private:
  void learnKinds();
  void planFunction(Function &F, uint32_t Index);
  void planCall(CallBase &CB, const FlowFunction &FF, uint32_t Index,
                const FlowValue &V);
  void planRoles(Function &F, const ProgramFunction &PF);
  void planObjects(Function &F, uint32_t Index);
  PlannedEvent event(const Api &Row, const FlowFunction &FF, const FlowCall &C,
                     const CallBase &CB);
  uint32_t classOfAddress(const FlowFunction &FF, ValueId V,
                          const Value *Address);
  uint32_t classOfName(const Operand &O);

  Module &M;
  const FlowModule &Flow;
  const Program &P;
  const InstrumentOptions &Opts;
  Plan Out;
  SourceNames Names;
  StringSet<> RecursiveKinds;
  StringSet<> LockHolders; ///< Tags of the structs that locks are members of.
};

} // namespace

/// Facts about kinds of locks, of which models tell in single rows.
void Planner::learnKinds() {
  const ModelSet &Models = P.models();
  for (StringRef Name : Models.apiNames())
    for (const Api &A : P.apis(Name)) {
      if (A.Recursive && A.Mode == LockMode::Exclusive)
        RecursiveKinds.insert(A.LockKind);
      if (A.Required)
        Out.RequiredInit.insert(A.LockKind);
      if (A.E == Effect::Acquire && !A.Lock.Name.empty()) {
        Masked &M = Out.NamedMasks[A.Lock.Name];
        M = std::max(M, A.Masks);
      }
    }
}

/// The class of a lock is the field it is of the innermost struct around it:
/// one for all ways to write its address. A lock in no struct is its variable.
uint32_t Planner::classOfAddress(const FlowFunction &FF, ValueId V,
                                 const Value *Address) {
  for (const FieldRef &R : Names.fieldsOf(Address))
    if (!R.Struct.empty())
      LockHolders.insert(R.Struct);
  if (FieldRef R = Names.lockField(Address); !R.Struct.empty()) {
    LockClass C;
    std::string Key = R.Struct + "+" + std::to_string(R.Offset);
    C.Name = R.Field.empty() ? Key : R.Struct + "." + R.Field;
    return Out.classOf(Key, C);
  }
  bool IsPart = false; // Of a global.
  for (unsigned I = 0; V != NoId && I < 32; ++I) {
    const FlowValue &X = FF.Values[V];
    switch (X.Op) {
    case FlowOp::Global: {
      const auto *G = dyn_cast<GlobalVariable>(Address->stripPointerCasts());
      const FlowSymbol &S = Flow.Symbols[X.Aux];
      LockClass C;
      C.Name = Flow.str(S.SourceName).str();
      C.IsLocal = S.IsLocal;
      C.IsSingle = !IsPart && G && !G->getValueType()->isArrayTy();
      return Out.classOf(S.Name, C);
    }
    case FlowOp::PtrAdd:
    case FlowOp::PtrIndex:
      IsPart = true;
      V = X.A;
      continue;
    default:
      return NoClass;
    }
  }
  return NoClass;
}

uint32_t Planner::classOfName(const Operand &O) {
  LockClass C;
  C.Name = O.Name;
  return Out.classOf(O.Name, C);
}

PlannedEvent Planner::event(const Api &Row, const FlowFunction &FF,
                            const FlowCall &C, const CallBase &CB) {
  PlannedEvent E;
  E.Row = &Row;
  const Operand &L = Row.Holding ? Row.Holding : Row.Lock;
  switch (L.K) {
  case Operand::Arg:
  case Operand::Deref:
  case Operand::Handle:
    if (L.ArgNo >= C.Args.size())
      break;
    E.LockName = Flow.str(C.ArgNames[L.ArgNo]).str();
    if (L.K == Operand::Arg && L.Offset == 0)
      E.Class = classOfAddress(FF, C.Args[L.ArgNo], CB.getArgOperand(L.ArgNo));
    break;
  case Operand::Global:
  case Operand::Token:
    E.LockName = L.Name;
    E.Class = classOfName(L);
    break;
  default:
    if (Row.Object.K == Operand::Arg && Row.Object.ArgNo < C.ArgNames.size())
      E.LockName = Flow.str(C.ArgNames[Row.Object.ArgNo]).str();
    break;
  }
  return E;
}

void Planner::planCall(CallBase &CB, const FlowFunction &FF, uint32_t Index,
                       const FlowValue &V) {
  const FlowCall &C = FF.Calls[V.Aux];
  if (C.Callee == NoId)
    return;
  const ProgramSymbol &S = P.symbols()[P.symbol(0, C.Callee)];
  PlannedCall Call;
  bool AnyHook = false;
  for (const Api &Row : S.Apis) {
    // What is decided already: conditions on arguments that are constant.
    bool May = true;
    std::vector<ArgCondition> Tests;
    for (const ArgCondition &W : Row.When) {
      if (W.ArgNo >= C.Args.size()) {
        May = false;
        break;
      }
      const FlowValue &Arg = FF.Values[C.Args[W.ArgNo]];
      if (Arg.Op != FlowOp::Const)
        Tests.push_back(W);
      else if (!W.holds(Arg.Imm))
        May = false;
    }
    if (!May)
      continue;
    PlannedEvent E = event(Row, FF, C, CB);
    E.Tests = Tests;
    Call.Events.push_back(std::move(E));
    AnyHook |= hasHook(Row, Opts.Checks);
    if (RecursiveKinds.contains(Row.LockKind)) {
      Call.How = Treatment::Skipped;
      Call.Why = "its holder may take a lock of this kind again";
    }
    if (Tests.empty())
      break;
  }
  if (!AnyHook)
    return;
  if (CB.isMustTailCall()) {
    Call.How = Treatment::Skipped;
    Call.Why = "nothing can come after a tail call";
  }
  Call.Call = &CB;
  Call.Function = Index;
  Call.Ordinal = C.Ordinal;
  Call.Loc = P.loc(Flow, V.Loc);
  Call.InFunction = P.locFunction(Flow, V.Loc, Flow.str(FF.SourceName));
  Out.Calls.push_back(std::move(Call));
}

/// What must be left as it is.
static bool isExempt(const Function &F) {
  return F.hasAvailableExternallyLinkage() ||
         F.hasFnAttribute(Attribute::Naked) ||
         F.hasFnAttribute(Attribute::DisableSanitizerInstrumentation) ||
         F.hasFnAttribute("spinguard-instrumented") ||
         F.getName().starts_with("__spinguard_");
}

void Planner::planRoles(Function &F, const ProgramFunction &PF) {
  if (PF.Roles.empty() || !(Opts.Checks & CheckRoles))
    return;
  // Where nothing is called that could take a lock, nothing can stay held.
  bool Matters = PF.ReachesLockEvent || PF.HasUnknownCall || PF.AddressTaken ||
                 !PF.Callees.empty();
  for (const Role *R : PF.Roles)
    Matters |= R->Module != ModuleEvent::None;
  if (!Matters)
    return;
  PlannedRole R;
  R.F = &F;
  // Of several roles, the one that interrupts is the strictest.
  R.AsRole = PF.Roles.front();
  for (const Role *Other : PF.Roles)
    if (R.AsRole->Level == RoleLevel::None && Other->Level != RoleLevel::None)
      R.AsRole = Other;
  for (const EntryLock &L : R.AsRole->Holds)
    if (!L.Lock.Name.empty())
      classOfName(L.Lock);
  R.Loc = P.loc(Flow, PF.F->Loc);
  R.InFunction = Flow.str(PF.F->SourceName).str();
  Out.Roles.push_back(std::move(R));
}

void Planner::planFunction(Function &F, uint32_t Index) {
  const FlowFunction &FF = Flow.Functions[Index];
  std::vector<const CallBase *> Calls = numberedCalls(F);
  Names.enterFunction(F);
  for (const FlowValue &V : FF.Values) {
    if (V.Op != FlowOp::Call)
      continue;
    uint32_t Ordinal = FF.Calls[V.Aux].Ordinal;
    if (Ordinal < Calls.size())
      planCall(*const_cast<CallBase *>(Calls[Ordinal]), FF, Index, V);
  }
}

/// What happens to objects with locks in them as a whole: how much memory is
/// freed, and what is copied. Fields that are locks are known by now.
void Planner::planObjects(Function &F, uint32_t Index) {
  std::vector<AnyMemTransferInst *> Transfers;
  if (Opts.Checks & CheckLifetime)
    for (Instruction &I : instructions(F))
      if (auto *T = dyn_cast<AnyMemTransferInst>(&I))
        Transfers.push_back(T);
  std::vector<PlannedCall *> Frees;
  for (PlannedCall &C : Out.Calls)
    if (C.Function == Index)
      for (PlannedEvent &E : C.Events)
        if (E.Row->E == Effect::Free)
          Frees.push_back(&C);
  if (Transfers.empty() && Frees.empty())
    return;

  Names.enterFunction(F);
  for (PlannedCall *C : Frees)
    for (PlannedEvent &E : C->Events) {
      const Operand &O = E.Row->Object;
      if (O.K == Operand::Arg && O.ArgNo < C->Call->arg_size())
        E.Size = Names.pointeeSize(C->Call->getArgOperand(O.ArgNo));
    }
  for (AnyMemTransferInst *T : Transfers) {
    std::string Tag = Names.pointeeTag(T->getRawSource());
    if (Tag.empty() || !LockHolders.contains(Tag))
      continue;
    PlannedCopy C;
    C.Call = T;
    C.What = Names.objectText(T->getRawSource());
    C.InFunction = Flow.str(Flow.Functions[Index].SourceName).str();
    if (const DILocation *L = T->getDebugLoc()) {
      C.Loc.File = L->getFilename().str();
      C.Loc.Dir = L->getDirectory().str();
      C.Loc.Line = L->getLine();
      C.Loc.Column = L->getColumn();
      if (const DISubprogram *SP = L->getScope()->getSubprogram())
        C.InFunction = SP->getName().str();
    }
    Out.Copies.push_back(std::move(C));
  }
}

Plan Planner::run() {
  learnKinds();
  DenseMap<const FlowFunction *, const ProgramFunction *> Linked;
  for (const ProgramFunction &PF : P.functions())
    Linked[PF.F] = &PF;
  // Functions are lowered in the module's order.
  std::vector<std::pair<Function *, uint32_t>> Planned;
  uint32_t Index = 0;
  for (Function &F : M) {
    if (F.isDeclaration())
      continue;
    const FlowFunction &FF = Flow.Functions[Index];
    const ProgramFunction *PF = Linked.lookup(&FF);
    // What a model describes is done by the calls of it.
    if (PF && !isExempt(F) && P.symbols()[PF->Symbol].Apis.empty()) {
      planFunction(F, Index);
      planRoles(F, *PF);
      Planned.push_back({&F, Index});
    }
    ++Index;
  }
  for (auto [F, I] : Planned)
    planObjects(*F, I);
  return std::move(Out);
}

Plan spinguard::makePlan(Module &M, const FlowModule &Flow, const Program &P,
                         const InstrumentOptions &Opts) {
  return Planner(M, Flow, P, Opts).run();
}
