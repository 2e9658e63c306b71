#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli scenes, with a COLMAP that does as it is told, and with the real one on one scene.

Usage: test-scenes.py FAKE-COLMAP SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS FAIL-WRITES
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
import time

from cli_test import PATIENCE, Skip, assert_nothing_left, main

FAKE = os.path.abspath(sys.argv[1])
DATA = os.environ.get("SEMBLANCE_TEST_DATA")
SIZES = [3, 4, 5]
POINTS = 30


def set_up(case):
    """Three folders of three, four and five photos, indexed; and the fake with its log."""
    case.make(len(SIZES), max(SIZES))
    for family, size in enumerate(SIZES):
        for variant in range(size, max(SIZES)):
            os.remove(os.path.join(case.photos, f"{family:03}", f"{variant:03}.jpg"))
    case.log = os.path.join(case.folder, "colmap.log")
    case.env.update(SEMBLANCE_COLMAP=FAKE, FAKE_COLMAP_LOG=case.log)
    case.run("index", "photos")


def starts(case):
    """The steps that were started, with the number of images that each found."""
    if not os.path.exists(case.log):
        return []
    with open(case.log, encoding="utf-8") as file:
        return [tuple(line.split()[:2]) for line in file if line.endswith("\n")]


def scenes(case):
    return case.json("scenes", "--list")["scenes"]


def sizes(case):
    return sorted(len(scene["photos"]) for scene in scenes(case))


def work_folders(case):
    folder = os.path.join(case.folder, ".cache", "semblance", "scenes")
    return os.listdir(folder) if os.path.isdir(folder) else []


def test_found(case):
    set_up(case)
    # What COLMAP leaves behind goes with its work folder.
    case.env["TMPDIR"] = os.path.join(case.folder, "temporary")
    os.mkdir(case.env["TMPDIR"])
    assert scenes(case) == []
    answer = case.json("scenes", "--by-folder")
    left = os.listdir(case.env["TMPDIR"])
    assert not any(name.startswith("colmap.") for name in left), left
    groups = answer["groups"]
    assert [group["photos"] for group in groups] == SIZES, groups
    for group in groups:
        assert group["outcome"] == "found" and group["scenes"] == 1, group
        assert group["registered"] == group["photos"] and "reason" not in group, group
    assert sizes(case) == SIZES
    for scene in scenes(case):
        paths = {photo["path"] for photo in scene["photos"]}
        assert scene["cover"] in paths and len({os.path.dirname(path) for path in paths}) == 1
        assert all(photo["points"] == POINTS for photo in scene["photos"]), scene
    # A ring of 30 points a photo, each 10 further: 20 and 10 shared, at one scale.
    pairs = case.query("SELECT shared, scale FROM scene_pairs")
    assert sorted(shared for shared, _ in pairs) == [10] * 6 + [20] * 9, pairs
    assert all(1 <= scale <= 1.5 for _, scale in pairs), pairs
    assert work_folders(case) == []
    text = case.run("scenes", "--list")[0]
    assert text.count("Scene ") == 3 and "photos/001/000.jpg" in text, text
    # What was tried is not tried again.
    assert case.json("scenes", "--by-folder")["groups"] == []
    assert case.json("scenes")["groups"] == []
    assert len(starts(case)) == 9
    # Scenes of an earlier version have no shape; they are found again when that is asked for.
    assert [size > 12 for (size,) in case.query("SELECT length(shape) FROM scene_shapes")] == [
        True] * 3
    assert case.json("scenes", "--by-folder", "--again")["groups"] == []
    connection = sqlite3.connect(case.library)
    with connection:
        connection.execute("DELETE FROM scene_shapes")
    connection.close()
    assert case.json("scenes", "--by-folder")["groups"] == []
    groups = case.json("scenes", "--by-folder", "--again")["groups"]
    assert [group["outcome"] for group in groups] == ["found"] * 3, groups
    assert case.query("SELECT count(*) FROM scene_shapes") == [(3,)] and sizes(case) == SIZES


