//===- Records.cpp - The constant data that the runtime reads -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lays out the records of RuntimeABI.h as constants. The sites of a module are
// one array, so that the runtime can tell whose they are; the array's length
// is known last, and until then a placeholder is its address.
//
//===----------------------------------------------------------------------===//

#include "instrument/Records.h"
#include "instrument/Weave.h"
#include "llvm/IR/Module.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Utils/EscapeEnumerator.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace llvm;
using namespace spinguard;

Records::Records(Module &M, const Plan &ThePlan, const ModelSet &Models)
    : M(M), ThePlan(ThePlan), Models(Models) {
  LLVMContext &C = M.getContext();
  I32 = Type::getInt32Ty(C);
  Ptr = PointerType::getUnqual(C);
  Word = M.getDataLayout().getIntPtrType(C);
  SiteType = StructType::get(C, {I32, I32, I32, I32, Ptr, Ptr, Ptr, Ptr, Ptr});
  ClassType = StructType::get(C, {Ptr, I32, I32});
  RoleType = StructType::get(C, {I32, I32, Ptr, Ptr, Ptr, Ptr, Ptr});
  ModuleType =
      StructType::get(C, {I32, I32, Ptr, Ptr, Word, Ptr, Word, Ptr, Ptr});
  Placeholder = new GlobalVariable(M, Type::getInt8Ty(C), true,
                                   GlobalValue::ExternalLinkage, nullptr,
                                   "__spinguard_sites");
}

Constant *Records::string(StringRef S) {
  if (S.empty())
    return ConstantPointerNull::get(Ptr);
  Constant *&Known = Strings[S];
  if (!Known) {
    Constant *Text = ConstantDataArray::getString(M.getContext(), S);
    auto *G = new GlobalVariable(M, Text->getType(), true,
                                 GlobalValue::PrivateLinkage, Text,
                                 "__spinguard_string");
    G->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
    G->setAlignment(Align(1));
    Known = G;
  }
  return Known;
}

/// A variable that all modules of a program share by its name.
GlobalVariable *Records::shared(StringRef Name, Constant *Init, bool IsLocal) {
  auto *G = new GlobalVariable(M, Init->getType(), false,
                               IsLocal ? GlobalValue::InternalLinkage
                                       : GlobalValue::LinkOnceODRLinkage,
                               Init, Name);
  G->setAlignment(Align(8));
  if (IsLocal)
    return G;
  G->setVisibility(GlobalValue::HiddenVisibility);
  if (Triple(M.getTargetTriple()).supportsCOMDAT())
    G->setComdat(M.getOrInsertComdat(G->getName()));
  return G;
}

Constant *Records::classRecord(uint32_t Class) {
  if (Class == NoClass)
    return ConstantPointerNull::get(Ptr);
  Constant *&Known = Classes[Class];
  if (!Known) {
    const auto &[Key, C] = ThePlan.Classes.begin()[Class];
    std::string Name = "__spinguard_class." + Key;
    Known = M.getNamedGlobal(Name);
    if (!Known)
      Known = shared(
          Name,
          ConstantStruct::get(
              ClassType, {string(C.IsSingle ? StringRef() : C.Name),
                          ConstantInt::get(I32, 0), ConstantInt::get(I32, 0)}),
          C.IsLocal);
  }
  return Known;
}

Constant *Records::standIn(StringRef Name) {
  std::string Symbol = ("__spinguard_lock." + Name).str();
  if (GlobalVariable *G = M.getNamedGlobal(Symbol))
    return G;
  return shared(Symbol, ConstantInt::get(Type::getInt64Ty(M.getContext()), 0),
                /*IsLocal=*/false);
}

Constant *Records::site(uint32_t Flags, const SourceLoc &Loc,
                        StringRef Function, StringRef LockName, StringRef Api,
                        uint32_t Class) {
  Constant *S = ConstantStruct::get(
      SiteType, {ConstantInt::get(I32, Flags), ConstantInt::get(I32, Loc.Line),
                 ConstantInt::get(I32, Loc.Column), ConstantInt::get(I32, 0),
                 string(Function), string(Loc.File), string(LockName),
                 string(Api), classRecord(Class)});
  uint64_t Offset = Sites.size() * M.getDataLayout().getTypeAllocSize(SiteType);
  Sites.push_back(S);
  return ConstantExpr::getInBoundsGetElementPtr(
      Type::getInt8Ty(M.getContext()), Placeholder,
      ArrayRef<Constant *>{ConstantInt::get(Word, Offset)});
}

static uint32_t kindOf(const Api &Row) {
  switch (Row.E) {
  case Effect::Acquire:
  case Effect::Use:
  case Effect::Call:
    return SPINGUARD_ACQUIRE;
  case Effect::TryAcquire:
    return SPINGUARD_TRY_ACQUIRE;
  case Effect::Release:
    return SPINGUARD_RELEASE;
  case Effect::Convert:
    return SPINGUARD_CONVERT;
  case Effect::Init:
    return SPINGUARD_INIT;
  case Effect::Destroy:
    return SPINGUARD_DESTROY;
  case Effect::Free:
    return SPINGUARD_FREE;
  case Effect::NoReturn:
    return SPINGUARD_THREAD_EXIT;
  default:
    return SPINGUARD_BLOCKING;
  }
}

