//===- SimulationMemory.cpp - Loads and stores on a path ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Memory is a map from address terms to values; an address that the map does
// not list holds what it held on entry. A store replaces what it certainly
// writes and forgets what it may write. Two different access paths are taken
// to be different places unless the program gives a reason to think otherwise
// (TermArena::mayEqual); a Pass rests on that.
//
//===----------------------------------------------------------------------===//

#include "analysis/Simulation.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

static bool contains(const std::vector<TermId> &V, TermId Id) {
  return std::binary_search(V.begin(), V.end(), Id);
}

static void addSorted(std::vector<TermId> &V, TermId Id) {
  auto It = std::lower_bound(V.begin(), V.end(), Id);
  if (It == V.end() || *It != Id)
    V.insert(It, Id);
}

static void removeSorted(std::vector<TermId> &V, TermId Id) {
  auto It = std::lower_bound(V.begin(), V.end(), Id);
  if (It != V.end() && *It == Id)
    V.erase(It);
}

/// The path goes on after an access at \p Addr: not if that is a member of no
/// object, as no system that the models are of maps that page. Of a pointer
/// that is null or something else, it is something else from there on.
bool Simulation::survivesAccess(State &S, TermId Addr) {
  constexpr int64_t PageSize = 4096;
  if (!Addr)
    return true;
  int64_t Off;
  TermId Base = T.splitOffset(Addr, Off);
  // (That a branch took a pointer for null that was read is not enough: it is
  // how a walk of a list ends whose links are not followed.)
  auto IsNearNull = [&](TermId Pointer) {
    const Term &X = T[Pointer];
    int64_t At = X.Kind == TermKind::Const ? X.Imm + Off : PageSize;
    return At > -PageSize && At < PageSize;
  };
  if (T[Base].Kind == TermKind::Object || T[Base].Kind == TermKind::Global)
    return true;
  bool Survives = false;
  if (T[Base].Kind == TermKind::Select) {
    const Term X = T[Base];
    bool IfTrue = IsNearNull(X.B), IfFalse = IsNearNull(X.C);
    if (!IfTrue && !IfFalse)
      return true;
    Survives = IfTrue != IfFalse && assume(T, S.Facts, X.A, IfFalse);
  } else if (!IsNearNull(Base)) {
    return true;
  }
  assumption("in '" + M.str(F.SourceName).str() +
             "', nothing goes on after an access to a member at null");
  return Survives;
}

TermId Simulation::load(const State &S, TermId Addr, unsigned Width,
                        int64_t Site) {
  if (!Addr)
    return T.sym(SymKind::Memory, Site, 0, 0, Width);
  if (const TermId *V = S.memory(Addr)) {
    unsigned W = T[*V].Width;
    if (W == Width)
      return *V;
    // The low part of a wider value; a wider read of a narrow one is unknown.
    if (W > Width)
      return T.cast(TermKind::Trunc, *V, Width);
    return T.sym(SymKind::Memory, Site, Addr, 0, Width);
  }
  const Term &Root = T[T.rootOf(Addr)];
  if (Root.Kind == TermKind::Object) {
    TermId R = T.rootOf(Addr);
    if (contains(S.Clobbered, R))
      return T.initMem(Addr, Width);
    if (contains(S.Zeroed, R))
      return T.constant(0, Width);
    Term U;
    U.Kind = TermKind::Undef;
    U.Width = Width;
    return T.intern(U);
  }
  int64_t Off;
  TermId Base = T.splitOffset(Addr, Off);
  for (const Overwritten &W : reverse(S.Wiped))
    if (W.Base == Base && Off < W.End && Off + int64_t(Width / 8) > W.Begin)
      return T.sym(SymKind::Memory, W.Site, Addr, 0, Width);
  if (T[Base].Kind == TermKind::Param && Bound.size() > F.NumParams) {
    const auto &Fields = P.functions()[Opts.Self].CalledFields;
    for (size_t I = F.NumParams; I < Bound.size(); ++I)
      if (Bound[I] != NoId && Width == M.PointerSize * 8 &&
          Fields[I - F.NumParams] == std::make_pair(unsigned(T[Base].Imm), Off))
        return T.leaf(TermKind::Function, Bound[I]);
  }
  // An element of an index that is not known was written: this one, perhaps.
  // (Not of an array that is a member: where that ends is not known.)
  for (const auto &[A, V] : S.Mem) {
    int64_t AOff;
    const Term &X = T[T.splitOffset(A, AOff)];
    if (X.Kind == TermKind::PtrIndex && X.A == T.rootOf(Addr) &&
        std::abs(AOff) <= X.Imm && T.mayEqual(A, Addr))
      return T.sym(SymKind::Memory, Site, Addr, 0, Width);
  }
  if (T[Base].Kind == TermKind::Global) {
    uint32_t MI;
    if (const FlowConstWord *W = P.constWord(T[Base].Aux, Off, Width, MI)) {
      if (W->Symbol == NoId)
        return T.constant(W->Value, Width);
      uint32_t Sym = P.symbol(MI, W->Symbol);
      TermId L = T.leaf(P.symbols()[Sym].IsFunction ? TermKind::Function
                                                    : TermKind::Global,
                        Sym);
      return T.ptrAdd(L, W->Value);
    }
  }
  return T.initMem(Addr, Width);
}

