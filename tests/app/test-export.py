#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What "semblance-cli export" writes, as numpy reads it.

Usage: test-export.py [--smoke] CLI DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import hashlib
import io
import os
import shutil
import sys
import textwrap

import numpy

from cli_test import FAMILIES, PATIENCE, VARIANTS, main, read


def test_export(case):
    """Rows belong together by content; codes are those that are searched."""
    case.make(FAMILIES, VARIANTS)
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"),
                os.path.join(case.photos, "000", "twin.jpg"))
    case.run("index", "photos")
    n = FAMILIES * VARIANTS
    for what in "features", "codes", "labels":
        answer = case.json("export", what, f"{what}.npz")
        assert (answer["what"], answer["photos"]) == (what, n), answer
    files = {what: numpy.load(os.path.join(case.folder, f"{what}.npz"))
             for what in ("features", "codes", "labels")}
    paths = [os.fsdecode(path) for path in files["features"]["paths"]]
    hashes = files["features"]["hashes"]
    for file in files.values():
        assert (file["hashes"] == hashes).all() and file["paths"].tolist() == list(
            map(os.fsencode, paths))
    for path, own in zip(paths, hashes):
        assert hashlib.sha256(read(path)).digest() == own.tobytes(), path
    assert sorted(map(bytes, hashes)) == list(map(bytes, hashes)) and len(set(paths)) == n
    features, codes = files["features"]["features"], files["codes"]["codes"]
    assert features.shape == (n, 1280) and features.dtype == numpy.float16
    assert numpy.isfinite(features).all() and features.any(axis=1).all()
    bits = int(files["codes"]["bits"][0])
    assert codes.dtype == numpy.uint64 and codes.shape == (n, (bits + 63) // 64)
    for i, j in [(0, 1), (2, 9), (n - 1, 5)]:
        distance = sum(int(a ^ b).bit_count() for a, b in zip(codes[i], codes[j]))
        answer = case.json("compare", paths[i], paths[j])
        assert answer["distance"] == distance, answer
    labels, classes = files["labels"]["labels"], files["labels"]["classes"]
    for path, label in zip(paths, labels):
        assert os.fsdecode(classes[label]) == os.path.dirname(path), path
    # The same library gives the same file.
    first = read(os.path.join(case.folder, "codes.npz"))
    case.run("export", "codes", "codes.npz")
    assert read(os.path.join(case.folder, "codes.npz")) == first
    # The example of the help.
    example = case.run("export", "--help")[0].split("In Python:\n")[1].split("\n\n")[0]
    assert len(example.strip().split("\n")) == 3, example
    place, names = os.getcwd(), {}
    os.chdir(case.folder)
    try:
        exec(textwrap.dedent(example), names)
    finally:
        os.chdir(place)
    assert names["x"].shape == (n, 1280) and names["x"].dtype == numpy.float32


def test_failures(case):
    """Nothing is left behind where nothing can be written."""
    case.fails("export", "features", "a.npz", say=["no library"])
    case.fails("export", "pixels", "a.npz", status=2, say=["features"])
    case.fails("export", "features", status=2, say=["features"])
    case.make(2, 3)
    case.run("index", "photos")
    case.fails("export", "features", "nowhere/a.npz", say=["nowhere/a.npz"])
    assert not [name for name in os.listdir(case.folder) if ".npz" in name]


def test_places(case):
    """A link stays a link, whatever it leads to; standard output is written, not replaced."""
    case.make(6, 4)
    case.run("index", "photos")
    pair = [os.path.join(case.photos, "000", name) for name in ("000.jpg", "001.jpg")]
    links = {"full.png": "/dev/full", "near.png": "far.png", "out.png": "/dev/stdout"}
    for name, target in links.items():
        os.symlink(target, os.path.join(case.folder, name))
    for args in [["export", "features"], ["compare", *pair, "--heatmap"], ["inspect", "--report"],
                 ["models", "--export", "1"]]:
        case.fails(*args, "full.png", say=["full.png", "No space left"])
        case.run(*args, "near.png")
        far = os.path.join(case.folder, "far.png")
        assert os.path.getsize(far) > 100, args
        os.remove(far)
        process = case.start(*args, "out.png")
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, (args, err)
        if args[0] == "export":
            assert numpy.load(io.BytesIO(out))["features"].shape == (24, 1280)
        assert (b"\x89PNG" in out) == (args[0] == "compare"), args
        for name, target in links.items():
            assert os.readlink(os.path.join(case.folder, name)) == target, args
    assert sorted(os.listdir(case.folder)) == ["data", *sorted(links), "photos"]


if __name__ == "__main__":
    SMOKE = sys.argv[1:2] == ["--smoke"]
    sys.exit(main([test_failures] if SMOKE else [test_export, test_failures, test_places],
                  sys.argv[1 + SMOKE:]))
