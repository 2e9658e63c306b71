# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Skies, fog, sea, and frames of a burst."""

import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from . import pixels

SIZE = 800, 600
BURST = 760, 560
# Frames of one scene.
FRAMES = 10


def grid(size):
    return np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))


def shade(low, high, share):
    return np.array(low) + (np.array(high, float) - np.array(low)) * share[..., None]


def sky(template, own, noise, photos):
    """Clear, or with haze and thin clouds: other days, the same camera."""
    x, y = grid(SIZE)
    top = template.randint(30, 80), template.randint(90, 130), template.randint(180, 225)
    low = template.randint(140, 200), template.randint(190, 220), template.randint(225, 245)
    clouds, sun = template.choice([0, 0, .5, 1]), template.random() < .3
    tilt = own.uniform(-.15, .15)
    share = np.clip(y + tilt * (x - .5), 0, 1) ** own.uniform(.7, 1.3)
    picture = shade([c + own.uniform(-8, 8) for c in top], [c + own.uniform(-8, 8) for c in low],
                    share)
    if clouds:
        wisps = pixels.fractal(noise, *SIZE, 3, 6, 5, .55)
        cover = np.clip(wisps - own.uniform(.4, 1), 0, 1) * clouds * .8
        picture += (248 - picture) * cover[..., None]
    if sun:
        at_x, at_y = own.random(), own.uniform(.05, .6)
        reach = np.hypot(x - at_x, (y - at_y) * .75)
        picture += (255 - picture) * (.8 * np.exp(-reach * 9))[..., None]
    return pixels.from_array(picture + noise.normal(0, template.uniform(.6, 2.5),
                                                    (SIZE[1], SIZE[0], 3)))


def fog(template, own, noise, photos):
    """Hardly anything to see, and a few shapes that fade."""
    x, y = grid(SIZE)
    base, ridges = template.uniform(150, 215), template.randint(0, 2)
    picture = base + 14 * (1 - y) + own.uniform(-6, 6) + 4 * pixels.fractal(noise, *SIZE, 2, 2, 3)
    for i in range(ridges):
        line = .45 + .2 * i + .06 * np.cumsum(noise.normal(0, 1, SIZE[0])) / 30
        below = np.clip((y - line[None, :]) * 14, 0, 1)
        picture -= below * (7 + 6 * i)
    tint = np.array([own.uniform(-2, 1), 0, own.uniform(0, 5)])
    return pixels.from_array(picture[..., None] + tint
                             + noise.normal(0, template.uniform(.5, 2), (SIZE[1], SIZE[0], 1)))


def sea(template, own, noise, photos):
    """The same beach on other days: waves below a horizon."""
    x, y = grid(SIZE)
    horizon = template.uniform(.3, .55)
    air = shade((120, 165, 215), (205, 222, 238), np.clip(y / horizon, 0, 1))
    water = [template.randint(20, 60), template.randint(80, 120), template.randint(110, 150)]
    depth = np.clip((y - horizon) / (1 - horizon), 0, 1)
    picture = np.where((y > horizon)[..., None], shade([c + 60 for c in water], water, depth), air)
    rows = np.interp(depth ** .6 * (SIZE[1] - 1), np.arange(SIZE[1]), np.arange(SIZE[1]))
    waves = pixels.fractal(noise, SIZE[0], SIZE[1], 10, 60, 4, .6)
    waves = waves[rows.astype(int), np.arange(SIZE[0])[None, :]]
    picture += ((waves * own.uniform(9, 16)) * (y > horizon) * (.25 + depth))[..., None]
    foam = np.clip(waves - own.uniform(1.3, 1.8), 0, 1) * (y > horizon) * depth
    picture += (250 - picture) * np.clip(foam * 1.5, 0, 1)[..., None]
    return pixels.from_array(picture * own.uniform(.93, 1.05)
                             + noise.normal(0, 2, (SIZE[1], SIZE[0], 3)))


def warp(noise, picture, reach):
    """Moves every part a little, as leaves in the wind or a face that breathes."""
    height, width = picture.shape[:2]
    shift_x = reach * pixels.smooth_noise(noise, width, height, 9, 7)
    shift_y = reach * pixels.smooth_noise(noise, width, height, 9, 7)
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    from_x = np.clip(columns + shift_x, 0, width - 1.001)
    from_y = np.clip(rows + shift_y, 0, height - 1.001)
    x, y = from_x.astype(int), from_y.astype(int)
    u, v = (from_x - x)[..., None], (from_y - y)[..., None]
    upper = picture[y, x] * (1 - u) + picture[y, x + 1] * u
    lower = picture[y + 1, x] * (1 - u) + picture[y + 1, x + 1] * u
    return upper * (1 - v) + lower * v


class Scene:
    """A photo, and somebody who walks through it."""

    # The scene of each frame that was made, by template: a scene takes its photos once.
    kept = {}

    def __init__(self, template, photos, number):
        random_ = random.Random(f"{template.random()} {number}")
        self.still = pixels.fit(photos.take(), BURST)
        size = random_.randint(70, 220)
        walker = pixels.fit(photos.take(), (size, int(size * random_.uniform(1, 1.6))))
        mask = Image.new("L", walker.size)
        ImageDraw.Draw(mask).ellipse([4, 4, walker.width - 4, walker.height - 4], fill=255)
        self.walker, self.mask = walker, mask.filter(ImageFilter.GaussianBlur(2))
        self.start = random_.uniform(.05, .25), random_.uniform(.2, .7)
        self.step = random_.uniform(.06, .09), random_.uniform(-.02, .02)
        self.shake, self.reach = random_.choice([0, 3, 8]), random_.choice([.6, 1.5, 3])

    def at(self, frame):
        x = (self.start[0] + self.step[0] * frame) * BURST[0]
        y = (self.start[1] + self.step[1] * frame) * BURST[1]
        return int(x - self.walker.width / 2), int(y - self.walker.height / 2)


def burst(template, own, noise, photos):
    """Frames of one scene a moment apart: hands shake, things sway, somebody walks on."""
    frames = Scene.kept.setdefault(template.random(), [])
    frame = len(frames) % FRAMES
    frames.append(frames[-1] if frame else Scene(template, photos, len(frames) // FRAMES))
    scene = frames[-1]
    picture = scene.still.copy()
    picture.paste(scene.walker, scene.at(frame), scene.mask)
    array = warp(noise, np.asarray(picture, np.float32), scene.reach)
    margin = 12
    dx, dy = (own.randint(-scene.shake, scene.shake) for _ in range(2))
    array = array[margin + dy:BURST[1] - margin + dy, margin + dx:BURST[0] - margin + dx]
    return pixels.from_array(array * own.uniform(.97, 1.03)
                             + noise.normal(0, 3, (*array.shape[:2], 3)))
