# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of rankings by the rules of the published sets, written apart from the program."""

import numpy


def hash_ap(relevant, k=None):
    """Mean precision at the relevant photos among the first k."""
    head = numpy.asarray(relevant[:k], float)
    if not head.sum():
        return 0.
    precision = numpy.cumsum(head) / numpy.arange(1, len(head) + 1)
    return float((precision * head).sum() / head.sum())


def trapezoidal_ap(relevant, n_relevant):
    """The area below the line through the points of recall and precision."""
    hits, old_recall, old_precision, area = 0, 0., 1., 0.
    for place, good in enumerate(relevant, 1):
        hits += bool(good)
        recall, precision = hits / n_relevant, hits / place
        area += (recall - old_recall) * (old_precision + precision) / 2
        old_recall, old_precision = recall, precision
    return area


def precision_at(relevant, n):
    head = relevant[:n]
    return sum(map(bool, head)) / len(head)


def revisited_precision(relevant, k=10):
    places = numpy.flatnonzero(relevant) + 1
    k = min(int(places.max()), k)
    return int((places <= k).sum()) / k


def read_rankings(path):
    """[(query, [(photo, mark), …]), …] in the order of the file."""
    rankings = []
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            query, place, photo, mark = line.rstrip("\n").split("\t")
            if place == "1":
                rankings.append((query, []))
            assert query == rankings[-1][0] and int(place) == len(rankings[-1][1]) + 1, line
            rankings[-1][1].append((photo, mark))
    return rankings
