#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli on real photos: Flowers-17, where the test data is there.

Usage: test-flowers.py DATA SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import os
import sys
import tarfile

from cli_test import Skip, main

DATA = os.environ.get("SEMBLANCE_TEST_DATA") or sys.argv[1]
# Pictures that are made of photos of Flowers-17, where they are beside the data.
CASES = os.path.join(os.path.dirname(os.path.abspath(DATA)), "cases")
CLASSES, PHOTOS_A_CLASS = 17, 80
QUERIES = [5, 47]


def find_photos(case):
    """The unpacked photos, in the data folder or in the test's own."""
    unpacked = os.path.join(DATA, "17flowers", "jpg")
    if os.path.isdir(unpacked):
        return unpacked
    archive = os.path.join(DATA, "flowers17.tar")
    if not os.path.isfile(archive):
        raise Skip(f"no Flowers-17 in {DATA}")
    with tarfile.open(archive) as tar:
        tar.extractall(case.folder)
    return os.path.join(case.folder, "17flowers", "jpg")


def test_flowers(case):
    photos = find_photos(case)
    total = CLASSES * PHOTOS_A_CLASS
    first = case.json("index", photos)
    assert first["added"] == first["photos"] == total and first["failed"] == 0, first
    second = case.json("index", photos, SEMBLANCE_DECODER="/nonexistent/decoder")
    assert second["unchanged"] == total and second["added"] == 0, second
    print(f"# first run {first['seconds']:.1f} s, second {second['seconds']:.2f} s")

    right, asked = 0, 0
    for folder in map(str, range(CLASSES)):
        names = sorted(name for name in os.listdir(os.path.join(photos, folder))
                       if name.endswith(".jpg"))
        for query in QUERIES:
            path = os.path.join(photos, folder, names[query])
            results = case.json("search", "--all", "-k", "10", path)["results"]
            assert len(results) == 10 and path not in [result["path"] for result in results]
            right += sum(os.path.basename(os.path.dirname(result["path"])) == folder
                         for result in results)
            asked += 1
    precision = right / asked / 10
    print(f"# P@10 {precision:.3f} over {asked} queries")
    assert precision >= .8, precision


def test_embedded(case):
    """Photos under a caption, in a collage and on the screen of a phone are found in there."""
    folder = next((path for path in (CASES, os.path.join(sys.argv[1], "..", "cases"))
                   if os.path.isfile(os.path.join(path, "collage.jpg"))), None)
    if not folder:
        raise Skip(f"no collage.jpg in {CASES}")
    photos = find_photos(case)
    # Those that the pictures are made of, and as many others.
    case.json("index", *[os.path.join(photos, number) for number in ("2", "5", "13", "16")])

    def ask(name, *options):
        results = case.json("search", *options, "-k", "10", os.path.join(folder, name))["results"]
        paths = [os.path.relpath(result["path"], photos) for result in results]
        print(f"# {name}: {paths[:4]}")
        return results, paths

    results, paths = ask("captioned.jpg", "--copies")
    assert paths[0] == "2/image_0205.jpg", paths
    assert results[0]["region"][1] > .1 and results[0]["region"][3] > .7, results[0]

    results, paths = ask("collage.jpg", "--copies")
    rank = paths.index("2/image_0205.jpg")
    assert rank < 4, paths
    x, y, width, height = results[rank]["region"]
    assert x < .1 and y < .1 and .4 < width < .6 and .4 < height < .6, results[rank]

    results, paths = ask("collage.jpg")
    assert "2/image_0205.jpg" in paths[:4], paths

    # The collection has this photo twice.
    results, paths = ask("phone.jpg", "--copies")
    assert "5/image_0470.jpg" in paths[:2], paths
    assert .2 < results[0]["region"][1] < .35 and results[0]["region"][3] < .55, results[0]


if __name__ == "__main__":
    sys.exit(main([test_flowers, test_embedded], sys.argv[2:7]))
