#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Published sets of places in miniature, as in test-protocols.py: Holidays, Oxford, Paris, UKBench.

Usage: test-protocols-places.py [--smoke] CLI DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import json
import os
import pickle
import subprocess
import sys

import numpy

from cli_test import main, write
from protocols_test import (FAMILIES, ROWS, VARIANTS, check_precision, close, evaluate, judge,
                            lay_out, mean)
from scorer import revisited_precision, trapezoidal_ap


def test_holidays(case):
    """One flat folder; the query is skipped wherever it stands."""
    folder, put = lay_out(case, "holidays")
    for family in range(FAMILIES):
        for variant in range(VARIANTS - family % 3):
            put(family, variant, f"jpg/{100000 + 100 * family + variant}.jpg")
    put(0, 0, "jpg/100001.jpg")
    # A query at several sizes is the same photo, and skipped as well.
    for options in ["--multi-scale"], []:
        for figures, rankings, answer, _ in evaluate(case, "holidays", folder, *options):
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


def read_scores(case, protocol, folder, *options):
    """Every figure of every row: other features have others."""
    return case.json("evaluate", "--protocol", protocol, "--methods", "itq", "--bits", "16,32,64",
                     "--seeds", "1", *options, folder,
                     XDG_CACHE_HOME=os.path.join(case.folder, "cache"))["rows"]


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
    for options in [], ["--whole-queries"], ["--multi-scale"]:
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
            if "--whole-queries" in options:
                # A whole photo is most like itself.
                assert place > 1 or all(ranking[0][0] == query for query, ranking in rankings)
                assert place > 1 or rankings != boxed[place]
            boxed.setdefault(place, rankings)
    gallery = read_scores(case, "oxford5k", folder)
    assert gallery != read_scores(case, "oxford5k", folder, "--multi-scale")
    assert gallery != read_scores(case, "oxford5k", folder, "--pooling", "gem")
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


TESTS = [test_holidays, test_oxford, test_revisited, test_revisited_script, test_ukbench]

if __name__ == "__main__":
    SMOKE = sys.argv[1:2] == ["--smoke"]
    sys.exit(main([test_holidays] if SMOKE else TESTS, sys.argv[1 + SMOKE:]))
