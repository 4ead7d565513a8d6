//===- Operand.cpp - The small languages inside model files ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parses and prints operands (`*arg1+69`, `token storport-dpc arg3`) and
// conditions on arguments (`arg0 == 0x1003`, `*arg4:8 == 0`). Positions are the
// caller's affair: an error here is a phrase about the text alone.
//
//===----------------------------------------------------------------------===//

#include "model/Model.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"

using namespace llvm;
using namespace spinguard;

namespace {

/// Arguments above this are a slip of the pen.
constexpr unsigned MaxArgNo = 127;

/// A recursive-descent parser over one line of text. The first error stays.
class LineParser {
public:
  explicit LineParser(StringRef Text) : Rest(Text.trim()) {}

  bool failed() const { return !Message.empty(); }
  Error takeError() {
    return make_error<StringError>(Message, inconvertibleErrorCode());
  }

  void fail(const Twine &Text) {
    if (Message.empty())
      Message = Text.str();
  }

  bool atEnd() {
    Rest = Rest.ltrim();
    return Rest.empty();
  }

  bool consume(StringRef Text) {
    Rest = Rest.ltrim();
    return Rest.consume_front(Text);
  }

  /// Letters only; `arg12` gives `arg`.
  StringRef peekLetters() {
    Rest = Rest.ltrim();
    return Rest.take_while([](char C) { return isAlpha(C); });
  }

  void expectEnd() {
    if (!failed() && !atEnd())
      fail("unexpected '" + Rest.take_front(20) + "'");
  }

  /// An integer with sign, decimal or with prefix 0x.
  int64_t parseInteger(StringRef What) {
    Rest = Rest.ltrim();
    bool Negative = Rest.consume_front("-");
    StringRef Digits = Rest.take_while([](char C) { return isAlnum(C); });
    Rest = Rest.drop_front(Digits.size());
    uint64_t Magnitude = 0;
    if (Digits.empty()) {
      fail("expected a number " + What);
      return 0;
    }
    // Not radix 0: a leading zero is no octal number here.
    StringRef Plain = Digits;
    bool Hex = Plain.consume_front_insensitive("0x");
    if (Plain.empty() || Plain.getAsInteger(Hex ? 16 : 10, Magnitude)) {
      bool IsNumber = !Plain.empty() && all_of(Plain, [&](char C) {
        return Hex ? isHexDigit(C) : isDigit(C);
      });
      fail(IsNumber ? "'" + Digits.take_front(40) + "' does not fit 64 bits"
                    : "'" + Digits.take_front(40) + "' is not a number");
      return 0;
    }
    // Hexadecimal constants are bit patterns and may use the sign bit.
    uint64_t Limit = Negative ? uint64_t(1) << 63
                     : Hex    ? UINT64_MAX
                              : static_cast<uint64_t>(INT64_MAX);
    if (Magnitude > Limit) {
      fail("'" + Digits.take_front(40) + "' does not fit 64 bits");
      return 0;
    }
    return static_cast<int64_t>(Negative ? 0 - Magnitude : Magnitude);
  }

  /// `argN`; the word `arg` was seen.
  unsigned parseArgNo() {
    if (!consume("arg")) {
      fail("expected 'argN'");
      return 0;
    }
    StringRef Digits = Rest.take_while([](char C) { return isDigit(C); });
    Rest = Rest.drop_front(Digits.size());
    unsigned N = 0;
    if (Digits.empty())
      fail("expected an argument number after 'arg'");
    else if (Digits.getAsInteger(10, N) || N > MaxArgNo)
      fail("argument number " + Digits.take_front(20) + " is too large");
    return N;
  }

  /// A name up to the next blank.
  std::string parseName(StringRef After) {
    Rest = Rest.ltrim();
    StringRef Name = Rest.take_while([](char C) {
      return isAlnum(C) || C == '-' || C == '_' || C == '.' || C == '$';
    });
    Rest = Rest.drop_front(Name.size());
    if (Name.empty())
      fail("expected a name after '" + After + "'");
    return Name.str();
  }

  /// `+K` or `-K`, else 0.
  int64_t parseOptionalOffset();
  /// `:K` or `:p`, else 1.
  unsigned parseOptionalSize();

  Operand parse(bool Simple);

private:
  StringRef Rest;
  std::string Message;
};

} // namespace

int64_t LineParser::parseOptionalOffset() {
  Rest = Rest.ltrim();
  if (Rest.consume_front("+"))
    return parseInteger("after '+'");
  if (!Rest.starts_with("-"))
    return 0;
  return parseInteger("after '-'");
}

unsigned LineParser::parseOptionalSize() {
  if (!consume(":"))
    return 1;
  if (consume("p"))
    return 0;
  int64_t Size = parseInteger("after ':'");
  if (!failed() && Size != 1 && Size != 2 && Size != 4 && Size != 8)
    fail("a size is 1, 2, 4, 8 or p");
  return static_cast<unsigned>(Size);
}

