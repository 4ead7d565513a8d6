//===- Lower.cpp - LLVM IR to flow IR -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Brings a module into SSA form and lowers its functions to flow IR. What flow
// IR cannot say becomes Opaque; nothing is dropped that could move a lock.
//
//===----------------------------------------------------------------------===//

#include "ir/Lower.h"
#include "analysis/Check.h"
#include "ir/BlockTimes.h"
#include "ir/Statements.h"
#include "ir/VirtualCalls.h"
#include "model/Model.h"
#include "plugin/Compat.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include "llvm/IR/PassInstrumentation.h"
#include "llvm/IR/PassManager.h"
#include "llvm/IR/Statepoint.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Utils/GlobalStatus.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

//===----------------------------------------------------------------------===//
// Tables
//===----------------------------------------------------------------------===//

FlowBuilder::FlowBuilder(const Module &M, const ModelSet &Models,
                         FlowModule &Out)
    : Out(Out), Models(Models) {
  Triple T(M.getTargetTriple()); // NOLINT: a string in LLVM 19
  X86Windows = T.isOSWindows() && T.getArch() == Triple::x86;
}

StringId FlowBuilder::string(StringRef S) {
  if (S.empty())
    return 0;
  auto [It, New] = StringIds.try_emplace(S, Out.Strings.size());
  if (New)
    Out.Strings.push_back(S.str());
  return It->second;
}

static StringRef sourceNameOf(const Function &F) {
  if (const DISubprogram *SP = F.getSubprogram())
    if (!SP->getName().empty())
      return SP->getName();
  return F.getName();
}

/// Nobody writes to \p V, so that its initialiser is what it holds.
static bool isNeverWritten(const GlobalVariable &V) {
  if (!V.hasDefinitiveInitializer())
    return false;
  GlobalStatus Uses;
  return V.isConstant() || (V.hasLocalLinkage() && !V.isThreadLocal() &&
                            !GlobalStatus::analyzeGlobal(&V, Uses) &&
                            Uses.StoredType == GlobalStatus::NotStored);
}

SymbolId FlowBuilder::symbol(const GlobalValue &G) {
  auto [It, New] = SymbolIds.try_emplace(&G, Out.Symbols.size());
  if (!New)
    return It->second;
  FlowSymbol S;
  S.Name = normalizeSymbol(G.getName(), X86Windows);
  S.IsLocal = G.hasLocalLinkage() || G.hasAvailableExternallyLinkage();
  S.IsWeak = G.isWeakForLinker();
  if (const auto *F = dyn_cast<Function>(&G)) {
    S.IsFunction = true;
    S.IsDefined = !F->isDeclaration();
    S.AddressTaken = F->hasAddressTaken();
    std::string Src = sourceNameOf(*F).str();
    if (!F->getSubprogram())
      Src = S.Name;
    if (Src.rfind("_Z", 0) == 0 || Src.rfind('?', 0) == 0)
      Src = demangle(Src);
    S.SourceName = string(Src);
  } else if (const auto *V = dyn_cast<GlobalVariable>(&G)) {
    S.IsDefined = !V->isDeclaration();
    S.IsConstant = isNeverWritten(*V);
    SmallVector<DIGlobalVariableExpression *, 1> GVs;
    V->getDebugInfo(GVs);
    S.SourceName = string(GVs.empty() ? StringRef(S.Name)
                                      : GVs[0]->getVariable()->getName());
  } else {
    S.SourceName = string(S.Name);
  }
  Out.Symbols.push_back(std::move(S));
  return It->second;
}

SymbolId FlowBuilder::slotSymbol(StringRef Name) {
  auto [It, New] = SlotIds.try_emplace(Name, Out.Symbols.size());
  if (New) {
    FlowSymbol S;
    S.Name = Name.str();
    S.IsFunction = true;
    S.SourceName = string(Name);
    Out.Symbols.push_back(std::move(S));
  }
  return It->second;
}

LocId FlowBuilder::locOf(const DILocation *DL) {
  // An API that a header implements inline is at the place of its call.
  for (unsigned I = 0; DL && DL->getInlinedAt() && I < 64; ++I) {
    const DISubprogram *SP = DL->getScope()->getSubprogram();
    if (!SP || Models.lookup(SP->getName(), Out.System).empty())
      break;
    DL = DL->getInlinedAt();
  }
  if (!DL)
    return 0;
  // Locations can be inlined very deep; walk outwards without recursion.
  SmallVector<const DILocation *, 8> Chain;
  for (const DILocation *L = DL; L && !LocIds.count(L) && Chain.size() < 256;
       L = L->getInlinedAt())
    Chain.push_back(L);
  for (const DILocation *L : reverse(Chain)) {
    FlowLoc N;
    N.File = string(L->getFilename());
    N.Dir = string(L->getDirectory());
    N.Line = L->getLine();
    N.Column = L->getColumn();
    if (const DISubprogram *SP = L->getScope()->getSubprogram())
      N.Function = string(SP->getName());
    if (const DILocation *IA = L->getInlinedAt())
      N.InlinedAt = LocIds.lookup(IA);
    LocIds[L] = Out.Locs.size();
    Out.Locs.push_back(N);
  }
  return LocIds.lookup(DL);
}

LocId FlowBuilder::loc(const DebugLoc &DL) { return locOf(DL.get()); }

LocId FlowBuilder::subprogramLoc(const Function &F) {
  const DISubprogram *SP = F.getSubprogram();
  if (!SP)
    return 0;
  auto [It, New] = LocIds.try_emplace(SP, Out.Locs.size());
  if (New) {
    FlowLoc N;
    N.File = string(SP->getFilename());
    N.Dir = string(SP->getDirectory());
    N.Line = SP->getLine();
    N.Column = SP->getLine() ? 1 : 0;
    N.Function = string(SP->getName());
    Out.Locs.push_back(N);
  }
  return It->second;
}

