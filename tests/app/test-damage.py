#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes wrong numbers to each column of a library: semblance-cli answers or reports an error.

Usage: test-damage.py SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES

With SEMBLANCE_TEST_LONG=1 every command runs with every value, and the library is then repaired.
"""

import concurrent.futures
import os
import shutil
import sqlite3
import subprocess
import sys

from cli_test import PATIENCE, contents, main

LONG = os.environ.get("SEMBLANCE_TEST_LONG") == "1"
VALUES = [-5, 0, 1 << 31, 1 << 62, (1 << 63) - 1, None, "text", b"blob"]
PARTS = ["library.db", "library.features.db", "library.thumbnails.db"]
PHOTO = os.path.join("photos", "000", "000.jpg")
COMMANDS = [["status"], ["index"], ["search", PHOTO], ["search", "--copies", PHOTO], ["models"]]
MORE = [["status", "--verbose", "--json"], ["index", "photos"], ["train", "--use"],
        ["remove", "photos"], ["models", "--use", "2"], ["models", "--drop", "2"],
        ["duplicates", "--json"]]

# Rows for the tables that a small library leaves empty.
ROWS = """
INSERT INTO scene_groups VALUES (1, 'key', 1, NULL, 1.0, 1);
INSERT INTO scene_tried SELECT id, 1 FROM photos;
INSERT INTO scenes VALUES (1, 1);
INSERT INTO scene_photos SELECT id, 1, 50 FROM photos WHERE id <= 3;
INSERT INTO scene_pairs VALUES (1, 2, 30, 1.5), (1, 3, 20, 1.25), (2, 3, 10, 1.0);
INSERT INTO scene_shapes VALUES (1, randomblob (64));
INSERT INTO dropped_photos VALUES (99, zeroblob (32));
INSERT INTO dropped_models VALUES (98);
INSERT INTO dropped_backbones VALUES ('gone');
INSERT INTO backbones (name, kind) VALUES ('tuned', 1);
INSERT INTO inspected SELECT id, 'sample', zeroblob (16) FROM models;
INSERT INTO mounts VALUES (CAST ('/nowhere/at/all' AS BLOB), 1, 0, 0, 0);
INSERT OR IGNORE INTO duplicates VALUES (1, 2, 2, 1, .9);
INSERT OR IGNORE INTO compared VALUES (1, 0, 0);
INSERT INTO different VALUES (zeroblob (32), randomblob (32));
INSERT INTO sharpness SELECT id, .5, .25, 50 FROM photos WHERE id <= 2;
INSERT INTO patterns VALUES (CAST ('/nowhere' AS BLOB), '-*.gif');
INSERT INTO quick_photos SELECT id, 'efficientnet' FROM photos WHERE id <= 2;
"""


def make_library(case):
    """A library with a row in every table; returns its folder."""
    case.make(3, 3)
    with open(os.path.join(case.photos, "broken.jpg"), "wb") as file:
        file.write(b"\xff\xd8\xff\xe0 broken")
    with open(os.path.join(case.photos, "text.txt"), "wb") as file:
        file.write(b"no image")
    case.run("index", "photos")
    case.run("train", "--method", "itq", "--bits", "64")
    connection = sqlite3.connect(case.library)
    connection.executescript(ROWS)
    connection.close()
    connection = sqlite3.connect(case.library.replace(".db", ".features.db"))
    connection.executescript("INSERT INTO altered SELECT hash, backbone, 'half size', feature"
                             " FROM features;")
    connection.close()
    return os.path.dirname(case.library)


def columns(path):
    """The integer columns of the file's tables."""
    connection = sqlite3.connect(path)
    tables = [name for name, in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = [(table, row[1]) for table in tables
             for row in connection.execute(f"PRAGMA table_info ({table})")
             if row[2] == "INTEGER" or (table, row[1]) == ("sqlite_sequence", "seq")]
    for table in tables:
        count, = connection.execute(f"SELECT count (*) FROM {table}").fetchone()
        assert count, f"{table} is empty"
    connection.close()
    return found


def change(path, table, column, value):
    """Sets what the first row has there, wherever it stands; whether the file took it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        with connection:
            # A unique column takes it once.
            done = connection.execute(
                f"UPDATE OR IGNORE {table} SET {column} = ?1 WHERE {column} IS"
                f" (SELECT {column} FROM {table} LIMIT 1) AND {column} IS NOT ?1", [value])
            if done.rowcount < 1:
                return False
        kept, = connection.execute(f"SELECT count (*) FROM {table} WHERE {column} IS ?1",
                                   [value]).fetchone()
        return kept > 0
    except (sqlite3.Error, OverflowError):
        return False
    finally:
        connection.close()


def check(case, library, args, place):
    """Runs the command; its exit status and what it said."""
    result = subprocess.run([case.cli, *args, "--library", library], env=case.env,
                            cwd=case.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            timeout=PATIENCE)
    out, err = result.stdout.decode(), result.stderr.decode()
    assert result.returncode in (0, 1, 2), (place, args, result.returncode, err)
    assert "CRITICAL" not in err and "WARNING" not in err, (place, args, err)
    assert result.returncode == 0 or err.endswith((".\n", "”\n")), (place, args, err)
    return result.returncode, out, err


def mend(case, library, place, removed):
    """One indexing without arguments, or with the folder where that was removed: all folders and
    their photos are there again. What indexing does not read is damaged only once a search finds
    it, and then one indexing mends that."""
    index = ["index", "photos"] if removed else ["index"]
    status, _, err = check(case, library, index, place)
    assert status == 0, (place, err)
    status, out, err = check(case, library, ["search", PHOTO], place)
    if status == 1 and "is damaged" in err:
        status, _, err = check(case, library, index, place)
        assert status == 0 and "was moved to" in err, (place, err)
        status, out, err = check(case, library, ["search", PHOTO], place)
    # A photo that is marked as hidden looks like one whose files are gone.
    if "photos.hidden" in place:
        assert status == 0 or "has no photos to search" in err, (place, err)
        return
    assert status == 0, (place, err)
    assert len(out.splitlines()) == 8, (place, out, err)


def choose(number, value):
    """The commands to run: in the short form two by turns with one value, and with every other
    value one by turns on a third of the columns."""
    if LONG:
        return COMMANDS + MORE
    turn = number // len(VALUES)
    if value == VALUES[0]:
        return [COMMANDS[(turn + i) % len(COMMANDS)] for i in range(2)]
    return [COMMANDS[number % len(COMMANDS)]] if (turn + number) % 3 == 0 else []


def try_value(case, template, number, part, table, column, value):
    """One value, and every command on a library that has it."""
    place = f"{part} {table}.{column} = {value!r}"
    folder = os.path.join(case.folder, f"damaged-{number}")
    library = os.path.join(folder, "library.db")
    commands = choose(number, value)
    ran, mended = 0, set()
    if not commands:
        return ran
    shutil.copytree(template, folder)
    if change(os.path.join(folder, part), table, column, value):
        changed = os.path.join(case.folder, f"changed-{number}")
        shutil.copytree(folder, changed)
        for args in commands:
            shutil.rmtree(folder)
            shutil.copytree(changed, folder)
            status = check(case, library, args, place)[0]
            ran += 1
            if LONG or (status and args == ["index"]):
                removed = args[0] == "remove" and status == 0
                # Half of the commands leave the files as they were: that is mended once.
                state = contents(folder), removed
                if state not in mended:
                    mend(case, library, place, removed)
                    mended.add(state)
        shutil.rmtree(changed)
    shutil.rmtree(folder)
    return ran


def test_every_integer(case):
    template = make_library(case)
    tasks = [(part, table, column, value) for part in PARTS
             for table, column in columns(os.path.join(template, part)) for value in VALUES]
    failures, ran = [], 0
    # A command waits for its processes half of its time.
    with concurrent.futures.ThreadPoolExecutor(2 * os.cpu_count()) as pool:
        # Every column comes soon, so that a sweep that is cut short has seen most of them.
        order = sorted(range(len(tasks)), key=lambda i: (i % len(VALUES) + i // len(VALUES))
                       % len(VALUES))
        futures = [pool.submit(try_value, case, template, number, *tasks[number])
                   for number in order]
        for future in concurrent.futures.as_completed(futures):
            try:
                ran += future.result()
            except AssertionError as error:
                failures.append(str(error))
                if LONG:
                    print(f"# {failures[-1]}", flush=True)
    print(f"# {len(tasks)} values, {ran} commands, {len(failures)} failures")
    assert not failures, "\n".join(failures[:100])
    assert ran > (3000 if LONG else 200), ran


def try_id(case, template, number, table, column, value):
    """What status calls damaged, and nothing else, is renewed by one indexing with its folders."""
    place = f"{table}.{column} = {value!r}"
    folder = os.path.join(case.folder, f"id-{number}")
    library = os.path.join(folder, "library.db")
    shutil.copytree(template, folder)
    if not change(library, table, column, value):
        return False
    shutil.copytree(folder, folder + "-changed")
    for args in [["status"], ["search", PHOTO]]:
        status, _, err = check(case, library, args, place)
        assert status == 1 and "is damaged" in err, (place, args, err)
        # Not by the mark that the command before left.
        shutil.rmtree(folder)
        shutil.copytree(folder + "-changed", folder)
    status, _, err = check(case, library, ["index"], place)
    assert status == 0 and "was moved to" in err and "same folders" in err, (place, err)
    status, out, err = check(case, library, ["status"], place)
    assert status == 0 and f"{case.photos} (photos: 9)" in out, (place, out, err)
    status, out, err = check(case, library, ["search", PHOTO], place)
    assert len(out.splitlines()) == 8, (place, out, err)
    return True


def test_ids(case):
    """Ids of each table, and references to them, out of range."""
    template = make_library(case)
    connection = sqlite3.connect(os.path.join(template, "library.db"))
    places = [(table, row[1]) for table, in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        for row in connection.execute(f"PRAGMA table_info ({table})")
        if row[2] == "INTEGER" and table != "state"
        and row[1] in {"id", "folder", "photo", "model", "backbone", "scene_group", "scene", "a",
                       "b"}]
    connection.close()
    values = [-5, 1 << 31, (1 << 63) - 1]
    tasks = [(*place, value) for number, place in enumerate(places)
             for value in (values if LONG else values[number % 3:number % 3 + 1])]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        ran = sum(pool.map(lambda number: try_id(case, template, number, *tasks[number]),
                           range(len(tasks))))
    print(f"# {len(places)} columns, {ran} values")
    assert len(places) > 20 and ran >= len(places) - 1, (places, ran)


def test_salvage(case):
    """The folders of a library are kept from whatever pages can still be read."""
    case.make(3, 3)
    others = os.path.join(case.folder, "others")
    case.make(2, 2, others)
    case.run("index", "photos", "others")
    connection = sqlite3.connect(case.library)
    roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema"))
    connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    connection.close()
    with open(case.library, "rb") as file:
        content = file.read()
    data = os.path.dirname(case.library)

    decisions = os.path.join(data, "library.decisions")
    with open(decisions, "rb") as file:
        decided = file.read()

    def spoil(*names):
        shutil.rmtree(data)
        os.mkdir(data)
        damaged = bytearray(content)
        for name in names:
            start = 4096 * (roots[name] - 1)
            damaged[start:start + 4096] = b"\xee" * 4096
        with open(case.library, "wb") as file:
            file.write(damaged)
        for kind in ["features", "thumbnails"]:
            sqlite3.connect(os.path.join(data, f"library.{kind}.db")).close()

    for names in [["files"], ["folders"], ["sqlite_autoindex_folders_1"], ["photos", "models"],
                  ["folders", "files", "state"]]:
        spoil(*names)
        err = case.run("index")[1]
        assert "same folders" in err, (names, err)
        status = case.json("status")
        assert [folder["path"] for folder in status["folders"]] == [others, case.photos], status
        assert status["indexed"] == 13, status
    spoil("folders", "sqlite_autoindex_folders_1")
    err = case.fails("index", status=2)
    assert "was moved to" in err and "same folders" not in err and "no folder yet" in err, err
    assert sorted(name for name in os.listdir(data) if ".new" in name) == []
    # What the file beside the library knows need not be found in it.
    spoil("folders", "sqlite_autoindex_folders_1")
    with open(decisions, "wb") as file:
        file.write(decided)
    assert "same folders" in case.run("index")[1]
    status = case.json("status")
    assert [folder["path"] for folder in status["folders"]] == [others, case.photos], status


def test_every_table(case):
    """A table that is gone makes statements fail where nobody expects it."""
    template = make_library(case)
    tasks = []
    for part in PARTS:
        connection = sqlite3.connect(os.path.join(template, part))
        tasks += [(part, table) for table, in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%'")]
        connection.close()

    def try_table(number):
        part, table = tasks[number]
        folder = os.path.join(case.folder, f"lost-{number}")
        for args in COMMANDS + MORE if LONG else COMMANDS[1:3]:
            shutil.copytree(template, folder)
            connection = sqlite3.connect(os.path.join(folder, part))
            connection.execute("PRAGMA legacy_alter_table = ON")
            connection.execute(f"ALTER TABLE {table} RENAME TO lost")
            connection.close()
            check(case, os.path.join(folder, "library.db"), args, f"without {part} {table}")
            shutil.rmtree(folder)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(try_table, range(len(tasks))))


if __name__ == "__main__":
    tests = [test_ids, test_salvage, test_every_integer, test_every_table]
    if len(sys.argv) > 6:
        name = "test_" + sys.argv[6].replace("-", "_")
        tests = [test for test in tests if test.__name__ == name]
    sys.exit(main(tests, sys.argv[1:6]))
