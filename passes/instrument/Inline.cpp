//===- Inline.cpp - The hot part of the hooks in place --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two empty calls cost more than what the hooks of a sound program do. So the
// bitcode of runtime/core/inline.c is built in: for some hooks a function that
// does the hot part, and calls the hook where that is not enough. It is linked
// into the module, inlined by hand (whatever the optimiser is about to do, and
// whatever attributes the program was compiled with), and taken out again.
//
//===----------------------------------------------------------------------===//

#include "instrument/Inline.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Statistic.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Linker/Linker.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Utils/Cloning.h"

#define DEBUG_TYPE "spinguard-instrument"

using namespace llvm;
using namespace spinguard;

STATISTIC(NumInlined, "Number of hooks with their hot part in place");

/// Empty where the build had no compiler for it.
static const unsigned char Bitcode[] = {
#include "EmbeddedInline.inc"
    0};

static constexpr StringLiteral HookPrefix = "__spinguard_";
static constexpr StringLiteral InlinePrefix = "__spinguard_inline_";

/// The runtime's context is thread-local; kernels have none of that.
static bool isTargetKnown(const Module &M) {
  Triple T(M.getTargetTriple());
  return T.getArch() == Triple::x86_64 && !T.isX32() && T.isOSLinux() &&
         !T.isAndroid() && T.isOSBinFormatELF() &&
         M.getCodeModel() != CodeModel::Kernel;
}

static std::unique_ptr<Module> readBodies(Module &M) {
  StringRef Bytes(reinterpret_cast<const char *>(Bitcode), sizeof(Bitcode) - 1);
  if (Bytes.empty() || !isTargetKnown(M))
    return nullptr;
  Expected<std::unique_ptr<Module>> Read =
      parseBitcodeFile(MemoryBufferRef(Bytes, "inline.c"), M.getContext());
  if (!Read) {
    consumeError(Read.takeError());
    return nullptr;
  }
  // How the bodies are compiled is for the program to say.
  Module &Bodies = **Read;
  Bodies.setTargetTriple(M.getTargetTriple());
  Bodies.setDataLayout(M.getDataLayout());
  while (!Bodies.named_metadata_empty())
    Bodies.eraseNamedMetadata(&*Bodies.named_metadata_begin());
  for (Function &F : Bodies)
    F.setAttributes(AttributeList());
  return std::move(*Read);
}

void spinguard::inlineHooks(Module &M,
                            const SmallPtrSetImpl<Function *> &Functions) {
  // Before anything is linked: the bodies call the hooks as well.
  SmallVector<CallInst *, 32> Calls;
  for (Function &Hook : M) {
    if (!Hook.isDeclaration() || !Hook.getName().starts_with(HookPrefix))
      continue;
    for (User *U : Hook.users())
      if (auto *Call = dyn_cast<CallInst>(U);
          Call && Call->getCalledFunction() == &Hook &&
          Functions.contains(Call->getFunction()) &&
          !Call->getFunction()->hasOptNone())
        Calls.push_back(Call);
  }
  if (Calls.empty())
    return;
  std::unique_ptr<Module> Bodies = readBodies(M);
  if (!Bodies)
    return;
  SmallVector<std::string, 16> Names;
  for (GlobalValue &G : Bodies->global_values())
    if (!M.getNamedValue(G.getName()))
      Names.push_back(G.getName().str());
  if (Linker::linkModules(M, std::move(Bodies)))
    return;
  for (CallInst *Call : Calls) {
    Function *Hook = Call->getCalledFunction();
    Function *Body = M.getFunction(
        (InlinePrefix + Hook->getName().substr(HookPrefix.size())).str());
    if (!Body || Body->getFunctionType() != Hook->getFunctionType())
      continue;
    Call->setCalledFunction(Body);
    InlineFunctionInfo Info;
    if (InlineFunction(*Call, Info).isSuccess())
      ++NumInlined;
    else
      Call->setCalledFunction(Hook);
  }
  // Bodies first, and then what only they refer to.
  for (bool AreBodies : {true, false})
    for (const std::string &Name : Names) {
      GlobalValue *G = M.getNamedValue(Name);
      if (G && G->isDeclaration() != AreBodies && G->use_empty())
        G->eraseFromParent();
    }
}
