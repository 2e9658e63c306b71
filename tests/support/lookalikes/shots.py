# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Products of a catalogue, all before one backdrop."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from . import pixels
from .words import BOLD, SANS, font, money, words

SIZE = 800, 640
# Drawn twice as large, for smooth edges.
FINE = 2


def backdrop(template):
    """Grey paper that rises behind, with a lighter middle."""
    width, height = SIZE
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    top, tint = template.uniform(215, 250), np.array([template.uniform(-4, 4) for _ in range(3)])
    shade = top + 12 * np.exp(-(x * x + y * y) * 1.6) - 14 * np.clip(y - .45, 0, 1)
    return pixels.from_array(shade[..., None] + tint)


def bottle(draw, own, place):
    """Turned on a lathe: a vase, a bottle, a lamp."""
    x, top, bottom = place
    body, steps = pixels.colour(own, (.2, .9), (.3, .95)), 14
    radii = [own.uniform(40, 190)]
    for _ in range(steps - 1):
        radii.append(min(230, max(24, radii[-1] + own.gauss(0, 46))))
    ys = np.linspace(top, bottom, steps)
    fine = np.linspace(top, bottom, 200)
    smooth = np.interp(fine, ys, np.convolve(np.pad(radii, 1, "edge"), [.25, .5, .25], "valid"))
    for share, lift in ((1, 0), (.72, 22), (.3, 44)):
        shade = tuple(min(255, c + lift) for c in body)
        points = [(x - r * share, y) for r, y in zip(smooth, fine)]
        points += [(x + r * share, y) for r, y in zip(smooth[::-1], fine[::-1])]
        draw.polygon(points, fill=shade)
    for _ in range(own.randint(0, 4)):
        k = own.randint(10, 190)
        draw.line([x - smooth[k], fine[k], x + smooth[k], fine[k]], fill=pixels.colour(own),
                  width=own.randint(4, 26))


def wheel(draw, own, at, radius, spokes, rim):
    x, y = at
    draw.ellipse([x - radius, y - radius, x + radius, y + radius], outline=(30, 30, 30), width=rim)
    inner = radius - rim
    draw.ellipse([x - inner, y - inner, x + inner, y + inner], outline=(150, 150, 150), width=6)
    turned = own.random()
    for i in range(spokes):
        angle = 2 * math.pi * (i + turned) / spokes
        draw.line([x, y, x + inner * math.cos(angle), y + inner * math.sin(angle)],
                  fill=(120, 120, 120), width=4)
    draw.ellipse([x - 16, y - 16, x + 16, y + 16], fill=(60, 60, 60))


def motorbike(draw, own, place):
    """From the side: wheels, frame, tank, seat, engine, exhaust."""
    x, _, ground = place
    back_radius, front_radius = own.randint(120, 165), own.randint(120, 170)
    base = own.randint(520, 640)
    back = x - base / 2, ground - back_radius
    front = x + base / 2, ground - front_radius
    paint, rim = pixels.colour(own, (.5, 1), (.3, .95)), own.randint(20, 46)
    wheel(draw, own, back, back_radius, own.choice([5, 6, 10, 24]), rim)
    wheel(draw, own, front, front_radius, own.choice([5, 6, 10, 24]), rim)
    head = front[0] - own.randint(90, 150), ground - own.randint(400, 470)
    draw.line([front, head], fill=(90, 90, 95), width=own.randint(14, 24))
    seat = back[0] + own.randint(20, 90), ground - own.randint(330, 400)
    draw.line([back, seat, head], fill=(40, 40, 44), width=own.randint(12, 22))
    draw.line([back, (x, ground - 120), head], fill=(40, 40, 44), width=own.randint(12, 22))
    engine = own.randint(70, 110)
    draw.rectangle([x - engine, ground - 280, x + engine, ground - 110], fill=(110, 112, 118))
    for i in range(own.randint(4, 9)):
        draw.line([x - engine, ground - 270 + 18 * i, x + engine, ground - 270 + 18 * i],
                  fill=(70, 70, 74), width=5)
    tank = own.randint(130, 190)
    draw.ellipse([x - tank * .7, ground - own.randint(430, 480), x + tank, ground - 280],
                 fill=paint)
    draw.polygon([(seat[0] - own.randint(40, 130), seat[1] - own.randint(0, 50)),
                  (x - 60, seat[1] - 10), (x - 60, seat[1] + 40), (seat[0] - 30, seat[1] + 36)],
                 fill=(24, 24, 26))
    draw.line([(x, ground - 140), (back[0] - own.randint(-40, 90), ground - own.randint(90, 190))],
              fill=(190, 190, 196), width=own.randint(18, 36))
    if own.random() < .6:
        draw.polygon([head, (head[0] + own.randint(30, 90), head[1] + 60),
                      (x + 60, ground - own.randint(220, 330))], fill=paint)
    draw.ellipse([head[0] + 4, head[1] - 20, head[0] + own.randint(50, 76), head[1] + 44],
                 fill=(220, 222, 226), outline=(50, 50, 50), width=5)
    draw.line([head, (head[0] - own.randint(40, 90), head[1] - own.randint(30, 80))],
              fill=(30, 30, 30), width=12)