/// \p Addr lies in an object of the function's own that a pointer from
/// elsewhere, \p Root, does not lead to.
bool Simulation::isOutOfReach(const State &S, TermId Addr, TermId Root) const {
  TermId Object = T.rootOf(Addr);
  TermKind From = T[Root].Kind;
  return T[Object].Kind == TermKind::Object &&
         (From == TermKind::Sym || From == TermKind::InitMem ||
          From == TermKind::Param) &&
         !std::binary_search(S.Shown.begin(), S.Shown.end(), Object);
}

void Simulation::store(State &S, TermId Addr, TermId Value, int64_t Site) {
  if (!Addr || !Value)
    return;
  // A store looks at all that is known of memory: it costs accordingly.
  Steps += unsigned(S.Mem.size() / 16);
  TermId Root = T.rootOf(Addr);
  int64_t Off;
  TermId Base = T.splitOffset(Addr, Off);
  int64_t Size = std::max<int64_t>(1, T[Value].Width / 8);
  for (auto &[A, V] : S.Mem) {
    if (A == Addr)
      continue;
    bool Kill = false;
    if (T.rootOf(A) == Root) {
      int64_t OA;
      TermId BA = T.splitOffset(A, OA);
      int64_t SA = std::max<int64_t>(1, T[V].Width / 8);
      if (BA == Base)
        Kill = OA < Off + Size && Off < OA + SA;
      else
        Kill = T.mayEqual(A, Addr);
    } else {
      Kill = !T.mustDiffer(A, Addr) && T.mayEqual(A, Addr) &&
             !isOutOfReach(S, A, Root) && !isOutOfReach(S, Addr, T.rootOf(A));
    }
    if (Kill)
      V = T.sym(SymKind::Memory, Site, A, 0, T[V].Width);
  }
  // An element written at an unknown index: what was read from the whole
  // object is no longer "never set".
  if (T[Root].Kind == TermKind::Object && T[Base].Kind == TermKind::PtrIndex)
    addSorted(S.Clobbered, Root);
  // Writing back what was there at entry changes nothing.
  const Term &X = T[Value];
  if (X.Kind == TermKind::InitMem && X.A == Addr && T.isEntryTerm(Addr)) {
    auto It =
        std::lower_bound(S.Mem.begin(), S.Mem.end(), Addr,
                         [](const auto &M, TermId Id) { return M.first < Id; });
    if (It != S.Mem.end() && It->first == Addr)
      S.Mem.erase(It);
    return;
  }
  S.setMemory(Addr, Value);
}