def test_by_codes(case):
    """The groups come from the codes; only photos below the folder take part."""
    set_up(case)
    groups = case.json("scenes", "photos/002")["groups"]
    assert sum(group["photos"] for group in groups) <= 5, groups
    folders = {os.path.basename(group["folder"]) for group in groups}
    assert folders <= {"002"}, groups


def test_joined(case):
    """A photo that comes later joins the scene of photos like it; other scenes stay, and so does
    the scene where nothing comes of it."""
    set_up(case)
    case.run("scenes", "--by-folder")
    before = {scene["cover"].split("/")[-2]: scene["id"] for scene in scenes(case)}
    source = os.path.join(case.folder, "later")
    case.make(1, 5, source)
    for variant, trouble, outcome, wanted in [
            (3, "mapper:none", "none", [3, 4, 5]), (4, "mapper:fail", "failed", [3, 4, 5]),
            (4, None, "found", [4, 4, 5])]:
        shutil.copy(os.path.join(source, "000", f"{variant:03}.jpg"),
                    os.path.join(case.photos, "000"))
        case.run("index")
        start = len(starts(case))
        again = ["--again"] if trouble is None else []
        groups = case.json("scenes", *again, FAKE_COLMAP=trouble or "")["groups"]
        assert [(group["photos"], group["outcome"]) for group in groups] == [(4, outcome)], groups
        assert {n for _, n in starts(case)[start:]} == {"4"}, starts(case)
        assert sizes(case) == wanted, scenes(case)
        assert case.json("scenes")["groups"] == []
    now = {scene["cover"].split("/")[-2]: scene["id"] for scene in scenes(case)}
    assert {name for name in now if now[name] != before[name]} == {"000"}, (before, now)
    joined = next(scene for scene in scenes(case) if scene["id"] == now["000"])
    assert sorted(os.path.basename(photo["path"]) for photo in joined["photos"]) == [
        "000.jpg", "001.jpg", "002.jpg", "004.jpg"], joined
    assert work_folders(case) == []


def test_absent(case):
    set_up(case)
    case.fails("scenes", say=["COLMAP", "colmap"], SEMBLANCE_COLMAP="/nowhere/colmap")
    assert case.json("scenes", "--list") == {"scenes": []}
    assert case.json("search", "photos/001/001.jpg")["results"]


def test_evaluate(case):
    """Places are reconstructed, the training photos also by themselves, and measured."""
    set_up(case)
    common = ["evaluate", "--protocol", "scenes-overlap", "--seeds", "1", "--bits", "16"]
    answer = case.json(*common, "--methods", "itq", "photos")
    assert (answer["split"], answer["pairs"]) == ("photos", "own"), answer
    assert (answer["scenes"], answer["queries"], answer["folds"]) == (3, 12, 5), answer
    # By Hamming distance, and in the order of a search.
    assert [row["method"] for row in answer["rows"]] == ["float", "float-centred", "itq", "itq"], \
        answer
    assert all(0 <= row["map_overlap"]["mean"] <= 1 for row in answer["rows"]), answer
    answer = case.json(*common, "--methods", "itq", "--unseen", "scenes", "--whole-pairs", "photos")
    assert (answer["split"], answer["pairs"], answer["folds"]) == ("scenes", "whole", 2), answer
    # Nine photos of places are too few to learn from.
    case.fails(*common, "--methods", "bcdh", "--whole-pairs", "photos", say=["BCDH", "DDH"])


def test_end_to_end(case):
    """BCDH trains the network as well, on the places of the other folds, and is measured by it."""
    case.make(3, 11)
    case.env.update(SEMBLANCE_COLMAP=FAKE)
    case.run("index", "photos")
    before = case.digest()
    answer = case.json("evaluate", "--protocol", "scenes-overlap", "--seeds", "1", "--bits", "16",
                       "--methods", "bcdh,bcdh-last-stage", "--unseen", "scenes", "--whole-pairs",
                       "--epochs", "1", "photos")
    assert [(row["method"], row["order"]) for row in answer["rows"]][2:] == [
        (method, order) for method in ("bcdh", "bcdh-last-stage") for order in ("hamming", "score")]
    figures = [row["map_overlap"]["mean"] for row in answer["rows"]]
    # By features of its own.
    assert figures[2:4] != figures[4:] and all(0 < figure <= 1 for figure in figures), figures
    assert case.digest() == before


