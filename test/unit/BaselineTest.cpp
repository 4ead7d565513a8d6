//===- BaselineTest.cpp - Findings that were known before -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The file, and what is new, known and fixed.
//
//===----------------------------------------------------------------------===//

#include "report/Baseline.h"
#include "Examples.h"
#include "report/Fingerprint.h"
#include "report/Sinks.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

Finding finding(StringRef Lock, unsigned Line = 12) {
  Finding F = doubleAcquire();
  F.Lock = Lock.str();
  F.Loc.Line = Line;
  F.Fingerprint = fingerprintOf(F);
  return F;
}

Report report(std::vector<Finding> Findings) {
  Report R;
  R.Rules = {"double-acquire"};
  R.Findings = std::move(Findings);
  return R;
}

/// A file with \p Text, gone at the end of the test.
class TemporaryFile {
public:
  explicit TemporaryFile(StringRef Text) {
    int FD;
    EXPECT_FALSE(sys::fs::createTemporaryFile("spinguard", "json", FD, Path));
    raw_fd_ostream OS(FD, /*shouldClose=*/true);
    OS << Text;
  }
  ~TemporaryFile() { sys::fs::remove(Path); }
  SmallString<128> Path;
};

Expected<std::vector<Finding>> read(StringRef Text) {
  TemporaryFile File(Text);
  return readBaseline(File.Path);
}

std::string written(const Report &R) {
  std::string Text;
  raw_string_ostream OS(Text);
  writeBaseline(OS, R);
  return OS.str();
}

std::string states(const Report &R) {
  std::string Text;
  for (const Finding &F : R.Findings)
    Text += F.Lock + (F.Baseline == BaselineState::New ? "+ " : "= ");
  for (const Finding &F : R.Fixed)
    Text += F.Lock + "- ";
  return Text;
}

TEST(Baseline, NewKnownAndFixed) {
  Report R = report({finding("A"), finding("B")});
  compareWithBaseline(R, {finding("B", 70), finding("C")});
  EXPECT_EQ(states(R), "A+ B= C- ");
  EXPECT_TRUE(R.HasBaseline);
  EXPECT_EQ(R.NumFixed, 1u);
  EXPECT_EQ(R.NumKnown, 1u);
  EXPECT_EQ(R.Fixed[0].Baseline, BaselineState::Fixed);
}

TEST(Baseline, EqualFingerprintsAreCounted) {
  // Two were known, three are there: the one whose line is new is new.
  Report R = report({finding("A", 1), finding("A", 2), finding("A", 3)});
  compareWithBaseline(R, {finding("A", 3), finding("A", 1)});
  EXPECT_EQ(states(R), "A= A+ A= ");
  R = report({finding("A", 1)});
  compareWithBaseline(R, {finding("A", 3), finding("A", 1)});
  EXPECT_EQ(states(R), "A= A- ");
}

TEST(Baseline, WhatIsSuppressedNowIsNotFixed) {
  Report R = report({});
  R.Suppressed = {finding("A")};
  compareWithBaseline(R, {finding("A")});
  EXPECT_EQ(R.NumFixed, 0u);
  EXPECT_EQ(R.Suppressed[0].Baseline, BaselineState::Known);
}

TEST(Baseline, RulesThatWereNotAppliedAreLeftOut) {
  Report R = report({});
  R.Rules = {"held-at-exit"};
  compareWithBaseline(R, {finding("A")});
  EXPECT_EQ(R.NumFixed, 0u);
}

TEST(Baseline, IsReadAsItWasWritten) {
  Report R = report({finding("B"), finding("A")});
  R.Findings[0].Message = "odd \"name\"\n\xff {0}";
  Expected<std::vector<Finding>> Known = read(written(R));
  ASSERT_TRUE(bool(Known)) << toString(Known.takeError());
  ASSERT_EQ(Known->size(), 2u);
  EXPECT_EQ((*Known)[0].Loc.File, "queue.c");
  EXPECT_EQ((*Known)[0].Loc.Line, 0u);
  EXPECT_EQ((*Known)[0].Function, "StartNext");
  compareWithBaseline(R, std::move(*Known));
  EXPECT_EQ(states(R), "B= A= ");
}

TEST(Baseline, DoesNotChangeWhereFindingsDoNot) {
  Report R = report({finding("B", 1), finding("A", 2)});
  Report S = report({finding("A", 30), finding("B", 40)});
  EXPECT_EQ(written(R), written(S));
  EXPECT_EQ(written(report({})),
            "{\"spinguard-baseline\": 1, \"findings\": [\n]}\n");
}

TEST(Baseline, ALogServesAsOne) {
  std::string Text;
  raw_string_ostream OS(Text);
  Report Before = report({finding("A")});
  Before.Suppressed = {finding("B")};
  Before.Suppressed[0].SuppressedBy = Suppression();
  writeSarif(OS, Before);
  Expected<std::vector<Finding>> Known = read(OS.str());
  ASSERT_TRUE(bool(Known)) << toString(Known.takeError());
  // What was suppressed did not count.
  Report R = report({finding("A"), finding("B")});
  compareWithBaseline(R, std::move(*Known));
  EXPECT_EQ(states(R), "A= B+ ");
}

TEST(Baseline, WhatIsNoneIsASentence) {
  for (StringRef Bad :
       {"", "{", "[]", "{}", "{\"spinguard-baseline\": 2, \"findings\": []}",
        "{\"spinguard-baseline\": 1, \"findings\": [{}]}",
        "{\"spinguard-baseline\": 1, \"findings\": 7}",
        "{\"version\": \"2.1.0\", \"runs\": [{}]}",
        "{\"version\": \"2.0.0\", \"runs\": []}"}) {
    Expected<std::vector<Finding>> Known = read(Bad);
    ASSERT_FALSE(bool(Known)) << Bad.str();
    EXPECT_NE(toString(Known.takeError()), "");
  }
  Expected<std::vector<Finding>> Deep = read(std::string(100000, '['));
  ASSERT_FALSE(bool(Deep));
  EXPECT_NE(toString(Deep.takeError()).find("nested too deeply"),
            std::string::npos);
  Expected<std::vector<Finding>> None = readBaseline("/no/such/file.json");
  ASSERT_FALSE(bool(None));
  EXPECT_NE(toString(None.takeError()).find("--write-baseline"),
            std::string::npos);
}

} // namespace
