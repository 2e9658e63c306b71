# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of hash methods by code length, and whether expectations are met."""

import glob
import os

from tables.files import count, read_json, show, show_figure, write_heading, write_run

SETS = {
    "flowers17": ("Flowers-17", "10 photos of each of 17 classes are queries; the others are the "
                  "database and the training set. mAP over the whole ranking."),
    "cifar10-ddh": ("CIFAR-10, the protocol of DDH", "100 photos of each class are queries among "
                    "59,000 photos, 10,000 of which are the training set. mAP over the whole "
                    "ranking."),
    "cifar10-greedyhash-2": ("CIFAR-10, protocol II of GreedyHash", "1,000 photos of each class "
                             "are queries among 50,000 photos; 500 of each class are the "
                             "training set."),
    "scenes": ("Scenes", "Every photo of eight scenes is a query once; relevant are the other "
               "photos of its scene, and Flowers-17 is added to the database. The training set is "
               "all photos."),
    "flowers17-paper": ("Flowers-17, DDH by its authors' settings", "ddh-paper is `--preset "
                        "paper`: the authors' constants, of which only the head is trained here; "
                        "ddh has our own settings. 10 photos of each class are queries; the others "
                        "are the database and the training set."),
    "cifar10-paper": ("CIFAR-10, DDH by its authors' settings", "As above, with 100 photos of each "
                      "class as queries among 59,000 photos, 10,000 of which are the training "
                      "set."),
}
FIGURES = [("map_all", "mAP@all"), ("map_1000", "mAP@1000"), ("p_1", "P@1"), ("p_10", "P@10"),
           ("p_100", "P@100"), ("nn10_100", "nn10@100")]
# By set: figures for each code length, with the ranking that they are of.
TABLES = {
    "flowers17": [("map_all", "hamming"), ("p_10", "score"), ("nn10_100", "hamming")],
    "cifar10-ddh": [("map_all", "hamming"), ("p_10", "score"), ("nn10_100", "hamming")],
    "cifar10-greedyhash-2": [("map_1000", "hamming"), ("map_all", "hamming"), ("p_10", "score")],
    "scenes": [("map_all", "hamming"), ("p_10", "score"), ("nn10_100", "hamming")],
    "flowers17-paper": [("map_all", "hamming"), ("p_10", "hamming")],
    "cifar10-paper": [("map_all", "hamming"), ("p_10", "hamming")],
}
ORDER = ["float", "float-centred", "lsh", "pcah", "sh", "itq", "knnh", "cibhash", "gs-itq", "ddh",
         "ddh-last-stage", "ddh-all", "ddh-paper", "ddh-paper-last-stage", "ddh-paper-all"]
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


def mean_of(rows, method, bits, order, key):
    row = rows.get((method, bits, order))
    return row[key]["mean"] if row else None


def judge_paper(rows):
    """Whether the paper's claim holds: its DDH above ITQ, SH and LSH at each length."""
    lines = []
    for bits in sorted({bits for method, bits, _ in rows if method == "ddh-paper"}):
        own = mean_of(rows, "ddh-paper", bits, "hamming", "map_all")
        others = {method: value for method in ("itq", "sh", "lsh")
                  if (value := mean_of(rows, method, bits, "hamming", "map_all")) is not None}
        ahead = [f"{method} by {show(own - value)}" for method, value in others.items()
                 if own > value]
        behind = [f"{method} by {show(value - own)}" for method, value in others.items()
                  if own <= value]
        lines.append(f"ddh-paper at {bits} bits, mAP@all: "
                     + "; ".join(([f"above {', '.join(ahead)}"] if ahead else [])
                                 + ([f"**below {', '.join(behind)}**"] if behind else [])) + ".")
    return lines


def judge(name, rows):
    """Yields sentences: each expectation, and whether it is met."""
    if name.endswith("-paper"):
        return judge_paper(rows)
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
    """Where ddh, by our own settings, is not best."""
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
