#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive: searches, parts on other servers, rights and faults.

Usage: test-archive-search.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
                              FAIL-WRITES
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time

from archive_test import (add_copies, add_user, count, digest, hold, index_own,
                          make_archive, make_sharded, release, serve)
from cli_test import FAMILIES, LONG, VARIANTS, index, main


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


def add_failure(shard, part, condition=""):
    """From now on the shard does not commit what has rows of this part, where that is so."""
    shard.sql(f"CREATE FUNCTION boom () RETURNS trigger LANGUAGE plpgsql AS"
              f" $$ BEGIN {condition} RAISE EXCEPTION 'boom'; END $$;"
              f"CREATE CONSTRAINT TRIGGER boom AFTER INSERT ON semblance_shard.codes_1_{part}"
              f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION boom ()", "torn")


def remove_failure(shard, part):
    shard.sql(f"DROP TRIGGER boom ON semblance_shard.codes_1_{part}; DROP FUNCTION boom", "torn")


def test_shard_fails(case):
    """Servers of parts commit one after another: what one of them has after another has failed goes
    with the next run."""
    index(case)
    server, shards, uri = make_sharded(case, "torn")
    n = FAMILIES * VARIANTS

    def check():
        case.fails("archive", "publish", uri, "--yes", say=["boom"])
        found = count(server, "torn")
        assert found[:2] == [0, 0], found
        return sum(found)

    def check_again():
        case.run("archive", "publish", uri, "--yes")
        assert count(server, "torn") == [n] * 5
        case.run("archive", "remove", uri)
        assert count(server, "torn") == [0] * 5

    for i, shard in enumerate(shards):
        add_failure(shard, i)
        check()
        remove_failure(shard, i)
        check_again()
    # Which of them is the first is up to the server: whichever it is notes so, and the other fails.
    first = os.path.join(server.folder, "first")
    for i, shard in enumerate(shards):
        add_failure(shard, i, f"IF pg_read_file ('{first}', 0, 1, true) IS NULL THEN"
                              f" COPY (SELECT {i}) TO '{first}'; END IF; IF"
                              f" pg_read_file ('{first}', 0, 1) = '{i}' THEN RETURN NEW; END IF;")
    assert check() > 0
    for i, shard in enumerate(shards):
        remove_failure(shard, i)
    check_again()


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
    everything = [test_search, test_hostile_rows, test_shards,
                  test_shard_rights, test_shard_fails, test_create_fails,
                  test_shard_away, test_frozen, test_kills, test_at_once,
                  test_rights]
    sys.exit(main([test_search] if smoke else everything,
                  sys.argv[2 if smoke else 1:]))
