//===- CompileCommands.cpp - compile_commands.json ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompileCommands.h"
#include "CompilerFlags.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"

using namespace llvm;
using namespace spinguard;

static constexpr StringLiteral DatabaseName = "compile_commands.json";

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

std::string spinguard::absolutePath(StringRef Directory, StringRef Path) {
  SmallString<256> Full(Path);
  if (sys::path::is_relative(Path)) {
    Full = Directory;
    sys::path::append(Full, Path);
  }
  sys::path::remove_dots(Full, /*remove_dot_dot=*/true);
  return std::string(Full);
}

//===----------------------------------------------------------------------===//
// Quoting
//===----------------------------------------------------------------------===//

// (LLVM's GNU tokeniser reads response files, whose quoting is another one: a
// backslash counts in single quotes, too.)
std::vector<std::string> spinguard::splitShellWords(StringRef Text) {
  std::vector<std::string> Words;
  std::string Word;
  bool InWord = false;
  for (size_t I = 0; I < Text.size(); ++I) {
    char C = Text[I];
    if (isSpace(C)) {
      if (InWord)
        Words.push_back(std::move(Word));
      Word.clear();
      InWord = false;
      continue;
    }
    InWord = true;
    if (C == '\'') {
      size_t End = Text.find('\'', I + 1);
      Word += Text.slice(I + 1, End);
      I = std::min(End, Text.size());
    } else if (C == '"') {
      for (++I; I < Text.size() && Text[I] != '"'; ++I) {
        // Within double quotes a backslash stands for itself, but before these.
        if (Text[I] == '\\' && I + 1 < Text.size() &&
            StringRef("\"\\$`\n").contains(Text[I + 1]))
          if (Text[++I] == '\n')
            continue;
        Word += Text[I];
      }
    } else if (C == '\\' && I + 1 < Text.size()) {
      if (Text[++I] != '\n')
        Word += Text[I];
    } else {
      Word += C;
    }
  }
  if (InWord)
    Words.push_back(std::move(Word));
  return Words;
}

std::vector<std::string> spinguard::splitWindowsWords(StringRef Text) {
  BumpPtrAllocator Alloc;
  StringSaver Saver(Alloc);
  SmallVector<const char *, 64> Words;
  cl::TokenizeWindowsCommandLineFull(Text, Saver, Words);
  return std::vector<std::string>(Words.begin(), Words.end());
}

static bool beginsWithDrive(StringRef Path) {
  Path.consume_front("\"");
  return (Path.size() > 2 && isAlpha(Path[0]) && Path[1] == ':' &&
          (Path[2] == '\\' || Path[2] == '/')) ||
         Path.starts_with("\\\\");
}

bool spinguard::isWindowsCommand(StringRef Directory, StringRef Text) {
  if (beginsWithDrive(Directory) || beginsWithDrive(Text))
    return true;
  // A compiler in a folder with a backslash, "tools\cl.exe" or a quoted one:
  // in a POSIX shell, a backslash there would only be before a blank.
  StringRef First = Text.ltrim();
  First = First.consume_front("\"") ? First.split('"').first
                                    : First.split(' ').first;
  return First.contains('\\') && First.ends_with_insensitive(".exe");
}

Error spinguard::expandResponseFiles(std::vector<std::string> &Words,
                                     StringRef Directory, bool WindowsQuoting) {
  if (none_of(Words, [](const std::string &W) {
        return StringRef(W).starts_with("@");
      }))
    return Error::success();
  BumpPtrAllocator Alloc;
  SmallVector<const char *, 64> Argv;
  for (const std::string &W : Words)
    Argv.push_back(W.c_str());
  cl::ExpansionContext Context(Alloc, WindowsQuoting
                                          ? cl::TokenizeWindowsCommandLine
                                          : cl::TokenizeGNUCommandLine);
  Context.setCurrentDir(Directory);
  if (Error E = Context.expandResponseFiles(Argv))
    return E;
  std::vector<std::string> Expanded(Argv.begin(), Argv.end());
  Words = std::move(Expanded);
  return Error::success();
}

