//===- Progress.cpp - What is going on, on a terminal ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Progress.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace spinguard;

static constexpr std::chrono::milliseconds Interval(100);

Progress::Progress(bool Quiet) {
  std::optional<std::string> Terminal = sys::Process::GetEnv("TERM");
  std::optional<std::string> CI = sys::Process::GetEnv("CI");
  Enabled = !Quiet && sys::Process::StandardErrIsDisplayed() && Terminal &&
            *Terminal != "dumb" && (!CI || *CI == "false");
}

/// "45 s", "3:20", "1:02:03".
static std::string duration(double Seconds) {
  uint64_t S = Seconds < 0 ? 0 : static_cast<uint64_t>(Seconds + 0.5);
  if (S < 60)
    return utostr(S) + " s";
  auto Two = [](uint64_t N) { return (N < 10 ? "0" : "") + utostr(N); };
  if (S < 3600)
    return utostr(S / 60) + ":" + Two(S % 60);
  return utostr(S / 3600) + ":" + Two(S / 60 % 60) + ":" + Two(S % 60);
}

std::string Progress::line(StringRef Phase, size_t Done, size_t Total,
                           std::optional<size_t> Findings, double Seconds) {
  std::string Text = "spinguard: " + Phase.str();
  if (Total)
    Text += " " + utostr(Done) + "/" + utostr(Total);
  if (Findings)
    Text +=
        ", " + utostr(*Findings) + (*Findings == 1 ? " finding" : " findings");
  // (The first units say little: they fill the caches of the system.)
  if (Total && Done >= 3 && Done < Total && Seconds > 1)
    Text += ", " + duration(Seconds / Done * (Total - Done)) + " left";
  else if (!Total && Seconds > 1)
    Text += ", " + duration(Seconds);
  return Text;
}

void Progress::show() {
  Clock::time_point Now = Clock::now();
  Shown = Now;
  double Seconds = std::chrono::duration<double>(Now - Begin).count();
  std::string Text = line(Phase, Done, Total, Findings, Seconds);
  // A line that wraps could not be taken back.
  unsigned Columns = sys::Process::StandardErrColumns();
  if (Columns > 1 && Text.size() >= Columns)
    Text.resize(Columns - 1);
  errs() << "\r\033[K" << Text;
  errs().flush();
}

void Progress::begin(StringRef NewPhase, size_t NewTotal) {
  if (!Enabled)
    return;
  std::lock_guard<std::mutex> Lock(Mutex);
  Phase = NewPhase.str();
  Total = NewTotal;
  Done = 0;
  Findings.reset();
  Begin = Clock::now();
  show();
  if (Running)
    return;
  Running = true;
  Ticker = std::thread([this] {
    std::unique_lock<std::mutex> TickerLock(Mutex);
    while (Running)
      if (Changed.wait_for(TickerLock, Interval * 5) ==
              std::cv_status::timeout &&
          Running)
        show();
  });
}

void Progress::unitDone() {
  if (!Enabled)
    return;
  std::lock_guard<std::mutex> Lock(Mutex);
  ++Done;
  if (Running && Clock::now() - Shown >= Interval)
    show();
}

void Progress::set(size_t NowDone, size_t OfTotal, size_t NowFindings) {
  if (!Enabled)
    return;
  std::lock_guard<std::mutex> Lock(Mutex);
  Done = NowDone;
  Total = OfTotal;
  Findings = NowFindings;
  if (Running && Clock::now() - Shown >= Interval)
    show();
}

void Progress::finish() {
  {
    std::lock_guard<std::mutex> Lock(Mutex);
    if (!Running)
      return;
    Running = false;
    errs() << "\r\033[K";
    errs().flush();
  }
  Changed.notify_all();
  Ticker.join();
}
