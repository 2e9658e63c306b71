#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check-reproducible.sh SOURCE WEIGHTS PREFIX: builds the sources in two folders of its own, of
# different depth and with a build folder inside and outside, and installs each below PREFIX into a
# destination. Everything installed has to be the same, byte for byte, and the command line has to
# work while the folders that it was built in are gone.
set -euo pipefail

source=$1 weights=$2 prefix=$3
work=$(mktemp -d "${TMPDIR:-/tmp}/semblance-twice-XXXXXX")
trap 'rm -rf "$work"' EXIT

# copy INTO: what belongs to the sources, without build folders and version control.
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
# The only pictures that are always at hand.
cd "$work/home"
env -u SEMBLANCE_DECODER -u SEMBLANCE_WEIGHTS XDG_DATA_HOME="$work/home/data" HOME="$work/home" \
  "$work/first$prefix/bin/semblance-cli" index --json "$work/gone/resources/screenshots" \
  | grep -q '"added" *: *1\b' || { echo "The installed program does not index."; exit 1; }
# A build folder that was renamed works as well.
env -u SEMBLANCE_DECODER -u SEMBLANCE_WEIGHTS XDG_DATA_HOME="$work/home/other" HOME="$work/home" \
  "$work/gone/build/semblance-cli" index --json "$work/gone/resources/screenshots" \
  | grep -q '"added" *: *1\b' || { echo "A build folder that was renamed does not work."; exit 1; }
echo "Installed and renamed programs work."
