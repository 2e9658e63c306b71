#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli stopped, killed, or started twice: what was done is kept, and the end is the same.

Usage: test-interruptions.py SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import contextlib
import ctypes
import fcntl
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time

from cli_test import (
    FAMILIES,
    LONG,
    PATIENCE,
    VARIANTS,
    Skip,
    assert_nothing_left,
    main,
    undisturbed,
)
from ways import make_ways


def test_interrupt(case):
    case.make(FAMILIES, VARIANTS)
    stored = 0
    for number, after in [(signal.SIGINT, 10), (signal.SIGTERM, 60)]:
        process = case.start("index", "photos")
        # More than before: until then the program may not even have begun to listen.
        after = max(after, stored + 1)
        case.wait_for_files(process, after)
        process.send_signal(number)
        err = process.communicate(timeout=60)[1].decode()
        # As shells say it.
        assert process.returncode == 128 + number and "run the command again" in err, \
            (process.returncode, err)
        assert_nothing_left(process)
        stored = case.count_files()
        assert after <= stored <= FAMILIES * VARIANTS, stored
    summary = case.json("index", "photos")
    assert summary["added"] + summary["unchanged"] == FAMILIES * VARIANTS, summary
    assert summary["unchanged"] >= 60 and summary["failed"] == 0, summary
    assert case.digest() == undisturbed(case)


