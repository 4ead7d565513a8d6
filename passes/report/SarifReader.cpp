//===- SarifReader.cpp - A report from a SARIF log --------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The counterpart of Sarif.cpp. A member that is missing, or of another type
// than we write, is taken as empty: a log may have gone through other tools.
// Only what would make a wrong report of it is an error.
//
//===----------------------------------------------------------------------===//

#include "report/SarifReader.h"
#include "report/Fingerprint.h"
#include "report/LockTrace.h"
#include "report/SarifText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include <algorithm>
#include <limits>
#include <tuple>

using namespace llvm;

namespace spinguard {
namespace {

/// A JSON value under any of whose keys there is a value, if only null.
class Node {
public:
  explicit Node(const json::Value *V = nullptr) : V(V) {}

  Node operator[](StringRef Key) const {
    const json::Object *O = V ? V->getAsObject() : nullptr;
    return Node(O ? O->get(Key) : nullptr);
  }
  bool exists() const { return V && V->kind() != json::Value::Null; }
  bool isTrue() const { return V && V->getAsBoolean().value_or(false); }
  std::string text() const {
    std::optional<StringRef> S = V ? V->getAsString() : std::nullopt;
    return S ? S->str() : "";
  }
  /// A number that is no less than nothing.
  uint64_t number() const {
    std::optional<int64_t> N = V ? V->getAsInteger() : std::nullopt;
    return N && *N > 0 ? *N : 0;
  }
  unsigned small() const {
    return std::min<uint64_t>(number(), std::numeric_limits<unsigned>::max());
  }
  std::vector<Node> items() const {
    std::vector<Node> Items;
    if (const json::Array *A = V ? V->getAsArray() : nullptr)
      for (const json::Value &Item : *A)
        Items.emplace_back(&Item);
    return Items;
  }
  Node first() const {
    std::vector<Node> Items = items();
    return Items.empty() ? Node() : Items.front();
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> Texts;
    for (Node Item : items())
      Texts.push_back(Item.text());
    return Texts;
  }
  std::string message() const { return textOfMessage((*this)["text"].text()); }

private:
  const json::Value *V;
};

/// The path of a URI reference.
std::string pathOf(StringRef Uri) {
  std::string Path;
  for (size_t I = 0; I != Uri.size(); ++I) {
    if (Uri[I] == '%' && I + 2 < Uri.size() && isHexDigit(Uri[I + 1]) &&
        isHexDigit(Uri[I + 2])) {
      Path += char(hexFromNibbles(Uri[I + 1], Uri[I + 2]));
      I += 2;
    } else {
      Path += Uri[I];
    }
  }
  return Path;
}

/// \p Text without what sentence() added.
std::string phrase(StringRef Text) {
  Text.consume_back(".");
  return Text.str();
}

class RunReader {
public:
  RunReader(Node Run, Report &R) : Run(Run), R(R) {}

  void read() {
    Node Bag = Run["properties"];
    R.Inputs = Bag["inputs"].texts();
    R.NumFunctions = Bag["functions"]["defined"].small();
    R.NumAnalysedFunctions = Bag["functions"]["analysed"].small();
    R.NumSuppressed = Bag["suppressed"].number();
    R.HasBaseline = Bag["fixed"].exists();
    R.NumFixed = Bag["fixed"].number();
    R.NumKnown = Bag["known"].number();
    if (Bag["runtimeReports"].exists())
      R.NumRuntimeReports = Bag["runtimeReports"].number();
    R.Assumptions = Bag["assumptions"].texts();
    if (std::vector<Node> Lists = Bag["assumptionLists"].items();
        !Lists.empty()) {
      R.AssumptionLists.clear();
      for (Node List : Lists)
        R.AssumptionLists.push_back(assumptionsIn(List));
    }
    for (Node Rule : Run["tool"]["driver"]["rules"].items())
      if (std::string Id = Rule["id"].text(); !Id.empty())
        R.Rules.push_back(std::move(Id));
    for (Node Result : Run["results"].items())
      readResult(Result);
    for (Node V : Bag["verdicts"].items())
      readVerdict(V);
    for (Node S : Bag["sites"].items())
      readSite(S);
    for (Node Invocation : Run["invocations"].items())
      for (Node N : Invocation["toolExecutionNotifications"].items())
        readNotification(N);
    traceLocks(R);
  }

private:
  SourceLoc locationOf(Node Location) const {
    SourceLoc Loc;
    Node Physical = Location["physicalLocation"];
    Node Artifact = Physical["artifactLocation"];
    Loc.File = pathOf(Artifact["uri"].text());
    Loc.Line = Physical["region"]["startLine"].small();
    Loc.Column = Physical["region"]["startColumn"].small();
    return Loc;
  }

