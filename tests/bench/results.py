#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the results of results.sh as Markdown tables.

Usage: results.py RESULTS OUTPUT

RESULTS contains SET.json (an object of semblance-cli evaluate --json), SET.run (its command, date,
CPU and seconds, a line each) and optionally SET.NAME.json with further rows. A set that is not in
RESULTS keeps its section of OUTPUT, so that sets can be measured on different machines.
"""

import glob
import json
import os
import sys

SETS = {
    "flowers17": ("Flowers-17", "10 photos of each of 17 classes are queries; the others are the "
                  "database and the training set. mAP over the whole ranking."),
    "cifar10-ddh": ("CIFAR-10, the protocol of DDH", "100 photos of each class are queries among "
                    "59,000 photos, 10,000 of which are the training set. mAP over the whole "
                    "ranking."),
    "cifar10-2": ("CIFAR-10, protocol II", "1,000 photos of each class are queries among 50,000 "
                  "photos; 500 of each class are the training set."),
    "scenes": ("Scenes", "Every photo of eight scenes is a query once; relevant are the other "
               "photos of its scene, and Flowers-17 is added to the database. The training set is "
               "all photos."),
}
LIKENESS = {
    "likeness-flowers17": ("Where likeness ends: flowers",
                           "Classes: Flowers-17. Others: 934 varied photos without plants."),
    "likeness-cifar10": ("Where likeness ends: CIFAR-10",
                         "Classes: CIFAR-10, enlarged. Others: Flowers-17."),
    "likeness-scenes": ("Where likeness ends: scenes", "Classes: scenes. Others: Flowers-17."),
}
PLACES = {
    "scenes-overlap": ("Unseen photos of known scenes", "In each fold a fifth of the photos of "
                       "each scene are queries and are not in the training set. Relevant are the "
                       "photos that share more than 20 % of their 3D points with the query, by the "
                       "full reconstruction of the scene. Rank correlation: between nearness and "
                       "the share of common points, within the scene."),
    "scenes-unseen": ("Unseen scenes", "The same, but in each fold the queries are all photos of "
                      "two scenes, none of which is in the training set."),
}
FIGURES = [("map_all", "mAP@all"), ("map_1000", "mAP@1000"), ("p_1", "P@1"), ("p_10", "P@10"),
           ("p_100", "P@100"), ("nn10_100", "nn10@100")]
# By set: figures for each code length, with the ranking that they are of.
TABLES = {
    "flowers17": [("map_all", "hamming"), ("p_10", "score"), ("nn10_100", "hamming")],
    "cifar10-ddh": [("map_all", "hamming"), ("p_10", "score"), ("nn10_100", "hamming")],
    "cifar10-2": [("map_1000", "hamming"), ("map_all", "hamming"), ("p_10", "score")],
    "scenes": [("map_all", "hamming"), ("p_10", "score"), ("nn10_100", "hamming")],
}
ORDER = ["float", "float-centred", "lsh", "pcah", "sh", "itq", "knnh", "cibhash", "gs-itq", "ddh",
         "ddh-last-stage", "ddh-all"]
# Measured once with prototypes, on one split of 10 % per class: mAP@all at 64 bits.
EXPECTED = {
    "flowers17": {("float", 0): .543, ("float-centred", 0): .571, ("itq", 64): .552,
                  ("gs-itq", 64): .713, ("ddh", 64): .720, ("itq", 256): .566,
                  ("gs-itq", 256): .745, ("ddh", 256): .739},
    "cifar10-ddh": {("float", 0): .339, ("float-centred", 0): .364, ("itq", 64): .349,
                    ("gs-itq", 64): .386, ("ddh", 64): .354, ("itq", 256): .364,
                    ("gs-itq", 256): .435},
    "scenes": {("float-centred", 0): .987, ("itq", 256): .991, ("gs-itq", 256): .969},
}
TOLERANCE = .02
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
default, and ddh is the method of the paper that this program implements."""
# What is to come first in a search for copies.
COPY_AIMS = {
    "half crop": .90, "quarter crop": .60, "half size": .98, "caption bar": .97, "meme text": .97,
    "story": .97, "polaroid": .97, "side by side": .97, "phone screenshot": .97, "inverted": .97,
    "sticker": .97, "on a text page": .90, "collage of four": .95, "circle crop": .85,
    "15° on black": .90, "15° cropped": .90, "perspective": .90, "halftone": .85, "two-tone": .85,
}
COPY_AIM = .98
# The share of sources among the first ten, where a picture shows several photos.
ALL_AIMS = {"collage of four": .80}
# The alterations whose photo is to be called what it is, and how often.
LABELLED = ["80 % crop", "half crop", "quarter crop", "mirrored", "JPEG q30", "quarter size",
            "turned 90°", "screenshot", "grey", "turned, grey, q30", "lighter", "darker"]
