#!/bin/bash
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# install.sh BUILD PREFIX: installs what is built in the folder BUILD below PREFIX, for one user or
# for all, with a menu entry that starts the program wherever PREFIX is. Nothing that is installed
# looks into BUILD or the sources. Run by `app/run.sh --install`; packagers use `meson install`.
set -euo pipefail

name=install.sh
build=$1 prefix=$2

complain ()
{
  printf '%s: %s\n' "$name" "$*" >&2
}

case $prefix in
  *[[:cntrl:]%]*)
    # GLib would not find the program of the menu entry.
    complain "the folder $(printf '%q' "$prefix") has a percent sign or a control character in" \
             "its name. Choose another."
    exit 1 ;;
esac
mkdir -p "$prefix" 2>/dev/null && [ -w "$prefix" ] || {
  complain "$prefix cannot be written to. Choose a folder of yours, or run this as root."
  exit 1
}
prefix=$(cd "$prefix" && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
meson install -C "$build" --no-rebuild --quiet --strip --destdir "$work" >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}
# The prefix that the build was configured with: programs find their files from where they are.
staged=$(find "$work" -path '*/bin/semblance' -print -quit)
staged=${staged%/bin/semblance}
[ -n "$staged" ] || {
  complain "$build is not complete: build it first, with app/run.sh --build-only."
  exit 1
}

# The path of the program is an argument in double quotes, inside a string of a desktop entry: a
# backslash is escaped in each.
quoted=$(sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' <<<"$prefix/bin/semblance")
escaped=$(sed 's/[\\&|]/\\&/g' <<<"$quoted")
for entry in "$staged"/share/applications/*.desktop; do
  sed -i "s|^Exec=semblance\\b|Exec=\"$escaped\"|" "$entry"
done
# The bus reads it by the same rules.
sed -i "s|^Exec=[^ ]*/semblance\\b|Exec=\"$escaped\"|" "$staged"/share/dbus-1/services/*.service

# In a unit of systemd a dollar would be a variable.
unit=$(sed -e 's/[\\"]/\\&/g' -e 's/\$/$$/g' <<<"$prefix/bin/semblance-cli")
escaped=$(sed 's/[\\&|]/\\&/g' <<<"$unit")
sed -i "s|^ExecStart=[^ ]*semblance-cli\\b|ExecStart=\"$escaped\"|" \
  "$staged"/share/systemd/user/*.service

# A string of Python.
locale=$(sed 's/[\\"]/\\&/g' <<<"$prefix/share/locale")
escaped=$(sed 's/[\\&|]/\\&/g' <<<"$locale")
sed -i "s|\"semblance\", \"[^\"]*\"|\"semblance\", \"$escaped\"|" \
  "$staged"/share/nautilus-python/extensions/semblance.py

own=libexec/semblance
mkdir -p "$staged/$own"
install -m 755 "$(dirname "${BASH_SOURCE[0]}")/uninstall.sh" "$staged/$own/uninstall.sh"
printf '%s\n' "$prefix" >"$staged/$own/prefix"

# Programs look for their files from where they are, which is elsewhere if their folder is a link:
# there they become links to others that are where they seem to be.
if [ -d "$prefix/bin" ] && [ "$(realpath "$prefix/bin")" != "$(realpath "$prefix")/bin" ]; then
  mkdir "$staged/$own/bin"
  for program in "$staged"/bin/*; do
    mv "$program" "$staged/$own/bin/"
    ln -s "$prefix/$own/bin/${program##*/}" "$program"
  done
  ln -s "$prefix/share" "$staged/$own/share"
  ln -s "$prefix/libexec" "$staged/$own/libexec"
fi

# What is made until all is there is taken away again if it fails.
made=() copied=()
if [ -f "$prefix/$own/installed-files" ]; then
  cp -- "$prefix/$own/installed-files" "$work/earlier"
fi
give_up ()
{
  complain "$1 Nothing was installed, and an earlier version is as it was."
  for file in "${copied[@]}"; do
    rm -f -- "$file"
  done
  for ((i = ${#made[@]} - 1; i >= 0; i--)); do
    rmdir -- "$prefix/${made[i]}" 2>/dev/null || true
  done
  exit 1
}
trap 'give_up "It was interrupted."' HUP INT TERM

# Folders that are there stay when this is uninstalled, also those that are links to others.
while IFS= read -r folder; do
  if [ ! -d "$prefix/$folder" ]; then
    mkdir -- "$prefix/$folder" || give_up "$prefix/$folder cannot be made."
    made+=("$folder")
  fi
done < <(cd "$staged" && find . -mindepth 1 -type d -printf '%P\n' | sort)
{
  if [ -f "$prefix/$own/made-folders" ]; then
    cat "$prefix/$own/made-folders"
  else
    echo "$own"
  fi
  printf '%s\n' "${made[@]}"
} | sed '/^$/d' | sort -u >"$work/folders"
install -m 644 "$work/folders" "$staged/$own/made-folders"
(cd "$staged" && find . ! -type d -printf '%P\n') | sort >"$work/files"
echo "$own/installed-files" >>"$work/files"
install -m 644 "$work/files" "$staged/$own/installed-files"

# A program that is running keeps its file.
new=.semblance-new
while IFS= read -r file; do
  copied+=("$prefix/$file$new")
  if [ -d "$prefix/$file" ] && [ ! -L "$prefix/$file" ]; then
    give_up "$prefix/$file is a folder."
  fi
  cp -P --remove-destination -- "$staged/$file" "$prefix/$file$new" \
    || give_up "$prefix/$file cannot be written."
done <"$work/files"
trap '' HUP INT TERM
while IFS= read -r file; do
  mv -fT -- "$prefix/$file$new" "$prefix/$file"
done <"$work/files"
# What an earlier version installed and this one does not.
if [ -f "$work/earlier" ]; then
  while IFS= read -r file; do
    grep -qxF -- "$file" "$work/files" || rm -f -- "$prefix/$file"
  done <"$work/earlier"
fi
trap - HUP INT TERM
"$prefix/$own/uninstall.sh" --refresh
