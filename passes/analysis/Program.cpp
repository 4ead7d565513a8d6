//===- Program.cpp - Flow modules linked by name --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Program.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/xxhash.h"
#include <algorithm>
#include <set>

using namespace llvm;
using namespace spinguard;

bool spinguard::isLockEffect(Effect E) {
  switch (E) {
  case Effect::Acquire:
  case Effect::TryAcquire:
  case Effect::Release:
  case Effect::Use:
  case Effect::Convert:
  case Effect::Destroy:
    return true;
  default:
    return false;
  }
}

Program::Program(ArrayRef<const FlowModule *> Modules, const ModelSet &Models,
                 ArrayRef<RoleAssignment> ExtraRoles)
    : Modules(Modules.begin(), Modules.end()), Models(Models) {
  findSystem();
  collectNames();
  resolveSymbols();
  assignRoles(ExtraRoles);
  buildCallGraph();
  Sccs = components(&ProgramFunction::Callees, &ProgramFunction::Scc);
  Order = components(&ProgramFunction::Followed, &ProgramFunction::Order);
  findAtomicOutcomes();
  findCalledFields();
}

/// That of its modules which say; where they differ, it is none.
void Program::findSystem() {
  for (const FlowModule *M : Modules) {
    if (M->System == TargetSystem::Any || M->System == System)
      continue;
    if (System != TargetSystem::Any) {
      System = TargetSystem::Any;
      return;
    }
    System = M->System;
  }
}

void Program::findCalledFields() {
  constexpr size_t MaxFields = 4;
  for (ProgramFunction &PF : Functions)
    for (const FlowCall &C : PF.F->Calls) {
      const FlowValue *V =
          C.CalleeValue == NoId ? nullptr : &PF.F->Values[C.CalleeValue];
      if (!V || V->Op != FlowOp::Load)
        continue;
      int64_t Off = 0;
      for (V = &PF.F->Values[V->A]; V->Op == FlowOp::PtrAdd;
           V = &PF.F->Values[V->A])
        Off += V->Imm;
      std::pair<unsigned, int64_t> Field(unsigned(V->Imm), Off);
      if (V->Op == FlowOp::Param && PF.CalledFields.size() < MaxFields &&
          !is_contained(PF.CalledFields, Field))
        PF.CalledFields.push_back(Field);
    }
}

void Program::collectNames() {
  Names.push_back("");
  auto Add = [&](const Operand &O) {
    if (!O.Name.empty() && NameIds.try_emplace(O.Name, Names.size()).second)
      Names.push_back(O.Name);
  };
  for (StringRef N : Models.apiNames())
    for (const Api &A : apis(N)) {
      Add(A.Lock);
      Add(A.Holding);
    }
  for (const Role &R : Models.roles())
    for (const EntryLock &L : R.Holds)
      Add(L.Lock);
}

SmallVector<FunctionId, 4> Program::targets(const ProgramFunction &F,
                                            const FlowCall &C) const {
  SmallVector<FunctionId, 4> Out;
  auto Add = [&](uint32_t Sym) {
    if (Symbols[Sym].Function != NoId)
      Out.push_back(Symbols[Sym].Function);
  };
  if (C.Callee != NoId) {
    if (Symbols[symbol(F.Module, C.Callee)].Apis.empty())
      Add(symbol(F.Module, C.Callee));
  } else if (C.Slot) {
    for (uint32_t Sym : slot(F.M->str(C.Slot)))
      Add(Sym);
  }
  return Out;
}

std::string Program::lockClass(uint32_t Symbol, bool Whole) const {
  const ProgramSymbol &S = Symbols[Symbol];
  std::string Name = S.Name;
  if (S.IsLocal)
    Name += "#" + std::to_string(S.Module);
  return Whole ? Name : Name + "[]";
}

bool Program::isStrict(StringRef Api) const {
  ArrayRef<spinguard::Api> Rows = apis(Api);
  return !Rows.empty() && Models.systemOf(Rows[0].Family) == "windows";
}

uint32_t Program::name(StringRef S) const {
  auto It = NameIds.find(S);
  return It == NameIds.end() ? 0 : It->second;
}

