#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures the retrieval quality on published sets and writes RESULTS.md.
set -uo pipefail

program=tests/bench/results.sh
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build-bench
log=$build/results.log
peers=$build/copy-peers

usage ()
{
  cat <<'TEXT'
Usage: tests/bench/results.sh [OPTION…]

Evaluates every method on Flowers-17, scenes and CIFAR-10 (two protocols) with 16 to 256 bits and
five seeded splits, the search for altered copies beside the methods of other programs, wrong claims
of copies on look-alikes, where likeness ends, scenes by their reconstructions (by COLMAP, which
takes hours), and DDH and BCDH by their papers' own settings, and writes tests/bench/RESULTS.md.
Test photos are read from SEMBLANCE_TEST_DATA, or else from ../shared/data next to the checkout.

Finished sets are not computed again, and interrupted ones resume: all results are kept in
build-bench/results/, or in SEMBLANCE_RESULTS. A set that was not measured here keeps its tables of
RESULTS.md. Objects of semblance-cli evaluate --json in that folder, named SET.NAME.json (such as
those of a training that takes hours), add rows to SET: flowers17, scenes, cifar10-ddh,
cifar10-greedyhash-2, flowers17-paper, cifar10-paper, places-paper.

  --quick        one split, 64 and 256 bits, only Flowers-17, into build-bench/results-quick.md
  --again SET    compute this set again
  --only SET     compute only this set; the others keep their tables
  --tables       compute nothing, only write the tables from the results
  --queries N    altered photos, and look-alikes of each kind that ask (100 and all by default)
  --help         show this text
TEXT
}

# shellcheck source=app/setup.sh
source "$top/app/setup.sh"
# shellcheck source=tests/support/unpack-data.sh
source "$top/tests/support/unpack-data.sh"

sets=(flowers17 scenes scenes-overlap scenes-unseen copies copies-peers claims likeness-flowers17
      likeness-cifar10 likeness-scenes cifar10-ddh cifar10-greedyhash-2 flowers17-paper
      cifar10-paper places-paper)
# The scenes that are reconstructed within minutes.
small_scenes=(castle-P30 entry-P10 fountain-P11 fox sacre_coeur sceaux)
# Pictures of each kind of look-alikes: ten hits of each are 3,000 a kind.
lookalikes=300
results=${SEMBLANCE_RESULTS:-$build/results}
output=$top/tests/bench/RESULTS.md
# bcdh needs reconstructed scenes, and fine-tuning takes hours: both are measured separately.
methods=lsh,pcah,sh,itq,knnh,cibhash,gs-itq,ddh
bits=16,32,64,128,256 seeds=5 compute=yes again='' queries=''

# need_set OPTION SET
need_set ()
{
  [[ " ${sets[*]} " == *" ${2:-} "* ]] && [ -n "${2:-}" ] && return
  complain "$1 takes one of: ${sets[*]}."
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --quick)
      sets=(flowers17) bits=64,256 seeds=1
      results=$build/results-quick output=$build/results-quick.md
      ;;
    --again) need_set "$1" "${2:-}"; again=$2; shift ;;
    --only) need_set "$1" "${2:-}"; sets=("$2"); shift ;;
    --tables) compute=no ;;
    --queries)
      queries=${2:-}
      [[ $queries =~ ^[1-9][0-9]*$ ]] || { complain "--queries needs a number."; exit 2; }
      shift
      ;;
    *)
      complain "there is no option “$1”. $program --help says how to use it."
      exit 2
      ;;
  esac
  shift
done

# find_folder PATH: prints the folder of that path in the test data.
find_folder ()
{
  local base
  for base in "${SEMBLANCE_TEST_DATA:-}" "$top/../shared/data" "$top/build-tests/test-data"; do
    if [ -n "$base" ] && [ -d "$base/$1" ]; then
      (cd "$base/$1" && pwd)
      return
    fi
  done
  complain "there is no $1 in the test data: set SEMBLANCE_TEST_DATA to a folder that has it."
  return 1
}

