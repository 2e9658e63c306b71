#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive: libraries that share photos in a PostgreSQL database.

Usage: test-archive.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import atexit
import os
import shutil
import sys
import tempfile

from cli_test import FAMILIES, VARIANTS, Skip, main

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
    assert case.json("archive", "publish", uri, "--no-paths")["new_places"] == 0
    # With paths, those places replace the ones without.
    done = case.json("archive", "publish", uri)
    assert (done["new_places"], done["removed"]) == (n + 1, n), done


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
                f"host=127.0.0.1 port=1 password={secret}",
                f"host=127.0.0.1 port=1 password='{secret}"):
        for flags in ([], ["--json"]):
            out, err = case.run("archive", "status", uri, *flags, status=1)
            assert secret not in out and secret not in err, (uri, out, err)
            assert err.endswith(".\n"), err


def test_tls(case):
    """A server on another computer that offers no encryption is not talked to, unless that was said
    so. The other computer is this one under a name that does not say so."""
    server = serve()
    server.create("tls")
    server.stop()
    server.start("-c", "listen_addresses=127.0.0.2")
    try:
        uri = f"postgresql://postgres@127.0.0.2:{server.port}/tls"
        case.fails("archive", "status", uri, say=["cannot be reached", "SSL"])
        case.fails("archive", "status", uri + "?sslmode=prefer", say=["SSL"])
        case.fails("archive", "status", uri, PGSSLMODE="allow", say=["SSL"])
        case.fails("archive", "status", uri + "?sslmode=disable", say=["no archive"])
        case.fails("archive", "status", uri, PGSSLMODE="disable", say=["no archive"])
    finally:
        server.stop()
        server.start()


if __name__ == "__main__":
    smoke = sys.argv[1] == "--smoke"
    everything = [test_publishing, test_folders, test_said_before, test_two_owners, test_rights,
                  test_refused, test_passwords, test_tls]
    sys.exit(main([test_publishing, test_refused] if smoke else everything,
                  sys.argv[2 if smoke else 1:]))
