#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""golden-gradients.py WEIGHTS INPUT FOLDER POWER - expected gradients of the backbone

Differentiates EfficientNet-Lite0 in numpy, in double precision, independent of the engine. INPUT
holds images of 224 × 224 × 3 bytes, R G B; FOLDER/feature-gradient.f32 holds the gradient of the
loss with respect to their features, which are pooled by (mean x^POWER)^(1/POWER). Writes
FOLDER/gradient.f32, the gradient with respect to every weight and bias, layer by layer and summed
over the images; FOLDER/layout, a line "NAME NUMBERS" for each of them; and
FOLDER/entry-gradient.f32, the gradient with respect to the scaled images. All numbers are
little-endian floats.
"""

import importlib
import os
import sys

import numpy

forward = importlib.import_module("golden-activations")
SIDE = forward.SIDE


class Tape:
    """Computes layer by layer and records the backward steps."""

    def __init__(self, tensors):
        self.tensors = tensors
        self.gradients = {}
        self.steps = []

    def add(self, name, gradient):
        self.gradients[name] = self.gradients.get(name, 0) + gradient

    def relu6(self, x):
        self.steps.append(lambda slope: slope * ((x > 0) & (x < 6)))
        return numpy.clip(x, 0, 6)

    def pointwise(self, x, name):
        weight = self.tensors[name + ".weight"]

        def back(slope):
            flat = slope.reshape(-1, slope.shape[-1])
            self.add(name + ".weight", x.reshape(-1, x.shape[-1]).T @ flat)
            self.add(name + ".bias", flat.sum(axis=0))
            return slope @ weight.T

        self.steps.append(back)
        return x @ weight + self.tensors[name + ".bias"]

    def filter(self, x, name, kernel, stride, depthwise):
        weight = self.tensors[name + ".weight"]
        multiply = (lambda a, b: a * b) if depthwise else (lambda a, b: a @ b)

        def back(slope):
            padded = numpy.zeros_like(forward.pad_same(x, kernel, stride))
            step = numpy.zeros_like(weight)
            rows, columns = slope.shape[:2]
            for ky, kx, part in forward.taps(x, kernel, stride):
                if depthwise:
                    step[ky, kx] = (part * slope).sum(axis=(0, 1))
                    back_step = slope * weight[ky, kx]
                else:
                    step[ky, kx] = numpy.einsum("yxi,yxo->io", part, slope)
                    back_step = slope @ weight[ky, kx].T
                padded[
                    ky : ky + (rows - 1) * stride + 1 : stride,
                    kx : kx + (columns - 1) * stride + 1 : stride,
                ] += back_step
            self.add(name + ".weight", step)
            self.add(name + ".bias", slope.sum(axis=(0, 1)))
            top, left = ((p - s) // 2 for p, s in zip(padded.shape[:2], x.shape[:2]))
            return padded[top : top + x.shape[0], left : left + x.shape[1]]

        self.steps.append(back)
        parts = forward.taps(x, kernel, stride)
        result = sum(multiply(part, weight[ky, kx]) for ky, kx, part in parts)
        return result + self.tensors[name + ".bias"]

    def block(self, x, index, kernel, stride, expansion):
        name = f"blocks.{index}."
        outer, self.steps = self.steps, []
        y = self.relu6(self.pointwise(x, name + "expand")) if expansion > 1 else x
        y = self.relu6(self.filter(y, name + "depthwise", kernel, stride, True))
        y = self.pointwise(y, name + "project")
        inner, self.steps = self.steps, outer
        residual = y.shape == x.shape

        def back(slope):
            result = self.go_back(inner, slope)
            return result + slope if residual else result

        self.steps.append(back)
        return x + y if residual else y

    def pool(self, x, power):
        feature = (x**power).mean(axis=(0, 1)) ** (1 / power)
        scale = numpy.divide(1, feature, out=numpy.zeros_like(feature), where=feature > 0)
        n_pixels = x.shape[0] * x.shape[1]
        self.steps.append(lambda slope: slope * (x * scale) ** (power - 1) / n_pixels)
        return feature

    @staticmethod
    def go_back(steps, slope):
        for step in reversed(steps):
            slope = step(slope)
        return slope

    def run(self, image, power, slope):
        """Adds this image's gradients, and returns the gradient with respect to the image."""
        self.steps = []
        x = self.relu6(self.filter(image, "stem", 3, 2, False))
        index = 0
        for repeats, kernel, stride, expansion, _ in forward.STAGES:
            for i in range(repeats):
                x = self.block(x, index, kernel, stride if i == 0 else 1, expansion)
                index += 1
        self.pool(self.relu6(self.pointwise(x, "head")), power)
        return self.go_back(self.steps, slope)


def list_layers():
    yield "stem"
    index = 0
    for repeats, _, _, expansion, _ in forward.STAGES:
        for _ in range(repeats):
            for layer in ("expand", "depthwise", "project"):
                if layer != "expand" or expansion > 1:
                    yield f"blocks.{index}.{layer}"
            index += 1
    yield "head"


def main(arguments):
    if len(arguments) != 5:
        print("Use: golden-gradients.py WEIGHTS INPUT FOLDER POWER", file=sys.stderr)
        return 2
    _, weights, source, folder, power = arguments
    with open(source, "rb") as stream:
        pixels = numpy.frombuffer(stream.read(), numpy.uint8).reshape(-1, SIDE, SIDE, 3)
    images = (pixels.astype(numpy.float64) - 127) / 128
    slopes = numpy.fromfile(os.path.join(folder, "feature-gradient.f32"), "<f4")
    slopes = slopes.astype(numpy.float64).reshape(len(images), -1)
    tape = Tape(forward.read_safetensors(weights))
    entries = [tape.run(image, int(power), slope) for image, slope in zip(images, slopes)]
    names = [layer + end for layer in list_layers() for end in (".weight", ".bias")]
    with open(os.path.join(folder, "layout"), "w", encoding="utf-8") as stream:
        stream.writelines(f"{name} {tape.gradients[name].size}\n" for name in names)
    gradients = numpy.concatenate([tape.gradients[name].ravel() for name in names])
    gradients.astype("<f4").tofile(os.path.join(folder, "gradient.f32"))
    numpy.array(entries).astype("<f4").tofile(os.path.join(folder, "entry-gradient.f32"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
