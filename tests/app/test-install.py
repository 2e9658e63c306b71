#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed programs, which must not read the build folder, and those in the build folder.

Usage: test-install.py MESON SOURCE BUILD SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
       FAIL-WRITES

Installs into a temporary folder. The tests of the window need a display.
"""

import os
import shutil
import signal
import subprocess
import sys
import time

from cli_test import Skip, main, speak
from install_test import (BUILD, ID, PATH, SOURCE, WEIGHTS, assert_none_below, install,
                          install_below, list_files, list_folders, make_data_without_us,
                          need_weights, run, settings, trace, uninstall_below)


def test_wrapper(case):
    """From any folder, by any name, with nothing set."""
    need_weights(case)
    case.make(2, 2)
    links = os.path.join(case.folder, "a folder")
    os.mkdir(links)
    os.symlink(case.cli, os.path.join(links, "first"))
    os.symlink("first", os.path.join(links, "second"))
    for name, cwd in [(case.cli, "/"), (os.path.relpath(case.cli, case.folder), case.folder),
                      (os.path.join(links, "second"), "/"), ("./second", links)]:
        assert "semblance-cli 0" in run(case, name, "--version", cwd=cwd)
    assert "4 added" in run(case, "./second", "index", case.photos, cwd=links)
    assert "Befehl" in run(case, "./second", "--help", cwd=links, **speak("de"))
    photo = os.path.join(case.photos, "000", "000.jpg")
    os.rename(photo, photo + ".new.jpg")
    with open(photo + ".new.jpg", "ab") as file:
        file.write(b"\0")
    error = run(case, case.cli, "index", status=1, SEMBLANCE_DECODER="/nonexistent/decoder")
    assert "/nonexistent/decoder" in error, error
    error = run(case, case.cli, "index", status=1, SEMBLANCE_WEIGHTS="/nonexistent/weights")
    assert "/nonexistent/weights" in error, error


def test_installed(case):
    """Everything is found below the prefix, and nothing is asked of the build or the sources."""
    need_weights(case)
    prefix = install(case)
    cli = os.path.join(prefix, "bin", "semblance-cli")
    case.make(2, 2)
    out, paths = trace(case, cli, "index", case.photos, **speak("de"))
    assert "4" in out and "added" not in out, f"not in German: {out}"
    assert any(path.startswith(prefix) and path.endswith("/semblance-decoder") for path in paths)
    assert os.path.join(prefix, "share", "semblance", WEIGHTS) in paths, paths
    assert_none_below(paths, BUILD, SOURCE)
    _, paths = trace(case, cli, "search", "--json", os.path.join(case.photos, "000", "000.jpg"))
    assert_none_below(paths, BUILD, SOURCE)
    _, paths = trace(case, cli, "--help")
    assert_none_below(paths, BUILD, SOURCE)


def test_no_decoder(case):
    """Without its own decoder it takes no other."""
    need_weights(case)
    prefix = install(case)
    found = [os.path.join(folder, name) for folder, _, names in os.walk(prefix)
             for name in names if name == "semblance-decoder"]
    assert len(found) == 1, found
    os.remove(found[0])
    case.make(1, 2)
    error = run(case, os.path.join(prefix, "bin", "semblance-cli"), "index", case.photos, status=1)
    assert found[0] in error, error


def test_weights(case):
    """The installed folder, then the user's; a file with other contents is not taken."""
    need_weights(case)
    prefix = install(case)
    cli = os.path.join(prefix, "bin", "semblance-cli")
    installed = os.path.join(prefix, "share", "semblance", WEIGHTS)
    own = os.path.join(case.env["XDG_DATA_HOME"], "semblance", WEIGHTS)
    os.makedirs(os.path.dirname(own), exist_ok=True)
    case.make(1, 2)
    changed = os.path.join(case.folder, "changed")
    shutil.copy(case.weights, changed)
    # The last weight: as much a network as before, by all that can be seen of it.
    with open(changed, "r+b") as file:
        file.seek(-2, os.SEEK_END)
        byte = file.read(1)
        file.seek(-2, os.SEEK_END)
        file.write(bytes([byte[0] ^ 1]))

    def index(status=0):
        return run(case, cli, "index", case.photos, status=status)

    os.remove(installed)
    assert installed in index(status=1)
    shutil.copy(changed, own)
    assert own in index(status=1)
    shutil.copy(changed, installed)
    error = index(status=1)
    assert installed in error and "published" in error, error
    shutil.copy(case.weights, own)
    assert "2 added" in index()
    os.remove(own)
    index(status=1)
    shutil.copy(case.weights, installed)
    index()
    run(case, cli, "index", SEMBLANCE_WEIGHTS=changed)


