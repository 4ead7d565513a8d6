//===- ReportTest.cpp - The text and JSON sinks -----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a reader and a script are shown of a report, however odd its names.
//
//===----------------------------------------------------------------------===//

#include "Examples.h"
#include "report/Diagnostic.h"
#include "report/Sinks.h"
#include "report/SourceCache.h"
#include "report/SourcePath.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

VerdictRow verdict(StringRef Entry, StringRef Rule, Verdict V,
                   unsigned AssumptionList = 0, StringRef Reason = "") {
  VerdictRow Row;
  Row.EntryPoint = Entry.str();
  Row.Role = "dispatch";
  Row.RuleId = Rule.str();
  Row.V = V;
  Row.Reason = Reason.str();
  Row.AssumptionList = AssumptionList;
  return Row;
}

LockSite site(SiteStatus Status, StringRef Reason = "") {
  LockSite S;
  S.Loc = at("queue.c", 12, 3);
  S.Function = "DispatchRead";
  S.Api = "KeReleaseSpinLock";
  S.Effect = "release";
  S.Lock = "Ext->Lock";
  S.Status = Status;
  S.Reason = Reason.str();
  return S;
}

Finding finding() {
  Finding F = doubleAcquire();
  F.Fingerprint = "0123456789abcdef0123456789abcdef";
  return F;
}

/// Bytes that a name should not have, and may have.
std::string hostileName() {
  return "a'b\"c\nd\x1b[31m\t<script>alert(1)</"
         "script>\xff\xc3(\xe2\x80\xae{0}]("
         "1)\\";
}

/// A report with the hostile name wherever a report has a string.
Report hostileReport() {
  std::string Name = hostileName();
  Report R;
  Finding F = finding();
  F.RuleId = F.Message = F.Advice = F.Function = F.Lock = F.LockKind = Name;
  F.EntryPoint = F.Role = F.BugCheck = F.Loc.File = F.Loc.Dir = Name;
  F.VerifierRules = {Name};
  F.Path = {step(PathStep::Call, at(Name, 3, 4), Name, Name, 2)};
  F.Fingerprint = Name;
  R.Findings = {F};
  R.Inputs = R.Assumptions = R.Notes = R.Rules = {Name};
  VerdictRow V = verdict(Name, Name, Verdict::Inconclusive, 1, Name);
  V.Role = Name;
  V.Loc = at(Name, 1);
  R.AssumptionLists = {{}, {0}};
  R.Verdicts = {V};
  LockSite S = site(SiteStatus::Unproven, Name);
  S.Function = S.Api = S.Effect = S.Lock = S.Loc.File = Name;
  R.Sites = {S};
  R.GiveUps = {{Name, at(Name, 2), Name}};
  return R;
}

std::string text(const Report &R, const TextOptions &Opts = {}) {
  std::string Result;
  raw_string_ostream OS(Result);
  writeText(OS, R, Opts);
  return OS.str();
}

std::string jsonText(const Report &R, const JsonOptions &Opts = {}) {
  std::string Result;
  raw_string_ostream OS(Result);
  writeJson(OS, R, Opts);
  return OS.str();
}

json::Value parsedJson(const Report &R) {
  Expected<json::Value> V = json::parse(jsonText(R));
  if (!V) {
    ADD_FAILURE() << toString(V.takeError());
    return nullptr;
  }
  return std::move(*V);
}

std::string excerpt(StringRef Line, unsigned Column,
                    const ExcerptLayout &Layout = {}) {
  std::string Result;
  raw_string_ostream OS(Result);
  printExcerpt(OS, Line, 7, Column, Layout);
  return OS.str();
}

bool contains(StringRef Text, StringRef Part) { return Text.contains(Part); }

/// A directory with files, gone at the end of the test.
class TemporaryDirectory {
public:
  TemporaryDirectory() {
    EXPECT_FALSE(sys::fs::createUniqueDirectory("spinguard-report", Path));
  }
  ~TemporaryDirectory() { sys::fs::remove_directories(Path); }

  std::string file(StringRef Name, StringRef Content) const {
    SmallString<128> File(Path);
    sys::path::append(File, Name);
    EXPECT_FALSE(sys::fs::create_directories(sys::path::parent_path(File)));
    std::error_code EC;
    raw_fd_ostream OS(File, EC);
    EXPECT_FALSE(EC);
    OS << Content;
    return std::string(File);
  }

