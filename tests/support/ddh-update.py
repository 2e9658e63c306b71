#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the engine with a plain implementation of the published DDH.

Usage: ddh-update.py DUMP-PROGRAM

Song, He, Fan and Gao, "Deep Discrete Hashing with Self-supervised Pairwise Labels", ECML-PKDD 2017:
labels, loss and step of their code, with complete matrices in double precision. Only the last layer
is trained; the features are constant. The program writes a problem, its labels, and its layer and
memory after every step.
"""

import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("numpy is not installed")
    sys.exit(77)

BATCH = 50
EPOCHS = 100
DECAY = 5e-4
TOLERANCE = 1e-5


class Dump:
    """Reads the program's numbers in order."""

    def __init__(self, data):
        self.data = data
        self.offset = 0

    def take(self, kind, shape):
        count = int(np.prod(shape))
        values = np.frombuffer(self.data, kind, count, self.offset)
        self.offset += values.nbytes
        return values.reshape(shape)

    def integers(self, *shape):
        return self.take("<u4", shape).astype(int)

    def floats(self, *shape):
        return self.take("<f4", shape).astype(float)


def unit_rows(matrix):
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def pairwise_labels(features, k1, k2):
    """S, n x n: 1 for similar pairs, -1 for all others."""
    n = len(features)
    cosines = unit_rows(features) @ unit_rows(features).T
    member = np.zeros((n, n), dtype=int)
    for i in range(n):
        others = [j for j in range(n) if j != i]
        others.sort(key=lambda j, row=cosines[i]: (-row[j], j))
        member[i, [i] + others[:k1]] = 1
    overlap = member @ member.T
    labels = -np.ones((n, n))
    for i in range(n):
        sharing = [j for j in range(n) if overlap[i, j] > 0]
        sharing.sort(key=lambda j, row=overlap[i]: (-row[j], j))
        for t in sharing[:k2]:
            similar = np.flatnonzero(member[t])
            labels[i, similar] = 1
            labels[similar, i] = 1
    return labels


def sign(u):
    return np.where(u > 0, 1.0, -1.0)


class Network:
    """u = x W + b, with b the last row of the weights, and the memory U of all latest outputs."""

    def __init__(self, x, labels, weights, weight_of_codes):
        self.x = np.hstack([x, np.ones((len(x), 1))])
        self.labels = labels
        self.weights = weights.copy()
        self.memory = np.zeros((len(x), weights.shape[1]))
        self.weight_of_codes = weight_of_codes

    def forward(self, rows):
        self.memory[rows] = self.x[rows] @ self.weights

    def loss_gradient(self, rows):
        """Half the gradient of the loss with respect to the outputs, with constant U and signs."""
        bits = self.memory.shape[1]
        u = self.memory[rows]
        pairs = (u @ self.memory.T / bits - self.labels[rows]) @ self.memory / bits
        return pairs + self.weight_of_codes * (u - sign(u))

    def step(self, rows, rate):
        self.forward(rows)
        gradient = self.x[rows].T @ self.loss_gradient(rows)
        self.weights += rate * (-gradient / (len(self.x) * BATCH) - DECAY * self.weights)


def rate_of(epoch, epochs):
    return 10 ** (-2 - 4 * (epoch - 1) / (epochs - 1))


def difference(name, ours, wanted):
    worst = np.abs(ours - wanted).max()
    print(f"{name}: largest difference {worst:.1e}, largest number {np.abs(wanted).max():.2f}")
    return worst <= TOLERANCE * max(1.0, np.abs(wanted).max())


def check_steps(dump, n, d, bits, k1, k2):
    """Compares the labels, then the layer and the memory after each of several steps."""
    features, x = dump.floats(n, d), dump.floats(n, d)
    labels = dump.integers(n, n)
    ours = pairwise_labels(features, k1, k2)
    share = (ours > 0).mean()
    print(f"{share:.1%} of the pairs are similar")
    good = np.array_equal(labels * 2 - 1, ours) and 0.02 < share < 0.5
    (n_steps,) = dump.integers(1)
    weight_of_codes, rate = dump.floats(2)
    start = dump.floats(d + 1, bits)
    network = Network(x, ours, start, weight_of_codes)
    for step in range(n_steps):
        network.step(dump.integers(BATCH), rate)
        good &= difference(f"step {step + 1}, W", dump.floats(d + 1, bits), network.weights)
        good &= difference(f"step {step + 1}, U", dump.floats(n, bits), network.memory)
    return good and np.abs(network.weights - start).max() > 0.005


def check_training(dump, n, d, bits, k1, k2):
    """Compares the outputs after whole epochs of a training by the paper's preset.

    The memory starts with zeros, and features are as long as the paper's, and not centred.
    """
    features, x = dump.floats(n, d), dump.floats(n, d)
    good = difference("features", x, 60 * unit_rows(features))
    (epochs,) = dump.integers(1)
    weight_of_codes, _ = dump.floats(2)
    start = dump.floats(d + 1, bits)
    network = Network(x, pairwise_labels(features, k1, k2), start, weight_of_codes)
    first_outputs = network.x @ network.weights
    for epoch in range(1, epochs + 1):
        order = dump.integers(n)
        for first in range(0, n, BATCH):
            network.step(order[first:first + BATCH], rate_of(epoch, epochs))
    outputs = network.x @ network.weights
    good &= abs(weight_of_codes - 15 * n / 1000) < 1e-6
    good &= difference(f"after {epochs} passes, outputs", dump.floats(n, bits), outputs)
    return good and np.abs(outputs - first_outputs).max() > 0.1


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dump")
        subprocess.run([sys.argv[1], path], check=True)
        with open(path, "rb") as file:
            dump = Dump(file.read())
    sizes = dump.integers(5)
    good = check_steps(dump, *sizes)
    good &= check_training(dump, *sizes)
    return 0 if good and dump.offset == len(dump.data) else 1


if __name__ == "__main__":
    sys.exit(main())
