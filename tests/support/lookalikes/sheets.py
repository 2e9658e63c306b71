# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters, forms, receipts, charts and book pages."""

from PIL import Image, ImageDraw

from . import pixels
from .words import (BOLD, FAMILIES, FIRMS, MONO, SANS, TRADES, block, date, font, money, paragraph,
                    person, sentence, words)

INK = (28, 28, 32)


def letterhead(template):
    """A sheet with a head and a foot. Returns it, the unit, the paper and the firm."""
    width = template.choice([620, 827, 1240])
    unit = width / 620
    paper = pixels.light(template)
    sheet = Image.new("RGB", (width, int(width * 1.414)), paper)
    draw = ImageDraw.Draw(sheet)
    dark = pixels.colour(template, value=(.2, .5))
    firm = f"{template.choice(FIRMS)} {template.choice(TRADES)}"
    left = int(60 * unit)
    if template.random() < .5:
        draw.ellipse([left, 45 * unit, left + 40 * unit, 85 * unit], fill=dark)
        left += int(52 * unit)
    if template.random() < .4:
        draw.rectangle([0, 0, width, 18 * unit], fill=dark)
    draw.text((left, 50 * unit), firm + " Ltd", font=font(BOLD, 21 * unit), fill=dark)
    draw.text((left, 80 * unit), f"{template.randint(1, 99)} {template.choice(FAMILIES)} Street, "
              f"{template.choice(FIRMS)}town", font=font(SANS, 12 * unit), fill=INK)
    if template.random() < .6:
        draw.line([60 * unit, 115 * unit, width - 60 * unit, 115 * unit], fill=dark,
                  width=max(1, int(unit * 1.5)))
        draw.text((60 * unit, 845 * unit), f"{firm} · Bank 00{template.randint(100000, 999999)} · "
                  "Page 1 of 1", font=font(SANS, 9 * unit), fill=dark)
    return sheet, unit, paper, firm


def letter(template, own, noise, photos):
    """One letterhead, other texts."""
    sheet, unit, paper, _ = letterhead(template)
    scanned, address = template.random() < .5, template.random() < .6
    draw = ImageDraw.Draw(sheet)
    face = font(SANS, template.choice([11, 12, 13]) * unit)
    width = sheet.width - 120 * unit
    y = 145 * unit
    if address:
        for line in (person(own), f"{own.randint(1, 200)} {own.choice(FAMILIES)} Road",
                     f"{own.randint(10000, 99999)} {own.choice(FIRMS)}ham"):
            draw.text((60 * unit, y), line, font=face, fill=INK)
            y += face.size * 1.4
        draw.text((430 * unit, y), date(own), font=face, fill=INK)
        y += 30 * unit
    for _ in range(own.randint(2, 4)):
        y = block(draw, (60 * unit, y), paragraph(own, own.randint(3, 6)), face, width, INK,
                  bottom=790 * unit) + 14 * unit
    if y < 760 * unit:
        draw.text((60 * unit, y), person(own), font=face, fill=INK)
    return pixels.scan(own, noise, sheet, paper) if scanned else sheet


def form(template, own, noise, photos):
    """The same letter to others: a name, a number, a date and an amount differ."""
    sheet, unit, paper, firm = letterhead(template)
    scanned = template.random() < .5
    draw = ImageDraw.Draw(sheet)
    face = font(SANS, 12 * unit)
    name, width = person(own), sheet.width - 120 * unit
    y = 140 * unit
    for line in (name, f"{own.randint(1, 200)} {own.choice(FAMILIES)} Road",
                 f"Customer {own.randint(100000, 999999)}", date(own)):
        draw.text((60 * unit, y), line, font=face, fill=INK)
        y += 17 * unit
    y += 20 * unit
    draw.text((60 * unit, y), "Your statement for this year", font=font(BOLD, 14 * unit), fill=INK)
    y = block(draw, (60 * unit, y + 32 * unit), f"Dear {name}, " + paragraph(template, 6), face,
              width, INK) + 16 * unit
    for _ in range(template.randint(3, 7)):
        draw.text((80 * unit, y), words(template, 2), font=face, fill=INK)
        draw.text((430 * unit, y), money(own), font=face, fill=INK)
        draw.line([60 * unit, y + 19 * unit, 500 * unit, y + 19 * unit], fill=(170, 170, 170))
        y += 24 * unit
    block(draw, (60 * unit, y + 14 * unit), paragraph(template, 7) + " " + firm, face, width, INK,
          bottom=830 * unit)
    return pixels.scan(own, noise, sheet, paper) if scanned else sheet


