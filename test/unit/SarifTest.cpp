//===- SarifTest.cpp - The SARIF sink ---------------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Looks at single members here and leaves the form as a whole to
// test/report/check_sarif.py, which every log of these tests goes through.
//
//===----------------------------------------------------------------------===//

#include "Examples.h"
#include "report/Fingerprint.h"
#include "report/LockTrace.h"
#include "report/SarifReader.h"
#include "report/Sinks.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

Finding finding() {
  Finding F = doubleAcquire("/p/src/queue.c");
  F.VerifierRules = {"wdm:SpinLock"};
  F.Fingerprint = fingerprintOf(F);
  return F;
}

Report report() {
  Report R;
  R.Inputs = {"/p/driver.bc"};
  R.Rules = {"release-unheld", "double-acquire"};
  R.Findings = {finding()};
  R.Assumptions = {"First."};
  VerdictRow V;
  V.EntryPoint = "DispatchRead";
  V.Role = "dispatch";
  V.RuleId = "release-unheld";
  V.V = Verdict::Pass;
  R.AssumptionLists = {{}, {0}};
  V.AssumptionList = 1;
  V.Loc = R.Findings[0].Loc;
  R.Verdicts = {V};
  LockSite S;
  S.Loc = R.Findings[0].Loc;
  S.Api = "KeReleaseSpinLock";
  S.Effect = "release";
  R.Sites = {S};
  R.GiveUps = {{"Drain", SourceLoc(), "the budget was used up"}};
  R.Notes = {"a note"};
  R.NumFunctions = 9;
  return R;
}

std::string sarifText(const Report &R, const SarifOptions &Opts) {
  std::string Result;
  raw_string_ostream OS(Result);
  writeSarif(OS, R, Opts);
  return OS.str();
}

/// The validator's path: beside this source file.
std::string validator() {
#ifdef SPINGUARD_CHECK_SARIF
  return SPINGUARD_CHECK_SARIF;
#else
  SmallString<256> Path(__FILE__);
  sys::path::remove_filename(Path);
  sys::path::append(Path, "..", "report", "check_sarif.py");
  return std::string(Path);
#endif
}

/// Runs the validator on \p Text, where Python is to be had.
void expectValid(StringRef Text) {
  ErrorOr<std::string> Python = sys::findProgramByName("python3");
  if (!Python || !sys::fs::exists(validator()))
    return;
  SmallString<128> Log, Output;
  int FD;
  ASSERT_FALSE(sys::fs::createTemporaryFile("spinguard", "sarif", FD, Log));
  {
    raw_fd_ostream OS(FD, /*shouldClose=*/true);
    OS << Text;
  }
  ASSERT_FALSE(sys::fs::createTemporaryFile("spinguard", "out", Output));
  std::string Script = validator();
  int Status =
      sys::ExecuteAndWait(*Python, {*Python, Script, Log}, std::nullopt,
                          {std::nullopt, StringRef(Output), StringRef(Output)});
  ErrorOr<std::unique_ptr<MemoryBuffer>> Said = MemoryBuffer::getFile(Output);
  EXPECT_EQ(Status, 0) << (Said ? (*Said)->getBuffer().str() : "");
  sys::fs::remove(Log);
  sys::fs::remove(Output);
}

/// The run of a log, which is checked as a whole first.
class LogRun {
public:
  explicit LogRun(const Report &R, const SarifOptions &Opts = {})
      : Text(sarifText(R, Opts)), Log(nullptr) {
    expectValid(Text);
    Expected<json::Value> V = json::parse(Text);
    if (!V) {
      ADD_FAILURE() << toString(V.takeError());
      return;
    }
    Log = std::move(*V);
  }

  const json::Object &run() const {
    return *(*Log.getAsObject()->getArray("runs"))[0].getAsObject();
  }
  const json::Array &results() const { return *run().getArray("results"); }
  const json::Object &result(size_t I = 0) const {
    return *results()[I].getAsObject();
  }
  const json::Object &driver() const {
    return *run().getObject("tool")->getObject("driver");
  }
  const json::Object &invocation() const {
    return *(*run().getArray("invocations"))[0].getAsObject();
  }
  const json::Array &notifications() const {
    return *invocation().getArray("toolExecutionNotifications");
  }

  std::string Text;

private:
  json::Value Log;
};

