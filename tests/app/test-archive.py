#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive: libraries that share photos in a PostgreSQL database.

Usage: test-archive.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import os
import re
import shutil
import signal
import socket
import sys
import time

from archive_test import add_user, count, hold, index_own, make_archive, release, serve
from cli_test import FAMILIES, VARIANTS, index, main


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


def test_nameless(case):
    """Places without paths are in no folder: publishing a folder takes them out where the library
    has lost the photo, and removing a folder says that it cannot be done."""
    index_own(case)
    server, uri = make_archive(case, "nameless")
    one, two = (os.path.join(case.photos, name) for name in ("000", "001"))
    case.run("archive", "publish", uri, "--yes", "--no-paths", one, two)
    os.remove(os.path.join(one, "000.jpg"))
    os.remove(os.path.join(two, "000.jpg"))
    os.rename(os.path.join(one, "001.jpg"), os.path.join(case.photos, "elsewhere.jpg"))
    case.run("index", case.photos)
    assert case.json("archive", "publish", uri, "--no-paths", one)["removed"] == 2
    assert count(server, "nameless") == [2 * VARIANTS - 2] * 5
    case.fails("archive", "remove", uri, one, say=["without paths"])
    # With its path, a photo has no other place.
    done = case.json("archive", "publish", uri, "--yes", two)
    assert (done["new_places"], done["removed"]) == (VARIANTS - 1, VARIANTS - 1), done
    assert case.json("archive", "remove", uri, two)["removed"] == VARIANTS - 1
    assert case.json("archive", "remove", uri)["removed"] == VARIANTS - 1


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


def test_thumbnails(case):
    """A photo has a thumbnail as long as one of its owners publishes it with one: it goes when they
    leave, or leave it out from now on, and comes when another one publishes it with one."""
    index(case)
    server, uri = make_archive(case, "thumbs")
    anna, ben = (add_user(server, "thumbs", f"t-{user}", "publisher") for user in ("anna", "ben"))
    other = os.path.join(case.folder, "other.db")
    shutil.copytree(os.path.join(case.photos, "000"), os.path.join(case.folder, "more", "000"))
    case.run("index", "--library", other, os.path.join(case.folder, "more"))
    n = FAMILIES * VARIANTS

    def run(user, verb, *args, name="anna", library=()):
        case.run("archive", verb, user, "--name", name, *library, *args)
        return int(server.sql("SELECT count (thumbnail) FROM semblance.features", "thumbs")[0][0])

    ben_is = {"name": "ben", "library": ("--library", other)}
    assert run(ben, "publish", "--yes", "--no-thumbnails", "--no-paths", **ben_is) == 0
    assert run(anna, "publish", "--yes") == n
    # Those that ben has left out are not shown by ben.
    assert "ERROR" not in server.sql("UPDATE semblance.features SET thumbnail = 'x'", "thumbs",
                                     "t-ben", check=False)
    assert run(anna, "publish", "--no-thumbnails") == 0
    assert run(ben, "publish", "--yes", **ben_is) == VARIANTS
    assert run(anna, "publish", "--yes") == n
    assert run(anna, "publish", "--no-thumbnails") == VARIANTS
    assert run(anna, "publish", "--yes") == n
    assert run(ben, "publish", "--no-thumbnails", **ben_is) == n
    assert run(anna, "remove") == 0
    assert count(server, "thumbs") == [VARIANTS] * 5
    assert "denied" in server.sql("UPDATE semblance.features SET sketch = NULL", "thumbs", "t-ben",
                                  check=False)
    assert not server.sql("UPDATE semblance.features SET thumbnail = 'x' RETURNING photo", "thumbs",
                          "t-ben", check=False)


def test_old_roles(case):
    """Roles of an archive that was dropped give no rights in a new one unsaid."""
    index(case)
    server, uri = make_archive(case, "roles")
    add_user(server, "roles", "old-dora", "publisher")
    server.sql("DROP DATABASE roles")
    server.create("roles")
    said = case.fails("archive", "create", uri, say=["old-dora", "DROP ROLE"])
    # What it says to type is the statement itself.
    server.sql(re.search(r"DROP ROLE [^.]*", said).group())
    said = case.run("archive", "create", uri)[0]
    server.sql(re.search(r"GRANT .*", said).group().replace("anna", '"old-dora"'))
    server.sql('REVOKE roles_publisher FROM "old-dora"')
    # Without members they are of no harm.
    server.sql("DROP DATABASE roles")
    server.create("roles")
    case.run("archive", "create", uri)


def test_quick(case):
    """Of a photo whose small picture alone was looked at nothing is published, which is said; once
    the whole was looked at, it is."""
    index(case)
    server, uri = make_archive(case, "quick")
    more = os.path.join(case.folder, "phone")
    case.make(1, 2, more, kind="heic")
    case.run("index", "--quick", more)
    n = FAMILIES * VARIANTS
    said = case.run("archive", "publish", uri, "--yes")[0]
    assert "Not published yet: 2 photos" in said, said
    assert count(server, "quick") == [n] * 5
    case.run("index")
    done = case.json("archive", "publish", uri)
    assert (done["quick"], done["new_photos"]) == (0, 2), done
    assert count(server, "quick") == [n + 2] * 5


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
    server.sql("UPDATE semblance.archive SET version = 3", "refused")
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
    # Nor is it in the list of processes while a server does not answer.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"127.0.0.1:{silent.getsockname()[1]}/photos"
        for uri in (f"postgresql://anna:{secret}@{place}",
                    f"postgresql://anna@{place}?password={secret}&application_name=x",
                    f"host=127.0.0.1 port={silent.getsockname()[1]} password='{secret} {secret}'"):
            process = case.start("archive", "status", uri)
            connection = silent.accept()[0]
            assert connection.recv(4)
            with open(f"/proc/{process.pid}/cmdline", encoding="utf-8") as file:
                words = file.read()
            assert "status" in words and secret not in words, words
            process.kill()
            process.communicate()
            connection.close()


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
    everything = [test_publishing, test_folders, test_nameless, test_said_before,
                  test_agreed_folder, test_moved, test_swept, test_kept,
                  test_interrupted, test_two_owners, test_thumbnails, test_old_roles, test_quick,
                  test_refused, test_passwords, test_tls]
    sys.exit(main([test_publishing, test_refused] if smoke else everything,
                  sys.argv[2 if smoke else 1:]))