LABEL_AIM = .97
# Of a thousand hits that are no copies.
CLAIM_AIM = .001


def read_sections(path):
    """Returns the sections of an earlier file by their headings."""
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        parts = file.read().split("\n## ")[1:]
    sections = (part.partition("\n") for part in parts)
    return {title: text.strip("\n") for title, _, text in sections}


def write_heading(out, results, name, title, earlier):
    """Whether a set was measured. If not, its earlier section is written again."""
    out.append(f"\n## {title}\n")
    if os.path.exists(os.path.join(results, f"{name}.json")):
        return True
    out.append(earlier.get(title, f"Not measured yet: `tests/bench/results.sh --only {name}`."))
    return False


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def read_set(results, name):
    """The set's object with the rows of all its files. A row of fewer or other splits than the
    set's never takes the place of one."""
    main = os.path.join(results, f"{name}.json")
    found = read_json(main)
    rows = {}
    for path in [main] + sorted(glob.glob(os.path.join(results, f"{glob.escape(name)}.*.json"))):
        part = read_json(path)
        for row in part["rows"]:
            key = row["method"], row["bits"], row["order"]
            if part["seeds"] != found["seeds"]:
                if key in rows:
                    continue
                row["splits"] = len(part["seeds"])
            rows[key] = row
    found["rows"] = rows
    return found


def show(value):
    return f"{value:.3f}".removeprefix("0")


def count(number, noun):
    return f"{number} {noun}" + ("" if number == 1 else "s")


def show_figure(figure, best):
    text = show(figure["mean"]) + (f" ± {show(figure['sd'])}" if figure["sd"] else "")
    return f"**{text}**" if best else text


def list_methods(rows):
    names = {method for method, _, _ in rows}
    known = [name for name in ORDER if name in names]
    return known + sorted(names - set(known))


def write_figure(out, rows, key, order):
    """Table of one figure: a row per method, a column per length, the best of each in bold."""
    lengths = sorted({bits for _, bits, _ in rows if bits})
    title = dict(FIGURES)[key]
    sort = "by Hamming distance" if order == "hamming" else "in the order of a search"
    out.append(f"\n{title}, {sort}:\n")
    out.append("| method | " + " | ".join(f"{bits} bits" for bits in lengths) + " |")
    out.append("|---|" + "---|" * len(lengths))
    # Rows of other splits are shown but not compared.
    best = {bits: max((row[key]["mean"] for (_, b, o), row in rows.items()
                       if b == bits and o == order and "splits" not in row), default=None)
            for bits in lengths}
    for method in list_methods(rows):
        if (method, 0, "score") in rows:
            figure = rows[method, 0, "score"][key]
            cells = [show_figure(figure, False)] + [""] * (len(lengths) - 1)
            out.append(f"| {method} (no codes) | " + " | ".join(cells) + " |")
            continue
        cells = []
        for bits in lengths:
            row = rows.get((method, bits, order))
            cells.append(show_figure(row[key], row[key]["mean"] == best[bits]) if row else "")
        out.append(f"| {method} | " + " | ".join(cells) + " |")


def show_time(seconds):
    return f"{seconds} seconds" if seconds < 100 else f"{seconds / 60:.0f} minutes"


def write_run(out, results, name):
    path = os.path.join(results, f"{name}.run")
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as file:
        command, date, cpu, seconds = file.read().splitlines()[:4]
    out.append(f"\n`{command}`\n\n{date}, {cpu}; {show_time(int(seconds))} of wall time on a "
               "shared machine (less if rows were kept from an earlier run).")


def mean_of(rows, method, bits, order, key):
    row = rows.get((method, bits, order))
    return row[key]["mean"] if row else None


