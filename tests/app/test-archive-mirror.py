#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive mirror: codes of an archive kept here, and searched here.

Usage: test-archive-mirror.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
                              FAIL-WRITES
"""

import glob
import json
import os
import random
import shutil
import signal
import sys
import time

from archive_test import add_user, hold, index_own, make_archive, make_sharded, release
from cli_test import FAMILIES, LONG, VARIANTS, index, main

N = FAMILIES * VARIANTS
# What version 1 of an archive had in place of what lists changes.
FIRST_VERSION = """
DROP TABLE semblance.changes;
ALTER TABLE semblance.archive DROP COLUMN since, DROP COLUMN hnsw;
UPDATE semblance.archive SET version = 1;
""" + "".join(f"""
CREATE OR REPLACE FUNCTION semblance.{name} () RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
 SET search_path = pg_catalog, pg_temp AS $$ BEGIN
 INSERT INTO semblance.tally SELECT {sign}count (*) FROM changed HAVING count (*) > 0;
 RETURN NULL; END $$;
""" for name, sign in (("count_more", ""), ("count_fewer", "-"))) + """
CREATE OR REPLACE FUNCTION semblance.sweep () RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
 SET search_path = pg_catalog, pg_temp AS $$ DECLARE removed bigint; BEGIN
 WITH gone AS (DELETE FROM semblance.photos p WHERE NOT EXISTS
  (SELECT FROM semblance.places l WHERE l.photo = p.id) RETURNING id)
 INSERT INTO semblance.dropped SELECT id FROM gone;
 GET DIAGNOSTICS removed = ROW_COUNT;
 RETURN removed; END $$;
"""


def list_files(case):
    """Names of the files of all mirrors."""
    found = glob.glob(os.path.join(case.folder, ".cache", "semblance", "mirrors", "*"))
    return sorted(name for name in found if not name.endswith(".lock"))


def ask(case, uri, photo, state="fresh", **env):
    """The answer, but for how long it took and who was asked."""
    answer = case.json("search", "--all", "-k", "200", "--archive", uri, photo, **env)
    assert answer.pop("mirror") == state, answer
    del answer["seconds"]
    return json.dumps(answer)


def ask_server(case, uri, photo):
    return ask(case, uri, photo, "none", XDG_CACHE_HOME=os.path.join(case.folder, "elsewhere"))


def check(case, uri, photos):
    """Byte for byte the server's answers."""
    for photo in photos:
        mine = ask(case, uri, photo)
        assert mine == ask_server(case, uri, photo), photo
        assert len(json.loads(mine)["results"]) > 20, mine


def list_photos(case):
    found = sorted(glob.glob(os.path.join(case.photos, "*", "*.jpg")))
    return found if LONG else found[::11]


def test_mirror(case):
    """A search scans the mirror where there is one, and answers what the server does, also after
    photos came and went."""
    index_own(case)
    server, uri = make_archive(case, "mirror", "--partitions", "3")
    reader = add_user(server, "mirror", "m-cleo", "reader")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    photos = list_photos(case)
    ask(case, uri, photos[0], "none")
    done = case.json("archive", "mirror", reader)
    assert (done["photos"], done["copied"], done["upgraded"]) == (N, True, False), done
    assert done["bytes"] < 20000 and done["most_bytes"] == 1 << 30, done
    for name in list_files(case):
        assert os.stat(name).st_mode & 0o777 == 0o600, name
    check(case, uri, photos)
    again = case.json("archive", "mirror", uri)
    assert (again["photos"], again["copied"], again["changed"]) == (N, False, 0), again
    # What changes is caught up with by the next search, and kept.
    shutil.copytree(os.path.join(case.photos, "000"), os.path.join(case.folder, "more", "000"))
    shutil.rmtree(os.path.join(case.photos, "000"))
    photos = [photo for photo in photos if os.path.exists(photo)]
    case.make(FAMILIES + 2, 1, os.path.join(case.photos, "001"))
    case.run("index", case.photos)
    changed = case.json("archive", "publish", uri, "--name", "anna")
    assert changed["removed"] == VARIANTS and changed["new_photos"] > 0, changed
    check(case, uri, photos[:3])
    assert len(list_files(case)) == 2, list_files(case)
    done = case.json("archive", "mirror", uri)
    assert (done["copied"], done["changed"], done["photos"]) == (False, 0, changed["photos"]), done
    status = case.json("archive", "status", uri)
    assert (status["mirror"], status["mirror_photos"]) == ("fresh", status["photos"]), status
    assert "searches scan here" in case.run("archive", "status", uri)[0]
    # More of it: the update does it by itself.
    case.run("archive", "remove", uri, "--name", "anna", os.path.join(case.photos, "003"))
    before = done["photos"]
    done = case.json("archive", "mirror", uri)
    assert not done["copied"] and done["changed"] == before - done["photos"] > 0, (before, done)
    check(case, uri, photos[4:6])
    # The name of an archive that is another one now.
    server.sql("DROP DATABASE mirror")
    server.create("mirror")
    server.sql('DROP ROLE "m-cleo", mirror_reader, mirror_publisher, mirror_owner')
    case.run("archive", "create", uri)
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    ask(case, uri, photos[4], "other")
    assert "archive mirror" in case.run("search", "--archive", uri, photos[4])[1]
    assert case.json("archive", "mirror", uri)["copied"]
    check(case, uri, photos[4:5])
    # Away with it, also where the server is gone.
    assert "removed" in case.run("archive", "mirror", uri, "--remove")[0]
    assert list_files(case) == []
    assert "no mirror" in case.run("archive", "mirror", uri, "--remove")[0]
    ask(case, uri, photos[4], "none")
    case.run("archive", "mirror", uri)
    server.stop()
    try:
        case.run("archive", "mirror", uri, "--remove")
    finally:
        server.start()
    assert list_files(case) == []


