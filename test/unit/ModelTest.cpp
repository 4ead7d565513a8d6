//===- ModelTest.cpp - The models and their loader ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Model.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"
#include <map>
#include <set>

using namespace llvm;
using namespace spinguard;

namespace {

/// The error of adding \p Text to \p Set as "m.yaml"; empty on success.
std::string addError(ModelSet &Set, StringRef Text) {
  if (Error E = Set.addYaml(MemoryBufferRef(Text, "m.yaml")))
    return toString(std::move(E));
  return "";
}

std::string yamlError(StringRef Text) {
  ModelSet Set = ModelSet::defaults();
  return addError(Set, Text);
}

/// The names of the model files, and the text of one.
std::vector<std::string> modelFiles() {
  std::vector<std::string> Files;
  std::error_code EC;
  for (sys::fs::directory_iterator I(SPINGUARD_MODELS, EC), E; I != E && !EC;
       I.increment(EC))
    if (sys::path::extension(I->path()) == ".yaml")
      Files.push_back(sys::path::filename(I->path()).str());
  llvm::sort(Files);
  return Files;
}

std::string modelText(StringRef File) {
  auto Buffer = MemoryBuffer::getFile(SPINGUARD_MODELS "/" + File);
  return Buffer ? (*Buffer)->getBuffer().str() : std::string();
}

/// A model with one API row.
std::string apiRow(StringRef Row) {
  return "family: test\nlock-kind: mine\napis:\n  - {" + Row.str() + "}\n";
}

/// Is \p Text a diagnostic at \p Line and \p Column (0: any) that contains
/// \p Message, shows a source line and puts a caret under that column?
testing::AssertionResult isDiagnostic(StringRef Text, unsigned Line,
                                      unsigned Column, StringRef Message,
                                      StringRef File = "m.yaml") {
  auto Fail = [&] { return testing::AssertionFailure() << Text.str(); };
  SmallVector<StringRef, 4> Lines;
  Text.split(Lines, '\n');
  if (Lines.size() < 3)
    return Fail() << "\n(no source line and caret)";
  StringRef Head = Lines[0];
  unsigned GotLine = 0, GotColumn = 0;
  if (!Head.consume_front(File) || !Head.consume_front(":") ||
      Head.consumeInteger(10, GotLine) || !Head.consume_front(":") ||
      Head.consumeInteger(10, GotColumn) || !Head.consume_front(": error: "))
    return Fail() << "\n(no file:line:col)";
  if (GotLine != Line || (Column && GotColumn != Column))
    return Fail() << "\n(expected " << Line << ":" << Column << ")";
  if (!Head.contains(Message))
    return Fail() << "\n(expected '" << Message.str() << "')";
  if (Lines[2].ltrim(' ') != "^")
    return Fail() << "\n(no caret)";
  if (Lines[1].size() < 150 && Lines[2].size() != GotColumn)
    return Fail() << "\n(the caret is elsewhere)";
  return testing::AssertionSuccess();
}

Expected<std::vector<RoleAssignment>> roles(StringRef Text,
                                            StringRef File = "m.yaml") {
  return readRoleFile(MemoryBufferRef(Text, File), ModelSet::defaults());
}

std::string rolesError(StringRef Text, StringRef File = "m.yaml") {
  auto R = roles(Text, File);
  return R ? std::string() : toString(R.takeError());
}

/// "Function=role" joined by blanks.
std::string rolesText(StringRef Text) {
  auto R = roles(Text);
  if (!R)
    return toString(R.takeError());
  std::string Out;
  for (const RoleAssignment &A : *R)
    Out += (Out.empty() ? "" : " ") + A.Function + "=" + A.RoleName;
  return Out;
}

//===----------------------------------------------------------------------===//
// Symbol names
//===----------------------------------------------------------------------===//

TEST(SymbolName, Table) {
  const struct {
    StringRef Symbol;
    bool IsX86Windows;
    StringRef Name;
  } Cases[] = {
      {"KeAcquireSpinLockRaiseToDpc", false, "KeAcquireSpinLockRaiseToDpc"},
      {"\1@KfAcquireSpinLock@4", true, "KfAcquireSpinLock"},
      {"\1@KfReleaseSpinLock@8", false, "KfReleaseSpinLock"},
      {"@KefAcquireSpinLockAtDpcLevel@4", true, "KefAcquireSpinLockAtDpcLevel"},
      {"\1_IoAcquireCancelSpinLock@4", true, "IoAcquireCancelSpinLock"},
      {"_IoAcquireCancelSpinLock@4", false, "IoAcquireCancelSpinLock"},
      {"\1_StorPortNotification", true, "StorPortNotification"},
      {"_StorPortNotification", false, "_StorPortNotification"},
      {"_raw_spin_lock", false, "_raw_spin_lock"},
      {"__raw_spin_lock_init", false, "__raw_spin_lock_init"},
      {"__imp_KeReleaseSpinLock", false, "KeReleaseSpinLock"},
      {"\1__imp_@KfReleaseSpinLock@8", true, "KfReleaseSpinLock"},
      {"__imp__IoReleaseCancelSpinLock@4", true, "IoReleaseCancelSpinLock"},
      {"KeFoo@@16", false, "KeFoo"},
      {"memcpy@GLIBC_2.14", false, "memcpy@GLIBC_2.14"},
      {"memcpy@@GLIBC_2.14", false, "memcpy@@GLIBC_2.14"},
      {"f@8", false, "f@8"},
      {"?Lock@@YAXXZ", true, "?Lock@@YAXXZ"},
      {"_ZN4Lock4takeEv", false, "_ZN4Lock4takeEv"},
      {"", false, ""},
      {"\1", true, ""},
      {"_", true, "_"},
      {"@", true, "@"},
      {"@@4", true, "@@4"},
      {"_@4", true, "@4"},
      {"__imp_", true, "__imp_"},
      {"@f@", false, "@f@"},
      {"@f@99999999999", false, "@f@99999999999"},
  };
  for (const auto &C : Cases)
    EXPECT_EQ(normalizeSymbol(C.Symbol, C.IsX86Windows), C.Name.str())
        << C.Symbol.str();
}

TEST(AsmName, Table) {
  const std::pair<StringRef, StringRef> Cases[] = {
      {"cli", "asm[cli]"},
      {"sti;", "asm[sti]"},
      {"", "asm[]"},
      {";;", "asm[]"},
      {" btrq  $1,$0", "asm[btrq$1,$0]"},
      {"# __raw_save_flags\n\tpushf ; pop $0", "asm[pushf;pop$0]"},
      {"decl %gs:$0\n\t/* output condition code e*/\n", "asm[decl%gs:$0]"},
      {".pushsection .smp_locks,\"a\"\n.balign 4\n.long 671f - .\n"
       ".popsection\n671:\n\tlock; xaddl $0, $1\n",
       "asm[lock;xaddl$0,$1]"},
      // Alternatives, as paravirt calls have them: the last.
      {"# ALT: oldnstr\n661:\n\t771:\n\tcall *$3;\n772:\n"
       ".pushsection .parainstructions,\"a\"\n .quad  771b\n.popsection\n"
       "662:\n.pushsection .altinstr_replacement, \"ax\"\n"
       "# ALT: replacement 1\n6641:\n\tpushf; pop %rax;\n6651:\n"
       ".popsection\n",
       "asm[pushf;pop%rax]"},
      {"661:\n\tnop\n662:\n6641:\n\tone\n6651:\n6642:\n\ttwo\n6652:\n",
       "asm[two]"},
      // Cut short, or only alike.
      {"6641:", "asm[]"},
      {"664", "asm[664]"},
      {".popsection\nnop", "asm[.popsectionnop]"},
      {".pushsection x\nnop", "asm[]"},
  };
  for (const auto &[Text, Name] : Cases)
    EXPECT_EQ(asmName(Text), Name.str()) << Text.str();
}

//===----------------------------------------------------------------------===//
// Operands and conditions
//===----------------------------------------------------------------------===//

TEST(Operand, PrintsWhatItParsed) {
  for (StringRef Text :
       {"none", "return", "arg0", "arg12", "arg1+8", "arg1-8", "*arg1",
        "*arg1+69", "*arg2:4", "*arg2+8:p", "const 3", "const -1",
        "global cancel-spin-lock", "token storport-startio",
        "token storport-dpc arg3", "token bit-lock arg0 *arg1+4",
        "token t const 2 return", "handle arg1"}) {
    Expected<Operand> O = parseOperand(Text);
    ASSERT_TRUE(static_cast<bool>(O)) << Text.str();
    EXPECT_EQ(toString(*O), Text.str());
  }
}

TEST(Operand, Parts) {
  Operand O = cantFail(parseOperand("  *arg1 + 0x45 "));
  EXPECT_EQ(O.K, Operand::Deref);
  EXPECT_EQ(O.ArgNo, 1u);
  EXPECT_EQ(O.Offset, 69);
  O = cantFail(parseOperand("token spin arg2 const 0x10"));
  EXPECT_EQ(O.K, Operand::Token);
  EXPECT_EQ(O.Name, "spin");
  ASSERT_EQ(O.Sub.size(), 2u);
  EXPECT_EQ(O.Sub[0].K, Operand::Arg);
  EXPECT_EQ(O.Sub[1].Offset, 16);
  EXPECT_FALSE(static_cast<bool>(cantFail(parseOperand("none"))));
}

TEST(Operand, Errors) {
  const std::pair<StringRef, StringRef> Cases[] = {
      {"", "empty"},
      {"  ", "empty"},
      {"arg", "argument number"},
      {"argument", "not 'argument'"},
      {"arg128", "too large"},
      {"arg99999999999999999999", "too large"},
      {"arg1+", "expected a number"},
      {"arg1+x", "not a number"},
      {"arg1+99999999999999999999", "64 bits"},
      {"arg1+9223372036854775808", "64 bits"},
      {"arg1 arg2", "unexpected 'arg2'"},
      {"*", "argN"},
      {"*return", "argN"},
      {"*arg1:", "expected a number"},
      {"*arg1:3", "1, 2, 4, 8 or p"},
      {"arg1:4", "unexpected ':4'"},
      {"**arg1", "argN"},
      {"const", "expected a number"},
      {"const 0x", "not a number"},
      {"global", "expected a name"},
      {"token", "expected a name"},
      {"token t arg0 arg1 arg2", "at most two"},
      {"token t global x", "expected 'argN'"},
      {"handle", "argN"},
      {"handle arg1+4", "unexpected '+4'"},
      {"lock", "not 'lock'"},
      {"Arg0", "not 'Arg0'"},
      {"return+4", "unexpected '+4'"},
  };
  for (const auto &[Text, Message] : Cases) {
    Expected<Operand> O = parseOperand(Text);
    ASSERT_FALSE(static_cast<bool>(O)) << Text.str();
    std::string Got = toString(O.takeError());
    EXPECT_NE(Got.find(Message.str()), std::string::npos)
        << Text.str() << " gave " << Got;
  }
}

TEST(Condition, ParsesAndDecides) {
  ArgCondition C = cantFail(parseCondition("arg0 == 0x1003"));
  EXPECT_EQ(C.ArgNo, 0u);
  EXPECT_TRUE(C.holds(0x1003));
  EXPECT_FALSE(C.holds(0x1004));
  C = cantFail(parseCondition("arg1!=0"));
  EXPECT_TRUE(C.holds(7));
  EXPECT_FALSE(C.holds(0));
  C = cantFail(parseCondition("arg2 & 0x10"));
  EXPECT_EQ(C.ArgNo, 2u);
  EXPECT_TRUE(C.holds(0x30));
  EXPECT_FALSE(C.holds(0x20));
  C = cantFail(parseCondition("arg2 !& 0x10"));
  EXPECT_FALSE(C.holds(0x30));
  EXPECT_TRUE(C.holds(0x20));
  EXPECT_EQ(toString(C), "arg2 !& 16");
}

TEST(Condition, OnWhatAnArgumentPointsTo) {
  for (StringRef Text : {"*arg4:8 == 0", "*arg0+16:4 & 2", "*arg1-8:p != 1",
                         "*arg2 !& 4", "arg3 == 7"}) {
    ArgCondition C = cantFail(parseCondition(Text));
    EXPECT_EQ(toString(C), Text.str());
    EXPECT_EQ(C.Pointee, Text.starts_with("*"));
  }
  ArgCondition C = cantFail(parseCondition(" * arg4 + 8 : 8 == 0"));
  EXPECT_EQ(C.ArgNo, 4u);
  EXPECT_EQ(C.Offset, 8);
  EXPECT_EQ(C.Size, 8u);
  EXPECT_FALSE(C == cantFail(parseCondition("*arg4:8 == 0")));
  EXPECT_FALSE(C == cantFail(parseCondition("arg4 == 0")));
  EXPECT_TRUE(C.holds(0));
}

TEST(Condition, Low32BitsOfEnumerators) {
  ArgCondition C = cantFail(parseCondition("arg0 == 0xffffffff"));
  EXPECT_TRUE(C.holds(-1));
  EXPECT_TRUE(C.holds(0xffffffffLL));
  EXPECT_FALSE(C.holds(0x1ffffffffLL));
}

TEST(Condition, Errors) {
  for (StringRef Text :
       {"", "arg0", "arg0 =", "arg0 = 1", "arg0 ==", "0 == arg0", "arg0 == x",
        "arg0 == 1 1", "arg0 < 3", "return == 1", "arg0+8 == 1", "arg0:4 == 1",
        "*arg0:3 == 1", "**arg0 == 1", "* == 1"}) {
    Expected<ArgCondition> C = parseCondition(Text);
    EXPECT_FALSE(static_cast<bool>(C)) << Text.str();
    consumeError(C.takeError());
  }
}

//===----------------------------------------------------------------------===//
// The loader: what is wrong, and where
//===----------------------------------------------------------------------===//

TEST(ModelErrors, WrongShape) {
  EXPECT_TRUE(isDiagnostic(yamlError(""), 1, 1, "empty"));
  EXPECT_TRUE(isDiagnostic(yamlError("# nothing\n"), 1, 1, "empty"));
  EXPECT_TRUE(isDiagnostic(yamlError("- a\n"), 1, 1, "expected a model"));
  EXPECT_TRUE(isDiagnostic(yamlError("just text\n"), 1, 1, "expected a model"));
  EXPECT_TRUE(
      isDiagnostic(yamlError("family: a\napis: 3\n"), 2, 7, "not a sequence"));
  EXPECT_TRUE(isDiagnostic(yamlError("family: a\napis:\n  - 3\n"), 3, 5,
                           "not a mapping"));
  EXPECT_TRUE(isDiagnostic(yamlError("family: [a]\n"), 1, 0, "scalar"));
  EXPECT_TRUE(isDiagnostic(yamlError("family: a\n---\nfamily: b\n"), 3, 1,
                           "one YAML document"));
}

TEST(ModelErrors, NullBuffer) {
  EXPECT_TRUE(isDiagnostic(yamlError(StringRef()), 1, 1, "empty"));
  EXPECT_TRUE(isDiagnostic(rolesError(StringRef()), 1, 1, "empty"));
}

TEST(ModelErrors, Syntax) {
  EXPECT_TRUE(isDiagnostic(yamlError("family: 'a\n"), 1, 0, ""));
  EXPECT_TRUE(
      isDiagnostic(yamlError("family: a\napis: [\n"), 2, 0, "closing ]"));
  EXPECT_TRUE(isDiagnostic(yamlError("family: a\napis:\n"), 2, 1, "no value"));
  EXPECT_TRUE(
      isDiagnostic(yamlError("family: a\nfamily: b\n"), 2, 1, "duplicate"));
}

TEST(ModelErrors, UnquotedStar) {
  EXPECT_TRUE(isDiagnostic(
      yamlError("family: a\nlock-kind: k\napis:\n  - name: f\n    effect: "
                "acquire\n    lock: arg0\n    saved: *arg1\n"),
      7, 12, "in quotes"));
}

TEST(ModelErrors, UnknownKey) {
  EXPECT_TRUE(isDiagnostic(
      yamlError("family: a\nlock-kind: k\napis:\n  - name: f\n    effect: "
                "acquire\n    lok: arg0\n    lock: arg0\n"),
      6, 5, "unknown key 'lok'; did you mean 'lock'?"));
  EXPECT_TRUE(isDiagnostic(
      yamlError("family: a\ncall-times:\n  - {ns: 3, calls: []}\n"), 3, 0,
      "'calls' names"));
  EXPECT_TRUE(isDiagnostic(
      yamlError("family: a\ncall-times:\n  - {ns: long, calls: f}\n"), 3, 0,
      "number"));
  EXPECT_TRUE(isDiagnostic(yamlError("family: a\nzzzzzzzzzz: 1\n"), 2, 1,
                           "unknown key 'zzzzzzzzzz'"));
}

TEST(ModelErrors, MissingKey) {
  EXPECT_TRUE(isDiagnostic(yamlError("title: x\n"), 1, 1,
                           "missing required key 'family'"));
  EXPECT_TRUE(isDiagnostic(yamlError(apiRow("effect: pure")), 4, 6,
                           "missing required key 'name'"));
}

TEST(ModelErrors, Words) {
  EXPECT_TRUE(isDiagnostic(yamlError(apiRow("name: f, effect: aquire")), 4, 23,
                           "unknown effect 'aquire'; did you mean 'acquire'?"));
  EXPECT_TRUE(isDiagnostic(yamlError(apiRow("name: f, effect: qqqqqqqqqqq")), 4,
                           23, "expected none, acquire"));
  EXPECT_TRUE(isDiagnostic(
      yamlError(apiRow("name: f, effect: acquire, lock: arg0, mode: share")), 4,
      50, "unknown mode 'share'; did you mean 'shared'?"));
  EXPECT_TRUE(isDiagnostic(
      yamlError(
          apiRow("name: f, effect: try-acquire, lock: arg0, success: one")),
      4, 57, "unknown kind of success"));
  EXPECT_TRUE(isDiagnostic(
      yamlError(apiRow("name: f, effect: acquire, lock: arg0, recursive: 3")),
      4, 55, ""));
  EXPECT_TRUE(
      isDiagnostic(yamlError(apiRow("name: f, effect: none, max-irql: pasive")),
                   4, 39, "unknown IRQL 'pasive'; did you mean 'passive'?"));
  EXPECT_TRUE(
      isDiagnostic(yamlError(apiRow("name: f, effect: none, masks: irqs")), 4,
                   36, "unknown level 'irqs'"));
  EXPECT_TRUE(isDiagnostic(
      yamlError(apiRow("name: f, effect: none, delay: arg0, delay-unit: sec")),
      4, 54, "unknown unit 'sec'"));
}

TEST(ModelErrors, OperandsAndConditions) {
  EXPECT_TRUE(
      isDiagnostic(yamlError(apiRow("name: f, effect: acquire, lock: argo")), 4,
                   38, "bad operand 'argo'"));
  EXPECT_TRUE(isDiagnostic(
      yamlError(apiRow("name: f, effect: call, callee: arg0, pass: [arg1, x]")),
      4, 56, "bad operand 'x'"));
  EXPECT_TRUE(
      isDiagnostic(yamlError(apiRow("name: f, effect: pure, when: [arg0 = 1]")),
                   4, 36, "bad condition 'arg0 = 1'"));
}

TEST(ModelErrors, RowsThatMakeNoSense) {
  const std::pair<StringRef, StringRef> Cases[] = {
      {"name: f, effect: acquire", "needs 'lock'"},
      {"name: f, effect: acquire, lock: none", "needs 'lock'"},
      {"name: f, effect: release", "needs 'lock'"},
      {"name: f, effect: pure, lock: arg0", "has no 'lock'"},
      {"name: f, effect: acquire, lock: handle arg0", "held already"},
      {"name: f, effect: release, lock: arg0, saved: return", "'saved'"},
      {"name: f, effect: acquire, lock: arg0, restore: arg1", "'restore'"},
      {"name: f, effect: release, lock: arg0, handle: arg1", "'handle'"},
      {"name: f, effect: release, lock: arg0, success: zero", "'success'"},
      {"name: f, effect: alloc, object: return", "'object'"},
      {"name: f, effect: acquire, lock: arg0, mode: any", "'any'"},
      {"name: f, effect: call", "needs 'callee'"},
      {"name: f, effect: pure, callee: arg0", "'callee'"},
      {"name: f, effect: free", "needs 'object'"},
      {"name: f, effect: pure, object: arg0", "'object'"},
      {"name: f, effect: none, waits-for: return", "'waits-for'"},
      {"name: f, effect: none, waits-for: arg0+8", "'waits-for'"},
      {"name: f, effect: release, lock: arg0, waits-for: arg1", "'waits-for'"},
      {"name: f, effect: none, open-bits: 512", "'open-bits'"},
      {"name: f, effect: pure, lock-kind: ke", "no 'lock-kind'"},
      {"name: f, effect: none, saved: return", "'saved'"},
      {"name: f, effect: none, masks: isr, restore: arg0", "'restore'"},
      {"name: f, effect: none, masks: isr, unmasks: isr", "either"},
      {"name: f, effect: release, lock: arg0, masks: isr", "'masks'"},
      {"name: f, effect: pure, unmasks: isr", "'unmasks'"},
      {"name: f, effect: try-acquire, lock: arg0, success: always", "always"},
      {"name: f, effect: none, nested: true", "'nested'"},
      {"name: f, effect: none, delay: arg0", "go together"},
      {"name: f, effect: none, delay-unit: us", "go together"},
      {"name: f, effect: none, delay: return, delay-unit: us", "a delay is"},
      {"name: f, effect: none, never-null: true", "'never-null'"},
      {"name: '', effect: pure", "'name' is empty"},
      {"name: 'a b', effect: pure", "is not a function name"},
      {"name: [f, f], effect: pure", "already"},
  };
  for (const auto &[Row, Message] : Cases)
    EXPECT_TRUE(isDiagnostic(yamlError(apiRow(Row)), 4, 6, Message))
        << Row.str();
  EXPECT_TRUE(isDiagnostic(
      yamlError("family: a\napis:\n  - { name: f, effect: acquire, lock: arg0 }"
                "\n"),
      3, 7, "needs a 'lock-kind'"));
  EXPECT_TRUE(isDiagnostic(yamlError(apiRow("name: {a: b}, effect: pure")), 4,
                           0, "name"));
}

TEST(ModelErrors, Registrations) {
  auto Reg = [](StringRef Row) {
    return yamlError("family: a\nregistrations:\n  - {" + Row.str() + "}\n");
  };
  EXPECT_TRUE(isDiagnostic(Reg("role: dispach, function: f"), 3, 12,
                           "unknown role 'dispach'; did you mean 'dispatch'?"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch"), 3, 6, "has one of"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch, section: '[a'"), 3, 6,
                           "not a pattern"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch, function: f, section: s"), 3, 6,
                           "has one of"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch, call: f"), 3, 6, "'arg'"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch, store: S"), 3, 6, "'offset'"));
  EXPECT_TRUE(
      isDiagnostic(Reg("role: dispatch, store: S, offset: 1, offset64: 2"), 3,
                   6, "excludes"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch, store: S, offset: zero"), 3, 0,
                           "number"));
  EXPECT_TRUE(isDiagnostic(
      Reg("role: dispatch, store: S, offset: 99999999999999999999999"), 3, 0,
      ""));
  EXPECT_TRUE(
      isDiagnostic(Reg("role: dispatch, store: S, offset: 0, pointer-size: 2"),
                   3, 0, "4 or 8"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch, call: f, arg: -1"), 3, 0, ""));
  EXPECT_TRUE(
      isDiagnostic(Reg("role: dispatch, call: f, arg: 1, when: ['*arg0 == 1']"),
                   3, 6, "not about what they point to"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch, function: f, object: arg0"), 3,
                           6, "'object'"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch, call: f, arg: 1, object: "
                               "struct"),
                           3, 6, "'argN'"));
  EXPECT_TRUE(isDiagnostic(Reg("role: dispatch, store: S, offset: 8, object: "
                               "arg0"),
                           3, 6, "'struct'"));
}

