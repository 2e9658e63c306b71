#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli from end to end, on generated photos: its options, and what each command answers.

Usage: test-cli.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from xml.etree import ElementTree

from cli_test import main, read

try:
    from gi.repository import GLib
except ImportError:
    GLib = None

COMMANDS = ["index", "search", "status", "train", "models", "scenes", "remove", "evaluate",
            "inspect", "doctor", "compare", "duplicates", "export", "watch"]


def test_help(case):
    out, err = case.run("--help")
    assert not err and all(command in out for command in COMMANDS), out
    assert "semblance-cli 0" in case.run("--version")[0]
    for command in COMMANDS:
        out, err = case.run(command, "--help")
        assert f"semblance-cli {command}" in out and "--json" in out and not err, out
        assert len(out.splitlines()) > 8, out


def test_help_lines(case):
    """Help fits a terminal, in both languages; nothing of a catalogue's head is in it."""
    for language in ["en", "de"]:
        for command in [[], *([command] for command in COMMANDS)]:
            out = case.run(*command, "--help", LANGUAGE=language)[0]
            for line in out.splitlines():
                example = line.startswith("  semblance-cli") or not command
                assert len(line) <= (100 if example else 80), line
            assert "Project-Id" not in out and "charset" not in out, out
            assert "?" not in out.splitlines()[1], out
    # Also where the locale is not installed, as this one is nowhere.
    for variable in ["LC_ALL", "LANG", "LC_MESSAGES"]:
        out = case.run("--help", **{"LC_ALL": "", variable: "de_AQ.UTF-8"})[0]
        assert "Befehl" in out and "ä" in out, out
    narrow = on_terminal(case, "search", "--help", columns=40)
    assert max(len(line) for line in narrow.splitlines() if "semblance-cli" not in line) <= 40
    for command in COMMANDS:
        wanted = case.run(command, "--help")
        assert case.run("help", command) == wanted
        assert case.run(command, "-h") == wanted
        assert "?" not in case.run(command, "--help", LC_ALL="C")[0].splitlines()[1]
    assert case.run("help") == case.run("--help") == case.run("help", "--help")
    for wrong, meant in [("serach", "search"), ("idnex", "index"), ("stats", "status"),
                         ("model", "models"), ("evalute", "evaluate"), ("remvoe", "remove")]:
        for args in [[wrong], ["help", wrong]]:
            case.fails(*args, status=2, say=[f"did you mean “{meant}”?"])
    for wrong in ["xyzzy", "a", "x" * 500]:
        assert "did you mean" not in case.fails(wrong, status=2, say=["no command"])


def test_full_disk(case):
    """What cannot be written is a failure that is told, of every command and whatever it prints."""
    case.make(3, 2)
    case.run("index", "photos")
    photo = "photos/000/000.jpg"
    lists = [[command, "--help"] for command in COMMANDS] + [
        ["--help"], ["--version"], ["help"], ["help", "train"], ["index"], ["status"],
        ["status", "--verbose"], ["models"], ["search", "--all", photo], ["doctor"],
        ["search", "--all", "--paths-only", photo], ["search", "--all", "-0", photo], ["scenes"]]
    lists += [[*args, "--json"] for args in lists if args[0] in ("status", "search", "models")
              and "--paths-only" not in args and "-0" not in args and "--help" not in args]
    for args in lists:
        with open("/dev/full", "wb") as full:
            done = subprocess.run([case.cli, *args], stdout=full, stderr=subprocess.PIPE,
                                  env=case.env, cwd=case.folder, timeout=300)
        assert done.returncode == 1, (args, done.returncode)
        assert b"could not be written: No space left" in done.stderr, (args, done.stderr)
    # A reader that has seen enough is none.
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([case.cli, "--help"], stdout=writer, stderr=subprocess.PIPE,
                          env=case.env, timeout=300)
    os.close(writer)
    assert done.returncode != 0 and not done.stderr, done