  SmallString<128> Path;
};

//===--- Text
//---------------------------------------------------------------===//

TEST(TextSink, EmptyReportSaysSo) {
  EXPECT_EQ(text(Report()), "SpinGuard: no findings; no lock sites\n");
}

TEST(TextSink, FindingReadsLikeADiagnostic) {
  Report R;
  R.Findings = {finding()};
  EXPECT_EQ(text(R),
            "queue.c:12:3: error: 'Ext->Lock' is acquired again while it is "
            "held [double-acquire]\n"
            "  in StartNext, reached from entry point DispatchRead (dispatch)\n"
            "  1. queue.c:10:3: in DispatchRead: 'Ext->Lock' is acquired here\n"
            "  2.   queue.c:12:3: in StartNext: 'Ext->Lock' is acquired again "
            "here\n"
            "  = violates wdm:SpinLock, storport:SpinLock; bug check 0x40009 "
            "at run time\n"
            "  = help: Release it first.\n"
            "\n"
            "SpinGuard: 1 error; no lock sites\n");
}

TEST(TextSink, PathsOfOneFindingAreToldApart) {
  Report R;
  Finding F = finding();
  F.PathTitle = "with 'A' held, 'B' is acquired";
  RelatedPath P;
  P.Title = "with 'B' held, 'A' is acquired";
  P.Path = {
      step(PathStep::Acquire, at("b.c", 3), "back", "'B' is acquired here")};
  F.RelatedPaths = {P};
  R.Findings = {F};
  EXPECT_TRUE(contains(text(R), "  path 1: with 'A' held, 'B' is acquired\n"
                                "  1. queue.c:10:3: "))
      << text(R);
  EXPECT_TRUE(contains(text(R), "  path 2: with 'B' held, 'A' is acquired\n"
                                "  1. b.c:3: in back: 'B' is acquired here\n"))
      << text(R);
}

TEST(TextSink, BaselineAndSuppressionsAreTold) {
  Report R;
  R.HasBaseline = true;
  R.Findings = {finding(), finding()};
  R.Findings[0].Baseline = BaselineState::New;
  R.Findings[1].Baseline = BaselineState::Known;
  R.NumFixed = 2;
  R.NumKnown = 1;
  R.NumSuppressed = 1;
  EXPECT_TRUE(contains(text(R), "held [double-acquire] (new)\n")) << text(R);
  EXPECT_TRUE(contains(text(R), "held [double-acquire] (known)\n"));
  EXPECT_TRUE(contains(text(R), "SpinGuard: 2 errors; 1 new, 1 known, 2 fixed; "
                                "1 suppressed; no lock sites\n"));
  EXPECT_FALSE(contains(text(R), "Fixed since"));

  // What is to be shown is in the lists.
  R.Suppressed = {finding()};
  R.Suppressed[0].SuppressedBy =
      Suppression{true, "the boot processor", at("queue.c", 11)};
  R.Fixed = {finding()};
  R.Fixed[0].Loc.Line = 0;
  EXPECT_TRUE(contains(text(R), "held [double-acquire] (suppressed)\n"));
  EXPECT_TRUE(contains(text(R), "  = suppressed at queue.c:11: the boot "
                                "processor\n"));
  EXPECT_TRUE(contains(text(R), "Fixed since the baseline\n"
                                "  queue.c: in StartNext: 'Ext->Lock' is "
                                "acquired again while it is held "
                                "[double-acquire]\n"))
      << text(R);
}

TEST(TextSink, SourceLinesAreShownWithCarets) {
  TemporaryDirectory Dir;
  Dir.file("src/queue.c", "one\n"
                          "  KeAcquireSpinLock(&Ext->Lock, &Irql);\r\n");
  Report R;
  Finding F = finding();
  F.Loc = at("src/queue.c", 2, 3);
  F.Loc.Dir = std::string(Dir.Path);
  F.Path[1].Loc = F.Loc;
  R.Findings = {F};
  std::string Text = text(R);
  EXPECT_TRUE(contains(Text, "[double-acquire]\n"
                             "    2 |   KeAcquireSpinLock(&Ext->Lock, &Irql);\n"
                             "      |   ^~~~~~~~~~~~~~~~~\n"))
      << Text;
  // In the path the line loses its indentation and takes that of the step.
  EXPECT_TRUE(contains(Text, "again here\n"
                             "         2 | KeAcquireSpinLock(&Ext->Lock, "
                             "&Irql);\n"
                             "           | ^~~~~~~~~~~~~~~~~\n"))
      << Text;
  TextOptions Opts;
  Opts.Source = false;
  EXPECT_FALSE(contains(text(R, Opts), "2 |"));
}

