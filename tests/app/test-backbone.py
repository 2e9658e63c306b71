#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of the user's own that describe photos: known ones, and such as do wrong.

Usage: test-backbone.py RESOURCES CLI DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import importlib.util
import os
import shlex
import sys
import time

import numpy

from backbone_test import (D, SIDE, add, become, command, cosines, features_of, hits, listed, paint,
                           picture)
from cli_test import Skip, assert_nothing_left, index, main, read, write

RESOURCES = sys.argv.pop(1)


def test_describes(case):
    """All photos, new ones and queries are described by the program, and the old codes answer
    until the new ones are there; then back."""
    paint(case)
    calm = case.digest()
    out, _ = add(case, "made", "good", "log")
    assert "made colours, version 1" in out, out
    assert case.digest() == calm
    row = listed(case, "made")
    assert row["photos"] == 0 and not row["active"] and not row["words"], row
    timed = sum(int(line.split()[1]) for line in
                read(os.path.join(case.folder, "log")).decode().split("\n") if line[:2] == "1 ")
    assert os.stat(os.path.join(case.folder, ".config/semblance/backbones.ini")).st_mode & 0o77 == 0
    case.run("backbone", "use", "made")
    row = listed(case, "made")
    assert row["photos"] == 30 and row["active"] and row["dimensions"] == D, row
    assert not listed(case, "default")["active"]
    models = case.json("models")["models"]
    assert {model["backbone"] for model in models} == {row["id"], listed(case, "default")["id"]}
    assert [model["bits"] for model in models if model["state"] == "active"] == [32], models
    assert row["rate"] > 0 and listed(case, "default")["rate"] > 0, row
    asked = read(os.path.join(case.folder, "log")).decode().split("\n")
    assert sum(int(line.split()[1]) for line in asked if line[:2] == "1 ") == 30 + timed, asked
    assert "network “made”" in case.run("models")[0]
    # A photo from outside, and one that is indexed now.
    new = picture(case, "new", (0, 250, 6), 9)
    outside = os.path.join(case.folder, "outside.bmp")
    os.rename(new, outside)
    found = hits(case, "-k", "5", outside)
    assert all(name.startswith("green") for name, _ in found), found
    os.rename(outside, new)
    case.run("index")
    assert listed(case, "made")["photos"] == 31
    assert hits(case, "-k", "1", "--all", os.path.join(case.photos, "green0.bmp"))
    for method in "lsh", "pcah", "sh", "itq", "knnh", "gs-itq", "ddh", "cibhash":
        case.run("train", "--method", method, "--bits", "16")
        found = hits(case, "-k", "4", "--all", os.path.join(case.photos, "blue2.bmp"))
        assert all(name.startswith("blue") for name, _ in found), (method, found)
    case.fails("train", "--bits", "64", say=["51 numbers", "64 bits"])
    assert "finds" not in listed(case, "made")
    metrics = case.json("inspect")["metrics"]
    found = [row["value"] for name, row in metrics.items() if name.endswith("_first")]
    row = listed(case, "made")
    assert abs(row["finds"] - sum(found) / len(found)) < 1e-9, (row, metrics)
    assert row["relative"] and not listed(case, "default")["relative"], row
    assert f"finds {row['finds'] * 100:.1f} % of altered photos" in case.run("backbone")[0]
    case.fails("backbone", "remove", "made", say=["backbone use default"])
    # The model that was in use before is used again.
    first = min(model["id"] for model in case.json("models")["models"])
    case.run("backbone", "use", "default")
    assert listed(case, "default")["photos"] == 31 and listed(case, "default")["active"]
    assert [model["id"] for model in case.json("models")["models"]
            if model["state"] == "active"] == [first]
    case.run("backbone", "remove", "made")
    assert listed(case, "made") is None
    assert case.query("SELECT count(*) FROM features WHERE backbone LIKE 'program-%'",
                      database=case.library.replace(".db", ".features.db")) == [(0,)]


def test_exact(case):
    """Stored features are what the program said, in half precision, then zeros."""
    paint(case)
    add(case, "made", "good", side=224)
    case.run("backbone", "use", "made")
    case.run("export", "features", "out.npz")
    with numpy.load(os.path.join(case.folder, "out.npz")) as file:
        features, paths = file["features"].astype("f4"), list(file["paths"])
    assert features.shape == (30, 1280) and not features[:, D:].any()
    red = features[[os.fsdecode(path).endswith("red0.bmp") for path in paths]][0]
    pixels = numpy.frombuffer(read(os.path.join(case.photos, "red0.bmp"))[54:], "u1")
    expected = 4 * pixels.reshape(-1, 3)[:, ::-1].mean(0) / 255
    assert abs(red[:3] - expected).max() < .01, (red[:3], expected)