def on_terminal(case, *args, columns=80):
    """What a terminal is sent, on both streams."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
    process = subprocess.Popen([case.cli, *args], stdout=follower, stderr=follower,
                               stdin=subprocess.DEVNULL, env=case.env, cwd=case.folder)
    os.close(follower)
    sent = b""
    while True:
        try:
            block = os.read(leader, 65536)
        except OSError:
            break
        if not block:
            break
        sent += block
    os.close(leader)
    process.wait(300)
    return sent.replace(b"\r\n", b"\n").decode()


# A command to the terminal, a line break, a name that is shown in another order, one in Latin-1,
# and one with a backslash, which only counts where something is escaped.
NAMES = {b"\x1b[31mred.jpg": "\\x1b[31mred.jpg", b"two\nlines.jpg": "two\\nlines.jpg",
         b"\xe2\x80\xaegpj.exe.jpg": "\\u202egpj.exe.jpg", b"gr\xfcn.jpg": "gr\\xfcn.jpg",
         b"a\\b.jpg": "a\\b.jpg", b"\x07\\.jpg": "\\x07\\\\.jpg",
         b"\xc2\x9b1m.jpg": "\\u009b1m.jpg", b"\x1b]0;a\x07.jpg": "\\x1b]0;a\\x07.jpg"}


def test_names(case):
    """On a terminal a name commands nothing and is one line; a pipe gets its bytes."""
    case.make(3, 4)
    folder = os.fsencode(case.photos)
    made = [os.path.join(place, name) for place, _, names in sorted(os.walk(folder))
            for name in sorted(names)]
    place = os.path.join(os.fsencode(case.folder), b"odd")
    os.mkdir(place)
    for source, name in zip(made, NAMES):
        os.rename(source, os.path.join(place, name))
    with open(os.path.join(place, b"bad\x1b[2J\n.jpg"), "wb") as file:
        file.write(b"\xff\xd8\xff no photo")
    case.run("index", place)
    photo = made[len(NAMES)]
    paths = {os.path.join(place, name) for name in NAMES}

    def output(*args):
        done = subprocess.run([case.cli, *args], stdout=subprocess.PIPE, env=case.env,
                              stderr=subprocess.PIPE, cwd=case.folder, timeout=300)
        assert done.returncode == 0, done
        return done.stdout

    null = output("search", "--all", "-0", photo)
    assert null.endswith(b"\0") and set(null.split(b"\0")[:-1]) == paths, null
    assert output("search", "--all", "--null", "--paths-only", photo) == null
    assert output("search", "--all", "--paths-only", photo) == null.replace(b"\0", b"\n")
    lines = output("search", "--all", photo)
    assert all(path in lines for path in paths), lines
    assert b"search" not in null and place in output("status"), lines
    for args in [["search", "--all", photo], ["search", "--all", "--paths-only", photo],
                 ["status", "--verbose"], ["models", "--rename", "1", "\x1b[31mx"], ["models"],
                 ["compare", photo, photo, "--heatmap", "\x1b[31m.png"],
                 ["search", "/nowhere/\x1b[31m\n.jpg"], ["index", "/nowhere/\x1b[31m\n"],
                 ["remove", "/nowhere/\x1b[31m\n"], ["\x1b[31m"], ["status", "\x1b[31m\n"]]:
        sent = on_terminal(case, *args)
        # What the bar of progress sends is no name's.
        rest = sent.replace("\r\x1b[K", "")
        bad = [c for c in rest if (c < " " and c != "\n") or "\x7f" <= c < "\xa0"
               or c in "\u202e\u2066\ufffd"]
        assert not bad or bad == ["\ufffd"] * len(bad), (args, sent)
        if args[:2] == ["search", "--all"]:
            assert "\ufffd" not in sent, sent
            assert all(shown in sent for shown in NAMES.values()), sent
            assert len(sent.splitlines()) <= len(NAMES) + 2, sent
    # As long as nothing has to be escaped, a name is shown as it is.
    case.fails("search", "--json", "-0", photo, status=2, say=["--json and -0 "])
    case.fails("search", "--json", "--paths-only", photo, status=2, say=["--paths-only"])


def test_failures_in_json(case):
    """With --json there is one object, also where a command fails; it says what standard error
    says."""
    case.make(3, 2)
    missing = os.path.join(case.folder, "missing")
    case.run("index", "photos")
    failures = [([command, *rest, "-l", os.path.join(case.folder, "none.db")], 1, None)
                for command, *rest in [["search", "photos/000/000.jpg"], ["status"], ["train"],
                                       ["models"], ["inspect"], ["remove", "photos"]]]
    failures += [(["index", missing], 1, missing), (["evaluate", missing], 1, None),
                 (["index", "--nonsense"], 2, None), (["search"], 2, None),
                 (["search", "-k0", "x"], 2, None), (["serach"], 2, None), ([], 2, None),
                 (["search", missing], 1, missing), (["models", "--use", "9"], 1, None),
                 (["search", "--json=no", "x"], 2, None)]
    for position in ["first", "last"]:
        for args, status, path in failures:
            given = ["--json", *args] if position == "first" else [*args, "--json"]
            out, err = case.run(*given, status=status)
            error = json.loads(out)["error"]
            message = error["message"]
            assert message and f"semblance-cli: {message}" in err, (args, out, err)
            assert error.get("path") in (path, None) and (not path or error["path"] == path), out
    # A language has quotes of its own.
    for language in ["de", "zh_CN"]:
        out, err = case.run("search", missing, "--json", status=1, LANGUAGE=language)
        assert json.loads(out)["error"]["path"] == missing and "cannot" not in err, (out, err)
    photo = os.path.join(case.photos, "000", "000.jpg")
    assert "results" in case.json("search", photo)
    case.make(1, 1, os.path.join(case.folder, "more"))
    both = case.run("index", "more", missing, "--json", status=1)[0]
    assert json.loads(both)["added"] == 1, both


def test_ways_to_name(case):
    """A photo can come through a pipe, as an address, and with a letter's value beside it."""
    case.make(3, 4)
    case.run("index", "file://" + case.photos)
    photo = os.path.join(case.photos, "001", "002.jpg")
    wanted = case.json("search", "--all", photo)["results"]
    for args in [["-k3"], ["-ak3"], ["-k", "3"], ["--count=3"]]:
        assert case.json("search", "--all", *args, photo)["results"] == wanted[:3], args
        assert case.json(*args, "search", "--all", photo)["results"] == wanted[:3], args
    case.fails("search", "-k3x", photo, status=2, say=["-k takes", "3x"])
    assert case.json("search", "--all", "file://" + photo)["results"] == wanted
    address = GLib.filename_to_uri(photo, None) if GLib else "file://" + photo
    assert case.json("search", "--all", "--folder", "file://" + case.photos, address)["results"] \
        == wanted

    def pipe(data, *args, status=0):
        done = subprocess.run([case.cli, "search", *args], input=data, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=case.env, cwd=case.folder, timeout=300)
        assert done.returncode == status, done
        return done.stdout if status == 0 else done.stderr.decode()

    answer = json.loads(pipe(read(photo), "--all", "--json", "-"))
    assert answer["query"] == "-" and len(answer["results"]) == 12, answer
    first = answer["results"][0]
    assert first["path"] == photo and first["kind"] == "identical", first
    part = json.loads(pipe(read(photo), "--all", "--json", "-", "--region", "0%,0%,50%,50%"))
    assert part["queries"][0]["region"] == [0, 0, .5, .5], part
    assert "empty" in pipe(b"", "-", status=1)
    assert "standard input" in pipe(b"no photo", "-", status=1)
    assert "once" in pipe(b"x", "-", "-", status=2)
    os.rename(photo, os.path.join(case.folder, "-"))
    # A file of that name has a folder.
    assert case.json("search", "--all", "./-")["query"] == os.path.join(case.folder, "-")


