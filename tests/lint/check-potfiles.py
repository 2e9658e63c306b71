#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if po/POTFILES lacks a file with translatable strings, or lists one without.

Usage: check-potfiles.py TOP
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


def main():
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
    print("\n".join(wrong) or f"po/POTFILES names all of {len(wanted)} files")
    return 1 if wrong or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