def receipt(template, own, noise, photos):
    """One shop, other purchases."""
    width = template.choice([320, 420, 640])
    unit, paper = width / 320, pixels.light(template)
    sheet = Image.new("RGB", (width, int(unit * template.choice([700, 800]))), paper)
    draw = ImageDraw.Draw(sheet)
    shop, scanned = template.choice(FIRMS).upper() + " MARKET", template.random() < .6
    goods = [words(template, 2)[:18] for _ in range(60)]
    big, face = font(BOLD, 22 * unit), font(MONO, 12 * unit)

    def centred(y, text, style):
        draw.text(((width - style.getlength(text)) / 2, y), text, font=style, fill=INK)

    def row(y, left, right):
        draw.text((20 * unit, y), left, font=face, fill=INK)
        draw.text((width - 20 * unit - face.getlength(right), y), right, font=face, fill=INK)

    centred(24 * unit, shop, big)
    centred(56 * unit, f"{template.randint(1, 99)} Main Street", face)
    centred(72 * unit, f"Tel 0{template.randint(100000, 999999)}", face)
    centred(96 * unit, "-" * 34, face)
    y, total = 118 * unit, 0
    for _ in range(own.randint(6, 20)):
        price = own.randint(39, 2999)
        total += price
        row(y, own.choice(goods), f"{price / 100:.2f}")
        y += 18 * unit
    centred(y, "-" * 34, face)
    draw.text((20 * unit, y + 20 * unit), "TOTAL", font=font(BOLD, 18 * unit), fill=INK)
    text = f"{total / 100:.2f}"
    draw.text((width - 20 * unit - font(BOLD, 18 * unit).getlength(text), y + 20 * unit), text,
              font=font(BOLD, 18 * unit), fill=INK)
    row(y + 52 * unit, date(own), f"{own.randint(8, 21)}:{own.randint(0, 59):02}")
    centred(y + 74 * unit, "Thank you for your visit", face)
    x = 60 * unit
    while x < width - 60 * unit:
        bar = own.choice([1, 1, 2, 3]) * unit
        draw.rectangle([x, y + 100 * unit, x + bar - 1, y + 140 * unit], fill=INK)
        x += bar + own.choice([1, 2, 2, 3]) * unit
    return pixels.scan(own, noise, sheet, paper) if scanned else sheet


def axes(template, draw, size, ink):
    """The frame, grid, titles and numbers of a chart. Returns left, top, right and bottom."""
    width, height = size
    box = 70, 70, width - 30, height - 60
    draw.text((70, 20), words(template, 3).title(), font=font(BOLD, 20), fill=ink)
    draw.text((width / 2 - 60, height - 28), words(template, 2), font=font(SANS, 13), fill=ink)
    for i in range(6):
        y = box[1] + (box[3] - box[1]) * i / 5
        draw.line([box[0], y, box[2], y], fill=(210, 210, 210))
        draw.text((24, y - 8), str((5 - i) * 20), font=font(SANS, 12), fill=ink)
    for i in range(12):
        x = box[0] + (box[2] - box[0]) * (i + .5) / 12
        draw.text((x - 8, box[3] + 8), "JFMAMJJASOND"[i], font=font(SANS, 12), fill=ink)
    draw.line([box[0], box[1], box[0], box[3], box[2], box[3]], fill=ink, width=2)
    return box


def chart(template, own, noise, photos):
    """One chart of a report, other numbers."""
    size = template.choice([(640, 420), (800, 520), (960, 640)])
    picture = Image.new("RGB", size, template.choice([(255, 255, 255), (250, 250, 246)]))
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom = axes(template, draw, size, INK)
    colours = [pixels.colour(template) for _ in range(3)]
    style, series = template.choice(["bars", "lines", "points"]), template.randint(1, 3)
    for k in range(series):
        level, values = own.uniform(.25, .75), []
        for i in range(12):
            level = min(.97, max(.04, level + own.gauss(0, .14)))
            values.append(bottom - (bottom - top) * level)
        step = (right - left) / 12
        xs = [left + step * (i + .5) for i in range(12)]
        if style == "bars":
            for x, y in zip(xs, values):
                from_x = x - step * .4 + step * .8 * k / series
                draw.rectangle([from_x, y, from_x + step * .8 / series - 1, bottom - 1],
                               fill=colours[k])
        elif style == "lines":
            draw.line(list(zip(xs, values)), fill=colours[k], width=3)
        for x, y in zip(xs, values) if style != "bars" else ():
            draw.ellipse([x - 4, y - 4, x + 4, y + 4], fill=colours[k])
    return picture


def page(template, own, noise, photos):
    """One layout of a book, other photos. The text is the same on the pages of half the books."""
    width = template.choice([620, 900])
    unit, paper = width / 620, pixels.light(template)
    sheet = Image.new("RGB", (width, int(width * 1.414)), paper)
    draw = ImageDraw.Draw(sheet)
    same_text, scanned = template.random() < .5, template.random() < .3
    face = font(template.choice([SANS, BOLD]), template.choice([10, 11, 12]) * unit)
    title = words(template, 3).title()
    wide = template.uniform(.4, .8) * (width - 120 * unit)
    high = wide * template.choice([.75, 1, 1.2])
    x, y = (width - wide) / 2, template.choice([60, 110, 150]) * unit
    number = template if same_text else own
    draw.text((60 * unit, 30 * unit), title, font=font(SANS, 10 * unit), fill=INK)
    sheet.paste(pixels.fit(photos.take(), (int(wide), int(high))), (int(x), int(y)))
    y = block(draw, (60 * unit, y + high + 20 * unit), sentence(number), face, 500 * unit, INK)
    columns = template.choice([1, 2])
    for column in range(columns):
        block(draw, ((60 + 260 * column) * unit, y + 12 * unit), paragraph(number, 30), face,
              (500 if columns == 1 else 240) * unit, INK, bottom=830 * unit)
    draw.text((width / 2, 845 * unit), str(number.randint(10, 300)), font=font(SANS, 10 * unit),
              fill=INK)
    return pixels.scan(own, noise, sheet, paper) if scanned else sheet
