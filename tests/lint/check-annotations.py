#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if g-ir-scanner misses an ownership annotation in a public header of engine/model/.

Usage: check-annotations.py TOP
       check-annotations.py --self-test

The scanner only reads headers. It then does not know which types are classes and warns about that;
only its warnings about missing annotations count.
"""

import glob
import os
import subprocess
import sys
import tempfile

COUNTS = ("Missing (", "Unknown ", "unexpected annotation", "parameters without")
PLANTED = """
#include <gio/gio.h>
/**
 * sem_a_get_file:
 * @a: a file
 *
 * Lacks a transfer annotation.
 */
GFile *sem_a_get_file (GFile *a);
"""


def scan(folder, headers):
    """Returns the warnings about missing annotations."""
    # g-ir-scanner writes into its working folder; the sources may belong to another user.
    folder = os.path.abspath(folder)
    headers = [os.path.join(folder, header) for header in headers]
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(
            ["g-ir-scanner", "--warn-all", "--header-only", "--namespace=Semblance",
             "--nsversion=0", "--identifier-prefix=Sem", "--symbol-prefix=sem",
             "--include=Gio-2.0", "--pkg=cairo", f"--output={scratch}/out.gir", f"-I{folder}",
             *headers],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd=scratch,
            env={**os.environ, "XDG_CACHE_HOME": scratch})
    if done.returncode != 0:
        return done.stdout.splitlines()
    return [line for line in done.stdout.splitlines() if any(word in line for word in COUNTS)]


def main():
    if sys.argv[1] == "--self-test":
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "a.h"), "w", encoding="utf-8") as file:
                file.write(PLANTED)
            caught = scan(folder, ["a.h"])
        print("\n".join(caught) or "the planted header was not caught")
        return 0 if len(caught) == 1 and "transfer" in caught[0] else 1
    top = sys.argv[1]
    headers = [path for path in sorted(glob.glob("engine/model/**/*.h", root_dir=top,
                                                 recursive=True))
               if not path.endswith(("-private.h", "engine.h", "thumbnailer.h", "photo-list.h",
                                     "place.h"))]
    wrong = scan(top, headers + ["engine/base/error.h"])
    print("\n".join(wrong) or f"{len(headers)} headers say who owns what")
    return 1 if wrong or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
