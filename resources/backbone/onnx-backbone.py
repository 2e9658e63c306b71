#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Describes pictures by a network in a file of ONNX Runtime ("pip install onnxruntime numpy").

  semblance-cli backbone add dino --dimensions 384 --command "python3 onnx-backbone.py dinov2.onnx"

The network gets float32 pictures of shape (n, 3, side, side), R G B; what a pixel of 0 to 255 is
then is (x / 255 - mean) / deviation. Of its outputs the first is taken, or the one of --output; one
of shape (n, tokens, d) is its first token, or with --patches the mean of the others. With --text,
a second file describes words, as for CLIP; it gets the 77 numbers that --tokenizer, a file
tokenizer.json, gives for them ("pip install tokenizers").
"""

import argparse
import hashlib
import struct
import sys

import numpy
import onnxruntime

IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
CLIP = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
HALVES = (127 / 255,) * 3, (128 / 255,) * 3
PIXELS = {"imagenet": IMAGENET, "clip": CLIP, "halves": HALVES}
CONTEXT = 77


def open_network(path, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    providers = onnxruntime.get_available_providers()
    return onnxruntime.InferenceSession(path, options, providers=providers)


def choose(output, patches):
    """(n, d) of whatever shape a network answers in."""
    if output.ndim == 3:
        return output[:, 1:].mean(1) if patches else output[:, 0]
    return output.reshape(len(output), -1)


def digest(*paths):
    total = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            total.update(file.read())
    return total.hexdigest()[:16]


class Pictures:
    def __init__(self, typed):
        self.typed, self.network = typed, open_network(typed.model, typed.threads)
        self.name, shape = self.network.get_inputs()[0].name, self.network.get_inputs()[0].shape
        # A file may be made for one picture at a time.
        self.most = shape[0] if isinstance(shape[0], int) else 32
        self.mean, self.deviation = (numpy.float32(x) for x in PIXELS[typed.pixels])
        self.outputs = [typed.output] if typed.output else None

    def run(self, pictures):
        x = (pictures.astype("f4") / 255 - self.mean) / self.deviation
        x = numpy.ascontiguousarray(x.transpose(0, 3, 1, 2), "f4")
        if len(x) < self.most:
            x = numpy.concatenate([x, numpy.zeros((self.most - len(x), *x.shape[1:]), "f4")])
        output = self.network.run(self.outputs, {self.name: x})[0]
        return choose(output, self.typed.patches)[:len(pictures)]

    def describe(self, pictures):
        step = self.most
        return numpy.concatenate([self.run(pictures[i:i + step])
                                  for i in range(0, len(pictures), step)])


class Words:
    def __init__(self, typed):
        from tokenizers import Tokenizer
        self.network = open_network(typed.text, typed.threads)
        self.tokenizer = Tokenizer.from_file(typed.tokenizer)

    def describe(self, text):
        tokens = self.tokenizer.encode(text).ids[:CONTEXT]
        known = {"input_ids": tokens + [tokens[-1]] * (CONTEXT - len(tokens)),
                 "attention_mask": [1] * len(tokens) + [0] * (CONTEXT - len(tokens))}
        inputs = {x.name: numpy.array([known.get(x.name, known["input_ids"])], "i8")
                  for x in self.network.get_inputs()}
        return choose(self.network.run(None, inputs)[0], False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("model")
    parser.add_argument("--output", help="name of the output to take")
    parser.add_argument("--patches", action="store_true", help="mean of all tokens but the first")
    parser.add_argument("--pixels", choices=PIXELS, default="imagenet")
    parser.add_argument("--side", type=int, default=224)
    parser.add_argument("--text", help="network that describes words")
    parser.add_argument("--tokenizer", help="tokenizer.json of that network")
    parser.add_argument("--threads", type=int, default=0)
    typed = parser.parse_args()
    ask, answer = sys.stdin.buffer, sys.stdout.buffer
    # Nothing else may be said there.
    sys.stdout = sys.stderr

    pictures = Pictures(typed)
    words = Words(typed) if typed.text else None
    d = pictures.describe(numpy.zeros((1, typed.side, typed.side, 3), "u1")).shape[1]
    title = (f"onnx {digest(typed.model, *([typed.text] if words else []))}, {typed.pixels}"
             + (f", {typed.output}" if typed.output else "")
             + (", patches" if typed.patches else "")).encode()
    answer.write(struct.pack("<8s6I", b"SEMBLANC", 1, bool(words), typed.side, d, len(title), 0)
                 + title)
    answer.flush()
    while len(header := ask.read(16)) == 16:
        kind, n, size = struct.unpack("<IIQ", header)
        body = ask.read(size)
        if kind == 2:
            vectors = words.describe(body.decode())
        else:
            vectors = pictures.describe(
                numpy.frombuffer(body, "u1").reshape(n, typed.side, typed.side, 3))
        vectors = numpy.ascontiguousarray(vectors, "<f4").tobytes()
        answer.write(struct.pack("<IIQ", kind, n, len(vectors)) + vectors)
        answer.flush()


main()
