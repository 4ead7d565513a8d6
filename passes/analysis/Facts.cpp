//===- Facts.cpp - What a path knows about values -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Facts.h"
#include "llvm/ADT/Hashing.h"
#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_set>

using namespace llvm;
using namespace spinguard;

namespace {
constexpr int64_t Min = std::numeric_limits<int64_t>::min();
constexpr int64_t Max = std::numeric_limits<int64_t>::max();
constexpr unsigned MaxDepth = 24;
/// Terms share parts, so that a question may reach one part on many ways: a
/// question may look at this many parts and is undecided beyond.
constexpr unsigned MaxFuel = 600;
thread_local unsigned Fuel = 0;
/// More excluded values than this (a large switch's default) are forgotten.
constexpr size_t MaxExcluded = 40;
} // namespace

namespace {
struct RangeHash {
  size_t operator()(const Range &R) const {
    return hash_combine(R.Lo, R.Hi,
                        hash_combine_range(R.Not.begin(), R.Not.end()));
  }
};

/// Part of what is known, by hash: threads seldom meet.
struct RangePart {
  std::mutex Lock;
  std::unordered_set<Range, RangeHash> Known; ///< (Its elements stay in place.)
};
} // namespace

UniqueRange::UniqueRange(const Range &Of) {
  static std::array<RangePart, 16> Parts;
  RangePart &Part = Parts[RangeHash()(Of) % Parts.size()];
  std::lock_guard<std::mutex> Guard(Part.Lock);
  R = &*Part.Known.insert(Of).first;
}

Range Range::ofWidth(unsigned Width) {
  if (Width == 0 || Width >= 64)
    return Range();
  if (Width == 1)
    return between(0, 1);
  return between(-(int64_t(1) << (Width - 1)), (int64_t(1) << (Width - 1)) - 1);
}

void Range::trim() {
  bool Again = true;
  while (Again && Lo <= Hi) {
    Again = false;
    while (!Not.empty() && Not.front() <= Lo) {
      if (Not.front() == Lo) {
        if (Lo == Hi) {
          Hi = Lo;
          Lo = Hi;
          Not.clear();
          // Empty: represent by crossed bounds.
          Lo = 1;
          Hi = 0;
          return;
        }
        ++Lo;
        Again = true;
      }
      Not.erase(Not.begin());
    }
    while (!Not.empty() && Not.back() >= Hi) {
      if (Not.back() == Hi) {
        if (Lo == Hi) {
          Not.clear();
          Lo = 1;
          Hi = 0;
          return;
        }
        --Hi;
        Again = true;
      }
      Not.pop_back();
    }
  }
  if (Lo > Hi) {
    Not.clear();
    Lo = 1;
    Hi = 0;
  }
}

bool Range::contains(int64_t V) const {
  return V >= Lo && V <= Hi && !std::binary_search(Not.begin(), Not.end(), V);
}

bool Range::intersects(const Range &O) const {
  Range R = *this;
  R.intersect(O);
  return !R.isEmpty();
}

void Range::exclude(int64_t V) {
  if (!contains(V))
    return;
  if (V == Lo || V == Hi) {
    auto It = std::lower_bound(Not.begin(), Not.end(), V);
    Not.insert(It, V);
    trim();
    return;
  }
  if (Not.size() >= MaxExcluded)
    return;
  Not.insert(std::lower_bound(Not.begin(), Not.end(), V), V);
}

void Range::intersect(const Range &O) {
  Lo = std::max(Lo, O.Lo);
  Hi = std::min(Hi, O.Hi);
  for (int64_t V : O.Not)
    if (V >= Lo && V <= Hi && !std::binary_search(Not.begin(), Not.end(), V))
      if (Not.size() < MaxExcluded || V == Lo || V == Hi)
        Not.insert(std::lower_bound(Not.begin(), Not.end(), V), V);
  trim();
}

