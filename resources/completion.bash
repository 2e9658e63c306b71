# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion of semblance-cli for bash. Commands and options are those that the program itself
# explains, so that there is one list of them.

_semblance_cli_help ()
{
  LANGUAGE= LC_ALL=C "$@" --help 2>/dev/null
}

_semblance_cli_commands ()
{
  _semblance_cli_help "$1" | sed -n 's/^  \([a-z]\{1,\}\)  .*/\1/p'
}

_semblance_cli_options ()
{
  _semblance_cli_help "$@" | sed -n 's/^  \(-[[:alnum:]], \)\{0,1\}\(--[a-z0-9-]*\).*/\2/p'
}

_semblance_cli ()
{
  local program=$1 current=$2 previous=$3 commands command= word words=

  commands=$(_semblance_cli_commands "$program")
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $commands =~ (^|[[:space:]])"$word"($|[[:space:]]) ]]; then
      command=$word
      break
    fi
  done
  case $previous in
    --orientation) words='landscape portrait square' ;;
    --type) words='jpg png heic avif webp tif gif bmp jxl' ;;
    --folder)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -d -- "$current")
      return ;;
    --region | --since | --until | --count | -k | --max-distance | -d | --min-likeness)
      COMPREPLY=()
      compopt +o default +o bashdefault
      return ;;
    *)
      if [[ $current == -* ]]; then
        words=$(_semblance_cli_options "$program" $command)
      elif [[ -z $command ]]; then
        words=$commands
      fi ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

# Without an answer of its own it completes file names.
complete -o default -o bashdefault -F _semblance_cli semblance-cli
