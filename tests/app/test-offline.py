#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli on disks that are taken away and brought back: real mounts, in a namespace of the
test's own.

Usage: test-offline.py SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import errno
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys

from cli_test import LONG, enter_namespace, main, mount_tmpfs, undisturbed


class Disk:
    """A tmpfs, in a place of its own while it is not connected."""

    def __init__(self, case, name, place):
        self.shelf = os.path.join(case.folder, "shelf of " + name)
        self.place = place
        os.mkdir(self.shelf)
        mount_tmpfs(self.shelf, "size=20m")

    def connect(self):
        os.makedirs(self.place, exist_ok=True)
        subprocess.run(["mount", "--bind", self.shelf, self.place], check=True)

    def disconnect(self):
        subprocess.run(["umount", self.place], check=True)

    def renew(self):
        """Another device with other inodes and the same files, as after a start of the computer."""
        before = os.stat(self.shelf)
        new = self.shelf + " (new)"
        os.mkdir(new)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", new], check=True)
        subprocess.run(["cp", "-a", self.shelf + "/.", new], check=True)
        assert os.stat(new).st_dev != before.st_dev
        self.shelf = new


def add_scene(case, n):
    """A scene of the first photos, as hours of COLMAP would have found it."""
    connection = sqlite3.connect(case.library)
    with connection:
        ids = connection.execute("SELECT id FROM photos ORDER BY id LIMIT ?", (n,)).fetchall()
        connection.execute("INSERT INTO scene_groups VALUES (1, 'key', 1, NULL, 1.0, 1)")
        connection.execute("INSERT INTO scenes VALUES (1, 1)")
        connection.executemany("INSERT INTO scene_tried VALUES (?, 1)", ids)
        connection.executemany("INSERT INTO scene_photos VALUES (?, 1, 100)", ids)
    connection.close()


def assert_kept(case, photos, scene):
    """Everything is as if the disk were there."""
    assert case.json("status")["photos"] == photos
    assert case.query("SELECT count(*) FROM photos WHERE hidden") == [(0,)]
    assert case.query("SELECT count(*) FROM files WHERE missing") == [(0,)]
    assert case.query("SELECT count(*) FROM scene_photos") == [(scene,)]
    assert case.query("SELECT count(*) FROM scene_tried") == [(scene,)]


def offline(case, *args):
    return [(entry["path"], entry["photos"], entry["reason"])
            for entry in case.json(*args)["offline"]]


def test_root(case):
    """The library's folder is a disk."""
    disk = Disk(case, "disk", case.photos)
    disk.connect()
    case.make(3, 3)
    assert offline(case, "index", "photos") == []
    add_scene(case, 5)
    query = os.path.join(case.folder, "query.jpg")
    shutil.copy(os.path.join(case.photos, "001", "001.jpg"), query)
    before = case.json("search", query)["results"]
    # The photo with the query's bytes, and eight others.
    assert len(before) == 9 and before[0]["kind"] == "identical", before

    disk.disconnect()
    assert os.listdir(case.photos) == []
    for files in [0, 1, 1]:
        if files:
            # Saved while the disk was away: it must not speak for it.
            case.make(1, 1)
        out, err = case.run("index")
        assert case.photos in err and "not connected" in err and "kept" in err, err
        assert f"Offline:  {case.photos}" in out and "--forget-missing" in out, out
        assert offline(case, "index") == [(case.photos, 9, "unmounted")]
        assert offline(case, "status") == [(case.photos, 9, "unmounted")]
        folder, = case.json("status")["folders"]
        assert folder["photos"] == 9 and not folder["online"], folder
        out = case.run("status")[0]
        assert f"Offline:  {case.photos}" in out and "--forget-missing" in out, out
        assert case.json("search", query)["results"] == before
        assert_kept(case, 9, 5)

    disk.renew()
    disk.connect()
    summary = case.json("index", SEMBLANCE_DECODER="/nonexistent/decoder")
    assert summary["unchanged"] == 9 and summary["offline"] == [], summary
    assert_kept(case, 9, 5)

    # The user empties the folder, then confirms it with --forget-missing.
    for name in os.listdir(case.photos):
        shutil.rmtree(os.path.join(case.photos, name))
    assert offline(case, "index") == [(case.photos, 9, "emptied")]
    assert_kept(case, 9, 5)
    summary = case.json("index", "--forget-missing", "photos")
    assert (summary["removed"], summary["photos"]) == (9, 0), summary
    assert summary["offline"] == [] and offline(case, "status") == []
    case.run("index")
    assert case.query("SELECT count(*) FROM scene_photos") == [(0,)]


