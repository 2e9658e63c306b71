#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli without weights or decoder, and with a library that is damaged, newer, or none.

Usage: test-library.py SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import os
import shutil
import sqlite3
import sys
import time

from cli_test import LONG, main, read, write


def test_weights(case):
    case.make(1, 2)
    damaged = os.path.join(case.folder, "damaged.safetensors")
    write(damaged, read(case.weights)[:1_000_000])
    missing = os.path.join(case.folder, "missing.safetensors")
    for weights in [missing, damaged]:
        for args in [["index", "photos"], ["search", "photos/000/000.jpg"]]:
            case.fails(*args, SEMBLANCE_WEIGHTS=weights, say=[os.path.basename(weights)])
    case.run("index", "photos")


def test_no_decoder(case):
    case.make(2, 2)
    case.fails("index", "photos", SEMBLANCE_DECODER="/nonexistent/decoder",
               say=["/nonexistent/decoder"])
    assert case.json("index", "photos")["added"] == 4
    # What was decoded already can be searched without one.
    answer = case.json("search", "photos/000/000.jpg", SEMBLANCE_DECODER="/nonexistent/decoder")
    assert len(answer["results"]) == 3


def test_sandbox(case):
    """Says how well the decoder is locked in, also where it is less than it could be."""
    case.make(1, 2)
    case.run("index", "photos")
    # What the script needs that starts the program, but no bubblewrap.
    without = os.path.join(case.folder, "bin")
    os.mkdir(without)
    os.symlink(shutil.which("readlink"), os.path.join(without, "readlink"))
    for path in [os.environ["PATH"], without]:
        sandbox = case.json("status", "--verbose", PATH=path)["engine"]["sandbox"]
        said = case.run("status", "--verbose", PATH=path)[0]
        lines = [line for line in said.splitlines() if line.startswith("sandbox: ")]
        assert sandbox["level"] in ("full", "reduced", "none"), sandbox
        assert (sandbox["level"] == "full") == (sandbox["missing"] == []), sandbox
        if path == without:
            assert "bubblewrap" in sandbox["missing"], sandbox
        if sandbox["level"] == "reduced":
            assert lines == [f"sandbox: reduced (missing: {', '.join(sandbox['missing'])})"], lines
        else:
            assert lines == ["sandbox: " + sandbox["level"]], lines
    missing = {"SEMBLANCE_DECODER": "/nonexistent/decoder"}
    assert case.json("status", "--verbose", **missing)["engine"]["sandbox"] is None
    assert "\nsandbox: unknown\n" in case.run("status", "--verbose", **missing)[0]


def test_library_file(case):
    """Another place, a damaged library, a newer one, and files that are no library."""
    case.make(3, 2)
    library = os.path.join(case.folder, "another", "yet.db")
    os.mkdir(os.path.dirname(library))
    case.run("index", "--library", library, "photos")
    assert case.json("status", "--library", library)["photos"] == 6
    assert not os.path.exists(case.library)

    content = read(library)
    write(library, b"\0" * 4096 + content[4096:])
    for args in [["status"], ["search", "photos/000/000.jpg"], ["train"], ["remove", "photos"]]:
        case.fails(*args, "--library", library, say=["yet.db", "damaged"])
    assert read(library)[4096:] == content[4096:]
    out, err = case.run("index", "--library", library, "photos")
    assert "was moved to" in err and "6 added" in out, (out, err)
    aside = [name for name in os.listdir(os.path.dirname(library)) if ".damaged-" in name]
    assert any(name.startswith("yet.db.damaged-") for name in aside), aside

    # A damaged companion file is rebuilt from the photos.
    write(library.replace(".db", ".features.db"), b"nonsense" * 1000)
    case.fails("search", "--library", library, "photos/000/000.jpg",
               say=["yet.features.db", "damaged"])
    summary = case.json("index", "--library", library)
    assert summary["photos"] == 6 and summary["failed"] == 0, summary
    assert len(case.json("search", "--all", "--library", library,
                         "photos/000/000.jpg")["results"]) == 5

    connection = sqlite3.connect(library)
    connection.execute("PRAGMA user_version = 1000")
    connection.close()
    for args in [["status"], ["index", "photos"], ["train"], ["search", "photos/000/000.jpg"]]:
        case.fails(*args, "--library", library, say=["yet.db", "newer", "Update"])

    photo = os.path.join(case.photos, "000", "000.jpg")
    before = read(photo)
    for args in [["index", "photos"], ["status"], ["train"], ["doctor", "--fix"], ["models"],
                 ["remove", "photos"], ["models", "--use", "1"], ["search", "photos/000/001.jpg"],
                 ["index"], ["index", "--forget-missing", "photos"]]:
        case.fails(*args, "--library", photo, say=["000.jpg", "not a library"])
    assert read(photo) == before
    assert sorted(os.listdir(os.path.dirname(photo))) == ["000.jpg", "001.jpg"]
    # A folder is only made for the library that nobody has named.
    far = os.path.join(case.folder, "no", "such")
    case.fails("index", "photos", "--library", os.path.join(far, "l.db"), say=[far, "not exist"])
    assert not os.path.exists(os.path.dirname(far))


