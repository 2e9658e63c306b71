#!/bin/sh
# cross-test.sh TEST SOURCE... - cross-compile a test of the kernels for AArch64 and emulate it
#
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Needs the packages gcc-aarch64-linux-gnu, libc6-dev-arm64-cross and qemu-user; exits with 77
# (skipped) without them. Sources are relative to engine/kernels.

set -u

top=$(cd "$(dirname "$0")/../../../.." && pwd)
test=$1
shift

for program in aarch64-linux-gnu-gcc qemu-aarch64; do
  if ! command -v "$program" > /dev/null; then
    echo "1..0 # SKIP $program is not installed"
    exit 77
  fi
done

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$top/engine/kernels" || exit 1
aarch64-linux-gnu-gcc -std=gnu17 -D_GNU_SOURCE -O2 -Wall -Werror -ffp-contract=off \
    -fno-strict-aliasing -static -I "$top" -I "$top/tests/engine/kernels/cross" \
    -o "$work/test" "$top/tests/engine/kernels/test-$test.c" "$@" -lm -lpthread || exit 1
qemu-aarch64 "$work/test"