  /// A place in a property bag.
  SourceLoc placeOf(Node Bag) const {
    SourceLoc Loc;
    Loc.File = pathOf(Bag["uri"].text());
    Loc.Line = Bag["line"].small();
    Loc.Column = Bag["column"].small();
    return Loc;
  }

  static std::string functionOf(Node Location) {
    return Location["logicalLocations"].first()["fullyQualifiedName"].text();
  }

  std::vector<unsigned> assumptionsIn(Node List) const {
    std::vector<unsigned> Indexes;
    for (Node Index : List.items())
      if (Index.number() < R.Assumptions.size())
        Indexes.push_back(Index.small());
    return Indexes;
  }
  unsigned assumptionListOf(Node Bag) {
    // (Logs of before have each row's own list.)
    if (Node Own = Bag["assumptions"]; Own.exists())
      return AssumptionLists(R).add(assumptionsIn(Own));
    uint64_t Number = Bag["assumptionList"].number();
    return Number < R.AssumptionLists.size() ? unsigned(Number) : 0;
  }

  PathStep stepOf(Node Flow) const {
    PathStep S;
    std::string Kind = Flow["kinds"].first().text();
    for (PathStep::Kind K :
         {PathStep::Entry, PathStep::Acquire, PathStep::Release,
          PathStep::Branch, PathStep::Call, PathStep::Return, PathStep::Exit})
      if (stepKinds(K).front() == Kind)
        S.K = K;
    S.Loc = locationOf(Flow["location"]);
    S.Function = functionOf(Flow["location"]);
    S.Text = Flow["location"]["message"].message();
    S.Depth = Flow["nestingLevel"].small();
    S.Lock = Flow["properties"]["lock"].text();
    S.OtherThread = Flow["properties"]["otherThread"].isTrue();
    return S;
  }

  void readPaths(Node Result, Finding &F) const {
    bool First = true;
    for (Node Flow : Result["codeFlows"].items()) {
      RelatedPath P;
      P.Title = Flow["message"].message();
      for (Node Step : Flow["threadFlows"].first()["locations"].items())
        P.Path.push_back(stepOf(Step));
      if (First) {
        F.Path = std::move(P.Path);
        F.PathTitle = std::move(P.Title);
      } else {
        F.RelatedPaths.push_back(std::move(P));
      }
      First = false;
    }
  }

  void readGraph(Node Graph, Finding &F) const {
    StringMap<std::string> Names;
    for (Node N : Graph["nodes"].items())
      Names[N["id"].text()] = N["label"].message();
    for (Node E : Graph["edges"].items()) {
      OrderEdge Edge;
      Edge.From = Names.lookup(E["sourceNodeId"].text());
      Edge.To = Names.lookup(E["targetNodeId"].text());
      Node Bag = E["properties"];
      Edge.Path = Bag["path"].small();
      Edge.FromStep = Bag["fromStep"].small();
      Edge.ToStep = Bag["toStep"].small();
      if (Edge.Path > F.RelatedPaths.size())
        continue;
      size_t Steps = Edge.Path == 0 ? F.Path.size()
                                    : F.RelatedPaths[Edge.Path - 1].Path.size();
      if (Edge.FromStep < Steps && Edge.ToStep < Steps)
        F.Order.push_back(std::move(Edge));
    }
  }

