//===- Roles.cpp - Entry points of a module -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds which functions a program hands to the system and in what role: by
// annotation, by registration store, exchange, call or static table, by
// section and by name. What is looked for is data (Model.h); this file only
// looks.
//
//===----------------------------------------------------------------------===//

#include "ir/Lower.h"
#include "ir/VirtualCalls.h"
#include "model/Model.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/TargetParser/Triple.h"
#include <set>
#include <tuple>

using namespace llvm;
using namespace spinguard;

std::string spinguard::slotName(const FieldRef &R) {
  if (R.Struct.empty())
    return "";
  return R.Struct + "+" + std::to_string(R.Offset);
}

TargetSystem spinguard::targetSystem(const Module &M) {
  Triple T(M.getTargetTriple()); // NOLINT: a string in LLVM 19
  if (T.isOSWindows())
    return TargetSystem::Windows;
  if (const Function *Main = M.getFunction("main"))
    if (!Main->isDeclaration())
      return TargetSystem::Any;
  bool IsKernel = M.getCodeModel() == CodeModel::Kernel;
  for (const GlobalVariable &G : M.globals())
    IsKernel |= G.getSection() == ".modinfo";
  for (const char *N : {"init_module", "cleanup_module", "__this_module"})
    IsKernel |= M.getNamedValue(N) != nullptr;
  for (const Function &F : M)
    for (const char *Prefix : {"_raw_spin_", "_raw_read_", "_raw_write_"})
      IsKernel |= F.getName().starts_with(Prefix);
  return IsKernel ? TargetSystem::LinuxKernel : TargetSystem::Any;
}

namespace {

class RoleFinder {
public:
  RoleFinder(const Module &M, const ModelSet &Models, SourceNames &Names,
             FlowBuilder &B)
      : M(M), Models(Models), Names(Names), B(B),
        PtrSize(M.getDataLayout().getPointerSize()) {
    for (const Registration &R : Models.registrations())
      if (R.K == Registration::Section || R.K == Registration::Table ||
          R.K == Registration::Name) {
        // The loader checked the pattern; a bad one matches nothing.
        if (Expected<GlobPattern> G = GlobPattern::create(R.Pattern))
          Globs.push_back({&R, std::move(*G)});
        else
          consumeError(G.takeError());
      }
  }

  void run();

private:
  /// Functions that store a parameter through another one.
  struct ParamStore {
    unsigned Ptr, Val;
    Registration::Kind K;
    bool operator==(const ParamStore &O) const {
      return Ptr == O.Ptr && Val == O.Val && K == O.K;
    }
  };

  bool applies(const Registration &R) const {
    if (R.PointerSize && R.PointerSize != PtrSize)
      return false;
    if (!spinguard::applies(R.System, B.Out.System))
      return false;
    // A freestanding module may be any of them; tables of functions are
    // ops tables only in a kernel.
    return B.Out.System != TargetSystem::Any ||
           R.System != ModelSystem::Linux || R.K != Registration::Table;
  }
  /// What a routine is the handler of, see FlowRole.
  struct Handled {
    StringId Class = 0;
    SymbolId Global = NoId;
  };
  void assign(const Function *F, StringRef Role, LocId Loc, Handled Of);
  void assign(const Function *F, StringRef Role, LocId Loc) {
    assign(F, Role, Loc, Handled());
  }
  Handled handledBy(const Value *Address, int64_t Offset);
  Handled handledBy(const Registration &R, const CallBase &CB);
  Handled handledBy(const Registration &R, const Value *Ptr,
                    const FieldRef &Field);
  void annotations();
  void names();
  void scanFunctions();
  void scanInitialisers();
  void functionsInInitialiser(const GlobalVariable &G, const Constant *Root,
                              StringRef Tag);
  bool matchField(const Registration &R, const FieldRef &Field) const;
  static bool matchOffset(const Registration &R, int64_t Offset);
  void addSlot(StringRef Slot, const Function *F);
  static const Function *functionOf(const Value *V);
  static const Value *stripIntCasts(const Value *V);
  void addParamStore(const Function *F, ParamStore S) {
    auto &V = ParamStores[F];
    if (std::find(V.begin(), V.end(), S) == V.end()) {
      V.push_back(S);
      Changed = true;
    }
  }
  /// The parameter of a function of the program ends in a registration.
  void registerParam(const Argument *A, StringRef Role) {
    auto &V = ParamRoles[A];
    if (std::find(V.begin(), V.end(), Role) == V.end()) {
      V.push_back(Role.str());
      Changed = true;
    }
  }

