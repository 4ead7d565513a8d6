//===- Term.cpp - Symbolic values and access paths ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Term.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace spinguard;

unsigned TermArena::Key::getHashValue(const Term &T) {
  return unsigned(size_t(hash_combine(unsigned(T.Kind), T.Op, T.Width, T.Gen,
                                      T.A, T.B, T.C, T.Aux, T.Imm)));
}

TermArena::TermArena() { Terms.push_back(Term()); }

TermId TermArena::intern(Term T) {
  T.Flags = 0;
  T.Depth = 0;
  auto [It, New] = Index.try_emplace(T, Terms.size());
  if (!New)
    return It->second;
  uint8_t F = 0;
  unsigned D = 0;
  for (TermId Op : {T.A, T.B, T.C})
    if (Op)
      D = std::max<unsigned>(D, Terms[Op].Depth);
  T.Depth = uint8_t(std::min(D + 1, 255u));
  switch (T.Kind) {
  case TermKind::Sym:
    F = TermHasSym;
    break;
  case TermKind::Object:
    F = TermHasObject;
    break;
  case TermKind::Param:
    F = TermHasParam;
    break;
  default:
    for (TermId Op : {T.A, T.B, T.C})
      if (Op)
        F |= Terms[Op].Flags;
    if (T.Kind == TermKind::InitMem)
      F |= TermHasParam;
    break;
  }
  T.Flags = F;
  Terms.push_back(T);
  return Terms.size() - 1;
}

/// Wraps a value to a width the way terms store it: booleans read 0 and 1,
/// everything else is signed.
static int64_t wrap(int64_t V, unsigned Width) {
  if (Width == 1)
    return V & 1;
  if (Width >= 64 || Width == 0)
    return V;
  unsigned Sh = 64 - Width;
  return int64_t(uint64_t(V) << Sh) >> Sh;
}

// Arithmetic of the machine: it wraps.
static int64_t addWrap(int64_t A, int64_t B) {
  return int64_t(uint64_t(A) + uint64_t(B));
}
static int64_t subWrap(int64_t A, int64_t B) {
  return int64_t(uint64_t(A) - uint64_t(B));
}
static int64_t mulWrap(int64_t A, int64_t B) {
  return int64_t(uint64_t(A) * uint64_t(B));
}

static uint64_t asUnsigned(int64_t V, unsigned Width) {
  if (Width >= 64 || Width == 0)
    return uint64_t(V);
  return uint64_t(V) & ((uint64_t(1) << Width) - 1);
}

TermId TermArena::constant(int64_t V, unsigned Width) {
  Term T;
  T.Kind = TermKind::Const;
  T.Width = Width;
  T.Imm = wrap(V, Width);
  return intern(T);
}

TermId TermArena::param(unsigned I, unsigned Width) {
  Term T;
  T.Kind = TermKind::Param;
  T.Imm = I;
  T.Width = Width;
  return intern(T);
}

TermId TermArena::sym(SymKind K, int64_t Site, TermId A, uint32_t Aux,
                      unsigned Width, uint8_t Gen) {
  Term T;
  T.Kind = TermKind::Sym;
  T.Op = uint8_t(K);
  T.Imm = Site;
  T.A = A;
  T.Aux = Aux;
  T.Width = Width;
  T.Gen = Gen;
  return intern(T);
}

TermId TermArena::object(int64_t Site) {
  Term T;
  T.Kind = TermKind::Object;
  T.Imm = Site;
  return intern(T);
}

TermId TermArena::leaf(TermKind K, uint32_t Aux) {
  Term T;
  T.Kind = K;
  T.Aux = Aux;
  return intern(T);
}

TermId TermArena::initMem(TermId Addr, unsigned Width) {
  Term T;
  T.Kind = TermKind::InitMem;
  T.A = Addr;
  T.Width = Width;
  return intern(T);
}

StringRef TermArena::label(TermId Id) const {
  auto It = Labels.find(Id);
  return It == Labels.end() ? StringRef() : StringRef(It->second);
}

StringRef TermArena::tag(TermId Id) const {
  auto It = Tags.find(Id);
  return It == Tags.end() ? StringRef() : StringRef(It->second);
}

