#!/bin/sh
# install.sh FOLDER - install the backbone's weights from the build folder
#
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `meson install`; FOLDER is absolute, without DESTDIR. If the build folder has no weights,
# the rest is installed: they can be fetched later.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
name=efficientnet-lite0.safetensors
built=$MESON_BUILD_ROOT/$name
target=${DESTDIR:-}$1/$name

if [ ! -f "$built" ]; then
  echo "The weights of the network are not in $MESON_BUILD_ROOT and are not installed." \
       "semblance-weights, which is installed, gets them for a user; for all users:" \
       "$here/fetch.sh $target"
  exit 0
fi
read -r wanted _ < "$here/$name.sha256"
if [ "$(sha256sum < "$built" | cut -d ' ' -f 1)" != "$wanted" ]; then
  echo "install.sh: $built is not the published file: remove it and run app/run.sh again." >&2
  exit 1
fi
mkdir -p "$(dirname "$target")"
install -m 644 "$built" "$target"
echo "Installing $built to $target"
