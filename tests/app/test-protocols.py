#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Published sets in miniature: every figure is compared with that of a scorer of its own, from the
rankings that the program writes and the truth that the test made.

Usage: test-protocols.py [--smoke] CLI DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import os
import sys

import numpy

from cli_test import main, write
from protocols_test import (FAMILIES, VARIANTS, check_precision, close, evaluate, judge, lay_out,
                            make_labels, mean)
from scorer import hash_ap


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
                 ["--rankings", "a", "--rankings-of", "itq-17"], ["--rankings", "a", "--copies"],
                 ["--multi-scale"], ["--protocol", "holidays", "--multi-scale", "--methods",
                                     "ddh-all"],
                 ["--protocol", "nus-wide", "--multi-scale"], ["--pooling", "max"],
                 ["--pooling", "gem", "--copies"]]:
        case.fails("evaluate", *args, ".", status=2, say=["--"])
    case.fails("evaluate", "--protocol", "holidays", "--rankings", "nowhere/a", "photos",
               say=["nowhere"])


TESTS = [test_list, test_list_overlaps, test_nus_wide, test_mirflickr, test_classes, test_cifar,
         test_usage]

if __name__ == "__main__":
    SMOKE = sys.argv[1:2] == ["--smoke"]
    sys.exit(main([test_usage] if SMOKE else TESTS, sys.argv[1 + SMOKE:]))