def judge(name, rows):
    """Yields sentences: each expectation, and whether it is met."""
    centred = mean_of(rows, "float-centred", 0, "score", "p_10")
    lines = []
    if centred is not None:
        short = [f"{method} {show(value)}" for method in list_methods(rows)
                 if (value := mean_of(rows, method, 256, "score", "p_10")) is not None
                 and value < centred]
        gs_itq = mean_of(rows, "gs-itq", 256, "score", "p_10")
        if gs_itq is not None:
            lines.append(f"P@10 of a search at 256 bits (gs-itq, the default): {show(gs_itq)}, "
                         f"that of the centred cosine {show(centred)}: "
                         + ("met." if gs_itq >= centred else "**missed.**"))
        if short:
            lines.append(f"Below the centred cosine by that measure: {', '.join(short)}.")
    itq, ddh = (mean_of(rows, method, 64, "hamming", "map_all") for method in ("itq", "ddh"))
    if name != "scenes" and itq is not None and ddh is not None:
        lines.append(f"ddh against itq, mAP@all at 64 bits: {show(ddh)} and {show(itq)}: "
                     + ("met." if ddh > itq else "**missed.**"))
    for (method, bits), wanted in EXPECTED.get(name, {}).items():
        value = mean_of(rows, method, bits, "hamming" if bits else "score", "map_all")
        if value is not None and value < wanted - TOLERANCE:
            lines.append(f"{method}{f' {bits}' if bits else ''}: mAP@all {show(value)}, below the "
                         f"prototype's {show(wanted)} by more than {show(TOLERANCE)}.")
    whole = {key: row for key, row in rows.items() if "splits" not in row}
    return lines + judge_winners(whole) + judge_ddh(whole)


def judge_winners(rows):
    """Which codes are best at each length, and which are worse than the features."""
    lines = []
    source = mean_of(rows, "float-centred", 0, "score", "map_all")
    for bits in (64, 256):
        codes = {method: value for method in list_methods(rows)
                 if (value := mean_of(rows, method, bits, "hamming", "map_all")) is not None}
        if not codes or source is None:
            continue
        leader = max(codes, key=codes.get)
        behind = [method for method, value in codes.items() if value < source]
        line = (f"mAP@all at {bits} bits: the best codes are those of {leader}, "
                f"{show(codes[leader])}")
        line += f"; the centred cosine has {show(source)}"
        lines.append(line + (f", more than {', '.join(behind)}." if behind
                             else ", less than all codes."))
    return lines


def judge_ddh(rows):
    """Where the method of the paper that the program implements is not best."""
    behind = {}
    for bits in sorted({bits for _, bits, _ in rows if bits}):
        ddh = mean_of(rows, "ddh", bits, "hamming", "map_all")
        for method in list_methods(rows):
            value = mean_of(rows, method, bits, "hamming", "map_all")
            if (ddh is not None and value is not None and value > ddh
                    and not method.startswith("ddh-")):
                behind.setdefault(method, []).append(f"{bits} bits")
    if not behind:
        return []
    return ["In mAP@all ddh is worse than "
            + "; ".join(f"{method} at {', '.join(lengths)}" for method, lengths in behind.items())
            + "."]


def judge_end_to_end(results, name):
    """Rows with fine-tuning, compared with the same method and splits without."""
    path = os.path.join(results, f"{name}.end-to-end.json")
    if not os.path.exists(path):
        return []
    found = read_json(path)
    rows = {(row["method"], row["bits"], row["order"]): row for row in found["rows"]}
    lines = []
    for (method, bits, order), row in rows.items():
        head = rows.get(("ddh", bits, order))
        if not method.startswith("ddh-") or order != "hamming" or head is None:
            continue
        figures = ", ".join(f"{title} {show(row[key]['mean'])} against {show(head[key]['mean'])}"
                            for key, title in FIGURES if key in ("map_all", "p_10", "nn10_100"))
        ahead = row["map_all"]["mean"] > head["map_all"]["mean"]
        lines.append(f"{method} against ddh at {bits} bits on the same "
                     f"{count(len(found['seeds']), 'split')}, by Hamming distance: {figures}: "
                     + ("met." if ahead else "**missed.**"))
    return lines


def write_set(out, results, name, earlier):
    title, protocol = SETS[name]
    if not write_heading(out, results, name, title, earlier):
        return
    found = read_set(results, name)
    seeds = found["seeds"]
    out.append(f"{protocol} {found['queries']:,} queries, {found['database']:,} photos in the "
               f"database, {found['training']:,} in the training set; "
               + (f"{len(seeds)} seeded splits (seeds {seeds[0]} to {seeds[-1]}), mean ± standard "
                  "deviation." if len(seeds) > 1 else f"one split (seed {seeds[0]})."))
    write_run(out, results, name)
    for key, order in TABLES[name]:
        write_figure(out, found["rows"], key, order)
    out.append("")
    out += [f"- {line}" for line in judge(name, found["rows"])]
    end_to_end = judge_end_to_end(results, name)
    out += [f"- {line}" for line in end_to_end]
    partial = {f"{method} at {bits} bits ({row['splits']})" for (method, bits, _), row
               in found["rows"].items() if "splits" in row}
    if partial:
        out.append(f"- Rows with another number of splits: {', '.join(sorted(partial))}.")
    if end_to_end:
        write_run(out, results, f"{name}.end-to-end")


