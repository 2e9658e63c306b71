# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the index with FAISS's flat binary index, in turn in one process, one thread each.

The peer is the faiss package of this Python (the wheel) or, with --module, the system's library,
wrapped by faiss-module.cpp. README.md describes the method.
"""

import argparse
import ctypes
import time

import numpy

import report

K = 100
N = 1_000_000
# Calls per turn: at the first, the caches contain the other's codes.
BURST = 5
# (bits, queries): goal for the ratio of the times. With one query of 256 bits both sides are
# limited by memory.
GOALS = {(64, 1): 4, (64, 64): 4, (256, 1): 1.1, (256, 64): 4}


class Module:
    """An index, called by the C functions of a shared module."""

    def __init__(self, path, prefix, bits, codes):
        library = ctypes.CDLL(path)
        new = getattr(library, prefix + '_new')
        new.restype = ctypes.c_void_p
        new.argtypes = [ctypes.c_uint, ctypes.c_void_p, ctypes.c_size_t]
        self._search = getattr(library, prefix + '_search')
        self._search.restype = None
        self._search.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint,
                                 ctypes.c_void_p, ctypes.c_void_p]
        self._free = getattr(library, prefix + '_free')
        self._free.restype = None
        self._free.argtypes = [ctypes.c_void_p]
        self._index = new(bits, codes.ctypes.data, len(codes))

    def prepare(self, queries, distances, rows):
        search, index = self._search, self._index
        pointers = queries.ctypes.data, len(queries), K, distances.ctypes.data, rows.ctypes.data
        return lambda: search(index, *pointers)

    def close(self):
        self._free(self._index)


class Wheel:
    """FAISS's Python interface, below the layer that checks and converts arrays."""

    def __init__(self, bits, codes):
        import faiss
        faiss.omp_set_num_threads(1)
        self._faiss = faiss
        self._index = faiss.IndexBinaryFlat(bits)
        self._index.add(codes.view(numpy.uint8))

    def prepare(self, queries, distances, rows):
        pointer = self._faiss.swig_ptr
        search, n = self._index.search_c, len(queries)
        pointers = pointer(queries.view(numpy.uint8)), K, pointer(distances), pointer(rows)
        return lambda: search(n, *pointers)

    def close(self):
        pass


def best_times(searches, rounds):
    """Returns the least CPU seconds of each, measured in turn."""
    best = [float('inf')] * len(searches)
    for _ in range(rounds):
        for i, search in enumerate(searches):
            for _ in range(BURST):
                start = time.thread_time_ns()
                search()
                best[i] = min(best[i], (time.thread_time_ns() - start) * 1e-9)
    return best


def compare(ours, peer, queries, rounds):
    """Returns our and the peer's seconds per query; the distances found must be equal."""
    results = [(numpy.zeros((len(queries), K), numpy.int32),
                numpy.zeros((len(queries), K), numpy.int64)) for _ in range(2)]
    times = best_times([index.prepare(queries, *result)
                        for index, result in zip((ours, peer), results)], rounds)
    if not numpy.array_equal(results[0][0], results[1][0]):
        raise SystemExit('The two indexes disagree about the distances.')
    return [seconds / len(queries) for seconds in times]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('scan_module')
    parser.add_argument('--module', help='the system\'s FAISS as a peer, not the wheel')
    parser.add_argument('--rounds', type=int, default=30)
    parser.add_argument('--json')
    options = parser.parse_args()
    random = numpy.random.default_rng(1)
    # Figures for the system's library, which is older and has no AVX-512 code, have no goal.
    suffix = '-debian' if options.module else ''

    for bits in (64, 256):
        codes = random.integers(0, 2**64, (N, bits // 64), numpy.uint64)
        queries = random.integers(0, 2**64, (64, bits // 64), numpy.uint64)
        ours = Module(options.scan_module, 'scan', bits, codes)
        peer = (Module(options.module, 'faiss', bits, codes) if options.module
                else Wheel(bits, codes))
        for n_queries in (1, 64):
            own, other = compare(ours, peer, queries[:n_queries].copy(), options.rounds)
            print(f'  1M x {bits} bits, {n_queries} at once: {own * 1e3:.4f} ms a query, '
                  f'FAISS {other * 1e3:.4f} ms')
            report.add(f'scan-{bits}-1m-vs-faiss{suffix}-q{n_queries}', other / own,
                       None if options.module else GOALS[bits, n_queries], 'times as fast', False)
        ours.close()
        peer.close()
    report.write(options.json)


if __name__ == '__main__':
    main()