  const Module &M;
  const ModelSet &Models;
  SourceNames &Names;
  FlowBuilder &B;
  unsigned PtrSize;
  bool Changed = false;
  bool InAnnotations = false;
  SmallPtrSet<const Function *, 8> Annotated;
  DenseMap<const Function *, std::vector<ParamStore>> ParamStores;
  std::vector<std::pair<const Registration *, GlobPattern>> Globs;
  DenseMap<const Argument *, std::vector<std::string>> ParamRoles;
  std::set<std::tuple<const Function *, std::string, StringId, SymbolId>> Seen;
  std::set<std::pair<std::string, const Function *>> SeenSlots;
};

} // namespace

const Value *RoleFinder::stripIntCasts(const Value *V) {
  for (unsigned I = 0; I < 16; ++I) {
    V = V->stripPointerCastsAndAliases();
    const auto *Op = dyn_cast<Operator>(V);
    if (!Op || (Op->getOpcode() != Instruction::PtrToInt &&
                Op->getOpcode() != Instruction::IntToPtr))
      break;
    V = Op->getOperand(0);
  }
  return V;
}

const Function *RoleFinder::functionOf(const Value *V) {
  return dyn_cast<Function>(stripIntCasts(V));
}

/// The object whose member, \p Offset bytes further, has this address.
RoleFinder::Handled RoleFinder::handledBy(const Value *Address,
                                          int64_t Offset) {
  Handled Of;
  FieldRef In = Names.objectField(Address, Offset);
  if (!In.Struct.empty()) {
    Of.Class = B.string(slotName(In));
    return Of;
  }
  APInt At(M.getDataLayout().getIndexTypeSizeInBits(Address->getType()), 0);
  const Value *Base = Address->stripAndAccumulateConstantOffsets(
      M.getDataLayout(), At, /*AllowNonInbounds=*/true);
  if (const auto *G = dyn_cast<GlobalVariable>(Base);
      G && At.getSExtValue() == Offset)
    Of.Global = B.symbol(*G);
  return Of;
}

RoleFinder::Handled RoleFinder::handledBy(const Registration &R,
                                          const CallBase &CB) {
  if (R.Object < 0 || unsigned(R.Object) >= CB.arg_size() ||
      !CB.getArgOperand(R.Object)->getType()->isPointerTy())
    return Handled();
  return handledBy(CB.getArgOperand(R.Object), 0);
}

RoleFinder::Handled RoleFinder::handledBy(const Registration &R,
                                          const Value *Ptr,
                                          const FieldRef &Field) {
  if (R.Object != Registration::WholeStruct)
    return Handled();
  return handledBy(Ptr, Field.Offset);
}

void RoleFinder::assign(const Function *F, StringRef RoleName, LocId Loc,
                        Handled Of) {
  const Role *R = Models.findRole(RoleName);
  // What the source says of a function decides.
  if (F && Annotated.count(F) && !InAnnotations)
    return;
  if (!F || !R || !Seen.insert({F, R->Name, Of.Class, Of.Global}).second)
    return;
  FlowRole FR;
  FR.Function = B.symbol(*F);
  FR.Role = R->Name;
  FR.Loc = Loc;
  FR.Object = Of.Class;
  FR.Global = Of.Global;
  B.Out.Roles.push_back(FR);
  Changed = true;
  for (unsigned I = 0; I < R->Params.size() && I < F->arg_size(); ++I)
    Names.hintPointee(F->getArg(I), R->Params[I]);
}