def test_folders_within(case):
    """What lies in a folder of the library is not one of its own: that is said."""
    case.make(3, 2)
    case.run("index", "photos")
    inner = os.path.join(case.photos, "001")
    _, said = case.run("index", inner)
    assert f"“{inner}” lies in “{case.photos}”" in said, said
    _, said = case.run("index", "photos")
    assert "lies in" not in said, said
    case.fails("remove", inner, say=[f"“{inner}” lies in “{case.photos}”"])
    out = case.run("remove", "photos")[0]
    assert case.photos in out and "6" in out, out


def test_damage_within(case):
    """Pages that only indexing meets: it renews the library by itself."""
    case.make(8, 4)
    case.run("index", "photos")
    content = bytearray(read(case.library))
    for page in range(4096 * 3, len(content), 4096):
        content[page:page + 64] = b"\xee" * 64
    write(case.library, bytes(content))
    case.make(9, 4)
    err = case.run("index", "photos")[1]
    assert "library.db" in err and "was moved to" in err, err
    assert case.json("status")["photos"] == 36
    assert len(case.json("search", "--all", "photos/000/000.jpg")["results"]) == 35


def own_memory(pid):
    """Bytes that only the process has. What it maps of the library's file is the system's to keep
    or to drop, and counts once for each connection."""
    try:
        for line in read(f"/proc/{pid}/status").decode().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def test_many_files(case):
    """A folder of very many files takes little memory, and the second run reads none of them. They
    are names of one file, which a scan cannot know."""
    n = 1_000_000 if LONG else 3_000
    case.make(1, 2)
    first = os.path.join(case.photos, "000")
    for number in range(n):
        if number % 30_000 == 0:
            folder = os.path.join(case.photos, f"many {number}")
            os.mkdir(folder)
            file = os.path.join(folder, "text")
            write(file, b"text")
        else:
            os.link(file, os.path.join(folder, str(number)))
    assert os.listdir(first)
    summary = case.json("index", "photos")
    assert (summary["added"], summary["skipped"]) == (2, n), summary
    process = case.start("index")
    most = 0
    while process.poll() is None:
        most = max(most, own_memory(process.pid))
        time.sleep(.02)
    assert process.returncode == 0, process.communicate()
    process.communicate()
    # What comes with the network, and a byte a file.
    assert 0 < most < 150_000_000, most
    summary = case.json("index", SEMBLANCE_DECODER="/nonexistent/decoder")
    assert (summary["unchanged"], summary["skipped"]) == (2, n), summary


TESTS = [
    test_many_files,
    test_weights,
    test_no_decoder,
    test_sandbox,
    test_library_file,
    test_folders_within,
    test_damage_within,
]

if __name__ == "__main__":
    if len(sys.argv) > 6:
        TESTS = [test for test in TESTS if test.__name__ == "test_" + sys.argv[6]]
    sys.exit(main(TESTS, sys.argv[1:6]))
