# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What find_package(SpinGuard) can do with the targets of a project.

# spinguard_add_check(TARGET... [NAME name] [TEST] [FORMAT format]
#                     [OUTPUT file] [RULES rule...] [OPTIONS option...])
#
# Adds the target NAME (spinguard-TARGET unless given), which checks the sources
# of the TARGETs, with the flags that each is compiled with, as one program. It
# fails where there are findings. The target spinguard-check runs all of them.
# With TEST, ctest has it as a test of that name, too. OPTIONS go to `spinguard
# check` as they are.
function(spinguard_add_check)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "TEST" "NAME;FORMAT;OUTPUT"
    "RULES;OPTIONS")
  if(NOT ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "spinguard_add_check: there is no target to check.")
  endif()
  if(NOT CMAKE_GENERATOR MATCHES "Ninja|Makefiles")
    message(FATAL_ERROR
      "spinguard_add_check: the generator '${CMAKE_GENERATOR}' does not write "
      "the compile_commands.json that the check reads; use Ninja or a kind of "
      "Makefiles.")
  endif()
  set(Objects "")
  foreach(Target ${ARG_UNPARSED_ARGUMENTS})
    if(NOT TARGET ${Target})
      message(FATAL_ERROR "spinguard_add_check: there is no target '${Target}'.")
    endif()
    set_target_properties(${Target} PROPERTIES EXPORT_COMPILE_COMMANDS ON)
    # (The units of a target are those whose objects are in its folder.)
    get_target_property(Folder ${Target} BINARY_DIR)
    list(APPEND Objects "${Folder}/CMakeFiles/${Target}.dir")
  endforeach()
  if(NOT ARG_NAME)
    list(GET ARG_UNPARSED_ARGUMENTS 0 First)
    set(ARG_NAME "spinguard-${First}")
  endif()

  set(Command SpinGuard::spinguard check -p "${CMAKE_BINARY_DIR}"
    --source-root "${CMAKE_SOURCE_DIR}")
  if(ARG_FORMAT)
    list(APPEND Command --format "${ARG_FORMAT}")
  endif()
  if(ARG_OUTPUT)
    get_filename_component(Output "${ARG_OUTPUT}" ABSOLUTE
      BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
    list(APPEND Command -o "${Output}")
  endif()
  if(ARG_RULES)
    list(JOIN ARG_RULES "," Rules)
    list(APPEND Command --rules "${Rules}")
  endif()
  list(APPEND Command ${ARG_OPTIONS} ${Objects})

  # Headers that the build makes are there once the targets are.
  add_custom_target(${ARG_NAME}
    COMMAND ${Command}
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    COMMENT "Checking spin locks of ${ARG_UNPARSED_ARGUMENTS}"
    VERBATIM USES_TERMINAL)
  add_dependencies(${ARG_NAME} ${ARG_UNPARSED_ARGUMENTS})
  if(NOT TARGET spinguard-check)
    add_custom_target(spinguard-check)
  endif()
  add_dependencies(spinguard-check ${ARG_NAME})
  if(ARG_TEST)
    add_test(NAME ${ARG_NAME} COMMAND ${Command}
      WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  endif()
endfunction()

# spinguard_instrument(TARGET [PARAMETERS name=value...])
#
# Compiles TARGET with checks of its locks inside, and links it with the runtime.
# PARAMETERS are those of the plugin: elide=none, hold-us=50, …. The compiler has
# to be the clang whose LLVM the plugin is for.
function(spinguard_instrument Target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "PARAMETERS")
  if(NOT TARGET ${Target})
    message(FATAL_ERROR "spinguard_instrument: there is no target '${Target}'.")
  endif()
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR
      "spinguard_instrument: what is '${ARG_UNPARSED_ARGUMENTS}'? Parameters "
      "follow the word PARAMETERS.")
  endif()
  get_property(Languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  foreach(Language C CXX)
    if(NOT Language IN_LIST Languages)
      continue()
    endif()
    set(Version "${CMAKE_${Language}_COMPILER_VERSION}")
    if(NOT CMAKE_${Language}_COMPILER_ID STREQUAL "Clang" OR
       NOT Version MATCHES "^${SpinGuard_LLVM_VERSION_MAJOR}[.]")
      message(FATAL_ERROR
        "spinguard_instrument: the plugin is for clang "
        "${SpinGuard_LLVM_VERSION_MAJOR}, but the ${Language} compiler is "
        "${CMAKE_${Language}_COMPILER_ID} ${Version}; configure with "
        "-DCMAKE_${Language}_COMPILER=clang-${SpinGuard_LLVM_VERSION_MAJOR}.")
    endif()
    # The plugin instruments where the environment says so; it checks elsewhere.
    string(REPLACE ";" "\\;" Parameters "${ARG_PARAMETERS}")
    set_property(TARGET ${Target} APPEND PROPERTY ${Language}_COMPILER_LAUNCHER
      "${CMAKE_COMMAND}" -E env "SPINGUARD_INSTRUMENT=${Parameters}")
  endforeach()
  target_compile_options(${Target} PRIVATE
    $<$<COMPILE_LANGUAGE:C,CXX>:-g>
    "$<$<COMPILE_LANGUAGE:C,CXX>:-fpass-plugin=${SpinGuard_PLUGIN}>")
  target_link_libraries(${Target} PRIVATE SpinGuard::rt)
endfunction()
