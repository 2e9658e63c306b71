#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if a public function is not used by the product, or a private one by nothing at all.

Usage: check-callers.py TOP         checks the project
       check-callers.py --self-test

A function that is there for tests is declared in a header whose name ends in "-private.h".
"""

import re
import sys
from collections import Counter

from project import list_files, read_text

PRODUCT = ("engine", "ui", "app")
NAME = re.compile(r"\bsem_\w+")
DECLARED = re.compile(r"\b(sem_\w+) \(")
# It may stand alone on its line, behind its type, or behind that of a static inline function.
DEFINED = re.compile(r"^(?:[\w *]*\W)?(sem_\w+) \([^;{]*\)\n\{", re.M)
# Macros, and bodies of inline functions.
INLINE = re.compile(r"#define(?:[^\n]*\\\n)*[^\n]*|^\{.*?^\}", re.M | re.S)
COMMENT = re.compile(r"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"", re.S)
# Cleanups of types are called by macros, and types by the names of their objects.
CLEANUP = re.compile(r"AUTO(?:PTR|_CLEANUP)_\w*FUNC \(\w+,\s*(sem_\w+)")
TYPES = re.compile(r"_get_type$")


def judge(sources):
    """sources: {path: text}. Yields a sentence for each function without a caller."""
    used, tested, declared = Counter(), set(), {}
    for path, text in sources.items():
        product = path.split("/")[0] in PRODUCT
        used.update(CLEANUP.findall(text) if product else [])
        text = COMMENT.sub(" ", text) if path.endswith((".c", ".h")) else text
        if not product:
            tested.update(NAME.findall(text))
        elif path.endswith(".h"):
            declared.update((name, path) for name in DECLARED.findall(text)
                            if not TYPES.search(name))
            # What macros and inline functions call.
            used.update(NAME.findall("\n".join(INLINE.findall(text))))
        else:
            used.update(NAME.findall(text))
            used.subtract(DEFINED.findall(text))
    for name, path in sorted(declared.items()):
        if used[name] <= 0:
            if not path.endswith("-private.h"):
                yield f"{path}: {name} is not used by the program"
            elif name not in tested:
                yield f"{path}: {name} is not used"


def self_test():
    faults = []
    header, body = "int sem_a (int b);\n", "int\nsem_a (int b)\n{\n  return b;\n}\n"
    for files, wrong in [
            ({"engine/a.h": header, "engine/a.c": body, "ui/b.c": "  c = sem_a (1);\n"}, 0),
            ({"engine/a.h": header, "engine/a.c": body, "tests/b.c": "  c = sem_a (1);\n"}, 1),
            ({"engine/a.h": header, "engine/a.c": body + "/* See sem_a (). */\n"}, 1),
            ({"engine/a-private.h": header, "engine/a.c": body, "tests/b.c": "sem_a (1);\n"}, 0),
            ({"engine/a-private.h": header, "engine/a.c": body}, 1),
            ({"engine/a.h": header + "#define A(b) \\\n  sem_a (b)\n", "engine/a.c": body}, 0),
            ({"engine/a.h": "static inline int\nsem_b (int a)\n{\n  return a;\n}\n"}, 1),
            ({"engine/a.h": header, "engine/a.c": body, "ui/a.ui": "<x handler='sem_a'/>"}, 0),
            ({"engine/a.h": header + "G_DEFINE_AUTOPTR_CLEANUP_FUNC (A, sem_a)\n",
              "engine/a.c": body}, 0)]:
        if len(list(judge(files))) != wrong:
            faults.append(f"{wrong} expected of {files}: {list(judge(files))}")
    print("\n".join(faults) or "every planted fault was found")
    return 1 if faults else 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    paths = [path for path in list_files(sys.argv[1])
             if path.startswith(("engine/", "ui/", "app/", "resources/", "tests/"))
             and path.endswith((".c", ".h", ".ui"))]
    faults = list(judge({path: read_text(sys.argv[1], path) for path in paths}))
    print("\n".join(faults) or f"every function of {len(paths)} files is used")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
