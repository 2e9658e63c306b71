# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all tables are written with: sections, runs and figures."""

import glob
import json
import os


def read_sections(path):
    """Returns the sections of an earlier file by their headings."""
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        parts = file.read().split("\n## ")[1:]
    sections = (part.partition("\n") for part in parts)
    return {title: text.strip("\n") for title, _, text in sections}


def find_parts(results, name):
    """The names of the parts that a set was measured in, each with a file of its own."""
    paths = sorted(glob.glob(os.path.join(results, f"{glob.escape(name)}.*.json")))
    return [os.path.basename(path).removesuffix(".json") for path in paths]


def write_heading(out, results, name, title, earlier):
    """Whether a set was measured. If not, its earlier section is written again."""
    out.append(f"\n## {title}\n")
    if os.path.exists(os.path.join(results, f"{name}.json")):
        return True
    out.append(earlier.get(title, f"Not measured yet: `tests/bench/results.sh --only {name}`."))
    return False


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def show(value):
    return f"{value:.3f}".removeprefix("0")


def count(number, noun):
    return f"{number} {noun}" + ("" if number == 1 else "s")


def show_figure(figure, best):
    text = show(figure["mean"]) + (f" ± {show(figure['sd'])}" if figure["sd"] else "")
    return f"**{text}**" if best else text


def mark(value, aim):
    """A figure with its aim, and whether it is missed."""
    if aim is None:
        return show(value)
    return f"{show(value)} (≥ {show(aim)}{'' if value >= aim - 1e-9 else ', **missed**'})"


def show_time(seconds):
    return f"{seconds} seconds" if seconds < 100 else f"{seconds / 60:.0f} minutes"


def read_run(results, name):
    """Returns what was run, on what day, on what machine and for how many seconds, or None."""
    path = os.path.join(results, f"{name}.run")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        command, date, cpu, seconds = file.read().splitlines()[:4]
    return command, date, cpu, int(seconds)


def write_run(out, results, name, *more):
    """The run of a set; with more names, those of its parts, of which the first is named."""
    runs = [run for run in (read_run(results, each) for each in (name, *more)) if run]
    if not runs:
        return
    command, _, cpu, _ = runs[0]
    date = max(run[1] for run in runs)
    out.append(f"\n`{command}`" + (f", and so on for {len(runs)} parts" if len(runs) > 1 else "")
               + f"\n\n{date}, {cpu}; {show_time(sum(run[3] for run in runs))} of wall time on a "
               "shared machine (less if rows were kept from an earlier run).")
