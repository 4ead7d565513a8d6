//===- RuleSelectionTest.cpp - Choosing rules by name -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The catalogue is consistent, and names select what their users expect.
//
//===----------------------------------------------------------------------===//

#include "rules/Rules.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

RuleSelection select(std::vector<std::string> Names) {
  Expected<RuleSelection> S = RuleSelection::parse(Names);
  if (!S) {
    ADD_FAILURE() << toString(S.takeError());
    return RuleSelection();
  }
  return std::move(*S);
}

std::string errorFor(std::vector<std::string> Names) {
  Expected<RuleSelection> S = RuleSelection::parse(Names);
  if (S)
    return "no error";
  return toString(S.takeError());
}

TEST(RuleCatalogue, RulesAreConsistent) {
  StringSet<> Ids;
  for (const RuleInfo &R : allRules()) {
    EXPECT_TRUE(Ids.insert(R.Id).second) << R.Id.str();
    EXPECT_EQ(&ruleInfo(R.Kind), &R);
    EXPECT_EQ(findRule(R.Id), &R);
    EXPECT_FALSE(R.Title.empty());
    EXPECT_FALSE(R.Title.ends_with(".")) << R.Id.str();
    EXPECT_TRUE(R.Help.ends_with(".")) << R.Id.str();
  }
  EXPECT_EQ(findRule("no-such-rule"), nullptr);
}

TEST(RuleCatalogue, OriginalNamesAreConsistent) {
  StringSet<> Names;
  for (const VerifierRule &V : allVerifierRules()) {
    EXPECT_TRUE(Names.insert(V.Name.lower()).second) << V.Name.str();
    EXPECT_EQ(V.Name.count(':'), 1u) << V.Name.str();
    EXPECT_FALSE(V.LockKinds.empty()) << V.Name.str();
    SmallVector<StringRef, 4> Rules;
    V.Rules.split(Rules, ',');
    for (StringRef Id : Rules)
      EXPECT_NE(findRule(Id), nullptr) << V.Name.str() << ": " << Id.str();
  }
}

TEST(RuleCatalogue, Covers) {
  VerifierRule V{"x:Y", "double-acquire,held-at-exit", "ke,ke-queued"};
  EXPECT_TRUE(V.covers("double-acquire", "ke"));
  EXPECT_TRUE(V.covers("held-at-exit", "ke-queued"));
  EXPECT_FALSE(V.covers("held-at-exit", "cancel"));
  EXPECT_FALSE(V.covers("release-unheld", "ke"));
  EXPECT_FALSE(V.covers("double", "ke"));
  EXPECT_FALSE(V.covers("double-acquire", "queued"));
  EXPECT_FALSE(V.covers("double-acquire", ""));
  EXPECT_TRUE(V.serves("held-at-exit"));
  EXPECT_FALSE(V.serves("release-unheld"));
  VerifierRule Any{"x:Z", "held-at-exit", "*"};
  EXPECT_TRUE(Any.covers("held-at-exit", "whatever"));
}

TEST(RuleSelection, NothingMeansEverything) {
  for (const RuleSelection &S :
       {RuleSelection(), select({}), select({"", " "})}) {
    EXPECT_TRUE(S.names().empty());
    for (const RuleInfo &R : allRules()) {
      EXPECT_TRUE(S.includesRule(R.Id));
      EXPECT_TRUE(S.includes(R.Id, "any-kind"));
    }
  }
}

TEST(RuleSelection, ById) {
  RuleSelection S = select({"held-at-exit"});
  EXPECT_TRUE(S.includesRule("held-at-exit"));
  EXPECT_TRUE(S.includes("held-at-exit", "cancel"));
  EXPECT_FALSE(S.includesRule("double-acquire"));
  EXPECT_FALSE(S.includes("double-acquire", "ke"));
}

