"""fake-debian.py DIR: a folder with the commands that utils/setup may call, of
which those that ask or change the system are stand-ins:

  dpkg-query   has the packages that DIR/installed lists
  apt-get      writes its arguments to DIR/calls; does what DIR/apt-update or
               DIR/apt-install says, a shell script, if there is one; otherwise
               it installs
  id -u        prints DIR/uid, or 0
  sudo         is there when DIR/sudo is: a shell script that says whether it
               may be used

setup is then run with PATH=DIR/bin and FAKE=DIR.
"""
import os
import shutil
import sys

top = sys.argv[1]
bin = os.path.join(top, "bin")
shutil.rmtree(bin, ignore_errors=True)
os.makedirs(bin)
for name in ("bash", "sh", "cat", "dirname", "env", "grep", "mktemp", "rm", "sed", "tail"):
    os.symlink(shutil.which(name), os.path.join(bin, name))
stubs = {
    "dpkg-query": """for package; do :; done
grep -qxF "$package" "$FAKE/installed" || exit 1
echo installed
""",
    "apt-get": """[ "$1 $2" = "-o DPkg::Lock::Timeout=300" ] && shift 2
echo "apt-get $*" >> "$FAKE/calls"
[ ! -e "$FAKE/apt-$1" ] || { . "$FAKE/apt-$1"; exit; }
[ "$1" = install ] || exit 0
for package; do echo "$package"; done >> "$FAKE/installed"
""",
    "id": """if [ -e "$FAKE/uid" ]; then cat "$FAKE/uid"; else echo 0; fi
""",
    "sudo": """[ "$1" = -n ] || { echo "sudo would ask for a password"; exit 1; }
shift
. "$FAKE/sudo"
echo "sudo $1" >> "$FAKE/calls"
[ "$1" = true ] || exec "$@"
""",
}
for name, text in stubs.items():
    if name == "sudo" and not os.path.exists(os.path.join(top, "sudo")):
        continue
    path = os.path.join(bin, name)
    with open(path, "w") as file:
        file.write("#!/bin/sh\n" + text)
    os.chmod(path, 0o755)
