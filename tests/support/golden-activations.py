#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""golden-activations.py WEIGHTS INPUT FOLDER - expected activations of the backbone

Runs EfficientNet-Lite0 in numpy, in double precision, after the network's definition and
independent of the engine. INPUT holds 224 × 224 × 3 bytes, R G B. Writes FOLDER/NAME.f32 for the
stem, for the last block of each stage and for the feature: little-endian floats, row-major.
"""

import json
import os
import struct
import sys

import numpy

SIDE = 224
# repeats, kernel, stride, expansion, output channels
STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)


def read_safetensors(path):
    with open(path, "rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(length))
        data = stream.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = numpy.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
            tensors[name] = values.astype(numpy.float64)
    return tensors


def pad_same(x, kernel, stride):
    """TensorFlow's SAME padding: an odd row and column of zeros are added after the image."""
    widths = []
    for side in x.shape[:2]:
        total = max((-(-side // stride) - 1) * stride + kernel - side, 0)
        widths.append((total // 2, total - total // 2))
    return numpy.pad(x, (*widths, (0, 0)))


def taps(x, kernel, stride):
    """Yields the pixels under each element of the kernel."""
    rows, columns = (-(-side // stride) for side in x.shape[:2])
    padded = pad_same(x, kernel, stride)
    for ky in range(kernel):
        for kx in range(kernel):
            yield ky, kx, padded[
                ky : ky + (rows - 1) * stride + 1 : stride,
                kx : kx + (columns - 1) * stride + 1 : stride,
            ]


def relu6(x):
    return numpy.clip(x, 0, 6)


class Network:
    def __init__(self, tensors):
        self.tensors = tensors

    def pointwise(self, x, name):
        return x @ self.tensors[name + ".weight"] + self.tensors[name + ".bias"]

    def dense(self, x, name, kernel, stride):
        weight = self.tensors[name + ".weight"]
        result = sum(part @ weight[ky, kx] for ky, kx, part in taps(x, kernel, stride))
        return result + self.tensors[name + ".bias"]

    def depthwise(self, x, name, kernel, stride):
        weight = self.tensors[name + ".weight"]
        result = sum(part * weight[ky, kx] for ky, kx, part in taps(x, kernel, stride))
        return result + self.tensors[name + ".bias"]

    def block(self, x, index, kernel, stride, expansion):
        name = f"blocks.{index}."
        y = relu6(self.pointwise(x, name + "expand")) if expansion > 1 else x
        y = relu6(self.depthwise(y, name + "depthwise", kernel, stride))
        y = self.pointwise(y, name + "project")
        return x + y if y.shape == x.shape else y

    def run(self, x):
        """Yields each part's name and activations."""
        x = relu6(self.dense(x, "stem", 3, 2))
        yield "stem", x
        index = 0
        for stage, (repeats, kernel, stride, expansion, _) in enumerate(STAGES):
            for i in range(repeats):
                x = self.block(x, index, kernel, stride if i == 0 else 1, expansion)
                index += 1
            yield f"stage{stage}", x
        yield "feature", relu6(self.pointwise(x, "head")).mean(axis=(0, 1))


def main(arguments):
    if len(arguments) != 4:
        print("Use: golden-activations.py WEIGHTS INPUT FOLDER", file=sys.stderr)
        return 2
    _, weights, source, folder = arguments
    with open(source, "rb") as stream:
        pixels = numpy.frombuffer(stream.read(), numpy.uint8).reshape(SIDE, SIDE, 3)
    image = (pixels.astype(numpy.float64) - 127) / 128
    for name, values in Network(read_safetensors(weights)).run(image):
        values.astype("<f4").tofile(os.path.join(folder, name + ".f32"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
