# shellcheck shell=bash disable=SC2154
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Shared by app/run.sh and tests/run.sh: packages, weights, build folders. To be sourced by a bash
# script that has set `top`, the source folder, `log`, a file for quiet output, and `program`, the
# script's name.

# The weights are the same for every build folder, so all of them use one copy.
weights=$top/build/efficientnet-lite0.safetensors

# Debian's python3 and tools, whatever else is first in the user's PATH.
export PATH=/usr/bin:/bin:/usr/sbin:/sbin:$PATH
export LC_ALL=C.UTF-8

say ()
{
  printf '%s\n' "$*"
}

complain ()
{
  printf '%s: %s\n' "$program" "$*" >&2
}

# quietly WHAT COMMAND...: prints WHAT, and the end of the command's output only if it fails.
quietly ()
{
  local what=$1 status=0
  shift
  say "$what …"
  mkdir -p "$(dirname "$log")"
  printf '\n== %s\n' "$what" >>"$log"
  "$@" >>"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then
    complain "this step failed: $what. The end of $log says:"
    tail -n 40 "$log" | sed 's/^/  | /' >&2
  fi
  return "$status"
}

# Prints the packages named in the given lists, one per line.
list_packages ()
{
  sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$@" | sort -u
}

# Prints the packages of the given lists that are not installed. Does not use the network.
list_missing_packages ()
{
  local wanted
  mapfile -t wanted < <(list_packages "$@")
  comm -13 \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null \
        | sed -n 's/^installed //p' | sort -u) \
    <(printf '%s\n' "${wanted[@]}")
}

# ensure_packages LIST...: installs the missing packages of the lists.
ensure_packages ()
{
  local missing as_root=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    complain "this system has no apt-get: Semblance is set up on Debian 12 and 13. On another" \
             "system, install what app/packages.txt lists by its own means, then build with Meson."
    return 1
  fi
  mapfile -t missing < <(list_missing_packages "$@")
  if [ ${#missing[@]} -eq 0 ]; then
    say "Packages: all there."
    return 0
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      complain "these packages are missing, and installing them takes root or sudo:" \
               "${missing[*]}. As root: apt-get install --no-install-recommends ${missing[*]}"
      return 1
    fi
    as_root=(sudo)
    say "Installing packages needs sudo, which may ask for your password."
    sudo -v || {
      complain "sudo said no. These packages are missing: ${missing[*]}"
      return 1
    }
  fi
  as_root+=(env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
    apt-get -o DPkg::Lock::Timeout=300)
  quietly "Fetching the lists of packages" "${as_root[@]}" update || return 1
  say "Missing: ${missing[*]}"
  "${as_root[@]}" install --no-install-recommends --assume-no "${missing[@]}" \
    2>>"$log" </dev/null | describe_packages || true
  printf '\n== Installing packages\n' >>"$log"
  # The status goes to standard output, since sudo closes other files.
  "${as_root[@]}" -y -o APT::Status-Fd=1 install --no-install-recommends "${missing[@]}" \
    2>&1 </dev/null | watch_packages || {
    complain "the packages could not be installed. The end of $log says:"
    tail -n 40 "$log" | sed 's/^/  | /' >&2
    return 1
  }
}

# Reads what apt-get would do: how many packages it takes, what is fetched, and the space on disk.
describe_packages ()
{
  sed -n \
    -e 's/^[0-9]* upgraded, \([0-9]*\) newly.*/Packages with what they need: \1./p' \
    -e 's/^Need to get \(.*\) of archives\./To fetch: \1./p' \
    -e 's/^After this operation, \(.*\) of additional disk space.*/On the disk: \1./p'
}

# Reads what apt-get says, and tells how far it is: on a terminal in one line that changes, else
# every ten percent. The rest goes to the log.
watch_packages ()
{
  local line what percent shown=
  while IFS= read -r line; do
    case $line in
      dlstatus:*) what="Fetching packages" ;;
      pmstatus:*) what="Installing packages" ;;
      *) printf '%s\n' "$line" >>"$log"; continue ;;
    esac
    percent=$(cut -d : -f 3 <<<"$line")
    percent=${percent%%.*}
    if [ -t 1 ]; then
      printf '\r%s: %s %%   ' "$what" "$percent"
    elif [ "$what ${percent%?}" != "$shown" ]; then
      shown="$what ${percent%?}"
      say "$what: $percent %"
    fi
  done
  if [ -t 1 ]; then printf '\r\033[K'; fi
}

# Fetches and converts the backbone's weights; if the file exists already, fetch.sh only checks that
# it is complete.
ensure_weights ()
{
  local what="Checking the weights of the network"
  [ -e "$weights" ] || what="Fetching the weights of the network (17 MB)"
  quietly "$what" "$top/resources/backbone/fetch.sh" "$weights"
}

# ensure_build FOLDER OPTION...: configures the build folder with exactly these options (also if it
# was interrupted or configured differently), then builds everything or the target that the variable
# `targets` names.
ensure_build ()
{
  local folder=$1 stamp=$1/run-options options
  shift
  options="$top $*"
  if [ ! -f "$folder/build.ninja" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$options" ]; then
    local mode=()
    [ -f "$folder/meson-private/coredata.dat" ] && mode=(--reconfigure)
    quietly "Configuring ${folder#"$top"/}/" meson setup "${mode[@]}" "$folder" "$top" "$@" \
      || {
        complain "if $folder was made by something else, remove it and run this again."
        return 1
      }
    printf '%s\n' "$options" >"$stamp"
  fi
  quietly "Building in ${folder#"$top"/}/" ninja -C "$folder" ${targets:+"$targets"}
}
