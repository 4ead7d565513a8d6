//===- suppress.c - Reports that the user does not want -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A file of lines `rule:pattern`. A report is suppressed if its rule is the
// line's (or the line's is *), and the pattern, in which * is any text, is the
// function, the file or the lock of one of its sites.
//
//===----------------------------------------------------------------------===//

#include "runtime.h"

static int matchesText(const char *P, const char *End, const char *T) {
  const char *Star = 0, *Back = 0;
  for (; *T;) {
    if (P < End && *P == '*') {
      Star = ++P;
      Back = T;
    } else if (P < End && *P == *T) {
      ++P;
      ++T;
    } else if (Star) {
      P = Star;
      T = ++Back;
    } else {
      return 0;
    }
  }
  while (P < End && *P == '*')
    ++P;
  return P == End;
}

int __sg_suppressed(const char *Rule, const char *Function, const char *File,
                    const char *Lock) {
  const char *T = __sg_suppressions();
  while (*T) {
    const char *End = T;
    while (*End && *End != '\n')
      ++End;
    const char *Last = End;
    while (Last > T && (Last[-1] == ' ' || Last[-1] == '\r'))
      --Last;
    const char *Colon = T;
    while (Colon < Last && *Colon != ':')
      ++Colon;
    if (*T != '#' && Colon < Last && matchesText(T, Colon, Rule) &&
        ((Function && matchesText(Colon + 1, Last, Function)) ||
         (File && matchesText(Colon + 1, Last, File)) ||
         (Lock && matchesText(Colon + 1, Last, Lock))))
      return 1;
    T = *End ? End + 1 : End;
  }
  return 0;
}
