#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: shellcheck.sh TOP: checks every shell script of the project. Typographic quotes (SC1111)
# are intended.
set -euo pipefail
cd "$1"
mapfile -t scripts < <(find app engine ui resources tests po .ci -name '*.sh' -print; echo .ci/run)
shellcheck --external-sources --shell=bash --severity=warning --exclude=SC1111 "${scripts[@]}"
echo "${#scripts[@]} scripts"
