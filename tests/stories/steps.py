# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps that a person takes in more than one story, and what they wait for."""

import os
import subprocess
import time

from person import Failed, family_of, find_windows, xdotool

# The last one of its family, which the library does not have.
OUTSIDE = "002-005.jpg"
CELL = ("gridcell", "grid cell", "table cell", "list item")
SLIDER = ("slider",)
ENTRY = ("text", "text box", "entry")
BUTTON = ("push button", "button")


def step(words):
    print(f"# {words}", flush=True)


def wait_until_indexed(person):
    person.wait("photos", person.photos)
    person.wait("indexing to end", lambda: not any(
        person.reads(words) for words in ("Indexing", "Looking for photos", "Training")))


def choose_file(person, title, path):
    """Gives the dialog that chooses files a path."""
    main = person.window
    person.wait_for_window(title)
    person.keys("slash")
    entry = person.wait("a place for the path", lambda: next(
        (node for node in person.walk() if node.has_focus and node.get_role() in ENTRY), None))
    person.fill_in(entry, path)
    person.keys("Return")
    person.wait("the dialog to close", lambda: not find_windows(title))
    person.window = main


def wait_for_hits(person, of):
    """Hits of the family that the photo @of is of come first."""
    hits = person.wait(f"hits of {of}", lambda: person.reads(os.path.basename(of))
                       and person.hits())
    if family_of(hits[0][0]) != family_of(of):
        raise Failed(f"the first hit of {of} is {hits[0][0]}")
    return hits


def wait_for_other_hits(person, name):
    """Hits of the photo @name, which is no hit of its own."""
    person.wait(f"the hits of {name}", lambda: person.hits()
                and all(other != name for other, _ in person.hits()))


def wait_for_library(person):
    person.wait("the focus in the library", lambda: person.focused().endswith(".jpg"))


def drop(person, story):
    """A photo from another program's window."""
    source = subprocess.Popen([story.drag_source, story.outside], stdout=subprocess.DEVNULL)
    story.others.append(source)
    other = person.wait("the other program", lambda: find_windows("drag-source"))[0]
    xdotool("windowmove", "--sync", person.window, 10, 10)
    xdotool("windowmove", "--sync", other, 1085, 890)
    xdotool("windowraise", other)
    person.drag((1175, 950), (500, 400))
    person.wait_to_read("Drop a Photo to Find Similar Ones")
    xdotool("mouseup", 1)


def pull_slider(person, name, value):
    """Takes an end of the slider with the mouse, and moves it until it says the value: what newer
    versions of GTK say of its place is some pixels off."""
    slider = person.find(SLIDER, name)
    x, y, width, height = person.find_place(slider)
    places = [(x + int(width * percent / 100), y + height // 2)
              for percent in (slider.get_value(), value)]
    person.drag(*places)
    person.wait(f"{name} near {value} %", lambda: abs(slider.get_value() - value) <= 3)
    for _ in range(10):
        time.sleep(.1)
        off = int((value - slider.get_value()) * width / 100)
        if off != 0:
            xdotool("mousemove_relative", "--", off, 0)
    xdotool("mouseup", 1)
    person.wait(f"{name} at {value} %", lambda: slider.get_value() == value)
    return slider


def choose_bound(before):
    """A likeness between those of the hits that show, so that some go and some stay."""
    likenesses = sorted({likeness for _, likeness in before}, reverse=True)
    if len(likenesses) < 2:
        raise Failed(f"all hits are equally alike: {before}")
    return (likenesses[0] + likenesses[-1]) // 2 + 1


def check_narrowed(person, before, slider):
    def narrowed():
        hits, least = person.hits(), slider.get_value()
        return hits if hits and len(hits) < len(before) \
            and all(likeness >= least for _, likeness in hits) else None
    person.wait("fewer hits, and none below the bound", narrowed)
    time.sleep(.5)
    return person.wait("the same a moment later", narrowed)


def wait_until_viewed(person, name, patience=40):
    person.wait("the photo to be looked at", lambda: person.focused() == name, patience)


def open_photo(person, name):
    """A double click; GTK takes some for two clicks."""
    for attempt in range(3):
        person.click(person.find(CELL, name), 2)
        try:
            wait_until_viewed(person, name, 8)
            return
        except Failed as error:
            failure = error
            print(f"# double click {attempt + 1} only selected", flush=True)
    raise failure


def make_sheet(story):
    """A picture of two photos side by side, of different families, which the library has not.
    Returns: its path and the families, from left to right."""
    aside = os.path.dirname(story.outside)
    families = ["001", "004"]
    sheet = os.path.join(aside, "sheet.png")
    subprocess.run(["convert", *(os.path.join(aside, f"{family}-005.jpg") for family in families),
                    "+append", sheet], check=True)
    return sheet, families


def read_region(person):
    """What a screen reader says of the region: left, top, width and height in percent."""
    name = next((node.get_name() for node in person.walk()
                 if node.get_name().startswith("Region: ")), None)
    return [int(word) for word in name.split() if word.isdigit()] if name else None


def draw_region(person, left, right):
    """Draws a rectangle over a part of the picture from the top to the bottom; the sides are
    percent of its width. Where the picture lies is told by what a first click and keys make."""
    person.wait("a region to begin with", lambda: read_region(person))
    area = person.wait("the picture", lambda: next(
        (node for node in person.walk() if node.get_name().startswith("Region: ")), None))
    x, y, width, height = person.find_place(area)
    # The sheet is shown as large as it fits: its width is twice its height or more.
    sheet_width, sheet_height = person.sheet
    scale = min(width / sheet_width, height / sheet_height)
    start_x = x + (width - sheet_width * scale) / 2
    start_y = y + (height - sheet_height * scale) / 2
    person.drag((int(start_x + sheet_width * scale * left / 100), int(start_y + 3)),
                (int(start_x + sheet_width * scale * right / 100),
                 int(start_y + sheet_height * scale - 3)))
    xdotool("mouseup", 1)

    def is_drawn():
        found = read_region(person)
        return found and abs(found[0] - left) <= 4 and abs(found[2] - (right - left)) <= 5 \
            and found[3] >= 90
    person.wait("the region that was drawn", is_drawn)


def wait_for_family(person, family, what):
    hits = person.wait(f"hits of {what}", lambda: person.hits()
                       and family_of(person.hits()[0][0]) == family and person.hits())
    return hits


def open_chip_menu(person, chip, item):
    """Opens the menu of a chip with the mouse and chooses from it."""
    person.click(person.find_named(chip))
    person.press_until("Down", f"“{item}” of the menu", lambda at: at == item)
    person.keys("Return")