def test_usage(case):
    for args in [["a", "b"], ["--limit-minutes", "0"], ["--limit-minutes", "x"],
                 ["--folds", "1"], ["--seed", "-2"], ["--nonsense"]]:
        case.fails("scenes", *args, status=2)
    case.fails("scenes", "--list", say=["Index a folder first"])


def test_failures(case):
    """A group's failure is written down, the others go on, and --again tries it again."""
    set_up(case)
    for trouble, outcome in [("matches_importer:fail", "failed"), ("mapper:damaged", "failed"),
                             ("feature_extractor:die", "failed"), ("mapper:stranger", "failed"),
                             ("mapper:thin", "none")]:
        answer = case.json("scenes", "--by-folder", "--again", FAKE_COLMAP=trouble,
                           FAKE_COLMAP_ONLY="4")
        failed = [group for group in answer["groups"] if group["photos"] == 4]
        assert len(failed) == 1 and failed[0]["outcome"] == outcome, (trouble, answer)
        assert ("reason" in failed[0]) == (outcome == "failed"), failed
        assert sizes(case) == [3, 5], trouble
        # Without --again it is left alone.
        assert case.json("scenes", "--by-folder")["groups"] == []
    assert work_folders(case) == []


def test_stray(case):
    """A photo that sees next to nothing of a place is not of it."""
    set_up(case)
    case.json("scenes", "--by-folder", FAKE_COLMAP="mapper:stray")
    assert sizes(case) == [2, 3, 4]
    assert min(photo["points"] for scene in scenes(case) for photo in scene["photos"]) == 30


def test_stamp(case):
    """A mark that all photos carry is no place."""
    set_up(case)
    groups = case.json("scenes", "--by-folder", FAKE_COLMAP="mapper:stamp")["groups"]
    assert [group["outcome"] for group in groups] == ["none"] * 3, groups
    assert scenes(case) == []


def wait_for(case, process, start):
    end = time.monotonic() + PATIENCE
    while start not in starts(case):
        assert time.monotonic() < end and process.poll() is None, starts(case)
        time.sleep(.02)


def last_pid(case):
    with open(case.log, encoding="utf-8") as file:
        return int(file.read().split()[-1])


def assert_dies(pid):
    """COLMAP ends with the program, however that ends."""
    end = time.monotonic() + 30
    while os.path.exists(f"/proc/{pid}"):
        assert time.monotonic() < end, "COLMAP was left behind"
        time.sleep(.02)


def test_killed(case):
    """After a kill in the second group the first is kept; the second reuses its features."""
    set_up(case)
    process = case.start("scenes", "--by-folder", FAKE_COLMAP="matches_importer:hang",
                         FAKE_COLMAP_ONLY="4")
    wait_for(case, process, ("matches_importer", "4"))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert_dies(last_pid(case))
    # Child processes of the fake COLMAP; the real one has none.
    os.killpg(last_pid(case), signal.SIGKILL)
    assert_nothing_left(process)
    assert sizes(case) == [3]
    assert len(work_folders(case)) == 1
    before = len(starts(case))
    groups = case.json("scenes", "--by-folder")["groups"]
    assert [group["photos"] for group in groups] == [4, 5], groups
    assert starts(case)[before:] == [
        ("matches_importer", "4"), ("mapper", "4"),
        ("feature_extractor", "5"), ("matches_importer", "5"), ("mapper", "5")], starts(case)
    assert sizes(case) == SIZES and work_folders(case) == []


def test_interrupted(case):
    """Ctrl-C ends COLMAP and says so; nothing is written down of the group it was at."""
    set_up(case)
    process = case.start("scenes", "--by-folder", FAKE_COLMAP="mapper:hang", FAKE_COLMAP_ONLY="3")
    wait_for(case, process, ("mapper", "3"))
    process.send_signal(signal.SIGINT)
    err = process.communicate(timeout=PATIENCE)[1].decode()
    assert process.returncode == 130 and "stopped" in err, err
    assert_nothing_left(process)
    assert sizes(case) == []
    assert len(case.json("scenes", "--by-folder")["groups"]) == 3


