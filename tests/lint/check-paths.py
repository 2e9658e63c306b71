#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if an installed file contains the path of the build folder or of the sources.

Usage: check-paths.py SOURCE BUILD PROGRAM…
       check-paths.py --self-test

Such a path could make a program load files from there, and makes builds irreproducible.
"""

import os
import sys
import tempfile


def find_names(path, folders):
    """Returns the folders whose paths the file contains."""
    with open(path, "rb") as file:
        data = file.read()
    return [folder for folder in folders if os.fsencode(folder) in data]


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "program")
        for text, expected in [(b"\0/a/source/build/x\0", ["/a/source", "/a/source/build"]),
                               (b"\0/a/source\0", ["/a/source"]), (b"engine/base/error.c", [])]:
            with open(path, "wb") as file:
                file.write(text)
            if find_names(path, ["/a/source", "/a/source/build"]) != expected:
                print("self-test: not caught:", text)
                return 1
    return 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    folders, programs = sys.argv[1:3], sys.argv[3:]
    wrong = [f"{program} names {folder}"
             for program in programs for folder in find_names(program, folders)]
    print("\n".join(wrong) or f"{len(programs)} programs name no folder of this machine")
    return 1 if wrong or not programs else 0


if __name__ == "__main__":
    sys.exit(main())
