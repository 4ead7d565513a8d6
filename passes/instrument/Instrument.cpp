//===- Instrument.cpp - Checks at run time for what is not proven ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The order of the steps, and what each site's row in the report says of them.
//
//===----------------------------------------------------------------------===//

#include "instrument/Instrument.h"
#include "instrument/Elision.h"
#include "instrument/Inline.h"
#include "instrument/Plan.h"
#include "instrument/Weave.h"
#include "llvm/ADT/Statistic.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Cloning.h"

#define DEBUG_TYPE "spinguard-instrument"

using namespace llvm;
using namespace spinguard;

STATISTIC(NumElided, "Number of lock operations without a hook, as proven");
STATISTIC(NumSkipped, "Number of lock operations that no hook fits");

static StringRef wordFor(Treatment T) {
  switch (T) {
  case Treatment::Checked:
    return "checked";
  case Treatment::Leaf:
    return "leaf";
  case Treatment::Elided:
    return "elided";
  case Treatment::Skipped:
    return "unchecked";
  }
  llvm_unreachable("all treatments are covered");
}

/// Says for each site of the report what becomes of it at run time.
static void tellSites(Report &R, const Plan &ThePlan) {
  std::map<std::pair<uint32_t, uint32_t>, const PlannedCall *> ByCall;
  for (const PlannedCall &C : ThePlan.Calls)
    ByCall[{C.Function, C.Ordinal}] = &C;
  for (LockSite &S : R.Sites)
    for (const LockSite::CallKey &K : S.Calls) {
      auto It = ByCall.find({K.Function, K.Ordinal});
      // Of several calls at one place, the strictest treatment is told.
      if (It == ByCall.end() ||
          (!S.Runtime.empty() && It->second->How != Treatment::Checked))
        continue;
      S.Runtime = wordFor(It->second->How).str();
      S.RuntimeReason = It->second->Why;
    }
}

Report spinguard::instrumentModule(Module &M, const CheckOptions &Check,
                                   const InstrumentOptions &Opts) {
  std::unique_ptr<FlowModule> Flow =
      lowerModule(*CloneModule(M), *Check.Models);
  Program P(Flow.get(), *Check.Models, Check.Roles);
  Plan ThePlan = makePlan(M, *Flow, P, Opts);
  bool IsEmpty =
      ThePlan.Calls.empty() && ThePlan.Roles.empty() && ThePlan.Copies.empty();

  Report Out;
  bool Elides = Opts.Elide != Elision::None && !Opts.wantsHoldTime();
  if (Opts.WantsReport || (Elides && !IsEmpty))
    Out = checkProgram(Flow.get(), Check);
  elide(ThePlan, *Flow, P, Out, Opts);
  tellSites(Out, ThePlan);
  if (IsEmpty)
    return Out;

  Records R(M, ThePlan, *Check.Models);
  Hooks H(M);
  Loom L{M, Opts, R, H, DenseMap<CallBase *, Value *>()};
  SmallPtrSet<Function *, 16> Touched;
  auto Weave = [&](bool LeafReleases) {
    for (PlannedCall &C : ThePlan.Calls) {
      if (C.How == Treatment::Elided || C.How == Treatment::Skipped ||
          (C.LeafAcquire != nullptr) != LeafReleases)
        continue;
      Touched.insert(C.Call->getFunction());
      weaveCall(L, C);
    }
  };
  // A leaf's release asks what became of its acquire.
  Weave(/*LeafReleases=*/false);
  Weave(/*LeafReleases=*/true);
  for (const PlannedCopy &C : ThePlan.Copies) {
    Touched.insert(C.Call->getFunction());
    weaveCopy(L, C);
  }
  for (const PlannedRole &Role : ThePlan.Roles) {
    Touched.insert(Role.F);
    weaveRole(L, Role);
  }
  for (const PlannedCall &C : ThePlan.Calls) {
    NumElided += C.How == Treatment::Elided;
    NumSkipped += C.How == Treatment::Skipped;
  }
  // Linked with others, the module may come by again.
  for (Function *F : Touched)
    F->addFnAttr("spinguard-instrumented");
  R.finish(Opts, H);
  if (Opts.Inline)
    inlineHooks(M, Touched);
  return Out;
}
