//===- SourceNames.cpp - Names and types as the user wrote them -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/SourceNames.h"
#include "model/Model.h"
#include "plugin/Compat.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/DebugProgramInstruction.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"

using namespace llvm;
using namespace spinguard;

namespace {

constexpr unsigned MaxDepth = 12;

/// Strips typedefs and qualifiers.
const DIType *strip(const DIType *T) {
  for (unsigned I = 0; T && I < 32; ++I) {
    const auto *D = dyn_cast<DIDerivedType>(T);
    if (!D)
      return T;
    switch (D->getTag()) {
    case dwarf::DW_TAG_typedef:
    case dwarf::DW_TAG_const_type:
    case dwarf::DW_TAG_volatile_type:
    case dwarf::DW_TAG_restrict_type:
    case dwarf::DW_TAG_atomic_type:
      T = D->getBaseType();
      continue;
    default:
      return T;
    }
  }
  return T;
}

uint64_t sizeOf(const DIType *T) {
  const DIType *S = strip(T);
  return S ? S->getSizeInBits() : 0;
}

const DIType *pointedTo(const DIType *T) {
  const auto *D = dyn_cast_or_null<DIDerivedType>(strip(T));
  if (!D || (D->getTag() != dwarf::DW_TAG_pointer_type &&
             D->getTag() != dwarf::DW_TAG_reference_type &&
             D->getTag() != dwarf::DW_TAG_rvalue_reference_type))
    return nullptr;
  return D->getBaseType();
}

/// Name of the struct, union or class that \p T is, or "".
StringRef tagOf(const DIType *T) {
  const DIType *S = strip(T);
  const auto *C = dyn_cast_or_null<DICompositeType>(S);
  if (!C)
    return "";
  if (!C->getName().empty())
    return C->getName();
  // An anonymous struct goes by its typedef's name.
  if (const auto *D = dyn_cast<DIDerivedType>(T))
    if (D->getTag() == dwarf::DW_TAG_typedef)
      return D->getName();
  return "";
}

/// Finds the member of \p T at byte \p Offset. Sets \p Path to the member
/// expression and returns the member's type. Stops at the outermost member
/// that starts at the offset and is no struct, or is the lock itself: a struct
/// is entered only as far as the offset demands.
const DIType *memberAt(const DIType *T, int64_t Offset, std::string &Path,
                       unsigned Depth = 0) {
  T = strip(T);
  const auto *C = dyn_cast_or_null<DICompositeType>(T);
  if (!C || Depth > 16)
    return Offset == 0 ? T : nullptr;
  if (C->getTag() == dwarf::DW_TAG_array_type) {
    const DIType *Elem = C->getBaseType();
    uint64_t Size = Elem ? Elem->getSizeInBits() / 8 : 0;
    if (const DIType *E = strip(Elem))
      Size = E->getSizeInBits() / 8;
    if (!Size || Offset < 0)
      return nullptr;
    Path += "[" + std::to_string(Offset / int64_t(Size)) + "]";
    int64_t Rest = Offset % int64_t(Size);
    return Rest ? memberAt(Elem, Rest, Path, Depth + 1) : Elem;
  }
  const DIType *Best = nullptr;
  const DIDerivedType *BestMember = nullptr;
  int64_t BestOffset = 0;
  for (const DINode *N : C->getElements()) {
    const auto *M = dyn_cast_or_null<DIDerivedType>(N);
    if (!M || M->isStaticMember() ||
        (M->getTag() != dwarf::DW_TAG_member &&
         M->getTag() != dwarf::DW_TAG_inheritance))
      continue;
    int64_t MOff = M->getOffsetInBits() / 8;
    const DIType *MT = strip(M->getBaseType());
    int64_t MSize = MT ? MT->getSizeInBits() / 8 : 0;
    if (Offset < MOff || (MSize && Offset >= MOff + MSize))
      continue;
    // In a union the first fitting member that is named wins.
    if (BestMember && MOff <= BestOffset)
      continue;
    Best = M->getBaseType();
    BestMember = M;
    BestOffset = MOff;
  }
  if (!BestMember)
    return nullptr;
  StringRef Name = BestMember->getName();
  if (BestMember->getTag() == dwarf::DW_TAG_inheritance)
    Name = "";
  std::string Sub;
  const DIType *BT = strip(Best);
  const auto *BC = dyn_cast_or_null<DICompositeType>(BT);
  bool Enter = Offset != BestOffset || (Name.empty() && BC);
  const DIType *R = Best;
  if (Enter)
    R = memberAt(Best, Offset - BestOffset, Sub, Depth + 1);
  if (!Name.empty()) {
    if (!Path.empty() && Path.back() != '.')
      Path += ".";
    Path += Name;
  }
  if (!Sub.empty()) {
    if (Sub[0] != '[' && !Path.empty())
      Path += ".";
    Path += Sub;
  }
  return R;
}

StringRef structTag(StringRef IRName) {
  for (StringRef P : {"struct.", "union.", "class."})
    if (IRName.consume_front(P))
      break;
  // The linker and clang tell equal names apart by a numeric suffix.
  size_t Dot = IRName.rfind('.');
  if (Dot != StringRef::npos && Dot + 1 < IRName.size() &&
      IRName.substr(Dot + 1).find_first_not_of("0123456789") == StringRef::npos)
    IRName = IRName.substr(0, Dot);
  return IRName;
}

const Value *stripCasts(const Value *V) {
  for (unsigned I = 0; I < 32; ++I) {
    if (const auto *Op = dyn_cast<Operator>(V)) {
      unsigned Opc = Op->getOpcode();
      if (Opc == Instruction::BitCast || Opc == Instruction::AddrSpaceCast ||
          Opc == Instruction::IntToPtr || Opc == Instruction::PtrToInt ||
          Opc == Instruction::Freeze) {
        V = Op->getOperand(0);
        continue;
      }
    }
    break;
  }
  return V;
}

/// The argument that a function hands back as it is, as `spinlock_check` does
/// with the lock; null for other calls.
const Value *handedBack(const CallBase &CB) {
  const Function *F = CB.getCalledFunction();
  if (!F || F->isDeclaration() || F->size() != 1)
    return nullptr;
  const auto *R = dyn_cast<ReturnInst>(F->getEntryBlock().getTerminator());
  const Value *V = R ? R->getReturnValue() : nullptr;
  if (V && V->getType()->isPointerTy())
    V = V->stripPointerCasts(); // Zero offsets too.
  const auto *A = dyn_cast_or_null<Argument>(V);
  return A && A->getArgNo() < CB.arg_size() ? CB.getArgOperand(A->getArgNo())
                                            : nullptr;
}

} // namespace

