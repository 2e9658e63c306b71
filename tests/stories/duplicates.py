# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stories of photos that are there more than once, by the keyboard."""

import os
import shutil
import time

from person import Failed
from steps import step, wait_until_indexed

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