def test_states(case):
    """Where a mirror cannot be used the server answers, and it is said why."""
    index(case)
    server, uri = make_archive(case, "states")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    photo = list_photos(case)[2]
    case.fails("archive", "mirror", uri, "--memory", "0", status=2)
    for args in (["status", uri, "--follow"], ["mirror", uri, "--remove", "--memory", "5"],
                 ["publish", uri, "--memory", "5"]):
        case.run("archive", *args, status=2)
    case.run("archive", "mirror", uri, "--memory", "1")
    answer = ask_server(case, uri, photo)
    path, = list_files(case)
    with open(path, "rb") as file:
        whole = file.read()
    # Damage, wherever it is, and what does not belong there.
    chance = random.Random(7)
    for round_ in range(200 if LONG else 12):
        broken = bytearray(whole)
        at = chance.randrange(len(broken))
        broken[at] ^= 1 << chance.randrange(8)
        for content in [bytes(broken), whole[:at], b"", whole + b"12345678"][round_ % 4:][:1]:
            with open(path, "wb") as file:
                file.write(content)
            assert ask(case, uri, photo, "other") == answer
    os.unlink(path)
    os.mkfifo(path)
    assert ask(case, uri, photo, "other") == answer
    assert case.json("archive", "mirror", uri)["copied"]
    assert ask(case, uri, photo) == answer
    # What the archive lists no more, has lost, or has too much of.
    with open(path, "rb") as file:
        whole = file.read()
    server.sql("UPDATE semblance.archive SET since = pg_current_xact_id ()", "states")
    assert ask(case, uri, photo, "behind") == answer
    server.sql("UPDATE semblance.archive SET since = '0'", "states")
    assert ask(case, uri, photo) == answer
    server.sql("INSERT INTO semblance.changes (photos)"
               " SELECT array_agg (i) FROM generate_series (100000, 120001) i", "states")
    assert ask(case, uri, photo, "behind") == answer
    assert case.json("archive", "mirror", uri)["changed"] == 20002
    assert ask(case, uri, photo) == answer
    # A code that comes later than its photo, by hand: no change is listed.
    server.sql("INSERT INTO semblance.photos (hash, owner, width, height)"
               " VALUES (sha256 ('late'), 1, 1, 1)", "states")
    assert ask(case, uri, photo) == ask_server(case, uri, photo)
    n = case.json("archive", "mirror", uri)["photos"]
    assert ask(case, uri, photo) == ask_server(case, uri, photo)
    server.sql("INSERT INTO semblance.codes_1 SELECT max (p.id), (SELECT code FROM"
               " semblance.codes_1 LIMIT 1) FROM semblance.photos p", "states")
    assert ask(case, uri, photo, "behind") == ask_server(case, uri, photo)
    done = case.json("archive", "mirror", uri)
    assert (done["copied"], done["photos"]) == (True, n + 1), done
    assert ask(case, uri, photo) == ask_server(case, uri, photo)
    assert "Scanned here" in case.run("search", "--archive", uri, photo)[1]
    server.sql("DELETE FROM semblance.photos WHERE hash = sha256 ('late')", "states")
    # Hostile rows end in the server's answer at worst.
    for rows in ("ARRAY[-5, 0, NULL, 9223372036854775807]", "ARRAY[[1, 2], [3, 4]]", "'{}'"):
        server.sql(f"INSERT INTO semblance.changes (photos) VALUES ({rows}::bigint[])", "states")
        assert json.loads(case.run("search", "--all", "-k", "200", "--archive", uri, photo,
                                   "--json")[0])["results"] == json.loads(answer)["results"], rows
        server.sql("DELETE FROM semblance.changes WHERE at = (SELECT max (at::text::bigint)::text"
                   "::xid8 FROM semblance.changes)", "states")
    assert ask(case, uri, photo) == answer
    # A lock that is in the way of what has changed.
    locker = hold(server, "states", "LOCK TABLE semblance.changes")
    try:
        assert ask(case, uri, photo, "behind") == answer
    finally:
        release(server, "states", locker)
    # The model changes, and with it all codes.
    case.run("archive", "train", uri, "--bits", "64")
    assert ask(case, uri, photo) == answer
    case.run("archive", "encode", uri)
    assert ask(case, uri, photo, "other") == ask_server(case, uri, photo)
    assert case.json("archive", "mirror", uri, "--memory", "1")["copied"]
    check(case, uri, [photo])
    # Too many for the memory that it may take: 1 MiB holds fewer than 65,536 of these.
    server.sql("INSERT INTO semblance.photos (hash, owner, width, height) SELECT"
               " sha256 (i::text::bytea), 1, 1, 1 FROM generate_series (1, 66000) i;"
               "INSERT INTO semblance.codes_2 SELECT id, repeat ('01', 32)::bit (64)"
               " FROM semblance.photos WHERE width = 1", "states")
    case.fails("archive", "mirror", uri, say=["--memory"])
    assert ask(case, uri, photo, "behind") == ask_server(case, uri, photo)
    assert case.json("archive", "mirror", uri, "--memory", "2")["photos"] > 66000
    check(case, uri, [photo])


