//===- ModelLoader.cpp - Model files --------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The schema of model files, as LLVM YAML traits on row types of its own, and
// the step from rows to the structs of Model.h. All checks are made while the
// YAML nodes are at hand, so that each error has a line and a caret.
//
//===----------------------------------------------------------------------===//

#include "YamlReader.h"
#include "model/Model.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/YAMLTraits.h"
#include <optional>

using namespace llvm;
using namespace spinguard;

namespace {

/// What scalars need to know of the file around them.
struct LoadContext {
  const ModelSet *Base = nullptr;
  const DiagCollector *Diags = nullptr;
  StringSet<> NewRoles;        ///< Names, originals and aliases of this file.
  std::string DefaultLockKind; ///< The file's `lock-kind`.
  StringSet<> RowKeys;         ///< API rows of this file, to find repetitions.
  std::string Message;         ///< Keeps the text of the last error alive.

  StringRef fail(const Twine &Text) {
    Message = Text.str();
    return Message;
  }
};

/// A scalar or a list of scalars.
struct NameList {
  std::vector<std::string> Names;
  std::string Single;
  struct NoMap {
  } Map;

  /// All names; the single one moves in.
  std::vector<std::string> take() {
    if (Names.empty() && !Single.empty())
      Names.push_back(Single);
    return Names;
  }
};

/// An enumerator that is written as one word.
template <typename T> struct Word {
  T Value = T();
  bool Set = false;
};

struct OperandText {
  Operand Value;
  bool Set = false;
};

struct ConditionText {
  ArgCondition Value;
};

/// A reference to a role of this file or of one that was loaded before.
struct RoleRef {
  std::string Name;
};

/// The pointer size that a row is for: 4, 8, or both.
struct PointerSizeText {
  unsigned Value = 0;
};

struct ApiRow {
  NameList Name;
  Word<Effect> E;
  OperandText Lock, Handle, Saved, Restore, Callee, Holding, Object, Delay;
  OperandText WaitsFor;
  uint64_t OpenBits = 0;
  std::vector<OperandText> Pass;
  std::vector<ConditionText> When;
  Word<LockMode> Mode;
  Word<Success> Ok;
  std::string LockKind, Variant;
  Word<Blocks> Blocking;
  Word<IrqlLimit> MaxIrql;
  Word<Masked> Masks, Unmasks, Wants;
  Word<DelayUnit> Unit;
  bool Recursive = false, Required = false, Nested = false, NeverNull = false;
  bool External = false;
  bool Ordered = false, IfHeld = false;
};

struct LockKindRow {
  NameList Name, Types;
  bool MaySleep = false, AnyOwner = false, CountsPreemption = false;
  bool Waits = true;
  unsigned HoldUs = 25;
};

struct OrderRow {
  NameList First, Then;
};

struct TimeRow {
  NameList Calls;
  unsigned Ns = 0;
};

struct HoldRow {
  OperandText Lock, Saved, Saved64, Saved32;
  std::string LockKind;
  bool MustRelease = false;
};

struct RoleRow {
  std::string Name, Original;
  NameList Aliases;
  std::vector<HoldRow> Holds;
  Word<ExitRule> Exit;
  Word<RoleLevel> Level;
  Word<ModuleEvent> Module;
  bool EntryUnheld = true, Once = false;
  Word<Masked> EntryMasks;
  std::vector<std::string> Params;
};

struct RegistrationRow {
  RoleRef Role;
  NameList Function, Store, Exchange, Call, Section, Table;
  std::string Field;
  std::optional<unsigned> Arg, Count;
  std::optional<int64_t> Offset, Offset64, Offset32, Stride;
  PointerSizeText PointerSize;
  std::vector<ConditionText> When;
  std::string Object;
  int ObjectNo = Registration::NoObject;
};

struct HintRow {
  NameList Struct, Call;
  std::string Field, Pointee;
  std::optional<unsigned> Arg;
  std::optional<int64_t> Offset, Offset64, Offset32;
  PointerSizeText PointerSize;
  bool Result = false;
};

struct ModelFile {
  std::string Family, Title, Source, LockKind, System;
  std::vector<ApiRow> Apis;
  std::vector<RoleRow> Roles;
  std::vector<RegistrationRow> Registrations;
  std::vector<HintRow> Hints;
  std::vector<LockKindRow> Kinds;
  std::vector<OrderRow> Orders;
  std::vector<TimeRow> Times;
};

/// Has this file had an error already? Checks then keep silent.
bool failed(yaml::IO &IO) {
  return !static_cast<LoadContext *>(IO.getContext())->Diags->empty();
}

constexpr StringLiteral SchemaKeys[] = {"family",
                                        "title",
                                        "source",
                                        "lock-kind",
                                        "apis",
                                        "roles",
                                        "registrations",
                                        "type-hints",
                                        "name",
                                        "effect",
                                        "lock",
                                        "handle",
                                        "saved",
                                        "saved64",
                                        "saved32",
                                        "restore",
                                        "mode",
                                        "success",
                                        "variant",
                                        "recursive",
                                        "callee",
                                        "pass",
                                        "holding",
                                        "object",
                                        "when",
                                        "original",
                                        "aliases",
                                        "holds",
                                        "must-release",
                                        "maybe",
                                        "exit",
                                        "entry-unheld",
                                        "params",
                                        "role",
                                        "function",
                                        "store",
                                        "exchange",
                                        "call",
                                        "section",
                                        "table",
                                        "field",
                                        "arg",
                                        "count",
                                        "offset",
                                        "offset64",
                                        "offset32",
                                        "stride",
                                        "pointer-size",
                                        "struct",
                                        "result",
                                        "pointee",
                                        "system",
                                        "level",
                                        "blocks",
                                        "required",
                                        "module",
                                        "max-irql",
                                        "masks",
                                        "unmasks",
                                        "nested",
                                        "delay",
                                        "delay-unit",
                                        "never-null",
                                        "lock-kinds",
                                        "may-sleep",
                                        "any-owner",
                                        "waits",
                                        "types",
                                        "ordered",
                                        "once",
                                        "wants",
                                        "entry-masks",
                                        "lock-orders",
                                        "first",
                                        "then",
                                        "if-held",
                                        "counts-preemption",
                                        "external",
                                        "hold-us",
                                        "call-times",
                                        "calls",
                                        "ns",
                                        "waits-for",
                                        "open-bits"};

std::string quoted(StringRef Text) {
  std::string Out = "'";
  for (char C : Text.take_front(60))
    Out += isPrint(C) ? C : '?';
  return Out + (Text.size() > 60 ? "…'" : "'");
}

/// Reads one of the enumerators 0 … \p Last, named by toString.
template <typename T>
StringRef parseWord(StringRef Scalar, void *Ctx, StringRef What, T Last,
                    Word<T> &Out) {
  std::vector<StringRef> Words;
  for (unsigned I = 0; I <= static_cast<unsigned>(Last); ++I) {
    Words.push_back(toString(static_cast<T>(I)));
    if (Words.back() == Scalar) {
      Out.Value = static_cast<T>(I);
      Out.Set = true;
      return StringRef();
    }
  }
  StringRef Nearest = nearestWord(Scalar, Words);
  std::string Tail = Nearest.empty()
                         ? "; expected " + join(Words, ", ")
                         : "; did you mean " + quoted(Nearest) + "?";
  return static_cast<LoadContext *>(Ctx)->fail("unknown " + What + " " +
                                               quoted(Scalar) + Tail);
}

/// The file's complaint about a list of names; empty if it is fine.
std::string checkNames(NameList &L, StringRef What) {
  for (const std::string &N : L.take())
    if (N.empty() || StringRef(N).find_first_of(" \t\r\n") != StringRef::npos)
      return quoted(N) + " is not a " + What.str();
  return "";
}

/// The same for a list of globs.
std::string checkGlobs(NameList &L) {
  for (const std::string &N : L.take())
    if (Error E = GlobPattern::create(N).takeError())
      return quoted(N) + " is not a pattern: " + toString(std::move(E));
  return checkNames(L, "name");
}

} // namespace

