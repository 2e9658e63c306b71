#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the results of results.sh as Markdown tables.

Usage: results.py RESULTS OUTPUT

RESULTS contains SET.json (an object of semblance-cli evaluate --json), SET.run (its command, date,
CPU and seconds, a line each) and optionally SET.NAME.json with further rows. A set that is not in
RESULTS keeps its section of OUTPUT, so that sets can be measured on different machines.
"""

import os
import sys

from tables.copies import write_claims, write_copies, write_peers
from tables.files import read_sections
from tables.likeness import LIKENESS, write_likeness
from tables.methods import SETS, write_set
from tables.places import PLACES, write_places

INTRODUCTION = """# Results

Written by `tests/bench/results.sh` from what it measured; do not edit.

Features: EfficientNet-Lite0 on the whole photo at 224 × 224, with weights trained on the labels of
ImageNet; training of codes uses no labels of the sets. Settings: the program's defaults
(`engine/hash/models/hash-options.h`), the same for every set. Ties in distance are broken at random
by the seed. mAP@1000 divides by the relevant photos among the first 1,000, mAP@all by all relevant
photos. nn10@100: the share of the ten nearest photos by centred cosine that are among the first
100. “In the order of a search”: the nearest 500 codes, re-ranked by score. Bold: the best codes of
a length. Figures from papers with other backbones are left out, since they are not comparable.

float and float-centred are the cosine of the features themselves, 5 KB per photo; codes take 2 to
32 bytes. lsh, pcah, sh, itq and knnh are baselines, cibhash is a later method, gs-itq is the
default, ddh is deep discrete hashing by our own settings and ddh-paper by those of its authors,
bcdh is binary constrained deep hashing with graded pairs, which are ours, and bcdh-paper without.
"""


def main():
    results, output = sys.argv[1:]
    earlier = read_sections(output)
    out = [INTRODUCTION]
    for name in SETS:
        write_set(out, results, name, earlier)
        if name == "flowers17":
            write_copies(out, results, earlier)
            write_peers(out, results, earlier)
            write_claims(out, results, earlier)
            for likeness in LIKENESS:
                write_likeness(out, results, likeness, earlier)
    for name in PLACES:
        write_places(out, results, name, earlier)
    with open(output, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")
    print(f"wrote {os.path.relpath(output)}")


if __name__ == "__main__":
    main()