/// `__attribute__((annotate("role:DRIVER_DISPATCH")))`, and what is addressed
/// to the report: `annotate("spinguard:ignore(rule) reason")`.
void RoleFinder::annotations() {
  const GlobalVariable *G = M.getNamedGlobal("llvm.global.annotations");
  if (!G || !G->hasInitializer())
    return;
  const auto *A = dyn_cast<ConstantArray>(G->getInitializer());
  if (!A)
    return;
  for (const Use &U : A->operands()) {
    const auto *S = dyn_cast<ConstantStruct>(U);
    if (!S || S->getNumOperands() < 2)
      continue;
    const Function *F = functionOf(S->getOperand(0));
    const auto *Str =
        dyn_cast<GlobalVariable>(S->getOperand(1)->stripPointerCasts());
    if (!F || !Str || !Str->hasInitializer())
      continue;
    const auto *Data = dyn_cast<ConstantDataSequential>(Str->getInitializer());
    if (!Data || !Data->isCString())
      continue;
    StringRef Text = Data->getAsCString();
    if (Text.consume_front("role:")) {
      InAnnotations = true;
      assign(F, Text, B.subprogramLoc(*F));
      InAnnotations = false;
      Annotated.insert(F);
    } else if (Text.consume_front("spinguard:")) {
      B.Out.Ignores.push_back({B.symbol(*F), Text.str(), B.subprogramLoc(*F)});
    }
  }
}

void RoleFinder::names() {
  auto Match = [&](StringRef Name, StringRef Section, const Function *F) {
    std::string N = normalizeSymbol(Name, B.isX86Windows());
    for (auto &[R, Glob] : Globs) {
      if (!applies(*R))
        continue;
      if (R->K == Registration::Name
              ? Glob.match(N)
              : R->K == Registration::Section && !Section.empty() &&
                    Glob.match(Section))
        assign(F, R->RoleName, B.subprogramLoc(*F));
    }
  };
  for (const Function &F : M)
    if (!F.isDeclaration() && !F.hasLocalLinkage())
      Match(F.getName(), F.getSection(), &F);
    else if (!F.isDeclaration() && F.hasSection())
      Match("", F.getSection(), &F);
  for (const GlobalAlias &A : M.aliases())
    if (const Function *F = functionOf(A.getAliasee()))
      Match(A.getName(), "", F);
  for (const GlobalVariable &G : M.globals())
    if (G.hasSection() && G.hasInitializer())
      if (const Function *F = functionOf(G.getInitializer()))
        Match("", G.getSection(), F);
}

bool RoleFinder::matchField(const Registration &R, const FieldRef &F) const {
  if (!R.Pattern.empty() && R.Pattern != "*" && R.Pattern != F.Struct) {
    // `_IRP` and `IRP` are the tag and the typedef of one struct.
    StringRef A = StringRef(R.Pattern).ltrim('_'), C = F.Struct;
    if (A != C.ltrim('_') || C.empty())
      return false;
  }
  return matchOffset(R, F.Offset);
}

bool RoleFinder::matchOffset(const Registration &R, int64_t Offset) {
  if (R.Count == 0)
    return true;
  for (unsigned I = 0; I < R.Count; ++I)
    if (Offset == R.Offset + int64_t(I) * R.Stride)
      return true;
  return false;
}

void RoleFinder::addSlot(StringRef Slot, const Function *F) {
  if (Slot.empty() || !SeenSlots.insert({Slot.str(), F}).second)
    return;
  FlowSlot S;
  S.Slot = Slot.str();
  S.Function = B.symbol(*F);
  B.Out.Slots.push_back(std::move(S));
}

static bool argHolds(const ArgCondition &C, const CallBase &CB) {
  if (C.ArgNo >= CB.arg_size())
    return false;
  const auto *CI = dyn_cast<ConstantInt>(CB.getArgOperand(C.ArgNo));
  return CI && CI->getBitWidth() <= 64 && C.holds(CI->getSExtValue());
}