/// Places for a module's symbols: see numberSymbols().
static size_t numPlaces(size_t NumSymbols) {
  return NextPowerOf2(NumSymbols + NumSymbols / 2 + 8);
}

/// Numbers the symbols of a module: those that are its own (\p IsOwn), and
/// those that no module before it has, which are entered into \p Global. Each
/// takes the place in the module's range that its name says, if it is free, so
/// that a symbol more or less leaves the numbers of most others as they were:
/// FunctionMemo knows them by number.
void Program::numberSymbols(uint32_t Module,
                            function_ref<bool(const FlowSymbol &)> IsOwn,
                            StringMap<uint32_t> &Global) {
  const FlowModule &M = *Modules[Module];
  std::vector<uint32_t> &Map = SymbolMap[Module];
  Map.assign(M.Symbols.size(), NoId);
  for (SymbolId S = 0; S < M.Symbols.size(); ++S)
    if (auto [Of, Same] = M.Symbols[S].SameAs; Of != NoId) {
      Map[S] = SymbolMap[Of][Same];
    } else if (!IsOwn(M.Symbols[S])) {
      auto It = Global.find(M.Symbols[S].Name);
      if (It != Global.end())
        Map[S] = It->second;
    }
  size_t NumNew = llvm::count(Map, NoId);
  size_t First = Symbols.size(), Size = numPlaces(NumNew);
  Symbols.resize(First + Size);
  // (Where two want one place, it is not the order in the module that decides.)
  std::vector<std::tuple<uint64_t, StringRef, SymbolId>> New;
  for (SymbolId S = 0; S < M.Symbols.size(); ++S)
    if (Map[S] == NoId)
      New.push_back(
          {xxh3_64bits(M.Symbols[S].Name) % Size, M.Symbols[S].Name, S});
  llvm::sort(New);
  std::vector<bool> Taken(Size);
  for (const auto &[Wanted, Name, S] : New) {
    const FlowSymbol &FS = M.Symbols[S];
    bool Own = IsOwn(FS);
    if (!Own)
      if (auto It = Global.find(Name); It != Global.end()) {
        Map[S] = It->second; // (The module has two of this name.)
        continue;
      }
    size_t At = Wanted;
    while (Taken[At])
      At = (At + 1) % Size;
    Taken[At] = true;
    Map[S] = uint32_t(First + At);
    if (!Own)
      Global[Name] = Map[S];
  }
}

