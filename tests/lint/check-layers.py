#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if a source file includes a header that its layer must not include.

Usage: check-layers.py TOP        checks the project
       check-layers.py --self-test
"""

import os
import re
import sys
import tempfile

from project import list_files, read_text

# The rooms of the engine and the rooms that each may include, directly or through one of them. The
# subfolders of a room may include its files and all that the room may include; INSIDE restricts
# that.
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
    "map": ("photos",),
    "proof": ("base", "kernels"),
    "search": ("photos", "index", "proof"),
    "scenes": ("search", "sfm"),
    "duplicates": ("search",),
    "archive": ("search",),
    "learn": ("scenes", "measure"),
    "indexing": ("learn",),
    "watch": ("photos",),
    "plot": ("base",),
    "evaluate": ("indexing", "plot"),
    "inspect": ("evaluate",),
    "doctor": ("learn",),
    "service": ("inspect", "doctor", "map", "watch"),
    "model": ("service", "duplicates", "archive"),
}


def close(room):
    """Returns all rooms below one."""
    below = set()
    for name in DIRECT[room]:
        below |= {name} | close(name)
    return below


BELOW = {f"engine/{room}": close(room) for room in DIRECT}

# The folders inside a room and those of the same room that each may include, directly or through
# one of them; "." are the files of the room itself. Each folder may include itself. A row may also
# name single headers. The folders of ui/ include one another in circles, so ui/ has no rows.
INSIDE = {
    "app": {".": (), "cli/output": (), "cli": ("cli/output",), "cli/evaluate": ("cli",),
            "cli/export": ("cli",), "cli/import": ("cli",), "cli/train": ("cli",),
            "cli/models": ("cli",), "cli/search": ("cli",), "cli/duplicates": ("cli",),
            "cli/watch": ("cli",), "cli/backbone": ("cli/evaluate",),
            "cli/library": ("cli",), "cli/archive": ("cli/search",)},
    "engine/archive": {"link": (), ".": ("link",), "publish": (".",), "mirror": (".",),
                       "search": ("mirror",), "train": (".",)},
    "engine/decode": {
        ".": (),
        "sandbox": (".",),
        "formats": (".",),
        "worker": ("formats", "sandbox"),
    },
    "engine/duplicates": {"best": (), ".": ("best",)},
    "engine/evaluate": {
        "pictures": (),
        "copies": ("pictures",),
        "protocols": (),
        "trials": ("protocols",),
        "benchmarks": ("protocols",),
        ".": ("trials", "benchmarks"),
        "reports": (".",),
        "scenes": ("reports",),
        "likeness": ("reports",),
    },
    "engine/hash": {
        "mathematics": (),
        "models": (),
        "objectives": ("mathematics", "models"),
        "methods": ("objectives",),
        "finetune": ("methods",),
    },
    "engine/inspect": {".": (), "labels": (), "scenes": (), "show": (".", "labels")},
    "engine/kernels": {".": (), "scan": (".",), "conv": (".",), "train": ("conv",)},
    "engine/search": {
        "request": (),
        "likeness": (),
        "searcher": ("request", "likeness"),
        "copies": ("searcher",),
        ".": ("copies",),
        "compare": (".",),
    },
    "engine/store": {
        ".": (),
        "connection": ("store-private.h",),
        "details": ("store-private.h", "store.h"),
        "move": ("store-private.h", "store.h"),
        "quick": ("store-private.h", "backbones.h", "files.h", "photos.h"),
        "repair": ("store-private.h", "store.h", "folders.h", "models.h", "photos.h",
                   "details/duplicates.h", "details/patterns.h"),
    },
}
# The room that draws.
DRAWING = "engine/plot"
# Rooms that may use OpenBLAS.
MULTIPLYING = ("engine/nn", "engine/hash", "engine/measure", "engine/evaluate")

# The one file that calls the parser of JSON, since deep nesting makes it exhaust the stack.
PARSING = "engine/base/json.c"
PARSER = re.compile(r"\bjson_(parser_(new|load)\w*|from_string|reader_new)\b")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CAIRO = re.compile(r"^(cairo|pango)")
TOOLKIT = re.compile(r"^(gtk|gdk|gsk|adwaita|libadwaita)([/.-]|$)")
PIXBUF = re.compile(r"^gdk-pixbuf/")
GLIB = re.compile(r"^(glib|gio|gmodule|gobject|json-glib)([/.-]|$)")


def layer_of(path):
    parts = path.split("/")
    if parts[0] == "engine" and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0]


def folder_of(path):
    """Returns the folder of a file inside its room, "." for files of the room itself."""
    return os.path.dirname(path)[len(layer_of(path)) + 1:] or "."


def close_inside(layer, folder):
    """Returns all folders and headers that a folder may include, including itself."""
    below = {folder}
    for name in INSIDE[layer].get(folder, ()):
        below |= close_inside(layer, name)
    return below


def judge_inside(path, name):
    """Returns what is wrong with including a header of the same room, or None."""
    layer = layer_of(path)
    if layer not in INSIDE:
        return None
    below = close_inside(layer, folder_of(path))
    if folder_of(name) in below or name[len(layer) + 1:] in below:
        return None
    return f"{folder_of(path)} stands below {folder_of(name)} in {layer}, or beside it"


def judge_project_include(layer, name):
    """Returns what is wrong with including a header of the project, or None."""
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
    """Returns what is wrong with including a system header, or None."""
    if name == "sqlite3.h" and layer != "engine/store":
        return "SQL is for engine/store alone"
    if name == "libpq-fe.h" and layer != "engine/archive":
        return "PostgreSQL is for engine/archive alone"
    if not layer.startswith("engine/"):
        return None
    if name in ("cblas.h", "lapacke.h") and layer not in MULTIPLYING:
        return "OpenBLAS is for " + ", ".join(MULTIPLYING)
    if PIXBUF.match(name):
        allowed = layer in ("engine/decode", "engine/model")
        return None if allowed else "images are decoded in the decoder's worker alone"
    if TOOLKIT.match(name):
        return "the engine has no window"
    if CAIRO.match(name) and layer != DRAWING:
        return f"plots are drawn in {DRAWING} alone"
    if layer == "engine/kernels" and GLIB.match(name):
        return "kernels are plain C"
    return None


def judge(path, text):
    """Yields "path:line: …" for each forbidden include line."""
    layer = layer_of(path)
    for number, line in enumerate(text.splitlines(), 1):
        if path != PARSING and PARSER.search(line):
            yield f"{path}:{number}: parses JSON itself: sem_json_parse()"
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, name = match.groups()
        if quote == "<":
            wrong = judge_system_include(layer, name)
        else:
            wrong = None if name == "config.h" else judge_project_include(layer, name)
            if not wrong and layer_of(name) == layer:
                wrong = judge_inside(path, name)
        if wrong:
            yield f"{path}:{number}: includes {name}: {wrong}"


def check(top):
    """Returns the number of files checked and the list of faults."""
    wrong, read = [], 0
    for path in list_files(top):
        if path.split("/")[0] in ("engine", "ui", "app") and path.endswith((".c", ".h", ".inc")):
            if path.startswith("engine/") and layer_of(path) not in BELOW:
                wrong.append(f"{path}: no layer has this folder")
            elif folder_of(path) not in INSIDE.get(layer_of(path), (folder_of(path),)):
                wrong.append(f"{path}: INSIDE has no row for this folder")
            wrong += judge(path, read_text(top, path))
            read += 1
    return read, wrong


# Each case is a line, the file that it is put in, and whether it is allowed there.
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
    ("engine/archive/link/a.c", "<libpq-fe.h>", True),
    ("engine/archive/a.c", "<sqlite3.h>", False),
    ("engine/archive/a.c", '"engine/search/likeness/likeness.h"', True),
    ("engine/archive/link/a.c", '"engine/archive/archive.h"', False),
    ("engine/search/a.c", "<libpq-fe.h>", False),
    ("engine/search/a.c", '"engine/photos/codes.h"', True),
    ("engine/search/copies/a.c", '"engine/photos/codes.h"', True),
    ("engine/photos/a.c", '"engine/search/searcher/searcher.h"', False),
    ("engine/measure/a.c", '"engine/store/store.h"', False),
    ("engine/inspect/a.c", '"engine/service/engine.h"', False),
    ("engine/inspect/a.c", '"engine/evaluate/pictures/alteration.h"', True),
    ("engine/service/a.c", '"engine/inspect/inspect.h"', True),
    ("engine/plot/a.c", "<cairo.h>", True),
    ("engine/plot/a.c", "<pango/pangocairo.h>", True),
    ("engine/plot/a.c", '"engine/measure/quality.h"', False),
    ("engine/evaluate/reports/a.c", '"engine/plot/plot.h"', True),
    ("engine/evaluate/reports/a.c", "<cairo-svg.h>", False),
    ("engine/hash/methods/itq.c", '"engine/nn/optimizer.h"', True),
    ("engine/hash/methods/itq.c", '"engine/hash/mathematics/linear.h"', True),
    ("engine/hash/methods/itq.c", '"engine/hash/models/hash-options.h"', True),
    ("engine/hash/methods/itq.c", '"engine/hash/finetune/finetune.h"', False),
    ("engine/hash/methods/ddh-train.c", '"engine/hash/objectives/ddh.h"', True),
    ("engine/hash/objectives/ddh.c", '"engine/hash/methods/head.h"', False),
    ("engine/hash/models/a.h", '"engine/hash/methods/hash-trainer.h"', False),
    ("engine/hash/models/a.c", '"engine/hash/mathematics/linear.h"', False),
    ("engine/hash/mathematics/a.c", '"engine/hash/models/hash-model.h"', False),
    ("engine/hash/finetune/a.c", '"engine/hash/models/hash-model.h"', True),
    ("engine/hash/other/a.c", '"engine/base/error.h"', False),
    ("engine/hash/a.c", '"engine/base/error.h"', False),
    ("engine/measure/a.c", '"engine/hash/finetune/finetune.h"', True),
    ("engine/base/a.c", "<cblas.h>", False),
    ("engine/photos/a.c", "<cblas.h>", False),
    ("engine/hash/mathematics/a.c", "<lapacke.h>", True),
    ("engine/kernels/scan/a.c", '"engine/kernels/cpu.h"', True),
    ("engine/kernels/scan/a.c", '"engine/kernels/conv/conv.h"', False),
    ("engine/kernels/train/a.c", '"engine/kernels/conv/conv.h"', True),
    ("engine/kernels/conv/a.c", '"engine/kernels/train/train.h"', False),
    ("engine/kernels/cpu.c", '"engine/kernels/scan/popcount.h"', False),
    ("engine/decode/worker/a.c", '"engine/decode/format.h"', True),
    ("engine/decode/a.c", '"engine/decode/worker/extent.h"', False),
    ("engine/search/copies/a.c", '"engine/search/searcher/searcher.h"', True),
    ("engine/search/a.c", '"engine/search/copies/copies.h"', True),
    ("engine/search/copies/a.c", '"engine/search/search.h"', False),
    ("engine/search/request/a.c", '"engine/search/searcher/searcher.h"', False),
    ("engine/evaluate/trials/a.c", '"engine/evaluate/protocols/split.h"', True),
    ("engine/evaluate/trials/a.c", '"engine/evaluate/evaluate.h"', False),
    ("engine/evaluate/protocols/a.c", '"engine/evaluate/trials/trial.h"', False),
    ("engine/evaluate/reports/a.c", '"engine/evaluate/evaluate.h"', True),
    ("engine/evaluate/copies/a.c", '"engine/evaluate/evaluate.h"', False),
    ("engine/store/connection/a.c", '"engine/store/store-private.h"', True),
    ("engine/store/connection/a.c", '"engine/store/store.h"', False),
    ("engine/store/connection/a.c", '"engine/store/photos.h"', False),
    ("engine/store/a.c", '"engine/store/photos.h"', True),
    ("engine/store/a.c", '"engine/store/connection/a.h"', False),
    ("engine/store/other/a.c", '"engine/store/store-private.h"', False),
    ("app/cli/evaluate/a.c", '"app/cli/cli.h"', True),
    ("app/cli/evaluate/a.c", '"app/cli/evaluate/evaluate-job.h"', True),
    ("app/cli/a.c", '"app/cli/hash-options.h"', True),
    ("app/cli/a.c", '"app/cli/evaluate/evaluate-job.h"', False),
    ("app/main.c", '"app/cli/cli.h"', False),
    ("app/other/a.c", '"app/cli/cli.h"', False),
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
    ("engine/base/json.c", "  p = json_parser_new ();", True),
    ("engine/nn/a.c", "  p = json_parser_new_immutable ();", False),
    ("app/a.c", "  root = json_from_string (text, NULL);", False),
]


def self_test():
    status = 0
    for path, header, allowed in PLANTED:
        with tempfile.TemporaryDirectory() as top:
            os.makedirs(os.path.join(top, os.path.dirname(path)))
            with open(os.path.join(top, path), "w", encoding="utf-8") as file:
                file.write(f"#  include {header}\n" if header[0] in '<"' else header)
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