const json::Object &first(const json::Object &O, StringRef Key) {
  return *(*O.getArray(Key))[0].getAsObject();
}

std::string uriOf(const json::Object &Location) {
  const json::Object *Physical = Location.getObject("physicalLocation");
  if (!Physical)
    return "none";
  return Physical->getObject("artifactLocation")->getString("uri")->str();
}

TEST(Sarif, Validator) {
  ErrorOr<std::string> Python = sys::findProgramByName("python3");
  if (!Python || !sys::fs::exists(validator()))
    GTEST_SKIP() << "no python3 or no check_sarif.py";
  std::string Script = validator();
  EXPECT_EQ(sys::ExecuteAndWait(*Python, {*Python, Script, "--self-test"},
                                std::nullopt, {std::nullopt, "", ""}),
            0);
}

TEST(Sarif, EmptyReport) {
  LogRun R{Report()};
  EXPECT_TRUE(R.results().empty());
  EXPECT_EQ(R.driver().getString("name"), "SpinGuard");
  EXPECT_EQ(R.invocation().getBoolean("executionSuccessful"), true);
  EXPECT_EQ(R.invocation().get("exitCode"), nullptr);
  EXPECT_TRUE(R.notifications().empty());
}

TEST(Sarif, ResultHasItsParts) {
  SarifOptions Opts;
  Opts.SourceRoot = "/p";
  Opts.ExitCode = 1;
  LogRun R(report(), Opts);
  const json::Object &Result = R.result();
  EXPECT_EQ(Result.getString("ruleId"), "double-acquire");
  EXPECT_EQ(Result.getInteger("ruleIndex"), 1);
  EXPECT_EQ(Result.getString("level"), "error");
  EXPECT_EQ(Result.getObject("message")->getString("text"),
            "'Ext->Lock' is acquired again while it is held. Release it "
            "first.");
  EXPECT_EQ(Result.getObject("partialFingerprints")->getString("spinguard/v1"),
            StringRef(finding().Fingerprint));
  EXPECT_EQ(R.invocation().getInteger("exitCode"), 1);
  EXPECT_EQ(Result.getNumber("rank"), 90.0);

  const json::Object &Location = first(Result, "locations");
  EXPECT_EQ(uriOf(Location), "src/queue.c");
  EXPECT_EQ(*Location.getObject("physicalLocation")->getObject("region"),
            (json::Object{{"startLine", 12}, {"startColumn", 3}}));
  EXPECT_EQ(first(Location, "logicalLocations"),
            (json::Object{{"fullyQualifiedName", "StartNext"},
                          {"kind", "function"}}));
  EXPECT_EQ(*Result.getObject("properties"),
            (json::Object{{"lock", "Ext->Lock"},
                          {"lockKind", "ke"},
                          {"entryPoint", "DispatchRead"},
                          {"role", "dispatch"},
                          {"advice", "Release it first."},
                          {"bugCheck", "0x40009"},
                          {"confidence", "high"},
                          {"verifierRules", json::Array{"wdm:SpinLock"}}}));
}

TEST(Sarif, PathIsACodeFlow) {
  LogRun R(report());
  const json::Array &Steps =
      *first(first(R.result(), "codeFlows"), "threadFlows")
           .getArray("locations");
  ASSERT_EQ(Steps.size(), 2u);
  const json::Object &Acquire = *Steps[0].getAsObject();
  EXPECT_EQ(*Acquire.getArray("kinds"), (json::Array{"acquire", "lock"}));
  EXPECT_EQ(Acquire.getInteger("executionOrder"), 1);
  EXPECT_EQ(Acquire.getInteger("nestingLevel"), 0);
  EXPECT_EQ(
      Acquire.getObject("location")->getObject("message")->getString("text"),
      "'Ext->Lock' is acquired here");
  EXPECT_EQ(Steps[1].getAsObject()->getInteger("nestingLevel"), 1);
  EXPECT_EQ(Steps[1].getAsObject()->getString("importance"), "essential");
  // The acquisition is a related location; the finding's own place is not.
  EXPECT_EQ(R.result().getArray("relatedLocations")->size(), 1u);
}