def shirt(draw, own, place):
    """A garment laid flat, with another print."""
    x, top, bottom = place
    cloth, arm = pixels.colour(own, (.1, .9), (.25, .95)), own.randint(120, 320)
    wide = own.randint(190, 260)
    half = [(90, 0), (wide, 60), (wide + 130, 60 + arm), (wide + 20, 90 + arm), (wide - 40, 230),
            (wide - 20, bottom - top)]
    draw.polygon([(x - dx, top + dy) for dx, dy in half]
                 + [(x + dx, top + dy) for dx, dy in half[::-1]], fill=cloth)
    draw.ellipse([x - 90, top - 40, x + 90, top + own.randint(40, 110)], fill=(225, 225, 225))
    for _ in range(own.randint(3, 12)):
        px, py = x + own.randint(-110, 110), own.randint(int(top + 190), int(bottom - 90))
        r = own.randint(14, 70)
        shape = own.choice([draw.ellipse, draw.rectangle])
        shape([px - r, py - r * own.uniform(.3, 1), px + r, py + r], fill=pixels.colour(own))


def product(template, own, make, picture):
    """Draws one, with its shadow on the ground."""
    width, height = SIZE[0] * FINE, SIZE[1] * FINE
    layer = Image.new("RGBA", (width, height))
    place = (width // 2, 170, height - 200)
    make(ImageDraw.Draw(layer), own, place)
    shadow = Image.new("L", (width, height))
    ImageDraw.Draw(shadow).ellipse([width * .2, place[2] - 36, width * .8, place[2] + 46], fill=96)
    shadow = shadow.filter(ImageFilter.GaussianBlur(26)).resize(SIZE)
    picture.paste((40, 40, 44), (0, 0), shadow)
    layer = layer.resize(SIZE, Image.LANCZOS)
    picture.paste(layer, (0, 0), layer)


def catalogue(template, own, noise, photos):
    """One template, other products: drawn ones, or photos in one frame."""
    make = template.choice([bottle, motorbike, shirt, None])
    picture = backdrop(template)
    draw = ImageDraw.Draw(picture)
    brand, accent = words(template, 1).upper(), pixels.colour(template)
    price, labelled = template.random() < .6, template.random() < .7
    if make:
        product(template, own, make, picture)
    else:
        picture.paste(pixels.fit(photos.take(), (440, 440)), (180, 90))
        draw.rectangle([176, 86, 624, 534], outline=accent, width=4)
    if labelled:
        draw.rectangle([0, 0, 800, 54], fill=accent)
        draw.text((24, 12), brand, font=font(BOLD, 26), fill=(255, 255, 255))
    if price:
        draw.text((24, 590), words(own, 2).title(), font=font(SANS, 20), fill=(40, 40, 40))
        draw.rounded_rectangle([640, 572, 784, 624], 10, fill=accent)
        draw.text((656, 584), money(own), font=font(BOLD, 22), fill=(255, 255, 255))
    pixels_ = np.asarray(picture, np.float32) + noise.normal(0, 1.5, (SIZE[1], SIZE[0], 1))
    return pixels.from_array(pixels_)
