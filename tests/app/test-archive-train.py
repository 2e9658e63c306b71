#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""semblance-cli archive train and encode: a new model for all photos of an archive.

Usage: test-archive-train.py [--smoke] SEMBLANCE-CLI SEMBLANCE-DECODER WEIGHTS MAKE-PHOTOS
                             FAIL-WRITES
"""

import os
import random
import signal
import sys
import time

from archive_proxy import Proxy
from archive_test import (add_copies, add_user, count, digest, index_own, make_archive,
                          make_sharded)
from cli_test import FAMILIES, LONG, VARIANTS, index, main

N = FAMILIES * VARIANTS


def number(server, database, sql):
    return int(server.sql(sql, database)[0][0])


def check_codes(server, database, model, n):
    """Every photo has one code and one vector of the model, and nothing else has."""
    for table in ("codes", "vectors"):
        found = server.sql(f"SELECT count (*), count (DISTINCT c.photo), count (p.id)"
                           f" FROM semblance.{table}_{model} c"
                           f" LEFT JOIN semblance.photos p ON p.id = c.photo", database)
        assert found == [[str(n)] * 3], (table, found)
    assert number(server, database, "SELECT count (*) FROM semblance.photos") == n


def test_train(case):
    """The old model is searched by until all photos have codes of the new one; what is published
    meanwhile has both."""
    index_own(case)
    server, uri = make_archive(case, "train")
    one = os.path.join(case.photos, "000")
    query = os.path.join(one, "000.jpg")
    case.fails("archive", "train", uri, say=["no photos", "Publish"])
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    assert case.json("archive", "train", uri)["unchanged"]
    assert case.json("archive", "encode", uri)["pending"] is False
    done = case.json("archive", "train", uri, "--bits", "128", "--method", "itq")
    assert (done["bits"], done["trained_on"], done["photos"], done["unchanged"]) \
        == (128, N, N, False), done
    status = case.json("archive", "status", uri)
    assert (status["bits"], status["next_bits"], status["next_left"]) == (256, 128, N), status
    assert "photos without codes: %d" % N in case.run("archive", "status", uri)[0]
    case.fails("archive", "train", uri, say=["already", "encode"])
    assert case.json("search", "--archive", uri, query)["bits"] == 256
    # What is published and removed meanwhile has both.
    more = os.path.join(case.photos, "more")
    os.mkdir(more)
    case.make(FAMILIES + 2, 1, more)
    case.run("index", case.photos)
    before = case.json("archive", "publish", uri, "--name", "anna")
    assert before["new_photos"] > 0, before
    n = number(server, "train", "SELECT count (*) FROM semblance.photos")
    assert count(server, "train")[2:] == [n, n, n]
    assert number(server, "train", "SELECT count (*) FROM semblance.codes_2") == n - N
    done = case.json("archive", "encode", uri)
    assert (done["photos"], done["damaged"], done["switched"]) == (n, 0, True), done
    check_codes(server, "train", 2, n)
    status = case.json("archive", "status", uri)
    assert status["bits"] == 128 and "next_bits" not in status, status
    # What is no longer searched by takes no room.
    assert number(server, "train", "SELECT count (*) FROM pg_class WHERE relname ~"
                  " '^(codes|vectors)_1(_|$)'") == 0
    assert number(server, "train", "SELECT count (*) FROM semblance.models") == 1
    assert case.json("search", "--archive", uri, query)["bits"] == 128
    assert case.json("archive", "publish", uri, "--name", "anna")["new_places"] == 0


def test_same(case):
    """An archive with the photos of a library gets the model that the library gets, and the same
    answers by it; a smaller sample is drawn by the seed."""
    index(case)
    server, uri = make_archive(case, "same")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    args = ["--method", "pcah", "--bits", "64", "--seed", "5"]
    case.run("archive", "train", uri, *args)
    case.run("archive", "encode", uri)
    case.run("train", *args)
    query = os.path.join(case.photos, "002", "001.jpg")
    theirs = case.json("search", "--all", "--archive", uri, query)
    mine = case.json("search", "--all", query)
    if mine["bits"] != 64:
        models = case.json("models")["models"]
        case.run("models", "--use", str(max(model["id"] for model in models)))
        mine = case.json("search", "--all", query)
    assert mine["bits"] == theirs["bits"] == 64
    assert [(hit["path"], hit["distance"], hit["likeness"]) for hit in mine["results"]] \
        == [(hit["path"], hit["distance"], hit["likeness"]) for hit in theirs["results"]]
    models = []
    # Few photos are drawn as well as many.
    for seed, most in [(1, 20), (1, 20), *((seed, 2) for seed in range(2, 10))]:
        done = case.json("archive", "train", uri, "--bits", "32", "--most", str(most), "--seed",
                         str(seed))
        assert done["trained_on"] == most, done
        models.append(server.sql("SELECT md5 (data) FROM semblance.models ORDER BY id DESC LIMIT 1",
                                 "same")[0][0])
        # As if it had not been.
        last = number(server, "same", "SELECT max (id) FROM semblance.models")
        server.sql(f"DELETE FROM semblance.models WHERE id = {last};"
                   f" DELETE FROM semblance.work WHERE model = {last};"
                   f" DROP TABLE semblance.codes_{last}, semblance.vectors_{last}", "same")
    assert models[0] == models[1] and len(set(models)) == len(models) - 1, models


def test_rights(case):
    """Only who may act as the owner of an archive trains and encodes."""
    index(case)
    server, uri = make_archive(case, "trainers")
    anna = add_user(server, "trainers", "t-anna", "publisher")
    case.run("archive", "publish", anna, "--yes")
    case.fails("archive", "train", anna, "--bits", "64", say=["does not allow"])
    case.fails("archive", "train", uri, "--method", "magic", say=["magic"])
    case.fails("archive", "train", uri, "--method", "bcdh", say=["scenes", "--method"])
    case.run("archive", "train", uri, "--bits", "64")
    case.fails("archive", "encode", anna, say=["does not allow"])
    assert case.json("archive", "status", anna)["next_left"] == N
    for args in (["train", uri, "--bits", "63"], ["train", uri, "--seed", "-1"],
                 ["train", uri, "--most", "0"], ["encode", uri, "--bits", "64"]):
        case.run("archive", *args, status=2)


def make_pieces(server, database, size):
    """As if photos were encoded so few at a time."""
    model = number(server, database, "SELECT max (id) FROM semblance.models")
    server.sql(f"DELETE FROM semblance.work; INSERT INTO semblance.work SELECT {model}, i,"
               f" i + {size - 1} FROM generate_series (1, (SELECT max (id) FROM semblance.photos),"
               f" {size}) i", database)
    return model


def test_many(case):
    """Several encode at once and are killed in between, as are their sessions and the server: each
    photo gets one code."""
    index(case)
    server, uri = make_archive(case, "many")
    case.run("archive", "publish", uri, "--yes")
    chance = random.Random(4)
    for round_ in range(30 if LONG else 3):
        bits = "128" if round_ % 2 == 0 else "64"
        case.run("archive", "train", uri, "--bits", bits)
        model = make_pieces(server, "many", 1)
        victims = [case.start("archive", "encode", uri) for _ in range(3)]
        time.sleep(chance.uniform(.1, .6))
        victims[0].kill()
        for pid, in server.sql("SELECT pid FROM pg_stat_activity WHERE datname = 'many'"
                               " AND application_name = 'semblance' LIMIT 1"):
            server.sql(f"SELECT pg_terminate_backend ({pid})")
        if round_ % 3 == 2:
            server.stop(signal.SIGQUIT)
            server.start()
        for process in victims:
            out, err = process.communicate(timeout=120)
            assert process.returncode in (0, 1, -signal.SIGKILL), (out, err)
            assert process.returncode != 1 or err.endswith(b".\n"), err
        case.run("archive", "encode", uri)
        check_codes(server, "many", model, N)
        assert case.json("archive", "status", uri)["bits"] == int(bits)


def test_with_publishers(case):
    """Two that publish and remove, and one that trains and encodes, at the same time; whoever
    searches meanwhile gets an answer."""
    index_own(case)
    add_copies(case)
    server, uri = make_archive(case, "busy")
    users = [add_user(server, "busy", user, "publisher") for user in ("b-anna", "b-ben")]
    query = os.path.join(case.photos, "000", "000.jpg")
    case.run("archive", "publish", users[0], "--yes", "--name", "anna")
    for round_ in range(12 if LONG else 2):
        bits = "128" if round_ % 2 == 0 else "64"
        case.run("archive", "remove", users[0], "--name", "anna")
        case.run("archive", "publish", users[0], "--yes", "--name", "anna",
                 os.path.join(case.photos, "000"))
        started = [case.start("archive", "publish", user, "--yes", "--name", name)
                   for user, name in zip(users, ("anna", "ben"))]
        started.append(case.start("archive", "train", uri, "--bits", bits))
        while started[2].poll() is None:
            assert case.json("search", "--archive", uri, query)["bits"] in (256, 128, 64)
        started.append(case.start("archive", "encode", uri))
        while started[3].poll() is None:
            assert case.json("search", "--archive", uri, query)["bits"] in (256, 128, 64)
        for process in started:
            out, err = process.communicate(timeout=120)
            assert process.returncode == 0, (out, err)
        model = number(server, "busy", "SELECT model FROM semblance.archive")
        assert model == number(server, "busy", "SELECT max (id) FROM semblance.models")
        check_codes(server, "busy", model, N)
        assert case.json("archive", "status", uri)["bits"] == int(bits)


def test_lost_answers(case):
    """Where the answer to a COMMIT is lost, what was done is found out: nothing is done twice, and
    nothing is said to have failed that has not."""
    index_own(case)
    add_copies(case)
    server, uri = make_archive(case, "lost")
    case.run("archive", "publish", uri, "--yes", "--name", "anna")
    wanted, counts = digest(server, "lost"), count(server, "lost")
    case.run("archive", "remove", uri, "--name", "anna")
    # Of agreeing, and of each batch.
    for lost in range(4):
        with Proxy(server, [lost]) as proxy:
            case.run("archive", "publish", proxy.uri("lost"), "--yes", "--name", "anna")
            assert proxy.n_lost == (lost < proxy.n_commits), (lost, proxy.n_commits)
        assert count(server, "lost") == counts, lost
        assert digest(server, "lost") == wanted, lost
        if lost < 3:
            case.run("archive", "remove", uri, "--name", "anna")
    with Proxy(server, [0]) as proxy:
        case.run("archive", "train", proxy.uri("lost"), "--bits", "64")
        assert proxy.n_lost == 1
    assert case.json("archive", "status", uri)["next_bits"] == 64
    make_pieces(server, "lost", 16)
    # Of pieces, and of the change to the new model.
    with Proxy(server, [0, 2, 5, 8]) as proxy:
        assert case.json("archive", "encode", proxy.uri("lost"))["photos"] > 0
        assert proxy.n_lost > 1, proxy.n_commits
    check_codes(server, "lost", number(server, "lost", "SELECT model FROM semblance.archive"), N)
    assert case.json("archive", "status", uri)["bits"] == 64
    # Of the change alone, which is said to have been made here.
    case.run("archive", "train", uri, "--bits", "128")
    make_pieces(server, "lost", 1 << 20)
    with Proxy(server, [1]) as proxy:
        done = case.json("archive", "encode", proxy.uri("lost"))
        assert proxy.n_lost == 1 and done["switched"], (proxy.n_commits, done)
    assert case.json("archive", "status", uri)["bits"] == 128


def test_discard(case):
    """A new model that nobody wants is given up, with what photos have of it: then another one can
    be trained."""
    index(case)
    server, shards, uri = make_sharded(case, "discard")
    anna = add_user(server, "discard", "d-anna", "publisher")
    case.run("archive", "publish", anna, "--yes")
    assert case.json("archive", "train", uri, "--discard")["discarded"] is False
    case.run("archive", "train", uri, "--bits", "64", "--discard", status=2)
    case.run("archive", "encode", uri, "--discard", status=2)
    case.run("archive", "train", uri, "--bits", "64")
    model = make_pieces(server, "discard", 16)
    case.fails("archive", "train", uri, "--bits", "32", say=["already", "--discard"])
    case.fails("archive", "train", anna, "--discard", say=["does not allow"])
    # While others encode: they end, and nobody searches by what is gone.
    process = case.start("archive", "encode", uri)
    done = case.json("archive", "train", uri, "--discard")
    out, err = process.communicate(timeout=120)
    assert process.returncode in (0, 1), (out, err)
    assert process.returncode == 0 or b"given up" in err or b"being changed" in err, err
    status = case.json("archive", "status", uri)
    if not done["discarded"]:
        return
    assert "next_bits" not in status and status["bits"] == 256, status
    assert number(server, "discard", "SELECT count (*) FROM semblance.models") == 1
    assert number(server, "discard", "SELECT count (*) FROM semblance.work") == 0
    for each, names in ((server, f"^(codes|vectors)_{model}(_|$)"),
                        *((shard, f"^(codes|vectors)_{model}_") for shard in shards)):
        assert number(each, "discard", "SELECT count (*) FROM pg_class WHERE relkind <> 'i' AND"
                      f" relname ~ '{names}'") == 0
    check_codes(server, "discard", 1, N)
    # As if nothing had been: published, searched, trained and encoded.
    assert case.json("archive", "publish", anna)["photos"] == N
    case.run("archive", "train", uri, "--bits", "32")
    assert case.json("archive", "encode", uri)["switched"]
    assert case.json("search", "--archive", uri, os.path.join(case.photos, "000", "000.jpg"))[
        "bits"] == 32


def test_shards(case):
    """Parts on other servers get their tables, and lose the old ones."""
    index(case)
    server, shards, uri = make_sharded(case, "shard-train")
    case.run("archive", "publish", uri, "--yes")
    case.run("archive", "train", uri, "--bits", "128")
    done = case.json("archive", "encode", uri)
    assert (done["photos"], done["switched"]) == (N, True), done
    check_codes(server, "shard-train", 2, N)
    for shard in shards:
        assert number(shard, "shard-train", "SELECT count (*) FROM pg_class WHERE relkind = 'r'"
                      " AND relname ~ '^(codes|vectors)_1_'") == 0
        assert number(shard, "shard-train", "SELECT count (*) FROM pg_class WHERE relkind = 'r'"
                      " AND relname ~ '^(codes|vectors)_2_'") == 4
    query = os.path.join(case.photos, "000", "000.jpg")
    assert case.json("search", "--archive", uri, query)["bits"] == 128


if __name__ == "__main__":
    smoke = sys.argv[1] == "--smoke"
    everything = [test_train, test_same, test_rights, test_many, test_with_publishers,
                  test_lost_answers, test_discard, test_shards]
    sys.exit(main([test_train] if smoke else everything, sys.argv[2 if smoke else 1:]))