TEST(ModelErrors, RolesAndHints) {
  EXPECT_TRUE(isDiagnostic(
      yamlError("family: a\nroles:\n  - {name: r, exit: sometimes}\n"), 3, 21,
      "unknown exit rule"));
  EXPECT_TRUE(isDiagnostic(
      yamlError("family: a\nroles:\n  - {name: r}\n  - {name: r}\n"), 4, 6,
      "already"));
  EXPECT_TRUE(isDiagnostic(
      yamlError("family: a\nroles:\n  - {name: r, holds: [{lock: arg0}]}\n"), 3,
      24, "lock-kind"));
  EXPECT_TRUE(
      isDiagnostic(yamlError("family: a\ntype-hints:\n  - {pointee: S}\n"), 3,
                   6, "either 'struct' or 'call'"));
}

TEST(ModelErrors, SeveralAreReportedTogether) {
  std::string Text =
      yamlError("family: a\nlock-kind: k\napis:\n  - {name: f, effect: nix}\n");
  EXPECT_TRUE(isDiagnostic(Text, 4, 0, "unknown effect"));
}

TEST(ModelErrors, HostileInput) {
  // None of these may crash or hang; each must fail with a position.
  std::vector<std::string> Inputs = {
      std::string("family: a\0b\n", 12),
      std::string("\0", 1),
      "\xff\xfe\x00",
      "family: \xc3\x28\n",
      "\x80",
      "%YAML 9.9\n---\n",
      "%TAG\n",
      "--- !<tag:x> &a *a\n",
      "? [a]\n: b\n",
      "{a: b",
      "a: |\n\t- x\n   y\n z\n",
      "\"\\x\"",
      "\"\\U",
      "...\n...\n",
      "-",
      "- - - - -",
      ": : :",
      "!",
      "&",
      "*",
      "family: &a [*a]\n",
      "family: a\napis:\n  - &x {name: f, effect: pure}\n  - *x\n",
      "family: a\nroles:\n  - {name: {}, exit: []}\n",
      "family: a\napis: {}\n",
      "family: a\napis:\n  - name: []\n    effect: pure\n",
      "family: a\napis:\n  - {name: ~, effect: }\n",
  };
  Inputs.push_back("family: a\napis: " + std::string(100000, '[') + "\n");
  Inputs.push_back("family: a\napis: " + std::string(100000, '{') + "\n");
  std::string Block = "family: a\napis:\n  ";
  for (unsigned I = 0; I < 50000; ++I)
    Block += "- ";
  Inputs.push_back(Block);
  std::string Deep = "family: a\n";
  for (unsigned I = 0; I < 500; ++I)
    Deep += std::string(I, ' ') + "k:\n";
  Inputs.push_back(Deep);
  Inputs.push_back("family: a\nzz: " + std::string(1000000, 'x') + "\n");
  for (const std::string &In : Inputs) {
    std::string Text = yamlError(In);
    EXPECT_FALSE(Text.empty()) << In.substr(0, 60);
    EXPECT_TRUE(StringRef(Text).starts_with("m.yaml:"))
        << In.substr(0, 60) << " gave " << Text;
    EXPECT_NE(Text.find("\n"), std::string::npos);
    EXPECT_LT(Text.size(), 4000u);
    EXPECT_EQ(Text.find('\0'), std::string::npos);
    consumeError(roles(In).takeError());
  }
}

