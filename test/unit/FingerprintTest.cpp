//===- FingerprintTest.cpp - When two findings are the same -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A fingerprint outlives edits that leave the defect alone, and nothing else.
//
//===----------------------------------------------------------------------===//

#include "report/Fingerprint.h"
#include "Examples.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

Finding finding() {
  Finding F = doubleAcquire("/home/me/src/queue.c");
  F.Loc.Dir = "/home/me/build";
  for (PathStep &S : F.Path)
    S.Loc.Dir = F.Loc.Dir;
  F.Path.insert(F.Path.begin() + 1,
                step(PathStep::Branch, F.Path[0].Loc, "DispatchRead",
                     "the loop at /home/me/src/queue.c:11:3 is entered"));
  return F;
}

TEST(Fingerprint, IsThirtyTwoHexadecimalDigits) {
  std::string Print = fingerprintOf(finding());
  EXPECT_EQ(Print.size(), 32u);
  EXPECT_TRUE(all_of(Print, [](char C) {
    return isDigit(C) || (C >= 'a' && C <= 'f');
  })) << Print;
}

// Baselines in the field hold these values: a change here makes every known
// finding new, and calls for another version in the hash and in SARIF's key.
TEST(Fingerprint, IsFrozen) {
  EXPECT_EQ(fingerprintOf(finding()), "4b9e5f7fb93c4beaa88e9dec73b9f17a");
}

TEST(Fingerprint, SurvivesMovedLines) {
  Finding Moved = finding();
  Moved.Loc.Line += 100;
  Moved.Loc.Column += 4;
  for (PathStep &S : Moved.Path)
    S.Loc.Line += 100;
  Moved.Path[1].Text = "the loop at /home/me/src/queue.c:111:3 is entered";
  EXPECT_EQ(fingerprintOf(Moved), fingerprintOf(finding()));
}

TEST(Fingerprint, SurvivesAnotherCheckout) {
  Finding Moved = finding();
  Moved.Loc.File = "C:\\work\\queue.c";
  Moved.Loc.Dir = "C:\\build";
  Moved.Path[1].Text = "the loop at C:\\work\\queue.c:11:3 is entered";
  EXPECT_EQ(fingerprintOf(Moved), fingerprintOf(finding()));
}

TEST(Fingerprint, DoesNotDependOnWordingOfMessages) {
  Finding Other = finding();
  Other.Message = "reworded";
  Other.Advice = "reworded";
  Other.BugCheck = "0x1";
  Other.Level = Severity::Warning;
  EXPECT_EQ(fingerprintOf(Other), fingerprintOf(finding()));
}

TEST(Fingerprint, SurvivesAMovedAllocation) {
  Finding A = finding(), B = finding();
  A.Lock = "object allocated at queue.c:12";
  B.Lock = "object allocated at queue.c:345";
  EXPECT_EQ(fingerprintOf(A), fingerprintOf(B));
}

TEST(Fingerprint, DiffersByLock) {
  Finding Other = finding();
  Other.Lock = "Ext->OtherLock";
  EXPECT_NE(fingerprintOf(Other), fingerprintOf(finding()));
  Finding A = finding(), B = finding();
  A.Lock = "Ext->Locks[1]";
  B.Lock = "Ext->Locks[2]";
  EXPECT_NE(fingerprintOf(A), fingerprintOf(B));
}

TEST(Fingerprint, DiffersByRuleFunctionAndPath) {
  Finding Rule = finding();
  Rule.RuleId = "release-unheld";
  EXPECT_NE(fingerprintOf(Rule), fingerprintOf(finding()));
  Finding Function = finding();
  Function.Function = "StartOther";
  EXPECT_NE(fingerprintOf(Function), fingerprintOf(finding()));
  Finding Shorter = finding();
  Shorter.Path.erase(Shorter.Path.begin() + 1);
  EXPECT_NE(fingerprintOf(Shorter), fingerprintOf(finding()));
  Finding Kind = finding();
  Kind.Path[1].K = PathStep::Call;
  EXPECT_NE(fingerprintOf(Kind), fingerprintOf(finding()));
  Finding Caller = finding();
  Caller.Path[0].Function = "DispatchWrite";
  EXPECT_NE(fingerprintOf(Caller), fingerprintOf(finding()));
}

TEST(Fingerprint, PartsDoNotRunTogether) {
  Finding A, B;
  A.RuleId = "ab";
  A.Function = "c";
  B.RuleId = "a";
  B.Function = "bc";
  EXPECT_NE(fingerprintOf(A), fingerprintOf(B));
}

TEST(Fingerprint, TakesAnyBytes) {
  Finding F = finding();
  F.Lock = std::string("\xff\0\n'\"<script>", 13);
  F.Path[0].Text = "/\\/\\'\xff 1";
  EXPECT_EQ(fingerprintOf(F).size(), 32u);
  EXPECT_EQ(fingerprintOf(Finding()).size(), 32u);
}

} // namespace
