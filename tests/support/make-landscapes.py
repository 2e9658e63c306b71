#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints landscapes for screenshots, free of copyright: FOLDER/KIND-NUMBER.jpg.

Usage: make-landscapes.py FOLDER [NUMBER OF EACH KIND]
"""

import os
import sys

import gi
import numpy as np
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, GLib  # noqa: E402

WIDTH, HEIGHT = 480, 360
X, Y = np.meshgrid(np.arange(WIDTH) / WIDTH, np.arange(HEIGHT) / HEIGHT)

# Colours: upper sky, sky at the horizon, farthest and nearest ground, light.
KINDS = {
    "Alps": ("2a6fc9", "d6ecff", "8fb0cf", "1d4a3a", "fff6d0"),
    "Dawn": ("3b2a6b", "ff9a6b", "a8577c", "2a1438", "ffe29a"),
    "Dunes": ("5aa9e6", "ffe8c2", "e8b06a", "a85a24", "fffbe0"),
    "Fog": ("9fb4bf", "e9eff1", "b7c6c9", "3c5a58", "ffffff"),
    "Lake": ("1f7fae", "c8f0e8", "5fa39a", "0f4d4a", "fff3b8"),
    "Meadow": ("4fa8f0", "eaf7ff", "9ccf6a", "2f7d2b", "fffbd0"),
    "Night": ("050a24", "1e2f66", "182650", "04060f", "f4f1da"),
    "Autumn": ("7fb2d9", "fff0d8", "e0963c", "7a2a12", "fff0c0"),
}


def colour(text):
    return np.array([int(text[i:i + 2], 16) / 255 for i in (0, 2, 4)])


def ridge(random, roughness, height, swing):
    """A line of hills: a sum of octaves of cosines."""
    line = np.zeros(WIDTH)
    for octave in range(1, 8):
        size = swing * roughness ** (octave - 1)
        line += size * np.cos(2 * np.pi * (2 ** octave / 2.6 * np.arange(WIDTH) / WIDTH
                                           + random.random()))
    return height + line


def paint(kind, random):
    top, horizon, far, near, light = map(colour, KINDS[kind])
    level = .5 + .1 * random.random()
    picture = top + (horizon - top) * np.clip(Y / level, 0, 1)[..., None] ** 1.4

    sun_x, sun_y = .15 + .7 * random.random(), level * (.25 + .55 * random.random())
    reach = np.hypot((X - sun_x) * WIDTH / HEIGHT, Y - sun_y)
    glow = (np.exp(-reach * 7) * .55 + (reach < .045))[..., None]
    picture += (light - picture) * np.clip(glow, 0, 1)
    if kind == "Night":
        stars = random.random((HEIGHT, WIDTH)) > .9985
        picture[stars] = light * (.5 + .5 * random.random((stars.sum(), 1)))

    rugged = {"Alps": .62, "Dawn": .55, "Night": .55, "Dunes": .3, "Meadow": .34}.get(kind, .45)
    layers = 3 if kind == "Lake" else 5
    for layer in range(layers):
        depth = layer / max(1, layers - 1)
        line = ridge(random, rugged, level + .36 * depth ** 1.3, .055 * (1 - .4 * depth))
        below = Y > line
        shade = far + (near - far) * depth
        haze = np.clip((Y - line) * 2.2, 0, 1)[..., None] * .22
        picture = np.where(below[..., None], shade * (1 - haze) + horizon * haze * .5, picture)
        if kind == "Alps" and layer < 2:
            snow = below & (Y < line + .035 + .03 * np.cos(X * 90 + layer * 7))
            picture[snow] = picture[snow] * .15 + .85
    if kind == "Lake":
        shore = int((level + .3) * HEIGHT)
        rows = np.clip(2 * shore - np.arange(shore, HEIGHT), 0, HEIGHT - 1)
        ripple = 1 + .06 * np.sin(np.arange(shore, HEIGHT) * 1.7)[:, None, None]
        picture[shore:] = picture[rows] * .72 * ripple + top * .16
    return np.clip(picture + random.normal(0, .008, picture.shape), 0, 1)


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    folder, number = sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 16
    os.makedirs(folder, exist_ok=True)
    for place, kind in enumerate(KINDS):
        for i in range(number):
            picture = paint(kind, np.random.default_rng([place, i]))
            data = GLib.Bytes.new((picture * 255 + .5).astype(np.uint8).tobytes())
            pixbuf = GdkPixbuf.Pixbuf.new_from_bytes(data, GdkPixbuf.Colorspace.RGB, False, 8,
                                                     WIDTH, HEIGHT, WIDTH * 3)
            pixbuf.savev(os.path.join(folder, f"{kind}-{i + 1:02}.jpg"), "jpeg", ["quality"],
                         ["90"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
