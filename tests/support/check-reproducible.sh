#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check-reproducible.sh SOURCE WEIGHTS PREFIX: copies the sources to two folders of different depth,
# builds one inside and one outside its sources, and installs both with PREFIX. All installed files
# must be identical, and the command line must work after the build folders have been removed.
set -euo pipefail

source=$1 weights=$2 prefix=$3
work=$(mktemp -d "${TMPDIR:-/tmp}/semblance-twice-XXXXXX")
trap 'rm -rf "$work"' EXIT

# copy INTO: copies the sources, without build folders and version control.
copy ()
{
  mkdir -p "$1"
  tar -C "$source" --exclude=./.git --exclude='./build*' --exclude=__pycache__ -cf - . \
    | tar -C "$1" -xf -
}

# build SOURCE FOLDER DESTINATION
build ()
{
  meson setup "$2" "$1" --prefix="$prefix" -Dtests=false >/dev/null
  ln -s "$weights" "$2/efficientnet-lite0.safetensors"
  ninja -C "$2" >/dev/null
  meson install -C "$2" --no-rebuild --destdir "$3" >/dev/null
}

copy "$work/one"
build "$work/one" "$work/one/build" "$work/first"
copy "$work/two/deeper down/sources"
build "$work/two/deeper down/sources" "$work/elsewhere" "$work/second"
diff -r "$work/first" "$work/second" || {
  echo "Two builds of the same sources differ."
  exit 1
}
cmp "$work/first$prefix/bin/semblance-cli" "$work/second$prefix/bin/semblance-cli"
find "$work/first" -type f | wc -l | sed 's/$/ installed files are the same from both builds/'

mkdir "$work/home"
"$work/one/build/semblance-cli" --version
mv "$work/one" "$work/gone"
rm -rf "$work/two" "$work/elsewhere"
# The screenshots are the only pictures that are always available.
cd "$work/home"
env -u SEMBLANCE_DECODER -u SEMBLANCE_WEIGHTS XDG_DATA_HOME="$work/home/data" HOME="$work/home" \
  "$work/first$prefix/bin/semblance-cli" index --json "$work/gone/resources/screenshots" \
  | grep '"added" *: *5\b' >/dev/null || { echo "The installed program does not index."; exit 1; }
# A renamed build folder must work as well.
env -u SEMBLANCE_DECODER -u SEMBLANCE_WEIGHTS XDG_DATA_HOME="$work/home/other" HOME="$work/home" \
  "$work/gone/build/semblance-cli" index --json "$work/gone/resources/screenshots" \
  | grep '"added" *: *5\b' >/dev/null \
  || { echo "A build folder that was renamed does not work."; exit 1; }
echo "Installed and renamed programs work."
