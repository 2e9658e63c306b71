#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the statement of a search takes in PostgreSQL, by the number of codes and of tables that
they lie in, beside a bare scan that only counts bits.

Usage: bench-archive.py [CODES…]      by default 100000 and 1000000

The tables, the columns and the statement are those of engine/archive; the codes are random. Starts
a server of its own. Prints milliseconds (the median of five), nanoseconds a row, and by how much
the time grows with the rows: 1 is in proportion.
"""

import math
import os
import re
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                "support"))
import cluster

BITS, WANTED, REPEATS = 256, 500, 5
PARTITIONS = (1, 2, 4)


def measure(server, statement):
    """Returns the milliseconds that the server itself counts, the median."""
    times = []
    for _ in range(REPEATS + 1):
        rows = server.sql("EXPLAIN (ANALYZE, TIMING OFF) " + statement, "bench")
        times.append(float(re.search(r"Execution Time: ([\d.]+)", rows[-1][0])[1]))
    # The first one reads the tables into memory.
    return statistics.median(times[1:])


def make(server, n, parts):
    server.sql("DROP TABLE IF EXISTS codes; CREATE TABLE codes (photo bigint NOT NULL,"
               f" code bit ({BITS}) NOT NULL) PARTITION BY HASH (photo)", "bench")
    for i in range(parts):
        server.sql(f"CREATE TABLE codes_{i} PARTITION OF codes FOR VALUES WITH"
                   f" (MODULUS {parts}, REMAINDER {i});"
                   f"ALTER TABLE codes_{i} ADD PRIMARY KEY (photo)", "bench")
    start = time.monotonic()
    server.sql("INSERT INTO codes SELECT i, (SELECT string_agg (((random () * 4294967295)::bigint)"
               "::bit (32)::text, '') FROM generate_series (1, 8) WHERE i > 0)::bit (256)"
               f" FROM generate_series (1, {n}) i; ANALYZE codes", "bench")
    return time.monotonic() - start


def main():
    sizes = [int(word) for word in sys.argv[1:]] or [100000, 1000000]
    server = cluster.Cluster()
    try:
        server.sql("CREATE DATABASE bench")
        code = "B'" + "01" * (BITS // 2) + "'"
        found = {}
        for n in sizes:
            for parts in PARTITIONS:
                make(server, n, parts)
                arms = " UNION ALL ".join(
                    f"(SELECT photo, code, bit_count (code # {code}) AS distance FROM codes_{i}"
                    f" ORDER BY bit_count (code # {code}), photo LIMIT {WANTED})"
                    for i in range(parts))
                ours = measure(server, f"SELECT * FROM ({arms} OFFSET 0) AS a"
                                       f" ORDER BY distance, photo LIMIT {WANTED}")
                bare = measure(server, f"SELECT sum (bit_count (code # {code})) FROM codes")
                found[n, parts] = ours
                print(f"{n} codes, {parts} tables: search {ours:.1f} ms ({ours * 1e6 / n:.0f} ns a"
                      f" row), bare scan {bare:.1f} ms ({bare * 1e6 / n:.0f} ns a row)", flush=True)
        for parts in PARTITIONS if len(sizes) > 1 else ():
            small, large = sizes[0], sizes[-1]
            growth = math.log(found[large, parts] / found[small, parts]) / math.log(large / small)
            print(f"{parts} tables: growth exponent {growth:.2f}")
    finally:
        server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
