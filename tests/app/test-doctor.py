#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli doctor: what it finds, what it mends, and what it does not tell.

Usage: test-doctor.py SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import json
import os
import re
import shutil
import sqlite3
import sys

from cli_test import main, read, write

SECRET = "Ünder cover"


def build(case):
    """A small library with codes; one file of it cannot be read."""
    case.photos = os.path.join(case.folder, SECRET)
    case.make(3, 3)
    write(os.path.join(case.photos, "anna and ben.jpg"), b"\xff\xd8\xff\xe0 broken")
    case.run("index", case.photos)


def photos_of(case):
    return {path: read(os.path.join(path, name)) for path, _, names in os.walk(case.photos)
            for name in names}


def meddle(case, sql, part=""):
    path = case.library.replace(".db", part + ".db")
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()


def look(case, *args, status):
    report = case.json("doctor", *args, status=status)
    assert report["healthy"] == (status == 0), report
    levels = {}
    for finding in report["findings"]:
        levels.setdefault(finding["check"], finding)
        if finding["status"] == "wrong":
            levels[finding["check"]] = finding
    return report, levels


def test_healthy(case):
    """A page without private names; --paths has them. Looking changes nothing."""
    case.fails("doctor", say=["There is no library"])
    case.fails("doctor", "--fix", say=["There is no library"])
    build(case)
    before = case.query("SELECT * FROM files"), case.digest()
    report, checks = look(case, status=0)
    assert {name: check["status"] for name, check in checks.items()} == {
        "database": "ok", "orphans": "ok", "codes": "ok", "decisions": "ok", "quarantine": "note",
        "files": "ok", "space": "ok", "sandbox": checks["sandbox"]["status"]}, checks
    assert checks["quarantine"]["count"] == 1, checks
    assert report["repaired"] == []
    assert {"version", "system", "kernels", "decoder", "openblas_core", "sqlite", "journal"} <= set(
        report["engine"]), report
    text = case.run("doctor")[0]
    for out in (text, json.dumps(report, ensure_ascii=False)):
        for private in (SECRET, "anna", case.folder, os.path.basename(case.folder), "/data/"):
            assert private not in out, (private, out)
    assert "file 1 (.jpg)" in text and "ends too early" in text, text
    paths = case.run("doctor", "--paths")[0]
    assert os.path.join(case.photos, "anna and ben.jpg") in paths and case.library in paths, paths
    assert (case.query("SELECT * FROM files"), case.digest()) == before
    case.fails("doctor", "extra", status=2)


def test_mends(case):
    """Each kind of fault is found, mended once and said, and the library is what it was."""
    build(case)
    photos, digest = photos_of(case), case.digest()
    whole = os.path.join(case.folder, "whole")
    shutil.copytree(os.path.dirname(case.library), whole)
    faults = [
        ("orphans", "", "INSERT INTO described SELECT id, 999 FROM backbones LIMIT 1;"),
        ("orphans", "", "UPDATE files SET photo = 999 WHERE id = 2;"),
        ("orphans", "", "INSERT INTO metadata (photo, state) VALUES (998, 0);"),
        ("orphans", "", "UPDATE photos SET hidden = 1 WHERE id = 2;"),
        ("orphans", ".features", "INSERT INTO features VALUES (zeroblob (32), 'x', x'00');"
                                 "INSERT INTO vectors VALUES (1, 999, x'00');"),
        ("orphans", ".thumbnails", "INSERT INTO thumbnails VALUES (zeroblob (32), x'00');"),
        ("features", ".features", "DELETE FROM features WHERE rowid = 3;"),
        ("features", ".thumbnails", "DELETE FROM thumbnails WHERE rowid IN (2, 4);"),
        ("codes", "", "UPDATE codes SET codes = zeroblob (length (codes));"),
        ("codes", ".features", "UPDATE vectors SET vector = zeroblob (length (vector))"
                               " WHERE photo = 5;"),
    ]

    def restore():
        shutil.rmtree(os.path.dirname(case.library))
        shutil.copytree(whole, os.path.dirname(case.library))

    for check, part, sql in faults:
        restore()
        meddle(case, sql, part)
        report, checks = look(case, status=1)
        assert checks[check]["status"] == "wrong" and checks[check]["repairable"], (sql, report)
    restore()
    for _, part, sql in faults:
        meddle(case, sql, part)
    report, checks = look(case, "--fix", status=0)
    for words in ["Entries that belong to nothing", "Thumbnails and features of no photo",
                  "Photos are read again", "codes of all photos", "tried again"]:
        assert words in " ".join(report["repaired"]), (words, report["repaired"])
    assert case.digest() == digest
    assert case.json("status")["photos"] == 9
    assert look(case, status=0)[1]["orphans"]["status"] == "ok"
    # A model that cannot be read is trained again by the same settings.
    meddle(case, "UPDATE models SET data = x'00' WHERE id IN (SELECT active_model FROM state);")
    assert look(case, status=1)[1]["codes"]["repairable"]
    assert "new model" in " ".join(look(case, "--fix", status=0)[0]["repaired"])
    assert case.digest() == digest
    assert photos_of(case) == photos


