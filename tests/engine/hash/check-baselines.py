#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes the baselines in double precision and compares them with the program's results.

Usage: check-baselines.py DUMP-PROGRAM

PCAH and SH are compared number by number, up to the sign of a principal direction. ITQ and KNNH
start from random rotations: the rotation is derived from their outputs and judged by how near it
brings the training points to their signs. CIBHash's loss and slopes are compared with the
formula.
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

NEIGHBOURS, TEMPERATURE, WEIGHT = 20, 0.3, 0.01


def read_dump(program):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dump")
        subprocess.run([program, path], check=True)
        with open(path, "rb") as file:
            data = file.read()
    n, d, bits = struct.unpack_from("<3I", data)
    numbers = np.frombuffer(data, "<f4", offset=12).astype(np.float64)
    parts = np.split(numbers, n * d + n * bits * np.arange(6))
    return parts[0].reshape(n, d), [part.reshape(n, bits) for part in parts[1:6]], parts[6]


def principal(features, bits):
    x = features - features.mean(axis=0)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    x -= x.mean(axis=0)
    _, _, axes = np.linalg.svd(x, full_matrices=False)
    return x @ axes[:bits].T


def worst(ours, wanted):
    """The largest difference up to the sign of each column."""
    same = np.abs(ours - wanted).max(axis=0)
    turned = np.abs(ours + wanted).max(axis=0)
    return np.minimum(same, turned).max()


def spectral(points, bits):
    """The first modes, chosen from all candidates."""
    low, high = points.min(axis=0), points.max(axis=0)
    modes = np.arange(1, bits + 1)[:, None] * np.pi / (high - low)
    outputs = []
    for at in np.argsort(modes, axis=None)[:bits]:
        mode, direction = np.unravel_index(at, modes.shape)
        along = points[:, direction] - low[direction]
        outputs.append(np.sin(np.pi / 2 + modes[mode, direction] * along))
    return np.stack(outputs, axis=1)


def shrink(points):
    squares = ((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return points[np.argsort(squares, axis=1)[:, :NEIGHBOURS]].mean(axis=1)


def learn_rotation(points, seed):
    random = np.random.default_rng(seed).normal(size=(points.shape[1],) * 2)
    rotation, _ = np.linalg.qr(random)
    for _ in range(50):
        signs = np.where(points @ rotation > 0, 1.0, -1.0)
        left, _, right = np.linalg.svd(points.T @ signs)
        rotation = left @ right
    return rotation


def fit_to_signs(outputs):
    return np.abs(outputs).sum() / np.sqrt((outputs ** 2).sum() * outputs.size)


def check_rotation(name, outputs, points, learned_for, other):
    """@other are points that the rotation was not trained on, to tell the two apart."""
    rotation = np.linalg.lstsq(points, outputs, rcond=None)[0]
    error = np.abs(points @ rotation - outputs).max()
    straight = np.abs(rotation.T @ rotation - np.eye(len(rotation))).max()
    ours = fit_to_signs(learned_for @ rotation)
    right = min(fit_to_signs(learned_for @ learn_rotation(learned_for, s)) for s in range(5))
    wrong = max(fit_to_signs(learned_for @ learn_rotation(other, s)) for s in range(5))
    print(f"{name}: off by {error:.1e}, from a rotation by {straight:.1e}; fit to the signs "
          f"{ours:.4f}, reference from {right:.4f}, trained on other points {wrong:.4f}")
    return error < 1e-4 and straight < 1e-3 and ours > right - 0.01 and ours > wrong + 0.01


def check_cibhash(outputs, slopes, terms):
    n = len(outputs)
    bits = outputs.shape[1]
    other = np.roll(np.arange(n), n // 2)
    codes = np.where(outputs > 0, 1.0, -1.0)
    weights = codes @ codes.T / bits / TEMPERATURE
    np.fill_diagonal(weights, -np.inf)
    weights = np.exp(weights)
    shares = weights / weights.sum(axis=1, keepdims=True)
    contrast = -np.log(shares[np.arange(n), other]).mean()
    p = 1 / (1 + np.exp(-outputs))
    q = p[other]
    divergence = (p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))).sum(axis=1).mean()

    shares[np.arange(n), other] -= 1
    wanted = (shares + shares.T) @ codes / n / bits / TEMPERATURE
    wanted -= codes * (wanted * codes).sum(axis=1, keepdims=True) / bits
    wanted += WEIGHT * (np.log(p / q) - np.log((1 - p) / (1 - q))) / n
    wanted *= p * (1 - p)
    error = np.abs(slopes - wanted).max() / np.abs(wanted).max()
    off = np.abs(terms - (contrast, divergence)).max()
    print(f"CIBHash: slopes off by {error:.1e} of the largest, terms by {off:.1e}")
    return error < 1e-4 and off < 1e-4


def main():
    features, outputs, terms = read_dump(sys.argv[1])
    pcah, sh, itq, knnh, slopes = outputs
    points = principal(features, pcah.shape[1])
    means = shrink(points)
    errors = worst(pcah, points), worst(sh, spectral(points, sh.shape[1]))
    print(f"PCAH off by {errors[0]:.1e}, SH by {errors[1]:.1e}")
    good = [
        errors[0] < 1e-4,
        errors[1] < 1e-3,
        check_rotation("ITQ", itq, points, points, means),
        check_rotation("KNNH", knnh, points, means, points),
        check_cibhash(knnh, slopes, terms),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
