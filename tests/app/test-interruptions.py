#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli stopped, killed, or started twice: what was done is kept, and the end is the same.

Usage: test-interruptions.py SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import random
import signal
import sys
import time

from cli_test import FAMILIES, VARIANTS, assert_nothing_left, main, undisturbed


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
    test_killed_training,
    test_busy,
]

if __name__ == "__main__":
    if len(sys.argv) > 6:
        TESTS = [test for test in TESTS if test.__name__ == "test_" + sys.argv[6]]
    sys.exit(main(TESTS, sys.argv[1:6]))
