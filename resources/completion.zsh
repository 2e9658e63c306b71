#compdef semblance-cli
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion of semblance-cli for zsh: the answers are those of bash, so that there is one list.

local script=${functions_source[_semblance-cli]:A:h:h:h}/bash-completion/completions/semblance-cli
local output result
local -a answers

output=$(bash -c 'source "$0" && _semblance_cli_answer "$@"' $script \
  "${(@Q)words[1,CURRENT]}" 2>/dev/null)
result=$?
answers=(${(f)output})
if (( $#answers )); then
  compadd -a answers
elif (( result == 0 )); then
  _files
fi
