#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if the manifest of the Flatpak leaves a source unpinned, asks for the network or for more
than the person's pictures, or does not build what meson.build needs.

Usage: check-flatpak.py TOP        checks the project
       check-flatpak.py --self-test
"""

import copy
import json
import os
import re
import sys

from project import list_files, read_text

ID = "io.github.semblance.Semblance"
FOLDER = "resources/packaging/flatpak"
WEIGHTS = "efficientnet-lite0.safetensors"
# What the runtime of GNOME 49 brings, of that which the build asks for.
RUNTIME = {"cairo", "gdk-pixbuf-2.0", "gio-2.0", "gio-unix-2.0", "glib-2.0", "gobject-2.0", "gtk4",
           "json-glib-1.0", "lcms2", "libadwaita-1", "libjpeg", "libjxl", "libseccomp", "libtiff-4",
           "m", "nettle", "pangocairo", "sqlite3", "threads"}
# Needed by what is left out.
LEFT_OUT = {"libpq": "-Darchive=disabled"}
ALLOWED = {"--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri",
           "--filesystem=xdg-pictures"}
NEEDS = re.compile(r"\b(?:dependency|find_library) ?\(\s*'([^']+)'")


def list_needs(top):
    """Returns the libraries that the programs' build files ask for."""
    paths = [path for path in list_files(top)
             if os.path.basename(path) == "meson.build" and not path.startswith("tests/")]
    return {name for path in paths for name in NEEDS.findall(read_text(top, path))}


def check_source(source, module, folder, weights):
    """Yields what is wrong with a source. @folder: of the project; None where nothing is there.
    @weights: the SHA-256 of the file of weights"""
    what = f"{module}: a source"
    if source.get("type") in ("archive", "file") and "url" in source:
        if not source["url"].startswith("https://"):
            yield f"{what} is not fetched by https"
        if not re.fullmatch("[0-9a-f]{64}", source.get("sha256", "")):
            yield f"{what} has no SHA-256"
    elif source.get("path") == WEIGHTS:
        # The one file that is put beside the manifest by whoever builds it.
        if source.get("sha256") != weights:
            yield f"{what} is not the published file of weights"
    elif source.get("type") in ("dir", "file") and "path" in source:
        path = os.path.normpath(os.path.join(FOLDER, source["path"]))
        if path.startswith(".."):
            yield f"{what} lies outside of the project"
        elif folder is not None and not os.path.exists(os.path.join(folder, path)):
            yield f"{what} is not there: {path}"
    else:
        yield f"{what} is neither pinned nor a part of the project"


def check(manifest, needs, top, weights):
    """Yields what is wrong with a manifest."""
    modules = {module["name"]: module for module in manifest["modules"]}
    for option in manifest["finish-args"]:
        if option not in ALLOWED:
            yield f"the permission {option}"
    if manifest["id"] != ID or manifest["runtime"] != "org.gnome.Platform":
        yield "another program or runtime"
    provided = set()
    for name, module in modules.items():
        for source in module.get("sources") or [{}]:
            yield from check_source(source, name, top, weights)
        if module.get("x-for", name) not in modules:
            yield f"{name} is for {module['x-for']}, which is not built"
        unneeded = set(module.get("x-provides", [])) - needs
        if unneeded:
            yield f"{name} provides what nothing needs: {', '.join(sorted(unneeded))}"
        if not {"x-provides", "x-for"} & set(module) and name not in ("weights", "semblance"):
            yield f"{name} does not say what it is for"
        provided |= set(module.get("x-provides", []))
    options = modules.get("semblance", {}).get("config-opts", [])
    for name in sorted(needs - provided - RUNTIME):
        if LEFT_OUT.get(name) not in options:
            yield f"nothing provides {name}"


GOOD = {
    "id": ID, "runtime": "org.gnome.Platform", "finish-args": ["--share=ipc"],
    "modules": [
        {"name": "below", "x-for": "raw", "sources": [
            {"type": "archive", "url": "https://example.org/a", "sha256": "0" * 64}]},
        {"name": "raw", "x-provides": ["libraw"], "sources": [
            {"type": "archive", "url": "https://example.org/b", "sha256": "f" * 64}]},
        {"name": "weights", "sources": [
            {"type": "file", "path": WEIGHTS, "sha256": "a" * 64}]},
        {"name": "semblance", "config-opts": ["-Darchive=disabled"],
         "sources": [{"type": "dir", "path": "../../.."}]}]}

# Each case is a change of that, and what has to be said.
PLANTED = [
    (lambda m: None, None),
    (lambda m: m["finish-args"].append("--share=network"), "--share=network"),
    (lambda m: m["finish-args"].append("--filesystem=host"), "--filesystem=host"),
    (lambda m: m["modules"][0]["sources"][0].pop("sha256"), "SHA-256"),
    (lambda m: m["modules"][0]["sources"][0].update(sha256="0" * 63), "SHA-256"),
    (lambda m: m["modules"][0]["sources"][0].update(url="http://example.org"), "https"),
    (lambda m: m["modules"][0]["sources"][0].update(type="git"), "neither pinned"),
    (lambda m: m["modules"][0].pop("sources"), "neither pinned"),
    (lambda m: m["modules"][3]["sources"][0].update(path="../../../.."), "outside"),
    (lambda m: m["modules"].pop(1), "nothing provides libraw"),
    (lambda m: m["modules"].pop(1), "which is not built"),
    (lambda m: m["modules"][1]["x-provides"].append("libx"), "nothing needs: libx"),
    (lambda m: m["modules"][0].pop("x-for"), "what it is for"),
    (lambda m: m["modules"][3]["config-opts"].clear(), "nothing provides libpq"),
    (lambda m: m["modules"][2]["sources"][0].pop("sha256"), "published file"),
    (lambda m: m["modules"][2]["sources"][0].update(sha256="b" * 64), "published file"),
    (lambda m: m.update(runtime="org.example"), "runtime"),
]


def self_test():
    status = 0
    needs = set(NEEDS.findall("a = dependency('libraw', version: '>= 1')\n"
                              "b = cc.find_library('m')\nlibpq_dep = dependency('libpq')\n"
                              "c = declare_dependency(link_with: d)"))
    if needs != {"libraw", "m", "libpq"}:
        print(f"self-test: {needs}")
        status = 1
    for change, wanted in PLANTED:
        manifest = copy.deepcopy(GOOD)
        change(manifest)
        found = list(check(manifest, needs, None, "a" * 64))
        if not any(wanted in line for line in found) if wanted else found:
            print(f"self-test: {wanted}: {found}")
            status = 1
    return status


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    top = sys.argv[1]
    manifest = json.loads(read_text(top, f"{FOLDER}/{ID}.json"))
    weights = read_text(top, f"resources/backbone/{WEIGHTS}.sha256").split()[0]
    found = list(check(manifest, list_needs(top), top, weights))
    for line in found:
        print(f"{FOLDER}/{ID}.json: {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