def test_columns(case):
    """What status says of each thing begins in one column, in any language."""
    case.make(3, 2)
    os.mkdir(os.path.join(case.folder, "gone"))
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), os.path.join(case.folder, "gone"))
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), os.path.join(case.photos, "same.jpg"))
    case.run("index", "photos", "gone")
    shutil.rmtree(os.path.join(case.folder, "gone"))
    case.run("index")
    for language, words in [("en", 7), ("de", 7)]:
        lines = case.run("status", LANGUAGE=language)[0].splitlines()
        columns = [re.match(r"\w+: +|  +", line).end() for line in lines]
        assert len(lines) >= words and len(set(columns)) == 1, (columns, lines)


def test_usage(case):
    for args in [[], ["nonsense"], ["index", "--nonsense"], ["index"], ["search"],
                 ["search", "-k", "0", "a"], ["search", "-k", "x", "a"],
                 ["search", "--max-distance", "-5", "a"], ["search", "--max-distance", "-1", "a"],
                 ["search", "--min-likeness", "-.1", "a"], ["search", "--min-likeness", "-1", "a"],
                 ["search", "--min-likeness", "1.1", "a"], ["search", "--min-likeness", "nan", "a"],
                 ["evaluate", "--likeness", "--copies", "a"],
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
                 ["evaluate", "--copies", "--claims", "."], ["evaluate", "--pictures", "a", "."],
                 ["evaluate", "--copies", "--alterations", "nonsense", "."],
                 ["evaluate", "--copies", "--kind", "letters", "."],
                 ["evaluate", "--copies", "--reverse", "--pictures", "a", "."],
                 ["evaluate", "--unseen", "scenes", "."],
                 ["evaluate", "--protocol", "scenes-overlap", "--unseen", "all", "."]]:
        err = case.fails(*args, status=2)
        assert "--help" in err or "name" in err, err
    assert not os.path.exists(case.library) or case.count_files() == 0


