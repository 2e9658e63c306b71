#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stories: what a person does with the program from beginning to end, by what a screen reader says
of it, with a mouse and a keyboard.

Usage: stories.py STORY SEMBLANCE DRAG-SOURCE MAKE-PHOTOS WEIGHTS    (inside with-display.sh --wm)
"""

import os
import shutil
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
import running  # noqa: E402
from person import Failed, Person, family_of, find_windows, xdotool  # noqa: E402

# The last one of its family, which the library does not have.
OUTSIDE = "002-005.jpg"
CELL = ("gridcell", "grid cell", "table cell", "list item")
SLIDER = ("slider",)
BUTTON = ("push button", "button")


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


# Steps -----------------------------------------------------------------------------------------

def step(words):
    print(f"# {words}", flush=True)


def wait_until_indexed(person):
    person.wait("photos", person.photos)
    person.wait("indexing to end", lambda: not any(
        person.reads(words) for words in ("Indexing", "Looking for photos", "Training")))


def choose_file(person, title, path):
    """Types a path into the dialog that chooses files."""
    main = person.window
    person.wait_for_window(title)
    person.type(path)
    time.sleep(.5)
    person.keys("Return")
    time.sleep(.5)
    if find_windows(title):
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
    """Takes an end of the slider with the mouse and moves it."""
    slider = person.find(SLIDER, name)
    x, y, width, height = slider.get_place()
    left, top = person.corner()
    places = [(left + x + int(width * percent / 100), top + y + height // 2)
              for percent in (slider.get_value(), value)]
    person.drag(*places)
    xdotool("mouseup", 1)
    person.wait(f"{name} at {value} %", lambda: abs(slider.get_value() - value) <= 1)
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
    x, y, width, height = area.get_place()
    corner = person.corner()
    # The sheet is shown as large as it fits: its width is twice its height or more.
    sheet_width, sheet_height = person.sheet
    scale = min(width / sheet_width, height / sheet_height)
    start_x = corner[0] + x + (width - sheet_width * scale) / 2
    start_y = corner[1] + y + (height - sheet_height * scale) / 2
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

TRASH = os.path.join(".local", "share", "Trash", "files")


def add_copies(story, n):
    """Puts identical files and their notes beside the first photos; returns their names."""
    names = []
    for photo in sorted(os.listdir(story.library))[:n]:
        name = f"{photo[:-4]} copy.jpg"
        shutil.copyfile(os.path.join(story.library, photo), os.path.join(story.library, name))
        with open(os.path.join(story.library, f"{name}.xmp"), "w") as notes:
            notes.write("notes")
        names.append(name)
    return names


def list_trash():
    folder = os.path.join(os.environ["HOME"], TRASH)
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def is_there(story, name):
    return os.path.exists(os.path.join(story.library, name))


def open_duplicates(person, n):
    wait_until_indexed(person)
    person.keys("ctrl+2")
    person.wait_to_read(f"Duplicates, {n} group")
    person.press_until("Down", "a group", lambda at: " of " in at)
    person.keys("ctrl+Home")


def duplicate_photos(story):
    """(g) Duplicates go to the trash with what belongs to them, and come back."""
    copies = add_copies(story, 2)
    person = story.start(story.library)
    step("looks at the duplicates")
    open_duplicates(person, 2)
    if "Keep" not in person.focused():
        raise Failed(f"the first photo is not suggested to be kept: “{person.focused()}”")
    person.wait_to_read("Identical Files, 2 photos")
    step("moves the copies of the first group to the trash")
    person.keys("Right")
    person.wait("the copy", lambda: "To the Trash" in person.focused())
    name = person.focused().split(",")[0]
    if name not in copies:
        raise Failed(f"“{name}” is suggested for the trash")
    person.keys("ctrl+Return")
    person.wait("the copy in the trash", lambda: list_trash() == sorted([name, f"{name}.xmp"]))
    person.wait_to_read(f"“{name}” is in the trash")
    person.wait_to_read("Duplicates, 1 group")
    step("takes that back")
    person.keys("ctrl+z")
    person.wait("the copy back", lambda: not list_trash() and is_there(story, name)
                and is_there(story, f"{name}.xmp"))
    person.wait_to_read("Duplicates, 2 groups")
    step("accepts all, and moves that to the trash and back")
    person.press_until("Up", "a group", lambda at: " of " in at)
    person.keys("ctrl+a")
    person.wait_to_read("2 groups accepted")
    person.keys("ctrl+shift+Return")
    person.wait("both copies in the trash", lambda: len(list_trash()) == 4)
    person.keys("ctrl+z")
    person.wait("both copies back", lambda: not list_trash()
                and all(is_there(story, name) for name in copies))
    step("says that two are not the same")
    person.press_until("Up", "a group", lambda at: " of " in at)
    person.keys("n")
    person.wait_to_read("Duplicates, 1 group")
    person.keys("ctrl+q")
    person.program.wait(30)
    step("finds that remembered")
    person = story.start()
    open_duplicates(person, 1)
    person.keys("ctrl+q")


def hundred_groups(story):
    """(h) A hundred groups of duplicates are decided by keyboard in minutes."""
    copies = add_copies(story, 100)
    person = story.start(story.library)
    step("looks at the duplicates")
    open_duplicates(person, 100)
    start = time.monotonic()
    step("accepts them one after the other, and decides otherwise in some")
    for i in range(100):
        if i % 10 == 3:
            person.keys("t", "Right", "k")
        elif i % 10 == 7:
            person.keys("Down")
            continue
        person.keys("a")
    person.wait_to_read("90 groups accepted · 90 photos")
    print(f"# {time.monotonic() - start:.0f} s for a hundred groups")
    step("moves what is accepted to the trash, and takes it back")
    person.keys("ctrl+shift+Return")
    person.wait("ninety photos in the trash", lambda: sum(
        name.endswith(".jpg") for name in list_trash()) == 90, 120)
    for name in copies:
        if not is_there(story, name) and not is_there(story, name.replace(" copy", "")):
            raise Failed(f"the last copy of “{name}” has gone")
    person.wait_to_read("Duplicates, 10 groups")
    person.keys("ctrl+z")
    person.wait("all of them back", lambda: not list_trash(), 120)
    person.wait_to_read("Duplicates, 100 groups")
    person.keys("ctrl+q")


STORIES = {"first-start": first_start, "outside-photo": outside_photo, "region": region,
           "keyboard": keyboard, "duplicate-photos": duplicate_photos,
           "hundred-groups": hundred_groups,
           "long-training": lambda story: running.long_training(story, wait_until_indexed),
           "why-heatmap": lambda story: running.why_heatmap(story, wait_until_indexed)}
# Families of photos, and how many of each; of one photo each none is like another one.
SIZES = {"duplicate-photos": (8, 2), "hundred-groups": (100, 2)}


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
