# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Writes OUT: the bytes of FILE as the elements of an array.
file(READ "${FILE}" Bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," Bytes "${Bytes}")
file(WRITE "${OUT}" "// Generated; do not edit.\n${Bytes}\n")
