//===- ByteStream.h - Numbers and texts as bytes ----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What files of flow IR and of reports are made of: numbers of variable
// length, and columns of them. One function a struct names its fields, for both
// directions. A reader takes any bytes: one that met something impossible has
// failed, gives zeros from there on, and reserves no more memory than the bytes
// that are left can fill.
//
// Structs that lie in many lists are written column by column, and numbers as
// differences: most of them are then zero, and compress well.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_REPORT_BYTESTREAM_H
#define SPINGUARD_REPORT_BYTESTREAM_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace spinguard {

class ByteWriter {
public:
  static constexpr bool Writes = true;

  void number(uint64_t V) {
    for (; V >= 0x80; V >>= 7)
      Body += static_cast<char>(V | 0x80);
    Body += static_cast<char>(V);
  }
  /// Equal texts are one.
  void text(llvm::StringRef S) {
    auto [It, New] = Ids.try_emplace(S, Texts.size());
    number(New ? 0 : It->second + 1);
    if (New)
      Texts.push_back(It->first());
  }
  /// All that was written, the texts first.
  std::string take();

private:
  std::string Body;
  llvm::StringMap<uint64_t> Ids;
  std::vector<llvm::StringRef> Texts;
};

class ByteReader {
public:
  static constexpr bool Writes = false;

  /// Reads what ByteWriter::take() made. Texts refer to \p Bytes.
  explicit ByteReader(llvm::StringRef Bytes);

  uint64_t number();
  llvm::StringRef text() {
    // 0 is the next one that was not yet met.
    uint64_t Id = number();
    Id = Id == 0 ? NextText++ : Id - 1;
    if (Id < Texts.size())
      return Texts[Id];
    fail();
    return "";
  }
  /// The size of a list, of which each element takes a byte at least.
  size_t size() {
    uint64_t Size = number();
    if (has(Size))
      return size_t(Size);
    fail();
    return 0;
  }
  /// At least \p Size bytes are left.
  bool has(uint64_t Size) const { return Size <= left(); }

  void fail() {
    Failed = true;
    At = End;
  }
  bool hasFailed() const { return Failed; }
  bool atEnd() const { return At == End; }

private:
  size_t left() const { return size_t(End - At); }

  const uint8_t *At, *End;
  bool Failed = false;
  std::vector<llvm::StringRef> Texts;
  uint64_t NextText = 0;
};

/// What a function for both directions takes: a writer writes what is const.
template <typename IO, typename T>
using Ref = std::conditional_t<IO::Writes, const T, T> &;

/// \p V as its difference from \p Base; the sign goes to the lowest bit.
template <typename IO, typename T> void difference(IO &X, T &V, uint64_t Base) {
  if constexpr (IO::Writes) {
    uint64_t D = uint64_t(V) - Base;
    X.number(D << 1 ^ (D >> 63 ? ~uint64_t(0) : 0));
  } else {
    uint64_t U = X.number();
    V = static_cast<T>(Base + (U >> 1 ^ (0 - (U & 1))));
  }
}

/// A number, an enumerator or a flag.
template <typename IO, typename T>
std::enable_if_t<std::is_arithmetic_v<T> || std::is_enum_v<T>> io(IO &X, T &V) {
  difference(X, V, 0);
}

template <typename IO> void io(IO &X, Ref<IO, std::string> S) {
  if constexpr (IO::Writes)
    X.text(S);
  else
    S = X.text().str();
}

/// The size of a list, which a reader gets.
template <typename IO, typename List> void sizeOf(IO &X, List &L) {
  if constexpr (IO::Writes)
    X.number(L.size());
  else
    L.resize(X.size());
}

/// A list; its elements have an io() or are handled by \p Each.
template <typename IO, typename List, typename Fn>
void list(IO &X, List &L, Fn Each) {
  sizeOf(X, L);
  for (auto &E : L)
    Each(E);
}

template <typename IO, typename Owner, typename T>
using Member = std::conditional_t<std::is_const_v<Owner>, const T, T>;

/// Pointers to the elements of all the lists \p L of \p Owners, whose sizes
/// come first.
template <typename IO, typename Owner, typename List>
auto flatten(IO &X, const std::vector<Owner *> &Owners,
             List std::remove_const_t<Owner>::*L) {
  std::vector<Member<IO, Owner, typename List::value_type> *> Rows;
  if constexpr (IO::Writes) {
    for (Owner *O : Owners)
      X.number((O->*L).size());
  } else {
    std::vector<size_t> Sizes;
    size_t Total = 0;
    for (size_t I = 0; I < Owners.size(); ++I) {
      Sizes.push_back(X.size());
      Total += Sizes.back();
    }
    // (Each element is still to come.)
    if (!X.has(Total))
      X.fail();
    for (size_t I = 0; I < Owners.size() && !X.hasFailed(); ++I)
      (Owners[I]->*L).resize(Sizes[I]);
  }
  for (Owner *O : Owners)
    for (auto &E : O->*L)
      Rows.push_back(&E);
  return Rows;
}

/// One field of all rows.
template <typename IO, typename Row, typename T>
void column(IO &X, const std::vector<Row *> &Rows,
            T std::remove_const_t<Row>::*Field) {
  for (Row *R : Rows)
    io<IO>(X, R->*Field);
}

template <typename IO, typename Row, typename... T>
void columns(IO &X, const std::vector<Row *> &Rows, T... Fields) {
  (column(X, Rows, Fields), ...);
}

/// Numbers of which many are \p None, and the others grow.
template <typename IO, typename Row, typename T>
void sparse(IO &X, const std::vector<Row *> &Rows,
            T std::remove_const_t<Row>::*Field, T None = 0) {
  uint64_t Last = 0;
  for (Row *R : Rows) {
    bool Has = R->*Field != None;
    uint64_t Code = 0;
    if constexpr (IO::Writes) {
      if (Has) {
        uint64_t D = uint64_t(R->*Field) - Last;
        Code = (D << 1 ^ (D >> 63 ? ~uint64_t(0) : 0)) + 1;
      }
      X.number(Code);
    } else {
      Code = X.number();
      Has = Code != 0;
      --Code;
      R->*Field =
          Has ? static_cast<T>(Last + (Code >> 1 ^ (0 - (Code & 1)))) : None;
    }
    if (Has)
      Last = uint64_t(R->*Field);
  }
}

/// Lists of numbers, one in each row.
template <typename IO, typename Row, typename List>
void numberLists(IO &X, const std::vector<Row *> &Rows,
                 List std::remove_const_t<Row>::*L) {
  for (auto *V : flatten(X, Rows, L))
    io<IO>(X, *V);
}

} // namespace spinguard

#endif // SPINGUARD_REPORT_BYTESTREAM_H
