//===- CompileCommandsTest.cpp - Reading a compilation database -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompileCommands.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

using Words = std::vector<std::string>;

/// The one entry of a database.
CompileCommand entry(StringRef Text) {
  Expected<std::vector<CompileCommand>> Commands =
      parseCompileCommands(Text, "db.json", "/build");
  if (!Commands) {
    ADD_FAILURE() << toString(Commands.takeError());
    return {};
  }
  EXPECT_EQ(Commands->size(), 1u);
  return Commands->front();
}

std::string errorFor(StringRef Text) {
  Expected<std::vector<CompileCommand>> Commands =
      parseCompileCommands(Text, "db.json", "/build");
  return Commands ? "" : toString(Commands.takeError());
}

TEST(ShellWords, AreSplitAtBlanks) {
  EXPECT_EQ(splitShellWords("  cc  -c\ta.c\n"), (Words{"cc", "-c", "a.c"}));
  EXPECT_EQ(splitShellWords(""), Words());
}

TEST(ShellWords, KeepWhatQuotesEnclose) {
  EXPECT_EQ(splitShellWords(R"(cc 'a b.c' "c d.c" e\ f.c)"),
            (Words{"cc", "a b.c", "c d.c", "e f.c"}));
  EXPECT_EQ(splitShellWords(R"(-DA="b"'c'd '' "")"),
            (Words{"-DA=bcd", "", ""}));
}

TEST(ShellWords, ABackslashInSingleQuotesIsItself) {
  EXPECT_EQ(splitShellWords(R"('-DT="a\n"')"), Words{R"(-DT="a\n")"});
}

TEST(ShellWords, ABackslashInDoubleQuotesIsItselfButBeforeSpecials) {
  EXPECT_EQ(splitShellWords(R"("a\n\"\\\$\`")"), Words{R"(a\n"\$`)"});
}

TEST(ShellWords, QuotesThatDoNotEndReachToTheEnd) {
  EXPECT_EQ(splitShellWords("cc 'a b"), (Words{"cc", "a b"}));
  EXPECT_EQ(splitShellWords("cc \"a b"), (Words{"cc", "a b"}));
  EXPECT_EQ(splitShellWords("cc a\\"), (Words{"cc", "a\\"}));
}

TEST(WindowsWords, BackslashesSeparateFolders) {
  EXPECT_EQ(splitWindowsWords(R"("C:\Program Files\LLVM\bin\clang-cl.exe" )"
                              R"(/c src\a.c /DT=\"x\" "/IC:\my inc\\")"),
            (Words{R"(C:\Program Files\LLVM\bin\clang-cl.exe)", "/c",
                   R"(src\a.c)", R"(/DT="x")", R"(/IC:\my inc\)"}));
}

TEST(CompileCommands, TakeEitherForm) {
  CompileCommand C = entry(
      R"([{"directory": "/b", "file": "a.c", "output": "o/a.o",
           "arguments": ["cc", "-DX=\"a b\"", "-c", "a.c"]}])");
  EXPECT_EQ(C.Words, (Words{"cc", "-DX=\"a b\"", "-c", "a.c"}));
  EXPECT_EQ(C.absolute(C.Output), "/b/o/a.o");
  C = entry(R"([{"directory": "/b", "file": "../a.c",
                 "command": "cc -DX='\"a b\"' -c ../a.c"}])");
  EXPECT_EQ(C.Words, (Words{"cc", "-DX=\"a b\"", "-c", "../a.c"}));
  EXPECT_EQ(C.absolute(C.File), "/a.c");
  EXPECT_FALSE(C.IsWindows);
}

TEST(CompileCommands, ARelativeDirectoryIsBelowTheDatabase) {
  EXPECT_EQ(entry(R"([{"directory": "x/.", "file": "a.c", "command": "cc"}])")
                .Directory,
            "/build/x");
  EXPECT_EQ(entry(R"([{"file": "a.c", "command": "cc"}])").Directory, "/build");
}

TEST(CompileCommands, ThoseOfAWindowsShellAreTold) {
  CompileCommand C = entry(
      R"([{"directory": "C:/b", "file": "s\\a.c",
           "command": "cl.exe /c s\\a.c"}])");
  EXPECT_TRUE(C.IsWindows);
  EXPECT_EQ(C.Words, (Words{"cl.exe", "/c", "s\\a.c"}));
  EXPECT_TRUE(isWindowsCommand("/b", R"("C:\x y\cl.exe" /c)"));
  EXPECT_TRUE(isWindowsCommand("/b", R"(bin\gcc.exe -c)"));
  EXPECT_FALSE(isWindowsCommand("/b", R"(my\ cc -c)"));
}

TEST(CompileCommands, SayWhatIsWrongAndWhere) {
  EXPECT_EQ(errorFor("{}"),
            "'db.json' is no compilation database: a JSON array is needed");
  EXPECT_EQ(errorFor("[1]"), "entry 1 of 'db.json' is no object");
  EXPECT_EQ(errorFor(R"([{"file": "a.c"}])"),
            "entry 1 of 'db.json' ('a.c') has neither \"command\" nor "
            "\"arguments\"");
  EXPECT_EQ(errorFor(R"([{"file": "a.c", "command": " "}])"),
            "entry 1 of 'db.json' ('a.c') has an empty command");
  EXPECT_EQ(errorFor(R"([{"command": "cc"}])"),
            "entry 1 of 'db.json' has no \"file\"");
  EXPECT_EQ(errorFor(R"([{"file": "a.c", "arguments": ["cc", 1]}])"),
            "entry 1 of 'db.json' ('a.c') has a word in \"arguments\" that is "
            "no string");
  EXPECT_EQ(errorFor("[").substr(0, 20), "'db.json' is no JSON");
}

/// A folder with the file r.rsp.
class ResponseFiles : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(sys::fs::createUniqueDirectory("rsp", Folder));
  }
  void TearDown() override { sys::fs::remove_directories(Folder); }

  void write(StringRef Text) {
    std::error_code EC;
    raw_fd_ostream OS((Folder + "/r.rsp").str(), EC);
    ASSERT_FALSE(EC);
    OS << Text;
  }

  SmallString<128> Folder;
};

TEST_F(ResponseFiles, AreFoundFromTheDirectoryAndSplitAsTheCompilerDoes) {
  write(R"(-I"a b" -DX=\"y\" 'c\ d')");
  Words W = {"cc", "@r.rsp", "-c"};
  ASSERT_FALSE(expandResponseFiles(W, Folder, /*WindowsQuoting=*/false));
  EXPECT_EQ(W, (Words{"cc", "-Ia b", "-DX=\"y\"", "c d", "-c"}));
  write(R"(/Ia\b "/Ic d")");
  W = {"cl", "@r.rsp"};
  ASSERT_FALSE(expandResponseFiles(W, Folder, /*WindowsQuoting=*/true));
  EXPECT_EQ(W, (Words{"cl", "/Ia\\b", "/Ic d"}));
}

TEST_F(ResponseFiles, OneThatIsNotThereIsAWord) {
  Words W = {"cc", "@nosuch.rsp"};
  ASSERT_FALSE(expandResponseFiles(W, Folder, /*WindowsQuoting=*/false));
  EXPECT_EQ(W, (Words{"cc", "@nosuch.rsp"}));
}

} // namespace
