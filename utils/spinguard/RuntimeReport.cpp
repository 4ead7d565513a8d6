//===- RuntimeReport.cpp - What instrumented programs said ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From JSON lines to findings. What differs from run to run (addresses, thread
// and process ids) stays out of the report: it is the same for the same faults.
//
//===----------------------------------------------------------------------===//

#include "RuntimeReport.h"
#include "model/Model.h"
#include "report/Fingerprint.h"
#include "report/JsonInput.h"
#include "rules/Rules.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include <tuple>

using namespace llvm;
using namespace spinguard;

namespace {

/// One of "sites" or "held".
struct RuntimeSite {
  std::string Role, Function, File, Lock, Api, Entry;
  uint64_t Line = 0, Column = 0;
  int64_t Tid = 0;

  SourceLoc loc() const {
    SourceLoc L;
    L.File = File;
    L.Line = Line;
    L.Column = Column;
    return L;
  }
};

bool fromJSON(const json::Value &V, RuntimeSite &S, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.mapOptional("role", S.Role) &&
         O.mapOptional("function", S.Function) &&
         O.mapOptional("file", S.File) && O.mapOptional("lock", S.Lock) &&
         O.mapOptional("api", S.Api) && O.mapOptional("entry", S.Entry) &&
         O.mapOptional("line", S.Line) && O.mapOptional("column", S.Column) &&
         O.mapOptional("tid", S.Tid);
}

/// One line.
struct RuntimeLine {
  std::string Rule, Message, Lock, BugCheck;
  std::vector<RuntimeSite> Sites, Held;
};

bool fromJSON(const json::Value &V, RuntimeLine &L, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("rule", L.Rule) && O.map("message", L.Message) &&
         O.mapOptional("lock", L.Lock) &&
         O.mapOptional("bugcheck", L.BugCheck) && O.map("sites", L.Sites) &&
         O.mapOptional("held", L.Held);
}

/// \p Text without addresses, " (0x7ffd12)", and thread ids.
std::string withoutRun(StringRef Text) {
  std::string Result;
  while (!Text.empty()) {
    size_t At = Text.find(" (0x");
    Result += Text.take_front(At);
    if (At == StringRef::npos)
      break;
    StringRef Rest = Text.drop_front(At + 4).drop_while(isHexDigit);
    if (Rest.consume_front(")")) {
      Text = Rest;
      continue;
    }
    Result += " (0x";
    Text = Text.drop_front(At + 4);
  }
  StringRef Short = Result;
  size_t Thread = Short.rfind(", thread ");
  if (Thread != StringRef::npos &&
      all_of(Short.drop_front(Thread + 9), isDigit))
    Result.resize(Thread);
  return Result;
}

PathStep::Kind kindOf(StringRef Role) {
  if (Role == "released")
    return PathStep::Release;
  if (Role == "called")
    return PathStep::Call;
  if (Role.contains("acquired") || Role == "with this held" ||
      Role == "entered")
    return PathStep::Acquire;
  return PathStep::Event;
}

PathStep stepOf(const RuntimeSite &S, bool OtherThread) {
  PathStep Step;
  Step.K = kindOf(S.Role);
  Step.Loc = S.loc();
  Step.Function = S.Function;
  std::string Lock = S.Lock.empty() ? "the lock" : "'" + S.Lock + "'";
  if (S.Role == "returns")
    Step.Text = "'" + S.Function + "' returns";
  else if (S.Role == "called" || S.Role == "ended")
    Step.Text =
        (S.Api.empty() ? "a function" : "'" + S.Api + "'") + " is called here";
  else if (S.Role == "with this held" || S.Role == "elsewhere acquired")
    Step.Text = Lock + " is acquired here";
  else if (S.Role == "entered")
    Step.Text = Lock + " is held on entry";
  else if (S.Role.empty())
    Step.Text = Lock + " is acquired here, and held as well";
  else
    Step.Text = Lock + " is " + S.Role + " here";
  if (OtherThread)
    Step.Text += " by another thread";
  Step.OtherThread = OtherThread;
  Step.Lock = S.Lock;
  return Step;
}

/// One edge of an order cycle: a lock that is acquired, and one held meanwhile.
struct Edge {
  const RuntimeSite *Acquired, *Held;
};

/// The edges that a report of a cycle lists, pair by pair: what one edge holds
/// is what the next one acquires. Empty if it is no such list.
std::vector<Edge> edgesOf(const RuntimeLine &L) {
  std::vector<Edge> Edges;
  if (L.Rule != "lock-order-inversion" || L.Sites.size() < 4 ||
      L.Sites.size() % 2 != 0)
    return {};
  for (size_t I = 0; I != L.Sites.size(); I += 2) {
    if (L.Sites[I + 1].Role != "with this held")
      return {};
    Edges.push_back({&L.Sites[I], &L.Sites[I + 1]});
  }
  return Edges;
}

/// Makes each edge of a cycle a path of its own.
void addEdges(Finding &F, ArrayRef<Edge> Edges) {
  // One lock may be called differently at each of its sites.
  std::vector<std::string> Names;
  for (size_t I = 0; I != Edges.size(); ++I) {
    const Edge &E = Edges[I], &Next = Edges[(I + 1) % Edges.size()];
    Names.push_back(E.Held->Lock);
    if (Next.Acquired->Lock != E.Held->Lock)
      Names.back() += " (" + Next.Acquired->Lock + ")";
  }
  for (size_t I = 0; I != Edges.size(); ++I) {
    const Edge &E = Edges[I];
    RelatedPath P;
    P.Title = "with '" + E.Held->Lock + "' held, '" + E.Acquired->Lock +
              "' is acquired";
    int64_t Tid = Edges.front().Held->Tid;
    if (E.Held->Tid && Tid && E.Held->Tid != Tid)
      P.Title += ", by another thread";
    P.Path = {stepOf(*E.Held, false), stepOf(*E.Acquired, false)};
    P.Path.back().K = PathStep::Acquire;
    F.Order.push_back({Names[I], Names[(I + Edges.size() - 1) % Edges.size()],
                       unsigned(I), 0, 1});
    if (I != 0) {
      F.RelatedPaths.push_back(std::move(P));
      continue;
    }
    P.Path.back().K = PathStep::Event;
    F.Path = std::move(P.Path);
    F.PathTitle = std::move(P.Title);
  }
}

/// The kind of lock that the functions of a report work on.
std::string lockKindOf(const RuntimeLine &L) {
  for (const RuntimeSite &S : L.Sites)
    for (const Api &A : ModelSet::defaults().lookup(S.Api, TargetSystem::Any))
      if (!A.LockKind.empty())
        return A.LockKind;
  return "";
}

Finding findingOf(const RuntimeLine &L) {
  const RuntimeSite &At = L.Sites.front();
  const RuleInfo *Rule = findRule(L.Rule);
  Finding F;
  F.RuleId = L.Rule;
  F.Level = Rule ? Rule->Level : Severity::Error;
  F.Message = withoutRun(L.Message);
  F.Advice = adviceOf(L.Rule).str();
  F.Loc = At.loc();
  F.Function = At.Function;
  F.Lock = L.Lock;
  F.LockKind = lockKindOf(L);
  if (At.Role == "returns") {
    F.EntryPoint = At.Function;
    F.Role = At.Entry;
  }
  for (const VerifierRule &V : allVerifierRules())
    if (V.covers(F.RuleId, F.LockKind))
      F.VerifierRules.push_back(V.Name.str());
  // The runtime has a code where the lock is one of Windows; it is written as
  // the check writes it.
  if (!L.BugCheck.empty())
    F.BugCheck =
        Rule && !Rule->BugCheck.empty() ? Rule->BugCheck.str() : L.BugCheck;

  std::vector<Edge> Edges = edgesOf(L);
  if (!Edges.empty()) {
    addEdges(F, Edges);
    F.Fingerprint = fingerprintOf(F);
    return F;
  }
  // The runtime tells the latest first.
  int64_t Tid = At.Tid;
  for (const RuntimeSite &S : drop_begin(L.Sites))
    if (!Tid)
      Tid = S.Tid;
  for (const RuntimeSite &S : reverse(L.Sites))
    F.Path.push_back(stepOf(S, S.Tid && S.Tid != Tid));
  F.Path.back().K = PathStep::Event;
  F.Fingerprint = fingerprintOf(F);

  // Other locks that were held are no part of what identifies the defect.
  std::vector<PathStep> Others;
  for (const RuntimeSite &S : reverse(L.Held))
    if (none_of(L.Sites,
                [&](const RuntimeSite &T) { return T.loc() == S.loc(); }))
      Others.push_back(stepOf(S, /*OtherThread=*/false));
  F.Path.insert(F.Path.begin(), Others.begin(), Others.end());
  return F;
}

/// What makes two reports one finding.
std::string keyOf(const RuntimeLine &L) {
  auto Place = [](const RuntimeSite &S) {
    return '\0' + S.Role + '\0' + S.Function + '\0' + S.File + '\0' +
           utostr(S.Line) + ':' + utostr(S.Column);
  };
  std::string Key = L.Rule;
  std::vector<std::string> Parts;
  // Which edge closes a cycle differs from run to run.
  for (const Edge &E : edgesOf(L)) {
    RuntimeSite Acquired = *E.Acquired;
    Acquired.Role = "";
    Parts.push_back(Place(*E.Held) + Place(Acquired));
  }
  llvm::sort(Parts);
  if (Parts.empty())
    for (const RuntimeSite &S : L.Sites)
      Parts.push_back(Place(S));
  for (const std::string &Part : Parts)
    Key += Part;
  return Key;
}

Error errorAt(StringRef Path, unsigned Line, const Twine &Text) {
  return createStringError(inconvertibleErrorCode(),
                           Path + ":" + Twine(Line) + ": error: " + Text);
}

/// Findings are in the order of places, whatever order the files and their
/// lines had.
auto orderOf(const Finding &F) {
  return std::tie(F.Loc, F.RuleId, F.Function, F.Lock, F.Fingerprint,
                  F.Message);
}

} // namespace

