# deb-works.sh FOLDER INPUTS CLANG: installs the package in FOLDER, uses it as a
# stranger does, and removes it.
set -e
dpkg -i "$1"/spinguard_*.deb
cp "$2/twice.c" /tmp
cd /tmp
"$3" -g -c -emit-llvm twice.c -o twice.bc
spinguard check --fail-on never twice.bc
plugin=$(find /usr/lib -path '*/spinguard/*/SpinGuard.so')
"$3" -g -fpass-plugin="$plugin" -c twice.c || true
dpkg --remove spinguard
! ls /usr/bin/spinguard