TEST(TextSink, FindingWithoutDebugInformationIsPrinted) {
  Report R;
  Finding F = finding();
  F.Loc = SourceLoc();
  F.Path[0].Loc = F.Path[1].Loc = SourceLoc();
  F.EntryPoint = F.Role = "";
  R.Findings = {F};
  std::string Text = text(R);
  EXPECT_TRUE(contains(Text, "<unknown>: error: 'Ext->Lock' is acquired again"))
      << Text;
  EXPECT_TRUE(contains(Text, "  in StartNext (no debug information)\n"))
      << Text;
  EXPECT_TRUE(contains(Text, "  1. in DispatchRead: 'Ext->Lock'")) << Text;
}

TEST(TextSink, SourceRootIsStripped) {
  Report R;
  Finding F = finding();
  F.Loc = at("/home/me/driver/src/queue.c", 4, 1);
  R.Findings = {F};
  TextOptions Opts;
  Opts.SourceRoot = "/home/me/driver/";
  EXPECT_TRUE(StringRef(text(R, Opts)).starts_with("src/queue.c:4:1: error:"));
  EXPECT_TRUE(StringRef(text(R)).starts_with("/home/me/driver/src/queue.c:4:"));
}

TEST(TextSink, EntryPointsThatPassTakeOneLine) {
  Report R;
  R.Assumptions = {"First.", "Second.", "Third.", "Fourth."};
  R.AssumptionLists = {{}, {0, 1}, {2}, {0, 2, 3}};
  R.Verdicts = {verdict("Create", "double-acquire", Verdict::Pass, 1),
                verdict("Create", "held-at-exit", Verdict::Pass, 2),
                verdict("Read", "double-acquire", Verdict::Defect),
                verdict("Read", "held-at-exit", Verdict::Pass, 3)};
  EXPECT_EQ(text(R),
            "Verdicts\n"
            "  Entry point  Role      Rule            Verdict\n"
            "  -----------  --------  --------------  " +
                std::string(55, '-') +
                "\n"
                "  Read         dispatch  double-acquire  Defect\n"
                "                         held-at-exit    Pass [1, 3, 4]\n"
                "  Create       dispatch  all 2 rules     Pass [1-3]\n"
                "  A Pass holds under the assumptions whose numbers follow "
                "it.\n"
                "\n"
                "Assumptions\n"
                "  [1] First.\n"
                "  [2] Second.\n"
                "  [3] Third.\n"
                "  [4] Fourth.\n"
                "\n"
                "SpinGuard: no findings; no lock sites\n");
}

TEST(TextSink, VerdictsAreNeverRoundedUpToPass) {
  Report R;
  R.Verdicts = {
      verdict("Read", "double-acquire", Verdict::Inconclusive, {}, "budget"),
      verdict("Read", "held-at-exit", Verdict::Inconclusive, {}, "budget"),
      verdict("Unload", "double-acquire", Verdict::NotApplicable, {},
              "no lock"),
      verdict("Unload", "held-at-exit", Verdict::NotApplicable, {}, "no lock")};
  std::string Text = text(R);
  EXPECT_FALSE(contains(Text, "Pass")) << Text;
  EXPECT_TRUE(contains(Text, "all 2 rules  Inconclusive: budget\n")) << Text;
  EXPECT_TRUE(contains(Text, "all 2 rules  Not Applicable: no lock\n")) << Text;
  EXPECT_TRUE(contains(Text, "incomplete: 2 inconclusive verdicts\n")) << Text;
}

