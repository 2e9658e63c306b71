#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs, builds and runs all tests on Debian 12 or 13. Can be run again: finished steps are kept.
set -uo pipefail

program=tests/run.sh
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$top/build-tests/run.log

usage ()
{
  cat <<'TEXT'
Usage: tests/run.sh [OPTION]

Installs missing packages, builds Semblance and runs the tests: all of them in build-tests/
(warnings are errors), those of the engine, the window and the programs again with
AddressSanitizer and UndefinedBehaviorSanitizer in build-asan/, and each fuzz target for some
seconds in build-fuzz/. Test photos are read from SEMBLANCE_TEST_DATA, or else from ../shared/data
next to the checkout; without them, the tests that need them are skipped.

The last lines list the failures with their reasons; the very last is “N passed, N failed”, and
“, N skipped” if any were. A case counts once for each build that runs it; a failed build counts as
one failure. At most two programs that fail without a crash or a sanitizer's report run again,
alone; where they pass they are listed as unsteady. The exit status is 0 if nothing failed, 1 if
something did, 2 for wrong options.

  --quick      skip the sanitizers and the fuzzing
  --long       run more: complete sweeps in tests that have a short one, five minutes of fuzzing per
               target, the engine with ThreadSanitizer in build-tsan/, and a comparison of two
               builds of the sources in two folders; takes hours
  --coverage   only run the tests once, in build-coverage/, and print the line coverage of each
               layer
  --packages   also build the Debian packages, install them, use them as another user, and purge
               them; as root, on a system that is thrown away
  --in-chroot SUITE
               do all that on a bare Debian, bookworm or trixie, which is made in a temporary folder
               (as root; 8 GB, an hour) and gets what is committed, with --packages; the other
               options are passed on
  --help       show this text
TEXT
}

# shellcheck source=app/setup.sh
source "$top/app/setup.sh"
# shellcheck source=tests/support/unpack-data.sh
source "$top/tests/support/unpack-data.sh"

extent=all suite='' passed_on=() packages=no
while [ $# -gt 0 ]; do
  option=$1
  shift
  case $option in
    --in-chroot)
      suite=${1-}
      if [ -z "$suite" ]; then
        complain "--in-chroot needs the name of a Debian: bookworm or trixie."
        exit 2
      fi
      shift
      ;;
    --packages) packages=yes ;;
    --quick | --long | --coverage)
      if [ "$extent" != all ] && [ "--$extent" != "$option" ]; then
        complain "“--$extent” and “$option” exclude each other."
        exit 2
      fi
      extent=${option#--}
      passed_on=("$option")
      ;;
    -h | --help) usage; exit ;;
    *)
      complain "there is no option “$option”. tests/run.sh --help says how to use it."
      exit 2
      ;;
  esac
done

if [ -n "$suite" ]; then
  exec "$top/tests/support/in-chroot.sh" "$top" "$suite" --packages "${passed_on[@]}"
fi

passed=0 failed=0 skipped=0 failures=() ahead=

# note_failure WHAT: counts the failure of something that is not a Meson test.
note_failure ()
{
  failed=$((failed + 1))
  failures+=("Failed: $1")
}

# note_failed_step WHAT: as note_failure, with the errors that the last step wrote to the log.
note_failed_step ()
{
  local line
  note_failure "$1"
  while IFS= read -r line; do
    failures+=("    ${line:0:300}")
  done < <(tac "$log" | sed '/^== /q' | tac | grep -E 'error|ERROR|FAILED|differ|not ' | head -n 6)
}

finish ()
{
  trap - EXIT
  local what line
  # Its process group.
  [ -z "$ahead" ] || kill -- -"$ahead" 2>/dev/null
  say
  for what in "${failures[@]}"; do
    say "$what"
  done
  if [ $((passed + failed)) -eq 0 ]; then
    say "Failed: no test was run"
    failed=1
  fi
  line="$passed passed, $failed failed"
  [ "$skipped" -eq 0 ] || line+=", $skipped skipped"
  say "$line"
  [ "$failed" -eq 0 ]
  exit
}
trap 'note_failure "the run was interrupted"; finish' INT TERM
trap 'note_failure "the script itself stopped early"; finish' EXIT

