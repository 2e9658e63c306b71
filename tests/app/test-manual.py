#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people are told: the manual, README.md, the packages' lists.

Usage: test-manual.py MESON SOURCE BUILD SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
       FAIL-WRITES
"""

import gzip
import hashlib
import lzma
import os
import re
import shutil
import subprocess
import sys
import tarfile

from cli_test import LONG, Skip, main
from install_test import BUILD, MESON, SOURCE, install, need_weights, run


def test_packaging(case):
    """The Debian package is built with every library that the program is built with."""
    listed = {}
    for path in ["app/packages.txt", "resources/packaging/debian/control"]:
        with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
            listed[path] = set(re.findall(r"^ ?([a-z0-9.+-]+-dev)\b", file.read(), re.MULTILINE))
    assert listed["app/packages.txt"] <= listed["resources/packaging/debian/control"], listed


def test_dist(case):
    """What is given away as sources is the same whenever it is packed, and is what is committed."""
    if not shutil.which("git") or not os.path.exists(os.path.join(SOURCE, ".git")):
        raise Skip("these sources are not a clone")
    sums, names = set(), None
    # What is packed is compared: to compress it as it is given away takes five times as long.
    second = ("xztar", lzma.open) if LONG else ("gztar", gzip.open)
    for kind, unpack in ("xztar", lzma.open), second:
        done = subprocess.run([MESON, "dist", "-C", BUILD, "--no-tests", "--allow-dirty",
                               "--formats", kind], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        assert done.returncode == 0, done.stdout
        packed = re.search(r"^Created (.*)$", done.stdout, re.MULTILINE)[1]
        with unpack(packed) as file:
            sums.add(hashlib.sha256(file.read()).hexdigest())
        with tarfile.open(packed) as archive:
            names = {name.partition("/")[2] for name in archive.getnames()}
    assert len(sums) == 1, sums
    listed = subprocess.run(["git", "-C", SOURCE, "-c", "safe.directory=*", "ls-files", "-z"],
                            stdout=subprocess.PIPE, text=True, check=True).stdout
    missing = set(listed.strip("\0").split("\0")) - names
    assert not missing, missing


def list_options(text):
    return re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.MULTILINE)


def list_commands(help_text):
    return re.findall(r"^  ([a-z]+) +", help_text.split("First")[0], re.MULTILINE)


def read_page(pages, name):
    """Returns the text of a page, which groff has nothing to say against."""
    page = os.path.join(pages, f"{name}.1")
    if shutil.which("groff"):
        done = subprocess.run(["groff", "-man", "-ww", "-z", "-Kutf8", page],
                              stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 0 and not done.stderr, done.stderr
    with open(page, encoding="utf-8") as file:
        return file.read().replace("\\-", "-")


def test_manual(case):
    """Each program and each command has a page, with every option that it explains."""
    prefix = install(case)
    pages = os.path.join(prefix, "share", "man", "man1")
    for name in ["semblance", "semblance-cli", "semblance-weights"]:
        text = read_page(pages, name)
        options = list_options(run(case, os.path.join(prefix, "bin", name), "--help"))
        assert all(option in text for option in options), (name, options)
    cli = os.path.join(prefix, "bin", "semblance-cli")
    commands = list_commands(run(case, cli, "--help"))
    assert len(commands) >= 10, commands
    main_page = read_page(pages, "semblance-cli")
    for command in commands:
        name = f"semblance-cli-{command}"
        text = read_page(pages, name)
        assert f"{name}" in main_page and "semblance-cli" in text.split(".SH SEE ALSO")[1], name
        assert f"\n.SH NAME\n{name} \\- " in text.replace(" - ", " \\- "), text[:200]
        for option in list_options(run(case, cli, command, "--help")):
            assert option in text, (command, option)
    assert sorted(os.listdir(pages)) == sorted(
        [f"semblance-cli-{command}.1" for command in commands]
        + ["semblance.1", "semblance-cli.1", "semblance-weights.1"])


# The names in the examples, and what is there for them.
PHOTOS = {"Pictures/Rome/1.jpg": 9, "rose.jpg": 1, "bike.jpg": 2, "tulip.jpg": 3,
          "holiday.jpg": 4, "rose-edited.jpg": 1}


def test_examples(case):
    """The examples of the manual work, word for word, in the order of a person's work."""
    try:
        import numpy  # pylint: disable=unused-import,import-outside-toplevel
        from PIL import Image  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise Skip("python3-numpy or python3-pil is not installed") from error
    need_weights(case)
    case.make(26, 4, os.path.join(case.folder, "Pictures"))
    shutil.copytree(os.path.join(case.folder, "Pictures"), os.path.join(case.folder, "flowers"))
    for name, family in PHOTOS.items():
        os.makedirs(os.path.dirname(os.path.join(case.folder, name)), exist_ok=True)
        shutil.copy(os.path.join(case.folder, "Pictures", f"{family:03}", "000.jpg"),
                    os.path.join(case.folder, name))
    # A region of it is asked for, in pixels.
    bike = os.path.join(case.folder, "bike.jpg")
    Image.open(bike).resize((1200, 900)).save(bike)
    # What the examples of "search" copy into.
    os.mkdir(os.path.join(case.folder, "Roses"))
    tried = []
    for command in ["index", "search", "compare", "duplicates", "inspect", "export", "import"]:
        text = run(case, os.path.join(BUILD, "semblance-cli"), command, "--help")
        python = re.search(r"^In Python.*:\n((?:  .*\n)+)", text, re.MULTILINE)
        examples = re.findall(r"(semblance-cli .*)$", text[text.index("\nExample"):], re.MULTILINE)
        assert examples, text
        if command == "import":
            assert python, text
            # The new features are those that there are, the first 64 of each.
            script = "import numpy\nx = numpy.load('features.npz')['features'][:, :64]\n" \
                + re.sub("^  ", "", python[1], flags=re.MULTILINE)
            run(case, sys.executable, "-c", script)
        for example in examples:
            example = example.replace(" /media/disk/photos", "")
            run(case, "bash", "-euo", "pipefail", "-c", example, PATH=BUILD + ":/usr/bin:/bin",
                SHELL="/bin/bash")
            tried.append(example)
    assert len(tried) >= 12, tried
    assert os.listdir(os.path.join(case.folder, "Roses")), "nothing was copied"


def test_readme(case):
    """What README.md shows in a terminal works, word for word."""
    need_weights(case)
    pictures = os.path.join(case.folder, "Pictures")
    case.make(10, 4, pictures)
    os.rename(os.path.join(pictures, "001", "001.jpg"), os.path.join(pictures, "holiday.jpg"))
    os.rename(os.path.join(pictures, "002", "001.jpg"), os.path.join(pictures, "car.jpg"))
    with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as file:
        blocks = re.findall(r"^```sh\n(.*?)^```$", file.read(), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 2, blocks
    path = BUILD + ":/usr/bin:/bin"
    commands = 0
    for block in blocks:
        # Each by itself, so that one that fails is named; what continues a line is indented.
        for command in re.split(r"\n(?=mkdir|semblance|cat|python3|#)", block.strip()):
            if command.startswith("#"):
                continue
            run(case, "bash", "-euo", "pipefail", "-c", command, PATH=path, SHELL="/bin/bash")
            commands += 1
    assert commands >= 12, commands
    assert os.listdir(os.path.join(case.folder, "Lakes")), "nothing was copied"
    assert os.path.getsize(os.path.join(case.folder, "quality.html")) > 10000


TESTS = [test_packaging, test_dist, test_manual, test_examples, test_readme]

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[4:9]))
