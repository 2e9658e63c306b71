#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes folders of look-alikes, no two of which are copies: FOLDER/KIND/NUMBER.jpg.

Usage: make-lookalikes.py [--seed S] [--number N] [--kinds LIST] [--tiny FOLDER] PHOTOS FOLDER

Each kind has N pictures (60 by default) of several templates, 20 pictures of each: one letterhead
with other texts, one chat program with other messages, and so on. PHOTOS is a folder with photos,
no two of which show the same, such as varied; each is used at most once, and the ones that are left
are the kind "mixed", as they are. With --tiny, N photos of the folders of that folder, such as
cifar10/test, are the kind "tiny". The same arguments make the same pictures.
"""

import argparse
import os
import random
import shutil
import sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lookalikes import scenes, screens, sheets, shots  # noqa: E402

# Pictures of one template.
GROUP = 20
KINDS = {
    "letters": sheets.letter,
    "forms": sheets.form,
    "receipts": sheets.receipt,
    "charts": sheets.chart,
    "pages": sheets.page,
    "chats": screens.chat,
    "screenshots": screens.screenshot,
    "catalogue": shots.catalogue,
    "bursts": scenes.burst,
    "skies": scenes.sky,
    "fog": scenes.fog,
    "sea": scenes.sea,
}
COPIED = ("mixed", "tiny")


class Photos:
    """Photos in a seeded order, each given out once."""

    def __init__(self, folder, seed):
        self.left = sorted(os.path.join(folder, name) for name in os.listdir(folder)
                           if name.lower().endswith((".jpg", ".jpeg", ".png")))
        random.Random(f"photos {seed}").shuffle(self.left)

    def take(self):
        if not self.left:
            sys.exit("make-lookalikes.py: PHOTOS has too few photos for so many pictures.")
        return self.left.pop()


def make(kind, number, photos, seed, folder):
    """Each picture has random numbers of its own, and those of its template."""
    for i in range(number):
        template = random.Random(f"{seed} {kind} {i // GROUP}")
        own = random.Random(f"{seed} {kind} {i // GROUP} {i % GROUP}")
        noise = np.random.default_rng(own.getrandbits(64))
        picture = KINDS[kind](template, own, noise, photos)
        picture.convert("RGB").save(os.path.join(folder, f"{i:04}.jpg"),
                                    quality=template.choice([85, 90, 95]))


def copy(paths, folder):
    for i, path in enumerate(paths):
        shutil.copyfile(path, os.path.join(folder, f"{i:04}{os.path.splitext(path)[1]}"))


def list_tiny(folder, seed):
    paths = [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names
             if name.lower().endswith((".jpg", ".png"))]
    paths.sort()
    random.Random(f"tiny {seed}").shuffle(paths)
    return paths


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=60)
    parser.add_argument("--kinds", default=",".join([*KINDS, *COPIED]))
    parser.add_argument("--tiny")
    parser.add_argument("photos")
    parser.add_argument("folder")
    options = parser.parse_args()
    wanted = options.kinds.split(",")
    if not set(wanted) <= {*KINDS, *COPIED}:
        parser.error("--kinds takes names from this list: " + ", ".join([*KINDS, *COPIED]))
    photos = Photos(options.photos, options.seed)
    for kind in wanted:
        if kind == "tiny" and not options.tiny:
            continue
        folder = os.path.join(options.folder, kind)
        os.makedirs(folder, exist_ok=True)
        print(kind, flush=True)
        if kind in KINDS:
            make(kind, options.number, photos, options.seed, folder)
        elif kind == "mixed":
            copy(photos.left[:options.number], folder)
            photos.left = photos.left[options.number:]
        else:
            copy(list_tiny(options.tiny, options.seed)[:options.number], folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
