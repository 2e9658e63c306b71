#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the statement of a search takes in PostgreSQL, by the number of codes and of tables that
they lie in, on one server and on two others, beside a bare scan that only counts bits; and how fast
photos are published beside what COPY takes for the same rows.

Usage: bench-archive.py [CODES…]    by default 100000 and 1000000
       bench-archive.py --publish SEMBLANCE-CLI LIBRARY
       bench-archive.py --mirror SEMBLANCE-CLI LIBRARY PHOTO [CODES…]

The tables, the columns and the statement are those of engine/archive; the codes are random. Starts
servers of its own. Prints milliseconds (the median of five), nanoseconds a row, and by how much the
time grows with the rows: 1 is in proportion. With --publish it publishes a library that is indexed
instead, three times, each time beside a COPY of all that is in the archive then into tables without
an index, on the same server: no publisher can be faster. With --mirror it searches an archive of a
library with random codes beside it, by the server and by a mirror, and says what the program itself
counts, with the time to open the photo and to fetch the vectors of the nearest in both.
"""

import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                "support"))
import cluster

BITS, WANTED, REPEATS, PUBLISHED = 256, 500, 5, 3
PARTITIONS = (1, 2, 4)
CODE = "B'" + "01" * (BITS // 2) + "'"
# As engine/archive/shards.c sets them up.
SERVER = ("CREATE SERVER shard_{i} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{folder}',"
          " port '{port}', dbname 'bench', async_capable 'true', use_remote_estimate 'true',"
          " fetch_size '2000'); CREATE USER MAPPING FOR PUBLIC SERVER shard_{i} OPTIONS"
          " (user 'postgres', password_required 'false')")


def measure(server, statement):
    """Returns the milliseconds that the server itself counts, the median."""
    times = []
    for _ in range(REPEATS + 1):
        rows = server.sql("EXPLAIN (ANALYZE, TIMING OFF) " + statement, "bench")
        times.append(float(re.search(r"Execution Time: ([\d.]+)", rows[-1][0])[1]))
    # The first one reads the tables into memory.
    return statistics.median(times[1:])


def make_codes(server, n):
    """The random codes of all tables of one size, which take longer to make than to copy."""
    server.sql("DROP TABLE IF EXISTS random_codes; CREATE UNLOGGED TABLE random_codes AS"
               " SELECT i::bigint AS photo, (SELECT string_agg (((random () * 4294967295)"
               "::bigint)::bit (32)::text, '') FROM generate_series (1, 8) WHERE i > 0)"
               f"::bit ({BITS}) AS code FROM generate_series (1, {n}) i", "bench")


def make(server, parts):
    server.sql("DROP TABLE IF EXISTS codes; CREATE TABLE codes (photo bigint NOT NULL,"
               f" code bit ({BITS}) NOT NULL) PARTITION BY HASH (photo)", "bench")
    for i in range(parts):
        server.sql(f"CREATE TABLE codes_{i} PARTITION OF codes FOR VALUES WITH"
                   f" (MODULUS {parts}, REMAINDER {i});"
                   f"ALTER TABLE codes_{i} ADD PRIMARY KEY (photo)", "bench")
    server.sql("INSERT INTO codes TABLE random_codes", "bench")
    # A statement of its own: VACUUM cannot be in one with others.
    server.sql("VACUUM ANALYZE codes", "bench")


def search(parts):
    arms = " UNION ALL ".join(
        f"(SELECT photo, code, bit_count (code # {CODE}) AS distance FROM codes_{i}"
        f" ORDER BY bit_count (code # {CODE}), photo LIMIT {WANTED})" for i in range(parts))
    return f"SELECT * FROM ({arms} OFFSET 0) AS a ORDER BY distance, photo LIMIT {WANTED}"


def report(what, n, ours, bare):
    print(f"{n} codes, {what}: search {ours:.1f} ms ({ours * 1e6 / n:.0f} ns a row), bare scan"
          f" {bare:.1f} ms ({bare * 1e6 / n:.0f} ns a row)", flush=True)


def measure_tables(server, n, parts):
    make(server, parts)
    ours = measure(server, search(parts))
    report(f"{parts} tables", n, ours,
           measure(server, f"SELECT sum (bit_count (code # {CODE})) FROM codes"))
    return ours


def measure_shards(server, shards, n):
    """Two tables of two other servers, which share the processors of this computer."""
    server.sql("DROP TABLE IF EXISTS codes", "bench")
    for i, shard in enumerate(shards):
        shard.sql(f"DROP TABLE IF EXISTS codes_{i}; CREATE TABLE codes_{i} (photo bigint PRIMARY"
                  f" KEY, code bit ({BITS}) NOT NULL)", "bench")
        path = os.path.join(server.folder, "half")
        server.sql(f"COPY (SELECT * FROM random_codes WHERE photo % 2 = {i}) TO '{path}'"
                   " (FORMAT binary)", "bench")
        shard.sql(f"COPY codes_{i} FROM '{path}' (FORMAT binary)", "bench")
        shard.sql(f"VACUUM ANALYZE codes_{i}", "bench")
        server.sql(f"DROP FOREIGN TABLE IF EXISTS codes_{i}; CREATE FOREIGN TABLE codes_{i}"
                   f" (photo bigint NOT NULL, code bit ({BITS}) NOT NULL) SERVER shard_{i}",
                   "bench")
    ours = measure(server, search(len(shards)))
    bare = max(measure(shard, f"SELECT sum (bit_count (code # {CODE})) FROM codes_{i}")
               for i, shard in enumerate(shards))
    report("2 foreign shards", n, ours, bare)
    for i in range(len(shards)):
        server.sql(f"DROP FOREIGN TABLE codes_{i}", "bench")
    return ours


def run_searches(sizes):
    server, *shards = servers = [cluster.Cluster() for _ in range(3)]
    try:
        for each in servers:
            each.sql("CREATE DATABASE bench")
        server.sql("CREATE EXTENSION postgres_fdw;" + ";".join(
            SERVER.format(i=i, folder=shard.folder, port=shard.port)
            for i, shard in enumerate(shards)), "bench")
        found = {}
        for n in sizes:
            make_codes(server, n)
            found |= {(n, parts): measure_tables(server, n, parts) for parts in PARTITIONS}
            found[n, "shards"] = measure_shards(server, shards, n)
        for parts in (*PARTITIONS, "shards") if len(sizes) > 1 else ():
            small, large = sizes[0], sizes[-1]
            growth = math.log(found[large, parts] / found[small, parts]) / math.log(large / small)
            what = "2 foreign shards" if parts == "shards" else f"{parts} tables"
            print(f"{what}: growth exponent {growth:.2f}")
    finally:
        for each in servers:
            each.close()


def copy_all(server):
    """Returns the seconds that COPY takes for the rows of the archive, and how many bytes they
    are."""
    total, size = 0, 0
    for table in ("photos", "places", "features", "codes_1", "vectors_1"):
        path = os.path.join(server.folder, table)
        server.sql(f"DROP TABLE IF EXISTS bare; CREATE TABLE bare AS SELECT * FROM"
                   f" semblance.{table} WITH NO DATA;"
                   f"COPY (SELECT * FROM semblance.{table}) TO '{path}' (FORMAT binary)", "bench")
        start = time.monotonic()
        server.sql(f"COPY bare FROM '{path}' (FORMAT binary)", "bench")
        total += time.monotonic() - start
        size += os.path.getsize(path)
    return total, size


def run_publishing(program, library):
    server = cluster.Cluster()
    publish = [program, "archive", "publish", server.uri("bench"), "--library", library, "--yes",
               "--json"]
    rates, limits = [], []
    try:
        for _ in range(PUBLISHED):
            server.sql("DROP DATABASE IF EXISTS bench")
            uri = server.create("bench")
            subprocess.run([program, "archive", "create", uri, "--library", library], check=True,
                           stdout=subprocess.DEVNULL)
            start = time.monotonic()
            done = json.loads(subprocess.run(publish, check=True, stdout=subprocess.PIPE,
                                             stderr=subprocess.DEVNULL).stdout)
            rates.append(done["new_photos"] / (time.monotonic() - start))
            seconds, size = copy_all(server)
            limits.append(done["new_photos"] / seconds)
        print(f"{done['new_photos']} photos, {size / done['new_photos'] / 1000:.1f} kB each:"
              f" {statistics.median(rates):.0f} a second published, COPY"
              f" {statistics.median(limits):.0f} a second")
    finally:
        server.close()


def run_mirror(program, library, photo, sizes):
    server = cluster.Cluster()
    uri = server.create("bench")

    def run(*args, cache):
        out = subprocess.run([program, *args, "--library", library, "--json"], check=True,
                             stdout=subprocess.PIPE, env={**os.environ, "XDG_CACHE_HOME": cache})
        return json.loads(out.stdout)

    def search(cache, state):
        times = []
        for _ in range(REPEATS + 1):
            answer = run("search", "--all", "--archive", uri, photo, cache=cache)
            assert answer["mirror"] == state, answer["mirror"]
            times.append(answer["seconds"] * 1000)
        return statistics.median(times[1:]), answer["results"]

    try:
        with tempfile.TemporaryDirectory() as here, tempfile.TemporaryDirectory() as none:
            bits = run("archive", "create", uri, cache=here) and int(
                server.sql("SELECT bits FROM semblance.models", "bench")[0][0])
            run("archive", "publish", uri, "--yes", cache=here)
            for n in sizes:
                server.sql(
                    "INSERT INTO semblance.photos (hash, owner, width, height) SELECT sha256"
                    f" ((i::text || 'x')::bytea), 1, 1, 1 FROM generate_series (1, {n}) i"
                    " ON CONFLICT DO NOTHING;"
                    "INSERT INTO semblance.codes_1 SELECT id, (SELECT string_agg ((random () *"
                    " 4294967295)::bigint::bit (32)::text, '') FROM generate_series"
                    f" (1, {bits // 32}) WHERE id > 0)::bit ({bits}) FROM semblance.photos p WHERE"
                    " NOT EXISTS (SELECT FROM semblance.codes_1 c WHERE c.photo = p.id)", "bench")
                # A statement of its own: VACUUM cannot be in one with others.
                server.sql("VACUUM ANALYZE", "bench")
                start = time.monotonic()
                made = run("archive", "mirror", uri, cache=here)
                seconds = time.monotonic() - start
                theirs, first = search(none, "none")
                mine, second = search(here, "fresh")
                assert first == second
                print(f"{made['photos']} photos of {bits} bits: by the server {theirs:.0f} ms, by"
                      f" the mirror {mine:.0f} ms, which took {seconds:.1f} s to make and"
                      f" {made['bytes'] / 1e6:.1f} MB", flush=True)
    finally:
        server.close()


def main(words):
    if words[:1] == ["--publish"]:
        run_publishing(*words[1:3])
    elif words[:1] == ["--mirror"]:
        run_mirror(*words[1:4], [int(word) for word in words[4:]] or [100000, 1000000])
    else:
        run_searches([int(word) for word in words] or [100000, 1000000])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
