#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli as it is used: help, options, names, and what is said where something fails.

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
from unicodedata import east_asian_width

from cli_test import LONG, main, read, speak

try:
    from gi.repository import GLib
except ImportError:
    GLib = None

# Under a sanitizer every process takes long.
FEW = "--smoke" in sys.argv and not LONG
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
    """Help fits a terminal, in every language; nothing of a catalogue's head is in it."""
    for language in ["en", "de", "zh_CN"]:
        for command in [[], *([command] for command in COMMANDS)]:
            out = case.run(*command, "--help", **speak(language))[0]
            for line in out.splitlines():
                columns = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)
                assert columns <= (100 if line.startswith("  semblance-cli") else 80), line
            assert "Project-Id" not in out and "charset" not in out, out
            assert "?" not in out.splitlines()[1], out
    # Also where the locale is not installed, as these are nowhere.
    for variable in ["LC_ALL", "LANG", "LC_MESSAGES"]:
        out = case.run("--help", **{"LC_ALL": "", variable: "de_AQ.UTF-8"})[0]
        assert "Befehl" in out and "ä" in out, out
        for empty in ["C.UTF-8", "en_AQ.UTF-8", "tlh.UTF-8"]:
            out = case.run("--help", **{"LC_ALL": "", "LANGUAGE": "", variable: empty})[0]
            assert "Commands" in out, out
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
    # Paths that are not all of them are said to be so, beside the paths.
    for option in ("-0", "--paths-only"):
        cut = case.run("search", "--all", option, "-k", "2", os.fsdecode(photo))
        assert "first 2 photos" in cut[1] and "-k N" in cut[1], cut
        assert "-k N" not in cut[0] and cut[0].count("\0" if option == "-0" else "\n") >= 2, cut
        assert not case.run("search", "--all", option, os.fsdecode(photo))[1]
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
    none = os.path.join(case.folder, "none.db")
    failures = [([command, *rest, "-l", none], 1, none)
                for command, *rest in [["search", "photos/000/000.jpg"], ["status"], ["train"],
                                       ["models"], ["inspect"], ["remove", "photos"]]]
    failures += [(["index", missing], 1, missing), (["evaluate", missing], 1, missing),
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
    # Whatever a sentence names: a file, or the library.
    for args, path in [(["compare", "no.jpg", missing], os.path.join(case.folder, "no.jpg")),
                       (["evaluate", missing], missing), (["status", "-l", none], none),
                       (["export", "features", "/none/x.npz"], "/none/x.npz"),
                       (["import", "features", missing, "--name", "x"], missing),
                       (["remove", missing], missing), (["doctor", "-l", none], none)]:
        answer = json.loads(case.run(*args, "--json", status=1)[0])
        assert answer["error"]["path"] == path, answer
    # A language has quotes of its own.
    for language in ["de", "zh_CN"]:
        out, err = case.run("search", missing, "--json", status=1, **speak(language))
        assert json.loads(out)["error"]["path"] == missing and "cannot" not in err, (out, err)
    photo = os.path.join(case.photos, "000", "000.jpg")
    assert "results" in case.json("search", photo)
    case.make(1, 1, os.path.join(case.folder, "more"))
    both = case.run("index", "more", missing, "--json", status=1)[0]
    both = json.loads(both)
    assert both["added"] == 1 and both["error"]["path"] == missing, both
    both = json.loads(case.run("remove", "more", missing, "--json", status=1)[0])
    assert len(both["removed"]) == 1 and both["error"]["path"] == missing, both


def test_no_library(case):
    """What needs a library makes none, nor anything else beside it."""
    case.make(1, 1)
    photo = os.path.join(case.photos, "000", "000.jpg")
    case.run("export", "features", "none.npz", "-l", "none.db", status=1)
    for args, status in [(["index"], 2), (["index", "no"], 1), (["index", photo, "no"], 1),
                         (["index", "--forget-missing", "photos"], 1), (["search", photo], 1),
                         (["duplicates"], 1), (["status"], 1), (["train"], 1), (["models"], 1),
                         (["models", "--use", "1"], 1), (["scenes"], 1), (["scenes", "--list"], 1),
                         (["remove", "photos"], 1), (["inspect"], 1), (["doctor"], 1),
                         (["doctor", "--fix"], 1), (["watch"], 1), (["import", "list"], 1),
                         (["import", "features", "none.npz", "--name", "x"], 1),
                         (["backbone", "use", "default"], 1)]:
        case.fails(*args, "-l", "none.db", status=status)
        assert not [name for name in os.listdir(case.folder) if name.startswith("none")], args
    assert "1 added" in case.run("index", "no", "photos", "-l", "none.db", status=1)[0]


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
    """What status says of each thing begins in one column, in any language, as does why a file was
    left out by a run in another one."""
    case.make(3, 2)
    open(os.path.join(case.photos, "empty.jpg"), "wb").close()
    os.mkdir(os.path.join(case.folder, "gone"))
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), os.path.join(case.folder, "gone"))
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"), os.path.join(case.photos, "same.jpg"))
    case.run("index", "photos", "gone")
    shutil.rmtree(os.path.join(case.folder, "gone"))
    case.run("index")
    for language, words, why in [("en", 7, "is empty."), ("de", 7, "ist leer.")]:
        lines = case.run("status", **speak(language))[0].splitlines()
        assert why in lines.pop(), (why, lines)
        assert why in case.run("status", "--json", **speak(language))[0], why
        assert re.match(r"\w+.*:$", lines.pop()), lines
        columns = [re.match(r"\w+: +|  +", line).end() for line in lines]
        assert len(lines) >= words and len(set(columns)) == 1, (columns, lines)


