//===- YamlReader.cpp - YAML input that cannot crash the tool -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Diagnostics with caret, and the check of a document's shape. The check walks
// the document depth first with a bound of its own; the parser below it is
// lazy, so it is never deeper than the walk.
//
//===----------------------------------------------------------------------===//

#include "YamlReader.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/YAMLParser.h"
#include <algorithm>

using namespace llvm;
using namespace spinguard;

/// Messages beyond this many are left out: they follow from the first ones.
static constexpr unsigned MaxDiagnostics = 8;

/// Our schemas need five levels.
static constexpr unsigned MaxDepth = 16;

/// Longest part of a source line that is printed.
static constexpr size_t MaxLineShown = 160;

/// \p C as it may appear on a terminal.
static char printable(char C) {
  unsigned char U = static_cast<unsigned char>(C);
  return U < 0x20 || U == 0x7f ? ' ' : C;
}

void DiagCollector::handle(const SMDiagnostic &D, void *Collector) {
  auto &Self = *static_cast<DiagCollector *>(Collector);
  if (D.getKind() != SourceMgr::DK_Error)
    return;
  // The parser has no position for some nodes.
  if (D.getLineNo() <= 0)
    return Self.report(D.getMessage());
  if (++Self.Count > MaxDiagnostics)
    return;
  std::string &Out = Self.Text;
  if (!Out.empty())
    Out += '\n';

  std::string Message = D.getMessage().str();
  StringRef Unknown = Message;
  if (Unknown.consume_front("unknown key '") && Unknown.consume_back("'")) {
    StringRef Nearest = nearestSchemaKey(Unknown);
    if (!Nearest.empty())
      Message += "; did you mean '" + Nearest.str() + "'?";
  }

  Out += D.getFilename().str() + ":" + std::to_string(D.getLineNo()) + ":" +
         std::to_string(std::max(D.getColumnNo(), 0) + 1) +
         ": error: " + Message;

  // A window of the line around the column, for lines nobody can read whole.
  StringRef Line = D.getLineContents();
  size_t Column = std::min<size_t>(std::max(D.getColumnNo(), 0), Line.size());
  size_t Begin = Column > MaxLineShown / 2 && Line.size() > MaxLineShown
                     ? Column - MaxLineShown / 2
                     : 0;
  StringRef Shown = Line.substr(Begin, MaxLineShown);
  Out += '\n';
  for (char C : Shown)
    Out += printable(C);
  Out += '\n';
  Out.append(Column - Begin, ' ');
  Out += '^';
}

void DiagCollector::report(const char *Where, const Twine &Message) {
  SourceMgr SM;
  SM.setDiagHandler(&DiagCollector::handle, this);
  SM.AddNewSourceBuffer(
      MemoryBuffer::getMemBuffer(Buffer, /*RequiresNullTerminator=*/false),
      SMLoc());
  SM.PrintMessage(SMLoc::getFromPointer(Where), SourceMgr::DK_Error, Message);
}

namespace {

/// The walk of checkYamlShape. Stops at the first complaint.
class ShapeChecker {
public:
  ShapeChecker(yaml::Stream &Stream) : Stream(Stream) {}

