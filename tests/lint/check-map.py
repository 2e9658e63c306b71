#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if the map of the source names a file that is not there, or the glossary is too long.

Usage: check-map.py TOP         checks engine/README.md and .github/CONTRIBUTING.md
       check-map.py --self-test

Names in backquotes count as paths if they have a slash or end in .c, .h, .py, .sh or .ui; names of
the map are relative to the project or to engine/, and a name without a folder follows one with it.
"""

import re
import sys

from project import list_files, read_text

DOCUMENTS = ("engine/README.md", ".github/CONTRIBUTING.md")
TERMS = 40
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w./-]+(?:/|\.(?:c|h|py|sh|ui|md|txt))$|[\w.-]+/[\w./-]+$")
# Words that stand for names, and what is no path of the project.
MADE_UP = re.compile(r"[A-Z]{3,}|^/|…|\.\.|test-…|build|^~|^[a-z]+/$")


def find_paths(text):
    return [name for name in QUOTED.findall(text) if PATH.match(name) and not MADE_UP.search(name)]


def is_there(name, paths, folders):
    name = name.removeprefix("./").rstrip("/")
    ends = ("/" + name, "/" + name + ".h", "/" + name + ".c")
    return any(("/" + path).endswith(ends) for path in paths) or any(
        ("/" + folder).endswith("/" + name) for folder in folders)


def judge(documents, paths):
    folders = {"/".join(path.split("/")[:n])
               for path in paths for n in range(1, path.count("/") + 1)}
    for document, text in documents.items():
        for name in find_paths(text):
            if not is_there(name, paths, folders):
                yield f"{document}: there is no {name}"
        glossary = text.partition("\n| term | meaning |\n|---|---|\n")[2]
        terms = [line.split("|")[1].strip() for line in glossary.splitlines() if line[:1] == "|"]
        if len(terms) > TERMS:
            yield f"{document}: {len(terms)} terms in the glossary, more than {TERMS}"
        if terms != sorted(terms):
            yield f"{document}: the terms of the glossary are not in order"


def self_test():
    paths = ["engine/search/request/search-hits.h", "ui/grid/a.c"]
    table = "\n| term | meaning |\n|---|---|\n"
    cases = [("`search/request/search-hits.h`", 0), ("`search-hits.h`", 0),
             ("`search/request/`", 0), ("`search/other.h`", 1), ("`other.h`", 1),
             ("`ui/NAME.c`", 0), ("`ui/grid/`", 0),
             ("`ui/frame/`", 1), ("`SemQuery`", 0), (table + "| a | b |\n| b | c |\n", 0),
             (table + "| b | b |\n| a | c |\n", 1),
             (table + "".join(f"| {n:03} | b |\n" for n in range(TERMS + 1)), 1)]
    faults = [text for text, wrong in cases
              if len(list(judge({"README.md": text}, paths))) != wrong]
    print("\n".join(faults) or "every planted fault was found")
    return 1 if faults else 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    top = sys.argv[1]
    documents = {name: read_text(top, name) or "" for name in DOCUMENTS}
    wrong = list(judge(documents, list_files(top)))
    print("\n".join(wrong) or f"{sum(len(find_paths(text)) for text in documents.values())} paths")
    return 1 if wrong or not all(documents.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
