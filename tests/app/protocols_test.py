# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of published sets share: a set in miniature, and its figures by the scorer."""

import csv
import json
import os
import shutil

from scorer import precision_at, read_rankings


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
