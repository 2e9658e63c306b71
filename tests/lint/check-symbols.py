#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if objects use symbols above their layer, or instructions that a CPU may lack.

Usage: check-symbols.py layers BUILD        archives only need the layers below them
       check-symbols.py circles BUILD       no circular dependencies between objects of an archive
       check-symbols.py baseline BUILD      only the kernels for them use newer instructions
       check-symbols.py no-window PROGRAM   the program does not load GTK
       check-symbols.py --self-test
"""

import os
import re
import subprocess
import sys
from importlib import import_module

BELOW = import_module("check-layers").BELOW

# The x86-64 baseline includes SSE2. Mnemonics of AVX and later start with a v; the others are those
# of SSE3, SSSE3, SSE4 and the bit instructions. tzcnt is omitted: compilers use it for bsf, as
# which older CPUs execute it.
NEWER = re.compile(
    r"\t(v[a-z0-9]+ .*%[xyz]mm|.*%[yz]mm|k(mov|or|and|not|xor)[bwdq] |"
    r"(popcnt|lzcnt|andn|bextr|blsr|blsi|blsmsk|mulx|pdep|pext|rorx|sarx|shlx|shrx|crc32|movbe|"
    r"lddqu|movddup|movsldup|movshdup|addsubp[sd]|haddp[sd]|hsubp[sd]|pshufb|palignr|pabs[bwd]|"
    r"phadd[wd]|phsub[wd]|pmaddubsw|pmulhrsw|psign[bwd]|pmulld|pmuldq|ptest|pblendw|blendv?p[sd]|"
    r"pblendvb|dpp[sd]|extractps|insertps|pextr[bdq]|pinsr[bdq]|pmovsx[a-z]+|pmovzx[a-z]+|"
    r"p(min|max)(sb|sd|uw|ud)|packusdw|roundp[sd]|rounds[sd]|movntdqa|pcmpeqq|pcmpgtq)l?q?\s)"
)
# Names of objects and functions that are chosen at run time contain the instruction set.
KERNELS = re.compile(r"(avx|neon|vpop|ssse|sse4|fma)")
# GdkPixbuf may be asked for its formats. Only the worker may decode files with it, and the model
# our own thumbnails.
DECODING = re.compile(r"gdk_pixbuf_(?!version|get_formats|format_)")
DECODERS = re.compile(r"engine/(decode/libsemblance-image\.a|model/)")
FUNCTION = re.compile(r"[0-9a-f]+ <(.*)>:")
WINDOW = re.compile(r"\blib(gtk-[34]|adwaita|gdk-[34]|gsk)")


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True,
                          errors="replace", env={**os.environ, "LC_ALL": "C"}).stdout


def find(build, suffix):
    for folder, _, names in os.walk(build):
        for name in sorted(names):
            if name.endswith(suffix):
                yield os.path.join(folder, name)


def layer_of(build, path):
    return "/".join(os.path.relpath(path, build).split("/")[:2])


def read_symbols(archive):
    """Returns the symbols that the archive defines and those that it needs."""
    defined, needed = set(), set()
    for line in run("nm", "--extern-only", "--portability", archive).splitlines():
        fields = line.split()
        if len(fields) < 2 or fields[0].endswith(":"):
            continue
        (needed if fields[1] in "Uvw" else defined).add(fields[0])
    return defined, needed - defined


def find_strangers(symbols):
    """symbols: {layer: (defined, needed)}. Yields each need of a forbidden layer."""
    home = {name: layer for layer, (defined, _) in symbols.items() for name in defined}
    for layer, (_, needed) in sorted(symbols.items()):
        below = {"engine/" + name for name in BELOW[layer]} | {layer}
        for name in sorted(needed):
            if home.get(name, layer) not in below:
                yield f"{layer} needs {name} of {home[name]}"
            if re.match(r"(gtk|gdk|gsk|adw)_(?!pixbuf)", name):
                yield f"{layer} needs {name} of the window's toolkit"
            if name.startswith("sqlite3_") and layer != "engine/store":
                yield f"{layer} needs {name}: SQL is for engine/store alone"


def find_decoding(archive, needed):
    """Yields each forbidden use of GdkPixbuf for decoding."""
    if not DECODERS.match(archive):
        for name in sorted(filter(DECODING.match, needed)):
            yield f"{archive} needs {name}: images are decoded in the decoder's worker alone"


def check_layers(build):
    symbols = {layer: (set(), set()) for layer in BELOW}
    archives, wrong = 0, []
    for archive in find(os.path.join(build, "engine"), ".a"):
        layer = layer_of(build, archive)
        if layer in symbols:
            archives += 1
            defined, needed = read_symbols(archive)
            wrong += find_decoding(os.path.relpath(archive, build), needed)
            symbols[layer][0].update(defined)
            symbols[layer][1].update(needed)
    wrong += find_strangers(symbols)
    print("\n".join(wrong) or f"{archives} archives need only the layers below them")
    return 1 if wrong or not archives else 0


def read_members(archive):
    """Returns {object: (defined, needed)} of the archive's members."""
    members = {}
    for line in run("nm", "--extern-only", "--portability", "--print-file-name",
                    archive).splitlines():
        where, _, symbol = line.partition(": ")
        fields = symbol.split()
        if len(fields) < 2:
            continue
        name = os.path.basename(re.sub(r".*\[(.*)\]$", r"\1", where))
        defined, needed = members.setdefault(name, (set(), set()))
        (needed if fields[1] in "Uvw" else defined).add(fields[0])
    return members


