#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the truth of Revisited Oxford or Paris, a Python pickle, into the JSON that
semblance-cli evaluate --protocol roxford or rparis reads.

Usage: revisited-to-json.py gnd_roxford5k.pkl gnd_roxford5k.json

A pickle can run programs when it is read. This reads lists, dictionaries, texts, numbers and
arrays of numbers, and refuses everything else. Arrays need numpy (python3-numpy).
"""

import json
import pickle
import sys

ARRAYS = {("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"),
          ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"),
          ("numpy", "ndarray"), ("numpy", "dtype"), ("_codecs", "encode"),
          ("__builtin__", "bytes"), ("builtins", "bytes")}
GRADES = ("easy", "hard", "junk")


class Reader(pickle.Unpickler):
    """Loads data alone."""

    def find_class(self, module, name):
        if (module, name) in ARRAYS:
            return super().find_class(module.replace("numpy._core", "numpy.core"), name)
        raise pickle.UnpicklingError(f"it contains {module}.{name}, which is no data")


def convert(truth):
    """The published dictionary with plain lists and numbers."""
    return {
        "imlist": [str(name) for name in truth["imlist"]],
        "qimlist": [str(name) for name in truth["qimlist"]],
        "gnd": [{"bbx": [float(side) for side in query["bbx"]],
                 **{grade: [int(place) for place in query[grade]] for grade in GRADES}}
                for query in truth["gnd"]],
    }


def main(args):
    if len(args) != 2 or args[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 0 if args[:1] in (["-h"], ["--help"]) else 2
    try:
        with open(args[0], "rb") as file:
            truth = convert(Reader(file, encoding="latin1").load())
    except (OSError, pickle.UnpicklingError, KeyError, TypeError, ValueError, EOFError,
            AttributeError, IndexError, ImportError) as error:
        print(f"“{args[0]}” cannot be read: {error}.", file=sys.stderr)
        return 1
    with open(args[1], "w", encoding="utf-8") as file:
        json.dump(truth, file)
        file.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
