#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# in-chroot.sh TOP SUITE OPTION...: makes a bare Debian (bookworm, trixie) in a temporary folder,
# clones what is committed in TOP into it, and runs tests/run.sh OPTION... there as root, as the
# first thing that ever happens on it. Needs root, debootstrap and some 8 GB. Packages come from
# where this computer gets its own. SEMBLANCE_KEEP_CHROOT=FOLDER names the folder and keeps it.
set -euo pipefail

name=tests/run.sh
top=$1 suite=$2
shift 2

complain ()
{
  printf '%s: %s\n' "$name" "$*" >&2
}

case $suite in
  bookworm | trixie) ;;
  *)
    complain "there is no Debian “$suite” here: choose bookworm or trixie."
    exit 2 ;;
esac
if [ "$(id -u)" -ne 0 ]; then
  complain "--in-chroot makes a system of its own and needs root."
  exit 1
fi
if ! command -v debootstrap >/dev/null; then
  complain "--in-chroot needs debootstrap. Install the package “debootstrap”."
  exit 1
fi
# shellcheck disable=SC2016  # the dollar is apt's
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' \
           2>/dev/null | head -n 1)
if [ -z "$mirror" ]; then
  complain "apt knows no mirror of Debian. Run apt-get update first."
  exit 1
fi

if [ -n "${SEMBLANCE_KEEP_CHROOT:-}" ]; then
  root=$SEMBLANCE_KEEP_CHROOT
  mkdir -p "$root"
else
  root=$(mktemp -d "${TMPDIR:-/var/tmp}/semblance-chroot-XXXXXX")
  trap 'rm -rf --one-file-system "$root"' EXIT
  # It is / to all users of the system to come.
  chmod 755 "$root"
fi

say ()
{
  printf '%s\n' "$*"
}

if [ ! -e "$root/root/ready" ]; then
  say "Making a bare Debian $suite in $root …"
  # It is made in the folder, and goes with it.
  log=$root/debootstrap.log
  if ! debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    complain "debootstrap failed."
    exit 1
  fi
  # A system that is thrown away need not be on the disk after every package.
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/90unsafe-io"
  # How this computer reaches its mirror.
  apt-config dump Acquire | grep -E '^Acquire::(https?|Retries)' \
    >"$root/etc/apt/apt.conf.d/90acquire" || true
  for file in /etc/resolv.conf /etc/hosts /etc/pip.conf; do
    if [ -e "$file" ]; then cp -L "$file" "$root$file"; fi
  done
  # Authorities of this computer's own, which the packages to come will trust.
  if [ -d /usr/local/share/ca-certificates ]; then
    mkdir -p "$root/usr/local/share/ca-certificates"
    cp -RL /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
  fi
  : >"$root/root/ready"
fi

# What it needs to be a clone, and nothing that is not committed.
rm -rf "$root/root/semblance"
git -c safe.directory='*' clone --quiet --no-hardlinks "file://$top" "$root/root/semblance"
data=${SEMBLANCE_TEST_DATA:-$top/../shared/data}
say "Running tests/run.sh $* in it …"

# shellcheck disable=SC2016  # what stands in quotes is for the inner shell
# Mounts and processes are gone with the namespaces.
unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
  root=$1 data=$2
  shift 2
  mount --make-rprivate /
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/run"
  if [ -d "$data" ]; then
    mkdir -p "$root/mnt/data"
    mount --bind -o ro "$data" "$root/mnt/data"
    export SEMBLANCE_TEST_DATA=/mnt/data
  fi
  exec chroot "$root" /usr/bin/env --ignore-environment HOME=/root LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    ${SEMBLANCE_TEST_DATA:+SEMBLANCE_TEST_DATA="$SEMBLANCE_TEST_DATA"} \
    /bin/sh -c "exec ~/semblance/tests/run.sh \"\$@\"" run.sh "$@"
' in-chroot "$root" "$data" "$@"