//===----------------------------------------------------------------------===//
// The database
//===----------------------------------------------------------------------===//

/// Fills \p C from one entry. \returns what is wrong with it, or "".
static std::string readEntry(const json::Value &Entry, StringRef Folder,
                             CompileCommand &C) {
  const json::Object *O = Entry.getAsObject();
  if (!O)
    return "is no object";
  std::optional<StringRef> File = O->getString("file");
  if (!File || File->empty())
    return "has no \"file\"";
  C.File = File->str();
  C.Output = O->getString("output").value_or("").str();
  C.Directory = O->getString("directory").value_or("").str();
  const json::Array *Arguments = O->getArray("arguments");
  std::optional<StringRef> Text = O->getString("command");
  if (Arguments) {
    for (const json::Value &Word : *Arguments) {
      std::optional<StringRef> W = Word.getAsString();
      if (!W)
        return "has a word in \"arguments\" that is no string";
      C.Words.push_back(W->str());
    }
    C.IsWindows = !C.Words.empty() && isWindowsCommand(C.Directory, C.Words[0]);
  } else if (Text) {
    C.IsWindows = isWindowsCommand(C.Directory, *Text);
    C.Words = C.IsWindows ? splitWindowsWords(*Text) : splitShellWords(*Text);
  } else {
    return "has neither \"command\" nor \"arguments\"";
  }
  if (C.Words.empty() || C.Words[0].empty())
    return "has an empty command";
  if (!sys::path::is_absolute(C.Directory) && !beginsWithDrive(C.Directory)) {
    C.Directory = absolutePath(Folder, C.Directory);
  }
  // A compiler's own quoting of response files does not depend on the shell.
  bool WindowsQuoting = C.IsWindows || isClDriver(C.Words);
  if (Error E = expandResponseFiles(C.Words, C.Directory, WindowsQuoting))
    return "names a response file that cannot be read: " +
           toString(std::move(E));
  return "";
}

Expected<std::vector<CompileCommand>>
spinguard::parseCompileCommands(StringRef Text, StringRef Path,
                                StringRef Folder) {
  Expected<json::Value> Value = json::parse(Text);
  if (!Value)
    return failure("'" + Path + "' is no JSON: " + toString(Value.takeError()));
  const json::Array *Entries = Value->getAsArray();
  if (!Entries)
    return failure("'" + Path +
                   "' is no compilation database: a JSON array is needed");
  std::vector<CompileCommand> Commands;
  for (const json::Value &Entry : *Entries) {
    CompileCommand C;
    std::string Problem = readEntry(Entry, Folder, C);
    if (!Problem.empty())
      return failure("entry " + Twine(Commands.size() + 1) + " of '" + Path +
                     "'" + (C.File.empty() ? "" : " ('" + C.File + "')") + " " +
                     Problem);
    Commands.push_back(std::move(C));
  }
  return std::move(Commands);
}

Expected<std::vector<CompileCommand>>
spinguard::readCompileCommands(StringRef Path) {
  SmallString<256> File(Path);
  if (sys::path::is_relative(File))
    if (std::error_code EC = sys::fs::make_absolute(File))
      return failure("cannot find '" + Path + "': " + EC.message());
  if (sys::fs::is_directory(File))
    sys::path::append(File, DatabaseName);
  sys::path::remove_dots(File, /*remove_dot_dot=*/true);
  if (!sys::fs::exists(File) && sys::path::filename(File) == DatabaseName)
    return failure(
        "there is no '" + File +
        "'; CMake writes it with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, Meson "
        "always, 'bear -- make' for make, and a kernel's 'make "
        "compile_commands.json'");
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(File);
  if (!Buffer)
    return failure("cannot read '" + File +
                   "': " + Buffer.getError().message());
  return parseCompileCommands((*Buffer)->getBuffer(), File,
                              sys::path::parent_path(File));
}