TEST(ModelErrors, MutatedModels) {
  // Cut, flip and repeat pieces of a real model: no input may crash.
  std::string Seed = modelText("wdm-roles.yaml");
  uint64_t State = 88172645463325252ULL;
  auto Next = [&] {
    State ^= State << 13;
    State ^= State >> 7;
    State ^= State << 17;
    return State;
  };
  const StringRef Bits[] = {"{",  "}", "[", "]", ":", "- ", "\n", "  ", "'",
                            "\"", "*", "&", "?", "|", ">",  "#",  "%",  "\t"};
  for (unsigned Round = 0; Round < 300; ++Round) {
    size_t From = Next() % Seed.size();
    std::string Text =
        "family: m\nlock-kind: k\n" + Seed.substr(From, Next() % 1500);
    for (unsigned K = Next() % 6; K > 0; --K)
      Text.insert(Next() % Text.size(), Bits[Next() % std::size(Bits)].str());
    ModelSet Set;
    addError(Set, Text);
    consumeError(roles(Text).takeError());
  }
}

TEST(ModelErrors, File) {
  ModelSet Set;
  std::string Text = toString(Set.addYamlFile("/nonexistent/x.yaml"));
  EXPECT_NE(Text.find("cannot read the model file '/nonexistent/x.yaml'"),
            std::string::npos);
  Text = toString(Set.addYamlFile("/"));
  EXPECT_NE(Text.find("cannot read"), std::string::npos);
}