  void readResult(Node Result) {
    Finding F;
    Node Bag = Result["properties"];
    F.RuleId = Result["ruleId"].text();
    if (F.RuleId.empty())
      return;
    std::string Level = Result["level"].text();
    F.Level = Level == "error"  ? Severity::Error
              : Level == "note" ? Severity::Note
                                : Severity::Warning;
    F.Advice = Bag["advice"].text();
    std::string Message = Result["message"].message();
    StringRef Text = Message;
    if (!F.Advice.empty() && Text.consume_back(sentence(F.Advice)))
      Text = Text.rtrim();
    F.Message = phrase(Text);
    F.Loc = locationOf(Result["locations"].first());
    F.Function = functionOf(Result["locations"].first());
    F.Lock = Bag["lock"].text();
    F.LockKind = Bag["lockKind"].text();
    F.EntryPoint = Bag["entryPoint"].text();
    F.Role = Bag["role"].text();
    F.BugCheck = Bag["bugCheck"].text();
    F.VerifierRules = Bag["verifierRules"].texts();
    std::string Sure = Bag["confidence"].text();
    F.Sure = Sure == "low"      ? Confidence::Low
             : Sure == "medium" ? Confidence::Medium
                                : Confidence::High;
    F.Doubts = Bag["doubts"].texts();
    for (Node At : Result["relatedLocations"].items())
      if (phrase(At["message"].message()) == AlsoHere)
        F.AlsoAt.push_back({locationOf(At), functionOf(At)});
    readPaths(Result, F);
    readGraph(Result["graphs"].first(), F);
    F.Fingerprint = Result["partialFingerprints"][FingerprintKey].text();
    if (F.Fingerprint.empty())
      F.Fingerprint = fingerprintOf(F);

    std::string State = Result["baselineState"].text();
    F.Baseline = State == "new"         ? BaselineState::New
                 : State == "unchanged" ? BaselineState::Known
                 : State == "updated"   ? BaselineState::Known
                 : State == "absent"    ? BaselineState::Fixed
                                        : BaselineState::None;
    Node By = Result["suppressions"].first();
    if (By.exists() && By["status"].text() != "rejected") {
      Suppression S;
      S.InSource = By["kind"].text() == "inSource";
      S.Reason = By["justification"].text();
      S.Loc = locationOf(By["location"]);
      F.SuppressedBy = std::move(S);
    }
    if (F.SuppressedBy)
      R.Suppressed.push_back(std::move(F));
    else if (F.Baseline == BaselineState::Fixed)
      R.Fixed.push_back(std::move(F));
    else
      R.Findings.push_back(std::move(F));
  }

  void readVerdict(Node V) {
    VerdictRow Row;
    Row.EntryPoint = V["entryPoint"].text();
    Row.Role = V["role"].text();
    Row.RuleId = V["rule"].text();
    std::string Word = V["verdict"].text();
    Row.V = Word == "pass"           ? Verdict::Pass
            : Word == "defect"       ? Verdict::Defect
            : Word == "inconclusive" ? Verdict::Inconclusive
                                     : Verdict::NotApplicable;
    Row.Reason = V["reason"].text();
    Row.Loc = placeOf(V);
    Row.AssumptionList = assumptionListOf(V);
    R.Verdicts.push_back(std::move(Row));
  }

  void readSite(Node S) {
    LockSite L;
    L.Api = S["api"].text();
    L.Effect = S["effect"].text();
    L.Lock = S["lock"].text();
    L.Function = S["function"].text();
    std::string Status = S["status"].text();
    L.Status = Status == "proven"      ? SiteStatus::Proven
               : Status == "reported"  ? SiteStatus::Reported
               : Status == "unreached" ? SiteStatus::Unreached
                                       : SiteStatus::Unproven;
    L.Reason = S["reason"].text();
    L.Loc = placeOf(S);
    L.AssumptionList = assumptionListOf(S);
    L.Runtime = S["runtime"].text();
    L.RuntimeReason = S["runtimeReason"].text();
    R.Sites.push_back(std::move(L));
  }

  void readNotification(Node N) {
    std::string Text = N["message"].message();
    // (The unit and the reason are one sentence there.)
    if (N["descriptor"]["id"].text() == "left-out") {
      R.LeftOut.push_back({"", phrase(Text)});
      return;
    }
    if (N["descriptor"]["id"].text() != "give-up") {
      R.Notes.push_back(std::move(Text));
      return;
    }
    Node Location = N["locations"].first();
    R.GiveUps.push_back(
        {functionOf(Location), locationOf(Location), phrase(Text)});
  }

