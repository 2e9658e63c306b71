# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stories of work that takes a while, and of why two photos are alike."""

import os
import subprocess
import sys
import time

from person import Failed, family_of, find_windows, xdotool
from steps import step, wait_until_indexed

BUTTON = ("push button", "button")
# What is shorter is no long job to tell of: SEM_LONG_JOB_SECONDS in ui/jobs/job-ends.h.
LONG = 15


def find_last(person, name):
    """The last button of a name: that of the line below the pages, where there are several."""
    return person.wait(f"the button “{name}”", lambda: ([
        node for node in person.find_all(BUTTON, name) if node.get_name() == name] or [None])[-1])


def watch_notices(story, folder):
    """Returns the file with what the desktop was told."""
    path = os.path.join(folder, "notices")
    program = os.path.join(os.path.dirname(__file__), "notices.py")
    story.others.append(subprocess.Popen([sys.executable, "-B", program, path]))
    end = time.monotonic() + 20
    while not os.path.exists(path):
        if time.monotonic() > end:
            raise Failed("nobody takes notifications")
        time.sleep(.05)
    return path


def read_notices(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def look_elsewhere(person, story):
    """Another program's window gets the focus."""
    story.others.append(subprocess.Popen([story.drag_source, story.outside],
                                         stdout=subprocess.DEVNULL))
    other = person.wait("the other program", lambda: find_windows("drag-source"))[0]
    xdotool("windowactivate", "--sync", other)


def long_training(story):
    """(f) A long training is paused, goes on, and ends in the background with a notification."""
    notices = watch_notices(story, os.path.dirname(story.outside))
    person = story.start(story.library)
    wait_until_indexed(person)
    step("trains the network as well")
    person.keys("ctrl+l")
    person.wait_to_read("Thorough, with the Network")
    person.click(person.find_named("Thorough, with the Network"))
    time.sleep(.5)
    began = time.monotonic()
    person.click(find_last(person, "Train"))
    step("goes back to the photos, where the training shows")
    find_last(person, "Pause")
    person.keys("Escape")
    person.wait_to_read("Training on your photos")
    step("pauses it")
    person.click(find_last(person, "Pause"))
    person.wait_to_read("Training is paused")
    while time.monotonic() < began + LONG + 2:
        time.sleep(.5)
    if not person.reads("Training is paused"):
        raise Failed("the training does not stay paused")
    step("lets it go on, and looks at something else")
    person.click(find_last(person, "Resume"))
    # Little may be left of it, so that what it says then is gone before it is read.
    person.wait("the pause to end", lambda: not person.reads("Training is paused"))
    look_elsewhere(person, story)
    person.wait("the notification", lambda: "Training Has Ended|" in read_notices(notices), 200)
    if read_notices(notices).count("\n") != 1:
        raise Failed(f"the desktop was told {read_notices(notices)!r}")
    step("comes back, and finds the new model offered")
    xdotool("windowactivate", "--sync", person.window)
    person.wait("the offer", lambda: all(person.find_all(BUTTON, name)
                                         for name in ("Use New", "Keep Current")))
    person.keys("ctrl+q")


def why_heatmap(story):
    """(i) Two photos are compared, and the program shows why they are alike."""
    person = story.start(story.library)
    wait_until_indexed(person)
    step("selects two photos and compares them")
    person.press_until("Tab", "the photos", lambda at: at.endswith(".jpg"))
    person.keys("Home", "shift+Right")
    names = sorted(os.listdir(story.library))[:2]
    person.keys("c")
    person.wait_to_read(" % alike")
    person.wait("no sentence before it is asked for",
                lambda: not any(person.reads(words) for words in WHY))
    before = take_picture(story, "before")
    step("asks why")
    person.keys("w")
    person.wait("the sentence", lambda: any(person.reads(words) for words in WHY))
    time.sleep(.5)
    if take_picture(story, "after") == before:
        raise Failed("nothing lights up")
    step("closes the reason again, and the comparison")
    person.keys("w")
    person.wait("no sentence", lambda: not any(person.reads(words) for words in WHY))
    person.keys("Escape")
    person.wait("the photos", lambda: not person.reads(" % alike") and person.photos())
    if family_of(names[0]) != family_of(names[1]):
        raise Failed("the library does not begin with two photos of a family")
    person.keys("ctrl+q")


# How the sentence begins that says what the heat map shows.
WHY = ("What is lit in", "The two are only")


def take_picture(story, name):
    """Returns the middle of the screen, where the photos are, as bytes."""
    path = os.path.join(os.path.dirname(story.outside), f"{name}.ppm")
    subprocess.run(["import", "-window", "root", "-crop", "500x300+200+200", path], check=True)
    with open(path, "rb") as file:
        return file.read()
