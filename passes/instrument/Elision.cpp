//===- Elision.cpp - Which calls can do without a hook --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A hook may be left out only where no report of the runtime depends on it, in
// whatever program the module ends up. That is so under these conditions, all
// of which are decided on the module alone:
//
//  1. The lock is a global of the module whose address goes nowhere but into
//     lock operations, at a constant offset. So every operation on it is seen,
//     no other thread's code releases, destroys, frees or copies it, and two
//     locks are never mistaken for one.
//  2. The section is a leaf: on every path from the acquire comes exactly one
//     release, before the function is left, and what lies between calls
//     nothing that could take a lock, wait, end the thread, or look at what is
//     held. So within it nothing is acquired after this lock: it has no
//     outgoing edge in the order of locks and closes no cycle, and it guards no
//     other inversion.
//  3. No handler (DPC, interrupt, signal) can reach an operation on it: the
//     functions that have one are only reached from roles that interrupt
//     nothing.
//  4. If such a lock must be initialised by a call, that is done first thing in
//     the routine where the program begins.
//  5. Nobody asked for the time that locks are held.
//
// What is left for the runtime to find in such a section is that its own
// thread holds the lock already, from a section that is none. The cheap hook
// sees that. It is not needed where all sections of the lock are leaves, and
// as a second opinion the static check must call all its sites proven.
//
//===----------------------------------------------------------------------===//

#include "instrument/Elision.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include <set>

using namespace llvm;
using namespace spinguard;

namespace {

/// A lock at a constant place in a global.
using LockPlace = std::pair<const GlobalVariable *, int64_t>;

/// All that the module does with one lock.
struct LockUse {
  std::vector<PlannedCall *> Acquires, Releases, Inits;
  std::string Obstacle; ///< Why its sections keep their hooks.
};

class Elider {
public:
  Elider(Plan &ThePlan, const FlowModule &Flow, const Program &P,
         const Report &R, const InstrumentOptions &Opts)
      : ThePlan(ThePlan), Flow(Flow), P(P), Opts(Opts) {
    for (const LockSite &S : R.Sites)
      for (const LockSite::CallKey &K : S.Calls)
        Status[{K.Function, K.Ordinal}] = S.Status;
    for (FunctionId F = 0; F < P.functions().size(); ++F)
      Ids[uint32_t(P.functions()[F].F - Flow.Functions.data())] = F;
    for (PlannedCall &C : ThePlan.Calls)
      Planned[C.Call] = &C;
  }

  void run();

private:
  void groupByLock();
  std::optional<LockPlace> placeOf(const PlannedCall &C) const;
  bool isClosed(const GlobalVariable &G) const;
  void findHandlers();
  void findExposed();
  std::string obstacle(const LockUse &Use);
  bool isEarly(const PlannedCall &Init) const;
  bool isTransparent(const CallBase &CB) const;
  bool isProven(const PlannedCall &C) const {
    auto It = Status.find({C.Function, C.Ordinal});
    return It != Status.end() && It->second == SiteStatus::Proven;
  }
  std::string findSection(const PlannedCall &Acquire, LockPlace Lock,
                          std::vector<PlannedCall *> &Releases) const;
  bool restoresOwnValue(const PlannedCall &Release) const;
  bool endsOnly(const PlannedCall &Release, const PlannedCall &Acquire,
                LockPlace Lock) const;

  Plan &ThePlan;
  const FlowModule &Flow;
  const Program &P;
  const InstrumentOptions &Opts;
  std::map<std::pair<uint32_t, uint32_t>, SiteStatus> Status;
  DenseMap<uint32_t, FunctionId> Ids; ///< By index of the flow function.
  DenseMap<const CallBase *, PlannedCall *> Planned;
  MapVector<LockPlace, LockUse> Locks;
  std::set<FunctionId> InHandlers, Exposed;
};

} // namespace

/// The lock that a call is about, if condition 1 can hold for it.
std::optional<LockPlace> Elider::placeOf(const PlannedCall &C) const {
  if (C.Events.size() != 1)
    return std::nullopt;
  const PlannedEvent &E = C.Events.front();
  const Operand &L = E.Row->Lock;
  if (!E.Tests.empty() || L.K != Operand::Arg || L.ArgNo >= C.Call->arg_size())
    return std::nullopt;
  const Value *Ptr = C.Call->getArgOperand(L.ArgNo);
  if (!Ptr->getType()->isPointerTy())
    return std::nullopt;
  const DataLayout &DL = C.Call->getModule()->getDataLayout();
  APInt Offset(DL.getIndexTypeSizeInBits(Ptr->getType()), L.Offset);
  const Value *Base = Ptr->stripAndAccumulateConstantOffsets(
      DL, Offset, /*AllowNonInbounds=*/true);
  if (const auto *G = dyn_cast<GlobalVariable>(Base))
    return LockPlace(G, Offset.getSExtValue());
  return std::nullopt;
}