void Range::unite(const Range &O) {
  if (O.isEmpty())
    return;
  if (isEmpty()) {
    *this = O;
    return;
  }
  SmallVector<int64_t, 2> Kept;
  for (int64_t V : Not)
    if (!O.contains(V))
      Kept.push_back(V);
  for (int64_t V : O.Not)
    if (!contains(V) && !std::binary_search(Kept.begin(), Kept.end(), V))
      Kept.insert(std::lower_bound(Kept.begin(), Kept.end(), V), V);
  // A gap of one value between two intervals is an excluded value; keep zero
  // out of [.., -1] u [1, ..], which is "not null".
  if (Hi < 0 && O.Lo > 0)
    Kept.insert(std::lower_bound(Kept.begin(), Kept.end(), 0), 0);
  else if (O.Hi < 0 && Lo > 0)
    Kept.insert(std::lower_bound(Kept.begin(), Kept.end(), 0), 0);
  // What lies between two numbers, as those by which clang's cleanups tell
  // where they go on, is neither.
  constexpr int64_t MaxGap = 16;
  const Range &Low = Hi < O.Lo ? *this : O, &High = Hi < O.Lo ? O : *this;
  if (Low.Hi < High.Lo && Low.Hi >= High.Lo - 1 - MaxGap)
    for (int64_t V = Low.Hi + 1; V < High.Lo; ++V)
      Kept.insert(std::lower_bound(Kept.begin(), Kept.end(), V), V);
  Kept.erase(std::unique(Kept.begin(), Kept.end()), Kept.end());
  Lo = std::min(Lo, O.Lo);
  Hi = std::max(Hi, O.Hi);
  Not = std::move(Kept);
  trim();
}

void Range::widen(const Range &Next) {
  if (Next.Lo < Lo)
    Lo = Min;
  if (Next.Hi > Hi)
    Hi = Max;
  SmallVector<int64_t, 2> Kept;
  for (int64_t V : Not)
    if (!Next.contains(V))
      Kept.push_back(V);
  Not = std::move(Kept);
  trim();
}

const Range *FactSet::lookup(TermId T) const {
  auto It =
      std::lower_bound(Facts.begin(), Facts.end(), T,
                       [](const Fact &F, TermId Id) { return F.first < Id; });
  return It != Facts.end() && It->first == T ? &It->second : nullptr;
}

void FactSet::set(TermId T, Range R) {
  auto It =
      std::lower_bound(Facts.begin(), Facts.end(), T,
                       [](const Fact &F, TermId Id) { return F.first < Id; });
  if (It != Facts.end() && It->first == T) {
    if (R.isFull())
      Facts.erase(It);
    else
      It->second = std::move(R);
    return;
  }
  if (!R.isFull())
    Facts.insert(It, {T, std::move(R)});
}

void FactSet::erase(TermId T) { set(T, Range()); }

/// Bits of \p X that the path knows, from what it knows of `X & mask`.
static void knownBits(const TermArena &A, const FactSet &F, TermId X,
                      uint64_t &Ones, uint64_t &Zeros) {
  Ones = Zeros = 0;
  for (const auto &[Id, R] : F.all()) {
    const Term &T = A[Id];
    int64_t M;
    if (T.Kind != TermKind::Binary || BinaryOp(T.Op) != BinaryOp::And ||
        T.A != X || !A.isConst(T.B, M))
      continue;
    uint64_t UM = uint64_t(M);
    if (R.isSingle()) {
      Ones |= uint64_t(R.Lo) & UM;
      Zeros |= ~uint64_t(R.Lo) & UM;
    } else if (UM && (UM & (UM - 1)) == 0 && !R.contains(0)) {
      Ones |= UM;
    }
  }
}

