#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli completes commands, options and names in bash, zsh and fish.

Usage: test-completion.py SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import os
import re
import shutil
import subprocess
import sys

from cli_test import Skip, main, read, speak, write


TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def test_completion(case):
    """Completion in bash knows every command and every option, and what some of them take."""
    if not shutil.which("bash"):
        raise Skip("bash is missing")
    os.symlink(case.cli, os.path.join(case.folder, "semblance-cli"))
    os.mkdir(os.path.join(case.folder, "a folder"))
    script = os.path.join(TOP, "resources", "completion.bash")

    def complete(*words):
        lines = ["source " + script,
                 'COMP_WORDS=(semblance-cli "$@")', "COMP_CWORD=$#",
                 'compopt () { :; }',
                 '_semblance_cli "$PROGRAM" "${@: -1}" "${COMP_WORDS[COMP_CWORD-1]}"',
                 'printf "%s\\n" "${COMPREPLY[@]}"']
        result = subprocess.run(["bash", "--norc", "-c", "\n".join(lines), "bash", *words],
                                env={**case.env, "PROGRAM": case.cli, **speak("de")},
                                cwd=case.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, check=True, timeout=60)
        assert not result.stderr, result.stderr
        return [line for line in result.stdout.splitlines() if line]
    commands = complete("")
    assert {"index", "search", "status", "evaluate"} <= set(commands), commands
    assert complete("se") == ["search"]
    for command in commands:
        wanted = re.findall(r"^  (?:-\w, )?(--[\w-]+)", case.run(command, "--help")[0],
                            re.MULTILINE)
        assert set(wanted) <= set(complete(command, "--")), command
    assert complete("search", "--unl") == ["--unlike"]
    assert complete("--json", "search", "photo.jpg", "--re") == ["--region"]
    assert complete("search", "x", "--orientation", "p") == ["portrait"]
    assert complete("search", "x", "--folder", "a") == ["a folder"]
    assert complete("search", "x", "--since", "") == []
    assert "jpg" in complete("search", "--type", "")
    assert complete("search", "ph") == []
    assert {"gs-itq", "ddh", "lsh", "bcdh"} <= set(complete("train", "--method", "")), "methods"
    assert complete("train", "--method", "gs") == ["gs-itq"]
    assert complete("train", "--finetune", "") == ["none", "last-stage", "all"]
    assert complete("train", "--start", "") == ["random", "itq"]
    assert complete("train", "--pooling", "") == ["mean", "gem"]
    assert complete("train", "--preset", "") == ["default", "paper"]
    assert {"folders", "flowers17", "scenes-overlap"} <= set(complete("evaluate", "--protocol", ""))
    assert complete("help", "stat") == ["status"]
    assert complete("models", "--use", "") == [] and complete("remove", "") == []
    case.make(3, 2)
    odd = os.path.join(case.folder, "z$(touch carried-out)")
    os.mkdir(odd)
    case.run("index", case.photos, "a folder", odd)
    assert complete("models", "--use", "") == complete("models", "--delete", "") == ["1"]
    folder = os.path.join(case.folder, "a folder")
    assert complete("remove", "") == [folder, case.photos, odd]
    assert not os.path.exists(os.path.join(case.folder, "carried-out"))
    assert complete("remove", folder[:-3]) == [folder]


def test_other_shells(case):
    """Completion in zsh and fish gives the answers of bash, and file names where bash does."""
    shells = {
        "fish": ["-N", "-c", "source $argv[1]/fish/vendor_completions.d/semblance-cli.fish; "
                             "complete -C $argv[2]"],
        "zsh": ["-f", "-c", "fpath=($1/zsh/vendor-completions); autoload -Uz _semblance-cli\n"
                            "words=(${(z)2}) CURRENT=$#words\n"
                            "[[ $2 != *' ' ]] || { words+=(''); CURRENT+=1 }\n"
                            "compadd () { print -rl -- $answers }\n_files () { print FILES }\n"
                            "_semblance-cli", "zsh"]}
    share = os.path.join(case.folder, "share")
    for name, place in [("bash", "bash-completion/completions/semblance-cli"),
                        ("fish", "fish/vendor_completions.d/semblance-cli.fish"),
                        ("zsh", "zsh/vendor-completions/_semblance-cli")]:
        write(os.path.join(share, place),
              read(os.path.join(TOP, "resources", "completion." + name)))
    os.mkdir(os.path.join(case.folder, "bin"))
    os.symlink(case.cli, os.path.join(case.folder, "bin", "semblance-cli"))
    case.make(1, 1, os.path.join(case.folder, "z two"))
    env = {**case.env, "PATH": os.path.join(case.folder, "bin") + ":" + os.environ["PATH"]}
    n = 0
    for shell, arguments in shells.items():
        if not shutil.which(shell):
            continue
        n += 1

        def complete(line, shell=shell, arguments=arguments):
            result = subprocess.run([shell, *arguments, share, line], env=env, cwd=case.folder,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                    check=False, timeout=60)
            assert not result.stderr, (shell, line, result.stderr)
            return sorted(part.split("\t")[0] for part in result.stdout.splitlines() if part)
        assert complete("semblance-cli se") == ["search"], shell
        assert {"index", "search", "status"} <= set(complete("semblance-cli ")), shell
        assert complete("semblance-cli search --unl") == ["--unlike"], shell
        assert complete("semblance-cli train --method gs") == ["gs-itq"], shell
        assert complete("semblance-cli search x --since ") == [], shell
        assert any("FILES" in name or "z" in name
                   for name in complete("semblance-cli search z")), shell
        assert complete("semblance-cli search x --folder z") == ["z two"], shell
    if not n:
        raise Skip("zsh and fish are missing")


if __name__ == "__main__":
    sys.exit(main([test_completion, test_other_shells], sys.argv[1:6]))
