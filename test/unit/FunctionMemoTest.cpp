//===- FunctionMemoTest.cpp - What one analysis leaves to the next --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/FunctionMemo.h"
#include "analysis/Check.h"
#include "ir/UnitFile.h"
#include "report/ReportFile.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/SourceMgr.h"
#include "gtest/gtest.h"
#include <atomic>
#include <set>

using namespace llvm;
using namespace spinguard;

namespace {

constexpr StringLiteral Callee = R"(
source_filename = "callee.c"
declare i32 @pthread_spin_lock(ptr)
declare i32 @pthread_spin_unlock(ptr)
define i32 @take(ptr %L) {
  %R = call i32 @pthread_spin_lock(ptr %L)
  ret i32 0
}
define i32 @give(ptr %L) {
  %R = call i32 @pthread_spin_unlock(ptr %L)
  ret i32 0
}
)";

constexpr StringLiteral Caller = R"(
source_filename = "caller.c"
@Lock = global i32 0
declare i32 @take(ptr)
declare i32 @give(ptr)
define internal void @user(i32 %N) {
  %A = call i32 @take(ptr @Lock)
  %B = call i32 @give(ptr @Lock)
  %C = icmp eq i32 %N, 0
  br i1 %C, label %again, label %out
again:
  %M = sub i32 %N, 1
  call void @other(i32 %M)
  br label %out
out:
  ret void
}
define internal void @other(i32 %N) {
  call void @user(i32 %N)
  ret void
}
define i32 @main() {
  call void @user(i32 3)
  ret i32 0
}
)";

struct Unit {
  std::unique_ptr<FlowModule> Flow;
  std::string Name; ///< Of the content.
};

Unit unit(StringRef Code, StringRef From = "", StringRef To = "") {
  std::string Text = Code.str();
  if (!From.empty()) {
    size_t At = Text.find(From);
    EXPECT_NE(At, std::string::npos);
    Text.replace(At, From.size(), To);
  }
  LLVMContext Context;
  SMDiagnostic Diagnostic;
  std::unique_ptr<Module> M = parseAssemblyString(Text, Diagnostic, Context);
  Unit U;
  U.Flow = lowerModule(*M, ModelSet::defaults());
  U.Name = Text;
  return U;
}

/// What is reported of the two, with what an earlier run found. Both must say
/// what is said without.
std::string check(const Unit &A, const Unit &B, KeptAnalysis *Kept) {
  CheckOptions Options;
  Options.Models = std::make_shared<ModelSet>(ModelSet::defaults());
  if (Kept) {
    Kept->Modules = {A.Name, B.Name};
    Kept->New = "?";
  }
  return writeReportBytes(
      checkProgram({A.Flow.get(), B.Flow.get()}, Options, Kept));
}

TEST(FunctionMemo, KnowsAllOfTheSameProgram) {
  Unit A = unit(Callee), B = unit(Caller);
  std::string Expected = check(A, B, nullptr);
  KeptAnalysis Kept;
  EXPECT_EQ(check(A, B, &Kept), Expected);
  Kept.Old = std::move(Kept.New);
  ASSERT_FALSE(Kept.Old.empty());
  EXPECT_EQ(check(A, B, &Kept), Expected);
  EXPECT_EQ(Kept.New, "");
}

/// The other unit's functions are found again as long as what they learn from
/// their callees is what it was.
TEST(FunctionMemo, FollowsAChange) {
  Unit A = unit(Callee), B = unit(Caller);
  KeptAnalysis Kept;
  check(A, B, &Kept);
  const std::string Old = Kept.New;
  for (auto [From, To] :
       {std::pair("pthread_spin_unlock(ptr %L)", "pthread_spin_lock(ptr %L)"),
        std::pair("ret i32 0", "ret i32 1"),
        std::pair("define i32 @give",
                  "@New = global i32 0\ndefine i32 @give")}) {
    Unit Changed = unit(Callee, From, To);
    std::string Expected = check(Changed, B, nullptr);
    Kept.Old = Old;
    EXPECT_EQ(check(Changed, B, &Kept), Expected) << To;
    EXPECT_NE(Kept.New, "") << To;
    // And back.
    Kept.Old = std::move(Kept.New);
    EXPECT_EQ(check(A, B, &Kept), check(A, B, nullptr)) << To;
  }
}

TEST(FunctionMemo, KnowsWhatItDoesNotKnow) {
  Unit A = unit(Callee), B = unit(Caller);
  std::string Expected = check(A, B, nullptr);
  KeptAnalysis Kept;
  check(A, B, &Kept);
  const std::string Old = Kept.New;
  // What is cut short, or of another program, is as if there were nothing.
  for (size_t Size = 0; Size < Old.size(); Size += 1 + Size / 8) {
    Kept.Old = Old.substr(0, Size);
    EXPECT_EQ(check(A, B, &Kept), Expected) << Size;
  }
  Unit Other = unit(Caller, "call i32 @give", "call i32 @take");
  Kept.Old = Old;
  EXPECT_EQ(check(Other, A, &Kept), check(Other, A, nullptr));
}

