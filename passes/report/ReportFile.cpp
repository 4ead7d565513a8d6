//===- ReportFile.cpp - Reports as bytes ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/ReportFile.h"
#include "report/ByteStream.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace spinguard;

namespace {

/// The fields of every struct of a report, for both directions. (Taken apart
/// like this, a struct that gains a field does not compile.)
template <typename IO> class Fields {
public:
  explicit Fields(IO &X) : X(X) {}

  void report(Ref<IO, Report> R) {
    auto &[Inputs, Findings, Suppressed, Fixed, NumSuppressed, NumFixed,
           NumKnown, NumDoubtful, Least, HasBaseline, IsDifference, Verdicts,
           Assumptions, AssumptionLists, Sites, Notes, GiveUps, Ignores,
           LeftOut, Rules, NumRuntimeReports, NumFunctions,
           NumAnalysedFunctions, Statistics] = R;
    (void)Statistics; // Of one run, not of its report.
    all(Inputs, Findings, Suppressed, Fixed, NumSuppressed, NumFixed, NumKnown,
        NumDoubtful, Least, HasBaseline, IsDifference, Verdicts, Assumptions,
        AssumptionLists, Sites, Notes, GiveUps, Ignores, LeftOut, Rules,
        NumRuntimeReports, NumFunctions, NumAnalysedFunctions);
  }

private:
  template <typename... T> void all(T &...V) { (one(V), ...); }

  template <typename T> void list(T &L) {
    sizeOf(X, L);
    for (auto &E : L)
      one(E);
  }
  template <typename T> void one(std::vector<T> &L) { list(L); }
  template <typename T> void one(const std::vector<T> &L) { list(L); }

  template <typename T> void optional(T &O) {
    bool Has = O.has_value();
    io(X, Has);
    if constexpr (!IO::Writes)
      if (Has)
        O.emplace();
    if (Has)
      one(*O);
  }
  template <typename T> void one(std::optional<T> &O) { optional(O); }
  template <typename T> void one(const std::optional<T> &O) { optional(O); }

  void one(Ref<IO, std::string> S) { io<IO>(X, S); }
  template <typename T>
  std::enable_if_t<std::is_arithmetic_v<T> || std::is_enum_v<T>> one(T &V) {
    io(X, V);
  }

  void one(Ref<IO, SourceLoc> L) {
    auto &[File, Dir, Line, Column] = L;
    all(File, Dir, Line, Column);
  }
  void one(Ref<IO, PathStep> S) {
    auto &[Kind, Loc, Function, Text, Depth, Lock, OtherThread, Held, Doubts] =
        S;
    all(Kind, Loc, Function, Text, Depth, Lock, OtherThread, Held, Doubts);
  }
  void one(Ref<IO, RelatedPath> P) {
    auto &[Title, Path] = P;
    all(Title, Path);
  }
  void one(Ref<IO, OrderEdge> E) {
    auto &[From, To, Path, FromStep, ToStep] = E;
    all(From, To, Path, FromStep, ToStep);
  }
  void one(Ref<IO, Suppression> S) {
    auto &[InSource, Reason, Loc] = S;
    all(InSource, Reason, Loc);
  }
  void one(Ref<IO, OtherPlace> O) {
    auto &[Loc, Function] = O;
    all(Loc, Function);
  }
  void one(Ref<IO, Finding> F) {
    auto &[RuleId, Level, Message, Advice, Loc, Function, Lock, LockKind,
           EntryPoint, Role, AlsoAt, VerifierRules, Sure, Doubts, BugCheck,
           Path, PathTitle, RelatedPaths, Order, Fingerprint, Baseline,
           SuppressedBy] = F;
    all(RuleId, Level, Message, Advice, Loc, Function, Lock, LockKind,
        EntryPoint, Role, AlsoAt, VerifierRules, Sure, Doubts, BugCheck, Path,
        PathTitle, RelatedPaths, Order, Fingerprint, Baseline, SuppressedBy);
  }
  void one(Ref<IO, FunctionIgnore> I) {
    auto &[Function, Loc, Text] = I;
    all(Function, Loc, Text);
  }
  void one(Ref<IO, VerdictRow> V) {
    auto &[EntryPoint, Role, RuleId, Which, Reason, Loc, AssumptionList] = V;
    all(EntryPoint, Role, RuleId, Which, Reason, Loc, AssumptionList);
  }
  void one(Ref<IO, LockSite> S) {
    auto &[Loc, Function, Api, Effect, Lock, Status, Reason, AssumptionList,
           Runtime, RuntimeReason, Calls] = S;
    all(Loc, Function, Api, Effect, Lock, Status, Reason, AssumptionList,
        Runtime, RuntimeReason, Calls);
  }
  void one(Ref<IO, LockSite::CallKey> C) {
    auto &[Module, Function, Ordinal] = C;
    all(Module, Function, Ordinal);
  }
  void one(Ref<IO, Report::GiveUp> G) {
    auto &[Function, Loc, Reason] = G;
    all(Function, Loc, Reason);
  }
  void one(Ref<IO, Report::Omission> O) {
    auto &[Unit, Reason] = O;
    all(Unit, Reason);
  }

  IO &X;
};

} // namespace

std::string spinguard::writeReportBytes(const Report &R) {
  ByteWriter X;
  Fields<ByteWriter>(X).report(R);
  return X.take();
}

bool spinguard::readReportBytes(StringRef Bytes, Report &R) {
  ByteReader X(Bytes);
  Fields<ByteReader>(X).report(R);
  if (X.hasFailed() || !X.atEnd() || R.AssumptionLists.empty())
    return false;
  size_t NumLists = R.AssumptionLists.size();
  return llvm::all_of(R.Verdicts,
                      [&](const VerdictRow &V) {
                        return V.AssumptionList < NumLists;
                      }) &&
         llvm::all_of(R.Sites, [&](const LockSite &S) {
           return S.AssumptionList < NumLists;
         });
}
