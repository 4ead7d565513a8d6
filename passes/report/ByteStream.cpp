//===- ByteStream.cpp - Numbers and texts as bytes ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/ByteStream.h"

using namespace llvm;
using namespace spinguard;

std::string ByteWriter::take() {
  std::string Rest = std::move(Body);
  Body.clear();
  number(Texts.size());
  for (StringRef S : Texts)
    number(S.size());
  for (StringRef S : Texts)
    Body += S;
  return std::move(Body) + Rest;
}

ByteReader::ByteReader(StringRef Bytes)
    : At(Bytes.bytes_begin()), End(Bytes.bytes_end()) {
  std::vector<size_t> Sizes(size());
  for (size_t &S : Sizes)
    S = size_t(number());
  for (size_t S : Sizes) {
    if (!has(S)) {
      fail();
      return;
    }
    Texts.emplace_back(reinterpret_cast<const char *>(At), S);
    At += S;
  }
}

uint64_t ByteReader::number() {
  uint64_t V = 0;
  for (unsigned Shift = 0; At != End && Shift < 64; Shift += 7) {
    uint8_t Byte = *At++;
    V |= uint64_t(Byte & 0x7f) << Shift;
    if (Byte < 0x80)
      return V;
  }
  fail();
  return 0;
}
