//===- SummaryCondenseTest.cpp --------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/SummaryCondense.h"
#include <gtest/gtest.h>

using namespace spinguard;

namespace {

/// Of a function with a lock, two members that it may write to, and a flag by
/// which its ways differ.
class SummaryCondense : public testing::Test {
protected:
  PoolId term(TermKind Kind, int64_t Imm, PoolId A = 0, unsigned Width = 64) {
    Term X;
    X.Kind = Kind;
    X.Imm = Imm;
    X.A = A;
    X.Width = Width;
    S.Pool.push_back(X);
    return PoolId(S.Pool.size() - 1);
  }

  ExitCase way(int64_t FlagLow, int64_t FlagHigh, PoolId Return) {
    ExitCase C;
    C.Return = Return;
    C.Facts.push_back({Flag, Range::between(FlagLow, FlagHigh)});
    return C;
  }

  static LockEffect takes(PoolId Lock) {
    LockEffect L;
    L.Lock = Lock;
    L.Entry = EntryHold::Unheld;
    L.Exit = Hold::Held;
    return L;
  }

  std::vector<ExitCase> condense(std::vector<ExitCase> Cases,
                                 bool KeepsNames = true) {
    S.Factors = {std::move(Cases)};
    Result = condensed(S, KeepsNames);
    return Result.Factors.front();
  }

  Summary S, Result;
  PoolId Device = term(TermKind::Param, 0);
  PoolId Flag = term(TermKind::Param, 1);
  PoolId Lock = term(TermKind::PtrAdd, 8, Device);
  PoolId Zero = term(TermKind::Const, 0), One = term(TermKind::Const, 1);
};

TEST_F(SummaryCondense, WaysThatLeaveLocksAlikeAreOne) {
  auto Cases = condense({way(0, 3, Zero), way(5, 9, Zero)});
  ASSERT_EQ(Cases.size(), 1u);
  EXPECT_EQ(Cases[0].Return, Zero);
  ASSERT_EQ(Cases[0].Facts.size(), 1u);
  for (int64_t Possible : {0, 3, 5, 9})
    EXPECT_TRUE(Cases[0].Facts[0].R->contains(Possible)) << Possible;
}

TEST_F(SummaryCondense, WhatOnlyOneKnowsIsForgotten) {
  ExitCase Knows = way(0, 3, Zero), Other = way(0, 3, Zero);
  Other.Facts.clear();
  auto Cases = condense({Knows, Other});
  ASSERT_EQ(Cases.size(), 1u);
  EXPECT_TRUE(Cases[0].Facts.empty());
}

TEST_F(SummaryCondense, AHeldLockStaysApart) {
  ExitCase Holds = way(0, 3, Zero);
  Holds.Locks.push_back(takes(Lock));
  EXPECT_EQ(condense({Holds, way(0, 3, Zero)}).size(), 2u);
}

TEST_F(SummaryCondense, NumbersThatAreReturnedStayApart) {
  EXPECT_EQ(condense({way(0, 3, Zero), way(0, 3, One)}).size(), 2u);
}

TEST_F(SummaryCondense, OfOtherResultsTheRangeIsKept) {
  PoolId A = term(TermKind::Param, 2), B = term(TermKind::Param, 3);
  ExitCase First = way(0, 3, A), Second = way(0, 3, B);
  First.Facts.push_back({A, Range::between(1, 4)});
  Second.Facts.push_back({B, Range::between(6, 9)});
  auto Cases = condense({First, Second});
  ASSERT_EQ(Cases.size(), 1u);
  EXPECT_NE(Cases[0].Return, A);
  EXPECT_NE(Cases[0].Return, B);
  bool Told = false;
  for (const PoolFact &F : Cases[0].Facts)
    if (F.T == Cases[0].Return) {
      Told = true;
      EXPECT_TRUE(F.R->contains(1) && F.R->contains(9));
      EXPECT_FALSE(F.R->contains(0) || F.R->contains(10));
    }
  EXPECT_TRUE(Told);
}

TEST_F(SummaryCondense, WhatOneWritesIsNotKnown) {
  PoolId Both = term(TermKind::PtrAdd, 16, Device);
  PoolId Differs = term(TermKind::PtrAdd, 24, Device);
  ExitCase First = way(0, 3, Zero), Second = way(0, 3, Zero);
  First.Mem = {{Both, One}, {Differs, One}};
  Second.Mem = {{Both, One}, {Differs, Zero}};
  auto Cases = condense({First, Second});
  ASSERT_EQ(Cases.size(), 1u);
  ASSERT_EQ(Cases[0].Mem.size(), 1u);
  EXPECT_EQ(Cases[0].Mem[0].first, Both);
  EXPECT_EQ(Cases[0].Clobbered, std::vector<PoolId>{Differs});
}

TEST_F(SummaryCondense, ManyMembersAreARegion) {
  ExitCase C = way(0, 3, Zero);
  for (int64_t Offset : {64, 24, 32, 40, 56, 16})
    C.Clobbered.push_back(term(TermKind::PtrAdd, Offset, Device));
  auto Cases = condense({C});
  EXPECT_TRUE(Cases[0].Clobbered.empty());
  ASSERT_EQ(Cases[0].Wiped.size(), 1u);
  EXPECT_EQ(Result.Pool[Cases[0].Wiped[0].first].Imm, 16);
  EXPECT_EQ(Cases[0].Wiped[0].second, 64 - 16 + 8);
}

TEST_F(SummaryCondense, WithoutNamesNumbersAreLeft) {
  PoolId Count = term(TermKind::PtrAdd, 16, Device);
  PoolId Owner = term(TermKind::PtrAdd, 24, Device);
  ExitCase C = way(0, 3, Zero);
  C.Mem = {{Count, One}, {Owner, Flag}};
  EXPECT_EQ(condense({C})[0].Mem.size(), 2u);
  auto Cases = condense({C}, /*KeepsNames=*/false);
  ASSERT_EQ(Cases[0].Mem.size(), 1u);
  EXPECT_EQ(Cases[0].Mem[0].first, Count);
  EXPECT_EQ(Cases[0].Clobbered, std::vector<PoolId>{Owner});
}

} // namespace
