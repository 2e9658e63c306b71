# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's files, for the lint scripts."""

import os

SKIPPED = {".git", "__pycache__"}


def list_files(top):
    """Returns the sorted paths, relative to top, of the project's files without build folders."""
    found = []
    for folder, subfolders, names in os.walk(top):
        subfolders[:] = sorted(
            name
            for name in subfolders
            if name not in SKIPPED
            and not os.path.exists(os.path.join(folder, name, "meson-private"))
            and not (folder == top and (name == "build" or name.startswith("build-")))
        )
        # In a linked worktree .git is a file.
        found += [os.path.relpath(os.path.join(folder, name), top)
                  for name in names if name not in SKIPPED]
    return sorted(found)


def read_text(top, path):
    """Returns the file's text, or None if it is binary."""
    with open(os.path.join(top, path), "rb") as file:
        data = file.read()
    if b"\0" in data:
        return None
    return data.decode("utf-8", errors="replace")