/// A variable is a pointer, so many bytes back: negative; else nothing.
static std::optional<int64_t> stepBack(const DIExpression &E) {
  ArrayRef<uint64_t> Ops = E.getElements();
  if (!Ops.empty() && Ops.back() == dwarf::DW_OP_stack_value)
    Ops = Ops.drop_back();
  if (Ops.size() == 3 && Ops[0] == dwarf::DW_OP_constu &&
      Ops[2] == dwarf::DW_OP_minus && Ops[1] && isInt<32>(int64_t(Ops[1])))
    return -int64_t(Ops[1]);
  return std::nullopt;
}

SourceNames::SourceNames(const Module &M, const ModelSet &Models)
    : DL(M.getDataLayout()), Models(Models),
      PointerSize(M.getDataLayout().getPointerSize()) {
  for (const GlobalVariable &G : M.globals()) {
    SmallVector<DIGlobalVariableExpression *, 1> GVs;
    G.getDebugInfo(GVs);
    if (GVs.empty())
      continue;
    const DIGlobalVariable *Var = GVs[0]->getVariable();
    Vars[&G] = Var->getName().str();
    if (Var->getType())
      Pointee[&G] = Var->getType();
  }
}

void SourceNames::enterFunction(const Function &F) {
  const DISubprogram *SP = F.getSubprogram();
  // Parameter types, in case no variable record is left.
  if (SP && SP->getType()) {
    auto Types = SP->getType()->getTypeArray();
    for (const Argument &A : F.args()) {
      unsigned I = A.getArgNo() + 1;
      if (F.hasStructRetAttr())
        --I;
      if (I < Types.size() && Types[I])
        if (const DIType *P = pointedTo(Types[I]))
          Pointee.try_emplace(&A, P);
    }
  }
  auto Record = [&](const Value *V, const DILocalVariable *Var,
                    const DIExpression *Expr, bool IsDeclare,
                    const DILocation *Loc) {
    if (!V || !Var || isa<UndefValue>(V) || isa<ConstantData>(V) ||
        isa<Function>(V))
      return;
    if (Expr && Expr->getNumElements() != 0) {
      // The object around V, of which the optimiser has left no pointer.
      std::optional<int64_t> At = stepBack(*Expr);
      const DIType *P = At ? pointedTo(Var->getType()) : nullptr;
      if (P && !tagOf(P).empty())
        Around[stripCasts(V)].push_back(
            {*At, nullptr, P,
             Loc && Loc->getInlinedAt() ? StringRef() : Var->getName()});
      return;
    }
    bool Inlined = Loc && Loc->getInlinedAt();
    if (IsDeclare) {
      Vars.try_emplace(V, Var->getName().str());
      if (Var->getType())
        Pointee.try_emplace(V, Var->getType());
      return;
    }
    // An object and its first member are one address: the object says more.
    bool SaysMore = false;
    if (const DIType *P = pointedTo(Var->getType())) {
      const DIType *&Known = Pointee[V];
      // `struct dev *D = Data;`, and Data is a void *.
      SaysMore = !tagOf(P).empty() && (!Known || !strip(Known));
      if (!Known || (!tagOf(P).empty() &&
                     (tagOf(Known).empty() || sizeOf(P) >= sizeOf(Known))))
        Known = P;
    }
    // The user knows the variables of this function, not those of what was
    // inlined into it.
    auto It = Vars.find(V);
    if (It == Vars.end())
      Vars[V] = Inlined ? std::string() : Var->getName().str();
    else if ((It->second.empty() || SaysMore) && !Inlined)
      It->second = Var->getName().str();
  };
  for (const Argument &A : F.args())
    if (A.hasName() && !SP)
      Vars.try_emplace(&A, A.getName().str());
  for (const Instruction &I : instructions(F)) {
    for (DbgVariableRecord &R :
         filterDbgVars(const_cast<Instruction &>(I).getDbgRecordRange())) {
      // What -O1 and up have for a variable in memory.
      if (R.isDbgAssign() && !R.isKillAddress())
        Record(R.getAddress(), R.getVariable(), R.getAddressExpression(),
               /*IsDeclare=*/true, R.getDebugLoc().get());
      if (R.getNumVariableLocationOps() == 1)
        Record(R.getVariableLocationOp(0), R.getVariable(), R.getExpression(),
               R.isDbgDeclare(), R.getDebugLoc().get());
    }
  }
  for (const Instruction &I : instructions(F)) {
    const auto *G = dyn_cast<GEPOperator>(&I);
    if (!G || G->getType()->isVectorTy())
      continue;
    APInt Off(DL.getIndexTypeSizeInBits(G->getType()), 0);
    if (!G->accumulateConstantOffset(DL, Off) || !Off.isNegative())
      continue;
    if (auto It = Pointee.find(&I);
        It != Pointee.end() && !tagOf(It->second).empty())
      Around[stripCasts(G->getPointerOperand())].push_back(
          {Off.getSExtValue(), &I, It->second, StringRef()});
  }
  // Parameters by number where the optimiser dropped the records.
  if (SP)
    for (const DINode *N : SP->getRetainedNodes())
      if (const auto *Var = dyn_cast_or_null<DILocalVariable>(N))
        if (Var->getArg() && Var->getArg() <= F.arg_size() &&
            !F.hasStructRetAttr()) {
          const Argument *A = F.getArg(Var->getArg() - 1);
          if (Vars[A].empty())
            Vars[A] = Var->getName().str();
        }
}

