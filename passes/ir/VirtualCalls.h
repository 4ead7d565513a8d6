//===- VirtualCalls.h - Virtual functions and their calls -------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a call through a virtual table may go to: a table's entry is a slot, as
// a field of a struct of function pointers is. Layouts are those of the
// Itanium C++ ABI, classes and their bases come from debug information.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_IR_VIRTUALCALLS_H
#define SPINGUARD_IR_VIRTUALCALLS_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class Function;
class LoadInst;
class Module;
} // namespace llvm

namespace spinguard {

class SourceNames;

/// The slot that \p Callee reads: "_ZTS4Base+8", where the pointer that is
/// called comes from the virtual table of an object of a known class; or "".
std::string virtualSlot(const llvm::LoadInst &Callee, const SourceNames &Names);

/// Calls \p Add with each function of the virtual tables of \p M, and the slot
/// of the class and of each base whose table that part is.
void forEachVirtualFunction(
    const llvm::Module &M,
    llvm::function_ref<void(llvm::StringRef Slot, const llvm::Function &)> Add);

} // namespace spinguard

#endif // SPINGUARD_IR_VIRTUALCALLS_H