TermId TermArena::ptrAdd(TermId Base, int64_t Off, StringRef Label,
                         StringRef Tag) {
  const Term B = Terms[Base];
  if (B.Kind == TermKind::Const)
    return constant(addWrap(B.Imm, Off), B.Width);
  if (Off == 0 && Label.empty())
    return Base;
  std::string L = Label.str();
  if (B.Kind == TermKind::PtrAdd) {
    StringRef Outer = label(Base);
    if (!Outer.empty() && !L.empty())
      L = (Outer + (L[0] == '[' ? "" : ".") + L).str();
    else if (Off == 0)
      L = Outer.str();
    else
      L.clear();
    Off = addWrap(Off, B.Imm);
    Base = B.A;
  }
  if (Off == 0) {
    // The first member has the address of the whole: one identity.
    return Base;
  }
  Term T;
  T.Kind = TermKind::PtrAdd;
  T.A = Base;
  T.Imm = Off;
  T.Width = Terms[Base].Width;
  TermId Id = intern(T);
  if (!L.empty())
    Labels.try_emplace(Id, L);
  if (!Tag.empty())
    Tags.try_emplace(Id, Tag.str());
  return Id;
}

TermId TermArena::ptrIndex(TermId Base, TermId Idx, int64_t Scale) {
  int64_t C;
  if (isConst(Idx, C))
    return ptrAdd(Base, mulWrap(C, Scale));
  // Constant offsets go outermost: (b + c)[i] is (b[i]) + c.
  int64_t Off = 0;
  Base = splitOffset(Base, Off);
  // Sign or zero extension of an index is the index (it does not wrap), and
  // what is added to it is an offset.
  for (;;) {
    const Term I = Terms[Idx];
    if (I.Kind == TermKind::SExt || I.Kind == TermKind::ZExt) {
      Idx = I.A;
    } else if (I.Kind == TermKind::Binary && I.Op == uint8_t(BinaryOp::Add) &&
               isConst(I.B, C)) {
      Off = addWrap(Off, mulWrap(C, Scale));
      Idx = I.A;
    } else {
      break;
    }
  }
  Term T;
  T.Kind = TermKind::PtrIndex;
  T.A = Base;
  T.B = Idx;
  T.Imm = Scale;
  TermId Id = intern(T);
  return Off ? ptrAdd(Id, Off) : Id;
}

TermId TermArena::splitOffset(TermId Id, int64_t &Off) const {
  Off = 0;
  if (Terms[Id].Kind != TermKind::PtrAdd)
    return Id;
  Off = Terms[Id].Imm;
  return Terms[Id].A;
}

TermId TermArena::rootOf(TermId Id) const {
  while (Terms[Id].Kind == TermKind::PtrAdd ||
         Terms[Id].Kind == TermKind::PtrIndex)
    Id = Terms[Id].A;
  return Id;
}

