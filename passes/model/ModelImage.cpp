//===- ModelImage.cpp - Models in a compact form --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading the models as YAML takes ten times as long as anything else that the
// tool does when it starts; so they are read when it is built, and embedded as
// an image: a table of strings, then the fields of every struct in order, as
// numbers of variable length. One function a struct names its fields, for both
// directions. An image is read by the build that wrote it and nobody else.
//
//===----------------------------------------------------------------------===//

#include "model/Model.h"
#include <cassert>
#include <type_traits>

using namespace llvm;
using namespace spinguard;

namespace {

class Writer {
public:
  static constexpr bool Writes = true;

  void operator()(uint64_t V) {
    for (; V >= 0x80; V >>= 7)
      Body += static_cast<char>(V | 0x80);
    Body += static_cast<char>(V);
  }
  void operator()(const std::string &S) {
    auto [It, New] = Ids.try_emplace(S, Ids.size());
    if (New)
      Strings.push_back(It->first());
    (*this)(It->second);
  }

  std::string take() {
    std::string Text = std::move(Body);
    Body.clear();
    (*this)(Strings.size());
    for (StringRef S : Strings) {
      (*this)(S.size());
      Body += S;
    }
    return Body + Text;
  }

private:
  std::string Body;
  StringMap<uint64_t> Ids;
  std::vector<StringRef> Strings;
};

class Reader {
public:
  static constexpr bool Writes = false;

  explicit Reader(StringRef Image)
      : At(Image.bytes_begin()), End(Image.bytes_end()) {
    Strings.resize(number());
    for (StringRef &S : Strings) {
      size_t Size = number();
      assert(Size <= size_t(End - At) && "a string beyond the image's end");
      S = StringRef(reinterpret_cast<const char *>(At), Size);
      At += Size;
    }
  }

