# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chats and other screenshots of a phone."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from . import pixels
from .words import BOLD, NAMES, SANS, block, font, person, sentence, words, wrap

SIZES = [(360, 780), (540, 1170), (720, 1560)]


def screen(template, back):
    """A screen with the bar of the phone. Returns it and the unit."""
    width, height = template.choice(SIZES)
    unit = width / 360
    picture = Image.new("RGB", (width, height), back)
    return picture, ImageDraw.Draw(picture), unit


def status(draw, own, unit, width, ink):
    draw.text((16 * unit, 8 * unit), f"{own.randint(7, 23)}:{own.randint(0, 59):02}",
              font=font(BOLD, 12 * unit), fill=ink)
    draw.rectangle([width - 44 * unit, 10 * unit, width - 18 * unit, 20 * unit], outline=ink)
    draw.rectangle([width - 42 * unit, 12 * unit, width - (42 - own.randint(4, 22)) * unit,
                    18 * unit], fill=ink)


def chat(template, own, noise, photos):
    """One program, other messages. Half the programs name the other person."""
    dark = template.random() < .25
    back = pixels.colour(template, (.02, .15), (.1, .15) if dark else (.88, .96))
    bar = pixels.colour(template, (.4, .9), (.3, .5))
    mine = pixels.colour(template, (.2, .35), (.3, .4) if dark else (.9, .98))
    theirs = (52, 52, 56) if dark else (255, 255, 255)
    ink = (235, 235, 235) if dark else (16, 16, 16)
    picture, draw, unit = screen(template, back)
    width, height = picture.size
    one_name = template.random() < .5
    name = (template if one_name else own).choice(NAMES)
    draw.rectangle([0, 0, width, 62 * unit], fill=bar)
    status(draw, own, unit, width, (255, 255, 255))
    draw.ellipse([14 * unit, 28 * unit, 42 * unit, 56 * unit], fill=(220, 220, 220))
    draw.text((56 * unit, 32 * unit), name, font=font(BOLD, 16 * unit), fill=(255, 255, 255))
    if template.random() < .5:
        for y in range(int(62 * unit), height, int(46 * unit)):
            for x in range(0, width, int(46 * unit)):
                shade = tuple(c - 7 if c > 20 else c + 7 for c in back)
                draw.ellipse([x, y, x + 12 * unit, y + 12 * unit], outline=shade)
    face = font(SANS, template.choice([11, 12]) * unit)
    corner, y = template.choice([6, 10, 14]) * unit, 78 * unit
    while y < height - 110 * unit:
        right = own.random() < .5
        lines = wrap(sentence(own, 1, 18), face, own.uniform(.4, .66) * width)
        wide = max(face.getlength(line) for line in lines) + 20 * unit
        high = len(lines) * face.size * 1.35 + 16 * unit
        if y + high > height - 64 * unit:
            break
        x = width - 14 * unit - wide if right else 14 * unit
        draw.rounded_rectangle([x, y, x + wide, y + high], corner, fill=mine if right else theirs)
        for i, line in enumerate(lines):
            draw.text((x + 10 * unit, y + 7 * unit + i * face.size * 1.35), line, font=face,
                      fill=ink)
        y += high + own.choice([6, 9, 14]) * unit
    draw.rounded_rectangle([12 * unit, height - 52 * unit, width - 62 * unit, height - 14 * unit],
                           18 * unit, fill=theirs)
    draw.text((28 * unit, height - 41 * unit), "Message", font=face, fill=(140, 140, 140))
    draw.ellipse([width - 52 * unit, height - 52 * unit, width - 14 * unit, height - 14 * unit],
                 fill=bar)
    return picture


def settings(template, own, noise, photos):
    """A list of settings, others of which are on."""
    picture, draw, unit = screen(template, (242, 242, 246))
    width, height = picture.size
    accent = pixels.colour(template)
    status(draw, own, unit, width, (20, 20, 20))
    draw.text((18 * unit, 36 * unit), words(template, 1).title(), font=font(BOLD, 24 * unit),
              fill=(20, 20, 20))
    first = own.randint(0, 40)
    names = [words(template, 2).capitalize() for _ in range(60)]
    colours = [pixels.colour(template) for _ in range(60)]
    y = 84 * unit
    for i in range(first, 60):
        if y > height - 60 * unit:
            break
        draw.rectangle([0, y, width, y + 46 * unit], fill=(255, 255, 255))
        draw.line([56 * unit, y + 46 * unit, width, y + 46 * unit], fill=(220, 220, 220))
        draw.rounded_rectangle([16 * unit, y + 9 * unit, 44 * unit, y + 37 * unit], 7 * unit,
                               fill=colours[i])
        draw.text((58 * unit, y + 14 * unit), names[i], font=font(SANS, 14 * unit),
                  fill=(20, 20, 20))
        on = own.random() < .5
        draw.rounded_rectangle([width - 60 * unit, y + 11 * unit, width - 16 * unit, y + 35 * unit],
                               12 * unit, fill=accent if on else (215, 215, 220))
        x = width - (39 if on else 59) * unit
        draw.ellipse([x, y + 12 * unit, x + 22 * unit, y + 34 * unit], fill=(255, 255, 255))
        y += 47 * unit
    return picture


