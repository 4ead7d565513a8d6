//===- SuppressionTest.cpp - Findings that someone has accepted -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Comments, rows of a file, and what is said of those that are of no use.
//
//===----------------------------------------------------------------------===//

#include "Examples.h"
#include "report/SourceIgnores.h"
#include "report/Suppressions.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

//===--- Comments ---------------------------------------------------------===//

/// "line:first-last text" of each comment.
std::vector<std::string> ignores(StringRef Source) {
  std::vector<std::string> Found;
  for (const IgnoreComment &C : findIgnoreComments(Source))
    Found.push_back(std::to_string(C.Line) + ":" + std::to_string(C.First) +
                    "-" + std::to_string(C.Last) + " " + C.Text);
  return Found;
}

using Texts = std::vector<std::string>;

TEST(IgnoreComments, BesideCodeItIsAboutItsLine) {
  EXPECT_EQ(ignores("a();\nb(); // spinguard: ignore(x) why\nc();\n"),
            Texts({"2:2-2 ignore(x) why"}));
  EXPECT_EQ(ignores("b(); /* spinguard: ignore(x) why */\n"),
            Texts({"1:1-1 ignore(x) why"}));
}

TEST(IgnoreComments, AloneItIsAboutTheStatementBelow) {
  EXPECT_EQ(ignores("// spinguard: ignore(x) why\n"
                    "// and more words\n"
                    "\n"
                    "call(a,\n"
                    "     b);\n"
                    "next();\n"),
            Texts({"1:4-5 ignore(x) why"}));
  EXPECT_EQ(ignores("/*\n * spinguard: ignore(x) why\n */\nif (a) {\n b();\n"),
            Texts({"2:4-4 ignore(x) why"}));
  EXPECT_EQ(ignores("/* spinguard: ignore(x) why */ call();\nnext();\n"),
            Texts({"1:1-1 ignore(x) why"}));
}

TEST(IgnoreComments, TextInStringsIsNone) {
  EXPECT_TRUE(ignores("s = \"// spinguard: ignore(x) why\";").empty());
  EXPECT_TRUE(ignores("s = R\"(\n// spinguard: ignore(x) why\n)\";").empty());
  EXPECT_EQ(ignores("c = '\"'; // spinguard: ignore(x) why").size(), 1u);
  EXPECT_EQ(ignores("c = '\\''; // spinguard: ignore(x) why").size(), 1u);
  EXPECT_EQ(ignores("n = 1'000; // spinguard: ignore(x) why").size(), 1u);
  EXPECT_EQ(ignores("fn f<'a>(x: &'a T) {} // spinguard: ignore(x) y").size(),
            1u);
  EXPECT_EQ(ignores("s = \"open\nx(); // spinguard: ignore(x) why").size(), 1u);
}

TEST(IgnoreComments, WordsAboutThemAreNone) {
  EXPECT_TRUE(ignores("// write spinguard: ignore(x) why\n").empty());
  EXPECT_TRUE(ignores("// spinguard: a note\n").empty());
}

TEST(IgnoreComments, EndsOfFiles) {
  EXPECT_TRUE(ignores("").empty());
  EXPECT_EQ(ignores("// spinguard: ignore(x) why").size(), 1u);
  EXPECT_EQ(ignores("/* spinguard: ignore(x) why").size(), 1u);
  for (StringRef Odd : {"\"", "'", "'\\", "R\"", "/", "/*", "\"\\"})
    ignores(("// spinguard: ignore(x) y\n" + Odd).str());
}

TEST(IgnoreComments, Clauses) {
  IgnoreClause C = parseIgnoreClause("ignore(a, wdm:b) the reason (it is so)");
  EXPECT_EQ(C.Rules, Texts({"a", "wdm:b"}));
  EXPECT_EQ(C.Reason, "the reason (it is so)");
  EXPECT_EQ(C.Problem, "");
  EXPECT_EQ(parseIgnoreClause("ignore(*): why").Reason, "why");
  EXPECT_NE(parseIgnoreClause("ignore(a)").Problem, "");
  EXPECT_NE(parseIgnoreClause("ignore a why").Problem, "");
  EXPECT_NE(parseIgnoreClause("ignore() why").Problem, "");
  EXPECT_NE(parseIgnoreClause("ignore(a").Problem, "");
}

//===--- Files ------------------------------------------------------------===//

std::string errorOf(StringRef Yaml) {
  SuppressionRows Rows;
  return toString(readSuppressionFile(MemoryBufferRef(Yaml, "s.yaml"), Rows));
}

Report reportWith(StringRef Yaml) {
  SuppressionRows Rows;
  Error E = readSuppressionFile(MemoryBufferRef(Yaml, "s.yaml"), Rows);
  EXPECT_FALSE(bool(E));
  if (E)
    ADD_FAILURE() << toString(std::move(E));
  Report R;
  R.Rules = {"double-acquire", "release-unheld"};
  R.Findings = {doubleAcquire("/p/src/queue.c")};
  R.Findings[0].Fingerprint = "0123456789abcdef0123456789abcdef";
  SuppressionOptions Opts;
  Opts.SourceRoot = "/p";
  applySuppressions(R, Rows, Opts);
  return R;
}