def test_inside(case):
    """Disks inside the folder: one leaves its mount point behind, one takes it along."""
    places = [os.path.join(case.photos, name) for name in ["one", "two"]]
    disks = [Disk(case, os.path.basename(place), place) for place in places]
    case.make(1, 3, os.path.join(case.photos, "own"))
    for disk in disks:
        disk.connect()
        case.make(2, 2, disk.place)
    assert case.json("index", "photos")["added"] == 11
    photos = case.json("status")["photos"]
    add_scene(case, photos)
    for disk in disks:
        disk.disconnect()
    os.rmdir(places[1])
    for _ in range(2):
        out, err = case.run("index")
        assert all(place in err and f"Offline:  {place}" in out for place in places), (out, err)
        wanted = [(places[0], 4, "unmounted"), (places[1], 4, "absent")]
        assert offline(case, "index") == wanted and offline(case, "status") == wanted
        folder, = case.json("status")["folders"]
        assert folder["photos"] == photos and folder["online"], folder
        assert_kept(case, photos, photos)

    # What is deleted beside them is gone.
    own = os.path.join(case.photos, "own", "000", "002.jpg")
    shutil.move(own, os.path.join(case.folder, "elsewhere.jpg"))
    assert case.json("index")["removed"] == 1
    shutil.move(os.path.join(case.folder, "elsewhere.jpg"), own)
    assert case.json("index")["added"] == 1

    disks[0].renew()
    disks[0].connect()
    summary = case.json("index")
    assert [entry["path"] for entry in summary["offline"]] == [places[1]], summary
    assert (summary["unchanged"], summary["removed"]) == (7, 0), summary
    summary = case.json("index", "--forget-missing", places[1])
    assert summary["removed"] == 4 and summary["offline"] == [], summary


def test_pulled(case):
    """In the middle of a run, again and again."""
    disk = Disk(case, "disk", os.path.join(case.photos, "disk"))
    case.make(1, 2)
    disk.connect()
    case.make(20, 3, disk.place)
    total = 62
    assert case.json("index", "photos")["added"] == total
    photos = case.json("status")["photos"]
    add_scene(case, photos)
    for after in [0, .02, .05, .1, .2]:
        process = case.start("index", "--json")
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            pass
        subprocess.run(["umount", "--lazy", disk.place], check=True)
        err = process.communicate(timeout=300)[1].decode()
        assert process.returncode == 0, err
        assert_kept(case, photos, photos)
        disk.connect()
    assert case.json("index")["unchanged"] == total


def test_moved(case):
    """A folder that was renamed, and one whose disk is mounted elsewhere: said, with the command
    that removes the old place. Until then searches answer with the new one."""
    old, new = (os.path.join(case.folder, name) for name in ["old", "new"])
    case.make(3, 3, old)
    shutil.copy(os.path.join(old, "000", "000.jpg"), os.path.join(old, "copy.jpg"))
    case.run("index", old)
    digest = case.digest()
    os.rename(old, new)
    summary = case.json("index", new, SEMBLANCE_DECODER="/nonexistent/decoder")
    assert (summary["added"], summary["photos"]) == (10, 9), summary
    assert [entry["path"] for entry in summary["offline"]] == [old], summary
    assert f"semblance-cli remove '{old}'" in case.run("index", new)[0]
    entry, = case.json("status")["offline"]
    assert (entry["path"], entry["moved_to"], entry["photos"]) == (old, new, 10), entry
    out = case.run("status")[0]
    assert f"in “{new}” now" in out and f"semblance-cli remove '{old}'" in out, out
    assert "--forget-missing" not in out, out
    query = os.path.join(case.folder, "query.jpg")
    shutil.copy(os.path.join(new, "000", "000.jpg"), query)
    results = case.json("search", "--all", query)["results"]
    assert len(results) == 9 and len(results[0]["paths"]) == 2, results
    for result in results:
        assert all(path.startswith(new + "/") for path in result["paths"]), result
    assert old not in case.run("search", "--all", query)[0]
    assert old not in case.run("duplicates", "--json")[0]
    # And back, which makes the other place the old one.
    os.rename(new, old)
    case.run("index", old)
    entry, = case.json("status")["offline"]
    assert (entry["path"], entry["moved_to"]) == (new, old), entry
    assert new not in case.run("search", "--all", query)[0]
    os.rename(old, new)
    case.run("index", new)
    case.run("remove", old)
    status = case.json("status")
    assert [folder["path"] for folder in status["folders"]] == [new] and not status["offline"]
    assert case.digest() == digest

    disk = Disk(case, "disk", os.path.join(case.folder, "place"))
    first = disk.place
    disk.connect()
    case.make(4, 2, os.path.join(first, "photos"))
    shutil.rmtree(new)
    case.run("index", "--forget-missing", new)
    case.run("index", first)
    disk.disconnect()
    disk.place = os.path.join(case.folder, "elsewhere")
    disk.connect()
    case.run("index", disk.place)
    # Its mount point is still there: only a look at it tells that the disk is gone.
    case.run("index")
    moved = {entry["path"]: entry.get("moved_to") for entry in case.json("status")["offline"]
             if entry["photos"]}
    assert moved == {first: disk.place}, moved

    # A folder that is only away, of which some photos are elsewhere as well, was not moved.
    disk.disconnect()
    case.make(2, 1, new)
    case.run("index")
    entries = case.json("status")["offline"]
    assert {entry["path"] for entry in entries} == {first, disk.place}, entries
    assert not any("moved_to" in entry for entry in entries), entries


