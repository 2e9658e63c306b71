#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes learned whitening by Cholesky's way in double precision, and compares.

Usage: check-whitening.py DUMP-PROGRAM

P = V' L^-1 with L L' = C_S + epsilon I and V the eigenvectors of L^-1 C L^-T. The program solves
the generalised eigenproblem instead; directions are the same but for their signs.
"""

import os
import struct
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("numpy is not installed")
    sys.exit(77)

EPSILON = 0.1


def read_dump(program):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dump")
        subprocess.run([program, path], check=True)
        with open(path, "rb") as file:
            data = file.read()
    n, d, pairs, dimensions, rank = struct.unpack_from("<5I", data)
    x = np.frombuffer(data, "<f4", n * d, 20).astype(np.float64).reshape(n, d)
    ends = np.frombuffer(data, "<u4", 2 * pairs, 20 + x.size * 4).reshape(pairs, 2)
    w = np.frombuffer(data, "<f4", d * dimensions, 20 + x.size * 4 + ends.size * 4)
    return x, ends, w.astype(np.float64).reshape(d, dimensions)[:, :rank]


def whiten(x, pairs, dimensions):
    """The projection (d, dimensions), in the principal components, all of them here."""
    covariance = x.T @ x / len(x)
    _, components = np.linalg.eigh(covariance)
    difference = (x[pairs[:, 1]] - x[pairs[:, 0]]) @ components
    scatter = difference.T @ difference / len(pairs)
    scatter += EPSILON * np.trace(scatter) / len(scatter) * np.eye(len(scatter))
    inverse = np.linalg.inv(np.linalg.cholesky(scatter))
    whitened = inverse @ components.T @ covariance @ components @ inverse.T
    values, vectors = np.linalg.eigh(whitened)
    order = np.argsort(-values)[:dimensions]
    return components @ inverse.T @ vectors[:, order]


def main():
    x, pairs, ours = read_dump(sys.argv[1])
    wanted = x @ whiten(x, pairs, ours.shape[1])
    got = x @ ours
    got *= np.sign((got * wanted).sum(axis=0))
    error = np.abs(got - wanted).max() / np.abs(wanted).max()
    difference = got[pairs[:, 0]] - got[pairs[:, 1]]
    print(f"rank {ours.shape[1]}, largest relative error {error:.2e}, mean square of a pair's "
          f"difference {np.square(difference).mean():.3f}")
    return 0 if error < 1e-4 and ours.shape[1] == 16 else 1


if __name__ == "__main__":
    sys.exit(main())
