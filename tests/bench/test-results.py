#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests that results.sh uses valid options, and that results.py keeps unmeasured sections.

Usage: test-results.py SEMBLANCE_CLI
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
METRICS = ["map_all", "map_1000", "p_1", "p_10", "p_100", "nn10_100"]
CLI = sys.argv.pop(1)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write_json(path, content):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file)


def make_row(method, bits, order, figure):
    return {"method": method, "bits": bits, "order": order,
            **{key: {"mean": figure, "sd": 0.0} for key in METRICS}}


def run_results(results, output):
    subprocess.run([sys.executable, "-B", os.path.join(HERE, "results.py"), results, output],
                   check=True, stdout=subprocess.DEVNULL)
    return read(output)


class Results(unittest.TestCase):
    def test_methods(self):
        """The folder is missing (1); an unknown method would be reported first (2)."""
        methods = re.search(r"^methods=(\S+)$", read(os.path.join(HERE, "results.sh")), re.M)[1]
        for text, status in [(methods, 1), (methods + ",nonsense", 2)]:
            found = subprocess.run([CLI, "evaluate", "--methods", text, "/nonexistent"],
                                   stderr=subprocess.PIPE, check=False, text=True)
            self.assertEqual(found.returncode, status, found.stderr)

    def test_published(self):
        """Without new results the file does not change."""
        with tempfile.TemporaryDirectory() as folder:
            output = os.path.join(folder, "RESULTS.md")
            published = read(os.path.join(HERE, "RESULTS.md"))
            with open(output, "w", encoding="utf-8") as file:
                file.write(published)
            self.assertEqual(run_results(folder, output), published)

    def test_sections(self):
        """A measured set replaces its own section only."""
        with tempfile.TemporaryDirectory() as folder:
            output = os.path.join(folder, "RESULTS.md")
            first = run_results(folder, output)
            self.assertEqual(first.count("Not measured yet"), 15)
            found = {"seeds": [1], "queries": 3, "database": 4, "training": 5, "rows": [
                make_row("float-centred", 0, "score", .5), make_row("itq", 64, "hamming", .25),
                make_row("ddh", 64, "hamming", .75), make_row("ddh", 64, "score", .75)]}
            write_json(os.path.join(folder, "scenes.json"), found)
            second = run_results(folder, output)
            self.assertEqual(second.count("Not measured yet"), 14)
            self.assertIn("3 queries, 4 photos", second)
            self.assertIn("| ddh | **.750** |", second)
            os.rename(os.path.join(folder, "scenes.json"), os.path.join(folder, "flowers17.json"))
            third = run_results(folder, output)
            self.assertEqual(third.count("Not measured yet"), 13)
            self.assertIn("ddh against itq, mAP@all at 64 bits: .750 and .250: met.", third)
            scenes = second[second.index("\n## Scenes"):]
            self.assertEqual(third[third.index("\n## Scenes"):], scenes)

    def test_copies(self):
        """Figures of copies, of claims and of other programs stand beside their aims."""
        with tempfile.TemporaryDirectory() as folder:
            orders = {"float": .1, "hamming": .2, "score": .3, "copies": .95}
            row = {"transform": "grey", "first": orders, "first_10": orders, "each_first": orders,
                   "all_10": orders, "labelled": .99, "right": .96, "wrong": 2, "hits": 900,
                   "seconds": orders, "proof_seconds": 1.5}
            collage = dict(row, transform="collage of four")
            write_json(os.path.join(folder, "copies.json"),
                       {"set": "varied", "seed": 1, "photos": 100, "rows": [row, collage]})
            peer = {"haar": .25}
            write_json(os.path.join(folder, "copies-peers.json"), {
                "photos": 100, "gallery": 5, "methods": ["haar"], "seconds_describing": peer,
                "seconds_searching": peer,
                "rows": [{"transform": "grey", "first": peer, "first_10": {"haar": .75}}]})
            kind = {"kind": "letters", "queries": 300, "queries_wrong": 3, "hits": 3000, "wrong": 3,
                    "upper_95": .0026, "seconds": .1, "proof_seconds": .9}
            for row in kind, dict(kind, kind="skies", wrong=4):
                name = os.path.join(folder, f"claims.{row['kind']}")
                write_json(f"{name}.json", {"seed": 1, "hits_of_a_query": 10, "kinds": [row]})
                with open(f"{name}.run", "w", encoding="utf-8") as file:
                    file.write(f"evaluate --kind {row['kind']}\n2026-01-02\nCPU\n300\n")
            text = run_results(folder, os.path.join(folder, "RESULTS.md"))
            self.assertIn("| .300 \\| .300 | .950 \\| .950 | .980 **missed** |", text)
            self.assertIn("| .950 \\| .950 | .950 |\n", text)
            self.assertIn("| .960 (≥ .970, **missed**) | 2 of 900 | 300 | 950 | 1500 |", text)
            self.assertIn("| .950 (≥ .800) |", text)
            self.assertIn("| grey | **.950** \\| .950 | .250 \\| .750 |", text)
            self.assertIn("| letters | 300 | 3 | 3,000 | 3 | 0.0010 | 0.0026 | 100 | 900 |", text)
            self.assertIn("| skies | 300 | 3 | 3,000 | 4 | 0.0013 **missed** |", text)
            self.assertIn("`evaluate --kind letters`, and so on for 2 parts\n\n2026-01-02, CPU; "
                          "10 minutes of wall time", text)
            self.assertNotIn("earlier run: ", text)
            # A kind that was not measured here keeps its row.
            os.remove(os.path.join(folder, "claims.letters.json"))
            self.assertNotIn("Fewer than", text)
            kind["kind"], kind["wrong"], kind["hits"] = "skies", 0, 2990
            write_json(os.path.join(folder, "claims.skies.json"),
                       {"seed": 1, "hits_of_a_query": 10, "kinds": [kind]})
            text = run_results(folder, os.path.join(folder, "RESULTS.md"))
            self.assertIn("| letters | 300 | 3 | 3,000 | 3 | 0.0010 | 0.0026 | 100 | 900 |\n"
                          "| skies | 300 | 3 | 2,990 | 0 | 0.0000 | 0.0026 | 100 | 900 |\n\n"
                          "Fewer than 3,000 hits, which a bound of .001 takes where none is wrong: "
                          "skies.\n\n"
                          "Of an earlier run: letters.", text)

    def test_likeness(self):
        """Where likeness ends: figures beside their aims."""
        with tempfile.TemporaryDirectory() as folder:
            row = {"asked": "others in 12", "case": "absent", "least_photos": 12, "most_photos": 12,
                   "queries": 300, "at_most_5": 1.0, "none": .9, "recall": .0, "best_recall": .0,
                   "precision": .0}
            rows = [row, dict(row, asked="others in all", most_photos=60000, queries=100,
                              at_most_5=.9),
                    dict(row, asked="a class in 12", case="present", none=.15, recall=.8,
                         best_recall=.9, precision=1.0),
                    dict(row, asked="a class in all", case="present", most_photos=60000, none=.1,
                         recall=.4, best_recall=.9, precision=.25)]
            point = {"photos": 10, "draws": 100, "ahead": -.004, "ahead_error": .001}
            for key in ("p_10", "plain", "centred"):
                point.update({key: .25, key + "_error": .0015})
            write_json(os.path.join(folder, "likeness-cifar10.json"),
                       {"seeds": [1], "threshold": .2, "rows": rows,
                        "curve": [point, dict(point, photos=20, ahead=-.006)]})
            text = run_results(folder, os.path.join(folder, "RESULTS.md"))
        self.assertIn("| others in all | 12 to 60,000 | 100 | .900 | .900 |  |  |  |  |", text)
        self.assertIn("| a class in 12 | 12 | 300 |  |  | .850 | .800 | .900 | 1.000 |", text)
        self.assertIn("| 10 | .2500 ± .0015 | .2500 ± .0015 | .2500 ± .0015 | -.0040 ± .0010 |",
                      text)
        self.assertIn("at most 5 hits: .975, at least .980: **missed**; with none: .900, at least "
                      ".700: met.", text)
        self.assertIn("Rows below either: others in all (60,000), .900 and .900.", text)
        self.assertIn("at least 1 hit: .900, at least .950: **missed**.", text)
        self.assertIn("at least 1 hit in 12 photos: .850, at least .800: met.", text)
        self.assertIn("share of the best: .667, at least .900: **missed**. Rows below: a class in "
                      "12 (12), .889; a class in all (60,000), .444.", text)
        self.assertIn("behind the better cosine: **missed**; the least is -0.0060", text)


if __name__ == "__main__":
    unittest.main()
