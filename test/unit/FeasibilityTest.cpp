//===- FeasibilityTest.cpp - What a solver is asked about paths -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/Feasibility.h"
#include "gtest/gtest.h"

using namespace spinguard;

namespace {

using Answer = Feasibility::Answer;

class FeasibilityTest : public testing::Test {
protected:
  void SetUp() override {
    if (!Feasibility::isAvailable())
      GTEST_SKIP() << "this build has no solver";
  }

  TermId add(TermId A, TermId B) {
    return T.binary(BinaryOp::Add, A, B, T[A].Width);
  }
  Answer check(unsigned MaxQuestions = 100) {
    return Feasibility(T, Counts, MaxQuestions).check(F);
  }

  TermArena T;
  FactSet F;
  RunStatistics::SolverCounts Counts;
  TermId A = T.param(0, 32), B = T.param(1, 32);
};

TEST_F(FeasibilityTest, sumAndBounds) {
  F.set(A, Range::between(0, 50));
  F.set(B, Range::between(0, 50));
  F.set(add(A, B), Range::exactly(100));
  EXPECT_EQ(check(), Answer::Possible);
  F.set(add(A, B), Range::exactly(101));
  EXPECT_EQ(check(), Answer::Impossible);
  EXPECT_EQ(Counts.Asked, 2u);
  EXPECT_EQ(Counts.Possible, 1u);
  EXPECT_EQ(Counts.Impossible, 1u);
}

TEST_F(FeasibilityTest, additionWraps) {
  F.set(A, Range::between(1, INT32_MAX));
  F.set(B, Range::between(1, INT32_MAX));
  F.set(add(A, B), Range::between(INT32_MIN, -1));
  EXPECT_EQ(check(), Answer::Possible);
}

TEST_F(FeasibilityTest, excludedValues) {
  Range R = Range::between(0, 2);
  R.exclude(1);
  F.set(A, R);
  F.set(T.cast(TermKind::Trunc, A, 1), Range::exactly(1));
  EXPECT_EQ(check(), Answer::Impossible);
}

TEST_F(FeasibilityTest, booleansAreNoSigns) {
  TermId P = T.param(2, 1), Q = T.param(3, 1);
  F.set(P, Range::exactly(1));
  F.set(T.cast(TermKind::ZExt, P, 32), Range::exactly(1));
  F.set(T.binary(BinaryOp::Xor, P, Q, 1), Range::exactly(1));
  EXPECT_EQ(check(), Answer::Possible);
  F.set(Q, Range::exactly(1));
  EXPECT_EQ(check(), Answer::Impossible);
}

TEST_F(FeasibilityTest, plainFactsAreNotAskedFor) {
  F.set(A, Range::between(0, 50));
  F.set(T.compare(ComparePred::SLT, A, T.constant(7, 32)), Range::exactly(1));
  EXPECT_EQ(check(), Answer::Possible);
  EXPECT_EQ(Counts.Asked, 0u);
}

TEST_F(FeasibilityTest, sameQuestionIsAskedOnce) {
  F.set(A, Range::between(0, 1));
  F.set(add(A, B), Range::exactly(1));
  Feasibility Solver(T, Counts, 100);
  EXPECT_EQ(Solver.check(F), Answer::Possible);
  // What has no part in it is another question.
  F.set(T.param(2, 32), Range::exactly(3));
  EXPECT_EQ(Solver.check(F), Answer::Possible);
  EXPECT_EQ(Counts.Asked, 1u);
}

// A symbol of the oldest generation is many values.
TEST_F(FeasibilityTest, oldValuesAreNotOne) {
  auto Circle = [&](TermId V) {
    F.set(T.compare(ComparePred::SLT, V, A), Range::exactly(1));
    F.set(T.compare(ComparePred::SLT, A, B), Range::exactly(1));
    F.set(T.compare(ComparePred::SLT, B, V), Range::exactly(1));
    return check();
  };
  EXPECT_EQ(Circle(T.sym(SymKind::Result, 1, 0, 0, 32, MaxGen)),
            Answer::Possible);
  EXPECT_EQ(Circle(T.sym(SymKind::Result, 1, 0, 0, 32)), Answer::Impossible);
}

// The index of an element may have been extended either way.
TEST_F(FeasibilityTest, elementsAreOpaque) {
  TermId Base = T.param(2, 64);
  F.set(T.compare(ComparePred::EQ, T.ptrIndex(Base, A, 8),
                  T.ptrIndex(Base, B, 8)),
        Range::exactly(1));
  F.set(T.compare(ComparePred::EQ, A, B), Range::exactly(0));
  EXPECT_EQ(check(), Answer::Possible);
}

TEST_F(FeasibilityTest, boundsMakeItUnknown) {
  F.set(A, Range::between(0, 1));
  F.set(add(A, B), Range::exactly(1));
  EXPECT_EQ(check(/*MaxQuestions=*/0), Answer::Unknown);
  TermId Sum = A;
  for (unsigned I = 0; I < 2000; ++I)
    Sum = T.binary(BinaryOp::Xor, add(Sum, B), A, 32);
  F.set(Sum, Range::exactly(1));
  EXPECT_NE(check(), Answer::Impossible);
}

// Z3 ends after so many steps of its own, whatever the machine.
TEST_F(FeasibilityTest, hardQuestionsEnd) {
  TermId X = T.param(2, 64), Y = T.param(3, 64);
  // A product of two primes near 2^30.
  F.set(T.binary(BinaryOp::Mul, X, Y, 64),
        Range::exactly(int64_t(1000000007) * 998244353));
  F.set(X, Range::between(2, 1000000006));
  F.set(Y, Range::between(2, 1000000006));
  EXPECT_EQ(check(), Answer::Unknown);
  EXPECT_EQ(Counts.Unknown, 1u);
}

} // namespace
