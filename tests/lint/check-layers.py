#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails where a source file includes what its layer may not see.

Usage: check-layers.py TOP        checks the project
       check-layers.py --self-test
"""

import os
import re
import sys
import tempfile

from project import list_files, read_text

# The rooms of the engine and those that each may name, directly or through one that it names. A
# room's subfolders are rooms within it: what is not listed there knows the room's own files and all
# that the room knows.
DIRECT = {
    "base": (),
    "kernels": (),
    "nn": ("base", "kernels"),
    "hash": ("nn",),
    "measure": ("hash",),
    "index": ("base", "kernels"),
    "store": ("base",),
    "decode": ("base",),
    "sfm": ("base",),
    "photos": ("hash", "store", "decode"),
    "search": ("photos", "index"),
    "scenes": ("search", "sfm"),
    "learn": ("scenes", "measure"),
    "indexing": ("learn",),
    "evaluate": ("indexing",),
    "service": ("indexing",),
    "model": ("service",),
}


def close(room):
    """All rooms below one."""
    below = set()
    for name in DIRECT[room]:
        below |= {name} | close(name)
    return below


BELOW = {f"engine/{room}": close(room) for room in DIRECT}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
TOOLKIT = re.compile(r"^(gtk|gdk|gsk|adwaita|libadwaita)([/.-]|$)")
PIXBUF = re.compile(r"^gdk-pixbuf/")
GLIB = re.compile(r"^(glib|gio|gmodule|gobject|json-glib)([/.-]|$)")


def layer_of(path):
    parts = path.split("/")
    if parts[0] == "engine" and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0]


def judge_project_include(layer, name):
    """What is wrong with including the project's header, or None."""
    if layer == "app":
        return None if name.startswith(("engine/", "ui/", "app/")) else "no full path"
    if layer == "ui":
        if name.startswith(("ui/", "engine/model/")) or name == "resources/semblance-resources.h":
            return None
        return "ui/ sees only ui/ and engine/model/"
    if name.startswith(("ui/", "app/")):
        return "the engine knows neither window nor programs"
    if not name.startswith("engine/"):
        return "no full path"
    if layer_of(name) == layer or name.split("/")[1] in BELOW.get(layer, ()):
        return None
    return f"{layer} stands below {layer_of(name)} or beside it"


def judge_system_include(layer, name):
    """What is wrong with including the system's header, or None."""
    if name == "sqlite3.h" and layer != "engine/store":
        return "SQL is for engine/store alone"
    if not layer.startswith("engine/"):
        return None
    if PIXBUF.match(name):
        allowed = layer in ("engine/decode", "engine/model")
        return None if allowed else "images are decoded in the decoder's worker alone"
    if TOOLKIT.match(name):
        return "the engine has no window"
    if layer == "engine/kernels" and GLIB.match(name):
        return "kernels are plain C"
    return None


def judge(path, text):
    """Yields "path:line: …" for each include line that may not be."""
    layer = layer_of(path)
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, name = match.groups()
        if quote == "<":
            wrong = judge_system_include(layer, name)
        else:
            wrong = None if name == "config.h" else judge_project_include(layer, name)
        if wrong:
            yield f"{path}:{number}: includes {name}: {wrong}"


def check(top):
    """Returns the number of files read and what is wrong."""
    wrong, read = [], 0
    for path in list_files(top):
        if path.split("/")[0] in ("engine", "ui", "app") and path.endswith((".c", ".h", ".inc")):
            if path.startswith("engine/") and layer_of(path) not in BELOW:
                wrong.append(f"{path}: no layer has this folder")
            wrong += judge(path, read_text(top, path))
            read += 1
    return read, wrong


# Each plants one line in one file, and says whether it may stand there.
PLANTED = [
    ("engine/base/a.c", '"engine/base/error.h"', True),
    ("engine/base/a.c", '"engine/nn/backbone.h"', False),
    ("engine/kernels/a.c", "<math.h>", True),
    ("engine/kernels/a.c", "<glib.h>", False),
    ("engine/kernels/a.c", '"engine/base/error.h"', False),
    ("engine/nn/a.c", '"engine/hash/models/hash-model.h"', False),
    ("engine/index/a.c", '"engine/kernels/scan/popcount.h"', True),
    ("engine/index/a.c", '"engine/hash/models/hash-model.h"', False),
    ("engine/hash/a.h", '"engine/store/store.h"', False),
    ("engine/store/a.c", "<sqlite3.h>", True),
    ("engine/photos/a.c", "<sqlite3.h>", False),
    ("engine/search/a.c", '"engine/photos/codes.h"', True),
    ("engine/search/copies/a.c", '"engine/photos/codes.h"', True),
    ("engine/photos/a.c", '"engine/search/searcher.h"', False),
    ("engine/measure/a.c", '"engine/store/store.h"', False),
    ("engine/service/a.c", '"engine/evaluate/evaluate.h"', False),
    ("engine/hash/methods/itq.c", '"engine/nn/optimizer.h"', True),
    ("app/a.c", "<sqlite3.h>", False),
    ("engine/store/a.c", '"engine/decode/decoder.h"', False),
    ("engine/decode/worker/worker.c", "<gdk-pixbuf/gdk-pixbuf.h>", True),
    ("engine/photos/scan.c", "<gdk-pixbuf/gdk-pixbuf.h>", False),
    ("engine/model/photo.c", "<gdk-pixbuf/gdk-pixbuf.h>", True),
    ("engine/model/photo.c", "<gtk/gtk.h>", False),
    ("engine/model/photo.c", "<gdk/gdk.h>", False),
    ("engine/model/photo.c", "<adwaita.h>", False),
    ("engine/model/photo.c", '"ui/window.h"', False),
    ("engine/model/photo.c", '"photo.h"', False),
    ("ui/window.c", '"engine/model/photo.h"', True),
    ("ui/window.c", '"engine/store/store.h"', False),
    ("ui/window.c", '"app/settings.h"', False),
    ("app/main.c", '"ui/window.h"', True),
    ("app/main.c", '"config.h"', True),
]


def self_test():
    status = 0
    for path, header, allowed in PLANTED:
        with tempfile.TemporaryDirectory() as top:
            os.makedirs(os.path.join(top, os.path.dirname(path)))
            with open(os.path.join(top, path), "w", encoding="utf-8") as file:
                file.write(f"#  include {header}\n")
            _, wrong = check(top)
        if bool(wrong) == allowed:
            print(f"self-test: {path} with {header}: {wrong or 'not caught'}")
            status = 1
    return status


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    read, wrong = check(sys.argv[1])
    print("\n".join(wrong) or f"{read} files keep to their layers")
    return 1 if wrong or not read else 0


if __name__ == "__main__":
    sys.exit(main())
