#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of any network in files of numpy: hashed and ranked as photos are, and refused where
they are wrong.

Usage: test-arrays.py [--smoke] CLI DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import json
import os
import re
import sqlite3
import struct
import sys
import textwrap
import zipfile

import numpy

from cli_test import main, read, write
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


def test_again(case):
    """A result runs again to the same digits, from any folder; other data are told."""
    x, y = make(case)
    save(case, "set.npz", features=x, labels=y)
    case.run("evaluate", "--features", "set.npz", "--methods", "itq,ddh", "--bits", "16",
             "--epochs", "3", "--seeds", "2", "--json-file", "table.json")
    first = json.loads(read(os.path.join(case.folder, "table.json")))
    assert set(first["manifest"]) == {"version", "kernels", "data", "arguments"}, first["manifest"]
    assert len(first["manifest"]["data"]) == 64 and first["seeds"] == [1, 2]
    out, err = case.run("evaluate", "--from", "table.json", "--json", "--csv", "again.csv")
    assert json.loads(out)["rows"] == first["rows"] and "last digit" in err, err
    assert json.loads(out)["manifest"] == first["manifest"]
    assert os.path.exists(os.path.join(case.folder, "again.csv"))
    os.makedirs(os.path.join(case.folder, "away"))
    os.rename(os.path.join(case.folder, "table.json"),
              os.path.join(case.folder, "away", "table.json"))
    assert "last digit" in case.run("evaluate", "--from", "away/table.json")[1]
    # Any digit counts, and what changed is said.
    other = json.loads(read(os.path.join(case.folder, "away", "table.json")))
    other["rows"][2]["map"]["mean"] += 1e-15
    write(os.path.join(case.folder, "other.json"), json.dumps(other).encode())
    case.fails("evaluate", "--from", "other.json", say=["1 of 6", "other.json"])
    case.fails("evaluate", "--from", "away/table.json", "--seeds", "1", say=["other options"])
    save(case, "set.npz", features=x + x[::-1], labels=y)
    case.fails("evaluate", "--from", "away/table.json", say=["the photos or arrays, which was"])
    # It cannot make the program write or read what a manifest has no business with.
    for argument in ("--csv=/tmp/x", "--json-file=a", "-p", "relative", "--rankings=b", "--from=c",
                     7):
        other["manifest"]["arguments"] = [argument]
        write(os.path.join(case.folder, "bad.json"), json.dumps(other).encode())
        case.fails("evaluate", "--from", "bad.json", say=["bad.json"])
    for content in b"", b"[]", b'{"manifest": []}', b"\xff{", b'{"manifest": {"arguments": 3}}':
        write(os.path.join(case.folder, "bad.json"), content)
        case.fails("evaluate", "--from", "bad.json", say=["bad.json"])
    for deep in "[", '["]",', '{"a":', '/*"*/[':
        write(os.path.join(case.folder, "deep.json"), 300000 * deep.encode())
        case.fails("evaluate", "--from", "deep.json", say=["deep.json", "no result"])
    case.fails("evaluate", "--from", "nowhere.json", say=["nowhere.json"])


def test_figures(case):
    """One command writes all figures, and a page of the first hits, which is whole by itself."""
    case.make(6, 4)
    case.run("evaluate", "--methods", "itq,ddh", "--bits", "16,32", "--epochs", "3", "--seeds", "1",
             "--plots", "figures", "--strips", "hits.html", "--rankings", "r.tsv", "photos",
             XDG_CACHE_HOME=os.path.join(case.folder, "cache"))
    files = set(os.listdir(os.path.join(case.folder, "figures")))
    for name in "map-all", "precision-at-16", "precision-recall-32", "training-16", "training-32":
        assert {f"{name}.{kind}" for kind in ("svg", "png", "csv")} <= files, (name, files)
    assert {"table.csv", "table.tex", "result.json"} <= files
    # Time and memory against the number of photos; 24 are too few for more than one point.
    for name in "search-time", "memory":
        assert {f"{name}.{kind}" for kind in ("svg", "png", "csv")} <= files, (name, files)
    assert "growth.tex" in files
    training = read(os.path.join(case.folder, "figures", "training-16.csv")).decode().split()
    assert [line.split(",")[:3] for line in training[1:2]] == [["ddh", "1", "1"]], training
    assert len(training) == 4, training
    page = read(os.path.join(case.folder, "hits.html")).decode()
    rankings = read_rankings(os.path.join(case.folder, "r.tsv"))
    marks = re.findall(r'class="(query|right|wrong)"', page)
    wanted = []
    for _, ranking in rankings:
        hits = [mark for _, mark in ranking if mark != "junk"][:10]
        wanted += ["query", *("right" if mark == "relevant" else "wrong" for mark in hits)]
    assert marks == wanted, (marks, wanted)
    assert page.count("data:image/jpeg;base64,") == len(marks)
    assert "http" not in page and "src=\"/" not in page
    case.run("evaluate", "--from", os.path.join("figures", "result.json"),
             XDG_CACHE_HOME=os.path.join(case.folder, "cache"))


