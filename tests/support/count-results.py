#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up the cases of a Meson test log (testlog.json).

A program that speaks TAP counts with each of its cases, any other as one. A program that fails
though none of its cases did (it crashed, ran out of time, or a sanitizer spoke at its end) counts
as one more failure. Names what failed and what was skipped; the last line is "PASSED FAILED
SKIPPED". Fails where there is no log, or nothing in it.
"""

import json
import re
import sys

CASE = re.compile(r"^(not )?ok\b *(\d+)?(?: *-? *([^#]*?))? *(?:# *(\w+)\b *(.*))?$", re.I)
PLAN = re.compile(r"^1\.\.\d+")
GOOD = {"OK", "EXPECTEDFAIL"}


def count_program(entry):
    """Returns (passed, failed, skipped), each a list of names, of one line of the log."""
    name, result = entry["name"], entry["result"]
    passed, failed, skipped = [], [], []
    lines = entry.get("stdout", "").splitlines()
    speaks_tap = any(PLAN.match(line) for line in lines)
    for line in lines if speaks_tap else []:
        match = CASE.match(line.rstrip())
        if not match or match[2] is None:
            continue
        case = f"{name}: {match[3] or match[2]}"
        if (match[4] or "").upper() == "SKIP":
            skipped.append(f"{case} ({match[5] or 'no reason given'})")
        elif match[1]:
            failed.append(case)
        else:
            passed.append(case)
    if result == "SKIP" and not passed and not skipped:
        skipped.append(name)
    elif result not in GOOD | {"SKIP"} and not failed:
        failed.append(f"{name}: {result.lower()}, exit status {entry.get('returncode')}")
    elif result in GOOD and not passed and not failed and not skipped:
        passed.append(name)
    return passed, failed, skipped


def main():
    path, title = sys.argv[1:3]
    try:
        with open(path, encoding="utf-8", errors="replace") as log:
            entries = [json.loads(line) for line in log if line.strip()]
    except (OSError, ValueError) as error:
        print(f"count-results: {error}", file=sys.stderr)
        return 1
    if not entries:
        print(f"count-results: {path} holds no test", file=sys.stderr)
        return 1
    passed, failed, skipped = ([], [], [])
    for entry in entries:
        for total, part in zip((passed, failed, skipped), count_program(entry)):
            total += part
    for case in failed:
        print(f"Failed: {case}")
    for case in skipped:
        print(f"Skipped: {case}")
    print(f"{title}: {len(passed)} passed, {len(failed)} failed, {len(skipped)} skipped")
    print(len(passed), len(failed), len(skipped))
    return 0


if __name__ == "__main__":
    sys.exit(main())
