//===- FoldFlow.cpp - One of many copies of a function --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A static function of a header is in every module that includes it: in a
// program of many drivers nearly half of all functions are such copies. Which
// are alike is told by a hash of all that a body says, with texts and places
// written out, and with what each symbol is in the whole program.
//
//===----------------------------------------------------------------------===//

#include "ir/FoldFlow.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/xxhash.h"
#include <map>
#include <tuple>

using namespace llvm;
using namespace spinguard;

namespace {

/// A symbol of the program: its module (or all of them) and what it is there.
using Identity = std::pair<uint32_t, uint64_t>;

class Folder {
public:
  explicit Folder(ArrayRef<FlowModule *> Modules);
  void run();

private:
  using Symbol = std::pair<uint32_t, SymbolId>; ///< And its module.
  using Place = std::tuple<StringRef, StringRef, StringRef, uint32_t>;

  bool isCandidate(const FlowModule &M, const FlowSymbol &S) const;
  Place placeOf(const FlowModule &M, const FlowSymbol &S) const;
  Symbol firstOf(uint32_t Module, SymbolId S);
  Identity identityOf(uint32_t Module, SymbolId S);
  uint64_t contentOf(uint32_t Module, const FlowFunction &F);
  uint64_t constantOf(uint32_t Module, SymbolId S);

  ArrayRef<FlowModule *> Modules;
  /// Modules that have a static function of this place.
  std::map<Place, unsigned> Count;
  /// Of a name that all modules see, the module with the definition that counts
  /// and whether that is weak: see Program::resolveSymbols().
  StringMap<std::pair<uint32_t, bool>> Definer;
  /// The first function with this content, by place and hash.
  std::map<std::pair<Place, uint64_t>, Symbol> Firsts;
  std::map<Symbol, Symbol> FirstOf; ///< Itself while that is not known yet.
};

/// Bytes to be hashed.
class Content {
public:
  template <typename... T> void add(T... Numbers) {
    (number(uint64_t(Numbers)), ...);
  }
  void add(StringRef S) {
    number(S.size());
    Bytes.append(S.begin(), S.end());
  }
  void add(const Identity &I) { add(I.first, I.second); }
  template <typename List> void list(const List &L) {
    number(L.size());
    for (auto X : L)
      number(uint64_t(X));
  }
  uint64_t hash() const { return xxh3_64bits(Bytes); }

private:
  void number(uint64_t V) {
    Bytes.append(reinterpret_cast<const char *>(&V),
                 reinterpret_cast<const char *>(&V + 1));
  }
  SmallVector<uint8_t, 4096> Bytes;
};

} // namespace

bool Folder::isCandidate(const FlowModule &M, const FlowSymbol &S) const {
  return S.IsFunction && S.IsLocal && S.Function != NoId && !S.AddressTaken &&
         M.Functions[S.Function].Loc != 0;
}

Folder::Place Folder::placeOf(const FlowModule &M, const FlowSymbol &S) const {
  const FlowLoc &L = M.Locs[M.Functions[S.Function].Loc];
  return {S.Name, M.str(L.Dir), M.str(L.File), L.Line};
}

Folder::Folder(ArrayRef<FlowModule *> Modules) : Modules(Modules) {
  for (uint32_t MI = 0; MI < Modules.size(); ++MI)
    for (const FlowSymbol &S : Modules[MI]->Symbols) {
      if (isCandidate(*Modules[MI], S))
        ++Count[placeOf(*Modules[MI], S)];
      if (S.IsLocal || !S.IsDefined)
        continue;
      auto [It, IsNew] = Definer.try_emplace(S.Name, MI, S.IsWeak);
      if (!IsNew && It->second.second && !S.IsWeak)
        It->second = {MI, false};
    }
}

/// What a symbol is in the program, as far as that can be told.
Identity Folder::identityOf(uint32_t Module, SymbolId Id) {
  const FlowSymbol &S = Modules[Module]->Symbols[Id];
  constexpr uint32_t OfAll = NoId;
  if (!S.IsLocal) {
    auto It = Definer.find(S.Name);
    bool IsOwn = S.IsDefined && !S.IsWeak && It->second.first != Module;
    return IsOwn ? Identity(Module, Id) : Identity(OfAll, xxh3_64bits(S.Name));
  }
  if (S.IsConstant && !S.IsFunction)
    return {OfAll - 1, constantOf(Module, Id)};
  return firstOf(Module, Id);
}

/// A constant is the same as any with the same contents. (Names of texts are
/// numbers.)
uint64_t Folder::constantOf(uint32_t Module, SymbolId Id) {
  const FlowModule &M = *Modules[Module];
  Content C;
  C.add(M.Symbols[Id].IsZeroElsewhere);
  auto First = llvm::lower_bound(
      M.ConstWords, Id,
      [](const FlowConstWord &W, SymbolId S) { return W.Global < S; });
  for (; First != M.ConstWords.end() && First->Global == Id; ++First) {
    const auto &[Global, Offset, Symbol, Value, Width] = *First;
    C.add(Offset, Value, Width);
    // (One that refers to others is not looked into.)
    if (Symbol != NoId)
      C.add(Module, Symbol);
  }
  return C.hash();
}