/// Whether all uses of the global are accesses and lock operations.
bool Elider::isClosed(const GlobalVariable &G) const {
  if (!G.hasLocalLinkage())
    return false;
  SmallVector<const Value *, 8> Work{&G};
  SmallPtrSet<const Value *, 8> Seen;
  while (!Work.empty()) {
    const Value *V = Work.pop_back_val();
    if (!Seen.insert(V).second)
      continue;
    for (const Use &U : V->uses()) {
      const User *By = U.getUser();
      if (isa<GEPOperator>(By)) {
        Work.push_back(By);
      } else if (const auto *S = dyn_cast<StoreInst>(By)) {
        if (S->getValueOperand() == V)
          return false;
      } else if (const auto *CB = dyn_cast<CallBase>(By)) {
        const PlannedCall *C = Planned.lookup(CB);
        if (!C || !placeOf(*C) || !CB->isArgOperand(&U) ||
            CB->getArgOperandNo(&U) != C->Events.front().Row->Lock.ArgNo)
          return false;
      } else if (!isa<LoadInst>(By)) {
        return false;
      }
    }
  }
  return true;
}

void Elider::groupByLock() {
  for (PlannedCall &C : ThePlan.Calls) {
    std::optional<LockPlace> Lock = placeOf(C);
    if (!Lock) {
      C.Why = C.Why.empty() ? "its lock is known by a pointer" : C.Why;
      continue;
    }
    LockUse &Use = Locks[*Lock];
    switch (C.Events.front().Row->E) {
    case Effect::Acquire:
      Use.Acquires.push_back(&C);
      break;
    case Effect::Release:
      Use.Releases.push_back(&C);
      break;
    case Effect::Init:
      Use.Inits.push_back(&C);
      break;
    default:
      Use.Obstacle = ("a call of '" + C.Events.front().Row->Name +
                      "' needs to know whether the lock is held");
      break;
    }
    if (C.How == Treatment::Skipped)
      Use.Obstacle = C.Why;
  }
}

/// Functions that a handler may run: those it calls, and where it calls what
/// is not known, all that others can call.
void Elider::findHandlers() {
  std::vector<FunctionId> Work;
  auto Add = [&](FunctionId F) {
    if (InHandlers.insert(F).second)
      Work.push_back(F);
  };
  for (FunctionId F = 0; F < P.functions().size(); ++F)
    for (const Role *R : P.functions()[F].Roles)
      if (R->Level != RoleLevel::None && R->Level != RoleLevel::Thread)
        Add(F);
  bool CallsUnknown = false;
  while (!Work.empty()) {
    const ProgramFunction &PF = P.functions()[Work.back()];
    Work.pop_back();
    for (FunctionId C : PF.Callees)
      Add(C);
    if (!PF.HasUnknownCall || std::exchange(CallsUnknown, true))
      continue;
    for (FunctionId F = 0; F < P.functions().size(); ++F) {
      const ProgramFunction &Other = P.functions()[F];
      const FlowSymbol &S = Flow.Symbols[Other.F->Symbol];
      if (Other.Roles.empty() && (Other.AddressTaken || !S.IsLocal))
        Add(F);
    }
  }
}

/// Functions that code which is not known may run, and then might run in a
/// handler: those it can call, and all that these call.
void Elider::findExposed() {
  std::vector<FunctionId> Work;
  auto Add = [&](FunctionId F) {
    if (Exposed.insert(F).second)
      Work.push_back(F);
  };
  for (FunctionId F = 0; F < P.functions().size(); ++F) {
    const ProgramFunction &PF = P.functions()[F];
    bool IsLocal = Flow.Symbols[PF.F->Symbol].IsLocal;
    if (PF.Roles.empty() && (!IsLocal || PF.AddressTaken || PF.Callers.empty()))
      Add(F);
  }
  while (!Work.empty()) {
    FunctionId F = Work.back();
    Work.pop_back();
    for (FunctionId C : P.functions()[F].Callees)
      Add(C);
  }
}

/// Whether an initialisation comes before all else that the program does.
bool Elider::isEarly(const PlannedCall &Init) const {
  auto Id = Ids.find(Init.Function);
  if (Id == Ids.end())
    return false;
  const ProgramFunction &PF = P.functions()[Id->second];
  const BasicBlock &Entry = Init.Call->getFunction()->getEntryBlock();
  if (PF.Roles.empty() || PF.AddressTaken || !PF.Callers.empty() ||
      Init.Call->getParent() != &Entry)
    return false;
  for (const Instruction &I : Entry) {
    if (&I == Init.Call)
      return true;
    const auto *CB = dyn_cast<CallBase>(&I);
    if (!CB || isa<IntrinsicInst>(CB))
      continue;
    const PlannedCall *C = Planned.lookup(CB);
    if (!C || C->Events.size() != 1 || C->Events.front().Row->E != Effect::Init)
      return false;
  }
  return false;
}

