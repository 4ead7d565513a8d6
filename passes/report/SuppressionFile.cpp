//===- SuppressionFile.cpp - Rows of a suppression file ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads a list of mappings from names to scalars, and nothing deeper.
//
//===----------------------------------------------------------------------===//

#include "report/Suppressions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace spinguard {
namespace {

constexpr StringLiteral Keys =
    "rule, file, function, lock, entry-point, fingerprint, reason";

class Reader {
public:
  Reader(MemoryBufferRef Buffer, SuppressionRows &Rows)
      : Buffer(Buffer), Rows(Rows), Stream(Buffer, SM) {
    // The first diagnostic is the cause; the parser stumbles on after it.
    SM.setDiagHandler(
        [](const SMDiagnostic &D, void *Context) {
          auto &Text = *static_cast<std::string *>(Context);
          if (Text.empty()) {
            raw_string_ostream OS(Text);
            D.print("", OS, /*ShowColors=*/false);
          }
        },
        &Diagnostic);
  }

  Error run() {
    for (yaml::Document &Doc : Stream)
      if (!readDocument(Doc.getRoot()))
        break;
    if (Diagnostic.empty())
      return Error::success();
    return createStringError(inconvertibleErrorCode(),
                             StringRef(Diagnostic).rtrim());
  }

private:
  bool fail(yaml::Node *N, const Twine &Text) {
    Stream.printError(N, Text);
    return false;
  }

  bool readDocument(yaml::Node *Root) {
    if (!Root || isa<yaml::NullNode>(Root))
      return !Stream.failed();
    auto *List = dyn_cast<yaml::SequenceNode>(Root);
    if (!List)
      return fail(Root,
                  "a suppression file is a list: '- {rule: ..., file: ..., "
                  "reason: ...}'");
    for (yaml::Node &Item : *List)
      if (!readRow(&Item))
        return false;
    return !Stream.failed();
  }

  bool readRow(yaml::Node *N) {
    auto *Map = dyn_cast<yaml::MappingNode>(N);
    if (!Map)
      return fail(N, "a suppression is a mapping with some of the keys " +
                         Twine(Keys));
    auto Row = std::make_unique<SuppressionRow>();
    const char *At = N->getSourceRange().Start.getPointer();
    Row->Loc.File = Buffer.getBufferIdentifier().str();
    Row->Loc.Line =
        1 + StringRef(Buffer.getBufferStart(), At - Buffer.getBufferStart())
                .count('\n');
    bool Selects = false;
    for (yaml::KeyValueNode &Pair : *Map) {
      auto *Key = dyn_cast_or_null<yaml::ScalarNode>(Pair.getKey());
      if (!Key)
        return fail(Pair.getKey() ? Pair.getKey() : N,
                    "one of the keys " + Twine(Keys) + " is needed here");
      SmallString<32> KeyStorage;
      std::string Name = Key->getValue(KeyStorage).str();
      yaml::Node *ValueNode = Pair.getValue();
      auto *Scalar = dyn_cast_or_null<yaml::ScalarNode>(ValueNode);
      SmallString<64> ValueStorage;
      std::string Text =
          Scalar ? Scalar->getValue(ValueStorage).trim().str() : "";
      // (A literal block is a value, too.)
      if (auto *Block = dyn_cast_or_null<yaml::BlockScalarNode>(ValueNode))
        Text = Block->getValue().trim().str();
      if (isa_and_nonnull<yaml::AliasNode>(ValueNode))
        return fail(ValueNode, "a value that begins with '*' must be quoted");
      if (Text.empty())
        return fail(ValueNode ? ValueNode : Key,
                    "'" + Name + "' needs a value");
      if (Name == "reason") {
        Row->Reason = Text;
      } else if (Name == "fingerprint") {
        Row->Fingerprint = Text;
        Selects = true;
      } else if (SuppressionRow::Glob *G = globOf(*Row, Name)) {
        if (!setGlob(*G, Text, ValueNode))
          return false;
        Selects = true;
      } else {
        return fail(Key,
                    "there is no key '" + Name + "'; the keys are " + Keys);
      }
      if (Stream.failed())
        return false;
    }
    if (Stream.failed())
      return false;
    if (!Selects)
      return fail(N, "this suppression matches every finding; say a rule, a "
                     "file, a function, a lock or a fingerprint");
    if (Row->Reason.empty())
      return fail(N, "this suppression has no reason; add 'reason: ...'");
    Rows.push_back(std::move(Row));
    return true;
  }

  static SuppressionRow::Glob *globOf(SuppressionRow &Row, StringRef Name) {
    return StringSwitch<SuppressionRow::Glob *>(Name)
        .Case("rule", &Row.Rule)
        .Case("file", &Row.File)
        .Case("function", &Row.Function)
        .Case("lock", &Row.Lock)
        .Case("entry-point", &Row.EntryPoint)
        .Default(nullptr);
  }

  bool setGlob(SuppressionRow::Glob &G, StringRef Text, yaml::Node *N) {
    // The pattern refers to the text, which is the row's own.
    G.Text = Text.str();
    Expected<GlobPattern> Pattern = GlobPattern::create(G.Text);
    if (!Pattern)
      return fail(N, "this is no glob: " + toString(Pattern.takeError()));
    G.Pattern = std::move(*Pattern);
    return true;
  }

  MemoryBufferRef Buffer;
  SuppressionRows &Rows;
  SourceMgr SM;
  std::string Diagnostic;
  yaml::Stream Stream;
};

} // namespace

Error readSuppressionFile(MemoryBufferRef Buffer, SuppressionRows &Rows) {
  return Reader(Buffer, Rows).run();
}

} // namespace spinguard