def test_usage(case):
    case.fails("index", status=2, say=["--help"])
    # What train is asked is looked at beside what the library has.
    case.run("index", "photos")
    for args in [[], ["nonsense"], ["index", "--nonsense"], ["search"],
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
    assert case.count_files() == 0


def options_of(case, command, seen=None):
    """Of a command by its help: (letter or "", name, what it takes or ""); where there is time for
    few, without those that other commands have as well, which are @seen."""
    options = re.findall(r"^ +(?:-(\w), )?--([\w-]+)(?:=(\S+))?  ",
                         case.run(command, "--help")[0], re.MULTILINE)
    if seen is None or not FEW:
        return options
    new = [option for option in options if option[1:] not in seen]
    seen.update(option[1:] for option in new)
    return new


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
    asked, seen, flags = set(), set(), set()
    for command in COMMANDS:
        args = args_of(command)
        for letter, name, valued in options_of(case, command, seen):
            if not valued:
                continue
            err = case.fails(*args, f"--{name}", status=2, say=["--help"])
            assert f"--{name} needs a value" in err or f"--{name} takes" in err, err
            for empty in [[f"--{name}", ""], [f"--{name}="]][:1 if FEW else 2]:
                case.fails(*args, *empty, status=2, say=[f"--{name}", "--help"])
            if valued not in ("N", "D", "NUMBER", "SEED", "BITS"):
                continue
            asked.add(name)
            huge = [] if name == "lambda" else ["9" * 25]
            small = ["0"] if name in FROM_ONE else []
            for wrong in ["abc", *([] if FEW else ["1.5x", "12 ", "0x", "-1"]), "-" + "9" * 25,
                          *huge, *small]:
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
        for _, name, valued in options_of(case, command, flags):
            for value in [] if valued else ["1"] if FEW else ["yes", "no", "1"]:
                case.fails(*args_of(command), f"--{name}={value}", status=2,
                           say=[f"--{name} takes no value", "--help"])
        case.fails(command, "--nonsense", status=2, say=["keine Option --nonsense"], **speak("de"))
    assert FROM_ONE | {"seed", "bits", "lambda", "max-distance"} <= asked, asked
    assert case.query("SELECT count(*) FROM models") == before
    for args in [["search", "-l", ""], ["search", "--", "a", ""], ["-l", "", "status"]]:
        case.fails(*args, status=2, say=["empty"])


def test_options_before(case):
    """Options may stand before the command: whatever they are, their values are no commands."""
    for command in [*COMMANDS, "archive", "backbone", "import"]:
        wanted = case.run(command, "--help")
        names = options_of(case, command)
        assert len(names) >= 3, names
        # The way through the program is the same for all.
        for letter, name, valued in names[:2] if FEW else names:
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


SMOKE = [test_help, test_options_before, test_usage, test_numbers]
TESTS = SMOKE + [test_help_lines, test_full_disk, test_names, test_failures_in_json,
                 test_no_library, test_ways_to_name, test_columns]

if __name__ == "__main__":
    args = sys.argv[1:]
    smoke = args[0] == "--smoke"
    tests = SMOKE if smoke else TESTS
    if len(args) > 5 + smoke:
        tests = [test for test in tests if test.__name__ == "test_" + args[5 + smoke]]
    sys.exit(main(tests, args[smoke:5 + smoke]))
