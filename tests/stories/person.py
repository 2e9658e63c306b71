# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person in front of the program: reads what a screen reader reads, and has a keyboard and a
mouse. What has no name cannot be found, and a step whose outcome does not show fails.

Needs a display with a window manager and a session bus of its own (with-display.sh --wm).
"""

import os
import subprocess
import time

import screen

PATIENCE = 40
PHOTO_ROLES = ("image", "table cell", "list item")


class Failed(Exception):
    """A step did not lead to what it should lead to."""


def xdotool(*words):
    return subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True,
                          text=True).stdout


def find_windows(title):
    return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"],
                          capture_output=True, text=True).stdout.split()


class Person:
    def __init__(self, bus, command):
        self.bus = bus
        self.program = subprocess.Popen(command)
        self.window = None

    # What is on the screen ---------------------------------------------------------------------

    def wait(self, what, condition, patience=PATIENCE):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.program.poll() is not None:
                raise Failed(f"{what}: the program has ended with {self.program.returncode}")
            try:
                result = condition()
            except screen.Gone:
                result = None
            if result:
                return result
            time.sleep(.05)
        raise Failed(f"{what}: still not after {patience} s; there is {self.describe()}")

    def describe(self):
        """The names on the screen, and at the end what has the focus and where the pointer is."""
        names = []
        focused = None
        try:
            for node in self.walk():
                name = node.get_name()
                focused = name if node.has_focus else focused
                if name and name not in names and not name.endswith(".jpg"):
                    names.append(name)
        except screen.Gone as error:
            names.append(str(error))
        pointer = xdotool("getmouselocation").split(" screen")[0]
        return f"{'; '.join(names[:200])}; the focus is at {focused}, the pointer at {pointer}"

    def walk(self):
        """All that shows, without what goes away meanwhile."""
        program = screen.find_program(self.bus, self.program.pid)
        return program.walk() if program else ()

    def find_all(self, roles, name):
        """Everything of a role whose name has the given words in it."""
        return [node for node in self.walk()
                if name in node.get_name() and node.get_role() in roles]

    def find_named(self, name, patience=PATIENCE):
        """What has exactly this name, whatever it is; the last one, which is the innermost."""
        return self.wait(f"“{name}”", lambda: ([node for node in self.walk()
                                                if node.get_name() == name] or [None])[-1],
                         patience)

    def find(self, roles, name, patience=PATIENCE):
        return self.wait(f"{roles} “{name}”", lambda: (self.find_all(roles, name) or [None])[0],
                         patience)

    def reads(self, words):
        """Whether some name on the screen has these words in it."""
        return any(words in node.get_name() for node in self.walk())

    def wait_to_read(self, words):
        self.wait(f"to read “{words}”", lambda: self.reads(words))

    def focused(self):
        """The name of what has the keyboard's focus; "" where nothing has it."""
        name = ""
        for node in self.walk():
            if node.has_focus:
                name = node.get_name()
        return name

    def photos(self):
        """The names of the photos that show, in their order; of hits with their likeness."""
        names = []
        for node in self.walk():
            name = node.get_name()
            if ".jpg" in name and name not in names and node.get_role() in PHOTO_ROLES:
                names.append(name)
        return names

    def hits(self):
        """Names and likenesses of the hits that show."""
        found = []
        for name in self.photos():
            if " % similar" in name:
                words = name.split(", ")
                likeness = next(word for word in words if " % similar" in word)
                found.append((words[0], int(likeness.split(" %")[0])))
        return found

    # Hands -------------------------------------------------------------------------------------

    def wait_for_window(self, title="Semblance"):
        found = self.wait(f"window {title}", lambda: find_windows(title), 60)
        self.window = found[0]
        xdotool("windowfocus", "--sync", self.window)

    def keys(self, *keys):
        for key in keys:
            xdotool("key", "--clearmodifiers", key)
            time.sleep(.03)

    def fill_in(self, entry, text):
        """Puts a text into an entry, as somebody who dictates does: what is typed into a dialog
        that chooses files, GTK completes meanwhile, and 4.18 in the middle of a word."""
        entry.set_text(text)
        self.wait(f"“{text}” in the entry", lambda: entry.get_text() == text)

    def find_place(self, node):
        """x, y, width and height of a widget on the screen. GTK 4.8 measures from the inside of the
        border that a window draws itself, and leaves out what is around a widget's contents. 4.18
        measures from the border's other side, as far outside of it again, and adds up places
        without what is between a widget's edge and its contents: an error of some pixels."""
        words = dict(line.split("=") for line in
                     xdotool("getwindowgeometry", "--shell", self.window).splitlines())
        x, y, width, height = node.get_place()
        left, top, window_width, window_height = node.window.get_place()
        return (int(words["X"]) + (int(words["WIDTH"]) - window_width) // 2 - 2 * left + x,
                int(words["Y"]) + (int(words["HEIGHT"]) - window_height) // 2 - 2 * top + y,
                width, height)

    def middle_of(self, node):
        """The middle of a widget, on the screen. Nobody clicks on what still moves."""
        place = node.get_place()
        for _ in range(50):
            before = place
            time.sleep(.05)
            place = node.get_place()
            if place == before:
                break
        x, y, width, height = self.find_place(node)
        return x + width // 2, y + height // 2

    def click(self, node, times=1, button=1):
        xdotool("mousemove", *self.middle_of(node))
        time.sleep(.1)
        xdotool("click", "--repeat", times, "--delay", 60, button)

    def drag(self, start, end):
        """Moves as a hand does: a press, many small steps, and no release yet."""
        xdotool("mousemove", *start, "mousedown", 1)
        for i in range(1, 31):
            xdotool("mousemove", start[0] + (end[0] - start[0]) * i // 30,
                    start[1] + (end[1] - start[1]) * i // 30, "sleep", ".02")

    def press_until(self, key, what, is_there, most=40):
        """Presses a key until the focus is where it should be."""
        seen = []
        for _ in range(most):
            name = self.focused()
            if is_there(name):
                return
            seen.append(f"“{name}”")
            self.keys(key)
            time.sleep(.1)
        raise Failed(f"{key} does not come to {what}; it comes to {', '.join(seen)}")

    def end(self):
        if self.program.poll() is None:
            self.program.terminate()
            self.program.wait()


def family_of(name):
    return os.path.basename(name).split("-")[0]
