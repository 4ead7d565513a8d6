//===- Options.cpp - What a user may ask for ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "plugin/Options.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

static constexpr StringLiteral OptionsVariable = "SPINGUARD_OPTIONS";
static constexpr StringLiteral OptionsFile = ".spinguard.yaml";

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

namespace {

/// One row of the table of options.
struct OptionRow {
  StringLiteral Name;
  Error (*Set)(Options &O, StringRef Name, StringRef Value);
};

template <typename T> struct Choice {
  StringLiteral Name;
  T Value;
};

} // namespace

template <typename T, size_t N>
static Error setChoice(std::optional<T> &Target, StringRef Name,
                       StringRef Value, const Choice<T> (&Choices)[N]) {
  std::string Known;
  for (const Choice<T> &C : Choices) {
    if (C.Name == Value) {
      Target = C.Value;
      return Error::success();
    }
    Known += (Known.empty() ? "" : ", ") + C.Name.str();
  }
  return failure("option '" + Name + "' cannot be '" + Value +
                 "': the choices are " + Known);
}

static Error setNumber(std::optional<unsigned> &Target, StringRef Name,
                       StringRef Value, unsigned Min, unsigned Max) {
  unsigned N;
  if (Value.getAsInteger(10, N) || N < Min || N > Max)
    return failure("option '" + Name + "' cannot be '" + Value +
                   "': a number from " + Twine(Min) + " to " + Twine(Max) +
                   " is needed");
  Target = N;
  return Error::success();
}

static Error setList(std::vector<std::string> &Target, StringRef Name,
                     StringRef Value) {
  SmallVector<StringRef, 4> Parts;
  Value.split(Parts, ',');
  for (StringRef Part : Parts) {
    Part = Part.trim();
    if (Part.empty())
      return failure("option '" + Name + "' has an empty name in '" + Value +
                     "'");
    Target.push_back(Part.str());
  }
  return Error::success();
}

static Error setFile(std::optional<std::string> &Target, StringRef Name,
                     StringRef Value) {
  if (Value.empty())
    return failure("option '" + Name + "' needs a file name");
  Target = Value.str();
  return Error::success();
}

static Error addFile(std::vector<std::string> &Target, StringRef Name,
                     StringRef Value) {
  if (Value.empty())
    return failure("option '" + Name + "' needs a file name");
  Target.push_back(Value.str());
  return Error::success();
}

static constexpr std::pair<StringLiteral, unsigned> CheckNames[] = {
    {"locks", CheckLocks},       {"roles", CheckRoles},
    {"lifetime", CheckLifetime}, {"blocking", CheckBlocking},
    {"exits", CheckExits},
};

/// A list of names from CheckNames.
static Error setChecks(std::vector<std::string> &Target, StringRef Name,
                       StringRef Value) {
  Target.clear();
  if (Error E = setList(Target, Name, Value))
    return E;
  std::string Known;
  for (const auto &[Check, Bit] : CheckNames)
    Known += (Known.empty() ? "" : ", ") + Check.str();
  for (const std::string &T : Target)
    if (none_of(CheckNames, [&](const auto &C) { return C.first == T; }))
      return failure("option '" + Name + "' cannot be '" + T +
                     "': the choices are " + Known);
  return Error::success();
}

/// A list of kinds of findings that do not count, or all or none of them.
static Error setShow(std::vector<std::string> &Target, StringRef Name,
                     StringRef Value) {
  Target.clear();
  if (Error E = setList(Target, Name, Value))
    return E;
  for (const std::string &T : Target)
    if (!is_contained({"suppressed", "fixed", "all", "none"}, StringRef(T)))
      return failure("option '" + Name + "' cannot be '" + T +
                     "': the choices are suppressed, fixed, all, none");
  return Error::success();
}

InstrumentOptions Options::instrumentation() const {
  InstrumentOptions I;
  I.Elide = Elide.value_or(Elision::Proven);
  I.HoldUs = HoldUs;
  I.Hold = Hold.value_or(HoldMode::Off);
  I.Inline = Inline.value_or(true);
  if (!Checks.empty())
    I.Checks = 0;
  for (const auto &[Check, Bit] : CheckNames)
    if (is_contained(Checks, Check))
      I.Checks |= Bit;
  return I;
}