TEST(Sarif, RulesAreDescribed) {
  LogRun R(report());
  const json::Array &Rules = *R.driver().getArray("rules");
  ASSERT_EQ(Rules.size(), 2u);
  const json::Object &Rule = *Rules[1].getAsObject();
  EXPECT_EQ(Rule.getString("id"), "double-acquire");
  EXPECT_EQ(Rule.getString("name"), "DoubleAcquire");
  EXPECT_EQ(Rule.getObject("shortDescription")->getString("text"),
            "A lock is acquired again before it is released.");
  EXPECT_EQ(Rule.getObject("defaultConfiguration")->getString("level"),
            "error");
  EXPECT_TRUE(Rule.getObject("help")
                  ->getString("markdown")
                  ->contains("`wdm:SpinLock`"));
  EXPECT_TRUE(Rule.getObject("properties")->getArray("tags"));
}

TEST(Sarif, RunHoldsVerdictsAssumptionsSitesAndGiveUps) {
  SarifOptions Opts;
  Opts.SourceRoot = "/p";
  LogRun R(report(), Opts);
  const json::Object &Bag = *R.run().getObject("properties");
  EXPECT_EQ(Bag.getBoolean("complete"), false);
  EXPECT_EQ(*Bag.getArray("inputs"), json::Array{"driver.bc"});
  EXPECT_EQ(*Bag.getArray("assumptions"), json::Array{"First."});
  const json::Object &Verdict = first(Bag, "verdicts");
  EXPECT_EQ(Verdict.getString("verdict"), "pass");
  EXPECT_EQ(Verdict.getString("uri"), "src/queue.c");
  EXPECT_EQ(Verdict.getInteger("assumptionList"), 1);
  EXPECT_EQ(*Bag.getArray("assumptionLists"),
            (json::Array{json::Array(), json::Array{0}}));
  EXPECT_EQ(first(Bag, "sites").getString("status"), "unproven");
  ASSERT_EQ(R.notifications().size(), 2u);
  const json::Object &GiveUp = *R.notifications()[0].getAsObject();
  EXPECT_EQ(GiveUp.getObject("descriptor")->getString("id"), "give-up");
  EXPECT_EQ(GiveUp.getObject("message")->getString("text"),
            "the budget was used up.");
  EXPECT_EQ(R.notifications()[1].getAsObject()->getString("level"), "note");
}

TEST(Sarif, NoAbsolutePathLeavesTheMachine) {
  for (StringRef Root : {"", "/p", "/elsewhere"}) {
    SarifOptions Opts;
    Opts.SourceRoot = Root.str();
    LogRun R(report(), Opts);
    EXPECT_FALSE(StringRef(R.Text).contains("\"/p")) << Root.str();
  }
}

TEST(Sarif, NoDebugInformation) {
  Report Rep;
  Finding F = finding();
  F.Loc = SourceLoc();
  for (PathStep &S : F.Path)
    S.Loc = SourceLoc();
  Rep.Findings = {F, F};
  Rep.Findings[1].Function = "";
  Rep.Findings[1].Path.clear();
  LogRun R(Rep);
  const json::Object &Location = first(R.result(), "locations");
  EXPECT_EQ(Location.get("physicalLocation"), nullptr);
  EXPECT_TRUE(Location.getArray("logicalLocations"));
  EXPECT_EQ(R.result().get("relatedLocations"), nullptr);
  EXPECT_TRUE(R.result(1).getArray("locations")->empty());
  EXPECT_EQ(R.result(1).get("codeFlows"), nullptr);
  EXPECT_TRUE(R.run().getArray("artifacts")->empty());
}

TEST(Sarif, UnknownColumnIsLeftOut) {
  Report Rep = report();
  Rep.Findings[0].Loc.Column = 0;
  LogRun R(Rep);
  EXPECT_EQ(*first(R.result(), "locations")
                 .getObject("physicalLocation")
                 ->getObject("region"),
            (json::Object{{"startLine", 12}}));
}

TEST(Sarif, OddPathsBecomeRelativeUris) {
  struct {
    StringRef File, Dir, Uri;
  } Cases[] = {
      {"C:\\My Drivers\\a#b.c", "", "C/My%20Drivers/a%23b.c"},
      {"src\\a.c", "C:\\p", "src/a.c"},
      {"../x.c", "/out/build", "out/x.c"},
      {"<stdin>", "/p", "%3Cstdin%3E"},
      {"a:b/c.c", "", "A/b/c.c"},
      {"\xc3\xa4.c", "", "%C3%A4.c"},
      {"\xff.c", "", "%FF.c"},
  };
  for (auto &C : Cases) {
    Report Rep = report();
    Rep.Findings[0].Loc.File = C.File.str();
    Rep.Findings[0].Loc.Dir = C.Dir.str();
    LogRun R(Rep);
    EXPECT_EQ(uriOf(first(R.result(), "locations")), C.Uri);
  }
}

