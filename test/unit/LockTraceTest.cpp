//===- LockTraceTest.cpp - Which locks a path holds -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The locks after each step, and the order that several paths show.
//
//===----------------------------------------------------------------------===//

#include "report/LockTrace.h"
#include "Examples.h"
#include "report/Fingerprint.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

using Names = std::vector<std::string>;

PathStep takes(StringRef Lock, unsigned Line = 1) {
  return step(PathStep::Acquire, at("a.c", Line), "f",
              "'" + Lock.str() + "' is acquired here");
}

PathStep gives(StringRef Lock) {
  return step(PathStep::Release, at("a.c", 9), "f",
              "'" + Lock.str() + "' is released here");
}

TEST(LockTrace, LocksAreHeldFromAcquireToRelease) {
  Finding F;
  F.Path = {takes("A"), takes("B"), gives("A"),
            step(PathStep::Branch, at("a.c", 4), "f", "'B' is not 0"),
            gives("B")};
  traceLocks(F);
  EXPECT_EQ(F.Path[0].Lock, "A");
  EXPECT_EQ(F.Path[0].Held, Names({"A"}));
  EXPECT_EQ(F.Path[1].Held, Names({"A", "B"}));
  EXPECT_EQ(F.Path[2].Held, Names({"B"}));
  EXPECT_EQ(F.Path[3].Held, Names({"B"}));
  EXPECT_EQ(F.Path[3].Lock, "");
  EXPECT_TRUE(F.Path[4].Held.empty());
}

TEST(LockTrace, WhatIsHeldOnEntryIsHeld) {
  Finding F;
  F.Path = {
      step(PathStep::Entry, at("a.c", 1), "f", "the system calls 'f' (cancel)"),
      step(PathStep::Entry, at("a.c", 1), "f",
           "'cancel spin lock' is held on entry"),
      gives("cancel spin lock")};
  traceLocks(F);
  EXPECT_TRUE(F.Path[0].Held.empty());
  EXPECT_EQ(F.Path[1].Held, Names({"cancel spin lock"}));
  EXPECT_TRUE(F.Path[2].Held.empty());
}

TEST(LockTrace, TheEventTakesNothing) {
  Finding F = doubleAcquire();
  traceLocks(F);
  EXPECT_EQ(F.Path[1].Lock, "Ext->Lock");
  EXPECT_EQ(F.Path[1].Held, Names({"Ext->Lock"}));
}

TEST(LockTrace, ASharedLockIsHeldAsOftenAsItWasTaken) {
  Finding F;
  F.Path = {takes("A"), takes("A"), gives("A"), gives("A")};
  traceLocks(F);
  EXPECT_EQ(F.Path[1].Held, Names({"A"}));
  EXPECT_EQ(F.Path[2].Held, Names({"A"}));
  EXPECT_TRUE(F.Path[3].Held.empty());
}

TEST(LockTrace, AnotherThreadsLocksAreItsOwn) {
  Finding F;
  F.Path = {takes("A")};
  F.Path[0].OtherThread = true;
  traceLocks(F);
  EXPECT_TRUE(F.Path[0].Held.empty());
}

Finding inversion() {
  Finding F;
  F.RuleId = "lock-order-inversion";
  F.Path = {takes("Other"), takes("A", 2), takes("B", 3)};
  RelatedPath P;
  P.Path = {takes("B", 4), takes("A", 5)};
  F.RelatedPaths = {P};
  return F;
}

TEST(LockTrace, AnInversionHasAnEdgeForEachPath) {
  Finding F = inversion();
  traceLocks(F);
  ASSERT_EQ(F.Order.size(), 2u);
  EXPECT_EQ(F.Order[0].From, "A");
  EXPECT_EQ(F.Order[0].To, "B");
  EXPECT_EQ(F.Order[0].Path, 0u);
  EXPECT_EQ(F.Order[0].FromStep, 1u);
  EXPECT_EQ(F.Order[0].ToStep, 2u);
  EXPECT_EQ(F.Order[1].From, "B");
  EXPECT_EQ(F.Order[1].To, "A");
  EXPECT_EQ(F.Order[1].Path, 1u);
}

TEST(LockTrace, OtherRulesHaveNoOrder) {
  Finding F = inversion();
  F.RuleId = "irq-unsafe";
  traceLocks(F);
  EXPECT_TRUE(F.Order.empty());
}

TEST(LockTrace, EmptyPathsAreNoTrouble) {
  Finding F = inversion();
  F.Path.clear();
  F.RelatedPaths[0].Path.clear();
  traceLocks(F);
  EXPECT_TRUE(F.Order.empty());
}

TEST(Fingerprint, WhichPathOfACycleIsToldFirstIsChance) {
  Finding F = inversion(), G = inversion();
  F.Function = "f";
  G.Function = "g";
  std::swap(G.Path, G.RelatedPaths[0].Path);
  EXPECT_EQ(fingerprintOf(F), fingerprintOf(G));
  G.RelatedPaths[0].Path.pop_back();
  EXPECT_NE(fingerprintOf(F), fingerprintOf(G));
}

} // namespace