StringRef SourceNames::variableOf(const Value *V) const {
  auto It = Vars.find(V);
  return It == Vars.end() ? StringRef() : StringRef(It->second);
}

void SourceNames::hintPointee(const Value *V, StringRef Struct) {
  if (!Struct.empty())
    Hints.try_emplace(V, Struct.str());
}

/// What the pointer that \p L reads points to. (At the address of an object is
/// its first member.)
const DIType *SourceNames::readFrom(const LoadInst &L, unsigned Depth) const {
  const DIType *T = pointeeType(L.getPointerOperand(), Depth + 1);
  for (unsigned I = 0; I < MaxDepth; ++I) {
    const auto *C = dyn_cast_or_null<DICompositeType>(strip(T));
    if (!C)
      break;
    std::string Member;
    T = memberAt(C, 0, Member);
  }
  return pointedTo(T);
}

const DIType *SourceNames::pointeeType(const Value *V, unsigned Depth) const {
  if (Depth > MaxDepth)
    return nullptr;
  V = stripCasts(V);
  auto It = Pointee.find(V);
  if (It != Pointee.end() && !tagOf(It->second).empty()) {
    // A parameter of what was inlined may be the object's first member: what
    // the pointer was read from says more.
    // (Or from all the same.)
    const auto *L = dyn_cast<LoadInst>(V);
    if (const auto *Phi = dyn_cast<PHINode>(V))
      L = dyn_cast<LoadInst>(Phi->getIncomingValue(0));
    const DIType *Read = L ? readFrom(*L, Depth) : nullptr;
    return Read && !tagOf(Read).empty() && sizeOf(Read) > sizeOf(It->second)
               ? Read
               : It->second;
  }
  const DIType *Known = It == Pointee.end() ? nullptr : It->second;
  if (Known) {
    // A pointer to pointer, to an array or to a scalar is as good as it gets;
    // `void *` is not.
    return strip(Known) ? Known : nullptr;
  }
  if (const auto *G = dyn_cast<GEPOperator>(V)) {
    APInt Off(DL.getIndexTypeSizeInBits(G->getType()), 0);
    VariableOffsets VarOffs;
    if (!G->collectOffset(DL, Off.getBitWidth(), VarOffs, Off))
      return nullptr;
    const DIType *B = pointeeType(G->getPointerOperand(), Depth + 1);
    if (!B)
      return nullptr;
    std::string P;
    if (VarOffs.empty())
      return memberAt(B, Off.getSExtValue(), P);
    // An element of an array: step through the array type.
    const auto *C = dyn_cast_or_null<DICompositeType>(strip(B));
    bool IsArray = C && C->getTag() == dwarf::DW_TAG_array_type;
    return memberAt(IsArray ? C->getBaseType() : B, Off.getSExtValue(), P);
  }
  if (const auto *L = dyn_cast<LoadInst>(V))
    return readFrom(*L, Depth);
  if (const auto *CB = dyn_cast<CallBase>(V)) {
    if (const Function *Callee = CB->getCalledFunction())
      if (const DISubprogram *SP = Callee->getSubprogram())
        if (SP->getType()) {
          auto Types = SP->getType()->getTypeArray();
          if (Types.size() && Types[0])
            return pointedTo(Types[0]);
        }
    return nullptr;
  }
  if (const auto *P = dyn_cast<PHINode>(V)) {
    for (const Value *In : P->incoming_values())
      if (!isa<PHINode>(In))
        if (const DIType *T = pointeeType(In, Depth + 4))
          return T;
    return nullptr;
  }
  if (const auto *S = dyn_cast<SelectInst>(V)) {
    if (const DIType *T = pointeeType(S->getTrueValue(), Depth + 4))
      return T;
    return pointeeType(S->getFalseValue(), Depth + 4);
  }
  return nullptr;
}

