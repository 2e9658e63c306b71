#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Published sets in miniature: every figure is compared with that of a scorer of its own, from the
rankings that the program writes and the truth that the test made.

Usage: test-protocols.py [--smoke] CLI DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import csv
import json
import os
import pickle
import shutil
import subprocess
import sys

import numpy

from cli_test import main, write
from scorer import (hash_ap, precision_at, read_rankings, revisited_precision, trapezoidal_ap)

FAMILIES, VARIANTS = 6, 4
PLACES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
ROWS = ["float", "float-centred", "itq-16", "itq-16-score"]


def close(one, other):
    return abs(one - other) < 1e-12


def mean(values):
    return sum(values) / len(values)


def lay_out(case, name):
    """The folder of a set, and a function that puts a photo of a family there."""
    made = os.path.join(case.folder, "made")
    if not os.path.exists(made):
        case.make(FAMILIES, VARIANTS, made)
    folder = os.path.join(case.folder, name)
    os.makedirs(folder)

    def put(family, variant, path):
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.copy(os.path.join(made, f"{family:03}", f"{variant:03}.jpg"), path)

    return folder, put


def evaluate(case, protocol, folder, *options):
    """[(the row's object, its rankings)] for every row, after checks of CSV and table."""
    answers = []
    for name in "a.csv", "a.json", "r.tsv":
        if not os.path.lexists(os.path.join(case.folder, name)):
            os.symlink(f"linked-{name}", os.path.join(case.folder, name))
    for row in ROWS:
        out, err = case.run("evaluate", "--protocol", protocol, "--methods", "itq", "--bits", "16",
                            "--seeds", "1", "--rankings", "r.tsv", "--rankings-of", row, "--csv",
                            "a.csv", "--json-file", "a.json", *options, folder,
                            XDG_CACHE_HOME=os.path.join(case.folder, "cache"))
        with open(os.path.join(case.folder, "a.json"), encoding="utf-8") as file:
            answer = json.load(file)
        with open(os.path.join(case.folder, "a.csv"), encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        assert len(answer["rows"]) == len(table) == len(ROWS), answer
        figures = answer["rows"][ROWS.index(row)]
        for key, figure in figures.items():
            if isinstance(figure, dict) and "mean" in figure:
                assert table[ROWS.index(row)][key] == f"{figure['mean']:.6f}", key
        assert table[0]["ap"] == answer["ap"] and f"average precision: {answer['ap']}" in out, out
        own = figures.get("ns", figures["map"])["mean"]
        assert f"{own:.3f}" in out, (own, out)
        answers.append((figures, read_rankings(os.path.join(case.folder, "r.tsv")), answer, err))
        assert all(os.path.islink(os.path.join(case.folder, name))
                   for name in ("a.csv", "a.json", "r.tsv"))
    return answers


def check_precision(figures, lists):
    """P@N of the lists of marks, without junk."""
    for n in PLACES:
        wanted = mean([precision_at(marks, n) for marks in lists])
        assert close(figures[f"p_{n}"]["mean"], wanted), n


def judge(ranking, relevant, junk=()):
    """Checks the marks of a ranking, and gives them without junk."""
    marks = []
    for photo, mark in ranking:
        wanted = "junk" if photo in junk else "relevant" if photo in relevant else "other"
        assert mark == wanted, (photo, mark, wanted)
        if photo not in junk:
            marks.append(photo in relevant)
    return marks


def make_labels(family, variant):
    """Three labels, so that most photos have some in common."""
    return [int(family % 2 == 0), int(family % 3 == 0), int(variant == 1 and family > 0)]


def test_list(case):
    """Labels in common; a photo that is gone is said and left out; equal files are two rows."""
    folder, put = lay_out(case, "list")
    lines = {"test.txt": [], "database.txt": [], "train.txt": []}
    labels = {}
    for family in range(FAMILIES):
        for variant in range(VARIANTS):
            name = f"images/{family} {variant}.jpg"
            labels[name] = make_labels(family, variant)
            line = " ".join([name, *map(str, labels[name])])
            if variant == 0:
                lines["test.txt"].append(line)
            else:
                lines["database.txt"].append(line)
                lines["train.txt"].append(line)
            if (family, variant) != (2, 2):
                put(family, variant, name)
    put(3, 3, "images/twin.jpg")
    labels["images/twin.jpg"] = [1, 0, 0]
    lines["database.txt"].append("images/twin.jpg 1 0 0")
    del labels["images/2 2.jpg"]
    for name, text in lines.items():
        write(os.path.join(folder, name), "\r\n".join(text).encode() + b"\r\n\n")
    for figures, rankings, answer, err in evaluate(case, "list", folder):
        assert (answer["queries"], answer["database"], answer["missing"], answer["ap"]) \
            == (FAMILIES, FAMILIES * 3, 1, "hash@all"), answer
        assert answer["training"] == FAMILIES * 3 - 1, answer
        assert answer["missing_names"] == ["images/2 2.jpg"] and "images/2 2.jpg" in err, err
        lists = []
        for query, ranking in rankings:
            assert len({photo for photo, _ in ranking}) == len(ranking) == FAMILIES * 3
            lists.append(judge(ranking, {name for name, own in labels.items() if any(
                a and b for a, b in zip(own, labels[query]))}))
        assert len(lists) == FAMILIES
        assert close(figures["map"]["mean"], mean([hash_ap(marks) for marks in lists])), figures
        check_precision(figures, lists)
    # The same by other names, anywhere.
    other = os.path.join(case.folder, "lists")
    os.mkdir(other)
    for name in lines:
        os.rename(os.path.join(folder, name), os.path.join(other, name))
    cache = {"XDG_CACHE_HOME": os.path.join(case.folder, "cache")}
    args = ["evaluate", "--protocol", "list", "--methods", "itq", "--bits", "16", "--seeds", "1"]
    again = case.json(*args, "--queries", "lists/test.txt", "--database", "lists/database.txt",
                      "--training", "lists/train.txt", folder, **cache)
    assert again["rows"][-1]["map"]["mean"] == figures["map"]["mean"]
    case.fails(*args, folder, say=["database.txt"], **cache)
    write(os.path.join(other, "test.txt"), b"images/0 0.jpg 1 0 0\nimages/1 0.jpg 1 0\n")
    case.fails(*args, "--queries", "lists/test.txt", "--database", "lists/database.txt", folder,
               say=["test.txt", "line 2"], SEMBLANCE_DECODER="/nonexistent/decoder", **cache)


def test_list_overlaps(case):
    """A query that is in the gallery too is no hit of its own."""
    folder, put = lay_out(case, "overlaps")
    lines = []
    for family in range(FAMILIES):
        for variant in range(VARIANTS):
            name = f"{family}-{variant}.jpg"
            put(family, variant, name)
            lines.append(f"{name} {family}\n")
    write(os.path.join(folder, "database.txt"), "".join(lines).encode())
    write(os.path.join(folder, "test.txt"), "".join(lines[::VARIANTS + 1]).encode())
    for figures, rankings, answer, _ in evaluate(case, "list", folder):
        assert answer["database"] == FAMILIES * VARIANTS, answer
        lists = [judge(ranking, {photo for photo, _ in ranking if photo[0] == query[0]}, {query})
                 for query, ranking in rankings]
        assert len(lists) == answer["queries"] and all(sum(marks) == VARIANTS - 1
                                                       for marks in lists)
        assert close(figures["map"]["mean"], mean([hash_ap(marks) for marks in lists])), figures
        check_precision(figures, lists)
    # What is not there is not learned from.
    write(os.path.join(folder, "train.txt"), b"gone.jpg 1\n")
    case.fails("evaluate", "--protocol", "list", folder, say=["train.txt"],
               XDG_CACHE_HOME=os.path.join(case.folder, "cache"))


def test_nus_wide(case):
    """The published files: a label file for each concept."""
    folder, put = lay_out(case, "nus")
    names, labels = [], {}
    for family in range(FAMILIES):
        for variant in range(VARIANTS):
            name = f"{family:04}_{variant:08}.jpg"
            names.append(f"place\\{name}\r\n")
            labels[f"Flickr/place/{name}"] = make_labels(family, variant)
            if (family, variant) != (0, 3):
                put(family, variant, f"Flickr/place/{name}")
    write(os.path.join(folder, "ImageList", "Imagelist.txt"), "".join(names).encode())
    for number, concept in enumerate(["animal", "beach", "clouds"]):
        write(os.path.join(folder, "Groundtruth", "AllLabels", f"Labels_{concept}.txt"),
              "".join(f"{own[number]}\n" for own in labels.values()).encode())
    del labels["Flickr/place/0000_00000003.jpg"]
    labels = {name: own for name, own in labels.items() if any(own)}
    for figures, rankings, answer, _ in evaluate(case, "nus-wide", folder, "--queries", "2"):
        assert answer["ap"] == "hash@5000" and answer["missing"] == 1, answer
        assert answer["queries"] == 6 and answer["database"] == len(labels) - 6, answer
        lists = []
        for query, ranking in rankings:
            lists.append(judge(ranking, {name for name, own in labels.items() if any(
                a and b for a, b in zip(own, labels[query]))}))
            assert {photo for photo, _ in ranking} <= set(labels) - {query}
        assert close(figures["map"]["mean"], mean([hash_ap(marks, 5000) for marks in lists]))
        check_precision(figures, lists)
    # No concept of which one photo could ask for another.
    for number, concept in enumerate(["animal", "beach", "clouds"]):
        write(os.path.join(folder, "Groundtruth", "AllLabels", f"Labels_{concept}.txt"),
              "".join(f"{int(line == number)}\n" for line in range(len(names))).encode())
    case.fails("evaluate", "--protocol", "nus-wide", folder, say=["nus-wide", "two photos"],
               XDG_CACHE_HOME=os.path.join(case.folder, "cache"))


def test_mirflickr(case):
    """Files of photo numbers, in any order; strict readings are left out."""
    folder, put = lay_out(case, "mirflickr")
    numbers = {"animals": [], "sky": [], "sky_r1": [1]}
    labels = {}
    for family in range(FAMILIES):
        for variant in range(VARIANTS):
            number = 1 + family * VARIANTS + variant
            own = make_labels(family, variant)[:2]
            for label, has in zip(["animals", "sky"], own):
                if has:
                    numbers[label].insert(0, number)
            put(family, variant, f"mirflickr/im{number}.jpg")
            if any(own):
                labels[f"mirflickr/im{number}.jpg"] = own
    for name, listed in numbers.items():
        write(os.path.join(folder, "mirflickr25k_annotations_v080", f"{name}.txt"),
              "".join(f"{number}\n" for number in listed).encode())
    for figures, rankings, answer, _ in evaluate(case, "mirflickr", folder, "--queries", "5"):
        assert answer["queries"] == 5 and answer["database"] == len(labels) - 5, answer
        lists = [judge(ranking, {name for name, own in labels.items() if any(
            a and b for a, b in zip(own, labels[query]))}) for query, ranking in rankings]
        assert close(figures["map"]["mean"], mean([hash_ap(marks, 5000) for marks in lists]))


def test_holidays(case):
    """One flat folder; the query is skipped wherever it stands."""
    folder, put = lay_out(case, "holidays")
    for family in range(FAMILIES):
        for variant in range(VARIANTS - family % 3):
            put(family, variant, f"jpg/{100000 + 100 * family + variant}.jpg")
    put(0, 0, "jpg/100001.jpg")
    for figures, rankings, answer, _ in evaluate(case, "holidays", folder):
        assert (answer["queries"], answer["ap"]) == (FAMILIES, "trapezoidal"), answer
        lists, figures_of = [], []
        for query, ranking in rankings:
            assert query.endswith("00.jpg") and len(ranking) == answer["database"]
            group = {photo for photo, _ in ranking
                     if photo != query and photo[4:8] == query[4:8]}
            lists.append(judge(ranking, group, {query}))
            figures_of.append(trapezoidal_ap(lists[-1], len(group)))
        assert close(figures["map"]["mean"], mean(figures_of)), (figures, figures_of)
        check_precision(figures, lists)
    # What is no regular file is written in place, and stays what it is.
    args = ["evaluate", "--protocol", "holidays", "--methods", "itq", "--bits", "16", "--seeds",
            "1"]
    cache = {"XDG_CACHE_HOME": os.path.join(case.folder, "cache")}
    for name, target in [("out", "/dev/stdout"), ("full", "/dev/full")]:
        os.symlink(target, os.path.join(case.folder, name))
    out, _ = case.run(*args, "--rankings", "out", "--rankings-of", ROWS[-1], folder, **cache)
    with open(os.path.join(case.folder, "r.tsv"), encoding="utf-8") as file:
        assert out.startswith(file.read()) and "average precision" in out, out
    for option in "--rankings", "--csv", "--json-file":
        case.fails(*args, option, "full", folder, say=["full", "No space left"], **cache)
    assert os.readlink(os.path.join(case.folder, "out")) == "/dev/stdout"
    assert os.readlink(os.path.join(case.folder, "full")) == "/dev/full"
    # Other photos make the gallery larger, are relevant to nothing, and are not learned from.
    others = os.path.join(case.folder, "others")
    case.make(9, 2, others)
    known = answer
    for figures, rankings, answer, _ in evaluate(case, "holidays", folder, "--distractors", others):
        assert answer["database"] == known["database"] + 18, answer
        assert (answer["queries"], answer["training"]) == (FAMILIES, known["training"])
        figures_of = []
        for query, ranking in rankings:
            strange = [mark for photo, mark in ranking if photo.startswith(others)]
            assert strange == ["other"] * 18, strange
            group = {photo for photo, _ in ranking if photo.startswith("jpg/")
                     and photo != query and photo[4:8] == query[4:8]}
            figures_of.append(trapezoidal_ap(judge(ranking, group, {query}), len(group)))
        assert close(figures["map"]["mean"], mean(figures_of)), (figures, figures_of)


def make_landmarks(case, name):
    """Photos named LANDMARK_NUMBER, and for each family one query, its good, ok and junk photos."""
    folder, put = lay_out(case, name)
    queries = {}
    for family in range(FAMILIES):
        for variant in range(VARIANTS):
            put(family, variant, f"jpg/landmark{family}_{variant:06}.jpg")
        stem = f"jpg/landmark{family}_00000"
        queries[f"{stem}0.jpg"] = ([f"{stem}0.jpg", f"{stem}1.jpg"], [f"{stem}2.jpg"],
                                   [f"{stem}3.jpg"])
    return folder, queries


def stems(photos):
    return "".join(os.path.basename(photo)[:-4] + "\n" for photo in photos)


def test_oxford(case):
    """Boxes, junk, and the query's own photo among the relevant ones."""
    folder, queries = make_landmarks(case, "oxford")
    for family, (query, lists) in enumerate(queries.items()):
        gt = os.path.join(folder, "gt_files_170407")
        write(os.path.join(gt, f"landmark{family}_1_query.txt"),
              f"oxc1_{os.path.basename(query)[:-4]} 10.5 20 {90 + family}.25 101.75\n".encode())
        for kind, photos in zip(["good", "ok", "junk"], lists):
            gone = ["gone.jpg"] if family == 0 and kind == "ok" else []
            write(os.path.join(gt, f"landmark{family}_1_{kind}.txt"),
                  stems([*photos, *gone]).encode())
    boxed = {}
    for options in [], ["--whole-queries"]:
        for place, (figures, rankings, answer, err) in enumerate(
                evaluate(case, "oxford5k", folder, *options)):
            assert answer["missing_names"] == ["gone"] and "gone" in err, answer
            assert answer["database"] == FAMILIES * VARIANTS and len(rankings) == FAMILIES, answer
            lists, aps = [], []
            for query, ranking in rankings:
                good, ok, junk = queries[query]
                lists.append(judge(ranking, {*good, *ok}, set(junk)))
                aps.append(trapezoidal_ap(lists[-1], len(good) + len(ok)))
            assert close(figures["map"]["mean"], mean(aps)), figures
            check_precision(figures, lists)
            if options:
                # A whole photo is most like itself.
                assert place > 1 or all(ranking[0][0] == query for query, ranking in rankings)
                assert place > 1 or rankings != boxed[place]
            boxed.setdefault(place, rankings)
    os.remove(os.path.join(folder, "gt_files_170407", "landmark3_1_junk.txt"))
    case.fails("evaluate", "--protocol", "oxford5k", folder, say=["landmark3_1_junk.txt"])


def test_revisited(case):
    """Three grades, of which each skips the others; a query without a hard photo has no such AP."""
    folder, queries = make_landmarks(case, "revisited")
    photos = sorted({photo for lists in queries.values() for own in lists for photo in own}
                    - set(queries))
    truth, entries = {}, []
    for family, (query, (good, ok, junk)) in enumerate(queries.items()):
        easy = [photo for photo in good if photo != query]
        truth[query] = (easy, ok if family else [], junk)
        entries.append({"bbx": [5, 6, 120.5, 100], **{
            kind: [photos.index(photo) for photo in own]
            for kind, own in zip(["easy", "hard", "junk"], truth[query])}})
    write(os.path.join(folder, "gnd_roxford5k.json"), json.dumps({
        "imlist": stems(photos).split(), "qimlist": stems(queries).split(),
        "gnd": entries}).encode())
    for figures, rankings, answer, _ in evaluate(case, "roxford", folder):
        assert (answer["queries"], answer["database"]) == (FAMILIES, len(photos)), answer
        found = {key: ([], []) for key in ["easy", "medium", "hard"]}
        for query, ranking in rankings:
            easy, hard, junk = truth[query]
            judge(ranking, {*easy, *hard}, set(junk))
            for key, relevant, ignored in [("easy", easy, [*hard, *junk]),
                                           ("medium", [*easy, *hard], junk),
                                           ("hard", hard, [*easy, *junk])]:
                marks = [photo in relevant for photo, _ in ranking if photo not in ignored]
                if relevant:
                    found[key][0].append(trapezoidal_ap(marks, len(relevant)))
                    found[key][1].append(revisited_precision(marks))
        assert len(found["hard"][0]) == FAMILIES - 1
        for key, name, precision in [("easy", "map_easy", "mp_10_easy"), ("medium", "map", "mp_10"),
                                     ("hard", "map_hard", "mp_10_hard")]:
            assert close(figures[name]["mean"], mean(found[key][0])), (name, figures)
            assert close(figures[precision]["mean"], mean(found[key][1])), (precision, figures)


def test_revisited_script(case):
    """The published pickle becomes JSON; a pickle that runs something is refused."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources",
                          "benchmarks", "revisited-to-json.py")
    truth = {"imlist": ["a", "b"], "qimlist": ["q"], "gnd": [
        {"bbx": numpy.array([1.5, 2, 30, 40]), "easy": numpy.array([1]), "hard": [],
         "junk": numpy.array([], dtype=int)}]}
    for protocol in 2, 4:
        write(os.path.join(case.folder, "a.pkl"), pickle.dumps(truth, protocol))
        subprocess.run([sys.executable, script, "a.pkl", "a.json"], cwd=case.folder, check=True)
        with open(os.path.join(case.folder, "a.json"), encoding="utf-8") as file:
            assert json.load(file) == {"imlist": ["a", "b"], "qimlist": ["q"], "gnd": [
                {"bbx": [1.5, 2, 30, 40], "easy": [1], "hard": [], "junk": []}]}
    for hostile in [b"cos\nsystem\n(S'touch ran'\ntR.", b"", b"nothing", pickle.dumps([1])]:
        write(os.path.join(case.folder, "a.pkl"), hostile)
        answer = subprocess.run([sys.executable, script, "a.pkl", "b.json"], cwd=case.folder,
                                capture_output=True, check=False)
        assert answer.returncode == 1 and "a.pkl" in answer.stderr.decode(), answer
    assert not os.path.exists(os.path.join(case.folder, "ran"))
    assert not os.path.exists(os.path.join(case.folder, "b.json"))


def test_ukbench(case):
    """N-S counts the query itself, wherever it stands."""
    folder, put = lay_out(case, "ukbench")
    for family in range(FAMILIES):
        for variant in range(VARIANTS):
            put(family, variant, f"full/ukbench{family * VARIANTS + variant:05}.jpg")
    for figures, rankings, answer, _ in evaluate(case, "ukbench", folder):
        assert answer["queries"] == answer["database"] == len(rankings) == FAMILIES * VARIANTS
        scores, aps = [], []
        for query, ranking in rankings:
            number = int(query[-9:-4]) // VARIANTS
            group = {photo for photo, _ in ranking if int(photo[-9:-4]) // VARIANTS == number}
            assert len(group) == VARIANTS and query in group
            marks = judge(ranking, group)
            scores.append(sum(marks[:4]))
            aps.append(trapezoidal_ap([photo in group for photo, _ in ranking if photo != query],
                                      VARIANTS - 1))
        assert close(figures["ns"]["mean"], mean(scores)), figures
        assert close(figures["map"]["mean"], mean(aps)), figures


def test_classes(case):
    """Rankings of folders as classes; names of splits that others have are errors."""
    folder, put = lay_out(case, "classes")
    for family in range(FAMILIES):
        for variant in range(VARIANTS):
            put(family, variant, f"{family}/{variant}.jpg")
    for figures, rankings, answer, _ in evaluate(case, "folders", folder):
        assert len(rankings) == answer["queries"] == FAMILIES, answer
        lists = [judge(ranking, {photo for photo, _ in ranking if photo[0] == query[0]})
                 for query, ranking in rankings]
        assert close(figures["map"]["mean"], mean([hash_ap(marks) for marks in lists]))
        assert close(figures["map_all"]["mean"], figures["map"]["mean"])
        check_precision(figures, lists)
    case.fails("evaluate", "--protocol", "cifar10-2", folder, status=2,
               say=["cifar10-greedyhash-2"])


def make_batch(number, n):
    """Records of a label and a picture of one colour by class, with a mark in the first pixel."""
    records = []
    for i in range(n):
        label = i % 10
        planes = numpy.full((3, 32, 32), 20 * label, numpy.uint8)
        planes[label % 3, label:, number:] = 255 - i
        planes[:, 0, 0] = (number, i, label)
        records.append(bytes([label]) + planes.tobytes())
    return b"".join(records)


def test_cifar(case):
    """The binary batches, pixel by pixel; the class by the ten nearest."""
    folder = os.path.join(case.folder, "cifar")
    batches = [*(f"data_batch_{number}" for number in range(1, 6)), "test_batch"]
    names = [f"class{number}" for number in range(10)]
    write(os.path.join(folder, "cifar-10-batches-bin", "batches.meta.txt"),
          "\n".join([*names, "", ""]).encode())
    for number, batch in enumerate(batches):
        write(os.path.join(folder, "cifar-10-batches-bin", f"{batch}.bin"),
              make_batch(number, 20))
    for figures, rankings, answer, _ in evaluate(case, "cifar10-ddh", folder, "--queries", "2"):
        assert (answer["queries"], answer["database"]) == (20, 100), answer
        assert len(rankings) == 20
        lists, right = [], []
        for query, ranking in rankings:
            name = query.split("/")[0]
            lists.append(judge(ranking, {photo for photo, _ in ranking
                                         if photo.split("/")[0] == name}))
            votes = [photo.split("/")[0] for photo, _ in ranking[:10]]
            right.append(max(dict.fromkeys(votes), key=votes.count) == name)
        assert close(figures["map"]["mean"], mean([hash_ap(marks) for marks in lists]))
        assert close(figures["knn_10"]["mean"], mean(right)), (figures["knn_10"], right)
    cache = os.path.join(case.folder, "cache", "semblance", "evaluate")
    photos = [name for name in os.listdir(cache) if name.endswith(".photos")]
    assert len(photos) == 1
    for number, batch in enumerate(batches):
        for i in range(20):
            with open(os.path.join(cache, photos[0], names[i % 10], f"{batch}-{i:05}.bmp"),
                      "rb") as file:
                file.seek(54)
                rows = numpy.frombuffer(file.read(), numpy.uint8).reshape(32, 32, 3)[::-1, :, ::-1]
            wanted = make_batch(number, 20)[i * 3073 + 1:(i + 1) * 3073]
            assert rows.transpose(2, 0, 1).tobytes() == wanted, (batch, i)
    for wrong in [b"", bytes(3072), bytes([10]) + bytes(3072)]:
        write(os.path.join(folder, "data_batch_1.bin"), wrong)
        case.fails("evaluate", "--protocol", "cifar10-ddh", folder, say=["data_batch_1.bin"])


def test_usage(case):
    """What does not go together is said in a sentence."""
    for args in [["--protocol", "oxford5k", "--copies"], ["--whole-queries"],
                 ["--protocol", "holidays", "--whole-queries"], ["--database", "a"],
                 ["--protocol", "nus-wide", "--training", "a"],
                 ["--protocol", "holidays", "--queries", "3"],
                 ["--protocol", "nus-wide", "--queries", "a"],
                 ["--protocol", "oxford5k", "--methods", "ddh-all"],
                 ["--protocol", "oxford5k", "--level", "1"], ["--rankings-of", "float"],
                 ["--rankings", "a", "--rankings-of", "itq-17"], ["--rankings", "a", "--copies"]]:
        case.fails("evaluate", *args, ".", status=2, say=["--"])
    case.fails("evaluate", "--protocol", "holidays", "--rankings", "nowhere/a", "photos",
               say=["nowhere"])


TESTS = [test_list, test_list_overlaps, test_nus_wide, test_mirflickr, test_holidays, test_oxford,
         test_revisited, test_revisited_script, test_ukbench, test_classes, test_cifar, test_usage]

if __name__ == "__main__":
    SMOKE = sys.argv[1:2] == ["--smoke"]
    sys.exit(main([test_holidays, test_usage] if SMOKE else TESTS, sys.argv[1 + SMOKE:]))