constexpr StringLiteral Hub = R"(
source_filename = "hub.c"
@Lock = global i32 0
@Count = internal global i32 0
declare i32 @pthread_spin_lock(ptr)
declare i32 @pthread_spin_unlock(ptr)
define i32 @take() !dbg !6 {
  %R = call i32 @pthread_spin_lock(ptr @Lock), !dbg !8
  store i32 1, ptr @Count, !dbg !9
  ret i32 0, !dbg !9
}
define i32 @give() !dbg !7 {
  %R = call i32 @pthread_spin_unlock(ptr @Lock), !dbg !10
  ret i32 0, !dbg !10
}
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!3}
!0 = distinct !DICompileUnit(language: DW_LANG_C99, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "hub.c", directory: "/d")
!3 = !{i32 2, !"Debug Info Version", i32 3}
!4 = !DISubroutineType(types: !5)
!5 = !{}
!6 = distinct !DISubprogram(name: "take", file: !1, line: 5, type: !4, unit: !0, spFlags: DISPFlagDefinition)
!7 = distinct !DISubprogram(name: "give", file: !1, line: 9, type: !4, unit: !0, spFlags: DISPFlagDefinition)
!8 = !DILocation(line: 6, scope: !6)
!9 = !DILocation(line: 7, scope: !6)
!10 = !DILocation(line: 10, scope: !7)
)";

constexpr StringLiteral OfHub = R"(
source_filename = "of-hub.c"
declare i32 @take()
declare i32 @give()
define void @once() {
  %A = call i32 @take()
  %B = call i32 @give()
  ret void
}
define i32 @main() {
  %A = call i32 @take()
  call void @once()
  ret i32 0
}
)";

/// One function more, with places and a symbol of its own, is before those that
/// others call: what they learn of them is what it was.
TEST(FunctionMemo, CallersDoNotSeeAFunctionMoreBesideTheirCallee) {
  Unit A = unit(Hub), B = unit(OfHub),
       More = unit(Hub, "define i32 @take()", R"(
@New = internal global i32 0
define void @more() !dbg !20 {
  store i32 1, ptr @New, !dbg !21
  %R = call i32 @pthread_spin_lock(ptr @New), !dbg !21
  %S = call i32 @pthread_spin_unlock(ptr @New), !dbg !21
  ret void, !dbg !21
}
!20 = distinct !DISubprogram(name: "more", file: !1, line: 3, type: !4, unit: !0, spFlags: DISPFlagDefinition)
!21 = !DILocation(line: 3, column: 9, scope: !20)
define i32 @take())");
  KeptAnalysis Kept;
  check(A, B, &Kept);
  Kept.Old = std::move(Kept.New);
  CheckOptions Options;
  Options.Models = std::make_shared<ModelSet>(ModelSet::defaults());
  Options.Statistics = true;
  Kept.Modules = {More.Name, B.Name};
  Report R = checkProgram({More.Flow.get(), B.Flow.get()}, Options, &Kept);
  EXPECT_FALSE(R.Findings.empty());
  EXPECT_EQ(R.Statistics->Runs.First, 3u); // more, take, give
  EXPECT_EQ(check(More, B, &Kept), check(More, B, nullptr));
}

/// However early it ends, what is reported is right, and the next run goes on
/// from there.
TEST(FunctionMemo, GoesOnWhereAnAnalysisWasInterrupted) {
  Unit A = unit(Callee, "pthread_spin_unlock(ptr %L)",
                "pthread_spin_lock(ptr %L)"),
       B = unit(Caller);
  std::string Expected = check(A, B, nullptr);
  Report Whole;
  ASSERT_TRUE(readReportBytes(Expected, Whole));
  ASSERT_FALSE(Whole.Findings.empty());
  // (Another entry point may be the one that tells of it.)
  std::set<std::pair<std::string, std::string>> Known;
  for (const Finding &F : Whole.Findings)
    Known.insert({F.Function, F.Message});
  bool WasPartial = false;
  for (size_t At = 1, Steps = 1; At <= Steps; ++At) {
    CheckOptions Options;
    Options.Models = std::make_shared<ModelSet>(ModelSet::defaults());
    std::atomic<bool> Stop{false};
    Options.Stop = &Stop;
    Options.OnProgress = [&](size_t Done, size_t Total, size_t) {
      Steps = Total;
      Stop = Done >= At;
    };
    KeptAnalysis Kept;
    Kept.Modules = {A.Name, B.Name};
    Report Part = checkProgram({A.Flow.get(), B.Flow.get()}, Options, &Kept);
    for (const Finding &F : Part.Findings)
      EXPECT_TRUE(Known.count({F.Function, F.Message})) << At;
    for (const VerdictRow &V : Part.Verdicts)
      WasPartial |= V.Reason == "the analysis was interrupted";
    Kept.Old = std::move(Kept.New);
    EXPECT_EQ(check(A, B, &Kept), Expected) << At;
  }
  EXPECT_TRUE(WasPartial);
}

} // namespace
