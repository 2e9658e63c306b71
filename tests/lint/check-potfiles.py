#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if po/POTFILES lacks a file with translatable strings, or lists one without, or if a
catalogue refers to a file that does not exist.

Usage: check-potfiles.py TOP        checks the project
       check-potfiles.py --self-test
"""

import re
import sys

from project import list_files, read_text

IN_C = re.compile(r"\b(N?_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?) ?\(")
LISTED_ANYWAY = (".desktop.in", ".metainfo.xml.in", ".gschema.xml")


def has_words(path, text):
    if path.endswith((".c", ".h")):
        return bool(IN_C.search(re.sub(r"/\*.*?\*/|#\s*define[^\n]*", "", text, flags=re.S)))
    if path.endswith(".ui"):
        return 'translatable="' in text
    return path.endswith((".desktop.in", ".metainfo.xml.in"))


def find_lost(text, files):
    """Returns the sorted paths that the "#:" lines of a catalogue name and that are no files."""
    named = {re.sub(r":\d+$", "", reference)
             for line in text.splitlines() if line.startswith("#:")
             for reference in line[2:].split()}
    return sorted(named - set(files))


# Each case is a line of a catalogue beside the files a.c and b.ui, and the paths that it loses.
PLANTED = [
    ("#: a.c:1 b.ui:20", []),
    ("#: a.c b.ui", []),
    ("#: a.c:1 gone.c:2", ["gone.c"]),
    ("#: gone.c:2 gone.c:3 away.c", ["away.c", "gone.c"]),
    ("#. gone.c:2", []),
    ("#~ msgid \"gone.c:2\"", []),
]


def self_test():
    status = 0
    for line, lost in PLANTED:
        found = find_lost(line + "\n", ["a.c", "b.ui"])
        if found != lost:
            print(f"self-test: {line}: {found}")
            status = 1
    return status


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    top = sys.argv[1]
    files = list_files(top)
    listed = {line.strip() for line in read_text(top, "po/POTFILES").splitlines()
              if line.strip() and not line.startswith("#")}
    wanted = {path for path in files
              if path.split("/")[0] in ("engine", "ui", "app", "resources")
              and has_words(path, read_text(top, path) or "")}
    optional = {path for path in files if path.endswith(LISTED_ANYWAY)}
    wrong = [f"po/POTFILES misses {path}" for path in sorted(wanted - listed)]
    wrong += [f"po/POTFILES names {path}, which has nothing to translate"
              for path in sorted(listed - wanted - optional)]
    wrong += [f"{path} refers to {lost}, which does not exist"
              for path in files if path.startswith("po/") and path.endswith(".po")
              for lost in find_lost(read_text(top, path), files)]
    print("\n".join(wrong) or f"po/POTFILES names all of {len(wanted)} files")
    return 1 if wrong or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
