#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# build-deb.sh FOLDER [WEIGHTS]: builds the Debian packages of the committed sources into FOLDER.
# With WEIGHTS, the file efficientnet-lite0.safetensors, the data package has the weights; else
# semblance-weights gets them for each user. Needs devscripts' dpkg-dev, debhelper and what
# debian/control names; as root they are installed by `apt-get build-dep ./`.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
[ $# -eq 1 ] || [ $# -eq 2 ] || {
  echo "Usage: build-deb.sh FOLDER [WEIGHTS]" >&2
  exit 2
}
mkdir -p "$1"
folder=$(cd "$1" && pwd)
weights=${2:+$(realpath -- "$2")}
name=efficientnet-lite0.safetensors
if [ -n "$weights" ]; then
  (cd "$(dirname "$weights")" && sed "s|$name|$(basename "$weights")|" \
    "$top/resources/backbone/$name.sha256" | sha256sum --quiet --check -) || {
    echo "build-deb.sh: $weights is not the published file of weights: get it again." >&2
    exit 1
  }
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/semblance"
git -C "$top" archive HEAD | tar -x -C "$work/semblance"
cd "$work/semblance"
cp -R resources/packaging/debian debian
if [ -n "$weights" ]; then
  cp "$weights" "$name"
  printf '%s usr/share/semblance\n' "$name" >>debian/semblance-data.install
fi
DEB_BUILD_OPTIONS="noautodbgsym ${DEB_BUILD_OPTIONS:-}" dpkg-buildpackage --build=binary --no-sign
mv "$work"/*.deb "$folder/"
