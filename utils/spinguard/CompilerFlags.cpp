//===- CompilerFlags.cpp - From a build's command to clang's --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompilerFlags.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;
using namespace spinguard;

namespace {

enum FlagDriver : uint8_t { Gcc, Cl };
enum FlagAction : uint8_t { Keep, Drop };
enum FlagShape : uint8_t { Exact, Joined, Separate, Either };

struct FlagRow {
  FlagDriver Driver;
  FlagAction Action;
  FlagShape Shape;
  StringLiteral Name;
};

constexpr FlagRow FlagTable[] = {
#define FLAG(DRIVER, ACTION, SHAPE, NAME) {DRIVER, ACTION, SHAPE, NAME},
#include "CompilerFlags.def"
};

struct Cc1Row {
  StringLiteral Name;
  unsigned NumValues;
};

constexpr Cc1Row Cc1Table[] = {
#define CC1_FLAG(NAME, VALUES) {NAME, VALUES},
#include "CompilerFlags.def"
};

constexpr StringLiteral Wrappers[] = {
#define WRAPPER(NAME) NAME,
#include "CompilerFlags.def"
};

/// What a row makes of one option.
struct Decision {
  FlagAction Action = Keep;
  unsigned NumWords = 1;
};

/// Goes through the words of one command.
class Rewriter {
public:
  Rewriter(const CompileCommand &C, const RewriteContext &Context)
      : C(C), Context(Context) {}

  Expected<BitcodeCommand> run();

private:
  const CompileCommand &C;
  const RewriteContext &Context;
  BitcodeCommand Result;
  std::vector<std::string> Inputs; ///< Behind "--".
  size_t Next = 0;
  bool HasTarget = false, HasSource = false, HasBuiltinInclude = false;

  bool isCl() const { return Result.Mode == DriverMode::Cl; }
  std::optional<CompilerName> findCompiler();
  Decision decide(StringRef Word) const;
  bool dropCc1Option();
  void noteOutput(StringRef Word, StringRef Value);
  void keep(unsigned NumWords);
  void addInput(StringRef Word, std::vector<std::string> &To);
  bool isOption(StringRef Word) const;
  std::string hostPath(StringRef Word) const;
  void addOwnOptions(StringRef Target);
};

} // namespace

//===----------------------------------------------------------------------===//
// Compilers
//===----------------------------------------------------------------------===//

/// The last component of a path that may be Windows's, without ".exe".
static StringRef programName(StringRef Word) {
  size_t Slash = Word.find_last_of("/\\");
  if (Slash != StringRef::npos)
    Word = Word.drop_front(Slash + 1);
  Word.consume_back_insensitive(".exe");
  return Word;
}

/// Microsoft's compilers lie in folders named after what they compile for.
static std::string targetOfFolder(StringRef Word) {
  size_t Slash = Word.find_last_of("/\\");
  if (Slash == StringRef::npos)
    return "";
  std::string Folder = programName(Word.take_front(Slash)).lower();
  if (Folder == "x86")
    return "i686-pc-windows-msvc";
  if (Folder == "arm64")
    return "aarch64-pc-windows-msvc";
  return "";
}

std::optional<CompilerName> spinguard::readCompilerName(StringRef Word) {
  std::string Lower = programName(Word).lower();
  StringRef Name = Lower;
  // "-12", "-12.2", and Debian's variants of mingw's gcc.
  for (StringRef Variant : {"-posix", "-win32"})
    Name.consume_back(Variant);
  StringRef Version = Name.substr(Name.find_last_not_of("0123456789.") + 1);
  if (!Version.empty() && Name.drop_back(Version.size()).ends_with("-"))
    Name = Name.drop_back(Version.size() + 1);

  constexpr struct {
    StringLiteral Name;
    DriverMode Mode;
  } Known[] = {
      {"clang-cl", DriverMode::Cl}, {"clang++", DriverMode::Gxx},
      {"clang", DriverMode::Gcc},   {"g++", DriverMode::Gxx},
      {"gcc", DriverMode::Gcc},     {"c++", DriverMode::Gxx},
      {"cc", DriverMode::Gcc},      {"cl", DriverMode::Cl},
      {"c99", DriverMode::Gcc},     {"c89", DriverMode::Gcc},
  };
  for (const auto &K : Known) {
    StringRef Prefix = Name;
    if (!Prefix.consume_back(K.Name))
      continue;
    CompilerName Result;
    Result.Mode = K.Mode;
    if (Prefix.empty()) {
      if (K.Name == "cl")
        Result.Target = targetOfFolder(Word);
      return Result;
    }
    if (!Prefix.consume_back("-"))
      continue;
    if (Triple(Prefix).getArch() != Triple::UnknownArch ||
        Prefix.count('-') >= 2)
      Result.Target = Prefix.str();
    return Result;
  }
  return std::nullopt;
}