TEST(SuppressionFile, EachKeySelects) {
  for (StringRef Row :
       {"rule: double-acquire", "rule: double-*", "rule: 'wdm:*'",
        "file: src/*", "file: '*.c'", "file: /p/src/queue.c",
        "function: Start*", "lock: 'Ext->Lock'", "lock: '*->Lock'",
        "entry-point: DispatchRead", "fingerprint: 01234567",
        "{rule: double-acquire, file: '*queue.c', lock: '*'}"}) {
    bool IsFlow = Row.consume_front("{");
    std::string Yaml = ("- {" + Row.rtrim("}") + ", reason: why}\n").str();
    Report R = reportWith(Yaml);
    EXPECT_TRUE(R.Findings.empty()) << Yaml << IsFlow;
    ASSERT_EQ(R.Suppressed.size(), 1u) << Yaml;
    EXPECT_EQ(R.NumSuppressed, 1u);
    EXPECT_EQ(R.Suppressed[0].SuppressedBy->Reason, "why");
    EXPECT_FALSE(R.Suppressed[0].SuppressedBy->InSource);
    EXPECT_TRUE(R.Notes.empty());
  }
}

TEST(SuppressionFile, AllKeysOfARowMustMatch) {
  Report R = reportWith("- rule: double-acquire\n"
                        "  lock: Other\n"
                        "  reason: why\n"
                        "- rule: release-unheld\n"
                        "  reason: why\n"
                        "- rule: held-at-exit\n"
                        "  reason: a rule that was not asked for\n");
  EXPECT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Notes,
            Texts({"s.yaml:1: this suppression matches no finding any more; "
                   "remove it",
                   "s.yaml:4: this suppression matches no finding any more; "
                   "remove it"}));
}

TEST(SuppressionFile, ErrorsHaveTheirPlace) {
  EXPECT_EQ(errorOf(""), "");
  EXPECT_EQ(errorOf("# nothing\n"), "");
  EXPECT_EQ(errorOf("- {rule: a}\n"),
            "s.yaml:1:4: error: this suppression has no reason; add 'reason: "
            "...'\n- {rule: a}\n   ^");
  for (StringRef Bad :
       {"rule: a", "- a", "- {reason: all}", "- {rul: a, reason: b}",
        "- {rule: [a], reason: b}", "- {rule: '[', reason: b}",
        "- {lock: *a, reason: b}", "- {rule: , reason: b}", "- {rule: a",
        "- - - - -", "- {? [a] : b}", "- {rule: 'a}"})
    EXPECT_EQ(errorOf(Bad).find("s.yaml:1:"), 0u) << Bad.str() << errorOf(Bad);
}

//===--- Annotations ------------------------------------------------------===//

Report reportWithIgnore(StringRef Function, StringRef Text) {
  Report R;
  R.Rules = {"double-acquire"};
  R.Findings = {doubleAcquire()};
  R.Ignores = {{Function.str(), at("queue.c", 5), Text.str()}};
  applySuppressions(R, {}, {});
  return R;
}

TEST(FunctionIgnores, SuppressInTheirFunction) {
  Report R = reportWithIgnore("StartNext", "ignore(double-acquire) why");
  ASSERT_EQ(R.Suppressed.size(), 1u);
  EXPECT_TRUE(R.Suppressed[0].SuppressedBy->InSource);
  EXPECT_EQ(R.Suppressed[0].SuppressedBy->Loc.Line, 5u);
  EXPECT_TRUE(R.Findings.empty() && R.Notes.empty());
  // Names of the original verifier's select as they do on the command line.
  EXPECT_TRUE(
      reportWithIgnore("StartNext", "ignore(wdm:SpinLock) w").Findings.empty());
  EXPECT_TRUE(reportWithIgnore("StartNext", "ignore(*) why").Findings.empty());
}

TEST(FunctionIgnores, ThoseOfNoUseAreTold) {
  EXPECT_EQ(reportWithIgnore("Other", "ignore(double-acquire) why").Notes,
            Texts({"queue.c:5: the suppression of 'double-acquire' in 'Other' "
                   "matches no finding any more; remove it"}));
  // The rule was not applied: nothing is known.
  EXPECT_TRUE(
      reportWithIgnore("Other", "ignore(held-at-exit) why").Notes.empty());
  EXPECT_EQ(reportWithIgnore("StartNext", "ignore(double-aquire) why").Notes,
            Texts({"queue.c:5: this suppression has no effect: unknown rule "
                   "'double-aquire'; did you mean 'double-acquire'?"}));
  Report R = reportWithIgnore("StartNext", "ignore(double-acquire)");
  EXPECT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Notes, Texts({"queue.c:5: this suppression has no effect: it "
                            "gives no reason; write one after the ')'"}));
}

} // namespace
