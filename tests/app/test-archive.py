#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive: libraries that share photos in a PostgreSQL database.

Usage: test-archive.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import atexit
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from cli_test import FAMILIES, LONG, VARIANTS, Skip, main

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                "support"))
import cluster

SERVERS, FOLDERS = [], []


def serve(number=0):
    """One of the servers of this run, which stay until its end."""
    if not cluster.find_programs() or not shutil.which("psql"):
        raise Skip("PostgreSQL is not installed")
    if cluster.as_user()[1] is None:
        raise Skip("there is no user to run PostgreSQL as")
    while len(SERVERS) <= number:
        SERVERS.append(cluster.Cluster())
        atexit.register(SERVERS[-1].close)
    return SERVERS[number]


def index(case):
    """The same photos for all tests, indexed once; each has a copy of the library."""
    if not FOLDERS:
        FOLDERS.append(os.path.realpath(tempfile.mkdtemp(prefix="semblance-archive-")))
        atexit.register(shutil.rmtree, FOLDERS[0], ignore_errors=True)
        made = os.path.join(FOLDERS[0], "photos")
        os.mkdir(made)
        case.make(FAMILIES, VARIANTS, made)
        case.run("index", made, XDG_DATA_HOME=os.path.join(FOLDERS[0], "data"))
    case.photos = os.path.join(FOLDERS[0], "photos")
    shutil.copytree(os.path.join(FOLDERS[0], "data"), os.path.join(case.folder, "data"))


def index_own(case):
    """Photos that the test may change."""
    case.make(FAMILIES, VARIANTS)
    case.run("index", case.photos)


def make_archive(case, database, *args):
    server = serve()
    uri = server.create(database)
    case.run("archive", "create", uri, *args)
    return server, uri


def add_user(server, database, user, role):
    server.sql(f'CREATE ROLE "{user}" LOGIN; GRANT "{database}_{role}" TO "{user}"')
    return server.uri(database, user)


def count(server, database):
    """Photos, places, features, codes and vectors: the tables themselves, not what is noted."""
    return [int(server.sql(f"SELECT count(*) FROM semblance.{table}", database)[0][0])
            for table in ("photos", "places", "features", "codes_1", "vectors_1")]


def test_publishing(case):
    """What a library has is published once, however often it is said, and what it loses is taken
    out again."""
    index_own(case)
    server, uri = make_archive(case, "one")
    n = FAMILIES * VARIANTS
    first = case.json("archive", "publish", uri, "--yes", "--name", "anna")
    assert (first["photos"], first["new_photos"], first["new_places"]) == (n, n, n), first
    assert first["owner"] == "anna" and first["quick"] == first["other_network"] == 0, first
    assert count(server, "one") == [n] * 5
    again = case.json("archive", "publish", uri, "--name", "anna")
    assert (again["photos"], again["new_photos"], again["new_places"]) == (n, 0, 0), again
    status = case.json("archive", "status", uri)
    assert status["photos"] == n and status["bits"] == 256, status
    assert [(owner["name"], owner["photos"]) for owner in status["owners"]] == [("anna", n)], status
    assert sum(part["rows"] for part in status["partitions"]) == n, status
    assert "photos: %d" % n in case.run("archive", "status", uri)[0]
    # A copy is another place of the same photo, a removed file none.
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), os.path.join(case.photos, "copy.jpg"))
    os.remove(os.path.join(case.photos, "001", "001.jpg"))
    case.run("index", case.photos)
    third = case.json("archive", "publish", uri, "--name", "anna")
    assert (third["photos"], third["new_photos"], third["new_places"], third["removed"]) \
        == (n - 1, 0, 1, 1), third
    assert count(server, "one") == [n - 1, n, n - 1, n - 1, n - 1]
    assert case.json("archive", "status", uri)["photos"] == n - 1