def options_of(case, command):
    """Of a command by its help: (letter or "", name, what it takes or "")."""
    return re.findall(r"^ +(?:-(\w), )?--([\w-]+)(?:=(\S+))?  ",
                      case.run(command, "--help")[0], re.MULTILINE)


def args_of(command):
    """A command with the arguments that it needs."""
    rest = {"search": ["a"], "evaluate": ["."], "index": ["photos"], "remove": ["a"],
            "export": ["features", "a.npz"]}
    return [command, *rest.get(command, [])]


# What takes a number from 1 on.
FROM_ONE = {"count", "seeds", "queries", "k1", "k2", "epochs", "limit-minutes", "folds", "use",
            "delete", "rename", "note", "compare", "export"}


def test_numbers(case):
    """A wrong number is answered in a sentence that names the option, whatever the command; so is
    what is empty. None is taken for an option that is not given."""
    case.make(1, 2)
    case.run("index", "photos")
    before = case.query("SELECT count(*) FROM models")
    asked = set()
    for command in COMMANDS:
        args = args_of(command)
        for letter, name, valued in options_of(case, command):
            if not valued:
                continue
            err = case.fails(*args, f"--{name}", status=2, say=["--help"])
            assert f"--{name} needs a value" in err or f"--{name} takes" in err, err
            for empty in [[f"--{name}", ""], [f"--{name}="]]:
                case.fails(*args, *empty, status=2, say=[f"--{name}", "--help"])
            if valued not in ("N", "D", "NUMBER", "SEED", "BITS"):
                continue
            asked.add(name)
            huge = [] if name == "lambda" else ["9" * 25]
            small = ["0"] if name in FROM_ONE else []
            for wrong in ["abc", "1.5x", "12 ", "0x", "-1", "-" + "9" * 25, *huge, *small]:
                err = case.fails(*args, f"--{name}", wrong, status=2, say=["--help"])
                assert f"--{name}" in err, err
                assert "parse" not in err and "range" not in err, err
            # It is named as it was typed, last.
            for wrong in ["abc", "9" * 25, *small] if letter else []:
                err = case.fails(*args, f"--{name}", "1", f"-{letter}", wrong, status=2)
                assert f"-{letter} " in err and f"--{name}" not in err, err
                err = case.fails(*args, f"-{letter}", "1", f"--{name}", wrong, status=2)
                assert f"--{name}" in err, err
        case.fails(*args, "", status=2, say=["empty"])
        for unknown, name in [("--nonsense", "--nonsense"), ("--nonsense=1", "--nonsense"),
                              ("-Z", "-Z"), ("-Zl", "-Z")]:
            case.fails(command, unknown, "x", status=2, say=[f"no option {name}.", "--help"])
        for _, name, valued in options_of(case, command):
            for value in [] if valued else ["yes", "no", "1"]:
                case.fails(*args_of(command), f"--{name}={value}", status=2,
                           say=[f"--{name} takes no value", "--help"])
        case.fails(command, "--nonsense", status=2, say=["keine Option --nonsense"], LANGUAGE="de")
    assert FROM_ONE | {"seed", "bits", "lambda", "max-distance"} <= asked, asked
    assert case.query("SELECT count(*) FROM models") == before
    for args in [["search", "-l", ""], ["search", "--", "a", ""], ["-l", "", "status"]]:
        case.fails(*args, status=2, say=["empty"])


