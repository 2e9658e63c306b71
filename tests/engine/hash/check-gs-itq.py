#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes GS-ITQ in double precision and compares it with the program's result.

Usage: check-gs-itq.py DUMP-PROGRAM

Solutions are equal up to the rotation of the bits, which starts from random numbers. Hence the
products of all pairs of outputs are compared, and how near the outputs come to their signs, which
the rotation optimises.
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

NEIGHBOURS, NEAR_DUPLICATE, RIDGE, POWER = 10, 0.98, 2.0, 1.5
# Of a small set no more than one of so many is a neighbour, but two are.
PHOTOS_A_NEIGHBOUR, NEIGHBOURS_LEAST = 20, 2


def unit_rows(a):
    lengths = np.sqrt((a * a).sum(axis=1, keepdims=True))
    return np.divide(a, lengths, out=np.zeros_like(a), where=lengths > 1e-12)


def read_dump(program):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dump")
        subprocess.run([program, path], check=True)
        with open(path, "rb") as file:
            data = file.read()
    n, d, bits = struct.unpack_from("<3I", data)
    numbers = np.frombuffer(data, "<f4", offset=12).astype(np.float64)
    return numbers[:n * d].reshape(n, d), numbers[n * d:].reshape(n, bits)


def adjacency(x):
    n = len(x)
    cosines = x @ x.T
    linked = np.zeros((n, n))
    for i in range(n):
        ranked = sorted((-cosines[i, j], j) for j in range(n)
                        if j != i and cosines[i, j] <= NEAR_DUPLICATE)
        for _, j in ranked[:min(NEIGHBOURS, max(NEIGHBOURS_LEAST, n // PHOTOS_A_NEIGHBOUR))]:
            linked[i, j] = linked[j, i] = 1
    degree = linked.sum(axis=1)
    weight = np.where(degree > 0, 1 / np.sqrt(np.maximum(degree, 1)), 0)
    return weight[:, None] * linked * weight[None, :]


def embed(features, bits):
    """The embedding before the rotation."""
    x = unit_rows(features - features.mean(axis=0))
    half = (np.eye(len(x)) + adjacency(x)) / 2
    x = x - x.mean(axis=0)
    smoothed = half @ x
    covariance = x.T @ x / len(x)
    metric = covariance + RIDGE * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    # C^-1/2 M C^-1/2 has the eigenvalues of M v = lambda C v.
    scale, axes = np.linalg.eigh(metric)
    whiten = axes / np.sqrt(scale) @ axes.T
    values, vectors = np.linalg.eigh(whiten @ (smoothed.T @ smoothed / len(x)) @ whiten)
    first = np.argsort(-values)[:bits]
    return x @ (whiten @ vectors[:, first] * values[first] ** POWER)


def quantise(points, seed):
    """The outputs after fifty iterations of ITQ's rotation."""
    random = np.random.default_rng(seed).normal(size=(points.shape[1],) * 2)
    rotation, _ = np.linalg.qr(random)
    for _ in range(50):
        signs = np.where(points @ rotation > 0, 1.0, -1.0)
        left, _, right = np.linalg.svd(points.T @ signs)
        rotation = left @ right
    return points @ rotation


def fit_to_signs(outputs):
    return np.abs(outputs).sum() / np.sqrt((outputs ** 2).sum() * outputs.size)


def main():
    features, outputs = read_dump(sys.argv[1])
    points = embed(features, outputs.shape[1])
    wanted = points @ points.T
    error = np.abs(outputs @ outputs.T - wanted).max() / np.abs(wanted).max()
    fits = [fit_to_signs(quantise(points, seed)) for seed in range(5)]
    ours, before = fit_to_signs(outputs), fit_to_signs(points)
    print(f"largest relative error of a product {error:.2e}; fit to the signs {ours:.4f}, "
          f"reference {min(fits):.4f} to {max(fits):.4f}, unrotated {before:.4f}")
    return 0 if error < 1e-4 and ours > min(fits) - 0.01 and min(fits) > before else 1


if __name__ == "__main__":
    sys.exit(main())