static Range intervalOf(const TermArena &A, const FactSet &F, TermId T,
                        unsigned Depth) {
  const Term &X = A[T];
  switch (X.Kind) {
  case TermKind::Const:
    return Range::exactly(X.Imm);
  case TermKind::Global:
  case TermKind::Function:
  case TermKind::Object:
    return Range::between(1, Max);
  case TermKind::PtrIndex: {
    TermKind K = A[A.rootOf(T)].Kind;
    if (K == TermKind::Global || K == TermKind::Object)
      return Range::between(1, Max);
    break;
  }
  case TermKind::PtrAdd: {
    // A member's address is not null. (Offsets are small, and a null base
    // would have faulted.) Only from bases that are pointers.
    Range B = rangeOf(A, F, X.A, Depth + 1);
    Range R;
    if (B.Lo > 0 || X.Imm > 0)
      R.exclude(0);
    return R;
  }
  case TermKind::Compare: {
    int D = decide(A, F, T, Depth + 1);
    return D < 0 ? Range::between(0, 1) : Range::exactly(D);
  }
  case TermKind::ZExt: {
    unsigned W = A[X.A].Width;
    Range R = rangeOf(A, F, X.A, Depth + 1);
    if (R.Lo >= 0)
      return R;
    if (W < 63)
      return Range::between(0, (int64_t(1) << W) - 1);
    return Range::between(0, Max);
  }
  case TermKind::SExt: {
    Range R = rangeOf(A, F, X.A, Depth + 1);
    if (A[X.A].Width == 1)
      return R.isSingle() ? Range::exactly(R.Lo ? -1 : 0)
                          : Range::between(-1, 0);
    return R;
  }
  case TermKind::Trunc: {
    Range R = rangeOf(A, F, X.A, Depth + 1);
    Range W = Range::ofWidth(X.Width);
    if (R.Lo >= W.Lo && R.Hi <= W.Hi)
      return R;
    return W;
  }
  case TermKind::Select: {
    int D = decide(A, F, X.A, Depth + 1);
    if (D == 1)
      return rangeOf(A, F, X.B, Depth + 1);
    if (D == 0)
      return rangeOf(A, F, X.C, Depth + 1);
    Range R = rangeOf(A, F, X.B, Depth + 1);
    R.unite(rangeOf(A, F, X.C, Depth + 1));
    return R;
  }
  case TermKind::Binary: {
    if (X.Width == 1) {
      int D = decide(A, F, T, Depth + 1);
      return D < 0 ? Range::between(0, 1) : Range::exactly(D);
    }
    int64_t C;
    if (!A.isConst(X.B, C))
      break;
    Range L = rangeOf(A, F, X.A, Depth + 1);
    Range W = Range::ofWidth(X.Width);
    switch (BinaryOp(X.Op)) {
    case BinaryOp::Add: {
      if (L.Lo == Min || L.Hi == Max)
        break;
      int64_t Lo, Hi;
      if (__builtin_add_overflow(L.Lo, C, &Lo) ||
          __builtin_add_overflow(L.Hi, C, &Hi) || Lo < W.Lo || Hi > W.Hi)
        break;
      return Range::between(Lo, Hi);
    }
    case BinaryOp::And:
      if (L.isSingle())
        return Range::exactly(L.Lo & C);
      {
        uint64_t Ones, Zeros;
        knownBits(A, F, X.A, Ones, Zeros);
        if (((Ones | Zeros) & uint64_t(C)) == uint64_t(C))
          return Range::exactly(int64_t(Ones & uint64_t(C)));
        if (Ones & uint64_t(C) && C > 0)
          return Range::between(int64_t(Ones & uint64_t(C)), C);
        if (C > 0 && (Zeros & uint64_t(C)))
          return Range::between(0, int64_t(uint64_t(C) & ~Zeros));
      }
      if (C >= 0)
        return Range::between(0, L.Lo >= 0 ? std::min(L.Hi, C) : C);
      break;
    case BinaryOp::Or:
      if (L.isSingle())
        return Range::exactly(L.Lo | C);
      if (C != 0) {
        Range R = W;
        R.exclude(0);
        if (C > 0 && L.Lo >= 0)
          R.Lo = C;
        return R;
      }
      break;
    case BinaryOp::LShr:
      if (C > 0 && C < 64 && X.Width > 0) {
        unsigned Bits = X.Width - std::min<unsigned>(X.Width, unsigned(C));
        if (Bits < 63)
          return Range::between(0, (int64_t(1) << Bits) - 1);
      }
      break;
    default:
      break;
    }
    return W;
  }
  default:
    break;
  }
  return X.Width && X.Width < 64 ? Range::ofWidth(X.Width) : Range();
}

Range spinguard::rangeOf(const TermArena &A, const FactSet &F, TermId T,
                         unsigned Depth) {
  if (Depth == 0)
    Fuel = MaxFuel;
  if (Depth > MaxDepth || Fuel == 0)
    return Range();
  --Fuel;
  if (const Range *R = F.lookup(T)) {
    if (R->isSingle() || A[T].Kind == TermKind::Sym ||
        A[T].Kind == TermKind::Param || A[T].Kind == TermKind::InitMem)
      return *R;
    Range Both = intervalOf(A, F, T, Depth);
    Both.intersect(*R);
    return Both;
  }
  return intervalOf(A, F, T, Depth);
}

