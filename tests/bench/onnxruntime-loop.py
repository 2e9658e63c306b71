#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""onnxruntime-loop.py WEIGHTS INPUT FEATURE - the backbone in ONNX Runtime, on one thread

Builds the network as an ONNX model in memory, from the same weights, and runs it on INPUT
(224 × 224 × 3 bytes, R G B). Writes the feature to the file FEATURE. Then, for each line of its
standard input, runs the network once and prints the CPU time of the thread in milliseconds.
"""

import json
import struct
import sys
import time

import numpy
import onnxruntime

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
FLOAT, INT, INTS = 1, 2, 7


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field, value):
    return varint(field << 3) + varint(value)


def chunk(field, data):
    data = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | 2) + varint(len(data)) + data


def attribute(name, value):
    if isinstance(value, int):
        return chunk(1, name) + number(3, value) + number(20, INT)
    return chunk(1, name) + b"".join(number(8, v) for v in value) + number(20, INTS)


def value_info(name, shape):
    dims = b"".join(chunk(1, number(1, n)) for n in shape)
    return chunk(1, name) + chunk(2, chunk(1, number(1, FLOAT) + chunk(2, dims)))


class Model:
    """Builds a protobuf ModelProto, field by field."""

    def __init__(self, weights):
        self.weights = weights
        self.graph = b""
        self.count = 0
        self.constant("zero", numpy.float32(0))
        self.constant("six", numpy.float32(6))

    def constant(self, name, values):
        values = numpy.ascontiguousarray(values, "<f4")
        tensor = b"".join(number(1, n) for n in values.shape) + number(2, FLOAT)
        self.graph += chunk(5, tensor + chunk(8, name) + chunk(9, values.tobytes()))

    def node(self, kind, inputs, **attributes):
        self.count += 1
        output = f"t{self.count}"
        data = b"".join(chunk(1, name) for name in inputs) + chunk(2, output) + chunk(4, kind)
        data += b"".join(chunk(5, attribute(k, v)) for k, v in attributes.items())
        self.graph += chunk(1, data)
        return output

    def convolution(self, x, name, side, kernel, stride, depthwise=False, relu6=True):
        weight = self.weights[name + ".weight"]
        weight = weight.reshape(kernel, kernel, -1, weight.shape[-1]).transpose(3, 2, 0, 1)
        self.constant(name + ".weight", weight)
        self.constant(name + ".bias", self.weights[name + ".bias"])
        total = max((-(-side // stride) - 1) * stride + kernel - side, 0)
        x = self.node(
            "Conv",
            [x, name + ".weight", name + ".bias"],
            kernel_shape=[kernel, kernel],
            strides=[stride, stride],
            pads=[total // 2] * 2 + [total - total // 2] * 2,
            group=weight.shape[0] if depthwise else 1,
        )
        return self.node("Clip", [x, "zero", "six"]) if relu6 else x

    def build(self):
        self.graph += chunk(11, value_info("image", (1, 3, SIDE, SIDE)))
        x, side = self.convolution("image", "stem", SIDE, 3, 2), SIDE // 2
        index, channels = 0, 32
        for repeats, kernel, stage_stride, expansion, out in STAGES:
            for i in range(repeats):
                stride = stage_stride if i == 0 else 1
                y, name = x, f"blocks.{index}."
                if expansion > 1:
                    y = self.convolution(y, name + "expand", side, 1, 1)
                y = self.convolution(y, name + "depthwise", side, kernel, stride, depthwise=True)
                side = -(-side // stride)
                y = self.convolution(y, name + "project", side, 1, 1, relu6=False)
                x = self.node("Add", [x, y]) if stride == 1 and channels == out else y
                index, channels = index + 1, out
        x = self.node("GlobalAveragePool", [self.convolution(x, "head", side, 1, 1)])
        self.graph += chunk(12, value_info(x, (1, 1280, 1, 1))) + chunk(2, "lite0")
        return number(1, 8) + chunk(7, self.graph) + chunk(8, chunk(1, "") + number(2, 13))


def read_safetensors(path):
    with open(path, "rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(length))
        data = stream.read()
    header.pop("__metadata__", None)
    return {
        name: numpy.frombuffer(data[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
        for name, entry in header.items()
    }


def main(arguments):
    _, weights, source, feature = arguments
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    model = Model(read_safetensors(weights)).build()
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    with open(source, "rb") as stream:
        pixels = numpy.frombuffer(stream.read(), numpy.uint8).reshape(SIDE, SIDE, 3)
    image = numpy.ascontiguousarray(pixels.transpose(2, 0, 1)[None], numpy.float32)
    inputs = {"image": (image - 127) / 128}
    session.run(None, inputs)[0].astype("<f4").tofile(feature)
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.thread_time()
        session.run(None, inputs)
        print((time.thread_time() - start) * 1e3, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