def test_folders(case):
    """Folders are published and removed by themselves."""
    index(case)
    server, uri = make_archive(case, "folders")
    one, two = (os.path.join(case.photos, name) for name in ("000", "001"))
    done = case.json("archive", "publish", uri, "--yes", one, two)
    assert done["photos"] == done["new_photos"] == 2 * VARIANTS, done
    assert "@" in done["owner"], done
    # Nothing of the other folder is taken out by publishing one.
    assert case.json("archive", "publish", uri, one)["removed"] == 0
    assert case.json("archive", "remove", uri, one)["removed"] == VARIANTS
    assert count(server, "folders") == [VARIANTS] * 5
    assert "no photos in" in case.fails("archive", "publish", uri, "/nowhere")
    assert case.json("archive", "remove", uri)["removed"] == VARIANTS
    assert count(server, "folders") == [0] * 5
    assert case.json("archive", "status", uri)["photos"] == 0


def test_said_before(case):
    """What is published is said before the first time, and nothing goes out without a yes."""
    index_own(case)
    server, uri = make_archive(case, "said")
    err = case.fails("archive", "publish", uri, say=["thumbnail", "path", "--yes"])
    assert "hash of its content" in err
    assert count(server, "said") == [0] * 5
    err = case.run("archive", "publish", uri, "--yes", "--no-thumbnails", "--no-paths")[1]
    assert "thumbnail" not in err and "path" not in err, err
    n = FAMILIES * VARIANTS
    assert server.sql("SELECT count(thumbnail), count(feature) FROM semblance.features",
                      "said") == [["0", str(n)]]
    assert server.sql("SELECT DISTINCT length (path) FROM semblance.places", "said") == [["0"]]
    # Without a path, two files of one photo are one place.
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), os.path.join(case.photos, "copy.jpg"))
    case.run("index", case.photos)
    agreed = ["--no-paths", "--no-thumbnails"]
    assert case.json("archive", "publish", uri, *agreed)["new_places"] == 0
    # What goes beyond that is said again.
    for beyond, word in (["--no-paths"], "thumbnail"), (["--no-thumbnails"], "path"):
        err = case.fails("archive", "publish", uri, *beyond, say=["beyond", word, "--yes"])
        assert ("thumbnail" in err) != ("path" in err), err
    assert server.sql("SELECT max (length (path)) FROM semblance.places", "said") == [["0"]]
    # With paths, those places replace the ones without.
    done = case.json("archive", "publish", uri, "--yes")
    assert (done["new_places"], done["removed"]) == (n + 1, n), done
    assert case.run("archive", "publish", uri)[1] == ""
    # After less again, more is said again.
    assert case.run("archive", "publish", uri, "--no-paths")[1] == ""
    case.fails("archive", "publish", uri, say=["beyond", "path"])


def test_agreed_folder(case):
    """Who has agreed to a folder, without names and pictures, has not agreed to the library."""
    index(case)
    server, uri = make_archive(case, "agreed")
    one = os.path.join(case.photos, "000")
    less = ["--no-paths", "--no-thumbnails"]
    err = case.run("archive", "publish", uri, "--yes", *less, one)[1]
    assert "folders that you named" in err, err
    assert case.run("archive", "publish", uri, *less, one)[1] == ""
    for beyond in ([], less, [one], ["--no-paths", one], ["--no-thumbnails", one]):
        case.fails("archive", "publish", uri, *beyond, say=["beyond", "--yes"])
    assert count(server, "agreed") == [VARIANTS] * 5
    assert "whole library" in case.run("archive", "publish", uri, "--yes")[1]
    for enough in ([], [one], less, less + [one]):
        case.run("archive", "publish", uri, *enough, "--yes")
    # The end of it all is the end of what was agreed.
    case.run("archive", "remove", uri)
    assert server.sql("SELECT * FROM semblance.owners", "agreed") == []
    err = case.fails("archive", "publish", uri, say=["--yes", "whole library"])
    assert "beyond" not in err, err


def test_moved(case):
    """A library that was moved publishes again under its name after what it was told to do."""
    index(case)
    server, uri = make_archive(case, "moved")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    moved = {"XDG_DATA_HOME": os.path.join(case.folder, "moved")}
    os.rename(os.path.join(case.folder, "data"), moved["XDG_DATA_HOME"])
    case.fails("archive", "publish", uri, "--yes", "--name", "anna", say=["remove"], **moved)
    case.run("archive", "remove", uri, "--name", "anna", **moved)
    done = case.json("archive", "publish", uri, "--yes", "--name", "anna", **moved)
    assert done["new_photos"] == FAMILIES * VARIANTS, done
    # Nobody else gets the name meanwhile.
    other = add_user(server, "moved", "m-eve", "publisher")
    case.fails("archive", "publish", other, "--yes", "--name", "anna", say=["Another user"],
               **moved)
    assert "duplicate key" in server.sql(
        "INSERT INTO semblance.owners (name, library) VALUES ('anna', '')", "moved", "m-eve",
        check=False)


