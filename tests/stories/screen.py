# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader is told of a program, asked on the bus of AT-SPI itself: libatspi 2.46
forgets a program of which a window was closed."""

import gi
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
TEXT = "org.a11y.atspi.Text"
# Numbers of states, of a relation, and of coordinates relative to the window.
FOCUSABLE, FOCUSED, VISIBLE = 11, 12, 30
LABELLED_BY = 2
WINDOW = 1
TIMEOUT_MS = 5000
# Of what is on a hidden page GTK 4.18 tells a size out of memory that it did not fill.
LARGEST = 16384


class Gone(Exception):
    """What was asked is not there any more."""


def connect():
    """The bus of AT-SPI, or None where there is none."""
    try:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                    None, None, Gio.DBusCallFlags.NONE, 20000, None).unpack()[0]
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
    except GLib.Error:
        return None


class Node:
    """A widget."""

    def __init__(self, bus, name, path):
        self.bus, self.name, self.path = bus, name, path
        self.label, self.shows, self.has_focus = "", False, False
        self.window = None

    def call(self, interface, method, arguments=None):
        try:
            return self.bus.call_sync(self.name, self.path, interface, method, arguments, None,
                                      Gio.DBusCallFlags.NO_AUTO_START, TIMEOUT_MS, None).unpack()
        except GLib.Error as error:
            raise Gone(error.message) from error

    def get(self, interface, name):
        return self.call("org.freedesktop.DBus.Properties", "Get",
                         GLib.Variant("(ss)", (interface, name)))[0]

    def look(self):
        """Notes what it is called, and whether it shows and has the focus, at one moment. GTK
        does not say what is on a hidden page; most of that has no size, or none that can be."""
        states = self.call(ACCESSIBLE, "GetState")[0]

        def has(state):
            return bool(states[state // 32] >> state % 32 & 1)
        place = self.get_place()
        self.label = self.get(ACCESSIBLE, "Name")
        if not self.label and has(FOCUSABLE):
            self.label = self.read_labels()
        self.has_focus = has(FOCUSED)
        self.shows = has(VISIBLE) \
            and (place is None or all(0 < side < LARGEST for side in place[2:]))

    def read_labels(self):
        """What labels it: GTK 4.18 gives the items of a menu no name of their own."""
        try:
            return " ".join(Node(self.bus, *label).get_text()
                            for relation, labels in self.call(ACCESSIBLE, "GetRelationSet")[0]
                            if relation == LABELLED_BY for label in labels)
        except Gone:  # What is no text labels it.
            return ""

    def get_name(self):
        return self.label

    def get_role(self):
        try:
            return self.call(ACCESSIBLE, "GetRoleName")[0]
        except Gone:
            return ""

    def get_children(self):
        return [Node(self.bus, name, path)
                for name, path in self.call(ACCESSIBLE, "GetChildren")[0]]

    def get_place(self):
        """x, y, width and height in its window; None where it has no place. What GTK measures
        from differs: Person.find_place knows."""
        try:
            return self.call("org.a11y.atspi.Component", "GetExtents",
                             GLib.Variant("(u)", (WINDOW,)))[0]
        except Gone:
            return None

    def get_value(self):
        return self.get("org.a11y.atspi.Value", "CurrentValue")

    def get_text(self):
        """The text of a label or an entry."""
        return self.call(TEXT, "GetText",
                         GLib.Variant("(ii)", (0, self.get(TEXT, "CharacterCount"))))[0]

    def set_text(self, text):
        self.call("org.a11y.atspi.EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))

    def walk(self, depth=0):
        """All that shows below a program, in its order; each knows its window."""
        if depth > 40:
            return
        try:
            children = self.get_children()
        except Gone:
            return
        for child in children:
            try:
                child.look()
            except Gone:
                continue
            child.window = self.window or child
            if child.shows:
                yield child
                yield from child.walk(depth + 1)


def find_program(bus, pid):
    """The root of a program's windows, or None where it has not begun to speak."""
    try:
        programs = Node(bus, "org.a11y.atspi.Registry", ROOT).get_children()
    except Gone:  # The first program starts it.
        return None
    for program in programs:
        owner = bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus",
                              "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                              GLib.Variant("(s)", (program.name,)), None,
                              Gio.DBusCallFlags.NONE, TIMEOUT_MS, None).unpack()[0]
        if owner == pid:
            return program
    return None
