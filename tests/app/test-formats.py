#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli on files of unusual kinds: what it notes, and what it sets aside.

Usage: test-formats.py SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import os
import sys

from cli_test import Skip, main

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.environ.get("SEMBLANCE_TEST_DATA") or os.path.join(TOP, "..", "shared", "data")
# Small files with their right answers, where they are beside the data.
CASES = os.path.join(os.path.dirname(os.path.abspath(DATA)), "cases")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def list_noted(case):
    return sorted(os.path.basename(entry["path"]) for entry in case.json("status")["noted"])


def test_no_end_mark(case):
    """A JPEG without its end mark is indexed and noted, as are its copies, until it is whole."""
    case.make(3, 1)
    join = os.path.join
    path = join(case.photos, "000", "000.jpg")
    whole = read(path)
    assert whole.endswith(b"\xff\xd9")
    write(path, whole[:-2])
    first = case.json("index", case.photos)
    assert first["added"] == 3 and first["failed"] == 0, first
    assert list_noted(case) == ["000.jpg"]
    note, = case.json("status")["noted"]
    assert note["reason"].startswith("The file lacks its end"), note
    assert case.json("status")["quarantined"] == []
    out = case.run("status")[0]
    assert "Unusual:  1 (" in out and path not in out, out
    out = case.run("status", "--verbose")[0]
    assert f"{path}: The file lacks" in out, out

    write(join(case.photos, "copy.jpg"), whole[:-2])
    os.rename(path, join(case.photos, "moved.jpg"))
    second = case.json("index", case.photos, SEMBLANCE_DECODER="/nonexistent/decoder")
    assert second["failed"] == 0, second
    assert list_noted(case) == ["copy.jpg", "moved.jpg"]

    write(join(case.photos, "moved.jpg"), whole)
    os.remove(join(case.photos, "copy.jpg"))
    case.json("index", case.photos)
    assert list_noted(case) == []
    assert "nusual" not in case.run("status", "--verbose")[0]


def name_of(path):
    return os.path.basename(path.decode() if isinstance(path, bytes) else path)


def find_sketch(case, name):
    """The sketch of a file: its levels of grey."""
    hashes = {name_of(path): sha for path, sha in case.query(
        "SELECT path, hash FROM files JOIN photos ON photos.id = photo")}
    (sketch,), = case.query("SELECT sketch FROM sketches WHERE hash = ?", hashes[name],
                            database=case.library.replace(".db", ".features.db"))
    return sketch


def test_cases(case):
    """The files that were given with their answers."""
    sides = {"no-end-mark.jpg": (384, 256), "no-end-mark-progressive.jpg": (800, 533),
             "thumbnail-first.tif": (240, 160)}
    names = [*sides, "preview-only.dng", "profile-swapped.jpg", "source.jpg", "fade-in.gif"]
    if not all(os.path.isfile(os.path.join(CASES, name)) for name in names):
        raise Skip(f"no {names[0]} in {CASES}")
    for name in names:
        write(os.path.join(case.photos, name), read(os.path.join(CASES, name)))
    case.json("index", case.photos)
    found = {name_of(path): (width, height)
             for path, width, height in case.query(
                 "SELECT path, width, height FROM files JOIN photos ON photos.id = photo")}
    assert {name: found[name] for name in sides} == sides, found
    assert list_noted(case) == sorted(list(sides)[:2])
    assert "preview-only.dng" not in found, found
    set_aside, = case.json("status")["quarantined"]
    assert set_aside["path"].endswith("preview-only.dng"), set_aside
    assert "RAW" in set_aside["reason"], set_aside

    # Its profile exchanges red and green: without it, grey levels differ by far more.
    pairs = list(zip(find_sketch(case, "profile-swapped.jpg"), find_sketch(case, "source.jpg")))
    assert max(abs(a - b) for a, b in pairs) <= 8, max(abs(a - b) for a, b in pairs)
    levels = find_sketch(case, "fade-in.gif")
    assert max(levels) - min(levels) > 40, levels


if __name__ == "__main__":
    sys.exit(main([test_no_end_mark, test_cases], sys.argv[1:]))
