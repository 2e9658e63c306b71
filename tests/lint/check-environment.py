#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if the product reads an environment variable that README.md does not document.

Usage: check-environment.py TOP
       check-environment.py --self-test
"""

import re
import sys

from project import list_files, read_text

READ = re.compile(r"\b(?:g_|secure_)?getenv \(\s*(?:\"(\w+)\"|(\w+))")
DEFINED = r"#define {} \"(\w+)\""
# Variables of the desktop, which need no documentation here.
COMMON = {"DISPLAY", "HOME", "WAYLAND_DISPLAY"}


def find_variables(text):
    """Yields the variables that a source reads, by name or by a macro of the same file."""
    for literal, symbol in READ.findall(text):
        defined = re.search(DEFINED.format(symbol), text) if symbol else None
        yield literal or (defined[1] if defined else symbol)


def find_untold(sources, readme):
    """Returns "path: …" for each variable that README.md does not mention."""
    return [f"{path}: reads {name}, which README.md does not tell of"
            for path, text in sources for name in sorted(set(find_variables(text)) - COMMON)
            if f"`{name}`" not in readme]


def self_test():
    source = '#define V "B"\nx = g_getenv ("A");\ny = getenv (V);\nz = g_getenv ("HOME");\n'
    for readme, expected in [("`A` and `B`", 0), ("`A`", 1), ("A and B", 2)]:
        found = find_untold([("a.c", source)], readme)
        if len(found) != expected:
            print("self-test:", readme, found)
            return 1
    return 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    top = sys.argv[1]
    sources = [(path, read_text(top, path)) for path in list_files(top)
               if path.startswith(("app/", "engine/", "ui/")) and path.endswith((".c", ".h"))]
    wrong = find_untold(sources, read_text(top, "README.md"))
    print("\n".join(wrong) or f"{len(sources)} files read no variable that README.md leaves out")
    return 1 if wrong or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
