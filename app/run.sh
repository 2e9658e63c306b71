#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs, builds and starts Semblance on Debian 12 or 13. Can be run again: finished steps are
# kept.
set -euo pipefail

program=app/run.sh
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$top/build/run.log

usage ()
{
  cat <<'TEXT'
Usage: app/run.sh [--build-only] [--with-scenes] [FOLDER]
       app/run.sh --install [--prefix FOLDER]
       app/run.sh --uninstall [--prefix FOLDER]

Installs what is missing (Debian packages, the weights of the network), builds Semblance in build/
and opens it with FOLDER; without FOLDER it shows the photos of the library, or a page to choose a
folder. Only installing packages needs root; as an ordinary user, sudo is used. Without a display it
only builds, and prints how to use the command line.

  --build-only      stop after building
  --install         build, then install the program with a menu entry and the commands semblance,
                    semblance-cli and semblance-weights; the sources are not needed afterwards
  --uninstall       remove what --install has installed; libraries, settings and photos stay
  --prefix FOLDER   where to install, ~/.local by default; /usr/local is for all users, as root
  --with-scenes     install COLMAP as well, which finds places that several photos show (70 MB)
  --help            show this text
TEXT
}

refuse ()
{
  complain "$*"
  complain "app/run.sh --help says how to use it."
  exit 2
}

user_path=$PATH
# shellcheck source=app/setup.sh
source "$top/app/setup.sh"
trap 'complain "stopped at line $LINENO, which should not happen; see $log"; exit 1' ERR
trap 'complain "interrupted; run it again to go on."; exit 130' INT TERM

# The folder of an option, which need not exist yet, as an absolute path.
absolute_path ()
{
  case $1 in
    '') refuse "what follows --prefix is empty." ;;
    /*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$PWD/$1" ;;
  esac
}

# Whether a list of folders with colons between them has a folder.
is_listed ()
{
  case :$2: in
    *":$1:"* | *":$1/:"*) return 0 ;;
    *) return 1 ;;
  esac
}

# Where neither the menu nor the shell looks, the person has to be told.
explain_installation ()
{
  local data=${XDG_DATA_HOME:-${HOME:-}/.local/share}:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}
  say "Installed in $prefix."
  if is_listed "$prefix/share" "$data"; then
    say "Semblance is in the menu of your desktop, and opens pictures from Files."
  else
    say "The menu of your desktop does not look into $prefix/share; to have it there, add that" \
        "folder to XDG_DATA_DIRS."
  fi
  if is_listed "$prefix/bin" "$user_path"; then
    say "In a terminal: semblance, semblance-cli --help."
  elif [ "$prefix" = "${HOME:-}/.local" ]; then
    say "In a terminal, from the next log-in on: semblance, semblance-cli --help. Until then:" \
        "$prefix/bin/semblance-cli"
  else
    say "In a terminal: $prefix/bin/semblance, $prefix/bin/semblance-cli --help"
  fi
  say "To remove it: app/run.sh --uninstall$prefix_option, or, without the sources:" \
      "$(printf '%q' "$prefix/libexec/semblance/uninstall.sh")"
}

action=open
folders=()
lists=("$top/app/packages.txt")
prefix='' prefix_option=''
while [ $# -gt 0 ]; do
  case $1 in
    --build-only | --install | --uninstall)
      [ $action = open ] || [ $action = "${1#--}" ] \
        || refuse "--$action and $1 exclude each other."
      action=${1#--} ;;
    --with-scenes) lists+=("$top/app/packages-scenes.txt") ;;
    --prefix)
      [ $# -ge 2 ] || refuse "--prefix needs a folder."
      prefix=$(absolute_path "$2") || exit 2
      shift ;;
    --prefix=*) prefix=$(absolute_path "${1#*=}") || exit 2 ;;
    -h | --help) usage; exit 0 ;;
    --) shift; folders+=("$@"); break ;;
    -*) refuse "there is no option “$1”." ;;
    *) folders+=("$1") ;;
  esac
  shift
done
case $action in
  install | uninstall)
    [ ${#folders[@]} -eq 0 ] || refuse "--$action takes no folder; --prefix says where to install."
    [ -z "$prefix" ] || prefix_option=" --prefix $(printf '%q' "$prefix")"
    [ -n "$prefix${HOME:-}" ] || refuse "HOME is not set; --prefix says where to install."
    prefix=$(realpath -m -- "${prefix:-$HOME/.local}") ;;
  *) [ -z "$prefix" ] || refuse "--prefix goes with --install or --uninstall." ;;
esac
if [ $action = uninstall ]; then
  if [ ! -x "$prefix/libexec/semblance/uninstall.sh" ]; then
    complain "nothing is installed in $prefix. --prefix says where else."
    exit 1
  fi
  "$prefix/libexec/semblance/uninstall.sh" || exit 1
  exit 0
fi
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
ensure_packages "${lists[@]}" || exit 1
ensure_weights || exit 1
ensure_build "$top/build" --buildtype=release -Dtests=false || exit 1
say "Built: build/semblance (window), build/semblance-cli (command line)."
[ $action != build-only ] || exit 0
if [ $action = install ]; then
  quietly "Installing in $prefix" "$top/app/install.sh" "$top/build" "$prefix" || exit 1
  explain_installation
  exit 0
fi

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