def test_options_before(case):
    """Options may stand before the command: whatever they are, their values are no commands."""
    for command in COMMANDS:
        wanted = case.run(command, "--help")
        names = options_of(case, command)
        assert len(names) >= 3, names
        for letter, name, valued in names:
            # A value that is a command's name is the hardest; what takes none stands alone.
            value = "64" if valued in ("N", "D", "L", "NUMBER", "SEED", "BITS") else "status"
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


def check_end_of_likeness(case, photo, results):
    """Likeness falls along the list, which ends where it does, unless the user says otherwise."""
    likeness = [result["likeness"] for result in results]
    assert likeness == sorted(likeness, reverse=True), likeness
    above = [result for result in results if result["above_chance"]]
    assert results[:len(above)] == above, results
    assert case.json("search", photo)["results"] == above
    out = case.run("search", photo)[0]
    assert [line.rsplit("  ", 1)[-1] for line in out.splitlines()] \
        == [result["path"] for result in above], out
    # Where the list ends only because no more were asked for, it says so.
    for number in (1, len(above) + 1):
        answer = case.json("search", "-k", str(number), photo)
        err = case.run("search", "-k", str(number), photo)[1]
        assert answer["more"] == ("may be more" in err) == (number == 1), (answer, err)
    for least in [0, likeness[4], 1]:
        reached = case.json("search", "--min-likeness", repr(least), photo)["results"]
        assert [result["path"] for result in reached] \
            == [result["path"] for result in results if result["likeness"] >= least], reached


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

    answer = case.json("search", "--all", "photos/002/001.jpg")
    assert answer["query"] == photo and answer["bits"] == 256 and answer["method"] == "gs-itq"
    results = answer["results"]
    assert len(results) == 19 and photo not in [result["path"] for result in results]
    assert all(set(result) == {"path", "paths", "distance", "likeness", "above_chance", "source",
                               "date", "date_from"}
               and 0 <= result["distance"] <= 256 and 0 <= result["likeness"] <= 1
               for result in results), results
    assert len(case.json("search", "--all", "-k", "3", photo)["results"]) == 3
    check_end_of_likeness(case, photo, results)
    near = sorted(result["distance"] for result in results)[5]
    reached = case.json("search", "--all", "--max-distance", str(near), photo)["results"]
    assert len(reached) == sum(result["distance"] <= near for result in results)
    out, err = case.run("search", "--all", "-k", "2", photo)
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
    assert set(answer) == {"set", "protocol", "ap", "queries", "database", "training", "seeds",
                           "rows", "manifest"}
    assert (answer["protocol"], answer["queries"], answer["database"], answer["seeds"]) \
        == ("folders", 8, 12, [1, 2]), answer
    assert [(row["method"], row["bits"], row["order"]) for row in answer["rows"][:4]] \
        == [("float", 0, "score"), ("float-centred", 0, "score"), ("itq", 16, "hamming"),
            ("itq", 16, "score")], answer
    assert all(set(row[key]) == {"mean", "sd"} for row in answer["rows"]
               for key in ["map_all", "map_1000", "p_1", "p_10", "p_100", "nn10_100"])
    assert len(read(os.path.join(case.folder, "a.csv")).splitlines()) == 1 + len(answer["rows"])
    plots = os.listdir(os.path.join(case.folder, "plots"))
    svgs = [name for name in plots if name.endswith(".svg")]
    assert len(svgs) == 2 + 2 * 5 and len(plots) == 3 * len(svgs) + 3, plots
    for name in svgs:
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