TEST(TextSink, EntryPointsOfOneNameAreToldApart) {
  Report R;
  R.Verdicts = {verdict("Read", "held-at-exit", Verdict::Pass),
                verdict("Read", "held-at-exit", Verdict::Pass)};
  R.Verdicts[0].Loc = at("a.c", 3);
  R.Verdicts[1].Loc = at("b.c", 4);
  std::string Text = text(R);
  EXPECT_TRUE(contains(Text, "Read at a.c:3")) << Text;
  EXPECT_TRUE(contains(Text, "Read at b.c:4")) << Text;
}

TEST(TextSink, LinesStayInsideTheWidth) {
  Report R;
  std::string Long;
  for (unsigned I = 0; I != 60; ++I)
    Long += "words ";
  R.Verdicts = {
      verdict("Read", "held-at-exit", Verdict::Inconclusive, {}, Long)};
  R.Assumptions = {Long};
  R.Notes = {Long};
  R.GiveUps = {{"Read", at("a.c", 3), Long}};
  R.Sites = {site(SiteStatus::Unproven, Long)};
  TextOptions Opts;
  Opts.Width = 80;
  SmallVector<StringRef, 64> Lines;
  std::string Text = text(R, Opts);
  StringRef(Text).split(Lines, '\n');
  for (StringRef Line : Lines)
    EXPECT_LE(Line.size(), 80u) << Line.str();
}

TEST(TextSink, SummaryCountsSites) {
  Report R;
  R.NumFunctions = 12;
  R.NumAnalysedFunctions = 1;
  R.Sites = {site(SiteStatus::Proven), site(SiteStatus::Reported),
             site(SiteStatus::Unproven, "budget"), site(SiteStatus::Unreached)};
  std::string Text = text(R);
  EXPECT_TRUE(contains(Text, "SpinGuard: no findings; 4 lock sites: 1 proven, "
                             "1 reported, 1 not proven, 1 not reached\n"
                             "  1 of 12 functions can reach a lock\n"))
      << Text;
  EXPECT_TRUE(contains(Text, "  queue.c:12:3: in DispatchRead: "
                             "KeReleaseSpinLock of 'Ext->Lock': budget\n"))
      << Text;
  EXPECT_FALSE(contains(Text, "is proven")) << Text;
  TextOptions Opts;
  Opts.Sites = true;
  EXPECT_TRUE(contains(text(R, Opts), "'Ext->Lock' is proven\n"));
}

TEST(TextSink, NotesComeLast) {
  Report R;
  R.Notes = {"no entry point was found"};
  EXPECT_TRUE(StringRef(text(R)).ends_with(
      "no lock sites\nnote: no entry point was found\n"));
}

TEST(TextSink, HostileNamesCannotReachTheTerminal) {
  TextOptions Opts;
  Opts.Sites = true;
  std::string Text = text(hostileReport(), Opts);
  EXPECT_TRUE(json::isUTF8(Text));
  EXPECT_FALSE(contains(Text, "\x1b")) << Text;
  EXPECT_FALSE(contains(Text, "\t")) << Text;
  EXPECT_FALSE(contains(Text, "\xe2\x80\xae"))
      << Text; // right-to-left override
  EXPECT_TRUE(contains(Text, "c\\nd\\x1b[31m\\t<script>")) << Text;
  EXPECT_TRUE(contains(Text, "\\u{202e}")) << Text;
}

TEST(TextSink, ColoursChangeNothingElse) {
  Report R = hostileReport();
  R.Findings.push_back(finding());
  R.Verdicts.push_back(verdict("Read", "held-at-exit", Verdict::Pass, {0}));
  TextOptions Opts;
  Opts.Color = true;
  std::string Painted = text(R, Opts), Stripped;
  for (StringRef Rest = Painted; !Rest.empty();) {
    if (Rest.consume_front("\x1b["))
      Rest = Rest.drop_until([](char C) { return C == 'm'; }).drop_front();
    else {
      Stripped += Rest.front();
      Rest = Rest.drop_front();
    }
  }
  EXPECT_NE(Painted, Stripped);
  EXPECT_EQ(Stripped, text(R));
}

TEST(TextSink, ThirtyThousandFindings) {
  Report R;
  R.Findings.assign(30000, finding());
  std::string Text = text(R);
  EXPECT_TRUE(StringRef(Text).ends_with("SpinGuard: 30000 errors; no lock "
                                        "sites\n"));
  EXPECT_EQ(StringRef(Text).count("[double-acquire]"), 30000u);
}

