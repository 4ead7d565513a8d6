//===- State.cpp - Lock state and path facts at a program point -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/State.h"
#include <algorithm>
#include <cstdlib>

using namespace llvm;
using namespace spinguard;

LockEntry *State::find(TermId Lock) {
  auto It =
      std::lower_bound(Locks.begin(), Locks.end(), Lock,
                       [](const LockEntry &E, TermId L) { return E.Lock < L; });
  return It != Locks.end() && It->Lock == Lock ? &*It : nullptr;
}

LockEntry &State::insert(LockEntry E) {
  auto It =
      std::lower_bound(Locks.begin(), Locks.end(), E.Lock,
                       [](const LockEntry &X, TermId L) { return X.Lock < L; });
  if (It != Locks.end() && It->Lock == E.Lock) {
    *It = E;
    return *It;
  }
  return *Locks.insert(It, E);
}

const TermId *State::memory(TermId Addr) const {
  auto It = std::lower_bound(
      Mem.begin(), Mem.end(), Addr,
      [](const std::pair<TermId, TermId> &M, TermId A) { return M.first < A; });
  return It != Mem.end() && It->first == Addr ? &It->second : nullptr;
}

void State::setMemory(TermId Addr, TermId Value) {
  auto It = std::lower_bound(
      Mem.begin(), Mem.end(), Addr,
      [](const std::pair<TermId, TermId> &M, TermId A) { return M.first < A; });
  if (It != Mem.end() && It->first == Addr)
    It->second = Value;
  else
    Mem.insert(It, {Addr, Value});
}

const MaskState *State::savedMask(TermId Saved) const {
  auto It = std::lower_bound(Saves.begin(), Saves.end(), Saved,
                             [](const std::pair<TermId, MaskState> &S,
                                TermId T) { return S.first < T; });
  return It != Saves.end() && It->first == Saved ? &It->second : nullptr;
}

void State::setSavedMask(TermId Saved, const MaskState &M) {
  auto It = std::lower_bound(Saves.begin(), Saves.end(), Saved,
                             [](const std::pair<TermId, MaskState> &S,
                                TermId T) { return S.first < T; });
  if (It != Saves.end() && It->first == Saved)
    It->second = M;
  else
    Saves.insert(It, {Saved, M});
}

void State::show(TermId Object) {
  if (auto It = llvm::lower_bound(Shown, Object);
      It == Shown.end() || *It != Object)
    Shown.insert(It, Object);
}

void State::addGiven(ArrayRef<TermId> Objects) {
  constexpr size_t MaxGiven = 32; // It is evidence only.
  for (TermId X : Objects)
    if (auto It = llvm::lower_bound(Given, X);
        (It == Given.end() || *It != X) && Given.size() < MaxGiven)
      Given.insert(It, X);
}

bool State::addWiped(const Overwritten &W) {
  constexpr size_t MaxWiped = 32;
  if (is_contained(Wiped, W))
    return true;
  if (Wiped.size() >= MaxWiped)
    return false;
  Wiped.push_back(W);
  return true;
}

bool State::sameProperty(const State &O) const {
  if (!Mask.masksAlike(O.Mask))
    return false;
  auto A = Locks.begin(), B = O.Locks.begin();
  auto Skip = [](auto &I, auto End) {
    while (I != End && I->isBalanced())
      ++I;
  };
  for (;; ++A, ++B) {
    Skip(A, Locks.end());
    Skip(B, O.Locks.end());
    if (A == Locks.end() || B == O.Locks.end())
      return A == Locks.end() && B == O.Locks.end();
    if (!A->sameProperty(*B))
      return false;
  }
}