TermId TermArena::binary(BinaryOp Op, TermId A, TermId B, unsigned Width) {
  int64_t CA, CB;
  bool KA = isConst(A, CA), KB = isConst(B, CB);
  bool Commutes = Op == BinaryOp::Add || Op == BinaryOp::Mul ||
                  Op == BinaryOp::And || Op == BinaryOp::Or ||
                  Op == BinaryOp::Xor;
  if (KA && !KB && Commutes) {
    std::swap(A, B);
    std::swap(CA, CB);
    std::swap(KA, KB);
  }
  if (KA && KB) {
    uint64_t U = asUnsigned(CA, Width);
    unsigned W = Width ? Width : 64;
    switch (Op) {
    case BinaryOp::Add:
      return constant(int64_t(uint64_t(CA) + uint64_t(CB)), Width);
    case BinaryOp::Sub:
      return constant(int64_t(uint64_t(CA) - uint64_t(CB)), Width);
    case BinaryOp::Mul:
      return constant(int64_t(uint64_t(CA) * uint64_t(CB)), Width);
    case BinaryOp::And:
      return constant(CA & CB, Width);
    case BinaryOp::Or:
      return constant(CA | CB, Width);
    case BinaryOp::Xor:
      return constant(CA ^ CB, Width);
    case BinaryOp::Shl:
      if (CB >= 0 && CB < int64_t(W))
        return constant(int64_t(uint64_t(CA) << CB), Width);
      break;
    case BinaryOp::LShr:
      if (CB >= 0 && CB < int64_t(W))
        return constant(int64_t(U >> CB), Width);
      break;
    case BinaryOp::AShr:
      if (CB >= 0 && CB < int64_t(W))
        return constant(CA >> CB, Width);
      break;
    }
  }
  if (KB) {
    if (CB == 0) {
      if (Op == BinaryOp::And || Op == BinaryOp::Mul)
        return constant(0, Width);
      return A;
    }
    const Term TA = Terms[A];
    int64_t C2;
    switch (Op) {
    case BinaryOp::Sub:
      return binary(BinaryOp::Add, A, constant(subWrap(0, CB), Width), Width);
    case BinaryOp::Mul:
      if (CB == 1)
        return A;
      break;
    case BinaryOp::And:
      if (CB == -1 || (Width == 1 && CB == 1))
        return A;
      if (TA.Kind == TermKind::Binary && isConst(TA.B, C2)) {
        if (TA.Op == uint8_t(BinaryOp::And))
          return binary(BinaryOp::And, TA.A, constant(C2 & CB, Width), Width);
        if (TA.Op == uint8_t(BinaryOp::Or)) {
          if ((C2 & CB) == CB)
            return constant(CB, Width);
          if ((C2 & CB) == 0)
            return binary(BinaryOp::And, TA.A, B, Width);
        }
      }
      // (a | b) & m, where one side has no bit in the mask: a bit field is
      // read through the stores to its neighbours.
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::Or) &&
          !isConst(TA.B, C2)) {
        TermId L = binary(BinaryOp::And, TA.A, B, Width);
        TermId R = binary(BinaryOp::And, TA.B, B, Width);
        int64_t K;
        if (isConst(L, K) && K == 0)
          return R;
        if (isConst(R, K) && K == 0)
          return L;
      }
      // (x >> k) & m is (x & (m << k)) >> k, and (x << k) & m is
      // (x & (m >> k)) << k.
      if (TA.Kind == TermKind::Binary && isConst(TA.B, C2) && C2 > 0 &&
          C2 < int64_t(Width ? Width : 64) && CB > 0) {
        if (TA.Op == uint8_t(BinaryOp::LShr) && CB <= (INT64_MAX >> C2) &&
            CB <= (INT64_MAX >> C2)) {
          TermId M =
              binary(BinaryOp::And, TA.A, constant(CB << C2, Width), Width);
          return binary(BinaryOp::LShr, M, TA.B, Width);
        }
        if (TA.Op == uint8_t(BinaryOp::Shl) && (CB >> C2) << C2 == CB &&
            Terms[TA.A].Kind != TermKind::Const) {
          TermId M =
              binary(BinaryOp::And, TA.A, constant(CB >> C2, Width), Width);
          return binary(BinaryOp::Shl, M, TA.B, Width);
        }
        if (TA.Op == uint8_t(BinaryOp::Shl) && (CB >> C2) == 0)
          return constant(0, Width);
      }
      // It keeps nothing of a zero extension below it.
      if (TA.Kind == TermKind::ZExt && Terms[TA.A].Width < 63 &&
          (CB & ((int64_t(1) << Terms[TA.A].Width) - 1)) == 0)
        return constant(0, Width);
      // The mask keeps all that a zero extension can be.
      if (TA.Kind == TermKind::ZExt && Terms[TA.A].Width < 63 &&
          (CB & ((int64_t(1) << Terms[TA.A].Width) - 1)) ==
              (int64_t(1) << Terms[TA.A].Width) - 1)
        return A;
      break;
    case BinaryOp::LShr:
      // What was shifted in from nothing comes back.
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::Shl) &&
          TA.B == B && Terms[TA.A].Kind == TermKind::ZExt &&
          Terms[Terms[TA.A].A].Width + CB < int64_t(Width ? Width : 64))
        return TA.A;
      break;
    case BinaryOp::Or:
      if (CB == -1)
        return constant(-1, Width);
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::Or) &&
          isConst(TA.B, C2))
        return binary(BinaryOp::Or, TA.A, constant(C2 | CB, Width), Width);
      break;
    case BinaryOp::Xor:
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::Xor) &&
          isConst(TA.B, C2))
        return binary(BinaryOp::Xor, TA.A, constant(C2 ^ CB, Width), Width);
      if (Width == 1 && TA.Kind == TermKind::Compare)
        return notOf(A);
      break;
    case BinaryOp::Add: {
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::Add) &&
          isConst(TA.B, C2))
        return binary(BinaryOp::Add, TA.A, constant(addWrap(C2, CB), Width),
                      Width);
      break;
    }
    default:
      break;
    }
  }
  if (A == B) {
    if (Op == BinaryOp::Sub || Op == BinaryOp::Xor)
      return constant(0, Width);
    if (Op == BinaryOp::And || Op == BinaryOp::Or)
      return A;
  }
  if (Commutes && !KB && B < A)
    std::swap(A, B);
  Term T;
  T.Kind = TermKind::Binary;
  T.Op = uint8_t(Op);
  T.A = A;
  T.B = B;
  T.Width = Width;
  return intern(T);
}