/// The first of the functions that are the same as this one: itself if there is
/// none before it.
Folder::Symbol Folder::firstOf(uint32_t Module, SymbolId Id) {
  const FlowModule &M = *Modules[Module];
  const FlowSymbol &S = M.Symbols[Id];
  Symbol Mine(Module, Id);
  if (!isCandidate(M, S))
    return Mine;
  Place At = placeOf(M, S);
  if (Count[At] < 2)
    return Mine;
  auto [It, IsNew] = FirstOf.try_emplace(Mine, Mine);
  if (!IsNew)
    return It->second;
  uint64_t Hash = contentOf(Module, M.Functions[S.Function]);
  return FirstOf[Mine] = Firsts.try_emplace({At, Hash}, Mine).first->second;
}

/// (A struct that gains a field makes this not compile.)
uint64_t Folder::contentOf(uint32_t Module, const FlowFunction &Of) {
  const FlowModule &M = *Modules[Module];
  Content C;
  auto Text = [&](StringId S) { C.add(M.str(S)); };
  auto Texts = [&](const auto &Ids) {
    C.add(Ids.size());
    for (StringId S : Ids)
      Text(S);
  };
  auto At = [&](LocId L) {
    for (; L; L = M.Locs[L].InlinedAt) {
      const auto &[File, Dir, Line, Column, Function, InlinedAt] = M.Locs[L];
      Text(File);
      Text(Dir);
      Text(Function);
      C.add(Line, Column, InlinedAt != 0);
    }
    C.add(0);
  };
  auto Named = [&](SymbolId S) {
    C.add(S == NoId ? Identity() : identityOf(Module, S));
  };
  const auto &[Symbol, SourceName, Loc, NumParams, ParamNames, Values, Phis,
               Calls, Blocks, ReturnsVoid, NoUnwind] = Of;
  Text(SourceName);
  At(Loc);
  Texts(ParamNames);
  C.add(M.PointerSize, M.System, NumParams, Values.size(), Phis.size(),
        Calls.size(), Blocks.size(), ReturnsVoid, NoUnwind);
  for (const FlowValue &V : Values) {
    const auto &[Op, Width, A, B, Third, Aux, Imm, VLoc, Name, Tag] = V;
    C.add(Op, Width, A, B, Third, Imm);
    if (Op == FlowOp::Global || Op == FlowOp::Function)
      Named(Aux);
    else if (Op == FlowOp::PtrAdd)
      Text(Aux);
    else
      C.add(Aux);
    At(VLoc);
    Text(Name);
    Text(Tag);
  }
  for (const FlowPhi &P : Phis) {
    C.add(P.Incoming.size());
    for (const auto &[Block, V] : P.Incoming)
      C.add(Block, V);
  }
  for (const FlowCall &X : Calls) {
    const auto &[Callee, CalleeValue, Args, ArgNames, ArgClasses, Slot,
                 RoleType, MayUnwind, NoReturn, IsInvoke, ReturnsNonNull,
                 ResultTested, Ordinal] = X;
    Named(Callee);
    C.add(CalleeValue);
    C.list(Args);
    Texts(ArgNames);
    Texts(ArgClasses);
    Text(Slot);
    Text(RoleType);
    C.add(MayUnwind, NoReturn, IsInvoke, ReturnsNonNull, ResultTested, Ordinal);
  }
  for (const FlowBlock &X : Blocks) {
    const auto &[BPhis, Insts, Term, Cond, Succs, Cases, BLoc, Cost, Trips,
                 TripsOfType, Imprecise, ReturnLoc, EndsScope] = X;
    C.list(BPhis);
    C.list(Insts);
    C.add(Term, Cond);
    C.list(Succs);
    C.list(Cases);
    At(BLoc);
    C.add(Cost, Trips, TripsOfType, Imprecise, EndsScope);
    At(ReturnLoc);
  }
  return C.hash();
}

void Folder::run() {
  for (uint32_t MI = 0; MI < Modules.size(); ++MI)
    for (SymbolId S = 0; S < Modules[MI]->Symbols.size(); ++S)
      if (isCandidate(*Modules[MI], Modules[MI]->Symbols[S]))
        firstOf(MI, S);
  for (const auto &[Copy, First] : FirstOf) {
    if (Copy == First)
      continue;
    FlowModule &M = *Modules[Copy.first];
    FlowSymbol &S = M.Symbols[Copy.second];
    S.SameAs = First;
    FlowFunction &F = M.Functions[S.Function];
    // (The numbers of the others stay.)
    F.Values = {};
    F.Phis = {};
    F.Calls = {};
    F.Blocks = {};
    S.Function = NoId;
  }
}

void spinguard::foldCopies(ArrayRef<FlowModule *> Modules) {
  Folder(Modules).run();
}
