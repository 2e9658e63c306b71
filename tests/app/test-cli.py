#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli from end to end, on generated photos.

Usage: test-cli.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import base64
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree

from cli_test import Skip, assert_nothing_left, main

FAMILIES, VARIANTS = 34, 4
COMMANDS = ["index", "search", "status", "train", "models", "scenes", "remove", "evaluate"]


def write(path, data=b""):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def test_help(case):
    out, err = case.run("--help")
    assert not err and all(command in out for command in COMMANDS), out
    assert "semblance-cli 0" in case.run("--version")[0]
    for command in COMMANDS:
        out, err = case.run(command, "--help")
        assert f"semblance-cli {command}" in out and "--json" in out and not err, out
        assert len(out.splitlines()) > 8, out


def test_usage(case):
    for args in [[], ["nonsense"], ["index", "--nonsense"], ["index"], ["search"],
                 ["search", "a", "b"], ["search", "-k", "0", "a"], ["search", "-k", "x", "a"],
                 ["search", "--max-distance", "-5", "a"], ["search", "--max-distance", "-1", "a"],
                 ["status", "extra"], ["remove"],
                 ["train", "--bits", "33"], ["train", "--seed", "-7"], ["evaluate"],
                 ["train", "--finetune", "all", "--method", "ddh", "--pooling", "max"],
                 ["train", "--pooling", "gem"], ["train", "--method", "itq", "--epochs", "3"],
                 ["evaluate", "--preset", "nonsense", "."],
                 ["evaluate", "--start", "nonsense", "."], ["evaluate", "--lambda", "-1", "."],
                 ["evaluate", "--lambda", "nan", "."], ["evaluate", "--k1", "-1", "."],
                 ["evaluate", "--epochs", "10001", "."],
                 ["evaluate", "--protocol", "cifar", "."], ["evaluate", "--bits", "33", "."],
                 ["evaluate", "--methods", "itq,nonsense", "."], ["evaluate", "--seeds", "0", "."],
                 ["evaluate", "--methods", "itq-all", "."],
                 ["evaluate", "--methods", "ddh-all", "--copies", "."],
                 ["evaluate", "--queries", "-1", "."], ["evaluate", "--distractors", ".", "."],
                 ["evaluate", "--copies", "--csv", "a", "."],
                 ["evaluate", "--unseen", "scenes", "."],
                 ["evaluate", "--protocol", "scenes-overlap", "--unseen", "all", "."]]:
        err = case.fails(*args, status=2)
        assert "--help" in err or "name" in err, err
    assert not os.path.exists(case.library) or case.count_files() == 0


def options_of(case, command):
    """Of a command by its help: (letter or "", name, what it takes or "")."""
    return re.findall(r"^ +(?:-(\w), )?--([\w-]+)(?:=([A-Z0-9]+))?  ",
                      case.run(command, "--help")[0], re.MULTILINE)


def test_options_before(case):
    """Options may stand before the command: whatever they are, their values are no commands."""
    for command in COMMANDS:
        wanted = case.run(command, "--help")
        names = options_of(case, command)
        assert len(names) >= 3, names
        for letter, name, valued in names:
            # A value that is a command's name is the hardest; what takes none stands alone.
            value = "64" if valued in ("N", "D", "NUMBER", "SEED", "BITS") else "status"
            spelled = [f"--{name}"] + ([f"-{letter}"] if letter else [])
            for option in spelled:
                before = [option, value] if valued else [option]
                assert case.run(*before, command, "--help") == wanted, (before, command)
            if valued:
                assert case.run(f"--{name}={value}", command, "--help") == wanted, (name, command)
        assert case.run("--json", "--help", command) == wanted, command
    case.make(3, 2)
    library = os.path.join(case.folder, "index")
    case.run("--library", library, "index", "photos")
    assert not os.path.exists(case.library)
    status = case.json("status", "--library", library)
    for args in [["--library", library, "status"], ["-l", library, "status"],
                 ["-l", "index", "status"], [f"--library={library}", "status"]]:
        assert case.json(*args) == status, args
    assert case.json("-v", "-l", library, "status") == case.json("status", "-vl", library)
    assert json.loads(case.run("--json", "--library", library, "status")[0]) == status
    found = case.json("-k", "2", "--library", library, "search", "photos/000/000.jpg")
    assert len(found["results"]) == 2, found
    assert case.run("--json", "--", "status", "--library", library, status=2)
    assert case.json("--use", "--library", library, "train")["active"]
    for args in [["--json"], ["--library", library], ["--library", "status"], ["--nonsense"],
                 ["--nonsense", "status"], ["--library", library, "nonsense"], ["--"], ["-"],
                 ["--library"]]:
        err = case.fails(*args, status=2)
        assert "--help" in err, (args, err)
    assert "Commands:" in case.run("--library", library, "--help")[0]