/// What an acquire does to the levels that can interrupt its caller, and a
/// release undoes.
static uint32_t maskOf(const Api &Row, const Plan &ThePlan) {
  Masked M = std::max(Row.Masks, Row.Unmasks);
  if (Row.Holding)
    M = ThePlan.NamedMasks.lookup(Row.Holding.Name);
  if (M >= Masked::Isr)
    return SPINGUARD_SITE_RAISES | SPINGUARD_SITE_MASKS;
  if (M >= Masked::Dpc)
    return SPINGUARD_SITE_RAISES;
  // Rows may say it by the variant alone.
  if (Row.Variant == "irq" || Row.Variant == "irqsave")
    return SPINGUARD_SITE_RAISES | SPINGUARD_SITE_MASKS;
  if (Row.Variant == "raise" || Row.Variant == "for-dpc" || Row.Variant == "bh")
    return SPINGUARD_SITE_RAISES;
  return 0;
}

Constant *Records::site(const PlannedCall &Call, const PlannedEvent &E) {
  const Api &Row = *E.Row;
  // A call that calls back with a lock held blocks only if its row says so.
  uint32_t Flags = Row.E == Effect::Call && !Row.Holding
                       ? uint32_t(SPINGUARD_BLOCKING)
                       : kindOf(Row);
  Flags |= maskOf(Row, ThePlan);
  if (Row.Mode == LockMode::Shared)
    Flags |= SPINGUARD_SITE_SHARED;
  if (Row.Mode == LockMode::Any)
    Flags |= SPINGUARD_SITE_ANY_MODE;
  if (Row.Handle || Row.Lock.K == Operand::Handle)
    Flags |= SPINGUARD_SITE_QUEUED;
  if (Models.systemOf(Row.Family) == "windows")
    Flags |= SPINGUARD_SITE_WINDOWS;
  if (ThePlan.RequiredInit.contains(Row.LockKind) &&
      (Row.E == Effect::Acquire || Row.E == Effect::TryAcquire))
    Flags |= SPINGUARD_SITE_MUST_INIT;
  if (Row.Variant == "process-exit")
    Flags |= SPINGUARD_SITE_PROCESS;
  if (Row.Blocking == Blocks::Completion)
    Flags |= SPINGUARD_SITE_COMPLETION;
  return site(Flags, Call.Loc, Call.InFunction, E.LockName, Row.Name, E.Class);
}

Constant *Records::role(const PlannedRole &R) {
  const Role &Model = *R.AsRole;
  bool IsWindows = Models.systemOf(Model.Family) == "windows";
  uint32_t Flags = IsWindows ? SPINGUARD_ROLE_WINDOWS : 0;
  switch (Model.Level) {
  case RoleLevel::None:
    break;
  case RoleLevel::Dpc:
    Flags |= SPINGUARD_ROLE_DPC;
    break;
  case RoleLevel::Isr:
    Flags |= SPINGUARD_ROLE_ISR;
    break;
  case RoleLevel::Signal:
    Flags |= SPINGUARD_ROLE_SIGNAL;
    break;
  case RoleLevel::Thread:
    Flags |= SPINGUARD_ROLE_THREAD;
    break;
  }
  if (Model.Exit == ExitRule::MayHold)
    Flags |= SPINGUARD_ROLE_RETURNS_HELD;
  // A lock that only the arguments tell has no constant address: the runtime
  // does not know that it is held.
  Constant *EntrySite = ConstantPointerNull::get(Ptr), *Lock = EntrySite;
  for (const EntryLock &L : Model.Holds) {
    bool IsConstant = L.Lock.K == Operand::Global ||
                      (L.Lock.K == Operand::Token && L.Lock.Sub.empty());
    if (!IsConstant ||
        (L.PointerSize && L.PointerSize != M.getDataLayout().getPointerSize()))
      continue;
    if (!L.MustRelease)
      Flags |= SPINGUARD_ROLE_KEEPS_ENTRY;
    uint32_t Class = NoClass;
    for (uint32_t I = 0; I < ThePlan.Classes.size(); ++I)
      if (ThePlan.Classes.begin()[I].first == L.Lock.Name)
        Class = I;
    EntrySite =
        site(SPINGUARD_ROLE_ENTRY | (IsWindows ? SPINGUARD_SITE_WINDOWS : 0),
             R.Loc, R.InFunction, L.Lock.Name, Model.Name, Class);
    Lock = standIn(L.Lock.Name);
    break;
  }
  Constant *Record = ConstantStruct::get(
      RoleType, {ConstantInt::get(I32, Flags),
                 ConstantInt::get(I32, R.Loc.Line), string(Model.Name),
                 string(R.InFunction), string(R.Loc.File), EntrySite, Lock});
  return new GlobalVariable(M, RoleType, true, GlobalValue::PrivateLinkage,
                            Record, "__spinguard_role");
}