/// All options there are. A new one is a row here.
static constexpr OptionRow OptionTable[] = {
    {"rules", [](Options &O, StringRef N,
                 StringRef V) { return setList(O.Rules, N, V); }},
    {"models", [](Options &O, StringRef N,
                  StringRef V) { return addFile(O.Models, N, V); }},
    {"roles", [](Options &O, StringRef N,
                 StringRef V) { return addFile(O.Roles, N, V); }},
    {"format",
     [](Options &O, StringRef N, StringRef V) {
       return setChoice(O.Format, N, V,
                        {Choice<ReportFormat>{"text", ReportFormat::Text},
                         {"json", ReportFormat::Json},
                         {"sarif", ReportFormat::Sarif},
                         {"html", ReportFormat::Html}});
     }},
    {"output", [](Options &O, StringRef N,
                  StringRef V) { return setFile(O.Output, N, V); }},
    {"fail-on",
     [](Options &O, StringRef N, StringRef V) {
       return setChoice(O.Fail, N, V,
                        {Choice<FailOn>{"any", FailOn::Any},
                         {"new", FailOn::New},
                         {"error", FailOn::Error},
                         {"never", FailOn::Never}});
     }},
    {"confidence",
     [](Options &O, StringRef N, StringRef V) {
       return setChoice(O.Least, N, V,
                        {Choice<Confidence>{"low", Confidence::Low},
                         {"medium", Confidence::Medium},
                         {"high", Confidence::High}});
     }},
    {"baseline", [](Options &O, StringRef N,
                    StringRef V) { return setFile(O.Baseline, N, V); }},
    {"write-baseline",
     [](Options &O, StringRef N, StringRef V) {
       return setFile(O.WriteBaseline, N, V);
     }},
    {"suppressions", [](Options &O, StringRef N,
                        StringRef V) { return addFile(O.Suppressions, N, V); }},
    {"show", [](Options &O, StringRef N,
                StringRef V) { return setShow(O.Show, N, V); }},
    {"color",
     [](Options &O, StringRef N, StringRef V) {
       return setChoice(O.Color, N, V,
                        {Choice<ColorWhen>{"auto", ColorWhen::Auto},
                         {"always", ColorWhen::Always},
                         {"never", ColorWhen::Never}});
     }},
    {"source-root", [](Options &O, StringRef N,
                       StringRef V) { return setFile(O.SourceRoot, N, V); }},
    {"jobs", [](Options &O, StringRef N,
                StringRef V) { return setNumber(O.Jobs, N, V, 0, 1024); }},
    {"budget",
     [](Options &O, StringRef N, StringRef V) {
       return setNumber(O.Budget, N, V, 1, 1000000000);
     }},
    {"clang", [](Options &O, StringRef N,
                 StringRef V) { return setFile(O.Clang, N, V); }},
    {"cache", [](Options &O, StringRef N,
                 StringRef V) { return setFile(O.Cache, N, V); }},
    {"bitcode",
     [](Options &O, StringRef N, StringRef V) {
       return setChoice(O.Bitcode, N, V,
                        {Choice<BitcodeFrom>{"auto", BitcodeFrom::Auto},
                         {"build", BitcodeFrom::Build},
                         {"compile", BitcodeFrom::Compile}});
     }},
    {"extra-arg", [](Options &O, StringRef N,
                     StringRef V) { return addFile(O.ExtraArgs, N, V); }},
    {"elide",
     [](Options &O, StringRef N, StringRef V) {
       return setChoice(O.Elide, N, V,
                        {Choice<Elision>{"proven", Elision::Proven},
                         {"leaf", Elision::Leaf},
                         {"none", Elision::None}});
     }},
    {"checks", [](Options &O, StringRef N,
                  StringRef V) { return setChecks(O.Checks, N, V); }},
    {"hold-us",
     [](Options &O, StringRef N, StringRef V) {
       return setNumber(O.HoldUs, N, V, 1, 100000000);
     }},
    {"clock-mhz",
     [](Options &O, StringRef N, StringRef V) {
       return setNumber(O.ClockMHz, N, V, 1, 100000);
     }},
    {"hold-mode",
     [](Options &O, StringRef N, StringRef V) {
       return setChoice(O.Hold, N, V,
                        {Choice<HoldMode>{"watchdog", HoldMode::Watchdog},
                         {"sampled", HoldMode::Sampled},
                         {"exact", HoldMode::Exact}});
     }},
    {"inline",
     [](Options &O, StringRef N, StringRef V) {
       return setChoice(O.Inline, N, V,
                        {Choice<bool>{"on", true}, Choice<bool>{"off", false}});
     }},
    {"config", [](Options &O, StringRef N,
                  StringRef V) { return setFile(O.Config, N, V); }},
};