/// Calls \p OnlyA, \p OnlyB and \p Both for the locks of two states, in order.
/// (What a path has taken and given up again is no difference.)
template <typename List, typename FnA, typename FnB, typename Fn>
static void forEachDifference(List &As, List &Bs, FnA OnlyA, FnB OnlyB,
                              Fn Both) {
  size_t I = 0, J = 0;
  while (I < As.size() || J < Bs.size()) {
    if (J == Bs.size() || (I < As.size() && As[I].Lock < Bs[J].Lock)) {
      if (!As[I].isBalanced())
        OnlyA(As[I]);
      ++I;
    } else if (I == As.size() || Bs[J].Lock < As[I].Lock) {
      if (!Bs[J].isBalanced())
        OnlyB(Bs[J]);
      ++J;
    } else {
      if (!(As[I].isBalanced() && Bs[J].isBalanced()) &&
          !As[I].sameProperty(Bs[J]))
        Both(As[I], Bs[J]);
      ++I;
      ++J;
    }
  }
}

unsigned spinguard::countDifferences(const State &A, const State &B) {
  unsigned N = !A.Mask.masksAlike(B.Mask);
  auto One = [&](const LockEntry &) { ++N; };
  forEachDifference(A.Locks, B.Locks, One, One,
                    [&](const LockEntry &, const LockEntry &) { ++N; });
  return N;
}

void spinguard::forgetDifferences(State &A, State &B) {
  auto Forget = [](LockEntry &E) {
    E.Now = Hold::Unknown;
    E.Entry = EntryHold::Any;
    E.Alive = Life::Unsure;
    E.Depth = 1;
    E.Many = E.Draining = false;
    E.Saved = E.Restored = 0;
  };
  std::vector<LockEntry> ToA, ToB;
  auto OfA = [&](LockEntry &E) {
    Forget(E);
    ToB.push_back(E);
  };
  auto OfB = [&](LockEntry &E) {
    Forget(E);
    ToA.push_back(E);
  };
  auto OfBoth = [&](LockEntry &X, LockEntry &Y) {
    if (X.Now != Hold::Held)
      X = Y;
    Forget(X);
    Y = X;
  };
  forEachDifference(A.Locks, B.Locks, OfA, OfB, OfBoth);
  for (LockEntry &E : ToA)
    A.insert(E);
  for (LockEntry &E : ToB)
    B.insert(E);
  if (A.Mask.masksAlike(B.Mask))
    return;
  // Nothing is surely masked that one of the two does not mask.
  for (size_t I = 0; I < A.Mask.Depth.size(); ++I)
    if (std::abs(B.Mask.Depth[I]) < std::abs(A.Mask.Depth[I]))
      A.Mask.Depth[I] = B.Mask.Depth[I];
  A.Mask.forget();
  B.Mask = A.Mask;
}

bool State::sameAs(const State &O) const {
  if (Locks.size() != O.Locks.size() || Mask != O.Mask || Env != O.Env ||
      Mem != O.Mem || Clobbered != O.Clobbered || Zeroed != O.Zeroed ||
      Shown != O.Shown || Fresh != O.Fresh || !(Wiped == O.Wiped) ||
      Private != O.Private || Freed != O.Freed || Saves != O.Saves ||
      Mismatched != O.Mismatched || !(Facts == O.Facts))
    return false;
  for (size_t I = 0; I < Locks.size(); ++I)
    if (!Locks[I].sameProperty(O.Locks[I]) ||
        Locks[I].Alive != O.Locks[I].Alive ||
        Locks[I].Saved != O.Locks[I].Saved ||
        Locks[I].Handle != O.Locks[I].Handle ||
        Locks[I].Restored != O.Locks[I].Restored)
      return false;
  return true;
}

