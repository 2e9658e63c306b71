#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test cases of a Meson test log (testlog.json).

Usage: count-results.py LOG TITLE [SECOND-LOG]
       count-results.py --failed LOG
       count-results.py --self-test

Every case of a program with TAP output counts, any other program counts as one case. A program that
fails although none of its cases did (it crashed, timed out, or a sanitizer reported an error at its
end) counts as one more failure. Prints what was skipped, and what failed with the reason, in
indented lines; the last line is "PASSED FAILED SKIPPED". Fails if there is no log or it is empty.

A test that drives windows or races processes can fail because the computer is busy with the others.
--failed prints the names of the programs that may run a second time, alone: there are none where
more than MOST_UNSTEADY failed, nor is one among them that a sanitizer or a signal ended. Those
that then passed in SECOND-LOG count as such, and are named with their first failure as unsteady.
"""

import json
import os
import re
import sys
import tempfile

CASE = re.compile(r"^(not )?ok\b *(\d+)?(?: *-? *([^#]*?))? *(?:# *(\w+)\b *(.*))?$", re.I)
PLAN = re.compile(r"^1\.\.\d+")
GOOD = {"OK", "EXPECTEDFAIL"}
# Lines of output that explain best why a program failed.
TELLING = re.compile(r"ERROR|Error\b|error:|assert|FAIL|Bail out|SUMMARY|CRITICAL|Timeout", re.I)
# Lines of TAP that do not explain a failure.
FRAME = re.compile(r"^# *(Start of|End of|random seed:|[\d.]+ s$|slow test)")
REASON_LINES, REASON_WIDTH = 6, 300
MOST_UNSTEADY = 2
# What never depends on how busy the computer is.
CERTAIN = re.compile(r"Sanitizer|runtime error:")
CRASHES = {-4, -7, -8, -11}


def tell_reason(lines):
    """Returns the best explaining ones of @lines and those after the last of them, else the last
    lines; at most REASON_LINES, without TAP's marks."""
    lines = [line.rstrip() for line in lines if line.strip() and not FRAME.match(line)]
    telling = [i for i, line in enumerate(lines) if TELLING.search(line)]
    if telling:
        chosen = [lines[i] for i in telling[-REASON_LINES // 2:-1]] + lines[telling[-1]:]
        chosen = chosen[:REASON_LINES]
    else:
        chosen = lines[-REASON_LINES:]
    return [re.sub(r"^# ?", "", line)[:REASON_WIDTH] for line in chosen]


def read_cases(lines):
    """Yields (match, lines since the previous case)."""
    said = []
    for line in lines:
        match = CASE.match(line.rstrip())
        if match and match[2] is not None:
            yield match, said
            said = []
        else:
            said.append(line)


def count_program(entry):
    """Returns (passed, failed, skipped), each a list of lists of lines: a name, then reasons."""
    name, result = entry["name"], entry["result"]
    passed, failed, skipped = [], [], []
    lines = entry.get("stdout", "").splitlines()
    errors = entry.get("stderr", "").splitlines()
    speaks_tap = any(PLAN.match(line) for line in lines)
    for match, said in read_cases(lines) if speaks_tap else []:
        case = f"{name}: {match[3] or match[2]}"
        if (match[4] or "").upper() == "SKIP":
            skipped.append([f"{case} ({match[5] or 'no reason given'})"])
        elif match[1]:
            # GLib's tests end at the first failure, with the reason on both streams.
            failed.append([case] + (tell_reason(said) or tell_reason(errors)))
        else:
            passed.append([case])
    if result == "SKIP" and not passed and not skipped:
        skipped.append([name])
    elif result not in GOOD | {"SKIP"} and not failed:
        failed.append([f"{name}: {result.lower()}, exit status {entry.get('returncode')}"]
                      + (tell_reason(errors) or tell_reason(lines)))
    elif result in GOOD and not passed and not failed and not skipped:
        passed.append([name])
    return passed, failed, skipped


def read_log(path):
    """Returns the entries of all programs, or raises ValueError with a sentence."""
    try:
        with open(path, encoding="utf-8", errors="replace") as log:
            entries = [json.loads(line) for line in log if line.strip()]
    except OSError as error:
        raise ValueError(error) from error
    if not entries:
        raise ValueError(f"{path} holds no test")
    return entries


def has_failed(entry):
    return entry["result"] not in GOOD | {"SKIP"}


def find_repeatable(entries):
    """Returns the names of the programs that may run a second time."""
    failed = [entry for entry in entries if has_failed(entry)]
    for entry in failed:
        said = entry.get("stdout", "") + entry.get("stderr", "")
        if CERTAIN.search(said) or entry.get("returncode") in CRASHES:
            return []
    return [entry["name"] for entry in failed] if len(failed) <= MOST_UNSTEADY else []


def count_entries(entries, repeated):
    """Returns (passed, failed, skipped, unsteady) of all programs; those in @repeated, by name,
    that passed there count as they did there."""
    totals = ([], [], [])
    unsteady = []
    for entry in entries:
        again = repeated.get(entry["name"])
        if has_failed(entry) and again and not has_failed(again):
            unsteady += count_program(entry)[1]
            entry = again
        for total, part in zip(totals, count_program(entry)):
            total += part
    return *totals, unsteady


def self_test():
    entries = [
        {"name": "whole", "result": "OK", "stdout": "1..2\nok 1 a\nok 2 b # SKIP no data\n"},
        {"name": "python", "result": "FAIL", "returncode": 1,
         "stdout": "1..2\n# 0.1 s\nok 1 a\n# Traceback (most recent call last):\n#   File x\n"
                   "# AssertionError: status 1, not 0\n# it cannot be read\n# 0.2 s\nnot ok 2 b\n"},
        {"name": "glib", "result": "FAIL", "returncode": -6,
         "stdout": "# Start of c tests\nnot ok 1 /c/d - ERROR:c.c:7:d: assertion failed (1 == 2)\n"
                   "1..1\nBail out! ERROR:c.c:7:d: assertion failed (1 == 2)\n"},
        {"name": "crash", "result": "ERROR", "returncode": -11, "stdout": "1..1\nok 1 e\n",
         "stderr": "one\nSUMMARY: AddressSanitizer: SEGV\nlast words\n"},
        {"name": "slow", "result": "TIMEOUT", "returncode": -15, "stdout": "busy with f\n"},
        {"name": "plain", "result": "OK", "stdout": ""},
    ]
    expected = (
        [["whole: a"], ["python: a"], ["crash: e"], ["plain"]],
        [["python: b", "AssertionError: status 1, not 0", "it cannot be read"],
         ["glib: /c/d - ERROR:c.c:7:d: assertion failed (1 == 2)"],
         ["crash: error, exit status -11", "SUMMARY: AddressSanitizer: SEGV", "last words"],
         ["slow: timeout, exit status -15", "busy with f"]],
        [["whole: b (no data)"]])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "testlog.json")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(entry) + "\n" for entry in entries)
        found = count_entries(read_log(path), {})
        if found != (*expected, []):
            print(f"self-test: {found}")
            return 1
        for bad in [os.devnull, os.path.join(folder, "missing")]:
            try:
                read_log(bad)
            except ValueError:
                continue
            print(f"self-test: {bad} was taken for a log")
            return 1
    return self_test_repeating(entries)