def test_long(case):
    """Features of more numbers than a library has places for are shortened, and their cosines stay
    nearly what they were."""
    paint(case)
    add(case, "short", "good")
    case.run("backbone", "use", "short")
    short = features_of(case)
    for d in 1536, 4096:
        add(case, f"long{d}", "words", d=d)
        case.run("backbone", "use", f"long{d}")
        assert listed(case, f"long{d}")["dimensions"] == d
        features = features_of(case)
        assert (features != 0).sum(1).min() > 1000, features
        error = abs(features @ features.T - short @ short.T)
        assert error.mean() < .03 and error.max() < .12, (d, error.mean(), error.max())
        found = hits(case, "--all", "-k", "5", os.path.join(case.photos, "blue3.bmp"))
        assert all(name.startswith("blue") for name, _ in found), (d, found)
        found = hits(case, "--text", "green", "-k", "5")
        assert all(name.startswith("green") for name, _ in found), (d, found)


def test_surroundings(case):
    """The program gets no variable, folder or descriptor that tells of the library."""
    paint(case)
    os.environ["SEMBLANCE_SECRET"] = "x"
    add(case, "made", "good", "log")
    case.run("backbone", "use", "made", SECRET="y", SEMBLANCE_KERNELS="")
    for line in read(os.path.join(case.folder, "log")).decode().split("\n"):
        if line.startswith("start "):
            names, rest = line[6:].split(" in ")
            assert "SEMBLANCE" not in names and "SECRET" not in names and "XDG_DATA" not in names
            assert "HOME" in names, names
            folder, descriptors = rest.split(" with ")
            # 3 is that of the folder that is listed.
            assert folder == case.folder and descriptors == "0 1 2 3", line


def test_once(case):
    """One process for a run, and pictures in batches."""
    index(case)
    add(case, "made", "good", "log")
    os.unlink(os.path.join(case.folder, "log"))
    case.run("backbone", "use", "made")
    lines = read(os.path.join(case.folder, "log")).decode().strip().split("\n")
    assert sum(line.startswith("start") for line in lines) == 1, lines
    assert lines[-1] == "end", lines
    add(case, "streaming", "streams", d=1280, side=224)
    case.run("backbone", "use", "streaming")
    assert listed(case, "streaming")["photos"] == 136


WRONG = {"nan": "not finite", "infinite": "not finite", "large": "not finite",
         "short": "another number of bytes", "long": "another number of bytes",
         "other-kind": "something else", "crash": "status 3", "signal": "signal 11",
         "closes": "closed its standard input or output",
         "closes-input": "closed its standard input or output",
         "more": "before it was asked", "twice": "before it was asked",
         "refuses": "the graphics processor is busy"}
HANGS = ("hang", "never-reads", "half-answer", "stops")


def test_wrong(case):
    """Each way to do wrong is a sentence that names the backbone; the old codes answer."""
    paint(case)
    calm = case.digest()
    add(case, "made", "good")
    for mode, words in WRONG.items():
        case.fails("backbone", "add", "bad", "--command", command(mode), "--input", str(SIDE),
                   "--dimensions", str(D), say=["“bad”", words])
        become(case, "made", mode + ":3")
        case.fails("backbone", "use", "made", say=["“made”", words])
        assert case.digest() == calm and listed(case, "default")["active"], mode
    assert listed(case, "bad") is None
    become(case, "made", "good")
    case.run("backbone", "use", "made")
    assert listed(case, "made")["photos"] == 30


def test_refuses_one(case):
    """One picture that is refused is named and passed over, and all others are described; it is
    tried again."""
    paint(case)
    add(case, "made", "refuses-red")
    out, _ = case.run("backbone", "use", "made")
    assert "red0.bmp” is passed over" in out and "too red!" in out, out
    assert "1 photo could not be described" in out, out
    assert listed(case, "made")["photos"] == 29 and listed(case, "made")["active"]
    assert hits(case, "-k", "1", "--all", os.path.join(case.photos, "red1.bmp"))
    case.fails("search", os.path.join(case.photos, "red0.bmp"), say=["too red!"])
    # A new one beside others.
    picture(case, "redder", (255, 0, 0), 1)
    for i in range(9):
        picture(case, f"new{i}", (30 * i, 90, 5), 9)
    case.run("index")
    assert listed(case, "made")["photos"] == 38
    failed = case.run("status", "--verbose")[0]
    assert "redder.bmp" in failed and "too red!" in failed, failed
    become(case, "made", "good")
    case.run("index")
    assert listed(case, "made")["photos"] == 40


