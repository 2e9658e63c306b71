#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the benchmarks, installs their peers, and runs all of them. README.md describes the method.
set -uo pipefail

program=tests/bench/run.sh
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build-bench
log=$build/run.log
peers=$build/peers
bench=$build/tests/bench

usage ()
{
  cat <<'TEXT'
Usage: tests/bench/run.sh [--long] [--json FILE]

Prints a line for each figure: its value, its goal, and whether it is met. With --json, writes the
figures to FILE as a list of {"name", "value", "goal", "unit", "lower_is_better"}. With --long,
measures the growth of indexing up to 10,000 photos instead of 3,000.

Everything except Debian packages is built and installed in build-bench/. The exit status is 0 if
every benchmark ran, whether or not it met its goals.
TEXT
}

# shellcheck source=app/setup.sh
source "$top/app/setup.sh"

json=()
long=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --long) long=(--long) ;;
    --json)
      [ $# -ge 2 ] || { complain "--json needs a file."; exit 2; }
      json=(--json "$(realpath -m "$2")")
      shift
      ;;
    *)
      complain "there is no option “$1”. $program --help says how to use it."
      exit 2
      ;;
  esac
  shift
done

failed=0

# run TITLE COMMAND...: runs one benchmark.
run ()
{
  printf '\n== %s\n' "$1"
  shift
  "$@" || { complain "this benchmark failed: $*"; failed=1; }
}

ensure_peers ()
{
  [ -x "$peers/bin/pip" ] || python3 -m venv "$peers" || return 1
  "$peers/bin/pip" install --disable-pip-version-check --require-hashes --only-binary :all: \
    --no-deps -r "$top/tests/bench/peers-requirements.txt" \
    -r "$top/tests/bench/onnxruntime-requirements.txt"
}

mkdir -p "$build" && : >"$log" || exit 1
ensure_packages "$top"/app/packages*.txt "$top/tests/packages.txt" "$top/tests/bench/packages.txt" \
  || exit 1
ensure_weights || exit 1
ensure_build "$build" || exit 1
quietly "Installing the peers" ensure_peers || exit 1
[ ${#json[@]} -eq 0 ] || rm -f "${json[1]}"

export PYTHONDONTWRITEBYTECODE=1 SEMBLANCE_WEIGHTS=$weights
export SEMBLANCE_DECODER=$build/engine/decode/semblance-decoder
run "Scan: share of the read bandwidth, growth, loading" "$bench/bench-scan" "${json[@]}"
run "Library: growth, loading" "$bench/bench-store" "${json[@]}"
run "Scan: against the faiss-cpu wheel" "$peers/bin/python" "$top/tests/bench/bench-scan-faiss.py" \
    "$bench/bench-scan-module.so" "${json[@]}"
run "Scan: against Debian's FAISS" "$peers/bin/python" "$top/tests/bench/bench-scan-faiss.py" \
    --module "$bench/bench-faiss-module.so" "$bench/bench-scan-module.so" "${json[@]}"
site=$("$peers/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
run "Network: against the FMA peak, oneDNN and ONNX Runtime" "$bench/bench-cnn" \
    --onnxruntime "$site" "${json[@]}"
run "Training: a step against sgemm, memory" "$bench/bench-backward" "${json[@]}"
run "Matrix products: OpenBLAS's kernels for each type of core" "$bench/bench-sgemm" "${json[@]}"
run "Decoding: photos per second" "$bench/bench-decode" "${json[@]}"
run "Indexing: against decoding alone, growth" "$bench/bench-index" "${long[@]}" "${json[@]}"
run "Indexing from disks far away" "$bench/bench-disks" --shim "$build/tests/support/slow-disk.so" \
    "${json[@]}"
run "Indexing again: half a million files" "$bench/bench-rescan" "${json[@]}"
run "Indexing phones' pictures: quick and in full" "$bench/bench-heic" "${json[@]}"
run "Window: large libraries" "$top/tests/support/with-display.sh" \
    env GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_DEBUG=gl-disable \
        GDK_DISABLE=gl,vulkan GTK_A11Y=none \
    GSETTINGS_BACKEND=memory GSETTINGS_SCHEMA_DIR="$build/resources" \
    "$bench/window/bench-window" "${json[@]}"
run "Start: a library of a million photos" "$bench/bench-start" "${json[@]}"
run "Map: half a million photos" "$bench/bench-map" "${json[@]}"
run "Training: half a million photos" "$bench/bench-train" "${json[@]}"
exit $failed
