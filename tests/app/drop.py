#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as a person uses it: a folder is indexed, a photo dragged in from another program
and pasted from it, and the way back taken with the keyboard. What the window shows is read as a
screen reader does.

Usage: drop.py SEMBLANCE DRAG-SOURCE MAKE-PHOTOS WEIGHTS     (inside with-display.sh --wm)
"""

import os
import subprocess
import sys
import tempfile
import time

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from family_photos import make_photos  # noqa: E402

NAME = "io.github.semblance.Semblance"
WINDOW = "/io/github/semblance/Semblance/window/1"
# The row of chips lies so many pixels below the upper edge of the window.
CHIPS = 72
PATIENCE = 300


class Failed(Exception):
    pass


def wait_for(what, condition, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(.05)
    raise Failed(f"{what}: still not after {patience} s")


def xdotool(*words):
    return subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True,
                          text=True).stdout


def enabled(bus, action):
    """Whether the window's action can be used; None where there is no window yet."""
    try:
        reply = bus.call_sync(NAME, WINDOW, "org.gtk.Actions", "Describe",
                              GLib.Variant("(s)", (action,)), None,
                              Gio.DBusCallFlags.NO_AUTO_START, 5000, None)
    except GLib.Error:
        return None
    return reply.unpack()[0][0]


def find_window(title):
    def look():
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"],
                               capture_output=True, text=True).stdout.split()
        return found[0] if found else None
    return wait_for(f"window {title}", look, 60)


def geometry(window):
    words = dict(line.split("=") for line in
                 xdotool("getwindowgeometry", "--shell", window).splitlines())
    return [int(words[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")]


def names_of(node, depth=0):
    """The names of everything below that is on the screen."""
    if node is None or depth > 30:
        return
    if node.get_name():
        yield node.get_name()
    for i in range(node.get_child_count()):
        yield from names_of(node.get_child_at_index(i), depth + 1)


def read_window(pid):
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(i)
        if program is not None and program.get_process_id() == pid:
            try:
                return list(names_of(program))
            except GLib.Error:
                return []
    return []


def first_match(pid):
    return next((name for name in read_window(pid) if "% similar" in name), None)


def drag(source, target, down=None):
    """Moves as a hand does: a press and many small steps, to the middle of the target, or so many
    pixels below its upper edge."""
    xdotool("windowmove", "--sync", target, 10, 10)
    xdotool("windowmove", "--sync", source, 1085, 890)
    xdotool("windowraise", source)
    x, y, width, height = geometry(source)
    from_x, from_y = x + width // 2, y + height // 2
    x, y, width, height = geometry(target)
    to_x, to_y = x + width // 2, y + (down or height // 2)
    xdotool("mousemove", from_x, from_y, "mousedown", 1)
    steps = 30
    for i in range(1, steps + 1):
        xdotool("mousemove", from_x + (to_x - from_x) * i // steps,
                from_y + (to_y - from_y) * i // steps, "sleep", ".02")


def play(semblance, drag_source, library, photo, started):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    program = subprocess.Popen([semblance, library])
    started.append(program)
    window = find_window("Semblance")
    wait_for("the library is indexed", lambda: enabled(bus, "update"))
    shown = wait_for("the photos are shown", lambda: [
        name for name in read_window(program.pid) if name.endswith(".jpg")], 60)
    print(f"# {len(set(shown))} photos are shown")
    assert enabled(bus, "back") is False

    source = subprocess.Popen([drag_source, photo], stdout=subprocess.PIPE, text=True)
    started.append(source)
    for attempt in range(3):
        drag(find_window("drag-source"), window)
        wait_for("the window asks for the drop",
                 lambda: any("Drop a Photo" in name for name in read_window(program.pid)), 20)
        xdotool("mouseup", 1)
        try:
            wait_for("results", lambda: enabled(bus, "back"), 30)
            break
        except Failed:
            print(f"# drag {attempt + 1} went nowhere")
    assert enabled(bus, "back"), "nothing was found after three drags"
    nearest = wait_for("distances", lambda: first_match(program.pid), 60)
    print(f"# nearest to {os.path.basename(photo)}: {nearest}")
    family = os.path.basename(photo).split("-")[0]
    assert nearest.startswith(family + "-"), f"{nearest} is not of family {family}"
    assert os.path.basename(photo) in read_window(program.pid), "the query is not shown"

    # On the row of chips it is added, once more.
    for attempt in range(3):
        drag(find_window("drag-source"), window, CHIPS)
        xdotool("mouseup", 1)
        try:
            wait_for("two photos", lambda: "Similar to 2 photos" in read_window(program.pid), 30)
            break
        except Failed:
            print(f"# drag {attempt + 1} on the chips went nowhere")
    assert "Similar to 2 photos" in read_window(program.pid), "nothing was added"

    xdotool("windowfocus", "--sync", window)
    xdotool("key", "Escape")
    wait_for("Escape shows the library", lambda: enabled(bus, "show-library") is False, 30)
    xdotool("key", "Right")
    xdotool("key", "ctrl+f")
    wait_for("Ctrl+F finds similar photos", lambda: enabled(bus, "show-library"), 30)
    xdotool("key", "alt+Left")
    wait_for("Alt+Left shows the library", lambda: enabled(bus, "show-library") is False, 30)
    xdotool("key", "ctrl+v")
    wait_for("the other program's picture is pasted",
             lambda: "Pasted Picture" in read_window(program.pid), 60)
    nearest = wait_for("distances", lambda: first_match(program.pid), 60)
    assert nearest.startswith(family + "-"), f"{nearest} is not of family {family}"
    xdotool("key", "ctrl+q")
    assert program.wait(60) == 0


def main():
    semblance, drag_source, make, weights = sys.argv[1:]
    if not os.path.exists(os.environ.get("SEMBLANCE_WEIGHTS", weights)):
        print("1..0 # SKIP the weights are not there")
        return 0
    print("1..1", flush=True)
    started = []
    with tempfile.TemporaryDirectory(prefix="semblance-drop-") as folder:
        library, aside = make_photos(make, folder)
        try:
            play(semblance, drag_source, library, os.path.join(aside, "002-005.jpg"), started)
            print("ok 1 drop")
            return 0
        except (Failed, AssertionError, subprocess.SubprocessError) as error:
            subprocess.run(["import", "-window", "root", "drop-failed.png"], check=False)
            print(f"not ok 1 drop: {error!r}; see drop-failed.png")
            return 1
        finally:
            for process in started:
                if process.poll() is None:
                    process.terminate()
                    process.wait()


if __name__ == "__main__":
    sys.exit(main())