int spinguard::decide(const TermArena &A, const FactSet &F, TermId Cond,
                      unsigned Depth) {
  const Term &X = A[Cond];
  if (X.Kind == TermKind::Const)
    return X.Imm != 0;
  if (Depth == 0)
    Fuel = MaxFuel;
  if (Depth > MaxDepth || Fuel == 0)
    return -1;
  --Fuel;
  if (const Range *R = F.lookup(Cond)) {
    if (R->isSingle())
      return R->Lo != 0;
    if (!R->contains(0))
      return 1;
  }
  if (X.Kind == TermKind::Compare) {
    Range L = rangeOf(A, F, X.A, Depth + 1);
    Range R = rangeOf(A, F, X.B, Depth + 1);
    switch (ComparePred(X.Op)) {
    case ComparePred::EQ:
      if (L.isSingle() && R.isSingle())
        return L.Lo == R.Lo;
      if (!L.intersects(R))
        return 0;
      break;
    case ComparePred::ULT:
    case ComparePred::ULE: {
      // Signed reasoning where both sides are on the same side of zero.
      bool Same = (L.Lo >= 0 && R.Lo >= 0) || (L.Hi < 0 && R.Hi < 0);
      if (!Same) {
        if (L.Lo >= 0 && R.Hi < 0)
          return 1;
        if (L.Hi < 0 && R.Lo >= 0)
          return 0;
        break;
      }
      if (ComparePred(X.Op) == ComparePred::ULT) {
        if (L.Hi < R.Lo)
          return 1;
        if (L.Lo >= R.Hi)
          return 0;
      } else {
        if (L.Hi <= R.Lo)
          return 1;
        if (L.Lo > R.Hi)
          return 0;
      }
      break;
    }
    case ComparePred::SLT:
      if (L.Hi < R.Lo)
        return 1;
      if (L.Lo >= R.Hi)
        return 0;
      break;
    case ComparePred::SLE:
      if (L.Hi <= R.Lo)
        return 1;
      if (L.Lo > R.Hi)
        return 0;
      break;
    default:
      break;
    }
    return -1;
  }
  if (X.Kind == TermKind::Binary && X.Width == 1) {
    int L = decide(A, F, X.A, Depth + 1), R = decide(A, F, X.B, Depth + 1);
    switch (BinaryOp(X.Op)) {
    case BinaryOp::Xor:
      return L < 0 || R < 0 ? -1 : L ^ R;
    case BinaryOp::And:
      if (L == 0 || R == 0)
        return 0;
      return L == 1 && R == 1 ? 1 : -1;
    case BinaryOp::Or:
      if (L == 1 || R == 1)
        return 1;
      return L == 0 && R == 0 ? 0 : -1;
    default:
      return -1;
    }
  }
  if (X.Kind == TermKind::Select && X.Width == 1) {
    int C = decide(A, F, X.A, Depth + 1);
    int T = decide(A, F, X.B, Depth + 1), E = decide(A, F, X.C, Depth + 1);
    if (C == 1)
      return T;
    if (C == 0)
      return E;
    return T == E ? T : -1;
  }
  if (X.Kind == TermKind::Trunc || X.Kind == TermKind::ZExt ||
      X.Kind == TermKind::SExt) {
    Range R = rangeOf(A, F, Cond, Depth + 1);
    if (R.isSingle())
      return R.Lo != 0;
  }
  return -1;
}