//===----------------------------------------------------------------------===//
// The loader: what it makes of a good file
//===----------------------------------------------------------------------===//

TEST(Model, ReadsEveryField) {
  ModelSet Set;
  ASSERT_EQ(addError(Set, R"(
family: mine
title: My locks
source: https://example.org
system: posix
lock-kind: my-kind
apis:
  - name: [my_lock, my_lock_nested]
    effect: acquire
    lock: arg0+8
    handle: arg2
    saved: '*arg1'
    mode: shared
    variant: raise
    recursive: true
    when: [arg3 == 1, 'arg4 & 0x10']
  - {name: my_try, effect: try-acquire, lock: arg0, success: non-negative, lock-kind: other}
  - {name: my_unlock, effect: release, lock: handle arg0, restore: arg1, mode: any}
  - {name: with_lock, effect: call, callee: arg1, pass: [arg2, none], holding: arg0}
  - {name: my_alloc, effect: alloc}
  - {name: my_init, effect: init, lock: arg0, required: true}
  - {name: my_wait, effect: none, blocks: wait}
  - {name: my_free, effect: free, object: arg1}
  - {name: my_mask, effect: none, masks: isr, saved: return, nested: true, max-irql: dispatch}
  - {name: my_unmask, effect: none, unmasks: dpc, restore: arg0}
  - {name: my_stall, effect: none, delay: arg1, delay-unit: ms, when: [arg0 == 1, '*arg2+8:4 & 2']}
  - {name: my_downgrade, effect: convert, lock: arg0, success: always}
  - {name: my_read, effect: opaque, blocks: wait}
  - {name: my_sure_alloc, effect: alloc, never-null: true, blocks: wait}
lock-kinds:
  - {name: [my-kind, third]}
  - {name: other, may-sleep: true, any-owner: true}
call-times:
  - {ns: 40, calls: [my_wake, my_read]}
  - {ns: 70, calls: my_wake}
roles:
  - name: my-role
    original: MY_ROLE
    aliases: ALSO_MY_ROLE
    exit: may-hold
    level: dpc
    module: load
    entry-unheld: false
    params: [S, '']
    holds:
      - {lock: arg0, saved64: '*arg1+8', saved32: '*arg1+4', must-release: true}
      - {lock: token t arg1, lock-kind: other}
registrations:
  - {role: MY_ROLE, function: entry}
  - {role: my-role, store: S, field: Cb, offset64: 16, offset32: 8, count: 3}
  - {role: my-role, call: 'TABLE[3]', arg: 2, when: [arg0 == 1]}
  - {role: my-role, table: '*'}
type-hints:
  - {struct: S, offset: 8, pointee: T}
  - {call: f, result: true, pointee: T}
)"),
            "");
  ASSERT_EQ(Set.lookup("my_lock", TargetSystem::Any).size(), 1u);
  ASSERT_EQ(Set.lookup("my_lock_nested", TargetSystem::Any).size(), 1u);
  const Api &A = Set.lookup("my_lock", TargetSystem::Any)[0];
  EXPECT_EQ(A.Name, "my_lock");
  EXPECT_EQ(A.Family, "mine");
  EXPECT_EQ(A.E, Effect::Acquire);
  EXPECT_EQ(toString(A.Lock), "arg0+8");
  EXPECT_EQ(toString(A.Handle), "arg2");
  EXPECT_EQ(toString(A.Saved), "*arg1");
  EXPECT_EQ(A.Mode, LockMode::Shared);
  EXPECT_EQ(A.Variant, "raise");
  EXPECT_EQ(A.LockKind, "my-kind");
  EXPECT_TRUE(A.Recursive);
  ASSERT_EQ(A.When.size(), 2u);
  EXPECT_EQ(A.When[1].O, ArgCondition::MaskSet);
  EXPECT_EQ(Set.lookup("my_try", TargetSystem::Any)[0].Ok,
            Success::NonNegative);
  EXPECT_EQ(Set.lookup("my_try", TargetSystem::Any)[0].LockKind, "other");
  EXPECT_EQ(Set.lookup("my_unlock", TargetSystem::Any)[0].Mode, LockMode::Any);
  EXPECT_EQ(Set.lookup("with_lock", TargetSystem::Any)[0].Pass.size(), 2u);
  EXPECT_EQ(Set.lookup("with_lock", TargetSystem::Any)[0].LockKind, "my-kind");
  EXPECT_EQ(toString(Set.lookup("my_free", TargetSystem::Any)[0].Object),
            "arg1");
  EXPECT_TRUE(Set.lookup("my_init", TargetSystem::Any)[0].Required);
  EXPECT_EQ(Set.lookup("my_wait", TargetSystem::Any)[0].Blocking, Blocks::Wait);
  EXPECT_EQ(Set.systemOf("mine"), "posix");
  EXPECT_TRUE(Set.lookup("nothing", TargetSystem::Any).empty());
  EXPECT_EQ(Set.lookup("my_wait", TargetSystem::Any)[0].MaxIrql,
            IrqlLimit::Any);
  const Api &Mask = Set.lookup("my_mask", TargetSystem::Any)[0];
  EXPECT_EQ(Mask.Masks, Masked::Isr);
  EXPECT_EQ(Mask.Unmasks, Masked::Nothing);
  EXPECT_EQ(toString(Mask.Saved), "return");
  EXPECT_TRUE(Mask.Nested);
  EXPECT_EQ(Mask.MaxIrql, IrqlLimit::Dispatch);
  EXPECT_EQ(Set.lookup("my_unmask", TargetSystem::Any)[0].Unmasks, Masked::Dpc);
  EXPECT_EQ(toString(Set.lookup("my_unmask", TargetSystem::Any)[0].Restore),
            "arg0");
  const Api &Stall = Set.lookup("my_stall", TargetSystem::Any)[0];
  EXPECT_EQ(toString(Stall.Delay), "arg1");
  EXPECT_EQ(Stall.Unit, DelayUnit::Milliseconds);
  ASSERT_EQ(Stall.When.size(), 1u);
  EXPECT_EQ(toString(Stall.When[0]), "arg0 == 1");
  ASSERT_EQ(Stall.WhenPointee.size(), 1u);
  EXPECT_EQ(toString(Stall.WhenPointee[0]), "*arg2+8:4 & 2");
  EXPECT_TRUE(Set.lookup("my_sure_alloc", TargetSystem::Any)[0].NeverNull);
  EXPECT_EQ(Set.lookup("my_downgrade", TargetSystem::Any)[0].Ok,
            Success::Always);
  EXPECT_EQ(Set.lookup("my_read", TargetSystem::Any)[0].E, Effect::Opaque);
  EXPECT_FALSE(Set.lookup("my_alloc", TargetSystem::Any)[0].NeverNull);
  EXPECT_EQ(Set.apiNames().size(), 15u);
  EXPECT_TRUE(is_sorted(Set.apiNames()));
  EXPECT_EQ(Set.callTime("my_read"), 40u);
  EXPECT_EQ(Set.callTime("my_wake"), 70u); // The later row.
  EXPECT_EQ(Set.callTime("my_alloc"), std::nullopt);

  const Role *R = Set.findRole("ALSO_MY_ROLE");
  ASSERT_TRUE(R);
  EXPECT_EQ(R, Set.findRole("my-role"));
  EXPECT_EQ(R, Set.findRole("MY_ROLE"));
  EXPECT_EQ(R->Exit, ExitRule::MayHold);
  EXPECT_EQ(R->Level, RoleLevel::Dpc);
  EXPECT_EQ(R->Module, ModuleEvent::Load);
  EXPECT_FALSE(R->EntryUnheld);
  ASSERT_EQ(R->Holds.size(), 3u);
  EXPECT_EQ(R->Holds[0].PointerSize, 4u);
  EXPECT_EQ(toString(R->Holds[0].Saved), "*arg1+4");
  EXPECT_EQ(R->Holds[1].PointerSize, 8u);
  EXPECT_EQ(toString(R->Holds[1].Saved), "*arg1+8");
  EXPECT_TRUE(R->Holds[1].MustRelease);
  EXPECT_EQ(R->Holds[2].PointerSize, 0u);

  ASSERT_EQ(Set.registrations().size(), 5u);
  const auto &Regs = Set.registrations();
  EXPECT_EQ(Regs[0].K, Registration::Name);
  EXPECT_EQ(Regs[0].RoleName, "my-role");
  EXPECT_EQ(Regs[1].PointerSize, 8u);
  EXPECT_EQ(Regs[1].Offset, 16);
  EXPECT_EQ(Regs[1].Stride, 8);
  EXPECT_EQ(Regs[1].Count, 3u);
  EXPECT_EQ(Regs[2].PointerSize, 4u);
  EXPECT_EQ(Regs[2].Stride, 4);
  EXPECT_EQ(Regs[3].ArgNo, 2u);
  EXPECT_EQ(Regs[4].Count, 0u);
  ASSERT_EQ(Set.typeHints().size(), 2u);
  EXPECT_TRUE(Set.typeHints()[1].Result);
  ASSERT_EQ(Set.families().size(), 1u);
  EXPECT_EQ(Set.families()[0].Title, "My locks");
  EXPECT_EQ(Set.families()[0].NumApis, 15u);
  EXPECT_EQ(Set.families()[0].NumRegistrations, 5u);
}

