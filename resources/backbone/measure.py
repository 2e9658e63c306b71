#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""measure.py PHOTOS OUTPUT --cli CLI - measure where the features of the backbone lie in general

PHOTOS is a folder of varied photos, one of each kind of thing; the file in the tree was made from
1,000 photos of the 1,000 kinds of ImageNet, which are not part of the project. Writes OUTPUT
(engine/photos/reference.h reads it): the mean and the spread of their features, and an orthonormal
basis of the directions in which features move when the same pictures are made otherwise: tiny,
blurred, grey, drawn, printed, photographed from a screen, noisy. Only these numbers are kept.

The features come from the program CLI, which indexes the photos and their altered versions in
libraries in a temporary folder. Needs NumPy and Pillow. The alterations are seeded by the names of
the photos: the same photos, program and version of Pillow give the same file.
"""

import argparse
import hashlib
import io
import os
import sqlite3
import struct
import subprocess
import tempfile
import zlib

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

MAGIC = b"SEMREF01"
DIM = 1280
# The directions that are kept: those of the largest shifts. From four to sixteen hardly differ.
STYLES = 10
# Every such photo is altered: the mean of 200 shifts is known well enough.
EVERY = 5


def to_array(picture):
    return np.asarray(picture, dtype=np.float32)


def to_picture(array):
    return Image.fromarray(np.clip(array, 0, 255).astype(np.uint8)).convert("RGB")


def shrink(picture, side):
    width, height = picture.size
    scale = side / min(width, height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return picture.resize(size, Image.Resampling.BOX)


def draw_edges(picture):
    return picture.convert("L").filter(ImageFilter.FIND_EDGES)


def sketch(picture):
    """A pencil drawing: grey divided by its own blur."""
    grey = to_array(picture.convert("L"))
    blurred = to_array(to_picture(255 - grey).convert("L").filter(ImageFilter.GaussianBlur(5)))
    return to_picture(grey * 255 / np.maximum(1, 255 - blurred))


def scan(picture, random):
    """Printed on paper that is a little rough, and scanned with a margin."""
    grey = to_array(picture.convert("L"))
    low, high = np.percentile(grey, [10, 80])
    height, width = grey.shape
    page = np.full((int(height * 1.4), int(width * 1.4)), 244, np.float32)
    top, left = int(height * .2), int(width * .2)
    ink = (grey - low) / max(1, high - low) * 230
    page[top:top + height, left:left + width] = np.minimum(ink, 244)
    return to_picture(page + random.normal(0, 4, page.shape))


def photograph_screen(picture):
    """Lines and coloured columns of a display, and its bluish light."""
    array = 255 * (to_array(picture) / 255) ** .8 * .9 + 20
    mask = np.ones_like(array)
    mask[::3] *= .75
    for channel in range(3):
        mask[:, channel::3, channel] *= 1.25
        mask[:, (channel + 1) % 3::3, channel] *= .8
    lit = array * mask * np.array([.92, 1, 1.1], np.float32)
    return to_picture(lit).filter(ImageFilter.GaussianBlur(.6))


def compress(picture, quality):
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=quality)
    return Image.open(io.BytesIO(data.getvalue())).convert("RGB")


def draw_cartoon(picture):
    for _ in range(3):
        picture = picture.filter(ImageFilter.MedianFilter(5))
    return ImageOps.posterize(picture, 3)


def age(picture):
    grey = to_array(picture.convert("L")) * .7 + 50
    return to_picture(np.stack([grey * 1.05, grey * .9, grey * .7], 2))


def threshold(picture):
    grey = to_array(picture.convert("L"))
    return to_picture((grey > np.median(grey)) * np.float32(255))

# What is done to a picture, by name.
ALTERATIONS = {
    "32px": lambda picture, random: shrink(picture, 32),
    "64px": lambda picture, random: shrink(picture, 64),
    "128px": lambda picture, random: shrink(picture, 128),
    "grey": lambda picture, random: picture.convert("L"),
    "blur": lambda picture, random: picture.filter(ImageFilter.GaussianBlur(4)),
    "edges": lambda picture, random: draw_edges(picture),
    "lines": lambda picture, random: ImageChops.invert(draw_edges(picture)),
    "dark": lambda picture, random: to_picture(to_array(picture) * .35),
    "bright": lambda picture, random: to_picture(255 * (to_array(picture) / 255) ** .45),
    "pale": lambda picture, random: to_picture(to_array(picture) * .35 + 85),
    "sketch": lambda picture, random: sketch(picture),
    "scan": scan,
    "screen": lambda picture, random: photograph_screen(picture),
    "noise": lambda picture, random: to_picture(
        to_array(picture) + random.normal(0, 35, to_array(picture).shape)),
    "two-tone": lambda picture, random: threshold(picture),
    "halftone": lambda picture, random: picture.convert("1"),
    "jpeg": lambda picture, random: compress(picture, 5),
    "cartoon": lambda picture, random: draw_cartoon(picture),
    "old": lambda picture, random: age(picture),
    "inverted": lambda picture, random: ImageChops.invert(picture),
}


def alter_all(photos, folder):
    """Writes the altered versions of every fifth photo to a folder for each alteration."""
    for path in photos[::EVERY]:
        name = os.path.splitext(os.path.basename(path))[0]
        with Image.open(path) as file:
            picture = file.convert("RGB")
        for alteration, alter in ALTERATIONS.items():
            random = np.random.default_rng(zlib.crc32(f"{alteration} {name}".encode()))
            target = os.path.join(folder, alteration)
            os.makedirs(target, exist_ok=True)
            altered = alter(picture, random).convert("RGB")
            altered.save(os.path.join(target, name + ".png"), compress_level=1)


def describe(cli, folder, library):
    """Indexes a folder. Returns the id of the backbone, and the features by path."""
    subprocess.run([cli, "--library", library, "index", folder], check=True)
    main, features = (sqlite3.connect(f"file:{path}?mode=ro", uri=True)
                      for path in (library, library + ".features.db"))
    rows = {hash_: np.frombuffer(feature, "<f2").astype(np.float64)
            for hash_, feature in features.execute("SELECT hash, feature FROM features")}
    backbone, = main.execute("SELECT name FROM backbones").fetchone()
    found = main.execute("SELECT path, hash FROM files JOIN photos ON files.photo = photos.id")
    return backbone,
{os.fsdecode(path): rows[hash_] for path, hash_ in found
}

def find_styles(plain, altered):
    """Returns the directions of the mean shifts, the largest first, and says their lengths."""
    stems = {os.path.splitext(os.path.basename(path))[0]: row for path, row in plain.items()}
    shifts = []
    for alteration in ALTERATIONS:
        moved = [row - stems[os.path.splitext(os.path.basename(path))[0]]
                 for path, row in sorted(altered.items())
                 if os.path.basename(os.path.dirname(path)) == alteration]
        shifts.append(np.mean(moved, 0))
        print(f"{alteration:10} {np.linalg.norm(shifts[-1]):5.2f}")
    return np.linalg.svd(np.array(shifts), full_matrices=False)[2][:STYLES]


def hash_photos(photos):
    digest = hashlib.sha256()
    for path in photos:
        with open(path, "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.digest()


def write(path, backbone, photos, rows, styles):
    mean = rows.mean(0)
    spread = ((rows - mean) ** 2).sum(1).mean()
    provenance = (f"mean of {len(photos)} photos; styles by {', '.join(ALTERATIONS)} "
                  f"of every {EVERY}th")
    body = backbone.encode().ljust(64, b"\0") + hash_photos(photos)
    body += provenance.encode()[:255].ljust(256, b"\0")
    body += struct.pack("<3If", len(photos), len(styles), DIM, spread)
    body += mean.astype("<f4").tobytes() + styles.astype("<f4").tobytes()
    with open(path, "wb") as file:
        file.write(MAGIC + hashlib.sha256(body).digest() + body)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos")
    parser.add_argument("output")
    parser.add_argument("--cli", required=True)
    options = parser.parse_args()
    photos = sorted(os.path.join(options.photos, name) for name in os.listdir(options.photos))
    with tempfile.TemporaryDirectory() as folder:
        altered_folder = os.path.join(folder, "altered")
        alter_all(photos, altered_folder)
        backbone, plain = describe(options.cli, options.photos,
                                   os.path.join(folder, "plain.sqlite"))
        _, altered = describe(options.cli, altered_folder, os.path.join(folder, "altered.sqlite"))
        rows = np.array([plain[path] for path in sorted(plain)])
        write(options.output, backbone, photos, rows, find_styles(plain, altered))


main()