StringRef spinguard::nearestSchemaKey(StringRef Key) {
  std::vector<StringRef> Words(std::begin(SchemaKeys), std::end(SchemaKeys));
  return nearestWord(Key, Words);
}

LLVM_YAML_IS_SEQUENCE_VECTOR(ApiRow)
LLVM_YAML_IS_SEQUENCE_VECTOR(LockKindRow)
LLVM_YAML_IS_SEQUENCE_VECTOR(OrderRow)
LLVM_YAML_IS_SEQUENCE_VECTOR(TimeRow)
LLVM_YAML_IS_SEQUENCE_VECTOR(HoldRow)
LLVM_YAML_IS_SEQUENCE_VECTOR(RoleRow)
LLVM_YAML_IS_SEQUENCE_VECTOR(RegistrationRow)
LLVM_YAML_IS_SEQUENCE_VECTOR(HintRow)
LLVM_YAML_IS_SEQUENCE_VECTOR(OperandText)
LLVM_YAML_IS_SEQUENCE_VECTOR(ConditionText)

namespace llvm {
namespace yaml {

/// Model files are only read.
template <typename T> struct InputScalar {
  static void output(const T &, void *, raw_ostream &) {}
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct ScalarTraits<Word<Effect>> : InputScalar<Word<Effect>> {
  static StringRef input(StringRef S, void *Ctx, Word<Effect> &V) {
    return parseWord(S, Ctx, "effect", Effect::Opaque, V);
  }
};

template <> struct ScalarTraits<Word<LockMode>> : InputScalar<Word<LockMode>> {
  static StringRef input(StringRef S, void *Ctx, Word<LockMode> &V) {
    return parseWord(S, Ctx, "mode", LockMode::Any, V);
  }
};

template <> struct ScalarTraits<Word<Success>> : InputScalar<Word<Success>> {
  static StringRef input(StringRef S, void *Ctx, Word<Success> &V) {
    return parseWord(S, Ctx, "kind of success", Success::Always, V);
  }
};

template <> struct ScalarTraits<Word<ExitRule>> : InputScalar<Word<ExitRule>> {
  static StringRef input(StringRef S, void *Ctx, Word<ExitRule> &V) {
    return parseWord(S, Ctx, "exit rule", ExitRule::MayHold, V);
  }
};

template <>
struct ScalarTraits<Word<RoleLevel>> : InputScalar<Word<RoleLevel>> {
  static StringRef input(StringRef S, void *Ctx, Word<RoleLevel> &V) {
    return parseWord(S, Ctx, "level", RoleLevel::Thread, V);
  }
};

template <>
struct ScalarTraits<Word<ModuleEvent>> : InputScalar<Word<ModuleEvent>> {
  static StringRef input(StringRef S, void *Ctx, Word<ModuleEvent> &V) {
    return parseWord(S, Ctx, "event of a module", ModuleEvent::Unload, V);
  }
};

template <> struct ScalarTraits<Word<Blocks>> : InputScalar<Word<Blocks>> {
  static StringRef input(StringRef S, void *Ctx, Word<Blocks> &V) {
    return parseWord(S, Ctx, "kind of blocking", Blocks::WaitPreemptible, V);
  }
};

template <>
struct ScalarTraits<Word<IrqlLimit>> : InputScalar<Word<IrqlLimit>> {
  static StringRef input(StringRef S, void *Ctx, Word<IrqlLimit> &V) {
    return parseWord(S, Ctx, "IRQL", IrqlLimit::Dispatch, V);
  }
};

template <> struct ScalarTraits<Word<Masked>> : InputScalar<Word<Masked>> {
  static StringRef input(StringRef S, void *Ctx, Word<Masked> &V) {
    return parseWord(S, Ctx, "level", Masked::Isr, V);
  }
};

template <>
struct ScalarTraits<Word<DelayUnit>> : InputScalar<Word<DelayUnit>> {
  static StringRef input(StringRef S, void *Ctx, Word<DelayUnit> &V) {
    return parseWord(S, Ctx, "unit", DelayUnit::XLoops, V);
  }
};

template <> struct ScalarTraits<OperandText> : InputScalar<OperandText> {
  static StringRef input(StringRef S, void *Ctx, OperandText &V) {
    Expected<Operand> O = parseOperand(S);
    if (!O)
      return static_cast<LoadContext *>(Ctx)->fail(
          "bad operand " + quoted(S) + ": " + toString(O.takeError()));
    V.Value = std::move(*O);
    V.Set = true;
    return StringRef();
  }
};

template <> struct ScalarTraits<ConditionText> : InputScalar<ConditionText> {
  static StringRef input(StringRef S, void *Ctx, ConditionText &V) {
    Expected<ArgCondition> C = parseCondition(S);
    if (!C)
      return static_cast<LoadContext *>(Ctx)->fail(
          "bad condition " + quoted(S) + ": " + toString(C.takeError()));
    V.Value = *C;
    return StringRef();
  }
};

template <>
struct ScalarTraits<PointerSizeText> : InputScalar<PointerSizeText> {
  static StringRef input(StringRef S, void *, PointerSizeText &V) {
    if (S.getAsInteger(10, V.Value) || (V.Value != 4 && V.Value != 8))
      return "a pointer size is 4 or 8";
    return StringRef();
  }
};

template <> struct ScalarTraits<RoleRef> : InputScalar<RoleRef> {
  static StringRef input(StringRef S, void *Ctx, RoleRef &V) {
    auto &Context = *static_cast<LoadContext *>(Ctx);
    if (!Context.Base->findRole(S) && !Context.NewRoles.contains(S)) {
      std::vector<StringRef> Words;
      for (const auto &Entry : Context.NewRoles)
        Words.push_back(Entry.first());
      StringRef Known = Context.Base->nearestRoleName(S);
      if (!Known.empty())
        Words.push_back(Known);
      llvm::sort(Words);
      StringRef Nearest = nearestWord(S, Words);
      return Context.fail("unknown role " + quoted(S) +
                          (Nearest.empty()
                               ? std::string()
                               : "; did you mean " + quoted(Nearest) + "?"));
    }
    V.Name = S.str();
    return StringRef();
  }
};

template <> struct MappingTraits<NameList::NoMap> {
  static void mapping(IO &IO, NameList::NoMap &) {
    IO.setError("expected a name or a list of names");
  }
};

template <> struct PolymorphicTraits<NameList> {
  static NodeKind getKind(const NameList &) { return NodeKind::Sequence; }
  static std::string &getAsScalar(NameList &L) { return L.Single; }
  static NameList::NoMap &getAsMap(NameList &L) { return L.Map; }
  static std::vector<std::string> &getAsSequence(NameList &L) {
    return L.Names;
  }
};

template <> struct MappingTraits<ApiRow> {
  static void mapping(IO &IO, ApiRow &R) {
    IO.mapRequired("name", R.Name);
    IO.mapRequired("effect", R.E);
    IO.mapOptional("lock", R.Lock);
    IO.mapOptional("handle", R.Handle);
    IO.mapOptional("saved", R.Saved);
    IO.mapOptional("restore", R.Restore);
    IO.mapOptional("mode", R.Mode);
    IO.mapOptional("success", R.Ok);
    IO.mapOptional("lock-kind", R.LockKind);
    IO.mapOptional("variant", R.Variant);
    IO.mapOptional("recursive", R.Recursive);
    IO.mapOptional("ordered", R.Ordered);
    IO.mapOptional("if-held", R.IfHeld);
    IO.mapOptional("callee", R.Callee);
    IO.mapOptional("pass", R.Pass);
    IO.mapOptional("holding", R.Holding);
    IO.mapOptional("object", R.Object);
    IO.mapOptional("waits-for", R.WaitsFor);
    IO.mapOptional("open-bits", R.OpenBits);
    IO.mapOptional("blocks", R.Blocking);
    IO.mapOptional("max-irql", R.MaxIrql);
    IO.mapOptional("masks", R.Masks);
    IO.mapOptional("unmasks", R.Unmasks);
    IO.mapOptional("wants", R.Wants);
    IO.mapOptional("nested", R.Nested);
    IO.mapOptional("delay", R.Delay);
    IO.mapOptional("delay-unit", R.Unit);
    IO.mapOptional("never-null", R.NeverNull);
    IO.mapOptional("external", R.External);
    IO.mapOptional("required", R.Required);
    IO.mapOptional("when", R.When);
  }

  static std::string validate(IO &IO, ApiRow &R);
};

template <> struct MappingTraits<LockKindRow> {
  static void mapping(IO &IO, LockKindRow &R) {
    IO.mapRequired("name", R.Name);
    IO.mapOptional("types", R.Types);
    IO.mapOptional("may-sleep", R.MaySleep);
    IO.mapOptional("any-owner", R.AnyOwner);
    IO.mapOptional("waits", R.Waits);
    IO.mapOptional("counts-preemption", R.CountsPreemption);
    IO.mapOptional("hold-us", R.HoldUs);
  }

  static std::string validate(IO &IO, LockKindRow &R) {
    if (failed(IO))
      return "";
    if (R.Name.take().empty())
      return "'name' is empty";
    return checkNames(R.Name, "kind of lock");
  }
};

template <> struct MappingTraits<OrderRow> {
  static void mapping(IO &IO, OrderRow &R) {
    IO.mapRequired("first", R.First);
    IO.mapRequired("then", R.Then);
  }

  static std::string validate(IO &IO, OrderRow &R) {
    if (failed(IO))
      return "";
    for (NameList *L : {&R.First, &R.Then}) {
      if (L->take().empty())
        return "an order has locks that are 'first' and locks that come 'then'";
      std::string Bad = checkNames(*L, "name of a lock");
      if (!Bad.empty())
        return Bad;
    }
    return "";
  }
};

template <> struct MappingTraits<TimeRow> {
  static void mapping(IO &IO, TimeRow &R) {
    IO.mapRequired("calls", R.Calls);
    IO.mapRequired("ns", R.Ns);
  }

  static std::string validate(IO &IO, TimeRow &R) {
    if (failed(IO))
      return "";
    if (R.Calls.take().empty())
      return "'calls' names the functions that take that long";
    return checkNames(R.Calls, "function");
  }
};

template <> struct MappingTraits<HoldRow> {
  static void mapping(IO &IO, HoldRow &R) {
    IO.mapRequired("lock", R.Lock);
    IO.mapOptional("lock-kind", R.LockKind);
    IO.mapOptional("saved", R.Saved);
    IO.mapOptional("saved64", R.Saved64);
    IO.mapOptional("saved32", R.Saved32);
    IO.mapOptional("must-release", R.MustRelease);
  }

  static std::string validate(IO &IO, HoldRow &R) {
    if (failed(IO))
      return "";
    if (!R.Lock.Value)
      return "the lock that is held must not be 'none'";
    if (R.Lock.Value.K == Operand::Return || R.Lock.Value.K == Operand::Handle)
      return "a lock held on entry is found in the routine's arguments, in a "
             "token or a global";
    if (R.Saved.Set && (R.Saved64.Set || R.Saved32.Set))
      return "'saved' is for all pointer sizes; it excludes 'saved64' and "
             "'saved32'";
    if (R.LockKind.empty())
      R.LockKind = static_cast<LoadContext *>(IO.getContext())->DefaultLockKind;
    return R.LockKind.empty() ? "a lock needs a 'lock-kind'" : "";
  }
};

template <> struct MappingTraits<RoleRow> {
  static void mapping(IO &IO, RoleRow &R) {
    IO.mapRequired("name", R.Name);
    IO.mapOptional("original", R.Original);
    IO.mapOptional("aliases", R.Aliases);
    IO.mapOptional("holds", R.Holds);
    IO.mapOptional("exit", R.Exit);
    IO.mapOptional("level", R.Level);
    IO.mapOptional("module", R.Module);
    IO.mapOptional("entry-unheld", R.EntryUnheld);
    IO.mapOptional("once", R.Once);
    IO.mapOptional("entry-masks", R.EntryMasks);
    IO.mapOptional("params", R.Params);
  }

  static std::string validate(IO &IO, RoleRow &R) {
    if (failed(IO))
      return "";
    if (R.Name.empty() || StringRef(R.Name).find(' ') != StringRef::npos)
      return quoted(R.Name) + " is not a role name";
    auto &Context = *static_cast<LoadContext *>(IO.getContext());
    if (!Context.NewRoles.insert(R.Name).second)
      return "there is a role " + quoted(R.Name) + " in this file already";
    if (!R.Original.empty())
      Context.NewRoles.insert(R.Original);
    for (const std::string &A : R.Aliases.take())
      Context.NewRoles.insert(A);
    return "";
  }
};

/// Says what is wrong with the three ways to give an offset.
static std::string checkOffsets(const std::optional<int64_t> &Offset,
                                const std::optional<int64_t> &Offset64,
                                const std::optional<int64_t> &Offset32,
                                const PointerSizeText &Size) {
  if (Offset && (Offset64 || Offset32))
    return "'offset' is for all pointer sizes; it excludes 'offset64' and "
           "'offset32'";
  if (Size.Value && (Offset64 || Offset32))
    return "'pointer-size' goes with 'offset', not with 'offset64' and "
           "'offset32'";
  return "";
}

template <> struct MappingTraits<RegistrationRow> {
  static void mapping(IO &IO, RegistrationRow &R) {
    IO.mapRequired("role", R.Role);
    IO.mapOptional("function", R.Function);
    IO.mapOptional("store", R.Store);
    IO.mapOptional("exchange", R.Exchange);
    IO.mapOptional("call", R.Call);
    IO.mapOptional("section", R.Section);
    IO.mapOptional("table", R.Table);
    IO.mapOptional("field", R.Field);
    IO.mapOptional("arg", R.Arg);
    IO.mapOptional("count", R.Count);
    IO.mapOptional("offset", R.Offset);
    IO.mapOptional("offset64", R.Offset64);
    IO.mapOptional("offset32", R.Offset32);
    IO.mapOptional("stride", R.Stride);
    IO.mapOptional("pointer-size", R.PointerSize);
    IO.mapOptional("object", R.Object);
    IO.mapOptional("when", R.When);
  }

  /// Whose handler it is: an argument of the call, or the struct of the field.
  static std::string checkObject(RegistrationRow &R) {
    if (R.Object.empty())
      return "";
    bool IsCall = !R.Call.take().empty();
    if (!IsCall && R.Store.take().empty() && R.Table.take().empty())
      return "'object' goes with 'call', 'store' and 'table'";
    StringRef Number = R.Object;
    if (IsCall && Number.consume_front("arg") &&
        !Number.getAsInteger(10, R.ObjectNo) && R.ObjectNo >= 0 &&
        R.ObjectNo <= 127)
      return "";
    if (!IsCall && R.Object == "struct") {
      R.ObjectNo = Registration::WholeStruct;
      return "";
    }
    return IsCall ? "the 'object' of a call is 'argN'"
                  : "the 'object' of a field is 'struct', the one around it";
  }

  static std::string validate(IO &IO, RegistrationRow &R) {
    if (failed(IO))
      return "";
    unsigned Ways = 0;
    for (NameList *L :
         {&R.Function, &R.Store, &R.Exchange, &R.Call, &R.Section, &R.Table}) {
      Ways += !L->take().empty();
      bool IsGlob = L == &R.Function || L == &R.Section || L == &R.Table;
      std::string Bad = IsGlob ? checkGlobs(*L) : checkNames(*L, "name");
      if (!Bad.empty())
        return Bad;
    }
    if (Ways != 1)
      return "a registration has one of 'function', 'store', 'exchange', "
             "'call', 'section' and 'table'";
    bool IsCall = !R.Call.take().empty();
    bool IsField = !R.Store.take().empty() || !R.Exchange.take().empty();
    bool IsTable = !R.Table.take().empty();
    bool HasOffset = R.Offset || R.Offset64 || R.Offset32;
    if (IsCall && !R.Arg)
      return "'call' needs 'arg', the number of the argument";
    if (!IsCall && R.Arg)
      return "'arg' goes with 'call'";
    if (!IsCall && !R.When.empty())
      return "'when' goes with 'call'";
    if (any_of(R.When, [](const ConditionText &C) { return C.Value.Pointee; }))
      return "'when' of a registration is about arguments, not about what they "
             "point to";
    if (R.Arg && *R.Arg > 127)
      return "the argument number is too large";
    if (IsField && !HasOffset && !(R.Count && *R.Count == 0))
      return "a field needs 'offset', or 'offset64' and 'offset32' (or 'count: "
             "0' for any)";
    if (!IsField && !IsTable &&
        (HasOffset || R.Count || R.Stride || !R.Field.empty()))
      return "'offset', 'count', 'stride' and 'field' go with 'store', "
             "'exchange' and 'table'";
    if (R.Stride && *R.Stride <= 0)
      return "'stride' must be positive";
    std::string Bad = checkObject(R);
    if (!Bad.empty())
      return Bad;
    return checkOffsets(R.Offset, R.Offset64, R.Offset32, R.PointerSize);
  }
};

template <> struct MappingTraits<HintRow> {
  static void mapping(IO &IO, HintRow &R) {
    IO.mapOptional("struct", R.Struct);
    IO.mapOptional("field", R.Field);
    IO.mapOptional("offset", R.Offset);
    IO.mapOptional("offset64", R.Offset64);
    IO.mapOptional("offset32", R.Offset32);
    IO.mapOptional("call", R.Call);
    IO.mapOptional("arg", R.Arg);
    IO.mapOptional("result", R.Result);
    IO.mapRequired("pointee", R.Pointee);
    IO.mapOptional("pointer-size", R.PointerSize);
  }

  static std::string validate(IO &IO, HintRow &R) {
    if (failed(IO))
      return "";
    for (NameList *L : {&R.Struct, &R.Call}) {
      std::string Bad = checkNames(*L, "name");
      if (!Bad.empty())
        return Bad;
    }
    bool IsStruct = !R.Struct.take().empty(), IsCall = !R.Call.take().empty();
    bool HasOffset = R.Offset || R.Offset64 || R.Offset32;
    if (IsStruct == IsCall)
      return "a type hint has either 'struct' or 'call'";
    if (IsStruct && !HasOffset)
      return "'struct' needs 'offset', or 'offset64' and 'offset32'";
    if (IsStruct && (R.Arg || R.Result))
      return "'arg' and 'result' go with 'call'";
    if (IsCall && (HasOffset || !R.Field.empty()))
      return "'offset' and 'field' go with 'struct'";
    if (IsCall && R.Arg.has_value() == R.Result)
      return "'call' needs either 'arg' or 'result: true'";
    if (R.Arg && *R.Arg > 127)
      return "the argument number is too large";
    return checkOffsets(R.Offset, R.Offset64, R.Offset32, R.PointerSize);
  }
};

template <> struct MappingTraits<ModelFile> {
  static void mapping(IO &IO, ModelFile &F) {
    auto &Context = *static_cast<LoadContext *>(IO.getContext());
    IO.mapRequired("family", F.Family);
    IO.mapOptional("title", F.Title);
    IO.mapOptional("source", F.Source);
    IO.mapOptional("system", F.System);
    IO.mapOptional("lock-kind", F.LockKind);
    Context.DefaultLockKind = F.LockKind;
    IO.mapOptional("lock-kinds", F.Kinds);
    IO.mapOptional("lock-orders", F.Orders);
    IO.mapOptional("call-times", F.Times);
    IO.mapOptional("apis", F.Apis);
    // Before the registrations, which name roles.
    IO.mapOptional("roles", F.Roles);
    IO.mapOptional("registrations", F.Registrations);
    IO.mapOptional("type-hints", F.Hints);
  }

  static std::string validate(IO &IO, ModelFile &F) {
    if (!failed(IO) && F.Family.empty())
      return "'family' is empty";
    return "";
  }
};

std::string MappingTraits<ApiRow>::validate(IO &IO, ApiRow &R) {
  if (failed(IO))
    return "";
  auto &Context = *static_cast<LoadContext *>(IO.getContext());
  std::string Bad = checkNames(R.Name, "function name");
  if (!Bad.empty())
    return Bad;
  if (R.Name.take().empty())
    return "'name' is empty";

  const Effect E = R.E.Value;
  const std::string What = "effect " + quoted(toString(E));
  const bool Takes = E == Effect::Acquire || E == Effect::TryAcquire;
  const bool TellsSuccess = Takes || E == Effect::Convert;
  const bool OnLock = Takes || E == Effect::Release || E == Effect::Use ||
                      E == Effect::Convert || E == Effect::Init ||
                      E == Effect::Destroy || E == Effect::AssertHeld;
  const bool NeedsKind = OnLock || R.Holding.Value;

  if (OnLock && !R.Lock.Value)
    return What + " needs 'lock'";
  if (!OnLock && R.Lock.Value)
    return What + " has no 'lock'";
  if (R.Handle.Value && !Takes)
    return "'handle' goes with an acquisition; a release names the lock as "
           "'handle argN'";
  if (R.Saved.Value && !Takes && !R.Masks.Set && E != Effect::Level)
    return "'saved' goes with an acquisition, with 'masks' or with effect "
           "'level'";
  if (R.OpenBits && E != Effect::Level)
    return "'open-bits' goes with effect 'level'";
  if (R.Restore.Value && E != Effect::Release && !R.Unmasks.Set)
    return "'restore' goes with a release or with 'unmasks'";
  if (R.Masks.Set && R.Unmasks.Set)
    return "a call either masks or unmasks";
  const bool LeavesLocks = E == Effect::None || E == Effect::Opaque;
  if (R.Masks.Set && !Takes && !LeavesLocks && E != Effect::Call &&
      E != Effect::Use)
    return "'masks' goes with an acquisition, a use, a call or effect 'none'";
  if (R.Unmasks.Set && E != Effect::Release && !LeavesLocks)
    return "'unmasks' goes with a release or with effect 'none'";
  if (R.Ok.Value == Success::Always && E != Effect::Convert)
    return "success 'always' goes with 'convert'";
  if (R.Nested && !R.Masks.Set && !R.Unmasks.Set)
    return "'nested' goes with 'masks' and 'unmasks'";
  if (R.Unit.Set != R.Delay.Set)
    return "'delay' and 'delay-unit' go together";
  if (R.Delay.Set && R.Delay.Value.K != Operand::Arg &&
      R.Delay.Value.K != Operand::Const)
    return "a delay is 'argN' or 'const K'";
  if (R.NeverNull && E != Effect::Alloc)
    return "'never-null' goes with effect 'alloc'";
  if (R.Ok.Set && !TellsSuccess)
    return "'success' goes with 'try-acquire', 'acquire' and 'convert'";
  if (R.Lock.Value.K == Operand::Handle && E != Effect::Release &&
      E != Effect::AssertHeld && E != Effect::Convert)
    return "'handle argN' names a lock that is held already";
  if (R.Mode.Value == LockMode::Any && (Takes || E == Effect::Convert))
    return "a lock is taken in mode 'exclusive' or 'shared', not 'any'";
  if (R.Required && E != Effect::Init)
    return "'required' goes with effect 'init'";
  if (R.Ordered && R.E.Value != Effect::Acquire)
    return "'ordered' is for 'effect: acquire'";
  if (R.IfHeld && E != Effect::Release)
    return "'if-held' goes with effect 'release'";
  if (R.Recursive && !Takes)
    return "'recursive' goes with an acquisition";
  if (E == Effect::Call && !R.Callee.Value)
    return What + " needs 'callee'";
  if (E != Effect::Call &&
      (R.Callee.Value || R.Holding.Value || !R.Pass.empty()))
    return "'callee', 'pass' and 'holding' go with effect 'call'";
  if (E == Effect::Free && !R.Object.Value)
    return What + " needs 'object'";
  if (R.Object.Value && E != Effect::Free)
    return "'object' goes with 'free'";
  if (R.WaitsFor.Set &&
      (R.WaitsFor.Value.K != Operand::Arg || R.WaitsFor.Value.Offset != 0))
    return "'waits-for' is 'argN', the object whose handler has ended then";
  if (R.WaitsFor.Set && !LeavesLocks)
    return "'waits-for' goes with effect 'none' or 'opaque'";
  if (!NeedsKind && !R.LockKind.empty())
    return What + " has no 'lock-kind'";
  if (NeedsKind && R.LockKind.empty())
    R.LockKind = Context.DefaultLockKind;
  if (NeedsKind && R.LockKind.empty())
    return "a lock needs a 'lock-kind', here or at the top of the file";

  // Of two rows with the same conditions only the first would ever count.
  std::string Key;
  for (const ConditionText &C : R.When)
    Key += " " + toString(C.Value);
  for (const std::string &N : R.Name.take())
    if (!Context.RowKeys.insert(N + Key).second)
      return "this file has a row for " + quoted(N) +
             " with these conditions already";
  return "";
}

} // namespace yaml
} // namespace llvm

//===----------------------------------------------------------------------===//
// From rows to the data model
//===----------------------------------------------------------------------===//

/// The conditions on arguments, or those on what arguments point to.
static std::vector<ArgCondition>
takeConditions(const std::vector<ConditionText> &Rows, bool Pointee = false) {
  std::vector<ArgCondition> When;
  When.reserve(Rows.size());
  for (const ConditionText &C : Rows)
    if (C.Value.Pointee == Pointee)
      When.push_back(C.Value);
  return When;
}

static Api makeApi(const ApiRow &R, StringRef Name, StringRef Family) {
  Api A;
  A.Name = Name.str();
  A.Family = Family.str();
  A.E = R.E.Value;
  A.When = takeConditions(R.When);
  A.WhenPointee = takeConditions(R.When, /*Pointee=*/true);
  A.Lock = R.Lock.Value;
  A.Handle = R.Handle.Value;
  A.Saved = R.Saved.Value;
  A.Restore = R.Restore.Value;
  A.Mode = R.Mode.Value;
  A.Ok = R.Ok.Value;
  A.LockKind = R.LockKind;
  A.Variant = R.Variant;
  A.Recursive = R.Recursive;
  A.Ordered = R.Ordered;
  A.IfHeld = R.IfHeld;
  A.Fallible = A.E == Effect::Acquire && R.Ok.Set;
  A.Callee = R.Callee.Value;
  for (const OperandText &O : R.Pass)
    A.Pass.push_back(O.Value);
  A.Holding = R.Holding.Value;
  A.Object = R.Object.Value;
  A.WaitsFor = R.WaitsFor.Value;
  A.OpenBits = R.OpenBits;
  A.Blocking = R.Blocking.Value;
  A.MaxIrql = R.MaxIrql.Value;
  A.Masks = R.Masks.Value;
  A.Unmasks = R.Unmasks.Value;
  A.Wants = R.Wants.Value;
  A.Nested = R.Nested;
  A.Delay = R.Delay.Value;
  A.Unit = R.Unit.Value;
  A.NeverNull = R.NeverNull;
  A.External = R.External;
  A.Required = R.Required;
  return A;
}

static Role makeRole(RoleRow &R, StringRef Family) {
  Role Out;
  Out.Name = R.Name;
  Out.Original = R.Original;
  Out.Aliases = R.Aliases.take();
  Out.Family = Family.str();
  Out.Exit = R.Exit.Value;
  Out.EntryUnheld = R.EntryUnheld;
  Out.Once = R.Once;
  if (R.EntryMasks.Set)
    Out.EntryMasks = R.EntryMasks.Value;
  Out.Level = R.Level.Value;
  Out.Module = R.Module.Value;
  Out.Params = R.Params;
  for (const HoldRow &H : R.Holds) {
    EntryLock L;
    L.Lock = H.Lock.Value;
    L.LockKind = H.LockKind;
    L.Saved = H.Saved.Value;
    L.MustRelease = H.MustRelease;
    if (!H.Saved64.Set && !H.Saved32.Set) {
      Out.Holds.push_back(L);
      continue;
    }
    // One entry a pointer size; where only one is known, the other has none.
    L.PointerSize = 4;
    L.Saved = H.Saved32.Value;
    Out.Holds.push_back(L);
    L.PointerSize = 8;
    L.Saved = H.Saved64.Value;
    Out.Holds.push_back(L);
  }
  return Out;
}

/// Calls \p Add with offset and pointer size for each way an offset is given.
template <typename Callback>
static void forEachOffset(const std::optional<int64_t> &Offset,
                          const std::optional<int64_t> &Offset64,
                          const std::optional<int64_t> &Offset32,
                          unsigned PointerSize, Callback Add) {
  if (Offset64)
    Add(*Offset64, 8u);
  if (Offset32)
    Add(*Offset32, 4u);
  if (!Offset64 && !Offset32)
    Add(Offset.value_or(0), PointerSize);
}

static void makeRegistrations(RegistrationRow &R, StringRef RoleName,
                              StringRef Family,
                              std::vector<Registration> &Out) {
  const std::pair<NameList *, Registration::Kind> Ways[] = {
      {&R.Function, Registration::Name},     {&R.Store, Registration::Store},
      {&R.Exchange, Registration::Exchange}, {&R.Call, Registration::CallArg},
      {&R.Section, Registration::Section},   {&R.Table, Registration::Table}};
  for (const auto &Way : Ways) {
    const Registration::Kind Kind = Way.second;
    for (const std::string &Pattern : Way.first->take()) {
      forEachOffset(R.Offset, R.Offset64, R.Offset32, R.PointerSize.Value,
                    [&](int64_t Offset, unsigned PointerSize) {
                      Registration G;
                      G.K = Kind;
                      G.Pattern = Pattern;
                      G.ArgNo = R.Arg.value_or(0);
                      G.Offset = Offset;
                      bool AnyField = Kind == Registration::Table &&
                                      !R.Offset && !R.Offset64 && !R.Offset32;
                      G.Count = R.Count.value_or(AnyField ? 0 : 1);
                      G.Stride =
                          R.Stride.value_or(PointerSize ? PointerSize : 8);
                      G.Field = R.Field;
                      G.PointerSize = PointerSize;
                      G.RoleName = RoleName.str();
                      G.When = takeConditions(R.When);
                      G.Family = Family.str();
                      G.Object = R.ObjectNo;
                      Out.push_back(std::move(G));
                    });
    }
  }
}

static void makeHints(HintRow &R, std::vector<TypeHint> &Out) {
  TypeHint H;
  H.ArgNo = R.Arg.value_or(0);
  H.Result = R.Result;
  H.Pointee = R.Pointee;
  H.Field = R.Field;
  for (const std::string &Call : R.Call.take()) {
    H.Call = Call;
    H.PointerSize = R.PointerSize.Value;
    Out.push_back(H);
  }
  H.Call.clear();
  for (const std::string &Struct : R.Struct.take()) {
    H.Struct = Struct;
    forEachOffset(R.Offset, R.Offset64, R.Offset32, R.PointerSize.Value,
                  [&](int64_t Offset, unsigned PointerSize) {
                    H.Offset = Offset;
                    H.PointerSize = PointerSize;
                    Out.push_back(H);
                  });
  }
}

/// Do both rows describe the same place, so that the later one replaces the
/// earlier?
static bool samePlace(const Registration &A, const Registration &B) {
  return A.K == B.K && A.Pattern == B.Pattern && A.ArgNo == B.ArgNo &&
         A.Offset == B.Offset && A.PointerSize == B.PointerSize &&
         A.Field == B.Field && A.When == B.When;
}

static bool samePlace(const TypeHint &A, const TypeHint &B) {
  return A.Struct == B.Struct && A.Offset == B.Offset && A.Call == B.Call &&
         A.ArgNo == B.ArgNo && A.Result == B.Result &&
         A.PointerSize == B.PointerSize;
}

/// Appends \p New to \p Old after removing what it replaces.
template <typename T>
static void replaceAndAppend(std::vector<T> &Old, std::vector<T> New) {
  llvm::erase_if(Old, [&](const T &O) {
    return any_of(New, [&](const T &N) { return samePlace(O, N); });
  });
  Old.insert(Old.end(), std::make_move_iterator(New.begin()),
             std::make_move_iterator(New.end()));
}

Error ModelSet::addYaml(MemoryBufferRef Buffer) {
  DiagCollector Diags(Buffer);
  if (!checkYamlShape(Buffer, YamlRoot::Mapping,
                      "a model with 'family:' and 'apis:'", Diags))
    return Diags.takeError();

  LoadContext Context;
  Context.Base = this;
  Context.Diags = &Diags;
  ModelFile File;
  yaml::Input In(Buffer, &Context, &DiagCollector::handle, &Diags);
  In >> File;
  if (In.error() || !Diags.empty()) {
    if (Diags.empty())
      Diags.report("not readable as a model");
    return Diags.takeError();
  }

  // Nothing fails from here on.
  FamilyInfo Info;
  Info.Name = File.Family;
  Info.Title = File.Title;
  Info.Source = File.Source;
  Info.System = File.System;

  StringMap<std::vector<Api>> NewApis;
  for (ApiRow &R : File.Apis)
    for (const std::string &Name : R.Name.take()) {
      NewApis[Name].push_back(makeApi(R, Name, File.Family));
      ++Info.NumApis;
    }
  for (auto &Entry : NewApis) {
    std::vector<Api> &Old = Apis[Entry.first()];
    llvm::erase_if(Old, [&](const Api &O) {
      return any_of(Entry.second, [&](const Api &N) {
        return O.When == N.When && O.WhenPointee == N.WhenPointee;
      });
    });
    Old.insert(Old.end(), Entry.second.begin(), Entry.second.end());
  }

  for (LockKindRow &R : File.Kinds)
    for (const std::string &Name : R.Name.take()) {
      llvm::erase_if(Kinds,
                     [&](const LockKindInfo &Old) { return Old.Name == Name; });
      Kinds.push_back({Name, File.Family, R.Types.take(), R.MaySleep,
                       R.AnyOwner, R.CountsPreemption, R.Waits, R.HoldUs});
    }

  for (OrderRow &R : File.Orders) {
    LockOrder New{R.First.take(), R.Then.take(), File.Family};
    if (none_of(Orders, [&](const LockOrder &O) {
          return O.First == New.First && O.Then == New.Then;
        }))
      Orders.push_back(std::move(New));
  }

  for (TimeRow &R : File.Times)
    for (const std::string &Call : R.Calls.take())
      CallTimes[Call] = R.Ns;

  for (RoleRow &R : File.Roles) {
    Role New = makeRole(R, File.Family);
    auto It = llvm::find_if(
        Roles, [&](const Role &Old) { return Old.Name == New.Name; });
    if (It != Roles.end())
      *It = std::move(New);
    else
      Roles.push_back(std::move(New));
    ++Info.NumRoles;
  }

  std::vector<Registration> NewRegs;
  for (RegistrationRow &R : File.Registrations) {
    const Role *Known = findRole(R.Role.Name);
    makeRegistrations(R, Known ? StringRef(Known->Name) : R.Role.Name,
                      File.Family, NewRegs);
  }
  Info.NumRegistrations = NewRegs.size();
  replaceAndAppend(Regs, std::move(NewRegs));

  std::vector<TypeHint> NewHints;
  for (HintRow &R : File.Hints)
    makeHints(R, NewHints);
  replaceAndAppend(Hints, std::move(NewHints));

  auto It = llvm::find_if(
      Families, [&](const FamilyInfo &F) { return F.Name == Info.Name; });
  if (It == Families.end()) {
    Families.push_back(std::move(Info));
    index();
    return Error::success();
  }
  if (It->Title.empty())
    It->Title = Info.Title;
  if (It->System.empty())
    It->System = Info.System;
  if (It->Source.empty())
    It->Source = Info.Source;
  It->NumApis += Info.NumApis;
  It->NumRoles += Info.NumRoles;
  It->NumRegistrations += Info.NumRegistrations;
  index();
  return Error::success();
}

Error ModelSet::addYamlFile(StringRef Path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer)
    return make_error<StringError>("cannot read the model file '" + Path +
                                       "': " + Buffer.getError().message(),
                                   Buffer.getError());
  return addYaml((*Buffer)->getMemBufferRef());
}