bool spinguard::assumeRange(TermArena &A, FactSet &F, TermId T, const Range &R,
                            unsigned Depth) {
  Range Now = rangeOf(A, F, T);
  Range New = Now;
  New.intersect(R);
  if (New.isEmpty())
    return false;
  const Term X = A[T];
  if (X.Kind == TermKind::Const)
    return true;
  if (X.Width == 1 && New.isSingle() &&
      (X.Kind == TermKind::Compare || X.Kind == TermKind::Binary ||
       X.Kind == TermKind::Select))
    return assume(A, F, T, New.Lo != 0, Depth + 1);
  if (New == Now)
    return true;
  F.set(T, New);
  if (Depth > MaxDepth)
    return true;
  // Pass the knowledge on to what the term is made of.
  switch (X.Kind) {
  case TermKind::ZExt:
    if (New.Lo >= 0) {
      unsigned W = A[X.A].Width;
      Range In = Range::ofWidth(W);
      // A narrow negative value zero-extends to more than In.Hi.
      if (New.Hi <= In.Hi)
        return assumeRange(A, F, X.A, New, Depth + 1);
      if (!New.contains(0)) {
        Range Sub = In;
        Sub.exclude(0);
        return assumeRange(A, F, X.A, Sub, Depth + 1);
      }
    }
    break;
  case TermKind::SExt:
    if (A[X.A].Width != 1)
      return assumeRange(A, F, X.A, New, Depth + 1);
    break;
  case TermKind::Binary: {
    int64_t C;
    if (BinaryOp(X.Op) == BinaryOp::Add && A.isConst(X.B, C)) {
      // x + c in [l, h] is x in [l - c, h - c] where that does not wrap.
      Range W = Range::ofWidth(X.Width);
      int64_t Lo, Hi;
      if (!__builtin_sub_overflow(New.Lo, C, &Lo) &&
          !__builtin_sub_overflow(New.Hi, C, &Hi) && Lo >= W.Lo && Hi <= W.Hi)
        return assumeRange(A, F, X.A, Range::between(Lo, Hi), Depth + 1);
    }
    // A mask that found a bit set found a value that is not zero.
    if (BinaryOp(X.Op) == BinaryOp::And && !New.contains(0)) {
      Range NZ;
      NZ.exclude(0);
      return assumeRange(A, F, X.A, NZ, Depth + 1);
    }
    break;
  }
  case TermKind::Select: {
    Range B = rangeOf(A, F, X.B), C = rangeOf(A, F, X.C);
    if (!B.intersects(New))
      return assume(A, F, X.A, false, Depth + 1) &&
             assumeRange(A, F, X.C, New, Depth + 1);
    if (!C.intersects(New))
      return assume(A, F, X.A, true, Depth + 1) &&
             assumeRange(A, F, X.B, New, Depth + 1);
    break;
  }
  default:
    break;
  }
  return true;
}

bool spinguard::isConsistent(const TermArena &A, const FactSet &F) {
  // Each fact is asked against all others.
  if (F.all().size() > 64)
    return true;
  for (size_t I = 0; I < F.all().size(); ++I) {
    const auto &[Id, R] = F.all()[I];
    if (A[Id].Kind != TermKind::Compare || !R.isSingle()) {
      if (A[Id].Kind == TermKind::Binary && rangeOf(A, F, Id).isEmpty())
        return false;
      continue;
    }
    // Ask again without the answer.
    FactSet Rest = F;
    Rest.erase(Id);
    int D = decide(A, Rest, Id);
    if (D >= 0 && D != int(R.Lo != 0))
      return false;
  }
  return true;
}

