#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats C files by .clang-format, and writes gettext's _("…") without a space.

clang-format 14 puts a space before all parentheses or before none; the house style has one before
all except those of the gettext macros.

Usage: format.py TOP [FILE…]          formats the files, or without FILE the whole project
       format.py --check TOP [FILE…]  changes nothing; fails if a file would change, and is
                                      skipped where clang-format is another version: each formats
                                      in its own way
"""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

from project import list_files

VERSION = "14"
SKIPPED = 77
GETTEXT = re.compile(r"(?<!\w)(N?_) \(")


def close_up(text):
    """Removes the space from `_ ("` and re-aligns the strings below it."""
    lines, aligned = [], []
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        # A line that continues a string of a gettext call that was moved.
        if line.lstrip(" ").startswith('"') and indent in aligned:
            line = line[1:]
        else:
            aligned = []
        macro = line.endswith("\\")
        while match := GETTEXT.search(line):
            if macro:
                line = line[:-1] + " \\"
            aligned.append(match.end())
            line = line[: match.start()] + match.group(1) + "(" + line[match.end():]
        lines.append(line)
    return "\n".join(lines)


def format_all(top, paths):
    """Yields each path with its formatted text; one process formats many files."""
    with tempfile.TemporaryDirectory() as folder:
        copies = [os.path.join(folder, f"{n}{os.path.splitext(path)[1]}")
                  for n, path in enumerate(paths)]
        for path, copy in zip(paths, copies):
            shutil.copyfile(os.path.join(top, path), copy)
        style = "--style=file:" + os.path.join(os.path.abspath(top), ".clang-format")
        chunks = [copies[n::os.cpu_count()] for n in range(os.cpu_count())]
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(lambda chunk: chunk and subprocess.run(
                ["clang-format", style, "-i", *chunk], check=True), chunks))
        for path, copy in zip(paths, copies):
            with open(copy, encoding="utf-8") as file:
                yield path, close_up(file.read())


def find_version():
    said = subprocess.run(["clang-format", "--version"], check=True, stdout=subprocess.PIPE,
                          text=True).stdout
    return re.search(r"version (\d+)", said).group(1)


def list_sources(top):
    """Does not use git: a tarball has none, and git refuses the checkout of another user."""
    return [path for path in list_files(top) if path.endswith((".c", ".h"))]


def main():
    arguments = sys.argv[1:]
    check = arguments[:1] == ["--check"]
    top, *paths = arguments[check:]
    paths = paths or list_sources(top)
    strange = [path for path in paths if not path.endswith((".c", ".h"))]
    if strange:
        print(f"format.py formats C only, not {', '.join(strange)}.", file=sys.stderr)
        return 2
    if find_version() != VERSION:
        print(f"clang-format is {find_version()}, and the sources are as {VERSION} has them")
        return SKIPPED if check else 1
    wrong = 0
    for path, text in format_all(top, paths):
        full = os.path.join(top, path)
        with open(full, encoding="utf-8") as file:
            if file.read() == text:
                continue
        wrong += 1
        if check:
            print(f"{path}: not as .clang-format has it; tests/lint/format.py . {path}")
        else:
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
    if check:
        print(f"{len(paths)} files, {wrong} to format")
    return 1 if check and (wrong or not paths) else 0


if __name__ == "__main__":
    sys.exit(main())
