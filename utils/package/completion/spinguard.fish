# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Completion for fish. Options are what each command's own help says.

function __spinguard_command
    for word in (commandline -opc)[2..-1]
        if not string match -q -- '-*' $word
            echo $word
            return
        end
    end
    return 1
end

function __spinguard_commands
    spinguard --help 2>/dev/null | sed -n '/^COMMANDS:/,/^$/s/^  \([a-z]*\)  *\(.*\)/\1\t\2/p'
end

function __spinguard_options
    spinguard (__spinguard_command) --help 2>/dev/null | sed -n 's/^  \(--*[A-Za-z][a-z-]*\).*/\1/p' | sort -u
end

complete -c spinguard -f -n 'not __spinguard_command >/dev/null' -a '(__spinguard_commands)'
complete -c spinguard -n 'string match -q -- "-*" (commandline -ct)' -a '(__spinguard_options)'
complete -c spinguard -l format -x -a 'text json sarif html'
complete -c spinguard -l color -x -a 'auto always never'
complete -c spinguard -l confidence -x -a 'low medium high'
complete -c spinguard -l fail-on -x -a 'any error new never'
complete -c spinguard -l bitcode -x -a 'auto build compile'
complete -c spinguard -l print -x -a 'lock-states summaries hold-times contracts flow'
complete -c spinguard -s p -x -a '(__fish_complete_directories)'
