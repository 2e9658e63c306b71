#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive on a server that has pgvector.

Usage: test-archive-pgvector.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
                                FAIL-WRITES
"""

import atexit
import os
import re
import sys

from archive_test import add_user, compare, make_archive
from cli_test import FAMILIES, VARIANTS, Skip, index, main

import cluster

N = FAMILIES * VARIANTS
SERVERS = []
# Codes of no photo, so that there is something to choose from.
MORE = ("INSERT INTO semblance.codes_{model} SELECT i + 1000000, (SELECT string_agg ("
        "((random () * 4294967295)::bigint)::bit (32)::text, '') FROM generate_series (1, {words})"
        " WHERE i > 0)::bit ({bits}) FROM generate_series (1, 3000) i; ANALYZE")


def make(case, database, *args):
    programs = cluster.find_pgvector()
    if not programs:
        raise Skip("no pgvector is installed, and tests/support/fetch-pgvector.sh has not run")
    if cluster.as_user()[1] is None:
        raise Skip("there is no user to run PostgreSQL as")
    if not SERVERS:
        SERVERS.append(cluster.Cluster(programs))
        atexit.register(SERVERS[0].close)
    uri = SERVERS[0].create(database)
    case.run("archive", "create", uri, *args)
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    return SERVERS[0], uri


def read_searches(server, database, case, *args):
    """The statements that find codes, as the server was asked them."""
    server.sql(f'ALTER DATABASE "{database}" SET log_min_duration_statement = 0')
    before = len(server.read_log())
    answer = case.json("search", "--all", "-k", "200", *args)
    log = server.read_log()[before:]
    server.sql(f'ALTER DATABASE "{database}" RESET log_min_duration_statement')
    return answer, [line for line in log.splitlines() if "ORDER BY a.distance" in line]


def test_exact(case):
    """The distances of pgvector are used where it is there, and the answer is the same."""
    index(case)
    server, uri = make(case, "exact", "--partitions", "2")
    version = server.sql("SELECT extversion FROM pg_extension WHERE extname = 'vector'", "exact")
    status = case.json("archive", "status", uri)
    assert (status["compared_by"], status["pgvector"], status["exact"]) \
        == ("pgvector", version[0][0], True), status
    assert "exactly" in case.run("archive", "status", uri)[0]
    server.sql(MORE.format(model=1, bits=256, words=8), "exact")
    photos = [os.path.join(case.photos, name) for name in ("000/000.jpg", "002/001.jpg")]
    for photo in photos:
        assert compare(case, uri, photo, "-k", "200") > 100
    reader = add_user(server, "exact", "e-cleo", "reader")
    found, searches = read_searches(server, "exact", case, "--archive", reader, photos[0])
    assert searches and all("<~>" in line and "bit_count" not in line for line in searches)
    # An older one does not compare codes, and one whose schema cannot be looked into is none.
    for change, back in (("UPDATE pg_extension SET extversion = '0.6.2'",
                          f"UPDATE pg_extension SET extversion = '{version[0][0]}'"),
                         ("CREATE SCHEMA hidden; ALTER EXTENSION vector SET SCHEMA hidden",
                          "ALTER EXTENSION vector SET SCHEMA semblance"),
                         ('CREATE SCHEMA "odd "" name"; GRANT USAGE ON SCHEMA "odd "" name" TO'
                          ' public; ALTER EXTENSION vector SET SCHEMA "odd "" name"',
                          "ALTER EXTENSION vector SET SCHEMA semblance"),
                         ("DROP EXTENSION vector", "SELECT 1")):
        server.sql(change, "exact")
        again, searches = read_searches(server, "exact", case, "--archive", reader, photos[0])
        assert searches and all("bit_count" in line for line in searches), change
        assert again["results"] == found["results"], change
        assert case.json("archive", "status", reader)["compared_by"] == "bit_count"
        server.sql(back, "exact")


def test_hnsw(case):
    """On request codes have an index, also those of a new model; it is used, and finds the
    nearest."""
    index(case)
    server, uri = make(case, "hnsw", "--hnsw", "--partitions", "2")
    status = case.json("archive", "status", uri)
    assert (status["compared_by"], status["exact"]) == ("pgvector", False), status
    assert "may miss" in case.run("archive", "status", uri)[0]

    # Of so few codes the server would rather compare all.
    for setting in ("enable_seqscan", "enable_sort"):
        server.sql(f"ALTER DATABASE hnsw SET {setting} = off")

    def check(model, bits):
        server.sql(MORE.format(model=model, bits=bits, words=bits // 32), "hnsw")
        used = ("SELECT count (*), sum (idx_scan) FROM pg_stat_user_indexes"
                f" WHERE indexrelname LIKE 'codes_{model}_%_code_idx'")
        photo = os.path.join(case.photos, "002", "001.jpg")
        answer, searches = read_searches(server, "hnsw", case, "--archive", uri, photo)
        assert searches and all(re.search(r"<~>\) \$1::bit \(%d\) LIMIT" % bits, line)
                                for line in searches), searches
        server.sql("SELECT pg_stat_force_next_flush ()", "hnsw")
        indexes = server.sql(used, "hnsw")[0]
        assert indexes[0] == "2" and int(indexes[1]) > 0, indexes
        return answer["results"]

    mine = case.json("search", "--all", "-k", "200",
                     os.path.join(case.photos, "002", "001.jpg"))["results"]
    theirs = check(1, 256)
    near = {hit["path"] for hit in mine[:20]}
    assert len(near & {hit["path"] for hit in theirs}) >= 19, (len(theirs), theirs[:5])
    case.run("archive", "train", uri, "--bits", "128")
    case.run("archive", "encode", uri)
    assert len(check(2, 128)) > 20


def test_refused(case):
    """A server without pgvector says so, and nothing is left of what was begun."""
    index(case)
    server, uri = make_archive(case, "plain")
    status = case.json("archive", "status", uri)
    assert (status["compared_by"], status["exact"]) == ("bit_count", True), status
    if "vector" in str(server.sql("SELECT name FROM pg_available_extensions")):
        return
    other = server.create("plainer")
    case.fails("archive", "create", other, "--hnsw", say=["pgvector", "--hnsw"])
    case.fails("archive", "status", other, say=["no archive"])
    case.run("archive", "create", other, "--hnsw", "--shard", uri, status=2)
    case.run("archive", "status", other, "--hnsw", status=2)


if __name__ == "__main__":
    smoke = sys.argv[1] == "--smoke"
    everything = [test_exact, test_hnsw, test_refused]
    sys.exit(main([test_refused] if smoke else everything, sys.argv[2 if smoke else 1:]))
