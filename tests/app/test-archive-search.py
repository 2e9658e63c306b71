#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive: searches, rights, and publishing that is killed or not alone.

Usage: test-archive-search.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
                              FAIL-WRITES
"""

import os
import random
import shutil
import signal
import sys
import time

from archive_test import add_copies, add_user, compare, count, digest, index_own, make_archive
from cli_test import FAMILIES, LONG, VARIANTS, index, main


def test_search(case):
    """An archive with the photos and the model of a library answers as the library does."""
    index_own(case)
    # A photo that is there twice.
    double = os.path.join(case.photos, "double.jpg")
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), double)
    case.run("index", case.photos)
    server, uri = make_archive(case, "search", "--partitions", "3")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    outside = os.path.join(case.folder, "outside")
    os.mkdir(outside)
    case.make(FAMILIES + 3, 1, outside)
    new = os.path.join(outside, "copy.jpg")
    shutil.copy(os.path.join(case.photos, "003", "001.jpg"), new)
    queries = sorted(os.path.join(folder, name) for top in (case.photos, outside)
                     for folder, _, names in os.walk(top) for name in names)
    queries = queries if LONG else queries[::9]
    shown = sum(compare(case, uri, query, "-k", "200") for query in queries)
    assert shown > 100 * len(queries)
    one = os.path.join(case.photos, "000", "000.jpg")
    two = os.path.join(case.photos, "004", "002.jpg")
    for args in ([one, "-k", "3"], [double], [one, two], [new, "--unlike", two], [one, "-d", "60"],
                 [two, "--min-likeness", "0.5"], [one, "--region", "10%,10%,60%,60%"],
                 [new, "-k", "1"]):
        compare(case, uri, *args)
    assert case.json("search", "--archive", uri, new)["results"][0]["kind"] == "identical"
    out, err = case.run("search", "--archive", uri, one)
    assert "anna" in out and double in out and "alike" in err, (out, err)
    paths = case.run("search", "--archive", uri, "--paths-only", one)[0].splitlines()
    assert double in paths and one not in paths, paths
    # What another library of this user has published is no file of this one.
    mine = [hit.get("path") for hit in case.json("search", "--archive", uri, two)["results"]]
    other = case.json("search", "--archive", uri, two, "--library",
                      os.path.join(case.folder, "other.db"))["results"]
    assert two not in mine and other[0]["path"] == two and other[0]["kind"] == "identical", other
    # Without a library, with the rights of a reader; and what is not there is not called identical.
    reader = add_user(server, "search", "s-cleo", "reader")
    os.rename(case.photos, case.photos + "-gone")
    found = case.json("search", "--all", "--archive", reader, new,
                      "--library", os.path.join(case.folder, "none.db"))["results"]
    assert found[0]["kind"] == "alike" and found[0]["likeness"] == 1, found[0]
    for args in (["--copies"], ["--folder", case.folder], ["--since", "2024"], ["--type", "jpg"]):
        case.run("search", "--archive", uri, new, *args, status=2)
    case.fails("search", "--archive", server.uri("nowhere"), new, say=["cannot be reached"])


def test_hostile_rows(case):
    """What a publisher or a server may put into an archive ends in a sentence at worst, and what
    one publisher can put there does not keep others from searching."""
    index(case)
    server, uri = make_archive(case, "hostile")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    photo = os.path.join(case.photos, "000", "000.jpg")
    add_user(server, "hostile", "mallory", "publisher")

    def ask():
        found = case.json("search", "--all", "-k", "200", "--archive", uri, photo)["results"]
        return [(hit.get("path"), hit["likeness"], hit["distance"]) for hit in found]

    mine = ask()
    server.sql("INSERT INTO semblance.owners (name, library) VALUES (E'\x1b[2J', '');"
               "INSERT INTO semblance.places (photo, owner, path, changed)"
               " SELECT p.id, o.id, x.path, 0 FROM semblance.photos p, semblance.owners o,"
               " (VALUES ('\\x00'::bytea), ('../x'), ('\\x2f1b5b324a'),"
               " (convert_to ('/' || repeat ('a', 4000), 'UTF8'))) AS x (path)"
               " WHERE o.role = 'mallory'", "hostile", "mallory")
    # The query is now also elsewhere, as anyone may say: a hit, and not called identical.
    assert [hit for hit in ask() if hit[1] < 1] == [hit for hit in mine if hit[1] < 1]
    out = case.run("archive", "status", uri)[0]
    assert "?[2J" in out and "\x1b" not in out, out
    assert all(hit["owner"] == "anna" for hit in
               case.json("search", "--archive", uri, photo)["results"][1:])
    for attempt in ("code", "vector", "feature"):
        table = "features" if attempt == "feature" else attempt + "s_1"
        value = "B'1'" if attempt == "code" else "'x'"
        assert "ERROR" in server.sql(f"INSERT INTO semblance.{table} (photo, {attempt})"
                                     f" VALUES (99999, {value})", "hostile", "mallory", check=False)
    # Of photos that are not there yet, or are another's, nobody adds anything, nor chooses numbers.
    code = "repeat ('0', 256)::bit (256)"
    for attempt in (f"codes_1 SELECT i, {code} FROM generate_series (1000, 1005) i",
                    f"codes_1 SELECT last_value + 1, {code} FROM semblance.photos_id_seq",
                    "vectors_1 SELECT 1000, repeat ('x', 256)::bytea",
                    "features SELECT 1000, repeat ('x', 2560)::bytea",
                    "photos (id, hash, owner, width, height) OVERRIDING SYSTEM VALUE"
                    " SELECT 1000, sha256 ('y'), id, 1, 1 FROM semblance.owners"
                    " WHERE role = 'mallory'"):
        assert "ERROR" in server.sql(f"INSERT INTO semblance.{attempt}", "hostile", "mallory",
                                     check=False), attempt
    # What belongs to nobody's photo now: the coming ones have no rows yet.
    server.sql("DELETE FROM semblance.codes_1 WHERE photo = 1", "hostile")
    assert "policy" in server.sql(f"INSERT INTO semblance.codes_1 SELECT 1, {code}", "hostile",
                                  "mallory", check=False)
    # A code of no photo is no hit, and takes nobody's place.
    before = ask()
    server.sql("INSERT INTO semblance.codes_1 SELECT photo + 1000000 * i, code"
               " FROM semblance.codes_1, generate_series (1, 9) i", "hostile")
    assert ask() == before
    # What only the owner of the archive, or a false server, can do.
    for table, column, value in (("models", "data", "substring (data FROM 1 FOR 1000)"),
                                 ("models", "data", "data || data"), ("models", "bits", "7"),
                                 ("models", "bits", "128"), ("archive", "partitions", "9999"),
                                 ("archive", "backbone", "E'a\\nb'"), ("archive", "model", "77"),
                                 ("archive", "shards", "-1")):
        server.sql(f"CREATE TABLE kept AS SELECT {column} FROM semblance.{table};"
                   f"UPDATE semblance.{table} SET {column} = {value}", "hostile")
        case.fails("search", "--archive", uri, photo)
        server.sql(f"UPDATE semblance.{table} SET {column} = (SELECT {column} FROM kept);"
                   "DROP TABLE kept", "hostile")
    assert ask() == before


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
    # What looks like a function of the system in the publisher's own schema is not called.
    assert case.json("archive", "publish", ben, "--yes", "--name", "ben",
                     os.path.join(case.photos, "000"))["new_places"] == VARIANTS


if __name__ == "__main__":
    smoke = sys.argv[1] == "--smoke"
    everything = [test_search, test_hostile_rows, test_kills, test_at_once, test_rights]
    sys.exit(main([test_search] if smoke else everything,
                  sys.argv[2 if smoke else 1:]))
