//===- UnitFileTest.cpp - Unit files, whole and damaged -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ir/UnitFile.h"
#include "analysis/Check.h"
#include "ir/FlowFile.h"
#include "report/ByteStream.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace spinguard;

namespace {

constexpr StringLiteral Code = R"(
source_filename = "unit.c"
@Lock = global i32 0
@Table = constant [2 x ptr] [ptr @take, ptr null]
declare i32 @pthread_spin_lock(ptr)
declare i32 @pthread_spin_unlock(ptr)
define internal i32 @take(ptr %L) {
  %R = call i32 @pthread_spin_lock(ptr %L)
  ret i32 %R
}
define i32 @main(i32 %N, ptr %V) {
entry:
  br label %loop
loop:
  %I = phi i32 [ 0, %entry ], [ %J, %next ]
  %P = getelementptr [4 x i8], ptr %V, i32 %I
  %C = icmp slt i32 %I, %N
  %X = select i1 %C, ptr %P, ptr @Lock
  switch i32 %N, label %next [ i32 1, label %out
                               i32 -7, label %out ]
next:
  %A = call i32 @take(ptr %X)
  %B = call i32 @pthread_spin_unlock(ptr %X)
  %J = add i32 %I, 1
  br i1 %C, label %loop, label %out
out:
  ret i32 0
}
)";

std::unique_ptr<FlowModule> lowered() {
  LLVMContext Context;
  SMDiagnostic Diagnostic;
  std::unique_ptr<Module> M = parseAssemblyString(Code, Diagnostic, Context);
  std::unique_ptr<FlowModule> Flow = lowerModule(*M, ModelSet::defaults());
  trimFlow(*Flow, ModelSet::defaults());
  return Flow;
}

UnitFile unit() {
  UnitFile Unit;
  Unit.Name = "unit.bc";
  Unit.Models = "models";
  Unit.Notes = {"something was left out"};
  Unit.Modules.push_back(lowered());
  return Unit;
}

std::string printed(const FlowModule &M) {
  std::string Text;
  raw_string_ostream OS(Text);
  printFlow(OS, M);
  OS.flush();
  return Text;
}

} // namespace

TEST(UnitFile, IsReadAsItWasWritten) {
  UnitFile Unit = unit();
  for (bool Small : {false, true}) {
    std::string Bytes = writeUnitFile(Unit, Small);
    EXPECT_TRUE(isUnitFile(Bytes));
    Expected<UnitFile> Read = readUnitFile(Bytes);
    ASSERT_TRUE(bool(Read)) << toString(Read.takeError());
    EXPECT_EQ(Read->Name, "unit.bc");
    EXPECT_EQ(Read->Models, "models");
    EXPECT_EQ(Read->Notes, Unit.Notes);
    ASSERT_EQ(Read->Modules.size(), 1u);
    EXPECT_EQ(printed(*Read->Modules[0]), printed(*Unit.Modules[0]));
    // Fields that are not printed, too.
    EXPECT_EQ(writeUnitFile(*Read, Small), Bytes);
  }
}

TEST(UnitFile, EveryOtherByteIsNoticed) {
  for (bool Small : {false, true}) {
    const std::string Whole = writeUnitFile(unit(), Small);
    for (size_t At = 0; At < Whole.size(); ++At)
      for (unsigned char Turned : {0x01, 0x80, 0xff}) {
        std::string Bytes = Whole;
        Bytes[At] = char(Bytes[At] ^ Turned);
        Expected<UnitFile> Read = readUnitFile(Bytes);
        ASSERT_FALSE(bool(Read)) << "byte " << At;
        EXPECT_NE(toString(Read.takeError()), "");
      }
    for (size_t Size = 0; Size < Whole.size(); ++Size) {
      Expected<UnitFile> Read = readUnitFile(StringRef(Whole).take_front(Size));
      ASSERT_FALSE(bool(Read)) << Size << " bytes";
      consumeError(Read.takeError());
    }
  }
}

/// What has a right checksum and is wrong all the same: it is refused, or it is
/// a module like any other.
TEST(FlowFile, WhatIsReadIsWellFormed) {
  ByteWriter X;
  writeFlow(X, *lowered());
  const std::string Whole = X.take();
  size_t NumRead = 0;
  for (size_t At = 0; At < Whole.size(); ++At)
    for (unsigned char Turned : {0x01, 0x02, 0x7f, 0x80, 0xff}) {
      std::string Bytes = Whole;
      Bytes[At] = char(Bytes[At] ^ Turned);
      ByteReader Reader(Bytes);
      FlowModule M;
      if (!readFlow(Reader, M))
        continue;
      ++NumRead;
      EXPECT_TRUE(isWellFormed(M));
      printed(M);
    }
  EXPECT_GT(NumRead, 0u);
  for (size_t Size = 0; Size < Whole.size(); ++Size) {
    ByteReader Reader(StringRef(Whole).take_front(Size));
    FlowModule M;
    EXPECT_FALSE(readFlow(Reader, M));
  }
}

TEST(FlowFile, AValueThatIsComputedFromItselfIsRefused) {
  std::unique_ptr<FlowModule> M = lowered();
  EXPECT_TRUE(isWellFormed(*M));
  for (FlowFunction &F : M->Functions)
    for (FlowBlock &B : F.Blocks)
      for (ValueId V : B.Insts)
        if (F.Values[V].Op == FlowOp::Binary) {
          F.Values[V].A = V;
          EXPECT_FALSE(isWellFormed(*M));
        }
}

TEST(ByteStream, SizesThatNothingBacksTakeNoMemory) {
  ByteWriter X;
  X.number(1 << 30);
  std::string Bytes = X.take();
  ByteReader Reader(Bytes);
  std::vector<std::string> List;
  sizeOf(Reader, List);
  EXPECT_TRUE(List.empty());
  EXPECT_TRUE(Reader.hasFailed());
}