uint64_t SourceNames::pointeeSize(const Value *V) const {
  const auto *T = dyn_cast_or_null<DICompositeType>(strip(pointeeType(V)));
  return T ? T->getSizeInBits() / 8 : 0;
}

StringRef SourceNames::functionTypeOf(const Value *V) const {
  const auto *D = dyn_cast_or_null<DIDerivedType>(pointeeType(V));
  if (!D || D->getTag() != dwarf::DW_TAG_typedef ||
      !isa_and_nonnull<DISubroutineType>(strip(D)))
    return "";
  return D->getName();
}

std::string SourceNames::pointeeTag(const Value *V, unsigned Depth) const {
  if (Depth > MaxDepth)
    return "";
  V = stripCasts(V);
  if (const DIType *T = pointeeType(V)) {
    StringRef Tag = tagOf(T);
    if (!Tag.empty())
      return Tag.str();
  }
  auto It = Hints.find(V);
  if (It != Hints.end())
    return It->second;
  if (const auto *G = dyn_cast<GlobalVariable>(V))
    if (const auto *ST = dyn_cast<StructType>(G->getValueType()))
      if (ST->hasName())
        return structTag(ST->getName()).str();
  if (const auto *A = dyn_cast<AllocaInst>(V))
    if (const auto *ST = dyn_cast<StructType>(A->getAllocatedType()))
      if (ST->hasName())
        return structTag(ST->getName()).str();
  if (const auto *L = dyn_cast<LoadInst>(V)) {
    FieldRef R = fieldOf(L->getPointerOperand(), L);
    if (!R.Struct.empty())
      for (const TypeHint &H : Models.typeHints())
        if (!H.Struct.empty() && H.Struct == R.Struct && H.Offset == R.Offset &&
            (!H.PointerSize || H.PointerSize == PointerSize))
          return H.Pointee;
  }
  if (const auto *CB = dyn_cast<CallBase>(V))
    if (const Function *Callee = CB->getCalledFunction()) {
      std::string N = normalizeSymbol(Callee->getName());
      for (const TypeHint &H : Models.typeHints())
        if (H.Result && H.Call == N)
          return H.Pointee;
    }
  return "";
}