def test_swept(case):
    """What was left behind by a run that ended between its steps goes with the next one."""
    index(case)
    server, uri = make_archive(case, "swept")
    n = FAMILIES * VARIANTS
    for verb in ("remove", "publish"):
        case.run("archive", "publish", uri, "--yes")
        server.sql("DELETE FROM semblance.places", "swept")
        case.run("archive", verb, uri, *([os.path.join(case.photos, "000")]
                                         if verb == "publish" else []))
        left = VARIANTS if verb == "publish" else 0
        assert count(server, "swept") == [left] * 5, verb
        case.run("archive", "publish", uri, "--yes")
        assert count(server, "swept") == [n] * 5
        # Photos are gone, and what was made of them is not.
        server.sql("DELETE FROM semblance.places; SELECT semblance.sweep ()", "swept")
        assert count(server, "swept") == [0, 0, n, n, n]
        case.run("archive", "remove", uri)
        assert count(server, "swept") == [0] * 5, verb
    # Also where photos cannot go now, since another session looks at them.
    case.run("archive", "publish", uri, "--yes")
    server.sql("DELETE FROM semblance.places; SELECT semblance.sweep ()", "swept")
    case.run("archive", "publish", uri, os.path.join(case.photos, "000"))
    assert count(server, "swept") == [VARIANTS] * 5


def test_kept(case):
    """Photos that cannot be published any more, since the library uses another network by now, stay
    as long as the library has them."""
    index_own(case)
    server, uri = make_archive(case, "kept")
    n = FAMILIES * VARIANTS
    case.run("archive", "publish", uri, "--yes")
    os.remove(os.path.join(case.photos, "000", "000.jpg"))
    case.run("index", case.photos)
    # For the library it is the archive that has changed.
    server.sql("UPDATE semblance.archive SET backbone = 'another'", "kept")
    done = case.json("archive", "publish", uri)
    assert (done["photos"], done["other_network"], done["removed"]) == (0, n - 1, 1), done
    assert count(server, "kept") == [n - 1] * 5


