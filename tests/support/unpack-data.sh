# shellcheck shell=bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced.

# unpack_data FROM INTO: unpacks each archive of FROM into INTO, once, and links to it there.
unpack_data ()
{
  local archive name
  mkdir -p "$2" || return 1
  for archive in "$1"/*.tar "$1"/*.tar.zst; do
    [ -f "$archive" ] || continue
    name=$(basename "$archive")
    [ "$2/.$name.done" -nt "$archive" ] && continue
    tar -x -f "$archive" -C "$2" --no-same-owner && ln -sf "$archive" "$2/$name" \
      && touch "$2/.$name.done" || return 1
  done
}
