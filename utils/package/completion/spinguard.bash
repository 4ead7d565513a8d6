# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Completion for bash. Options are what each command's own help says.

_spinguard() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  local tool=${COMP_WORDS[0]} command='' word
  # '--name=value' is three words to readline.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' && COMP_CWORD -ge 2 ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $word != -* ]]; then command=$word; break; fi
  done

  local IFS=$'\n'
  if [[ -z $command && $cur != -* ]]; then
    COMPREPLY=($(compgen -W "$("$tool" --help 2> /dev/null |
      sed -n '/^COMMANDS:/,/^$/s/^  \([a-z]*\) .*/\1/p')" -- "$cur"))
    return
  fi
  case $prev in
    --format) COMPREPLY=($(compgen -W $'text\njson\nsarif\nhtml' -- "$cur")); return ;;
    --color) COMPREPLY=($(compgen -W $'auto\nalways\nnever' -- "$cur")); return ;;
    --confidence) COMPREPLY=($(compgen -W $'low\nmedium\nhigh' -- "$cur")); return ;;
    --fail-on) COMPREPLY=($(compgen -W $'any\nerror\nnew\nnever' -- "$cur")); return ;;
    --bitcode) COMPREPLY=($(compgen -W $'auto\nbuild\ncompile' -- "$cur")); return ;;
    --print) COMPREPLY=($(compgen -W $'lock-states\nsummaries\nhold-times\ncontracts\nflow' -- "$cur")); return ;;
    --rules)
      COMPREPLY=($(compgen -W "$("$tool" rules 2> /dev/null |
        sed -n -e 's/^\([a-z][a-z-]*\) (.*/\1/p' -e 's/^  \([a-z]*:[A-Za-z0-9]*\) .*/\1/p')" -- "${cur##*,}"))
      if [[ $cur == *,* ]]; then
        COMPREPLY=("${COMPREPLY[@]/#/${cur%,*},}")
      fi
      return ;;
    -p | --build-dir | --source-root | --cache | --directory)
      COMPREPLY=($(compgen -d -- "$cur")); return ;;
    -j | --jobs | --budget | --hold-us | --clock-mhz | --extra-arg | --unit | --launcher) return ;;
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$("$tool" $command --help 2> /dev/null |
      sed -n 's/^  \(--*[A-Za-z][a-z-]*\).*/\1/p' | sort -u)" -- "$cur"))
    return
  fi
  COMPREPLY=($(compgen -f -- "$cur"))
}
complete -o filenames -F _spinguard spinguard