/// The row of the option \p Name; the error names the nearest one.
static Expected<const OptionRow *> findOption(StringRef Name) {
  const OptionRow *Nearest = nullptr;
  unsigned NearestDistance = 4;
  std::string Known;
  for (const OptionRow &Row : OptionTable) {
    if (Row.Name == Name)
      return &Row;
    unsigned Distance = Name.edit_distance(Row.Name, true, NearestDistance);
    if (Distance < NearestDistance) {
      NearestDistance = Distance;
      Nearest = &Row;
    }
    Known += (Known.empty() ? "" : ", ") + Row.Name.str();
  }
  if (Nearest)
    return failure("there is no option '" + Name + "'; did you mean '" +
                   Nearest->Name + "'?");
  return failure("there is no option '" + Name + "'; the options are " + Known);
}

Error Options::set(StringRef Name, StringRef Value) {
  Expected<const OptionRow *> Row = findOption(Name);
  if (!Row)
    return Row.takeError();
  return (*Row)->Set(*this, Name, Value.trim());
}

Error Options::parse(StringRef Text) {
  SmallVector<StringRef, 8> Parts;
  Text.split(Parts, ';');
  for (StringRef Part : Parts) {
    Part = Part.trim();
    if (Part.empty())
      continue;
    size_t Eq = Part.find('=');
    if (Eq == StringRef::npos)
      return failure("option '" + Part + "' has no value: write name=value, " +
                     "separated by ';'");
    if (Error E = set(Part.take_front(Eq).trim(), Part.drop_front(Eq + 1)))
      return E;
  }
  return Error::success();
}

Error Options::parseFile(MemoryBufferRef Buffer) {
  // The first diagnostic is the cause; the parser stumbles on after it.
  std::string Diagnostic;
  SourceMgr SM;
  SM.setDiagHandler(
      [](const SMDiagnostic &D, void *Context) {
        auto &Text = *static_cast<std::string *>(Context);
        if (Text.empty()) {
          raw_string_ostream OS(Text);
          D.print("", OS, /*ShowColors=*/false);
        }
      },
      &Diagnostic);
  auto Result = [&]() -> Error {
    if (Diagnostic.empty())
      return Error::success();
    return failure(StringRef(Diagnostic).rtrim());
  };

  SmallString<128> Folder(Buffer.getBufferIdentifier());
  sys::path::remove_filename(Folder);
  auto SetNode = [&](yaml::Stream &S, StringRef Name, yaml::Node *KeyNode,
                     yaml::Node *ValueNode) {
    auto *Scalar = dyn_cast_or_null<yaml::ScalarNode>(ValueNode);
    if (!Scalar) {
      S.printError(ValueNode ? ValueNode : KeyNode,
                   "a value, or a list of values, is needed here");
      return false;
    }
    SmallString<64> Storage;
    SmallString<128> Value(Scalar->getValue(Storage));
    bool IsInput = Name == "models" || Name == "roles" ||
                   Name == "suppressions" || Name == "baseline" ||
                   Name == "write-baseline";
    if (IsInput && !Value.empty() && sys::path::is_relative(Value)) {
      SmallString<128> Joined(Folder);
      sys::path::append(Joined, Value);
      Value = Joined;
    }
    if (Error E = set(Name, Value)) {
      S.printError(ValueNode, toString(std::move(E)));
      return false;
    }
    return true;
  };

  yaml::Stream S(Buffer, SM);
  for (yaml::Document &Doc : S) {
    yaml::Node *Root = Doc.getRoot();
    if (!Root || isa<yaml::NullNode>(Root))
      continue;
    auto *Map = dyn_cast<yaml::MappingNode>(Root);
    if (!Map) {
      S.printError(Root, "an options file is a mapping: 'name: value'");
      return Result();
    }
    for (yaml::KeyValueNode &Pair : *Map) {
      auto *Key = dyn_cast_or_null<yaml::ScalarNode>(Pair.getKey());
      if (!Key) {
        S.printError(Pair.getKey() ? Pair.getKey() : Map,
                     "the name of an option is needed here");
        return Result();
      }
      SmallString<32> Storage;
      std::string Name = Key->getValue(Storage).str();
      yaml::Node *Value = Pair.getValue();
      if (Error E = findOption(Name).takeError()) {
        S.printError(Key, toString(std::move(E)));
        return Result();
      }
      if (Name == "config") {
        S.printError(Key, "an options file cannot name another");
        return Result();
      }
      if (auto *List = dyn_cast_or_null<yaml::SequenceNode>(Value)) {
        for (yaml::Node &Item : *List)
          if (!SetNode(S, Name, Key, &Item))
            return Result();
      } else if (!SetNode(S, Name, Key, Value)) {
        return Result();
      }
      if (S.failed())
        return Result();
    }
  }
  return Result();
}

