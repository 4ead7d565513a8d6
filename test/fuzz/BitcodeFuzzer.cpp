//===- BitcodeFuzzer.cpp - Fuzzes the check over valid modules ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lowers, checks and prints mutated modules. Mutations are made on IR, so that
// the modules are valid and the time is spent behind LLVM's reader. (What that
// reader does with damaged files is for test/cli/damaged-bitcode.test.)
//
//===----------------------------------------------------------------------===//

#include "analysis/Check.h"
#include "report/Sinks.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/FuzzMutate/IRMutator.h"
#include "llvm/FuzzMutate/Operations.h"
#include "llvm/FuzzMutate/Random.h"
#include "llvm/FuzzMutate/RandomIRBuilder.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

namespace {

/// What breaks locking programs: a call made twice, a condition turned over.
class LockMistakes : public IRMutationStrategy {
public:
  uint64_t getWeight(size_t, size_t, uint64_t CurrentWeight) override {
    return CurrentWeight ? CurrentWeight : 1;
  }

  using IRMutationStrategy::mutate;
  void mutate(BasicBlock &BB, RandomIRBuilder &IB) override {
    auto *Branch = dyn_cast<BranchInst>(BB.getTerminator());
    if (Branch && Branch->isConditional() && uniform<int>(IB.Rand, 0, 1)) {
      Branch->swapSuccessors();
      return;
    }
    auto Sampler = makeSampler<CallInst *>(IB.Rand);
    for (Instruction &I : BB)
      if (auto *Call = dyn_cast<CallInst>(&I))
        if (!Call->isMustTailCall() && !Call->getType()->isTokenTy() &&
            !Call->hasOperandBundles())
          Sampler.sample(Call, 1);
    if (!Sampler.isEmpty())
      Sampler.getSelection()->clone()->insertAfter(Sampler.getSelection());
  }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size);
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *Data, size_t Size,
                                          size_t MaxSize, unsigned Seed);

int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  LLVMContext Context;
  std::unique_ptr<Module> M = parseModule(Data, Size, Context);
  bool BrokenDebugInfo = false;
  if (!M || verifyModule(*M, nullptr, &BrokenDebugInfo))
    return -1;
  if (BrokenDebugInfo)
    StripDebugInfo(*M);

  CheckOptions Options;
  Options.Models = std::shared_ptr<const ModelSet>(&ModelSet::defaults(),
                                                   [](const ModelSet *) {});
  Options.Budget = 1000;
  std::unique_ptr<FlowModule> Flow = lowerModule(*M, *Options.Models);
  M.reset();
  Report R = checkProgram(Flow.get(), Options);
  raw_null_ostream Null;
  writeText(Null, R);
  writeJson(Null, R);
  writeSarif(Null, R);
  printFlow(Null, *Flow);
  // The printers analyse the program again: not for every input.
  if (Size % 4 == 0)
    printLockStates(Null, Flow.get(), Options);
  else if (Size % 4 == 1)
    printSummaries(Null, Flow.get(), Options);
  return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *Data, size_t Size, size_t MaxSize,
                               unsigned Seed) {
  LLVMContext Context;
  std::unique_ptr<Module> M = parseModule(Data, Size, Context);
  if (!M || verifyModule(*M))
    return 0;
  std::vector<TypeGetter> Types{
      Type::getInt1Ty, Type::getInt8Ty, Type::getInt32Ty, Type::getInt64Ty,
      [](LLVMContext &C) -> Type * { return PointerType::get(C, 0); }};
  std::vector<std::unique_ptr<IRMutationStrategy>> Strategies;
  Strategies.push_back(std::make_unique<LockMistakes>());
  Strategies.push_back(std::make_unique<InjectorIRStrategy>(
      InjectorIRStrategy::getDefaultOps()));
  Strategies.push_back(std::make_unique<InstDeleterIRStrategy>());
  Strategies.push_back(std::make_unique<InstModificationIRStrategy>());
  Strategies.push_back(std::make_unique<InsertCFGStrategy>());
  Strategies.push_back(std::make_unique<InsertPHIStrategy>());
  Strategies.push_back(std::make_unique<SinkInstructionStrategy>());
  Strategies.push_back(std::make_unique<ShuffleBlockStrategy>());
  IRMutator Mutator(std::move(Types), std::move(Strategies));
  Mutator.mutateModule(*M, static_cast<int>(Seed), MaxSize);
  if (verifyModule(*M))
    return 0;
  return writeModule(*M, Data, MaxSize);
}