bool spinguard::assume(TermArena &A, FactSet &F, TermId Cond, bool Value,
                       unsigned Depth) {
  int Known = decide(A, F, Cond);
  if (Known >= 0)
    return bool(Known) == Value;
  const Term X = A[Cond];
  if (Depth > MaxDepth) {
    F.set(Cond, Range::exactly(Value));
    return true;
  }
  switch (X.Kind) {
  case TermKind::Binary: {
    int64_t C;
    if (BinaryOp(X.Op) == BinaryOp::Xor && A.isConst(X.B, C))
      return assume(A, F, X.A, Value != bool(C & 1), Depth + 1);
    if ((BinaryOp(X.Op) == BinaryOp::And && Value) ||
        (BinaryOp(X.Op) == BinaryOp::Or && !Value)) {
      F.set(Cond, Range::exactly(Value));
      return assume(A, F, X.A, Value, Depth + 1) &&
             assume(A, F, X.B, Value, Depth + 1);
    }
    F.set(Cond, Range::exactly(Value));
    if (BinaryOp(X.Op) == BinaryOp::And || BinaryOp(X.Op) == BinaryOp::Or) {
      // One side decided leaves the other.
      int L = decide(A, F, X.A), R = decide(A, F, X.B);
      bool Neutral = BinaryOp(X.Op) == BinaryOp::And;
      if (L == int(Neutral))
        return assume(A, F, X.B, Value, Depth + 1);
      if (R == int(Neutral))
        return assume(A, F, X.A, Value, Depth + 1);
    }
    return true;
  }
  case TermKind::Select: {
    F.set(Cond, Range::exactly(Value));
    int64_t C;
    // a && b is (a ? b : false), a || b is (a ? true : b).
    if (A.isConst(X.C, C) && bool(C) != Value)
      return assume(A, F, X.A, true, Depth + 1) &&
             assume(A, F, X.B, Value, Depth + 1);
    if (A.isConst(X.B, C) && bool(C) != Value)
      return assume(A, F, X.A, false, Depth + 1) &&
             assume(A, F, X.C, Value, Depth + 1);
    int T = decide(A, F, X.B), E = decide(A, F, X.C);
    if (T >= 0 && bool(T) != Value)
      return assume(A, F, X.A, false, Depth + 1);
    if (E >= 0 && bool(E) != Value)
      return assume(A, F, X.A, true, Depth + 1);
    return true;
  }
  case TermKind::Compare: {
    F.set(Cond, Range::exactly(Value));
    Range L = rangeOf(A, F, X.A), R = rangeOf(A, F, X.B);
    auto P = ComparePred(X.Op);
    // What one order of two unknowns says of the others.
    if (Value && A[X.A].Kind != TermKind::Const &&
        A[X.B].Kind != TermKind::Const) {
      auto Never = [&](ComparePred Q, TermId U, TermId V) {
        TermId C = A.compare(Q, U, V);
        if (A[C].Kind == TermKind::Compare && C != Cond)
          F.set(C, Range::exactly(0));
      };
      if (P == ComparePred::EQ) {
        for (ComparePred Q : {ComparePred::SLT, ComparePred::ULT}) {
          Never(Q, X.A, X.B);
          Never(Q, X.B, X.A);
        }
      } else if (P == ComparePred::SLT || P == ComparePred::ULT) {
        Never(P, X.B, X.A);
        Never(ComparePred::EQ, X.A, X.B);
      }
    }
    if (P == ComparePred::EQ) {
      if (Value) {
        Range Both = L;
        Both.intersect(R);
        return assumeRange(A, F, X.A, Both, Depth + 1) &&
               assumeRange(A, F, X.B, Both, Depth + 1);
      }
      if (R.isSingle()) {
        L.exclude(R.Lo);
        // The condition itself says as much when the range cannot.
        return assumeRange(A, F, X.A, L, Depth + 1);
      }
      if (L.isSingle()) {
        R.exclude(L.Lo);
        return assumeRange(A, F, X.B, R, Depth + 1);
      }
      return true;
    }
    bool Unsigned = P == ComparePred::ULT || P == ComparePred::ULE;
    if (Unsigned) {
      // x < c with c positive bounds x on both sides.
      if (Value && R.isSingle() && R.Lo >= 0) {
        int64_t Hi = P == ComparePred::ULT ? R.Lo - 1 : R.Lo;
        return assumeRange(A, F, X.A, Range::between(0, Hi), Depth + 1);
      }
      // !(x <= c) with c negative as signed: x is in (c, -1].
      if (!Value && R.isSingle() && R.Lo < 0) {
        int64_t Lo = P == ComparePred::ULE ? R.Lo + 1 : R.Lo;
        return assumeRange(A, F, X.A, Range::between(Lo, -1), Depth + 1);
      }
      if (!(L.Lo >= 0 && R.Lo >= 0))
        return true;
    }
    bool Strict = P == ComparePred::ULT || P == ComparePred::SLT;
    Range NL, NR;
    if (Value) { // a < b, a <= b
      NL.Hi = Strict && R.Hi != Min ? R.Hi - 1 : R.Hi;
      NR.Lo = Strict && L.Lo != Max ? L.Lo + 1 : L.Lo;
    } else { // a >= b, a > b
      NL.Lo = Strict ? R.Lo : (R.Lo == Max ? Max : R.Lo + 1);
      NR.Hi = Strict ? L.Hi : (L.Hi == Min ? Min : L.Hi - 1);
    }
    return assumeRange(A, F, X.A, NL, Depth + 1) &&
           assumeRange(A, F, X.B, NR, Depth + 1);
  }
  case TermKind::Trunc:
  case TermKind::ZExt:
    if (X.Width == 1 || !Value) {
      F.set(Cond, Range::exactly(Value));
      return true;
    }
    break;
  default:
    break;
  }
  if (X.Width == 1)
    return assumeRange(A, F, Cond, Range::exactly(Value), Depth + 1);
  Range R = rangeOf(A, F, Cond);
  if (!Value)
    return assumeRange(A, F, Cond, Range::exactly(0), Depth + 1);
  R.exclude(0);
  return assumeRange(A, F, Cond, R, Depth + 1);
}