FieldRef SourceNames::fieldOf(const Value *Ptr,
                              const Instruction *Access) const {
  FieldRef R;
  const Value *V = stripCasts(Ptr);
  int64_t Off = 0;
  std::string GepTag;
  int64_t GepOff = 0;
  int64_t GepSize = 0;
  // An object that begins before V, and that the address lies in.
  const DIType *OuterType = nullptr;
  auto StepAround = [&] {
    auto It = Around.find(V);
    if (It == Around.end())
      return false;
    for (const Container &C : It->second)
      if (C.At <= Off && uint64_t(Off - C.At) < sizeOf(C.Type) / 8) {
        if (C.Outer)
          V = C.Outer;
        else
          OuterType = C.Type;
        Off -= C.At;
        return true;
      }
    return false;
  };
  for (unsigned I = 0; I < 32; ++I) {
    const auto *G = dyn_cast<GEPOperator>(V);
    if (!G)
      break;
    // Of an array of unknown index the optimiser has moved the beginning.
    if (I && !G->hasAllConstantIndices() && StepAround())
      break;
    APInt C(DL.getIndexTypeSizeInBits(G->getType()), 0);
    VariableOffsets VarOffs;
    // An element of unknown index goes by the first one's offset.
    if (!G->collectOffset(DL, C.getBitWidth(), VarOffs, C))
      break;
    // A step back leads to an object around (container_of): what the user says
    // that it is counts.
    if (auto It = Pointee.find(V);
        C.isNegative() && It != Pointee.end() && !tagOf(It->second).empty()) {
      // Unless it leads to a member of an object around that is known.
      bool Member = false;
      for (const Container &X :
           Around.lookup(stripCasts(G->getPointerOperand())))
        Member |= X.Outer != V && X.At < C.getSExtValue() &&
                  sizeOf(X.Type) > sizeOf(It->second);
      if (!Member)
        break;
    }
    Off += C.getSExtValue();
    if (const auto *ST = dyn_cast<StructType>(G->getSourceElementType())) {
      GepSize = DL.getTypeAllocSize(const_cast<StructType *>(ST));
      // The outermost struct (the GEP nearest to the base) names the field.
      if (ST->hasName() && !structTag(ST->getName()).starts_with("anon")) {
        GepTag = structTag(ST->getName()).str();
        GepOff = Off;
      }
    }
    V = stripCasts(G->getPointerOperand());
  }
  const DIType *Inner = pointeeType(V);
  if (Off < 0 || (Inner && sizeOf(Inner) && uint64_t(Off) >= sizeOf(Inner) / 8))
    StepAround();
  R.Base = V;
  R.Offset = Off;
  if (OuterType) {
    R.Struct = tagOf(OuterType).str();
    R.Outer = OuterType;
    memberAt(OuterType, Off, R.Field);
    return R;
  }
  R.Struct = pointeeTag(V);
  // The next or previous element of an array of structs: the field is the
  // same (IoGetNextIrpStackLocation steps one back).
  if (const DIType *DT = strip(pointeeType(V)))
    if (DT->getSizeInBits() / 8 > 1)
      GepSize = DT->getSizeInBits() / 8;
  // Arithmetic on another struct than the base's is container_of.
  if (Off < 0 && !GepTag.empty() && GepTag != R.Struct) {
    R.Struct = GepTag;
    R.Offset = GepOff;
    return R;
  }
  if (GepSize > 0 && Off < 0)
    R.Offset = ((Off % GepSize) + GepSize) % GepSize;
  if (R.Struct.empty() && !GepTag.empty() && GepOff == Off)
    R.Struct = GepTag;
  if (R.Struct.empty() && Access)
    if (const MDNode *Tag = Access->getMetadata(LLVMContext::MD_tbaa))
      if (Tag->getNumOperands() >= 3)
        if (const auto *BaseTy = dyn_cast_or_null<MDNode>(Tag->getOperand(0)))
          if (BaseTy->getNumOperands() >= 1)
            if (const auto *S = dyn_cast<MDString>(BaseTy->getOperand(0)))
              if (const auto *O =
                      mdconst::dyn_extract<ConstantInt>(Tag->getOperand(2))) {
                // Only when it is a struct: scalars describe themselves at 0.
                if (BaseTy->getNumOperands() > 3 || O->getZExtValue() != 0) {
                  R.Struct = S->getString().str();
                  R.Offset = O->getZExtValue();
                }
              }
  R.Field = memberPath(V, R.Offset);
  return R;
}