def test_grandchild(case):
    """What a program started keeps its pipes open when it has ended: that is noticed, and it is
    ended, too."""
    start = time.monotonic()
    add(case, "bad", "orphan", "log", seconds=600,
        run=lambda *args: case.fails(*args, say=["status 3"]))
    assert time.monotonic() - start < 60
    child = read(os.path.join(case.folder, "log")).decode().split("\n")[1]
    try:
        # Nobody may wait for it here.
        assert b") Z " in read(f"/proc/{child}/stat"), child
    except FileNotFoundError:
        pass


def test_slow(case):
    """A program that does not answer in time is ended."""
    paint(case)
    for mode in HANGS:
        start = time.monotonic()
        add(case, "bad", mode, seconds=2, run=lambda *args: case.fails(*args, say=["within 2 s"]))
        assert time.monotonic() - start < 60
    add(case, "bad", "slow-hello", seconds=2,
        run=lambda *args: case.fails(*args, say=["within 2 s", "--timeout"]))


def test_hello(case):
    """What a program may say first."""
    for mode, words in {"no-hello": "did not begin with the hello", "prints": "Nothing else may",
                        "other-version": "another version", "huge-hello": "title",
                        "bad-title": "title", "dies-at-once": "status 7"}.items():
        add(case, "bad", mode, run=lambda *args: case.fails(*args, say=["“bad”", words]))
    case.fails("backbone", "add", "bad", "--command", command("good", 60), "--dimensions", "50",
               "--input", "32", say=["60 numbers", "--dimensions 60"])
    case.fails("backbone", "add", "bad", "--command", command("good", 4097), "--dimensions", "4096",
               "--input", "32", say=["4097 numbers", "at most 4096", "shorten"])
    case.fails("backbone", "add", "bad", "--command", command("good"), "--dimensions", str(D),
               say=["32 pixels", "--input 32"])
    case.fails("backbone", "add", "bad", "--command", "/nonexistent/program", "--dimensions", "50",
               say=["cannot be started", "“bad”"])
    case.fails("backbone", "add", "bad", "--command", "'", "--dimensions", "50",
               say=["cannot be started"])
    for wrong in (["--dimensions", "5000"], ["--dimensions", "50", "--input", "8"], [],
                  ["--dimensions", "50", "--timeout", "0"]):
        case.fails("backbone", "add", "bad", "--command", "x", *wrong, status=2)
    case.fails("backbone", "add", "Bad Name", "--command", "x", "--dimensions", "50", status=2)
    case.fails("backbone", "add", "default", "--command", "x", "--dimensions", "50", status=2)
    case.fails("backbone", "use", status=2)
    case.fails("backbone", "list", "--timeout", "3", status=2)
    assert case.json("backbone", "list")["backbones"][1:] == []


