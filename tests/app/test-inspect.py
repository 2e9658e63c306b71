#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli inspect: its figures, its page, faults, and going on.

Usage: test-inspect.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import html.parser
import os
import re
import signal
import sys
import time

from cli_test import FAMILIES, VARIANTS, index, main, read

ALTERED = ["crop", "mirrored", "lighter", "darker", "jpeg", "turned"]


class Page(html.parser.HTMLParser):
    """What a page shows, and what it refers to."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.outside = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in ("src", "href", "xlink:href") and not value.startswith(("data:", "#")):
                self.outside.append(value)


def test_figures(case):
    case.fails("inspect", say=["Index a folder first"])
    index(case)
    answer = case.json("inspect")
    assert answer["photos"] == FAMILIES * VARIANTS and answer["bits"] == 256, answer
    assert answer["faults"] == [] and answer["verdict"].startswith("The first "), answer
    assert len(answer["nn10"]) == len(answer["nn10_ranked"]) == len(answer["depths"]) == 7
    metrics = answer["metrics"]
    assert all(set(metric) == {"value", "healthy"} and len(metric["healthy"]) == 2
               for metric in metrics.values()), metrics
    for key in ["reach", "reach_ranked", "lift", "imbalance", "dead_bits", "duplicated_bits",
                "correlation", "unique", "hubness", "overlap", "codes_match", "features_match",
                *[f"{name}_first" for name in ALTERED], *[f"{name}_10" for name in ALTERED]]:
        assert key in metrics, key
    assert metrics["codes_match"]["value"] == 1 and metrics["features_match"]["value"] == 1
    # Nothing has to be decoded again, and the numbers are the same.
    assert case.json("inspect", SEMBLANCE_DECODER="/nonexistent/decoder") == answer
    out, _ = case.run("inspect")
    assert answer["verdict"] in out and "healthy:" in out, out


def test_page(case):
    index(case, "inspect")
    answer = case.json("inspect", "--report", "quality.html")
    text = read(os.path.join(case.folder, "quality.html")).decode()
    page = Page(text)
    assert page.tags.count("svg") == 7 and "table" in page.tags and "img" in page.tags
    assert not page.outside and len(page.ids) == len(set(page.ids)), page.outside
    assert "http" not in text and "script" not in page.tags and "link" not in page.tags
    assert answer["verdict"].replace("’", "") in text.replace("’", ""), answer
    case.fails("inspect", "--report", "nowhere/a.html", say=["nowhere/a.html"])


def check_confused(case, text):
    """The three worst pairs of those in JSON."""
    found = case.json("inspect", "--labels", SEMBLANCE_DECODER="/nonexistent")["labels"]
    names = [one["name"] for one in found["classes"]]
    shares = {(one, other): share for one, row in zip(names, found["confusion"])
              for other, share in zip(names, row) if one != other}
    lines = re.findall(r"^ *([\d.]+) %  (\S+) → (\S+)$", text, re.MULTILINE)
    assert len({line[1:] for line in lines}) == len(lines) == 3, text
    for (share, *pair), worst in zip(lines, sorted(shares.values(), reverse=True)):
        assert share == f"{100 * worst:.1f}" and shares[tuple(pair)] == worst, (lines, worst)


def check_labels(case, level, n):
    """The figures are those of "evaluate", to the last digit."""
    # Without a decoder nothing is altered, which takes long.
    inspect = ["inspect", "--labels", "--level", str(level)]
    quick = {"SEMBLANCE_DECODER": "/nonexistent/decoder"}
    found = case.json(*inspect, "--with-methods", **quick)["labels"]
    expected = case.json("evaluate", case.photos, "--seeds", "1", "--bits", "32", "--level",
                         str(level))
    for key in ("queries", "database", "training", "seeds", "protocol"):
        assert found[key] == expected[key], (level, key)
    assert len(expected["rows"]) == 10 and found["rows"][:10] == expected["rows"], level
    assert len(found["rows"]) == 14 and found["levels"] == 2, found["levels"]
    assert len(found["classes"]) == len(found["confusion"]) == n, (level, found["classes"])
    assert len({one["name"] for one in found["classes"]}) == n, found["classes"]
    row = found["rows"][found["main_row"]]
    assert row["order"] == "score" and row["method"] == "model-2", row["method"]
    for key in ("map_all", "p_10"):
        mean = sum(one[key] * one["queries"] for one in found["classes"]) / found["queries"]
        assert abs(mean - row[key]["mean"]) < 1e-9, (key, mean, row[key])
    for shares in found["confusion"]:
        assert abs(sum(shares) - 1) < 1e-9, shares
    models = case.json(*inspect, **quick)["labels"]
    assert models["rows"] == found["rows"][:2] + found["rows"][10:], level
    assert [row["bits"] for row in models["rows"][2:]] == [32, 32, 256, 256], models["rows"]


def test_labels(case):
    """Folders as classes, which lie one in another."""
    case.make(FAMILIES, VARIANTS)
    for number, name in enumerate(sorted(os.listdir(case.photos))):
        place = os.path.join(case.photos, "ab"[number % 2])
        os.makedirs(place, exist_ok=True)
        os.rename(os.path.join(case.photos, name), os.path.join(place, name))
    case.run("index", case.photos)
    case.run("train", "--method", "lsh", "--bits", "32")
    check_labels(case, 0, FAMILIES)
    answer = case.json("inspect", "--labels", "--level", "1", SEMBLANCE_DECODER="/nonexistent")
    assert [one["name"] for one in sorted(answer["labels"]["classes"], key=str)] == ["a", "b"]
    out, _ = case.run("inspect", "--labels", "--report", "quality.html",
                      SEMBLANCE_DECODER="/nonexistent")
    assert "float-centred" in out and "256 bits" in out and "mAP@all" in out, out
    check_confused(case, out)
    page = Page(read(os.path.join(case.folder, "quality.html")).decode())
    # Six of the seven without labels: that of copies is missing.
    assert page.tags.count("svg") == 12 and len(page.ids) == len(set(page.ids))
    case.fails("inspect", "--level", "1", status=2, say=["--labels"])
    case.fails("inspect", "--labels", "--level", "-1", status=2, say=["--level"])
    case.fails("evaluate", "--claims", "--level", "1", case.photos, status=2, say=["--level"])


def test_missing_files(case):
    """Without the files nothing is altered, and the rest is measured."""
    case.make(FAMILIES, VARIANTS)
    case.run("index", case.photos)
    os.rename(case.photos, case.photos + "-away")
    answer = case.json("inspect")
    assert "reach" in answer["metrics"] and "crop_first" not in answer["metrics"], answer
    assert answer["faults"] == [], answer


def test_models(case):
    index(case, "inspect")
    case.run("train", "--use", "--method", "lsh", "--bits", "32")
    rows = case.query("SELECT id, bits FROM models")
    for row, bits in rows:
        assert case.json("inspect", "--model", str(row))["bits"] == bits
    case.fails("inspect", "--model", "12345", say=["12345"])
    case.fails("inspect", "--model", "-3", status=2, say=["--model"])
    case.fails("inspect", "photo.jpg", status=2, say=["photo.jpg"])


def test_killed(case):
    """What a killed run has stored, the next one goes on from, to the same end."""
    index(case)
    process = case.start("inspect", "--json")
    features = case.library.replace("library.db", "library.features.db")
    end = time.monotonic() + 100
    while process.poll() is None and time.monotonic() < end \
            and case.query("SELECT count(*) FROM altered", database=features)[0][0] < 20:
        time.sleep(.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = case.query("SELECT count(*) FROM altered", database=features)[0][0]
    assert kept >= 20, kept
    answer = case.json("inspect")
    assert answer == case.json("inspect")


TESTS = [test_figures, test_page, test_labels, test_missing_files, test_models, test_killed]
SMOKE = [test_figures]

if __name__ == "__main__":
    arguments = sys.argv[1:]
    smoke = "--smoke" in arguments
    sys.exit(main(SMOKE if smoke else TESTS, [a for a in arguments if a != "--smoke"]))