  uint64_t number() {
    uint64_t V = 0;
    for (unsigned Shift = 0;; Shift += 7) {
      assert(At != End && Shift < 64 && "not an image of models");
      uint8_t Byte = *At++;
      V |= uint64_t(Byte & 0x7f) << Shift;
      if (Byte < 0x80)
        return V;
    }
  }
  void operator()(std::string &S) {
    StringRef Text = Strings[number()];
    S.assign(Text.begin(), Text.end());
  }
  bool atEnd() const { return At == End; }

private:
  const uint8_t *At, *End;
  std::vector<StringRef> Strings;
};

/// What a function for both directions takes: a writer writes what is const.
template <typename IO, typename T>
using Ref = std::conditional_t<IO::Writes, const T, T> &;

template <typename IO> void io(IO &X, Ref<IO, std::string> V) { X(V); }

/// Numbers and enumerators. A sign goes to the lowest bit.
template <typename IO, typename T>
std::enable_if_t<std::is_integral_v<std::remove_const_t<T>> ||
                 std::is_enum_v<std::remove_const_t<T>>>
io(IO &X, T &V) {
  if constexpr (IO::Writes) {
    int64_t I = static_cast<int64_t>(V);
    X(uint64_t(I) << 1 ^ uint64_t(I >> 63));
  } else {
    uint64_t U = X.number();
    V = static_cast<T>(static_cast<int64_t>(U >> 1 ^ (0 - (U & 1))));
  }
}

template <typename IO> void io(IO &X, Ref<IO, std::optional<Masked>> M) {
  if constexpr (IO::Writes) {
    int V = M ? int(*M) : -1;
    io<IO>(X, V);
  } else {
    int V = 0;
    io<IO>(X, V);
    if (V >= 0)
      M = Masked(V);
  }
}

template <typename IO> void io(IO &X, Ref<IO, Operand> O);
template <typename IO> void io(IO &X, Ref<IO, ArgCondition> C);
template <typename IO> void io(IO &X, Ref<IO, Api> A);
template <typename IO> void io(IO &X, Ref<IO, EntryLock> L);
template <typename IO> void io(IO &X, Ref<IO, Role> R);
template <typename IO> void io(IO &X, Ref<IO, Registration> R);
template <typename IO> void io(IO &X, Ref<IO, TypeHint> H);
template <typename IO> void io(IO &X, Ref<IO, LockKindInfo> K);
template <typename IO> void io(IO &X, Ref<IO, LockOrder> O);
template <typename IO> void io(IO &X, Ref<IO, ModelSet::FamilyInfo> F);

template <typename IO, typename T> void list(IO &X, T &V) {
  size_t Size = V.size();
  io(X, Size);
  if constexpr (!IO::Writes)
    V.resize(Size);
  for (auto &E : V)
    io<IO>(X, E);
}

template <typename IO, typename... T> void all(IO &X, T &...V) {
  (io<IO>(X, V), ...);
}

template <typename IO> void io(IO &X, Ref<IO, Operand> O) {
  io(X, O.K);
  // Most operands of a row are none.
  if (O.K == Operand::None)
    return;
  all(X, O.ArgNo, O.Offset, O.Size, O.Name);
  list(X, O.Sub);
}

template <typename IO> void io(IO &X, Ref<IO, ArgCondition> C) {
  all(X, C.ArgNo, C.O, C.Value, C.Pointee, C.Offset, C.Size);
}

template <typename IO> void io(IO &X, Ref<IO, Api> A) {
  all(X, A.Name, A.Family, A.E);
  list(X, A.When);
  list(X, A.WhenPointee);
  all(X, A.Lock, A.Handle, A.Saved, A.Restore, A.Mode, A.Ok, A.LockKind,
      A.Variant, A.Recursive, A.Ordered, A.Fallible, A.Callee);
  list(X, A.Pass);
  all(X, A.Holding, A.Object, A.WaitsFor, A.OpenBits, A.Blocking, A.MaxIrql,
      A.Masks, A.Unmasks, A.Nested, A.Wants, A.Delay, A.Unit, A.NeverNull,
      A.Required, A.IfHeld, A.External);
}

template <typename IO> void io(IO &X, Ref<IO, EntryLock> L) {
  all(X, L.Lock, L.LockKind, L.Saved, L.MustRelease, L.PointerSize);
}

template <typename IO> void io(IO &X, Ref<IO, Role> R) {
  all(X, R.Name, R.Original, R.Family, R.Exit, R.EntryUnheld, R.Level, R.Module,
      R.Once, R.EntryMasks);
  list(X, R.Aliases);
  list(X, R.Holds);
  list(X, R.Params);
}

template <typename IO> void io(IO &X, Ref<IO, Registration> R) {
  all(X, R.K, R.Pattern, R.ArgNo, R.Offset, R.Count, R.Stride, R.Field,
      R.PointerSize, R.RoleName, R.Family, R.Object);
  list(X, R.When);
}

template <typename IO> void io(IO &X, Ref<IO, TypeHint> H) {
  all(X, H.Struct, H.Offset, H.Field, H.Call, H.ArgNo, H.Result, H.Pointee,
      H.PointerSize);
}

template <typename IO> void io(IO &X, Ref<IO, LockKindInfo> K) {
  all(X, K.Name, K.Family, K.MaySleep, K.AnyOwner, K.CountsPreemption, K.Waits,
      K.HoldUs);
  list(X, K.Types);
}

template <typename IO> void io(IO &X, Ref<IO, LockOrder> O) {
  io<IO>(X, O.Family);
  list(X, O.First);
  list(X, O.Then);
}

template <typename IO> void io(IO &X, Ref<IO, ModelSet::FamilyInfo> F) {
  all(X, F.Name, F.Title, F.Source, F.System, F.NumApis, F.NumRoles,
      F.NumRegistrations);
}

} // namespace

std::string ModelSet::image() const {
  Writer X;
  std::vector<StringRef> Names = apiNames();
  size_t NumNames = Names.size();
  io(X, NumNames);
  for (StringRef Name : Names)
    list(X, Apis.find(Name)->second);
  list(X, Roles);
  list(X, Regs);
  list(X, Hints);
  list(X, Kinds);
  list(X, Orders);
  size_t NumTimes = CallTimes.size();
  io(X, NumTimes);
  for (const auto &[Name, Ns] : CallTimes)
    all(X, Name, Ns);
  list(X, Families);
  return X.take();
}

ModelSet ModelSet::fromImage(StringRef Image) {
  ModelSet Set;
  Reader X(Image);
  size_t NumNames = 0;
  io(X, NumNames);
  Set.Apis = StringMap<std::vector<Api>>(NumNames);
  for (size_t I = 0; I < NumNames; ++I) {
    std::vector<Api> Rows;
    list(X, Rows);
    StringRef Name = Rows.front().Name;
    Set.Apis.try_emplace(Name, std::move(Rows));
  }
  list(X, Set.Roles);
  list(X, Set.Regs);
  list(X, Set.Hints);
  list(X, Set.Kinds);
  list(X, Set.Orders);
  size_t NumTimes = 0;
  io(X, NumTimes);
  for (size_t I = 0; I < NumTimes; ++I) {
    std::string Name;
    unsigned Ns = 0;
    all(X, Name, Ns);
    Set.CallTimes.emplace_hint(Set.CallTimes.end(), std::move(Name), Ns);
  }
  list(X, Set.Families);
  assert(X.atEnd() && "something is left of the image");
  Set.index();
  return Set;
}