unsigned State::distance(const TermArena &T, const State &O, unsigned Limit,
                         const DenseSet<TermId> *Heavy) const {
  constexpr unsigned MuchMore = 64;
  auto Weight = [&](TermId Id) {
    return Heavy && Heavy->contains(Id) ? MuchMore : 1;
  };
  // Whether a value is null, or zero, is what is asked for most; two numbers
  // are two answers.
  auto Difference = [&](TermId X, TermId Y) {
    int64_t A = 1, B = 1;
    bool IsA = X && T.isConst(X, A), IsB = Y && T.isConst(Y, B);
    return X == Y ? 0 : (IsA && IsB) || A == 0 || B == 0 ? 4 : 1;
  };
  unsigned D = Mask != O.Mask;
  // Locks that only one has taken and given up.
  auto P = Locks.begin(), Q = O.Locks.begin();
  while (P != Locks.end() || Q != O.Locks.end()) {
    bool Mine = Q == O.Locks.end() || (P != Locks.end() && P->Lock < Q->Lock);
    bool Theirs = P == Locks.end() || (Q != O.Locks.end() && Q->Lock < P->Lock);
    D += Mine || Theirs;
    P += !Theirs;
    Q += !Mine;
  }
  for (size_t I = 0; I < Env.size() && I < O.Env.size(); ++I)
    D += Difference(Env[I], O.Env[I]);
  if (D >= Limit)
    return D;
  auto A = Mem.begin();
  auto B = O.Mem.begin();
  while (A != Mem.end() || B != O.Mem.end()) {
    if (B == O.Mem.end() || (A != Mem.end() && A->first < B->first)) {
      ++D;
      ++A;
    } else if (A == Mem.end() || B->first < A->first) {
      ++D;
      ++B;
    } else {
      D += Difference(A->second, B->second);
      ++A;
      ++B;
    }
  }
  if (D >= Limit)
    return D;
  auto F = Facts.all().begin();
  auto G = O.Facts.all().begin();
  while (F != Facts.all().end() || G != O.Facts.all().end()) {
    if (G == O.Facts.all().end() ||
        (F != Facts.all().end() && F->first < G->first)) {
      D += Weight(F->first);
      ++F;
    } else if (F == Facts.all().end() || G->first < F->first) {
      D += Weight(G->first);
      ++G;
    } else {
      D += F->second == G->second ? 0 : Weight(F->first);
      ++F;
      ++G;
    }
  }
  return D;
}

/// Removes from \p A the locks that only one of the two has taken and given up
/// again, and returns the others of \p B. Of many that are being released, what
/// one knows is kept: it is what explains the releases to come.
static std::vector<LockEntry> keepCommon(State &A, const State &B, bool &Lost) {
  std::vector<LockEntry> Mine, Theirs;
  auto Keep = [&](const LockEntry &X, const LockEntry &Y) {
    Mine.push_back(X);
    Theirs.push_back(Y);
  };
  auto P = A.Locks.begin(), PEnd = A.Locks.end();
  auto Q = B.Locks.begin(), QEnd = B.Locks.end();
  while (P != PEnd || Q != QEnd) {
    bool OnlyMine = Q == QEnd || (P != PEnd && P->Lock < Q->Lock);
    bool OnlyTheirs = !OnlyMine && (P == PEnd || Q->Lock < P->Lock);
    if (OnlyMine) {
      if (P->Many)
        Keep(*P, *P);
      Lost |= !P++->Many;
    } else if (OnlyTheirs) {
      if (Q->Many)
        Keep(*Q, *Q);
      Lost |= !Q++->Many;
    } else {
      const LockEntry &X = *P++, &Y = *Q++;
      if (X.Many == Y.Many)
        Keep(X, Y);
      else
        Keep(X.Many ? X : Y, X.Many ? X : Y);
    }
  }
  A.Locks = std::move(Mine);
  return Theirs;
}

namespace {

/// Where two states merge: values that differ, and those that stand for both.
/// What both know of a part of such a value (a flag in a word) is known of that
/// part of what stands for them.
class JoinedValues {
public:
  explicit JoinedValues(TermArena &T) : T(T) {}

  void add(TermId X, TermId Y, TermId J) {
    if (Pairs.size() < MaxPairs)
      Pairs.push_back({X, Y, J});
  }