def test_first_minutes(case):
    """index, search and status, as --help teaches them, and the shapes of their JSON."""
    case.make(5, 4)
    photo = os.path.join(case.photos, "002", "001.jpg")
    case.fails("search", photo, say=["Index a folder first", case.library])
    case.fails("status", say=["Index a folder first"])
    case.fails("train", say=["Index a folder first"])
    summary = case.json("index", "photos")
    assert (summary["added"], summary["updated"], summary["unchanged"], summary["failed"]) \
        == (20, 0, 0, 0), summary
    assert summary["seconds"] > 0
    out = case.run("index")[0]
    assert out.startswith("0 added, 0 updated, 20 unchanged"), out

    status = case.json("status")
    assert status["photos"] == status["indexed"] == 20 and status["quarantined"] == [], status
    model = status["model"]
    assert (model["method"], model["bits"], model["seed"], model["trained_on"]) \
        == ("gs-itq", 256, 1, 20), model
    assert status["folders"] == [{"path": case.photos, "photos": 20, "online": True}], status
    assert case.photos in case.run("status")[0]

    answer = case.json("search", "photos/002/001.jpg")
    assert answer["query"] == photo and answer["bits"] == 256 and answer["method"] == "gs-itq"
    results = answer["results"]
    assert len(results) == 19 and photo not in [result["path"] for result in results]
    assert all(set(result) == {"path", "distance", "likeness"} and 0 <= result["distance"] <= 256
               and 0 <= result["likeness"] <= 1 for result in results), results
    assert len(case.json("search", "-k", "3", photo)["results"]) == 3
    near = sorted(result["distance"] for result in results)[5]
    reached = case.json("search", "--max-distance", str(near), photo)["results"]
    assert len(reached) == sum(result["distance"] <= near for result in results)
    out, err = case.run("search", "-k", "2", photo)
    assert len(out.splitlines()) == 2 and "256 bits" in err, (out, err)

    trained = case.json("train", "--use", "--method", "itq", "--bits", "64", "--seed", "9")
    assert (trained["method"], trained["bits"], trained["seed"]) == ("itq", 64, 9), trained
    assert case.json("search", photo)["bits"] == 64
    # What is not given stays as it was.
    assert case.json("train", "--seed", "10")["bits"] == 64


