//===- CompilerFlagsTest.cpp - From a build's command to clang's ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompilerFlags.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

using Words = std::vector<std::string>;

CompileCommand commandOf(Words W, StringRef File = "a.c") {
  CompileCommand C;
  C.Directory = "/b";
  C.File = File.str();
  C.Words = std::move(W);
  return C;
}

BitcodeCommand rewritten(const CompileCommand &C,
                         const RewriteContext &Context = {}) {
  Expected<BitcodeCommand> Command = rewriteForBitcode(C, Context);
  if (Command)
    return std::move(*Command);
  ADD_FAILURE() << toString(Command.takeError());
  return {};
}

/// What is left of the unit's own words, as one text.
std::string kept(Words W, StringRef File = "a.c") {
  BitcodeCommand Command = rewritten(commandOf(std::move(W), File));
  Words Own;
  for (const std::string &Arg : Command.Args) {
    if (Arg == "-Wno-everything")
      break;
    Own.push_back(Arg);
  }
  return join(Own, " ");
}

/// "mode target" of a compiler's name.
std::string nameOf(StringRef Word) {
  std::optional<CompilerName> Name = readCompilerName(Word);
  if (!Name)
    return "none";
  StringRef Mode = Name->Mode == DriverMode::Cl    ? "cl"
                   : Name->Mode == DriverMode::Gxx ? "g++"
                                                   : "gcc";
  return (Mode + (Name->Target.empty() ? "" : " " + Name->Target)).str();
}

TEST(CompilerNames, AreReadWithPathVersionAndTarget) {
  EXPECT_EQ(nameOf("/usr/bin/cc"), "gcc");
  EXPECT_EQ(nameOf("gcc-12"), "gcc");
  EXPECT_EQ(nameOf("g++-12.2"), "g++");
  EXPECT_EQ(nameOf("clang++-22"), "g++");
  EXPECT_EQ(nameOf("clang"), "gcc");
  EXPECT_EQ(nameOf("aarch64-linux-gnu-gcc-12"), "gcc aarch64-linux-gnu");
  EXPECT_EQ(nameOf("/opt/x/arm-none-eabi-g++"), "g++ arm-none-eabi");
  EXPECT_EQ(nameOf("x86_64-w64-mingw32-gcc-posix"), "gcc x86_64-w64-mingw32");
  EXPECT_EQ(nameOf("avr-gcc"), "gcc avr");
  EXPECT_EQ(nameOf("my-cc"), "gcc");
  EXPECT_EQ(nameOf(R"(C:\Program Files\LLVM\bin\clang-cl.exe)"), "cl");
  EXPECT_EQ(nameOf("CL.EXE"), "cl");
  EXPECT_EQ(nameOf(R"(C:\MSVC\bin\Hostx64\x64\cl.exe)"), "cl");
  EXPECT_EQ(nameOf(R"(C:\MSVC\bin\Hostx64\x86\cl.exe)"),
            "cl i686-pc-windows-msvc");
  EXPECT_EQ(nameOf("rustc"), "none");
  EXPECT_EQ(nameOf("ccache"), "none");
  EXPECT_EQ(nameOf(""), "none");
}

TEST(CompilerFlags, WhatIsMadeAndHowIsReplaced) {
  EXPECT_EQ(kept({"gcc",        "-O2",   "-ggdb3",     "-Wall",  "-Werror=x",
                  "-MD",        "-MF",   "a.d",        "-MTa.o", "-Wp,-MMD,a.d",
                  "-flto=auto", "-pipe", "-std=gnu11", "-Ii",    "-I",
                  "j",          "-DX",   "-c",         "a.c",    "-o",
                  "a.o"}),
            "-std=gnu11 -Ii -I j -DX a.c");
  BitcodeCommand C = rewritten(commandOf({"gcc", "-c", "a.c", "-oo/a.o"}));
  EXPECT_EQ(C.Object, "/b/o/a.o");
  EXPECT_EQ(C.Source, "/b/a.c");
  Words W = C.words("out.bc", "out.d", {});
  for (StringRef Needed : {"-c", "-O1", "-g", "-emit-llvm",
                           "-disable-llvm-passes", "out.bc", "out.d"})
    EXPECT_TRUE(is_contained(W, Needed)) << Needed.str();
}