static ComparePred swapped(ComparePred P) {
  switch (P) {
  case ComparePred::ULT:
    return ComparePred::UGT;
  case ComparePred::ULE:
    return ComparePred::UGE;
  case ComparePred::UGT:
    return ComparePred::ULT;
  case ComparePred::UGE:
    return ComparePred::ULE;
  case ComparePred::SLT:
    return ComparePred::SGT;
  case ComparePred::SLE:
    return ComparePred::SGE;
  case ComparePred::SGT:
    return ComparePred::SLT;
  case ComparePred::SGE:
    return ComparePred::SLE;
  default:
    return P;
  }
}

static bool fold(ComparePred P, int64_t A, int64_t B, unsigned W) {
  uint64_t UA = asUnsigned(A, W), UB = asUnsigned(B, W);
  switch (P) {
  case ComparePred::EQ:
    return A == B;
  case ComparePred::NE:
    return A != B;
  case ComparePred::ULT:
    return UA < UB;
  case ComparePred::ULE:
    return UA <= UB;
  case ComparePred::UGT:
    return UA > UB;
  case ComparePred::UGE:
    return UA >= UB;
  case ComparePred::SLT:
    return A < B;
  case ComparePred::SLE:
    return A <= B;
  case ComparePred::SGT:
    return A > B;
  case ComparePred::SGE:
    return A >= B;
  }
  return false;
}

TermId TermArena::tuple(ArrayRef<TermId> Fields) {
  TermId Rest = 0;
  for (TermId F : llvm::reverse(Fields)) {
    Term T;
    T.Kind = TermKind::Tuple;
    T.A = F;
    T.B = Rest;
    Rest = intern(T);
  }
  return Rest;
}

TermId TermArena::element(TermId Id, uint64_t I) const {
  for (; Id && Terms[Id].Kind == TermKind::Tuple; --I, Id = Terms[Id].B)
    if (I == 0)
      return Terms[Id].A;
  return 0;
}

TermId TermArena::notOf(TermId B) {
  const Term T = Terms[B];
  if (T.Kind == TermKind::Const)
    return constant(!T.Imm, 1);
  if (T.Kind == TermKind::Binary && T.Op == uint8_t(BinaryOp::Xor)) {
    int64_t C;
    if (isConst(T.B, C) && C == 1)
      return T.A;
  }
  // Not through binary(), which calls back here.
  Term X;
  X.Kind = TermKind::Binary;
  X.Op = uint8_t(BinaryOp::Xor);
  X.Width = 1;
  X.A = B;
  X.B = constant(1, 1);
  return intern(X);
}

