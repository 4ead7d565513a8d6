//===- RoleFile.cpp - Functions whose role the user states ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads role files: YAML rows, or the map header of the original verifier
// (`#define fun_DRIVER_CANCEL MyCancel`). It does not check that the functions
// exist; that is known where the program is.
//
//===----------------------------------------------------------------------===//

#include "YamlReader.h"
#include "model/Model.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/YAMLTraits.h"

using namespace llvm;
using namespace spinguard;

namespace {

struct RoleFileContext {
  const ModelSet *Models = nullptr;
  std::string Message;
};

struct RoleName {
  std::string Canonical;
};

struct RoleFileRow {
  std::string Function;
  RoleName Role;
};

} // namespace

static std::string unknownRole(StringRef Name, const ModelSet &Models) {
  std::string Text = "unknown role '";
  for (char C : Name.take_front(60))
    Text += isPrint(C) ? C : '?';
  Text += "'";
  StringRef Nearest = Models.nearestRoleName(Name);
  if (!Nearest.empty())
    Text += "; did you mean '" + Nearest.str() + "'?";
  return Text;
}

/// The role a name of a map file stands for. The verifier drops EVT_ from the
/// framework's type names and numbers the routines of one role.
static const Role *findOriginalRole(StringRef Name, const ModelSet &Models) {
  auto Find = [&](StringRef N) -> const Role * {
    if (const Role *R = Models.findRole(N))
      return R;
    return Models.findRole(("EVT_" + N).str());
  };
  if (const Role *R = Find(Name))
    return R;
  StringRef Base = Name.rtrim("0123456789");
  if (Base.size() < Name.size() && Base.consume_back("_") && !Base.empty())
    return Find(Base);
  return nullptr;
}

LLVM_YAML_IS_SEQUENCE_VECTOR(RoleFileRow)

namespace llvm {
namespace yaml {

template <> struct ScalarTraits<RoleName> {
  static StringRef input(StringRef S, void *Ctx, RoleName &V) {
    auto &Context = *static_cast<RoleFileContext *>(Ctx);
    StringRef Name = S;
    Name.consume_front("fun_");
    const Role *R = findOriginalRole(Name, *Context.Models);
    if (!R) {
      Context.Message = unknownRole(S, *Context.Models);
      return Context.Message;
    }
    V.Canonical = R->Name;
    return StringRef();
  }
  static void output(const RoleName &, void *, raw_ostream &) {}
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct MappingTraits<RoleFileRow> {
  static void mapping(IO &IO, RoleFileRow &R) {
    IO.mapRequired("function", R.Function);
    IO.mapRequired("role", R.Role);
  }
  static std::string validate(IO &, RoleFileRow &R) {
    return R.Function.empty() ? "'function' is empty" : "";
  }
};

} // namespace yaml
} // namespace llvm

/// Takes a directive's name from the front of a line; false if the line is no
/// preprocessor directive.
static bool consumeDirective(StringRef &Line, StringRef &Directive) {
  Line = Line.ltrim();
  if (!Line.consume_front("#"))
    return false;
  Line = Line.ltrim();
  Directive = Line.take_while([](char C) { return isAlpha(C); });
  Line = Line.drop_front(Directive.size());
  return true;
}

/// A map header is told by its `#define fun_`, by an include guard, or by
/// beginning with a C comment. In YAML, all of these are comments or errors.
static bool looksLikeMapHeader(StringRef Text) {
  SmallVector<StringRef, 0> Lines;
  Text.split(Lines, '\n');
  bool SeenText = false;
  for (StringRef Line : Lines) {
    Line = Line.trim();
    if (Line.empty())
      continue;
    if (!SeenText && (Line.starts_with("//") || Line.starts_with("/*")))
      return true;
    StringRef Rest = Line, Directive;
    if (consumeDirective(Rest, Directive)) {
      if (Directive == "define" && Rest.ltrim().starts_with("fun_"))
        return true;
      // An include guard. '#' and a blank begin a YAML comment.
      if (!SeenText && (Line.starts_with("#ifndef ") || Line == "#pragma once"))
        return true;
      continue;
    }
    // YAML rows make it a YAML file, whatever its comments say.
    if (Line.starts_with("-") || Line.starts_with("[") || Line.starts_with("{"))
      return false;
    SeenText = true;
  }
  return false;
}

namespace {

/// Reads a map header line by line, without C's comments.
class MapHeaderReader {
public:
  MapHeaderReader(MemoryBufferRef Buffer, const ModelSet &Models,
                  DiagCollector &Diags)
      : Buffer(Buffer), Models(Models), Diags(Diags) {}