TEST(Model, UserFileReplacesRowsWithTheSameConditions) {
  ModelSet Set = ModelSet::defaults();
  size_t Before = Set.lookup("StorPortNotification", TargetSystem::Any).size();
  ASSERT_GT(Before, 2u);
  ASSERT_EQ(addError(Set, R"(
family: user
lock-kind: mine
apis:
  - {name: KeAcquireSpinLockRaiseToDpc, effect: acquire, lock: arg1}
  - {name: KeReleaseSpinLock, effect: none}
  - {name: StorPortNotification, when: [arg0 == 0x1004], effect: none}
  - {name: my_lock, effect: acquire, lock: arg0}
)"),
            "");
  ASSERT_EQ(Set.lookup("KeAcquireSpinLockRaiseToDpc", TargetSystem::Any).size(),
            1u);
  EXPECT_EQ(Set.lookup("KeAcquireSpinLockRaiseToDpc", TargetSystem::Any)[0]
                .Lock.ArgNo,
            1u);
  EXPECT_EQ(
      Set.lookup("KeAcquireSpinLockRaiseToDpc", TargetSystem::Any)[0].LockKind,
      "mine");
  EXPECT_EQ(Set.lookup("KeReleaseSpinLock", TargetSystem::Any)[0].E,
            Effect::None);
  EXPECT_EQ(Set.lookup("StorPortNotification", TargetSystem::Any).size(),
            Before);
  EXPECT_EQ(Set.lookup("my_lock", TargetSystem::Any).size(), 1u);
  // The embedded set is as it was.
  EXPECT_EQ(
      ModelSet::defaults().lookup("KeReleaseSpinLock", TargetSystem::Any)[0].E,
      Effect::Release);
}

TEST(Model, RowsApplyToProgramsOfTheirSystem) {
  ModelSet Set = ModelSet::defaults();
  EXPECT_EQ(Set.lookup("msleep", TargetSystem::LinuxKernel).size(), 1u);
  EXPECT_EQ(Set.lookup("msleep", TargetSystem::Any).size(), 1u);
  EXPECT_TRUE(Set.lookup("msleep", TargetSystem::Windows).empty());
  EXPECT_TRUE(
      Set.lookup("KeReleaseSpinLock", TargetSystem::LinuxKernel).empty());
  EXPECT_TRUE(Set.lookup("sleep", TargetSystem::Windows).empty());
  EXPECT_TRUE(Set.lookup("sleep", TargetSystem::LinuxKernel).empty());
  EXPECT_FALSE(Set.lookup("abort", TargetSystem::Windows).empty());
  // A file that states no system is about every one.
  ASSERT_EQ(addError(Set, R"(
family: user
apis:
  - {name: msleep, when: [arg0 == 0], effect: none}
  - {name: KeReleaseSpinLock, when: [arg1 == 77], effect: none}
)"),
            "");
  EXPECT_EQ(Set.lookup("msleep", TargetSystem::Windows).size(), 1u);
  EXPECT_EQ(Set.lookup("msleep", TargetSystem::LinuxKernel).size(), 2u);
  EXPECT_EQ(Set.lookup("msleep", TargetSystem::Any).size(), 2u);
  EXPECT_EQ(Set.lookup("KeReleaseSpinLock", TargetSystem::Windows).size(), 2u);
  EXPECT_EQ(Set.lookup("KeReleaseSpinLock", TargetSystem::LinuxKernel).size(),
            1u);
  ModelSet Copy = ModelSet::fromImage(Set.image());
  EXPECT_EQ(Copy.lookup("msleep", TargetSystem::Windows).size(), 1u);
}

TEST(Model, UserFileReplacesRolesAndRegistrations) {
  ModelSet Set = ModelSet::defaults();
  size_t Roles = Set.roles().size(), Regs = Set.registrations().size();
  ASSERT_EQ(addError(Set, R"(
family: user
roles:
  - {name: cancel, original: DRIVER_CANCEL}
registrations:
  - {role: unload, function: DriverEntry}
)"),
            "");
  EXPECT_EQ(Set.roles().size(), Roles);
  EXPECT_TRUE(Set.findRole("DRIVER_CANCEL")->Holds.empty());
  EXPECT_EQ(Set.registrations().size(), Regs);
  EXPECT_EQ(Set.registrations().back().RoleName, "unload");
}

TEST(Model, FailureChangesNothing) {
  ModelSet Set = ModelSet::defaults();
  size_t Names = Set.apiNames().size(), Families = Set.families().size();
  EXPECT_NE(addError(Set, "family: user\nlock-kind: k\napis:\n"
                          "  - {name: brand_new, effect: acquire, lock: arg0}\n"
                          "  - {name: f, effect: acquire, lock: argx}\n"),
            "");
  EXPECT_EQ(Set.apiNames().size(), Names);
  EXPECT_EQ(Set.families().size(), Families);
  EXPECT_TRUE(Set.lookup("brand_new", TargetSystem::Any).empty());
}

TEST(Model, RowsOfOneFunctionKeepTheirOrder) {
  ModelSet Set;
  ASSERT_EQ(addError(Set,
                     "family: f\nlock-kind: k\napis:\n"
                     "  - {name: g, when: [arg1 == 1], effect: acquire, lock: "
                     "arg0}\n"
                     "  - {name: g, when: [arg1 == 2], effect: release, lock: "
                     "arg0}\n"
                     "  - {name: g, effect: none}\n"),
            "");
  ASSERT_EQ(Set.lookup("g", TargetSystem::Any).size(), 3u);
  EXPECT_EQ(Set.lookup("g", TargetSystem::Any)[0].E, Effect::Acquire);
  EXPECT_EQ(Set.lookup("g", TargetSystem::Any)[1].E, Effect::Release);
  EXPECT_EQ(Set.lookup("g", TargetSystem::Any)[2].E, Effect::None);
  EXPECT_TRUE(
      isDiagnostic(yamlError("family: f\nlock-kind: k\napis:\n"
                             "  - {name: g, effect: acquire, lock: arg0}\n"
                             "  - {name: g, effect: acquire, lock: arg1}\n"),
                   5, 6, "already"));
}

TEST(Model, LockKinds) {
  ModelSet Set;
  ASSERT_EQ(addError(Set, "family: f\nlock-kinds:\n"
                          "  - {name: [a, b], may-sleep: true}\n"
                          "  - {name: c, may-sleep: true, any-owner: true}\n"),
            "");
  EXPECT_TRUE(Set.findLockKind("b").MaySleep);
  EXPECT_FALSE(Set.findLockKind("b").AnyOwner);
  EXPECT_TRUE(Set.findLockKind("c").AnyOwner);
  EXPECT_EQ(Set.findLockKind("c").Family, "f");
  // One that nobody told of is a spin lock.
  EXPECT_FALSE(Set.findLockKind("d").MaySleep);
  EXPECT_FALSE(Set.findLockKind("d").AnyOwner);
  // A later file's word counts.
  ASSERT_EQ(addError(Set, "family: g\nlock-kinds:\n  - {name: a}\n"), "");
  EXPECT_FALSE(Set.findLockKind("a").MaySleep);
  EXPECT_EQ(Set.lockKinds().size(), 3u);

  auto Kind = [](StringRef Row) {
    return yamlError("family: a\nlock-kinds:\n  - {" + Row.str() + "}\n");
  };
  EXPECT_TRUE(isDiagnostic(Kind("may-sleep: true"), 3, 0, "'name'"));
  EXPECT_TRUE(isDiagnostic(Kind("name: 'a b'"), 3, 6, "not a kind of lock"));
  EXPECT_TRUE(isDiagnostic(Kind("name: a, may-slep: true"), 3, 0,
                           "did you mean 'may-sleep'?"));
}

TEST(Model, RowsWithConditionsOnPointeesStayApart) {
  ModelSet Set;
  ASSERT_EQ(addError(Set, "family: f\napis:\n"
                          "  - {name: w, when: ['*arg0:8 == 0'], effect: none}"
                          "\n  - {name: w, effect: none, blocks: wait}\n"),
            "");
  ASSERT_EQ(Set.lookup("w", TargetSystem::Any).size(), 2u);
  ASSERT_EQ(addError(Set, "family: g\napis:\n"
                          "  - {name: w, when: ['*arg0:8 == 0'], effect: pure}"
                          "\n"),
            "");
  ASSERT_EQ(Set.lookup("w", TargetSystem::Any).size(), 2u);
  EXPECT_EQ(Set.lookup("w", TargetSystem::Any)[0].Blocking, Blocks::Wait);
  EXPECT_EQ(Set.lookup("w", TargetSystem::Any)[1].E, Effect::Pure);
}

