//===- report.c - Reports as text, as JSON lines and to the program -------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One report for each rule and pair of sites, in the shape of the sanitizers'.
// A report is written at once, under the internal lock and with interrupts
// masked, from a static buffer.
//
//===----------------------------------------------------------------------===//

#include "runtime.h"

#define SPINGUARD_ENUM(Name, ...) Rule##Name,
enum { SPINGUARD_RULES(SPINGUARD_ENUM) };
#undef SPINGUARD_ENUM

static const struct {
  const char *Id;
  uint32_t Code, Sub;
} Rules[] = {
#define SPINGUARD_ROW(Name, Id, Code, Sub) {Id, Code, Sub},
    SPINGUARD_RULES(SPINGUARD_ROW)
#undef SPINGUARD_ROW
};

static const struct {
  const char *Sentence;
  uint32_t Rule;
} Messages[] = {
#define SPINGUARD_ROW(Name, Broken, Sentence) {Sentence, Rule##Broken},
    SPINGUARD_MESSAGES(SPINGUARD_ROW)
#undef SPINGUARD_ROW
};

void (*__sg_death_callback)(void);

/// What was reported.
enum { MaxKnown = 1024 };
static struct {
  uint32_t Rule, Count;
  const void *First, *Second;
} Known[MaxKnown];
static uint32_t KnownUsed, ReportCount;

/// What a context held when a report was made.
struct heldList {
  uint32_t Count;
  const Site *Sites[MaxReportHeld];
  uintptr_t Locks[MaxReportHeld];
};

//===----------------------------------------------------------------------===//
// A buffer
//===----------------------------------------------------------------------===//

static char Buffer[8192], Sentence[512];
static size_t Size;

static void put(char C) {
  if (Size < sizeof(Buffer))
    Buffer[Size++] = C;
}

static void puts_(const char *T) {
  while (T && *T)
    put(*T++);
}

static void putNumber(uint64_t N, uint32_t Base) {
  char Digits[20];
  uint32_t Count = 0;
  if (Base == 16)
    puts_("0x");
  do
    Digits[Count++] = "0123456789abcdef"[N % Base];
  while (N /= Base);
  while (Count)
    put(Digits[--Count]);
}

static void putColor(const char *Code) {
  if (__sg_color()) {
    puts_("\033[");
    puts_(Code);
  }
}

static void putLock(const char *Name, uintptr_t Lock) {
  if (Name) {
    put('\'');
    puts_(Name);
    put('\'');
  } else {
    puts_("a lock");
  }
  if (Lock) {
    puts_(" (");
    putNumber(Lock, 16);
    put(')');
  }
}

static void putPlace(const char *Function, const char *File, uint32_t Line,
                     uint32_t Column, int FunctionLast) {
  const char *Name = Function ? Function : "??";
  if (!FunctionLast) {
    puts_(Name);
    put(' ');
  }
  puts_(File ? File : "??");
  if (Line) {
    put(':');
    putNumber(Line, 10);
    if (Column) {
      put(':');
      putNumber(Column, 10);
    }
  }
  if (FunctionLast) {
    puts_(" in ");
    puts_(Name);
  }
}

static void putSite(const Site *S) {
  putPlace(S->function, S->file, S->line, S->column, 0);
  if (S->api) {
    puts_(" (");
    puts_(S->api);
    put(')');
  }
}

static void putHandler(uint64_t Roles) {
  puts_(Roles & SPINGUARD_ROLE_SIGNAL ? "a signal handler"
        : Roles & SPINGUARD_ROLE_ISR  ? "an interrupt handler"
                                      : "a DPC or timer routine");
}