def test_window(case):
    """It finds its settings below a prefix that the desktop does not know."""
    if "DISPLAY" not in os.environ:
        raise Skip("there is no display")
    prefix = install(case)
    schemas = os.path.join(prefix, "share", "glib-2.0", "schemas")
    subprocess.run(["glib-compile-schemas", "--strict", schemas], check=True)
    log = os.path.join(case.folder, "trace")
    case.env.update(GSETTINGS_BACKEND="memory", GDK_BACKEND="x11", GSK_RENDERER="cairo",
                    GDK_DEBUG="gl-disable", GDK_DISABLE="gl,vulkan", GTK_A11Y="none",
                    DISPLAY=os.environ["DISPLAY"], XDG_DATA_DIRS=make_data_without_us(case))
    trace(case, "true")
    program = subprocess.Popen(
        ["strace", "-f", "-qq", "-s", "4096", "-e", "trace=%file", "-o", log,
         os.path.join(prefix, "bin", "semblance")], env=settings(case), cwd=case.folder,
        start_new_session=True)
    try:
        wanted = os.path.join(schemas, "gschemas.compiled").encode()
        end = time.monotonic() + 60
        while True:
            with open(log, "rb") as file:
                text = file.read()
            if wanted in text and b"library.db" in text:
                break
            assert program.poll() is None, "the window closed"
            assert time.monotonic() < end, "the settings were not looked for"
            time.sleep(.1)
    finally:
        # strace itself stays until what it traces has ended.
        os.killpg(program.pid, signal.SIGTERM)
        program.wait(60)
    paths = {os.fsdecode(path) for path in PATH.findall(text)}
    assert_none_below(paths, BUILD, SOURCE)


def test_for_one_user(case):
    """Menu entry, icon and commands below any folder; uninstalling leaves what is a person's."""
    need_weights(case)
    prefix = os.path.join(case.folder, ".local")
    library = os.path.join(prefix, "share", "semblance", "library.db")
    other = os.path.join(prefix, "share", "applications", "other.desktop")
    for path, text in [(library, "photos"), (other, "[Desktop Entry]\n")]:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
    install_below(case, prefix)
    # A version before this one had a file that this one does not have.
    own = os.path.join(prefix, "libexec", "semblance")
    with open(os.path.join(own, "installed-files"), "a", encoding="ascii") as file:
        file.write("share/semblance/old\n")
    with open(os.path.join(prefix, "share", "semblance", "old"), "w", encoding="ascii"):
        pass
    install_below(case, prefix)
    files = list_files(prefix)
    assert "share/semblance/old" not in files, files
    for file in ["bin/semblance", "bin/semblance-cli", "bin/semblance-weights",
                 f"share/applications/{ID}.desktop", f"share/semblance/{WEIGHTS}",
                 f"share/icons/hicolor/scalable/apps/{ID}.svg", "share/locale/de/LC_MESSAGES/"
                 "semblance.mo", "share/glib-2.0/schemas/gschemas.compiled"]:
        assert file in files, f"{file} is not in {files}"
    entry = os.path.join(prefix, "share", "applications", f"{ID}.desktop")
    run(case, "desktop-file-validate", entry)
    with open(entry, encoding="utf-8") as file:
        assert f'\nExec="{prefix}/bin/semblance" ' in file.read()
    unit = os.path.join(prefix, "share", "systemd", "user", "semblance-watch.service")
    with open(unit, encoding="utf-8") as file:
        assert f'\nExecStart="{prefix}/bin/semblance-cli" watch\n' in file.read()
    case.make(1, 2)
    out, paths = trace(case, os.path.join(prefix, "bin", "semblance-cli"), "index",
                       "-l", os.path.join(case.folder, "l.db"), case.photos)
    assert "2 added" in out, out
    assert_none_below(paths, BUILD, SOURCE)
    # By app/run.sh, which needs neither packages nor a build for it.
    script = os.path.join(SOURCE, "app", "run.sh")
    out = run(case, script, "--uninstall")
    assert prefix in out and "stay" in out, out
    assert list_files(prefix) == sorted(os.path.relpath(path, prefix) for path in [
        library, other, os.path.join(os.path.dirname(other), "mimeinfo.cache")]
        if os.path.exists(path)), list_files(prefix)
    assert not os.path.exists(os.path.join(prefix, "bin"))
    assert "nothing is installed" in run(case, script, "--uninstall", status=1)
    for wrong in [["--install", "--uninstall"], ["--prefix", "x"], ["--install", "x"],
                  ["--uninstall", "--prefix"], ["--uninstall", "--prefix="],
                  ["--install", "--build-only"]]:
        assert "--help" in run(case, script, *wrong, status=2), wrong


