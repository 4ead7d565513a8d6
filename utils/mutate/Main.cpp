//===- Main.cpp - Makes wrong versions of a program -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// spinguard-mutate -o DIR FILE...: writes mutants of bitcode to DIR, and to
// DIR/mutants.json what was changed in each. The same input and options give
// the same mutants. Exit status 0, or 2 for a usage or input error.
//
//===----------------------------------------------------------------------===//

#include "Input.h"
#include "Operators.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include <random>

using namespace llvm;
using namespace spinguard;

namespace {

struct MutateOptions {
  std::vector<const MutationOperator *> Operators;
  std::string Folder;
  unsigned Limit = 0; ///< Mutants of a file by one operator.
  uint64_t Seed = 0;
};

/// Makes the mutants of one file, and rows about them.
class FileMutator {
public:
  FileMutator(StringRef Path, const MutateOptions &Opts, const ModelSet &Models,
              json::OStream &Truth)
      : Path(Path), Opts(Opts), Models(Models), Truth(Truth) {}

  void mutate(Module &M);
  std::string Error; ///< A sentence, or empty.
  unsigned NumMutants = 0;

private:
  std::vector<Mutation> choose(std::vector<Mutation> Places) const;
  bool write(const MutationOperator &Op, const Mutation &Place, Module &M);
  void tell(const MutationOperator &Op, const Mutation &Place, StringRef File);

  StringRef Path;
  const MutateOptions &Opts;
  const ModelSet &Models;
  json::OStream &Truth;
  unsigned NumModules = 0;
};

} // namespace

/// At most Limit of \p Places, in their order.
std::vector<Mutation> FileMutator::choose(std::vector<Mutation> Places) const {
  if (Opts.Limit == 0 || Places.size() <= Opts.Limit)
    return Places;
  std::vector<size_t> Order(Places.size());
  for (size_t I = 0; I != Order.size(); ++I)
    Order[I] = I;
  // (What std::shuffle does with a generator's numbers is not specified.)
  std::mt19937_64 Random(Opts.Seed);
  for (size_t I = 0; I != Opts.Limit; ++I)
    std::swap(Order[I], Order[I + Random() % (Order.size() - I)]);
  Order.resize(Opts.Limit);
  llvm::sort(Order);
  std::vector<Mutation> Out;
  for (size_t I : Order)
    Out.push_back(std::move(Places[I]));
  return Out;
}

void FileMutator::tell(const MutationOperator &Op, const Mutation &Place,
                       StringRef File) {
  const LockCall &C = *Place.First;
  Truth.object([&] {
    Truth.attribute("operator", Op.Name);
    Truth.attribute("original", Path);
    Truth.attribute("mutant", File);
    Truth.attribute("function", C.Function);
    Truth.attribute("file", C.Loc.File);
    Truth.attribute("line", C.Loc.Line);
    Truth.attribute("column", C.Loc.Column);
    Truth.attribute("lock", C.LockText);
    Truth.attribute("lockKind", C.E.Row->LockKind);
    Truth.attribute("callee", C.Callee);
    if (Place.Second) {
      Truth.attribute("otherLine", Place.Second->Loc.Line);
      Truth.attribute("otherLock", Place.Second->LockText);
    }
    Truth.attribute("change", Place.Change);
  });
}

bool FileMutator::write(const MutationOperator &Op, const Mutation &Place,
                        Module &M) {
  ValueToValueMapTy Map;
  std::unique_ptr<Module> Clone = CloneModule(M, Map);
  Op.Apply(Place, Map);
  std::string Problem;
  raw_string_ostream Problems(Problem);
  if (verifyModule(*Clone, &Problems)) {
    Error = "'" + Path.str() + "': " + Op.Name.str() + " in '" +
            Place.First->Function + "' gave invalid IR (" +
            StringRef(Problems.str()).split('\n').first.str() +
            "); this is a defect of spinguard-mutate";
    return false;
  }
  std::string Number = utostr(NumMutants++);
  Number.insert(0, Number.size() < 4 ? 4 - Number.size() : 0, '0');
  SmallString<128> File(Opts.Folder);
  sys::path::append(File, sys::path::stem(Path) + "." + Number + "." + Op.Name +
                              ".bc");
  std::error_code EC;
  raw_fd_ostream OS(File, EC);
  if (!EC) {
    WriteBitcodeToFile(*Clone, OS);
    OS.close();
    EC = OS.error();
    OS.clear_error();
  }
  if (EC) {
    Error = "cannot write '" + File.str().str() + "': " + EC.message();
    return false;
  }
  tell(Op, Place, File);
  return true;
}

void FileMutator::mutate(Module &M) {
  if (NumModules++ != 0) {
    Error = "'" + Path.str() + "' holds several modules; give one at a time";
    return;
  }
  LockCalls Calls = findLockCalls(M, Models);
  for (const MutationOperator *Op : Opts.Operators)
    for (const Mutation &Place : choose(Op->Find(Calls)))
      if (!write(*Op, Place, M))
        return;
}

static int fail(const Twine &Message) {
  errs() << "spinguard-mutate: error: " << Message << '\n';
  return 2;
}

