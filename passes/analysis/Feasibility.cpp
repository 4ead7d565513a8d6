//===- Feasibility.cpp - Can all that a path knows be so? -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Feasibility.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/Support/SMTAPI.h"
#include <algorithm>
#include <map>
#include <optional>

using namespace llvm;
using namespace spinguard;

#ifdef SPINGUARD_HAS_Z3
// A program with LLVM's static libraries inside, which loads the plugin, need
// not have this one.
namespace llvm {
extern "C++" __attribute__((weak)) SMTSolverRef CreateZ3Solver();
} // namespace llvm
#endif

bool Feasibility::isAvailable() {
#ifdef SPINGUARD_HAS_Z3
  return &CreateZ3Solver != nullptr;
#else
  return false;
#endif
}

/// Each thread has one: Z3 takes longer to begin than most questions take. It
/// is reset before each question.
static SMTSolver *solver() {
#ifdef SPINGUARD_HAS_Z3
  static thread_local SMTSolverRef Z3 =
      Feasibility::isAvailable() ? CreateZ3Solver() : nullptr;
  return Z3.get();
#else
  return nullptr;
#endif
}

namespace {
/// Larger questions are not asked.
constexpr size_t MaxFacts = 48;
constexpr size_t MaxTerms = 400;
constexpr uint8_t MaxHeight = 40;
/// Of Z3's steps for one question.
constexpr unsigned MaxSteps = 200000;
/// One that takes more counts as so many.
constexpr unsigned HardQuestion = 50;
} // namespace

class Feasibility::Solver {
public:
  Solver(const TermArena &T, RunStatistics::SolverCounts &Counts,
         unsigned MaxQuestions)
      : T(T), Counts(Counts), Left(MaxQuestions) {}

  Answer check(const FactSet &Facts);

private:
  using FactRef = const FactSet::Fact *;

  /// A term, seen from a question.
  struct Shape {
    bool IsUsable = false; ///< One value, whose width is known.
    /// A variable, extended, some of its bits, a place at a fixed distance, or
    /// such compared with a constant: intervals and bits say all there is.
    bool IsPlain = false;
    bool IsRelation = false;       ///< Compares two such.
    std::vector<TermId> Variables; ///< Sorted.
    size_t NumTerms = 1;
  };

  const Shape &shapeOf(TermId Id);
  bool isOperation(const Term &X) const;
  bool isDecided(ArrayRef<FactRef> Facts);
  Answer ask(ArrayRef<FactRef> Facts);
  SMTExprRef bits(TermId Id);
  SMTExprRef constant(int64_t V, unsigned Width);
  SMTExprRef isIn(TermId Id, const Range &R);

  const TermArena &T;
  RunStatistics::SolverCounts &Counts;
  unsigned Left;
  SMTSolver *Z3 = nullptr;
  DenseMap<TermId, std::unique_ptr<Shape>> Shapes;
  DenseMap<TermId, SMTExprRef> Bits;
  std::map<std::vector<int64_t>, Answer> Known;
};

Feasibility::Feasibility(const TermArena &T,
                         RunStatistics::SolverCounts &Counts,
                         unsigned MaxQuestions)
    : Impl(std::make_unique<Solver>(T, Counts, MaxQuestions)) {}

Feasibility::~Feasibility() = default;

Feasibility::Answer Feasibility::check(const FactSet &Facts) {
  return isAvailable() ? Impl->check(Facts) : Answer::Unknown;
}

/// The term is computed from its operands in the way bit vectors are.
bool Feasibility::Solver::isOperation(const Term &X) const {
  if (X.Depth > MaxHeight)
    return false;
  unsigned A = T[X.A].Width, B = T[X.B].Width, C = T[X.C].Width;
  switch (X.Kind) {
  case TermKind::PtrAdd:
    return A == X.Width;
  case TermKind::Binary:
    switch (BinaryOp(X.Op)) {
    case BinaryOp::Shl:
    case BinaryOp::LShr:
    case BinaryOp::AShr: {
      // (Beyond the width the result is anything.)
      int64_t By;
      return A == X.Width && B == X.Width && T.isConst(X.B, By) && By >= 0 &&
             By < int64_t(X.Width);
    }
    default:
      return A == X.Width && B == X.Width;
    }
  case TermKind::Compare:
    return A == B && (A > 1 || ComparePred(X.Op) == ComparePred::EQ);
  case TermKind::Select:
    return A == 1 && B == X.Width && C == X.Width;
  case TermKind::ZExt:
  case TermKind::SExt:
    return A < X.Width;
  case TermKind::Trunc:
    return A > X.Width;
  default:
    return false;
  }
}