/// Why no section of a lock can do without its hooks, or "".
std::string Elider::obstacle(const LockUse &Use) {
  if (!Use.Obstacle.empty())
    return Use.Obstacle;
  for (const auto *List : {&Use.Acquires, &Use.Releases, &Use.Inits})
    for (const PlannedCall *C : *List) {
      auto Id = Ids.find(C->Function);
      if (Id == Ids.end() || Exposed.count(Id->second))
        return "code that is not known may call '" + C->InFunction + "'";
      if (InHandlers.count(Id->second))
        return "a handler may run '" + C->InFunction + "'";
    }
  bool Needs = false;
  for (const PlannedCall *C : Use.Acquires)
    Needs |= ThePlan.RequiredInit.contains(C->Events.front().Row->LockKind);
  if (Use.Inits.size() > 1 || (Needs && Use.Inits.empty()) ||
      (!Use.Inits.empty() && !isEarly(*Use.Inits.front())))
    return "it is not initialised first of all, once";
  return "";
}

/// Whether a call inside of a section is of no interest to the runtime.
bool Elider::isTransparent(const CallBase &CB) const {
  if (Planned.count(&CB) || CB.isInlineAsm() || CB.isTerminator())
    return false;
  if (isa<IntrinsicInst>(CB))
    return true;
  const Function *Callee = CB.getCalledFunction();
  if (!Callee)
    return false;
  ArrayRef<Api> Rows = P.apis(normalizeSymbol(Callee->getName()));
  return !Rows.empty() && all_of(Rows, [](const Api &Row) {
    return (Row.E == Effect::None || Row.E == Effect::Pure ||
            Row.E == Effect::Alloc || Row.E == Effect::Level) &&
           Row.Blocking == Blocks::No;
  });
}

/// Whether only this function can change what a release restores: the static
/// check takes memory that others write for its own.
bool Elider::restoresOwnValue(const PlannedCall &Release) const {
  const Operand &O = Release.Events.front().Row->Restore;
  if (!O)
    return true;
  if ((O.K != Operand::Arg && O.K != Operand::Deref) ||
      O.ArgNo >= Release.Call->arg_size())
    return false;
  const Value *V = Release.Call->getArgOperand(O.ArgNo);
  const Value *Memory = O.K == Operand::Deref ? V : nullptr;
  if (!Memory) {
    while (const auto *Cast = dyn_cast<CastInst>(V))
      V = Cast->getOperand(0);
    if (const auto *Load = dyn_cast<LoadInst>(V))
      Memory = Load->getPointerOperand();
    else
      return isa<Constant, Argument, CallBase>(V);
  }
  const auto *Variable = dyn_cast<AllocaInst>(Memory->stripPointerCasts());
  return Variable && all_of(Variable->users(), [&](const User *U) {
           if (const auto *Store = dyn_cast<StoreInst>(U))
             return Store->getValueOperand() != Variable;
           if (const auto *CB = dyn_cast<CallBase>(U))
             return Planned.count(CB) || isa<IntrinsicInst>(CB);
           return isa<LoadInst>(U);
         });
}

/// The releases that end the section of an acquire; the text says why it is no
/// leaf.
std::string Elider::findSection(const PlannedCall &Acquire, LockPlace Lock,
                                std::vector<PlannedCall *> &Releases) const {
  if (Acquire.Call->isTerminator())
    return "the acquire may unwind";
  const Api &Taken = *Acquire.Events.front().Row;
  if (Taken.Fallible && !Acquire.Call->use_empty())
    return "the program looks whether the acquire fails";
  std::vector<const Instruction *> Work{Acquire.Call->getNextNode()};
  SmallPtrSet<const BasicBlock *, 8> Seen;
  while (!Work.empty()) {
    const Instruction *I = Work.back();
    Work.pop_back();
    for (; I; I = I->getNextNode()) {
      if (const auto *CB = dyn_cast<CallBase>(I)) {
        PlannedCall *C = Planned.lookup(CB);
        if (C && placeOf(*C) == Lock &&
            C->Events.front().Row->E == Effect::Release &&
            C->How == Treatment::Checked && !CB->isTerminator()) {
          const Api &Given = *C->Events.front().Row;
          if (Given.Mode != Taken.Mode || Given.Variant != Taken.Variant)
            return "it is released in another way";
          // Whether the right value is restored is for the check to say.
          if ((Given.Restore || Taken.Saved) &&
              (!isProven(*C) || !restoresOwnValue(*C)))
            return "what the release restores is not proven";
          if (!is_contained(Releases, C))
            Releases.push_back(C);
          break;
        }
        if (!isTransparent(*CB))
          return "something is called while it is held";
      }
      if (!I->isTerminator())
        continue;
      if (succ_empty(I->getParent()))
        return "it is still held where the function is left";
      for (const BasicBlock *S : successors(I->getParent()))
        if (Seen.insert(S).second)
          Work.push_back(&S->front());
    }
  }
  if (Releases.empty())
    return "it is never released";
  for (const PlannedCall *R : Releases)
    if (!endsOnly(*R, Acquire, Lock))
      return "a release ends several sections";
  return "";
}