def states_of(case):
    return [(model["id"], model["state"]) for model in case.json("models")["models"]]


def test_paper(case):
    """The settings of DDH's authors train the whole network, unless only the head is asked for."""
    case.make(4, 2)
    case.run("index", "photos")
    arguments = ["train", "--method", "ddh", "--bits", "16", "--preset", "paper", "--epochs", "1"]
    out, err = case.run(*arguments)
    assert "fine-tuned" in out and "takes about" in err and "1,000 photos" in err, (out, err)
    case.run(*arguments, "--finetune", "none")
    tuned, head = case.json("models")["models"][-2:]
    for model in [tuned, head]:
        assert model["options"]["preset"] == "paper" and len(model["epochs"]) == 1, model
        assert 0 <= model["epochs"][0]["near_one"] <= 1, model
    assert tuned["backbone"] != head["backbone"], (tuned, head)
    _, err = case.run(*arguments, "--finetune", "none", "--seed", "2")
    assert "takes about" not in err and "1,000 photos" in err, err


def test_models(case):
    """What a person trains is used and compared; nothing that was made or used is dropped."""
    case.make(10, 4)
    case.run("index", "photos")
    assert states_of(case) == [(1, "active")], states_of(case)
    case.fails("train", "--method", "itq", "--preset", "paper", status=2, say=["ddh"])
    case.fails("train", "--use", "--keep-current", status=2, say=["exclude each other"])
    worse = case.json("train", "--method", "lsh", "--bits", "16")
    assert worse["comparison"]["worse"] and worse["active"], worse
    assert worse["comparison"]["photos"] == 40 and worse["epochs"] == [], worse
    assert states_of(case) == [(1, "kept"), (2, "active")], states_of(case)
    assert case.json("search", "photos/002/001.jpg")["bits"] == 16
    out = case.run("models", "--use", "1")[0]
    assert [line[:2] for line in out.splitlines() if "(active)" in line] == ["1:"], out
    assert case.json("search", "photos/002/001.jpg")["bits"] == 256
    out = case.run("train", "--method", "lsh", "--bits", "16", "--seed", "2", "--keep-current")[0]
    assert "old model stays active" in out and "models --use 3" in out, out
    assert states_of(case) == [(1, "active"), (2, "kept"), (3, "offered")], states_of(case)

    case.run("models", "--use", "3")
    better = case.json("train", "--method", "gs-itq", "--bits", "256", "--seed", "4")
    assert better["active"] and not better["comparison"]["worse"], better
    assert better["comparison"]["after"]["reach"] >= better["comparison"]["before"]["reach"]
    assert better["dropped"] == "", better
    assert states_of(case) == [(1, "kept"), (2, "kept"), (3, "kept"), (4, "active")]
    assert case.json("status", "--verbose")["model"]["comparison"] == better["comparison"]
    again = case.json("train", "--method", "gs-itq", "--bits", "256", "--seed", "4")
    assert again["unchanged"] and again["active"] and again["id"] == 4, again
    # The model that is there is used again, not made twice.
    assert case.json("train", "--method", "lsh", "--bits", "16", "--seed", "2")["id"] == 3
    case.fails("models", "--delete", "3", say=["This model is active"])
    case.fails("models", "--use", "9", say=["no model 9"])
    case.run("models", "--delete", "1")
    case.run("models", "--drop", "2")
    assert states_of(case) == [(3, "active"), (4, "kept")], states_of(case)