bool spinguard::isClDriver(ArrayRef<std::string> Words) {
  for (StringRef Word : Words) {
    if (Word == "--driver-mode=cl")
      return true;
    if (Word == "--")
      break;
  }
  for (StringRef Word : Words) {
    std::optional<CompilerName> Name = readCompilerName(Word);
    if (Name)
      return Name->Mode == DriverMode::Cl;
    if (!is_contained(Wrappers, programName(Word)))
      break;
  }
  return false;
}

std::optional<CompilerName> Rewriter::findCompiler() {
  std::optional<CompilerName> Name = readCompilerName(C.Words[0]);
  Next = 1;
  if (!Name && is_contained(Wrappers, programName(C.Words[0])))
    while (!Name && Next < C.Words.size())
      Name = readCompilerName(C.Words[Next++]);
  return Name;
}

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

Decision Rewriter::decide(StringRef Word) const {
  std::string Slashed;
  if (isCl() && Word.starts_with("-")) {
    Slashed = "/" + Word.drop_front().str();
    Word = Slashed;
  }
  for (const FlagRow &Row : FlagTable) {
    if ((Row.Driver == Cl) != isCl() || !Word.starts_with(Row.Name))
      continue;
    bool IsWhole = Word.size() == Row.Name.size();
    switch (Row.Shape) {
    case Exact:
      if (IsWhole)
        return {Row.Action, 1};
      break;
    case Joined:
      return {Row.Action, 1};
    case Separate:
      if (IsWhole)
        return {Row.Action, 2};
      break;
    case Either:
      return {Row.Action, IsWhole ? 2u : 1u};
    }
  }
  return {};
}

/// Drops "-Xclang X …" where the table says so.
bool Rewriter::dropCc1Option() {
  if (Next + 1 >= C.Words.size())
    return false;
  StringRef Option = C.Words[Next + 1];
  unsigned NumValues = 0;
  if (Option.starts_with("-plugin-arg-")) {
    NumValues = 1;
  } else {
    const auto *Row =
        find_if(Cc1Table, [&](const Cc1Row &R) { return R.Name == Option; });
    if (Row == std::end(Cc1Table))
      return false;
    NumValues = Row->NumValues;
  }
  Next += 2 + 2 * NumValues;
  return true;
}

/// Keeps in mind what the build makes, where \p Word with \p Value says so.
void Rewriter::noteOutput(StringRef Word, StringRef Value) {
  StringRef Option = Word.substr(0, isCl() ? 3 : 2);
  if (Option != (isCl() ? "/Fo" : "-o") && !(isCl() && Option == "-Fo") &&
      !(isCl() && (Word == "-o" || Word == "/o")))
    return;
  StringRef Path = Word.drop_front(Option.size());
  Path.consume_front(":");
  if (Path.empty())
    Path = Value;
  if (!Path.empty() && !Path.ends_with("/") && !Path.ends_with("\\"))
    Result.Object = C.absolute(hostPath(Path));
}

/// A word of a Windows command with what this system has for its paths: '/'
/// between folders and, for drives, the folders where WSL has them.
std::string Rewriter::hostPath(StringRef Word) const {
  if (!C.IsWindows)
    return Word.str();
  std::string Path = Word.str();
  std::replace(Path.begin(), Path.end(), '\\', '/');
  size_t Colon = Path.find(":/");
  if (Colon != std::string::npos && Colon > 0 && isAlpha(Path[Colon - 1]))
    Path = Path.substr(0, Colon - 1) + "/mnt/" + toLower(Path[Colon - 1]) +
           Path.substr(Colon + 1);
  return Path;
}

void Rewriter::keep(unsigned NumWords) {
  // A macro's text is no path.
  StringRef Word = C.Words[Next];
  bool IsMacro = Word.starts_with("-D") || (isCl() && Word.starts_with("/D")) ||
                 Word.starts_with("-Wp,-D");
  for (unsigned I = 0; I != NumWords && Next != C.Words.size(); ++I, ++Next)
    Result.Args.push_back(IsMacro ? C.Words[Next] : hostPath(C.Words[Next]));
}

bool Rewriter::isOption(StringRef Word) const {
  if (Word.size() > 1 && Word.starts_with("-"))
    return true;
  // (A path that begins with '/' reads as an option for cl as well, unless it
  // names a source: then it follows "--", or is the file of the entry.)
  return isCl() && Word.starts_with("/") && Word != C.File &&
         C.absolute(Word) != Result.Source;
}

