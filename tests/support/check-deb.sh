#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check-deb.sh TOP WEIGHTS [FOLDER]: builds the Debian packages of what is committed in TOP, or
# takes those in FOLDER, and sees to it that lintian has nothing to say, that they install, that an
# ordinary user can index, search and open the window while the sources are away, and that purging
# them leaves nothing. It installs packages and makes a user: for a system that is thrown away.
# Needs root, and the packages that tests/run.sh installs.
set -euo pipefail

top=$(cd "$1" && pwd) weights=$2 debs=${3:-}
user=semblance-tester

fail ()
{
  echo "check-deb.sh: not so: $*" >&2
  exit 1
}

work=$(mktemp -d)
chmod 755 "$work"
# The sources come back, whatever happens.
put_back ()
{
  [ ! -e "$top.away" ] || mv "$top.away" "$top"
}
clean_up ()
{
  put_back
  ! id "$user" >/dev/null 2>&1 || userdel --remove "$user" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT

export DEBIAN_FRONTEND=noninteractive
apt-get -qq -y install --no-install-recommends debhelper git lintian

if [ -z "$debs" ]; then
  debs=$work/debs
  git config --global --add safe.directory "$top"
  "$top/resources/packaging/build-deb.sh" "$debs" "$weights"
fi
mapfile -t packages < <(find "$(cd "$debs" && pwd)" -name '*.deb' | sort)
[ ${#packages[@]} -eq 2 ] || fail "there are two packages: ${packages[*]}"
lintian --allow-root --fail-on none "${packages[@]}" >"$work/lintian" || fail "lintian runs"
# Newer ones have AppStream judge the metainfo, which has no homepage while there is no address.
said=$(grep '^[EW]:' "$work/lintian" | grep -v ' appstream-metadata-validation-failed ' || true)
[ -z "$said" ] || fail "lintian is content: $said"

# What installing other packages changes is not ours, nor is what adding the user backs up.
list_files ()
{
  find /etc /usr /var /opt -xdev \
    \( -path /var/cache -o -path /var/log -o -path /var/lib/apt -o -path '/var/lib/dpkg/*' \
       -o -path '/etc/*-' \) \
    -prune -o -print | sort
}

cp "$top/tests/support/with-display.sh" "$work/"
photos=$work/photos
"$top/build-tests/tests/support/make-photos" "$photos" 6 4
# What they depend on stays, so that it is not taken for a leftover.
apt-get -qq -y install --no-install-recommends "${packages[@]}"
apt-get -qq -y purge semblance semblance-data
# From glibc 2.39 on nothing is translated where there is no locale but C.UTF-8.
localedef -i de_DE -f UTF-8 de_DE.UTF-8
list_files >"$work/before"
apt-get -qq -y install --no-install-recommends "${packages[@]}"

useradd --create-home --shell /bin/bash "$user"
cp -R "$photos" "/home/$user/Pictures"
chown -R "$user:" "/home/$user/Pictures"
mv "$top" "$top.away"
as_user ()
{
  su --login "$user" -c "$1"
}
# Not grep -q, which ends before the program has written all: a broken pipe is a failure.
as_user 'semblance-cli --version' | grep '^semblance-cli [0-9]' >/dev/null \
  || fail "it tells its version"
as_user 'semblance-weights --check' || fail "the weights are there"
as_user 'semblance-cli index ~/Pictures' | grep '24 added' >/dev/null || fail "a user can index"
as_user 'semblance-cli search ~/Pictures/000/000.jpg' | grep '/000/001.jpg' >/dev/null \
  || fail "search finds"
as_user 'semblance-cli status' | grep '^Photos: *24' >/dev/null || fail "the library has the photos"
as_user 'LANG=de_DE.UTF-8 semblance-cli status' | grep '^Fotos: *24' >/dev/null \
  || fail "it speaks German"
# shellcheck disable=SC2016  # for the user's shell
as_user "GSK_RENDERER=cairo GDK_BACKEND=x11 $work/with-display.sh bash -c '
  semblance ~/Pictures & window=\$!
  for ((i = 0; i < 300; i++)); do
    xdotool search --name \"^Semblance\$\" >/dev/null 2>&1 && found=yes && break
    kill -0 \$window || break
    sleep .2
  done
  kill \$window; wait \$window
  [ \"\${found:-}\" = yes ]'" || fail "the window opens"
put_back

apt-get -qq -y purge semblance semblance-data
userdel --remove "$user" >/dev/null 2>&1
list_files >"$work/after"
left=$(comm -13 "$work/before" "$work/after")
[ -z "$left" ] || fail "purging leaves nothing: $left"
[ -z "$(find /etc /usr /var/lib -xdev -iname '*semblance*' -not -path "$work/*" \
  -not -path '/var/lib/dpkg/*' -print -quit)" ] || fail "nothing has its name"
echo "The packages are clean, work, and go without a trace."
