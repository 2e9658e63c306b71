#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli from the first photos on: indexing, training, models and their quality.

Usage: test-models.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import json
import os
import sys
from xml.etree import ElementTree

from cli_test import main, read


def check_end_of_likeness(case, photo, results):
    """Likeness falls along the list, which ends where it does, unless the user says otherwise."""
    likeness = [result["likeness"] for result in results]
    assert likeness == sorted(likeness, reverse=True), likeness
    above = [result for result in results if result["above_chance"]]
    assert results[:len(above)] == above, results
    assert case.json("search", photo)["results"] == above
    out = case.run("search", photo)[0]
    assert [line.rsplit("  ", 1)[-1] for line in out.splitlines()] \
        == [result["path"] for result in above], out
    # Where the list ends only because no more were asked for, it says so.
    for number in (1, len(above) + 1):
        answer = case.json("search", "-k", str(number), photo)
        err = case.run("search", "-k", str(number), photo)[1]
        assert answer["more"] == ("may be more" in err) == (number == 1), (answer, err)
    for least in [0, likeness[4], 1]:
        reached = case.json("search", "--min-likeness", repr(least), photo)["results"]
        assert [result["path"] for result in reached] \
            == [result["path"] for result in results if result["likeness"] >= least], reached


def test_first_minutes(case):
    """index, search and status, as --help teaches them, and the shapes of their JSON."""
    case.make(5, 4)
    photo = os.path.join(case.photos, "002", "001.jpg")
    case.fails("search", photo, say=["Index a folder first", case.library])
    case.fails("status", say=["Index a folder first"])
    case.fails("train", say=["Index a folder first"])
    summary = case.json("index", "photos")
    assert (summary["added"], summary["updated"], summary["unchanged"], summary["failed"]) \
        == (20, 0, 0, 0), summary
    assert summary["seconds"] > 0
    out = case.run("index")[0]
    assert out.startswith("0 added, 0 updated, 20 unchanged"), out

    status = case.json("status")
    assert status["photos"] == status["indexed"] == 20 and status["quarantined"] == [], status
    model = status["model"]
    assert (model["method"], model["bits"], model["seed"], model["trained_on"]) \
        == ("gs-itq", 256, 1, 20), model
    assert status["folders"] == [{"path": case.photos, "photos": 20, "online": True}], status
    assert case.photos in case.run("status")[0]

    answer = case.json("search", "--all", "photos/002/001.jpg")
    assert answer["query"] == photo and answer["bits"] == 256 and answer["method"] == "gs-itq"
    results = answer["results"]
    assert len(results) == 19 and photo not in [result["path"] for result in results]
    assert all(set(result) == {"path", "paths", "distance", "likeness", "above_chance", "source",
                               "date", "date_from"}
               and 0 <= result["distance"] <= 256 and 0 <= result["likeness"] <= 1
               for result in results), results
    assert len(case.json("search", "--all", "-k", "3", photo)["results"]) == 3
    check_end_of_likeness(case, photo, results)
    near = sorted(result["distance"] for result in results)[5]
    reached = case.json("search", "--all", "--max-distance", str(near), photo)["results"]
    assert len(reached) == sum(result["distance"] <= near for result in results)
    out, err = case.run("search", "--all", "-k", "2", photo)
    assert len(out.splitlines()) == 2 and "256 bits" in err, (out, err)

    trained = case.json("train", "--use", "--method", "itq", "--bits", "64", "--seed", "9")
    assert (trained["method"], trained["bits"], trained["seed"]) == ("itq", 64, 9), trained
    assert case.json("search", photo)["bits"] == 64
    # What is not given stays as it was.
    assert case.json("train", "--seed", "10")["bits"] == 64