Function *Records::makeCaller(StringRef Name, Hooks &H, Hook Which,
                              ArrayRef<Value *> Args) {
  LLVMContext &C = M.getContext();
  Function *F = Function::createWithDefaultAttr(
      FunctionType::get(Type::getVoidTy(C), false),
      GlobalValue::InternalLinkage, 0, Name, &M);
  F->setDoesNotThrow();
  IRBuilder<> B(BasicBlock::Create(C, "", F));
  H.call(B, Which, Args);
  B.CreateRetVoid();
  return F;
}

/// Has the module register itself before anything else of it runs. A driver
/// has no constructors: there its first and last routine do it.
void Records::hookUp(Function *Register, Function *Unregister) {
  bool HasConstructors = true;
  for (const PlannedRole &R : ThePlan.Roles) {
    StringRef System = Models.systemOf(R.AsRole->Family);
    if (R.AsRole->Module == ModuleEvent::None ||
        (System == "windows" && !Triple(M.getTargetTriple()).isOSWindows()))
      continue;
    HasConstructors = false;
    Function *Edge = R.F;
    if (R.AsRole->Module == ModuleEvent::Load) {
      IRBuilder<> B(&*Edge->getEntryBlock().getFirstNonPHIOrDbgOrAlloca());
      B.CreateCall(Register)->setDebugLoc(placeOf(*B.GetInsertPoint()));
      continue;
    }
    EscapeEnumerator Exits(*Edge, "spinguard.cleanup",
                           /*HandleExceptions=*/false);
    while (IRBuilder<> *B = Exits.Next())
      B->CreateCall(Unregister)->setDebugLoc(placeOf(*B->GetInsertPoint()));
  }
  if (!HasConstructors)
    return;
  // Before the program's own constructors, and after its destructors.
  appendToGlobalCtors(M, Register, 1);
  appendToGlobalDtors(M, Unregister, 1);
}

/// Keeps what the program defines for the runtime. When a linker compiles, the
/// runtime is not there yet, and nothing else refers to it.
static void keepForRuntime(Module &M) {
  for (StringRef Name : {"__spinguard_default_options", "__spinguard_on_report",
                         "__spinguard_masked_levels"})
    if (Function *F = M.getFunction(Name); F && !F->isDeclaration()) {
      F->setLinkage(GlobalValue::ExternalLinkage);
      appendToUsed(M, {F});
    }
}

void Records::finish(const InstrumentOptions &Opts, Hooks &H) {
  ArrayType *ArrayTy = ArrayType::get(SiteType, Sites.size());
  auto *Array =
      new GlobalVariable(M, ArrayTy, true, GlobalValue::PrivateLinkage,
                         ConstantArray::get(ArrayTy, Sites));
  Array->setAlignment(Align(8));
  Array->takeName(Placeholder);
  Placeholder->replaceAllUsesWith(Array);
  Placeholder->eraseFromParent();

  std::vector<Constant *> ClassList;
  for (const auto &[Id, C] : Classes)
    ClassList.push_back(C);
  ArrayType *ClassArrayTy = ArrayType::get(Ptr, ClassList.size());
  auto *ClassArray = new GlobalVariable(
      M, ClassArrayTy, true, GlobalValue::PrivateLinkage,
      ConstantArray::get(ClassArrayTy, ClassList), "__spinguard_classes");

  // Weaker than what the user says when the program runs.
  std::string Options;
  if (Opts.HoldUs)
    Options += "hold_us=" + std::to_string(*Opts.HoldUs);
  static constexpr StringLiteral Modes[] = {"off", "watchdog", "sampled",
                                            "exact"};
  if (Opts.Hold != HoldMode::Off)
    Options += (Options.empty() ? "hold_mode=" : ":hold_mode=") +
               Modes[unsigned(Opts.Hold)].str();
  // Its address alone links the watchdog in.
  Constant *Watchdog = ConstantPointerNull::get(Ptr);
  if (Opts.Hold == HoldMode::Watchdog)
    Watchdog =
        cast<Constant>(M.getOrInsertFunction("__spinguard_watchdog",
                                             Type::getVoidTy(M.getContext()))
                           .getCallee());
  uint64_t Size = M.getDataLayout().getTypeAllocSize(ModuleType);
  auto *Module = new GlobalVariable(
      M, ModuleType, true, GlobalValue::PrivateLinkage,
      ConstantStruct::get(ModuleType,
                          {ConstantInt::get(I32, SPINGUARD_ABI_VERSION),
                           ConstantInt::get(I32, Size),
                           string(M.getSourceFileName()), Array,
                           ConstantInt::get(Word, Sites.size()), ClassArray,
                           ConstantInt::get(Word, ClassList.size()),
                           string(Options), Watchdog}),
      "__spinguard_module");

  Function *Register =
      makeCaller("__spinguard_module_ctor", H, Hook::register_module,
                 {ConstantInt::get(I32, SPINGUARD_ABI_VERSION), Module});
  Function *Unregister = makeCaller("__spinguard_module_dtor", H,
                                    Hook::unregister_module, {Module});
  hookUp(Register, Unregister);
  keepForRuntime(M);
}