  /// Adds to \p Facts, which are those of the merged state.
  void transfer(const FactSet &A, const FactSet &B, bool Widen,
                FactSet &Facts) {
    for (const Pair &P : Pairs) {
      parts(A, P.X, P, A, B, Widen, Facts);
      parts(B, P.Y, P, A, B, Widen, Facts);
      // What is known of other bits than those that were changed.
      if (TermId Word = wordOf(P.X))
        parts(A, Word, P, A, B, Widen, Facts);
      if (TermId Word = wordOf(P.Y))
        parts(B, Word, P, A, B, Widen, Facts);
    }
  }

private:
  static constexpr size_t MaxPairs = 64;
  struct Pair {
    TermId X, Y, J;
  };

  /// The parts of \p Of that \p Known speaks of, as parts of the pair.
  void parts(const FactSet &Known, TermId Of, const Pair &P, const FactSet &A,
             const FactSet &B, bool Widen, FactSet &Facts) {
    for (const auto &[Id, R] : Known.all())
      if (isPartOf(Id, Of))
        one(with(Id, Of, P.X), with(Id, Of, P.Y), with(Id, Of, P.J), A, B,
            Widen, Facts);
  }

  /// Of a word in which bits were set or cleared, the word before; else 0.
  TermId wordOf(TermId Id) const {
    const Term &X = T[Id];
    bool Changes =
        X.Kind == TermKind::Binary && T[X.B].Kind == TermKind::Const &&
        (BinaryOp(X.Op) == BinaryOp::And || BinaryOp(X.Op) == BinaryOp::Or);
    return Changes ? X.A : 0;
  }

  /// A term of \p Of and numbers, other than itself.
  bool isPartOf(TermId Id, TermId Of) const {
    bool IsPart = false;
    for (unsigned Depth = 0; Depth < 4 && Id != Of; ++Depth) {
      const Term &X = T[Id];
      switch (X.Kind) {
      case TermKind::Binary:
      case TermKind::Compare:
        if (T[X.B].Kind != TermKind::Const)
          return false;
        break;
      case TermKind::ZExt:
      case TermKind::SExt:
      case TermKind::Trunc:
        break;
      default:
        return false;
      }
      Id = X.A;
      IsPart = true;
    }
    return IsPart && Id == Of;
  }

  TermId with(TermId Id, TermId Old, TermId New) {
    if (Id == Old)
      return New;
    const Term X = T[Id];
    TermId A = with(X.A, Old, New);
    switch (X.Kind) {
    case TermKind::Binary:
      return T.binary(BinaryOp(X.Op), A, X.B, X.Width);
    case TermKind::Compare:
      return T.compare(ComparePred(X.Op), A, X.B);
    default:
      return T.cast(X.Kind, A, X.Width);
    }
  }

  void one(TermId OfX, TermId OfY, TermId OfJ, const FactSet &A,
           const FactSet &B, bool Widen, FactSet &Facts) {
    if (T[OfJ].Kind == TermKind::Const)
      return;
    Range R = rangeOf(T, A, OfX), Q = rangeOf(T, B, OfY);
    if (Widen)
      R.widen(Q);
    else
      R.unite(Q);
    Facts.set(OfJ, R == Range::ofWidth(T[OfJ].Width) ? Range() : R);
  }

  TermArena &T;
  SmallVector<Pair, 8> Pairs;
};

} // namespace