/// The sentence of a finding, into Sentence.
static void formSentence(const struct finding *F) {
  size_t Start = Size;
  for (const char *T = Messages[F->Message].Sentence; *T; ++T) {
    if (*T != '%') {
      put(*T);
      continue;
    }
    switch (*++T) {
    case 'l':
      putLock(F->Name, F->Lock);
      break;
    case 's':
      puts_(F->Role ? F->Role->function : F->Sites[0].site->api);
      break;
    case 'h':
      putHandler(F->A ? F->A : F->C->Special);
      break;
    default:
      putNumber((*T | 32) == 'a' ? F->A : F->B, *T & 32 ? 10 : 16);
    }
  }
  size_t I = 0;
  for (; Start + I < Size && I + 1 < sizeof(Sentence); ++I)
    Sentence[I] = Buffer[Start + I];
  Sentence[I] = 0;
  Size = Start;
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static void putTitle(const char *T, uint64_t Tid) {
  puts_("  ");
  // The table of words is in lower case, as JSON has it.
  if (*T >= 'a' && *T <= 'z')
    put((char)(*T++ - 32));
  puts_(T);
  puts_(" by thread ");
  putNumber(Tid, 10);
  puts_(":\n");
}

static void putCode(uint32_t Rule) {
  putNumber(Rules[Rule].Code, 16);
  if (Rules[Rule].Sub) {
    put('/');
    putNumber(Rules[Rule].Sub, 16);
  }
}

static int isWindows(const struct finding *F, uint32_t Rule) {
  if (!Rules[Rule].Code)
    return 0;
  if (F->Role && F->Role->flags & SPINGUARD_ROLE_WINDOWS)
    return 1;
  return F->SiteCount && F->Sites[0].site->flags & SPINGUARD_SITE_WINDOWS;
}

static void formText(const struct finding *F, uint32_t Rule,
                     const struct heldList *Held) {
  static const char Line[] = "==================\n";
  puts_(Line);
  putColor("1m\033[31m");
  puts_("==");
  putNumber(__sg_process_id(), 10);
  puts_("==WARNING: SpinGuard: ");
  puts_(Rules[Rule].Id);
  puts_(" (pid=");
  putNumber(__sg_process_id(), 10);
  puts_(")\n");
  putColor("0m");
  puts_("  ");
  puts_(Sentence);
  put('\n');
  for (uint32_t I = 0; I < F->SiteCount; ++I) {
    putColor("34m");
    putTitle(F->Sites[I].role, F->Sites[I].tid);
    putColor("0m");
    puts_("    #0 ");
    putSite(F->Sites[I].site);
    put('\n');
  }
  if (F->Role) {
    puts_("  In routine of role ");
    puts_(F->Role->role);
    puts_(":\n    #0 ");
    putPlace(F->Role->function, F->Role->file, F->Role->line, 0, 0);
    put('\n');
  }
  if (Held->Count) {
    puts_("  Locks held by thread ");
    putNumber(F->C->Tid, 10);
    puts_(":\n");
    for (uint32_t I = 0; I < Held->Count; ++I) {
      puts_("    ");
      putLock(Held->Sites[I]->lock_name, Held->Locks[I]);
      puts_(" acquired at ");
      putSite(Held->Sites[I]);
      put('\n');
    }
  }
  if (isWindows(F, Rule)) {
    puts_("  Driver verifier: bug check ");
    putCode(Rule);
    put('\n');
  }
  puts_("SUMMARY: SpinGuard: ");
  puts_(Rules[Rule].Id);
  put(' ');
  if (F->Role)
    putPlace(F->Role->function, F->Role->file, F->Role->line, 0, 1);
  else
    putPlace(F->Sites[0].site->function, F->Sites[0].site->file,
             F->Sites[0].site->line, 0, 1);
  put('\n');
  puts_(Line);
}

//===----------------------------------------------------------------------===//
// JSON lines
//===----------------------------------------------------------------------===//

static void putKey(const char *Key) {
  if (Buffer[Size - 1] != '{')
    put(',');
  put('"');
  puts_(Key);
  puts_("\":");
}

static void putString(const char *Key, const char *T) {
  if (!T)
    return;
  putKey(Key);
  put('"');
  for (; *T; ++T) {
    uint8_t C = (uint8_t)*T;
    if (C < 32) {
      puts_("\\u00");
      put((char)('0' + (C >> 4)));
      put("0123456789abcdef"[C & 15]);
      continue;
    }
    if (C == '"' || C == '\\')
      put('\\');
    put(*T);
  }
  put('"');
}

static void putField(const char *Key, uint64_t N) {
  putKey(Key);
  putNumber(N, 10);
}

static void putAddress(const char *Key, uintptr_t A) {
  if (!A)
    return;
  putKey(Key);
  put('"');
  putNumber(A, 16);
  put('"');
}

static void putObject(const char *How, const char *Function, const char *File,
                      uint32_t Line, uint32_t Column) {
  puts_(Buffer[Size - 1] == '[' ? "{" : ",{");
  putString("role", How);
  putString("function", Function);
  putString("file", File);
  if (Line)
    putField("line", Line);
  if (Column)
    putField("column", Column);
}

static void formJson(const struct finding *F, uint32_t Rule,
                     const struct heldList *Held) {
  put('{');
  putString("rule", Rules[Rule].Id);
  putString("message", Sentence);
  putField("pid", __sg_process_id());
  putField("tid", F->C->Tid);
  putString("lock", F->Name);
  putAddress("address", F->Lock);
  if (isWindows(F, Rule)) {
    putKey("bugcheck");
    put('"');
    putCode(Rule);
    put('"');
  }
  putKey("sites");
  put('[');
  if (F->Role) {
    putObject("returns", F->Role->function, F->Role->file, F->Role->line, 0);
    putString("entry", F->Role->role);
    put('}');
  }
  for (uint32_t I = 0; I < F->SiteCount; ++I) {
    const Site *S = F->Sites[I].site;
    putObject(F->Sites[I].role, S->function, S->file, S->line, S->column);
    putString("lock", S->lock_name);
    putString("api", S->api);
    putField("tid", F->Sites[I].tid);
    put('}');
  }
  put(']');
  putKey("held");
  put('[');
  for (uint32_t I = 0; I < Held->Count; ++I) {
    const Site *S = Held->Sites[I];
    putObject(0, S->function, S->file, S->line, S->column);
    putString("lock", S->lock_name);
    putAddress("address", Held->Locks[I]);
    put('}');
  }
  put(']');
  putField("count", 1);
  puts_("}\n");
}

//===----------------------------------------------------------------------===//
// Reporting
//===----------------------------------------------------------------------===//

void __sg_add_site(struct finding *F, const char *How, const Site *S,
                   uint64_t Tid) {
  if (!S || F->SiteCount >= MaxReportSites)
    return;
  struct spinguard_report_site *To = &F->Sites[F->SiteCount++];
  To->role = How;
  To->site = S;
  To->tid = Tid;
}

void __sg_find(struct finding *F, struct context *C, const Site *At,
               enum message M, uintptr_t Lock, const Site *First) {
  static const char *const Roles[] = {
      0,       "acquired", "tried",  "released", "initialised", "destroyed",
      "freed", "copied",   "called", "ended",    "entered",     "converted"};
  F->Message = M;
  F->Lock = Lock;
  F->A = F->B = 0;
  F->C = C;
  F->Role = 0;
  F->SiteCount = 0;
  const Site *Named = At && At->lock_name ? At : First;
  F->Name = Named ? Named->lock_name : 0;
  if (At) {
    uint32_t Kind = At->flags & SPINGUARD_SITE_KIND;
    const char *How = Kind < sizeof(Roles) / sizeof(Roles[0]) ? Roles[Kind] : 0;
    __sg_add_site(F,
                  Messages[M].Rule == RuleDoubleAcquire ? "acquired again"
                  : How                                 ? How
                                                        : "reached",
                  At, C->Tid);
  }
  __sg_add_site(F, "acquired", First, C->Tid);
}

/// Counts a repetition; whether it is new.
static int isNew(const struct finding *F, uint32_t Rule) {
  const void *First = F->Role ? (const void *)F->Role : F->Sites[0].site;
  const void *Second = F->Role            ? F->Sites[0].site
                       : F->SiteCount > 1 ? F->Sites[1].site
                                          : 0;
  if (Rule == RuleLockOrderInversion && F->SiteCount > 2)
    Second = F->Sites[2].site;
  for (uint32_t I = 0; I < KnownUsed; ++I)
    if (Known[I].Rule == Rule && Known[I].First == First &&
        Known[I].Second == Second) {
      ++Known[I].Count;
      return 0;
    }
  if (KnownUsed < MaxKnown) {
    Known[KnownUsed].Rule = Rule;
    Known[KnownUsed].Count = 1;
    Known[KnownUsed].First = First;
    Known[KnownUsed++].Second = Second;
  }
  return 1;
}

__attribute__((weak)) PUBLIC void
__spinguard_on_report(const struct spinguard_report *R) {
  (void)R;
}

COLD void __sg_report(const struct finding *F) {
  struct context *C = F->C;
  uint32_t Rule = Messages[F->Message].Rule;
  if (F->Role &&
      __sg_suppressed(Rules[Rule].Id, F->Role->function, F->Role->file, 0))
    return;
  for (uint32_t I = 0; I < F->SiteCount; ++I)
    if (__sg_suppressed(Rules[Rule].Id, F->Sites[I].site->function,
                        F->Sites[I].site->file, F->Sites[I].site->lock_name))
      return;
  struct heldList Held;
  Held.Count = 0;
  for (uint32_t I = depthOf(C); I > 0 && Held.Count < MaxReportHeld; --I) {
    const struct held *E = &C->Held[I];
    uintptr_t Lock = __atomic_load_n(&E->Lock, __ATOMIC_ACQUIRE);
    if (!Lock || get(E->Flags) & HeldSkipped)
      continue;
    Held.Sites[Held.Count] = get(E->Site);
    Held.Locks[Held.Count++] = Lock;
  }

  uintptr_t Mask = __sg_lock();
  if (!isNew(F, Rule)) {
    __sg_unlock(Mask);
    return;
  }
  Size = 0;
  formSentence(F);
  if (Rule == RuleNone) {
    puts_("SpinGuard: note: ");
    puts_(Sentence);
    puts_(" at ");
    putSite(F->Sites[0].site);
    put('\n');
    __sg_write(SinkText, Buffer, Size);
    __sg_unlock(Mask);
    return;
  }
  set(ReportCount, ReportCount + 1);
  if (!__sg_options.Json) {
    formText(F, Rule, &Held);
    __sg_write(SinkText, Buffer, Size);
  }
  if (__sg_options.Json || __sg_options.JsonPath) {
    Size = 0;
    formJson(F, Rule, &Held);
    __sg_write(__sg_options.JsonPath ? SinkJson : SinkText, Buffer, Size);
  }
  struct spinguard_report R = {
      .rule = Rules[Rule].Id,
      .message = Sentence,
      .lock = (const void *)F->Lock,
      .tid = C->Tid,
      .bug_check = Rules[Rule].Code | (uint64_t)Rules[Rule].Sub << 32,
      .sites = F->Sites,
      .site_count = F->SiteCount,
      .held = Held.Sites,
      .held_count = Held.Count,
  };
  // The program's own code: locks that it takes are not checked.
  struct context *Self = __sg_self();
  uint32_t Special = get(Self->Special);
  set(Self->Special, Special | SpecialReporting);
  __spinguard_on_report(&R);
  set(Self->Special, Special);
  if (__sg_options.AbortOnSelfDeadlock && Rule == RuleDoubleAcquire)
    __sg_options.HaltOnError = __sg_options.AbortOnError = 1;
  if (__sg_options.HaltOnError)
    __sg_die(__sg_options.ExitCode);
  __sg_unlock(Mask);
}

COLD void __sg_report_lock(struct context *C, const Site *At, enum message M,
                           uintptr_t Lock, const Site *First, uint64_t Holder) {
  struct finding F;
  __sg_find(&F, C, At, M, Lock, First);
  if (Holder)
    F.A = F.Sites[F.SiteCount - 1].tid = Holder;
  __sg_report(&F);
}

COLD void __sg_say(const char *A, const char *B, const char *C) {
  Size = 0;
  puts_("SpinGuard: ");
  puts_(A);
  puts_(B);
  puts_(C);
  put('\n');
  __sg_write(SinkText, Buffer, Size);
}

COLD void __sg_die(uint32_t Status) {
  if (__sg_death_callback)
    __sg_death_callback();
  __sg_end(Status, __sg_options.AbortOnError);
}

PUBLIC void __spinguard_set_death_callback(void (*Callback)(void)) {
  __sg_death_callback = Callback;
}

PUBLIC uint32_t __spinguard_report_count(void) { return get(ReportCount); }

void __sg_unload_reports(const struct spinguard_module *M) {
  for (uint32_t I = 0; I < KnownUsed; ++I)
    if (inModule(M, Known[I].First) || inModule(M, Known[I].Second)) {
      Known[I] = Known[--KnownUsed];
      --I;
    }
}
