#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the manual pages from what the programs themselves explain, so that there is one text.

Usage: make-man.py VERSION OUTPUT PROGRAM [COMMAND]

PROGRAM, or its COMMAND, is asked with --help. A program that has commands names their pages, and
they name the program's.
"""

import os
import re
import subprocess
import sys

SUMMARIES = {
    "semblance": "find photos that look alike, in a window",
    "semblance-cli": "find photos that look alike, in a terminal",
    "semblance-weights": "get the weights of the network of Semblance",
}


def ask(*command):
    """Returns the help of a command, whatever language is set, in lines that are not wrapped."""
    env = {name: value for name, value in os.environ.items()
           if not name.startswith(("LC_", "LANG", "DISPLAY", "WAYLAND"))}
    # A script in the build folder is not marked as a program.
    shell = [] if os.access(command[0], os.X_OK) else ["sh"]
    return subprocess.run([*shell, *command, "--help"], check=True, stdout=subprocess.PIPE,
                          text=True, env={**env, "LC_ALL": "C.UTF-8",
                                          # What the person who builds it has added is no part.
                                          "XDG_CONFIG_HOME": "/nonexistent",
                                          "ASAN_OPTIONS": "detect_leaks=0"}).stdout


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def join(lines):
    return escape(" ".join(line.strip() for line in lines))


def write_block(out, lines):
    """A paragraph, a list of options or commands, or an example, as the help shows it."""
    if not lines[0].startswith(" "):
        heading = re.fullmatch(r"(\w[\w ]*):", lines[0])
        if heading and len(lines) > 1 and lines[1].startswith(" "):
            out.append(f".SS {escape(heading[1])}")
            write_block(out, lines[1:])
        else:
            out.extend([".PP", join(lines)])
        return
    items = []
    for line in lines:
        item = re.match(r"  (\S(?:.*?\S)?)(?:  +(\S.*))?$", line)
        if item and not line.startswith("   "):
            items.append([item[1], [item[2] or ""]])
        elif items:
            items[-1][1].append(line)
    for name, text in items:
        out.extend([".TP", f"\\fB{escape(name)}\\fR", join(text) or "\\&"])


def write_help(out, text):
    for block in re.split(r"\n\n+", text.strip("\n")):
        lines = block.split("\n")
        if lines[0].startswith("Usage:"):
            usage = [line.removeprefix("Usage:").strip() for line in lines]
            out.extend([".PP", ".nf"] + [escape(line) for line in usage if line] + [".fi"])
        else:
            write_block(out, lines)


def list_commands(text):
    """Returns names and summaries of the commands in the help of a program; none where it has
    none."""
    part = re.search(r"^Commands:\n((?:  .*\n)+)", text, re.MULTILINE)
    return dict(re.findall(r"^  ([a-z][a-z-]*) +(.*)$", part[1], re.MULTILINE)) if part else {}


def main():
    version, output, program, *command = sys.argv[1:]
    name = os.path.basename(output).removesuffix(".1")
    commands = list_commands(ask(program))
    if command:
        summary = commands[command[0]]
        summary = summary[0].lower() + summary[1:]
        others = [name.removesuffix("-" + command[0])]
    else:
        summary = SUMMARIES[name]
        others = [other for other in SUMMARIES if other != name] \
            + [f"{name}-{other}" for other in commands]
    out = [f'.TH {name.upper()} 1 "" "Semblance {version}"', ".SH NAME",
           f"{escape(name)} \\- {escape(summary)}", ".SH DESCRIPTION"]
    write_help(out, ask(program, *command))
    out.append(".SH SEE ALSO")
    out.append(",\n".join(f"\\fB{escape(other)}\\fR(1)" for other in others))
    with open(output, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