TEST(Model, Delays) {
  EXPECT_EQ(delayNanoseconds(7, DelayUnit::Nanoseconds), 7u);
  EXPECT_EQ(delayNanoseconds(50, DelayUnit::Microseconds), 50000u);
  EXPECT_EQ(delayNanoseconds(3, DelayUnit::Milliseconds), 3000000u);
  // udelay(10) of Linux is __const_udelay(10 * 0x10c7).
  EXPECT_EQ(delayNanoseconds(10 * 0x10c7, DelayUnit::XLoops), 10000u);
  EXPECT_EQ(delayNanoseconds(uint64_t(3) << 32, DelayUnit::XLoops),
            3000000000u);
  EXPECT_EQ(delayNanoseconds(UINT64_MAX, DelayUnit::Milliseconds), UINT64_MAX);
  EXPECT_EQ(delayNanoseconds(UINT64_MAX, DelayUnit::XLoops),
            4294967295999999999u);
}

TEST(Model, BitsOfALevel) {
  ModelSet Set;
  ASSERT_EQ(addError(Set, R"(
family: f
apis:
  - {name: flags, effect: level, saved: '*arg0:p', open-bits: 512}
)"),
            "");
  for (const ModelSet &S : {Set, ModelSet::fromImage(Set.image())}) {
    const Api &A = S.lookup("flags", TargetSystem::Any)[0];
    EXPECT_EQ(A.OpenBits, 512u);
    EXPECT_EQ(A.Saved.K, Operand::Deref);
  }
}

TEST(Model, HandlersThatAreWaitedFor) {
  ModelSet Set;
  ASSERT_EQ(addError(Set, R"(
family: f
apis:
  - {name: stop, effect: opaque, blocks: wait, waits-for: arg1}
  - {name: cancel, effect: none}
roles:
  - {name: expired}
registrations:
  - {role: expired, call: start, arg: 2, object: arg1}
  - {role: expired, store: alarm, offset: 8, object: struct}
  - {role: expired, table: alarm}
)"),
            "");
  for (const ModelSet &S : {Set, ModelSet::fromImage(Set.image())}) {
    EXPECT_EQ(toString(S.lookup("stop", TargetSystem::Any)[0].WaitsFor),
              "arg1");
    EXPECT_FALSE(S.lookup("cancel", TargetSystem::Any)[0].WaitsFor);
    ASSERT_EQ(S.registrations().size(), 3u);
    EXPECT_EQ(S.registrations()[0].Object, 1);
    EXPECT_EQ(S.registrations()[1].Object, int(Registration::WholeStruct));
    EXPECT_EQ(S.registrations()[2].Object, int(Registration::NoObject));
  }
}

TEST(Model, FallibleAcquire) {
  const ModelSet &Set = ModelSet::defaults();
  EXPECT_TRUE(Set.lookup("pthread_spin_lock", TargetSystem::Any)[0].Fallible);
  EXPECT_EQ(Set.lookup("pthread_spin_lock", TargetSystem::Any)[0].Ok,
            Success::Zero);
  EXPECT_TRUE(
      Set.lookup("StorPortAcquireMSISpinLock", TargetSystem::Any)[0].Fallible);
  EXPECT_FALSE(
      Set.lookup("pthread_spin_trylock", TargetSystem::Any)[0].Fallible);
  EXPECT_FALSE(Set.lookup("_raw_spin_lock", TargetSystem::Any)[0].Fallible);
}

//===----------------------------------------------------------------------===//
// The embedded models
//===----------------------------------------------------------------------===//

TEST(EmbeddedModels, TheFilesAreWhatIsEmbedded) {
  std::vector<std::string> Files = modelFiles();
  EXPECT_GT(Files.size(), 20u);
  for (const std::string &F : Files)
    for (char C : modelText(F))
      EXPECT_LT(static_cast<unsigned char>(C), 0x80) << F;
  // A build that forgot one would differ here.
  ModelSet Set;
  for (const ModelSet::FamilyInfo &Info : ModelSet::defaults().families()) {
    for (const std::string &F : Files) {
      std::string Text = modelText(F);
      if (!StringRef(Text).contains("\nfamily: " + Info.Name + "\n"))
        continue;
      Error E = Set.addYaml(MemoryBufferRef(Text, F));
      EXPECT_FALSE(static_cast<bool>(E)) << toString(std::move(E));
    }
  }
  EXPECT_EQ(Set.apiNames(), ModelSet::defaults().apiNames());
  for (StringRef Name : Set.apiNames())
    EXPECT_EQ(Set.lookup(Name, TargetSystem::Any).size(),
              ModelSet::defaults().lookup(Name, TargetSystem::Any).size())
        << Name.str();
  EXPECT_EQ(Set.roles().size(), ModelSet::defaults().roles().size());
  EXPECT_EQ(Set.registrations().size(),
            ModelSet::defaults().registrations().size());
}

TEST(EmbeddedModels, AnImageKeepsEverything) {
  const ModelSet &Set = ModelSet::defaults();
  ModelSet Copy = ModelSet::fromImage(Set.image());
  EXPECT_EQ(Copy.image(), Set.image());
  EXPECT_EQ(Copy.apiNames(), Set.apiNames());
  // Signs, pointees and several rows of one name.
  ModelSet Small;
  ASSERT_EQ(addError(Small, R"(
family: f
lock-kind: k
apis:
  - {name: g, effect: acquire, lock: arg0-8, handle: '*arg2+4:p', when: [arg1 == -512, '*arg3:8 !& 1']}
  - {name: g, effect: call, callee: arg1, pass: [none, token t arg0 const -1], holding: global h}
lock-kinds:
  - {name: k, may-sleep: true}
)"),
            "");
  Copy = ModelSet::fromImage(Small.image());
  ASSERT_EQ(Copy.lookup("g", TargetSystem::Any).size(), 2u);
  const Api &A = Copy.lookup("g", TargetSystem::Any)[0];
  EXPECT_EQ(toString(A.Lock), "arg0-8");
  EXPECT_EQ(toString(A.Handle), "*arg2+4:p");
  EXPECT_EQ(toString(A.When[0]), "arg1 == -512");
  EXPECT_EQ(toString(A.WhenPointee[0]), "*arg3:8 !& 1");
  EXPECT_EQ(toString(Copy.lookup("g", TargetSystem::Any)[1].Pass[1]),
            "token t arg0 const -1");
  EXPECT_EQ(toString(Copy.lookup("g", TargetSystem::Any)[1].Holding),
            "global h");
  EXPECT_TRUE(Copy.findLockKind("k").MaySleep);
  EXPECT_EQ(Copy.image(), Small.image());
  EXPECT_TRUE(ModelSet::fromImage(ModelSet().image()).apiNames().empty());
}

TEST(EmbeddedModels, NoFileReplacesAnother) {
  unsigned Rows = 0, Regs = 0, Roles = 0;
  for (const auto &F : ModelSet::defaults().families()) {
    Rows += F.NumApis;
    Roles += F.NumRoles;
    Regs += F.NumRegistrations;
    EXPECT_FALSE(F.Title.empty()) << F.Name;
    EXPECT_TRUE(StringRef(F.Source).starts_with("http")) << F.Name;
  }
  const ModelSet &Set = ModelSet::defaults();
  unsigned Loaded = 0;
  for (StringRef Name : Set.apiNames())
    Loaded += Set.lookup(Name, TargetSystem::Any).size();
  EXPECT_EQ(Loaded, Rows);
  EXPECT_EQ(Set.roles().size(), Roles);
  EXPECT_EQ(Set.registrations().size(), Regs);
}

TEST(EmbeddedModels, RoleNamesAreUnambiguous) {
  StringSet<> Seen;
  for (const Role &R : ModelSet::defaults().roles()) {
    EXPECT_TRUE(Seen.insert(R.Name).second) << R.Name;
    if (R.Original != R.Name) {
      EXPECT_TRUE(Seen.insert(R.Original).second) << R.Original;
    }
    for (const std::string &A : R.Aliases)
      EXPECT_TRUE(Seen.insert(A).second) << A;
  }
}

TEST(EmbeddedModels, RowsAreConsistent) {
  const ModelSet &Set = ModelSet::defaults();
  for (StringRef Name : Set.apiNames()) {
    for (const Api &A : Set.lookup(Name, TargetSystem::Any)) {
      SCOPED_TRACE(Name.str());
      EXPECT_EQ(A.Name, Name.str());
      EXPECT_FALSE(A.Family.empty());
      bool Locks = A.E == Effect::Acquire || A.E == Effect::TryAcquire ||
                   A.E == Effect::Release || A.E == Effect::Use ||
                   A.E == Effect::Convert;
      if (Locks) {
        EXPECT_TRUE(static_cast<bool>(A.Lock));
      }
      // Each kind is declared.
      if (Locks || A.Holding) {
        EXPECT_EQ(Set.findLockKind(A.LockKind).Name, A.LockKind);
      }
      if (A.E == Effect::Release && A.Restore) {
        EXPECT_NE(A.Restore.K, Operand::Return);
      }
      if (A.E == Effect::Free) {
        EXPECT_TRUE(static_cast<bool>(A.Object));
      }
    }
  }
}

