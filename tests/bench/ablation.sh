#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The tables of ABLATION.md: DDH's settings, judged without labels.
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

For each FOLDER, whose subfolders are classes, prints a table at 64 and one at 256 bits: what each
setting of DDH keeps of the features' neighbours, how its bits share the work, and, only beside it,
what it finds of the classes. Features are computed once and kept in the cache folder, as
"semblance-cli evaluate" does it. --rows N leaves out all but a table's first N rows.
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
  # The library that evaluate keeps for a folder is named by its path.
  digest=$(printf %s "$folder" | sha256sum | cut -c1-16)
  library=${XDG_CACHE_HOME:-$HOME/.cache}/semblance/evaluate/$digest.db
  for bits in 64 256; do
    printf '\n## %s, %d bits\n\n' "$(basename "$folder")" "$bits"
    "$build/tests/bench/bench-ablation" "$library" "$seeds" "$bits" "$rows"
  done
done
