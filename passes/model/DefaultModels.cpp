//===- DefaultModels.cpp - The models that are built in -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Model.h"

using namespace llvm;
using namespace spinguard;

static const unsigned char Image[] = {
#include "EmbeddedModels.inc"
};

const ModelSet &ModelSet::defaults() {
  static const ModelSet *const Defaults = new ModelSet(fromImage(
      StringRef(reinterpret_cast<const char *>(Image), sizeof(Image))));
  return *Defaults;
}
