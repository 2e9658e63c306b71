#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs, builds and starts Semblance on Debian 12. Can be run again: finished steps are kept.
set -euo pipefail

program=app/run.sh
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$top/build/run.log

usage ()
{
  cat <<'TEXT'
Usage: app/run.sh [OPTION] [FOLDER]

Installs what is missing (Debian packages, the weights of the network), builds Semblance in build/
and opens it with FOLDER; without FOLDER it shows the photos of the library, or a page to choose a
folder. Only installing packages needs root; as an ordinary user, sudo is used. Without a display it
only builds, and prints how to use the command line.

  --build-only   stop after building
  --help         show this text
TEXT
}

refuse ()
{
  complain "$*"
  complain "app/run.sh --help says how to use it."
  exit 2
}

# shellcheck source=app/setup.sh
source "$top/app/setup.sh"
trap 'complain "stopped at line $LINENO, which should not happen; see $log"; exit 1' ERR
trap 'complain "interrupted; run it again to go on."; exit 130' INT TERM

build_only=no
folders=()
while [ $# -gt 0 ]; do
  case $1 in
    --build-only) build_only=yes ;;
    -h | --help) usage; exit 0 ;;
    --) shift; folders+=("$@"); break ;;
    -*) refuse "there is no option “$1”." ;;
    *) folders+=("$1") ;;
  esac
  shift
done
[ ${#folders[@]} -le 1 ] || refuse "give one folder, not ${#folders[@]}."
folder=
if [ ${#folders[@]} -eq 1 ]; then
  [ -d "${folders[0]}" ] || refuse "“${folders[0]}” is not a folder."
  # Absolute, so that the program may start in any folder.
  folder=$(CDPATH='' cd -- "${folders[0]}" && pwd) \
    || refuse "“${folders[0]}” cannot be opened; is it yours to read?"
fi

if ! { mkdir -p "$top/build" && : >"$log"; } 2>/dev/null; then
  complain "cannot write to $top/build; is it another user's?"
  exit 1
fi
ensure_packages "$top/app/packages.txt" || exit 1
ensure_weights || exit 1
ensure_build "$top/build" --buildtype=release -Dtests=false || exit 1
say "Built: build/semblance (window), build/semblance-cli (command line)."
[ $build_only = no ] || exit 0

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  shown=$(printf '%q' "${folder:-FOLDER}")
  cat <<TEXT
There is no display here (neither WAYLAND_DISPLAY nor DISPLAY is set), so the window stays shut.
The command line does the same work:
  $(printf '%q' "$top/build/semblance-cli") index $shown
  $(printf '%q' "$top/build/semblance-cli") search PHOTO
  $(printf '%q' "$top/build/semblance-cli") --help
TEXT
  exit 0
fi
if [ "$(id -u)" -eq 0 ] && [ -n "${SUDO_USER:-}" ]; then
  say "Starting Semblance as root, with root's library. For your own, run app/run.sh without sudo."
else
  say "Starting Semblance."
fi
if [ -n "$folder" ]; then
  exec "$top/build/semblance" "$folder"
fi
exec "$top/build/semblance"
