#!/usr/bin/env python3
"""Writes programs of extreme shape as textual IR.

    shapes.py SHAPE [N] [--defect]

Each shape is a sound program of size N; with --defect, the program that differs
in one place and breaks a rule there.
"""

import sys

HEAD = """
target triple = "x86_64-pc-linux-gnu"
@L = global i32 0, align 4
@M = global i32 0, align 4
@Input = external global i32
declare i32 @pthread_spin_lock(ptr)
declare i32 @pthread_spin_unlock(ptr)
declare i32 @pthread_create(ptr, ptr, ptr, ptr)
"""
serial = 0


def value(prefix="r"):
    global serial
    serial += 1
    return "%%%s%d" % (prefix, serial)


def lock(what="@L"):
    return "  %s = call i32 @pthread_spin_lock(ptr %s)\n" % (value(), what)


def unlock(what="@L"):
    return "  %s = call i32 @pthread_spin_unlock(ptr %s)\n" % (value(), what)


def condition(name=None):
    """A value that the analysis cannot know; (text, name)."""
    loaded, name = value(), name or value("c")
    return (
        "  %s = load volatile i32, ptr @Input\n"
        "  %s = icmp eq i32 %s, 0\n" % (loaded, name, loaded),
        name,
    )


def main(body):
    return HEAD + "define i32 @main(i32 %argc, ptr %argv) {\nentry:\n" + body + "}\n"


def leave(defect, what="@L"):
    return ("" if defect else unlock(what)) + "  ret i32 0\n"


# --- Many blocks -----------------------------------------------------------


def chain(n, defect):
    """n blocks one after another inside the held section."""
    out = [lock(), "  br label %b0\n"]
    for i in range(n):
        out.append("b%d:\n  br label %%b%d\n" % (i, i + 1))
    out.append("b%d:\n" % n + leave(defect))
    return main("".join(out))


def diamonds(n, defect):
    """n independent ifs in a row; each takes the lock and gives it up."""
    out = ["  br label %d0\n"]
    for i in range(n):
        text, name = condition()
        out.append("d%d:\n%s  br i1 %s, label %%t%d, label %%e%d\n" % (i, text, name, i, i))
        last = defect and i == n - 1
        out.append("t%d:\n%s%s  br label %%j%d\n" % (i, lock(), "" if last else unlock(), i))
        out.append("e%d:\n  br label %%j%d\n" % (i, i))
        out.append("j%d:\n  br label %%d%d\n" % (i, i + 1))
    out.append("d%d:\n  ret i32 0\n" % n)
    return main("".join(out))


def diamonds_held(n, defect):
    """n independent ifs in a row while the lock is held, each with a phi."""
    out = [lock(), "  br label %d0\n"]
    for i in range(n):
        text, name = condition()
        out.append("d%d:\n" % i)
        if i:
            out.append("  %%p%d = phi i32 [ %d, %%t%d ], [ %s, %%e%d ]\n"
                       % (i, i, i - 1, "%%p%d" % (i - 1) if i > 1 else "0", i - 1))
        out.append("%s  br i1 %s, label %%t%d, label %%e%d\n" % (text, name, i, i))
        out.append("t%d:\n  br label %%d%d\ne%d:\n  br label %%d%d\n" % (i, i + 1, i, i + 1))
    out.append("d%d:\n" % n + leave(defect))
    return main("".join(out))


def diamonds_correlated(n, defect):
    """n conditions of n variables, each tested around an acquire and again
    around its release: 2^n lock states that are all real."""
    head, body = [], ["  br label %d0\n"]
    for i in range(n):
        head.append("@L%d = global i32 0\n" % i)
        text, name = condition("%%c%d" % i)
        body.append("d%d:\n%s  br i1 %s, label %%t%d, label %%d%d\n" % (i, text, name, i, i + 1))
        body.append("t%d:\n%s  br label %%d%d\n" % (i, lock("@L%d" % i), i + 1))
    body.append("d%d:\n  br label %%u0\n" % n)
    for i in range(n):
        body.append("u%d:\n  br i1 %%c%d, label %%v%d, label %%u%d\n" % (i, i, i, i + 1))
        last = defect and i == n - 1
        body.append("v%d:\n%s  br label %%u%d\n"
                    % (i, "" if last else unlock("@L%d" % i), i + 1))
    body.append("u%d:\n  ret i32 0\n" % n)
    return main("".join(body)).replace("declare", "".join(head) + "declare", 1)