def test_evaluate(case):
    """Table, JSON, CSV and plots; finished rows are kept; distractors are searched."""
    case.make(4, 5)
    others = os.path.join(case.folder, "others")
    case.make(2, 2, others)
    options = ["--methods", "itq", "--bits", "16,32", "--seeds", "2"]
    cache = {"XDG_CACHE_HOME": os.path.join(case.folder, "cache")}
    out, _ = case.run("evaluate", *options, "--queries", "2", "--plots", "plots", "--csv", "a.csv",
                      "--json-file", "a.json", "photos", **cache)
    assert "folders" in out and "itq" in out and "8 queries, 12 photos" in out, out
    answer = json.loads(read(os.path.join(case.folder, "a.json")))
    assert set(answer) == {"set", "protocol", "queries", "database", "training", "seeds", "rows"}
    assert (answer["protocol"], answer["queries"], answer["database"], answer["seeds"]) \
        == ("folders", 8, 12, [1, 2]), answer
    assert [(row["method"], row["bits"], row["order"]) for row in answer["rows"][:4]] \
        == [("float", 0, "score"), ("float-centred", 0, "score"), ("itq", 16, "hamming"),
            ("itq", 16, "score")], answer
    assert all(set(row[key]) == {"mean", "sd"} for row in answer["rows"]
               for key in ["map_all", "map_1000", "p_1", "p_10", "p_100", "nn10_100"])
    assert len(read(os.path.join(case.folder, "a.csv")).splitlines()) == 1 + len(answer["rows"])
    plots = os.listdir(os.path.join(case.folder, "plots"))
    assert len(plots) == 2 + 2 * 4, plots
    for name in plots:
        root = ElementTree.parse(os.path.join(case.folder, "plots", name)).getroot()
        assert root.tag.endswith("}svg"), name
    # No decoder, no training: everything is there.
    again = case.json("evaluate", *options, "--queries", "2", "photos",
                      SEMBLANCE_DECODER="/nonexistent/decoder", **cache)
    assert again == answer
    scenes = case.json("evaluate", "--methods", "itq", "--bits", "16", "--seeds", "1",
                       "--protocol", "scenes", "--distractors", others, "photos", **cache)
    assert (scenes["queries"], scenes["database"], scenes["training"]) == (20, 24, 24), scenes
    tuned = case.json("evaluate", "--methods", "ddh,ddh-last-stage", "--bits", "16", "--seeds",
                      "1", "--epochs", "1", "--queries", "2", "photos", **cache)
    figures = {(row["method"], row["order"]): row["map_all"]["mean"] for row in tuned["rows"]}
    assert set(figures) == {("float", "score"), ("float-centred", "score"), ("ddh", "hamming"),
                            ("ddh", "score"), ("ddh-last-stage", "hamming"),
                            ("ddh-last-stage", "score")}, figures
    assert all(0 < figure <= 1 for figure in figures.values()), figures
    case.fails("evaluate", "nowhere", say=["nowhere"], **cache)
    # Said before anything is computed.
    for option, place in [("--csv", "nowhere/a.csv"), ("--json-file", "photos"),
                          ("--csv", "a.csv/b.csv"), ("--plots", "a.csv")]:
        case.fails("evaluate", option, place, "photos", say=[place],
                   SEMBLANCE_DECODER="/nonexistent/decoder", XDG_CACHE_HOME="/nonexistent")
    _, said = case.run("evaluate", "--protocol", "flowers17", *options, "photos", **cache)
    assert "4 of 4 classes" in said, said
    case.fails("evaluate", *options, os.path.join(others, "001"), say=["one class"], **cache)


def test_models(case):
    """A new model is compared with the active one; the user may choose either."""
    def states():
        return [(model["id"], model["state"]) for model in case.json("models")["models"]]

    case.make(10, 4)
    case.run("index", "photos")
    assert states() == [(1, "active")], states()
    case.fails("train", "--method", "itq", "--preset", "paper", status=2, say=["ddh"])
    worse = case.json("train", "--method", "lsh", "--bits", "16")
    assert worse["comparison"]["worse"] and not worse["active"], worse
    assert worse["comparison"]["photos"] == 40 and worse["epochs"] == [], worse
    assert states() == [(1, "active"), (2, "offered")], states()
    assert case.json("search", "photos/002/001.jpg")["bits"] == 256
    out = case.run("train", "--method", "lsh", "--bits", "16", "--seed", "2")[0]
    assert "old one stays active" in out and "models --use 3" in out, out

    out = case.run("models", "--use", "3")[0]
    assert [line[:2] for line in out.splitlines() if "(active)" in line] == ["3:"], out
    assert states() == [(1, "kept"), (3, "active")], states()
    assert case.json("search", "photos/002/001.jpg")["bits"] == 16
    better = case.json("train", "--method", "gs-itq", "--bits", "256", "--seed", "4")
    assert better["active"] and not better["comparison"]["worse"], better
    assert better["comparison"]["after"]["reach"] >= better["comparison"]["before"]["reach"]
    assert states() == [(3, "kept"), (4, "active")], states()
    assert case.json("status", "--verbose")["model"]["comparison"] == better["comparison"]
    again = case.json("train", "--method", "gs-itq", "--bits", "256", "--seed", "4")
    assert again["unchanged"] and again["active"] and again["id"] == 4, again
    case.fails("models", "--drop", "4", say=["This model is active"])
    case.fails("models", "--use", "9", say=["no model 9"])
    case.run("models", "--drop", "3")
    assert states() == [(4, "active")], states()