def test_evaluate(case):
    """Table, JSON, CSV and plots; finished rows are kept; distractors are searched."""
    case.make(4, 5)
    others = os.path.join(case.folder, "others")
    case.make(2, 2, others)
    options = ["--methods", "itq", "--bits", "16,32", "--seeds", "2"]
    cache = {"XDG_CACHE_HOME": os.path.join(case.folder, "cache")}
    out, _ = case.run("evaluate", *options, "--queries", "2", "--plots", "plots", "--csv", "a.csv",
                      "--json-file", "a.json", "photos", **cache)
    assert "folders" in out and "itq" in out and "8 queries, 12 photos" in out, out
    answer = json.loads(read(os.path.join(case.folder, "a.json")))
    assert set(answer) == {"set", "protocol", "ap", "queries", "database", "training", "seeds",
                           "rows", "manifest"}
    assert (answer["protocol"], answer["queries"], answer["database"], answer["seeds"]) \
        == ("folders", 8, 12, [1, 2]), answer
    assert [(row["method"], row["bits"], row["order"]) for row in answer["rows"][:4]] \
        == [("float", 0, "score"), ("float-centred", 0, "score"), ("itq", 16, "hamming"),
            ("itq", 16, "score")], answer
    assert all(set(row[key]) == {"mean", "sd"} for row in answer["rows"]
               for key in ["map_all", "map_1000", "p_1", "p_10", "p_100", "nn10_100"])
    assert len(read(os.path.join(case.folder, "a.csv")).splitlines()) == 1 + len(answer["rows"])
    plots = os.listdir(os.path.join(case.folder, "plots"))
    svgs = [name for name in plots if name.endswith(".svg")]
    # Over the lengths, for each of them, and against the number of photos.
    assert len(svgs) == 2 + 2 * 5 + 3 and len(plots) == 3 * len(svgs) + 4, plots
    for name in svgs:
        root = ElementTree.parse(os.path.join(case.folder, "plots", name)).getroot()
        assert root.tag.endswith("}svg"), name
    # No decoder, no training: everything is there.
    again = case.json("evaluate", *options, "--queries", "2", "photos",
                      SEMBLANCE_DECODER="/nonexistent/decoder", **cache)
    assert again == answer
    scenes = case.json("evaluate", "--methods", "itq", "--bits", "16", "--seeds", "1",
                       "--protocol", "scenes", "--distractors", others, "photos", **cache)
    assert (scenes["queries"], scenes["database"], scenes["training"]) == (20, 24, 24), scenes
    tuned = case.json("evaluate", "--methods", "ddh,ddh-last-stage", "--bits", "16", "--seeds",
                      "1", "--epochs", "1", "--queries", "2", "photos", **cache)
    figures = {(row["method"], row["order"]): row["map_all"]["mean"] for row in tuned["rows"]}
    assert set(figures) == {("float", "score"), ("float-centred", "score"), ("ddh", "hamming"),
                            ("ddh", "score"), ("ddh-last-stage", "hamming"),
                            ("ddh-last-stage", "score")}, figures
    assert all(0 < figure <= 1 for figure in figures.values()), figures
    case.fails("evaluate", "nowhere", say=["nowhere"], **cache)
    # Said before anything is computed.
    for option, place in [("--csv", "nowhere/a.csv"), ("--json-file", "photos"),
                          ("--csv", "a.csv/b.csv"), ("--plots", "a.csv")]:
        case.fails("evaluate", option, place, "photos", say=[place],
                   SEMBLANCE_DECODER="/nonexistent/decoder", XDG_CACHE_HOME="/nonexistent")
    _, said = case.run("evaluate", "--protocol", "flowers17", *options, "photos", **cache)
    assert "4 of 4 classes" in said, said
    case.fails("evaluate", *options, os.path.join(others, "001"), say=["one class"], **cache)


def states_of(case):
    return [(model["id"], model["state"]) for model in case.json("models")["models"]]