def hold(server, database, sql):
    """A session that has a lock until it is ended."""
    process = subprocess.Popen(["psql", "-X", "-q", "-d", server.uri(database), "-c",
                                f"BEGIN; {sql}; SELECT pg_sleep (300)"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while server.sql("SELECT count (*) FROM pg_stat_activity WHERE datname = current_database ()"
                     " AND wait_event = 'PgSleep'", database) == [["0"]]:
        assert time.monotonic() < end
        time.sleep(.1)
    return process


def release(server, database, process):
    server.sql("SELECT pg_terminate_backend (pid) FROM pg_stat_activity"
               " WHERE datname = current_database () AND wait_event = 'PgSleep'", database)
    process.wait(60)


def test_interrupted(case):
    """Ctrl-C ends publishing and removing also while another session is in the way, and what the
    server was doing for it ends, too."""
    index(case)
    server, uri = make_archive(case, "stopped")
    case.run("archive", "publish", uri, "--yes")
    share, all_ = "IN SHARE MODE", "IN ACCESS EXCLUSIVE MODE"
    waiting = ("SELECT count (*) FROM pg_stat_activity WHERE datname = 'stopped'"
               " AND wait_event_type = 'Lock'")
    for verb, lock in (("publish", f"LOCK TABLE semblance.owners {all_}"),
                       ("publish", "SELECT pg_advisory_lock (1397050690)"),
                       ("publish", f"LOCK TABLE semblance.places {share}"),
                       ("publish", f"LOCK TABLE semblance.photos {share}"),
                       ("publish", f"LOCK TABLE semblance.dropped {share}"),
                       ("remove", f"LOCK TABLE semblance.places {all_}"),
                       ("remove", f"LOCK TABLE semblance.photos {share}")):
        locker = hold(server, "stopped", lock)
        process = case.start("archive", verb, uri, *(["--yes"] if verb == "publish" else []))
        try:
            end = time.monotonic() + 60
            while server.sql(waiting, "stopped") == [["0"]]:
                assert process.poll() is None, (verb, lock, process.communicate())
                assert time.monotonic() < end, (verb, lock)
                time.sleep(.1)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
            assert process.returncode == 130, (verb, lock, process.returncode, out, err)
            while server.sql(waiting, "stopped") != [["0"]]:
                assert time.monotonic() < end, (verb, lock)
                time.sleep(.1)
        finally:
            process.kill()
            release(server, "stopped", locker)
        case.run("archive", "publish", uri, "--yes")
        assert count(server, "stopped") == [FAMILIES * VARIANTS] * 5, (verb, lock)


def test_frozen(case):
    """A server that stops moving amid a statement is given up on in time."""
    index(case)
    server = serve(1)
    uri = server.create("frozen")
    case.run("archive", "create", uri)
    case.run("archive", "publish", uri, "--yes")
    locker = hold(server, "frozen", "LOCK TABLE semblance.codes_1_0")
    process = case.start("search", "--archive", uri, os.path.join(case.photos, "000", "000.jpg"))
    postmaster, backends = server.find_postmaster(), []
    try:
        end = time.monotonic() + 60
        while server.sql("SELECT count (*) FROM pg_stat_activity WHERE datname = 'frozen'"
                         " AND wait_event_type = 'Lock'") == [["0"]]:
            assert time.monotonic() < end and process.poll() is None
            time.sleep(.1)
        os.kill(postmaster, signal.SIGSTOP)
        backends = [int(pid) for pid in subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(postmaster)], check=True, stdout=subprocess.PIPE,
            text=True).stdout.split()]
        for pid in backends:
            os.kill(pid, signal.SIGSTOP)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 1 and b"in time" in err, (process.returncode, out, err)
    finally:
        process.kill()
        for pid in (*backends, postmaster):
            os.kill(pid, signal.SIGCONT)
        release(server, "frozen", locker)


def test_two_owners(case):
    """One photo of two libraries is one photo at two places; each removes its own place only."""
    index(case)
    server, uri = make_archive(case, "both")
    anna, ben = (add_user(server, "both", user, "publisher") for user in ("anna", "ben"))
    case.run("archive", "publish", anna, "--yes", "--name", "anna")
    other = os.path.join(case.folder, "other.db")
    shutil.copytree(os.path.join(case.photos, "000"), os.path.join(case.folder, "more", "000"))
    case.run("index", "--library", other, os.path.join(case.folder, "more"))
    done = case.json("archive", "publish", ben, "--yes", "--name", "ben", "--library", other)
    assert (done["photos"], done["new_photos"], done["new_places"]) == (VARIANTS, 0, VARIANTS), done
    n = FAMILIES * VARIANTS
    assert count(server, "both") == [n, n + VARIANTS, n, n, n]
    assert case.json("archive", "remove", anna, "--name", "anna")["removed"] == n
    assert count(server, "both") == [VARIANTS] * 5
    # One name of one user is one library.
    case.fails("archive", "publish", ben, "--name", "ben", say=["Another library", "--name"])
    assert "nothing" in case.fails("archive", "remove", anna, "--name", "ben")


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


def compare(case, uri, *args):
    """The same photos, order, likeness and distance, whoever is asked. Returns how many."""
    mine = case.json("search", "--all", *args)["results"]
    theirs = case.json("search", "--all", "--archive", uri, *args)["results"]
    for a, b in zip(mine, theirs):
        for member in ("path", "likeness", "distance", "above_chance", "source"):
            assert a[member] == b[member], (args, member, a, b)
        assert b["owner"] == "anna" and b["archive"].startswith("postgresql:"), b
        assert b["kind"] == a.get("kind", "alike"), (a, b)
    assert len(mine) == len(theirs), (args, len(mine), len(theirs))
    return len(mine)


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


