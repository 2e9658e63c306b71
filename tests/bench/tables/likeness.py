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
# Of absent queries: at most five hits, none; of present ones: at least one, and in few photos.
FEW_AIM, NONE_AIM = .98, .7
SOME_AIM, SOME_OF_FEW_AIM = .95, .8
FEW_PHOTOS = 12
# The recall, as a share of the best; how far a search may be behind the better cosine.
RECALL_AIM = .9
BEHIND_AIM = .005


def say(value, aim):
    return f"{show(value)}, at least {show(aim)}: " + ("met" if value >= aim - 1e-9
                                                      else "**missed**")


def average(rows, key):
    return sum(row[key] * row["queries"] for row in rows) / max(1, sum(r["queries"] for r in rows))


def judge_absent(rows):
    few, none = average(rows, "at_most_5"), average(rows, "none")
    lines = [f"Absent queries with at most 5 hits: {say(few, FEW_AIM)}; with none: "
             f"{say(none, NONE_AIM)}."]
    below = [f"{row['asked']} ({row['most_photos']:,}), {show(row['at_most_5'])} and "
             f"{show(row['none'])}" for row in rows
             if row["at_most_5"] < FEW_AIM or row["none"] < NONE_AIM]
    return lines + ([f"Rows below either: {'; '.join(below)}."] if below else [])


def judge_present(rows):
    some = [dict(row, some=1 - row["none"]) for row in rows]
    parts = [("", [row for row in some if row["most_photos"] > FEW_PHOTOS], SOME_AIM),
             (f" in {FEW_PHOTOS} photos", [row for row in some
                                           if row["most_photos"] <= FEW_PHOTOS], SOME_OF_FEW_AIM)]
    lines = [f"Present queries with at least 1 hit{where}: {say(average(part, 'some'), aim)}."
             for where, part, aim in parts if part]
    share = average(rows, "recall") / max(1e-9, average(rows, "best_recall"))
    behind = [f"{row['asked']} ({row['most_photos']:,}), "
              f"{show(row['recall'] / max(1e-9, row['best_recall']))}" for row in rows
              if row["recall"] < RECALL_AIM * row["best_recall"]]
    lines.append(f"Recall, as a share of the best: {say(share, RECALL_AIM)}."
                 + (f" Rows below: {'; '.join(behind)}." if behind else ""))
    return lines


def judge_curve(curve):
    least = min(curve, key=lambda point: point["ahead"])
    return [f"The search is at most {show(BEHIND_AIM)} behind the better cosine: "
            + ("met" if least["ahead"] >= -BEHIND_AIM else "**missed**")
            + f"; the least is {least['ahead']:+.4f} ± {least['ahead_error']:.4f} at "
            f"{least['photos']} photos."]


def write_rows(out, rows):
    out.append("\n| asked | photos | queries | at most 5 hits | none | at least 1 | recall | "
               "best | precision |\n|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        least, most = row["least_photos"], row["most_photos"]
        photos = f"{most:,}" if least == most else f"{least:,} to {most:,}"
        absent = row["case"] == "absent"
        cells = [show(row["at_most_5"]), show(row["none"]), "", "", "", ""] if absent else \
            ["", "", show(1 - row["none"]), show(row["recall"]), show(row["best_recall"]),
             show(row["precision"])]
        cells = [row["asked"], photos, f"{row['queries']:,}"] + cells
        out.append("| " + " | ".join(cells) + " |")


def write_curve(out, curve):
    out.append("\nPrecision of the first ten in libraries of random photos of the classes, "
               f"{curve[0]['draws']} draws of each size, 100 queries each, ± the standard error "
               "over the draws: in the order of a search, by the cosine of the features, and by "
               "that of the features less the library's mean. Ahead: of the better cosine, on the "
               "same draws.\n\n"
               "| photos | search | cosine | centred | ahead |\n|---|---|---|---|---|")
    for point in curve:
        cells = [f"{point[key]:.4f} ± {point[key + '_error']:.4f}".replace("0.", ".")
                 for key in ("p_10", "plain", "centred")]
        cells.append(f"{point['ahead']:+.4f} ± {point['ahead_error']:.4f}".replace("0.", "."))
        out.append(f"| {point['photos']} | " + " | ".join(cells) + " |")


def write_likeness(out, results, name, earlier):
    title, text = LIKENESS[name]
    if not write_heading(out, results, name, title, earlier):
        return
    found = read_json(os.path.join(results, f"{name}.json"))
    out.append(f"{text} Seed {found['seeds'][0]}. Hits: those above the divider. Best: the recall "
               f"above one likeness for all libraries, {show(found['threshold'])}, the least that "
               "leaves .98 of all absent queries at most 5 hits and .7 none, chosen by the "
               "classes. Precision: the share of the hits that are of the query's class, where "
               "there are any; what is alike and of another class counts as wrong.")
    write_run(out, results, name)
    write_rows(out, found["rows"])
    write_curve(out, found["curve"])
    absent, present = ([row for row in found["rows"] if row["case"] == case]
                       for case in ("absent", "present"))
    lines = judge_absent(absent) if absent else []
    lines += judge_present(present) + judge_curve(found["curve"])
    out.append("")
    out += [f"- {line}" for line in lines]
