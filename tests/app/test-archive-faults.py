#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive: kills, several at once, and rights.

Usage: test-archive-faults.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
                              FAIL-WRITES
"""

import os
import random
import signal
import sys
import time

from archive_test import add_copies, add_user, count, digest, index_own, make_archive
from cli_test import FAMILIES, LONG, VARIANTS, index, main


def test_kills(case):
    """Whatever is killed while photos are published, and whenever, nothing is lost and nothing
    there twice."""
    index_own(case)
    add_copies(case)
    server, uri = make_archive(case, "kills")
    chance = random.Random(5)
    publish = ["archive", "publish", uri, "--yes", "--name", "anna"]
    case.run(*publish)
    wanted = digest(server, "kills")
    counts = count(server, "kills")
    assert counts[1] > 2 * 256, counts
    case.run("archive", "remove", uri, "--name", "anna")
    for round_ in range(100 if LONG else 5):
        victim = ("publisher", "backend", "server")[round_ % 3]
        process = case.start(*publish)
        time.sleep(chance.uniform(.02, .6))
        if victim == "publisher":
            process.kill()
        elif victim == "backend":
            for pid, in server.sql("SELECT pid FROM pg_stat_activity WHERE datname = 'kills'"):
                os.kill(int(pid), signal.SIGKILL)
        else:
            server.stop(signal.SIGQUIT)
            server.start()
        out, err = process.communicate(timeout=120)
        assert process.returncode in (0, 1, -signal.SIGKILL), (victim, out, err)
        assert process.returncode != 1 or err.endswith(b".\n"), (victim, err)
        # After a crash of a session the server comes back by itself.
        end = time.monotonic() + 60
        while not server.answers():
            assert time.monotonic() < end
            time.sleep(.2)
        case.run(*publish)
        assert count(server, "kills") == counts, (round_, victim)
        assert digest(server, "kills") == wanted, (round_, victim)
        assert case.json("archive", "status", uri)["photos"] == counts[0]
        case.run("archive", "remove", uri, "--name", "anna")
        assert count(server, "kills") == [0] * 5, (round_, victim)


def test_at_once(case):
    """Two that publish the same photos at once, and one that removes its own meanwhile."""
    index_own(case)
    add_copies(case)
    server, uri = make_archive(case, "once")
    users = [add_user(server, "once", user, "publisher") for user in ("o-anna", "o-ben", "o-eve")]
    for user, name in zip(users, ("anna", "ben", "eve")):
        case.run("archive", "publish", user, "--yes", "--name", name)
        counts = count(server, "once")
    wanted = digest(server, "once")
    for _ in range(30 if LONG else 3):
        for user, name in zip(users[:2], ("anna", "ben")):
            case.run("archive", "remove", user, "--name", name)
        processes = [case.start("archive", verb, user, "--name", name, *args)
                     for verb, user, name, args in (("publish", users[0], "anna", ["--yes"]),
                                                    ("publish", users[1], "ben", ["--yes"]),
                                                    ("remove", users[2], "eve", []))]
        for process in processes:
            out, err = process.communicate(timeout=120)
            assert process.returncode == 0, (out, err)
        case.run("archive", "publish", users[2], "--yes", "--name", "eve")
        assert count(server, "once") == counts
        assert digest(server, "once") == wanted


def test_rights(case):
    """A reader changes nothing, and a publisher only its own rows, whatever it tries."""
    index(case)
    server, uri = make_archive(case, "rights")
    anna, ben = (add_user(server, "rights", user, "publisher") for user in ("r-anna", "r-ben"))
    reader = add_user(server, "rights", "r-cleo", "reader")
    case.run("archive", "publish", anna, "--yes", "--name", "anna")
    before = server.sql("SELECT * FROM semblance.places ORDER BY id", "rights")
    hashes = server.sql("SELECT * FROM semblance.photos ORDER BY id", "rights")
    assert case.json("archive", "status", reader)["photos"] == FAMILIES * VARIANTS
    case.fails("archive", "publish", reader, "--yes", say=["does not allow"])

    owner = server.sql("SELECT id FROM semblance.owners WHERE name = 'anna'", "rights")[0][0]
    attempts = [
        "UPDATE semblance.photos SET width = 1",
        "DELETE FROM semblance.photos",
        "UPDATE semblance.places SET path = ''",
        "DELETE FROM semblance.features",
        "UPDATE semblance.codes_1 SET photo = photo + 1",
        "DELETE FROM semblance.codes_1_0",
        "INSERT INTO semblance.codes_1_0 VALUES (1, B'1')",
        "INSERT INTO semblance.codes_1 SELECT photo, code FROM semblance.codes_1 LIMIT 1",
        "UPDATE semblance.owners SET role = current_user",
        "INSERT INTO semblance.owners (role, name, library) VALUES ('r-anna', 'x', '')",
        f"INSERT INTO semblance.places (photo, owner, path, changed) VALUES (1, {owner}, '/x', 0)",
        f"INSERT INTO semblance.photos (hash, owner, width, height)"
        f" VALUES (sha256 ('x'), {owner}, 1, 1)",
        "INSERT INTO semblance.tally VALUES (1)",
        "DELETE FROM semblance.dropped",
        "UPDATE semblance.archive SET version = 9",
        "INSERT INTO semblance.models (bits, method, data) VALUES (16, 'x', '')",
        "DROP TABLE semblance.places",
        "CREATE TABLE semblance.mine ()",
    ]
    for user in ("r-ben", "r-cleo"):
        for attempt in attempts:
            assert "ERROR" in server.sql(attempt, "rights", user, check=False), (user, attempt)
    # Those of others are not there to be removed.
    assert not server.sql("DELETE FROM semblance.places", "rights", "r-ben", check=False)
    assert "denied" in server.sql("DELETE FROM semblance.places", "rights", "r-cleo", check=False)
    assert "denied" in server.sql("SELECT semblance.sweep ()", "rights", "r-cleo", check=False)
    assert server.sql("SELECT * FROM semblance.places ORDER BY id", "rights") == before
    assert server.sql("SELECT * FROM semblance.photos ORDER BY id", "rights") == hashes
    # What it makes of its own photos has the lengths that searches fetch.
    case.run("archive", "publish", ben, "--yes", "--name", "ben", os.path.join(case.photos, "000"))
    server.sql("INSERT INTO semblance.photos (hash, owner, width, height) SELECT sha256 ('y'), id,"
               " 1, 1 FROM semblance.owners WHERE name = 'ben'", "rights", "r-ben")
    for feature, sketch in (2560, 1025), (2562, 1024):
        err = server.sql("INSERT INTO semblance.features SELECT id, convert_to (repeat ('x',"
                         f" {feature}), 'UTF8'), convert_to (repeat ('x', {sketch}), 'UTF8')"
                         " FROM semblance.photos WHERE hash = sha256 ('y')", "rights", "r-ben",
                         check=False)
        assert "violates check constraint" in err, err
    case.run("archive", "remove", ben, "--name", "ben")
    # What looks like a function of the system in the publisher's own schema is not called.
    assert case.json("archive", "publish", ben, "--yes", "--name", "ben",
                     os.path.join(case.photos, "000"))["new_places"] == VARIANTS


if __name__ == "__main__":
    smoke = sys.argv[1] == "--smoke"
    everything = [test_kills, test_at_once, test_rights]
    sys.exit(main([test_rights] if smoke else everything, sys.argv[2 if smoke else 1:]))
