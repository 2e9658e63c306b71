#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints the tables of ABLATION.md: settings of DDH, judged without labels.
set -euo pipefail

program=tests/bench/ablation.sh
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build
seeds=1
rows=100

usage ()
{
  cat <<'TEXT'
Usage: tests/bench/ablation.sh [--build FOLDER] [--seeds N] [--rows N] FOLDER...

For each FOLDER, whose subfolders are classes, prints a table for 64 and one for 256 bits: how many
of the features' neighbours each setting of DDH preserves, how balanced and independent its bits
are, and, for information, how well it retrieves the classes. Features are computed once and kept in
the cache folder of "semblance-cli evaluate". With --rows N, only the first N rows of each table are
computed.
TEXT
}

complain ()
{
  echo "$program: $1" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --build | --seeds | --rows)
      [ $# -ge 2 ] || complain "$1 needs a value."
      declare "${1#--}=$2"
      shift 2 ;;
    -*) complain "There is no option $1." ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || complain "Name a folder whose subfolders are classes."

ninja -C "$build" app/semblance-cli engine/decode/semblance-decoder \
  tests/bench/bench-ablation >&2
SEMBLANCE_WEIGHTS=${SEMBLANCE_WEIGHTS:-$(realpath -- "$build")/efficientnet-lite0.safetensors}
export SEMBLANCE_WEIGHTS
for name; do
  [ -d "$name" ] || complain "There is no folder $name."
  folder=$(realpath -- "$name")
  "$build/semblance-cli" evaluate --methods lsh --bits 16 --seeds 1 -- "$folder" >&2
  # The name of evaluate's library for a folder is derived from its path.
  digest=$(printf %s "$folder" | sha256sum | cut -c1-16)
  library=${XDG_CACHE_HOME:-$HOME/.cache}/semblance/evaluate/$digest.db
  for bits in 64 256; do
    printf '\n## %s, %d bits\n\n' "$(basename "$folder")" "$bits"
    "$build/tests/bench/bench-ablation" "$library" "$seeds" "$bits" "$rows"
  done
done
