#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed for the desktop: entries and services.

Usage: test-desktop.py MESON SOURCE BUILD SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
       FAIL-WRITES
"""

import os
import re
import shutil
import subprocess
import sys
import time

from cli_test import Skip, main, speak
from install_test import BUILD, ID, SOURCE, install, install_below, list_files, need_program, run


def test_watching_unit(case):
    """Watching starts again after an error, not at once, and not for ever."""
    unit = os.path.join(install(case), "share", "systemd", "user", "semblance-watch.service")
    with open(unit, encoding="utf-8") as file:
        values = dict(line.strip().split("=", 1) for line in file if "=" in line)
    assert values["Restart"] == "on-failure"
    delay, burst = int(values["RestartSec"]), int(values["StartLimitBurst"])
    interval = re.fullmatch(r"(\d+)h", values["StartLimitIntervalSec"])
    # Else the limit is never reached.
    assert delay >= 10 and delay * burst < int(interval.group(1)) * 3600, values
    if shutil.which("systemd-analyze"):
        done = subprocess.run(["systemd-analyze", "--user", "--man=no", "verify", unit],
                              env=case.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
        assert "StartLimit" not in done.stdout and "Restart" not in done.stdout, done.stdout


def test_menu_entry(case):
    """The desktop starts the program, whatever the folder is called that it is installed in."""
    try:
        from gi.repository import Gio
    except ImportError as error:
        raise Skip("python3-gi is not installed") from error
    # A desktop with a bus starts it by its name there.
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    started = os.path.join(case.folder, "started")
    for name in ["a%f", "a\nb"]:
        assert "name" in run(case, os.path.join(SOURCE, "app", "install.sh"), BUILD,
                             os.path.join(case.folder, name), status=1)
        assert not os.path.exists(os.path.join(case.folder, name))
    for name in ["a b", "\"$HOME'`b`\\n&|ä;#"]:
        prefix = os.path.join(case.folder, name)
        install_below(case, prefix)
        with open(os.path.join(prefix, "bin", "semblance"), "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\necho "$1" > "{started}.new"; mv "{started}.new" "{started}"\n')
        entry = Gio.DesktopAppInfo.new_from_filename(
            os.path.join(prefix, "share", "applications", f"{ID}.desktop"))
        assert entry, f"no desktop entry below {name}"
        entry.launch([Gio.File.new_for_path("/a photo.jpg")], None)
        end = time.monotonic() + 20
        while not os.path.exists(started):
            assert time.monotonic() < end, f"not started: {entry.get_commandline()}"
            time.sleep(.05)
        with open(started, encoding="utf-8") as file:
            assert file.read() == "/a photo.jpg\n"
        os.remove(started)
        run(case, os.path.join(prefix, "libexec", "semblance", "uninstall.sh"))
        assert list_files(prefix) == [], list_files(prefix)
        shutil.rmtree(prefix)


def on_bus(case, prefix, *command, **more):
    """Runs @command on a bus of its own that finds what is installed below @prefix."""
    need_program("dbus-run-session")
    return run(case, "dbus-run-session", "--", *command,
               XDG_DATA_HOME=os.path.join(case.folder, "none"),
               XDG_DATA_DIRS=os.path.join(prefix, "share") + ":/usr/share", **more)


def call(method, *arguments):
    return ["gdbus", "call", "--session", "--dest", ID, "--object-path", "/" + ID.replace(".", "/"),
            "--method", "org.freedesktop.Application." + method, *arguments]


def test_on_the_bus(case):
    """The desktop may start the program by its name, whatever the folder that it is in is called,
    and a photo that it hands over becomes the query of the window."""
    need_program("xdotool")
    prefix = os.path.join(case.folder, "a \"$HOME'`b`\\&|ä;#")
    install_below(case, prefix)
    started = os.path.join(case.folder, "started")
    program = os.path.join(prefix, "bin", "semblance")
    os.rename(program, program + ".real")
    with open(program, "w", encoding="utf-8") as file:
        file.write(f'#!/bin/sh\necho "$@" > "{started}.new"; mv "{started}.new" "{started}"\n')
    os.chmod(program, 0o755)
    # What was started is not on the bus.
    on_bus(case, prefix, *call("Activate", "{}"), status=1)
    with open(started, encoding="utf-8") as file:
        assert file.read() == "--gapplication-service\n"
    os.remove(started)
    os.rename(program + ".real", program)
    if "DISPLAY" not in os.environ:
        return
    photo = os.path.join(case.folder, "a photo.jpg")
    case.make(1, 1)
    os.rename(os.path.join(case.photos, "000", "000.jpg"), photo)
    found = on_bus(case, prefix, "bash", "-euo", "pipefail", "-c",
                   '"$@"; for ((i = 0; i < 600; i++)); do '
                   'xdotool search --name "^Semblance$" getwindowname && break; sleep .1; done; '
                   + " ".join(call("ActivateAction", "quit", "[]", "{}")), "bash",
                   *call("Open", f"['file://{photo.replace(' ', '%20')}']", "{}"),
                   GSETTINGS_BACKEND="memory", GDK_BACKEND="x11", GSK_RENDERER="cairo",
                   GDK_DEBUG="gl-disable", GDK_DISABLE="gl,vulkan", GTK_A11Y="none",
                   DISPLAY=os.environ["DISPLAY"])
    assert "Semblance" in found, found


def test_files_extension(case):
    """“Find Similar Photos” is offered for photos only, in the person's language, and starts the
    program. What Files brings is replaced here; the desktop entry is the installed one."""
    prefix = os.path.join(case.folder, "a \"b\\")
    install_below(case, prefix)
    script = os.path.join(case.folder, "offer.py")
    with open(script, "w", encoding="utf-8") as file:
        file.write(OFFER)
    out = run(case, sys.executable, script,
              os.path.join(prefix, "share", "nautilus-python", "extensions", "semblance.py"),
              DBUS_SESSION_BUS_ADDRESS="disabled:", **speak("de"),
              XDG_DATA_HOME=os.path.join(case.folder, "none"),
              XDG_DATA_DIRS=os.path.join(prefix, "share") + ":/usr/share")
    assert out == "Ähnliche Fotos finden\n['/a.jpg', '/b.png']\nnone\nnone\nnone\nnone\nnone\n", out


# Runs the extension with stand-ins for what only Files has.
OFFER = """
import runpy, sys, types
import gi
from gi.repository import Gio, GObject