TEST(Sarif, HostileNames) {
  std::string Name =
      "a'b\"c\nd\x1b[31m<script>alert(1)</script>\xff\xc3({0}[x](1)";
  Report Rep = report();
  Finding &F = Rep.Findings[0];
  F.RuleId = F.Message = F.Advice = F.Function = F.Lock = F.LockKind = Name;
  F.EntryPoint = F.Role = F.BugCheck = F.Loc.File = F.Loc.Dir = Name;
  F.VerifierRules = {Name};
  F.Fingerprint.clear();
  for (PathStep &S : F.Path)
    S.Text = S.Function = S.Loc.File = Name;
  Rep.Inputs = Rep.Assumptions = Rep.Notes = Rep.Rules = {Name};
  Rep.GiveUps = {{Name, F.Loc, Name}};
  Rep.Verdicts[0].EntryPoint = Rep.Verdicts[0].Reason = Name;
  Rep.Sites[0].Lock = Rep.Sites[0].Loc.File = Name;
  LogRun R(Rep);
  StringRef Message = *R.result().getObject("message")->getString("text");
  EXPECT_TRUE(Message.contains("{{0}}[x] (1)")) << Message.str();
  EXPECT_EQ(R.result().getObject("properties")->getString("lock"),
            StringRef(json::fixUTF8(Name)));
}

TEST(Sarif, TooManyResultsAreCutLeastSevereFirst) {
  Report Rep = report();
  Finding Error = finding();
  Error.Path.clear();
  Finding Warning = Error;
  Warning.Level = Severity::Warning;
  Warning.RuleId = "inconsistent-exit";
  Rep.Findings.clear();
  for (unsigned I = 0; I != 15000; ++I) {
    Rep.Findings.push_back(Warning);
    Rep.Findings.push_back(Error);
  }
  SarifOptions Opts;
  Opts.Indent = 0;
  LogRun R(Rep, Opts);
  ASSERT_EQ(R.results().size(), 25000u);
  size_t Errors = 0;
  for (const json::Value &V : R.results())
    Errors += V.getAsObject()->getString("level") == "error";
  EXPECT_EQ(Errors, 15000u);
  // Order is kept.
  EXPECT_EQ(R.result(0).getString("level"), "warning");
  EXPECT_EQ(R.result(1).getString("level"), "error");
  bool Said = false;
  for (const json::Value &V : R.notifications())
    Said |= V.getAsObject()->getObject("message")->getString("text")->contains(
        "Only 25000 of 30000 findings");
  EXPECT_TRUE(Said);
}

TEST(Sarif, TooLongPathKeepsItsEnds) {
  Report Rep = report();
  PathStep Acquire = Rep.Findings[0].Path[0], Event = Rep.Findings[0].Path[1];
  Rep.Findings[0].Path.assign(12000, Acquire);
  Rep.Findings[0].Path.push_back(Event);
  SarifOptions Opts;
  Opts.Indent = 0;
  LogRun R(Rep, Opts);
  const json::Array &Steps =
      *first(first(R.result(), "codeFlows"), "threadFlows")
           .getArray("locations");
  ASSERT_EQ(Steps.size(), 10000u);
  EXPECT_EQ(Steps.front().getAsObject()->getInteger("executionOrder"), 1);
  EXPECT_EQ(Steps.back().getAsObject()->getInteger("executionOrder"), 12001);
  EXPECT_EQ(Steps.back().getAsObject()->getString("importance"), "essential");
  EXPECT_TRUE(StringRef(R.Text).contains("left out of 1 code flow."));
}

TEST(Sarif, SameReportSameBytes) {
  Report Rep = report();
  EXPECT_EQ(sarifText(Rep, {}), sarifText(Rep, {}));
}

//===--- Reading back -----------------------------------------------------===//