const Feasibility::Solver::Shape &Feasibility::Solver::shapeOf(TermId Id) {
  std::unique_ptr<Shape> &Slot = Shapes[Id];
  if (Slot)
    return *Slot;
  Shape S;
  const Term &X = T[Id];
  bool IsOld = X.Kind == TermKind::Sym && X.Gen == MaxGen;
  S.IsUsable = X.Width >= 1 && X.Width <= 64 && X.Kind != TermKind::Undef &&
               X.Kind != TermKind::Tuple && !IsOld;
  // What an unknown is called after is no part of it.
  if (S.IsUsable && X.Kind != TermKind::Sym && X.Kind != TermKind::Const) {
    bool Computed = isOperation(X);
    for (TermId Op : {X.A, X.B, X.C}) {
      if (!Op)
        continue;
      const Shape &O = shapeOf(Op);
      S.IsUsable &= O.IsUsable;
      if (!Computed)
        continue;
      S.NumTerms += O.NumTerms;
      S.Variables.insert(S.Variables.end(), O.Variables.begin(),
                         O.Variables.end());
      if (S.NumTerms > MaxTerms) {
        S.IsUsable = false;
        break;
      }
    }
    if (!Computed)
      S.Variables.assign(1, Id);
    llvm::sort(S.Variables);
    S.Variables.erase(std::unique(S.Variables.begin(), S.Variables.end()),
                      S.Variables.end());
    int64_t C;
    auto IsPlain = [&](TermId Op) { return Op && shapeOf(Op).IsPlain; };
    switch (Computed ? X.Kind : TermKind::None) {
    case TermKind::None:
      S.IsPlain = true;
      break;
    case TermKind::PtrAdd:
    case TermKind::ZExt:
    case TermKind::SExt:
      S.IsPlain = IsPlain(X.A);
      break;
    case TermKind::Binary:
      S.IsPlain = BinaryOp(X.Op) == BinaryOp::And && T.isConst(X.B, C) &&
                  T[X.A].Kind != TermKind::Binary && IsPlain(X.A);
      break;
    case TermKind::Compare:
      S.IsPlain = IsPlain(X.A) && T.isConst(X.B, C);
      S.IsRelation = IsPlain(X.A) && IsPlain(X.B);
      break;
    default:
      break;
    }
  } else if (X.Kind == TermKind::Sym) {
    S.Variables.assign(1, Id);
    S.IsPlain = true;
  }
  // (The reference is gone if the map has grown.)
  std::unique_ptr<Shape> &Result = Shapes[Id];
  Result = std::make_unique<Shape>(std::move(S));
  return *Result;
}

SMTExprRef Feasibility::Solver::constant(int64_t V, unsigned Width) {
  APInt Value = APInt(64, uint64_t(V)).trunc(Width);
  return Z3->mkBitvector(APSInt(Value, /*isUnsigned=*/true), Width);
}

SMTExprRef Feasibility::Solver::bits(TermId Id) {
  if (SMTExprRef Seen = Bits.lookup(Id))
    return Seen;
  const Term &X = T[Id];
  auto AsBit = [&](SMTExprRef Bool) {
    return Z3->mkIte(Bool, constant(1, 1), constant(0, 1));
  };
  SMTExprRef R = nullptr;
  if (X.Kind == TermKind::Const) {
    R = constant(X.Imm, X.Width);
  } else if (!isOperation(X)) {
    R = Z3->mkSymbol(("t" + Twine(Id)).str().c_str(),
                     Z3->getBitvectorSort(X.Width));
  } else {
    SMTExprRef A = bits(X.A), B = X.B ? bits(X.B) : nullptr;
    switch (X.Kind) {
    case TermKind::PtrAdd:
      R = Z3->mkBVAdd(A, constant(X.Imm, X.Width));
      break;
    case TermKind::Select:
      R = Z3->mkIte(Z3->mkEqual(A, constant(1, 1)), B, bits(X.C));
      break;
    case TermKind::ZExt:
      R = Z3->mkBVZeroExt(X.Width - T[X.A].Width, A);
      break;
    case TermKind::SExt:
      R = Z3->mkBVSignExt(X.Width - T[X.A].Width, A);
      break;
    case TermKind::Trunc:
      R = Z3->mkBVExtract(X.Width - 1, 0, A);
      break;
    case TermKind::Compare:
      switch (ComparePred(X.Op)) {
      case ComparePred::EQ:
        R = AsBit(Z3->mkEqual(A, B));
        break;
      case ComparePred::ULT:
        R = AsBit(Z3->mkBVUlt(A, B));
        break;
      case ComparePred::ULE:
        R = AsBit(Z3->mkBVUle(A, B));
        break;
      case ComparePred::SLT:
        R = AsBit(Z3->mkBVSlt(A, B));
        break;
      default:
        R = AsBit(Z3->mkBVSle(A, B));
        break;
      }
      break;
    default:
      switch (BinaryOp(X.Op)) {
      case BinaryOp::Add:
        R = Z3->mkBVAdd(A, B);
        break;
      case BinaryOp::Sub:
        R = Z3->mkBVSub(A, B);
        break;
      case BinaryOp::Mul:
        R = Z3->mkBVMul(A, B);
        break;
      case BinaryOp::And:
        R = Z3->mkBVAnd(A, B);
        break;
      case BinaryOp::Or:
        R = Z3->mkBVOr(A, B);
        break;
      case BinaryOp::Xor:
        R = Z3->mkBVXor(A, B);
        break;
      case BinaryOp::Shl:
        R = Z3->mkBVShl(A, B);
        break;
      case BinaryOp::LShr:
        R = Z3->mkBVLshr(A, B);
        break;
      case BinaryOp::AShr:
        R = Z3->mkBVAshr(A, B);
        break;
      }
      break;
    }
  }
  return Bits[Id] = R;
}