def test_outside_photo(case):
    case.make(3, 3)
    case.make(3, 4, os.path.join(case.folder, "elsewhere"))
    case.run("index", "photos")
    outside = os.path.join(case.folder, "elsewhere", "001", "003.jpg")
    assert len(case.json("search", outside)["results"]) == 9
    # The same content under another name is not among its own results.
    same = case.json("search", os.path.join(case.folder, "elsewhere", "001", "002.jpg"))
    assert len(same["results"]) == 8
    assert os.path.join(case.photos, "001", "002.jpg") \
        not in [result["path"] for result in same["results"]]


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
    assert len(case.json("search", join(case.photos, "000", "000.jpg"))["results"]) >= 5

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
    paths = [result["path"] for result in case.json("search", move[1])["results"]]
    assert len(paths) == 5 and all(os.path.exists(path) for path in paths), paths

    os.rename(case.photos, case.photos + "-away")
    out, err = case.run("index")
    assert case.photos in err and "kept" in err, err
    status = case.json("status")
    assert status["photos"] == 6 and not status["folders"][0]["online"], status
    os.rename(case.photos + "-away", case.photos)
    case.run("index")
    removed = case.json("remove", "photos")
    assert removed == {"removed": [{"path": case.photos}], "photos": 0}, removed
    assert case.json("status")["photos"] == 0
    for database, table in [(case.library, "photos"), (case.library, "codes")]:
        assert case.query(f"SELECT count(*) FROM {table}", database=database) == [(0,)]
    for kind in ["features", "vectors"]:
        path = case.library.replace(".db", ".features.db")
        assert case.query(f"SELECT count(*) FROM {kind}", database=path) == [(0,)]


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


def undisturbed(case, *train):
    """The digest of an undisturbed run over the same photos, in another library."""
    library, case.library = case.library, os.path.join(case.folder, "calm.db")
    case.run("index", "--library", case.library, case.photos)
    if train:
        case.run("train", "--use", "--library", case.library, *train)
    digest, case.library = case.digest(), library
    return digest


def test_interrupt(case):
    case.make(FAMILIES, VARIANTS)
    stored = 0
    for number, after in [(signal.SIGINT, 10), (signal.SIGTERM, 60)]:
        process = case.start("index", "photos")
        # More than before: until then the program may not even have begun to listen.
        after = max(after, stored + 1)
        case.wait_for_files(process, after)
        process.send_signal(number)
        err = process.communicate(timeout=60)[1].decode()
        assert process.returncode == 1 and "run the command again" in err, (process.returncode, err)
        assert_nothing_left(process)
        stored = case.count_files()
        assert after <= stored <= FAMILIES * VARIANTS, stored
    summary = case.json("index", "photos")
    assert summary["added"] + summary["unchanged"] == FAMILIES * VARIANTS, summary
    assert summary["unchanged"] >= 60 and summary["failed"] == 0, summary
    assert case.digest() == undisturbed(case)