void Options::inherit(const Options &Weaker) {
  auto Take = [](auto &Mine, const auto &Theirs) {
    if (!Mine)
      Mine = Theirs;
  };
  Take(Format, Weaker.Format);
  Take(Output, Weaker.Output);
  Take(Baseline, Weaker.Baseline);
  Take(WriteBaseline, Weaker.WriteBaseline);
  Take(Fail, Weaker.Fail);
  Take(Least, Weaker.Least);
  Take(Color, Weaker.Color);
  Take(SourceRoot, Weaker.SourceRoot);
  Take(Config, Weaker.Config);
  Take(Jobs, Weaker.Jobs);
  Take(Budget, Weaker.Budget);
  Take(Clang, Weaker.Clang);
  Take(Cache, Weaker.Cache);
  Take(Bitcode, Weaker.Bitcode);
  Take(Elide, Weaker.Elide);
  Take(HoldUs, Weaker.HoldUs);
  Take(ClockMHz, Weaker.ClockMHz);
  Take(Hold, Weaker.Hold);
  Take(Inline, Weaker.Inline);
  if (Checks.empty())
    Checks = Weaker.Checks;
  if (Rules.empty())
    Rules = Weaker.Rules;
  if (Show.empty())
    Show = Weaker.Show;
  // Weaker first, so that a stronger file's rows replace theirs.
  Models.insert(Models.begin(), Weaker.Models.begin(), Weaker.Models.end());
  Roles.insert(Roles.begin(), Weaker.Roles.begin(), Weaker.Roles.end());
  ExtraArgs.insert(ExtraArgs.begin(), Weaker.ExtraArgs.begin(),
                   Weaker.ExtraArgs.end());
  Suppressions.insert(Suppressions.begin(), Weaker.Suppressions.begin(),
                      Weaker.Suppressions.end());
}

Error Options::inheritSurroundings() {
  if (std::optional<std::string> Text = sys::Process::GetEnv(OptionsVariable)) {
    Options FromEnvironment;
    if (Error E = FromEnvironment.parse(*Text))
      return failure("in the environment variable " + OptionsVariable + ": " +
                     toString(std::move(E)));
    inherit(FromEnvironment);
  }

  if (!Config && !sys::fs::exists(OptionsFile))
    return Error::success();
  std::string Path = Config ? *Config : OptionsFile.str();
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer)
    return failure("cannot read the options file '" + Path +
                   "': " + Buffer.getError().message());
  Options FromFile;
  if (Error E = FromFile.parseFile(**Buffer))
    return E;
  inherit(FromFile);
  return Error::success();
}
