#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the line coverage of each layer.

Usage: coverage.py SOURCE BUILD

BUILD must be configured with -Db_coverage=true, and its tests must have run. A layer is a folder of
engine/, ui/ or app/. Files that are not part of any program are not counted.
"""

import collections
import json
import subprocess
import sys


def layer_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "engine" and len(parts) > 2 else parts[0]


def main():
    source, build = sys.argv[1:3]
    summary = subprocess.run(
        ["gcovr", "--root", source, "--filter", f"{source}/(engine|ui|app)/", "--json-summary",
         "--gcov-ignore-parse-errors", "--exclude-unreachable-branches", build],
        check=True, stdout=subprocess.PIPE, cwd=build).stdout
    layers = collections.defaultdict(lambda: [0, 0])
    for file in json.loads(summary)["files"]:
        for layer in (layer_of(file["filename"]), "all"):
            layers[layer][0] += file["line_covered"]
            layers[layer][1] += file["line_total"]
    if not layers:
        print("coverage: no file was reached", file=sys.stderr)
        return 1
    for layer in sorted(layers, key=lambda name: (name == "all", name)):
        covered, total = layers[layer]
        print(f"{layer:20} {100 * covered / max(total, 1):5.1f} %   {covered} of {total} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