void Program::resolveSymbols() {
  // Which module's definition counts: as for a linker, the first strong one,
  // else the first weak one.
  StringMap<std::pair<uint32_t, bool>> Definer;
  for (uint32_t MI = 0; MI < Modules.size(); ++MI)
    for (const FlowSymbol &FS : Modules[MI]->Symbols) {
      if (FS.IsLocal || !FS.IsDefined)
        continue;
      auto [It, New] = Definer.try_emplace(FS.Name, MI, FS.IsWeak);
      if (!New && It->second.second && !FS.IsWeak)
        It->second = {MI, false};
    }
  StringMap<uint32_t> Global;
  SymbolMap.resize(Modules.size());
  // (Of what is not used nothing is touched; lists that grow are there twice.)
  size_t MostSymbols = 0, MostFunctions = 0;
  for (const FlowModule *M : Modules) {
    MostSymbols += numPlaces(M->Symbols.size());
    MostFunctions += M->Functions.size();
  }
  Symbols.reserve(MostSymbols);
  Functions.reserve(MostFunctions);
  for (uint32_t MI = 0; MI < Modules.size(); ++MI) {
    const FlowModule &M = *Modules[MI];
    NumDefined += M.NumDefined;
    // A second strong definition is another program's, or another kernel
    // module's: it is for the calls of its own file.
    auto IsSecond = [&](const FlowSymbol &FS) {
      return FS.IsDefined && !FS.IsLocal && Definer[FS.Name].first != MI;
    };
    auto IsOwn = [&](const FlowSymbol &FS) {
      return FS.IsLocal || (IsSecond(FS) && !FS.IsWeak);
    };
    numberSymbols(MI, IsOwn, Global);
    for (SymbolId S = 0; S < M.Symbols.size(); ++S) {
      const FlowSymbol &FS = M.Symbols[S];
      uint32_t Id = SymbolMap[MI][S];
      bool Own = IsOwn(FS);
      bool Counts = FS.IsDefined && !(IsSecond(FS) && FS.IsWeak);
      if (IsSecond(FS) && Own && FS.IsFunction)
        Doubled.insert(FS.Name);
      ProgramSymbol &PS = Symbols[Id];
      PS.IsLocal = Own;
      if (PS.Name.empty() || Counts) {
        PS.Name = FS.Name;
        PS.SourceName = M.str(FS.SourceName).str();
        PS.IsFunction = FS.IsFunction;
      }
      if (Counts && PS.Module == NoId) {
        PS.Module = MI;
        PS.Local = S;
        PS.IsConstant = FS.IsConstant;
        PS.IsZeroElsewhere = FS.IsZeroElsewhere;
      }
      if (Counts && FS.Function != NoId && PS.Function == NoId) {
        PS.Function = Functions.size();
        ProgramFunction PF;
        PF.M = &M;
        PF.F = &M.Functions[FS.Function];
        PF.Module = MI;
        PF.Symbol = Id;
        Functions.push_back(std::move(PF));
      }
    }
  }
  for (uint32_t MI = 0; MI < Modules.size(); ++MI)
    for (SymbolId S = 0; S < Modules[MI]->Symbols.size(); ++S) {
      FunctionId F = Symbols[SymbolMap[MI][S]].Function;
      if (F != NoId && Modules[MI]->Symbols[S].AddressTaken)
        Functions[F].AddressTaken = true;
    }
  for (uint32_t MI = 0; MI < Modules.size(); ++MI) {
    const auto &Words = Modules[MI]->ConstWords;
    for (size_t I = 0; I < Words.size();) {
      size_t E = I;
      while (E < Words.size() && Words[E].Global == Words[I].Global)
        ++E;
      uint32_t Id = SymbolMap[MI][Words[I].Global];
      if (Symbols[Id].Module == MI && Symbols[Id].Local == Words[I].Global &&
          Symbols[Id].IsConstant)
        ConstRanges[Id] = {I, E};
      I = E;
    }
  }
  // A variable of an API's name is its slot in the import table.
  for (ProgramSymbol &S : Symbols)
    if (S.IsFunction || S.Module == NoId) {
      S.Apis = apis(S.Name);
      // Where a program has the function, rows that do not say what it does
      // leave that to its body.
      if (S.Function != NoId && all_of(S.Apis, [](const Api &A) {
            return A.E == Effect::Opaque || A.External;
          }))
        S.Apis = {};
    }
  for (uint32_t MI = 0; MI < Modules.size(); ++MI)
    for (const FlowSlot &S : Modules[MI]->Slots) {
      auto &V = Slots[S.Slot];
      uint32_t Id = SymbolMap[MI][S.Function];
      if (std::find(V.begin(), V.end(), Id) == V.end())
        V.push_back(Id);
    }
}

ArrayRef<uint32_t> Program::slot(StringRef Name) const {
  auto It = Slots.find(Name);
  if (It == Slots.end())
    return {};
  return It->second;
}

const Role *Program::slotRole(StringRef Name) const {
  auto [Tag, Off] = Name.rsplit('+');
  int64_t Offset;
  if (Off.getAsInteger(10, Offset))
    return nullptr;
  for (const Registration &R : Models.registrations()) {
    if ((R.K != Registration::Store && R.K != Registration::Exchange) ||
        StringRef(R.Pattern).ltrim('_') != Tag.ltrim('_'))
      continue;
    for (unsigned I = 0; I < R.Count; ++I)
      if (Offset == R.Offset + int64_t(I) * R.Stride)
        return Models.findRole(R.RoleName);
  }
  return nullptr;
}

