#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures which share of the files that `semblance-cli duplicates` suggests to go are copies of
the file that it suggests to keep, and which share of all copies it finds.

Usage: measure-duplicates.py [--number N] [--seed S] SEMBLANCE-CLI PHOTOS [LOOK-ALIKES]

PHOTOS is a folder of photos, no two of which show the same: N of them (300 by default) are put into
a new library, and beside every third one seven copies of it. LOOK-ALIKES is a folder made by
make-lookalikes.py: all of its pictures join them, and none is a copy of another.
"""

import argparse
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile

from PIL import Image, ImageEnhance, ImageOps

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
}


def list_photos(folder):
    return sorted(os.path.join(where, name) for where, _, names in os.walk(folder)
                  for name in names if name.lower().endswith((".jpg", ".jpeg", ".png")))


def put(path, name, folder):
    shutil.copyfile(path, os.path.join(folder, f"{name}{os.path.splitext(path)[1].lower()}"))


def add_copies(path, number, folder):
    with Image.open(path) as image:
        image = image.convert("RGB")
        for what, (alter, quality) in ALTERATIONS.items():
            if alter is None:
                put(path, f"{number}-{what}", folder)
            else:
                alter(image).save(os.path.join(folder, f"{number}-{what}.jpg"), quality=quality)


def fill(folder, photos, lookalikes):
    """Files SOURCE-WHAT.jpg; returns how many copies there are."""
    n_copies = 0
    for i, path in enumerate(photos):
        put(path, f"p{i:05}-original", folder)
        if i % 3 == 0:
            add_copies(path, f"p{i:05}", folder)
            n_copies += len(ALTERATIONS)
    for i, path in enumerate(lookalikes):
        kind = os.path.basename(os.path.dirname(path))
        put(path, f"l{i:05}{kind}-original", folder)
    return n_copies


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


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("cli")
    parser.add_argument("photos")
    parser.add_argument("lookalikes", nargs="?")
    options = parser.parse_args()
    photos = list_photos(options.photos)
    random.Random(options.seed).shuffle(photos)
    with tempfile.TemporaryDirectory(prefix="semblance-duplicates-") as folder:
        pictures, library = os.path.join(folder, "photos"), os.path.join(folder, "library.db")
        os.mkdir(pictures)
        lookalikes = list_photos(options.lookalikes) if options.lookalikes else []
        n_copies = fill(pictures, photos[:options.number], lookalikes)
        run(options.cli, library, "index", pictures)
        groups = json.loads(run(options.cli, library, "duplicates", "--json"))["groups"]
    right, wrong = judge(groups)
    n = len(right) + len(wrong)
    print(f"{len(photos[:options.number])} photos, {n_copies} copies of them, "
          f"{len(lookalikes)} look-alikes")
    print(f"suggested to go: {n}, wrong: {len(wrong)}, precision {len(right) / max(n, 1):.4f}, "
          f"found {len(right) / max(n_copies, 1):.3f} of the copies")
    print(f"with a certainty of 95 % the precision is above {bound_precision(len(wrong), n):.4f}")
    for one, other in wrong[:20]:
        print(f"  not the same: {os.path.basename(one)} {os.path.basename(other)}")
    unproven = sum(not group["proven"] for group in groups)
    print(f"groups that nobody could prove, which suggest nothing: {unproven}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