SmallVector<FieldRef, 2>
SourceNames::fieldsOf(const Value *Ptr, const Instruction *Access) const {
  SmallVector<FieldRef, 2> Out{fieldOf(Ptr, Access)};
  auto Add = [&](StringRef Tag, int64_t Offset, const DIType *T, bool IsWrapper,
                 bool IsInLock) {
    if (Tag.empty() || Tag.starts_with("anon"))
      return;
    for (FieldRef &R : Out)
      if (R.Struct == Tag && R.Offset == Offset) {
        R.IsWrapper |= IsWrapper;
        return;
      }
    FieldRef R;
    R.IsWrapper = IsWrapper;
    R.IsInLock = IsInLock;
    R.Base = Out[0].Base;
    R.Struct = Tag.str();
    R.Offset = Offset;
    if (T)
      memberAt(T, Offset, R.Field);
    Out.push_back(std::move(R));
  };
  // As the debug information nests the members.
  const DIType *T =
      strip(Out[0].Outer ? Out[0].Outer : pointeeType(Out[0].Base));
  if (T && !tagOf(T).empty() && tagOf(T) != Out[0].Struct)
    T = nullptr; // The address is of another struct's member.
  int64_t Off = Out[0].Offset, InnerAt = 0;
  bool IsInLock = false;
  for (unsigned Depth = 0; T && Depth < 16 && Off >= 0; ++Depth) {
    const auto *C = dyn_cast<DICompositeType>(T);
    if (!C)
      break;
    if (C->getTag() == dwarf::DW_TAG_array_type) {
      T = strip(C->getBaseType());
      int64_t Size = T ? T->getSizeInBits() / 8 : 0;
      if (!Size)
        break;
      Off %= Size;
      continue;
    }
    const DIType *Inner = nullptr;
    unsigned NumMembers = 0;
    for (const DINode *N : C->getElements()) {
      const auto *M = dyn_cast_or_null<DIDerivedType>(N);
      if (!M || M->isStaticMember() ||
          (M->getTag() != dwarf::DW_TAG_member &&
           M->getTag() != dwarf::DW_TAG_inheritance))
        continue;
      ++NumMembers;
      int64_t At = M->getOffsetInBits() / 8;
      const DIType *MT = strip(M->getBaseType());
      if (Inner || !MT || Off < At ||
          Off >= At + int64_t(MT->getSizeInBits() / 8))
        continue;
      Inner = MT;
      InnerAt = At;
    }
    Add(tagOf(T), Off, C, NumMembers < 2, IsInLock);
    IsInLock |= Models.isLockType(tagOf(T));
    Off -= InnerAt;
    T = Inner;
  }
  // As the address arithmetic does.
  const Value *V = stripCasts(Ptr);
  Off = 0;
  for (unsigned I = 0; I < 32; ++I) {
    const auto *G = dyn_cast<GEPOperator>(V);
    APInt Step(DL.getIndexTypeSizeInBits(V->getType()), 0);
    VariableOffsets Variable;
    if (!G || !G->collectOffset(DL, Step.getBitWidth(), Variable, Step))
      break;
    Off += Step.getSExtValue();
    auto *ST = dyn_cast<StructType>(G->getSourceElementType());
    int64_t In = Off;
    IsInLock = false;
    while (ST && ST->isSized() && !ST->isScalableTy() && In >= 0 &&
           uint64_t(In) < DL.getTypeAllocSize(ST).getFixedValue()) {
      if (ST->hasName())
        Add(structTag(ST->getName()), In, nullptr, ST->getNumElements() < 2,
            IsInLock);
      IsInLock |= ST->hasName() && Models.isLockType(structTag(ST->getName()));
      const StructLayout *L = DL.getStructLayout(ST);
      unsigned E = L->getElementContainingOffset(In);
      In -= L->getElementOffset(E).getFixedValue();
      ST = dyn_cast<StructType>(ST->getElementType(E));
    }
    V = stripCasts(G->getPointerOperand());
  }
  return Out;
}

FieldRef SourceNames::objectField(const Value *Member, int64_t Offset) const {
  FieldRef Innermost;
  for (FieldRef &R : fieldsOf(Member)) {
    R.Offset -= Offset;
    if (!R.Struct.empty() && R.Offset >= 0 && !R.IsInLock &&
        !Models.isLockType(R.Struct) && !(R.IsWrapper && R.Offset == 0) &&
        (Innermost.Struct.empty() || R.Offset <= Innermost.Offset))
      Innermost = std::move(R);
  }
  return Innermost;
}

FieldRef SourceNames::lockField(const Value *Address, unsigned Depth) const {
  if (const auto *CB = dyn_cast<CallBase>(stripCasts(Address)))
    if (const Value *A = handedBack(*CB); A && Depth < MaxDepth)
      return lockField(A, Depth + 1);
  FieldRef Innermost = objectField(Address, 0);
  const auto *L = dyn_cast<LoadInst>(stripCasts(Address));
  if (L && Innermost.Struct.empty() && isHandle(L))
    for (FieldRef &R : fieldsOf(L->getPointerOperand()))
      if (!R.Struct.empty() && R.Offset >= 0 &&
          (Innermost.Struct.empty() || R.Offset <= Innermost.Offset))
        Innermost = std::move(R);
  return Innermost;
}

bool SourceNames::isHandle(const Value *V) const {
  const auto *T = dyn_cast_or_null<DICompositeType>(strip(pointeeType(V)));
  return T && !T->getName().empty() &&
         (T->isForwardDecl() || !Models.isLockType(T->getName()));
}

