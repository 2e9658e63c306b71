#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-convert.py CONVERTER - inputs that the converter of the weights accepts and rejects"""

import array
import collections
import importlib.util
import io
import json
import os
import pickle
import struct
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location("convert", sys.argv.pop(1))
convert = importlib.util.module_from_spec(spec)
spec.loader.exec_module(convert)


class Named:
    """Pickles as a call of a global name, like PyTorch's tensors."""

    def __init__(self, name, arguments):
        self.name, self.arguments = name, arguments


class Key:
    """Pickles as a persistent id."""

    def __init__(self, pid):
        self.pid = pid


class Pickler(pickle._Pickler):
    """Writes names that may not exist here."""

    def persistent_id(self, obj):
        return obj.pid if isinstance(obj, Key) else None

    def save(self, obj, *rest, **options):
        if isinstance(obj, Named):
            module, name = obj.name.rsplit(".", 1)
            self.write(b"c" + module.encode() + b"\n" + name.encode() + b"\n")
            if obj.arguments is not None:
                super().save(tuple(obj.arguments))
                self.write(b"R")
        else:
            super().save(obj, *rest, **options)


def dump(obj):
    stream = io.BytesIO()
    Pickler(stream, 2).dump(obj)
    return stream.getvalue()


def storage(key, count, kind="torch.FloatStorage", view=None):
    return Key(("storage", Named(kind, None), key, "cpu", count, view))


def tensor(place, offset, shape, strides):
    return Named(
        "torch._utils._rebuild_tensor_v2",
        (place, offset, shape, strides, False, collections.OrderedDict()),
    )


def weights_file(tensors, storages, magic=convert.MAGIC, little=True):
    data = dump(magic) + dump(1001) + dump({"little_endian": little})
    data += dump(tensors) + dump(list(storages))
    for values in storages.values():
        data += struct.pack("<q", len(values)) + array.array("f", values).tobytes()
    return data


class ReadTest(unittest.TestCase):
    def test_reads(self):
        tensors = {"w": tensor(storage("1", 6), 0, (2, 3), (1, 2))}
        view, values = convert.read_weights(weights_file(tensors, {"1": range(6)}))["w"]
        self.assertEqual(view.strides, (1, 2))
        self.assertEqual(list(values), [0, 1, 2, 3, 4, 5])

    def refuse(self, data, sentence):
        with self.assertRaisesRegex(convert.ConversionError, sentence):
            convert.read_weights(data)

    def test_refuses_other_names(self):
        for name in ("os.system", "posix.system", "builtins.eval", "torch.DoubleStorage"):
            with self.subTest(name):
                self.refuse(dump(Named(name, ("exit 1",))), "is refused")

    def test_refuses_unknown_storages(self):
        for place in (
            Key("w"),
            Key(("module", "f", "1", "cpu", 6, None)),
            storage("1", -6),
            storage("1", 6, view=("1", 0, 6)),
        ):
            tensors = {"w": tensor(place, 0, (2, 3), (3, 1))}
            self.refuse(weights_file(tensors, {"1": range(6)}), "in an unknown way")

    def test_refuses_views_outside(self):
        for offset, shape, strides, sentence in (
            (1, (2, 3), (3, 1), "beyond"),
            (0, (2, 3), (4, 1), "beyond"),
            (0, (2, 3), (3,), "described"),
            (-1, (2, 3), (3, 1), "impossible"),
            (0, (2, 3), (-3, 1), "impossible"),
            (0, (2.0, 3), (3, 1), "impossible"),
        ):
            tensors = {"w": tensor(storage("1", 6), offset, shape, strides)}
            self.refuse(weights_file(tensors, {"1": range(6)}), sentence)

    def test_refuses_damage(self):
        tensors = {"w": tensor(storage("1", 6), 0, (2, 3), (3, 1))}
        good = weights_file(tensors, {"1": range(6)})
        self.refuse(good[:-1], "cut short")
        self.refuse(good + b"x", "does not end")
        self.refuse(weights_file(tensors, {"1": range(5)}), "wrong length")
        self.refuse(weights_file(tensors, {"2": range(6)}), "no tensor uses")
        self.refuse(weights_file(tensors, {}), "does not end")
        self.refuse(weights_file(tensors, {"1": range(6)}, magic=1), "layout")
        self.refuse(weights_file(tensors, {"1": range(6)}, little=False), "little-endian")
        self.refuse(weights_file({"w": 7}, {}), "not a tensor")


def network(**tensors):
    """Tensors of the given values, contiguous or with the given strides."""
    weights = {}
    for name, (shape, strides, values) in tensors.items():
        place = convert.Storage(name, "f", len(values))
        view = convert.View(place, 0, shape, strides)
        weights[name.replace("__", ".")] = (view, array.array("f", values))
    return convert.Network(weights)


class FoldTest(unittest.TestCase):
    def test_folds(self):
        """Two outputs and three inputs, the matrix stored by input."""
        vector = {"shape": (2,), "strides": (1,)}
        net = network(
            c__weight=((2, 3, 1, 1), (1, 2, 6, 6), [1, 10, 2, 20, 3, 30]),
            n__weight=(*vector.values(), [2, 4]),
            n__bias=(*vector.values(), [0.5, -1]),
            n__running_mean=(*vector.values(), [1, 3]),
            n__running_var=(*vector.values(), [4 - 1e-3, 16 - 1e-3]),
        )
        net.put_convolution("p", "c", "n", (2, 3, 1, 1))
        shape, weight = net.tensors["p.weight"]
        self.assertEqual(shape, [3, 2])
        for found, expected in zip(weight, [1, 10, 2, 20, 3, 30]):
            self.assertAlmostEqual(found, expected, 5)
        for found, expected in zip(net.tensors["p.bias"][1], [-0.5, -4]):
            self.assertAlmostEqual(found, expected, 5)
        self.assertEqual(net.weights, {})

    def test_refuses_shapes_and_numbers(self):
        net = network(v=((3,), (1,), [1, 2, 3]))
        with self.assertRaisesRegex(convert.ConversionError, "lacks w"):
            net.take_vector("w", 3)
        with self.assertRaisesRegex(convert.ConversionError, "has the shape"):
            net.take_vector("v", 2)
        with self.assertRaisesRegex(convert.ConversionError, "not finite"):
            net.put("v", [1], [float("nan")])


class WriteTest(unittest.TestCase):
    def test_writes(self):
        tensors = {
            "a": ([2], array.array("f", [1, 2])),
            "b": ([1, 1], array.array("f", [3])),
        }
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "weights")
            convert.write_safetensors(path, tensors)
            with open(path, "rb") as stream:
                data = stream.read()
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8 : 8 + length])
        self.assertEqual((8 + length) % convert.ALIGNMENT, 0)
        self.assertEqual(header["b"], {"dtype": "F32", "shape": [1, 1], "data_offsets": [8, 12]})
        self.assertEqual(struct.unpack("<3f", data[8 + length :]), (1, 2, 3))


if __name__ == "__main__":
    unittest.main()