std::string spinguard::tableSlotName(const Value *Callee,
                                     const FlowBuilder &B) {
  const auto *Slot = dyn_cast<LoadInst>(Callee->stripPointerCasts());
  if (!Slot)
    return "";
  const DataLayout &DL = Slot->getModule()->getDataLayout();
  APInt Off(DL.getIndexTypeSizeInBits(Slot->getPointerOperandType()), 0);
  const Value *Table =
      Slot->getPointerOperand()->stripAndAccumulateConstantOffsets(
          DL, Off, /*AllowNonInbounds=*/true);
  const auto *L = dyn_cast<LoadInst>(Table);
  const auto *G =
      L ? dyn_cast<GlobalVariable>(L->getPointerOperand()->stripPointerCasts())
        : nullptr;
  if (!G)
    return "";
  int64_t Index = Off.getSExtValue() / int64_t(B.Out.PointerSize);
  // The table's version is part of the symbol's name: WdfFunctions_01031.
  std::string Name = normalizeSymbol(G->getName(), B.isX86Windows());
  StringRef Base = StringRef(Name).rtrim("0123456789");
  if (Base.size() < Name.size())
    Base.consume_back("_");
  return (Base + "[" + Twine(Index) + "]").str();
}

//===----------------------------------------------------------------------===//
// SSA form
//===----------------------------------------------------------------------===//

/// Promotes memory to registers without touching the control flow: the paths
/// of the report are the paths that the user wrote.
/// Where the user wrote `return X;`: at -O0 the value goes through a stack slot
/// that all returns share, and only the store to it is at the statement.
using ReturnPlaces = DenseMap<const BasicBlock *, DebugLoc>;
static ReturnPlaces findReturnPlaces(const Module &M) {
  ReturnPlaces Out;
  for (const Function &F : M)
    for (const BasicBlock &BB : F) {
      // `return` out of a scope with cleanups says so in a slot of its own,
      // as 1, and jumps to the cleanup from the statement's line.
      for (const Instruction &I : BB) {
        const auto *S = dyn_cast<StoreInst>(&I);
        const auto *K =
            S ? dyn_cast<ConstantInt>(S->getValueOperand()) : nullptr;
        const auto *Slot = K && K->isOne() && K->getBitWidth() == 32
                               ? dyn_cast<AllocaInst>(S->getPointerOperand())
                               : nullptr;
        if (!Slot || !BB.getTerminator()->getDebugLoc() ||
            !findDVRDeclares(const_cast<AllocaInst *>(Slot)).empty())
          continue;
        for (const User *U : Slot->users())
          if (const auto *L = dyn_cast<LoadInst>(U))
            for (const User *V : L->users())
              if (isa<SwitchInst>(V))
                Out.try_emplace(&BB, BB.getTerminator()->getDebugLoc());
      }
      const auto *R = dyn_cast<ReturnInst>(BB.getTerminator());
      const auto *L =
          R ? dyn_cast_or_null<LoadInst>(R->getReturnValue()) : nullptr;
      const auto *Slot =
          L ? dyn_cast<AllocaInst>(L->getPointerOperand()) : nullptr;
      // A variable of the user's has a debug record; the return slot has none.
      if (!Slot || !findDVRDeclares(const_cast<AllocaInst *>(Slot)).empty())
        continue;
      for (const User *U : Slot->users())
        if (const auto *S = dyn_cast<StoreInst>(U))
          if (S->getDebugLoc())
            Out[S->getParent()] = S->getDebugLoc();
    }
  return Out;
}

