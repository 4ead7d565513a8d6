//===- Options.h - What a user may ask for ----------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All options of the plugin and the tool in one struct, however they are
// given. From strongest to weakest: pass parameters (`spinguard<…>`), the
// command line, the environment (SPINGUARD_OPTIONS), a file (.spinguard.yaml).
// A stronger source replaces what a weaker one says, except that model, role
// and suppression files add up.
//
// One text form serves parameters and environment: `name=value;name=value`.
// In a list, names are separated by commas.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_PLUGIN_OPTIONS_H
#define SPINGUARD_PLUGIN_OPTIONS_H

#include "instrument/Instrument.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <optional>
#include <string>
#include <vector>

namespace spinguard {

enum class ReportFormat : uint8_t { Text, Json, Sarif, Html };
/// Which findings make a run fail. New ones are those that are not in the
/// baseline.
enum class FailOn : uint8_t { Any, New, Error, Never };
/// Where the bitcode of a build's units is from: what the build made, what is
/// compiled for the check, or the one where it is and the other elsewhere.
enum class BitcodeFrom : uint8_t { Auto, Build, Compile };
enum class ColorWhen : uint8_t { Auto, Always, Never };

struct Options {
  std::vector<std::string> Rules; ///< Ids or original names; empty: all.
  std::vector<std::string> Models, Roles;             ///< Files.
  std::vector<std::string> Suppressions;              ///< Files.
  std::optional<std::string> Baseline, WriteBaseline; ///< Files.
  /// Which findings that do not count are printed as well: "suppressed",
  /// "fixed". Empty: all in HTML, none in other formats.
  std::vector<std::string> Show;
  std::optional<ReportFormat> Format;
  std::optional<std::string> Output; ///< File; "-" or nothing: a stream.
  std::optional<FailOn> Fail;
  std::optional<Confidence> Least; ///< Of the findings that are told.
  std::optional<ColorWhen> Color;
  std::optional<std::string> SourceRoot;
  std::optional<std::string> Config; ///< The options file.
  std::optional<unsigned> Jobs, Budget;
  std::optional<unsigned> ClockMHz; ///< Of estimates of hold times.

  // Of build directories only.
  std::optional<std::string> Clang; ///< Path or name.
  std::optional<std::string> Cache; ///< Folder, or "off".
  std::optional<BitcodeFrom> Bitcode;
  std::vector<std::string> ExtraArgs; ///< For clang, after the unit's own.

  // Of instrumentation only.
  std::optional<Elision> Elide;
  std::vector<std::string> Checks; ///< Empty: all.
  std::optional<unsigned> HoldUs;
  std::optional<HoldMode> Hold;
  std::optional<bool> Inline; ///< The hot part of the hooks.

  /// What instrumentation is to do.
  InstrumentOptions instrumentation() const;

  /// Sets the option \p Name from its text. The error names the choices.
  llvm::Error set(llvm::StringRef Name, llvm::StringRef Value);

  /// Reads `name=value;name=value`.
  llvm::Error parse(llvm::StringRef Text);

  /// Reads an options file: a YAML mapping from option names to a value or a
  /// list of values. Files it names are relative to its folder. The error is
  /// a diagnostic with file, line and caret.
  llvm::Error parseFile(llvm::MemoryBufferRef Buffer);

  /// Takes from \p Weaker what is not said here.
  void inherit(const Options &Weaker);

  /// Adds environment and options file below what is set already.
  llvm::Error inheritSurroundings();
};

} // namespace spinguard

#endif // SPINGUARD_PLUGIN_OPTIONS_H
