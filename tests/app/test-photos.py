#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli on folders: odd names, bad files, what cannot be read, and what changes.

Usage: test-photos.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import base64
import json
import os
import shutil
import subprocess
import sys

from cli_test import Skip, main, read, write

KINDS = {"alike", "identical", "same", "resized", "cropped", "original", "mirrored", "turned",
         "recoloured"}


def test_names(case):
    """Bytes that are no UTF-8, line breaks, and no locale at all."""
    case.make(2, 2)
    odd = os.path.join(os.fsencode(case.photos), b"caf\xe9 \xff.jpg")
    accent = os.path.join(case.photos, "Größe\n–.jpg")
    os.rename(os.path.join(case.photos, "000", "000.jpg"), odd)
    os.rename(os.path.join(case.photos, "000", "001.jpg"), accent)
    write(os.path.join(os.fsencode(case.photos), b"bad\xfe.jpg"), b"no image")
    assert case.json("index", "photos")["failed"] == 1
    for locale in ["C.UTF-8", "C", "POSIX"]:
        answer = case.json("search", os.fsdecode(odd), LC_ALL=locale)
        assert base64.b64decode(answer["query_bytes"]) == odd and "query" not in answer
        assert accent in [result["path"] for result in answer["results"]]
        answer = case.json("search", accent, LC_ALL=locale)
        assert answer["query"] == accent
        paths = [base64.b64decode(result["path_bytes"]) for result in answer["results"]
                 if "path_bytes" in result]
        assert paths == [odd], paths
        bad, = case.json("status", LC_ALL=locale)["quarantined"]
        assert base64.b64decode(bad["path_bytes"]).endswith(b"bad\xfe.jpg"), bad
        assert "Größe" in case.run("search", os.fsdecode(odd), LC_ALL=locale)[0]


