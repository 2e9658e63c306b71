#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""backbone-program.py MODE D SIDE [FILE] - a backbone that is known, or does wrong as MODE says

A picture is described by its mean red, green and blue and by that of 4 × 4 parts; the words "red",
"green" and "blue" as pictures of the colour are. FILE tells of what it did: one line a question,
or how it was started. A number behind the mode, such as crash:3, is after how many pictures.
"""

import os
import signal
import struct
import sys
import time

import numpy

MODE, _, LATER = sys.argv[1].partition(":")
D, SIDE = int(sys.argv[2]), int(sys.argv[3])
FILE = sys.argv[4] if len(sys.argv) > 4 else None
COLOURS = {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1)}
ask, answer = sys.stdin.buffer, sys.stdout.buffer


def tell(line):
    if FILE:
        with open(FILE, "a", encoding="utf-8") as file:
            file.write(line + "\n")


def describe(pictures):
    pictures = pictures.reshape(-1, SIDE, SIDE, 3).astype("f8") / 255
    side = SIDE // 4 * 4
    parts = pictures[:, :side, :side].reshape(len(pictures), 4, side // 4, 4, side // 4, 3)
    all_ = numpy.concatenate([4 * pictures.mean((1, 2)),
                              parts.mean((2, 4)).reshape(len(pictures), -1)], 1)
    out = numpy.zeros((len(pictures), D), "<f4")
    out[:, :min(D, all_.shape[1])] = all_[:, :D]
    return out


def describe_words(text):
    colour = numpy.array(COLOURS.get(text, (1, 1, 1)))
    picture = numpy.tile((255 * colour).astype("u1"), SIDE * SIDE)
    return describe(picture)


def hello():
    title = {"other-title": b"made colours, version 2", "bad-title": b"\xff\xfe"}.get(
        MODE, b"made colours, version 1")
    flags, size = int(MODE.startswith("words")), len(title)
    magic = b"HELLO ME" if MODE == "no-hello" else b"SEMBLANC"
    version = 2 if MODE == "other-version" else 1
    if MODE == "huge-hello":
        size = 2 ** 31
    if MODE == "prints":
        answer.write(b"Loading the weights of a network that likes to talk ...\n")
    if MODE == "slow-hello":
        time.sleep(3600)
    if MODE == "dies-at-once":
        sys.exit(7)
    answer.write(struct.pack("<8s6I", magic, version, flags, SIDE, D, size, 0) + title)
    answer.flush()
    if MODE == "huge-hello":
        while True:
            answer.write(b"x" * 65536)


def misbehave(kind, n, vectors):
    """What to answer, or nothing where it was answered already."""
    size = vectors.nbytes
    if MODE == "nan":
        vectors[-1, -1] = numpy.nan
    elif MODE == "infinite":
        vectors[0, 0] = -numpy.inf
    elif MODE == "large":
        vectors[0, 0] = 1e6
    elif MODE == "short":
        return struct.pack("<IIQ", kind, n, size - 4) + vectors.tobytes()[:-4]
    elif MODE == "long":
        return struct.pack("<IIQ", kind, n, 2 ** 60) + bytes(2 ** 20)
    elif MODE == "half-answer":
        answer.write((struct.pack("<IIQ", kind, n, size) + vectors.tobytes())[:-8])
        answer.flush()
        time.sleep(3600)
    elif MODE == "other-kind":
        return struct.pack("<IIQ", 9, n, size) + vectors.tobytes()
    elif MODE == "more":
        return struct.pack("<IIQ", kind, n, size) + vectors.tobytes() + b"and more" * 9
    elif MODE == "twice":
        return 2 * (struct.pack("<IIQ", kind, n, size) + vectors.tobytes())
    elif MODE == "closes-input":
        os.close(0)
        answer.write(struct.pack("<IIQ", kind, n, size) + vectors.tobytes())
        answer.flush()
        time.sleep(3600)
    elif MODE == "orphan":
        if (child := os.fork()) == 0:
            time.sleep(3600)
        tell(str(child))
        os._exit(3)
    elif MODE == "stops":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif MODE == "crash":
        sys.exit(3)
    elif MODE == "signal":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif MODE == "hang":
        time.sleep(3600)
    elif MODE == "closes":
        os.close(1)
        os.close(0)
        time.sleep(3600)
    elif MODE == "refuses-red" and (vectors[:, 0] - vectors[:, 1] > 4 * .955).any():
        return struct.pack("<IIQ", 0, 0, 9) + b"too red! "
    elif MODE in ("refuses", "words-refuses"):
        text = "the graphics\nprocessor is busy".encode()
        return struct.pack("<IIQ", 0, 0, len(text)) + text
    return struct.pack("<IIQ", kind, n, size) + vectors.tobytes()


def main():
    hello()
    tell("start " + " ".join(sorted(os.environ)) + " in " + os.getcwd() + " with "
         + " ".join(sorted(os.listdir("/proc/self/fd"), key=int)))
    seen = 0
    while len(header := ask.read(16)) == 16:
        kind, n, size = struct.unpack("<IIQ", header)
        if MODE == "never-reads":
            time.sleep(3600)
        if MODE == "streams":
            # Answers as it reads, one by one, so that both pipes are full.
            answer.write(struct.pack("<IIQ", kind, n, 4 * n * D))
            for _ in range(n):
                answer.write(describe(numpy.frombuffer(ask.read(size // n), "u1")).tobytes())
                answer.flush()
            continue
        body = ask.read(size)
        tell(f"{kind} {n} {size}" + (" " + body.decode() if kind == 2 else ""))
        seen += n
        if kind == 2:
            vectors = describe_words(body.decode())
        else:
            vectors = describe(numpy.frombuffer(body, "u1"))
        bad = not LATER or seen > int(LATER)
        answer.write(misbehave(kind, n, vectors) if bad else
                     struct.pack("<IIQ", kind, n, vectors.nbytes) + vectors.tobytes())
        answer.flush()
    tell("end")


main()
