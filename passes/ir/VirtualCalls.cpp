//===- VirtualCalls.cpp - Virtual functions and their calls ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/VirtualCalls.h"
#include "ir/SourceNames.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"

using namespace llvm;
using namespace spinguard;

/// Bases of bases are followed so far.
static constexpr unsigned MaxDepth = 16;

/// The class that \p T is by whatever name, or null. (A pointer is none.)
static const DICompositeType *classOf(const DIType *T) {
  while (const auto *D = dyn_cast_or_null<DIDerivedType>(T)) {
    if (D->getTag() != dwarf::DW_TAG_typedef &&
        D->getTag() != dwarf::DW_TAG_const_type &&
        D->getTag() != dwarf::DW_TAG_volatile_type)
      return nullptr;
    T = D->getBaseType();
  }
  const auto *C = dyn_cast_or_null<DICompositeType>(T);
  return C && C->getIdentifier().starts_with("_ZTS") ? C : nullptr;
}

/// Calls \p Fn with each class that is a part of \p C and its place in bytes.
/// \p Members: data members are parts, too. Where virtual bases are is not
/// known.
template <typename Callback>
static void forEachPart(const DICompositeType &C, bool Members, Callback Fn) {
  for (const DINode *N : C.getElements()) {
    const auto *D = dyn_cast_or_null<DIDerivedType>(N);
    if (!D || D->isStaticMember() || (D->getFlags() & DINode::FlagVirtual))
      continue;
    if (D->getTag() != dwarf::DW_TAG_inheritance &&
        (!Members || D->getTag() != dwarf::DW_TAG_member))
      continue;
    if (const DICompositeType *Part = classOf(D->getBaseType()))
      Fn(*Part, int64_t(D->getOffsetInBits() / 8));
  }
}

/// Whether an object of the class begins with a pointer to its virtual table.
static bool beginsWithTable(const DICompositeType &C, unsigned Depth = 0) {
  // A class whose definition is elsewhere: its objects are read so by virtual
  // calls only.
  if (C.isForwardDecl())
    return true;
  for (const DINode *N : C.getElements())
    if (const auto *D = dyn_cast_or_null<DIDerivedType>(N))
      if (D->getName().starts_with("_vptr") && D->getOffsetInBits() == 0)
        return true;
  bool Found = false;
  if (Depth < MaxDepth)
    forEachPart(C, /*Members=*/false,
                [&](const DICompositeType &B, int64_t At) {
                  Found |= At == 0 && !B.isForwardDecl() &&
                           beginsWithTable(B, Depth + 1);
                });
  return Found;
}

/// The class of the object with a virtual table at \p Offset of one of \p C.
static const DICompositeType *tableOwner(const DICompositeType &C,
                                         int64_t Offset, unsigned Depth = 0) {
  if (Offset == 0 && beginsWithTable(C))
    return &C;
  const DICompositeType *Found = nullptr;
  if (Depth < MaxDepth)
    forEachPart(C, /*Members=*/true, [&](const DICompositeType &P, int64_t At) {
      if (!Found && At <= Offset &&
          uint64_t(Offset - At) < P.getSizeInBits() / 8)
        Found = tableOwner(P, Offset - At, Depth + 1);
    });
  return Found;
}

static std::string slotOf(const DICompositeType &C, int64_t Offset) {
  return (C.getIdentifier() + "+" + Twine(Offset)).str();
}

std::string spinguard::virtualSlot(const LoadInst &Callee,
                                   const SourceNames &Names) {
  const DataLayout &DL = Callee.getModule()->getDataLayout();
  APInt Slot(DL.getIndexTypeSizeInBits(Callee.getPointerOperandType()), 0);
  const auto *Table = dyn_cast<LoadInst>(
      Callee.getPointerOperand()->stripAndAccumulateConstantOffsets(
          DL, Slot, /*AllowNonInbounds=*/true));
  if (!Table || Slot.isNegative())
    return "";
  // From the object outwards: what the user has a name for tells its class.
  const Value *Object = Table->getPointerOperand();
  APInt Offset(Slot.getBitWidth(), 0);
  for (unsigned I = 0; I < MaxDepth; ++I) {
    if (const DICompositeType *C = classOf(Names.typeAt(Object)))
      if (const auto *Owner = tableOwner(*C, Offset.getSExtValue()))
        return slotOf(*Owner, Slot.getSExtValue());
    const auto *G = dyn_cast<GEPOperator>(Object);
    if (!G || !G->accumulateConstantOffset(DL, Offset))
      break;
    Object = G->getPointerOperand();
  }
  return "";
}

/// Calls \p Fn with \p C, or the bases of it, that have their virtual table's
/// pointer at \p Offset of it.
template <typename Callback>
static void forEachOwner(const DICompositeType &C, int64_t Offset, Callback Fn,
                         unsigned Depth = 0) {
  if (Offset == 0)
    Fn(C);
  if (Depth < MaxDepth)
    forEachPart(C, /*Members=*/false,
                [&](const DICompositeType &B, int64_t At) {
                  if (At <= Offset)
                    forEachOwner(B, Offset - At, Fn, Depth + 1);
                });
}

static const Function *functionAt(const ConstantArray &A, unsigned I) {
  return dyn_cast<Function>(A.getOperand(I)->stripPointerCastsAndAliases());
}

/// One table of a class: offsets, among them that of this part from the
/// object's begin, type information, functions.
static void functionsOf(const ConstantArray &Table, const DICompositeType &C,
                        const DataLayout &DL,
                        function_ref<void(StringRef, const Function &)> Add) {
  unsigned First = 0, E = Table.getNumOperands();
  while (First < E && !functionAt(Table, First))
    ++First;
  if (First < 2 || First == E)
    return;
  int64_t ToTop = 0;
  const Constant *Top = Table.getOperand(First - 2);
  if (const auto *CE = dyn_cast<ConstantExpr>(Top)) {
    const auto *N = dyn_cast<ConstantInt>(CE->getOperand(0));
    if (CE->getOpcode() != Instruction::IntToPtr || !N)
      return;
    ToTop = N->getSExtValue();
  } else if (!Top->isNullValue()) {
    return;
  }
  forEachOwner(C, -ToTop, [&](const DICompositeType &Owner) {
    for (unsigned I = First; I < E; ++I)
      if (const Function *F = functionAt(Table, I))
        if (F->getName() != "__cxa_pure_virtual")
          Add(slotOf(Owner, int64_t(I - First) * DL.getPointerSize()), *F);
  });
}

void spinguard::forEachVirtualFunction(
    const Module &M, function_ref<void(StringRef, const Function &)> Add) {
  StringMap<const GlobalVariable *> Tables; // By the class' identifier.
  for (const GlobalVariable &G : M.globals()) {
    StringRef Name = G.getName();
    if (Name.consume_front("_ZTV") && G.hasInitializer())
      Tables[("_ZTS" + Name).str()] = &G;
  }
  if (Tables.empty())
    return;
  DebugInfoFinder Types;
  Types.processModule(M);
  for (const DIType *T : Types.types()) {
    const auto *C = dyn_cast<DICompositeType>(T);
    const GlobalVariable *G = C ? Tables.lookup(C->getIdentifier()) : nullptr;
    if (!G || C->isForwardDecl())
      continue;
    const Constant *Parts = G->getInitializer();
    for (unsigned I = 0; I < Parts->getNumOperands(); ++I)
      if (const auto *Part = dyn_cast<ConstantArray>(Parts->getOperand(I)))
        functionsOf(*Part, *C, M.getDataLayout(), Add);
  }
}
