# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of programs that describe photos have in common: known programs and photos."""

import os
import shlex
import struct
import sys

import numpy

from cli_test import read, write

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support",
                       "backbone-program.py")
D, SIDE = 51, 32
COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255)}


def command(mode, d=D, side=SIDE, *rest):
    return " ".join(shlex.quote(str(word)) for word in
                    (sys.executable, "-B", PROGRAM, mode, d, side, *rest))


def add(case, name, mode, *rest, d=D, side=SIDE, seconds=60, run=None):
    return (run or case.run)("backbone", "add", name, "--command", command(mode, d, side, *rest),
                             "--input", str(side), "--dimensions", str(d), "--timeout",
                             str(seconds))


def become(case, name, mode):
    """Has the program of a backbone do otherwise from now on."""
    path = os.path.join(case.folder, ".config", "semblance", "backbones.ini")
    text = read(path).decode().split("[" + name + "]")
    before, rest = text[1].split("command=", 1)
    rest = rest.split("\n", 1)[1]
    write(path, (text[0] + "[" + name + "]" + before + "command=" + command(mode) + "\n"
                 + rest).encode())


def listed(case, name):
    return {row["name"]: row for row in case.json("backbone")["backbones"]}.get(name)


def picture(case, name, colour, noise=0):
    random = numpy.random.default_rng(len(name) * 1000 + sum(map(ord, name)))
    pixels = numpy.full((60, 80, 3), colour, "f4") + noise * random.normal(size=(60, 80, 3))
    pixels = pixels.clip(0, 255).astype("u1")
    path = os.path.join(case.photos, name + ".bmp")
    write(path, struct.pack("<2sIIIIiiHHIIiiII", b"BM", 54 + pixels.size, 0, 54, 40, 80, -60, 1, 24,
                            0, pixels.size, 2835, 2835, 0, 0) + pixels[:, :, ::-1].tobytes())
    return path


def paint(case):
    """Photos of known colours: ten of each, more and less of it."""
    for name, colour in COLOURS.items():
        for i in range(10):
            picture(case, f"{name}{i}", [min(255, c * (1 - i / 25) + 12 * i) for c in colour], 9)
    case.run("index", case.photos)


def hits(case, *args):
    return [(os.path.basename(hit["path"])[:-4], hit["likeness"])
            for hit in case.json("search", *args)["results"]]


def cosines(case, *asked):
    """What the ranking has to be: of stored features, by numpy."""
    case.run("export", "features", "words.npz")
    with numpy.load(os.path.join(case.folder, "words.npz")) as file:
        names = [os.path.basename(os.fsdecode(path))[:-4] for path in file["paths"]]
        x = file["features"].astype("f8")
    os.unlink(os.path.join(case.folder, "words.npz"))
    x /= numpy.linalg.norm(x, axis=1, keepdims=True)
    wanted = 0
    for weight, what in asked:
        if isinstance(what, str):
            wanted = wanted + weight * x[names.index(what)]
        else:
            # As backbone-program.py describes a picture of one colour.
            feature = numpy.zeros(1280)
            feature[:D] = (list(4 * numpy.array(what)) + list(what) * 16)[:D]
            wanted = wanted + weight * feature / numpy.linalg.norm(feature)
    wanted /= numpy.linalg.norm(wanted)
    return sorted(zip(names, x @ wanted), key=lambda row: -row[1])


def features_of(case):
    case.run("export", "features", "all.npz")
    with numpy.load(os.path.join(case.folder, "all.npz")) as file:
        x = file["features"].astype("f8")
        order = numpy.argsort(file["paths"])
    os.unlink(os.path.join(case.folder, "all.npz"))
    return (x / numpy.linalg.norm(x, axis=1, keepdims=True))[order]


def nearest(features):
    cosines_ = features @ features.T
    numpy.fill_diagonal(cosines_, -1)
    return [set(row) for row in numpy.argsort(-cosines_, axis=1)[:, :10]]