def test_paper(case):
    """The settings of DDH's authors train the whole network, unless only the head is asked for."""
    case.make(4, 2)
    case.run("index", "photos")
    arguments = ["train", "--method", "ddh", "--bits", "16", "--preset", "paper", "--epochs", "1"]
    out, err = case.run(*arguments)
    assert "fine-tuned" in out and "takes about" in err and "1,000 photos" in err, (out, err)
    case.run(*arguments, "--finetune", "none")
    tuned, head = case.json("models")["models"][-2:]
    for model in [tuned, head]:
        assert model["options"]["preset"] == "paper" and len(model["epochs"]) == 1, model
        assert 0 <= model["epochs"][0]["near_one"] <= 1, model
    assert tuned["backbone"] != head["backbone"], (tuned, head)
    _, err = case.run(*arguments, "--finetune", "none", "--seed", "2")
    assert "takes about" not in err and "1,000 photos" in err, err


def test_models(case):
    """What a person trains is used and compared; nothing that was made or used is dropped."""
    case.make(10, 4)
    case.run("index", "photos")
    assert states_of(case) == [(1, "active")], states_of(case)
    case.fails("train", "--method", "itq", "--preset", "paper", status=2, say=["ddh"])
    case.fails("train", "--use", "--keep-current", status=2, say=["exclude each other"])
    worse = case.json("train", "--method", "lsh", "--bits", "16")
    assert worse["comparison"]["worse"] and worse["active"], worse
    assert worse["comparison"]["photos"] == 40 and worse["epochs"] == [], worse
    assert states_of(case) == [(1, "kept"), (2, "active")], states_of(case)
    assert case.json("search", "photos/002/001.jpg")["bits"] == 16
    out = case.run("models", "--use", "1")[0]
    assert [line[:2] for line in out.splitlines() if "(active)" in line] == ["1:"], out
    assert case.json("search", "photos/002/001.jpg")["bits"] == 256
    out = case.run("train", "--method", "lsh", "--bits", "16", "--seed", "2", "--keep-current")[0]
    assert "old model stays active" in out and "models --use 3" in out, out
    assert states_of(case) == [(1, "active"), (2, "kept"), (3, "offered")], states_of(case)
    # What was offered was compared with a model that is not in use any more.
    case.run("models", "--use", "2")
    assert states_of(case) == [(1, "kept"), (2, "active"), (3, "kept")], states_of(case)

    case.run("models", "--use", "3")
    better = case.json("train", "--method", "gs-itq", "--bits", "256", "--seed", "4")
    assert better["active"] and not better["comparison"]["worse"], better
    assert better["comparison"]["after"]["reach"] >= better["comparison"]["before"]["reach"]
    assert better["dropped"] == "", better
    assert states_of(case) == [(1, "kept"), (2, "kept"), (3, "kept"), (4, "active")]
    assert case.json("status", "--verbose")["model"]["comparison"] == better["comparison"]
    again = case.json("train", "--method", "gs-itq", "--bits", "256", "--seed", "4")
    assert again["unchanged"] and again["active"] and again["id"] == 4, again
    out = case.run("train", "--method", "gs-itq", "--bits", "256", "--seed", "4")[0]
    assert "was kept" in out and "--method" in out and "--bits" in out, out
    # The model that is there is used again, not made twice.
    assert case.json("train", "--method", "lsh", "--bits", "16", "--seed", "2")["id"] == 3
    case.fails("models", "--delete", "3", say=["This model is active"])
    case.fails("models", "--use", "9", say=["no model 9"])
    case.run("models", "--delete", "1")
    case.run("models", "--drop", "2")
    assert states_of(case) == [(3, "active"), (4, "kept")], states_of(case)