void RoleFinder::scanFunctions() {
  for (const Function &F : M) {
    for (const Instruction &I : instructions(F)) {
      const Value *Ptr = nullptr, *Val = nullptr;
      auto Kind = Registration::Store;
      if (const auto *S = dyn_cast<StoreInst>(&I)) {
        Ptr = S->getPointerOperand();
        Val = S->getValueOperand();
      } else if (const auto *X = dyn_cast<AtomicRMWInst>(&I)) {
        if (X->getOperation() == AtomicRMWInst::Xchg) {
          Ptr = X->getPointerOperand();
          Val = X->getValOperand();
          Kind = Registration::Exchange;
        }
      }
      if (Ptr) {
        SmallVector<const Function *, 2> Fns;
        if (const Function *Fn = functionOf(Val)) {
          Fns.push_back(Fn);
        } else if (const auto *Sel = dyn_cast<SelectInst>(Val)) {
          for (const Value *V : {Sel->getTrueValue(), Sel->getFalseValue()})
            if (const Function *Fn = functionOf(V))
              Fns.push_back(Fn);
        } else if (const auto *P = dyn_cast<PHINode>(Val)) {
          for (const Value *V : P->incoming_values())
            if (const Function *Fn = functionOf(V))
              Fns.push_back(Fn);
        }
        if (const auto *Param = dyn_cast<Argument>(stripIntCasts(Val))) {
          if (const auto *PtrParam =
                  dyn_cast<Argument>(Ptr->stripPointerCasts()))
            addParamStore(&F, {PtrParam->getArgNo(), Param->getArgNo(), Kind});
          for (const FieldRef &Field : Names.fieldsOf(Ptr, &I)) {
            for (const Registration &R : Models.registrations())
              if (R.K == Kind && applies(R) && matchField(R, Field))
                registerParam(Param, R.RoleName);
            if (!slotName(Field).empty())
              registerParam(Param, "slot:" + slotName(Field));
          }
        }
        if (Fns.empty())
          continue;
        for (const FieldRef &Field : Names.fieldsOf(Ptr, &I))
          for (const Function *Fn : Fns) {
            for (const Registration &R : Models.registrations())
              if (R.K == Kind && applies(R) && matchField(R, Field))
                assign(Fn, R.RoleName, B.loc(I.getDebugLoc()),
                       handledBy(R, Ptr, Field));
            addSlot(slotName(Field), Fn);
          }
        continue;
      }
      const auto *CB = dyn_cast<CallBase>(&I);
      if (!CB || isa<IntrinsicInst>(CB))
        continue;
      const Function *Callee = CB->getCalledFunction();
      std::string Name =
          Callee ? normalizeSymbol(Callee->getName(), B.isX86Windows())
                 : tableSlotName(CB->getCalledOperand(), B);
      if (Name.empty())
        continue;
      // A function of the program that stores what it is given where it is
      // told: the store is here.
      if (Callee) {
        auto It = ParamStores.find(Callee);
        if (It != ParamStores.end())
          for (const ParamStore &PS : std::vector<ParamStore>(It->second)) {
            if (PS.Ptr >= CB->arg_size() || PS.Val >= CB->arg_size())
              continue;
            const Value *To = CB->getArgOperand(PS.Ptr);
            const Value *What = CB->getArgOperand(PS.Val);
            const Function *Fn = functionOf(What);
            const auto *Param = dyn_cast<Argument>(stripIntCasts(What));
            if (!Fn && !Param)
              continue;
            for (const FieldRef &Field : Names.fieldsOf(To)) {
              for (const Registration &R : Models.registrations())
                if (R.K == PS.K && applies(R) && matchField(R, Field)) {
                  if (Fn)
                    assign(Fn, R.RoleName, B.loc(I.getDebugLoc()),
                           handledBy(R, To, Field));
                  else
                    registerParam(Param, R.RoleName);
                }
              if (Fn)
                addSlot(slotName(Field), Fn);
            }
            if (const auto *PtrParam =
                    dyn_cast<Argument>(To->stripPointerCasts()))
              if (Param)
                addParamStore(&F,
                              {PtrParam->getArgNo(), Param->getArgNo(), PS.K});
          }
      }
      // What the callee's parameters are known to point to.
      for (const TypeHint &H : Models.typeHints())
        if (!H.Result && !H.Call.empty() && H.Call == Name &&
            H.ArgNo < CB->arg_size())
          Names.hintPointee(CB->getArgOperand(H.ArgNo)->stripPointerCasts(),
                            H.Pointee);
      for (unsigned A = 0; A < CB->arg_size(); ++A) {
        const Value *Arg = CB->getArgOperand(A);
        const Function *Fn = functionOf(Arg);
        const auto *Param = dyn_cast<Argument>(Arg->stripPointerCasts());
        if (Fn || Param) {
          for (const Registration &R : Models.registrations()) {
            if (R.K != Registration::CallArg || R.Pattern != Name ||
                R.ArgNo != A || !applies(R))
              continue;
            bool Ok = true;
            for (const ArgCondition &C : R.When)
              Ok &= argHolds(C, *CB);
            if (!Ok)
              continue;
            if (Fn)
              assign(Fn, R.RoleName, B.loc(I.getDebugLoc()), handledBy(R, *CB));
            else
              registerParam(Param, R.RoleName);
          }
          // A function of the program that registers what it is given.
          if (Callee && A < Callee->arg_size()) {
            auto It = ParamRoles.find(Callee->getArg(A));
            if (It != ParamRoles.end())
              for (const std::string &Role : It->second) {
                if (Fn && StringRef(Role).starts_with("slot:"))
                  addSlot(StringRef(Role).substr(5), Fn);
                else if (Fn)
                  assign(Fn, Role, B.loc(I.getDebugLoc()));
                else
                  registerParam(Param, Role);
              }
          }
          if (Fn)
            continue;
        }
        // Hand the type of an argument on to the callee's parameter.
        if (Callee && !Callee->isDeclaration() && A < Callee->arg_size() &&
            Arg->getType()->isPointerTy() && !isa<ConstantData>(Arg)) {
          std::string Tag = Names.pointeeTag(Arg);
          if (!Tag.empty() && Names.pointeeTag(Callee->getArg(A)).empty()) {
            Names.hintPointee(Callee->getArg(A), Tag);
            Changed = true;
          }
        }
      }
    }
  }
}