def explain(server, database):
    """From now on the server writes the plans of all statements in the database to its log."""
    server.sql(f'ALTER DATABASE "{database}" SET session_preload_libraries = \'auto_explain\'')
    for setting, value in (("log_min_duration", "0"), ("log_verbose", "on")):
        server.sql(f'ALTER DATABASE "{database}" SET auto_explain.{setting} = \'{value}\'')


def make_sharded(case, database, *args):
    """An archive whose parts lie in two other servers."""
    server, shards = serve(), [serve(1), serve(2)]
    uri = server.create(database)
    for shard in shards:
        shard.create(database)
    case.run("archive", "create", uri, "--shard", shards[0].uri(database), "--shard",
             shards[1].uri(database), *args)
    return server, shards, uri


def test_shards(case):
    """Parts on other servers give the same answer; each is asked for as many codes as are wanted
    only, and all at once."""
    index(case)
    server, shards, uri = make_sharded(case, "shards")
    n = FAMILIES * VARIANTS
    assert case.json("archive", "publish", uri, "--yes", "--name", "anna")["new_photos"] == n
    status = case.json("archive", "status", uri)
    assert [part["shard"] for part in status["partitions"]] == [0, 1, 0, 1], status
    assert sum(part["rows"] for part in status["partitions"]) == status["photos"] == n, status
    there = [sum(int(shard.sql(f"SELECT count (*) FROM semblance_shard.codes_1_{part}",
                               "shards")[0][0]) for part in parts)
             for shard, parts in zip(shards, ((0, 2), (1, 3)))]
    assert sum(there) == n and min(there) > n // 4, there
    photo = os.path.join(case.photos, "002", "001.jpg")
    assert compare(case, uri, photo, "-k", "200") > 100
    # Photos leave all servers.
    assert case.json("archive", "remove", uri, "--name", "anna")["removed"] == n
    assert count(server, "shards") == [0] * 5
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    # More rows than are wanted: there a limit matters. They are of no photo.
    server.sql("INSERT INTO semblance.codes_1 SELECT i + 1000000, (SELECT string_agg ("
               "((random () * 4294967295)::bigint)::bit (32)::text, '')"
               " FROM generate_series (1, 8) WHERE i > 0)::bit (256)"
               " FROM generate_series (1, 20000) i", "shards")
    explain(server, "shards")
    before = len(server.read_log())
    assert compare(case, uri, photo, "-k", "3") == 3
    log = server.read_log()[before:]
    plans = [plan for plan in log.split("LOG:") if "codes_1_0" in plan and "bit_count" in plan]
    assert plans, log
    assert plans[0].count("Async Foreign Scan on semblance.codes_1_") == 4, plans[0]
    remote = [line for line in plans[0].splitlines() if "Remote SQL" in line]
    assert len(remote) == 4, plans[0]
    for line in remote:
        assert "ORDER BY bit_count" in line and "LIMIT 502" in line, line


def test_shard_rights(case):
    """Nobody but the archive's owner can make tables of what is on its other servers."""
    index(case)
    server, shards, uri = make_sharded(case, "closed")
    users = [add_user(server, "closed", f"c-{role}", role) for role in ("publisher", "reader")]
    server.sql('CREATE ROLE "c-nobody" LOGIN')
    for user in ("c-publisher", "c-reader", "c-nobody"):
        for name, part in (("codes_1_0", "code bit (256)"), ("features_0", "thumbnail bytea")):
            err = server.sql(f"CREATE FOREIGN TABLE pg_temp.x (photo bigint, {part}) SERVER shard_0"
                             f" OPTIONS (schema_name 'semblance_shard', table_name '{name}')",
                             "closed", user, check=False)
            assert "permission denied for foreign server" in err, (user, err)
        assert "denied" in server.sql("CREATE USER MAPPING FOR current_user SERVER shard_0",
                                      "closed", user, check=False)
    # They can do what they may.
    done = case.json("archive", "publish", users[0], "--yes", "--name", "anna")
    assert done["new_photos"] == FAMILIES * VARIANTS, done
    assert case.json("search", "--archive", users[1],
                     os.path.join(case.photos, "000", "000.jpg"))["results"]
    assert case.json("archive", "remove", users[0], "--name", "anna")["removed"] \
        == FAMILIES * VARIANTS
    assert count(server, "closed") == [0] * 5