class MenuItem:
    def __init__(self, name, label):
        self.label = label
    def connect(self, signal, handler, *arguments):
        self.activate = lambda: handler(self, *arguments)

class File:
    def __init__(self, path, kind, folder=False, scheme="file"):
        self.path, self.kind, self.folder, self.scheme = path, kind, folder, scheme
    def get_uri_scheme(self): return self.scheme
    def is_directory(self): return self.folder
    def get_mime_type(self): return self.kind
    def get_location(self): return Gio.File.new_for_path(self.path)

nautilus = types.ModuleType("Nautilus")
nautilus.MenuItem, nautilus.MenuProvider = MenuItem, type("MenuProvider", (), {})
sys.modules["gi.repository.Nautilus"] = gi.repository.Nautilus = nautilus
menu = runpy.run_path(sys.argv[1], run_name="semblance")["SemblanceMenu"]()
launched = []
Gio.DesktopAppInfo.launch = lambda entry, files, context: \
    launched.append([file.get_path() for file in files])
photos = [File("/a.jpg", "image/jpeg"), File("/b.png", "image/png")]
item = menu.get_file_items("window", photos)[0]
print(item.label)
item.activate()
print(launched[0])
for others in ([], [File("/a", "inode/directory", True)], photos + [File("/c", "text/plain")],
               [File("/a.jpg", "image/jpeg", False, "sftp")]):
    print("none" if menu.get_file_items(others) == [] else others)
# The program is gone, and Files has not been started again.
menu.get_file_items.__func__.__globals__["ENTRY"] = "gone.desktop"
print("none" if menu.get_file_items(photos) == [] else "an entry of nothing")
"""


TESTS = [test_watching_unit, test_menu_entry, test_on_the_bus, test_files_extension]

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[4:9]))
