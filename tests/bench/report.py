# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The output of benchmarks in Python, like report.c: lines of a table, entries of a JSON list."""

import json
import os

_entries = []


def add(name, value, goal, unit, lower_is_better):
    """Prints a line; a figure with a goal of None is printed but not written."""
    if goal is None:
        print(f'{name:<28} {value:9.3f} {unit}', flush=True)
        return
    met = value <= goal if lower_is_better else value >= goal
    sign = '<=' if lower_is_better else '>='
    print(f'{name:<28} {value:9.3f} {unit:<22} goal {sign} {goal:<7.3g} '
          f'{"pass" if met else "MISS"}', flush=True)
    _entries.append({'name': name, 'value': value, 'goal': goal, 'unit': unit,
                     'lower_is_better': lower_is_better})


def write(path):
    """Adds the figures to the list in the file, replacing entries with the same names."""
    if path is None:
        return
    others = []
    if os.path.exists(path):
        with open(path, encoding='utf-8') as file:
            others = json.load(file)
    names = {entry['name'] for entry in _entries}
    with open(path, 'w', encoding='utf-8') as file:
        json.dump([entry for entry in others if entry['name'] not in names] + _entries, file,
                  indent=2)
        file.write('\n')