TEST(RuleSelection, ByOriginalName) {
  RuleSelection S = select({"wdm:CancelSpinLock"});
  EXPECT_TRUE(S.includesRule("double-acquire"));
  EXPECT_TRUE(S.includes("double-acquire", "cancel"));
  EXPECT_FALSE(S.includes("double-acquire", "ke"));
  EXPECT_FALSE(S.includesRule("release-unheld"));
  EXPECT_EQ(S.names().size(), 1u);
  EXPECT_EQ(S.names()[0], "wdm:CancelSpinLock");
}

TEST(RuleSelection, WithoutModelSelectsEveryModel) {
  RuleSelection S = select({"SpinLock"});
  EXPECT_TRUE(S.includes("double-acquire", "ke"));   // wdm, storport, ndis
  EXPECT_TRUE(S.includes("double-acquire", "ndis")); // ndis alone
  EXPECT_FALSE(S.includes("double-acquire", "cancel"));
}

TEST(RuleSelection, CapitalsDoNotMatter) {
  RuleSelection S = select({"WDM:spinlockRelease", "Double-Acquire"});
  EXPECT_TRUE(S.includes("release-unheld", "ke"));
  EXPECT_TRUE(S.includes("double-acquire", "posix"));
}

TEST(RuleSelection, WholeModel) {
  RuleSelection S = select({"kmdf:*"});
  EXPECT_TRUE(S.includes("release-unheld", "wdf-spin"));
  EXPECT_TRUE(S.includes("double-acquire", "wdf-interrupt"));
  EXPECT_FALSE(S.includes("double-acquire", "storport"));
}

TEST(RuleSelection, SeveralNamesAreAUnion) {
  for (const RuleSelection &S :
       {select({"inconsistent-exit", "ndis:SpinLockDprRelease"}),
        select({" inconsistent-exit , ndis:SpinLockDprRelease,"})}) {
    EXPECT_TRUE(S.includes("inconsistent-exit", "posix"));
    EXPECT_TRUE(S.includes("release-unheld", "ndis"));
    EXPECT_FALSE(S.includes("release-unheld", "ke"));
    EXPECT_EQ(S.names().size(), 2u);
  }
}

TEST(RuleSelection, SelectionOutlivesTheNames) {
  RuleSelection S;
  {
    std::vector<std::string> Names = {"held-at-exit", "wdm:SpinLock"};
    S = select(Names);
    for (std::string &Name : Names)
      Name.assign(Name.size(), '?');
  }
  EXPECT_TRUE(S.includes("held-at-exit", "cancel"));
  EXPECT_TRUE(S.includes("double-acquire", "ke"));
}

TEST(RuleSelection, UnknownNameSuggestsTheNearest) {
  EXPECT_EQ(errorFor({"double-aquire"}),
            "unknown rule 'double-aquire'; did you mean 'double-acquire'?");
  EXPECT_EQ(errorFor({"wdm:CancelSpinLok"}),
            "unknown rule 'wdm:CancelSpinLok'; did you mean "
            "'wdm:CancelSpinLock'?");
  EXPECT_EQ(errorFor({"CancelSpinlok"}),
            "unknown rule 'CancelSpinlok'; did you mean 'CancelSpinLock'?");
  EXPECT_EQ(errorFor({"held-at-exit", "WdfSpinLck"}),
            "unknown rule 'WdfSpinLck'; did you mean 'WdfSpinlock'?");
}

TEST(RuleSelection, UnknownNameFarFromAllListsTheRules) {
  std::string Message = errorFor({"zzzzzzzzzzzz"});
  EXPECT_TRUE(StringRef(Message).starts_with(
      "unknown rule 'zzzzzzzzzzzz'; rules are double-acquire, "))
      << Message;
  EXPECT_TRUE(StringRef(errorFor({"xbox:*"})).starts_with("unknown rule"));
  EXPECT_TRUE(StringRef(errorFor({"*"})).starts_with("unknown rule"));
}

} // namespace