TermId TermArena::compare(ComparePred P, TermId A, TermId B) {
  // Only EQ, ULT, ULE, SLT and SLE are kept; the rest are their negations, so
  // that a condition and its opposite are one fact.
  switch (P) {
  case ComparePred::NE:
    return notOf(compare(ComparePred::EQ, A, B));
  case ComparePred::UGT:
    return notOf(compare(ComparePred::ULE, A, B));
  case ComparePred::UGE:
    return notOf(compare(ComparePred::ULT, A, B));
  case ComparePred::SGT:
    return notOf(compare(ComparePred::SLE, A, B));
  case ComparePred::SGE:
    return notOf(compare(ComparePred::SLT, A, B));
  default:
    break;
  }
  unsigned W = Terms[A].Width;
  int64_t CA, CB;
  bool KA = isConst(A, CA), KB = isConst(B, CB);
  if (KA && KB)
    return constant(fold(P, CA, CB, W), 1);
  if (A == B)
    return constant(P == ComparePred::EQ || P == ComparePred::ULE ||
                        P == ComparePred::SLE,
                    1);
  if (KA) { // The constant goes right.
    if (P == ComparePred::EQ) {
      std::swap(A, B);
      std::swap(CA, CB);
      std::swap(KA, KB);
    } else {
      return compare(swapped(P), B, A);
    }
  }
  const Term TA = Terms[A];
  if (KB) {
    if (P == ComparePred::EQ) {
      // b == 0 and b == 1 of a boolean are the boolean.
      if (TA.Width == 1)
        return CB ? A : notOf(A);
      if (TA.Kind == TermKind::ZExt || TA.Kind == TermKind::SExt) {
        unsigned W0 = Terms[TA.A].Width;
        int64_t Narrow = wrap(CB, W0);
        bool Fits = TA.Kind == TermKind::SExt && W0 != 1
                        ? Narrow == CB
                        : int64_t(asUnsigned(Narrow, W0)) == CB;
        if (TA.Kind == TermKind::SExt && W0 == 1) {
          if (CB != 0 && CB != -1)
            return constant(0, 1);
          return CB ? TA.A : notOf(TA.A);
        }
        if (!Fits)
          return constant(0, 1);
        return compare(P, TA.A, constant(Narrow, W0));
      }
      // Where an object is, none of its members is at null.
      constexpr int64_t MaxMember = int64_t(1) << 20;
      if (TA.Kind == TermKind::PtrAdd && CB == 0 && TA.Imm > -MaxMember &&
          TA.Imm < MaxMember)
        return constant(0, 1);
      // Truncation of something that fits loses nothing.
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::Add)) {
        int64_t C2;
        if (isConst(TA.B, C2))
          return compare(P, TA.A, constant(subWrap(CB, C2), W));
      }
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::Xor)) {
        int64_t C2;
        if (isConst(TA.B, C2))
          return compare(P, TA.A, constant(CB ^ C2, W));
      }
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::Sub) &&
          CB == 0)
        return compare(P, TA.A, TA.B);
      // A shifted bit is zero when the bit is.
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::Shl) &&
          CB == 0 && Terms[TA.A].Kind == TermKind::ZExt) {
        int64_t K;
        if (isConst(TA.B, K) && Terms[Terms[TA.A].A].Width + K < int64_t(W))
          return compare(P, TA.A, constant(0, W));
      }
      // (x & bit) == bit is (x & bit) != 0 for one bit.
      if (TA.Kind == TermKind::Binary && TA.Op == uint8_t(BinaryOp::And)) {
        int64_t M;
        if (isConst(TA.B, M) && CB != 0) {
          uint64_t UM = asUnsigned(M, W);
          if ((CB & ~M) != 0)
            return constant(0, 1);
          if (UM && (UM & (UM - 1)) == 0)
            return notOf(compare(P, A, constant(0, W)));
        }
      }
    }
    // A choice between two constants, compared: it is the condition.
    if (TA.Kind == TermKind::Select) {
      int64_t C1, C2;
      if (isConst(TA.B, C1) && isConst(TA.C, C2)) {
        bool T = fold(P, C1, CB, W), F = fold(P, C2, CB, W);
        if (T == F)
          return constant(T, 1);
        return T ? TA.A : notOf(TA.A);
      }
    }
    if (P == ComparePred::ULT && CB == 1) // x < 1 is x == 0.
      return compare(ComparePred::EQ, A, constant(0, W));
    if (P == ComparePred::ULE && CB == 0)
      return compare(ComparePred::EQ, A, constant(0, W));
    if (P == ComparePred::ULT && CB == 0)
      return constant(0, 1);
    if (P == ComparePred::SLE && TA.Kind != TermKind::Const &&
        CB != INT64_MAX && wrap(addWrap(CB, 1), W) == addWrap(CB, 1))
      return compare(ComparePred::SLT, A, constant(addWrap(CB, 1), W));
    if (P == ComparePred::ULE && asUnsigned(CB, W) != asUnsigned(-1, W))
      return compare(ComparePred::ULT, A, constant(addWrap(CB, 1), W));
  } else if (P == ComparePred::EQ) {
    // Addresses with the same offset are equal when their bases are.
    int64_t OA, OB;
    TermId BA = splitOffset(A, OA), BB = splitOffset(B, OB);
    if (OA == OB && OA != 0)
      return compare(P, BA, BB);
    if (BA == BB && OA != OB)
      return constant(0, 1);
    if (B < A)
      std::swap(A, B);
  }
  // One order for each pair: a <= b is not b < a.
  if (P == ComparePred::SLE || P == ComparePred::ULE)
    if (!KA && !KB)
      return notOf(compare(
          P == ComparePred::SLE ? ComparePred::SLT : ComparePred::ULT, B, A));
  Term T;
  T.Kind = TermKind::Compare;
  T.Op = uint8_t(P);
  T.A = A;
  T.B = B;
  T.Width = 1;
  return intern(T);
}

TermId TermArena::select(TermId C, TermId T, TermId F) {
  int64_t K;
  if (isConst(C, K))
    return K ? T : F;
  if (T == F)
    return T;
  unsigned W = Terms[T].Width;
  int64_t KT, KF;
  if (W == 1 && isConst(T, KT) && isConst(F, KF))
    return KT ? C : notOf(C);
  Term X;
  X.Kind = TermKind::Select;
  X.A = C;
  X.B = T;
  X.C = F;
  X.Width = W;
  return intern(X);
}