def test_shard_fails(case):
    """Servers of parts commit one after another: what one of them has after another has failed goes
    with the next run."""
    index(case)
    server, shards, uri = make_sharded(case, "torn")
    n = FAMILIES * VARIANTS
    torn = 0
    for i in (0, 1):
        shards[i].sql("CREATE FUNCTION boom () RETURNS trigger LANGUAGE plpgsql AS"
                      " $$ BEGIN RAISE EXCEPTION 'boom'; END $$;"
                      "CREATE CONSTRAINT TRIGGER boom AFTER INSERT ON"
                      f" semblance_shard.codes_1_{i} DEFERRABLE INITIALLY DEFERRED"
                      " FOR EACH ROW EXECUTE FUNCTION boom ()", "torn")
        case.fails("archive", "publish", uri, "--yes", say=["boom"])
        assert count(server, "torn")[:2] == [0, 0]
        torn += sum(count(server, "torn"))
        shards[i].sql(f"DROP TRIGGER boom ON semblance_shard.codes_1_{i}; DROP FUNCTION boom",
                      "torn")
        case.run("archive", "publish", uri, "--yes")
        assert count(server, "torn") == [n] * 5, i
        case.run("archive", "remove", uri)
        assert count(server, "torn") == [0] * 5, i
    assert torn > 0


def test_create_fails(case):
    """Whatever ends the making of an archive with other servers, it can be made afterwards; and
    what another archive has there stays."""
    index(case)
    server, shard = serve(), serve(1)
    uri, part = server.create("failed"), shard.create("failed")
    locker = hold(server, "failed", "LOCK TABLE pg_catalog.pg_foreign_table")
    process = case.start("archive", "create", uri, "--shard", part)
    try:
        end = time.monotonic() + 60
        while server.sql("SELECT count (*) FROM pg_stat_activity WHERE datname = 'failed'"
                         " AND wait_event_type = 'Lock'") == [["0"]]:
            assert time.monotonic() < end and process.poll() is None
            time.sleep(.1)
        # Meanwhile nobody else can have the database.
        case.fails("archive", "create", server.create("failed-too"), "--shard", part,
                   say=["already"])
        process.kill()
        process.wait()
    finally:
        release(server, "failed", locker)
    schema = "SELECT count (*) FROM pg_namespace WHERE nspname = 'semblance_shard'"
    while server.sql("SELECT count (*) FROM pg_locks WHERE locktype = 'relation' AND database ="
                     " (SELECT oid FROM pg_database WHERE datname = 'failed')") != [["0"]]:
        assert time.monotonic() < end
        time.sleep(.1)
    assert shard.sql(schema, "failed") == [["0"]]
    case.fails("archive", "create", uri, "--shard", part, "--shard", part, say=["already"])
    case.fails("archive", "create", uri, "--shard", part, "--shard", serve(2).create("failed"),
               "--partitions", "1", say=["partitions"])
    # The head fails last of all.
    server.sql("CREATE FUNCTION boom () RETURNS event_trigger LANGUAGE plpgsql AS"
               " $$ BEGIN RAISE EXCEPTION 'boom'; END $$;"
               "CREATE EVENT TRIGGER boom ON ddl_command_start WHEN TAG IN ('CREATE FOREIGN TABLE')"
               " EXECUTE FUNCTION boom ()", "failed")
    case.fails("archive", "create", uri, "--shard", part, say=["boom"])
    server.sql("DROP EVENT TRIGGER boom", "failed")
    assert shard.sql(schema, "failed") == [["0"]]
    case.run("archive", "create", uri, "--shard", part)
    case.run("archive", "publish", uri, "--yes")
    case.fails("archive", "create", server.create("failed-again"), "--shard", part,
               say=["already", "semblance_shard"])
    assert count(server, "failed") == [FAMILIES * VARIANTS] * 5
    # A part that is gone is not the end of the archive.
    shard.sql("DROP TABLE semblance_shard.codes_1_0", "failed")
    assert "create" not in case.fails("search", "--archive", uri,
                                      os.path.join(case.photos, "000", "000.jpg"))


