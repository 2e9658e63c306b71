#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails where Clang warns of a source that is built, which is mostly of variables that nothing
reads: GCC says nothing of those that have a clean-up, which Clang 14 warns of and 19 does not.

It takes 170 s of computing, so that only a long run (SEMBLANCE_TEST_LONG) looks at more than the
tests.

Usage: check-clang.py BUILD        checks what BUILD/compile_commands.json names
       check-clang.py --self-test
"""

import concurrent.futures
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

CLANG = shutil.which("clang")
# What Clang takes as GCC does: no warnings, which are those below, and nothing that is written.
PAIRED = ("-I", "-D", "-isystem", "-include", "-iquote")
KEPT = PAIRED + ("-U", "-std=", "-pthread", "-fno-strict", "-m")
WARNINGS = ["-Werror", "-Wall", "-Wextra", "-Wno-unused-parameter",
            "-Wno-missing-field-initializers"]
SKIPPED = 77


def list_sources(build, long):
    """Returns a command of each source, one where several programs are made of it."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        commands = json.load(file)
    return {os.path.normpath(os.path.join(each["directory"], each["file"])): each
            for each in commands
            if each["file"].endswith(".c") and (long or "/tests/" in each["file"])}


def check(source, command):
    """Returns what Clang says of a source."""
    words = shlex.split(command["command"])
    options = []
    for i, word in enumerate(words):
        if word.startswith(KEPT):
            options.append(word)
            if word in PAIRED:
                options.append(words[i + 1])
    done = subprocess.run([CLANG, "-fsyntax-only", "-fno-color-diagnostics", *options, *WARNINGS,
                           source],
                          cwd=command["directory"], stderr=subprocess.PIPE, text=True, check=False)
    return done.stderr if done.returncode else ""


def check_all(build):
    sources = list_sources(build, bool(os.environ.get("SEMBLANCE_TEST_LONG")))
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        found = [text for text in pool.map(check, sources, sources.values()) if text]
    print("".join(found), end="")
    print(f"{len(sources)} sources, Clang warns of {len(found)}")
    return 1 if found else 0


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        for text, wrong in (("int main (void) { return 0; }\n", False),
                            ("int main (void) { int *a = 0; return 0; }\n", True)):
            path = os.path.join(folder, "a.c")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            said = check(path, {"directory": folder, "command": "cc -Wall -std=gnu17 -c a.c"})
            if bool(said) != wrong:
                print(f"self-test: {text}{said}")
                return 1
    return 0


def main():
    if not CLANG:
        print("clang is not installed")
        return SKIPPED
    return self_test() if sys.argv[1] == "--self-test" else check_all(sys.argv[1])


if __name__ == "__main__":
    sys.exit(main())