std::vector<const FlowConstWord *> Program::constWords(uint32_t Symbol) const {
  std::vector<const FlowConstWord *> R;
  auto It = ConstRanges.find(Symbol);
  if (It != ConstRanges.end())
    for (size_t I = It->second.first; I < It->second.second; ++I)
      R.push_back(&Modules[Symbols[Symbol].Module]->ConstWords[I]);
  return R;
}

const FlowConstWord *Program::constWord(uint32_t Symbol, int64_t Offset,
                                        unsigned Width,
                                        uint32_t &Module) const {
  static const FlowConstWord Zero;
  const ProgramSymbol &PS = Symbols[Symbol];
  if (!PS.IsConstant || Offset < 0)
    return nullptr;
  const FlowConstWord *Rest = PS.IsZeroElsewhere ? &Zero : nullptr;
  auto It = ConstRanges.find(Symbol);
  if (It == ConstRanges.end())
    return Rest;
  Module = PS.Module;
  const auto &Words = Modules[Module]->ConstWords;
  auto First = Words.begin() + It->second.first;
  auto Last = Words.begin() + It->second.second;
  auto W = std::lower_bound(
      First, Last, Offset,
      [](const FlowConstWord &W, int64_t O) { return W.Offset < O; });
  if (W != Last && W->Offset == Offset)
    return W->Width >= Width ? &*W : nullptr;
  // (What is zero may touch no word.)
  auto Bytes = [](unsigned Bits) { return int64_t(Bits + 7) / 8; };
  if (W != Last && W->Offset < Offset + Bytes(Width))
    return nullptr;
  if (W != First && std::prev(W)->Offset + Bytes(std::prev(W)->Width) > Offset)
    return nullptr;
  return Rest;
}

void Program::assignRoles(ArrayRef<RoleAssignment> Extra) {
  auto Assign = [&](ProgramFunction &F, const Role *R) {
    if (R && std::find(F.Roles.begin(), F.Roles.end(), R) == F.Roles.end())
      F.Roles.push_back(R);
  };
  // What the user states decides; what was found is for the others.
  std::set<FunctionId> Stated;
  for (const RoleAssignment &A : Extra) {
    bool Found = false;
    for (ProgramFunction &F : Functions) {
      const ProgramSymbol &S = Symbols[F.Symbol];
      if (S.Name == A.Function || S.SourceName == A.Function) {
        Assign(F, Models.findRole(A.RoleName));
        Stated.insert(FunctionId(&F - Functions.data()));
        Found = true;
      }
    }
    if (!Found)
      Unmatched.push_back(A.Function);
  }
  for (uint32_t MI = 0; MI < Modules.size(); ++MI)
    for (const FlowRole &R : Modules[MI]->Roles) {
      FunctionId F = Symbols[SymbolMap[MI][R.Function]].Function;
      if (F == NoId)
        continue;
      if (R.Object || R.Global != NoId)
        Functions[F].HandlerOf.push_back(
            intern(R.Object ? Modules[MI]->str(R.Object).str()
                            : lockClass(SymbolMap[MI][R.Global], true)));
      if (!Stated.count(F))
        Assign(Functions[F], Models.findRole(R.Role));
    }
  for (ProgramFunction &F : Functions) {
    llvm::sort(F.HandlerOf);
    F.HandlerOf.erase(std::unique(F.HandlerOf.begin(), F.HandlerOf.end()),
                      F.HandlerOf.end());
    std::sort(F.Roles.begin(), F.Roles.end(),
              [](const Role *L, const Role *R) { return L->Name < R->Name; });
  }
}