/// Returns what went wrong, or nothing. \p Stems are those of the files before.
static std::string mutateFile(const std::string &Path,
                              const MutateOptions &Opts, const ModelSet &Models,
                              StringSet<> &Stems, json::OStream &Truth) {
  if (!Stems.insert(sys::path::stem(Path)).second)
    return ("two inputs are called '" + sys::path::stem(Path) +
            "'; give them one at a time, with a folder each")
        .str();
  InputFile File;
  File.Path = Path;
  FileMutator Mutator(Path, Opts, Models, Truth);
  readModules(File, [&](Module &M) { Mutator.mutate(M); });
  StringRef Problem = File.Error;
  Problem.consume_front("spinguard: error: ");
  if (!Problem.empty())
    return Problem.str();
  if (Mutator.Error.empty())
    outs() << Path << ": " << Mutator.NumMutants << " mutants\n";
  return Mutator.Error;
}

static int run(ArrayRef<std::string> Files, const MutateOptions &Opts,
               const ModelSet &Models) {
  if (std::error_code EC = sys::fs::create_directories(Opts.Folder))
    return fail("cannot make the folder '" + Opts.Folder +
                "': " + EC.message());
  SmallString<128> TruthFile(Opts.Folder);
  sys::path::append(TruthFile, "mutants.json");
  std::string Text;
  raw_string_ostream Buffer(Text);
  json::OStream Truth(Buffer, 2);
  Truth.objectBegin();
  Truth.attribute("seed", Opts.Seed);
  Truth.attribute("limit", Opts.Limit);
  Truth.attributeBegin("mutants");
  Truth.arrayBegin();
  std::string Problem;
  StringSet<> Stems;
  for (const std::string &Path : Files) {
    Problem = mutateFile(Path, Opts, Models, Stems, Truth);
    if (!Problem.empty())
      break;
  }
  // (A writer of JSON must come to its end, whatever happened.)
  Truth.arrayEnd();
  Truth.attributeEnd();
  Truth.objectEnd();
  if (!Problem.empty())
    return fail(Problem);
  Buffer << '\n';
  std::error_code EC;
  raw_fd_ostream OS(TruthFile, EC);
  if (!EC) {
    OS << Buffer.str();
    OS.close();
    EC = OS.error();
    OS.clear_error();
  }
  if (EC)
    return fail("cannot write '" + TruthFile + "': " + EC.message());
  return 0;
}

int main(int Argc, char **Argv) {
  // (No file-scope options: see passes/plugin.)
  cl::OptionCategory Category("Options");
  cl::list<std::string> Files(cl::Positional, cl::desc("FILE..."),
                              cl::cat(Category));
  cl::opt<std::string> Folder(
      "o", cl::desc("Write the mutants and mutants.json to DIR"),
      cl::value_desc("DIR"), cl::cat(Category));
  cl::opt<unsigned> Limit(
      "limit", cl::desc("Mutants of a file by one operator (0: all places)"),
      cl::value_desc("N"), cl::init(10), cl::cat(Category));
  cl::opt<uint64_t> Seed("seed", cl::desc("Which places, where there are more"),
                         cl::value_desc("N"), cl::init(1), cl::cat(Category));
  cl::list<std::string> Operators("operators", cl::CommaSeparated,
                                  cl::desc("These operators only"),
                                  cl::value_desc("LIST"), cl::cat(Category));
  cl::list<std::string> ModelFiles("models",
                                   cl::desc("Add the lock APIs of a YAML file"),
                                   cl::value_desc("FILE"), cl::cat(Category));
  cl::HideUnrelatedOptions(Category);
  std::string Overview = "Makes wrong versions of bitcode. Operators:\n";
  for (const MutationOperator &Op : mutationOperators())
    Overview += "  " + Op.Name.str() + ": " + Op.Help.str() + "\n";
  std::string Problem;
  raw_string_ostream Problems(Problem);
  if (!cl::ParseCommandLineOptions(Argc, Argv, Overview, &Problems)) {
    // (Of a value that cannot be, it has told itself.)
    StringRef First = StringRef(Problems.str()).split('\n').first;
    return First.empty() ? 2 : fail(First);
  }

  if (Files.empty())
    return fail("no input; give files of bitcode or textual IR");
  if (Folder.empty())
    return fail("no folder for the mutants; say '-o DIR'");
  MutateOptions Opts;
  Opts.Folder = Folder;
  Opts.Limit = Limit;
  Opts.Seed = Seed;
  for (const MutationOperator &Op : mutationOperators())
    if (Operators.empty() || is_contained(Operators, Op.Name.str()))
      Opts.Operators.push_back(&Op);
  for (const std::string &Name : Operators) {
    if (any_of(mutationOperators(),
               [&](const MutationOperator &Op) { return Op.Name == Name; }))
      continue;
    std::string Known;
    ListSeparator Comma;
    for (const MutationOperator &Op : mutationOperators())
      Known += (StringRef(Comma) + Op.Name).str();
    return fail("there is no operator '" + Name + "'; operators are " + Known);
  }
  ModelSet Models = ModelSet::defaults();
  for (const std::string &File : ModelFiles)
    if (llvm::Error E = Models.addYamlFile(File)) {
      errs() << toString(std::move(E)) << '\n';
      return 2;
    }
  prepareReaders();
  return run(Files, Opts, Models);
}