TEST(EmbeddedModels, EachAcquiredLockCanBeReleased) {
  // For each kind and variant that is acquired with a saved value there is a
  // release that restores one; each kind that is acquired has a release.
  const ModelSet &Set = ModelSet::defaults();
  std::set<std::string> Acquired, Released, Saved, Restored;
  for (StringRef Name : Set.apiNames())
    for (const Api &A : Set.lookup(Name, TargetSystem::Any)) {
      if (A.E == Effect::Acquire || A.E == Effect::TryAcquire) {
        Acquired.insert(A.LockKind + "/" + A.Variant);
        if (A.Saved)
          Saved.insert(A.LockKind + "/" + A.Variant);
      }
      if (A.E == Effect::Release) {
        Released.insert(A.LockKind + "/" + A.Variant);
        if (A.Restore)
          Restored.insert(A.LockKind + "/" + A.Variant);
      }
    }
  EXPECT_EQ(Acquired, Released);
  for (const std::string &S : Saved)
    EXPECT_TRUE(Restored.count(S)) << S;
}

TEST(EmbeddedModels, HoldsAreWellFormed) {
  for (const Role &R : ModelSet::defaults().roles())
    for (const EntryLock &L : R.Holds) {
      EXPECT_TRUE(static_cast<bool>(L.Lock)) << R.Name;
      EXPECT_FALSE(L.LockKind.empty()) << R.Name;
    }
}

TEST(EmbeddedModels, RegistrationsNameKnownRoles) {
  const ModelSet &Set = ModelSet::defaults();
  StringSet<> Used;
  for (const Registration &G : Set.registrations()) {
    const Role *R = Set.findRole(G.RoleName);
    ASSERT_TRUE(R) << G.RoleName;
    EXPECT_EQ(R->Name, G.RoleName);
    EXPECT_FALSE(G.Pattern.empty());
    EXPECT_GT(G.Stride, 0);
    Used.insert(G.RoleName);
  }
}

TEST(EmbeddedModels, FactsOfTheSpecification) {
  const ModelSet &Set = ModelSet::defaults();
  auto Row = [&](StringRef Name) -> const Api & {
    static const Api None;
    return Set.lookup(Name, TargetSystem::Any).empty()
               ? None
               : Set.lookup(Name, TargetSystem::Any)[0];
  };
  EXPECT_EQ(toString(Row("KeAcquireSpinLockRaiseToDpc").Saved), "return");
  EXPECT_EQ(toString(Row("KeAcquireSpinLock").Saved), "*arg1");
  EXPECT_EQ(Row("KfReleaseSpinLock").E, Effect::Release);
  EXPECT_EQ(toString(Row("KeReleaseInStackQueuedSpinLock").Lock),
            "handle arg0");
  EXPECT_EQ(toString(Row("KeAcquireInStackQueuedSpinLock").Handle), "arg1");
  EXPECT_EQ(Row("ExTryConvertSharedSpinLockExclusive").E, Effect::Convert);
  EXPECT_EQ(toString(Row("IoReleaseCancelSpinLock").Restore), "arg0");
  EXPECT_EQ(toString(Row("WdfFunctions[316]").Lock), "arg1");
  EXPECT_EQ(Row("WdfFunctions[317]").E, Effect::Release);
  EXPECT_EQ(Row("WdfFunctions[144]").LockKind, "wdf-interrupt");
  EXPECT_EQ(toString(Row("ExInterlockedRemoveHeadList").Lock), "arg1");
  EXPECT_EQ(toString(Row("ExInterlockedInsertTailList").Lock), "arg2");
  EXPECT_EQ(Row("pthread_spin_trylock").Ok, Success::Zero);
  EXPECT_EQ(Row("_raw_spin_trylock").Ok, Success::NonZero);
  EXPECT_EQ(toString(Row("_raw_spin_lock_irqsave").Saved), "return");
  EXPECT_EQ(Row("KeBugCheckEx").E, Effect::NoReturn);
  EXPECT_EQ(Row("pthread_exit").Variant, "thread-exit");
  EXPECT_TRUE(Set.lookup("pthread_mutex_lock", TargetSystem::Any).empty() ||
              Row("pthread_mutex_lock").E == Effect::None);

  const Role *Cancel = Set.findRole("DRIVER_CANCEL");
  ASSERT_TRUE(Cancel);
  ASSERT_EQ(Cancel->Holds.size(), 2u);
  EXPECT_EQ(toString(Cancel->Holds[0].Lock), "global cancel-spin-lock");
  EXPECT_EQ(toString(Cancel->Holds[0].Saved), "*arg1+37");
  EXPECT_EQ(toString(Cancel->Holds[1].Saved), "*arg1+69");
  EXPECT_TRUE(Cancel->Holds[0].MustRelease);
  EXPECT_EQ(Set.findRole("csq-acquire-lock")->Exit, ExitRule::MayHold);
  EXPECT_FALSE(Set.findRole("linux-ops")->EntryUnheld);

  auto HasStore = [&](StringRef Struct, StringRef RoleName, unsigned Size,
                      int64_t Offset) {
    return any_of(Set.registrations(), [&](const Registration &G) {
      return G.K == Registration::Store && G.Pattern == Struct &&
             G.RoleName == RoleName && G.PointerSize == Size &&
             G.Offset == Offset;
    });
  };
  EXPECT_TRUE(HasStore("_DRIVER_OBJECT", "dispatch", 8, 112));
  EXPECT_TRUE(HasStore("_DRIVER_OBJECT", "dispatch", 4, 56));
  EXPECT_TRUE(HasStore("_DRIVER_OBJECT", "startio", 8, 96));
  EXPECT_TRUE(HasStore("_DRIVER_OBJECT", "unload", 8, 104));
  EXPECT_TRUE(HasStore("_DRIVER_EXTENSION", "add-device", 8, 8));
  EXPECT_TRUE(HasStore("_HW_INITIALIZATION_DATA", "storport-startio", 8, 16));
  EXPECT_TRUE(HasStore("work_struct", "linux-work", 8, 24));
}

TEST(EmbeddedModels, BlockingCalls) {
  const ModelSet &Set = ModelSet::defaults();
  std::map<std::string, unsigned> Waits, Completes;
  for (StringRef Name : Set.apiNames()) {
    bool Wait = false, Complete = false;
    for (const Api &A : Set.lookup(Name, TargetSystem::Any)) {
      SCOPED_TRACE(Name.str());
      StringRef System = Set.systemOf(A.Family);
      Wait |= A.Blocking == Blocks::Wait;
      Complete |= A.Blocking == Blocks::Completion;
      // A wait or pageable routine of Windows is not for DISPATCH_LEVEL; a
      // completion is.
      if (System == "windows" && A.Blocking == Blocks::Wait) {
        EXPECT_TRUE(A.MaxIrql == IrqlLimit::Passive ||
                    A.MaxIrql == IrqlLimit::Apc);
      }
      if (System == "windows" && A.Blocking == Blocks::Completion) {
        EXPECT_EQ(A.MaxIrql, IrqlLimit::Dispatch);
      }
      if (System != "windows") {
        EXPECT_EQ(A.MaxIrql, IrqlLimit::Any);
      }
    }
    StringRef Family = Set.lookup(Name, TargetSystem::Any).front().Family;
    Waits[Set.systemOf(Family).str()] += Wait;
    Completes[Set.systemOf(Family).str()] += Complete;
  }
  EXPECT_GE(Waits["windows"], 150u);
  EXPECT_GE(Waits["linux"], 150u);
  EXPECT_GE(Completes["windows"], 20u);

  auto Text = [&](StringRef Name) {
    std::string T;
    for (const Api &A : Set.lookup(Name, TargetSystem::Any)) {
      for (const ArgCondition &C : A.When)
        T += toString(C) + " ";
      for (const ArgCondition &C : A.WhenPointee)
        T += toString(C) + " ";
      T += A.Blocking == Blocks::No ? "" : toString(A.Blocking).str() + " ";
      T += A.NeverNull ? "sure; " : "; ";
    }
    return T;
  };
  EXPECT_EQ(Text("KeWaitForSingleObject"),
            "arg4 == 0 wait ; *arg4:8 == 0 ; wait ; ");
  EXPECT_EQ(Text("KeWaitForMultipleObjects"),
            "arg6 == 0 wait ; *arg6:8 == 0 ; wait ; ");
  EXPECT_EQ(Text("ExAcquireResourceExclusiveLite"), "arg1 == 0 ; wait ; ");
  EXPECT_EQ(Text("ExAllocatePoolWithTag"),
            "arg0 & 1 arg0 & 18 wait sure; arg0 & 1 wait ; arg0 & 18 sure; ; ");
  EXPECT_EQ(Text("IofCompleteRequest"), "completion ; ");
  EXPECT_EQ(Text("kmalloc"), Text("__kmalloc"));
  EXPECT_EQ(Text("kmalloc_trace"),
            "arg1 & 32768 wait sure; arg1 & 1024 wait ; ; ");
  EXPECT_EQ(Text("dma_alloc_attrs"), "arg3 & 1024 wait ; ; ");
  EXPECT_EQ(Text("usb_submit_urb"), "arg1 & 1024 wait ; ");
  EXPECT_EQ(Text("__might_resched"), "arg2 == 0 wait ; ; ");
  EXPECT_EQ(Text("msleep"), "wait ; ");
  EXPECT_EQ(Text("mutex_lock"), "wait ; ");
  EXPECT_EQ(Text("mutex_unlock"), "; ");
  EXPECT_EQ(Text("_raw_spin_lock"), "; ");
  EXPECT_EQ(Text("del_timer_sync"), "; ");
  EXPECT_EQ(Set.lookup("ZwReadFile", TargetSystem::Any)[0].MaxIrql,
            IrqlLimit::Passive);
  EXPECT_EQ(Set.lookup("IoCreateDevice", TargetSystem::Any)[0].MaxIrql,
            IrqlLimit::Apc);
  EXPECT_EQ(Set.lookup("KeSetTimer", TargetSystem::Any)[0].MaxIrql,
            IrqlLimit::Dispatch);
  EXPECT_EQ(
      Set.lookup("KeStallExecutionProcessor", TargetSystem::Any)[0].MaxIrql,
      IrqlLimit::Any);
}

