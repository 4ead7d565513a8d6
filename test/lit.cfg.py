# Configuration of the lit suites. A test is one behaviour in one file; its
# folder is its topic.
#
# Substitutions
#   %spinguard      the tool
#   %mutate         spinguard-mutate, the maker of mutants
#   %opt            opt of the LLVM that SpinGuard was built for
#   %sgopt          opt with the plugin loaded
#   %sgclang        clang with the plugin loaded, for the host
#   %plugin         the plugin's file
#   %clang, %clangxx    clang of that LLVM, for the host
#   %mingw-cc       clang for Windows x64 with the DDK headers
#   %linux-headers  where modules are built (feature: linux-headers)
#   %mingw-lib      the import libraries for Windows x64
#   %wine64, %wineserver
#                   Wine's programs (feature: wine64)
#   %mingw32-cc     clang for Windows x86 (no headers)
#   %include        the folder of SpinGuard's own headers
#   %source         the tree of the sources
#   %drivers        the drivers in test/windows/drivers
#   %verify         verify.py with clang for the host: source with markers
#   %verify-cxx     the same with clang++; %verify-mingw: with %mingw-cc
#   %run-instrumented, %run-instrumented-cxx
#                   run-instrumented.py with clang or clang++ for the host
#   %fakekernel     the folder of the fake kernel
#   %fakekernel-flags
#                   how drivers and the fake kernel are compiled for the host
#   %models         the default model files
#   %build          the build directory
#   %rt-cc          clang for the host with the headers for tests of the runtime
#   %runtime        the folder of the runtime's sources
#   %rt-lib         the runtime's archive, which comes after the source
#   %browser        Python with Selenium, and test/report/Inputs/browser.py
#                   (feature: chromium)
#   %llvm-major     19, 22, ...
#   %llvm-dir       what -DLLVM_DIR= was
#   %other-opt      opt of another LLVM    (feature: other-llvm)
#   %other-clang    clang of another LLVM  (feature: other-llvm)
# FileCheck, not, split-file and the other tools of LLVM are found by name.
#
# Features: llvm-19, llvm-22, ..., mingw-ddk, lld, wine64, linux-headers,
#           chromium, other-llvm, asan, ubsan, bear, git, meson, ninja, pkg-config, slurm, dpkg-dev, mount
#           (root may mount file systems), overlay (and layers of them), rustc (optional: utils/setup does not
#           install it)

import glob
import os
import re
import shutil
import subprocess

import lit.formats

config.name = "SpinGuard"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".c", ".cpp", ".ll", ".test"]
config.excludes = ["Inputs", "faulty.c", "load.c", "drivers", "unit", "support", "fuzz", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.spinguard_build_dir, "test")

tools = config.llvm_tools_dir
major = config.llvm_version_major
spinguard = os.path.join(config.spinguard_build_dir, "bin", "spinguard")
plugin = os.path.join(config.spinguard_build_dir, "lib", "SpinGuard.so")
runtime = os.path.join(config.spinguard_build_dir, "lib", "libspinguard_rt.a")


def tool(name):
    return os.path.join(tools, name)


def quoted(path):
    return '"%s"' % path


# --- Environment --------------------------------------------------------------
# The tests see nothing of the user's settings.
config.environment["PATH"] = os.pathsep.join(
    [tools, os.environ.get("PATH", "/usr/bin:/bin")]
)
for name in (
    "SPINGUARD_OPTIONS",
    "SPINGUARD_INSTRUMENT",
    "LLVM_SYMBOLIZER_PATH",
    "CPATH",
    "NO_COLOR",
):
    config.environment.pop(name, None)
config.environment["LC_ALL"] = "C.UTF-8"

# --- Features -----------------------------------------------------------------
config.available_features.add("llvm-%d" % major)
if config.has_solver:
    config.available_features.add("solver")
for sanitizer in config.sanitizers:
    config.available_features.add(
        {"address": "asan", "undefined": "ubsan"}.get(sanitizer, sanitizer)
    )

# Debian's headers of mingw-w64 (package mingw-w64-common).
mingw = os.environ.get("SPINGUARD_MINGW_INCLUDE", "/usr/share/mingw-w64/include")
ddk = os.path.join(mingw, "ddk")
if os.path.exists(os.path.join(ddk, "wdm.h")):
    config.available_features.add("mingw-ddk")

