#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures which share of the files that `semblance-cli duplicates` suggests to go are copies of
the file that it suggests to keep, how often that one is the original, and which share of all copies
it finds.

Usage: measure-duplicates.py [--number N] [--every K] [--kinds LIST] [--seed S] [--keep FOLDER]
                             SEMBLANCE-CLI PHOTOS [LOOK-ALIKES]

PHOTOS is a folder of photos, no two of which show the same: N of them (300 by default) are put into
a new library, and beside every Kth one (every third by default) a copy of each kind. LOOK-ALIKES is
a folder made by make-lookalikes.py: all of its pictures join them, and none is a copy of another.
With --keep, photos and library stay in FOLDER; where they are there already, they are listed only.
"""

import argparse
import collections
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile

from PIL import Image, ImageEnhance, ImageFilter, ImageOps

# How each copy is made, and the quality of its JPEG; None keeps the bytes.
ALTERATIONS = {
    "identical": (None, None),
    "smaller": (lambda image: image.resize((image.width * 3 // 5, image.height * 3 // 5)), 85),
    "compressed": (lambda image: image, 40),
    "mirrored": (ImageOps.mirror, 85),
    "turned": (lambda image: image.transpose(Image.Transpose.ROTATE_90), 85),
    "cropped": (lambda image: image.crop((image.width // 12, image.height // 12,
                                          image.width * 11 // 12, image.height * 11 // 12)), 85),
    "brighter": (lambda image: ImageEnhance.Brightness(image).enhance(1.25), 85),
    "again": (lambda image: image, 95),
    "enlarged": (lambda image: image.resize((image.width * 3 // 2, image.height * 3 // 2),
                                            Image.Resampling.LANCZOS), 92),
    "doubled": (lambda image: image.resize((image.width * 2, image.height * 2),
                                           Image.Resampling.BICUBIC), 95),
    "lossless": (lambda image: image, "png"),
    "blurred": (lambda image: image.filter(ImageFilter.GaussianBlur(1.5)), 97),
}
# Without those after them: what the table in README.md is about.
USUAL = ["identical", "smaller", "compressed", "mirrored", "turned", "cropped", "brighter"]


def list_photos(folder):
    return sorted(os.path.join(where, name) for where, _, names in os.walk(folder)
                  for name in names if name.lower().endswith((".jpg", ".jpeg", ".png")))


def put(path, name, folder):
    shutil.copyfile(path, os.path.join(folder, f"{name}{os.path.splitext(path)[1].lower()}"))


def add_copies(path, number, kinds, folder):
    with Image.open(path) as image:
        image = image.convert("RGB")
        for kind in kinds:
            alter, quality = ALTERATIONS[kind]
            if alter is None:
                put(path, f"{number}-{kind}", folder)
            elif quality == "png":
                alter(image).save(os.path.join(folder, f"{number}-{kind}.png"))
            else:
                alter(image).save(os.path.join(folder, f"{number}-{kind}.jpg"), quality=quality)


def fill(folder, photos, lookalikes, every, kinds):
    """Files SOURCE-WHAT.jpg."""
    for i, path in enumerate(photos):
        put(path, f"p{i:05}-original", folder)
        if i % every == 0:
            add_copies(path, f"p{i:05}", kinds, folder)
    for i, path in enumerate(lookalikes):
        kind = os.path.basename(os.path.dirname(path))
        put(path, f"l{i:05}{kind}-original", folder)


def source(photo):
    return os.path.basename(photo["path"]).split("-")[0]


def what(photo):
    return os.path.splitext(os.path.basename(photo["path"]))[0].split("-")[1]


def judge(groups):
    """Returns the alterations of the files that rightly go, and the pairs that do not."""
    right, wrong = [], []
    for group in groups:
        kept = [photo for photo in group["photos"] if photo["suggested"]]
        if not kept:
            continue
        for photo in group["photos"]:
            if photo is kept[0]:
                continue
            if source(photo) == source(kept[0]):
                right.append(what(photo))
            else:
                wrong.append((kept[0]["path"], photo["path"]))
    return right, wrong


def judge_kept(groups):
    """Returns what is kept in the groups that suggest something and have the original file."""
    kept = collections.Counter()
    for group in groups:
        best = [photo for photo in group["photos"] if photo["suggested"]]
        if best and any(what(photo) == "original" and source(photo) == source(best[0])
                        for photo in group["photos"]):
            kept[what(best[0])] += 1
    return kept


def print_kept(kept):
    others = {kind: n for kind, n in kept.items() if kind not in ("original", "identical")}
    print(f"groups with the original: {kept.total()}, another one kept: {sum(others.values())} "
          + " ".join(f"{kind} {n}" for kind, n in sorted(others.items())))


def bound_precision(wrong, n, chance=.05):
    """The precision that is exceeded with a certainty of 95 %, by Clopper and Pearson: where it is
    that low, as few as @wrong of @n are wrong in one of twenty measurements."""
    def probability(precision):
        # The sum over 0 … wrong of binom(n, i) (1 − p)^i p^(n − i).
        return sum(math.exp(math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1)
                            + i * math.log(1 - precision) + (n - i) * math.log(precision))
                   for i in range(wrong + 1))
    if n == 0 or wrong >= n:
        return 0
    low, high = 1e-9, 1 - 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if probability(middle) > chance else (middle, high)
    return low


def run(cli, library, *arguments):
    return subprocess.run([cli, *arguments, "--library", library], check=True,
                          capture_output=True, text=True).stdout


def measure(options, folder):
    photos = list_photos(options.photos)
    random.Random(options.seed).shuffle(photos)
    photos = photos[:options.number]
    lookalikes = list_photos(options.lookalikes) if options.lookalikes else []
    kinds = options.kinds.split(",")
    pictures, library = os.path.join(folder, "photos"), os.path.join(folder, "library.db")
    arguments = ["duplicates", "--json"]
    if os.path.exists(library):
        arguments.append("--no-proof")
    else:
        os.makedirs(pictures)
        fill(pictures, photos, lookalikes, options.every, kinds)
        run(options.cli, library, "index", pictures)
    groups = json.loads(run(options.cli, library, *arguments))["groups"]
    n_copies = (len(photos) + options.every - 1) // options.every * len(kinds)
    print(f"{len(photos)} photos, {n_copies} copies of them, {len(lookalikes)} look-alikes")
    return groups, n_copies


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--every", type=int, default=3)
    parser.add_argument("--kinds", default=",".join(USUAL))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    parser.add_argument("cli")
    parser.add_argument("photos")
    parser.add_argument("lookalikes", nargs="?")
    options = parser.parse_args()
    if not set(options.kinds.split(",")) <= set(ALTERATIONS):
        parser.error("--kinds takes names from this list: " + ", ".join(ALTERATIONS))
    with tempfile.TemporaryDirectory(prefix="semblance-duplicates-") as folder:
        groups, n_copies = measure(options, options.keep or folder)
    right, wrong = judge(groups)
    n = len(right) + len(wrong)
    print(f"suggested to go: {n}, wrong: {len(wrong)}, precision {len(right) / max(n, 1):.4f}, "
          f"found {len(right) / max(n_copies, 1):.3f} of the copies")
    print(f"with a certainty of 95 % the precision is above {bound_precision(len(wrong), n):.4f}")
    print_kept(judge_kept(groups))
    for one, other in wrong[:20]:
        print(f"  not the same: {os.path.basename(one)} {os.path.basename(other)}")
    unproven = sum(not group["proven"] for group in groups)
    print(f"groups that nobody could prove, which suggest nothing: {unproven}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