def test_damaged_model(case):
    """A model that cannot be read is trained again also where every file is unchanged."""
    case.make(3, 3)
    case.run("index", "photos")
    digest = case.digest()
    meddle(case, "UPDATE models SET data = x'00' WHERE id IN (SELECT active_model FROM state);")
    assert look(case, status=1)[1]["codes"]["repairable"]
    report, checks = look(case, "--fix", status=0)
    assert "new model" in " ".join(report["repaired"]), report
    assert checks["codes"]["status"] == "ok", report
    assert case.digest() == digest
    assert len(case.json("search", "--all", "photos/000/000.jpg")["results"]) == 8


def test_empty_files(case):
    """Files of a library that were cut to nothing are made again, with its folders."""
    case.make(3, 3)
    case.run("index", "photos")
    digest = case.digest()
    for part in ["", ".features", ".thumbnails"]:
        os.truncate(case.library.replace(".db", part + ".db"), 0)
        summary = case.json("index")
        assert summary["photos"] == 9, (part, summary)
        look(case, "--fix", status=0)
        assert case.digest() == digest, part


def test_offline_thumbnails(case):
    """A lost thumbnail of a photo whose disk is away waits for the disk; its code stays."""
    build(case)
    digest = case.digest()
    meddle(case, "DELETE FROM thumbnails;", ".thumbnails")
    away = case.photos + "-away"
    os.rename(case.photos, away)
    case.run("index")
    look(case, "--fix", status=0)
    assert case.digest() == digest
    assert case.query("SELECT count(*) FROM described") == [(9,)]
    os.rename(away, case.photos)
    case.run("index")
    report, checks = look(case, status=1)
    assert checks["features"]["repairable"], report
    look(case, "--fix", status=0)
    assert case.digest() == digest
    thumbnails = case.library.replace(".db", ".thumbnails.db")
    assert case.query("SELECT count(*) FROM thumbnails", database=thumbnails) == [(9,)]


def test_quarantine(case):
    """Files that could not be read are tried again by --fix, and only by it."""
    build(case)
    meddle(case, "UPDATE files SET state = 3, photo = NULL, reason = 'no',"
                 " decoder = (SELECT decoder FROM files WHERE state = 3) WHERE id = 2;"
                 "UPDATE photos SET hidden = 1 WHERE id NOT IN"
                 " (SELECT photo FROM files WHERE photo IS NOT NULL);")
    case.run("index")
    assert look(case, status=0)[1]["quarantine"]["count"] == 2
    out = case.run("doctor", "--fix")[0]
    assert "Repaired: Files that could not be read are tried again: 2." in out, out
    assert look(case, status=0)[1]["quarantine"]["count"] == 1
    assert case.json("status")["photos"] == 9


def test_damaged(case):
    """Damaged databases get a dated name, and the library is built again; a newer one is left."""
    build(case)
    photos, folder = photos_of(case), os.path.dirname(case.library)
    for names in [["library.db"], ["library.features.db", "library.thumbnails.db"]]:
        contents = {}
        for name in names:
            contents[name] = content = bytearray(read(os.path.join(folder, name)))
            # Not the first pages: opening the file does not find it.
            for start in range(3 * 4096, len(content), 4096):
                content[start:start + 512] = b"\xee" * 512
            for extra in ("-wal", "-shm"):
                if os.path.exists(os.path.join(folder, name + extra)):
                    os.unlink(os.path.join(folder, name + extra))
            write(os.path.join(folder, name), content)
        report, checks = look(case, status=1)
        assert checks["database"]["status"] == "wrong", report
        report, checks = look(case, "--fix", status=0)
        assert "Set aside" in report["repaired"][0], report
        for name, content in contents.items():
            pattern = re.escape(name) + r"\.damaged-\d{4}-\d\d-\d\d-\d{6}(-\d)?"
            aside = [file for file in os.listdir(folder) if re.fullmatch(pattern, file)]
            assert [read(os.path.join(folder, file)) for file in aside].count(content) == 1, aside
        assert checks["aside"]["count"] >= 1, checks
        status = case.json("status")
        assert status["photos"] == 9, status
        assert [entry["path"] for entry in status["folders"]] == [case.photos], status
    assert photos_of(case) == photos

    meddle(case, "PRAGMA user_version = 9999;")
    newer = read(case.library)
    for args in [[], ["--fix"]]:
        report, checks = look(case, *args, status=1)
        assert "newer version" in checks["database"]["text"] and not report["repaired"], report
    assert read(case.library) == newer


if __name__ == "__main__":
    tests = [test_healthy, test_mends, test_damaged_model, test_empty_files,
             test_offline_thumbnails, test_quarantine, test_damaged]
    if len(sys.argv) > 6:
        tests = [test for test in tests if test.__name__ == "test_" + sys.argv[6]]
    sys.exit(main(tests, sys.argv[1:6]))