# The headers of a Debian kernel (linux-headers-amd64).
linux_headers = sorted(glob.glob("/usr/src/linux-headers-*-amd64"))
linux_headers = [d for d in linux_headers if os.path.exists(d + "/Module.symvers")]
if linux_headers and os.path.exists(tool("ld.lld")):
    config.available_features.add("linux-headers")

# Debian's wine64 and import libraries (wine64, mingw-w64-x86-64-dev).
wine = "/usr/lib/wine"
mingw_lib = "/usr/x86_64-w64-mingw32/lib"
if os.path.exists(os.path.join(wine, "wine64")) and os.path.exists(
    os.path.join(mingw_lib, "libntoskrnl.a")
):
    config.available_features.add("wine64")

if os.path.exists(tool("ld.lld")):
    config.available_features.add("lld")

# Debian's Chromium with its driver, and a Python that has Selenium (chromium,
# chromium-driver, python3-selenium).
browser_python = None
if shutil.which("chromium") and shutil.which("chromedriver"):
    for python in (config.python_executable, "/usr/bin/python3"):
        if (
            os.path.exists(python)
            and subprocess.run(
                [python, "-c", "import selenium"], capture_output=True
            ).returncode
            == 0
        ):
            browser_python = python
            config.available_features.add("chromium")
            break

# A rustc whose bitcode this LLVM can read: an older LLVM's, or the same.
rustc = shutil.which("rustc")
if rustc:
    version = subprocess.run(
        [rustc, "--version", "--verbose"], capture_output=True, text=True
    ).stdout
    found = re.search(r"LLVM version: (\d+)", version)
    if found and int(found.group(1)) <= major:
        config.available_features.add("rustc")

# Another LLVM on this machine, for what must happen when the two are mixed.
# The newest comes first.
others = []
for directory in glob.glob("/usr/lib/llvm-*/bin"):
    found = re.search(r"llvm-(\d+)/bin$", directory)
    if (
        int(found.group(1)) != major
        and int(found.group(1)) >= 16
        and os.path.exists(os.path.join(directory, "opt"))
        and os.path.exists(os.path.join(directory, "clang"))
    ):
        others.append((int(found.group(1)), directory))
others.sort(reverse=True)

# Programs that some tests of build directories need.
for program, feature in (
    ("bear", "bear"),
    ("meson", "meson"),
    ("pkg-config", "pkg-config"),
    ("dpkg-shlibdeps", "dpkg-dev"),
    ("git", "git"),
    ("ninja", "ninja"),
):
    if shutil.which(program):
        config.available_features.add(feature)
# Debian's Slurm (slurm-wlm, which brings munge).
if all(shutil.which(p) for p in ("slurmctld", "slurmd", "srun", "munged")):
    config.available_features.add("slurm")
if os.geteuid() == 0:
    # (In a container, root may not.)
    probe = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"],
        stderr=subprocess.DEVNULL,
    )
    if probe.returncode == 0:
        config.available_features.add("mount")
    probe = subprocess.run(
        ["unshare", "--mount", "sh"]
        + [os.path.join(config.test_source_root, "cli", "Inputs", "in-overlay.sh")]
        + [config.test_exec_root, "true"],
        stderr=subprocess.DEVNULL,
    )
    if probe.returncode == 0:
        config.available_features.add("overlay")

# --- A guard against hangs ------------------------------------------------------
# (lit needs psutil, Debian's python3-psutil, to end a test and its children.)
try:
    import psutil  # noqa: F401

    lit_config.maxIndividualTestTime = 600 if config.sanitizers else 240
except ImportError:
    pass

# --- Substitutions ------------------------------------------------------------
# A plugin with AddressSanitizer inside needs its run-time library first in the
# program that loads it; what the host leaks is not our concern.
preload = ""
if "asan" in config.available_features:
    preload = "env LD_PRELOAD=%s ASAN_OPTIONS=detect_leaks=0 " % quoted(
        config.asan_runtime
    )

opt = quoted(tool("opt"))
clang = quoted(tool("clang"))
fakekernel = os.path.join(config.test_source_root, "support", "fakekernel")
load = "-load-pass-plugin=" + quoted(plugin)