static void bringIntoSSA(Module &M) {
  FunctionAnalysisManager FAM;
  FAM.registerPass([] { return PassInstrumentationAnalysis(); });
  FAM.registerPass([] { return DominatorTreeAnalysis(); });
  FAM.registerPass([] { return AssumptionAnalysis(); });
  FAM.registerPass([] { return TargetIRAnalysis(); });
  FAM.registerPass([] { return TargetLibraryAnalysis(); });
  SROAPass Sroa(SROAOptions::PreserveCFG);
  for (Function &F : M) {
    if (F.isDeclaration())
      continue;
    F.removeFnAttr(Attribute::OptimizeNone);
    bool HasAlloca = false;
    for (const Instruction &I : F.getEntryBlock())
      HasAlloca |= isa<AllocaInst>(I);
    if (!HasAlloca)
      continue;
    Sroa.run(F, FAM);
    FAM.clear(F, F.getName());
  }
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

namespace {

class FunctionLowering {
public:
  FunctionLowering(Function &F, FlowBuilder &B, SourceNames &Names,
                   const ModelSet &Models,
                   const DenseMap<const CallBase *, uint32_t> &Ordinals,
                   const ReturnPlaces &Returns)
      : F(F), B(B), Names(Names), Models(Models), Ordinals(Ordinals),
        Returns(Returns), Statements(Models, B.Out.System),
        DL(F.getParent()->getDataLayout()) {}

  FlowFunction run();

private:
  ValueId value(const Value *V);
  ValueId constant(const Constant *C);
  ValueId constInt(int64_t Imm, unsigned Width);
  ValueId address(const GEPOperator &G);
  ValueId add(FlowValue V);
  /// Adds a value that is evaluated at its place in the current block.
  ValueId emit(FlowValue V, const Instruction &I);
  void lower(const Instruction &I);
  void lowerCall(const CallBase &CB);
  void lowerStatement(const LockStatement &S, const Instruction &I);
  void addArgument(FlowCall &C, const Value *A, bool IsModelled);
  bool lowerIntrinsic(const IntrinsicInst &II);
  void findScopeColumns();
  bool isScopeEnd(const Instruction &I) const;
  bool lowerStaticBranch(const CallBrInst &CB, FlowBlock &O);
  void lowerTerminator(const Instruction &I, FlowBlock &Out);
  SymbolId tableSlot(const Value *Callee);
  unsigned widthOf(const Type *T) const;
  StringId nameOf(const Value *V) { return B.string(Names.variableOf(V)); }

  Function &F;
  FlowBuilder &B;
  SourceNames &Names;
  const ModelSet &Models;
  const DenseMap<const CallBase *, uint32_t> &Ordinals;
  const ReturnPlaces &Returns;
  LockStatements Statements;
  const DataLayout &DL;
  FlowFunction Out;
  FlowBlock *Cur = nullptr;
  DenseMap<const Value *, ValueId> Ids;
  DenseMap<std::pair<int64_t, unsigned>, ValueId> Consts;
  DenseMap<const BasicBlock *, BlockId> Blocks;
  DenseMap<const DILocalScope *, unsigned> ScopeColumns;
};

} // namespace

unsigned FunctionLowering::widthOf(const Type *T) const {
  if (T->isPointerTy())
    return DL.getPointerTypeSizeInBits(const_cast<Type *>(T));
  if (T->isIntegerTy() && T->getIntegerBitWidth() <= 64)
    return T->getIntegerBitWidth();
  return 0;
}

ValueId FunctionLowering::add(FlowValue V) {
  Out.Values.push_back(V);
  return Out.Values.size() - 1;
}

ValueId FunctionLowering::constInt(int64_t Imm, unsigned Width) {
  auto [It, New] = Consts.try_emplace({Imm, Width}, Out.Values.size());
  if (New) {
    FlowValue V;
    V.Op = FlowOp::Const;
    V.Width = Width;
    V.Imm = Imm;
    add(V);
  }
  return It->second;
}

ValueId FunctionLowering::address(const GEPOperator &G) {
  APInt C(DL.getIndexTypeSizeInBits(G.getType()), 0);
  VariableOffsets VarOffs;
  const Value *Base = G.getPointerOperand();
  FlowValue V;
  if (G.getType()->isVectorTy() ||
      !G.collectOffset(DL, C.getBitWidth(), VarOffs, C)) {
    V.Op = FlowOp::Opaque;
    return add(V);
  }
  ValueId Id = value(Base);
  for (auto &[Idx, Scale] : VarOffs) {
    FlowValue P;
    P.Op = FlowOp::PtrIndex;
    P.A = Id;
    P.B = value(Idx);
    P.Imm = Scale.getSExtValue();
    Id = add(P);
  }
  FlowValue P;
  P.Op = FlowOp::PtrAdd;
  P.A = Id;
  P.Imm = C.getSExtValue();
  if (VarOffs.empty()) {
    P.Aux = B.string(Names.memberPath(Base, P.Imm));
    P.Tag = B.string(slotName(Names.fieldOf(&G)));
  }
  return add(P);
}

ValueId FunctionLowering::constant(const Constant *C) {
  unsigned W = widthOf(C->getType());
  FlowValue V;
  V.Width = W;
  if (const auto *CI = dyn_cast<ConstantInt>(C)) {
    if (CI->getBitWidth() > 64) {
      V.Op = FlowOp::Opaque;
      return add(V);
    }
    // Booleans read 0 and 1; wider integers are signed.
    return constInt(
        CI->getBitWidth() == 1 ? CI->getZExtValue() : CI->getSExtValue(), W);
  }
  if (C->isNullValue() && W)
    return constInt(0, W);
  if (isa<UndefValue>(C)) {
    V.Op = FlowOp::Undef;
    return add(V);
  }
  if (const auto *GA = dyn_cast<GlobalAlias>(C)) {
    if (const GlobalObject *O = GA->getAliaseeObject())
      return value(O);
  }
  if (const auto *G = dyn_cast<GlobalValue>(C)) {
    V.Op = isa<Function>(G) ? FlowOp::Function : FlowOp::Global;
    V.Aux = B.symbol(*G);
    return add(V);
  }
  if (const auto *CE = dyn_cast<ConstantExpr>(C)) {
    if (const auto *G = dyn_cast<GEPOperator>(CE))
      return address(*G);
    if (CE->isCast() && widthOf(CE->getOperand(0)->getType()) == W)
      return value(CE->getOperand(0));
    if (CE->getOpcode() == Instruction::Add ||
        CE->getOpcode() == Instruction::Sub) {
      V.Op = FlowOp::Binary;
      V.Imm = int64_t(CE->getOpcode() == Instruction::Add ? BinaryOp::Add
                                                          : BinaryOp::Sub);
      V.A = value(CE->getOperand(0));
      V.B = value(CE->getOperand(1));
      return add(V);
    }
  }
  V.Op = FlowOp::Opaque;
  return add(V);
}

ValueId FunctionLowering::value(const Value *V) {
  auto It = Ids.find(V);
  if (It != Ids.end())
    return It->second;
  ValueId Id;
  if (const auto *C = dyn_cast<Constant>(V)) {
    Id = constant(C);
  } else {
    // Instructions and arguments are numbered before they are lowered; what
    // is left (inline asm, metadata, blocks) has no value.
    FlowValue O;
    O.Op = FlowOp::Opaque;
    O.Width = widthOf(V->getType());
    Id = add(O);
  }
  Ids[V] = Id;
  return Id;
}

ValueId FunctionLowering::emit(FlowValue V, const Instruction &I) {
  V.Loc = B.loc(I.getDebugLoc());
  auto It = Ids.find(&I);
  ValueId Id;
  if (It == Ids.end()) {
    Id = add(V);
    Ids[&I] = Id;
  } else {
    Id = It->second;
    V.Name = Out.Values[Id].Name;
    Out.Values[Id] = V;
  }
  Cur->Insts.push_back(Id);
  return Id;
}

SymbolId FunctionLowering::tableSlot(const Value *Callee) {
  std::string Name = tableSlotName(Callee, B);
  if (Name.empty() || Models.lookup(Name, B.Out.System).empty())
    return NoId;
  return B.slotSymbol(Name);
}

bool FunctionLowering::lowerIntrinsic(const IntrinsicInst &II) {
  FlowValue V;
  V.Width = widthOf(II.getType());
  switch (II.getIntrinsicID()) {
  case Intrinsic::expect:
  case Intrinsic::expect_with_probability:
  case Intrinsic::launder_invariant_group:
  case Intrinsic::strip_invariant_group:
  case Intrinsic::ssa_copy:
  case Intrinsic::ptr_annotation:
  case Intrinsic::annotation:
  case Intrinsic::threadlocal_address:
  case Intrinsic::experimental_gc_relocate:
  case Intrinsic::experimental_gc_result: {
    // Same value: a PtrAdd of 0 for pointers, an or with 0 for integers.
    const Value *Same = II.getArgOperand(0);
    if (const auto *R = dyn_cast<GCRelocateInst>(&II))
      Same = R->getDerivedPtr();
    ValueId A = value(Same);
    if (V.Width == 0)
      return true;
    V.Op = II.getType()->isPointerTy() ? FlowOp::PtrAdd : FlowOp::Binary;
    V.A = A;
    V.Imm = 0;
    if (V.Op == FlowOp::Binary) {
      V.Imm = int64_t(BinaryOp::Or);
      V.B = constInt(0, V.Width);
    }
    emit(V, II);
    return true;
  }
  case Intrinsic::smin:
  case Intrinsic::smax:
  case Intrinsic::umin:
  case Intrinsic::umax: {
    // The first if it compares so with the second.
    if (V.Width == 0)
      return true;
    FlowValue First;
    First.Op = FlowOp::Compare;
    First.Width = 1;
    First.Imm =
        int64_t(II.getIntrinsicID() == Intrinsic::smin   ? ComparePred::SLT
                : II.getIntrinsicID() == Intrinsic::smax ? ComparePred::SGT
                : II.getIntrinsicID() == Intrinsic::umin ? ComparePred::ULT
                                                         : ComparePred::UGT);
    First.A = value(II.getArgOperand(0));
    First.B = value(II.getArgOperand(1));
    First.Loc = B.loc(II.getDebugLoc());
    V.Op = FlowOp::Select;
    V.B = First.A;
    V.C = First.B;
    V.A = add(First);
    Cur->Insts.push_back(V.A);
    emit(V, II);
    return true;
  }
  case Intrinsic::experimental_gc_statepoint:
    return false; // A call of another function.
  case Intrinsic::is_constant: {
    V.Op = FlowOp::Const;
    emit(V, II);
    return true;
  }
  case Intrinsic::memcpy:
  case Intrinsic::memcpy_inline:
  case Intrinsic::memmove: {
    V.Op = FlowOp::MemCopy;
    V.Width = 0;
    V.A = value(II.getArgOperand(0));
    V.B = value(II.getArgOperand(1));
    const auto *N = dyn_cast<ConstantInt>(II.getArgOperand(2));
    V.Imm = N ? N->getSExtValue() : -1;
    emit(V, II);
    return true;
  }
  case Intrinsic::memset:
  case Intrinsic::memset_inline: {
    V.Op = FlowOp::MemClobber;
    V.Width = 0;
    V.A = value(II.getArgOperand(0));
    const auto *N = dyn_cast<ConstantInt>(II.getArgOperand(2));
    const auto *Byte = dyn_cast<ConstantInt>(II.getArgOperand(1));
    V.Imm = N ? N->getSExtValue() : -1;
    V.Aux = Byte && Byte->isZero(); // Zeroed rather than unknown.
    emit(V, II);
    return true;
  }
  default:
    if (II.isAssumeLikeIntrinsic() || II.getType()->isVoidTy())
      return true;
    V.Op = FlowOp::Opaque;
    emit(V, II);
    return true;
  }
}

void FunctionLowering::addArgument(FlowCall &C, const Value *A,
                                   bool IsModelled) {
  C.Args.push_back(value(A));
  StringId Text = 0;
  if (A->getType()->isPointerTy() || IsModelled)
    Text = B.string(A->getType()->isPointerTy() ? Names.lockText(A)
                                                : Names.valueText(A));
  C.ArgNames.push_back(Text);
  StringId Class = 0;
  if (A->getType()->isPointerTy() && !isa<ConstantPointerNull>(A))
    if (FieldRef R = Names.lockField(A); !R.Struct.empty())
      Class = B.string(slotName(R));
  C.ArgClasses.push_back(Class);
}

/// An instruction that is a lock function's whole body is a call of it.
void FunctionLowering::lowerStatement(const LockStatement &S,
                                      const Instruction &I) {
  FlowCall C;
  C.Callee = B.slotSymbol(S.Name);
  for (const Value *A : S.Args)
    addArgument(C, A, /*IsModelled=*/true);
  C.ResultTested = !I.use_empty();
  C.Ordinal = NoId; // There is no call that could be instrumented.
  FlowValue V;
  V.Op = FlowOp::Call;
  V.Width = widthOf(I.getType());
  V.Aux = Out.Calls.size();
  Out.Calls.push_back(std::move(C));
  ValueId Id = emit(V, I);
  Out.Values[Id].Loc = B.loc(DebugLoc(S.Loc));
}

void FunctionLowering::lowerCall(const CallBase &CB) {
  FlowValue V;
  V.Width = widthOf(CB.getType());
  if (CB.isInlineAsm()) {
    // Outputs by address are written; the rest is unknown.
    const auto *Asm = cast<InlineAsm>(CB.getCalledOperand());
    unsigned I = 0;
    for (const InlineAsm::ConstraintInfo &X : Asm->ParseConstraints()) {
      if (!X.hasArg())
        continue;
      unsigned Arg = I++;
      if (X.Type != InlineAsm::isOutput ||
          !CB.paramHasAttr(Arg, Attribute::ElementType))
        continue;
      FlowValue C;
      C.Op = FlowOp::MemClobber;
      C.Width = 0;
      C.A = value(CB.getArgOperand(Arg));
      C.Imm = DL.getTypeStoreSize(CB.getParamElementType(Arg));
      C.Loc = B.loc(CB.getDebugLoc());
      Cur->Insts.push_back(add(C));
      V.Imm = mayCount(CB);
    }
    V.Op = FlowOp::Opaque;
    emit(V, CB);
    return;
  }
  if (const auto *II = dyn_cast<IntrinsicInst>(&CB))
    if (lowerIntrinsic(*II))
      return;
  FlowCall C;
  const Value *Called = CB.getCalledOperand();
  auto Args = CB.args();
  if (const auto *S = dyn_cast<GCStatepointInst>(&CB)) {
    Called = S->getActualCalledOperand();
    Args = S->actual_args();
    V.Width = widthOf(S->getActualReturnType());
  }
  const Value *Callee = Called->stripPointerCastsAndAliases();
  if (const auto *Fn = dyn_cast<Function>(Callee)) {
    C.Callee = B.symbol(*Fn);
  } else {
    C.Callee = tableSlot(Callee);
    if (C.Callee == NoId) {
      C.CalleeValue = value(Called);
      StringRef Type = Names.functionTypeOf(Callee);
      if (!Type.empty() && Models.findRole(Type))
        C.RoleType = B.string(Type);
      if (const auto *L = dyn_cast<LoadInst>(Callee)) {
        std::string Slot = virtualSlot(*L, Names);
        if (Slot.empty())
          Slot = slotName(Names.fieldOf(L->getPointerOperand(), L));
        C.Slot = B.string(Slot);
      }
    }
  }
  bool IsModelled =
      C.Callee != NoId &&
      !Models.lookup(B.Out.Symbols[C.Callee].Name, B.Out.System).empty();
  for (const Use &A : Args)
    addArgument(C, A.get(), IsModelled);
  C.MayUnwind = !CB.doesNotThrow();
  C.NoReturn = CB.doesNotReturn();
  C.IsInvoke = isa<InvokeInst>(CB);
  for (const User *U : CB.users())
    C.ResultTested |= !isa<ReturnInst>(U);
  C.ReturnsNonNull = CB.hasRetAttr(Attribute::NonNull);
  auto It = Ordinals.find(&CB);
  C.Ordinal = It == Ordinals.end() ? NoId : It->second;
  V.Op = FlowOp::Call;
  V.Aux = Out.Calls.size();
  Out.Calls.push_back(std::move(C));
  emit(V, CB);
}

void FunctionLowering::lower(const Instruction &I) {
  FlowValue V;
  V.Width = widthOf(I.getType());
  if (const LockStatement *S = Statements.find(I))
    return lowerStatement(*S, I);
  if (const auto *CB = dyn_cast<CallBase>(&I))
    return lowerCall(*CB);
  switch (I.getOpcode()) {
  case Instruction::Alloca:
    V.Op = FlowOp::Alloca;
    V.Name = B.string(Names.objectText(&I));
    Out.Values[Ids[&I]].Name = V.Name;
    emit(V, I);
    return;
  case Instruction::Load: {
    const auto &L = cast<LoadInst>(I);
    V.Op = V.Width ? FlowOp::Load : FlowOp::Opaque;
    V.A = value(L.getPointerOperand());
    V.Imm = (L.isVolatile() ? LoadVolatile : LoadPlain) |
            (L.getPointerAddressSpace() ? LoadElsewhere : LoadPlain);
    emit(V, I);
    return;
  }
  case Instruction::Store: {
    const auto &S = cast<StoreInst>(I);
    V.Op = FlowOp::Store;
    V.A = value(S.getPointerOperand());
    V.B = value(S.getValueOperand());
    V.Width = widthOf(S.getValueOperand()->getType());
    V.Imm = (S.isVolatile() || S.isAtomic() ? StoreSynchronises : 0) |
            (S.getPointerAddressSpace() ? StoreElsewhere : 0);
    if (V.Width == 0) {
      V.Op = FlowOp::MemClobber;
      V.Imm = DL.getTypeStoreSize(S.getValueOperand()->getType());
    }
    emit(V, I);
    return;
  }
  case Instruction::AtomicRMW: {
    const auto &R = cast<AtomicRMWInst>(I);
    switch (R.getOperation()) {
    case AtomicRMWInst::Xchg:
      V.Op = FlowOp::Exchange;
      break;
    case AtomicRMWInst::And:
    case AtomicRMWInst::Nand:
    case AtomicRMWInst::Or:
    case AtomicRMWInst::Xor:
      V.Op = FlowOp::Update;
      break;
    default:
      V.Op = FlowOp::Update;
      V.Imm = 1;
    }
    V.A = value(R.getPointerOperand());
    V.B = value(R.getValOperand());
    emit(V, I);
    return;
  }
  case Instruction::AtomicCmpXchg: {
    const auto &X = cast<AtomicCmpXchgInst>(I);
    V.Op = FlowOp::CmpXchg;
    V.A = value(X.getPointerOperand());
    V.B = value(X.getCompareOperand());
    V.C = value(X.getNewValOperand());
    emit(V, I);
    return;
  }
  case Instruction::GetElementPtr: {
    const auto &G = cast<GEPOperator>(I);
    ValueId A = address(G);
    // The instruction's own id must stay: make it the last operation.
    V = Out.Values[A];
    emit(V, I);
    return;
  }
  case Instruction::BitCast:
  case Instruction::AddrSpaceCast:
  case Instruction::PtrToInt:
  case Instruction::IntToPtr:
  case Instruction::Freeze:
    if (V.Width && widthOf(I.getOperand(0)->getType()) == V.Width) {
      V.Op = FlowOp::PtrAdd;
      V.A = value(I.getOperand(0));
      emit(V, I);
      return;
    }
    break;
  case Instruction::ZExt:
  case Instruction::SExt:
  case Instruction::Trunc:
    if (V.Width && widthOf(I.getOperand(0)->getType())) {
      V.Op = I.getOpcode() == Instruction::ZExt   ? FlowOp::ZExt
             : I.getOpcode() == Instruction::SExt ? FlowOp::SExt
                                                  : FlowOp::Trunc;
      V.A = value(I.getOperand(0));
      emit(V, I);
      return;
    }
    break;
  case Instruction::ICmp: {
    const auto &C = cast<ICmpInst>(I);
    if (!widthOf(C.getOperand(0)->getType()))
      break;
    V.Op = FlowOp::Compare;
    V.A = value(C.getOperand(0));
    V.B = value(C.getOperand(1));
    switch (C.getPredicate()) {
    case CmpInst::ICMP_EQ:
      V.Imm = int64_t(ComparePred::EQ);
      break;
    case CmpInst::ICMP_NE:
      V.Imm = int64_t(ComparePred::NE);
      break;
    case CmpInst::ICMP_ULT:
      V.Imm = int64_t(ComparePred::ULT);
      break;
    case CmpInst::ICMP_ULE:
      V.Imm = int64_t(ComparePred::ULE);
      break;
    case CmpInst::ICMP_UGT:
      V.Imm = int64_t(ComparePred::UGT);
      break;
    case CmpInst::ICMP_UGE:
      V.Imm = int64_t(ComparePred::UGE);
      break;
    case CmpInst::ICMP_SLT:
      V.Imm = int64_t(ComparePred::SLT);
      break;
    case CmpInst::ICMP_SLE:
      V.Imm = int64_t(ComparePred::SLE);
      break;
    case CmpInst::ICMP_SGT:
      V.Imm = int64_t(ComparePred::SGT);
      break;
    default:
      V.Imm = int64_t(ComparePred::SGE);
      break;
    }
    emit(V, I);
    return;
  }
  case Instruction::Select:
    if (!V.Width || !I.getOperand(0)->getType()->isIntegerTy(1))
      break;
    V.Op = FlowOp::Select;
    V.A = value(I.getOperand(0));
    V.B = value(I.getOperand(1));
    V.C = value(I.getOperand(2));
    emit(V, I);
    return;
  case Instruction::ExtractValue: {
    const auto &E = cast<ExtractValueInst>(I);
    if (!V.Width || E.getNumIndices() != 1)
      break;
    V.Op = FlowOp::Extract;
    V.A = value(E.getAggregateOperand());
    V.Imm = E.getIndices()[0];
    emit(V, I);
    return;
  }
  case Instruction::InsertValue: {
    // Small structs are returned as values: guards, lock results.
    constexpr unsigned MaxFields = 8;
    const auto &E = cast<InsertValueInst>(I);
    const auto *ST = dyn_cast<StructType>(E.getType());
    if (!ST || ST->getNumElements() > MaxFields || E.getNumIndices() != 1)
      break;
    V.Op = FlowOp::Insert;
    V.A = value(E.getAggregateOperand());
    V.B = value(E.getInsertedValueOperand());
    V.Imm = E.getIndices()[0];
    V.Aux = ST->getNumElements();
    emit(V, I);
    return;
  }
  default:
    break;
  }
  if (const auto *BO = dyn_cast<BinaryOperator>(&I); BO && V.Width) {
    int Op = -1;
    const Value *By = BO->getOperand(1);
    // Division by a power of two is a shift, and its remainder a mask.
    const auto *Divisor = dyn_cast<ConstantInt>(By);
    if (Divisor && !Divisor->getValue().isPowerOf2())
      Divisor = nullptr;
    switch (BO->getOpcode()) {
    case Instruction::UDiv:
      if (!Divisor)
        break;
      Op = int(BinaryOp::LShr);
      By = ConstantInt::get(By->getType(), Divisor->getValue().logBase2());
      break;
    case Instruction::URem:
      if (!Divisor)
        break;
      Op = int(BinaryOp::And);
      By = ConstantInt::get(By->getContext(), Divisor->getValue() - 1);
      break;
    case Instruction::Add:
      Op = int(BinaryOp::Add);
      break;
    case Instruction::Sub:
      Op = int(BinaryOp::Sub);
      break;
    case Instruction::Mul:
      Op = int(BinaryOp::Mul);
      break;
    case Instruction::And:
      Op = int(BinaryOp::And);
      break;
    case Instruction::Or:
      Op = int(BinaryOp::Or);
      break;
    case Instruction::Xor:
      Op = int(BinaryOp::Xor);
      break;
    case Instruction::Shl:
      Op = int(BinaryOp::Shl);
      break;
    case Instruction::LShr:
      Op = int(BinaryOp::LShr);
      break;
    case Instruction::AShr:
      Op = int(BinaryOp::AShr);
      break;
    default:
      break;
    }
    if (Op >= 0) {
      V.Op = FlowOp::Binary;
      V.Imm = Op;
      V.A = value(BO->getOperand(0));
      V.B = value(By);
      emit(V, I);
      return;
    }
  }
  if (!I.getType()->isVoidTy()) {
    V.Op = FlowOp::Opaque;
    emit(V, I);
  }
}

void FunctionLowering::lowerTerminator(const Instruction &I, FlowBlock &O) {
  O.Loc = B.loc(I.getDebugLoc());
  O.EndsScope = isScopeEnd(I);
  for (const BasicBlock *S : successors(&I))
    O.Succs.push_back(Blocks.lookup(S));
  if (const auto *R = dyn_cast<ReturnInst>(&I)) {
    O.Term = FlowTerm::Return;
    if (const Value *V = R->getReturnValue())
      O.Cond = value(V);
    return;
  }
  if (isa<UnreachableInst>(I)) {
    O.Term = FlowTerm::Unreachable;
    return;
  }
  if (I.getOpcode() == Instruction::Br || O.Succs.size() == 1) {
    O.Term = FlowTerm::Jump;
    if (O.Succs.size() == 2) {
      O.Term = FlowTerm::Branch;
      O.Cond = value(I.getOperand(0));
    }
    if (!isa<InvokeInst>(I) && !isa<CatchSwitchInst>(I))
      return;
  }
  if (const auto *S = dyn_cast<SwitchInst>(&I)) {
    if (!widthOf(S->getCondition()->getType())) {
      O.Term = FlowTerm::AnyOf;
      O.Imprecise = true;
      return;
    }
    O.Term = FlowTerm::Switch;
    O.Cond = value(S->getCondition());
    for (auto C : S->cases())
      O.Cases.push_back(C.getCaseValue()->getSExtValue());
    return;
  }
  if (isa<InvokeInst>(I)) {
    O.Term = FlowTerm::Invoke;
    return;
  }
  if (isa<ResumeInst>(I) || (isa<CleanupReturnInst>(I) && O.Succs.empty())) {
    O.Term = FlowTerm::Resume;
    return;
  }
  if (const auto *CB = dyn_cast<CallBrInst>(&I);
      CB && lowerStaticBranch(*CB, O))
    return;
  O.Term = O.Succs.empty() ? FlowTerm::Unreachable : FlowTerm::AnyOf;
}

/// The Linux kernel's static branches: an instruction that is patched, listed
/// in the section __jump_table, and goes by a key in memory. It is taken when
/// the key is on, or off if the second operand's lowest bit is set
/// (linux/jump_label.h). Two branches by one key go the same way.
bool FunctionLowering::lowerStaticBranch(const CallBrInst &CB, FlowBlock &O) {
  const auto *Asm = dyn_cast<InlineAsm>(CB.getCalledOperand());
  if (!Asm || CB.getNumIndirectDests() != 1 || CB.arg_size() < 2 ||
      !StringRef(Asm->getAsmString()).contains("__jump_table") ||
      !CB.getArgOperand(0)->getType()->isPointerTy() ||
      !widthOf(CB.getArgOperand(1)->getType()))
    return false;
  FlowValue Key;
  Key.Op = FlowOp::Load;
  Key.Width = 1;
  Key.A = value(CB.getArgOperand(0));
  FlowValue Inverse;
  Inverse.Op = FlowOp::Trunc;
  Inverse.Width = 1;
  Inverse.A = value(CB.getArgOperand(1));
  FlowValue Taken;
  Taken.Op = FlowOp::Binary;
  Taken.Imm = int64_t(BinaryOp::Xor);
  Taken.Width = 1;
  for (FlowValue *V : {&Key, &Inverse, &Taken}) {
    V->Loc = B.loc(CB.getDebugLoc());
    if (V == &Taken) {
      Taken.A = Cur->Insts[Cur->Insts.size() - 2];
      Taken.B = Cur->Insts.back();
    }
    Cur->Insts.push_back(add(*V));
  }
  O.Term = FlowTerm::Branch;
  O.Cond = Cur->Insts.back();
  std::swap(O.Succs[0], O.Succs[1]); // The label comes after the fallthrough.
  return true;
}

/// The leftmost column of the statements in each compound statement. The scope
/// of an `if` without braces has its condition in it, and is none.
void FunctionLowering::findScopeColumns() {
  for (const BasicBlock &BB : F)
    for (const Instruction &I : BB) {
      const DILocation *L = I.getDebugLoc();
      if (!L || !L->getColumn() || (I.isTerminator() && succ_size(&I) == 1))
        continue;
      for (const DILocalScope *S = L->getScope();
           const auto *Block = dyn_cast_or_null<DILexicalBlock>(S);
           S = dyn_cast_or_null<DILocalScope>(Block->getScope())) {
        if (S == L->getScope() &&
            (I.isTerminator() || L->getLine() == Block->getLine())) {
          ScopeColumns[Block] = 0;
          continue;
        }
        unsigned &Column =
            ScopeColumns.try_emplace(Block, L->getColumn()).first->second;
        Column = std::min(Column, L->getColumn());
      }
    }
}

/// A jump from the closing brace of a compound statement, not from a return
/// statement in it: braces stand to the left of what they enclose.
bool FunctionLowering::isScopeEnd(const Instruction &I) const {
  const DILocation *L = I.getDebugLoc();
  if (!L || I.getOpcode() != Instruction::Br || succ_size(&I) != 1)
    return false;
  auto It = ScopeColumns.find(L->getScope());
  return It != ScopeColumns.end() && L->getColumn() < It->second;
}

FlowFunction FunctionLowering::run() {
  Out.Symbol = B.symbol(F);
  Out.SourceName = B.Out.Symbols[Out.Symbol].SourceName;
  Out.Loc = B.subprogramLoc(F);
  Out.NumParams = F.arg_size();
  Out.ReturnsVoid = F.getReturnType()->isVoidTy();
  Out.NoUnwind = F.doesNotThrow();
  if (Out.ReturnsVoid)
    findScopeColumns();
  for (const Argument &A : F.args()) {
    FlowValue V;
    V.Op = FlowOp::Param;
    V.Width = widthOf(A.getType());
    V.Imm = A.getArgNo();
    V.Name = B.string(Names.valueText(&A));
    Out.ParamNames.push_back(V.Name);
    Ids[&A] = add(V);
  }
  // Number what phis and back edges may name before it is lowered. Blocks go
  // in layout order; the simulation orders them itself.
  for (const BasicBlock &BB : F) {
    BlockId Id = Blocks.size();
    Blocks[&BB] = Id;
    for (const Instruction &I : BB)
      if (!I.getType()->isVoidTy()) {
        FlowValue V;
        V.Op = FlowOp::Opaque;
        V.Width = widthOf(I.getType());
        V.Name = nameOf(&I);
        Ids[&I] = add(V);
      }
  }
  Out.Blocks.resize(Blocks.size());
  DenseMap<const BasicBlock *, BlockTime> Times = blockTimes(F);
  for (const BasicBlock &BB : F) {
    FlowBlock &O = Out.Blocks[Blocks.lookup(&BB)];
    Cur = &O;
    BlockTime Time = Times.lookup(&BB);
    O.Cost = Time.Cost;
    O.Trips = Time.Trips;
    O.TripsOfType = Time.TripsOfType;
    Statements.enterBlock(BB);
    O.ReturnLoc = B.loc(Returns.lookup(&BB));
    for (const Instruction &I : BB) {
      if (const auto *P = dyn_cast<PHINode>(&I)) {
        FlowValue V;
        V.Op = FlowOp::Phi;
        V.Width = widthOf(I.getType());
        V.Name = Out.Values[Ids[&I]].Name;
        V.Aux = Out.Phis.size();
        V.Loc = B.loc(I.getDebugLoc());
        Out.Values[Ids[&I]] = V;
        O.Phis.push_back(Ids[&I]);
        FlowPhi Phi;
        Out.Phis.push_back(Phi);
        for (unsigned K = 0; K < P->getNumIncomingValues(); ++K)
          Phi.Incoming.push_back({Blocks.lookup(P->getIncomingBlock(K)),
                                  value(P->getIncomingValue(K))});
        Out.Phis[V.Aux] = std::move(Phi);
        continue;
      }
      if (I.isTerminator()) {
        if (isa<CallBase>(I))
          lowerCall(cast<CallBase>(I));
        lowerTerminator(I, O);
        continue;
      }
      lower(I);
    }
  }
  // An alloca escapes when its address goes anywhere but into the address of
  // an access.
  std::vector<uint8_t> Derived(Out.Values.size());
  auto MarkBase = [&](ValueId V) {
    for (unsigned I = 0; V != NoId && I < 64; ++I) {
      FlowValue &X = Out.Values[V];
      if (X.Op == FlowOp::Alloca) {
        X.Imm = 1;
        return;
      }
      if (X.Op == FlowOp::Phi || X.Op == FlowOp::Select) {
        for (ValueId S : {X.B, X.C})
          if (S != NoId && Out.Values[S].Op == FlowOp::Alloca)
            Out.Values[S].Imm = 1;
        return;
      }
      if (X.Op != FlowOp::PtrAdd && X.Op != FlowOp::PtrIndex)
        return;
      V = X.A;
    }
  };
  for (const FlowCall &C : Out.Calls)
    for (ValueId A : C.Args)
      MarkBase(A);
  for (const FlowPhi &P : Out.Phis)
    for (auto &In : P.Incoming)
      MarkBase(In.second);
  for (const FlowValue &V : Out.Values)
    if (V.Op == FlowOp::Store || V.Op == FlowOp::Exchange)
      MarkBase(V.B);
    else if (V.Op == FlowOp::CmpXchg)
      MarkBase(V.C);
    else if (V.Op == FlowOp::MemCopy || V.Op == FlowOp::Update ||
             V.Op == FlowOp::MemClobber)
      MarkBase(V.A);
    else if (V.Op == FlowOp::Select) {
      MarkBase(V.B);
      MarkBase(V.C);
    }
  return std::move(Out);
}

//===----------------------------------------------------------------------===//
// Modules
//===----------------------------------------------------------------------===//

static bool isTableOfNumbers(const Constant *C) {
  const auto *D = dyn_cast<ConstantDataArray>(C);
  // (Text has nothing to do with locks.)
  return D && D->getElementType()->isIntegerTy() && D->getElementByteSize() > 1;
}

/// Records what a load may read of a variable that is never written: addresses
/// and integers, up to a bound.
static void lowerInitialiser(const GlobalVariable &G, FlowBuilder &B) {
  constexpr size_t MaxWords = 4096;
  const DataLayout &DL = G.getParent()->getDataLayout();
  SymbolId Sym = B.symbol(G);
  std::vector<FlowConstWord> Words;
  bool IsAll = true;
  SmallVector<std::pair<const Constant *, int64_t>, 32> Work;
  Work.push_back({G.getInitializer(), 0});
  while (!Work.empty()) {
    auto [C, Off] = Work.pop_back_val();
    // (Copies of a constant are made word by word.)
    if (C->isNullValue() &&
        (C->getType()->isAggregateType() || !G.isConstant()))
      continue;
    if (Words.size() >= MaxWords) {
      IsAll = false;
      break;
    }
    FlowConstWord W;
    W.Global = Sym;
    W.Offset = Off;
    if (const auto *CI = dyn_cast<ConstantInt>(C);
        CI && CI->getBitWidth() <= 64) {
      W.Value = CI->getSExtValue();
      W.Width = CI->getBitWidth();
      Words.push_back(W);
    } else if (const auto *S = dyn_cast<ConstantStruct>(C)) {
      const StructLayout *L = DL.getStructLayout(S->getType());
      for (unsigned I = 0; I < S->getNumOperands(); ++I)
        Work.push_back({S->getOperand(I),
                        Off + int64_t(L->getElementOffset(I).getFixedValue())});
    } else if (isa<ConstantArray>(C) || isTableOfNumbers(C)) {
      const auto *A = cast<ArrayType>(C->getType());
      int64_t Size = DL.getTypeAllocSize(A->getElementType()).getFixedValue();
      uint64_t N = std::min<uint64_t>(A->getNumElements(), MaxWords);
      IsAll &= N == A->getNumElements();
      for (unsigned I = 0; I < N; ++I)
        Work.push_back({C->getAggregateElement(I), Off + I * Size});
    } else if (C->getType()->isPointerTy()) {
      W.Width = DL.getPointerSizeInBits();
      APInt O(DL.getIndexTypeSizeInBits(C->getType()), 0);
      const Value *Base = C->stripAndAccumulateConstantOffsets(
          DL, O, /*AllowNonInbounds=*/true);
      if (const auto *GV = dyn_cast<GlobalValue>(Base)) {
        W.Symbol = B.symbol(*GV);
        W.Value = O.getSExtValue();
        Words.push_back(W);
      } else {
        IsAll = false;
      }
    } else {
      IsAll = false; // Text, floating-point numbers, expressions.
    }
  }
  std::sort(Words.begin(), Words.end(),
            [](const FlowConstWord &L, const FlowConstWord &R) {
              return L.Offset < R.Offset;
            });
  B.Out.ConstWords.insert(B.Out.ConstWords.end(), Words.begin(), Words.end());
  B.Out.Symbols[Sym].IsZeroElsewhere = IsAll;
}

std::vector<const CallBase *> spinguard::numberedCalls(const Function &F) {
  std::vector<const CallBase *> Out;
  for (const Instruction &I : instructions(F))
    if (const auto *CB = dyn_cast<CallBase>(&I))
      if (!isa<DbgInfoIntrinsic>(CB))
        Out.push_back(CB);
  return Out;
}

std::unique_ptr<FlowModule> spinguard::lowerModule(Module &M,
                                                   const ModelSet &Models) {
  auto Out = std::make_unique<FlowModule>();
  Out->Name = M.getSourceFileName();
  Out->PointerSize = M.getDataLayout().getPointerSize();
  Out->System = targetSystem(M);
  Out->HasDebugInfo =
      M.debug_compile_units_begin() != M.debug_compile_units_end();

  // Sites are numbered on the module as the user gave it.
  DenseMap<const CallBase *, uint32_t> Ordinals;
  for (const Function &F : M) {
    if (!F.isDeclaration())
      ++Out->NumDefined;
    uint32_t N = 0;
    for (const CallBase *CB : numberedCalls(F))
      Ordinals[CB] = N++;
  }
  ReturnPlaces Returns = findReturnPlaces(M);
  bringIntoSSA(M);

  FlowBuilder B(M, Models, *Out);
  SourceNames Names(M, Models);
  for (const Function &F : M)
    if (!F.isDeclaration())
      Names.enterFunction(F);
  findRoles(M, Models, Names, B);
  for (const GlobalVariable &G : M.globals())
    if (isNeverWritten(G))
      lowerInitialiser(G, B);
  for (Function &F : M) {
    // An available_externally body is an inline function of a header: it says
    // what the call does, and is lowered like any other.
    if (F.isDeclaration())
      continue;
    SymbolId S = B.symbol(F);
    FunctionLowering L(F, B, Names, Models, Ordinals, Returns);
    FlowFunction FF = L.run();
    Out->Symbols[S].Function = Out->Functions.size();
    Out->Functions.push_back(std::move(FF));
  }
  return Out;
}