def test_old_roles(case):
    """Roles of an archive that was dropped give no rights in a new one unsaid."""
    index(case)
    server, uri = make_archive(case, "roles")
    add_user(server, "roles", "old-dora", "publisher")
    server.sql("DROP DATABASE roles")
    server.create("roles")
    case.fails("archive", "create", uri, say=["old-dora", "DROP ROLE"])
    server.sql("DROP ROLE roles_owner, roles_publisher, roles_reader")
    case.run("archive", "create", uri)
    # Without members they are of no harm.
    server.sql("DROP DATABASE roles")
    server.create("roles")
    case.run("archive", "create", uri)


def test_shard_away(case):
    """A shard that is gone, or does not move, is said to be missing, and the others answer; when it
    is back, nothing is missing."""
    index(case)
    server, shards, uri = make_sharded(case, "away")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    photo = os.path.join(case.photos, "002", "001.jpg")
    whole = case.json("search", "--all", "-k", "200", "--archive", uri, photo)
    assert whole["missing_servers"] == 0 and whole["servers"] == 2, whole
    paths = [hit["path"] for hit in whole["results"]]

    def check():
        part = case.json("search", "--all", "-k", "200", "--archive", uri, photo)
        assert part["missing_servers"] == 1, part
        left = [hit["path"] for hit in part["results"]]
        assert 20 < len(left) < len(paths) and set(left) < set(paths), (len(left), len(paths))
        for flags in ([], ["--paths-only"]):
            assert "1 of 2 servers" in case.run("search", "--archive", uri, photo, *flags)[1]
        parts = case.json("archive", "status", uri)["partitions"]
        assert [part["answers"] for part in parts] == [True, False] * 2, parts

    shards[1].stop(signal.SIGQUIT)
    check()
    # Another photo cannot be published meanwhile, which is said.
    case.fails("archive", "remove", uri, "--name", "nobody", say=["nothing"])
    shards[1].start()
    assert case.json("search", "--all", "-k", "200", "--archive", uri, photo)["results"] \
        == whole["results"]
    postmaster = shards[1].find_postmaster()
    os.kill(postmaster, signal.SIGSTOP)
    try:
        check()
    finally:
        os.kill(postmaster, signal.SIGCONT)
    assert case.json("search", "--all", "-k", "200", "--archive", uri, photo)["results"] \
        == whole["results"]
    for shard in shards:
        shard.stop(signal.SIGQUIT)
    try:
        case.fails("search", "--archive", uri, photo, say=["No part"])
    finally:
        for shard in shards:
            shard.start()


def digest(server, database):
    """What the archive holds, whatever the numbers of photos in it."""
    return server.sql(
        "SELECT encode (p.hash, 'hex'), c.code, md5 (v.vector), md5 (f.feature), md5 (f.thumbnail),"
        " string_agg (o.name || encode (l.path, 'hex'), ',' ORDER BY o.name, l.path)"
        " FROM semblance.photos p JOIN semblance.codes_1 c ON c.photo = p.id"
        " JOIN semblance.vectors_1 v ON v.photo = p.id JOIN semblance.features f ON f.photo = p.id"
        " JOIN semblance.places l ON l.photo = p.id JOIN semblance.owners o ON o.id = l.owner"
        " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1", database)


def add_copies(case):
    """So many files that they are published in several batches."""
    for i in range(4):
        shutil.copytree(os.path.join(case.photos, "000"),
                        os.path.join(case.photos, "again", str(i), "000"))
    for i in range(3):
        shutil.copytree(case.photos, os.path.join(case.folder, "more", str(i)))
    case.run("index", case.photos, os.path.join(case.folder, "more"))


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