def test_backup(case):
    """A copy on a disk that is not connected was not moved, and is still told of."""
    disk = Disk(case, "disk", os.path.join(case.folder, "backup"))
    disk.connect()
    case.make(3, 3)
    case.run("index", "photos")
    subprocess.run(["cp", "-a", case.photos + "/.", disk.place], check=True)
    case.run("index", disk.place)
    disk.disconnect()
    case.run("index")
    entry, = case.json("status")["offline"]
    assert entry["path"] == disk.place and "moved_to" not in entry, entry
    query = os.path.join(case.folder, "query.jpg")
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), query)
    assert case.json("search", "--all", query)["results"][0]["paths"] == [
        os.path.join(folder, "000", "000.jpg") for folder in [case.photos, disk.place]]


def slow_disk(case, **settings):
    """The environment of a program for which the photos' folder is a disk far away."""
    shim = os.path.join(os.path.dirname(case.fail_writes), "slow-disk.so")
    return {"LD_PRELOAD": shim, "SLOW_FOLDER": case.photos,
            **{f"SLOW_{name.upper()}": str(value) for name, value in settings.items()}}


def test_read_once(case):
    """Each file is asked for once: one call to open it, and one for all its bytes."""
    case.make(4, 3)
    size = sum(os.path.getsize(os.path.join(path, name))
               for path, _, names in os.walk(case.photos) for name in names)
    count = os.path.join(case.folder, "count")
    out, _ = case.run("index", "photos", **slow_disk(case, count=count))
    assert "12 added" in out, out
    with open(count, encoding="ascii") as file:
        n_bytes, n_reads, n_opens = map(int, file.read().split())
    assert (n_bytes, n_reads, n_opens) == (size, 12, 12), (n_bytes, size, n_reads, n_opens)


def test_dies(case):
    """A disk that fails while it is read, in every way, is offline: no file is taken for damaged,
    and one sentence says so. What was read stays, and the rest follows when it is back."""
    case.make(6, 3)
    calm = undisturbed(case)
    for number, error in enumerate([errno.EIO, errno.ENODEV, errno.ENOENT, errno.ESTALE]):
        for after in [1, 7] if LONG else [[1, 7][number % 2]]:
            shutil.rmtree(os.path.dirname(case.library), ignore_errors=True)
            out, err = case.run("index", "photos",
                                **slow_disk(case, fails_after=after, error=error))
            told = err.count("\n") == 1 and case.photos in err and "kept" in err
            assert told, (error, after, err)
            assert f"Offline:  {case.photos}" in out and " 0 failed" in out, (error, after, out)
            assert case.query("SELECT count(*) FROM files WHERE state = 3 OR missing") == [(0,)]
            assert case.count_files() <= after, (error, after)
            summary = case.json("index", "photos")
            assert (summary["photos"], summary["failed"]) == (18, 0), summary
            assert summary["offline"] == [], summary
            assert case.digest() == calm, (error, after)
    # Known files stay known.
    for name in os.listdir(case.photos)[:5]:
        for photo in os.listdir(os.path.join(case.photos, name)):
            os.utime(os.path.join(case.photos, name, photo))
    out, err = case.run("index", **slow_disk(case, fails_after=3, error=errno.EIO))
    assert err.count("\n") == 1 and " 0 failed, 0 removed; 18 photos" in out, (out, err)
    assert case.query("SELECT count(*) FROM files WHERE state = 3 OR missing") == [(0,)]


def test_dies_listed(case):
    """One that dies while its folders are listed is told of once, not by each of its folders."""
    case.make(6, 1)
    for listed, error in itertools.product(range(1, 10, 1 if LONG else 3),
                                           [errno.ENOENT, errno.EIO]):
        shutil.rmtree(os.path.dirname(case.library), ignore_errors=True)
        out, err = case.run("index", "photos",
                            **slow_disk(case, fails_listed=listed, error=error))
        assert err.count("\n") <= 1 and case.photos + "/" not in err, (listed, error, err)
        assert case.query("SELECT count(*) FROM files WHERE state = 3 OR missing") == [(0,)]


def touch(folder):
    """All files below it have changed."""
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), "ab") as file:
                file.write(b"changed")


