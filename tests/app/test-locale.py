#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli where the decimal point is a comma: what programs read is as in the C locale.

Usage: test-locale.py FAKE-COLMAP SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import json
import locale
import os
import re
import signal
import sqlite3
import sys
import time

from cli_test import PATIENCE, Skip, main

FAKE = os.path.abspath(sys.argv[1])
NAME = "de_DE.UTF-8"
POINT = {"LC_ALL": "C.UTF-8"}
# Sentences stay English: only numbers are of interest here.
COMMA = {"LC_ALL": NAME, "LANGUAGE": "en"}
ORDERS = [(POINT, COMMA), (COMMA, POINT)]
# What is of the moment; ids are of the order.
CHANGING = {"used", "seconds", "proof_seconds", "milliseconds", "modified", "created"}


def need_comma():
    try:
        locale.setlocale(locale.LC_ALL, NAME)
    except locale.Error as error:
        # Where the build has made it, it must be there.
        assert "LOCPATH" not in os.environ, os.environ["LOCPATH"]
        raise Skip("no locale with a decimal comma: install the package “locales” and set the"
                   " build up again") from error
    assert locale.localeconv()["decimal_point"] == ","


def settle(value):
    """Without what another run need not repeat."""
    if isinstance(value, dict):
        return {name: settle(item) for name, item in value.items() if name not in CHANGING}
    return [settle(item) for item in value] if isinstance(value, list) else value


def test_comma(case):
    """The program does take the locale: for people it writes a comma."""
    need_comma()
    case.make(2, 2)
    out = case.run("index", "photos", **COMMA)[0]
    assert re.search(r"\(\d+,\d s\)", out), out
    out = case.run("train", "--use", "--method", "itq", "--bits", "16", **POINT)[0]
    assert re.search(r"\(\d+\.\d s\)", out), out


def test_json(case):
    """Two libraries of the same photos, one by each locale: whatever is printed is the same."""
    need_comma()
    case.make(5, 4)
    photo = os.path.join(case.photos, "002", "001.jpg")
    answers = []
    for number, env in enumerate((POINT, COMMA)):
        cache = os.path.join(case.folder, f"cache{number}")
        place = ["--library", os.path.join(case.folder, f"{number}.db")]
        files = [os.path.join(case.folder, f"{number}.{ending}") for ending in ("csv", "json")]
        answer = []
        for args in [["index", "photos"], ["status", "--verbose"], ["search", "-k", "5", photo],
                     ["search", "--copies", photo], ["search", "--max-distance", "90", photo],
                     ["train", "--method", "ddh", "--bits", "32", "--lambda", "0.5", "--epochs",
                      "3"], ["models"], ["search", photo]]:
            answer.append(case.json(*args, *place, **env))
        answer.append(case.json("evaluate", "--methods", "itq,ddh", "--bits", "16", "--seeds", "1",
                                "--lambda", "0.25", "--epochs", "2", "--queries", "1", "--csv",
                                files[0], "--json-file", files[1], "photos", XDG_CACHE_HOME=cache,
                                **env))
        for path in files:
            with open(path, encoding="utf-8") as file:
                answer.append(file.read())
        answers.append(json.loads(json.dumps(settle(answer)).replace(f"{number}.db", "LIBRARY")))
        case.fails("evaluate", "--lambda", "0,5", "photos", status=2, **env)
    for point, comma in zip(*answers):
        assert point == comma, (point, comma)


def test_cells(case):
    """Rows that one locale computed are known in the other, without a decoder."""
    need_comma()
    case.make(4, 5)
    for number, (first, second) in enumerate(ORDERS):
        env = {"XDG_CACHE_HOME": os.path.join(case.folder, f"cache{number}")}
        args = ["evaluate", "--methods", "ddh,itq", "--bits", "16", "--seeds", "1", "--lambda",
                "0.25", "--epochs", "2", "photos"]
        answer = case.json(*args, **env, **first)
        names = sorted(name for _, _, names in os.walk(env["XDG_CACHE_HOME"]) for name in names)
        assert [name for name in names if name.endswith(".json")], names
        assert case.json(*args, **env, **second) == answer
        assert names == sorted(
            name for _, _, names in os.walk(env["XDG_CACHE_HOME"]) for name in names)


def stop_after_a_pass(case, args, env):
    folder = case.library.replace(".db", ".backbones")
    process = case.start(*args, **env)
    end = time.monotonic() + PATIENCE
    while not os.path.exists(os.path.join(folder, "training")):
        assert process.poll() is None and time.monotonic() < end, process.communicate()
        time.sleep(.01)
    process.send_signal(signal.SIGINT)
    err = process.communicate(timeout=PATIENCE)[1].decode()
    assert process.returncode == 130 and "stopped" in err, err


def resume(case, args):
    for seed, (first, second) in enumerate(ORDERS, 1):
        course = [*args, "--seed", str(seed), "--bits", "16", "--epochs", "20"]
        stop_after_a_pass(case, course, first)
        answer = case.json(*course, **second)
        assert answer["resumed"] >= 1, answer


def test_finetune(case):
    """A training of the network goes on in another locale."""
    need_comma()
    case.make(4, 2)
    case.run("index", "photos", **POINT)
    resume(case, ["train", "--use", "--method", "ddh", "--lambda", "0.5", "--finetune",
                  "last-stage"])


def test_finetune_scenes(case):
    """The same with pairs whose scale is no whole number."""
    need_comma()
    case.make(3, 4)
    case.env.update(SEMBLANCE_COLMAP=FAKE,
                    FAKE_COLMAP_LOG=os.path.join(case.folder, "colmap.log"))
    case.run("index", "photos", **POINT)
    case.run("scenes", "--by-folder", **COMMA)
    connection = sqlite3.connect(case.library)
    assert connection.execute("UPDATE scene_pairs SET scale = 1.5").rowcount > 0
    connection.commit()
    connection.close()
    resume(case, ["train", "--use", "--method", "bcdh", "--finetune", "last-stage"])


TESTS = [test_comma, test_json, test_cells, test_finetune, test_finetune_scenes]

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[2:]))
