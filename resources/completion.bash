# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion of semblance-cli for bash, which that of other shells asks as well. Commands and
# options are those that the program itself explains, so that there is one list of them.

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

# What the help of an option counts up behind a colon: "Hash method: itq, lsh" or "random or itq".
_semblance_cli_values ()
{
  local option=$1
  shift
  _semblance_cli_help "$@" | sed -n "/^  \(-., \)\{0,1\}$option=/,/^  -\|^\$/p" \
    | sed -e 1b -e '/^  -/d' | tr '\n' ' ' | sed -n 's/^[^:]*: //p' \
    | sed -e 's/;.*//' -e 's/ or /, /g' -e 's/, */\n/g' \
    | sed -n 's/^ *\([a-z0-9][a-z0-9-]*\).*/\1/p'
}

# Numbers of the models, and folders of the library, one a line.
_semblance_cli_models ()
{
  LANGUAGE= LC_ALL=C.UTF-8 "$1" models 2>/dev/null | sed -n 's/^\([0-9]\{1,\}\): .*/\1/p'
}

_semblance_cli_folders ()
{
  LANGUAGE= LC_ALL=C.UTF-8 "$1" status 2>/dev/null | sed -n 's/^Folder:  *\(.*\) (photos: .*/\1/p'
}

_semblance_cli_backbones ()
{
  LANGUAGE= LC_ALL=C.UTF-8 "$1" backbone list 2>/dev/null \
    | sed -n 's/^\([a-z0-9-]\{1,\}\): .*/\1/p'
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
    --method | --methods | --finetune | --pooling | --start | --preset | --protocol)
      # An archive is trained by the same methods.
      [[ $command == archive ]] && words=train || words=${command:-train}
      words=$(_semblance_cli_values "$previous" "$program" $words) ;;
    --bits) words='16 32 64 128 256 512' ;;
    --delete | --rename | --note | --export | --compare | --model)
      words=$(_semblance_cli_models "$program") ;;
    --use)
      [[ $command == models ]] && words=$(_semblance_cli_models "$program") ;;
    help) [[ -z $command ]] && words=$commands ;;
    --backbone) words=$(_semblance_cli_backbones "$program") ;;
    --text | --dimensions | --input | --timeout | --region | --since | --until | --count | -k | \
      --max-distance | -d | --min-likeness | --partitions | --memory)
      COMPREPLY=()
      compopt +o default +o bashdefault
      return ;;
    *)
      if [[ $current == -* ]]; then
        words=$(_semblance_cli_options "$program" $command)
      elif [[ -z $command ]]; then
        words=$commands
      elif [[ $command == archive && $previous == archive ]]; then
        words='create publish train encode mirror status remove'
      elif [[ $command == backbone && $previous == backbone ]]; then
        words='add list use measure remove'
      elif [[ $command == backbone && $previous == @(use|measure|remove) ]]; then
        words=$(_semblance_cli_backbones "$program")
      elif [[ $command == remove ]]; then
        compopt -o filenames
        COMPREPLY=()
        # Not by compgen, which would carry out what a name may have in it.
        while IFS= read -r word; do
          [[ $word == "$current"* ]] && COMPREPLY+=("$word")
        done < <(_semblance_cli_folders "$program")
        return
      fi ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

# For other shells: @1 is the program, what follows are the words up to the cursor, the last one as
# far as it was typed. Prints the answers, one a line. Status 0: without an answer, file names are
# meant; 1: they are not.
_semblance_cli_answer ()
{
  local program=$1 no_files=0 COMPREPLY COMP_WORDS COMP_CWORD
  shift
  COMP_WORDS=(semblance-cli "$@")
  COMP_CWORD=$#
  # There is no completion of bash that it could change.
  compopt ()
  {
    [[ $1 != +o ]] || no_files=1
  }
  _semblance_cli "$program" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
  unset -f compopt
  ((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
  return "$no_files"
}

# Without an answer of its own it completes file names.
complete -o default -o bashdefault -F _semblance_cli semblance-cli