def mark(value, aim):
    """A figure with its aim, and whether it is missed."""
    if aim is None:
        return show(value)
    return f"{show(value)} (≥ {show(aim)}{'' if value >= aim - 1e-9 else ', **missed**'})"


def write_found(out, rows):
    orders = ["float", "hamming", "score", "copies"]
    out.append("\n| alteration | " + " | ".join(orders) + " | aim |")
    out.append("|---|" + "---|" * (len(orders) + 1))
    for row in rows:
        cells = [f"{show(row['first'][order])} \\| {show(row['first_10'][order])}"
                 for order in orders]
        aim = COPY_AIMS.get(row["transform"], COPY_AIM)
        # Each half of two photos is to be found.
        value = row["each_first" if row["transform"] == "side by side" else "first"]["copies"]
        met = "" if value >= aim - 1e-9 else " **missed**"
        out.append(f"| {row['transform']} | " + " | ".join(cells) + f" | {show(aim)}{met} |")


def write_claims_of_copies(out, rows):
    out.append("\nThe same searches for copies. Each first: share of the photos of a picture "
               "before which nothing comes but the picture's others; all: share of pictures whose "
               "photos are all among the first ten. Called a copy, right: share of pictures whose "
               "photo is called more than alike, and what it is. Wrong: other hits that are called "
               "more than alike, of how many. Milliseconds of a search, of one for copies, and of "
               "the proof of its first ten.\n")
    out.append("| alteration | each first | all | called a copy | right | wrong | search | copies "
               "| proof |\n|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        name = row["transform"]
        out.append(f"| {name} | {show(row['each_first']['copies'])} | "
                   f"{mark(row['all_10']['copies'], ALL_AIMS.get(name))} | "
                   f"{show(row['labelled'])} | "
                   f"{mark(row['right'], LABEL_AIM if name in LABELLED else None)} | "
                   f"{row['wrong']} of {row['hits']:,} | {row['seconds']['score'] * 1000:.0f} | "
                   f"{row['seconds']['copies'] * 1000:.0f} | {row['proof_seconds'] * 1000:.0f} |")


def write_peers(out, results, rows):
    path = os.path.join(results, "copies.peers.json")
    if not os.path.exists(path):
        return
    peers = read_json(path)
    ours = {row["transform"]: row for row in rows}
    methods = peers["methods"]
    out.append("\nOther programs' methods (`tests/bench/copy-peers.py` says what they do) with the "
               f"same {peers['photos']} photos among {peers['gallery']:,}: found first | among the "
               "first ten. Milliseconds to describe a photo, and to search for one: "
               + ", ".join(f"{name} {peers['seconds_describing'][name] * 1000:.1f} and "
                           f"{peers['seconds_searching'][name] * 1000:.1f}" for name in methods)
               + ".\n")
    out.append("| alteration | copies | " + " | ".join(methods) + " |")
    out.append("|---|---|" + "---|" * len(methods))
    for row in peers["rows"]:
        if row["transform"] not in ours:
            continue
        pairs = [(ours[row["transform"]], "copies")] + [(row, name) for name in methods]
        cells = [f"{show(found['first'][name])} \\| {show(found['first_10'][name])}"
                 for found, name in pairs]
        out.append(f"| {row['transform']} | " + " | ".join(cells) + " |")


def write_copies(out, results, earlier):
    if not write_heading(out, results, "copies", "Altered copies", earlier):
        return
    found = read_json(os.path.join(results, "copies.json"))
    out.append(f"The queries are altered copies of {found['photos']} photos of {found['set']}; the "
               f"database is all photos (seed {found['seed']}). Figures: the share of queries "
               "whose source is the first hit | among the first ten. A crop keeps the named share "
               "of the area, at a random position. If the database has the same picture twice "
               "(centred cosine of .98 or more, perceptual hashes within 4 of 64 bits), either "
               "counts as the source; of a picture with several photos, each does. Orders: float "
               "is the centred cosine of the features, score that of a search, copies that of a "
               "search for copies. gs-itq, 256 bits. The aim of “side by side” is for each of its "
               "photos.")
    write_run(out, results, "copies")
    write_found(out, found["rows"])
    write_claims_of_copies(out, found["rows"])
    write_peers(out, results, found["rows"])


def write_claims(out, results, earlier):
    if not write_heading(out, results, "claims", "Wrong claims", earlier):
        return
    found = read_json(os.path.join(results, "claims.json"))
    out.append("Pictures that look alike and of which none is a copy of another "
               "(`tests/support/make-lookalikes.py`; mixed: ordinary photos; tiny: CIFAR-10) ask "
               f"for their copies among all of them (seed {found['seed']}). Hits: the first "
               f"{found['hits_of_a_query']} of each query; wrong: called more than alike; misled: "
               "queries with such a hit; at most: the upper 95 % bound of the rate (Clopper and "
               f"Pearson, one-sided). The aim is a rate of at most {show(CLAIM_AIM)}.")
    write_run(out, results, "claims")
    out.append("\n| kind | queries | misled | hits | wrong | rate | at most | copies, ms | proof, "
               "ms |\n|---|---|---|---|---|---|---|---|---|")
    for row in found["kinds"]:
        rate = row["wrong"] / max(row["hits"], 1)
        met = "" if rate <= CLAIM_AIM else " **missed**"
        out.append(f"| {row['kind']} | {row['queries']} | {row['queries_wrong']} | "
                   f"{row['hits']:,} | {row['wrong']} | {rate:.4f}{met} | {row['upper_95']:.4f} | "
                   f"{row['seconds'] * 1000:.0f} | {row['proof_seconds'] * 1000:.0f} |")


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


def judge_places(rows):
    """Whether bcdh, which is trained on reconstructions, is better than other methods."""
    lines = []
    for bits in (64, 256):
        bcdh = rows.get(("bcdh", bits))
        others = {method: rows[method, bits] for method in ("itq", "gs-itq", "ddh")
                  if (method, bits) in rows}
        if bcdh is None or not others:
            continue
        ahead = all(bcdh["map_overlap"]["mean"] > row["map_overlap"]["mean"]
                    for row in others.values())
        lines.append(f"bcdh is ahead of {', '.join(others)} at {bits} bits in mAP by overlap: "
                     + ("met." if ahead else "**missed.**"))
        if "itq" in others:
            further = (bcdh["rank_correlation"]["mean"]
                       > others["itq"]["rank_correlation"]["mean"])
            lines.append(f"Its rank correlation is above that of itq at {bits} bits: "
                         + ("met." if further else "**missed.**"))
    if ("bcdh", 256) in rows and ("float-centred", 0) in rows:
        ahead = (rows["bcdh", 256]["map_overlap"]["mean"]
                 > rows["float-centred", 0]["map_overlap"]["mean"])
        lines.append("bcdh at 256 bits is ahead of the centred cosine: "
                     + ("met." if ahead else "**missed.**"))
    return lines


def write_places(out, results, name, earlier):
    """Figures by what photos share of a scene: overlap and rank correlation."""
    title, text = PLACES[name]
    if not write_heading(out, results, name, title, earlier):
        return
    found = read_json(os.path.join(results, f"{name}.json"))
    pairs = ("reconstructions of the training set only" if found["pairs"] == "own"
             else "reconstructions of all photos, without the pairs of the queries")
    out.append(f"{text} {found['queries']} queries in {found['scenes']} scenes, "
               f"{found['database']:,} photos in the database, {found['folds']} folds, mean ± "
               f"standard deviation over the folds; bcdh's pairs come from {pairs}.")
    write_run(out, results, name)
    rows = {(row["method"], row["bits"]): row for row in found["rows"]}
    out.append("\n| method | bits | mAP by overlap | rank correlation |\n|---|---|---|---|")
    for (method, bits), row in rows.items():
        out.append(f"| {method} | {bits or 'no codes'} | {show_figure(row['map_overlap'], False)} "
                   f"| {show_figure(row['rank_correlation'], False)} |")
    out.append("")
    out += [f"- {line}" for line in judge_places(rows)]


def main():
    results, output = sys.argv[1:]
    earlier = read_sections(output)
    out = [INTRODUCTION]
    for name in SETS:
        write_set(out, results, name, earlier)
        if name == "flowers17":
            write_copies(out, results, earlier)
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