def feed(template, own, noise, photos):
    """A program that shows photos: another post."""
    picture, draw, unit = screen(template, (255, 255, 255))
    width, height = picture.size
    accent = pixels.colour(template)
    title = words(template, 1).title()
    status(draw, own, unit, width, (20, 20, 20))
    draw.text((16 * unit, 30 * unit), title, font=font(BOLD, 22 * unit), fill=accent)
    draw.line([0, 64 * unit, width, 64 * unit], fill=(220, 220, 220))
    draw.ellipse([14 * unit, 74 * unit, 46 * unit, 106 * unit], fill=pixels.colour(own))
    draw.text((56 * unit, 80 * unit), person(own), font=font(BOLD, 13 * unit), fill=(20, 20, 20))
    high = int(width * template.choice([.75, 1, 1.25]))
    picture.paste(pixels.fit(photos.take(), (width, high)), (0, int(116 * unit)))
    y = 116 * unit + high + 12 * unit
    for i in range(3):
        draw.ellipse([(16 + 40 * i) * unit, y, (40 + 40 * i) * unit, y + 24 * unit],
                     outline=(60, 60, 60), width=max(1, int(2 * unit)))
    draw.text((16 * unit, y + 34 * unit), f"{own.randint(10, 999)} people like this",
              font=font(BOLD, 12 * unit), fill=(20, 20, 20))
    block(draw, (16 * unit, y + 54 * unit), sentence(own, 6, 30), font(SANS, 12 * unit),
          width - 32 * unit, (20, 20, 20), bottom=height - 64 * unit)
    for i in range(5):
        x = (24 + 70 * i) * unit
        draw.rounded_rectangle([x, height - 44 * unit, x + 28 * unit, height - 16 * unit], 6 * unit,
                               outline=(90, 90, 90), width=max(1, int(2 * unit)))
    return picture


def player(template, own, noise, photos):
    """A music player: another cover."""
    picture, draw, unit = screen(template, (18, 18, 20))
    width, height = picture.size
    status(draw, own, unit, width, (240, 240, 240))
    side = int(300 * unit)
    picture.paste(pixels.fit(photos.take(), (side, side)), (int(30 * unit), int(110 * unit)))
    draw.text((30 * unit, 430 * unit), words(own, 2).title(), font=font(BOLD, 20 * unit),
              fill=(255, 255, 255))
    draw.text((30 * unit, 460 * unit), person(own), font=font(SANS, 14 * unit),
              fill=(170, 170, 170))
    accent, at = pixels.colour(template, value=(.7, .95)), own.uniform(.05, .95)
    draw.line([30 * unit, 510 * unit, 330 * unit, 510 * unit], fill=(80, 80, 80),
              width=int(3 * unit))
    draw.line([30 * unit, 510 * unit, (30 + 300 * at) * unit, 510 * unit], fill=accent,
              width=int(3 * unit))
    for x, r in ((80, 16), (180, 32), (280, 16)):
        draw.ellipse([(x - r) * unit, (600 - r) * unit, (x + r) * unit, (600 + r) * unit],
                     fill=accent if r > 20 else (120, 120, 120))
    return picture


def home(template, own, noise, photos):
    """A home screen: other programs in other places, for some templates on another picture."""
    width, height = template.choice(SIZES)
    unit = width / 360
    of_wall = template if template.random() < .6 else own
    base = pixels.colour(of_wall)
    wall = pixels.fractal(np.random.default_rng(of_wall.getrandbits(64)), width, height, 2, 4, 3)
    picture = pixels.from_array(wall[..., None] * 38 + base).filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(picture)
    status(draw, own, unit, width, (255, 255, 255))
    programs = [(pixels.colour(template), words(template, 1).title()) for _ in range(40)]
    for i, (shade, name) in enumerate(own.sample(programs, own.randint(14, 24))):
        x, y = (24 + 84 * (i % 4)) * unit, (56 + 92 * (i // 4)) * unit
        draw.rounded_rectangle([x, y, x + 56 * unit, y + 56 * unit], 14 * unit, fill=shade)
        draw.text((x + 16 * unit, y + 12 * unit), name[0], font=font(BOLD, 26 * unit),
                  fill=(255, 255, 255))
        draw.text((x, y + 60 * unit), name[:8], font=font(SANS, 10 * unit), fill=(255, 255, 255))
    return picture


def screenshot(template, own, noise, photos):
    make = template.choice([settings, feed, feed, player, home])
    return make(template, own, noise, photos)
