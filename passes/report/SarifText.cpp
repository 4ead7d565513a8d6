//===- SarifText.cpp - How SARIF writes what a report says ------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Escapes of SARIF messages, there and back.
//
//===----------------------------------------------------------------------===//

#include "report/SarifText.h"
#include "report/JsonSupport.h"

using namespace llvm;

namespace spinguard {

std::string messageText(StringRef Text) {
  std::string Fixed = utf8(Text), Result;
  for (size_t I = 0; I != Fixed.size(); ++I) {
    char C = Fixed[I];
    Result += C;
    if (C == '{' || C == '}')
      Result += C;
    else if (C == ']' && I + 1 != Fixed.size() && Fixed[I + 1] == '(')
      Result += ' ';
  }
  return Result;
}

std::string textOfMessage(StringRef Message) {
  std::string Result;
  for (size_t I = 0; I != Message.size(); ++I) {
    char C = Message[I];
    Result += C;
    if ((C == '{' || C == '}') && I + 1 != Message.size() &&
        Message[I + 1] == C)
      ++I;
  }
  return Result;
}

std::string sentence(StringRef Text) {
  Text = Text.rtrim();
  if (Text.empty() || StringRef(".!?").contains(Text.back()))
    return Text.str();
  return (Text + ".").str();
}

ArrayRef<StringRef> stepKinds(PathStep::Kind K) {
  static constexpr StringRef Entry[] = {"enter", "function"};
  static constexpr StringRef Acquire[] = {"acquire", "lock"};
  static constexpr StringRef Release[] = {"release", "lock"};
  static constexpr StringRef Branch[] = {"branch"};
  static constexpr StringRef Call[] = {"call", "function"};
  static constexpr StringRef Return[] = {"return", "function"};
  static constexpr StringRef Exit[] = {"exit", "function"};
  static constexpr StringRef Event[] = {"danger"};
  switch (K) {
  case PathStep::Entry:
    return Entry;
  case PathStep::Acquire:
    return Acquire;
  case PathStep::Release:
    return Release;
  case PathStep::Branch:
    return Branch;
  case PathStep::Call:
    return Call;
  case PathStep::Return:
    return Return;
  case PathStep::Exit:
    return Exit;
  case PathStep::Event:
    return Event;
  }
  llvm_unreachable("unknown kind of path step");
}

} // namespace spinguard