TermId TermArena::cast(TermKind K, TermId A, unsigned Width) {
  const Term T = Terms[A];
  if (T.Width == Width)
    return A;
  if (T.Kind == TermKind::Const) {
    if (K == TermKind::ZExt)
      return constant(int64_t(asUnsigned(T.Imm, T.Width)), Width);
    if (K == TermKind::SExt && T.Width == 1)
      return constant(T.Imm ? -1 : 0, Width);
    return constant(T.Imm, Width);
  }
  if (T.Kind == TermKind::Undef) {
    Term U = T;
    U.Width = Width;
    return intern(U);
  }
  if (K == TermKind::Trunc) {
    if (T.Kind == TermKind::ZExt || T.Kind == TermKind::SExt) {
      unsigned W0 = Terms[T.A].Width;
      if (W0 == Width)
        return T.A;
      if (W0 > Width)
        return cast(TermKind::Trunc, T.A, Width);
      return cast(T.Kind, T.A, Width);
    }
    if (T.Kind == TermKind::Select) {
      int64_t C1, C2;
      if (isConst(T.B, C1) && isConst(T.C, C2))
        return select(T.A, constant(C1, Width), constant(C2, Width));
    }
    if (T.Kind == TermKind::Binary && T.Op == uint8_t(BinaryOp::And)) {
      int64_t M;
      if (isConst(T.B, M))
        return binary(BinaryOp::And, cast(K, T.A, Width), constant(M, Width),
                      Width);
    }
  } else {
    if (T.Kind == K && K != TermKind::Trunc)
      return cast(K, T.A, Width);
    if (T.Kind == TermKind::ZExt && K == TermKind::SExt)
      return cast(TermKind::ZExt, T.A, Width);
    if (T.Kind == TermKind::Select) {
      int64_t C1, C2;
      if (isConst(T.B, C1) && isConst(T.C, C2))
        return select(T.A, cast(K, T.B, Width), cast(K, T.C, Width));
    }
  }
  Term X;
  X.Kind = K;
  X.A = A;
  X.Width = Width;
  return intern(X);
}

TermId TermArena::apply(uint32_t Fn, ArrayRef<TermId> Args, unsigned Width) {
  Term T;
  T.Kind = TermKind::Apply;
  T.Aux = Fn;
  T.Width = Width;
  T.A = Args.size() > 0 ? Args[0] : 0;
  T.B = Args.size() > 1 ? Args[1] : 0;
  T.C = Args.size() > 2 ? Args[2] : 0;
  return intern(T);
}

TermId TermArena::token(uint32_t Name, TermId A, TermId B) {
  Term T;
  T.Kind = TermKind::Token;
  T.Aux = Name;
  T.A = A;
  T.B = B;
  return intern(T);
}

TermId TermArena::handleLock(TermId Handle) {
  Term T;
  T.Kind = TermKind::HandleLock;
  T.A = Handle;
  return intern(T);
}

TermId TermArena::rewrite(TermId Id, DenseMap<TermId, TermId> &Memo,
                          function_ref<TermId(TermId)> F) {
  if (Id == 0)
    return 0;
  auto It = Memo.find(Id);
  if (It != Memo.end())
    return It->second;
  if (TermId R = F(Id)) {
    Memo[Id] = R;
    return R;
  }
  const Term T = Terms[Id];
  TermId R = Id;
  auto Sub = [&](TermId X) { return rewrite(X, Memo, F); };
  switch (T.Kind) {
  case TermKind::PtrAdd: {
    TermId A = Sub(T.A);
    if (A != T.A)
      R = ptrAdd(A, T.Imm, std::string(label(Id)), std::string(tag(Id)));
    break;
  }
  case TermKind::PtrIndex:
    R = ptrIndex(Sub(T.A), Sub(T.B), T.Imm);
    break;
  case TermKind::Binary:
    R = binary(BinaryOp(T.Op), Sub(T.A), Sub(T.B), T.Width);
    break;
  case TermKind::Compare:
    R = compare(ComparePred(T.Op), Sub(T.A), Sub(T.B));
    break;
  case TermKind::Select:
    R = select(Sub(T.A), Sub(T.B), Sub(T.C));
    break;
  case TermKind::ZExt:
  case TermKind::SExt:
  case TermKind::Trunc:
    R = cast(T.Kind, Sub(T.A), T.Width);
    break;
  case TermKind::Apply:
  case TermKind::Tuple:
  case TermKind::Token:
  case TermKind::HandleLock:
  case TermKind::InitMem: {
    Term N = T;
    N.A = Sub(T.A);
    N.B = Sub(T.B);
    N.C = Sub(T.C);
    R = intern(N);
    break;
  }
  case TermKind::Sym: {
    Term N = T;
    N.A = Sub(T.A);
    R = intern(N);
    break;
  }
  default:
    break;
  }
  Memo[Id] = R;
  return R;
}

