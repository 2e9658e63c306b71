#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if the store has a function that reads rows, and the reader of damaged libraries does not
call it (tests/support/store-reader.h, which the sweep of the store's test and its fuzz target use).

Usage: check-readers.py TOP
       check-readers.py --self-test
"""

import re
import sys

from project import list_files, read_text

# A declaration of the house style, at the start of a line or after its type.
DECLARED = re.compile(r"^(?:[\w *]+ \*?)?(sem_store_(?:collect|count|dup|each|find|get|has|is|last|"
                      r"list|measure|read)_\w+) \(SemStore \*", re.M)
# These read no row.
OTHERS = {"sem_store_get_path", "sem_store_dup_path"}


def list_readers(headers):
    return {name for text in headers for name in DECLARED.findall(text)} - OTHERS


def judge(headers, sources):
    """Yields a sentence for each reader that no source calls."""
    for name in sorted(list_readers(headers)):
        if not any(re.search(rf"\b{name} \(", text) for text in sources):
            yield f"{name}() is not called by tests/support/store-reader*.c"


def self_test():
    headers = ["gint64 sem_store_count_things (SemStore *self, GError **error);\n"
               "GPtrArray *sem_store_list_things (SemStore *self);\ngboolean\n"
               "sem_store_get_thing (SemStore *self, gint64 id);\n"
               "gboolean sem_store_put_thing (SemStore *self, gint64 id);\n"
               "/* Calls sem_store_find_nothing (SemStore *). */\n"
               "const char *sem_store_get_path (SemStore *self);\n"]
    faults = []
    if list_readers(headers) != {f"sem_store_{name}" for name in (
            "count_things", "list_things", "get_thing")}:
        faults.append(f"misread: {sorted(list_readers(headers))}")
    for source, wrong in [("", 3), ("sem_store_count_things (store)", 2),
                          ("sem_store_count_things (s); sem_store_list_things (s);\n"
                           "sem_store_get_thing (s, 1);", 0)]:
        if len(list(judge(headers, [source]))) != wrong:
            faults.append(f"{wrong} expected of: {source}")
    print("\n".join(faults) or "every planted fault was found")
    return 1 if faults else 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    top = sys.argv[1]
    paths = list_files(top)
    headers = [read_text(top, path) for path in paths if path.startswith("engine/store/")
               and path.endswith(".h") and not path.endswith("-private.h")]
    sources = [read_text(top, path) for path in paths
               if re.fullmatch(r"tests/support/store-reader[\w-]*\.c", path)]
    wrong = list(judge(headers, sources))
    print("\n".join(wrong) or f"{len(list_readers(headers))} readers are called")
    return 1 if wrong or not list_readers(headers) else 0


if __name__ == "__main__":
    sys.exit(main())
