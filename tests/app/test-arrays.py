#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of any network in files of numpy: hashed and ranked as photos are, and refused where they
are wrong.

Usage: test-arrays.py [--smoke] CLI DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import os
import struct
import sys
import textwrap
import zipfile

import numpy

from cli_test import main, write
from scorer import hash_ap, read_rankings

N, D, CLASSES = 120, 24, 4


def make(case, seed=7):
    """Features around a centre for each class, and the classes."""
    random = numpy.random.default_rng(seed)
    labels = numpy.arange(N) % CLASSES
    centres = random.normal(size=(CLASSES, D))
    return (centres[labels] + random.normal(size=(N, D))).astype("f4"), labels


def save(case, name, **arrays):
    path = os.path.join(case.folder, name)
    numpy.savez(path, **arrays)
    return path


def evaluate(case, *options, row="float"):
    answer = case.json("evaluate", "--methods", "itq", "--bits", "16", "--seeds", "1",
                       "--rankings", "r.tsv", "--rankings-of", row, *options,
                       XDG_CACHE_HOME=os.path.join(case.folder, "cache"))
    return answer, read_rankings(os.path.join(case.folder, "r.tsv"))


def own_figure(answer, row, key):
    names = ["float", "float-centred", "itq-16", "itq-16-score"]
    return answer["rows"][names.index(row)][key]["mean"]


def test_classes(case):
    """The example of the help; every ranking is numpy's, and mAP a scorer's of its own."""
    x, y = make(case)
    numpy.save(os.path.join(case.folder, "x.npy"), x)
    numpy.save(os.path.join(case.folder, "y.npy"), y)
    example = case.run("evaluate", "--help")[0].split("In Python:\n")[1].split("and then")[0]
    assert len(example.strip().split("\n")) == 3, example
    place = os.getcwd()
    os.chdir(case.folder)
    try:
        exec(textwrap.dedent(example), {})
    finally:
        os.chdir(place)
    answer, rankings = evaluate(case, "--features", "set.npz")
    assert answer["queries"] == len(rankings) and answer["set"] == "set.npz", answer
    unit = x / numpy.linalg.norm(x, axis=1, keepdims=True)
    for query, ranking in rankings:
        rows = [int(photo) for photo, mark in ranking]
        cosines = unit[rows] @ unit[int(query)]
        assert (numpy.diff(cosines) < 1e-6).all(), query
        assert all((mark == "relevant") == (y[row] == y[int(query)])
                   for row, (_, mark) in zip(rows, ranking))
    for row in "float", "itq-16":
        answer, rankings = evaluate(case, "--features", "set.npz", row=row)
        aps = [hash_ap([mark == "relevant" for _, mark in ranking]) for _, ranking in rankings]
        assert abs(own_figure(answer, row, "map") - numpy.mean(aps)) < 1e-12, row
    assert own_figure(answer, "itq-16", "map") > .4, answer
    # Apart, compressed, in other types, by column, with names: the same figures.
    labels = save(case, "labels.npz", labels=y.astype("u1"))
    numpy.savez_compressed(os.path.join(case.folder, "other.npz"),
                           features=numpy.asfortranarray(x.astype("f8")),
                           paths=numpy.array([f"a/é {i}" for i in range(N)]))
    other, named = evaluate(case, "--features", "other.npz", "--labels", labels, row="itq-16")
    assert other["rows"] == answer["rows"]
    assert [[f"a/é {photo}" for photo, _ in ranking] for _, ranking in rankings] == [
        [photo for photo, _ in ranking] for _, ranking in named]
    single, _ = evaluate(case, "--features", "x.npy", "--labels", "y.npy", row="itq-16")
    assert single["rows"] == answer["rows"]


def test_own(case):
    """Our own features, written and read again, give the figures of their photos; so do the splits,
    which are those that an evaluation makes."""
    case.make(6, 4)
    case.run("index", "photos")
    for what in "features", "labels", "splits":
        case.run("export", what, f"{what}.npz")
    photos, rankings = evaluate(case, "photos", row="itq-16")
    arrays, again = evaluate(case, "--features", "features.npz", "--labels", "labels.npz",
                             row="itq-16")
    assert arrays["rows"] == photos["rows"]
    assert [[os.path.relpath(photo, case.photos) for photo, _ in ranking]
            for _, ranking in again] == [[photo for photo, _ in ranking] for _, ranking in rankings]
    splits = numpy.load(os.path.join(case.folder, "splits.npz"))
    paths = [os.path.relpath(os.fsdecode(path), case.photos) for path in splits["paths"]]
    assert [paths[row] for row in splits["queries_1"]] == [query for query, _ in rankings]
    assert sorted(paths[row] for row in splits["database_1"]) == sorted(
        photo for photo, _ in rankings[0][1])
    assert len(splits["training_1"]) == photos["training"]
    assert not set(splits["training_1"]) & set(splits["queries_1"]) and "queries_5" in splits
    # As lists, they are the same split.
    x = numpy.load(os.path.join(case.folder, "features.npz"))["features"]
    save(case, "list.npz", features=x, labels=splits["labels"], queries=splits["queries_1"],
         database=splits["database_1"], training=splits["training_1"])
    listed, _ = evaluate(case, "--features", "list.npz", "--protocol", "list", row="itq-16")
    assert own_figure(listed, "itq-16", "map_all") == own_figure(photos, "itq-16", "map_all")
    case.run("export", "splits", "--protocol", "scenes", "--seeds", "1", "few.npz")
    few = numpy.load(os.path.join(case.folder, "few.npz"))
    assert "queries_2" not in few and (few["queries_1"] == numpy.arange(24)).all()
    case.fails("export", "labels", "--seeds", "2", "a.npz", status=2, say=["splits"])
    case.fails("export", "splits", "--protocol", "holidays", "a.npz", status=2, say=["folders"])