Operand LineParser::parse(bool Simple) {
  Operand O;
  if (atEnd()) {
    fail("the operand is empty");
    return O;
  }
  if (consume("*")) {
    O.K = Operand::Deref;
    O.ArgNo = parseArgNo();
    O.Offset = parseOptionalOffset();
    O.Size = parseOptionalSize();
    return O;
  }
  StringRef Word = peekLetters();
  if (Word == "arg") {
    O.K = Operand::Arg;
    O.ArgNo = parseArgNo();
    O.Offset = parseOptionalOffset();
    return O;
  }
  if (Word == "return") {
    consume(Word);
    O.K = Operand::Return;
    return O;
  }
  if (Word == "const") {
    consume(Word);
    O.K = Operand::Const;
    O.Offset = parseInteger("after 'const'");
    return O;
  }
  if (Simple) {
    fail("expected 'argN', '*argN', 'return' or 'const K', not '" +
         Rest.take_front(20) + "'");
    return O;
  }
  if (Word == "none") {
    consume(Word);
    return O;
  }
  if (Word == "handle") {
    consume(Word);
    O.K = Operand::Handle;
    O.ArgNo = parseArgNo();
    return O;
  }
  if (Word == "global") {
    consume(Word);
    O.K = Operand::Global;
    O.Name = parseName(Word);
    return O;
  }
  if (Word == "token") {
    consume(Word);
    O.K = Operand::Token;
    O.Name = parseName(Word);
    while (!failed() && !atEnd()) {
      if (O.Sub.size() == 2) {
        fail("a token has at most two values");
        break;
      }
      O.Sub.push_back(parse(/*Simple=*/true));
    }
    return O;
  }
  fail("expected 'argN', '*argN', 'return', 'const K', 'global NAME', "
       "'token NAME', 'handle argN' or 'none', not '" +
       Rest.take_front(20) + "'");
  return O;
}

Expected<Operand> spinguard::parseOperand(StringRef Text) {
  LineParser P(Text);
  Operand O = P.parse(/*Simple=*/false);
  P.expectEnd();
  if (P.failed())
    return P.takeError();
  return O;
}

Expected<ArgCondition> spinguard::parseCondition(StringRef Text) {
  LineParser P(Text);
  ArgCondition C;
  C.Pointee = P.consume("*");
  C.ArgNo = P.parseArgNo();
  if (C.Pointee) {
    C.Offset = P.parseOptionalOffset();
    C.Size = P.parseOptionalSize();
  }
  if (P.consume("=="))
    C.O = ArgCondition::EQ;
  else if (P.consume("!="))
    C.O = ArgCondition::NE;
  else if (P.consume("!&"))
    C.O = ArgCondition::MaskClear;
  else if (P.consume("&"))
    C.O = ArgCondition::MaskSet;
  else
    P.fail("expected '==', '!=', '&' or '!&' after the argument");
  if (!P.failed())
    C.Value = P.parseInteger("to compare with");
  P.expectEnd();
  if (P.failed())
    return P.takeError();
  return C;
}

bool ArgCondition::holds(int64_t Arg) const {
  auto Fits32 = [](int64_t V) { return V >= INT32_MIN && V <= UINT32_MAX; };
  uint64_t A = static_cast<uint64_t>(Arg), V = static_cast<uint64_t>(Value);
  if (Fits32(Arg) && Fits32(Value)) {
    A = static_cast<uint32_t>(A);
    V = static_cast<uint32_t>(V);
  }
  switch (O) {
  case EQ:
    return A == V;
  case NE:
    return A != V;
  case MaskSet:
    return (A & V) != 0;
  case MaskClear:
    return (A & V) == 0;
  }
  return false;
}

static std::string offsetText(int64_t Offset) {
  if (Offset == 0)
    return "";
  return Offset > 0 ? "+" + std::to_string(Offset) : std::to_string(Offset);
}

static std::string sizeText(unsigned Size) {
  if (Size == 1)
    return "";
  return Size == 0 ? ":p" : ":" + std::to_string(Size);
}

std::string spinguard::toString(const Operand &O) {
  switch (O.K) {
  case Operand::None:
    return "none";
  case Operand::Return:
    return "return";
  case Operand::Arg:
    return "arg" + std::to_string(O.ArgNo) + offsetText(O.Offset);
  case Operand::Deref:
    return "*arg" + std::to_string(O.ArgNo) + offsetText(O.Offset) +
           sizeText(O.Size);
  case Operand::Const:
    return "const " + std::to_string(O.Offset);
  case Operand::Global:
    return "global " + O.Name;
  case Operand::Handle:
    return "handle arg" + std::to_string(O.ArgNo);
  case Operand::Token: {
    std::string Text = "token " + O.Name;
    for (const Operand &S : O.Sub)
      Text += " " + toString(S);
    return Text;
  }
  }
  return "";
}

std::string spinguard::toString(const ArgCondition &C) {
  static const char *const Ops[] = {"==", "!=", "&", "!&"};
  return (C.Pointee ? "*arg" : "arg") + std::to_string(C.ArgNo) +
         (C.Pointee ? offsetText(C.Offset) + sizeText(C.Size) : "") + " " +
         Ops[C.O] + " " + std::to_string(C.Value);
}
