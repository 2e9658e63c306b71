#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Removes what app/run.sh --install has installed: exactly the files that are listed beside this
# script, and the folders that it has made, where they are empty then. Libraries, settings and
# photos stay. It is installed with the program, so that the sources are not needed. `--refresh`
# only tells the desktop of changes.
set -euo pipefail

own=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
prefix=${own%/libexec/semblance}
# Where a folder of it is a link to another, the path of this script does not tell it.
if [ -f "$own/prefix" ] && [ "$(cat "$own/prefix")/libexec/semblance" -ef "$own" ]; then
  prefix=$(cat "$own/prefix")
fi
list=$own/installed-files

# Caches that the desktop keeps of what is installed. They are remade where they are used, and go
# with the last file that they are of.
refresh ()
{
  local share=$prefix/share left

  left=$(find "$share/glib-2.0/schemas" -name '*.gschema.*' -print -quit 2>/dev/null || true)
  if [ -n "$left" ]; then
    glib-compile-schemas "$share/glib-2.0/schemas" >/dev/null 2>&1 || true
  else
    rm -f "$share/glib-2.0/schemas/gschemas.compiled"
  fi
  left=$(find "$share/applications" -name '*.desktop' -print -quit 2>/dev/null || true)
  if [ -n "$left" ]; then
    update-desktop-database -q "$share/applications" >/dev/null 2>&1 || true
  else
    rm -f "$share/applications/mimeinfo.cache"
  fi
  # Without a cache the icons are found as well.
  if [ -f "$share/icons/hicolor/icon-theme.cache" ]; then
    gtk4-update-icon-cache -q -t -f "$share/icons/hicolor" >/dev/null 2>&1 || true
  fi
}

if [ "${1:-}" = --refresh ]; then
  refresh
  exit 0
fi
if [ "$prefix" = "$own" ] || [ ! -f "$list" ]; then
  echo "uninstall.sh: there is no list of installed files in $own; nothing was removed." >&2
  exit 1
fi

mapfile -t files <"$list"
folders=()
if [ -f "$own/made-folders" ]; then
  # From the innermost folder outwards.
  mapfile -t folders < <(sort -r "$own/made-folders")
fi
for file in "${files[@]}"; do
  case /$file/ in
    */../* | //*) echo "uninstall.sh: left alone: $file" >&2 ;;
    *) rm -f -- "$prefix/$file" ;;
  esac
done
refresh
for folder in "${folders[@]}"; do
  case /$folder/ in
    */../* | //*) ;;
    # One that holds anything else stays.
    *) rmdir -- "$prefix/$folder" 2>/dev/null || true ;;
  esac
done
echo "Removed from $prefix. Libraries and settings stay, as do your photos."