//===--- JSON
//---------------------------------------------------------------===//

TEST(JsonSink, EmptyReportHasEveryKey) {
  json::Value V = parsedJson(Report());
  const json::Object *O = V.getAsObject();
  ASSERT_TRUE(O);
  EXPECT_EQ(O->getInteger("schema"), 2);
  EXPECT_EQ(O->getBoolean("complete"), true);
  for (StringRef Key : {"inputs", "rules", "findings", "verdicts",
                        "assumptions", "sites", "giveUps", "notes"}) {
    ASSERT_TRUE(O->getArray(Key)) << Key.str();
    EXPECT_TRUE(O->getArray(Key)->empty()) << Key.str();
  }
}

TEST(JsonSink, HoldsTheWholeReport) {
  Report R;
  R.Inputs = {"driver.bc"};
  R.Rules = {"double-acquire"};
  R.NumFunctions = 7;
  R.NumAnalysedFunctions = 3;
  Finding F = finding();
  F.Path[1].Loc = SourceLoc();
  R.Findings = {F};
  R.Assumptions = {"First."};
  R.AssumptionLists = {{}, {0}};
  R.Verdicts = {verdict("Read", "held-at-exit", Verdict::Pass, 1),
                verdict("Read", "x", Verdict::NotApplicable, 0, "no lock")};
  R.Sites = {site(SiteStatus::Unproven, "budget")};
  R.GiveUps = {{"Read", at("a.c", 3), "budget"}};
  R.Notes = {"note"};

  json::Value V = parsedJson(R);
  const json::Object *O = V.getAsObject();
  ASSERT_TRUE(O);
  EXPECT_EQ(O->getBoolean("complete"), false);
  EXPECT_EQ(*O->getObject("functions"),
            (json::Object{{"defined", 7}, {"analysed", 3}}));
  EXPECT_EQ(*O->getObject("summary")->getObject("findings"),
            (json::Object{{"error", 1}, {"warning", 0}, {"note", 0}}));
  json::Value Expected = json::Object{
      {"rule", "double-acquire"},
      {"level", "error"},
      {"message", F.Message},
      {"advice", F.Advice},
      {"function", "StartNext"},
      {"location",
       json::Object{{"file", "queue.c"}, {"line", 12}, {"column", 3}}},
      {"lock", "Ext->Lock"},
      {"lockKind", "ke"},
      {"entryPoint", "DispatchRead"},
      {"role", "dispatch"},
      {"verifierRules", json::Array{"wdm:SpinLock", "storport:SpinLock"}},
      {"bugCheck", "0x40009"},
      {"confidence", "high"},
      {"doubts", json::Array()},
      {"fingerprint", F.Fingerprint},
      {"path",
       json::Array{json::Object{{"kind", "acquire"},
                                {"depth", 0},
                                {"function", "DispatchRead"},
                                {"text", F.Path[0].Text},
                                {"location", json::Object{{"file", "queue.c"},
                                                          {"line", 10},
                                                          {"column", 3}}},
                                {"lock", ""},
                                {"held", json::Array()}},
                   json::Object{{"kind", "event"},
                                {"depth", 1},
                                {"function", "StartNext"},
                                {"text", F.Path[1].Text},
                                {"location", nullptr},
                                {"lock", ""},
                                {"held", json::Array()}}}}};
  EXPECT_EQ((*O->getArray("findings"))[0], Expected);
  const json::Array &Verdicts = *O->getArray("verdicts");
  EXPECT_EQ(Verdicts[0].getAsObject()->getString("verdict"), "pass");
  EXPECT_EQ(Verdicts[0].getAsObject()->getInteger("assumptionList"), 1);
  EXPECT_EQ(*O->getArray("assumptionLists"),
            (json::Array{json::Array(), json::Array{0}}));
  EXPECT_EQ(Verdicts[1].getAsObject()->getString("verdict"), "notApplicable");
  EXPECT_EQ((*O->getArray("sites"))[0].getAsObject()->getString("status"),
            "unproven");
  EXPECT_EQ((*O->getArray("giveUps"))[0].getAsObject()->getString("reason"),
            "budget");
}