def test_growth(case):
    """Time and memory against the number of photos, of parts of any network's features."""
    random = numpy.random.default_rng(5)
    n, d = 640, 48
    labels = random.integers(0, 8, n)
    x = random.normal(size=(8, d))[labels] + .5 * random.normal(size=(n, d))
    save(case, "x.npz", features=x.astype("f4"), labels=labels)
    evaluate(case, "--features", "x.npz", "--methods", "itq,ddh", "--bits", "16,32", "--epochs",
             "3", "--seeds", "1", "--plots", "figures")
    folder = os.path.join(case.folder, "figures")
    tables = {name: [line.split(",") for line in
                     read(os.path.join(folder, name + ".csv")).decode().splitlines()[1:]]
              for name in ("training-time", "search-time", "memory")}
    wanted = [str(n >> i) for i in range(4, -1, -1)]
    for name in "float", "itq-16", "itq-32", "ddh-16", "ddh-32":
        for table in "search-time", "memory":
            rows = [row for row in tables[table] if row[0] == name]
            assert [row[1] for row in rows] == wanted, (name, table, tables)
            assert all(float(row[2]) > 0 for row in rows), rows
        bytes_ = [float(row[2]) for row in tables["memory"] if row[0] == name]
        each = 4 * d if name == "float" else 16
        assert bytes_ == [int(count) * each / 1e6 for count in wanted], (name, bytes_)
    trained = [row[1] for row in tables["training-time"] if row[0] == "ddh-32"]
    assert trained[:4] == wanted[:4] and int(trained[-1]) <= n, trained
    assert "float" not in {row[0] for row in tables["training-time"]}
    tex = read(os.path.join(folder, "growth.tex")).decode()
    assert tex.count("itq & 16 &") == 5 and tex.rstrip().endswith("\\end{tabular}"), tex


def test_mixed(case):
    """Under one name there are never features of two networks: another one's of some photos are
    refused, the same ones may come in parts, and another one's of all photos replace them."""
    case.make(4, 3)
    case.run("index", "photos")
    case.run("export", "features", "own.npz")
    hashes = numpy.load(os.path.join(case.folder, "own.npz"))["hashes"]
    random = numpy.random.default_rng(3)
    x, y = random.normal(size=(2, 12, 40)).astype("f4")
    save(case, "first.npz", features=x[:8], hashes=hashes[:8])
    save(case, "second.npz", features=x[4:] * 1.001, hashes=hashes[4:])
    save(case, "other.npz", features=y[4:], hashes=hashes[4:])
    save(case, "all.npz", features=y, hashes=hashes)
    for name, n in ("first", 8), ("second", 8):
        assert case.json("import", "features", f"{name}.npz", "--name", "x")["photos"] == n
    case.run("train", "--features", "x", "--method", "itq", "--bits", "16")
    before = case.json("models")
    case.fails("import", "features", "other.npz", "--name", "x", say=["another network", "name"])
    assert case.json("models") == before
    assert case.json("import", "features", "all.npz", "--name", "x")["photos"] == 12
    case.fails("import", "features", "first.npz", "--name", "x", say=["another network"])
    assert case.json("import", "features", "first.npz", "--name", "y")["photos"] == 8


