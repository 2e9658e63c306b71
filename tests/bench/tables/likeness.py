# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of where likeness ends, and of the precision of small libraries."""

import os

from tables.files import read_json, show, write_heading, write_run

LIKENESS = {
    "likeness-flowers17": ("Where likeness ends: flowers",
                           "Classes: Flowers-17. Others: 934 varied photos without plants."),
    "likeness-cifar10": ("Where likeness ends: CIFAR-10",
                         "Classes: CIFAR-10, enlarged. Others: Flowers-17."),
    "likeness-scenes": ("Where likeness ends: scenes", "Classes: scenes. Others: Flowers-17."),
}


def write_likeness(out, results, name, earlier):
    """Where likeness ends, and the precision of small libraries."""
    title, text = LIKENESS[name]
    if not write_heading(out, results, name, title, earlier):
        return
    found = read_json(os.path.join(results, f"{name}.json"))
    out.append(f"{text} Seed {found['seeds'][0]}. Best: the recall above one likeness for all "
               f"libraries, {show(found['threshold'])}, the least that leaves .98 of all absent "
               "queries at most 5 hits and .7 none, chosen by the classes.")
    write_run(out, results, name)
    out.append("\n| asked | photos | queries | at most 5 hits | none | at least 1 | recall | best |"
               "\n|---|---|---|---|---|---|---|---|")
    for row in found["rows"]:
        least, most = row["least_photos"], row["most_photos"]
        photos = f"{most:,}" if least == most else f"{least:,} to {most:,}"
        absent = row["case"] == "absent"
        cells = [show(row["at_most_5"]), show(row["none"]), "", "", ""] if absent else \
            ["", "", show(1 - row["none"]), show(row["recall"]), show(row["best_recall"])]
        cells = [row["asked"], photos, f"{row['queries']:,}"] + cells
        out.append("| " + " | ".join(cells) + " |")
    out.append("\nPrecision of the first ten in libraries of random photos of the classes, five "
               "draws of each size, 100 queries each: in the order of a search, by the cosine of "
               "the features, and by that of the features less the library's mean:\n\n"
               "| photos | search | cosine | centred |\n|---|---|---|---|")
    for point in found["curve"]:
        out.append(f"| {point['photos']} | {show(point['p_10'])} | {show(point['plain'])} | "
                   f"{show(point['centred'])} |")
