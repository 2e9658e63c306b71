#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches for the originals of altered pictures by the methods of other programs.

Usage: copy-peers.py PICTURES GALLERY…

PICTURES is what semblance-cli evaluate --copies --pictures wrote: the pictures that it asked with
itself. Each GALLERY is a folder of photos. Prints one JSON object, with a row for each alteration
as evaluate --copies --json has it. The methods:

dct-features  cbird's search for cropped pictures: at 400 pixels, up to 400 ORB points of 12 levels;
              a square beside each, as large as the point, has a hash of 64 bits (mean of 5 to 7
              pixels, 32 × 32, DCT, 64 low frequencies in zigzag order without the first 6, against
              their mean). Each hash of the query finds the 10 nearest within less than 5 bits; the
              photo with the most of them comes first.
haar          digiKam's, after Jacobs, Finkelstein and Salesin, "Fast multiresolution image
              querying", SIGGRAPH 1995: at 128 × 128 the 40 largest Haar coefficients of Y, I and Q
              with their signs; weights of the paper for scanned pictures.
phash, dhash  of the package ImageHash, 64 bits.
"""

import json
import multiprocessing
import os
import sys
import time

import cv2
import faiss
import imagehash
import numpy as np
from PIL import Image, ImageOps

TEN = 10
# cbird
SIDE, POINTS, NEAR, BEST = 400, 400, 5, 10
# digiKam: by bin, for Y, I and Q
WEIGHTS = np.array([[5.00, 19.21, 34.37], [.83, 1.26, .36], [1.01, .44, .45], [.52, .53, .14],
                    [.47, .28, .18], [.30, .14, .27]], np.float32)
HAAR_SIDE, HAAR_KEPT = 128, 40
YIQ = np.array([[.299, .587, .114], [.596, -.275, -.321], [.212, -.523, .311]], np.float32)


def make_zigzag(side):
    """Places of a square, by diagonals, up and down in turn."""
    places = []
    for diagonal in range(2 * side - 1):
        line = [(diagonal - x, x) for x in range(side) if 0 <= diagonal - x < side]
        places += line if diagonal % 2 else line[::-1]
    return tuple(np.array(places).T)


ZIGZAG = make_zigzag(9)


def hash_square(square):
    area = square.shape[0] * square.shape[1]
    reach = next((r for most, r in ((32, 0), (64, 3), (128, 5)) if area <= most * most), 7)
    if reach:
        square = cv2.blur(square, (reach, reach))
    small = cv2.resize(square, (32, 32), interpolation=cv2.INTER_AREA)
    low = cv2.dct(small.astype(np.float32))[ZIGZAG][6:70]
    bits = low > low.mean()
    bits[0] = False
    return np.packbits(bits)


def describe_dct_features(photo):
    """The hashes, shape (n, 8)."""
    grey = np.asarray(photo.convert("L"))
    scale = SIDE / max(grey.shape)
    size = tuple(max(1, int(side * scale)) for side in grey.shape[::-1])
    grey = cv2.resize(grey, size, interpolation=cv2.INTER_LANCZOS4)
    orb = cv2.ORB_create(POINTS, 1.2, 12, 31, 0, 2, cv2.ORB_HARRIS_SCORE, 31)
    hashes = []
    for point in orb.detect(grey):
        (left, top), size = point.pt, point.size
        if size >= 31 and left + size < grey.shape[1] - 2 and top + size < grey.shape[0] - 2:
            x, y, side = int(left), int(top), int(np.ceil(size))
            hashes.append(hash_square(grey[y:y + side, x:x + side]))
    return np.array(hashes, np.uint8).reshape(-1, 8)


def transform_haar(plane):
    """Rows, then columns, each fully, orthonormal."""
    plane = plane.copy()
    for _ in range(2):
        n = HAAR_SIDE
        while n > 1:
            even, odd = plane[:, 0:n:2].copy(), plane[:, 1:n:2].copy()
            plane[:, :n // 2], plane[:, n // 2:n] = even + odd, even - odd
            plane[:, :n] /= np.sqrt(2)
            n //= 2
        plane = plane.T
    return plane


def describe_haar(photo):
    """Three means, and three rows of signed places."""
    small = np.asarray(photo.resize((HAAR_SIDE, HAAR_SIDE), Image.BILINEAR), np.float32)
    means, places = [], []
    for plane in (small @ YIQ.T).transpose(2, 0, 1):
        flat = transform_haar(plane).ravel()
        means.append(flat[0] / (256 * HAAR_SIDE))
        flat[0] = 0
        largest = np.argpartition(-np.abs(flat), HAAR_KEPT)[:HAAR_KEPT]
        places.append(np.where(flat[largest] > 0, largest, -largest))
    return np.array(means, np.float32), np.array(places, np.int32)


def describe_hash(function):
    return lambda photo: np.packbits(function(photo).hash.ravel())


METHODS = {
    "dct-features": describe_dct_features,
    "haar": describe_haar,
    "phash": describe_hash(imagehash.phash),
    "dhash": describe_hash(imagehash.dhash),
}


def describe(path):
    """What each method keeps of the photo, and its time; None where it cannot be read."""
    try:
        with Image.open(path) as photo:
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except OSError:
        return None
    found = {}
    for name, function in METHODS.items():
        start = time.thread_time()
        found[name] = function(upright), time.thread_time() - start
    return found


class Hashes:
    """A 64-bit hash a photo, the nearest first."""

    def __init__(self, kept):
        self.index = faiss.IndexBinaryFlat(64)
        self.index.add(np.stack(kept))

    def find(self, query):
        return self.index.search(query[None], min(TEN, self.index.ntotal))[1][0]


class DctFeatures:
    """Many hashes a photo: each votes."""

    def __init__(self, kept):
        self.index = faiss.IndexBinaryFlat(64)
        self.index.add(np.concatenate(kept))
        self.photos = np.repeat(np.arange(len(kept)), [len(hashes) for hashes in kept])
        self.count = len(kept)

    def find(self, query):
        if not len(query):
            return []
        distances, places = self.index.search(query, min(BEST, self.index.ntotal))
        near = (places >= 0) & (distances < NEAR)
        votes = np.bincount(self.photos[places[near]], minlength=self.count)
        order = np.lexsort((np.arange(self.count), -votes))[:TEN]
        return order[votes[order] > 0]


class Haar:
    """The weight of coefficients in common, less that of the means' differences."""

    def __init__(self, kept):
        self.means = np.stack([means for means, _ in kept])
        self.places = np.stack([places for _, places in kept])

    def find(self, query):
        means, places = query
        scores = np.abs(self.means - means) @ WEIGHTS[0]
        for channel in range(3):
            bins = np.minimum(np.maximum(np.abs(places[channel]) // HAAR_SIDE,
                                         np.abs(places[channel]) % HAAR_SIDE), 5)
            weights = np.zeros(2 * HAAR_SIDE ** 2, np.float32)
            weights[places[channel] + HAAR_SIDE ** 2] = WEIGHTS[bins, channel]
            scores -= weights[self.places[:, channel] + HAAR_SIDE ** 2].sum(1)
        return np.argsort(scores, kind="stable")[:TEN]


