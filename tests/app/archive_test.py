# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of archives share: servers of their own, libraries, users, locks."""

import atexit
import os
import shutil
import subprocess
import sys
import time

from cli_test import FAMILIES, VARIANTS, Skip

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                "support"))
import cluster

SERVERS = []


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


def make_sharded(case, database, *args):
    """An archive whose parts lie in two other servers."""
    server, shards = serve(), [serve(1), serve(2)]
    uri = server.create(database)
    for shard in shards:
        shard.create(database)
    case.run("archive", "create", uri, "--shard", shards[0].uri(database), "--shard",
             shards[1].uri(database), *args)
    return server, shards, uri


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
