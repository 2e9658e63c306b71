#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stories: what a person does with the program from beginning to end, by what a screen reader says
of it, with a mouse and a keyboard.

Usage: stories.py STORY SEMBLANCE DRAG-SOURCE MAKE-PHOTOS WEIGHTS    (inside with-display.sh --wm)
"""

import os
import subprocess
import sys
import tempfile
import time

try:
    import screen
except (ImportError, ValueError):
    print("1..0 # SKIP python3-gi is not installed")
    sys.exit(0)

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from family_photos import make_photos  # noqa: E402
import duplicates  # noqa: E402
import running  # noqa: E402
from person import Failed, Person, family_of, xdotool  # noqa: E402
from steps import (  # noqa: E402
    BUTTON, CELL, OUTSIDE, SLIDER, check_narrowed, choose_bound, choose_file, draw_region, drop,
    make_sheet, open_chip_menu, open_photo, pull_slider, read_region, step, wait_for_family,
    wait_for_hits, wait_for_library, wait_for_other_hits, wait_until_indexed, wait_until_viewed)


class Story:
    def __init__(self, bus, semblance, drag_source, make, folder, sizes):
        self.bus = bus
        self.semblance = semblance
        self.drag_source = drag_source
        self.library, aside = make_photos(make, folder, *sizes)
        self.outside = os.path.join(aside, OUTSIDE)
        self.people = []
        self.others = []

    def start(self, *arguments):
        person = Person(self.bus, [self.semblance, *arguments])
        self.people.append(person)
        person.wait_for_window()
        person.wait("the program to speak", lambda: any(True for _ in person.walk()))
        return person

    def end(self):
        for person in self.people:
            person.end()
        for process in self.others:
            process.terminate()
            process.wait()


# Stories ---------------------------------------------------------------------------------------

def first_start(story):
    """(a) From the first start to the first similar photos, on a new folder."""
    person = story.start()
    step("chooses a folder")
    person.click(person.find(BUTTON, "Choose Folder…"))
    choose_file(person, "Add Folder", story.library)
    wait_until_indexed(person)
    step("asks with a photo, by its menu")
    name = person.photos()[3]
    person.click(person.find(CELL, name), button=3)
    person.press_until("Down", "“Find Similar” of the menu", lambda at: at == "Find Similar")
    person.keys("Return")
    wait_for_hits(person, name)


def outside_photo(story):
    """(b) A photo from outside, narrower, on from a hit and back; by a drag, a dialog and the
    clipboard."""
    person = story.start(story.library)
    wait_until_indexed(person)
    step("drops a photo from another program")
    drop(person, story)
    before = wait_for_hits(person, story.outside)
    step("narrows the likeness")
    slider = pull_slider(person, "Lowest Likeness", choose_bound(before))
    bound = slider.get_value()
    hits = check_narrowed(person, before, slider)
    step("opens a hit")
    open_photo(person, hits[0][0])
    step("goes on from it")
    xdotool("key", "ctrl+f")
    wait_for_other_hits(person, hits[0][0])
    step("comes back")
    xdotool("key", "alt+Left")
    person.wait("the same hits again", lambda: person.hits() == hits)
    if slider.get_value() != bound:
        raise Failed("the bound did not come back")
    step("opens the photo by the dialog")
    xdotool("key", "alt+Left")
    wait_for_library(person)
    xdotool("key", "ctrl+o")
    choose_file(person, "Search by File", story.outside)
    wait_for_hits(person, story.outside)
    step("pastes its picture")
    xdotool("windowfocus", "--sync", person.window)
    xdotool("key", "ctrl+v")
    person.wait_to_read("Pasted Picture")
    person.wait("hits of the picture", lambda: person.hits()
                and family_of(person.hits()[0][0]) == family_of(story.outside))


def region(story):
    """(c) A region as a query: drawn on the query, then in the viewer, with the mouse."""
    sheet, families = make_sheet(story)
    person = story.start(story.library)
    size = subprocess.run(["identify", "-format", "%w %h", sheet], check=True,
                          capture_output=True, text=True).stdout.split()
    person.sheet = [int(side) for side in size]
    wait_until_indexed(person)
    step("opens a picture that shows two")
    xdotool("key", "ctrl+o")
    choose_file(person, "Search by File", sheet)
    person.wait_to_read("Similar to sheet.png")
    step("marks the right half of the query")
    open_chip_menu(person, "Like sheet.png", "Mark a Region…")
    draw_region(person, 50, 100)
    person.click(person.find(BUTTON, "Find Similar to This Part"))
    person.wait_to_read("Similar to a part of sheet.png")
    wait_for_family(person, families[1], "the right half")
    step("marks the left half in the viewer")
    open_chip_menu(person, "Like a part of sheet.png", "Open")
    wait_until_viewed(person, "sheet.png")
    xdotool("key", "r")
    draw_region(person, 3, 50)
    xdotool("key", "Return")
    wait_for_family(person, families[0], "the left half")
    step("comes back to the right half")
    xdotool("key", "alt+Left")
    wait_for_family(person, families[1], "the right half again")


def keyboard(story):
    """(e) All of it by keyboard alone: the mouse lies in a corner."""
    xdotool("mousemove", 1279, 1023)
    person = story.start()
    step("chooses a folder")
    person.press_until("Tab", "“Choose Folder…”", lambda at: "Choose Folder…" in at)
    person.keys("Return")
    choose_file(person, "Add Folder", story.library)
    wait_until_indexed(person)
    step("asks with a photo")
    person.press_until("Tab", "the photos", lambda at: at.endswith(".jpg"))
    person.keys("Right", "Right")
    name = person.focused()
    person.keys("ctrl+f")
    wait_for_hits(person, name)
    step("asks with a photo from outside")
    person.keys("ctrl+o")
    choose_file(person, "Search by File", story.outside)
    before = wait_for_hits(person, story.outside)
    step("narrows the likeness")
    person.press_until("shift+Tab", "the slider", lambda at: at == "Lowest Likeness")
    slider, bound = person.find(SLIDER, "Lowest Likeness"), choose_bound(before)
    while slider.get_value() + 10 <= bound:
        person.keys("Page_Up")
        time.sleep(.1)
    while slider.get_value() < bound:
        person.keys("Right")
        time.sleep(.1)
    bound = slider.get_value()
    hits = check_narrowed(person, before, slider)
    if person.focused() != "Lowest Likeness":
        raise Failed(f"the focus has left the slider for “{person.focused()}”")
    step("opens a hit")
    person.press_until("Tab", "the hits", lambda at: "% similar" in at)
    person.keys("Home", "Return")
    wait_until_viewed(person, hits[0][0])
    step("goes on from it, and back")
    person.keys("ctrl+f")
    wait_for_other_hits(person, hits[0][0])
    person.keys("alt+Left")
    person.wait("the same hits again", lambda: person.hits() == hits)
    if slider.get_value() != bound:
        raise Failed("the bound did not come back")
    step("adds the first hit to the query, and takes it out again")
    person.press_until("Tab", "the hits", lambda at: "% similar" in at)
    name = person.focused().split(",")[0]
    person.keys("plus")
    person.wait_to_read(f"Like {name}")
    person.press_until("shift+Tab", "the chips", lambda at: at == f"Like {OUTSIDE}")
    person.keys("Right")
    if person.focused() != f"Like {name}":
        raise Failed(f"an arrow key comes to “{person.focused()}” instead of the next chip")
    person.keys("Delete")
    person.wait("the chip to go", lambda: not person.reads(f"Like {name}"))
    step("searches in files of one type only")
    person.keys("ctrl+e")
    person.press_until("Tab", "“PNG”", lambda at: at == "PNG")
    person.keys("space")
    person.press_until("Tab", "“Search”", lambda at: at == "Search")
    person.keys("Return")
    person.wait("no hits", lambda: person.reads("Nothing Looks Like It Here") and not person.hits())
    step("marks a region of the query")
    person.press_until("shift+Tab", "the chips", lambda at: at.startswith("Like "))
    person.keys("Return")
    person.press_until("Down", "“Mark a Region…”", lambda at: at == "Mark a Region…")
    person.keys("Return")
    before = person.wait("a region", lambda: read_region(person))
    person.keys("shift+Left", "Left", "Up")
    person.wait("another region", lambda: read_region(person) and read_region(person) != before)
    person.keys("Return")
    person.wait_to_read(f"Similar to a part of {OUTSIDE}")
    step("goes to an earlier search by the list of searches")
    person.keys("ctrl+h")
    person.press_until("Down", "the search", lambda at: at == f"Similar to {OUTSIDE}")
    person.keys("Return")
    wait_for_hits(person, story.outside)
    step("goes to the library, back to the search, and quits from the library")
    person.keys("Escape")
    wait_for_library(person)
    person.keys("alt+Left")
    wait_for_hits(person, story.outside)
    person.keys("Escape")
    wait_for_library(person)
    person.keys("ctrl+q")
    if person.program.wait(30) != 0:
        raise Failed(f"the program ended with {person.program.returncode}")


# Duplicates --------------------------------------------------------------------------------------


STORIES = {"first-start": first_start, "outside-photo": outside_photo, "region": region,
           "keyboard": keyboard, "duplicate-photos": duplicates.duplicate_photos,
           "hundred-groups": duplicates.hundred_groups,
           "long-training": running.long_training, "why-heatmap": running.why_heatmap}
# Families of photos, and how many of each; of one photo each none is like another one. The long
# training has to last until a person on a busy computer has paused it.
SIZES = {"duplicate-photos": (8, 2), "hundred-groups": (100, 2), "long-training": (20, 6)}


def main():
    name, semblance, drag_source, make, weights = sys.argv[1:]
    bus = screen.connect()
    if bus is None:
        print("1..0 # SKIP AT-SPI cannot be used here: install at-spi2-core")
        return 0
    if not os.path.exists(os.environ.get("SEMBLANCE_WEIGHTS", weights)):
        print("1..0 # SKIP the weights are not there")
        return 0
    print("1..1", flush=True)
    with tempfile.TemporaryDirectory(prefix="semblance-story-") as folder:
        story = Story(bus, semblance, drag_source, make, folder, SIZES.get(name, (7, 6)))
        start = time.monotonic()
        try:
            STORIES[name](story)
            print(f"ok 1 {name}", flush=True)
            print(f"# {time.monotonic() - start:.0f} s")
            return 0
        except (Failed, screen.Gone, subprocess.SubprocessError) as error:
            subprocess.run(["import", "-window", "root", f"story-{name}.png"], check=False)
            print(f"not ok 1 {name}: {error}; see story-{name}.png")
            return 1
        finally:
            story.end()


if __name__ == "__main__":
    sys.exit(main())
