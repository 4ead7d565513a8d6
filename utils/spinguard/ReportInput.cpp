//===- ReportInput.cpp - Reports that are read back -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A file is what its content says it is, whatever its name.
//
//===----------------------------------------------------------------------===//

#include "ReportInput.h"
#include "RuntimeReport.h"
#include "report/JsonInput.h"
#include "report/SarifReader.h"
#include <set>

using namespace llvm;
using namespace spinguard;

/// Whether \p Text is meant to be one JSON document: its first line, which is
/// not the last, does not end what it begins.
static bool isOneDocument(StringRef Text) {
  auto [First, Rest] = Text.ltrim().split('\n');
  First = First.rtrim();
  return First.starts_with("{") && !First.ends_with("}") &&
         !Rest.trim().empty();
}

Expected<ReadReport> spinguard::readReports(ArrayRef<std::string> Paths) {
  auto Failed = [](StringRef Name, const Twine &What) {
    return createStringError(inconvertibleErrorCode(),
                             "'" + Name + "' " + What);
  };
  ReadReport Result;
  RuntimeReader Runtime;
  std::vector<Report> Logs;
  std::set<std::string> Once;
  for (const std::string &Path : Paths) {
    if (!Once.insert(Path).second)
      continue;
    std::string Name = inputName(Path);
    Expected<std::unique_ptr<MemoryBuffer>> Buffer = readInput(Path);
    if (!Buffer)
      return Buffer.takeError();
    StringRef Text = (*Buffer)->getBuffer();

    Expected<json::Value> Value = parseJson(Text);
    if (Value && isSarif(*Value)) {
      Expected<Report> Log = readSarif(*Value, Name);
      if (!Log)
        return Log.takeError();
      Logs.push_back(std::move(*Log));
      continue;
    }
    if (Value) {
      const json::Object *O = Value->getAsObject();
      if (O && O->get("schema") && O->get("findings"))
        return Failed(Name, "is a JSON report, which says less than SARIF; use "
                            "--format sarif where it is made");
    } else {
      std::string Problem = toString(Value.takeError());
      if (isOneDocument(Text))
        return Failed(Name, "is no JSON: " + Problem);
    }
    if (Error E = Runtime.read(Name, Text))
      return std::move(E);
  }

  Result.HasLog = !Logs.empty();
  bool First = true;
  if (Runtime.hasInput() || Logs.empty()) {
    Result.R = Runtime.finish();
    First = false;
  }
  for (Report &Log : Logs) {
    if (First)
      Result.R = std::move(Log);
    else
      mergeReports(Result.R, std::move(Log));
    First = false;
  }
  return std::move(Result);
}