def test_folders(case):
    """Uninstalling removes the folders that installing has made, and no other empty ones."""
    prefix = os.path.join(case.folder, "prefix")
    for own in ["bin", "share/icons/hicolor", "share/empty", "libexec"]:
        os.makedirs(os.path.join(prefix, own))
    before = list_folders(prefix)
    install_below(case, prefix)
    assert list_folders(prefix) != before
    # The second time all folders are there.
    install_below(case, prefix)
    uninstall_below(case, prefix)
    assert list_folders(prefix) == before, list_folders(prefix)
    # A version before this one did not note them: nobody knows whose they are.
    install_below(case, prefix)
    there = list_folders(prefix)
    os.remove(os.path.join(prefix, "libexec", "semblance", "made-folders"))
    install_below(case, prefix)
    uninstall_below(case, prefix)
    there.remove("libexec/semblance")
    assert list_folders(prefix) == there, list_folders(prefix)


def test_linked_folders(case):
    """Folders that are links to others are followed, and the program works there."""
    need_weights(case)
    case.make(1, 2)
    links = ["bin", "libexec", "share/locale", "share"]
    for chosen in [links[:1], links[2:3], links[:2] + links[3:]]:
        prefix, other = (os.path.join(case.folder, name) for name in ["prefix", "dotfiles"])
        for name in chosen:
            os.makedirs(os.path.join(other, name))
            os.makedirs(os.path.dirname(os.path.join(prefix, name)), exist_ok=True)
            os.symlink(os.path.join(other, name), os.path.join(prefix, name))
        before = list_folders(prefix), list_folders(other)
        install_below(case, prefix)
        install_below(case, prefix)
        for name in chosen:
            assert os.path.islink(os.path.join(prefix, name)), name
            assert list_files(os.path.join(other, name)), name
        library = os.path.join(case.folder, "-".join(chosen).replace("/", "-") + ".db")
        # By its path, and by that which a link of a person's leads to.
        own = os.path.join(case.folder, "own")
        os.symlink(os.path.join(prefix, "bin", "semblance-cli"), own)
        out, paths = trace(case, own, "index", "-l", library, case.photos, **speak("de"))
        assert "2" in out and "added" not in out, f"not in German: {out}"
        assert_none_below(paths, BUILD, SOURCE)
        assert "2" in run(case, os.path.join(prefix, "bin", "semblance-cli"), "status",
                          "-l", library)
        assert "complete" in run(case, os.path.join(prefix, "bin", "semblance-weights"), "--check")
        os.remove(own)
        uninstall_below(case, prefix)
        assert list_files(other) == [], list_files(other)
        assert (list_folders(prefix), list_folders(other)) == before
        shutil.rmtree(prefix)
        shutil.rmtree(other)


def test_not_installed(case):
    """What cannot be installed leaves an earlier version as it was."""
    prefix = os.path.join(case.folder, "prefix")
    install_below(case, prefix)
    old = os.path.join("share", "semblance", "old")
    with open(os.path.join(prefix, "libexec", "semblance", "installed-files"), "a",
              encoding="ascii") as file:
        file.write(old + "\n")
    with open(os.path.join(prefix, old), "w", encoding="ascii") as file:
        file.write("old")
    man = os.path.join(prefix, "share", "man")
    page = os.path.join(man, "man1", "semblance.1")

    def break_folder():
        shutil.rmtree(man)
        with open(man, "w", encoding="ascii"):
            pass

    def break_file():
        os.remove(man)
        os.makedirs(page)

    def break_link():
        shutil.rmtree(man)
        os.symlink("/nonexistent/man", man)

    for step in [break_folder, break_file, break_link]:
        step()
        before = list_files(prefix), list_folders(prefix)
        cli = os.stat(os.path.join(prefix, "bin", "semblance-cli"))
        error = run(case, os.path.join(SOURCE, "app", "install.sh"), BUILD, prefix, status=1)
        assert man in error and "earlier version" in error, error
        assert (list_files(prefix), list_folders(prefix)) == before, list_files(prefix)
        after = os.stat(os.path.join(prefix, "bin", "semblance-cli"))
        assert (after.st_ino, after.st_mtime_ns) == (cli.st_ino, cli.st_mtime_ns)
    os.remove(man)
    install_below(case, prefix)
    assert os.path.isfile(page) and not os.path.exists(os.path.join(prefix, old))


