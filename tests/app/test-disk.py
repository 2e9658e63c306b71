#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli where the disk of the library is full or cannot be written.

Usage: test-disk.py SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys

from cli_test import LONG, enter_namespace, main, mount_tmpfs, read, undisturbed, write
from ways import make_ways


def test_full_disk(case):
    """At any moment: a sentence, and nothing lost."""
    case.make(12, 3)
    calm = undisturbed(case)
    seen = 0
    for after in [0, 1, 3, 8, 20, 60, 150]:
        process = case.start("index", "photos", LD_PRELOAD=case.fail_writes, FAIL_AFTER=str(after))
        out, err = (text.decode() for text in process.communicate(timeout=300))
        if process.returncode == 0:
            break
        seen += 1
        assert process.returncode == 1 and "no space left" in err and "library" in err, err
        assert "CRITICAL" not in err, err
    assert seen >= 4, seen
    assert case.json("index", "photos")["photos"] == 36
    assert case.digest() == calm


def count_writes(way, **env):
    """How many writes an undisturbed run makes to the files of the library."""
    count = os.path.join(way.case.folder, "count")
    way.restore()
    way.case.run(*way.args, FAIL_AFTER="1000000000", FAIL_COUNT=count, **env)
    return int(read(count))


def spread(n, most):
    """At most so many of the numbers below n, the first and the last among them."""
    return sorted({i * (n - 1) // (most - 1) for i in range(most)})


def sweep(case, error, **env):
    """Each way to change a library, where writes fail from each one on, or each one alone: a
    sentence, nothing set aside, nothing lost, and the next run ends as an undisturbed one. Not
    every write, over the whole of each way."""
    env.update(LD_PRELOAD=case.fail_writes, FAIL_NAME=os.path.dirname(case.library) + "/")
    for way in make_ways(case):
        n = count_writes(way, **env)
        places = spread(n, 60) if LONG else [0, n // 2, n - 1]
        failed = 0
        for after in places:
            way.restore()
            process = case.start(*way.args, FAIL_AFTER=str(after), **env)
            err = process.communicate(timeout=300)[1].decode()
            said = (way.args, after, err)
            assert process.returncode in (0, 1) and "CRITICAL" not in err, said
            if process.returncode == 1:
                failed += 1
                assert "library" in err and err.endswith((".\n", "”\n")), said
                assert error in err, said
            way.finish((error, after, err))
        print(f"# {' '.join(way.args)}: {len(places)} of {n} writes, {failed} times told")
        assert failed > 0, way.args


def test_bad_spot(case):
    """One write fails with EIO, whichever it is."""
    sweep(case, "", FAIL_ONCE="1")


def test_full_anywhere(case):
    """The disk is full, whichever write it is for."""
    sweep(case, "space")


def test_full_at_renewal(case):
    """A damaged library is replaced by one that has its folders, whenever the disk is full."""
    case.make(2, 2)
    case.run("index", "photos")
    data = os.path.dirname(case.library)
    # What a person decided is not to help: the folders are read from the damaged library.
    os.unlink(case.library.replace(".db", ".decisions"))
    with open(case.library, "r+b") as file:
        file.seek(0, os.SEEK_END)
        # Not the first pages, which have the folders.
        for page in range(4, file.tell() // 4096):
            file.seek(page * 4096)
            file.write(b"\xee" * 512)
    for suffix in ["-wal", "-shm"]:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(case.library + suffix)
    whole = data + "-whole"
    os.rename(data, whole)
    env = {"LD_PRELOAD": case.fail_writes, "FAIL_NAME": ".new."}
    count = os.path.join(case.folder, "count")
    shutil.copytree(whole, data)
    case.run("doctor", "--fix", FAIL_AFTER="1000000000", FAIL_COUNT=count, **env)
    n = int(read(count))
    assert n > 60, n
    for after in [*spread(n, 60 if LONG else 3), n]:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(whole, data)
        process = case.start("doctor", "--fix", FAIL_AFTER=str(after), **env)
        err = process.communicate(timeout=300)[1].decode()
        assert process.returncode in (0, 1) and "CRITICAL" not in err, (after, err)
        for name in os.listdir(data):
            if name.endswith(".decisions"):
                os.unlink(os.path.join(data, name))
        summary = case.json("index")
        assert summary["photos"] == 4, (after, summary, err)
    assert process.returncode == 0, err


def test_full_disk_tells(case):
    """What a command says it did is in the library, whichever write the disk was full for."""
    case.make(3, 3)
    case.run("index", "photos")
    case.run("train", "--method", "itq", "--bits", "64")
    others = os.path.join(case.folder, "others")
    case.make(2, 2, others)
    data = os.path.dirname(case.library)
    whole = data + "-whole"
    shutil.copytree(data, whole)

    def folders():
        return sorted(path.decode() for path, in case.query("SELECT path FROM folders"))

    def active():
        return case.query("SELECT active_model FROM state")[0][0]

    other = 3 - active()

    commands = [
        (["index", "others"],
         lambda: folders() == [others, case.photos] and case.count_files() == 13),
        (["remove", "photos"], lambda: folders() == [] and case.count_files() == 0),
        (["train", "--use", "--method", "lsh", "--bits", "32"],
         lambda: case.query("SELECT bits FROM models WHERE id = ?", active()) == [(32,)]),
        (["models", "--use", str(other)], lambda: active() == other),
        (["models", "--drop", str(other)],
         lambda: case.query("SELECT count(*) FROM models WHERE id = ?", other) == [(0,)]),
    ]
    for args, is_done in commands:
        for after in [0, 1, 2, 3, 5, 8, 13, 40, 100000]:
            shutil.rmtree(data)
            shutil.copytree(whole, data)
            process = case.start(*args, LD_PRELOAD=case.fail_writes, FAIL_AFTER=str(after),
                                 FAIL_NAME="library.db-wal")
            out, err = (text.decode() for text in process.communicate(timeout=300))
            assert process.returncode in (0, 1), (args, after, process.returncode, err)
            if process.returncode == 0:
                assert is_done(), (args, after, out, err)
                break
            assert "no space left" in err, (args, after, err)
        assert after and process.returncode == 0, (args, after, err)


def test_no_codes_yet(case):
    """Photos without codes, as a disk that was full for a while leaves them, are no lack of
    photos."""
    case.make(3, 3)
    photo = os.path.join(case.photos, "000", "000.jpg")
    for after in range(0, 200, 4):
        process = case.start("index", "photos", LD_PRELOAD=case.fail_writes, FAIL_AFTER=str(after))
        process.communicate(timeout=300)
        if case.count_files() == 9:
            break
    assert process.returncode == 1 and case.count_files() == 9, after
    assert case.query("SELECT active_model FROM state") == [(None,)]
    err = case.fails("search", photo, say=["no codes", "semblance-cli index"])
    assert "folder with photos" not in err, err
    assert "semblance-cli index" in case.run("models")[0]
    case.run("index")
    assert len(case.json("search", "--all", photo)["results"]) == 8


def test_small_disk(case):
    """Too small for the photos, or for the model; with more space the next run ends as an
    undisturbed one."""
    case.make(20, 3)
    calm = undisturbed(case)
    disk = os.path.join(case.folder, "disk")
    os.mkdir(disk)
    case.library = os.path.join(disk, "library.db")
    for size in ["600k", "3m"]:
        mount_tmpfs(disk, "size=" + size)
        for _ in range(2):
            case.fails("index", "--library", case.library, "photos",
                       say=["no space left", "library"])
        stored = case.json("status", "--library", case.library)["photos"]
        assert stored == 60 or size == "600k", (size, stored)
        subprocess.run(["mount", "-o", "remount,size=60m", disk], check=True)
        summary = case.json("index", "--library", case.library, "photos")
        assert (summary["photos"], summary["unchanged"]) == (60, stored), summary
        assert case.digest() == calm, size
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        assert len(case.json("search", "--all", "--library", case.library,
                             "photos/000/000.jpg")["results"]) == 50
        case.fails("index", "--library", case.library, "photos", say=[disk, "Read-only"])
        subprocess.run(["umount", disk], check=True)


def test_read_only_photos(case):
    """Photos on a disk that takes nothing are like any others."""
    case.make(4, 3)
    calm = undisturbed(case)
    disk = os.path.join(case.folder, "disk")
    os.mkdir(disk)
    mount_tmpfs(disk, "size=20m")
    shutil.copytree(case.photos, disk, dirs_exist_ok=True)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for _ in range(2):
        summary = case.json("index", disk)
        assert (summary["photos"], summary["failed"], summary["offline"]) == (12, 0, []), summary
    assert summary["unchanged"] == 12, summary
    assert case.digest() == calm
    assert len(case.json("search", "--all", os.path.join(disk, "000", "000.jpg"))["results"]) == 11
    case.run("doctor", "--fix")
    subprocess.run(["umount", disk], check=True)


def fill_space(disk):
    with open(os.path.join(disk, "filler"), "wb", buffering=0) as file:
        for size in [1 << 16, 1]:
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))


def fill_names(disk):
    """No file can be created, as on a file system whose space for names is used up."""
    with contextlib.suppress(OSError):
        for number in range(1000):
            write(os.path.join(disk, f"filler {number}"))


def forbid(disk):
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)


def leave_journal(library):
    """Gives the library a folder that only its journal has, as a program that was killed does."""
    connection = sqlite3.connect(library)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("INSERT INTO folders (path) VALUES (CAST ('/in the journal' AS BLOB))")
    connection.commit()
    for suffix in ["", "-wal"]:
        shutil.copyfile(library + suffix, library + suffix + ".copy")
    connection.close()
    for suffix in ["", "-wal"]:
        os.rename(library + suffix + ".copy", library + suffix)


def test_reading_writes_nothing(case):
    """What only reads the library works on a disk that takes nothing, with all that was committed,
    and leaves the library as it was; what writes says why it cannot."""
    disk = os.path.join(case.folder, "disk")
    photo = os.path.join("photos", "000", "000.jpg")
    readers = [["status"], ["status", "--verbose"],
               ["search", "--all", photo], ["search", "--all", "--copies", photo],
               ["models"], ["scenes", "--list"]]
    case.make(3, 3)
    case.run("index", "photos")
    data = os.path.dirname(case.library)
    os.mkdir(disk)
    case.library = os.path.join(disk, "library.db")
    for spoil in [fill_space, fill_names, forbid]:
        for journal in [False, True]:
            mount_tmpfs(disk, "size=20m,nr_inodes=64")
            for name in os.listdir(data):
                shutil.copyfile(os.path.join(data, name), os.path.join(disk, name))
            if journal:
                leave_journal(case.library)
            before = read(case.library)
            folders = ["/in the journal", case.photos] if journal else [case.photos]
            spoil(disk)
            for args in readers:
                answer = case.json(*args, "--library", case.library)
                if args == ["status"]:
                    assert [folder["path"] for folder in answer["folders"]] == folders, answer
                assert args[0] != "search" or len(answer["results"]) == 8, (args, answer)
            for args in [["index"], ["remove", "photos"], ["train", "--use", "--bits", "64"]]:
                case.fails(*args, "--library", case.library, say=[disk])
            assert journal or read(case.library) == before, spoil
            assert not [name for name in os.listdir(disk) if "damaged" in name], spoil
            subprocess.run(["umount", disk], check=True)


TESTS = [
    test_full_disk,
    test_bad_spot,
    test_full_anywhere,
    test_full_at_renewal,
    test_full_disk_tells,
    test_no_codes_yet,
    test_small_disk,
    test_read_only_photos,
    test_reading_writes_nothing,
]

if __name__ == "__main__":
    enter_namespace()
    if len(sys.argv) > 6:
        TESTS = [test for test in TESTS if test.__name__ == "test_" + sys.argv[6]]
    sys.exit(main(TESTS, sys.argv[1:6]))
