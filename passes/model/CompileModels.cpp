//===- CompileModels.cpp - From model files to what is embedded -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Part of the build: reads model files, in the order given, with all checks,
// and writes the image of their contents as the initialiser of an array. What
// is wrong with a model ends the build with its line and a caret.
//
//   SpinGuardCompileModels OUT FILE...
//
//===----------------------------------------------------------------------===//

#include "model/Model.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

int main(int Argc, char **Argv) {
  if (Argc < 3) {
    errs() << "usage: SpinGuardCompileModels OUT FILE...\n";
    return 1;
  }
  ModelSet Set;
  for (int I = 2; I < Argc; ++I)
    if (Error E = Set.addYamlFile(Argv[I])) {
      errs() << toString(std::move(E)) << "\n";
      return 1;
    }

  std::error_code EC;
  raw_fd_ostream Out(Argv[1], EC);
  if (EC) {
    errs() << "cannot write '" << Argv[1] << "': " << EC.message() << "\n";
    return 1;
  }
  Out << "// Generated from the model files; do not edit.\n";
  unsigned Column = 0;
  for (char C : Set.image())
    Out << unsigned(static_cast<unsigned char>(C))
        << (++Column % 20 == 0 ? ",\n" : ",");
  Out << "\n";
  Out.close();
  if (Out.has_error()) {
    errs() << "cannot write '" << Argv[1] << "': " << Out.error().message()
           << "\n";
    Out.clear_error();
    return 1;
  }
  return 0;
}