Report readBack(StringRef Text) {
  Expected<json::Value> V = json::parse(Text);
  if (!V) {
    ADD_FAILURE() << toString(V.takeError());
    return Report();
  }
  Expected<Report> R = readSarif(*V, "log");
  if (!R) {
    ADD_FAILURE() << toString(R.takeError());
    return Report();
  }
  return std::move(*R);
}

/// A report with everything that a log can hold.
Report fullReport() {
  Report R = report();
  R.HasBaseline = true;
  R.NumFixed = 1;
  R.NumSuppressed = 1;
  R.Findings[0].Baseline = BaselineState::New;
  R.Suppressed = {finding()};
  R.Suppressed[0].Baseline = BaselineState::Known;
  R.Suppressed[0].SuppressedBy =
      Suppression{true, "a {reason}", at("/p/src/queue.c", 11)};
  R.Fixed = {finding()};
  R.Fixed[0].Baseline = BaselineState::Fixed;
  Finding Cycle = finding();
  Cycle.RuleId = "lock-order-inversion";
  Cycle.Level = Severity::Warning;
  Cycle.Baseline = BaselineState::Known;
  Cycle.PathTitle = "with 'A' held, 'B' is acquired";
  Cycle.Path = {
      step(PathStep::Acquire, at("a.c", 1, 2), "f", "'A' is acquired here"),
      step(PathStep::Event, at("a.c", 2), "g", "'B' is acquired here", 1)};
  RelatedPath P;
  P.Title = "with 'B' held, 'A' is acquired";
  P.Path = {step(PathStep::Acquire, at("b.c", 1), "h", "'B' is acquired here"),
            step(PathStep::Acquire, at("b.c", 2), "h", "'A' is acquired here")};
  Cycle.RelatedPaths = {P};
  Cycle.Fingerprint = fingerprintOf(Cycle);
  R.Findings.push_back(Cycle);
  R.Sites[0].Runtime = "elided";
  R.Sites[0].RuntimeReason = "it is proven";
  traceLocks(R);
  return R;
}

TEST(Sarif, EachPathIsACodeFlow) {
  LogRun R(fullReport());
  const json::Array &Flows = *R.result(1).getArray("codeFlows");
  ASSERT_EQ(Flows.size(), 2u);
  EXPECT_EQ(Flows[1].getAsObject()->getObject("message")->getString("text"),
            "with 'B' held, 'A' is acquired");
  const json::Object &Step =
      *(*first(*Flows[1].getAsObject(), "threadFlows").getArray("locations"))[1]
           .getAsObject();
  // The locks that are held after the step.
  EXPECT_EQ(Step.getObject("state")->size(), 2u);
  EXPECT_NE(Step.getObject("state")->get("A"), nullptr);
  const json::Object &Graph = first(R.result(1), "graphs");
  EXPECT_EQ(Graph.getArray("nodes")->size(), 2u);
  EXPECT_EQ(Graph.getArray("edges")->size(), 2u);
}

TEST(Sarif, BaselineAndSuppressions) {
  LogRun R(fullReport());
  ASSERT_EQ(R.results().size(), 4u);
  EXPECT_EQ(R.result(0).getString("baselineState"), "new");
  EXPECT_EQ(R.result(1).getString("baselineState"), "unchanged");
  EXPECT_EQ(R.result(3).getString("baselineState"), "absent");
  EXPECT_TRUE(R.result(0).getArray("suppressions")->empty());
  const json::Object &By = first(R.result(2), "suppressions");
  EXPECT_EQ(By.getString("kind"), "inSource");
  EXPECT_EQ(By.getString("justification"), "a {reason}");
}

TEST(Sarif, TheLimitIsOneForAllFlowsOfAResult) {
  Report Rep;
  Rep.Findings = {finding()};
  RelatedPath P;
  P.Path.assign(40, Rep.Findings[0].Path[0]);
  Rep.Findings[0].RelatedPaths.assign(3, P);
  Rep.Findings[0].Path = P.Path;
  SarifOptions Opts;
  Opts.MaxFlowLocations = 80;
  LogRun R(Rep, Opts);
  size_t Steps = 0;
  for (const json::Value &Flow : *R.result().getArray("codeFlows"))
    Steps +=
        first(*Flow.getAsObject(), "threadFlows").getArray("locations")->size();
  EXPECT_EQ(Steps, 80u);
  EXPECT_EQ(R.notifications().size(), 1u);
}