def test_upgrade(case):
    """An archive of the first version is searched as before; its owner makes it one that lists
    changes, without losing anything."""
    index_own(case)
    server, uri = make_archive(case, "first")
    reader = add_user(server, "first", "f-cleo", "reader")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    server.sql(FIRST_VERSION, "first")
    photo = list_photos(case)[2]
    answer = ask(case, uri, photo, "none")
    assert case.json("archive", "status", reader)["photos"] == N
    case.run("archive", "remove", uri, "--name", "anna", os.path.join(case.photos, "005"))
    case.run("archive", "publish", uri, "--name", "anna")
    case.fails("archive", "mirror", reader, say=["older version", "owner"])
    assert case.json("archive", "mirror", uri)["upgraded"]
    assert server.sql("SELECT version FROM semblance.archive", "first") == [["2"]]
    assert not case.json("archive", "mirror", reader)["upgraded"]
    # As one that was made so: the same tables, and rights to them.
    __, new = make_archive(case, "second")
    schema = ("SELECT table_name, column_name, data_type, is_nullable FROM information_schema"
              ".columns WHERE table_schema = 'semblance' ORDER BY 1, 2")
    assert server.sql(schema, "first") == server.sql(schema, "second")
    grants = ("SELECT split_part (grantee, '_', 2), table_name, privilege_type FROM"
              " information_schema.role_table_grants WHERE table_schema = 'semblance'"
              " ORDER BY 1, 2, 3")
    assert server.sql(grants, "first") == server.sql(grants, "second")
    functions = ("SELECT proname, prosrc, prosecdef FROM pg_proc p JOIN pg_namespace n ON"
                 " n.oid = pronamespace WHERE nspname = 'semblance' ORDER BY 1")
    assert server.sql(functions, "first") == server.sql(functions, "second")
    assert new
    os.remove(os.path.join(case.photos, "006", "001.jpg"))
    case.run("index", case.photos)
    case.run("archive", "publish", uri, "--name", "anna")
    check(case, uri, [photo])
    assert ask(case, uri, photo) != answer


