#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes the first steps of BCDH in double precision and compares them with the program's.

Usage: check-bcdh.py DUMP-PROGRAM

All photos of scenes are in every step, so that only the initial outputs by ITQ are random; they are
taken from the program.
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

RATE, SCALE, FIRST_ALPHA, LAST_ALPHA, NEGATIVES = 3e-3, 8.0, 0.01, 0.5, 5


def read_dump(program):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dump")
        subprocess.run([program, path], check=True)
        with open(path, "rb") as file:
            data = file.read()
    n, d, bits, passes, pairs = struct.unpack_from("<5I", data)
    at = 20
    shared = np.frombuffer(data, "<u4", 3 * pairs, at).reshape(pairs, 3)
    scene = np.frombuffer(data, "<i4", n, at + 12 * pairs)
    points = np.frombuffer(data, "<u4", n, at + 12 * pairs + 4 * n)
    numbers = np.frombuffer(data, "<f4", offset=at + 12 * pairs + 8 * n).astype(np.float64)
    features, start, end = np.split(numbers, [n * d, n * (d + bits)])
    overlap = np.zeros((n, n))
    for a, b, common in shared:
        overlap[a, b] = overlap[b, a] = common / min(points[a], points[b])
    return (features.reshape(n, d), start.reshape(n, bits), end.reshape(n, bits), scene, overlap,
            passes)


def find_negatives(outputs, scene, query):
    """The nearest photos of other scenes or of none, one of each scene."""
    distances = np.square(outputs - outputs[query]).sum(axis=1)
    found, seen = [], {scene[query]}
    for row in np.argsort(distances, kind="stable"):
        if len(found) == NEGATIVES or scene[row] >= 0 and scene[row] in seen:
            continue
        if scene[row] < 0 and row == query:
            continue
        if scene[row] >= 0:
            seen.add(scene[row])
        found.append(row)
    return found


def list_pairs(outputs, scene, overlap, tau):
    pairs = []
    for query in np.flatnonzero(scene >= 0):
        for other in np.flatnonzero(scene == scene[query]):
            if other != query:
                pairs.append((query, other, tau * np.sqrt(1 - overlap[query, other]), False))
        pairs += [(query, other, tau, True) for other in find_negatives(outputs, scene, query)]
    return pairs


def find_slopes(outputs, pairs, alpha):
    slopes = np.zeros_like(outputs)
    for i, j, target, at_least in pairs:
        difference = outputs[i] - outputs[j]
        distance = np.sqrt((difference ** 2).sum())
        if at_least and distance >= target:
            pull = np.zeros_like(difference)
        else:
            pull = (distance - target) / distance * difference
        slopes[i] += pull + alpha * (outputs[i] - np.where(outputs[i] > 0, 1, -1))
        slopes[j] += -pull + alpha * (outputs[j] - np.where(outputs[j] > 0, 1, -1))
    return slopes / len(pairs)


def learn(x, start, scene, overlap, passes):
    """The outputs after the given epochs of one step each, by Adam."""
    tau = 2 * np.sqrt(start.shape[1] / 4)
    inputs = np.hstack([SCALE * x, np.ones((len(x), 1))])
    weights = np.linalg.lstsq(inputs, start / np.abs(start).mean(), rcond=None)[0]
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, passes + 1):
        alpha = FIRST_ALPHA * (LAST_ALPHA / FIRST_ALPHA) ** ((step - 1) / (passes - 1))
        outputs = inputs @ weights
        pairs = list_pairs(outputs, scene, overlap, tau)
        gradient = inputs.T @ find_slopes(outputs, pairs, alpha)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient ** 2
        weights -= RATE * (mean / (1 - 0.9 ** step)) / (
            np.sqrt(square / (1 - 0.999 ** step)) + 1e-8)
    return inputs @ weights


def main():
    features, start, end, scene, overlap, passes = read_dump(sys.argv[1])
    x = features - features.mean(axis=0)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    wanted = learn(x, start, scene, overlap, passes)
    error = np.abs(end - wanted).max()
    moved = np.abs(wanted - start / np.abs(start).mean()).max()
    print(f"largest error {error:.2e} of outputs that moved by up to {moved:.3f}")
    return 0 if error < 1e-3 * moved else 1


if __name__ == "__main__":
    sys.exit(main())