def test_words(case):
    """Photos are ranked exactly by the cosines with the words, the photos and the parts."""
    paint(case)
    assert "--text" not in case.run("search", "--help")[0]
    case.fails("search", "--text", "red", say=["knows no words"])
    add(case, "made", "good")
    case.run("backbone", "use", "made")
    case.fails("search", "--text", "red", say=["knows no words"])
    assert "--text" not in case.run("search", "--help")[0]
    out, _ = add(case, "words", "words", "log")
    assert "--text=WORDS" in case.run("search", "--help")[0]
    assert "words as well" in out and listed(case, "words")["words"], out
    case.run("backbone", "use", "words")
    for text, colour in {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1),
                         "anything else": (1, 1, 1)}.items():
        found = hits(case, "--text", text, "-k", "30")
        expected = cosines(case, (1, colour))
        assert [name for name, _ in found] == [name for name, _ in expected], (text, found)
        assert max(abs(a[1] - b[1]) for a, b in zip(found, expected)) < 1e-5, text
        assert f"2 1 {len(text)} {text}" in read(os.path.join(case.folder, "log")).decode()
    blue = os.path.join(case.photos, "blue3.bmp")
    found = hits(case, "--text", "red", "-k", "29", blue)
    expected = [row for row in cosines(case, (1, (1, 0, 0)), (1, "blue3")) if row[0] != "blue3"]
    assert [name for name, _ in found] == [name for name, _ in expected], found
    found = hits(case, "--text", "red", "--unlike", blue, "-k", "29")
    expected = [row for row in cosines(case, (1, (1, 0, 0)), (-1, "blue3")) if row[0] != "blue3"]
    assert [name for name, _ in found if _ > 0] == [name for name, _ in expected if _ > 0], found
    # A part of a photo, a scope and a bound.
    found = hits(case, "--text", "blue", "-k", "5", blue, "--region", "0,0,40,30")
    assert found[0][0].startswith("blue"), found
    os.mkdir(os.path.join(case.photos, "more"))
    os.rename(blue, os.path.join(case.photos, "more", "blue3.bmp"))
    case.run("index")
    found = hits(case, "--text", "red", "--folder", os.path.join(case.photos, "more"))
    assert [name for name, _ in found] == ["blue3"], found
    least = hits(case, "--text", "red", "-k", "30")[4][1]
    assert len(hits(case, "--text", "red", "--min-likeness", str(least - 1e-6))) == 5
    out, err = case.run("search", "--text", "red", "-k", "2")
    assert out.count("red") == 2 and "exact" in err, (out, err)
    for wrong in (["--copies"], ["--max-distance", "3"], ["--features", "x"]):
        case.fails("search", "--text", "red", *wrong, status=2)
    case.fails("search", "--text", "", status=2)
    case.fails("search", "--text", "two\nlines", say=["one line"])
    case.fails("search", "--text", "x" * 1001, say=["1000 bytes"])
    become(case, "words", "words-refuses")
    case.fails("search", "--text", "red", say=["has no numbers", "processor is busy"])
    become(case, "words", "words-not")
    case.run("backbone", "use", "default")
    case.fails("search", "--text", "red", say=["knows no words"])