def test_fetched_weights(case):
    """semblance-weights takes only what is published, and puts it where the program looks."""
    need_weights(case)
    prefix = install(case)
    program = os.path.join(prefix, "bin", "semblance-weights")
    assert "complete" in run(case, program, "--check")
    os.remove(os.path.join(prefix, "share", "semblance", WEIGHTS))
    own = os.path.join(case.env["XDG_DATA_HOME"], "semblance", WEIGHTS)
    run(case, program, "--check", status=1)
    # No network is asked: pip may use no index.
    out = run(case, program, status=1, PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert "network connection" in out, out
    changed = os.path.join(case.folder, "changed")
    with open(case.weights, "rb") as file, open(changed, "wb") as copy:
        copy.write(file.read()[:-1] + b"x")
    for wrong in [changed, "/nonexistent/file", case.folder, "/dev/null"]:
        out = run(case, program, wrong, status=1)
        assert wrong in out, out
    assert not os.path.exists(os.path.dirname(own)) or os.listdir(os.path.dirname(own)) == []
    for wrong in [["--nonsense"], [""], ["a", "b"], ["--check", "a"]]:
        assert "--help" in run(case, program, *wrong, status=2), wrong
    out = run(case, program, "--progress", case.weights)
    numbers = [int(line) for line in out.splitlines() if line.isdigit()]
    assert numbers == sorted(numbers) and numbers[-1] == 100, out
    assert os.listdir(os.path.dirname(own)) == [WEIGHTS]
    assert "complete" in run(case, program)
    case.make(1, 2)
    assert "2 added" in run(case, os.path.join(prefix, "bin", "semblance-cli"), "index",
                            case.photos)


def test_window_arguments(case):
    """What the window's program is asked in a terminal, it answers there."""
    program = os.path.join(BUILD, "semblance")
    nowhere = {"DISPLAY": ":4711", "WAYLAND_DISPLAY": "", "GDK_BACKEND": "x11"}
    assert "Semblance 0" in run(case, program, "--version", **nowhere)
    assert "--library" in run(case, program, "--help", **nowhere)
    assert "Bibliothek" in run(case, program, "--help", **speak("de"), **nowhere)
    # In a locale that is nowhere, and without any.
    assert "Bibliothek" in run(case, program, "--help", LC_ALL="de_AQ.UTF-8", **nowhere)
    assert "[OPTION…]" in run(case, program, "--help", LC_ALL="C", **nowhere)
    for option in ["--version", "--help", "--help-all"]:
        error = run(case, "sh", "-c", '"$0" "$1" >/dev/full', program, option, status=1, **nowhere)
        assert "No space left" in error, error
    for wrong in ["--frob", "-x", "--help=yes", "--library"]:
        error = run(case, program, wrong, status=2, **nowhere)
        assert wrong in error and "--help" in error, error
    for args in [[], ["--library", "--frob"], ["--library=x"], ["a.jpg"], ["--", "--frob"]]:
        error = run(case, program, *args, status=1, **nowhere)
        assert "no display" in error and "WARNING" not in error, error


APT = """Reading package lists...
The following NEW packages will be installed:
  cmatrix fortune-mod
0 upgraded, 3 newly installed, 0 to remove and 12 not upgraded.
Need to get 260 MB/286 MB of archives.
After this operation, 1,100 MB of additional disk space will be used.
Do you want to continue? [Y/n] N
Abort.
"""


def test_setting_up(case):
    """Before packages are installed the sizes are said, and then how far it is."""
    log = os.path.join(case.folder, "log")

    def call(function, text):
        script = f'set -euo pipefail; program=x top=. log={log}; . "$1"; {function} <<<"$2"'
        return run(case, "bash", "-c", script, "x", os.path.join(SOURCE, "app", "setup.sh"), text)

    assert call("describe_packages", APT).splitlines() == [
        "Packages with what they need: 3.", "To fetch: 260 MB/286 MB.", "On the disk: 1,100 MB."]
    status = "".join(f"dlstatus:{i}:{i / 2}:Retrieving file {i}: a\n" for i in range(201)) \
        + "Setting up cmatrix: done\n" + "pmstatus:dpkg-exec:0.0000:Running dpkg\n" \
        + "pmstatus:cmatrix:55.5556:Installed cmatrix\nE: broken\n"
    lines = call("watch_packages", status).splitlines()
    assert [line for line in lines if line.startswith("Installing")] == [
        "Installing packages: 0 %", "Installing packages: 55 %"], lines
    assert lines[0] == "Fetching packages: 0 %" and "Fetching packages: 100 %" in lines, lines
    assert len(lines) <= 14, lines
    with open(log, encoding="utf-8") as file:
        text = file.read()
    assert "Setting up cmatrix: done\n" in text and "E: broken\n" in text, text


TESTS = [test_wrapper, test_installed, test_no_decoder, test_weights, test_window,
         test_for_one_user, test_folders, test_linked_folders, test_not_installed,
         test_fetched_weights, test_window_arguments, test_setting_up]

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[4:9]))