/// Whether the last operation on the lock before a release is the acquire, on
/// every path.
bool Elider::endsOnly(const PlannedCall &Release, const PlannedCall &Acquire,
                      LockPlace Lock) const {
  std::vector<const Instruction *> Work{Release.Call};
  SmallPtrSet<const BasicBlock *, 8> Seen;
  while (!Work.empty()) {
    const BasicBlock *BB = Work.back()->getParent();
    const Instruction *I = Work.back()->getPrevNode();
    Work.pop_back();
    bool Ends = false;
    for (; I && !Ends; I = I->getPrevNode()) {
      if (I == Acquire.Call) {
        Ends = true;
      } else if (const auto *CB = dyn_cast<CallBase>(I)) {
        const PlannedCall *C = Planned.lookup(CB);
        if (C && placeOf(*C) == Lock)
          return false;
      }
    }
    if (Ends)
      continue;
    if (pred_empty(BB))
      return false;
    for (const BasicBlock *Pred : predecessors(BB))
      if (Seen.insert(Pred).second) {
        if (Pred->getTerminator() == Acquire.Call)
          continue;
        // The terminator itself is no lock operation on this lock: those that
        // are end the walk above or are the acquire.
        if (const auto *CB = dyn_cast<CallBase>(Pred->getTerminator())) {
          const PlannedCall *C = Planned.lookup(CB);
          if (C && placeOf(*C) == Lock)
            return false;
        }
        Work.push_back(Pred->getTerminator());
      }
  }
  return true;
}

void Elider::run() {
  groupByLock();
  if (Opts.Elide == Elision::None || Opts.wantsHoldTime()) {
    for (PlannedCall &C : ThePlan.Calls)
      if (C.How == Treatment::Checked)
        C.Why = Opts.Elide == Elision::None ? "all sites are checked"
                                            : "the time it is held is measured";
    return;
  }
  findHandlers();
  findExposed();
  for (auto &[Lock, Use] : Locks) {
    std::string Why =
        isClosed(*Lock.first) ? obstacle(Use) : "other code may know its lock";
    std::vector<std::pair<PlannedCall *, std::vector<PlannedCall *>>> Leaves;
    std::set<PlannedCall *> InLeaves;
    std::string FirstReason;
    bool AllProven = true;
    for (PlannedCall *A : Use.Acquires) {
      std::vector<PlannedCall *> Releases;
      std::string Reason = Why.empty() ? findSection(*A, Lock, Releases) : Why;
      A->Why = Reason;
      AllProven &= isProven(*A);
      if (!Reason.empty())
        continue;
      InLeaves.insert(A);
      InLeaves.insert(Releases.begin(), Releases.end());
      Leaves.push_back({A, std::move(Releases)});
    }
    bool StrayProven = true;
    for (PlannedCall *R : Use.Releases) {
      R->Why = Why.empty() ? "it ends no leaf section" : Why;
      AllProven &= isProven(*R);
      StrayProven &= InLeaves.count(R) || isProven(*R);
    }
    for (PlannedCall *I : Use.Inits)
      I->Why = Why;
    // A release that may hit a leaf section of another thread has to find the
    // lock on that thread's stack.
    if (!StrayProven) {
      for (auto &[A, Releases] : Leaves)
        A->Why = "another release of it is not proven";
      continue;
    }
    bool Elide = Opts.Elide == Elision::Proven && AllProven &&
                 !Leaves.empty() &&
                 InLeaves.size() == Use.Acquires.size() + Use.Releases.size();
    for (auto &[A, Releases] : Leaves) {
      A->How = Elide ? Treatment::Elided : Treatment::Leaf;
      A->Why = Elide ? "all its sections are closed and proven"
                     : "its section is closed";
      for (PlannedCall *R : Releases) {
        R->How = A->How;
        R->Why = A->Why;
        R->LeafAcquire = Elide ? nullptr : A->Call;
      }
    }
    if (Elide)
      for (PlannedCall *I : Use.Inits) {
        I->How = Treatment::Elided;
        I->Why = "all its sections are closed and proven";
      }
  }
}

void spinguard::elide(Plan &ThePlan, const FlowModule &Flow, const Program &P,
                      const Report &R, const InstrumentOptions &Opts) {
  Elider(ThePlan, Flow, P, R, Opts).run();
}
