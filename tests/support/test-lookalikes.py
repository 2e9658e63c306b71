#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests make-lookalikes.py: the same seed makes the same pictures, and no two are one.

Usage: test-lookalikes.py MAKE-LOOKALIKES
"""

import os
import subprocess
import sys
import tempfile
import unittest

try:
    import numpy as np
    from PIL import Image
except ImportError:
    print("python3-numpy and python3-pil are not installed: nothing was tested")
    sys.exit(77)

MAKE = sys.argv.pop(1)
NUMBER = 2
DRAWN = ["letters", "forms", "receipts", "charts", "pages", "chats", "screenshots", "catalogue",
         "bursts", "skies", "fog", "sea"]


def make_photos(folder):
    """Noise that is smooth: no two are alike."""
    os.makedirs(folder)
    for i in range(40):
        small = np.random.default_rng(i).integers(0, 256, (9, 12, 3), np.uint8)
        Image.fromarray(small).resize((320, 240)).save(os.path.join(folder, f"{i}.jpg"))


def make(photos, into, *options):
    return subprocess.run([sys.executable, "-B", MAKE, "--number", str(NUMBER), *options, photos,
                           into], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def read(folder):
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(where, name), "rb") as file:
                found[os.path.relpath(os.path.join(where, name), folder)] = file.read()
    return found


class Lookalikes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.photos = self.path("photos")
        make_photos(self.photos)

    def tearDown(self):
        self.folder.cleanup()

    def path(self, *names):
        return os.path.join(self.folder.name, *names)

    def test_seeds(self):
        for name, seed in (("one", "5"), ("again", "5"), ("other", "6")):
            self.assertEqual(make(self.photos, self.path(name), "--seed", seed).returncode, 0)
        one, again, other = (read(self.path(name)) for name in ("one", "again", "other"))
        self.assertEqual(one, again)
        self.assertEqual(sorted(one), sorted(f"{kind}/{i:04}.jpg" for kind in DRAWN + ["mixed"]
                                             for i in range(NUMBER)))
        self.assertEqual(len(set(one.values())), len(one))
        for name in one:
            if not name.startswith("mixed/"):
                self.assertNotEqual(one[name], other[name], name)

    def test_differences(self):
        """Pictures of a template differ in more than the noise, somewhere."""
        make(self.photos, self.path("made"))
        for kind in DRAWN:
            pictures = [np.asarray(Image.open(self.path("made", kind, f"{i:04}.jpg")).convert("L")
                                   .resize((128, 128), Image.BOX), np.int16)
                        for i in range(NUMBER)]
            for i in range(1, NUMBER):
                self.assertGreater(np.abs(pictures[i] - pictures[0]).max(), 6, kind)

    def test_photos_once(self):
        """A photo is in one picture only: a set that is too small is refused."""
        for name in os.listdir(self.photos)[5:]:
            os.remove(os.path.join(self.photos, name))
        found = make(self.photos, self.path("made"), "--kinds", "pages", "--number", "6")
        self.assertEqual(found.returncode, 1)
        self.assertIn(b"too few photos", found.stderr)

    def test_tiny(self):
        found = make(self.photos, self.path("made"), "--kinds", "tiny", "--tiny", self.photos)
        self.assertEqual(found.returncode, 0)
        self.assertEqual(len(read(self.path("made"))), NUMBER)
        self.assertEqual(make(self.photos, self.path("made"), "--kinds", "nonsense").returncode, 2)


if __name__ == "__main__":
    unittest.main()