TEST(JsonSink, HostileNamesStayJson) {
  json::Value V = parsedJson(hostileReport());
  const json::Object *O = V.getAsObject();
  ASSERT_TRUE(O);
  EXPECT_EQ((*O->getArray("findings"))[0].getAsObject()->getString("lock"),
            StringRef(json::fixUTF8(hostileName())));
}

TEST(JsonSink, ThirtyThousandFindings) {
  Report R;
  R.Findings.assign(30000, finding());
  json::Value V = parsedJson(R);
  EXPECT_EQ(V.getAsObject()->getArray("findings")->size(), 30000u);
}

//===--- Excerpts
//-----------------------------------------------------------===//

TEST(Excerpt, CaretRunsBelowTheWord) {
  EXPECT_EQ(excerpt("  lock(a);", 3), "    7 |   lock(a);\n"
                                      "      |   ^~~~\n");
  EXPECT_EQ(excerpt("  !busy", 3), "    7 |   !busy\n"
                                   "      |   ^\n");
}

TEST(Excerpt, ColumnsAreBytesButCaretsAreColumns) {
  // A tab is one byte and four columns; the second word is after two bytes that
  // take one column.
  EXPECT_EQ(excerpt("\tlock(a);", 2), "    7 |     lock(a);\n"
                                      "      |     ^~~~\n");
  EXPECT_EQ(excerpt("/*\xc3\xa4*/ lock();", 8), "    7 | /*\xc3\xa4*/ lock();\n"
                                                "      |       ^~~~\n");
}

TEST(Excerpt, Latin1KeepsItsColumns) {
  EXPECT_EQ(excerpt("/*\xe4*/ lock();", 7), "    7 | /*?*/ lock();\n"
                                            "      |       ^~~~\n");
}

TEST(Excerpt, ColumnOutsideTheLineGetsNoCaret) {
  EXPECT_EQ(excerpt("lock();", 99), "    7 | lock();\n");
  EXPECT_EQ(excerpt("lock();", 0), "    7 | lock();\n");
  EXPECT_EQ(excerpt("", 1), "");
}

TEST(Excerpt, LongLineIsCutAroundTheCaret) {
  std::string Line =
      std::string(300, 'x') + " lock(); " + std::string(300, 'y');
  ExcerptLayout Layout;
  Layout.Width = 80;
  std::string Text = excerpt(Line, 302, Layout);
  SmallVector<StringRef, 4> Lines;
  StringRef(Text).split(Lines, '\n');
  ASSERT_EQ(Lines.size(), 3u);
  EXPECT_LE(Lines[0].size(), 80u);
  EXPECT_EQ(Lines[0].find("lock"), Lines[1].find("^~~~"));
  EXPECT_TRUE(Lines[0].contains("...xxx"));
  EXPECT_TRUE(Lines[0].ends_with("yyy..."));
}

TEST(Excerpt, ControlCharactersAreVisible) {
  EXPECT_EQ(excerpt("a\x1b[0m lock()", 7), "    7 | a\\x1b[0m lock()\n"
                                           "      |          ^~~~\n");
}

//===--- Source files
//-------------------------------------------------------===//

TEST(SourceCacheTest, CompilersDirectoryComesFirst) {
  TemporaryDirectory Dir;
  Dir.file("build/a.c", "in build\n");
  Dir.file("root/src/b.c", "in root");
  SourceLoc Loc = at("a.c", 1);
  Loc.Dir = std::string(Dir.Path) + "/build";
  SourceCache Cache((Dir.Path + "/root").str());
  EXPECT_EQ(Cache.line(Loc), StringRef("in build"));
  EXPECT_EQ(Cache.line(at(std::string(Dir.Path) + "/build/a.c", 1)),
            StringRef("in build"));
  EXPECT_EQ(Cache.line(at("src\\b.c", 1)), StringRef("in root"));
}

TEST(SourceCacheTest, WhatCannotBeReadIsNoLine) {
  TemporaryDirectory Dir;
  std::string File = Dir.file("a.c", "one\ntwo\n");
  SourceCache Cache;
  EXPECT_EQ(Cache.line(at(File, 2)), StringRef("two"));
  EXPECT_EQ(Cache.line(at(File, 3)), StringRef(""));
  EXPECT_EQ(Cache.line(at(File, 4)), std::nullopt);
  EXPECT_EQ(Cache.line(at(File, 0)), std::nullopt);
  EXPECT_EQ(Cache.line(at("/no/such/file.c", 1)), std::nullopt);
  EXPECT_EQ(Cache.line(at("", 1)), std::nullopt);
  EXPECT_EQ(Cache.line(at(Dir.Path, 1)), std::nullopt);
  EXPECT_EQ(Cache.line(at("/dev/zero", 1)), std::nullopt);
  EXPECT_EQ(Cache.line(at(StringRef("a\0b", 3), 1)), std::nullopt);
}

