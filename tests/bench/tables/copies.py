# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of searches for copies: what is found, what is claimed, and what others' methods find."""

import os

from tables.files import find_parts, mark, read_json, show, write_heading, write_run

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
# The fewest hits, none of them wrong, whose bound is below the aim.
CLAIM_HITS = 3000


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


def read_ours(results):
    """The program's own rows by alteration."""
    path = os.path.join(results, "copies.json")
    rows = read_json(path)["rows"] if os.path.exists(path) else []
    return {row["transform"]: row for row in rows}


def show_pair(first, ten, best):
    text = show(first)
    return f"{f'**{text}**' if best else text} \\| {show(ten)}"


def write_peers(out, results, earlier):
    """Asked with the same pictures as the program, whose figures stand beside theirs."""
    if not write_heading(out, results, "copies-peers", "Altered copies by other programs' methods",
                         earlier):
        return
    peers = read_json(os.path.join(results, "copies-peers.json"))
    methods = peers["methods"]
    ours = read_ours(results)
    out.append("The methods of other programs (`tests/bench/copy-peers.py` says what they do), "
               f"asked with the same altered pictures of {peers['photos']} photos, among the same "
               f"{peers['gallery']:,} photos: found first | among the first ten; where a picture "
               "shows several photos, any of them. Copies: the program's search for copies. Bold: "
               "the best of a row. Milliseconds to describe a photo, and to search for one: "
               + ", ".join(f"{name} {peers['seconds_describing'][name] * 1000:.1f} and "
                           f"{peers['seconds_searching'][name] * 1000:.1f}" for name in methods)
               + ".")
    write_run(out, results, "copies-peers")
    names = ["copies"] * bool(ours) + methods
    out.append("\n| alteration | " + " | ".join(names) + " |")
    out.append("|---|" + "---|" * len(names))
    for row in peers["rows"]:
        first, ten = ({**row[key], **ours.get(row["transform"], {}).get(key, {})}
                      for key in ("first", "first_10"))
        best = max(first.get(name, 0) for name in names)
        cells = [show_pair(first[name], ten[name], first[name] == best) if name in first else ""
                 for name in names]
        out.append(f"| {row['transform']} | " + " | ".join(cells) + " |")


def show_claims(row):
    rate = row["wrong"] / max(row["hits"], 1)
    met = "" if rate <= CLAIM_AIM else " **missed**"
    return (f"| {row['kind']} | {row['queries']} | {row['queries_wrong']} | {row['hits']:,} | "
            f"{row['wrong']} | {rate:.4f}{met} | {row['upper_95']:.4f} | "
            f"{row['seconds'] * 1000:.0f} | {row['proof_seconds'] * 1000:.0f} |")


def read_rows(section):
    """The rows of a table by their first cells."""
    rows = (line for line in section.splitlines() if line.startswith("| "))
    return {line.split("|")[1].strip(): line for line in list(rows)[1:]}


def read_hits(line):
    return int(line.split("|")[4].replace(",", ""))


def write_claims(out, results, earlier):
    parts = find_parts(results, "claims")
    if not write_heading(out, results, (parts or ["claims"])[0], "Wrong claims", earlier):
        return
    found = [read_json(os.path.join(results, f"{part}.json")) for part in parts]
    out.append("Pictures that look alike and of which none is a copy of another "
               "(`tests/support/make-lookalikes.py`; mixed: ordinary photos; tiny: CIFAR-10) ask "
               f"for their copies among all of them (seed {found[0]['seed']}). Hits: the first "
               f"{found[0]['hits_of_a_query']} of each query; wrong: called more than alike; "
               "misled: queries with such a hit; at most: the upper 95 % bound of the rate "
               f"(Clopper and Pearson, one-sided). The aim is a rate of at most {show(CLAIM_AIM)}.")
    write_run(out, results, *parts)
    out.append("\n| kind | queries | misled | hits | wrong | rate | at most | copies, ms | proof, "
               "ms |\n|---|---|---|---|---|---|---|---|---|")
    lines = read_rows(earlier.get("Wrong claims", ""))
    kept = set(lines) - {row["kind"] for part in found for row in part["kinds"]}
    lines.update((row["kind"], show_claims(row)) for part in found for row in part["kinds"])
    out.extend(lines[kind] for kind in sorted(lines))
    few = [kind for kind in sorted(lines) if read_hits(lines[kind]) < CLAIM_HITS]
    if few:
        out.append(f"\nFewer than {CLAIM_HITS:,} hits, which a bound of {show(CLAIM_AIM)} takes "
                   "where none is wrong: " + ", ".join(few) + ".")
    if kept:
        out.append("\nOf an earlier run: " + ", ".join(sorted(kept)) + ".")