  std::vector<RoleAssignment> read() {
    // Comments become blanks, so that positions stay what they were.
    std::string Blanked = blankComments(Buffer.getBuffer());
    StringRef Rest = Blanked;
    while (!Rest.empty()) {
      StringRef Line = Rest.take_until([](char C) { return C == '\n'; });
      readLine(Line, Blanked);
      Rest = Rest.drop_front(std::min(Line.size() + 1, Rest.size()));
    }
    return std::move(Rows);
  }

private:
  static std::string blankComments(StringRef Text);

  void readLine(StringRef Line, StringRef Blanked) {
    auto Complain = [&](StringRef At, const Twine &Message) {
      Diags.report(Buffer.getBufferStart() + (At.begin() - Blanked.begin()),
                   Message);
    };
    StringRef Rest = Line.trim(), Directive;
    if (Rest.empty())
      return;
    if (!consumeDirective(Rest, Directive))
      return Complain(Line.trim(), "expected '#define fun_ROLE function'");
    if (Directive != "define")
      return; // Guards, pragmas, includes.
    StringRef Macro =
        Rest.ltrim().take_until([](char C) { return isSpace(C); });
    StringRef Role = Macro;
    if (!Role.consume_front("fun_"))
      return; // Another macro, such as the guard's.
    StringRef Value = StringRef(Macro.end(), Line.end() - Macro.end()).trim();
    if (Value.empty())
      return Complain(Macro, "this role has no function");
    StringRef Function = Value.take_until([](char C) { return isSpace(C); });
    StringRef Extra = Value.drop_front(Function.size()).trim();
    if (!Extra.empty())
      return Complain(Extra, "unexpected text after the function");
    const spinguard::Role *R = findOriginalRole(Role, Models);
    if (!R)
      return Complain(Role, unknownRole(Role, Models));
    Rows.push_back({Function.str(), R->Name});
  }

  MemoryBufferRef Buffer;
  const ModelSet &Models;
  DiagCollector &Diags;
  std::vector<RoleAssignment> Rows;
};

} // namespace

std::string MapHeaderReader::blankComments(StringRef Text) {
  std::string Out = Text.str();
  size_t I = 0, N = Out.size();
  while (I + 1 < N) {
    if (Out[I] == '/' && Out[I + 1] == '/') {
      while (I < N && Out[I] != '\n')
        Out[I++] = ' ';
    } else if (Out[I] == '/' && Out[I + 1] == '*') {
      Out[I++] = ' ';
      Out[I++] = ' ';
      while (I < N && !(Out[I] == '*' && I + 1 < N && Out[I + 1] == '/')) {
        if (Out[I] != '\n')
          Out[I] = ' ';
        ++I;
      }
      for (unsigned K = 0; K < 2 && I < N; ++K)
        Out[I++] = ' ';
    } else {
      ++I;
    }
  }
  return Out;
}

Expected<std::vector<RoleAssignment>>
spinguard::readRoleFile(MemoryBufferRef Buffer, const ModelSet &Models) {
  DiagCollector Diags(Buffer);
  std::vector<RoleAssignment> Rows;
  if (looksLikeMapHeader(Buffer.getBuffer())) {
    Rows = MapHeaderReader(Buffer, Models, Diags).read();
    if (!Diags.empty())
      return Diags.takeError();
  } else {
    if (!checkYamlShape(Buffer, YamlRoot::Sequence,
                        "rows '- {function: NAME, role: ROLE}' or lines "
                        "'#define fun_ROLE NAME'",
                        Diags))
      return Diags.takeError();
    RoleFileContext Context;
    Context.Models = &Models;
    std::vector<RoleFileRow> File;
    yaml::Input In(Buffer, &Context, &DiagCollector::handle, &Diags);
    In >> File;
    if (In.error() && Diags.empty())
      Diags.report("not readable as a role file");
    if (!Diags.empty())
      return Diags.takeError();
    for (RoleFileRow &R : File)
      Rows.push_back({std::move(R.Function), std::move(R.Role.Canonical)});
  }

  // A row that is there twice says nothing more.
  std::vector<RoleAssignment> Unique;
  for (RoleAssignment &R : Rows)
    if (none_of(Unique, [&](const RoleAssignment &U) {
          return U.Function == R.Function && U.RoleName == R.RoleName;
        }))
      Unique.push_back(std::move(R));
  return Unique;
}