bool TermArena::mayEqual(TermId A, TermId B, unsigned Depth) const {
  if (A == B)
    return true;
  if (!A || !B || Depth > 24)
    return false;
  const Term &X = Terms[A], &Y = Terms[B];
  // An unknown may be anything of its kind, but an address keeps its offset:
  // that is handled by comparing bases below.
  auto IsWild = [](const Term &T) {
    return T.Kind == TermKind::Sym || T.Kind == TermKind::Select ||
           T.Kind == TermKind::Apply;
  };
  if (X.Kind == TermKind::PtrAdd || Y.Kind == TermKind::PtrAdd) {
    int64_t OX, OY;
    TermId BX = splitOffset(A, OX), BY = splitOffset(B, OY);
    if (OX == OY)
      return mayEqual(BX, BY, Depth + 1);
    // Different elements of an array with unknown index may coincide.
    if (Terms[BX].Kind == TermKind::PtrIndex ||
        Terms[BY].Kind == TermKind::PtrIndex) {
      const Term &I =
          Terms[BX].Kind == TermKind::PtrIndex ? Terms[BX] : Terms[BY];
      TermId RX = Terms[BX].Kind == TermKind::PtrIndex ? Terms[BX].A : BX;
      TermId RY = Terms[BY].Kind == TermKind::PtrIndex ? Terms[BY].A : BY;
      int64_t D = subWrap(OX, OY);
      if (I.Imm == 0 || D % I.Imm != 0)
        return false;
      if (Terms[BX].Kind == TermKind::PtrIndex &&
          Terms[BY].Kind == TermKind::PtrIndex && Terms[BX].B == Terms[BY].B &&
          Terms[BX].A == Terms[BY].A)
        return false; // Same index, different offsets.
      return mayEqual(RX, RY, Depth + 1);
    }
    // A container's unknown base may hide the difference of the offsets.
    return IsWild(Terms[BX]) && IsWild(Terms[BY]) && false;
  }
  if (X.Kind == TermKind::PtrIndex && Y.Kind == TermKind::PtrIndex)
    return mayEqual(X.A, Y.A, Depth + 1);
  if (X.Kind == TermKind::PtrIndex)
    return mayEqual(X.A, B, Depth + 1);
  if (Y.Kind == TermKind::PtrIndex)
    return mayEqual(A, Y.A, Depth + 1);
  if (IsWild(X) || IsWild(Y)) {
    // Fresh objects of this function are never what an unknown was before.
    return true;
  }
  if (X.Kind != Y.Kind)
    return false;
  switch (X.Kind) {
  case TermKind::InitMem:
  case TermKind::HandleLock:
    return mayEqual(X.A, Y.A, Depth + 1);
  case TermKind::Token:
    return X.Aux == Y.Aux && (X.A == Y.A || mayEqual(X.A, Y.A, Depth + 1)) &&
           (X.B == Y.B || mayEqual(X.B, Y.B, Depth + 1));
  default:
    return false;
  }
}

bool TermArena::mayBeSameField(TermId A, TermId B, bool SameName) const {
  int64_t OA, OB;
  TermId BA = splitOffset(A, OA), BB = splitOffset(B, OB);
  // (container_of moves the offset: then the names must say it.)
  if (BA == BB || (OA != OB && !SameName))
    return false;
  StringRef TA = tag(A), TB = tag(B);
  if (OA == OB && TA != TB && !TA.empty() && !TB.empty())
    return false;
  const Term &X = Terms[BA], &Y = Terms[BB];
  auto IsAddress = [](const Term &T) {
    return T.Kind == TermKind::Param || T.Kind == TermKind::InitMem ||
           T.Kind == TermKind::Sym || T.Kind == TermKind::Global;
  };
  auto IsFound = [](const Term &T) {
    return T.Kind == TermKind::InitMem ||
           (T.Kind == TermKind::Sym && SymKind(T.Op) == SymKind::Memory);
  };
  if (!IsAddress(X) || !IsAddress(Y) || !IsFound(Y))
    return false;
  if (IsFound(X) && X.A && Y.A) {
    int64_t FA, FB;
    if (splitOffset(X.A, FA) == splitOffset(Y.A, FB) && FA != FB)
      return false;
  }
  return OA != 0 || !TA.empty() || !TB.empty() || SameName;
}

