# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of installed files share: installing them, and running them as a user would.

The first arguments of such a test are MESON SOURCE BUILD, the others those of cli_test.main().
"""

import json
import os
import re
import shutil
import subprocess
import sys

from cli_test import PATIENCE, Skip

MESON, SOURCE, BUILD = sys.argv[1], *map(os.path.abspath, sys.argv[2:4])


ID = "io.github.semblance.Semblance"
WEIGHTS = "efficientnet-lite0.safetensors"
PATH = re.compile(rb'"(/[^"]*)"')
# Where the C library looks for locales.
LOCALES = os.environ.get("LOCPATH", os.devnull).split(":", maxsplit=1)[0] + "/"


def settings(case, **more):
    """Returns the environment without any variable that configures Semblance."""
    return {name: value for name, value in case.env.items()
            if not name.startswith(("SEMBLANCE_", "GSETTINGS_SCHEMA", "LD_"))} | more


def run(case, *command, status=0, cwd=None, **more):
    done = subprocess.run(command, env=settings(case, **more), cwd=cwd or case.folder,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=PATIENCE)
    assert done.returncode == status, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout if status == 0 else done.stderr


def install(case):
    """Installs all that is built, and returns the prefix below the destination."""
    destination = os.path.join(case.folder, "destination")
    done = subprocess.run([MESON, "install", "-C", BUILD, "--no-rebuild", "--destdir",
                           destination], env=case.env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout
    with open(os.path.join(BUILD, "meson-info", "intro-buildoptions.json"),
              encoding="utf-8") as file:
        options = {option["name"]: option["value"] for option in json.load(file)}
    return destination + options["prefix"]


def need_weights(case):
    if not os.path.exists(case.weights):
        raise Skip("the weights are not there")


def trace(case, *command, **more):
    """Runs @command and returns the absolute paths that its processes named to the system."""
    log = os.path.join(case.folder, "trace")
    strace = ["strace", "-f", "-qq", "-s", "4096", "-e", "trace=%file", "-o", log]
    try:
        subprocess.run([*strace, "true"], check=True, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Skip(f"strace does not work here: {error}") from error
    out = run(case, *strace, *command, **more)
    with open(log, "rb") as file:
        return out, {os.fsdecode(path) for path in PATH.findall(file.read())}


def make_data_without_us(case):
    """Returns a folder of data as this computer's, but with no settings of an installed Semblance:
    the desktop knows the program where its package is there."""
    data = os.path.join(case.folder, "data-of-others")
    schemas = os.path.join(data, "glib-2.0", "schemas")
    os.makedirs(schemas)
    for entry in os.scandir("/usr/share"):
        if entry.name != "glib-2.0":
            os.symlink(entry.path, os.path.join(data, entry.name))
    for entry in os.scandir("/usr/share/glib-2.0/schemas"):
        if entry.name.endswith((".xml", ".override")) and not entry.name.startswith(ID):
            os.symlink(entry.path, os.path.join(schemas, entry.name))
    subprocess.run(["glib-compile-schemas", schemas], check=True, stderr=subprocess.DEVNULL)
    return data


def assert_none_below(paths, *folders):
    """What a build that measures coverage counts at its end is not the program's doing, nor what
    the C library looks for."""
    for path in (path for path in paths if not path.endswith(".gcda")):
        for folder in folders if not path.startswith(LOCALES) else []:
            assert not (path + "/").startswith(folder + "/"), f"{path} was looked for"


def list_files(folder):
    return sorted(os.path.relpath(os.path.join(place, name), folder)
                  for place, _, names in os.walk(folder) for name in names)


def install_below(case, prefix, **more):
    return run(case, os.path.join(SOURCE, "app", "install.sh"), BUILD, prefix, **more)


def list_folders(folder):
    return sorted(os.path.relpath(os.path.join(place, name), folder)
                  for place, names, _ in os.walk(folder) for name in names)


def uninstall_below(case, prefix):
    run(case, os.path.join(prefix, "libexec", "semblance", "uninstall.sh"))
    assert list_files(prefix) == [], list_files(prefix)


def need_program(name):
    if not shutil.which(name):
        raise Skip(f"{name} is not installed")
