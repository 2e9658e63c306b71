#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the manual pages from what the programs themselves explain, so that there is one text.

Usage: make-man.py VERSION OUTPUT PROGRAM [SUBCOMMANDS]

PROGRAM is asked with --help; with “commands” as the last argument, each command that its help lists
is asked as well and gets a part of the page.
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


def main():
    version, output, program = sys.argv[1:4]
    name = os.path.basename(output).removesuffix(".1")
    text = ask(program)
    out = [f'.TH {name.upper()} 1 "" "Semblance {version}"', ".SH NAME",
           f"{escape(name)} \\- {SUMMARIES[name]}", ".SH DESCRIPTION"]
    write_help(out, text)
    if sys.argv[4:] == ["commands"]:
        part = re.search(r"^Commands:\n((?:  .*\n)+)", text, re.MULTILINE)[1]
        for command in re.findall(r"^  ([a-z][a-z-]*)  ", part, re.MULTILINE):
            out.append(f".SH {command.upper()}")
            write_help(out, ask(program, command))
    out.append(".SH SEE ALSO")
    out.append(", ".join(f"\\fB{escape(other)}\\fR(1)" for other in SUMMARIES if other != name))
    with open(output, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