def test_measured(case):
    """Likeness is relative until it was measured; then it is the cosine from the mean of the varied
    photos, and ends at the median of the best of them."""
    paint(case)
    add(case, "made", "good")
    case.run("backbone", "use", "made")
    red = os.path.join(case.photos, "red3.bmp")
    assert case.json("search", "--all", red)["relative"]
    assert "relative to this library" in case.run("search", "--all", red)[1]
    own, case.photos = case.photos, os.path.join(case.folder, "varied")
    random = numpy.random.default_rng(5)
    for i in range(20):
        picture(case, f"few{i}", random.uniform(0, 255, 3), 20)
    case.fails("backbone", "measure", "made", "varied", say=["20 photos", "at least 100"])
    for i in range(180):
        picture(case, f"more{i}", random.uniform(0, 255, 3), 20)
    answer = case.json("backbone", "measure", "made", "varied")
    case.run("index", "--library", "varied.db", "varied")
    case.run("backbone", "use", "made", "--library", "varied.db")
    case.run("export", "features", "varied.npz", "--library", "varied.db")
    with numpy.load(os.path.join(case.folder, "varied.npz")) as file:
        x = file["features"].astype("f8")
    assert answer["photos"] == len(x) == 200, answer
    mean = x.mean(0)
    x = (x - mean) / numpy.linalg.norm(x - mean, axis=1, keepdims=True)
    sizes = [200, 100, 50, 25]
    medians = []
    for n in sizes:
        cosines_ = x[:n] @ x[:n].T
        numpy.fill_diagonal(cosines_, -1)
        medians.append(numpy.sort(cosines_.max(1))[n // 2])
    slope, at = numpy.polyfit(numpy.log10(numpy.array(sizes) / 200), medians, 1)
    expected = at + slope * .25 * numpy.log10(1000 / 200)
    assert abs(answer["slope"] - slope) < 1e-4 and abs(answer["line"] - expected) < 1e-4, answer
    case.photos = own
    found = case.json("search", "--all", "-k", "3", red)
    assert not found["relative"], found
    case.run("export", "features", "own.npz")
    with numpy.load(os.path.join(case.folder, "own.npz")) as file:
        names = [os.path.basename(os.fsdecode(path)) for path in file["paths"]]
        y = file["features"].astype("f8") - mean
    y /= numpy.linalg.norm(y, axis=1, keepdims=True)
    best = names.index(os.path.basename(found["results"][0]["path"]))
    assert abs(found["results"][0]["likeness"] - y[best] @ y[names.index("red3.bmp")]) < 1e-3, found
    # What is damaged is as not measured.
    folder = os.path.join(case.folder, ".config", "semblance")
    name, = [name for name in os.listdir(folder) if name.endswith(".reference")]
    data = bytearray(read(os.path.join(folder, name)))
    data[500] ^= 1
    write(os.path.join(folder, name), bytes(data))
    assert case.json("search", "--all", red)["relative"]


def test_gone(case):
    """Where the program in use fails, searching within the library goes on, the rest says why, and
    one command goes back."""
    paint(case)
    add(case, "made", "good")
    case.run("backbone", "use", "made")
    calm = case.digest()
    become(case, "made", "crash")
    assert hits(case, "-k", "3", os.path.join(case.photos, "red3.bmp"))
    new = picture(case, "new", (0, 250, 6), 9)
    case.fails("search", new, say=["“made”", "status 3"])
    case.fails("search", "--copies", new, say=["“made”"])
    case.fails("index", say=["“made”"])
    assert case.digest() == calm
    # Its own list lost, or another program under the name: no features are mixed.
    become(case, "made", "other-title")
    case.fails("index", say=["version 2", "version 1", "Add it again"])
    add(case, "made", "other-title")
    case.fails("search", new, say=["“made”", "backbone use default"])
    os.unlink(os.path.join(case.folder, ".config/semblance/backbones.ini"))
    case.fails("search", new, say=["“made”", "backbone use default"])
    assert hits(case, "-k", "3", os.path.join(case.photos, "red3.bmp"))
    case.run("backbone", "use", "default")
    assert hits(case, "-k", "3", os.path.join(case.photos, "red3.bmp"))
    case.run("index")
    assert hits(case, "--all", "-k", "3", new)


def test_stopped(case):
    """A run that is ended leaves no program behind and goes on where it was."""
    index(case)
    add(case, "made", "good", "log")
    process = case.start("backbone", "use", "made")
    end = time.monotonic() + 300
    while not os.path.exists(os.path.join(case.folder, "log")) or read(
            os.path.join(case.folder, "log")).count(b"\n") < 12:
        assert time.monotonic() < end and process.poll() is None
        time.sleep(.01)
    process.terminate()
    process.communicate(timeout=300)
    assert process.returncode in (143, 0), process.returncode
    assert_nothing_left(process)
    case.run("backbone", "use", "made")
    assert listed(case, "made")["photos"] == 136 and listed(case, "made")["active"]


def test_example(case):
    """The example in numpy, as its first lines say."""
    paint(case)
    program = os.path.join(RESOURCES, "numpy-backbone.py")
    case.run("backbone", "add", "colours", "--command", shlex.join([sys.executable, "-B", program]),
             "--dimensions", "192")
    case.run("backbone", "use", "colours")
    found = hits(case, "--all", "-k", "9", os.path.join(case.photos, "blue0.bmp"))
    assert all(name.startswith("blue") for name, _ in found), found


def test_onnx(case):
    """The example with ONNX Runtime: our own network through it describes photos as ours does."""
    if not importlib.util.find_spec("onnxruntime"):
        raise Skip("Python has no onnxruntime")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "bench",
                        "onnxruntime-loop.py")
    loader = importlib.util.spec_from_file_location("loop", path)
    loop = importlib.util.module_from_spec(loader)
    loader.loader.exec_module(loop)
    write(os.path.join(case.folder, "lite0.onnx"),
          loop.Model(loop.read_safetensors(case.weights)).build())
    index(case)
    own = features_of(case)
    program = [sys.executable, "-B", os.path.join(RESOURCES, "onnx-backbone.py"), "lite0.onnx",
               "--pixels", "halves", "--threads", "1"]
    case.run("backbone", "add", "lite0", "--command", shlex.join(program), "--dimensions", "1280")
    case.run("backbone", "use", "lite0")
    theirs = features_of(case)
    assert own.shape == theirs.shape == (136, 1280), theirs.shape
    assert (own * theirs).sum(1).min() > .9999, (own * theirs).sum(1).min()
    same = numpy.mean([len(a & b) / 10 for a, b in zip(nearest(own), nearest(theirs))])
    assert same > .997, same


if __name__ == "__main__":
    tests = [test_describes, test_exact, test_long, test_surroundings, test_once, test_wrong,
             test_slow, test_hello, test_words, test_measured, test_refuses_one, test_grandchild,
             test_gone, test_stopped, test_example, test_onnx]
    if len(sys.argv) > 6:
        tests = [test for test in tests if test.__name__ == "test_" + sys.argv[6]]
    sys.exit(main(tests, sys.argv[1:6]))