def test_bad_input(case):
    """Each bad file is reported by name, and the good files are still indexed."""
    case.make(3, 2)
    good = read(os.path.join(case.photos, "000", "000.jpg"))
    png = os.path.join(case.folder, "photo.png")
    join = os.path.join
    write(join(case.photos, "bad", "empty.jpg"))
    write(join(case.photos, "bad", "text.jpg"), b"This is not an image.")
    write(join(case.photos, "bad", "notes.txt"), b"This is not meant to be one.")
    write(join(case.photos, "bad", "cut.jpg"), good[:len(good) // 2])
    write(join(case.photos, "bad", "head.jpg"), good[:20])
    write(join(case.photos, "bad", "cut.gif"), b"GIF89a\x10\x00\x10\x00\xf7")
    write(join(case.photos, ".hidden", "hidden.jpg"), good)
    os.mkfifo(join(case.photos, "bad", "fifo.jpg"))
    os.symlink("loop-b.jpg", join(case.photos, "bad", "loop-a.jpg"))
    os.symlink("loop-a.jpg", join(case.photos, "bad", "loop-b.jpg"))
    os.symlink("..", join(case.photos, "bad", "up"))
    os.symlink("nowhere.jpg", join(case.photos, "bad", "dangling.jpg"))
    os.mkdir(join(case.folder, "nothing"))
    write(png, b"\x89PNG\r\n\x1a\n")

    out, err = case.run("index", "photos", "nothing")
    for name in ["empty.jpg", "text.jpg", "head.jpg", "cut.gif", "fifo.jpg", "loop-a.jpg",
                 "dangling.jpg"]:
        lines = [line for line in err.splitlines() if name in line]
        assert len(lines) == 1 and lines[0].endswith("."), (name, err)
    assert "notes.txt" not in err and "hidden" not in err and "/up" not in err, err
    status = case.json("status")
    names = sorted(os.path.basename(entry["path"]) for entry in status["quarantined"])
    assert set(names) >= {"cut.gif", "empty.jpg", "head.jpg", "text.jpg"}, names
    assert set(names) <= {"cut.gif", "cut.jpg", "empty.jpg", "head.jpg", "text.jpg"}, names
    assert status["photos"] == 6 + 5 - len(names), status
    for entry in status["quarantined"]:
        assert os.path.basename(entry["path"]) in entry["reason"], entry
    assert len(case.json("search", "--all", join(case.photos, "000", "000.jpg"))["results"]) >= 5

    # A folder that is not there, or a file, fails; the others are indexed all the same.
    case.make(1, 3, join(case.folder, "third"))
    err = case.fails("index", "missing", "third", "photo.png", say=["“missing”", "photo.png"])
    assert case.json("status")["photos"] >= 7
    for query in ["missing.jpg", "photos", "photo.png", "photos/bad/fifo.jpg",
                  "photos/bad/text.jpg", "photos/bad/empty.jpg", "photos/bad/loop-a.jpg"]:
        case.fails("search", query, say=[os.path.basename(query)])
    case.fails("remove", "missing", say=["missing", "status"])


def test_empty_folder(case):
    out = case.run("index", "photos")[0]
    assert "no photos in the folders" in out, out
    assert case.json("status")["model"] is None
    case.fails("search", case.weights, say=["no codes to search"])
    case.fails("train", say=["Index a folder with photos first"])


def copy_for_everybody(case):
    """Copies the programs and the weights to where another user may run and read them, whatever
    folder of root's the build is in, and points the case to the copies."""
    copies = os.path.join(case.folder, "programs")
    os.makedirs(os.path.join(copies, "app"))
    real = os.path.join("app", os.path.basename(case.cli))
    for path, name in [(case.cli, os.path.basename(case.cli)),
                       (os.path.join(os.path.dirname(case.cli), real), real),
                       (case.decoder, os.path.basename(case.decoder)),
                       (case.weights, os.path.basename(case.weights))]:
        copy = os.path.join(copies, name)
        shutil.copyfile(path, copy)
        os.chmod(copy, 0o644 if path == case.weights else 0o755)
    case.cli = os.path.join(copies, os.path.basename(case.cli))
    case.env.update(SEMBLANCE_DECODER=os.path.join(copies, os.path.basename(case.decoder)),
                    SEMBLANCE_WEIGHTS=os.path.join(copies, os.path.basename(case.weights)))


def become_unprivileged(case):
    """What to put in front of a command that file permissions must bind; root becomes another."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        raise Skip("setpriv is missing")
    args = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    copy_for_everybody(case)
    for folder, _, names in os.walk(case.folder):
        os.chown(folder, 65534, 65534)
        for name in names:
            os.chown(os.path.join(folder, name), 65534, 65534)
    os.chmod(case.folder, 0o755)
    probe = subprocess.run([*args, case.cli, "--version"], env=case.env, cwd="/",
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if probe.returncode:
        raise Skip(f"another user may not run programs in {case.folder}: {probe.stderr.strip()}")
    return args


def test_unreadable_folder(case):
    """As a user without privileges."""
    case.make(3, 2)
    args = become_unprivileged(case)

    def run(*command):
        return subprocess.run([*args, case.cli, *command], env=case.env, cwd=case.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=300)

    first = run("index", "photos")
    assert first.returncode == 0, first.stderr
    os.chmod(os.path.join(case.photos, "001"), 0)
    second = run("index", "--json")
    os.chmod(os.path.join(case.photos, "001"), 0o755)
    assert second.returncode == 0 and "001" in second.stderr, second.stderr
    summary = json.loads(second.stdout)
    assert summary["removed"] == 0 and summary["photos"] == 6, summary

    # A library in a folder that cannot be written can be searched, and says so when indexed.
    data = os.path.dirname(case.library)
    os.chmod(data, 0o555)
    found = run("search", "--json", "photos/000/000.jpg")
    third = run("index")
    os.chmod(data, 0o755)
    assert found.returncode == 0, found.stderr
    assert len(json.loads(found.stdout)["results"]) == 5
    assert third.returncode == 1 and data in third.stderr and "permissions" in third.stderr


def test_changes(case):
    case.make(4, 2)
    case.run("index", "photos")
    move = [os.path.join(case.photos, *name) for name in [("000", "000.jpg"), ("new.jpg",)]]
    os.rename(*move)
    os.remove(os.path.join(case.photos, "001", "000.jpg"))
    shutil.copy(os.path.join(case.photos, "002", "000.jpg"),
                os.path.join(case.photos, "002", "001.jpg"))
    summary = case.json("index")
    assert (summary["added"], summary["updated"], summary["unchanged"], summary["removed"]) \
        == (1, 1, 5, 2), summary
    assert summary["photos"] == 6, summary
    paths = [result["path"] for result in case.json("search", "--all", move[1])["results"]]
    assert len(paths) == 5 and all(os.path.exists(path) for path in paths), paths

    os.rename(case.photos, case.photos + "-away")
    out, err = case.run("index")
    assert case.photos in err and "kept" in err, err
    status = case.json("status")
    assert status["photos"] == 6 and not status["folders"][0]["online"], status
    os.rename(case.photos + "-away", case.photos)
    case.run("index")
    removed = case.json("remove", "photos")
    assert removed == {"removed": [{"path": case.photos, "photos": 6}], "photos": 0}, removed
    assert case.json("status")["photos"] == 0
    for database, table in [(case.library, "photos"), (case.library, "codes")]:
        assert case.query(f"SELECT count(*) FROM {table}", database=database) == [(0,)]
    for kind in ["features", "vectors"]:
        path = case.library.replace(".db", ".features.db")
        assert case.query(f"SELECT count(*) FROM {kind}", database=path) == [(0,)]


def test_identical(case):
    """Every other file with the same bytes is one hit, the first, and only the one asked with is
    left out; the reports say why there are fewer photos than files."""
    case.make(2, 2)
    own = os.path.join(case.photos, "000", "000.jpg")
    copies = [os.path.join(case.photos, name) for name in ["a copy.jpg", "hard link.jpg"]]
    outside = os.path.join(case.folder, "outside.jpg")
    for path in [copies[0], outside]:
        shutil.copy(own, path)
    os.link(own, copies[1])
    out = case.run("index", "photos")[0]
    assert "6 added" in out and "4 photos" in out, out
    for report in [out, case.run("status")[0]]:
        assert "Of 6 files, 2 are identical files of other photos." in report, report
    for args in [["status"], ["index"]]:
        summary = case.json(*args)
        assert (summary["photos"], summary["identical"]) == (4, 2), summary
    everything = sorted([own, *copies])
    for options in [[], ["--copies"]]:
        for query in [outside, own, *copies]:
            # The other family is not alike.
            first, *rest = case.json("search", "--all", *options, query)["results"]
            assert (first["kind"], first["distance"], first["likeness"]) == ("identical", 0, 1)
            assert sorted(first["paths"]) == everything and first["path"] in everything, first
            assert first["path"] != query, first
            assert len(rest) == 3, rest
            for hit in rest:
                # Photos of one family are made as crops of one picture.
                assert hit.get("kind") in (KINDS - {"identical"} if options else {None}), hit
                assert hit["paths"] == [hit["path"]], hit
        out = case.run("search", *options, "-k", "1", own)[0]
        assert "Identical File" in out and all(path in out for path in copies), out
        assert own not in out, out
    other = os.path.join(os.fsencode(case.photos), b"caf\xe9.jpg")
    shutil.copy(outside, other)
    os.remove(copies[0])
    case.run("index")
    first = case.json("search", outside)["results"][0]
    assert sorted(first["paths"]) == sorted([own, copies[1]]), first
    assert [base64.b64decode(path) for path in first["paths_bytes"]] == [other], first


def test_one_photo(case):
    """A library of one photo knows that photo's bytes; one that has lost it does not say that
    nothing is similar."""
    case.make(1, 1)
    case.run("index", "photos")
    outside = os.path.join(case.folder, "outside.jpg")
    own = os.path.join(case.photos, "000", "000.jpg")
    shutil.copy(own, outside)
    for options in [[], ["--copies"]]:
        hits = case.json("search", *options, outside)["results"]
        assert [(hit["path"], hit["kind"]) for hit in hits] == [(own, "identical")], hits
        assert case.json("search", *options, own)["results"] == []
    out = case.run("remove", "photos")[0]
    assert case.photos in out and "photos: 1" in out and "left: 0" in out, out
    for options in [[], ["--copies"]]:
        err = case.fails("search", *options, outside, say=["no photos", "Index a folder"])
        assert "similar" not in err, err


def test_second_run_reads_nothing(case):
    if not shutil.which("strace"):
        raise Skip("strace is missing")
    case.make(3, 3)
    case.run("index", "photos")
    trace = os.path.join(case.folder, "trace")
    result = subprocess.run(
        ["strace", "-f", "-qq", "-o", trace, "-e", "trace=open,openat,execve", case.cli, "index"],
        env=case.env, cwd=case.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    if b"ptrace" in result.stderr.lower() or not os.path.getsize(trace):
        raise Skip("strace may not be used here")
    assert result.returncode == 0, result.stderr
    lines = read(trace).decode(errors="replace")
    assert "library.db" in lines and "/photos/" in lines, "the trace shows nothing"
    assert ".jpg" not in lines, "a photo was opened"
    assert "semblance-decoder" not in lines, "a decoder was started"


def test_odd_names_in_messages(case):
    """Names are bytes, messages are UTF-8: run() decodes what is said strictly."""
    odd = os.path.join(os.fsencode(case.folder), b"caf\xe9")
    inside = os.path.join(odd, b"f\xff")
    library = os.path.join(odd, b"library.db")
    case.make(2, 2, odd)
    write(inside, b"file")
    case.run("index", "--library", library, odd)
    for args, status in [
            (["index", "--library", os.path.join(inside, b"library.db"), odd], 1),
            (["index", "--library", library, b"nowhere\xff"], 1),
            (["index", "--library", library, inside], 1),
            (["remove", "--library", library, b"nowhere\xff"], 1),
            (["search", "--library", library, inside], 1),
            (["status", "--library", library, b"\xff"], 2),
            (["models", "--library", library, b"\xff"], 2),
            (["train", "--library", library, b"\xff"], 2),
            (["train", "--library", library, "--method", b"\xff"], 2),
            ([b"\xff"], 2),
            (["evaluate", b"nowhere\xff"], 1),
            (["evaluate", "--csv", os.path.join(inside, b"a.csv"), odd], 1),
            (["evaluate", "--json-file", odd, odd], 1),
            (["evaluate", "--plots", inside, odd], 1)]:
        err = case.run(*args, status=status)[1]
        assert err and "CRITICAL" not in err and "WARNING" not in err, (args, err)
    case.run("status", "--library", library)
    with open(library, "r+b") as file:
        file.write(b"#" * 4096)
    err = case.run("index", "--library", library, odd)[1]
    assert "was moved to" in err, err


def test_left_out(case):
    """What storage devices and other programs keep beside photos, and what a person leaves out or
    takes in, which is kept."""
    case.make(2, 2)
    photo = os.path.join(case.photos, "000", "000.jpg")
    other = os.path.join(case.photos, "001", "000.jpg")
    case.run("index", "photos")
    for name in ["@eaDir", "#recycle", "My.photoslibrary/originals", "A Previews.lrdata", "phone"]:
        os.makedirs(os.path.join(case.photos, name))
        shutil.copy(photo, os.path.join(case.photos, name, "copy.jpg"))
    write(os.path.join(case.photos, "phone", ".nomedia"))
    shutil.copy(photo, photo + "~")
    write(os.path.join(case.photos, "notes.txt"), b"no image")
    shutil.copy(photo, os.path.join(case.photos, "extra.jpg"))

    summary = case.json("index", "--verbose")
    assert (summary["added"], summary["files"], summary["skipped"]) == (1, 5, 1), summary
    passed = {os.path.relpath(one["path"], case.photos): one.get("pattern", one["reason"])
              for one in summary["passed_over"]}
    assert passed == {"@eaDir": "@eaDir/", "#recycle": "#recycle/", "000/000.jpg~": "*~",
                      "My.photoslibrary": "*.photoslibrary/", "A Previews.lrdata": "*.lrdata/",
                      "phone": ".nomedia", "notes.txt": "no image"}, passed
    out = case.run("status", "--skipped")[0]
    assert f"  {case.photos}/@eaDir: left out by “@eaDir/”\n" in out, out
    assert f"  {case.photos}/notes.txt: no image that Semblance reads\n" in out, out
    assert "passed_over" not in case.json("status") and "Passed over" not in case.run("status")[0]

    # In a folder below the one of the library, and in the library itself.
    inner = os.path.join(case.photos, "001")
    assert case.json("index", inner, "--exclude", "*.jpg")["removed"] == 2
    out = case.json("search", photo)
    assert other not in [one["path"] for one in out["results"]], out
    summary = case.json("index", "photos", "--include", "@eaDir/", "--include", ".nomedia",
                        "--exclude", "extra.*")
    assert (summary["added"], summary["removed"], summary["files"]) == (2, 1, 4), summary
    assert case.json("status")["patterns"] == [
        {"path": case.photos, "exclude": ["extra.*"], "include": ["@eaDir/", ".nomedia"]},
        {"path": inner, "exclude": ["*.jpg"], "include": []}]
    out = case.run("status")[0]
    assert f"Leaves out “*.jpg” in {inner}\n" in out, out
    assert f"Takes in “@eaDir/” in {case.photos}\n" in out, out

    # A damaged library does not forget it, and what is taken in again is back.
    with open(case.library, "r+b") as file:
        file.write(b"#" * 4096)
    err = case.run("index")[1]
    assert "was moved to" in err, err
    assert case.json("status")["indexed"] == 4
    assert case.json("index", inner, "--include", "*.jpg")["files"] == 6
    case.run("remove", "photos")
    assert case.json("status")["patterns"] == []

    case.fails("index", "--exclude", "*.gif", status=2, say=["give the folder"])
    for bad, status in [("", 2), ("/", 1), ("a\nb", 1), (b"caf\xe9", 2)]:
        err = case.run("index", "photos", "--exclude", bad, status=status)[1]
        assert err and "CRITICAL" not in err and "WARNING" not in err, err
    assert case.json("status")["folders"] == []


SMOKE = [test_names, test_bad_input]
TESTS = SMOKE + [
    test_empty_folder,
    test_unreadable_folder,
    test_changes,
    test_identical,
    test_one_photo,
    test_second_run_reads_nothing,
    test_odd_names_in_messages,
    test_left_out,
]

if __name__ == "__main__":
    args = sys.argv[1:]
    smoke = args[0] == "--smoke"
    tests = SMOKE if smoke else TESTS
    if len(args) > 5 + smoke:
        tests = [test for test in tests if test.__name__ == "test_" + args[5 + smoke]]
    sys.exit(main(tests, args[smoke:5 + smoke]))
