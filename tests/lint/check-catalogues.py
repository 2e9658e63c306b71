#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if a catalogue in po/ leaves a sentence of the sources untranslated or marked as doubtful,
and names it.

Usage: check-catalogues.py TOP        checks the project
       check-catalogues.py --self-test
"""

import os
import subprocess
import sys
import tempfile

# Those of the preset "glib" of Meson's module i18n, which po/meson.build uses.
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3",
            "g_dpgettext2:2c,3"]

SOURCE = 'a = _("One"); b = g_dngettext ("d", "%u two", "%u twos", n); c = C_("place", "Three");\n'
HEADER = ('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
          '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n')
ONE = 'msgid "One"\nmsgstr "Eins"\n\n'
TWO = 'msgid "%u two"\nmsgid_plural "%u twos"\nmsgstr[0] "%u zwei"\nmsgstr[1] "%u Zweien"\n\n'
THREE = 'msgctxt "place"\nmsgid "Three"\nmsgstr "Drei"\n\n'
# Each case is a catalogue of SOURCE and the sentences that it leaves.
PLANTED = [
    (ONE + TWO + THREE, []),
    (ONE + TWO, ["Three"]),
    (TWO + THREE + 'msgid "One"\nmsgstr ""\n', ["One"]),
    (TWO + THREE + '#, fuzzy\n' + ONE, ["One"]),
    (ONE + THREE + TWO.replace('"%u Zweien"', '""'), ["%u two"]),
    (ONE + TWO + THREE.replace("place", "plaice"), ["Three"]),
]


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def extract(top, folder, names):
    """Returns the path of a template with all sentences of the files."""
    listed, template = os.path.join(folder, "files"), os.path.join(folder, "template.pot")
    with open(listed, "w", encoding="utf-8") as out:
        out.write("\n".join(names) + "\n")
    run("xgettext", "--from-code=UTF-8", "--add-comments", "--files-from", listed,
        "--directory", top, "--output", template,
        *(f"--keyword={keyword}" for keyword in KEYWORDS))
    return template


def read_entry(lines):
    """Returns the strings of an entry by what stands before them, such as "msgstr[0]"."""
    strings, key = {}, None
    for line in lines:
        if line.startswith("msg"):
            key, line = line.split(" ", 1)
            strings[key] = ""
        if key and line.startswith('"'):
            strings[key] += line[1:-1]
    return strings


def list_left(catalogue, template):
    """Returns each sentence of the template that the catalogue leaves."""
    merged = run("msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", "--output-file=-",
                 catalogue, template)
    left = []
    for entry in merged.split("\n\n"):
        lines = [line for line in entry.split("\n") if not line.startswith("#~")]
        strings = read_entry(lines)
        doubtful = any(line.startswith("#,") and "fuzzy" in line for line in lines)
        if strings.get("msgid") and (doubtful or not all(strings.values())):
            left.append(strings["msgid"])
    return left


def self_test():
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "a.c"), "w", encoding="utf-8") as out:
            out.write(SOURCE)
        template = extract(folder, folder, ["a.c"])
        for text, expected in PLANTED:
            catalogue = os.path.join(folder, "xx.po")
            with open(catalogue, "w", encoding="utf-8") as out:
                out.write(HEADER + text)
            left = list_left(catalogue, template)
            if left != expected:
                print(f"self-test: {expected}: {left}")
                status = 1
    return status


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    top, status = sys.argv[1], 0
    with open(os.path.join(top, "po", "POTFILES"), encoding="utf-8") as listed:
        names = [line.strip() for line in listed if line.strip() and not line.startswith("#")]
    with open(os.path.join(top, "po", "LINGUAS"), encoding="utf-8") as listed:
        languages = listed.read().split()
    with tempfile.TemporaryDirectory() as folder:
        template = extract(top, folder, names)
        for language in languages:
            for sentence in list_left(os.path.join(top, "po", language + ".po"), template):
                print(f"po/{language}.po: not translated: {sentence}")
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
