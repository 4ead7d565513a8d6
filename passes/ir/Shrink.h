//===- Shrink.h - Lists that have grown enough ------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_SHRINK_H
#define SPINGUARD_IR_SHRINK_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <algorithm>
#include <iterator>
#include <vector>

namespace spinguard {

/// Gives back what a list that is to stay has grown by. (libstdc++'s
/// shrink_to_fit() does nothing where exceptions are off.)
template <typename T> void shrink(std::vector<T> &List) {
  if (List.capacity() > List.size())
    List = std::vector<T>(std::make_move_iterator(List.begin()),
                          std::make_move_iterator(List.end()));
}

template <typename T, unsigned N> void shrink(llvm::SmallVector<T, N> &List) {
  if (List.capacity() > std::max<size_t>(List.size(), N))
    List = llvm::SmallVector<T, N>(llvm::ArrayRef<T>(List));
}

} // namespace spinguard

#endif // SPINGUARD_IR_SHRINK_H
