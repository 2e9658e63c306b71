#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quality page shows the figures of "inspect", and with folders as classes those of "evaluate",
to the last digit.

Usage: test-page.py PAGE-FIGURES SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
       test-page.py --compare PAGE-FIGURES SEMBLANCE-CLI LIBRARY [FOLDER]
           for a library of one folder: prints how many numbers were compared, without FOLDER of
           those that need no labels, which is quick; takes the variables of the environment that
           semblance-cli takes
"""

import json
import subprocess
import sys

from cli_test import FAMILIES, PATIENCE, index, main

ALTERED = ["crop", "mirrored", "lighter", "darker", "jpeg", "turned"]
PAGE_FIGURES = None


class Comparison:
    """Equal numbers, and how many they were."""

    def __init__(self):
        self.n = 0

    def check(self, what, shown, expected):
        assert len(shown) == len(expected) > 0, (what, shown, expected)
        for one, other in zip(shown, expected):
            # Not nearly: the same number.
            assert one == other, (what, one, other)
        self.n += len(shown)


def get_series(page, figure):
    return [one["y"] for one in page["figures"][figure]["series"]]


def compare_inspection(comparison, page, inspection):
    metrics = {key: metric["value"] for key, metric in inspection["metrics"].items()}
    assert page["verdict"] == inspection["verdict"], (page["verdict"], inspection["verdict"])
    codes, searches = get_series(page, "recall")
    # At greater depths than there are photos everything is found, which has no place in a plot.
    n = len(codes)
    comparison.check("recall by codes", codes, inspection["nn10"][:n])
    comparison.check("recall by searches", searches, inspection["nn10_ranked"][:n])
    comparison.check("depths", page["figures"]["recall"]["series"][0]["x"],
                     inspection["depths"][:n])
    assert set(inspection["nn10"][n:]) <= {1}, inspection["nn10"]
    at = inspection["depths"].index(inspection["reach_depth"])
    comparison.check("reach", [codes[at], searches[at]],
                     [metrics["reach"], metrics["reach_ranked"]])
    first, ten = get_series(page, "copies")
    comparison.check("first", first, [metrics[f"{name}_first"] for name in ALTERED])
    comparison.check("among ten", ten, [metrics[f"{name}_10"] for name in ALTERED])
    balance = get_series(page, "balance")[0]
    assert len(balance) == inspection["bits"]
    imbalance = sum(abs(2 * share - 1) for share in balance) / len(balance)
    assert abs(imbalance - metrics["imbalance"]) < 1e-9, (imbalance, metrics["imbalance"])
    hubs = get_series(page, "hubs")[0]
    comparison.check("hubs", [max(hubs)], [metrics["hubness"]])


def list_contenders(rows):
    """A row by distance and one in the order of a search; the centred features have one order."""
    assert [row["method"] for row in rows[:2]] == ["float", "float-centred"], rows[:2]
    return [(rows[1], rows[1])] + list(zip(rows[2::2], rows[3::2]))


def compare_rows(comparison, page, rows, n):
    """The first @n contenders of the page with @rows."""
    contenders = list_contenders(rows)[:n]
    by_codes, searched = get_series(page, "labels-map")
    comparison.check("mAP by codes", by_codes[:n],
                     [one["map_all"]["mean"] for one, _ in contenders])
    comparison.check("mAP of searches", searched[:n],
                     [one["map_all"]["mean"] for _, one in contenders])
    for shown, (_, row) in zip(get_series(page, "labels-precision"), contenders):
        comparison.check("precision", shown, [row[f"p_{k}"]["mean"] for k in (1, 10, 100)])
    for shown, (row, _) in zip(get_series(page, "labels-recall"), contenders):
        comparison.check("precision and recall", shown,
                         row["curves"]["precision_recall"]["mean"])
    return len(contenders)


def compare_labels(comparison, page, labels, evaluation):
    """The page with both commands, and these with each other where both measured."""
    n_common = len(evaluation["rows"])
    assert labels["rows"][:n_common] == evaluation["rows"]
    compare_rows(comparison, page, labels["rows"], None)
    assert compare_rows(comparison, page, evaluation["rows"], (n_common - 2) // 2 + 1) >= 4
    shown = page["figures"]["labels-folders"]["series"][0]["y"]
    comparison.check("folders", sorted(shown),
                     sorted(one["map_all"] for one in labels["classes"])[:len(shown)])
    cells = page["figures"]["labels-confusion"]["cells"]
    if len(cells) == len(labels["classes"]) ** 2:
        comparison.check("confusion", sorted(cells), sorted(sum(labels["confusion"], [])))


def compare(page, inspection, evaluation):
    comparison = Comparison()
    compare_inspection(comparison, page, inspection)
    compare_labels(comparison, page, inspection["labels"], evaluation)
    return comparison.n


def read_page(library, env):
    return json.loads(subprocess.run([PAGE_FIGURES, library], check=True, env=env, timeout=PATIENCE,
                                     stdout=subprocess.PIPE).stdout)


def test_page(case):
    index(case)
    inspection = case.json("inspect", "--labels", "--with-methods")
    evaluation = case.json("evaluate", "--seeds", "1", "--bits", "256", case.photos)
    page = read_page(case.library, case.env)
    assert len(inspection["labels"]["classes"]) == FAMILIES, inspection["labels"]["classes"]
    n = compare(page, inspection, evaluation)
    assert n > 1000, n
    # What is compared is looked at: another number anywhere is noticed.
    for figure in ("recall", "copies", "labels-map", "labels-precision", "labels-recall",
                   "labels-folders"):
        other = json.loads(json.dumps(page))
        other["figures"][figure]["series"][0]["y"][0] += 1e-12
        try:
            compare(other, inspection, evaluation)
        except AssertionError:
            continue
        raise AssertionError(f"{figure} is not compared")


def print_comparison(cli, library, folder=None):
    def run(*args):
        return json.loads(subprocess.run([cli, *args, "--json"], check=True,
                                         stdout=subprocess.PIPE).stdout)

    if folder is None:
        comparison = Comparison()
        page = json.loads(subprocess.run([PAGE_FIGURES, library, "--no-labels"], check=True,
                                         stdout=subprocess.PIPE).stdout)
        compare_inspection(comparison, page, run("inspect", "--library", library))
        print(page["verdict"], f"{comparison.n} numbers are the same", sep="\n")
        return
    inspection = run("inspect", "--library", library, "--labels", "--with-methods")
    evaluation = run("evaluate", "--seeds", "1", "--bits", str(inspection["bits"]), folder)
    page = json.loads(subprocess.run([PAGE_FIGURES, library], check=True,
                                     stdout=subprocess.PIPE).stdout)
    print(page["verdict"], page["summary"], sep="\n")
    print(f"{compare(page, inspection, evaluation)} numbers are the same")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[0] == "--compare":
        PAGE_FIGURES = arguments[1]
        print_comparison(*arguments[2:])
        sys.exit(0)
    PAGE_FIGURES = arguments[0]
    sys.exit(main([test_page], arguments[1:]))
