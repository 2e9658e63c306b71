# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion of semblance-cli for fish: the answers are those of bash, so that there is one list.

set -g __semblance_cli_bash (status dirname)/../../bash-completion/completions/semblance-cli

function __semblance_cli_answer
    set -l words (commandline -opc)
    set -l answers (bash -c 'source "$0" && _semblance_cli_answer "$@"' \
        $__semblance_cli_bash $words (commandline -ct | string unescape) 2>/dev/null)
    set -l result $status
    if set -q answers[1]
        printf '%s\n' $answers
    else if test $result -eq 0
        __fish_complete_path (commandline -ct)
    end
end

complete -c semblance-cli -f -a '(__semblance_cli_answer)'