static bool hasExtension(StringRef Word, ArrayRef<StringRef> Extensions) {
  return is_contained(Extensions, sys::path::extension(Word).lower());
}

static bool isAssemblyName(StringRef Word) {
  return hasExtension(Word, {".s", ".sx", ".asm"});
}

static bool isSourceName(StringRef Word) {
  return isAssemblyName(Word) ||
         hasExtension(Word, {".c", ".cc", ".cpp", ".cxx", ".c++", ".m", ".mm",
                             ".i", ".ii"});
}

/// An entry is about one source, even if the command has several.
void Rewriter::addInput(StringRef Word, std::vector<std::string> &To) {
  std::string Path = hostPath(Word);
  bool IsTheSource = C.absolute(Path) == Result.Source;
  if (!IsTheSource && isSourceName(Path))
    return;
  HasSource |= IsTheSource;
  To.push_back(std::move(Path));
}

/// Another compiler's own headers, which mean nothing to clang.
static bool isGccInclude(StringRef Path) {
  Path = Path.rtrim('/');
  return (Path.ends_with("/include") || Path.ends_with("/include-fixed")) &&
         (Path.contains("/lib/gcc/") || Path.contains("/lib/gcc-cross/"));
}

void Rewriter::addOwnOptions(StringRef Target) {
  std::vector<std::string> &Args = Result.Args;
  if (isCl())
    Args.insert(Args.begin(), "--driver-mode=cl");
  else if (Result.Mode == DriverMode::Gxx)
    Args.insert(Args.begin(), "--driver-mode=g++");
  if (!HasTarget && !Target.empty())
    Args.insert(Args.begin(), "--target=" + Target.str());
  // (`-Wno-everything` makes warnings of what newer compilers call errors.)
  for (StringRef Own :
       {"-Wno-everything", "-fno-crash-diagnostics", "-fno-color-diagnostics",
        "-Xclang", "-disable-llvm-passes"})
    Args.push_back(Own.str());
  if (isCl())
    Args.insert(Args.end(), {"/c", "/clang:-O1", "/Z7", "/clang:-gcolumn-info",
                             "/clang:-emit-llvm"});
  else
    Args.insert(Args.end(), {"-c", "-O1", "-g", "-emit-llvm"});
  Args.insert(Args.end(), Context.ExtraArgs.begin(), Context.ExtraArgs.end());
}

Expected<BitcodeCommand> Rewriter::run() {
  auto Failed = [](const Twine &Text) {
    return createStringError(inconvertibleErrorCode(), Text);
  };
  std::optional<CompilerName> Name = findCompiler();
  if (!Name)
    return Failed("'" + C.Words[0] +
                  "' is no C or C++ compiler that clang can stand in for");
  Result.Mode = isClDriver(C.Words) ? DriverMode::Cl : Name->Mode;
  Result.Source = C.absolute(hostPath(C.File));
  Result.IsAssembly = isAssemblyName(C.File);

  while (Next < C.Words.size()) {
    StringRef Word = C.Words[Next];
    if (Word == "--") {
      for (++Next; Next < C.Words.size(); ++Next)
        addInput(C.Words[Next], Inputs);
      break;
    }
    if (isCl() && (Word == "/link" || Word == "-link"))
      break;
    if (!isOption(Word)) {
      // (For cl, a path that begins with '/' has to follow "--".)
      addInput(Word, isCl() ? Inputs : Result.Args);
      ++Next;
      continue;
    }
    StringRef Value;
    if (Next + 1 < C.Words.size())
      Value = C.Words[Next + 1];
    if (Word == "-Xclang") {
      if (!dropCc1Option())
        keep(2);
      continue;
    }
    if (Word == "-isystem" && isGccInclude(Value)) {
      if (!HasBuiltinInclude && !Context.BuiltinInclude.empty())
        Result.Args.insert(Result.Args.end(),
                           {"-isystem", Context.BuiltinInclude});
      HasBuiltinInclude = true;
      Next += 2;
      continue;
    }
    if (Word.starts_with("--driver-mode=")) {
      ++Next;
      continue;
    }
    Result.IsHeader |= (Word == "-x" && Value.ends_with("-header")) ||
                       (Word.starts_with("-x") && Word.ends_with("-header")) ||
                       (isCl() && Word.substr(1).starts_with("Yc"));
    Decision D = decide(Word);
    if (D.Action == Drop) {
      noteOutput(Word, D.NumWords == 2 ? Value : "");
      Next += D.NumWords;
      continue;
    }
    Result.IsAssembly |= Word == "-x" && Value.starts_with("assembler");
    HasTarget |= Word == "-target" || Word.starts_with("--target=");
    // (cl names a source by an option, too.)
    HasSource |=
        isCl() && (Word.substr(1, 2) == "Tc" || Word.substr(1, 2) == "Tp");
    keep(D.NumWords);
  }
  addOwnOptions(Name->Target);
  Result.NumOptions = Result.Args.size();
  if (!HasSource && !is_contained(Inputs, Result.Source))
    Inputs.push_back(Result.Source);
  Result.Args.insert(Result.Args.end(), Inputs.begin(), Inputs.end());

  if (!C.Output.empty()) {
    Result.Object = C.absolute(hostPath(C.Output));
  } else if (Result.Object.empty()) {
    SmallString<128> Object(sys::path::filename(Result.Source));
    sys::path::replace_extension(Object, isCl() ? ".obj" : ".o");
    Result.Object = C.absolute(Object);
  }
  return std::move(Result);
}