def test_damaged(case):
    """Many files in a row that cannot be read, on a disk that works: they fail, and all others are
    indexed, also where none of them is new, and where the damaged ones come first."""
    for bad in ["zz", "aa"]:
        folder = os.path.join(case.photos, bad)
        damaged = {**slow_disk(case, fails_after=0, fails_only="read"), "SLOW_FOLDER": folder}
        case.make(7, 3, os.path.join(case.photos, "good"))
        case.make(10, 8, folder)
        touch(folder)
        if bad == "aa":
            assert case.json("index", "photos")["failed"] == 0
            touch(folder)
        for new in [0, 3, 0]:
            case.make(1, new, os.path.join(case.photos, "new")) if new else None
            if new:
                touch(os.path.join(case.photos, "new"))
            summary = case.json("index", "photos", **damaged)
            assert (summary["failed"], summary["offline"]) == (80, []), (bad, new, summary)
            assert summary["added"] in (new, 21 if bad == "zz" and not new else new), summary
            folders = case.json("status")["folders"]
            assert all(entry["online"] for entry in folders), folders
        assert case.query("SELECT count(*) FROM files WHERE missing") == [(0,)]
        # Without the damage they are indexed.
        assert case.json("index", "photos")["failed"] == 0
        shutil.rmtree(case.photos)
        shutil.rmtree(os.path.dirname(case.library))
        os.mkdir(case.photos)


def test_links(case):
    """Links to another disk that fails: the folder stays online, and one sentence says so."""
    shelf = os.path.join(case.folder, "shelf")
    os.mkdir(shelf)
    mount_tmpfs(shelf, "size=20m")
    case.make(7, 3, os.path.join(case.photos, "a"))
    case.make(10, 8, shelf)
    touch(shelf)
    os.mkdir(os.path.join(case.photos, "links"))
    for path, _, names in os.walk(shelf):
        for name in names:
            os.symlink(os.path.join(path, name), os.path.join(
                case.photos, "links", os.path.basename(path) + name))
    damaged = {**slow_disk(case, fails_after=0, fails_only="read"), "SLOW_FOLDER": shelf}
    for _ in range(2):
        out, err = case.run("index", "photos", **damaged)
        assert "Offline" not in out and err.count("\n") == 1 and "links" in err, (out, err)
        assert case.json("status")["photos"] == 21 and offline(case, "status") == []
    summary = case.json("index", "photos")
    assert (summary["added"], summary["failed"]) == (80, 0), summary
    # What is known of them stays, also where they have changed.
    touch(shelf)
    shutil.rmtree(os.path.join(case.photos, "a", "000"))
    summary = case.json("index", "photos", **damaged)
    assert (summary["removed"], summary["offline"]) == (3, []), summary
    links = os.path.join(case.photos, "links", "")
    assert case.query("SELECT count(*) FROM files WHERE missing AND path LIKE ?",
                      links + "%") == [(0,)]


def test_inner_fails(case):
    """A disk inside the folder the files of which cannot be looked at: it alone is offline."""
    disk = Disk(case, "disk", os.path.join(case.photos, "zz"))
    disk.connect()
    case.make(7, 3, os.path.join(case.photos, "a"))
    inside = os.path.join(disk.place, "inside")
    case.make(1, 80, disk.place)
    os.rename(os.path.join(disk.place, "000"), inside)
    photos = case.json("index", "photos")["photos"]
    broken = {**slow_disk(case, fails_after=0), "SLOW_FOLDER": inside + "/"}
    out, err = case.run("index", **broken)
    assert f"Offline:  {disk.place}" in out and err.count("\n") == 1, (out, err)
    assert [entry[0] for entry in offline(case, "status")] == [disk.place]
    assert case.json("status")["photos"] == photos
    assert all(entry["online"] for entry in case.json("status")["folders"])
    assert case.json("index")["offline"] == []


def test_usage(case):
    case.make(1, 2)
    case.run("index", "photos")
    case.fails("index", "--forget-missing", status=2, say=["give the folder"])
    case.fails("index", "--forget-missing", "elsewhere", say=["elsewhere", "status"])
    assert "--forget-missing" in case.run("index", "--help")[0]
    # Where nothing is missing nothing is forgotten.
    assert case.json("index", "--forget-missing", "photos")["unchanged"] == 2
    # A folder that was deleted.
    shutil.rmtree(case.photos)
    assert offline(case, "index") == [(case.photos, 2, "absent")]
    assert case.json("index", "--forget-missing", "photos")["removed"] == 2


TESTS = [test_root, test_inside, test_pulled, test_moved, test_backup, test_read_once, test_dies,
         test_dies_listed, test_damaged, test_links, test_inner_fails, test_usage]

if __name__ == "__main__":
    enter_namespace()
    if len(sys.argv) > 6:
        TESTS = [test for test in TESTS if test.__name__ == "test_" + sys.argv[6]]
    sys.exit(main(TESTS, sys.argv[1:6]))