def test_import(case):
    """Another network's features are matched by content, trained on, searched and evaluated."""
    case.make(6, 4)
    case.run("index", "photos")
    case.run("export", "features", "own.npz")
    own = numpy.load(os.path.join(case.folder, "own.npz"))
    paths, hashes = [os.fsdecode(path) for path in own["paths"]], own["hashes"]
    families = numpy.array([int(os.path.basename(os.path.dirname(path))) for path in paths])
    random = numpy.random.default_rng(3)
    centres = random.normal(size=(6, 40))
    x = (centres[families] + .3 * random.normal(size=(24, 40))).astype("f4")
    order = random.permutation(24)
    # Rows in any order, some of photos that are not there; one photo has none.
    save(case, "new.npz", features=numpy.vstack([x[order[1:]], x[:2]]),
         hashes=numpy.vstack([hashes[order[1:]], hashes[:2] ^ 1]))
    left_out = paths[order[0]]
    case.fails("search", "--features", "other", left_out, say=["other", "Import"])
    answer = case.json("import", "features", "new.npz", "--name", "other")
    assert answer == {"features": "other", "dimensions": 40, "rows": 25, "photos": 23,
                      "models_removed": 0}, answer
    assert case.json("import", "list")["features"] == [
        {"name": "other", "dimensions": 40, "photos": 23}]
    case.fails("search", "--features", "other", paths[order[1]], say=["train"])
    active = case.json("status")["model"]
    model = case.json("train", "--features", "other", "--method", "itq", "--bits", "32")
    assert (model["trained_on"], model["photos"]) == (23, 23), model
    assert case.json("status")["model"] == active
    for row in order[1:6]:
        found = case.json("search", "--features", "other", "-k", "3", paths[row])["results"]
        kin = [paths[i] for i in range(24) if families[i] == families[row] and i != row
               and paths[i] != left_out]
        assert {hit["path"] for hit in found[:len(kin)]} == set(kin), (found, kin)
    case.fails("search", "--features", "other", left_out, say=["other"])
    lines = case.run("search", "--features", "other", "-k", "2", "--paths-only", paths[order[1]])[0]
    assert len(lines.splitlines()) == 2
    # As the features themselves, in half precision.
    rows = [i for i in range(24) if i != order[0]]
    save(case, "half.npz", features=x[rows].astype("f2"), labels=families[rows])
    named, _ = evaluate(case, "--features", "other", "--library", case.library)
    arrays, _ = evaluate(case, "--features", "half.npz")
    assert named["rows"] == arrays["rows"] and own_figure(named, "itq-16", "map") > .8
    # A file of other photos, or of none, takes nothing away; the codes bear the name.
    save(case, "foreign.npz", features=x, hashes=hashes ^ 1)
    case.fails("import", "features", "foreign.npz", "--name", "other", say=["No photo"])
    save(case, "none.npz", features=x[:0], hashes=hashes[:0])
    case.fails("import", "features", "none.npz", "--name", "other", say=["no rows"])
    assert [(m["id"], m["name"]) for m in case.json("models")["models"]][1:] == [
        (model["id"], "other")]
    case.fails("models", "--use", str(model["id"]), say=["imported features"])
    case.fails("inspect", "--model", str(model["id"]), say=["imported features"])
    with sqlite3.connect(case.library) as library:
        library.execute("DELETE FROM codes WHERE model = ?", (model["id"],))
    case.fails("search", "--features", "other", paths[order[1]], say=["no codes", "train"])
    # The other features and codes stay; indexing, a check and a search find all in order.
    case.run("index", "photos")
    assert case.json("status")["model"] == active
    case.run("doctor")
    case.run("search", paths[0])
    assert case.json("import", "features", "new.npz", "--name", "other")["models_removed"] == 1
    out = case.run("import", "remove", "other")[0]
    assert "“other” are removed" in out and out.count("\n") == 1, out
    assert case.json("import", "list")["features"] == []
    case.fails("evaluate", "--features", "other", "--library", case.library, say=["other"])
    case.fails("import", "remove", "other", say=["other"])
    # What cannot be kept.
    for arrays in [dict(features=x * 1e6, hashes=hashes), dict(features=x * 1e-6, hashes=hashes),
                   dict(features=x, hashes=hashes[1:]), dict(features=x, hashes=hashes[:, 1:]),
                   dict(features=x), dict(features=x, hashes=hashes ^ 1),
                   dict(features=numpy.ones((24, 8193)), hashes=hashes),
                   dict(features=numpy.where(x > 1, x, numpy.inf), hashes=hashes)]:
        save(case, "bad.npz", **arrays)
        case.fails("import", "features", "bad.npz", "--name", "bad")
    assert case.json("import", "list")["features"] == []
    for name in "", "-x", "a b", "x" * 41, "ä":
        case.fails("import", "features", "new.npz", "--name", name, status=2)
    case.fails("import", "features", "new.npz", status=2, say=["--name"])
    case.fails("train", "--features", "other", "--method", "bcdh", status=2, say=["bcdh"])
    case.fails("search", "--features", "other", "--copies", paths[0], status=2, say=["--features"])


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
        "long": dict(features=numpy.ones((N, 8193)), labels=y),
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
                                                   test_again, test_figures, test_growth,
                                                   test_import, test_mixed,
                                                   test_wrong], sys.argv[1 + SMOKE:]))