def test_model_words(case):
    """Models can be named, noted about, compared, exported and imported."""
    case.make(10, 4)
    case.run("index", "photos")
    case.run("train", "--method", "lsh", "--bits", "16")
    for wrong in [["--rename", "1"], ["--export", "1"], ["--compare", "1"], ["--note", "1"],
                  ["--rename", "1", "a", "b"], ["--compare", "1", "two"],
                  ["--rename", "1", "--note", "1", "text"], ["--export", "-1", "file"]]:
        case.fails("models", *wrong, status=2)
    assert "Name: Grün" in case.run("models", "--rename", "1", "Grün")[0]
    assert "   second" in case.run("models", "--note", "1", "first\nsecond")[0]
    assert "Name:" not in case.run("models", "--rename", "1", "")[0]
    assert "Name: Grün" in case.run("models", "--rename", "1", "Grün")[0]
    case.fails("models", "--rename", "", status=2, say=["empty"])
    case.fails("models", "--rename", "9", "x", say=["no model 9"])
    case.fails("models", "--rename", "1", "x" * 300, say=["200"])
    model = case.json("models")["models"][0]
    assert (model["name"], model["note"], model["origin"], model["photos"], model["codes"]) \
        == ("Grün", "first\nsecond", "automatic", 40, 40), model
    assert model["bytes"] > 1000000 and model["created"][:2] == "20", model

    comparison = case.json("models", "--compare", "2", "1")["comparison"]
    assert comparison["after"]["reach"] > comparison["before"]["reach"], comparison
    assert "closest matches" in case.run("models", "--compare", "1", "2")[0]
    case.fails("models", "--compare", "1", "5", say=["no model 5"])

    out = case.run("models", "--export", "1", "green.safetensors")[0]
    assert f"Model 1 was written to “{os.path.join(case.folder, 'green.safetensors')}”." in out, out
    case.fails("models", "--export", "1", "green.safetensors", say=["already exists"])
    case.fails("models", "--export", "2", "nowhere/x", say=["nowhere"])
    case.run("models", "--delete", "1")
    out = case.run("models", "--import", "green.safetensors")[0]
    assert "Imported as model 3" in out and "Name: Grün" in out and "imported" in out, out
    out = case.run("models", "--import", "green.safetensors")[0]
    assert "already model 3" in out and "Imported as" not in out and "model 4" not in out, out
    assert states_of(case) == [(2, "active"), (3, "kept")], states_of(case)
    before = case.json("search", "photos/002/001.jpg")["bits"]
    case.run("models", "--use", "3")
    assert (before, case.json("search", "photos/002/001.jpg")["bits"]) == (16, 256)
    photo = os.path.join(case.photos, "002", "001.jpg")
    case.fails("models", "--import", photo, say=["001.jpg"])
    case.fails("models", "--import", "none", say=["none"])
    # Another library without photos, which then indexes its own.
    other = os.path.join(case.folder, "other.db")
    case.fails("models", "--library", other, "--import", "green.safetensors", say=["other.db"])


def test_outside_photo(case):
    case.make(3, 3)
    case.make(3, 4, os.path.join(case.folder, "elsewhere"))
    case.run("index", "photos")
    outside = os.path.join(case.folder, "elsewhere", "001", "003.jpg")
    assert len(case.json("search", "--all", outside)["results"]) == 9
    # The same content under another name comes first.
    same = case.json("search", "--all", os.path.join(case.folder, "elsewhere", "001", "002.jpg"))
    assert len(same["results"]) == 9
    first = same["results"][0]
    assert (first["path"], first["kind"], first["likeness"], first["above_chance"]) \
        == (os.path.join(case.photos, "001", "002.jpg"), "identical", 1, True), first


SMOKE = [test_help, test_usage, test_numbers, test_options_before, test_first_minutes]
TESTS = SMOKE + [
    test_evaluate,
    test_paper,
    test_models,
    test_model_words,
    test_outside_photo,
    test_help_lines,
    test_full_disk,
    test_names,
    test_failures_in_json,
    test_ways_to_name,
    test_columns,
]

if __name__ == "__main__":
    args = sys.argv[1:]
    smoke = args[0] == "--smoke"
    tests = SMOKE if smoke else TESTS
    if len(args) > 5 + smoke:
        tests = [test for test in tests if test.__name__ == "test_" + args[5 + smoke]]
    sys.exit(main(tests, args[smoke:5 + smoke]))