def test_killed_indexing(case):
    """kill -9 early, in the middle, and while the last model is learned."""
    chance = random.Random(4)
    total = FAMILIES * VARIANTS
    case.make(FAMILIES, VARIANTS)
    for after in [1, total // 3, total * 3 // 4, total, total]:
        process = case.start("index", "photos")
        case.wait_for_files(process, after)
        time.sleep(chance.random() * .1)
        process.kill()
        process.communicate()
        assert_nothing_left(process)
        assert case.query("PRAGMA quick_check") == [("ok",)]
        assert case.count_files() >= min(after, total)
    summary = case.json("index", "photos")
    assert summary["failed"] == 0 and summary["photos"] == total, summary
    status = case.json("status")
    assert status["quarantined"] == [] and not status["model"]["provisional"], status
    assert case.digest() == undisturbed(case)


def test_killed_training(case):
    """The old codes stay until the new ones are whole."""
    chance = random.Random(5)
    train = ["--method", "gs-itq", "--bits", "128", "--seed", "3"]
    case.make(FAMILIES, VARIANTS)
    case.run("index", "photos")
    old = case.digest()
    for i in range(6):
        process = case.start("train", "--use", *train)
        time.sleep(chance.random() * .4)
        if i % 2:
            # While the new codes are written.
            end = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < end \
                    and case.query("SELECT count(*) FROM models") == [(1,)]:
                time.sleep(.001)
        process.kill()
        process.communicate()
        assert case.query("PRAGMA quick_check") == [("ok",)]
        if case.digest() != old:
            # It was done before it was killed.
            assert case.digest()[:3] == ("gs-itq", 128, 3)
            break
        assert len(case.json("search", "photos/000/000.jpg")["results"]) == 50
    case.run("train", "--use", *train)
    assert case.digest() == undisturbed(case, *train)
    model, = case.query("SELECT active_model FROM state")[0]
    for other, in case.query("SELECT id FROM models"):
        if other != model:
            case.run("models", "--drop", str(other))
    vectors = case.query("SELECT model, count(*) FROM vectors GROUP BY model",
                         database=case.library.replace(".db", ".features.db"))
    assert vectors == [(model, FAMILIES * VARIANTS)], vectors


def test_weights(case):
    case.make(1, 2)
    damaged = os.path.join(case.folder, "damaged.safetensors")
    write(damaged, read(case.weights)[:1_000_000])
    missing = os.path.join(case.folder, "missing.safetensors")
    for weights in [missing, damaged]:
        for args in [["index", "photos"], ["search", "photos/000/000.jpg"]]:
            case.fails(*args, SEMBLANCE_WEIGHTS=weights, say=[os.path.basename(weights)])
    case.run("index", "photos")


def test_no_decoder(case):
    case.make(2, 2)
    case.fails("index", "photos", SEMBLANCE_DECODER="/nonexistent/decoder",
               say=["/nonexistent/decoder"])
    assert case.json("index", "photos")["added"] == 4
    # What was decoded already can be searched without one.
    answer = case.json("search", "photos/000/000.jpg", SEMBLANCE_DECODER="/nonexistent/decoder")
    assert len(answer["results"]) == 3


def test_library_file(case):
    """Another place, a damaged library, a newer one, and files that are no library."""
    case.make(3, 2)
    library = os.path.join(case.folder, "not", "there", "yet.db")
    case.run("index", "--library", library, "photos")
    assert case.json("status", "--library", library)["photos"] == 6
    assert not os.path.exists(case.library)

    content = read(library)
    write(library, b"\0" * 4096 + content[4096:])
    for args in [["status"], ["search", "photos/000/000.jpg"], ["train"], ["remove", "photos"]]:
        case.fails(*args, "--library", library, say=["yet.db", "damaged"])
    assert read(library)[4096:] == content[4096:]
    out, err = case.run("index", "--library", library, "photos")
    assert "was moved to" in err and "6 added" in out, (out, err)
    aside = [name for name in os.listdir(os.path.dirname(library)) if ".damaged-" in name]
    assert any(name.startswith("yet.db.damaged-") for name in aside), aside

    # A damaged companion file is rebuilt from the photos.
    write(library.replace(".db", ".features.db"), b"nonsense" * 1000)
    case.fails("search", "--library", library, "photos/000/000.jpg",
               say=["yet.features.db", "damaged"])
    summary = case.json("index", "--library", library)
    assert summary["photos"] == 6 and summary["failed"] == 0, summary
    assert len(case.json("search", "--library", library, "photos/000/000.jpg")["results"]) == 5

    import sqlite3
    connection = sqlite3.connect(library)
    connection.execute("PRAGMA user_version = 1000")
    connection.close()
    for args in [["status"], ["index", "photos"], ["train"], ["search", "photos/000/000.jpg"]]:
        case.fails(*args, "--library", library, say=["yet.db", "newer", "Update"])

    photo = os.path.join(case.photos, "000", "000.jpg")
    before = read(photo)
    for args in [["index", "photos"], ["status"], ["train"]]:
        case.fails(*args, "--library", photo, say=["000.jpg", "not a library"])
    assert read(photo) == before
    assert sorted(os.listdir(os.path.dirname(photo))) == ["000.jpg", "000.jpg.lock", "001.jpg"] \
        or sorted(os.listdir(os.path.dirname(photo))) == ["000.jpg", "001.jpg"]


def test_damage_within(case):
    """Pages that only indexing meets: kept aside by the run after."""
    case.make(8, 4)
    case.run("index", "photos")
    content = bytearray(read(case.library))
    for page in range(4096 * 3, len(content), 4096):
        content[page:page + 64] = b"\xee" * 64
    write(case.library, bytes(content))
    case.make(9, 4)
    for _ in range(3):
        process = case.start("index", "photos")
        out, err = (text.decode() for text in process.communicate(timeout=300))
        if process.returncode == 0:
            break
        assert "library.db" in err and "damaged" in err, err
    assert process.returncode == 0, err
    assert case.json("status")["photos"] == 36
    assert len(case.json("search", "photos/000/000.jpg")["results"]) == 35


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
    assert len(case.json("search", photo)["results"]) == 8


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


def test_small_disk(case):
    disk = os.path.join(case.folder, "disk")
    os.mkdir(disk)
    if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk],
            stderr=subprocess.DEVNULL).returncode:
        raise Skip("mounting is not allowed here")
    try:
        case.make(20, 3)
        case.library = os.path.join(disk, "library.db")
        case.fails("index", "--library", case.library, "photos",
                   say=["no space left", "library"])
        subprocess.run(["mount", "-o", "remount,size=60m", disk], check=True)
        assert case.json("index", "--library", case.library, "photos")["photos"] == 60
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        assert len(case.json("search", "--library", case.library,
                             "photos/000/000.jpg")["results"]) == 50
        case.fails("index", "--library", case.library, "photos", say=[disk, "Read-only"])
    finally:
        subprocess.run(["umount", disk], check=True)