def test_killed_indexing(case):
    """kill -9 early, in the middle, and while the last model is learned."""
    chance = random.Random(4)
    total = FAMILIES * VARIANTS
    case.make(FAMILIES, VARIANTS)
    for after in [1, total // 3, total * 3 // 4, total, total]:
        process = case.start("index", "photos")
        case.wait_for_files(process, after)
        time.sleep(chance.random() * .1)
        process.kill()
        process.communicate()
        assert_nothing_left(process)
        assert case.query("PRAGMA quick_check") == [("ok",)]
        assert case.count_files() >= min(after, total)
    summary = case.json("index", "photos")
    assert summary["failed"] == 0 and summary["photos"] == total, summary
    status = case.json("status")
    assert status["quarantined"] == [] and not status["model"]["provisional"], status
    assert case.digest() == undisturbed(case)


def test_killed_refining(case):
    """What was indexed from small pictures can be searched; what was decoded in full stays so."""
    chance = random.Random(6)
    total = 8
    case.make(2, 4, kind="heic")
    assert case.json("index", "--quick", "photos")["quick"] == total
    assert case.json("status")["quick"] == total
    assert case.json("search", "--all", "photos/000/000.heic")["results"]
    left = total
    for _ in range(3):
        process = case.start("index", "photos")
        time.sleep(.1 + chance.random() * .6)
        process.kill()
        process.communicate()
        assert_nothing_left(process)
        assert case.query("PRAGMA quick_check") == [("ok",)]
        quick, = case.query("SELECT count(*) FROM quick_photos")[0]
        assert quick <= left, (quick, left)
        left = quick
    summary = case.json("index", "photos")
    assert summary["quick"] == 0 and summary["added"] == 0 and summary["failed"] == 0, summary
    status = case.json("status")
    assert status["quick"] == 0 and not status["model"]["provisional"], status
    assert case.digest() == undisturbed(case)


def test_killed_training(case):
    """The old codes stay until the new ones are whole."""
    chance = random.Random(5)
    train = ["--method", "gs-itq", "--bits", "128", "--seed", "3"]
    case.make(FAMILIES, VARIANTS)
    case.run("index", "photos")
    old = case.digest()
    for i in range(6):
        process = case.start("train", "--use", *train)
        time.sleep(chance.random() * .4)
        if i % 2:
            # While the new codes are written.
            end = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < end \
                    and case.query("SELECT count(*) FROM models") == [(1,)]:
                time.sleep(.001)
        process.kill()
        process.communicate()
        assert case.query("PRAGMA quick_check") == [("ok",)]
        if case.digest() != old:
            # It was done before it was killed.
            assert case.digest()[:3] == ("gs-itq", 128, 3)
            break
        assert len(case.json("search", "--all", "photos/000/000.jpg")["results"]) == 50
    case.run("train", "--use", *train)
    assert case.digest() == undisturbed(case, *train)
    model, = case.query("SELECT active_model FROM state")[0]
    for other, in case.query("SELECT id FROM models"):
        if other != model:
            case.run("models", "--drop", str(other))
    vectors = case.query("SELECT model, count(*) FROM vectors GROUP BY model",
                         database=case.library.replace(".db", ".features.db"))
    assert vectors == [(model, FAMILIES * VARIANTS)], vectors


def test_killed_anywhere(case):
    """kill -9 at random moments while photos are indexed, a model is trained, another is chosen,
    a folder is removed, and an older library is brought up to date."""
    chance = random.Random(6)
    ways = make_ways(case)
    for number in range(200 if LONG else 5):
        way = ways[number % len(ways)]
        share = chance.random()
        way.restore()
        process = case.start(*way.args)
        time.sleep(share * way.seconds)
        process.kill()
        process.communicate()
        assert_nothing_left(process)
        way.finish(share)


class Watch:
    """A running “watch”, and the objects that it has printed."""

    def __init__(self, case, *command):
        self.process = subprocess.Popen([*command, case.cli, "watch", "--json"], env=case.env,
                                        cwd=case.folder, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, start_new_session=True)
        self.text = b""

    def read(self):
        """The next object."""
        end = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(ValueError):
                # A line break may come later than what it ends.
                self.text = self.text.lstrip()
                answer, at = json.JSONDecoder().raw_decode(self.text.decode())
                self.text = self.text[at:]
                return answer
            ready = select.select([self.process.stdout], [], [], end - time.monotonic())[0]
            assert ready, "nothing was noticed"
            more = os.read(self.process.stdout.fileno(), 4096)
            assert more, self.process.stderr.read().decode()
            self.text += more

    def end(self):
        self.process.send_signal(signal.SIGINT)
        err = self.process.communicate(timeout=60)[1].decode()
        assert self.process.returncode == 0 and "CRITICAL" not in err, err
        return err


def test_watch(case):
    """Changes are noticed and indexed, until Ctrl-C."""
    case.fails("watch", say=["Index a folder first"])
    case.make(2, 2)
    case.run("index", "photos")
    watch = Watch(case)
    try:
        assert watch.read()["photos"] == 4
        case.make(3, 2)
        while (answer := watch.read())["photos"] < 6:
            assert answer["failed"] == 0, answer
        os.rename(os.path.join(case.photos, "000"), os.path.join(case.photos, "new name"))
        answer = watch.read()
        assert (answer["added"], answer["removed"], answer["photos"]) == (2, 2, 6), answer
        os.unlink(os.path.join(case.photos, "new name", "000.jpg"))
        assert watch.read()["photos"] == 5
        err = watch.end()
        assert "watched" not in err, err
    finally:
        watch.process.kill()
        watch.process.communicate()


def list_made(folder):
    """What is there, but for what SQLite writes beside a database that was open when it was
    moved."""
    return [name for name in os.listdir(folder) if not name.endswith(("-shm", "-wal"))]


def test_watch_moved(case):
    """A library that is moved meanwhile is watched where it is now, and none is made where it
    was."""
    case.make(2, 2)
    case.run("index", "photos")
    home, there = os.path.dirname(case.library), os.path.join(case.folder, "there")
    watch = Watch(case)
    try:
        assert watch.read()["photos"] == 4
        # What “Move…” in the window leaves behind, see sem_store_move(), which has the lock
        # meanwhile.
        os.mkdir(there)
        with open(case.library + ".lock", "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # In this order: whoever looks in between finds the one library or the other.
            names = os.listdir(home)
            for name in names:
                # SQLite removes its log when the last connection is closed.
                with contextlib.suppress(FileNotFoundError):
                    shutil.copy2(os.path.join(home, name), os.path.join(there, name))
            with open(os.path.join(home, "library.place"), "w", encoding="utf-8") as place:
                place.write(f"{there}\n")
            for name in names:
                with contextlib.suppress(FileNotFoundError):
                    os.remove(os.path.join(home, name))
        case.make(3, 2)
        while (answer := watch.read())["photos"] < 6:
            assert answer["removed"] == 0, answer
        assert f"moved to “{there}/library.db”" in watch.end()
    finally:
        watch.process.kill()
        watch.process.communicate()
    assert list_made(home) == ["library.place"], os.listdir(home)
    assert case.json("status")["photos"] == 6
    # A program that still knows the old place makes nothing there either.
    case.fails("index", "--library", case.library, "photos", say=[f"moved to “{there}”"])
    with open(os.path.join(home, "library.place"), "w", encoding="utf-8") as place:
        place.write("there\n")
    case.fails("index", "photos", say=["library.place” should name the folder"])
    assert list_made(home) == ["library.place"], os.listdir(home)


class Openings:
    """Counts how often a file is opened, by inotify."""

    OPEN, CLOSE_WRITE = 0x20, 0x8

    def __init__(self, path):
        libc = ctypes.CDLL(None, use_errno=True)
        self.fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        # Two events of one kind, one after the other, would be told as one.
        watch = libc.inotify_add_watch(self.fd, os.fsencode(path), self.OPEN | self.CLOSE_WRITE)
        assert self.fd >= 0 and watch >= 0, os.strerror(ctypes.get_errno())

    def count(self, seconds):
        """Those until there was none for so long."""
        opened = 0
        while select.select([self.fd], [], [], seconds)[0]:
            for _, mask, _, _ in struct.iter_unpack("iIII", os.read(self.fd, 1 << 14)):
                opened += mask & self.OPEN != 0
        return opened


def test_watch_together(case):
    """What has changed while the library was updated is looked for once, however often it was told
    of."""
    told = 4
    case.make(1, 1)
    case.run("index", "photos")
    watch = Watch(case)
    openings = Openings(case.library + ".lock")
    try:
        assert watch.read()["photos"] == 1
        openings.count(6)
        connection = sqlite3.connect(case.library, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        # The first update waits for the library; the others are told of meanwhile.
        for number in range(1 + told):
            case.make(1, 2 + number)
            time.sleep(3)
        connection.execute("ROLLBACK")
        connection.close()
        while watch.read()["photos"] < 2 + told:
            continue
        updates = openings.count(6)
        assert 1 <= updates <= 3, updates
        watch.end()
    finally:
        os.close(openings.fd)
        watch.process.kill()
        watch.process.communicate()


def count_quick(case):
    return case.query("SELECT count(*) FROM quick_photos")[0][0]


def test_watch_while_refining(case):
    """Photos that come while others are refined are indexed at once, as is Ctrl-C heard."""
    case.make(1, 1, kind="heic")
    first = os.path.join(case.photos, "000", "000.heic")
    # Long enough for all that follows, however many are decoded at a time. The same picture, with
    # boxes of different bytes, which readers pass over.
    total = 150 * len(os.sched_getaffinity(0))
    with open(first, "rb") as file:
        picture = file.read()
    for number in range(1, total):
        with open(first.replace("000.heic", f"{number:03}.heic"), "wb") as file:
            file.write(picture + b"\0\0\0\x0cfree" + number.to_bytes(4, "big"))
    assert case.json("index", "--quick", "photos")["quick"] == total
    watch = Watch(case)
    try:
        assert watch.read()["photos"] == total
        assert count_quick(case) > 0
        case.make(1, 2)
        answer = watch.read()
        assert answer["photos"] > total and answer["failed"] == 0, answer
        assert count_quick(case) > 0
        watch.end()
        assert count_quick(case) > 0
    finally:
        watch.process.kill()
        watch.process.communicate()


def test_few_watches(case):
    """Where the kernel has too few watches, it is said, and what can be watched is."""
    case.make(6, 1)
    case.run("index", "photos")
    limit = ["unshare", "--user", "--map-root-user", "sh", "-c",
             'echo 3 > /proc/sys/user/max_inotify_watches && exec "$@"', "sh"]
    if subprocess.run([*limit, "true"], check=False, capture_output=True).returncode:
        raise Skip("namespaces are not allowed here")
    watch = Watch(case, *limit)
    try:
        assert watch.read()["photos"] == 6
        # Long enough for the sentence, which comes after the folders were looked at.
        case.make(7, 1)
        assert watch.read()["added"] == 1
        err = watch.end()
        assert "max_user_watches" in err and "ten minutes" in err, err
    finally:
        watch.process.kill()
        watch.process.communicate()


def test_busy(case):
    case.make(FAMILIES, 2)
    process = case.start("index", "photos")
    case.wait_for_files(process, 1)
    for args in [["index", "photos"], ["train"], ["remove", "photos"]]:
        assert process.poll() is None, "the first one was too fast"
        case.fails(*args, say=["Another Semblance", "library.db"])
    assert case.json("status")["photos"] > 0
    assert process.wait(timeout=300) == 0
    process.communicate()
    assert case.json("index", "photos")["unchanged"] == 2 * FAMILIES


TESTS = [
    test_interrupt,
    test_killed_indexing,
    test_killed_refining,
    test_killed_training,
    test_killed_anywhere,
    test_watch,
    test_watch_moved,
    test_watch_together,
    test_watch_while_refining,
    test_few_watches,
    test_busy,
]

if __name__ == "__main__":
    if len(sys.argv) > 6:
        TESTS = [test for test in TESTS if test.__name__ == "test_" + sys.argv[6]]
    sys.exit(main(TESTS, sys.argv[1:6]))