# write_run SET START WORD…: keeps what was run, when, where and how long since START.
write_run ()
{
  local set=$1 start=$2 command
  shift 2
  command=$(printf ' %s' "$@")
  # Where the test data and the results lie does not matter for the run.
  command=${command//"$data"\//}
  command=${command//"$results"\//}
  printf '%s\n%s\n%s\n%s\n' "${command# }" "$(date +%F)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) threads" \
    "$(($(date +%s) - start))" >"$results/$set.run"
}

# measure SET ARGUMENT…: measures one set with these arguments of semblance-cli evaluate.
measure ()
{
  local set=$1 file=$results/$1.json start
  shift
  [ "$set" = "$again" ] && rm -f "$file"
  if [ -s "$file" ]; then
    say "$set: finished before."
    return
  fi
  say "$set …"
  start=$(date +%s)
  "$build/semblance-cli" evaluate "$@" --json >"$file.part" || return 1
  write_run "$set" "$start" semblance-cli evaluate "$@"
  mv "$file.part" "$file"
}

ensure_peers ()
{
  [ -x "$peers/bin/pip" ] || python3 -m venv "$peers" || return 1
  "$peers/bin/pip" install --disable-pip-version-check --require-hashes --only-binary :all: \
    --no-deps -r "$top/tests/bench/copy-peers-requirements.txt"
}

# list_galleries: sets galleries to the folders that copies are searched in.
list_galleries ()
{
  local varied scenes tiny
  varied=$(find_folder varied) && scenes=$(find_folder sfm) && tiny=$(find_folder cifar10/test) \
    || return 1
  galleries=("$varied" "$flowers" "$scenes" "$tiny")
}

# Altered photos of varied among all others.
measure_copies ()
{
  local galleries=() others=() folder
  list_galleries || return 1
  for folder in "${galleries[@]:1}"; do
    others+=(--distractors "$folder")
  done
  [ "$again" != copies ] || rm -rf "$results/pictures" "$results/copies-peers.json"
  measure copies --copies --queries "${queries:-100}" --pictures "$results/pictures" \
    "${others[@]}" "${galleries[0]}"
}

# The methods of other programs, asked with the pictures that copies were asked with.
measure_peers ()
{
  local galleries=() file=$results/copies-peers.json start
  list_galleries || return 1
  [ "$again" != copies-peers ] || rm -f "$file"
  if [ -s "$file" ]; then
    say "copies-peers: finished before."
    return
  fi
  [ -s "$results/pictures/pictures.json" ] || measure_copies || return 1
  if [ ! -s "$results/pictures/pictures.json" ]; then
    complain "the pictures of copies are gone: --again copies makes them again."
    return 1
  fi
  quietly "Installing the methods of other programs" ensure_peers || return 1
  say "copies-peers …"
  start=$(date +%s)
  "$peers/bin/python" -B "$top/tests/bench/copy-peers.py" "$results/pictures" "${galleries[@]}" \
    >"$file.part" 2>>"$log" || return 1
  write_run copies-peers "$start" tests/bench/copy-peers.py "$results/pictures" "${galleries[@]}"
  mv "$file.part" "$file"
}

measure_claims ()
{
  local varied tiny kind made=$results/lookalikes number=()
  varied=$(find_folder varied) && tiny=$(find_folder cifar10/test) || return 1
  [ -z "$queries" ] || number=(--queries "$queries")
  if [ ! -e "$made/done" ]; then
    quietly "Making look-alikes" python3 -B "$top/tests/support/make-lookalikes.py" \
      --number "$lookalikes" --tiny "$tiny" "$varied" "$made" && touch "$made/done" || return 1
  fi
  [ "$again" != claims ] || rm -f "$results"/claims*.json
  # Each kind by itself, since all of them take hours.
  for kind in "$made"/*/; do
    kind=$(basename "$kind")
    measure "claims.$kind" --claims --kind "$kind" "${number[@]}" "$made" || return 1
  done
}

# link_objects FOLDER: fills it with links to the varied photos that show no plants.
link_objects ()
{
  local varied plants photo
  varied=$(find_folder varied) || return 1
  plants=$(dirname "$varied")/varied-plants.txt
  [ -f "$plants" ] || plants=$top/../shared/data/varied-plants.txt
  if [ ! -f "$plants" ]; then
    complain "there is no varied-plants.txt in the test data."
    return 1
  fi
  mkdir -p "$1" || return 1
  for photo in "$varied"/*.jpg; do
    grep -q "^$(basename "$photo" .jpg)" "$plants" || ln -sf "$photo" "$1"
  done
}

# measure_paper SET PROTOCOL FOLDER: DDH by its authors' settings, beside what their paper compares.
measure_paper ()
{
  local common=(--protocol "$2" --bits "16,32,64" --seeds "$seeds")
  measure "$1" "${common[@]}" --methods lsh,sh,itq,ddh "$3" || return 1
  measure "$1.paper" "${common[@]}" --methods ddh --preset paper "$3"
}

# BCDH by its abstract, on the scenes that are reconstructed within minutes.
measure_places ()
{
  local scenes scene folder=$results/places
  scenes=$(find_folder sfm) || return 1
  for scene in "${small_scenes[@]}"; do
    mkdir -p "$folder/$scene" && cp -u "$scenes/$scene"/* "$folder/$scene" || return 1
  done
  local common=(--protocol scenes-overlap --whole-pairs --bits "64,256" --seeds 1
                --distractors "$flowers")
  measure places-paper "${common[@]}" --methods itq,bcdh "$folder" || return 1
  measure places-paper.paper "${common[@]}" --methods bcdh --preset paper "$folder"
}

# measure_set SET
measure_set ()
{
  local common=(--bits "$bits" --seeds "$seeds" --methods "$methods") flowers folder unseen
  flowers=$(find_folder 17flowers/jpg) || return 1
  data=${flowers%/17flowers/jpg}
  case $1 in
    flowers17)
      measure "$1" --protocol "$1" "${common[@]}" "$flowers" || return 1
      # Fine-tuning takes longer than all other rows together: only one code length.
      [ "$seeds" -eq 1 ] || measure "$1.end-to-end" --protocol "$1" --bits 64 --seeds "$seeds" \
        --methods ddh,ddh-last-stage,ddh-all "$flowers"
      ;;
    flowers17-paper)
      measure_paper "$1" flowers17 "$flowers"
      ;;
    cifar10-paper)
      folder=$(find_folder cifar10) || return 1
      measure_paper "$1" cifar10-ddh "$folder"
      ;;
    places-paper)
      measure_places
      ;;
    cifar10-*)
      folder=$(find_folder cifar10) || return 1
      measure "$1" --protocol "$1" "${common[@]}" "$folder"
      ;;
    scenes)
      folder=$(find_folder sfm) || return 1
      measure "$1" --protocol "$1" "${common[@]}" --distractors "$flowers" "$folder"
      ;;
    scenes-overlap | scenes-unseen)
      folder=$(find_folder sfm) || return 1
      unseen=photos
      [ "$1" = scenes-unseen ] && unseen=scenes
      measure "$1" --protocol scenes-overlap --unseen "$unseen" \
        --bits 64,256 --seeds 1 --methods itq,gs-itq,ddh,bcdh --distractors "$flowers" "$folder"
      ;;
    copies)
      measure_copies
      ;;
    copies-peers)
      measure_peers
      ;;
    claims)
      measure_claims
      ;;
    likeness-flowers17)
      link_objects "$results/objects" || return 1
      measure "$1" --likeness --distractors "$results/objects" "$flowers"
      ;;
    likeness-cifar10 | likeness-scenes)
      folder=$(find_folder "$([ "$1" = likeness-scenes ] && echo sfm || echo cifar10)") || return 1
      measure "$1" --likeness --distractors "$flowers" "$folder"
      ;;
  esac
}

mkdir -p "$build" "$results" && : >"$log" || exit 1
failed=0
if [ "$compute" = yes ]; then
  # The same packages as for run.sh, which shares the build folder: Meson configures it only once,
  # with the libraries that it finds then.
  ensure_packages "$top"/app/packages*.txt "$top/tests/packages.txt" \
    "$top/tests/bench/packages.txt" || exit 1
  ensure_weights || exit 1
  targets=app/semblance-cli ensure_build "$build" || exit 1
  targets=engine/decode/semblance-decoder ensure_build "$build" || exit 1
  if [ -z "${SEMBLANCE_TEST_DATA:-}" ] && [ -d "$top/../shared/data" ]; then
    quietly "Unpacking the photos" unpack_data "$top/../shared/data" "$top/build-tests/test-data" \
      || exit 1
  fi
  export SEMBLANCE_WEIGHTS=$weights XDG_CACHE_HOME=${SEMBLANCE_RESULTS_CACHE:-$results/cache}
  for set in "${sets[@]}"; do
    measure_set "$set" || { complain "$set could not be measured."; failed=1; }
  done
fi
python3 -B "$top/tests/bench/results.py" "$results" "$output" || failed=1
exit $failed