void RoleFinder::functionsInInitialiser(const GlobalVariable &G,
                                        const Constant *Root, StringRef Tag) {
  const DataLayout &DL = M.getDataLayout();
  struct Item {
    const Constant *C;
    std::string Tag;
    int64_t Off;
    /// Likewise of the innermost struct that is no lock, nor known as one is;
    /// and from the beginning of the variable.
    std::string Outer;
    int64_t OuterOff, GlobalOff;
  };
  std::vector<Item> Work{
      {Root, Tag.str(), 0, Models.isLockType(Tag) ? "" : Tag.str(), 0, 0}};
  size_t Steps = 0;
  while (!Work.empty() && ++Steps < 100000) {
    Item It = std::move(Work.back());
    Work.pop_back();
    if (const auto *S = dyn_cast<ConstantStruct>(It.C)) {
      std::string T = It.Tag, Outer = It.Outer;
      int64_t Off = It.Off, OuterOff = It.OuterOff;
      if (S->getType()->hasName()) {
        // Inner named structs start a numbering of their own.
        StringRef N = S->getType()->getName();
        N.consume_front("struct.");
        N.consume_front("union.");
        N.consume_front("class.");
        StringRef Bare = N.rtrim("0123456789");
        if (Bare.size() < N.size() && Bare.ends_with("."))
          N = Bare.drop_back();
        if (!N.starts_with("anon") && !N.starts_with("union.anon")) {
          T = N.str();
          Off = 0;
          if (!Models.isLockType(T)) {
            Outer = T;
            OuterOff = 0;
          }
        }
      }
      const StructLayout *L = DL.getStructLayout(S->getType());
      for (unsigned I = 0; I < S->getNumOperands(); ++I) {
        auto At = int64_t(L->getElementOffset(I).getFixedValue());
        Work.push_back({S->getOperand(I), T, Off + At, Outer, OuterOff + At,
                        It.GlobalOff + At});
      }
    } else if (const auto *A = dyn_cast<ConstantArray>(It.C)) {
      int64_t Size =
          DL.getTypeAllocSize(A->getType()->getElementType()).getFixedValue();
      for (unsigned I = 0; I < A->getNumOperands(); ++I)
        Work.push_back({A->getOperand(I), It.Tag, It.Off + I * Size, It.Outer,
                        It.OuterOff, It.GlobalOff + I * Size});
    } else if (It.C->getType()->isPointerTy()) {
      const Function *F = functionOf(It.C);
      if (!F)
        continue;
      FieldRef Field;
      Field.Struct = It.Tag;
      Field.Offset = It.Off;
      addSlot(slotName(Field), F);
      auto HandledBy = [&](const Registration &R) {
        Handled Of;
        if (R.Object != Registration::WholeStruct)
          return Of;
        if (!It.Outer.empty())
          Of.Class = B.string(It.Outer + "+" +
                              std::to_string(It.OuterOff - Field.Offset));
        else if (It.GlobalOff == Field.Offset)
          Of.Global = B.symbol(G);
        return Of;
      };
      for (const Registration &R : Models.registrations())
        if (R.K == Registration::Store && applies(R) && matchField(R, Field) &&
            !Field.Struct.empty())
          assign(F, R.RoleName, B.subprogramLoc(*F), HandledBy(R));
      // The most specific table row decides; "*" is for the rest.
      const Registration *Best = nullptr;
      for (auto &[R, Glob] : Globs)
        if (R->K == Registration::Table && applies(*R) &&
            Glob.match(Field.Struct)) {
          if (R->Pattern != "*" && !matchOffset(*R, Field.Offset))
            continue;
          if (!Best || Best->Pattern == "*")
            Best = R;
        }
      if (Best)
        assign(F, Best->RoleName, B.subprogramLoc(*F), HandledBy(*Best));
    }
  }
}

