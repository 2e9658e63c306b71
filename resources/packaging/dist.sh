#!/bin/sh
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `meson dist` before it packs: everything has the time of the commit, so that the .tar.xz of
# a commit is the same wherever and whenever it is made. (A .tar.gz has the time in its own head.)
set -eu

time=$(git -C "$MESON_SOURCE_ROOT" log -1 --format=%ct)
find "$MESON_DIST_ROOT" -exec touch --no-dereference --date="@$time" {} +
