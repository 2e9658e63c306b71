#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if a folder, file, function or parameter list exceeds its limit.

Usage: check-shape.py TOP         checks the project
       check-shape.py --self-test
"""

import re
import sys
from collections import Counter

from project import list_files, read_text

FOLDER_FILES = 26
FILE_LINES = 500
SUFFIXES = (".c", ".h", ".py")
# Limit for nine of ten functions, in lines, including the braces.
FUNCTION_LINES = 30
# Limit on the number of functions with this many parameters or more.
PARAMETERS = 8
WIDE_FUNCTIONS = 10

PRODUCT = ("engine", "ui", "app")
# A definition in the house style: the name starts a line, the opening brace is alone on its line.
DEFINITION = re.compile(r"^(\w+) \(((?:[^()]|\([^()]*\))*)\)\n\{\n(.*?)^\}", re.M | re.S)


def functions_of(text):
    """Yields name, number of parameters and number of lines of each function definition."""
    for name, parameters, body in DEFINITION.findall(text):
        yield name, parameters.count(",") + 1, body.count("\n") + 2


def judge_folders(paths):
    counts = Counter(path.rpartition("/")[0] for path in paths
                     if path.split("/")[0] in PRODUCT and path.endswith((".c", ".h")))
    for folder, count in sorted(counts.items()):
        if count > FOLDER_FILES:
            yield f"{folder}: {count} files, more than {FOLDER_FILES}"


def judge_sources(sources):
    """sources: {path: text}. Yields a sentence for each limit exceeded."""
    lengths, wide = [], []
    for path, text in sources.items():
        lines = text.count("\n")
        if lines > FILE_LINES:
            yield f"{path}: {lines} lines, more than {FILE_LINES}"
        if path.split("/")[0] in PRODUCT:
            for name, parameters, length in functions_of(text):
                lengths.append(length)
                if parameters >= PARAMETERS:
                    wide.append(f"{path}: {name} ({parameters})")
    lengths.sort()
    if lengths and lengths[len(lengths) * 9 // 10] > FUNCTION_LINES:
        yield f"one function in ten has over {lengths[len(lengths) * 9 // 10] - 1} lines"
    if len(wide) > WIDE_FUNCTIONS:
        yield f"{len(wide)} functions have {PARAMETERS} parameters or more: " + "; ".join(wide)


def self_test():
    short = "static int\nshort_one (int a,\n           int (*f) (int, int))\n{\n  return a;\n}\n"
    wide = "int\nwide (int a, int b, int c, int d, int e, int f, int g, int h)\n{\n}\n"
    long = "int\nlong_one (int a)\n{\n" + "  a++;\n" * 40 + "}\n"
    faults = []
    if list(functions_of(short + wide)) != [("short_one", 3, 3), ("wide", 8, 2)]:
        faults.append("functions are misread")
    for text, wrong in [(short, 0), (short * 90, 1), (wide * 10, 0), (wide * 11, 1),
                        (short * 8 + long, 1), (short * 9 + long * 2, 1)]:
        if len(list(judge_sources({"engine/a.c": text}))) != wrong:
            faults.append(f"{wrong} expected of:\n{text[:60]}")
    if not list(judge_folders([f"ui/{n}.c" for n in range(FOLDER_FILES + 1)])):
        faults.append("a full folder")
    print("\n".join(faults) or "every planted fault was found")
    return 1 if faults else 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    top = sys.argv[1]
    paths = list_files(top)
    sources = {path: read_text(top, path) or "" for path in paths if path.endswith(SUFFIXES)}
    wrong = [*judge_folders(paths), *judge_sources(sources)]
    print("\n".join(wrong) or f"{len(sources)} files keep their shape")
    return 1 if wrong or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
