# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of scenes by what photos share of them."""

import os

from tables.files import find_parts, read_json, show_figure, write_heading, write_run

PLACES = {
    "scenes-overlap": ("Unseen photos of known scenes", "In each fold a fifth of the photos of "
                       "each scene are queries and are not in the training set. Relevant are the "
                       "photos that share more than 20 % of their 3D points with the query, by the "
                       "full reconstruction of the scene. Rank correlation: between nearness and "
                       "the share of common points, within the scene."),
    "scenes-unseen": ("Unseen scenes", "The same, but in each fold the queries are all photos of "
                      "two scenes, none of which is in the training set."),
    "places-paper": ("Places, BCDH by its abstract", "Unseen photos of six scenes, as above. "
                     "bcdh-paper is `--preset paper`, the loss of pairs as written, by our reading "
                     "of the abstract; bcdh grades the distance of two photos by what they share."),
}


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
    rows = {(row["method"], row["bits"]): row for part in [name] + find_parts(results, name)
            for row in read_json(os.path.join(results, f"{part}.json"))["rows"]
            if row["order"] == "hamming" or not row["bits"]}
    out.append("\n| method | bits | mAP by overlap | rank correlation |\n|---|---|---|---|")
    for (method, bits), row in rows.items():
        out.append(f"| {method} | {bits or 'no codes'} | {show_figure(row['map_overlap'], False)} "
                   f"| {show_figure(row['rank_correlation'], False)} |")
    out.append("")
    out += [f"- {line}" for line in judge_places(rows)]
