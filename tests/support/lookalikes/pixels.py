# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Noise, colours and the effects of a scanner."""

import colorsys

import numpy as np
from PIL import Image, ImageOps


def colour(random, saturation=(.3, .9), value=(.3, .8)):
    red, green, blue = colorsys.hsv_to_rgb(random.random(), random.uniform(*saturation),
                                           random.uniform(*value))
    return int(red * 255), int(green * 255), int(blue * 255)


def light(random):
    """A colour of paper."""
    base = random.randint(236, 255)
    return base, base - random.randint(0, 4), base - random.randint(0, 10)


def from_array(array):
    return Image.fromarray(np.clip(array + .5, 0, 255).astype(np.uint8))


def smooth_noise(noise, width, height, cells_x, cells_y):
    """Values of mean 0 and about 1 in size that change over width / cells_x pixels."""
    cells = noise.normal(0, 1, (max(2, cells_y), max(2, cells_x))).astype(np.float32)
    return np.asarray(Image.fromarray(cells).resize((width, height), Image.BICUBIC))


def fractal(noise, width, height, cells_x, cells_y, octaves, loss=.5):
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        total += loss ** octave * smooth_noise(noise, width, height, cells_x << octave,
                                               cells_y << octave)
    return total


def scan(own, noise, picture, paper):
    """A sheet on the glass: turned and shifted a little, uneven light, grain."""
    width, height = picture.size
    sheet = picture.rotate(own.uniform(-.8, .8), Image.BICUBIC, fillcolor=paper,
                           translate=(own.randint(-4, 4), own.randint(-4, 4)))
    pixels = np.asarray(sheet, np.float32)
    pixels = pixels * (1 + .02 * smooth_noise(noise, width, height, 3, 3))[..., None]
    return from_array(pixels + noise.normal(0, 3, (height, width, 1)))


def fit(path, size):
    """The photo, filling that size."""
    with Image.open(path) as photo:
        return ImageOps.fit(photo.convert("RGB"), size, Image.LANCZOS)
