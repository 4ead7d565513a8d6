//===- ReportFileTest.cpp - Reports as bytes ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/ReportFile.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

static Report example() {
  Report R;
  R.Inputs = {"a.c", "b.c"};
  Finding F;
  F.RuleId = "double-acquire";
  F.Message = "'L' is acquired again";
  F.Loc.File = "a.c";
  F.Loc.Line = 7;
  F.Path.resize(2);
  F.Path[1].Text = "again";
  F.Path[1].Held = {"L", "M"};
  F.RelatedPaths.resize(1);
  F.Order.push_back({"L", "M", 1, 2, 3});
  F.SuppressedBy.emplace();
  F.SuppressedBy->Reason = "known";
  R.Findings.push_back(F);
  R.Sites.resize(1);
  R.Sites[0].Calls.push_back({1, 2, 3});
  R.Verdicts.resize(1);
  R.AssumptionLists.push_back({0, 4});
  R.Verdicts[0].AssumptionList = 1;
  R.LeftOut.push_back({"c.c", "it does not compile"});
  R.NumFunctions = 12;
  return R;
}

TEST(ReportFile, IsReadAsItWasWritten) {
  Report R = example(), Read;
  std::string Bytes = writeReportBytes(R);
  ASSERT_TRUE(readReportBytes(Bytes, Read));
  EXPECT_EQ(writeReportBytes(Read), Bytes);
  EXPECT_EQ(Read.Findings[0].Path[1].Held, R.Findings[0].Path[1].Held);
  EXPECT_EQ(Read.Findings[0].SuppressedBy->Reason, "known");
  EXPECT_EQ(Read.Sites[0].Calls[0].Ordinal, 3u);
  EXPECT_EQ(Read.NumFunctions, 12u);
  EXPECT_FALSE(Read.NumRuntimeReports);
}

TEST(ReportFile, WhatIsCutShortIsRefused) {
  std::string Bytes = writeReportBytes(example());
  for (size_t Size = 0; Size < Bytes.size(); ++Size) {
    Report Read;
    EXPECT_FALSE(readReportBytes(StringRef(Bytes).take_front(Size), Read));
  }
}
