#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if a file breaks a rule of style that can be checked automatically.

Usage: check-style.py TOP         checks the project
       check-style.py --self-test
"""

import re
import sys

from project import list_files, read_text

SOURCES = (".c", ".h", ".inc", ".py", ".sh", ".css", ".ui", ".blp", ".supp")
# Prose and tables have their own line lengths; catalogues are written by gettext; a string in a
# template cannot be wrapped without changing what is shown.
FREE_LENGTH = (".ui", ".md", ".po", ".pot", ".svg", ".xml", ".in", ".txt", ".desktop", ".csv",
               ".json")
UNTOUCHED = {"LICENSE"}
# Split in two so that this file does not match itself.
FOREIGN_PATHS = re.compile(r"(?<![\w.}])/(work/|home/[a-z]|root/|tmp/wt)")
# The idiom is !pointer and pointer in conditions; "!= NULL" makes a gboolean of a pointer.
NULL_TESTS = re.compile(r"== NULL\b|\bif \(.* != NULL\b")
# printf() pads by bytes, of which translated words have more than columns.
PADDED_WORDS = re.compile(r'"[^"\n]*%-?(?:\d+|\*)s[^;{}]*?\b(?:_|C_|g_dngettext) ?\(')
LEFT_OVERS = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")


def judge(path, text):
    """Yields "path:line: …" for each fault."""
    if path.endswith(SOURCES) and "SPDX-License-Identifier: " not in text[:2000]:
        yield f"{path}: no SPDX-License-Identifier at the top"
    if text and not text.endswith("\n"):
        yield f"{path}: does not end with a line end"
    if path.endswith(".c"):
        for found in PADDED_WORDS.finditer(text):
            number = text.count("\n", 0, found.start()) + 1
            yield f"{path}:{number}: a column of translated words: sem_columns_pad()"
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{path}:{number}"
        if "\t" in line:
            yield f"{where}: tab"
        if line != line.rstrip():
            yield f"{where}: space at the end of the line"
        if len(line) > 100 and not path.endswith(FREE_LENGTH):
            yield f"{where}: {len(line)} columns"
        if FOREIGN_PATHS.search(line):
            yield f"{where}: a path of somebody's machine"
        if path.endswith((".c", ".h")) and NULL_TESTS.search(line):
            yield f"{where}: a test for NULL: write !pointer or pointer"
        if LEFT_OVERS.search(line):
            yield f"{where}: a left-over"


def self_test():
    good = "/* SPDX-License-Identifier: GPL-3.0-or-later */\nint a;\n" \
        'f ("%-8s", name);\ng (_("x"));\n'
    bad = ["int a;\n", good + "\tint b;\n", good + "int b; \n", good + "x" * 101 + "\n",
           good + "int b;", good + "  if (a == NULL)\n", good + "  if (b && a != NULL)\n",
           good + 'f ("%-8s", n,\n   _("x"));\n', good + 'f ("a %*s", n, C_ ("a", "x"));\n',
           good + '"/' + 'home/me/x"\n', good + "/* TO" + "DO */\n"]
    missed = [text for text in bad if not list(judge("engine/base/a.c", text))]
    if list(judge("engine/base/a.c", good)) or missed:
        print("self-test: not caught:", missed)
        return 1
    return 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    wrong, read = [], 0
    for path in list_files(sys.argv[1]):
        text = None if path in UNTOUCHED else read_text(sys.argv[1], path)
        if text is not None:
            read += 1
            wrong += judge(path, text)
    print("\n".join(wrong) or f"{read} files are tidy")
    return 1 if wrong or not read else 0


if __name__ == "__main__":
    sys.exit(main())