find_data ()
{
  local from=${SEMBLANCE_TEST_DATA:-$top/../shared/data} into=$top/build-tests/test-data
  if [ ! -d "$from" ]; then
    say "Test photos: none at $from; the tests that need them are skipped."
    unset SEMBLANCE_TEST_DATA
    return
  fi
  from=$(cd "$from" && pwd)
  if quietly "Unpacking test photos from $from" unpack_data "$from" "$into"; then
    export SEMBLANCE_TEST_DATA=$into
  else
    note_failed_step "unpacking the test photos"
    unset SEMBLANCE_TEST_DATA
  fi
}

# run_programs FOLDER OPTION...: two more at a time than there are processors, since many wait: with
# one more, two processors had nothing to do for a fifth of the time.
run_programs ()
{
  local folder=$1
  shift
  meson test -C "$folder" --no-rebuild --print-errorlogs --num-processes $(($(nproc) + 2)) "$@" \
        </dev/null
}

# repeat_failed FOLDER RESULTS OPTION...: runs programs alone that may have failed because the
# computer was busy (see count-results.py), and sets second=(LOG).
repeat_failed ()
{
  local folder=$1 results=$2 names
  shift 2
  mapfile -t names < <(python3 "$top/tests/support/count-results.py" --failed "$results" | grep .)
  [ ${#names[@]} -gt 0 ] || return 0
  cp "$results" "$results.first"
  say "Running alone what failed: ${names[*]}"
  run_programs "$folder" --num-processes 1 "$@" "${names[@]}"
  mv "$results" "$results.second"
  mv "$results.first" "$results"
  second=("$results.second")
}

# run_part TITLE FOLDER OPTION...: runs the tests of a build folder and counts their cases.
run_part ()
{
  local title=$1 folder=$2 counts part_passed part_failed part_skipped second=()
  local results=$folder/meson-logs/testlog.json
  shift 2
  say
  say "== $title"
  # A Meson test log is named after its set-up.
  case " $* " in
    *" --setup=sanitizers "*) results=$folder/meson-logs/testlog-sanitizers.json ;;
    *" --setup=threads "*) results=$folder/meson-logs/testlog-threads.json ;;
  esac
  rm -f "$results"
  run_programs "$folder" "$@"
  case " $* " in
    *" --suite fuzz "* | *" --setup=threads "*) ;; # what these find by chance is found
    *) repeat_failed "$folder" "$results" "$@" ;;
  esac
  if counts=$(python3 "$top/tests/support/count-results.py" "$results" "$title" "${second[@]}")
  then
    read -r part_passed part_failed part_skipped < <(tail -n 1 <<<"$counts")
    sed '$d' <<<"$counts"
    # Names and reasons are repeated at the end of the run.
    mapfile -t -O ${#failures[@]} failures \
      < <(grep -E '^(Failed: |Unsteady|    )' <<<"$counts" | sed "s/^Failed: /&$title: /")
    passed=$((passed + part_passed))
    failed=$((failed + part_failed))
    skipped=$((skipped + part_skipped))
  else
    note_failure "$title: there are no results"
  fi
}

# build_fast FOLDER OPTION...: the faster linker of binutils is taken for the hundreds of programs,
# where it is a part of them, as it is not in Debian 13.
build_fast ()
{
  if command -v ld.gold >/dev/null; then
    CC_LD=gold ensure_build "$@"
  else
    ensure_build "$@"
  fi
}

# build_checked FOLDER OPTION...: of what a debugger wants to know only the lines, which are what
# sanitizers tell: all of it is a fifth of the time that compiling takes.
build_checked ()
{
  build_fast "$@" -Db_lundef=false -Dc_args=-g1
}

build_sanitizers ()
{
  build_checked "$top/build-asan" -Db_sanitize=address,undefined
}

build_fuzzing ()
{
  CC=clang targets=fuzz-targets build_checked "$top/build-fuzz" -Dfuzz=enabled \
    -Db_sanitize=address,undefined
}

build_beside ()
{
  local log=$top/build-tests/ahead.log
  renice -n 19 -p "$BASHPID"
  "$1"
}

# build_ahead STEP: runs a build beside the tests, in the time that these leave. Whether it fails is
# for the step itself to find, which repeats what is not done.
build_ahead ()
{
  [ "$extent" != quick ] || return 0
  set -m
  build_beside "$1" >/dev/null 2>&1 </dev/null &
  ahead=$!
  set +m
}