void RoleFinder::scanInitialisers() {
  for (const GlobalVariable &G : M.globals()) {
    if (!G.hasInitializer() || G.getName().starts_with("llvm."))
      continue;
    const Constant *C = G.getInitializer();
    if (!isa<ConstantAggregate>(C))
      continue;
    std::string Tag = Names.pointeeTag(&G);
    // The initial value of a local has no type of its own where its padding is
    // written out: what it is copied to has one.
    if (Tag.empty())
      for (const User *U : G.users())
        if (const auto *Copy = dyn_cast<MemTransferInst>(U);
            Copy && Tag.empty() && Copy->getRawSource() == &G)
          Tag = Names.pointeeTag(Copy->getRawDest());
    functionsInInitialiser(G, C, Tag);
  }
}

void RoleFinder::run() {
  annotations();
  names();
  scanInitialisers();
  forEachVirtualFunction(
      M, [&](StringRef Slot, const Function &F) { addSlot(Slot, &F); });
  // A role gives its parameters types, types let further registrations be
  // understood: repeat until nothing is new. Each round adds a role or a hint,
  // and the bound is only for safety.
  for (unsigned I = 0; I < 8; ++I) {
    Changed = false;
    scanFunctions();
    if (!Changed)
      break;
  }
}

void spinguard::findRoles(const Module &M, const ModelSet &Models,
                          SourceNames &Names, FlowBuilder &B) {
  RoleFinder(M, Models, Names, B).run();
}