substitutions = [
    ("%spinguard", quoted(spinguard)),
    ("%mutate", quoted(spinguard + "-mutate")),
    ("%sgopt", "%s%s %s" % (preload, opt, load)),
    ("%sgclang", "%s%s -fpass-plugin=%s" % (preload, clang, quoted(plugin))),
    ("%plugin", quoted(plugin)),
    ("%opt", opt),
    ("%clangxx", quoted(tool("clang++"))),
    ("%clang", clang),
    (
        "%mingw-cc",
        "%s -target x86_64-w64-mingw32 -isystem %s -isystem %s '-Wno-#warnings'"
        % (clang, quoted(ddk), quoted(mingw)),
    ),
    ("%fakekernel", fakekernel),
    (
        "%fakekernel-flags",
        "-target x86_64-linux-gnu -std=gnu11 -fshort-wchar -fdeclspec -fno-builtin"
        " -D_WIN32 -D_WIN64 -D__MINGW32__ -D__MINGW64__ -D__LONG32=int -D_AMD64_"
        " -Wno-ignored-attributes -Wno-#warnings -nostdlibinc"
        " -isystem %s -isystem %s -isystem %s -I%s"
        % (
            fakekernel,
            ddk,
            mingw,
            os.path.join(config.spinguard_source_dir, "include"),
        ),
    ),
    ("%linux-headers", linux_headers[-1] if linux_headers else ""),
    ("%mingw-lib", mingw_lib),
    ("%wine64", os.path.join(wine, "wine64")),
    ("%wineserver", os.path.join(wine, "wineserver64")),
    ("%mingw32-cc", "%s -target i686-w64-mingw32" % clang),
    ("%source", quoted(config.spinguard_source_dir)),
    ("%include", quoted(os.path.join(config.spinguard_source_dir, "include"))),
    (
        "%drivers",
        quoted(os.path.join(config.test_source_root, "windows", "drivers")),
    ),
    (
        "%models",
        quoted(os.path.join(config.spinguard_source_dir, "passes", "model", "data")),
    ),
    ("%build", quoted(config.spinguard_build_dir)),
    ("%rt-lib", quoted(runtime)),
    ("%runtime", os.path.join(config.spinguard_source_dir, "runtime")),
    (
        "%rt-cc",
        "%s -g -O1 -Wall -pthread -rdynamic -I%s -I%s"
        % (
            clang,
            quoted(os.path.join(config.spinguard_source_dir, "include")),
            quoted(os.path.join(config.test_source_root, "runtime", "Inputs")),
        ),
    ),
    (
        "%browser",
        "env PYTHONPATH=%s %s"
        % (
            quoted(os.path.join(config.test_source_root, "report", "Inputs")),
            quoted(browser_python or config.python_executable),
        ),
    ),
    ("%llvm-major", str(major)),
    ("%llvm-dir", quoted(config.llvm_cmake_dir)),
    ("%python", quoted(config.python_executable)),
]
# Compiles a marked source at every level and compares findings and markers.
verify = "%s %s --spinguard %s" % (
    quoted(config.python_executable),
    quoted(os.path.join(config.test_source_root, "verify.py")),
    quoted(spinguard),
)
mingw = dict(substitutions)["%mingw-cc"].replace('"', "")
substitutions += [
    ("%verify", '%s --cc "%s"' % (verify, clang.replace('"', ""))),
    ("%verify-cxx", '%s --cc "%s++"' % (verify, clang.replace('"', ""))),
    ("%verify-mingw", '%s --cc "%s"' % (verify, mingw)),
]
run = "%s %s --plugin %s --runtime %s --out %%t" % (
    quoted(config.python_executable),
    quoted(os.path.join(config.test_source_root, "run-instrumented.py")),
    quoted(plugin),
    quoted(runtime),
)
if "lld" in config.available_features and not config.sanitizers:
    run += " --lto"
for name, compiler in (("", clang), ("-cxx", quoted(tool("clang++")))):
    command = "%s%s -fpass-plugin=%s" % (preload, compiler, quoted(plugin))
    substitutions.append(
        (
            "%run-instrumented" + name,
            '%s --cc "%s"' % (run, command.replace('"', "")),
        )
    )
if os.path.exists(runtime):
    config.available_features.add("runtime")
if others:
    other, directory = others[0]
    config.available_features.add("other-llvm")
    substitutions += [
        ("%other-opt", quoted(os.path.join(directory, "opt"))),
        ("%other-clang", quoted(os.path.join(directory, "clang"))),
        ("%other-major", str(other)),
    ]

# lit replaces plain text: "%opt" must not hit the head of "%options".
for name, value in substitutions:
    config.substitutions.append((name + r"(?![\w-])", value))
