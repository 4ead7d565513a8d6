# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Writes OUT: for each of FILES one initialiser {"name", "text"}, the text as
# raw strings short enough for every compiler.
set(CHUNK 8000)
set(RESULT "// Generated from text files; do not edit.\n")
foreach(FILE IN LISTS FILES)
  get_filename_component(NAME "${FILE}" NAME)
  file(READ "${FILE}" TEXT)
  string(APPEND RESULT "{\"${NAME}\",\n")
  string(LENGTH "${TEXT}" LENGTH)
  set(AT 0)
  while(AT LESS LENGTH)
    string(SUBSTRING "${TEXT}" ${AT} ${CHUNK} PART)
    string(APPEND RESULT "R\"SGTEXT(${PART})SGTEXT\"\n")
    math(EXPR AT "${AT} + ${CHUNK}")
  endwhile()
  string(APPEND RESULT "\"\"},\n")
endforeach()
file(WRITE "${OUT}" "${RESULT}")