await_build ()
{
  [ -z "$ahead" ] || wait "$ahead"
  ahead=
}

test_normally ()
{
  if build_fast "$top/build-tests" -Dwerror=true; then
    build_ahead build_sanitizers
    run_part "Every test" "$top/build-tests" "${patience[@]}"
  else
    note_failed_step "building build-tests"
  fi
}

test_with_sanitizers ()
{
  await_build
  if build_sanitizers; then
    build_ahead build_fuzzing
    run_part "Under AddressSanitizer and UndefinedBehaviorSanitizer" "$top/build-asan" \
             --setup=sanitizers "${patience[@]}"
  else
    note_failed_step "building build-asan"
  fi
}

test_threads ()
{
  if build_checked "$top/build-tsan" -Db_sanitize=thread; then
    run_part "Under ThreadSanitizer" "$top/build-tsan" --setup=threads
  else
    note_failed_step "building build-tsan"
  fi
}

test_reproducible ()
{
  if quietly "Building twice in two folders" "$top/tests/support/check-reproducible.sh" "$top" \
       "$weights" /opt/semblance; then
    passed=$((passed + 1))
  else
    note_failed_step "two builds in two folders, installed"
  fi
}

test_packages ()
{
  if quietly "Building, installing, using and purging the Debian packages" \
       "$top/tests/support/check-deb.sh" "$top" "$weights"; then
    passed=$((passed + 1))
  else
    note_failed_step "the Debian packages"
  fi
}

# Runs the tests and prints the line coverage of each layer.
measure_coverage ()
{
  # Counters that threads share lose counts, which a share of lines does not need; atomic ones made
  # the hot loops some ten times as slow.
  if ! ensure_build "$top/build-coverage" -Db_coverage=true --buildtype=debug -Doptimization=1; then
    note_failed_step "building build-coverage"
    return
  fi
  find "$top/build-coverage" -name '*.gcda' -delete
  run_part "Tests for coverage" "$top/build-coverage" --no-suite lint --no-suite bench \
           --timeout-multiplier 4
  say
  say "== Line coverage"
  python3 "$top/tests/support/coverage.py" "$top" "$top/build-coverage" \
    || note_failure "measuring coverage"
}

test_by_fuzzing ()
{
  await_build
  if build_fuzzing; then
    run_part "Fuzz targets" "$top/build-fuzz" --setup=sanitizers --suite fuzz \
             --num-processes "$(nproc)" "${fuzzing[@]}"
  else
    note_failed_step "building build-fuzz"
  fi
}

if ! { mkdir -p "$top/build-tests" && : >"$log"; } 2>/dev/null; then
  note_failure "cannot write to $top/build-tests"
  finish
fi
started=$SECONDS
lists=("$top"/app/packages*.txt "$top/tests/packages.txt")
# shellcheck source=/dev/null
of_version=$top/tests/packages-$(. /etc/os-release 2>/dev/null && echo "${VERSION_ID:-}").txt
[ ! -e "$of_version" ] || lists+=("$of_version")
ensure_packages "${lists[@]}" || {
  note_failed_step "installing packages"
  finish
}
ensure_weights || note_failed_step "fetching the weights of the network"
# The tests that need it are skipped without.
quietly "Checking the PostgreSQL with pgvector" "$top/tests/support/fetch-pgvector.sh" \
        "$top/build/pgvector" || say "The tests of pgvector are skipped."
for folder in build-tests build-asan build-tsan build-coverage; do
  mkdir -p "$top/$folder" && ln -sf "$weights" "$top/$folder/"
done
unset SEMBLANCE_WEIGHTS
export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}
find_data

patience=() fuzzing=()
if [ $extent = long ]; then
  export SEMBLANCE_TEST_LONG=1
  patience=(--timeout-multiplier 8)
  # Of several -max_total_time the last one applies.
  fuzzing=(--test-args=-max_total_time=300 --timeout-multiplier 8)
fi
if [ $extent = coverage ]; then
  measure_coverage
else
  test_normally
  if [ $extent != quick ]; then
    test_with_sanitizers
    test_by_fuzzing
  fi
  if [ $packages = yes ]; then
    test_packages
  fi
  if [ $extent = long ]; then
    test_threads
    test_reproducible
  fi
fi
say
say "Took $(((SECONDS - started) / 60)) min $(((SECONDS - started) % 60)) s."
finish