def self_test_repeating(entries):
    whole, python, glib, crash, slow, plain = entries
    leaky = {**glib, "stderr": "SUMMARY: AddressSanitizer: 8 byte(s) leaked"}
    cases = [([whole, python, plain], ["python"]), ([python, slow], ["python", "slow"]),
             ([python, slow, glib], []), ([crash], []), ([leaky], []), ([whole, plain], [])]
    for some, expected in cases:
        if find_repeatable(some) != expected:
            print(f"self-test: {find_repeatable(some)} may run again, not {expected}")
            return 1
    mended = {**python, "result": "OK", "stdout": "1..2\nok 1 a\nok 2 b\n"}
    found = count_entries([python, slow], {"python": mended, "slow": slow})
    expected = ([["python: a"], ["python: b"]],
                [["slow: timeout, exit status -15", "busy with f"]], [],
                [["python: b", "AssertionError: status 1, not 0", "it cannot be read"]])
    if found != expected:
        print(f"self-test: {found}")
        return 1
    return 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    try:
        if sys.argv[1] == "--failed":
            # Meson's log says "SUITE / NAME", its command line takes NAME.
            print("\n".join(name.rpartition(" / ")[2]
                            for name in find_repeatable(read_log(sys.argv[2]))))
            return 0
        path, title, *second = sys.argv[1:]
        repeated = {entry["name"]: entry for log in second for entry in read_log(log)}
        passed, failed, skipped, unsteady = count_entries(read_log(path), repeated)
    except ValueError as error:
        print(f"count-results: {error}", file=sys.stderr)
        return 1
    for name, *reasons in failed:
        print("\n    ".join([f"Failed: {name}", *reasons]))
    for name, *reasons in unsteady:
        print("\n    ".join([f"Unsteady, failed once and passed alone: {name}", *reasons]))
    for name, in skipped:
        print(f"Skipped: {name}")
    print(f"{title}: {len(passed)} passed, {len(failed)} failed, {len(skipped)} skipped")
    print(len(passed), len(failed), len(skipped))
    return 0


if __name__ == "__main__":
    sys.exit(main())
