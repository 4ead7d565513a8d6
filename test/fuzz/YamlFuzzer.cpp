//===- YamlFuzzer.cpp - Fuzzes the loaders of models, roles and options ---===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every input is read as a model file, as a role file and as an options file.
// Each must be taken or refused with a diagnostic that is not empty.
//
//===----------------------------------------------------------------------===//

#include "model/Model.h"
#include "plugin/Options.h"
#include <cstdlib>

using namespace llvm;
using namespace spinguard;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size);

/// A refusal without a word is a defect.
static void expectWords(Error E) {
  handleAllErrors(std::move(E), [](const ErrorInfoBase &Info) {
    if (Info.message().empty())
      std::abort();
  });
}

int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  // Files end with a null character in memory, as MemoryBuffer leaves them.
  std::string Text(reinterpret_cast<const char *>(Data), Size);
  MemoryBufferRef Buffer(Text, "fuzz.yaml");

  ModelSet Models;
  expectWords(Models.addYaml(Buffer));
  expectWords(readRoleFile(Buffer, ModelSet::defaults()).takeError());
  expectWords(Options().parseFile(Buffer));
  return 0;
}