TEST(CompilerFlags, WhatBeginsAlikeIsKept) {
  EXPECT_EQ(
      kept({"gcc", "-gcc-toolchain", "/t", "-ObjC", "-Wp,-DX", "-c", "a.c"}),
      "-gcc-toolchain /t -ObjC -Wp,-DX a.c");
}

TEST(CompilerFlags, AValueIsNoOption) {
  EXPECT_EQ(kept({"gcc", "-include", "b.c", "-D", "-O2", "-c", "a.c"}),
            "-include b.c -D -O2 a.c");
  EXPECT_EQ(kept({"gcc", "-Xlinker", "-c", "--param", "x=1", "a.c"}), "a.c");
}

TEST(CompilerFlags, OtherSourcesOfTheCommandAreOtherUnits) {
  EXPECT_EQ(kept({"gcc", "a.c", "b.c", "c.o", "-o", "prog"}), "a.c c.o");
}

TEST(CompilerFlags, TheSourceMayBeNamedInAnotherWay) {
  EXPECT_EQ(kept({"gcc", "-c", "x/../a.c"}, "/b/a.c"), "x/../a.c");
  BitcodeCommand C = rewritten(commandOf({"gcc", "-c", "-"}, "a.c"));
  EXPECT_EQ(C.Args.back(), "/b/a.c");
}

TEST(CompilerFlags, AnotherCompilersPrecompiledHeaderIsLeftToItsText) {
  EXPECT_EQ(kept({"clang", "-Xclang", "-include-pch", "-Xclang", "p.pch",
                  "-Xclang", "-include", "-Xclang", "p.h", "-c", "a.c"}),
            "-Xclang -include -Xclang p.h a.c");
}

TEST(CompilerFlags, ACrossCompilerSaysTheTargetUnlessAnOptionDoes) {
  EXPECT_EQ(kept({"arm-linux-gnueabihf-g++", "-c", "a.cpp"}, "a.cpp"),
            "--target=arm-linux-gnueabihf --driver-mode=g++ a.cpp");
  EXPECT_EQ(kept({"arm-linux-gnueabihf-clang", "--target=x", "-c", "a.c"}),
            "--target=x a.c");
}

TEST(CompilerFlags, AWrapperIsPassedOver) {
  EXPECT_EQ(kept({"ccache", "gcc", "-c", "a.c"}), "a.c");
  EXPECT_EQ(
      kept({"/bin/sh", "../libtool", "--mode=compile", "gcc", "-c", "a.c"}),
      "a.c");
}

TEST(CompilerFlags, AnotherProgramIsAnError) {
  Expected<BitcodeCommand> C =
      rewriteForBitcode(commandOf({"rustc", "a.rs"}, "a.rs"), {});
  ASSERT_FALSE(C);
  EXPECT_EQ(toString(C.takeError()),
            "'rustc' is no C or C++ compiler that clang can stand in for");
}

TEST(CompilerFlags, HeadersOfGccGiveWayToClangs) {
  RewriteContext Context;
  Context.BuiltinInclude = "/clang/include";
  BitcodeCommand C = rewritten(
      commandOf({"gcc", "-nostdinc", "-isystem",
                 "/usr/lib/gcc/x86_64-linux-gnu/12/include", "-c", "a.c"}),
      Context);
  EXPECT_EQ(C.Args[0], "-nostdinc");
  EXPECT_EQ(C.Args[1], "-isystem");
  EXPECT_EQ(C.Args[2], "/clang/include");
}