def nested_ifs(n, defect):
    """ifs nested n deep, the lock is taken innermost."""
    out = []
    for i in range(n):
        text, name = condition()
        out.append("%s  br i1 %s, label %%n%d, label %%out%d\nn%d:\n" % (text, name, i, i, i))
    out.append(lock() + ("" if defect else unlock()) + "  br label %%out%d\n" % (n - 1))
    for i in range(n - 1, -1, -1):
        out.append("out%d:\n  %s\n" % (i, "br label %%out%d" % (i - 1) if i else "ret i32 0"))
    return main("".join(out))


def switch(n, defect):
    """A switch with n cases, each with a block of its own, under the lock."""
    out = [lock(), "  switch i32 %argc, label %done [\n"]
    out += ["    i32 %d, label %%c%d\n" % (i, i) for i in range(n)]
    out.append("  ]\n")
    for i in range(n):
        out.append("c%d:\n  store volatile i32 %d, ptr @Input\n" % (i, i))
        out.append("  ret i32 7\n" if defect and i == n // 2 else "  br label %done\n")
    out.append("done:\n" + leave(False))
    return main("".join(out))


def switch_each_locks(n, defect):
    """A switch with n cases, each of which takes the lock and gives it up."""
    out = ["  switch i32 %argc, label %done [\n"]
    out += ["    i32 %d, label %%c%d\n" % (i * 3, i) for i in range(n)]
    out.append("  ]\n")
    for i in range(n):
        out.append("c%d:\n%s%s%s  br label %%done\n"
                   % (i, lock(), lock() if defect and i == n // 2 else "", unlock()))
    out.append("done:\n  ret i32 0\n")
    return main("".join(out))


def phi(n, defect):
    """A phi with n incoming values decides about the release."""
    out = [lock(), "  switch i32 %argc, label %done [\n"]
    out += ["    i32 %d, label %%c%d\n" % (i, i) for i in range(n)]
    out.append("  ]\n")
    out += ["c%d:\n  br label %%done\n" % i for i in range(n)]
    out.append("done:\n  %p = phi i32 [ -1, %entry ]"
               + "".join(", [ %d, %%c%d ]" % (i, i) for i in range(n)) + "\n")
    # -1 .. n-1; only with the defect some of them are above the limit.
    out.append("  %%big = icmp sgt i32 %%p, %d\n" % (n - 2 if defect else n))
    out.append("  br i1 %big, label %leave, label %give\n")
    out.append("leave:\n  ret i32 1\ngive:\n" + leave(False))
    return main("".join(out))


def phi_of_locks(n, defect):
    """A phi with n locks chooses which one is taken."""
    head = "".join("@L%d = global i32 0\n" % i for i in range(n))
    out = ["  switch i32 %argc, label %done [\n"]
    out += ["    i32 %d, label %%c%d\n" % (i, i) for i in range(n)]
    out.append("  ]\n")
    out += ["c%d:\n  br label %%done\n" % i for i in range(n)]
    out.append("done:\n  %p = phi ptr [ @L, %entry ]"
               + "".join(", [ @L%d, %%c%d ]" % (i, i) for i in range(n)) + "\n")
    out.append(lock("%p") + leave(defect, "%p"))
    return main("".join(out)).replace("declare", head + "declare", 1)


def loops(n, defect):
    """Loops nested n deep around a held section."""
    out = ["  br label %h0\n"]
    for i in range(n):
        back = "entry" if i == 0 else "h%d" % (i - 1)
        out.append("h%d:\n  %%i%d = phi i32 [ 0, %%%s ], [ %%i%d.n, %%l%d ]\n" % (i, i, back, i, i))
        out.append("  %%i%d.n = add i32 %%i%d, 1\n  br label %%%s\n"
                   % (i, i, "h%d" % (i + 1) if i + 1 < n else "body"))
    out.append("body:\n" + lock() + (lock() if defect else "") + unlock())
    out.append("  br label %%l%d\n" % (n - 1))
    for i in range(n - 1, -1, -1):
        text, name = condition()
        out.append("l%d:\n%s  br i1 %s, label %%h%d, label %%%s\n"
                   % (i, text, name, i, "l%d" % (i - 1) if i else "end"))
    out.append("end:\n  ret i32 0\n")
    return main("".join(out))


def counted_loops(n, defect):
    """n loops in a row with constant trip counts, each holding the lock."""
    out = ["  br label %p0\n"]
    for i in range(n):
        out.append("p%d:\n%s  br label %%h%d\n" % (i, lock(), i))
        out.append("h%d:\n  %%i%d = phi i32 [ 0, %%p%d ], [ %%n%d, %%h%d ]\n" % (i, i, i, i, i))
        out.append("  %%n%d = add i32 %%i%d, 1\n  %%q%d = icmp ult i32 %%n%d, 1000000\n" % (i, i, i, i))
        out.append("  br i1 %%q%d, label %%h%d, label %%x%d\n" % (i, i, i))
        out.append("x%d:\n%s  br label %%p%d\n"
                   % (i, "" if defect and i == n - 1 else unlock(), i + 1))
    out.append("p%d:\n  ret i32 0\n" % n)
    return main("".join(out))


def irreducible(n, defect):
    """n loops with two entries each, inside the held section."""
    out = [lock(), "  br label %p0\n"]
    for i in range(n):
        t1, c1 = condition()
        t2, c2 = condition()
        t3, c3 = condition()
        out.append("p%d:\n%s  br i1 %s, label %%a%d, label %%b%d\n" % (i, t1, c1, i, i))
        out.append("a%d:\n%s  br i1 %s, label %%b%d, label %%p%d\n" % (i, t2, c2, i, i + 1))
        out.append("b%d:\n%s  br i1 %s, label %%a%d, label %%p%d\n" % (i, t3, c3, i, i + 1))
    out.append("p%d:\n" % n + leave(defect))
    return main("".join(out))


def all_to_all(n, defect):
    """n blocks, each of which may jump to every other one."""
    out = [lock(), "  br label %b0\n"]
    for i in range(n):
        out.append("b%d:\n  %%v%d = load volatile i32, ptr @Input\n" % (i, i))
        out.append("  switch i32 %%v%d, label %%end [" % i)
        out += [" i32 %d, label %%b%d" % (k, k) for k in range(n)]
        out.append(" ]\n")
    out.append("end:\n" + leave(defect))
    return main("".join(out))


# --- Long blocks, deep values ----------------------------------------------


def long_block(n, defect):
    """n instructions in one block inside the held section."""
    out = [lock(), "  %x0 = add i32 %argc, 1\n"]
    for i in range(n):
        op = ("add", "xor", "mul", "sub")[i % 4]
        out.append("  %%x%d = %s i32 %%x%d, %%argc\n" % (i + 1, op, i))
    out.append("  store volatile i32 %%x%d, ptr @Input\n" % n + leave(defect))
    return main("".join(out))


def deep_condition(n, defect):
    """The same value, n operations deep, decides about acquire and release."""
    out = ["  %x0 = load volatile i32, ptr @Input\n"]
    for i in range(n):
        op = ("add", "xor", "mul", "lshr")[i % 4]
        out.append("  %%x%d = %s i32 %%x%d, %%x%d\n" % (i + 1, op, i, max(0, i - 1)))
    out.append("  %%c = icmp slt i32 %%x%d, 5\n  br i1 %%c, label %%take, label %%mid\n" % n)
    out.append("take:\n" + lock() + "  br label %mid\nmid:\n")
    out.append("  br i1 %c, label %give, label %end\n")
    out.append("give:\n" + ("" if defect else unlock()) + "  br label %end\nend:\n  ret i32 0\n")
    return main("".join(out))


def deep_gep(n, defect):
    """The lock's address is the sum of n steps."""
    out = ["  %p0 = getelementptr i8, ptr %argv, i64 4\n"]
    for i in range(n):
        out.append("  %%p%d = getelementptr i8, ptr %%p%d, i64 4\n" % (i + 1, i))
    p = "%%p%d" % n
    return main("".join(out) + lock(p) + leave(defect, p))


def deep_loads(n, defect):
    """The lock hangs at the end of a chain of n pointers."""
    out = ["  %p0 = load ptr, ptr %argv\n"]
    for i in range(n):
        out.append("  %%p%d = load ptr, ptr %%p%d\n" % (i + 1, i))
    p = "%%p%d" % n
    return main("".join(out) + lock(p) + leave(defect, p))


def deep_select(n, defect):
    """The lock is chosen by n selects one after another."""
    out = ["  %p0 = getelementptr i8, ptr @L, i64 0\n"]
    for i in range(n):
        text, name = condition()
        out.append("%s  %%p%d = select i1 %s, ptr %%p%d, ptr @M\n" % (text, i + 1, name, i))
    p = "%%p%d" % n
    return main("".join(out) + lock(p) + leave(defect, p))


def constant_expression(n, defect):
    """The lock's address is a constant expression nested n deep."""
    text = "ptr @Big"
    for i in range(n):
        text = "ptr inttoptr (i64 add (i64 ptrtoint (%s to i64), i64 4) to ptr)" % text
    text = text[len("ptr "):]
    return main(lock(text) + leave(defect, text)).replace(
        "declare", "@Big = global [100000 x i32] zeroinitializer\ndeclare", 1)


# --- Many locks -------------------------------------------------------------


def many_locks(n, defect):
    """n locks, one after another."""
    head = "".join("@L%d = global i32 0\n" % i for i in range(n))
    out = []
    for i in range(n):
        out.append(lock("@L%d" % i))
        if not (defect and i == n // 2):
            out.append(unlock("@L%d" % i))
    return main("".join(out) + "  ret i32 0\n").replace("declare", head + "declare", 1)


def many_held(n, defect):
    """n locks, all of them held at the same time."""
    head = "".join("@L%d = global i32 0\n" % i for i in range(n))
    out = [lock("@L%d" % i) for i in range(n)]
    out += [unlock("@L%d" % i) for i in range(n - 1, -1, -1)
            if not (defect and i == n // 2)]
    return main("".join(out) + "  ret i32 0\n").replace("declare", head + "declare", 1)


def array_of_locks(n, defect):
    """n locks in one array, by constant index."""
    out = []
    for i in range(n):
        place = "getelementptr inbounds ([%d x i32], ptr @A, i64 0, i64 %d)" % (n, i)
        out.append(lock(place))
        if not (defect and i == n // 2):
            out.append(unlock(place))
    return main("".join(out) + "  ret i32 0\n").replace(
        "declare", "@A = global [%d x i32] zeroinitializer\ndeclare" % n, 1)


# --- Calls -------------------------------------------------------------------


def call_chain(n, defect):
    """n functions, each calls the next, the last takes the lock."""
    out = [HEAD]
    for i in range(n):
        out.append("define internal void @f%d() {\n  call void @f%d()\n  ret void\n}\n" % (i, i + 1))
    out.append("define internal void @f%d() {\n%s%s  ret void\n}\n" % (n, lock(), unlock()))
    out.append("define i32 @main() {\n%s  call void @f0()\n%s  ret i32 0\n}\n"
               % (lock() if defect else "", unlock() if defect else ""))
    return "".join(out)


def call_chain_held(n, defect):
    """n functions, each calls the next under a lock of its own."""
    head = "".join("@L%d = global i32 0\n" % i for i in range(n + 1))
    out = [HEAD, head]
    for i in range(n):
        out.append("define internal void @f%d() {\n%s  call void @f%d()\n%s  ret void\n}\n"
                   % (i, lock("@L%d" % i), i + 1, unlock("@L%d" % i)))
    which = "@L%d" % (0 if defect else n)
    out.append("define internal void @f%d() {\n%s%s  ret void\n}\n" % (n, lock(which), unlock(which)))
    out.append("define i32 @main() {\n  call void @f0()\n  ret i32 0\n}\n")
    return "".join(out)


def wide_calls(n, defect):
    """One function calls n others, each takes the lock and gives it up."""
    out = [HEAD]
    for i in range(n):
        out.append("define internal void @f%d() {\n%s%s  ret void\n}\n" % (i, lock(), unlock()))
    body = ""
    for i in range(n):
        held = defect and i == n // 2
        body += (lock() if held else "") + "  call void @f%d()\n" % i + (unlock() if held else "")
    out.append("define i32 @main() {\n%s  ret i32 0\n}\n" % body)
    return "".join(out)


def layers(n, defect):
    """n layers of five functions; each calls all five of the next layer, so
    that there are 5^n ways down."""
    out = [HEAD]
    for i in range(n):
        for k in range(5):
            calls = "".join("  call void @f%d_%d()\n" % (i + 1, j) for j in range(5))
            out.append("define internal void @f%d_%d() {\n%s  ret void\n}\n" % (i, k, calls))
    for k in range(5):
        out.append("define internal void @f%d_%d() {\n%s%s%s  ret void\n}\n"
                   % (n, k, lock(), lock() if defect and k == 3 else "", unlock()))
    out.append("define i32 @main() {\n  call void @f0_0()\n  ret i32 0\n}\n")
    return "".join(out)


def fan_in(n, defect):
    """One function with a conditional acquire is called n times, each with
    another flag of the caller."""
    out = [HEAD]
    out.append("define internal void @work(i32 %%f) {\n  %%c = icmp eq i32 %%f, 0\n"
               "  br i1 %%c, label %%y, label %%n\ny:\n%s%s  br label %%n\nn:\n  ret void\n}\n"
               % (lock(), unlock()))
    body = ""
    for i in range(n):
        v = value()
        body += "  %s = load volatile i32, ptr @Input\n  call void @work(i32 %s)\n" % (v, v)
    if defect:
        body += lock() + "  call void @work(i32 0)\n" + unlock()
    out.append("define i32 @main() {\n%s  ret i32 0\n}\n" % body)
    return "".join(out)


def mutual_recursion(n, defect):
    """n functions, each of which may call the next three, in a ring."""
    out = [HEAD]
    for i in range(n):
        text, name = condition()
        calls = "".join("  call void @f%d()\n" % ((i + k) % n) for k in (1, 2, 3))
        twice = lock() if defect and i == n // 2 else ""
        out.append("define internal void @f%d() {\n%s%s%s%s  br i1 %s, label %%again, label %%end\n"
                   "again:\n%s  br label %%end\nend:\n  ret void\n}\n"
                   % (i, lock(), twice, unlock(), text, name, calls))
    out.append("define i32 @main() {\n  call void @f0()\n  ret i32 0\n}\n")
    return "".join(out)


def recursion_by_pointer(n, defect):
    """n functions in a table; each calls one of the table."""
    out = [HEAD, "@Table = internal constant [%d x ptr] [%s]\n"
           % (n, ", ".join("ptr @f%d" % i for i in range(n)))]
    for i in range(n):
        text, name = condition()
        twice = lock() if defect and i == n // 2 else ""
        out.append("define internal void @f%d() {\n%s%s%s%s  br i1 %s, label %%again, label %%end\n"
                   "again:\n  %%k = load volatile i32, ptr @Input\n  %%m = urem i32 %%k, %d\n"
                   "  %%z = zext i32 %%m to i64\n  %%p = getelementptr [%d x ptr], ptr @Table, i64 0, i64 %%z\n"
                   "  %%f = load ptr, ptr %%p\n  call void %%f()\n  br label %%end\nend:\n  ret void\n}\n"
                   % (i, lock(), twice, unlock(), text, name, n, n))
    out.append("define i32 @main() {\n  call void @f0()\n  ret i32 0\n}\n")
    return "".join(out)


def endless_recursion(n, defect):
    """A function that calls itself on every path; with the defect under the
    lock."""
    inside = lock() + ("" if defect else unlock())
    return HEAD + ("define internal void @f() {\n%s  call void @f()\n%s  ret void\n}\n"
                   "define i32 @main() {\n  call void @f()\n  ret i32 0\n}\n"
                   % (inside, unlock() if defect else ""))


def ackermann(n, defect):
    """Recursion nested in its own argument, with the lock taken and given up."""
    return HEAD + ("""define internal i32 @a(i32 %%m, i32 %%n) {
%s%s%s  %%z = icmp eq i32 %%m, 0
  br i1 %%z, label %%base, label %%more
base:
  %%r = add i32 %%n, 1
  ret i32 %%r
more:
  %%m1 = sub i32 %%m, 1
  %%nz = icmp eq i32 %%n, 0
  br i1 %%nz, label %%one, label %%two
one:
  %%s = call i32 @a(i32 %%m1, i32 1)
  ret i32 %%s
two:
  %%n1 = sub i32 %%n, 1
  %%t = call i32 @a(i32 %%m, i32 %%n1)
  %%u = call i32 @a(i32 %%m1, i32 %%t)
  ret i32 %%u
}
define i32 @main(i32 %%argc) {
  %%v = call i32 @a(i32 %%argc, i32 5)
  ret i32 %%v
}
""" % (lock(), lock() if defect else "", unlock()))


def many_roles(n, defect):
    """n threads' start routines; with the defect every tenth leaks."""
    out, body = [HEAD], ""
    for i in range(n):
        leak = defect and i % 10 == 0
        out.append("define internal ptr @t%d(ptr %%p) {\n%s%s  ret ptr null\n}\n"
                   % (i, lock(), "" if leak else unlock()))
        body += "  %s = call i32 @pthread_create(ptr null, ptr null, ptr @t%d, ptr null)\n" % (value(), i)
    out.append("define i32 @main() {\n%s  ret i32 0\n}\n" % body)
    return "".join(out)


def invokes(n, defect):
    """n invokes in a row under the lock, one landing pad each."""
    out = [HEAD, "declare void @may_throw()\ndeclare i32 @__gxx_personality_v0(...)\n",
           "define i32 @main() personality ptr @__gxx_personality_v0 {\n", lock(),
           "  br label %b0\n"]
    for i in range(n):
        out.append("b%d:\n  invoke void @may_throw() to label %%b%d unwind label %%u%d\n" % (i, i + 1, i))
        out.append("u%d:\n  %%lp%d = landingpad { ptr, i32 } catch ptr null\n" % (i, i))
        miss = defect and i == n // 2
        out.append(("" if miss else unlock()) + "  ret i32 1\n")
    out.append("b%d:\n" % n + leave(False) + "}\n")
    return "".join(out)


def many_allocas(n, defect):
    """n local variables of which each is written and read under the lock."""
    out = ["  %%a%d = alloca i32\n" % i for i in range(n)] + [lock()]
    for i in range(n):
        out.append("  store i32 %%argc, ptr %%a%d\n  %%v%d = load i32, ptr %%a%d\n" % (i, i, i))
        out.append("  call void @escape(ptr %%a%d)\n" % i if i % 50 == 0 else "")
    return main("".join(out) + leave(defect)) + "declare void @escape(ptr)\n"


def many_stores(n, defect):
    """n stores through pointers to n fields of an object, then n loads."""
    out = [lock()]
    for i in range(n):
        out.append("  %%p%d = getelementptr i8, ptr %%argv, i64 %d\n  store i32 %d, ptr %%p%d\n" % (i, 4 * i, i, i))
    for i in range(n):
        out.append("  %%v%d = load i32, ptr %%p%d\n" % (i, i))
    out.append("  %%c = icmp eq i32 %%v%d, %d\n  br i1 %%c, label %%same, label %%other\n" % (n // 2, n // 2))
    out.append("other:\n  ret i32 1\nsame:\n" + leave(defect))
    return main("".join(out))


def calls_of_unknown(n, defect):
    """n calls of functions nobody knows, under the lock."""
    head = "".join("declare void @u%d(ptr)\n" % i for i in range(n))
    out = [lock()] + ["  call void @u%d(ptr %%argv)\n" % i for i in range(n)]
    return main("".join(out) + leave(defect)) + head


# --- Data -------------------------------------------------------------------


def big_initializer(n, defect):
    """A table with n rows of numbers beside the lock."""
    return main(lock() + leave(defect)).replace(
        "declare", "@T = global [%d x { i32, ptr, [2 x i8] }] [%s]\ndeclare"
        % (n, ", ".join("{ i32, ptr, [2 x i8] } { i32 %d, ptr @L, [2 x i8] c\"ab\" }" % i
                        for i in range(n))), 1)


def ops_tables(n, defect):
    """n operations tables with three functions each, all of them in use."""
    out = [HEAD]
    for i in range(n):
        for k in range(3):
            twice = lock() if defect and (i, k) == (n // 2, 1) else ""
            out.append("define internal void @f%d_%d(ptr %%p) {\n%s%s%s  ret void\n}\n"
                       % (i, k, lock(), twice, unlock()))
        out.append("@T%d = constant { ptr, ptr, ptr } { ptr @f%d_0, ptr @f%d_1, ptr @f%d_2 }\n" % (i, i, i, i))
    out.append("""define i32 @main(i32 %argc, ptr %argv) {
  %ops = load ptr, ptr %argv
  %slot = getelementptr { ptr, ptr, ptr }, ptr %ops, i32 0, i32 1
  %f = load ptr, ptr %slot
  call void %f(ptr %argv)
  ret i32 0
}
""")
    return "".join(out)


def nested_struct(n, defect):
    """The lock is the last field of a struct nested n deep."""
    types = ["%S0 = type { i32, i32 }\n"]
    types += ["%%S%d = type { i32, %%S%d }\n" % (i, i - 1) for i in range(1, n)]
    place = "  %%p = getelementptr %%S%d, ptr @G, i32 0%s, i32 1\n" % (n - 1, ", i32 1" * (n - 1))
    head = "".join(types) + "@G = global %%S%d zeroinitializer\n" % (n - 1)
    return main(place + lock("%p") + leave(defect, "%p")).replace("declare", head + "declare", 1)


if __name__ == "__main__":
    words = [w for w in sys.argv[1:] if w != "--defect"]
    shape = globals()[words[0].replace("-", "_")]
    size = int(words[1]) if len(words) > 1 else 1
    sys.stdout.write(shape(size, "--defect" in sys.argv))
