//===- RulesPage.cpp - The reference page of the rules --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The words are those of Rules.def, the examples those that the tests verify.
// A rule without a test of its name in test/rules has no example here.
//
//===----------------------------------------------------------------------===//

#include "RulesPage.h"
#include "rules/Rules.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>

using namespace llvm;
using namespace spinguard;

static constexpr std::pair<StringRef, StringRef> Examples[] = {
#include "RuleExamples.inc"
};

std::string spinguard::exampleOf(StringRef Source, bool Sound) {
  std::string Out;
  bool Inside = false;
  SmallVector<bool, 2> Kept; // Of each open #if: is this branch compiled?
  SmallVector<StringRef, 64> Lines;
  Source.split(Lines, '\n');
  for (StringRef Line : Lines) {
    if (Line == "// EXAMPLE") {
      Inside = true;
      continue;
    }
    if (Line == "// END")
      break;
    if (!Inside)
      continue;
    if (Line == "#ifdef SOUND") {
      Kept.push_back(Sound);
    } else if (Line == "#ifndef SOUND") {
      Kept.push_back(!Sound);
    } else if (Line == "#else" && !Kept.empty()) {
      Kept.back() = !Kept.back();
    } else if (Line == "#endif" && !Kept.empty()) {
      Kept.pop_back();
    } else if (all_of(Kept, [](bool K) { return K; })) {
      auto [Code, Marker] = Line.split("// DEFECT: ");
      Out += Code.rtrim();
      if (!Marker.empty() && !Sound)
        Out += (" // <- " + Marker).str();
      Out += '\n';
    }
  }
  return Out;
}

/// \p Text in lines of at most 78 columns; \p Indent begins all but the first.
static void printWrapped(raw_ostream &OS, const Twine &Text,
                         StringRef Indent = "") {
  std::string Whole = Text.str();
  size_t Column = 0;
  for (StringRef Word : split(Whole, ' ')) {
    if (Column && Column + 1 + Word.size() > 78) {
      OS << '\n' << Indent;
      Column = Indent.size();
    } else if (Column) {
      OS << ' ';
      ++Column;
    }
    OS << Word;
    Column += Word.size();
  }
  OS << '\n';
}

static void printExample(raw_ostream &OS, StringRef Id, StringRef Source) {
  for (bool Sound : {false, true})
    OS << (Sound ? "Right:" : "Wrong:") << "\n\n```c\n"
       << exampleOf(Source, Sound) << "```\n\n";
}

/// The original rules that a rule serves, model by model.
static void printOriginals(raw_ostream &OS, const RuleInfo &Rule) {
  std::string Text;
  ListSeparator Comma;
  for (const VerifierRule &V : allVerifierRules()) {
    if (!V.serves(Rule.Id))
      continue;
    Text += StringRef(Comma);
    Text += ("`" + V.Name + "`").str();
  }
  printWrapped(OS, "- Original names: " + (Text.empty() ? "none" : Text), "  ");
}

static void printRule(raw_ostream &OS, const RuleInfo &Rule) {
  OS << "## " << Rule.Id << "\n\n";
  printWrapped(OS, Rule.Title + ".");
  OS << '\n';
  printWrapped(OS, Rule.Help);
  OS << '\n';
  for (const auto &[File, Source] : Examples)
    if (File == (Rule.Id + ".c").str())
      printExample(OS, Rule.Id, Source);
  StringRef Advice = adviceOf(Rule.Id);
  if (!Advice.empty())
    printWrapped(OS, "- What to do: " + Advice, "  ");
  OS << "- Severity: " << toString(Rule.Level) << '\n';
  printOriginals(OS, Rule);
  OS << "- Bug check at run time: "
     << (Rule.BugCheck.empty() ? StringRef("none") : Rule.BugCheck) << '\n';
  OS << "- To suppress: `// spinguard: ignore(" << Rule.Id << ") reason`\n\n";
}

static constexpr StringLiteral Head = R"(# Rules

This page is what `spinguard rules --markdown` prints.

`--rules` selects by the names here, or by an original name of the driver
verifier's rules, which selects findings about the locks of its model only:
`--rules double-acquire,wdm:CancelSpinLock`. A name without model (`SpinLock`)
is that rule in every model, `wdm:*` are all of a model.

)";

static constexpr StringLiteral Tail = R"(## Suppressing a finding

Every suppression has a reason, and one that matches nothing any more is told.

- A comment on the finding's line, or above its statement; several rules are
  separated by commas, `*` is all:

  ```c
  // spinguard: ignore(double-acquire) the boot processor is alone here
  ```

- Before a function, with `spinguard/Annotations.h`:

  ```c
  SPINGUARD_IGNORE("double-acquire", "the boot processor is alone here")
  ```

- In a file (`--suppressions FILE`), for code that is not yours:

  ```yaml
  - {rule: double-acquire, file: "vendor/*", reason: replaced in the next release}
  ```

What a project has when it takes up the checker goes to a baseline
(`--write-baseline`, `--baseline`).

## Original names

| name | rules | kinds of locks |
|---|---|---|
)";

void spinguard::printRulesPage(raw_ostream &OS) {
  OS << Head;
  for (const RuleInfo &Rule : allRules())
    OS << "- [" << Rule.Id << "](#" << Rule.Id << "): " << Rule.Title << '\n';
  OS << '\n';
  for (const RuleInfo &Rule : allRules())
    printRule(OS, Rule);
  OS << Tail;
  auto Cell = [&](StringRef List) {
    ListSeparator Comma;
    for (StringRef Word : split(List, ','))
      OS << Comma << Word;
  };
  for (const VerifierRule &V : allVerifierRules()) {
    OS << "| `" << V.Name << "` | ";
    Cell(V.Rules);
    OS << " | ";
    if (V.LockKinds == "*")
      OS << "all";
    else
      Cell(V.LockKinds);
    OS << " |\n";
  }
}