def test_busy(case):
    set_up(case)
    process = case.start("scenes", "--by-folder", FAKE_COLMAP="mapper:hang", FAKE_COLMAP_ONLY="3")
    wait_for(case, process, ("mapper", "3"))
    case.fails("scenes", say=["Another Semblance"])
    # Indexing need not wait for it.
    assert case.json("index")["unchanged"] == sum(SIZES)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)


def test_removed(case):
    """A photo that is gone or changed is of no scene."""
    set_up(case)
    case.run("scenes", "--by-folder")
    os.remove(os.path.join(case.photos, "002", "003.jpg"))
    shutil.copy(os.path.join(case.photos, "000", "000.jpg"),
                os.path.join(case.photos, "001", "002.jpg"))
    case.run("index")
    assert sizes(case) == [3, 3, 4], scenes(case)
    # The next indexing sweeps the rows away.
    case.run("index")
    assert case.query("SELECT count(*) FROM scene_photos")[0][0] == 10
    left = case.query("SELECT count(*) FROM scene_pairs WHERE a NOT IN"
                      " (SELECT photo FROM scene_photos) OR b NOT IN"
                      " (SELECT photo FROM scene_photos)")
    assert left[0][0] == 0
    case.run("remove", "photos")
    assert case.query("SELECT (SELECT count(*) FROM scene_photos),"
                      " (SELECT count(*) FROM scene_tried)")[0] == (0, 0)
    assert scenes(case) == []
    # Back again, they are found again.
    case.run("index", "photos")
    case.run("scenes", "--by-folder")
    assert sizes(case) == [3, 3, 4], scenes(case)


def test_folds(case):
    """Each photo is left out once; the second time nothing is computed."""
    set_up(case)
    case.run("scenes", "--by-folder", "--keep")
    assert len(work_folders(case)) == 3
    text = case.run("scenes", "--folds", "3")[0]
    folds = json.loads(text)["folds"]
    left_out = sorted(photo for fold in folds for photo in fold["left_out"])
    assert left_out == sorted(
        photo["id"] for scene in scenes(case) for photo in scene["photos"]), folds
    for fold in folds:
        for pair in fold["pairs"]:
            assert not {pair["a"], pair["b"]} & set(fold["left_out"]), fold
    before = starts(case)
    assert case.run("scenes", "--folds", "3")[0] == text
    assert starts(case) == before
    shutil.rmtree(os.path.join(case.folder, ".cache"))
    case.fails("scenes", "--folds", "3", say=["--keep"])


def test_real(case):
    photos = os.path.join(DATA or "", "sfm", "fountain-P11")
    if not DATA or not os.path.isdir(photos):
        raise Skip("no photos of a scene: SEMBLANCE_TEST_DATA names their folder")
    if not shutil.which("colmap"):
        raise Skip("no colmap")
    # Enough for a scene; all eleven take three times as long.
    few = os.path.join(case.folder, "fountain")
    os.mkdir(few)
    for name in sorted(os.listdir(photos))[:6]:
        shutil.copy(os.path.join(photos, name), few)
    case.run("index", few)
    groups = case.json("scenes")["groups"]
    assert len(groups) == 1 and groups[0]["outcome"] == "found", groups
    assert groups[0]["registered"] >= 5 and groups[0]["points"] > 500, groups
    # Photos side by side show much of the same, at one scale.
    shared = case.query("SELECT max(shared), min(scale) FROM scene_pairs")[0]
    assert shared[0] > 300 and 1 <= shared[1] < 1.2, shared
    print(f"# {groups[0]['registered']} photos, {groups[0]['points']} points,"
          f" {groups[0]['seconds']:.0f} s")


TESTS = [test_found, test_by_codes, test_joined, test_absent, test_evaluate, test_end_to_end,
         test_usage, test_failures, test_stray, test_stamp, test_killed, test_interrupted,
         test_busy, test_removed, test_folds, test_real]

if __name__ == "__main__":
    sys.exit(main(TESTS, sys.argv[2:]))