bool TermArena::mustDiffer(TermId A, TermId B) const {
  if (A == B || !A || !B)
    return false;
  int64_t OA, OB;
  if (isConst(A, OA) && isConst(B, OB))
    return OA != OB;
  TermId BA = splitOffset(A, OA), BB = splitOffset(B, OB);
  if (BA == BB)
    return OA != OB;
  const Term &X = Terms[rootOf(A)], &Y = Terms[rootOf(B)];
  // Tokens are as different as what they are made of.
  if (X.Kind == TermKind::Token && Y.Kind == TermKind::Token && X.Aux == Y.Aux)
    return mustDiffer(X.A, Y.A) || mustDiffer(X.B, Y.B);
  auto IsObject = [](const Term &T) {
    return T.Kind == TermKind::Object || T.Kind == TermKind::Global ||
           T.Kind == TermKind::SystemLock || T.Kind == TermKind::Token ||
           T.Kind == TermKind::Function;
  };
  if (IsObject(X) && IsObject(Y))
    return !(X == Y);
  // What came in from outside is not what this function made.
  auto IsIncoming = [](const Term &T) {
    return T.Kind == TermKind::Param || T.Kind == TermKind::InitMem;
  };
  return (X.Kind == TermKind::Object && IsIncoming(Y)) ||
         (Y.Kind == TermKind::Object && IsIncoming(X));
}

std::string TermArena::text(TermId Id,
                            function_ref<std::string(const Term &)> Name,
                            unsigned Depth) const {
  // Terms share parts: their text is exponential in their height.
  if (Depth > 7)
    return "...";
  const Term &T = Terms[Id];
  auto Sub = [&](TermId X) { return text(X, Name, Depth + 1); };
  switch (T.Kind) {
  case TermKind::Const:
    return std::to_string(T.Imm);
  case TermKind::PtrAdd: {
    StringRef L = label(Id);
    const Term &B = Terms[T.A];
    bool Object = B.Kind == TermKind::Global || B.Kind == TermKind::Object ||
                  B.Kind == TermKind::PtrIndex;
    std::string S = Sub(T.A);
    if (L.empty())
      return S + (T.Imm < 0 ? "-" : "+") +
             std::to_string(T.Imm < 0 ? 0 - uint64_t(T.Imm) : uint64_t(T.Imm));
    if (L[0] == '[')
      return S + L.str();
    return S + (Object ? "." : "->") + L.str();
  }
  case TermKind::PtrIndex:
    return Sub(T.A) + "[" + Sub(T.B) + "]";
  case TermKind::InitMem: {
    const Term &A = Terms[T.A];
    // A loaded member reads as the member; other loads need a star.
    if (A.Kind == TermKind::PtrAdd && !label(T.A).empty())
      return Sub(T.A);
    if (A.Kind == TermKind::Global || A.Kind == TermKind::Object)
      return Sub(T.A);
    return "*(" + Sub(T.A) + ")";
  }
  case TermKind::HandleLock:
    return "lock of handle " + Sub(T.A);
  case TermKind::Token: {
    std::string S = Name(T);
    if (T.A || T.B) {
      S += "(";
      if (T.A)
        S += Sub(T.A);
      if (T.B)
        S += ", " + Sub(T.B);
      S += ")";
    }
    return S;
  }
  case TermKind::Binary: {
    static const char *const Ops[] = {"+", "-",  "*",  "&", "|",
                                      "^", "<<", ">>", ">>"};
    int64_t C;
    if (BinaryOp(T.Op) == BinaryOp::Xor && T.Width == 1 && isConst(T.B, C) &&
        C == 1)
      return "!(" + Sub(T.A) + ")";
    return "(" + Sub(T.A) + " " + Ops[T.Op] + " " + Sub(T.B) + ")";
  }
  case TermKind::Compare: {
    const char *Op = "==";
    if (ComparePred(T.Op) == ComparePred::SLT ||
        ComparePred(T.Op) == ComparePred::ULT)
      Op = "<";
    else if (ComparePred(T.Op) != ComparePred::EQ)
      Op = "<=";
    return Sub(T.A) + " " + Op + " " + Sub(T.B);
  }
  case TermKind::Select:
    return "(" + Sub(T.A) + " ? " + Sub(T.B) + " : " + Sub(T.C) + ")";
  case TermKind::ZExt:
  case TermKind::SExt:
  case TermKind::Trunc:
    return Sub(T.A);
  case TermKind::Apply: {
    std::string S = Name(T) + "(";
    if (T.A)
      S += Sub(T.A);
    if (T.B)
      S += ", " + Sub(T.B);
    if (T.C)
      S += ", " + Sub(T.C);
    return S + ")";
  }
  case TermKind::Tuple: {
    std::string S = "{";
    for (TermId X = Id; X && Terms[X].Kind == TermKind::Tuple; X = Terms[X].B)
      S += (X == Id ? "" : ", ") + (Terms[X].A ? Sub(Terms[X].A) : "?");
    return S + "}";
  }
  default:
    return Name(T);
  }
}
