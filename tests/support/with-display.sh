#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-display.sh [--wm] COMMAND…: runs COMMAND with a new X server, session bus and home folder,
# and exits with its status. --wm adds a window manager, for real keys.
set -u

wm=no
if [ "${1-}" = --wm ]; then
  wm=yes
  shift
fi
if [ $# -eq 0 ]; then
  echo "with-display.sh: say what to run" >&2
  exit 2
fi
for tool in Xvfb dbus-run-session; do
  if ! command -v $tool >/dev/null; then
    echo "with-display.sh: $tool is not installed" >&2
    exit 1
  fi
done

# A new home, so that the user's settings, themes and photos do not affect the tests.
private=$(mktemp -d "${TMPDIR:-/tmp}/semblance-display-XXXXXX")
mkdir -m 700 "$private/home" "$private/run"
export HOME=$private/home XDG_RUNTIME_DIR=$private/run
export XDG_CACHE_HOME=$HOME/.cache XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.local/share
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XAUTHORITY GTK_THEME ADW_DEBUG_COLOR_SCHEME

mkfifo "$private/number"
Xvfb -displayfd 3 -screen 0 1280x1024x24 -dpi 96 -nolisten tcp -noreset \
  3>"$private/number" 2>"$private/server.log" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$private"' EXIT
if ! read -r -t 30 number <"$private/number"; then
  echo "with-display.sh: the X server did not start:" >&2
  cat "$private/server.log" >&2
  exit 1
fi
export DISPLAY=:$number

# Only the command writes to the standard output, which may be TAP.
exec 4>&1
if [ $wm = yes ]; then
  # shellcheck disable=SC2016
  dbus-run-session -- bash -c 'openbox --sm-disable 4>&- & wm=$!
    "$@" >&4 4>&-; status=$?; kill $wm; wait $wm 2>/dev/null; exit $status' \
    with-display "$@" >&2
else
  # shellcheck disable=SC2016
  dbus-run-session -- bash -c '"$@" >&4 4>&-' with-display "$@" >&2
fi