void Program::buildCallGraph() {
  // Lock functions whose address is taken may be called from anywhere.
  auto MovesLocks = [&](uint32_t Sym) {
    for (const Api &A : Symbols[Sym].Apis)
      if (isLockEffect(A.E) || A.Holding)
        return true;
    return false;
  };
  std::vector<bool> TakesLockAddress(Modules.size(), false);
  for (uint32_t MI = 0; MI < Modules.size(); ++MI)
    for (SymbolId S = 0; S < Modules[MI]->Symbols.size(); ++S) {
      const FlowSymbol &FS = Modules[MI]->Symbols[S];
      if ((FS.AddressTaken || !FS.IsFunction) && MovesLocks(SymbolMap[MI][S]))
        TakesLockAddress[MI] = true;
    }
  for (FunctionId FI = 0; FI < Functions.size(); ++FI) {
    ProgramFunction &F = Functions[FI];
    // A role that begins with a lock to be released is about that lock even
    // if the function never touches one.
    for (const Role *R : F.Roles)
      for (const EntryLock &L : R->Holds)
        F.HasLockEvent |= L.MustRelease;
    std::set<FunctionId> Callees, Followed;
    for (const FlowCall &C : F.F->Calls) {
      bool IsFollowed =
          C.Callee != NoId || slot(F.M->str(C.Slot)).size() <= MaxFollowed;
      for (FunctionId Callee : targets(F, C)) {
        Callees.insert(Callee);
        if (IsFollowed)
          Followed.insert(Callee);
      }
      if (C.Callee != NoId) {
        const ProgramSymbol &S = Symbols[symbol(F.Module, C.Callee)];
        if (!S.Apis.empty()) {
          for (const Api &A : S.Apis) {
            F.HasLockEvent |= isLockEffect(A.E) || bool(A.Holding) ||
                              (A.E == Effect::Init && A.Required);
            F.HasWaitingCall |= A.Blocking != Blocks::No || A.WaitsFor;
            F.HasUnknownCall |=
                A.E == Effect::Opaque ||
                (A.E == Effect::Use && A.Blocking != Blocks::No);
          }
        } else if (S.Function == NoId) {
          F.HasUnknownCall = true;
        }
      } else if (C.Slot) {
        F.HasUnknownCall |= slot(F.M->str(C.Slot)).empty();
      } else {
        F.HasUnknownCall = true;
      }
      if (C.Callee == NoId && TakesLockAddress[F.Module])
        F.HasLockEvent = true;
      // A function that is passed on may be called back.
      for (ValueId A : C.Args) {
        const FlowValue &V = F.F->Values[A];
        if (V.Op == FlowOp::Function && C.Callee != NoId)
          if (Symbols[symbol(F.Module, C.Callee)].Function != NoId ||
              any_of(Symbols[symbol(F.Module, C.Callee)].Apis,
                     [](const Api &A) { return A.E != Effect::Opaque; }))
            if (FunctionId Back = Symbols[symbol(F.Module, V.Aux)].Function;
                Back != NoId) {
              Callees.insert(Back);
              Followed.insert(Back);
              Functions[Back].CalledBack = true;
            }
      }
    }
    F.Callees.assign(Callees.begin(), Callees.end());
    F.Followed.assign(Followed.begin(), Followed.end());
  }
  for (FunctionId FI = 0; FI < Functions.size(); ++FI)
    for (FunctionId C : Functions[FI].Callees)
      Functions[C].Callers.push_back(FI);
  std::set<FunctionId> InSlots;
  for (const auto &Slot : Slots)
    for (uint32_t Sym : Slot.second)
      if (Symbols[Sym].Function != NoId)
        InSlots.insert(Symbols[Sym].Function);
  for (FunctionId FI = 0; FI < Functions.size(); ++FI)
    Functions[FI].CalledBack |=
        Functions[FI].AddressTaken && !InSlots.count(FI);
  closeOverCallers(&ProgramFunction::HasLockEvent,
                   &ProgramFunction::ReachesLockEvent);
  closeOverCallers(&ProgramFunction::HasWaitingCall,
                   &ProgramFunction::ReachesWaitingCall);
}

/// Sets \p Reaches for the functions with \p Has, and for all from which they
/// can be called.
void Program::closeOverCallers(bool ProgramFunction::*Has,
                               bool ProgramFunction::*Reaches) {
  std::vector<FunctionId> Work;
  for (FunctionId FI = 0; FI < Functions.size(); ++FI)
    if (Functions[FI].*Has) {
      Functions[FI].*Reaches = true;
      Work.push_back(FI);
    }
  while (!Work.empty()) {
    FunctionId FI = Work.back();
    Work.pop_back();
    for (FunctionId C : Functions[FI].Callers)
      if (!(Functions[C].*Reaches)) {
        Functions[C].*Reaches = true;
        Work.push_back(C);
      }
  }
}