TEST(Sarif, IsReadAsItWasWritten) {
  SarifOptions Opts;
  Opts.SourceRoot = "/p";
  std::string Text = sarifText(fullReport(), Opts);
  Report Back = readBack(Text);
  EXPECT_EQ(sarifText(Back, Opts), Text);
  EXPECT_EQ(Back.Findings[0].Message, finding().Message);
  EXPECT_EQ(Back.Findings[0].Advice, finding().Advice);
  EXPECT_EQ(Back.Findings[0].Loc.File, "src/queue.c");
  EXPECT_EQ(Back.Findings[1].Order.size(), 2u);
  EXPECT_EQ(Back.GiveUps[0].Reason, "the budget was used up");
}

TEST(Sarif, HostileNamesAreReadBack) {
  std::string Name = "a'b\"c\nd\x1b[31m<script>{0}}{%41";
  Report Rep = fullReport();
  Finding &F = Rep.Findings[0];
  F.Message = F.Advice = F.Function = F.Lock = F.LockKind = F.EntryPoint = Name;
  F.Role = F.BugCheck = F.Loc.File = Name;
  F.VerifierRules = {Name};
  for (PathStep &S : F.Path)
    S.Text = S.Function = S.Lock = Name;
  Rep.Assumptions = Rep.Notes = {Name};
  Rep.GiveUps[0].Reason = Name;
  traceLocks(Rep);
  std::string Text = sarifText(Rep, {});
  Report Back = readBack(Text);
  EXPECT_EQ(Back.Findings[0].Message, Name);
  EXPECT_EQ(Back.Findings[0].Advice, Name);
  EXPECT_EQ(Back.Findings[0].Path[0].Text, Name);
  EXPECT_EQ(Back.Findings[0].Loc.File, Name);
  EXPECT_EQ(sarifText(Back, {}), Text);
}

TEST(Sarif, OddLogsAreReadWithoutHarm) {
  for (StringRef Odd : {
           "[]",
           "{}",
           R"({"version": "2.1.0", "runs": 7})",
           R"({"version": "2.1.0", "runs": [7]})",
           R"({"version": 2, "runs": []})",
           R"({"version": "2.1.0", "runs": [{"tool": {"driver":
              {"name": "SpinGuard"}}, "results": [7, {}, {"ruleId": "x", "level": 7,
              "codeFlows": [{"threadFlows": [{"locations": [7, {}]}]}, 7],
              "graphs": [{"nodes": [7], "edges": [{}, {"properties":
              {"path": 9, "toStep": 70}}]}], "suppressions": [7],
              "locations": [{"physicalLocation": {"artifactLocation":
              {"uri": "%zz%4"}, "region": {"startLine": -4,
              "startColumn": 99999999999999}}}]}], "properties":
              {"assumptions": [7], "assumptionLists": [7, [5, -1]],
              "verdicts": [{"assumptionList": 9}, {"assumptionList": -1}, 7],
              "sites": [7]}, "invocations": [7]}]})",
       }) {
    Expected<json::Value> V = json::parse(Odd);
    ASSERT_TRUE(bool(V)) << toString(V.takeError());
    Expected<Report> R = readSarif(*V, "log");
    if (!R) {
      EXPECT_EQ(toString(R.takeError()).find("'log' is"), 0u);
      continue;
    }
    expectValid(sarifText(*R, {}));
  }
}

TEST(Sarif, MergedReportsShareTheirAssumptions) {
  Report A = report(), B = report();
  B.Assumptions = {"Another.", "First."};
  B.AssumptionLists = {{}, {0, 1}};
  B.Findings[0].Loc.Line = 2;
  mergeReports(A, B);
  EXPECT_EQ(A.Assumptions, (std::vector<std::string>{"Another.", "First."}));
  EXPECT_EQ(A.AssumptionLists,
            (std::vector<std::vector<unsigned>>{{}, {1}, {0, 1}}));
  EXPECT_EQ(A.Verdicts[0].AssumptionList, 1u);
  EXPECT_EQ(A.Verdicts[1].AssumptionList, 2u);
  EXPECT_EQ(A.Findings[0].Loc.Line, 2u);
  EXPECT_EQ(A.Rules.size(), 2u);
}

} // namespace
