//===- ChildProcess.cpp - Programs that are run, and Ctrl-C ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ChildProcess.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Program.h"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <thread>
#include <unistd.h>

using namespace llvm;
using namespace spinguard;

namespace {

/// The programs that run.
struct Children {
  std::mutex Mutex;
  std::vector<sys::procid_t> Running;
  bool Ended = false;
};

Children &children() {
  static Children All;
  return All;
}

} // namespace

ProcessResult spinguard::runProcess(StringRef Program,
                                    ArrayRef<std::string> Args,
                                    StringRef Directory, StringRef Stdout,
                                    StringRef Stderr) {
  // The working directory belongs to the process, not to a thread: the shell
  // goes there, and the program takes its place.
  static constexpr StringLiteral Shell = "/bin/sh";
  SmallVector<StringRef, 64> Words = {
      "sh", "-c",      "cd -- \"$1\" && shift && exec \"$@\"",
      "sh", Directory, Program};
  Words.append(Args.begin(), Args.end());
  std::optional<StringRef> Redirects[] = {StringRef(""), Stdout, Stderr};

  ProcessResult Result;
  Children &All = children();
  sys::ProcessInfo Process;
  {
    std::lock_guard<std::mutex> Lock(All.Mutex);
    if (All.Ended) {
      Result.Problem = "interrupted";
      return Result;
    }
    bool Failed = false;
    Process = sys::ExecuteNoWait(Shell, Words, std::nullopt, Redirects,
                                 /*MemoryLimit=*/0, &Result.Problem, &Failed);
    if (Failed || Process.Pid == sys::ProcessInfo::InvalidPid)
      return Result;
    All.Running.push_back(Process.Pid);
  }
  sys::ProcessInfo Waited = sys::Wait(Process, std::nullopt, &Result.Problem);
  Result.Status = Waited.ReturnCode;
  std::lock_guard<std::mutex> Lock(All.Mutex);
  All.Running.erase(
      std::find(All.Running.begin(), All.Running.end(), Process.Pid));
  return Result;
}

void spinguard::endChildren() {
  Children &All = children();
  std::lock_guard<std::mutex> Lock(All.Mutex);
  All.Ended = true;
  for (sys::procid_t Pid : All.Running)
    ::kill(Pid, SIGKILL);
}

//===----------------------------------------------------------------------===//
// Signals
//===----------------------------------------------------------------------===//

/// Where the signal handler tells the thread that waits.
static int SignalPipe[2] = {-1, -1};

static void onSignal(int Signal) {
  int Saved = errno;
  char Byte = static_cast<char>(Signal);
  (void)!::write(SignalPipe[1], &Byte, 1);
  errno = Saved;
}

void spinguard::onInterrupt(
    std::function<void(int Signal, unsigned Count)> Handler) {
  if (::pipe2(SignalPipe, O_CLOEXEC) != 0)
    return;
  std::thread([Handler = std::move(Handler)] {
    unsigned Count = 0;
    char Byte;
    for (;;) {
      ssize_t N = ::read(SignalPipe[0], &Byte, 1);
      if (N == 1)
        Handler(Byte, ++Count);
      else if (N == 0 || errno != EINTR)
        return;
    }
  }).detach();
  for (int Signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction Action = {};
    // What the caller ignores (nohup) stays ignored.
    if (::sigaction(Signal, nullptr, &Action) == 0 &&
        Action.sa_handler == SIG_IGN)
      continue;
    Action = {};
    Action.sa_handler = onSignal;
    Action.sa_flags = SA_RESTART;
    ::sigaction(Signal, &Action, nullptr);
  }
}
