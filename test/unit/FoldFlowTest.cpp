//===- FoldFlowTest.cpp - Copies of a function in a program ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/FoldFlow.h"
#include "analysis/Check.h"
#include "analysis/Program.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/SourceMgr.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

/// A source file that includes a header with two static functions.
constexpr StringLiteral Source = R"(
source_filename = "FILE.c"
@Count = external global i32
declare i32 @pthread_spin_lock(ptr)
declare void @shared()
define internal void @inner(ptr %L) !dbg !4 {
  %R = call i32 @pthread_spin_lock(ptr %L), !dbg !6
  %N = load i32, ptr @Count, !dbg !6
  ret void, !dbg !6
}
define internal void @take(ptr %L) !dbg !5 {
  call void @inner(ptr %L), !dbg !7
  call void @shared(), !dbg !7
  ret void, !dbg !7
}
define void @user_FILE(ptr %L) {
  call void @take(ptr %L)
  ret void
}
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!8}
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "FILE.c", directory: "/src")
!2 = !DIFile(filename: "lock.h", directory: "/src")
!3 = !DISubroutineType(types: !{})
!4 = distinct !DISubprogram(name: "inner", file: !2, line: 3, type: !3, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition, unit: !0)
!5 = distinct !DISubprogram(name: "take", file: !2, line: 8, type: !3, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition, unit: !0)
!6 = !DILocation(line: 4, scope: !4)
!7 = !DILocation(line: 9, scope: !5)
!8 = !{i32 2, !"Debug Info Version", i32 3}
)";

class FoldFlow : public testing::Test {
protected:
  ModelSet Models = ModelSet::defaults();
  std::vector<std::unique_ptr<FlowModule>> Modules;

  /// Adds the file with \p From replaced by \p To.
  void add(StringRef File, StringRef From = "", StringRef To = "") {
    std::string Text = Source.str();
    auto Replace = [&](StringRef Old, StringRef New) {
      size_t At = Text.find(Old.str());
      ASSERT_NE(At, std::string::npos);
      for (; At != std::string::npos;
           At = Text.find(Old.str(), At + New.size()))
        Text.replace(At, Old.size(), New.str());
    };
    if (!From.empty())
      Replace(From, To);
    Replace("FILE", File);
    LLVMContext Context;
    SMDiagnostic Diagnostic;
    std::unique_ptr<Module> M = parseAssemblyString(Text, Diagnostic, Context);
    ASSERT_TRUE(M) << Diagnostic.getMessage().str();
    Modules.push_back(lowerModule(*M, Models));
  }

  /// Two such files, folded.
  void foldBoth(StringRef From, StringRef To) {
    for (StringRef File : {"a", "b"})
      add(File, From, To);
    fold();
  }

  std::vector<FlowModule *> fold() {
    std::vector<FlowModule *> All;
    for (const auto &M : Modules)
      All.push_back(M.get());
    foldCopies(All);
    return All;
  }

  FlowSymbol &symbol(size_t Module, StringRef Name) {
    auto &Symbols = Modules[Module]->Symbols;
    auto It =
        find_if(Symbols, [&](const FlowSymbol &S) { return S.Name == Name; });
    EXPECT_NE(It, Symbols.end()) << Name.str();
    return *It;
  }

  bool isCopy(size_t Module, StringRef Name) {
    return symbol(Module, Name).SameAs.first != NoId;
  }
};

TEST_F(FoldFlow, FunctionsOfAHeaderAreOne) {
  add("a");
  add("b");
  std::vector<FlowModule *> All = fold();
  for (StringRef Name : {"inner", "take"}) {
    EXPECT_FALSE(isCopy(0, Name)) << Name.str();
    ASSERT_TRUE(isCopy(1, Name)) << Name.str();
    EXPECT_EQ(symbol(1, Name).SameAs.first, 0u);
    EXPECT_EQ(Modules[0]->Symbols[symbol(1, Name).SameAs.second].Name, Name);
  }
  // Both users call the body that is left.
  std::vector<const FlowModule *> Linked(All.begin(), All.end());
  Program P(Linked, Models, {});
  FunctionId Take = NoId;
  for (FunctionId F = 0; F < P.functions().size(); ++F)
    if (P.symbols()[P.functions()[F].Symbol].Name == "take") {
      EXPECT_EQ(Take, NoId) << "there are two";
      Take = F;
    }
  ASSERT_NE(Take, NoId);
  EXPECT_EQ(P.functions()[Take].Callers.size(), 2u);
}

TEST_F(FoldFlow, OtherCodeOfThePlaceStays) {
  add("a");
  add("b", "pthread_spin_lock", "pthread_spin_trylock");
  fold();
  EXPECT_FALSE(isCopy(1, "inner"));
  // What calls it does not do the same, though it looks alike.
  EXPECT_FALSE(isCopy(1, "take"));
}

TEST_F(FoldFlow, AFunctionOfAnotherPlaceStays) {
  add("a");
  add("b", "line: 3,", "line: 30,");
  fold();
  EXPECT_FALSE(isCopy(1, "inner"));
}

TEST_F(FoldFlow, AVariableOfTheFileIsNoOtherFiles) {
  foldBoth("@Count = external global i32", R"(@Count = internal global i32 0
define void @set(i32 %N) {
  store i32 %N, ptr @Count
  ret void
})");
  EXPECT_FALSE(isCopy(1, "inner"));
  EXPECT_FALSE(isCopy(1, "take"));
}

TEST_F(FoldFlow, EqualConstantsAreOne) {
  foldBoth("@Count = external global i32", "@Count = internal constant i32 7");
  EXPECT_TRUE(isCopy(1, "inner"));
}

TEST_F(FoldFlow, OtherConstantsAreNot) {
  add("a", "@Count = external global i32", "@Count = internal constant i32 7");
  add("b", "@Count = external global i32", "@Count = internal constant i32 8");
  fold();
  EXPECT_FALSE(isCopy(1, "inner"));
}

TEST_F(FoldFlow, AFunctionThatBothFilesDefineIsEachFilesOwn) {
  foldBoth("declare void @shared()", "define void @shared() { ret void }");
  EXPECT_TRUE(isCopy(1, "inner"));
  EXPECT_FALSE(isCopy(1, "take"));
}

TEST_F(FoldFlow, AFunctionThatIsPassedOnStays) {
  foldBoth("@Count = external global i32",
           "@Count = external global i32\n@Table = global ptr @take");
  EXPECT_TRUE(isCopy(1, "inner"));
  EXPECT_FALSE(isCopy(1, "take"));
}

TEST_F(FoldFlow, WithoutPlacesNothingIsACopy) {
  foldBoth("!dbg !5", "");
  EXPECT_FALSE(isCopy(1, "take"));
}

} // namespace
