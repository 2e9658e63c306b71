#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive: searches, and what others may put into an archive.

Usage: test-archive-search.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
                              FAIL-WRITES
"""

import os
import shutil
import sys

from PIL import Image

from archive_test import add_user, compare, index_own, make_archive
from cli_test import FAMILIES, LONG, VARIANTS, index, main


def test_search(case):
    """An archive with the photos and the model of a library answers as the library does."""
    index_own(case)
    # A photo that is there twice.
    double = os.path.join(case.photos, "double.jpg")
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), double)
    case.run("index", case.photos)
    server, uri = make_archive(case, "search", "--partitions", "3")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    outside = os.path.join(case.folder, "outside")
    os.mkdir(outside)
    case.make(FAMILIES + 3, 1, outside)
    new = os.path.join(outside, "copy.jpg")
    shutil.copy(os.path.join(case.photos, "003", "001.jpg"), new)
    queries = sorted(os.path.join(folder, name) for top in (case.photos, outside)
                     for folder, _, names in os.walk(top) for name in names)
    queries = queries if LONG else queries[::9]
    shown = sum(compare(case, uri, query, "-k", "200") for query in queries)
    assert shown > 100 * len(queries)
    one = os.path.join(case.photos, "000", "000.jpg")
    two = os.path.join(case.photos, "004", "002.jpg")
    for args in ([one, "-k", "3"], [double], [one, two], [new, "--unlike", two], [one, "-d", "60"],
                 [two, "--min-likeness", "0.5"], [one, "--region", "10%,10%,60%,60%"],
                 [new, "-k", "1"]):
        compare(case, uri, *args)
    assert case.json("search", "--archive", uri, new)["results"][0]["kind"] == "identical"
    out, err = case.run("search", "--archive", uri, one)
    assert "anna" in out and double in out and "alike" in err, (out, err)
    paths = case.run("search", "--archive", uri, "--paths-only", one)[0].splitlines()
    assert double in paths and one not in paths, paths
    # What another library of this user has published is no file of this one.
    mine = [hit.get("path") for hit in case.json("search", "--archive", uri, two)["results"]]
    other = case.json("search", "--archive", uri, two, "--library",
                      os.path.join(case.folder, "other.db"))["results"]
    assert two not in mine and other[0]["path"] == two and other[0]["kind"] == "identical", other
    # Without a library, with the rights of a reader; and what is not there is not called identical.
    reader = add_user(server, "search", "s-cleo", "reader")
    os.rename(case.photos, case.photos + "-gone")
    found = case.json("search", "--all", "--archive", reader, new,
                      "--library", os.path.join(case.folder, "none.db"))["results"]
    assert found[0]["kind"] == "alike" and found[0]["likeness"] == 1, found[0]
    for args in (["--folder", case.folder], ["--since", "2024"], ["--type", "jpg"]):
        case.run("search", "--archive", uri, new, *args, status=2)
    case.fails("search", "--archive", server.uri("nowhere"), new, say=["cannot be reached"])


def test_copies(case):
    """Altered copies are found in an archive as they are in a library, by windows of the query as
    well; what they are is said where the file is here."""
    index_own(case)
    server, uri = make_archive(case, "copies", "--partitions", "2")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    outside = os.path.join(case.folder, "outside")
    os.mkdir(outside)
    stored = os.path.join(case.photos, "004", "001.jpg")
    with Image.open(stored) as picture:
        width, height = picture.size
        page = Image.new("RGB", (2 * width, 2 * height), "white")
        page.paste(picture.resize((width * 3 // 4, height * 3 // 4)), (width // 8, height))
        altered = {"mirrored": picture.transpose(Image.FLIP_LEFT_RIGHT),
                   "cropped": page}
        for name, made in altered.items():
            made.convert("RGB").save(os.path.join(outside, name + ".png"))
    for name in altered:
        query = os.path.join(outside, name + ".png")
        mine = case.json("search", "--copies", query)["results"]
        theirs = case.json("search", "--copies", "--archive", uri, query)["results"]
        # The other photos of the family are copies as well.
        proven = [[(hit["path"], hit["kind"], hit["distance"]) for hit in hits
                   if hit["kind"] != "alike"] for hits in (mine, theirs)]
        assert proven[0] == proven[1], (name, proven)
        assert proven[1] and proven[1][0][1] == name, (name, proven)
        assert os.path.dirname(proven[1][0][0]) == os.path.dirname(stored), (name, proven)
        assert theirs[0]["owner"] == "anna" and theirs[0]["archive"].startswith("postgresql:")
        # Candidates, while nothing is proven.
        found = case.json("search", "--copies", "--archive", uri, query, "--no-proof")["results"]
        assert proven[1][0][0] in [hit["path"] for hit in found[:VARIANTS]], (name, found[:2])
        assert {hit["kind"] for hit in found} == {"alike"}, found
    # By its mirror the same.
    case.run("archive", "mirror", uri)
    again = case.json("search", "--copies", "--archive", uri, query)
    assert again["mirror"] == "fresh" and again["results"] == theirs, (again, theirs)
    assert "anna" in case.run("search", "--copies", "--archive", uri, query)[0]
    # A file of that name that is another photo, and then none.
    stored = theirs[0]["path"]
    shutil.move(stored, stored + ".kept")
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), stored)
    for gone in (False, True):
        if gone:
            os.remove(stored)
        found = case.json("search", "--copies", "--archive", uri, query)["results"]
        hit = next(hit for hit in found if hit["path"] == stored)
        assert hit["kind"] == "alike", hit
    # Pictures that are none, and files that are none of a photo's.
    add_user(server, "copies", "c-mallory", "publisher")
    server.sql("INSERT INTO semblance.owners (name, library) VALUES ('mallory', '');"
               "INSERT INTO semblance.places (photo, owner, path, changed)"
               " SELECT p.id, o.id, x.path, 0 FROM semblance.photos p, semblance.owners o,"
               " (VALUES ('/dev/zero'::bytea), ('/etc/passwd'), ('/')) AS x (path)"
               " WHERE o.role = 'c-mallory'", "copies", "c-mallory")
    # Sketches have a length in newer archives only.
    server.sql("ALTER TABLE semblance.features DROP CONSTRAINT features_sketch_check;"
               "UPDATE semblance.features SET thumbnail = 'x', sketch = 'y' WHERE photo % 2 = 0;"
               "UPDATE semblance.photos SET width = -5, height = 0 WHERE id % 3 = 0", "copies")
    assert case.json("search", "--all", "--copies", "--archive", uri, query)["results"]


def test_hostile_rows(case):
    """What a publisher or a server may put into an archive ends in a sentence at worst, and what
    one publisher can put there does not keep others from searching."""
    index(case)
    server, uri = make_archive(case, "hostile")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    photo = os.path.join(case.photos, "000", "000.jpg")
    add_user(server, "hostile", "mallory", "publisher")

    def ask():
        found = case.json("search", "--all", "-k", "200", "--archive", uri, photo)["results"]
        return [(hit.get("path"), hit["likeness"], hit["distance"]) for hit in found]

    mine = ask()
    server.sql("INSERT INTO semblance.owners (name, library) VALUES (E'\x1b[2J', '');"
               "INSERT INTO semblance.places (photo, owner, path, changed)"
               " SELECT p.id, o.id, x.path, 0 FROM semblance.photos p, semblance.owners o,"
               " (VALUES ('\\x00'::bytea), ('../x'), ('\\x2f1b5b324a'),"
               " (convert_to ('/' || repeat ('a', 4000), 'UTF8'))) AS x (path)"
               " WHERE o.role = 'mallory'", "hostile", "mallory")
    # The query is now also elsewhere, as anyone may say: a hit, and not called identical.
    assert [hit for hit in ask() if hit[1] < 1] == [hit for hit in mine if hit[1] < 1]
    out = case.run("archive", "status", uri)[0]
    assert "?[2J" in out and "\x1b" not in out, out
    assert all(hit["owner"] == "anna" for hit in
               case.json("search", "--archive", uri, photo)["results"][1:])
    for attempt in ("code", "vector", "feature"):
        table = "features" if attempt == "feature" else attempt + "s_1"
        value = "B'1'" if attempt == "code" else "'x'"
        assert "ERROR" in server.sql(f"INSERT INTO semblance.{table} (photo, {attempt})"
                                     f" VALUES (99999, {value})", "hostile", "mallory", check=False)
    # Of photos that are not there yet, or are another's, nobody adds anything, nor chooses numbers.
    code = "repeat ('0', 256)::bit (256)"
    for attempt in (f"codes_1 SELECT i, {code} FROM generate_series (1000, 1005) i",
                    f"codes_1 SELECT last_value + 1, {code} FROM semblance.photos_id_seq",
                    "vectors_1 SELECT 1000, repeat ('x', 256)::bytea",
                    "features SELECT 1000, repeat ('x', 2560)::bytea",
                    "photos (id, hash, owner, width, height) OVERRIDING SYSTEM VALUE"
                    " SELECT 1000, sha256 ('y'), id, 1, 1 FROM semblance.owners"
                    " WHERE role = 'mallory'"):
        assert "ERROR" in server.sql(f"INSERT INTO semblance.{attempt}", "hostile", "mallory",
                                     check=False), attempt
    # What belongs to nobody's photo now: the coming ones have no rows yet.
    server.sql("DELETE FROM semblance.codes_1 WHERE photo = 1", "hostile")
    assert "policy" in server.sql(f"INSERT INTO semblance.codes_1 SELECT 1, {code}", "hostile",
                                  "mallory", check=False)
    # A code of no photo is no hit, and takes nobody's place.
    before = ask()
    server.sql("INSERT INTO semblance.codes_1 SELECT photo + 1000000 * i, code"
               " FROM semblance.codes_1, generate_series (1, 9) i", "hostile")
    assert ask() == before
    # What only the owner of the archive, or a false server, can do.
    for table, column, value in (("models", "data", "substring (data FROM 1 FOR 1000)"),
                                 ("models", "data", "data || data"), ("models", "bits", "7"),
                                 ("models", "bits", "128"), ("archive", "partitions", "9999"),
                                 ("archive", "backbone", "E'a\\nb'"), ("archive", "model", "77"),
                                 ("archive", "shards", "-1")):
        server.sql(f"CREATE TABLE kept AS SELECT {column} FROM semblance.{table};"
                   f"UPDATE semblance.{table} SET {column} = {value}", "hostile")
        case.fails("search", "--archive", uri, photo)
        server.sql(f"UPDATE semblance.{table} SET {column} = (SELECT {column} FROM kept);"
                   "DROP TABLE kept", "hostile")
    assert ask() == before


if __name__ == "__main__":
    smoke = sys.argv[1] == "--smoke"
    everything = [test_search, test_copies, test_hostile_rows]
    sys.exit(main([test_search] if smoke else everything, sys.argv[2 if smoke else 1:]))
