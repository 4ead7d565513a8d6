//===- HostDiagnostics.cpp - Findings in the compiler's own form ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang prints a plugin's own kinds of diagnostics without location. The kind
// that LLVM uses for assembly errors (DiagnosticInfoSrcMgr) is the one whose
// location clang takes over as it is, for errors, warnings and notes alike:
// the source buffer goes with it, and clang enters it among its own.
//
//===----------------------------------------------------------------------===//

#include "plugin/HostDiagnostics.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/IR/DiagnosticHandler.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/DiagnosticPrinter.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

namespace {

/// A diagnostic that is only text.
class TextDiagnostic : public DiagnosticInfo {
public:
  TextDiagnostic(DiagnosticSeverity Severity, StringRef Text)
      : DiagnosticInfo(getNextAvailablePluginDiagnosticKind(), Severity),
        Text(Text) {}
  void print(DiagnosticPrinter &DP) const override { DP << Text; }

private:
  StringRef Text;
};

/// The host's diagnostics, and the source files they show.
class Host {
public:
  Host(const Module &M, bool UseSource)
      : M(M), UseSource(UseSource), Handler(const_cast<DiagnosticHandler *>(
                                        M.getContext().getDiagHandlerPtr())) {}

  /// \returns false if nobody handles it.
  bool say(const DiagnosticInfo &DI) {
    if (!Handler || !Handler->handleDiagnostics(DI))
      return false;
    if (DI.getSeverity() == DS_Error)
      Handler->HasErrors = true;
    return true;
  }

  bool say(SourceMgr::DiagKind Kind, const SourceLoc &Loc, const Twine &Text) {
    if (SMLoc Place = UseSource ? find(Loc) : SMLoc(); Place.isValid())
      return say(DiagnosticInfoSrcMgr(Sources.GetMessage(Place, Kind, Text),
                                      M.getName(), /*InlineAsmDiag=*/false));
    SmallString<256> Full;
    raw_svector_ostream OS(Full);
    OS << prefix(Loc) << Text;
    return say(TextDiagnostic(severity(Kind), Full));
  }

  static std::string prefix(const SourceLoc &Loc) {
    if (!Loc.isValid())
      return std::string();
    std::string Text = Loc.File + ":" + std::to_string(Loc.Line) + ":";
    if (Loc.Column)
      Text += std::to_string(Loc.Column) + ":";
    return Text + " ";
  }

  static DiagnosticSeverity severity(SourceMgr::DiagKind Kind) {
    switch (Kind) {
    case SourceMgr::DK_Error:
      return DS_Error;
    case SourceMgr::DK_Warning:
      return DS_Warning;
    case SourceMgr::DK_Remark:
      return DS_Remark;
    case SourceMgr::DK_Note:
      return DS_Note;
    }
    llvm_unreachable("all kinds are covered");
  }

private:
  /// The place of \p Loc in its source file; invalid if that is not to be had.
  SMLoc find(const SourceLoc &Loc) {
    if (!Loc.isValid())
      return SMLoc();
    SmallString<128> Path(Loc.File);
    if (!Loc.Dir.empty() && sys::path::is_relative(Path)) {
      Path = Loc.Dir;
      sys::path::append(Path, Loc.File);
    }
    auto [It, IsNew] = BufferIds.try_emplace(Path, 0);
    if (IsNew)
      if (ErrorOr<std::unique_ptr<MemoryBuffer>> File =
              MemoryBuffer::getFile(Path, /*IsText=*/true))
        // Named as the user named it.
        It->second = Sources.AddNewSourceBuffer(
            MemoryBuffer::getMemBufferCopy((*File)->getBuffer(), Loc.File),
            SMLoc());
    if (!It->second)
      return SMLoc();
    return Sources.FindLocForLineAndColumn(It->second, Loc.Line,
                                           std::max(Loc.Column, 1u));
  }

  const Module &M;
  bool UseSource;
  DiagnosticHandler *Handler;
  SourceMgr Sources;
  StringMap<unsigned> BufferIds; ///< By path; 0: unreadable.
};

} // namespace

/// Whether the compiler was given IR. It has no source manager then.
static bool isCompiledFromIR(const Module &M) {
  StringRef Name = M.getModuleIdentifier();
  file_magic Magic;
  return sys::path::extension(Name) == ".ll" ||
         (!identify_magic(Name, Magic) && Magic == file_magic::bitcode);
}

static SourceMgr::DiagKind kindOf(const Finding &F, FailOn Fail) {
  if (F.Level == Severity::Note)
    return SourceMgr::DK_Note;
  bool Fails = Fail == FailOn::Any ||
               (Fail == FailOn::New && F.Baseline != BaselineState::Known) ||
               (Fail == FailOn::Error && F.Level == Severity::Error);
  return Fails ? SourceMgr::DK_Error : SourceMgr::DK_Warning;
}

bool spinguard::diagnoseToHost(const Module &M, const Report &R, FailOn Fail,
                               DiagnosticHost HostKind) {
  bool IsLinker = HostKind == DiagnosticHost::Linker;
  Host H(M, /*UseSource=*/!IsLinker && !isCompiledFromIR(M));

  for (const Finding &F : R.Findings) {
    // The path's last step is the event that the message is about.
    ArrayRef<PathStep> Path = F.Path;
    if (!Path.empty() && Path.back().K == PathStep::Event &&
        Path.back().Loc == F.Loc)
      Path = Path.drop_back();
    std::string Text = F.Message + " [spinguard:" + F.RuleId + "]";
    if (IsLinker)
      // A linker's message has its details below it, not in further messages.
      for (const PathStep &S : Path)
        Text += "\n>>> " + Host::prefix(S.Loc) + S.Text;
    if (!H.say(kindOf(F, Fail), F.Loc, Text))
      return false;
    if (IsLinker)
      continue;
    for (const PathStep &S : Path)
      H.say(SourceMgr::DK_Note, S.Loc, S.Text);
    if (!F.Advice.empty())
      H.say(SourceMgr::DK_Note, SourceLoc(), F.Advice);
  }

  for (const Report::GiveUp &G : R.GiveUps)
    if (!H.say(SourceMgr::DK_Warning, G.Loc,
               "no verdict on '" + G.Function + "': " + G.Reason +
                   " [spinguard]"))
      return false;
  return true;
}

void spinguard::diagnoseErrorToHost(const Module &M, StringRef Message) {
  SmallString<128> Text("SpinGuard: ");
  Text += Message;
  if (!Host(M, /*UseSource=*/false).say(TextDiagnostic(DS_Error, Text)))
    errs() << "error: " << Text << '\n';
}