INDICES = {"dct-features": DctFeatures, "haar": Haar, "phash": Hashes, "dhash": Hashes}


def judge(found, sources):
    """As evaluate --copies: @sources are sets of paths, one for each photo of the picture."""
    seen, others, early = set(), False, 0
    which = [next((i for i, source in enumerate(sources) if path in source), None)
             for path in found]
    for i in which:
        if i is None:
            others = True
        else:
            early += not others and i not in seen
            seen.add(i)
    return {"first": bool(which) and which[0] is not None, "first_10": bool(seen),
            "each_first": early / len(sources), "all_10": len(seen) == len(sources)}


def list_photos(folders):
    return sorted({os.path.realpath(os.path.join(where, name)) for folder in folders
                   for where, _, names in os.walk(folder, followlinks=True) for name in names
                   if name.lower().endswith((".jpg", ".jpeg", ".png"))})


def evaluate(pictures, paths, indices, pool):
    with open(os.path.join(pictures, "pictures.json"), encoding="utf-8") as file:
        written = json.load(file)
    queries = [{os.path.realpath(path) for path in sources} for sources in written["queries"]]
    rows, times = [], dict.fromkeys(METHODS, 0.0)
    for alteration in written["alterations"]:
        files = [os.path.join(pictures, alteration["id"], f"{i:04}.jpg")
                 for i in range(len(queries))]
        row = {"transform": alteration["id"]}
        for i, found in enumerate(pool.imap(describe, files)):
            sources = [queries[(i + k) % len(queries)] for k in range(alteration["photos"])]
            for name in METHODS:
                start = time.thread_time()
                hits = indices[name].find(found[name][0])
                times[name] += time.thread_time() - start
                for key, value in judge([paths[hit] for hit in hits], sources).items():
                    shares = row.setdefault(key, dict.fromkeys(METHODS, 0.0))
                    shares[name] += value / len(queries)
        rows.append(row)
        print(alteration["id"], file=sys.stderr, flush=True)
    n = max(1, len(rows) * len(queries))
    return rows, len(queries), {name: seconds / n for name, seconds in times.items()}


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    pictures, folders = sys.argv[1], sys.argv[2:]
    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    with multiprocessing.Pool() as pool:
        paths, kept = [], []
        for path, found in zip(files := list_photos(folders), pool.imap(describe, files, 8)):
            if found:
                paths.append(path)
                kept.append(found)
        indices = {name: INDICES[name]([found[name][0] for found in kept]) for name in METHODS}
        describing = {name: float(np.mean([found[name][1] for found in kept])) for name in METHODS}
        rows, n_queries, asking = evaluate(pictures, paths, indices, pool)
    json.dump({"photos": n_queries, "gallery": len(paths), "methods": list(METHODS),
               "seconds_describing": describing, "seconds_searching": asking, "rows": rows},
              sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