SMTExprRef Feasibility::Solver::isIn(TermId Id, const Range &R) {
  unsigned W = T[Id].Width;
  Range All = Range::ofWidth(W);
  SMTExprRef X = bits(Id);
  if (R.isSingle())
    return Z3->mkEqual(X, constant(R.Lo, W));
  SMTExprRef E = Z3->mkBoolean(true);
  if (W > 1 && R.Lo > All.Lo)
    E = Z3->mkAnd(E, Z3->mkBVSge(X, constant(R.Lo, W)));
  if (W > 1 && R.Hi < All.Hi)
    E = Z3->mkAnd(E, Z3->mkBVSle(X, constant(R.Hi, W)));
  for (int64_t V : R.Not)
    if (All.contains(V))
      E = Z3->mkAnd(E, Z3->mkNot(Z3->mkEqual(X, constant(V, W))));
  return E;
}

/// Facts.h has looked at all that these may contradict.
bool Feasibility::Solver::isDecided(ArrayRef<FactRef> Facts) {
  std::vector<TermId> Variables;
  bool Relates = false;
  for (FactRef F : Facts) {
    const Shape &S = shapeOf(F->first);
    if (!S.IsPlain && !S.IsRelation && Facts.size() > 1)
      return false;
    Relates |= S.IsRelation;
    Variables.insert(Variables.end(), S.Variables.begin(), S.Variables.end());
  }
  llvm::sort(Variables);
  return !Relates ||
         std::unique(Variables.begin(), Variables.end()) - Variables.begin() <=
             2;
}

Feasibility::Answer Feasibility::Solver::ask(ArrayRef<FactRef> Facts) {
  size_t NumTerms = 0;
  std::vector<int64_t> Key;
  for (FactRef F : Facts) {
    NumTerms += shapeOf(F->first).NumTerms;
    Key.insert(Key.end(), {int64_t(F->first), F->second.Lo, F->second.Hi,
                           int64_t(F->second.Not.size())});
    Key.insert(Key.end(), F->second.Not.begin(), F->second.Not.end());
  }
  auto [It, IsNew] = Known.try_emplace(std::move(Key), Answer::Unknown);
  if (!IsNew)
    return It->second;
  if (Facts.size() > MaxFacts || NumTerms > MaxTerms || Left == 0) {
    ++Counts.Unknown;
    return Answer::Unknown;
  }
  --Left;
  ++Counts.Asked;
  if (!Z3)
    Z3 = solver();
  Z3->reset();
  Z3->setUnsignedParam("rlimit", MaxSteps);
  // (LLVM sets a time, for which Z3 starts a thread at each question.)
  Z3->setUnsignedParam("timeout", std::numeric_limits<unsigned>::max());
  for (FactRef F : Facts)
    Z3->addConstraint(isIn(F->first, F->second));
  std::optional<bool> Possible = Z3->check();
  if (!Possible) {
    Left -= std::min(Left, HardQuestion);
    ++Counts.Unknown;
    return Answer::Unknown;
  }
  ++(*Possible ? Counts.Possible : Counts.Impossible);
  It->second = *Possible ? Answer::Possible : Answer::Impossible;
  return It->second;
}

Feasibility::Answer Feasibility::Solver::check(const FactSet &Facts) {
  std::vector<FactRef> Usable;
  EquivalenceClasses<TermId> Related;
  for (const FactSet::Fact &F : Facts.all()) {
    Range All = Range::ofWidth(T[F.first].Width);
    const Shape &S = shapeOf(F.first);
    // (A bound that no value of the width has is no fact of bit vectors.)
    if (!S.IsUsable || S.Variables.empty() || F.second.isEmpty() ||
        F.second.Lo > All.Hi || F.second.Hi < All.Lo)
      continue;
    Usable.push_back(&F);
    for (TermId V : S.Variables)
      Related.unionSets(S.Variables.front(), V);
  }
  std::map<TermId, std::vector<FactRef>> Groups;
  for (FactRef F : Usable)
    Groups[Related.getLeaderValue(shapeOf(F->first).Variables.front())]
        .push_back(F);
  Answer All = Answer::Possible;
  for (const auto &[Leader, Group] : Groups) {
    if (isDecided(Group))
      continue;
    Answer One = ask(Group);
    if (One == Answer::Impossible)
      return One;
    if (One == Answer::Unknown)
      All = One;
  }
  return All;
}