bool spinguard::mergeStates(TermArena &T, State &A, const State &B,
                            JoinPoint At) {
  bool Lost = false;
  std::vector<LockEntry> Others = keepCommon(A, B, Lost);
  A.Mask.merge(B.Mask);
  FactSet Facts;
  // Facts both sides know, as far as both know them.
  for (const auto &[Id, R] : A.Facts.all()) {
    Range Q = rangeOf(T, B.Facts, Id);
    if (Q == R) {
      Facts.set(Id, R);
      continue;
    }
    Lost = true;
    Range U = R;
    if (At.Widen)
      U.widen(Q);
    else
      U.unite(Q);
    if (!(U == Range::ofWidth(T[Id].Width)))
      Facts.set(Id, U);
  }
  for (const auto &[Id, R] : B.Facts.all())
    if (!A.Facts.lookup(Id)) {
      Range U = rangeOf(T, A.Facts, Id);
      if (At.Widen && !(U == R)) {
        Lost = true;
        continue;
      }
      if (!(U == R))
        Lost = true;
      U.unite(R);
      if (!(U == Range::ofWidth(T[Id].Width)))
        Facts.set(Id, U);
    }
  // One of two saved values brings back what both would.
  std::vector<std::pair<TermId, MaskState>> JoinedMasks;
  auto JoinMask = [&](TermId X, TermId Y, TermId J) {
    const MaskState *MX = A.savedMask(X), *MY = B.savedMask(Y);
    if (MX && MY)
      JoinedMasks.push_back({J, *MX == *MY ? *MX : MaskState()});
    if (MX && MY && *MX != *MY)
      JoinedMasks.back().second.forget();
  };
  JoinedValues Joined(T);
  auto Join = [&](TermId X, TermId Y, TermId J) {
    if (X == J) {
      // The slot was merged here before: its facts grow.
      Range R = rangeOf(T, A.Facts, X), Q = rangeOf(T, B.Facts, Y);
      if (At.Widen)
        R.widen(Q);
      else
        R.unite(Q);
      Facts.set(J, R == Range::ofWidth(T[J].Width) ? Range() : R);
    } else {
      Range R = rangeOf(T, A.Facts, X);
      R.unite(rangeOf(T, B.Facts, Y));
      Facts.set(J, R == Range::ofWidth(T[J].Width) ? Range() : R);
    }
    Lost = true;
    Joined.add(X, Y, J);
    JoinMask(X, Y, J);
    for (TermId V : {X, Y})
      if (V != J && T[T.rootOf(V)].Kind == TermKind::Object)
        A.show(T.rootOf(V));
    return J;
  };
  for (size_t I = 0; I < A.Env.size(); ++I) {
    TermId X = A.Env[I], Y = B.Env[I];
    if (X == Y)
      continue;
    if (!X || !Y) {
      A.Env[I] = 0;
      continue;
    }
    const Term TX = T[X], TY = T[Y];
    TermId J;
    if (TX.Kind == TermKind::Tuple && TY.Kind == TermKind::Tuple) {
      // Field by field, so that what both agree on stays.
      std::vector<TermId> Fields;
      for (TermId P = X, Q = Y; P && Q; P = T[P].B, Q = T[Q].B) {
        TermId F = T[P].A, G = T[Q].A;
        Fields.push_back(!F || !G ? 0
                         : F == G ? F
                                  : Join(F, G,
                                         T.sym(SymKind::Join, At.Site,
                                               T.constant(Fields.size(), 32), I,
                                               T[F].Width)));
      }
      A.Env[I] = T.tuple(Fields);
      continue;
    }
    if (TX.Kind == TermKind::Sym && SymKind(TX.Op) == SymKind::Join &&
        TX.Imm == At.Site && TX.Aux == I && TX.Gen == 0) {
      J = X; // Merged here before.
    } else {
      // Two reads of one field stay a read of that field: calls through it
      // are resolved by the field.
      auto Read = [&](const Term &V) {
        return V.Kind == TermKind::InitMem || V.Kind == TermKind::Sym ? V.A : 0;
      };
      TermId Field = Read(TX) && Read(TY) && !T.tag(Read(TX)).empty() &&
                             T.tag(Read(TX)) == T.tag(Read(TY))
                         ? Read(TX)
                         : 0;
      J = T.sym(SymKind::Join, At.Site, Field, I, TX.Width);
    }
    A.Env[I] = Join(X, Y, J);
  }
  // Memory: an address that only one side lists has its entry value on the
  // other, where that can be said.
  std::vector<std::pair<TermId, TermId>> Mem;
  auto P = A.Mem.begin();
  auto Q = B.Mem.begin();
  auto Implicit = [&](const State &S, TermId Addr, unsigned Width) -> TermId {
    (void)S;
    return T.isEntryTerm(Addr) ? T.initMem(Addr, Width) : 0;
  };
  while (P != A.Mem.end() || Q != B.Mem.end()) {
    TermId Addr, X, Y;
    if (Q == B.Mem.end() || (P != A.Mem.end() && P->first < Q->first)) {
      Addr = P->first;
      X = P->second;
      Y = Implicit(B, Addr, T[X].Width);
      ++P;
    } else if (P == A.Mem.end() || Q->first < P->first) {
      Addr = Q->first;
      Y = Q->second;
      X = Implicit(A, Addr, T[Y].Width);
      ++Q;
    } else {
      Addr = P->first;
      X = P->second;
      Y = Q->second;
      ++P;
      ++Q;
    }
    if (X == Y) {
      Mem.push_back({Addr, X});
      continue;
    }
    unsigned W = X ? T[X].Width : T[Y].Width;
    TermId J = T.sym(SymKind::JoinMem, At.Site, Addr, 0, W);
    if (X && Y)
      J = Join(X, Y, J);
    else
      Lost = true;
    Mem.push_back({Addr, J});
  }
  A.Mem = std::move(Mem);
  A.addGiven(B.Given);
  for (const Overwritten &W : B.Wiped)
    Lost |= !A.addWiped(W);
  if (A.Mismatched != B.Mismatched)
    A.Mismatched = 0;
  for (auto L : {&State::Clobbered, &State::Shown, &State::Zeroed,
                 &State::Fresh, &State::Private, &State::Freed}) {
    std::vector<TermId> U;
    if (L == &State::Clobbered || L == &State::Shown) {
      std::set_union((A.*L).begin(), (A.*L).end(), (B.*L).begin(), (B.*L).end(),
                     std::back_inserter(U));
    } else {
      std::set_intersection((A.*L).begin(), (A.*L).end(), (B.*L).begin(),
                            (B.*L).end(), std::back_inserter(U));
    }
    A.*L = std::move(U);
  }
  for (size_t I = 0; I < A.Locks.size(); ++I) {
    LockEntry &E = A.Locks[I];
    const LockEntry &O = Others[I];
    auto One = [&](TermId X, TermId Y, uint32_t Which) -> TermId {
      if (X == Y)
        return X;
      if (!X || !Y)
        return 0;
      Lost = true;
      TermId J = T.sym(SymKind::JoinLock, At.Site, E.Lock, Which, T[X].Width);
      JoinMask(X, Y, J);
      return J;
    };
    E.Saved = One(E.Saved, O.Saved, 0);
    E.Handle = One(E.Handle, O.Handle, 1);
    E.Restored = One(E.Restored, O.Restored, 2);
    if (E.Alive != O.Alive)
      E.Alive = Life::Unsure;
    if (E.Variant != O.Variant)
      E.Variant = "";
    if (E.ReleasedAs != O.ReleasedAs)
      E.ReleasedAs = "";
    if (E.Site != O.Site)
      E.Site = std::min(E.Site, O.Site);
  }
  for (const auto &[Saved, M] : B.Saves) {
    const MaskState *Mine = A.savedMask(Saved);
    if (!Mine || *Mine == M) {
      A.setSavedMask(Saved, M);
    } else {
      MaskState None;
      None.forget();
      A.setSavedMask(Saved, None);
    }
  }
  for (const auto &[Saved, M] : JoinedMasks)
    A.setSavedMask(Saved, M);
  Joined.transfer(A.Facts, B.Facts, At.Widen, Facts);
  A.Facts = std::move(Facts);
  return Lost;
}