Expected<BitcodeCommand>
spinguard::rewriteForBitcode(const CompileCommand &C,
                             const RewriteContext &Context) {
  return Rewriter(C, Context).run();
}

std::vector<std::string>
BitcodeCommand::words(StringRef Output, StringRef DependencyFile,
                      const std::set<std::string> &Refused) const {
  std::vector<std::string> Words;
  ArrayRef<std::string> All(Args);
  for (const std::string &Word : All.take_front(NumOptions))
    if (!Refused.count(Word))
      Words.push_back(Word);
  if (Mode == DriverMode::Cl) {
    // (/Fo is for objects only.)
    Words.insert(Words.end(),
                 {"/clang:-MD", ("/clang:-MF" + DependencyFile).str(),
                  ("/clang:-o" + Output).str()});
  } else {
    Words.insert(Words.end(),
                 {"-MD", "-MF", DependencyFile.str(), "-o", Output.str()});
  }
  ArrayRef<std::string> Last = All.drop_front(NumOptions);
  if (!Last.empty()) {
    Words.push_back("--");
    Words.insert(Words.end(), Last.begin(), Last.end());
  }
  return Words;
}

//===----------------------------------------------------------------------===//
// What clang says
//===----------------------------------------------------------------------===//

/// A line in which the driver, and not the parser, reports an error: it names
/// no place in a source.
static bool isDriverError(StringRef Line) {
  size_t At = Line.find("error: ");
  if (At == StringRef::npos)
    return false;
  StringRef Before = Line.take_front(At).rtrim(": ");
  return !Before.contains(':') ||
         StringRef(sys::path::filename(Before)).starts_with("clang");
}

std::set<std::string> spinguard::refusedOptions(StringRef Printed,
                                                ArrayRef<std::string> Args) {
  std::set<std::string> Refused;
  SmallVector<StringRef, 8> Lines;
  Printed.split(Lines, '\n');
  for (StringRef Line : Lines) {
    if (!isDriverError(Line))
      continue;
    // Every quoted phrase is an option, its value, or of no interest.
    SmallVector<StringRef, 4> Quoted;
    for (size_t I = Line.find('\''); I != StringRef::npos;) {
      size_t End = Line.find('\'', I + 1);
      if (End == StringRef::npos)
        break;
      Quoted.push_back(Line.slice(I + 1, End));
      I = Line.find('\'', End + 1);
    }
    for (const std::string &Arg : Args) {
      if (!StringRef(Arg).starts_with("-"))
        continue;
      bool IsNamed = any_of(Quoted, [&](StringRef Q) {
        if (Q == Arg)
          return true;
        // "unsupported argument 'x' to option '-y='", "unknown target CPU 'x'"
        StringRef Value = Arg;
        size_t Equals = Value.find('=');
        if (Equals == StringRef::npos || Value.drop_front(Equals + 1) != Q)
          return false;
        StringRef Option = Value.take_front(Equals + 1);
        return is_contained(Quoted, Option) ||
               is_contained(Quoted, Option.drop_back()) ||
               (Line.contains("unknown target CPU") &&
                is_contained({"-march=", "-mcpu=", "-mtune="}, Option));
      });
      if (IsNamed)
        Refused.insert(Arg);
    }
  }
  return Refused;
}

StringRef spinguard::firstError(StringRef Printed) {
  StringRef Last;
  SmallVector<StringRef, 8> Lines;
  Printed.split(Lines, '\n');
  for (StringRef Line : Lines) {
    Line = Line.trim();
    if (Line.contains("error: "))
      return Line;
    if (!Line.empty())
      Last = Line;
  }
  return Last;
}
