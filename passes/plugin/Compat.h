//===- Compat.h - What differs between LLVM versions ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// SpinGuard builds against LLVM 19 to 22. This is the one file of the tree that
// asks which; everything else is written for all of them.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_PLUGIN_COMPAT_H
#define SPINGUARD_PLUGIN_COMPAT_H

#include "llvm/ADT/MapVector.h"
#include "llvm/Config/llvm-config.h"

// The plugin interface moved.
#if LLVM_VERSION_MAJOR >= 22
#include "llvm/Plugins/PassPlugin.h"
#else
#include "llvm/Passes/PassPlugin.h"
#endif

// Option tables keep their strings in one StringTable from LLVM 20 on. These
// two say how TableGen's output becomes the base class of an option table.
//   SPINGUARD_OPTION_STRINGS  declares the tables Opts.inc refers to.
//   SPINGUARD_OPTION_BASE     the arguments of GenericOptTable's constructor.
#if LLVM_VERSION_MAJOR >= 20
#define SPINGUARD_OPTION_STRINGS 1
#define SPINGUARD_OPTION_BASE(Infos)                                           \
  GenericOptTable(OptionStrTable, OptionPrefixesTable, Infos)
#else
#define SPINGUARD_OPTION_STRINGS 0
#define SPINGUARD_OPTION_BASE(Infos) GenericOptTable(Infos)
#endif

namespace llvm {
class APInt;
class Value;
} // namespace llvm

namespace spinguard {

/// What GEPOperator::collectOffset collects variable indexes in.
#if LLVM_VERSION_MAJOR >= 20
using VariableOffsets = llvm::SmallMapVector<llvm::Value *, llvm::APInt, 4>;
#else
using VariableOffsets = llvm::MapVector<llvm::Value *, llvm::APInt>;
#endif

/// The LLVM major version this was built for.
constexpr unsigned BuiltForLLVM = LLVM_VERSION_MAJOR;

} // namespace spinguard

#endif // SPINGUARD_PLUGIN_COMPAT_H
