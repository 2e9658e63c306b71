#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive: parts on other servers, and servers that are away.

Usage: test-archive-shards.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
                              FAIL-WRITES
"""

import os
import signal
import subprocess
import sys
import time

from archive_test import add_user, compare, count, hold, make_sharded, release, serve
from cli_test import FAMILIES, VARIANTS, index, main


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
    # As large as its server says.
    for i, part in enumerate(status["partitions"]):
        size = shards[i % 2].sql(f"SELECT pg_total_relation_size ('semblance_shard.codes_1_{i}')",
                                 "shards")
        assert [[str(part["bytes"])]] == size and part["bytes"] > 0, (part, size)
    reader = add_user(server, "shards", "s-reader", "reader")
    assert case.json("archive", "status", reader)["partitions"] == status["partitions"]
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
        assert part["missing_servers"] == 1 and part["missing_shards"] == [1], part
        left = [hit["path"] for hit in part["results"]]
        assert 20 < len(left) < len(paths) and set(left) < set(paths), (len(left), len(paths))
        for flags in ([], ["--paths-only"]):
            err = case.run("search", "--archive", uri, photo, *flags)[1]
            assert "1 of 2 servers" in err and "(shard 1)" in err, err
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


def test_lost(case):
    """A search whose connection is lost is tried again."""
    index(case)
    server = serve(1)
    uri = server.create("lost")
    case.run("archive", "create", uri)
    case.run("archive", "publish", uri, "--yes")
    locker = hold(server, "lost", "LOCK TABLE semblance.codes_1_0")
    process = case.start("search", "--all", "-k", "3", "--archive", uri,
                         os.path.join(case.photos, "000", "000.jpg"))
    try:
        end = time.monotonic() + 60
        while server.sql("SELECT count (*) FROM pg_stat_activity WHERE datname = 'lost'"
                         " AND wait_event_type = 'Lock'") == [["0"]]:
            assert time.monotonic() < end and process.poll() is None
            time.sleep(.1)
        server.sql("SELECT pg_terminate_backend (pid) FROM pg_stat_activity"
                   " WHERE datname = 'lost' AND pid <> pg_backend_pid ()")
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0 and len(out.splitlines()) == 3, (out, err)
    finally:
        process.kill()
        locker.wait(60)


if __name__ == "__main__":
    smoke = sys.argv[1] == "--smoke"
    everything = [test_shards, test_shard_rights, test_shard_fails, test_create_fails,
                  test_shard_away, test_frozen, test_lost]
    sys.exit(main([test_shard_rights] if smoke else everything, sys.argv[2 if smoke else 1:]))