TEST(SourceCacheTest, SmallCacheGivesTheSameLines) {
  TemporaryDirectory Dir;
  std::vector<std::string> Files;
  for (unsigned I = 0; I != 5; ++I)
    Files.push_back(Dir.file("f" + utostr(I) + ".c", "file " + utostr(I)));
  SourceCache Cache("", /*MaxBytes=*/8);
  for (unsigned Round = 0; Round != 3; ++Round)
    for (unsigned I = 0; I != 5; ++I)
      EXPECT_EQ(Cache.line(at(Files[I], 1)),
                StringRef("file " + std::to_string(I)));
}

//===--- Paths
//--------------------------------------------------------------===//

std::string relative(StringRef File, StringRef Dir = "", StringRef Root = "") {
  SourceLoc Loc = at(File, 1);
  Loc.Dir = Dir.str();
  return relativePath(Loc, Root);
}

TEST(SourcePathTest, Normalized) {
  EXPECT_EQ(normalizePath("a//b/./c/../d"), "a/b/d");
  EXPECT_EQ(normalizePath("../../a"), "../../a");
  EXPECT_EQ(normalizePath("/../a"), "/a");
  EXPECT_EQ(normalizePath("c:\\a\\..\\b.c"), "C:/b.c");
  EXPECT_EQ(normalizePath("\\\\?\\C:\\a"), "C:/a");
  EXPECT_EQ(normalizePath("."), "");
  EXPECT_EQ(normalizePath(""), "");
}

TEST(SourcePathTest, RelativeToTheRoot) {
  EXPECT_EQ(relative("/p/src/a.c", "", "/p"), "src/a.c");
  EXPECT_EQ(relative("/p/src/a.c", "", "/p/"), "src/a.c");
  EXPECT_EQ(relative("../src/a.c", "/p/build", "/p"), "src/a.c");
  EXPECT_EQ(relative("a.c", "/p/src", "/p"), "src/a.c");
  EXPECT_EQ(relative("c:\\P\\src\\a.c", "", "C:\\p"), "src/a.c");
  EXPECT_EQ(relative("a.c", "/p", "/"), "p/a.c");
}

TEST(SourcePathTest, OutsideTheRoot) {
  EXPECT_EQ(relative("/private/a.c", "", "/p"), "private/a.c");
  EXPECT_EQ(relative("/pp/a.c", "", "/p"), "pp/a.c");
  EXPECT_EQ(relative("src/a.c", "/elsewhere", "/p"), "src/a.c");
  EXPECT_EQ(relative("../a.c", "/x/y", "/p"), "x/a.c");
  EXPECT_EQ(relative("../../a.c"), "a.c");
  EXPECT_EQ(relative("C:\\x\\a.c"), "C/x/a.c");
  EXPECT_EQ(relative("a.c", "D:\\x", "D:\\x"), "a.c");
  EXPECT_EQ(relative("\\\\server\\share\\a.c"), "server/share/a.c");
  EXPECT_EQ(relative(""), "");
  EXPECT_EQ(relative("", "/p"), "");
}

TEST(SourcePathTest, UriEncoding) {
  EXPECT_EQ(pathToUri("src/a b#?%:\"<>.c"), "src/a%20b%23%3F%25%3A%22%3C%3E.c");
  EXPECT_EQ(pathToUri("\xc3\xa4\xff"), "%C3%A4%FF");
}

//===--- Words
//--------------------------------------------------------------===//

TEST(ReportTest, Words) {
  EXPECT_EQ(toString(Verdict::NotApplicable), "Not Applicable");
  EXPECT_EQ(toString(SiteStatus::Unproven), "unproven");
  EXPECT_EQ(toString(PathStep::Branch), "branch");
  EXPECT_EQ(toString(Severity::Warning), "warning");
}

} // namespace
