#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli search: several photos, parts of photos, scopes, and dates.

Usage: test-search.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import base64
import calendar
import os
import random
import shutil
import struct
import subprocess
import sys

from cli_test import Skip, main, read, write

WIDTH, HEIGHT = 300, 240


def drawing(seed, width=WIDTH, height=HEIGHT):
    """Rows of pixels: rectangles in the colours of the seed."""
    chance = random.Random(seed)
    ground = tuple(chance.randrange(256) for _ in range(3))
    rows = [[ground] * width for _ in range(height)]
    for _ in range(12):
        colour = tuple(chance.randrange(256) for _ in range(3))
        left, top = chance.randrange(width - 20), chance.randrange(height - 20)
        right = min(width, left + chance.randrange(20, width // 2))
        for row in rows[top:top + chance.randrange(20, height // 2)]:
            row[left:right] = [colour] * (right - left)
    return rows


def write_bmp(path, rows):
    width, height = len(rows[0]), len(rows)
    padding = b"\0" * (-3 * width % 4)
    pixels = b"".join(b"".join(bytes(pixel[::-1]) for pixel in row) + padding
                      for row in reversed(rows))
    write(path, struct.pack("<2sIHHI", b"BM", 54 + len(pixels), 0, 0, 54)
          + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(pixels), 0, 0, 0, 0)
          + pixels)


def set_date(path, date):
    """Has a JPEG say that it was taken then, such as "2024:05:03 10:11:12"."""
    text = date.encode() + b"\0"
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<HHHIII", 1, 0x8769, 4, 1, 26, 0) \
        + struct.pack("<HHHIII", 1, 0x9003, 2, len(text), 44, 0) + text
    body = b"Exif\0\0" + tiff
    data = read(path)
    assert data[:2] == b"\xff\xd8"
    write(path, data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:])


def names(results):
    return [os.path.relpath(result["path"], os.path.dirname(os.path.dirname(result["path"])))
            for result in results]


def test_refused(case):
    """What makes no sense is said in a sentence, with status 2, and before the library is read."""
    case.make(1, 1)
    photo = os.path.join(case.photos, "000", "000.jpg")
    write_bmp("%s/wide.bmp" % case.folder, drawing(1))
    for say, args in [
            ("photo", ["--unlike", photo]),
            ("--copies", [photo, "--unlike", photo, "--copies"]),
            ("--region", ["--region", "0,0,9,9", photo]),
            ("twice", [photo, "--region", "0,0,9,9", "--region", "9,9,9,9"]),
            ("X,Y,W,H", [photo, "--region", "1,2,3"]),
            ("X,Y,W,H", [photo, "--region", "1,2,3,4,5"]),
            ("X,Y,W,H", [photo, "--region", "1,2,3,x"]),
            ("X,Y,W,H", [photo, "--region", "-1,2,3,4"]),
            ("X,Y,W,H", [photo, "--region", "1.5,2,3,4"]),
            ("X,Y,W,H", [photo, "--region", "1e1,2,3,4"]),
            ("X,Y,W,H", [photo, "--region", "nan,2,3,4"]),
            ("X,Y,W,H", [photo, "--region", "10%,10,50%,50%"]),
            ("X,Y,W,H", [photo, "--region", "10,10,50,50%"]),
            ("X,Y,W,H", [photo, "--region", "1.2.3%,1%,5%,5%"]),
            ("X,Y,W,H", [photo, "--region", "%,1%,5%,5%"]),
            ("X,Y,W,H", [photo, "--region", "1, 2, 3, 4"]),
            ("X,Y,W,H", [photo, "--region", "99999999999999999999,0,1,1"]),
            ("empty", [photo, "--region", "1,2,0,4"]),
            ("empty", [photo, "--region", "1%,2%,3%,0%"]),
            ("not inside", [photo, "--region", "60%,0%,50%,50%"]),
            ("not inside", [photo, "--region", "0%,0%,1%,100.1%"]),
            ("300 × 240", ["wide.bmp", "--region", "1,0,300,240"]),
            ("300 × 240", ["wide.bmp", "--region", "0,0,10,241"]),
            ("300 × 240", ["wide.bmp", "--region", "4000000000,0,4000000000,10"]),
            ("--since", [photo, "--since", "yesterday"]),
            ("--since", [photo, "--since", "2024-13"]),
            ("--since", [photo, "--since", "2024-2-1"]),
            ("--since", [photo, "--since", "2023-02-29"]),
            ("--since", [photo, "--since", "2024-02-29x"]),
            ("--since", [photo, "--since", "0000"]),
            ("--until", [photo, "--until", "24"]),
            ("--until", [photo, "--until", "2024-"]),
            ("no time", [photo, "--since", "2024-05", "--until", "2024-04"]),
            ("landscape", [photo, "--orientation", "wide"]),
            ("--type", [photo, "--type", "jpg,"]),
            ("--type", [photo, "--type", "a/b"]),
            ("not a folder", [photo, "--folder", photo]),
            ("100", [photo] * 101)]:
        case.fails("search", *args, status=2, say=[say, "--help"])
    # A file that is no picture fails as it does without a region.
    case.fails("search", case.weights, "--region", "0,0,9,9", say=["safetensors"])
    assert not os.path.exists(case.library)


def test_several(case):
    """"source" is the place of the photo among those of the command line that a hit is most like,
    whatever stands between them."""
    case.make(6, 4)
    case.run("index", "photos")
    one, two, other = (os.path.join(case.photos, family, "000.jpg")
                       for family in ["001", "004", "002"])
    alone = {photo: {hit["path"]: hit["likeness"]
                     for hit in case.json("search", "--all", photo)["results"]}
             for photo in (one, two)}
    for order in [(one, two), (two, one)]:
        for unlike in [[], ["--unlike", other]]:
            answer = case.json("search", "--all", order[0], *unlike, order[1])
            assert [query["path"] for query in answer["queries"]] == list(order), answer
            assert [query["path"] for query in answer["unlike"]] == unlike[1:], answer
            assert answer["query"] == order[0]
            hits = answer["results"]
            assert len(hits) == 24 - 2 - len(unlike) // 2, hits
            sources = {os.path.basename(os.path.dirname(hit["path"])): hit["source"]
                       for hit in hits}
            assert sources["001"] == order.index(one) and sources["004"] == order.index(two)
            for hit in hits:
                near, far = (alone[order[i]].get(hit["path"], 1)
                             for i in (hit["source"], 1 - hit["source"]))
                # Likeness is made to fall along each list, which moves it a little.
                assert near >= far - .12, (hit, near, far)
            assert names(hits)[0][:3] in ("001", "004"), names(hits)
    single = case.json("search", one)["results"]
    assert single and all(hit["source"] == 0 for hit in single), single
    out = case.run("search", one, two)[0]
    assert "[like 000.jpg]" in out, out
    assert "[like" not in case.run("search", one)[0]

    def rank(*args):
        return min(i for i, name in enumerate(names(case.json("search", "--all", *args)["results"]))
                   if name.startswith("004/"))
    assert rank(one, two) < 6
    assert rank(one, "--unlike", two) > rank(one)
    copies = case.json("search", "--copies", "--no-proof", one, two)["results"]
    assert {hit["source"] for hit in copies[:6]} == {0, 1}, copies
    odd = os.path.join(os.fsencode(case.folder), b"caf\xe9.jpg")
    shutil.copy(one, odd)
    queries = case.json("search", two, odd)["queries"]
    assert queries[0] == {"path": two}, queries
    assert base64.b64decode(queries[1]["path_bytes"]) == odd, queries


def test_regions(case):
    """A region is looked at as if it were a picture of its own, to the pixel, however it is
    said."""
    case.make(3, 4)
    pictures = [drawing(seed) for seed in range(4)]
    for i, rows in enumerate(pictures):
        write_bmp(os.path.join(case.photos, "drawings", f"{i}.bmp"), rows)
    sheet = os.path.join(case.folder, "sheet.bmp")
    write_bmp(sheet, [a + b for a, b in zip(pictures[0], pictures[1])]
              + [a + b for a, b in zip(pictures[2], pictures[3])])
    case.run("index", "photos")
    for i in range(4):
        x, y = i % 2 * WIDTH, i // 2 * HEIGHT
        pixels = case.json("search", "--all", sheet, "--region", f"{x},{y},{WIDTH},{HEIGHT}")
        percent = case.json("search", "--all", sheet,
                            "--region", f"{i % 2 * 50}%,{i // 2 * 50}%,50%,50.0%")
        first = pixels["results"][0]
        assert first["path"].endswith(f"/drawings/{i}.bmp"), names(pixels["results"])
        assert first["likeness"] > .99999 and first["distance"] == 0, first
        assert first.get("kind") is None, first
        assert percent["results"] == pixels["results"]
        assert pixels["queries"] == [{"path": sheet, "region": [i % 2 / 2, i // 2 / 2, .5, .5]}]
        moved = case.json("search", "--all", sheet, "--region",
                          f"{20 if x == 0 else x - 20},{y},{WIDTH},{HEIGHT}")["results"][0]
        assert moved["likeness"] < .99999, moved
    both = case.json("search", "--all", sheet, "--region", f"0,0,{WIDTH},{HEIGHT}",
                     sheet, "--region", f"{WIDTH},{HEIGHT},{WIDTH},{HEIGHT}")["results"]
    assert {(hit["path"][-5:], hit["source"]) for hit in both[:2]} == {("0.bmp", 0), ("3.bmp", 1)}
    away = case.json("search", "--all", sheet, "--unlike", sheet, "--region", "0%,0%,50%,50%")
    assert away["unlike"][0]["region"] == [0, 0, .5, .5] and "region" not in away["queries"][0]
    assert [name for name in names(away["results"]) if "bmp" in name][-1] == "drawings/0.bmp"
    copies = case.json("search", "--copies", sheet, "--region", f"0,0,{WIDTH},{HEIGHT}")["results"]
    assert copies[0]["path"].endswith("/0.bmp") and copies[0]["kind"] == "same", copies[0]
    # The photo itself is not among the hits of a part of it.
    own = os.path.join(case.photos, "drawings", "2.bmp")
    part = case.json("search", "--all", own, "--region", "10%,10%,80%,80%")["results"]
    assert own not in [hit["path"] for hit in part] and len(part) == 15, names(part)


def test_scope(case):
    """Each option leaves out what it says; all have to hold; nothing else changes."""
    case.make(4, 3)
    for name, sides in [("tall.bmp", (200, 300)), ("even.bmp", (300, 300))]:
        write_bmp(os.path.join(case.photos, "odd", name), drawing(name, *sides))
    os.rename(os.path.join(case.photos, "003", "002.jpg"),
              os.path.join(case.photos, "003", "002.JPEG"))
    case.run("index", "photos")
    os.symlink(case.photos, os.path.join(case.folder, "link"))
    photo = os.path.join(case.photos, "000", "000.jpg")

    def find(*args):
        return sorted(names(case.json("search", "--all", photo, *args)["results"]))
    everything = find()
    assert len(everything) == 13
    inside = [name for name in everything if name.startswith("001/")]
    for folder in ["photos/001", "photos/001/", case.photos + "/../photos/001", "link/001"]:
        assert find("--folder", folder) == inside, folder
    assert find("--folder", "photos/001", "--folder", "photos/odd") \
        == inside + ["odd/even.bmp", "odd/tall.bmp"]
    assert find("--folder", ".") == everything
    # In a folder of the library, beside one, an empty one; a folder whose name begins like another.
    os.mkdir(os.path.join(case.photos, "empty"))
    for nowhere in ["photos/00", "nowhere", "photos/empty", "photos/001x", "photos/001/deeper"]:
        case.fails("search", photo, "--folder", "photos/001", "--folder", nowhere,
                   say=[os.path.join(case.folder, nowhere), "status"])
    assert find("--type", "bmp") == ["odd/even.bmp", "odd/tall.bmp"]
    assert find("--type", ".BMP", "--orientation", "portrait") == ["odd/tall.bmp"]
    assert find("--orientation", "square") == ["odd/even.bmp"]
    assert "odd/even.bmp" not in find("--orientation", "landscape")
    assert "003/002.JPEG" in find("--type", "jpg")
    assert find("--type", "jpg") == find("--type", "jpeg") != find("--type", "jpg,bmp")
    assert find("--type", "jpg,bmp") == find("--type", "jpg", "--type", "bmp") == everything
    assert find("--not-own-folder") == [name for name in everything if not name.startswith("000/")]
    copies = case.json("search", "--copies", "--no-proof", "--not-own-folder", photo)["results"]
    assert copies and not any(name.startswith("000/") for name in names(copies))
    out, err = case.run("search", photo, "--type", "png")
    assert not out and "these folders" in err, err
    assert len(find("-k", "2", "--type", "jpg")) == 2


def test_dates(case):
    """The day of the camera counts, wherever it was, and else that of the file on this clock."""
    case.make(1, 5)
    zone = {"TZ": "AHEAD-13"}
    query = os.path.join(case.folder, "query.jpg")
    path = [os.path.join(case.photos, "000", f"00{i}.jpg") for i in range(5)]
    shutil.copy(path[0], query)
    for i, date in enumerate(["2023:12:31 23:59:59", "2024:01:01 00:00:00", "2024:02:29 12:00:00"]):
        set_date(path[i], date)
    # 13 hours ahead of Greenwich the second is a day later.
    for i, instant in [(3, (2024, 1, 31, 10, 59, 59)), (4, (2024, 1, 31, 11, 0, 0))]:
        seconds = calendar.timegm(instant + (0, 0, 0))
        os.utime(path[i], (seconds, seconds))
    case.run("index", "photos", **zone)

    def find(*args):
        found = case.json("search", "--all", query, *args, **zone)["results"]
        return sorted(int(name[6]) for name in names(found))
    for args, wanted in [
            ([], [0, 1, 2, 3, 4]), (["--since", "2024"], [1, 2, 3, 4]), (["--until", "2023"], [0]),
            (["--until", "2024-01-01"], [0, 1]), (["--since", "2024-01", "--until", "2024-01"],
                                                  [1, 3]),
            (["--since", "2024-02-01", "--until", "2024-02-01"], [4]),
            (["--since", "2024-02", "--until", "2024-02"], [2, 4]),
            (["--since", "2024-02-29", "--until", "2024-02-29"], [2]),
            (["--since", "2023-12-31", "--until", "2024-01-01"], [0, 1]),
            (["--since", "2025"], []), (["--until", "9999-12-31"], [0, 1, 2, 3, 4])]:
        assert find(*args) == wanted, (args, find(*args))
    dates = {name[6]: (hit["date"], hit["date_from"])
             for hit in case.json("search", "--all", query, **zone)["results"]
             for name in names([hit])}
    assert dates == {"0": ("2023-12-31T23:59:59", "exif"), "1": ("2024-01-01T00:00:00", "exif"),
                     "2": ("2024-02-29T12:00:00", "exif"), "3": ("2024-01-31T23:59:59", "file"),
                     "4": ("2024-02-01T00:00:00", "file")}, dates
    out, err = case.run("search", "--all", query, "--since", "2024", **zone)
    assert "2024-02-01* " in out and "2024-02-29  " in out and "time of the file" in err, (out, err)
    assert "2024" not in case.run("search", "--all", query, **zone)[0].replace("2024-", "")


def check_replaced(case, group):
    """A file that was replaced by one of equal size and time proves nothing; the old one does."""
    small, large = sorted((photo["path"] for photo in group["photos"][:2]), key=os.path.getsize)
    was, old = os.stat(large), large + ".old"
    os.rename(large, old)
    write(large, read(small).ljust(was.st_size, b"\0"))
    os.utime(large, ns=(was.st_atime_ns, was.st_mtime_ns))
    for found in case.json("duplicates")["groups"]:
        both = {small, large} <= {photo["path"] for photo in found["photos"]}
        assert not both or not found["proven"], found
    os.rename(old, large)


def test_duplicates(case):
    """Groups of identical files and of copies; nothing is deleted, and nothing is done twice."""
    case.fails("duplicates", say=["Index a folder first"])
    case.make(3, 4)
    first = os.path.join(case.photos, "000", "000.jpg")
    again = os.path.join(case.photos, "a copy.jpg")
    shutil.copyfile(first, again)
    links = [os.path.join(case.photos, "0.jpg"), os.path.join(case.photos, "a copy, hard.jpg")]
    os.symlink(first, links[0])
    os.link(again, links[1])
    before = sorted(os.listdir(case.photos) + os.listdir(os.path.dirname(first)))
    case.run("index", case.photos)
    maybe = case.json("duplicates", "--no-proof")["groups"]
    assert any(not group["proven"] for group in maybe), maybe
    for group in maybe:
        assert group["proven"] or not any(photo["suggested"] for photo in group["photos"]), group
    check_replaced(case, next(group for group in maybe if not group["proven"]))
    groups = case.json("duplicates")["groups"]
    assert {group["kind"] for group in groups} >= {"copy"}, groups
    for group in groups:
        photos = group["photos"]
        assert len(photos) >= 2 and photos[0]["likeness"] == 1, group
        assert [photo["suggested"] for photo in photos].count(True) == int(group["proven"]), group
        families = {os.path.basename(os.path.dirname(photo["path"])) for photo in photos}
        assert len(families - {"photos"}) == 1, group
    own, = [group for group in groups if again in [p["path"] for p in group["photos"]]]
    assert first in [photo["path"] for photo in own["photos"]], own
    # Neither link takes space of its own.
    assert not any(photo["path"] in links for group in groups for photo in group["photos"]), groups
    # What was proven stays so, without looking at a file.
    assert case.json("duplicates", SEMBLANCE_DECODER="/nonexistent")["groups"] == groups
    out, _ = case.run("duplicates")
    assert again in out and "*" in out, out
    strict = case.json("duplicates", "--min-likeness", "1")["groups"]
    assert [group["kind"] for group in strict] == ["identical"], strict
    assert sorted(os.listdir(case.photos) + os.listdir(os.path.dirname(first))) == before
    for wrong in ["2", "x", "", "nan"]:
        case.fails("duplicates", "--min-likeness", wrong, status=2)
    case.fails("duplicates", first, status=2, say=["000.jpg"])


def test_compare(case):
    """Likeness, distance and kind of two photos, and a picture of what makes them alike."""
    case.make(2, 2)
    first, second, other = (os.path.join(case.photos, name)
                            for name in ("000/000.jpg", "000/001.jpg", "001/000.jpg"))
    picture = os.path.join(case.folder, "why.png")
    for say, args in [("two photos", [first]), ("two photos", [first, second, other]),
                      (".png", [first, second, "--heatmap", "why.jpg"])]:
        case.fails("compare", *args, status=2, say=[say])
    alone = case.json("compare", first, second, "--heatmap", picture)
    assert "distance" not in alone and alone["heatmap"] == picture, alone
    assert "%" in alone["sentence"], alone
    header = read(picture)[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n", header
    width, height = struct.unpack(">II", header[16:])
    assert width > height > 50, (width, height)
    before = read(picture)
    case.run("compare", first, second, "--heatmap", picture)
    assert read(picture) == before, "another picture of the same photos"

    case.run("index", case.photos)
    found = case.json("search", first, "--all", "-k", "1")["results"][0]
    result = case.json("compare", first, found["path"])
    assert result["distance"] == found["distance"] and result["bits"] > 0, (result, found)
    assert abs(result["likeness"] - found["likeness"]) < .05, (result, found)
    out = case.run("compare", first, other)[0]
    assert all(word in out for word in ("Likeness: ", "Distance: ", " bits", "Kind: ")), out
    above = case.json("compare", first, other)["above_chance"]
    assert ("Kind: none" in out) == (not above), (above, out)

    shutil.copy(first, os.path.join(case.folder, "same.png"))
    same = os.path.join(case.folder, "same.png")
    assert case.json("compare", first, same)["kind"] == "identical"
    case.fails("compare", first, same, "--heatmap", same, status=2, say=["overwrite", "same.png"])
    assert read(same) == read(first)
    case.fails("compare", first, "none.jpg", say=["none.jpg"])
    nowhere = "no-folder/why.png"
    case.fails("compare", first, second, "--heatmap", nowhere, say=[nowhere])


def on_terminal(case, *args, **env):
    """Runs it with a terminal for its output, and returns status, output and standard error."""
    master, terminal = os.openpty()
    process = subprocess.Popen([case.cli, *args], stdout=terminal, stderr=subprocess.PIPE,
                               cwd=case.folder, env={**case.env, "TERM": "xterm-256color", **env})
    os.close(terminal)
    out = b""
    while True:
        try:
            more = os.read(master, 65536)
        except OSError:
            break
        if not more:
            break
        out += more
    err = os.fsdecode(process.stderr.read())
    os.close(master)
    return process.wait(), os.fsdecode(out), err


def test_show(case):
    """--show draws the hits below their lines, where that can be."""
    case.make(2, 3)
    case.run("index", case.photos)
    photo = os.path.join(case.photos, "000", "000.jpg")
    asked = ["search", "--all", "-k", "2", photo, "--show"]
    case.fails(*asked, say=["terminal"])
    for other in ("--json", "--paths-only", "-0"):
        status, out, err = on_terminal(case, *asked, other)
        assert status == 2 and "--show" in err, (status, out, err)
    alone = os.path.join(case.folder, "bin")
    os.mkdir(alone)
    for name in ("dirname", "readlink"):
        os.symlink(shutil.which(name), os.path.join(alone, name))
    status, out, err = on_terminal(case, *asked, PATH=alone)
    assert status == 1 and "Install the package “chafa”" in err and not out, (status, out, err)
    # One that fails is said, and the list goes on.
    with open(os.path.join(alone, "chafa"), "w", encoding="ascii") as file:
        file.write("#!/bin/sh\nexit 3\n")
    os.chmod(os.path.join(alone, "chafa"), 0o755)
    status, out, err = on_terminal(case, *asked, PATH=alone)
    assert status == 0 and out.count(".jpg") == 2 == err.count("cannot be shown"), (out, err)
    if not shutil.which("chafa"):
        raise Skip("chafa is not installed")
    status, out, err = on_terminal(case, *asked)
    assert status == 0 and "cannot" not in err, err
    lines = out.splitlines()
    names = [i for i, line in enumerate(lines) if line.rstrip().endswith(".jpg")]
    assert len(names) == 2 and names[1] - names[0] > 5 and len(lines) - names[1] > 5, out
    assert "\x1b[" in lines[names[0] + 1], out


SMOKE = [test_refused]
TESTS = SMOKE + [test_several, test_regions, test_scope, test_dates, test_duplicates, test_compare,
                 test_show]

if __name__ == "__main__":
    args = sys.argv[1:]
    smoke = args[0] == "--smoke"
    tests = SMOKE if smoke else TESTS
    if len(args) > 5 + smoke:
        tests = [test for test in tests if test.__name__ == "test_" + args[5 + smoke]]
    sys.exit(main(tests, args[smoke:5 + smoke]))