def test_shards(case):
    """Codes of other servers are mirrored as well; where one of these is away a mirror that is up
    to date is scanned all the same, and what is missing is said."""
    index(case)
    server, shards, uri = make_sharded(case, "mirrored")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    photos = list_photos(case)[2:4]
    assert case.json("archive", "mirror", uri)["photos"] == N
    check(case, uri, photos)
    case.run("archive", "remove", uri, "--name", "anna", os.path.dirname(photos[0]))
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    check(case, uri, photos)
    shards[1].stop(signal.SIGQUIT)
    try:
        answer = json.loads(ask(case, uri, photos[0]))
        assert answer["missing_servers"] == 1 and answer["results"], answer
        # What has changed cannot be had: the servers that are there answer.
        case.run("archive", "remove", uri, "--name", "nobody", status=1)
        server.sql("INSERT INTO semblance.changes (photos) SELECT array_agg (id)"
                   " FROM semblance.photos", "mirrored")
        start = time.monotonic()
        answer = json.loads(ask(case, uri, photos[0], "behind"))
        assert answer["missing_servers"] == 1 and answer["results"], answer
        assert time.monotonic() - start < 60
    finally:
        shards[1].start()
    check(case, uri, photos)


def test_follow(case):
    """A mirror that follows has what is published moments later, also after the server was away."""
    index_own(case)
    server, uri = make_archive(case, "follow")
    case.run("archive", "publish", uri, "--yes", "--name", "anna", os.path.join(case.photos, "000"))
    process = case.start("archive", "mirror", uri, "--follow", "--json")

    def wait_for(photos):
        """Reads the program's lines until one tells of so many photos."""
        text = ""
        while True:
            line = process.stdout.readline().decode()
            assert line, process.communicate()
            text += line
            try:
                told = json.loads(text)
            except ValueError:
                continue
            text = ""
            if told["photos"] == photos:
                return told

    try:
        assert wait_for(VARIANTS)["copied"]
        case.run("archive", "publish", uri, "--yes", "--name", "anna")
        assert not wait_for(N)["copied"]
        case.run("archive", "remove", uri, "--name", "anna", os.path.join(case.photos, "001"))
        wait_for(N - VARIANTS)
        server.stop(signal.SIGQUIT)
        server.start()
        case.run("archive", "publish", uri, "--yes", "--name", "anna")
        wait_for(N)
        # Another one stays out of its way.
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 130, process.returncode
    finally:
        process.kill()
        process.wait()


def test_kills(case):
    """Whenever it is killed, a whole mirror is there: the one before, or the new one."""
    index_own(case)
    server, uri = make_archive(case, "killed")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    # Many, so that there is time to kill it.
    server.sql("INSERT INTO semblance.photos (hash, owner, width, height) SELECT"
               " sha256 (i::text::bytea), 1, 1, 1 FROM generate_series (1, 150000) i;"
               "INSERT INTO semblance.codes_1 SELECT id, repeat ('01', 128)::bit (256)"
               " FROM semblance.photos WHERE width = 1", "killed")
    photo = list_photos(case)[2]
    chance = random.Random(3)
    case.run("archive", "mirror", uri)
    answer = ask_server(case, uri, photo)
    for round_ in range(60 if LONG else 6):
        # Sometimes all codes are written, sometimes changes beside them.
        memory = ["--memory", str(100 + round_)] if round_ % 2 == 0 else []
        server.sql("INSERT INTO semblance.changes (photos) SELECT array_agg (id)"
                   " FROM (SELECT id FROM semblance.photos LIMIT 9000) x", "killed")
        process = case.start("archive", "mirror", uri, *memory)
        time.sleep(chance.uniform(.02, .5))
        process.kill()
        process.wait()
        assert ask(case, uri, photo) == answer, round_
    # The first one.
    case.run("archive", "mirror", uri, "--remove")
    for round_ in range(20 if LONG else 3):
        process = case.start("archive", "mirror", uri)
        time.sleep(chance.uniform(.02, .5))
        process.kill()
        process.wait()
        found = json.loads(case.run("search", "--all", "-k", "200", "--archive", uri, photo,
                                    "--json")[0])
        assert found.pop("mirror") in ("none", "fresh"), round_
        del found["seconds"]
        assert json.dumps(found) == answer, round_
    # Two at once: one of them may be told to wait, and what is there is whole.
    processes = [case.start("archive", "mirror", uri) for _ in range(3)]
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0 or b"Another Semblance" in err, (out, err)
    assert ask(case, uri, photo) == answer


if __name__ == "__main__":
    smoke = sys.argv[1] == "--smoke"
    everything = [test_mirror, test_states, test_upgrade, test_shards, test_follow, test_kills]
    sys.exit(main([test_mirror] if smoke else everything, sys.argv[2 if smoke else 1:]))