/// A model says that this type, by its tag or as a typedef, is a lock.
bool SourceNames::isLock(const DIType *T) const {
  for (unsigned I = 0; T && I < 32; ++I) {
    if (Models.isLockType(T->getName()))
      return true;
    const auto *D = dyn_cast<DIDerivedType>(T);
    if (!D || strip(D) == D)
      return false;
    T = D->getBaseType();
  }
  return false;
}

std::string SourceNames::lockText(const Value *Address) const {
  std::string Text = objectText(Address);
  const Value *V = stripCasts(Address);
  if (isa<GEPOperator>(V) && variableOf(V).empty())
    return Text;
  if (const auto *CB = dyn_cast<CallBase>(V)) {
    const Value *A = handedBack(*CB);
    return A && variableOf(V).empty() && !isa<CallBase>(stripCasts(A))
               ? lockText(A)
               : Text;
  }
  // The address of an object is that of its first member.
  const DIType *T = pointeeType(V);
  std::string Path;
  for (unsigned I = 0; I < MaxDepth && T && !isLock(T); ++I) {
    std::string Member;
    T = isa_and_nonnull<DICompositeType>(strip(T))
            ? memberAt(strip(T), 0, Member)
            : nullptr;
    Path += (Path.empty() || Member[0] == '[' ? "" : ".") + Member;
  }
  if (Path.empty() || !T || !isLock(T))
    return Text;
  if (isa<AllocaInst>(V) || isa<GlobalVariable>(V))
    return Text + (Path[0] == '[' ? "" : ".") + Path;
  return valueText(V) + (Path[0] == '[' ? "" : "->") + Path;
}

std::string SourceNames::memberPath(const Value *Base, int64_t Offset) const {
  const DIType *T = pointeeType(Base);
  if (!T)
    return "";
  std::string P;
  const auto *C = dyn_cast_or_null<DICompositeType>(strip(T));
  if (!C)
    return "";
  if (Offset < 0)
    return "";
  if (!memberAt(T, Offset, P))
    return "";
  return P;
}

std::string SourceNames::objectText(const Value *Ptr, unsigned Depth) const {
  if (Depth > MaxDepth)
    return "...";
  const Value *V = stripCasts(Ptr);
  if (isa<AllocaInst>(V) || isa<GlobalVariable>(V)) {
    StringRef N = variableOf(V);
    if (!N.empty())
      return N.str();
    return V->hasName() ? V->getName().str() : "<object>";
  }
  if (const auto *G = dyn_cast<GEPOperator>(V)) {
    APInt C(DL.getIndexTypeSizeInBits(G->getType()), 0);
    VariableOffsets VarOffs;
    const Value *Base = G->getPointerOperand();
    if (!G->collectOffset(DL, C.getBitWidth(), VarOffs, C))
      return "*" + valueText(Base, Depth + 1);
    // Fold constant GEPs below, so that member paths are found from the base.
    int64_t Off = C.getSExtValue();
    const Value *B = stripCasts(Base);
    while (const auto *G2 = dyn_cast<GEPOperator>(B)) {
      APInt C2(DL.getIndexTypeSizeInBits(G2->getType()), 0);
      VariableOffsets V2;
      if (!G2->collectOffset(DL, C2.getBitWidth(), V2, C2) || !V2.empty())
        break;
      // A pointer variable of the user's is as far back as a name goes.
      if (!variableOf(B).empty())
        break;
      Off += C2.getSExtValue();
      B = stripCasts(G2->getPointerOperand());
    }
    // A step back from a member: the object around, if the user names it.
    if (Off < 0 && VarOffs.empty())
      for (const Container &C : Around.lookup(B)) {
        std::string M;
        if (C.At <= Off && C.Outer)
          M = memberPath(C.Outer, Off - C.At);
        else if (C.At <= Off)
          memberAt(C.Type, Off - C.At, M);
        StringRef Variable = C.Outer ? variableOf(C.Outer) : C.Variable;
        if (!M.empty() && !Variable.empty())
          return Variable.str() + "->" + M;
      }
    bool IsObject =
        isa<AllocaInst>(B) || isa<GlobalVariable>(B) ||
        (isa<GEPOperator>(B) && (variableOf(B).empty() || isa<Constant>(B)));
    std::string BaseText =
        IsObject ? objectText(B, Depth + 1) : valueText(B, Depth + 1);
    if (VarOffs.size() == 1) {
      std::string Idx = valueText(VarOffs.begin()->first, Depth + 1);
      const DIType *BT = strip(pointeeType(B));
      const auto *BC = dyn_cast_or_null<DICompositeType>(BT);
      std::string Arr, Rest;
      if (BC && BC->getTag() != dwarf::DW_TAG_array_type) {
        // base->array[index].member
        const DIType *AT = memberAt(BT, Off, Arr);
        size_t Br = Arr.find('[');
        if (Br != std::string::npos) {
          size_t End = Arr.find(']', Br);
          Rest = End == std::string::npos ? "" : Arr.substr(End + 1);
          Arr = Arr.substr(0, Br);
        }
        (void)AT;
        int64_t Scale = VarOffs.begin()->second.getSExtValue();
        int64_t Size = BC->getSizeInBits() / 8;
        if (Scale == Size) { // The base itself is an array of structs.
          std::string M;
          memberAt(BT, Off, M);
          return BaseText + "[" + Idx + "]" + (M.empty() ? "" : "." + M);
        }
      }
      std::string S = BaseText;
      if (!Arr.empty())
        S += (IsObject ? "." : "->") + Arr;
      S += "[" + Idx + "]";
      if (BC && BC->getTag() == dwarf::DW_TAG_array_type && Off) {
        std::string M;
        memberAt(BC->getBaseType(), Off, M);
        if (!M.empty())
          S += "." + M;
      }
      return S + Rest;
    }
    if (!VarOffs.empty())
      return BaseText + "[...]";
    std::string M = memberPath(B, Off);
    if (!M.empty())
      return BaseText + (M[0] == '[' ? "" : IsObject ? "." : "->") + M;
    if (Off == 0)
      return IsObject ? BaseText : "*" + BaseText;
    return BaseText + (IsObject ? "." : "->") +
           (Off < 0 ? "<container " : "<offset ") + std::to_string(Off) + ">";
  }
  // An accessor that hands its argument back.
  if (const auto *CB = dyn_cast<CallBase>(V))
    if (const Value *A = handedBack(*CB); A && variableOf(V).empty())
      return objectText(A, Depth + 1);
  return valueText(V, Depth + 1);
}