  bool check(yaml::Node *N, unsigned Depth) {
    if (!N || Stream.failed())
      return false;
    if (Depth > MaxDepth)
      return complain(N, "nested too deeply");
    switch (N->getType()) {
    case yaml::Node::NK_Scalar:
    case yaml::Node::NK_BlockScalar:
      return true;
    case yaml::Node::NK_Null:
      return complain(N, "a value is missing here");
    case yaml::Node::NK_Alias: {
      // The node's own range is that of the token after it.
      const char *Star = cast<yaml::AliasNode>(N)->getName().begin() - 1;
      Stream.printError(
          SMRange(SMLoc::getFromPointer(Star), SMLoc::getFromPointer(Star + 1)),
          "a value that begins with '*' must be in quotes");
      return false;
    }
    case yaml::Node::NK_Mapping:
      for (yaml::KeyValueNode &Pair : *cast<yaml::MappingNode>(N)) {
        yaml::Node *Key = Pair.getKey();
        if (!Key || Stream.failed())
          return false;
        if (!isa<yaml::ScalarNode>(Key))
          return complain(Key, "a key must be a word");
        yaml::Node *Value = Pair.getValue();
        if (!Value || Stream.failed())
          return false;
        if (isa<yaml::NullNode>(Value))
          return complain(Key, "this key has no value");
        if (!check(Value, Depth + 1))
          return false;
      }
      return !Stream.failed();
    case yaml::Node::NK_Sequence:
      for (yaml::Node &Element : *cast<yaml::SequenceNode>(N))
        if (!check(&Element, Depth + 1))
          return false;
      return !Stream.failed();
    case yaml::Node::NK_KeyValue:
      break;
    }
    return complain(N, "unexpected kind of YAML node");
  }

  bool complain(yaml::Node *N, const Twine &Message) {
    Stream.printError(N, Message);
    return false;
  }

private:
  yaml::Stream &Stream;
};

} // namespace

/// The first byte that no text file of ours has, or null.
static const char *findBinaryByte(StringRef Text) {
  auto *Pos = reinterpret_cast<const UTF8 *>(Text.begin());
  auto *End = reinterpret_cast<const UTF8 *>(Text.end());
  while (Pos != End) {
    unsigned Length = getNumBytesForUTF8(*Pos);
    bool Control = *Pos < 0x20 && *Pos != '\t' && *Pos != '\n' && *Pos != '\r';
    if (Control || Length > static_cast<size_t>(End - Pos) ||
        !isLegalUTF8Sequence(Pos, Pos + Length))
      return reinterpret_cast<const char *>(Pos);
    Pos += Length;
  }
  return nullptr;
}

bool spinguard::checkYamlShape(MemoryBufferRef Buffer, YamlRoot Root,
                               StringRef What, DiagCollector &Diags) {
  StringRef Text = Buffer.getBuffer();
  if (Text.empty()) {
    Diags.report("the file is empty; expected " + What);
    return false;
  }
  if (const char *Bad = findBinaryByte(Text)) {
    Diags.report(Bad, "this byte does not belong into a text file");
    return false;
  }

  SourceMgr SM;
  SM.setDiagHandler(&DiagCollector::handle, &Diags);
  yaml::Stream Stream(Buffer, SM, /*ShowColors=*/false);
  ShapeChecker Checker(Stream);
  bool Ok = false;
  auto It = Stream.begin();
  if (It != Stream.end()) {
    yaml::Node *N = It->getRoot();
    if (!N || Stream.failed()) {
      // Reported by the parser.
    } else if (isa<yaml::AliasNode>(N)) {
      Checker.check(N, 0);
    } else if (isa<yaml::NullNode>(N)) {
      Diags.report("the file is empty; expected " + What);
      return false;
    } else if (Root == YamlRoot::Mapping ? !isa<yaml::MappingNode>(N)
                                         : !isa<yaml::SequenceNode>(N)) {
      Checker.complain(N, "expected " + What);
    } else if (Checker.check(N, 0)) {
      ++It;
      Ok = !Stream.failed();
      if (Ok && It != Stream.end()) {
        if (yaml::Node *Second = It->getRoot()) {
          Checker.complain(Second, "one file holds one YAML document");
          Ok = false;
        }
      }
    }
  }
  if (!Ok && Diags.empty())
    Diags.report("not readable as YAML");
  return Ok && Diags.empty();
}

StringRef spinguard::nearestWord(StringRef Text, ArrayRef<StringRef> Words) {
  StringRef Best;
  unsigned BestDistance = std::max<size_t>(2, Text.size() / 3) + 1;
  for (StringRef W : Words) {
    unsigned D = W.edit_distance(Text.take_front(100));
    if (D < BestDistance) {
      Best = W;
      BestDistance = D;
    }
  }
  return Best;
}