Error RuntimeReader::read(StringRef Name, StringRef Text) {
  R.Inputs.push_back(Name.str());
  StringRef Rest = Text;
  for (unsigned Number = 1; !Rest.empty(); ++Number) {
    bool Ends = Rest.contains('\n');
    auto [Words, Next] = Rest.split('\n');
    Rest = Next;
    Words = Words.trim();
    // What the runtime says of itself where both go to one stream.
    if (Words.empty() || Words.starts_with("SpinGuard: "))
      continue;
    if (!json::isUTF8(Words) && Ends)
      return errorAt(Name, Number, "this is no UTF-8 text");
    Expected<json::Value> Value = parseJson(Words);
    if (!Value) {
      consumeError(Value.takeError());
      if (Ends)
        return errorAt(Name, Number,
                       "this is no JSON, as each line of a runtime report is");
      R.Notes.push_back(
          (Name + ":" + Twine(Number) +
           ": the last line breaks off and was left out; the program was "
           "ended while it wrote it")
              .str());
      break;
    }
    RuntimeLine Line;
    json::Path::Root Root("report");
    if (!fromJSON(*Value, Line, Root))
      return errorAt(Name, Number,
                     "this is no report of the runtime: " +
                         toString(Root.getError()));
    if (Line.Rule.empty() || Line.Sites.empty())
      return errorAt(Name, Number,
                     "this is no report of the runtime: it has no rule or no "
                     "site");
    ++NumReports;
    Finding F = findingOf(Line);
    auto [It, New] = Seen.try_emplace(keyOf(Line), R.Findings.size());
    if (New)
      R.Findings.push_back(std::move(F));
    else if (orderOf(F) < orderOf(R.Findings[It->second]))
      R.Findings[It->second] = std::move(F);
  }
  return Error::success();
}

Report RuntimeReader::finish() {
  llvm::sort(R.Findings, [](const Finding &A, const Finding &B) {
    return orderOf(A) < orderOf(B);
  });
  R.NumRuntimeReports = NumReports;
  for (const RuleInfo &Rule : allRules())
    if (Rule.Kind != RuleKind::InconsistentExit)
      R.Rules.push_back(Rule.Id.str());
  return std::move(R);
}