std::string SourceNames::valueText(const Value *V, unsigned Depth) const {
  if (Depth > MaxDepth)
    return "...";
  V = stripCasts(V);
  StringRef N = variableOf(V);
  if (!N.empty() && !isa<AllocaInst>(V) && !isa<GlobalVariable>(V))
    return N.str();
  if (const auto *A = dyn_cast<Argument>(V))
    return A->hasName() ? A->getName().str()
                        : "arg" + std::to_string(A->getArgNo());
  if (isa<AllocaInst>(V) || isa<GlobalVariable>(V) || isa<GEPOperator>(V))
    return "&" + objectText(V, Depth + 1);
  if (isa<GlobalValue>(V))
    return V->getName().str();
  if (const auto *C = dyn_cast<ConstantInt>(V))
    return C->getBitWidth() <= 64 ? std::to_string(C->getSExtValue()) : "...";
  if (isa<ConstantPointerNull>(V))
    return "NULL";
  if (const auto *L = dyn_cast<LoadInst>(V)) {
    const Value *P = stripCasts(L->getPointerOperand());
    if (isa<AllocaInst>(P) || isa<GlobalVariable>(P) || isa<GEPOperator>(P))
      return objectText(P, Depth + 1);
    // A load through a pointer to a struct reads its first member.
    std::string M = memberPath(P, 0);
    return M.empty() ? "*" + valueText(P, Depth + 1)
                     : valueText(P, Depth + 1) + "->" + M;
  }
  if (const auto *CB = dyn_cast<CallBase>(V)) {
    if (const Function *F = CB->getCalledFunction()) {
      StringRef Name = F->getName();
      if (const DISubprogram *SP = F->getSubprogram())
        Name = SP->getName();
      return Name.str() + "(...)";
    }
    return "<call>(...)";
  }
  if (const auto *Cast = dyn_cast<CastInst>(V))
    return valueText(Cast->getOperand(0), Depth + 1);
  if (const auto *P = dyn_cast<PHINode>(V)) {
    for (const Value *In : P->incoming_values())
      if (!variableOf(In).empty() && !isa<AllocaInst>(In))
        return variableOf(In).str();
    // One expression, evaluated in several places.
    std::string Same = valueText(P->getIncomingValue(0), Depth + 4);
    if (all_of(drop_begin(P->incoming_values()),
               [&](const Use &In) { return valueText(In, Depth + 4) == Same; }))
      return Same;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(V)) {
    StringRef Op;
    switch (B->getOpcode()) {
    case Instruction::Add:
      Op = " + ";
      break;
    case Instruction::Sub:
      Op = " - ";
      break;
    case Instruction::And:
      Op = " & ";
      break;
    case Instruction::Or:
      Op = " | ";
      break;
    default:
      break;
    }
    if (!Op.empty())
      return valueText(B->getOperand(0), Depth + 3) + Op.str() +
             valueText(B->getOperand(1), Depth + 3);
  }
  return "...";
}