/// Strongly connected components, from the ends of edges to their begins.
std::vector<std::vector<FunctionId>>
Program::components(std::vector<FunctionId> ProgramFunction::*Edges,
                    uint32_t ProgramFunction::*Number) {
  std::vector<std::vector<FunctionId>> Out;
  // Tarjan's algorithm, iterative: call chains can be deep.
  uint32_t N = Functions.size();
  std::vector<uint32_t> Index(N, NoId), Low(N, 0), Finished(N, 0);
  uint32_t NumFinished = 0;
  std::vector<bool> OnStack(N, false);
  std::vector<FunctionId> Stack;
  std::vector<std::pair<FunctionId, size_t>> Frames;
  uint32_t Next = 0;
  for (FunctionId Root = 0; Root < N; ++Root) {
    if (Index[Root] != NoId)
      continue;
    Frames.push_back({Root, 0});
    while (!Frames.empty()) {
      auto &[F, I] = Frames.back();
      if (I == 0) {
        Index[F] = Low[F] = Next++;
        Stack.push_back(F);
        OnStack[F] = true;
      }
      const auto &Callees = Functions[F].*Edges;
      if (I < Callees.size()) {
        FunctionId C = Callees[I++];
        if (Index[C] == NoId)
          Frames.push_back({C, 0});
        else if (OnStack[C])
          Low[F] = std::min(Low[F], Index[C]);
        continue;
      }
      FunctionId Done = F;
      Finished[Done] = NumFinished++;
      Frames.pop_back();
      if (!Frames.empty())
        Low[Frames.back().first] =
            std::min(Low[Frames.back().first], Low[Done]);
      if (Low[Done] == Index[Done]) {
        std::vector<FunctionId> Scc;
        FunctionId X;
        do {
          X = Stack.back();
          Stack.pop_back();
          OnStack[X] = false;
          Functions[X].*Number = Out.size();
          Scc.push_back(X);
        } while (X != Done);
        llvm::sort(Scc, [&](FunctionId A, FunctionId B) {
          return Finished[A] < Finished[B];
        });
        Out.push_back(std::move(Scc));
      }
    }
  }
  return Out;
}

bool Program::isRecursive(FunctionId F) const {
  if (Order[Functions[F].Order].size() > 1)
    return true;
  return llvm::binary_search(Functions[F].Followed, F);
}

StringRef Program::intern(StringRef S) const {
  uint32_t Hash = StringMapImpl::hash(S);
  // (A table looks at the low bits.)
  TextPart &Part = Texts[Hash >> 28];
  std::lock_guard<std::mutex> Guard(Part.Lock);
  return Part.Texts.try_emplace_with_hash(S, Hash).first->getKey();
}

std::string Program::leafText(const ProgramFunction &F, const Term &X) const {
  switch (X.Kind) {
  case TermKind::Param:
    if (size_t(X.Imm) < F.F->ParamNames.size() && F.F->ParamNames[X.Imm])
      return F.M->str(F.F->ParamNames[X.Imm]).str();
    return "arg" + std::to_string(X.Imm);
  case TermKind::Global:
  case TermKind::Function:
  case TermKind::Apply:
    return Symbols[X.Aux].SourceName;
  case TermKind::SystemLock:
  case TermKind::Token:
    return nameText(X.Aux).str();
  default:
    return "?";
  }
}

SourceLoc Program::loc(const FlowModule &M, LocId L) const {
  SourceLoc R;
  const FlowLoc &F = M.Locs[L];
  R.File = M.str(F.File).str();
  R.Dir = M.str(F.Dir).str();
  R.Line = F.Line;
  R.Column = F.Column;
  return R;
}

std::string Program::locFunction(const FlowModule &M, LocId L,
                                 StringRef Default) const {
  const FlowLoc &F = M.Locs[L];
  return F.Function ? M.str(F.Function).str() : Default.str();
}