def test_busy(case):
    case.make(FAMILIES, 2)
    process = case.start("index", "photos")
    case.wait_for_files(process, 1)
    for args in [["index", "photos"], ["train"], ["remove", "photos"]]:
        assert process.poll() is None, "the first one was too fast"
        case.fails(*args, say=["Another Semblance", "library.db"])
    assert case.json("status")["photos"] > 0
    assert process.wait(timeout=300) == 0
    process.communicate()
    assert case.json("index", "photos")["unchanged"] == 2 * FAMILIES


SMOKE = [test_help, test_usage, test_options_before, test_first_minutes, test_names, test_bad_input]
TESTS = SMOKE + [
    test_outside_photo, test_empty_folder, test_unreadable_folder, test_changes,
    test_second_run_reads_nothing, test_interrupt, test_killed_indexing, test_killed_training,
    test_models, test_evaluate,
    test_weights, test_no_decoder, test_library_file, test_damage_within, test_full_disk,
    test_full_disk_tells, test_no_codes_yet, test_odd_names_in_messages,
    test_small_disk, test_busy,
]

if __name__ == "__main__":
    args = sys.argv[1:]
    smoke = args[0] == "--smoke"
    tests = SMOKE if smoke else TESTS
    if len(args) > 5 + smoke:
        tests = [test for test in tests if test.__name__ == "test_" + args[5 + smoke]]
    sys.exit(main(tests, args[smoke:5 + smoke]))