TEST(CompilerFlags, ClKeepsItsOwnOptions) {
  EXPECT_EQ(kept({"clang-cl", "/nologo", "/O2", "-Zi", "/Foo/a.obj", "/Fda.pdb",
                  "/FIforced.h", "/D", "X", "/MD", "/W4", "/Yupch.h", "/Ii",
                  "/c", "a.c", "/link", "/x"}),
            "--driver-mode=cl /nologo /FIforced.h /D X /MD /Ii");
  BitcodeCommand C = rewritten(
      commandOf({"clang-cl", "/c", "/Foo/a.obj", "--", "/b/a.c"}, "/b/a.c"));
  EXPECT_EQ(C.Object, "/b/o/a.obj");
  EXPECT_EQ(C.Args.back(), "/b/a.c");
  Words W = C.words("out.bc", "out.d", {});
  EXPECT_EQ(W[W.size() - 2], "--");
  EXPECT_TRUE(is_contained(W, "/clang:-oout.bc"));
  EXPECT_TRUE(is_contained(W, "/clang:-MFout.d"));
}

TEST(CompilerFlags, PathsOfAWindowsCommandAreThoseOfThisSystem) {
  CompileCommand C = commandOf({"cl.exe", "/c", R"(/Iinc\ddk)",
                                R"(/IC:\kit\inc)", R"(/DP=\x)", R"(src\a.c)"},
                               R"(src\a.c)");
  C.IsWindows = true;
  BitcodeCommand B = rewritten(C);
  EXPECT_TRUE(is_contained(B.Args, "/Iinc/ddk"));
  EXPECT_TRUE(is_contained(B.Args, "/I/mnt/c/kit/inc"));
  EXPECT_TRUE(is_contained(B.Args, R"(/DP=\x)"));
  EXPECT_EQ(B.Args.back(), "src/a.c");
  EXPECT_EQ(B.Source, "/b/src/a.c");
}

TEST(CompilerFlags, AssemblyIsTold) {
  EXPECT_TRUE(rewritten(commandOf({"gcc", "-c", "a.S"}, "a.S")).IsAssembly);
  EXPECT_TRUE(
      rewritten(commandOf({"gcc", "-x", "assembler", "-c", "a.c"})).IsAssembly);
  EXPECT_FALSE(rewritten(commandOf({"gcc", "-c", "a.c"})).IsAssembly);
}

TEST(CompilerFlags, WhatTheUserAddsComesLast) {
  RewriteContext Context;
  Context.ExtraArgs = {"-DLAST"};
  BitcodeCommand C = rewritten(commandOf({"gcc", "-c", "a.c"}), Context);
  EXPECT_EQ(C.Args.back(), "-DLAST");
}

TEST(RefusedOptions, AreReadFromWhatTheDriverPrints) {
  std::set<std::string> Refused = refusedOptions(
      "clang-22: error: unknown argument: '-fconserve-stack'\n"
      "clang-22: error: unknown argument '-mno-foo'; did you mean '-mfoo'?\n"
      "clang: error: unsupported argument 'blah' to option '-mcmodel=' for "
      "target 'x86_64-pc-linux-gnu'\n"
      "error: unknown target CPU 'znver99'\n",
      {"-fconserve-stack", "-mno-foo", "-mcmodel=blah", "-march=znver99",
       "-DX=blah", "-Ix86_64-pc-linux-gnu", "-O2"});
  EXPECT_EQ(Refused,
            (std::set<std::string>{"-fconserve-stack", "-mno-foo",
                                   "-mcmodel=blah", "-march=znver99"}));
}

TEST(RefusedOptions, ErrorsInSourcesRefuseNothing) {
  EXPECT_TRUE(
      refusedOptions("a.c:1:2: error: no '-fx' here\n", {"-fx"}).empty());
}

TEST(FirstError, IsTheFirstErrorOrTheLastLine) {
  EXPECT_EQ(firstError("a.c:1:1: warning: w\na.c:2:1: error: e\n"
                       "a.c:3:1: error: f\n2 errors generated.\n"),
            "a.c:2:1: error: e");
  EXPECT_EQ(firstError("one\ntwo\n\n"), "two");
  EXPECT_EQ(firstError(""), "");
}

} // namespace