TEST(EmbeddedModels, MasksAndDelays) {
  const ModelSet &Set = ModelSet::defaults();
  auto Row = [&](StringRef Name) -> const Api & {
    static const Api None;
    return Set.lookup(Name, TargetSystem::Any).empty()
               ? None
               : Set.lookup(Name, TargetSystem::Any)[0];
  };
  EXPECT_EQ(Row("_raw_spin_lock").Masks, Masked::Preempt);
  EXPECT_EQ(Row("_raw_spin_lock_bh").Masks, Masked::Dpc);
  EXPECT_EQ(Row("_raw_spin_lock_irqsave").Masks, Masked::Isr);
  EXPECT_EQ(Row("_raw_spin_unlock_irq").Unmasks, Masked::Isr);
  EXPECT_EQ(Row("KeAcquireSpinLockRaiseToDpc").Masks, Masked::Dpc);
  EXPECT_EQ(Row("KeAcquireSpinLockAtDpcLevel").Masks, Masked::Nothing);
  EXPECT_EQ(Row("KeAcquireInterruptSpinLock").Masks, Masked::Isr);
  EXPECT_EQ(Row("asm[cli]").Masks, Masked::Isr);
  EXPECT_EQ(Row("local_bh_disable").Masks, Masked::Dpc);
  EXPECT_TRUE(Row("local_bh_disable").Nested);
  EXPECT_FALSE(Row("arch_local_irq_disable").Nested);
  EXPECT_EQ(toString(Row("arch_local_irq_save").Saved), "return");
  EXPECT_EQ(toString(Row("KfLowerIrql").Restore), "arg0");
  EXPECT_EQ(Row("__const_udelay").Unit, DelayUnit::XLoops);
  EXPECT_EQ(Row("KeStallExecutionProcessor").Unit, DelayUnit::Microseconds);
  EXPECT_EQ(toString(Row("StorPortStallExecution").Delay), "arg0");
  // Statements are named in the one form that asmName makes.
  for (StringRef Name : Set.apiNames())
    if (Name.consume_front("asm[")) {
      EXPECT_EQ(asmName(Name.split(']').first),
                "asm[" + Name.split(']').first.str() + "]");
    }

  EXPECT_TRUE(Row("store[i8=0]").IfHeld);
  EXPECT_TRUE(Row("asm[lock;xaddl$0,$1]").IfHeld);
  EXPECT_FALSE(Row("_raw_spin_unlock").IfHeld);
  EXPECT_EQ(Row("vfree").Blocking, Blocks::WaitInThread);
  EXPECT_EQ(Row("free_netdev").Blocking, Blocks::Wait);
  EXPECT_EQ(Row("__percpu_down_read").Blocking, Blocks::WaitPreemptible);

  EXPECT_TRUE(Set.findLockKind("linux-spin").CountsPreemption);
  EXPECT_TRUE(Set.findLockKind("linux-rw").CountsPreemption);
  EXPECT_FALSE(Set.findLockKind("linux-mutex").CountsPreemption);
  EXPECT_FALSE(Set.findLockKind("ke").CountsPreemption);
  EXPECT_TRUE(Set.findLockKind("linux-mutex").MaySleep);
  EXPECT_TRUE(Set.findLockKind("linux-srcu").MaySleep);
  EXPECT_FALSE(Set.findLockKind("linux-rcu").MaySleep);
  EXPECT_FALSE(Set.findLockKind("linux-spin").MaySleep);
  EXPECT_FALSE(Set.findLockKind("ke").MaySleep);
}

TEST(EmbeddedModels, OriginalVerifierRoles) {
  // The 18 role types of Storport drivers, and those of RULES.md.
  for (StringRef Name : {"sp_DRIVER_INITIALIZE",
                         "HW_INITIALIZE",
                         "HW_BUILDIO",
                         "HW_STARTIO",
                         "HW_INTERRUPT",
                         "HW_TIMER",
                         "HW_FIND_ADAPTER",
                         "HW_RESET_BUS",
                         "HW_ADAPTER_CONTROL",
                         "HW_PASSIVE_INITIALIZE_ROUTINE",
                         "HW_DPC_ROUTINE",
                         "HW_FREE_ADAPTER_RESOURCES",
                         "HW_PROCESS_SERVICE_REQUEST",
                         "HW_COMPLETE_SERVICE_IRP",
                         "HW_INITIALIZE_TRACING",
                         "HW_CLEANUP_TRACING",
                         "VIRTUAL_HW_FIND_ADAPTER",
                         "HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE",
                         "DRIVER_INITIALIZE",
                         "DRIVER_DISPATCH",
                         "DRIVER_ADD_DEVICE",
                         "DRIVER_UNLOAD",
                         "DRIVER_STARTIO",
                         "DRIVER_CANCEL",
                         "KDEFERRED_ROUTINE",
                         "KSERVICE_ROUTINE",
                         "IO_COMPLETION_ROUTINE",
                         "EVT_WDF_DPC",
                         "MINIPORT_ISR"})
    EXPECT_TRUE(ModelSet::defaults().findRole(Name)) << Name.str();
}

//===----------------------------------------------------------------------===//
// Role files
//===----------------------------------------------------------------------===//

TEST(RoleFile, Yaml) {
  EXPECT_EQ(rolesText("- {function: MyCancel, role: cancel}\n"
                      "- function: Read\n  role: DRIVER_DISPATCH\n"
                      "- {function: Read, role: IRP_MJ_READ}\n"),
            "MyCancel=cancel Read=dispatch");
}

TEST(RoleFile, YamlErrors) {
  EXPECT_TRUE(isDiagnostic(rolesError("- {function: f, role: dispach}\n"), 1,
                           23,
                           "unknown role 'dispach'; did you mean 'dispatch'?"));
  EXPECT_TRUE(isDiagnostic(rolesError("- {function: f}\n"), 1, 4,
                           "missing required key 'role'"));
  EXPECT_TRUE(isDiagnostic(rolesError("- {function: f, roll: cancel}\n"), 1, 0,
                           "role"));
  EXPECT_TRUE(isDiagnostic(rolesError(""), 1, 1, "empty"));
  EXPECT_TRUE(isDiagnostic(rolesError("function: f\n"), 1, 1, "expected rows"));
}

TEST(RoleFile, MapHeader) {
  EXPECT_EQ(rolesText("//Approved=true\n"
                      "#ifndef MAP_H\n#define MAP_H\n#pragma once\n"
                      "/* all of\n   them */\n"
                      "#define fun_DriverEntry DriverEntry\n"
                      "#define fun_DRIVER_CANCEL MyCancel // comment\n"
                      "#define fun_IRP_MJ_READ   DispatchRead\r\n"
                      "# define fun_DRIVER_DISPATCH_1 DispatchOther\n"
                      "\t#define fun_KDEFERRED_ROUTINE_12 /* x */ Dpc\n"
                      "#define fun_WDF_DRIVER_DEVICE_ADD EvtAdd\n"
                      "#define fun_WDF_TIMER_1 EvtTimer\n"
                      "#define fun_WDF_IO_QUEUE_IO_READ EvtIoRead\n"
                      "#define fun_HW_STARTIO HwStartIo\n"
                      "//#define fun_HW_TIMER Off\n"
                      "#endif\n"),
            "DriverEntry=driver-entry MyCancel=cancel DispatchRead=dispatch "
            "DispatchOther=dispatch Dpc=dpc EvtAdd=wdf-device-add "
            "EvtTimer=wdf-timer EvtIoRead=wdf-io-queue "
            "HwStartIo=storport-startio");
  EXPECT_EQ(rolesText("//Approved=false\n"), "");
}

TEST(RoleFile, MapHeaderErrors) {
  EXPECT_TRUE(isDiagnostic(
      rolesError("//Approved=true\n#define fun_DRIVER_CANCLE MyCancel\n",
                 "sdv-map.h"),
      2, 13, "unknown role 'DRIVER_CANCLE'; did you mean 'DRIVER_CANCEL'?",
      "sdv-map.h"));
  EXPECT_TRUE(isDiagnostic(rolesError("#define fun_DRIVER_CANCEL\n"), 1, 9,
                           "no function"));
  EXPECT_TRUE(isDiagnostic(rolesError("#define fun_DRIVER_CANCEL a b\n"), 1, 29,
                           "unexpected text"));
  EXPECT_TRUE(isDiagnostic(rolesError("#define fun_DRIVER_CANCEL a\nint x;\n"),
                           2, 1, "expected '#define fun_ROLE function'"));
  EXPECT_TRUE(isDiagnostic(
      rolesError("/* open\n#define fun_DRIVER_CANCEL a\n*/ void f(void);\n"), 3,
      4, "expected"));
}

TEST(RoleFile, YamlCommentsDoNotMakeItAHeader) {
  EXPECT_EQ(rolesText("# define fun\n# if anything\n"
                      "- {function: f, role: cancel}\n"),
            "f=cancel");
}

} // namespace
