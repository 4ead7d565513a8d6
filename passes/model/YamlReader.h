//===- YamlReader.h - YAML input that cannot crash the tool -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Private to passes/model. Turns SourceMgr diagnostics into the text of an
// llvm::Error, and checks a buffer's shape before llvm::yaml::Input sees it:
// that class asserts or recurses without bound on input a user can write.
//
//===----------------------------------------------------------------------===//

#ifndef SPINGUARD_MODEL_YAMLREADER_H
#define SPINGUARD_MODEL_YAMLREADER_H

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include "llvm/Support/SourceMgr.h"
#include <string>

namespace spinguard {

/// Collects diagnostics as text: `file:line:col: error: message`, the source
/// line and a caret.
class DiagCollector {
public:
  /// \p Buffer is what the diagnostics are about.
  explicit DiagCollector(llvm::MemoryBufferRef Buffer)
      : Buffer(Buffer.getBufferStart()
                   ? Buffer
                   : llvm::MemoryBufferRef("", Buffer.getBufferIdentifier())) {}

  /// To be given to SourceMgr and yaml::Input, with a DiagCollector as context.
  static void handle(const llvm::SMDiagnostic &D, void *Collector);

  /// Reports \p Message at \p Where, a position inside of the buffer.
  void report(const char *Where, const llvm::Twine &Message);
  /// The same at the buffer's beginning.
  void report(const llvm::Twine &Message) {
    report(Buffer.getBufferStart(), Message);
  }

  bool empty() const { return Text.empty(); }
  llvm::Error takeError() const {
    return llvm::make_error<llvm::StringError>(Text,
                                               llvm::inconvertibleErrorCode());
  }

private:
  llvm::MemoryBufferRef Buffer;
  std::string Text;
  unsigned Count = 0;
};

enum class YamlRoot { Mapping, Sequence };

/// True when \p Buffer is one well-formed YAML document that yaml::Input can
/// read, with a root of the given kind that is called \p What. If it is not,
/// \p Diags says why.
bool checkYamlShape(llvm::MemoryBufferRef Buffer, YamlRoot Root,
                    llvm::StringRef What, DiagCollector &Diags);

/// The word of \p Words that is spelled most like \p Text, if it is at all
/// alike; otherwise empty.
llvm::StringRef nearestWord(llvm::StringRef Text,
                            llvm::ArrayRef<llvm::StringRef> Words);

/// The key of the schema of model and role files that \p Key was meant to be;
/// empty if none is alike.
llvm::StringRef nearestSchemaKey(llvm::StringRef Key);

} // namespace spinguard

#endif // SPINGUARD_MODEL_YAMLREADER_H
