#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replaces COLMAP: takes its arguments, prints its progress, and writes made-up reconstructions.

FAKE_COLMAP is a fault, "STEP:WHAT", where WHAT is one of fail, hang, fill, die, none, damaged,
stranger, thin (the photos share hardly any points), stray (one of them does), stamp (the shared
points are a mark in a corner).
FAKE_COLMAP_LOG is a file that gets a line for each start: the step and the images found.
FAKE_COLMAP_ONLY limits the fault to groups with that many images.
"""

import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time

NO_POINT = 2**64 - 1


def main():
    step = sys.argv[1]
    options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
    database = options["--database_path"]
    state = {"images": [], "pairs": 0}
    if os.path.exists(database):
        with open(database, encoding="utf-8") as file:
            state = json.load(file)
    if step == "feature_extractor":
        state["images"] = sorted(os.listdir(options["--image_path"]))
        check_images(options["--image_path"], state["images"])
    with open(os.environ.get("FAKE_COLMAP_LOG", os.devnull), "a", encoding="utf-8") as file:
        # The line is written later than the file is created; readers must wait for it.
        time.sleep(.3 if os.environ.get("FAKE_COLMAP", "").endswith(":hang") else 0)
        file.write(f"{step} {len(state['images'])} {os.getpid()}\n")
    # As the real one does.
    os.close(tempfile.mkstemp(prefix="colmap.")[0])
    trouble(step, len(state["images"]))
    if step == "feature_extractor":
        say("Processed file", state["images"])
    elif step == "matches_importer":
        with open(options["--match_list_path"], encoding="utf-8") as file:
            state["pairs"] = len(file.readlines())
        say("Matching block", [1])
    else:
        return write_model(options, state["images"])
    with open(database, "w", encoding="utf-8") as file:
        json.dump(state, file)
    return 0


def check_images(folder, names):
    """Checks that the images are grey and within the size limit."""
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            magic, sides, depth, pixels = file.read().split(b"\n", 3)
        width, height = map(int, sides.split())
        assert (magic, depth) == (b"P5", b"255") and max(width, height) <= 1600, name
        assert len(pixels) == width * height, name


def say(what, items):
    for i in range(len(items)):
        print(f"{what} [{i + 1}/{len(items)}]", flush=True)


def trouble(step, n_images):
    when, _, what = os.environ.get("FAKE_COLMAP", "").partition(":")
    only = int(os.environ.get("FAKE_COLMAP_ONLY", n_images))
    if when != step or only != n_images:
        return
    if what == "fail":
        print("something went wrong", file=sys.stderr, flush=True)
        sys.exit(3)
    if what == "none":
        sys.exit(1)
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "hang":
        subprocess.run(["sleep", "1000"], check=False)
    while what == "fill":
        with open("filled", "ab") as file:
            file.write(bytes(1 << 20))
        time.sleep(0.01)


def entry(number, name, observed, width, height):
    data = struct.pack("<I7dI", number, 1, 0, 0, 0, 0, 0, 5 + number % 3, 1)
    data += name.encode() + b"\0" + struct.pack("<Q", len(observed) + 1)
    for i, point in enumerate(observed + [NO_POINT]):
        data += struct.pack("<ddQ", i % 6 / 6 * width, i / 31 * height, point)
    return data


def write_model(options, images):
    """A ring: image i observes the points 10·i to 10·i + 29, so that neighbours share 20."""
    what = os.environ.get("FAKE_COLMAP", "").partition(":")[2]
    if "--image_list_path" in options:
        with open(options["--image_list_path"], encoding="utf-8") as file:
            listed = set(file.read().split())
        images = [name for name in images if name in listed]
    if what == "stranger":
        images = images[:-1] + ["stranger.pgm"]
    folder = os.path.join(options["--output_path"], "0")
    os.mkdir(folder)
    for i in range(len(images)):
        print(f"Registering image #{i + 1} ({i + 1})", flush=True)
    n_points = 10 * len(images) + 30
    size = (100, 30) if what == "stamp" else (640, 480)
    seen = [9 if what == "thin" or (what == "stray" and i == 0) else 30
            for i in range(len(images))]
    files = {
        "cameras.bin": struct.pack("<QIiQQ3d", 1, 1, 0, 640, 480, 700, 320, 240),
        "images.bin": struct.pack("<Q", len(images)) + b"".join(
            entry(i + 1, name, list(range(10 * i, 10 * i + seen[i])), *size)
            for i, name in enumerate(images)),
        "points3D.bin": struct.pack("<Q", n_points) + b"".join(
            struct.pack("<Q3d3BdQ", i, 0, 0, 10, 0, 0, 0, .5, 0) for i in range(n_points)),
    }
    if what == "damaged":
        files["images.bin"] = files["images.bin"][:-7]
    for name, data in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
