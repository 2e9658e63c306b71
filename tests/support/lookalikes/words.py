# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words, fonts, and the drawing of text."""

import functools

from PIL import ImageFont

FONTS = "/usr/share/fonts/truetype/dejavu/"
SANS, BOLD, MONO = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf"
WORDS = """about account after again agreed all also amount annual answer any apply around ask
because been before below best better bill both bring building call can care carefully case change
check city clear close come contact copy cost could course customer daily date day decide deliver
different document done each early enclosed end enough evening every explain family few file find
first following form found free friend from full further garden general give good great had half
happy have hear help here holiday home hope hour house idea important inside invoice item join keep
kind know large last later learn leave less letter light line list little local long look made many
matter may meeting member month morning most much must name near need never next night notice number
offer office often old once only open order other our over own paid paper part party past payment
people perhaps person place plan please point post price problem question quick quite rather ready
reason receive record regard reply report rest right road room rule same school season second see
send service several short should show side small some soon south special start state station still
street such summer supply sure table take tell term than thank that their then there these they
thing think this those through ticket time today together told too town train travel under until
upon use value very visit wait walk want water way week well were what when where which while white
will winter wish with within without work world would write year yesterday young your""".split()
NAMES = """Anna Ben Clara David Emma Felix Grace Henry Ida Jonas Klara Leo Marie Noah Olga Paul
Rosa Simon Tilda Victor Wanda Yusuf Zoe Arthur Bella Carl Dora Emil Frida Georg""".split()
FAMILIES = """Adler Baker Carter Dietrich Ellis Fischer Garcia Hansen Ivers Jensen Keller Lang
Moreau Novak Olsen Peters Quinn Rossi Schmidt Turner Ullmann Vogel Weber Young Ziegler""".split()
FIRMS = """Northfield Harbour Alder Meridian Castle Bluebird Lindgren Summit Oakham Riverside
Falcon Hillcrest Juniper Lantern Maple Orchard Pioneer Quarry Silver Tamarind""".split()
TRADES = """Insurance Bank Energy Telecom Water Housing Travel Books Motors Foods Clinic Law Trust
Partners Electric Logistics""".split()


@functools.lru_cache(None)
def font(name, size):
    # The basic layout does not depend on what else is installed.
    return ImageFont.truetype(FONTS + name, max(6, int(size)),
                              layout_engine=ImageFont.Layout.BASIC)


def words(own, n):
    return " ".join(own.choice(WORDS) for _ in range(n))


def sentence(own, shortest=5, longest=16):
    text = words(own, own.randint(shortest, longest))
    return text[0].upper() + text[1:] + own.choice([".", ".", ".", "?", "!"])


def paragraph(own, sentences):
    return " ".join(sentence(own) for _ in range(sentences))


def person(own):
    return own.choice(NAMES) + " " + own.choice(FAMILIES)


def money(own, largest=900):
    return f"{own.randint(1, largest)}.{own.randint(0, 99):02}"


def date(own):
    return f"{own.randint(1, 28)}.{own.randint(1, 12)}.20{own.randint(15, 25)}"


def wrap(text, face, width):
    """Lines of at most that many pixels."""
    lines, line = [], ""
    for word in text.split():
        longer = line + " " + word if line else word
        if line and face.getlength(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return lines + [line] if line else lines


def block(draw, at, text, face, width, fill, spacing=1.45, bottom=None):
    """Draws wrapped text. Returns the y below it."""
    x, y = at
    step = int(face.size * spacing)
    for line in wrap(text, face, width):
        if bottom is not None and y + step > bottom:
            break
        draw.text((x, y), line, font=face, fill=fill)
        y += step
    return y