void Simulation::clobber(State &S, TermId Addr, int64_t Bytes, int64_t Site) {
  if (!Addr)
    return;
  TermId Root = T.rootOf(Addr);
  int64_t Off;
  TermId Base = T.splitOffset(Addr, Off);
  for (auto &[A, V] : S.Mem) {
    bool Kill = A == Addr;
    if (!Kill && T.rootOf(A) == Root) {
      int64_t OA;
      TermId BA = T.splitOffset(A, OA);
      int64_t SA = std::max<int64_t>(1, T[V].Width / 8);
      if (BA == Base)
        Kill = OA + SA > Off && (Bytes < 0 || OA < Off + Bytes);
      else
        Kill = true;
    }
    if (Kill)
      V = T.sym(SymKind::Memory, Site, A, 0, T[V].Width);
  }
  if (T[Root].Kind == TermKind::Object) {
    addSorted(S.Clobbered, Root);
  } else if (!S.memory(Addr) && Bytes >= 0 && Bytes <= 8) {
    // What was there at entry is gone.
    S.setMemory(Addr, T.sym(SymKind::Memory, Site, Addr, 0,
                            unsigned(std::max<int64_t>(1, Bytes)) * 8));
  } else if (Bytes > 8) {
    if (!S.addWiped({Base, Off, Off + Bytes, Site}))
      assumeLimit(
          "what '" + M.str(F.SourceName).str() +
          "' copies over more places than are followed decides about no "
          "lock");
  }
}

/// Code that is given the address of \p Object, one of the function's own, may
/// write to what pointers in it lead to.
void Simulation::clobberLocalsIn(State &S, TermId Object, int64_t Site) {
  std::set<TermId> Seen{Object};
  std::vector<TermId> Work{Object};
  while (!Work.empty()) {
    TermId From = Work.back();
    Work.pop_back();
    for (const auto &[A, V] : S.Mem)
      if (TermId To = T.rootOf(V); T.rootOf(A) == From &&
                                   T[To].Kind == TermKind::Object &&
                                   Seen.insert(To).second)
        Work.push_back(To);
  }
  Seen.erase(Object);
  for (TermId X : Seen)
    clobber(S, X, -1, Site);
}

void Simulation::zero(State &S, TermId Addr) {
  TermId Root = T.rootOf(Addr);
  for (auto &[A, V] : S.Mem)
    if (T.rootOf(A) == Root && (A == Addr || Addr == Root))
      V = T.constant(0, T[V].Width);
  if (T[Root].Kind == TermKind::Object && Addr == Root) {
    removeSorted(S.Clobbered, Root);
    addSorted(S.Zeroed, Root);
  }
}

void Simulation::copy(State &S, TermId To, TermId From, int64_t Bytes,
                      int64_t Site) {
  std::vector<std::pair<TermId, TermId>> Moved;
  int64_t FromOff, ToOff;
  TermId FromBase = From ? T.splitOffset(From, FromOff) : 0;
  TermId ToBase = To ? T.splitOffset(To, ToOff) : 0;
  if (FromBase && ToBase && Bytes > 0) {
    // What the path knows of the source …
    for (const auto &[A, V] : S.Mem) {
      int64_t Off;
      if (T.splitOffset(A, Off) == FromBase && Off >= FromOff &&
          Off < FromOff + Bytes)
        Moved.push_back({T.ptrAdd(ToBase, ToOff + Off - FromOff), V});
    }
    // … and what a constant says.
    if (T[FromBase].Kind == TermKind::Global)
      for (const FlowConstWord *W : P.constWords(T[FromBase].Aux))
        if (W->Offset >= FromOff && W->Offset < FromOff + Bytes)
          Moved.push_back(
              {T.ptrAdd(ToBase, ToOff + W->Offset - FromOff),
               load(S, T.ptrAdd(FromBase, W->Offset), W->Width, Site)});
  }
  clobber(S, To, Bytes, Site);
  for (const auto &[A, V] : Moved)
    S.setMemory(A, V);
}