def find_circles(members):
    """Yields each set of objects with circular dependencies, as a list."""
    home = {name: member for member, (defined, _) in members.items() for name in defined}
    needs = {member: {home[name] for name in needed if name in home} - {member}
             for member, (_, needed) in members.items()}

    def reach(start):
        seen, todo = set(), [start]
        while todo:
            for member in needs[todo.pop()] - seen:
                seen.add(member)
                todo.append(member)
        return seen

    reached = {member: reach(member) for member in needs}
    circles = {tuple(sorted(other for other in reached[member] if member in reached[other]))
               for member in needs if member in reached[member]}
    yield from sorted(circles)


def check_circles(build):
    archives, wrong = 0, []
    for folder in ("engine", "ui", "app"):
        for archive in find(os.path.join(build, folder), ".a"):
            archives += 1
            for circle in find_circles(read_members(archive)):
                wrong.append(f"{os.path.relpath(archive, build)}: {' <-> '.join(circle)}")
        # A program's objects are in a folder next to it.
        objects = {}
        for path in find(os.path.join(build, folder), ".o"):
            objects.setdefault(os.path.dirname(path), {})[os.path.basename(path)] = path
        for own, paths in sorted(objects.items()):
            if not own.endswith(".a.p"):
                members = {name: read_symbols(path) for name, path in paths.items()}
                for circle in find_circles(members):
                    wrong.append(f"{os.path.relpath(own, build)}: {' <-> '.join(circle)}")
    print("\n".join(wrong) or f"no circle in {archives} archives")
    return 1 if wrong or not archives else 0


def find_newer(listing):
    """Returns the first instruction of a disassembly newer than the baseline, or None."""
    function = ""
    for line in listing.splitlines():
        match = FUNCTION.match(line)
        if match:
            function = match[1]
        elif NEWER.search(line) and not KERNELS.search(function):
            return f"{function}: {line.strip()}"
    return None


def check_baseline(build):
    wrong, read = [], 0
    for folder in ("engine", "ui", "app"):
        for path in find(os.path.join(build, folder), ".o"):
            if KERNELS.search(os.path.basename(path)):
                continue
            read += 1
            found = find_newer(run("objdump", "-d", "--no-show-raw-insn", path))
            if found:
                wrong.append(f"{os.path.relpath(path, build)}: {found}")
    print("\n".join(wrong) or f"{read} objects run on every x86-64 CPU")
    return 1 if wrong or not read else 0


def check_no_window(program):
    loaded = [line.split()[0] for line in run("ldd", program).splitlines() if line.strip()]
    wrong = [name for name in loaded if WINDOW.search(name)]
    print("loads " + ", ".join(wrong) if wrong else f"{len(loaded)} libraries, none of the window")
    return 1 if wrong or not loaded else 0


def self_test():
    symbols = {layer: (set(), set()) for layer in BELOW}
    symbols["engine/store"] = ({"sem_store_open"}, {"sqlite3_open", "printf"})
    symbols["engine/nn"] = (set(), {"sem_store_open", "sqlite3_open", "gtk_init"})
    symbols["engine/photos"] = (set(), {"sem_store_open", "gdk_pixbuf_new"})
    newer = ["vmovaps %xmm0,%xmm1", "vpaddd %ymm0,%ymm1,%ymm2", "popcnt %rax,%rax",
             "pshufb %xmm0,%xmm1", "pmulld %xmm0,%xmm1"]
    older = ["movaps %xmm0,%xmm1", "tzcnt  %rax,%rax", "verw   %ax", "paddd  %xmm0,%xmm1"]
    faults = [text for text in newer if not find_newer(f"   0:\t{text}\n")]
    if find_newer("00 <apply_avx2>:\n   0:\tvmovq %rax,%xmm1\n"):
        faults.append("a function made for AVX2")
    faults += [text for text in older if find_newer(f"   0:\t{text}\n")]
    strangers = list(find_strangers(symbols))
    ring = {"a": ({"f"}, {"g"}), "b": ({"g"}, {"h"}), "c": ({"h"}, {"f", "printf"}),
            "d": ({"k"}, {"f"})}
    line = {"a": ({"f"}, {"g"}), "b": ({"g"}, {"h"}), "c": ({"h"}, {"printf"})}
    if list(find_circles(ring)) != [("a", "b", "c")] or list(find_circles(line)):
        faults.append("circles")
    if list(find_decoding("engine/model/a.a", {"gdk_pixbuf_new"})) \
       or list(find_decoding("engine/decode/a.a", {"gdk_pixbuf_get_formats"})) \
       or not list(find_decoding("engine/decode/a.a", {"gdk_pixbuf_new_from_file"})):
        faults.append("who may decode")
    if len(strangers) != 3:
        faults += strangers or ["no stranger was found"]
    if not WINDOW.search("libgtk-4.so.1") or WINDOW.search("libgdk_pixbuf-2.0.so.0"):
        faults.append("the window's libraries")
    print("\n".join(faults) or "every planted fault was found")
    return 1 if faults else 0


def main():
    what = sys.argv[1]
    if what == "--self-test":
        return self_test()
    return {"layers": check_layers, "circles": check_circles, "baseline": check_baseline,
            "no-window": check_no_window}[what](sys.argv[2])


if __name__ == "__main__":
    sys.exit(main())
