//===- options.c - SPINGUARD_OPTIONS --------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// name=value pairs, separated by colons, spaces or commas, as in the options of
// sanitizers. From weak to strong: what the pass was given, what the program's
// __spinguard_default_options returns, the environment.
//
//===----------------------------------------------------------------------===//

#include "runtime.h"
#include <stddef.h>

struct options __sg_options = {.ExitCode = 66, .HoldUs = 25};

enum { Number, Choice, Text };

#define FIELD(Name) offsetof(struct options, Name)
/// Of a choice, the words in the order of their values.
static const struct {
  char Name[20];
  uint8_t Kind, Offset;
  char Words[36];
} Known[] = {
    {"halt_on_error", Number, FIELD(HaltOnError), ""},
    {"exitcode", Number, FIELD(ExitCode), ""},
    {"abort_on_error", Number, FIELD(AbortOnError), ""},
    {"log_path", Text, FIELD(LogPath), ""},
    {"json", Number, FIELD(Json), ""},
    {"json_path", Text, FIELD(JsonPath), ""},
    {"suppressions", Text, FIELD(Suppressions), ""},
    {"verbosity", Number, FIELD(Verbosity), ""},
    {"color", Choice, FIELD(Color), "auto always never"},
    {"hold_us", Number, FIELD(HoldUs), ""},
    {"hold_mode", Choice, FIELD(HoldMode), "off watchdog sampled exact"},
    {"gated_inversions", Number, FIELD(GatedInversions), ""},
    {"on_self_deadlock", Choice, FIELD(AbortOnSelfDeadlock), "report abort"},
};
enum { KnownCount = sizeof(Known) / sizeof(Known[0]) };

static int separates(char C) {
  return C == ':' || C == ' ' || C == ',' || C == '\t' || C == '\n';
}

/// Whether the word at Text is Name; ends at End, a separator or NUL.
static size_t matches(const char *Text, const char *Name, char End) {
  size_t I = 0;
  while (Name[I] && Name[I] != ' ' && Text[I] == Name[I])
    ++I;
  if (Name[I] && Name[I] != ' ')
    return 0;
  return Text[I] == End ||
                 ((!End || End == ' ') && (!Text[I] || separates(Text[I])))
             ? I
             : 0;
}

static COLD void wrong(const char *What, const char *Option,
                       const char *Words) {
  static char Line[512];
  size_t Size = 0;
  const char *Parts[3] = {What, " '", Option};
  for (size_t P = 0; P < 3; ++P)
    for (const char *T = Parts[P]; *T && Size < 160; ++T) {
      if (P == 2 && separates(*T))
        break;
      Line[Size++] = *T;
    }
  for (const char *T = "' in SPINGUARD_OPTIONS; known are"; *T;)
    Line[Size++] = *T++;
  if (Words)
    Line[Size++] = ' ';
  for (const char *T = Words; T && *T;)
    Line[Size++] = *T++;
  for (size_t I = 0; !Words && I < KnownCount; ++I) {
    if (I)
      Line[Size++] = ',';
    Line[Size++] = ' ';
    for (const char *T = Known[I].Name; *T;)
      Line[Size++] = *T++;
  }
  Line[Size] = 0;
  __sg_say(Line, 0, 0);
  __sg_die(2);
}

static void parseValue(size_t I, const char *Option, const char *Value) {
  void *Place = (char *)&__sg_options + Known[I].Offset;
  uint32_t N = 0;
  switch (Known[I].Kind) {
  case Text:
    *(const char **)Place = Value;
    return;
  case Choice: {
    const char *W = Known[I].Words;
    for (;; ++N) {
      if (matches(Value, W, ' ')) {
        *(uint32_t *)Place = N;
        return;
      }
      while (*W && *W != ' ')
        ++W;
      if (!*W)
        wrong("unknown value in", Option, Known[I].Words);
      ++W;
    }
  }
  default: {
    const char *T = Value;
    for (; *T >= '0' && *T <= '9' && N < 100000000; ++T)
      N = N * 10 + (uint32_t)(*T - '0');
    if (T == Value || (*T && !separates(*T)))
      wrong("no number in", Option, "numbers from 0 to 999999999");
    *(uint32_t *)Place = N;
  }
  }
}

static void parse(const char *T) {
  while (T && *T) {
    if (separates(*T)) {
      ++T;
      continue;
    }
    size_t I = 0, Length = 0;
    while (I < KnownCount && !(Length = matches(T, Known[I].Name, '=')))
      ++I;
    if (I == KnownCount)
      wrong("unknown option", T, 0);
    parseValue(I, T, T + Length + 1);
    while (*T && !separates(*T))
      ++T;
  }
}

__attribute__((weak)) PUBLIC const char *__spinguard_default_options(void) {
  return 0;
}

static const char *ModuleOptions;
static uint32_t Started;

void __sg_module_options(const char *T) {
  if (!get(Started)) {
    set(ModuleOptions, T);
    parse(T);
  }
}

void __sg_start(void) {
  if (__atomic_exchange_n(&Started, 1, __ATOMIC_ACQ_REL))
    return;
  parse(__spinguard_default_options());
  parse(__sg_environment_options());
  __sg_platform_start();
}