def test_refused(case):
    """Databases that are no archive, archives of newer versions and of other networks, and wrong
    words are refused with a sentence."""
    server = serve()
    uri = server.create("refused")
    case.fails("archive", "create", uri, say=["ibrary"])
    index(case)
    case.fails("archive", "status", uri, say=["no archive", "create"])
    case.fails("archive", "publish", uri, "--yes", say=["no archive"])
    case.run("archive", "create", uri)
    case.fails("archive", "create", uri, say=["already"])
    server.sql("UPDATE semblance.archive SET backbone = 'another'", "refused")
    done = case.json("archive", "publish", uri, "--yes")
    assert (done["photos"], done["other_network"]) == (0, FAMILIES * VARIANTS), done
    server.sql("UPDATE semblance.archive SET version = 2", "refused")
    case.fails("archive", "status", uri, say=["newer version", "Update"])
    case.fails("archive", "publish", uri, "--yes", say=["newer version"])
    assert count(server, "refused") == [0] * 5
    case.fails("archive", "status", server.uri("nowhere"), say=["cannot be reached", "nowhere"])
    for args in (["archive"], ["archive", "status"], ["archive", "dance", uri],
                 ["archive", "status", uri, "more"], ["archive", "status", uri, "--shard", uri],
                 ["archive", "create", uri, "--partitions", "0"],
                 ["archive", "create", uri, "--partitions", "65"],
                 ["archive", "status", uri, "--no-paths"],
                 ["archive", "status", uri, "--name", "x"]):
        case.run(*args, status=2)
    case.fails("archive", "publish", uri, "--yes", "--name", "a\nb", say=["name"])


def test_passwords(case):
    """No password is printed, whatever is wrong with the address that has it."""
    secret = "s3cr3t-word"
    for uri in (f"postgresql://anna:{secret}@127.0.0.1:1/photos",
                f"postgresql://anna:{secret}@/photos?host=/nowhere",
                f"postgresql://anna:x@{secret}@127.0.0.1:1/photos",
                f"postgresql://anna:x#{secret}@127.0.0.1/photos?{secret}",
                f"postgresql://anna@127.0.0.1:{secret}/photos",
                f"postgresql://anna:12/{secret}@127.0.0.1:1/photos",
                f"postgresql://anna:12?{secret}@127.0.0.1:1/photos",
                f"postgresql://anna:/{secret}@127.0.0.1:1",
                f"postgresql://anna:12?dbname={secret}@127.0.0.1:1/photos",
                f"host=127.0.0.1 port=1 password={secret}",
                f"host=127.0.0.1 port=1 password='{secret}"):
        for flags in ([], ["--json"]):
            out, err = case.run("archive", "status", uri, *flags, status=1)
            assert secret not in out and secret not in err, (uri, out, err)
            assert err.endswith(".\n"), err


def test_tls(case):
    """A server on another computer that offers no encryption is not talked to, unless that was said
    so. The other computer is this one under a name that does not say so."""
    index(case)
    server = serve()
    server.create("tls")
    server.stop()
    server.start("-c", "listen_addresses=127.0.0.2")
    try:
        uri = f"postgresql://postgres@127.0.0.2:{server.port}/tls"
        case.fails("archive", "status", uri, say=["cannot be reached", "SSL"])
        case.fails("archive", "status", uri + "?sslmode=prefer", say=["SSL"])
        case.fails("archive", "status", uri, PGSSLMODE="allow", say=["SSL"])
        # One of several that is another computer.
        case.fails("archive", "status", f"host=/nowhere,127.0.0.2 port={server.port} user=postgres"
                   " dbname=tls", say=["SSL"])
        case.fails("archive", "status", uri + "?sslmode=disable", say=["no archive"])
        case.fails("archive", "status", uri, PGSSLMODE="disable", say=["no archive"])
        # The archive's server talks to those of its parts as the program does.
        server.create("tls-head")
        case.fails("archive", "create", server.uri("tls-head"), "--shard", uri, say=["SSL"])
        case.run("archive", "create", server.uri("tls-head"), "--shard", uri + "?sslmode=disable")
        options = server.sql("SELECT srvoptions FROM pg_foreign_server", "tls-head")[0][0]
        assert "sslmode=disable" in options, options
    finally:
        server.stop()
        server.start()


if __name__ == "__main__":
    smoke = sys.argv[1] == "--smoke"
    everything = [test_publishing, test_folders, test_said_before, test_agreed_folder, test_moved,
                  test_swept, test_kept, test_interrupted, test_frozen, test_two_owners,
                  test_rights, test_search, test_hostile_rows, test_shards, test_shard_rights,
                  test_shard_fails, test_create_fails, test_old_roles, test_shard_away, test_kills,
                  test_at_once, test_refused, test_passwords, test_tls]
    sys.exit(main([test_publishing, test_refused] if smoke else everything,
                  sys.argv[2 if smoke else 1:]))