def test_model_words(case):
    """Models can be named, noted about, compared, exported and imported."""
    case.make(10, 4)
    case.run("index", "photos")
    case.run("train", "--method", "lsh", "--bits", "16")
    for wrong in [["--rename", "1"], ["--export", "1"], ["--compare", "1"], ["--note", "1"],
                  ["--rename", "1", "a", "b"], ["--compare", "1", "two"],
                  ["--rename", "1", "--note", "1", "text"], ["--export", "-1", "file"]]:
        case.fails("models", *wrong, status=2)
    assert "Name: Grün" in case.run("models", "--rename", "1", "Grün")[0]
    assert "   second" in case.run("models", "--note", "1", "first\nsecond")[0]
    assert "Name:" not in case.run("models", "--rename", "1", "")[0]
    assert "Name: Grün" in case.run("models", "--rename", "1", "Grün")[0]
    case.fails("models", "--rename", "", status=2, say=["empty"])
    case.fails("models", "--rename", "9", "x", say=["no model 9"])
    case.fails("models", "--rename", "1", "x" * 300, say=["200"])
    model = case.json("models")["models"][0]
    assert (model["name"], model["note"], model["origin"], model["photos"], model["codes"]) \
        == ("Grün", "first\nsecond", "automatic", 40, 40), model
    assert model["bytes"] > 1000000 and model["created"][:2] == "20", model

    comparison = case.json("models", "--compare", "2", "1")["comparison"]
    assert comparison["after"]["reach"] > comparison["before"]["reach"], comparison
    assert "closest matches" in case.run("models", "--compare", "1", "2")[0]
    case.fails("models", "--compare", "1", "5", say=["no model 5"])

    out = case.run("models", "--export", "1", "green.safetensors")[0]
    assert f"Model 1 was written to “{os.path.join(case.folder, 'green.safetensors')}”." in out, out
    case.fails("models", "--export", "1", "green.safetensors", say=["already exists"])
    case.fails("models", "--export", "2", "nowhere/x", say=["nowhere"])
    case.run("models", "--delete", "1")
    out = case.run("models", "--import", "green.safetensors")[0]
    assert "Imported as model 3" in out and "Name: Grün" in out and "imported" in out, out
    out = case.run("models", "--import", "green.safetensors")[0]
    assert "already model 3" in out and "Imported as" not in out and "model 4" not in out, out
    assert states_of(case) == [(2, "active"), (3, "kept")], states_of(case)
    before = case.json("search", "photos/002/001.jpg")["bits"]
    case.run("models", "--use", "3")
    assert (before, case.json("search", "photos/002/001.jpg")["bits"]) == (16, 256)
    photo = os.path.join(case.photos, "002", "001.jpg")
    case.fails("models", "--import", photo, say=["001.jpg"])
    case.fails("models", "--import", "none", say=["none"])
    # Another library without photos, which then indexes its own.
    other = os.path.join(case.folder, "other.db")
    case.fails("models", "--library", other, "--import", "green.safetensors", say=["other.db"])


def test_outside_photo(case):
    case.make(3, 3)
    case.make(3, 4, os.path.join(case.folder, "elsewhere"))
    case.run("index", "photos")
    outside = os.path.join(case.folder, "elsewhere", "001", "003.jpg")
    assert len(case.json("search", "--all", outside)["results"]) == 9
    # The same content under another name comes first.
    same = case.json("search", "--all", os.path.join(case.folder, "elsewhere", "001", "002.jpg"))
    assert len(same["results"]) == 9
    first = same["results"][0]
    assert (first["path"], first["kind"], first["likeness"], first["above_chance"]) \
        == (os.path.join(case.photos, "001", "002.jpg"), "identical", 1, True), first


SMOKE = [test_first_minutes]
TESTS = SMOKE + [test_evaluate, test_paper, test_models, test_model_words, test_outside_photo]

if __name__ == "__main__":
    args = sys.argv[1:]
    smoke = args[0] == "--smoke"
    tests = SMOKE if smoke else TESTS
    if len(args) > 5 + smoke:
        tests = [test for test in tests if test.__name__ == "test_" + args[5 + smoke]]
    sys.exit(main(tests, args[smoke:5 + smoke]))