  Node Run;
  Report &R;
};

} // namespace

bool isSarif(const json::Value &Log) {
  Node L(&Log);
  return L["runs"].exists() && L["version"].exists();
}

Expected<Report> readSarif(const json::Value &Log, StringRef Name) {
  auto Failed = [&](const Twine &What) {
    return createStringError(inconvertibleErrorCode(),
                             "'" + Name + "' " + What);
  };
  Node L(&Log);
  if (!isSarif(Log))
    return Failed("is no SARIF log");
  if (L["version"].text() != "2.1.0")
    return Failed("is a SARIF log of version " + L["version"].text() +
                  ", where 2.1.0 is needed");
  Report All;
  bool First = true;
  for (Node Run : L["runs"].items()) {
    std::string Tool = Run["tool"]["driver"]["name"].text();
    if (Tool != "SpinGuard")
      return Failed("is a log of another tool" +
                    (Tool.empty() ? Tool : ", " + Tool) +
                    "; only SpinGuard's own logs can be read");
    Report R;
    RunReader(Run, R).read();
    if (First)
      All = std::move(R);
    else
      mergeReports(All, std::move(R));
    First = false;
  }
  return std::move(All);
}

/// The order that findings have in a report.
static auto orderOf(const Finding &F) {
  return std::tie(F.Loc, F.Function, F.RuleId, F.Lock, F.Fingerprint);
}

void mergeReports(Report &R, Report More) {
  // Assumptions are sorted; who refers to them is told the new numbers, and
  // who refers to lists of them likewise.
  std::vector<std::string> All = R.Assumptions;
  All.insert(All.end(), More.Assumptions.begin(), More.Assumptions.end());
  llvm::sort(All);
  All.erase(std::unique(All.begin(), All.end()), All.end());
  auto Renumber = [&](Report &Of) {
    for (std::vector<unsigned> &List : Of.AssumptionLists)
      for (unsigned &Index : List)
        Index = llvm::lower_bound(All, Of.Assumptions[Index]) - All.begin();
  };
  Renumber(R);
  Renumber(More);
  R.Assumptions = std::move(All);
  std::vector<unsigned> Number;
  AssumptionLists Lists(R);
  for (std::vector<unsigned> &List : More.AssumptionLists)
    Number.push_back(Lists.add(std::move(List)));
  for (VerdictRow &V : More.Verdicts)
    V.AssumptionList = Number[V.AssumptionList];
  for (LockSite &S : More.Sites)
    S.AssumptionList = Number[S.AssumptionList];

  auto Append = [](auto &To, auto &From) {
    To.insert(To.end(), std::make_move_iterator(From.begin()),
              std::make_move_iterator(From.end()));
  };
  Append(R.Inputs, More.Inputs);
  Append(R.Verdicts, More.Verdicts);
  Append(R.Sites, More.Sites);
  Append(R.Notes, More.Notes);
  Append(R.GiveUps, More.GiveUps);
  Append(R.LeftOut, More.LeftOut);
  Append(R.Ignores, More.Ignores);
  for (const std::string &Rule : More.Rules)
    if (!is_contained(R.Rules, Rule))
      R.Rules.push_back(Rule);
  for (auto [To, From] : {std::make_pair(&R.Findings, &More.Findings),
                          std::make_pair(&R.Suppressed, &More.Suppressed),
                          std::make_pair(&R.Fixed, &More.Fixed)}) {
    Append(*To, *From);
    llvm::stable_sort(*To, [](const Finding &A, const Finding &B) {
      return orderOf(A) < orderOf(B);
    });
  }
  R.NumSuppressed += More.NumSuppressed;
  R.NumFixed += More.NumFixed;
  R.NumKnown += More.NumKnown;
  R.HasBaseline |= More.HasBaseline;
  R.NumFunctions += More.NumFunctions;
  R.NumAnalysedFunctions += More.NumAnalysedFunctions;
  if (R.NumRuntimeReports && More.NumRuntimeReports)
    *R.NumRuntimeReports += *More.NumRuntimeReports;
  else
    R.NumRuntimeReports.reset();
}

} // namespace spinguard