def test_label_sets(case):
    """Sets of labels, by a protocol that draws the queries, and with a split that is given."""
    x, y = make(case)
    sets = numpy.zeros((N, 70), "u1")
    sets[numpy.arange(N), y] = 1
    sets[::3, 69] = 1
    queries, database = numpy.arange(0, N, 10), numpy.array([i for i in range(N) if i % 10])
    save(case, "sets.npz", features=x, labels=sets, queries=queries, database=database)
    answer, rankings = evaluate(case, "--features", "sets.npz", "--protocol", "list", row="itq-16")
    assert [int(query) for query, _ in rankings] == queries.tolist()
    for query, ranking in rankings:
        assert sorted(int(photo) for photo, _ in ranking) == database.tolist()
        for photo, mark in ranking:
            assert (mark == "relevant") == bool((sets[int(query)] & sets[int(photo)]).any())
    aps = [hash_ap([mark == "relevant" for _, mark in ranking]) for _, ranking in rankings]
    assert abs(own_figure(answer, "itq-16", "map") - numpy.mean(aps)) < 1e-12
    answer, rankings = evaluate(case, "--features", "sets.npz", "--protocol", "nus-wide")
    assert answer["ap"] == "hash@5000" and len(rankings) > 10, answer


def test_wrong(case):
    """What is wrong is said in a sentence: arrays, files, and options that do not go together."""
    x, y = make(case)
    many = save(case, "good.npz", features=x, labels=y)
    wrong = {
        "shape": dict(features=x[0], labels=y),
        "short": dict(features=x, labels=y[1:]),
        "numbers": dict(features=x, labels=y + .5),
        "below": dict(features=x, labels=y - 5),
        "none": dict(features=numpy.where(x > 2, numpy.nan, x), labels=y),
        "text": dict(features=numpy.array([["a", "b"], ["c", "d"]]), labels=y[:2]),
        "objects": dict(features=numpy.array([[{}], [{}]]), labels=y[:2]),
        "record": dict(features=numpy.zeros(3, [("a", "f4")]), labels=y[:3]),
        "order": dict(features=x.astype(">f4"), labels=y),
        "deep": dict(features=numpy.zeros((2, 2, 2)), labels=y[:2]),
        "names": dict(features=x, labels=y, paths=numpy.arange(N)),
        "lacks": dict(features=x),
        "one": dict(features=x[:1], labels=y[:1]),
        "same": dict(features=x, labels=y * 0),
    }
    for name, arrays in wrong.items():
        save(case, f"{name}.npz", **arrays)
        case.fails("evaluate", "--features", f"{name}.npz", "--methods", "itq", "--bits", "16")
    for name, change in {"queries": [N], "database": [-1], "training": [1, 1]}.items():
        lists = dict(queries=[0], database=[1, 2], training=[1, 2])
        lists[name] = change
        save(case, "list.npz", features=x, labels=y, **lists)
        case.fails("evaluate", "--features", "list.npz", "--protocol", "list", say=[name])
    data = open(many, "rb").read()
    files = {"empty": b"", "photo": b"\xff\xd8\xff" * 99, "cut": data[:len(data) // 2],
             "flipped": data[:3000] + bytes([data[3000] ^ 1]) + data[3001:]}
    for name, content in files.items():
        write(os.path.join(case.folder, name), content)
        case.fails("evaluate", "--features", name, say=[name])
    # A member that says it is larger than any memory.
    head = b"\x93NUMPY\x01\x00" + struct.pack("<H", 118) + (
        b"{'descr': '<f4', 'fortran_order': False, 'shape': (4294967295, 4294967295), }").ljust(
            117) + b"\n"
    with zipfile.ZipFile(os.path.join(case.folder, "bomb.npz"), "w") as file:
        file.writestr("features.npy", head)
    case.fails("evaluate", "--features", "bomb.npz", say=["bomb.npz"])
    os.mkfifo(os.path.join(case.folder, "pipe"))
    case.fails("evaluate", "--features", "pipe", say=["pipe"])
    case.fails("evaluate", "--features", "nowhere.npz", say=["nowhere.npz"])
    for options in [["photos"], ["--copies"], ["--methods", "ddh-all"], ["--methods", "bcdh"],
                    ["--protocol", "holidays"], ["--level", "1"], ["--distractors", "."]]:
        case.fails("evaluate", "--features", "good.npz", *options, status=2)
    case.fails("evaluate", "--labels", "good.npz", ".", status=2, say=["--features"])


if __name__ == "__main__":
    SMOKE = sys.argv[1:2] == ["--smoke"]
    sys.exit(main([test_label_sets] if SMOKE else [test_classes, test_own, test_label_sets,
                                                   test_wrong], sys.argv[1 + SMOKE:]))
