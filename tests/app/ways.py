# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to change a library, for tests that disturb them: each of them has to end as an undisturbed
run does, with the same codes and the same answers."""

import os
import shutil
import sqlite3
import time

# The tables of an older version, and those of their columns that later ones added to.
OLDER_VERSION = 9
OLDER_TABLES = {
    "folders", "photos", "files", "models", "codes", "state", "dropped_photos", "dropped_models",
    "scene_groups", "scene_tried", "scenes", "scene_photos", "scene_pairs", "backbones",
    "described", "dropped_backbones", "mounts", "metadata", "inner_pictures", "sqlite_sequence"}
OLDER_FILES = {"id", "folder", "path", "device", "inode", "size", "mtime", "state", "missing",
               "photo", "attempts", "reason", "decoder"}


def make_older(case):
    """Gives the library the schema of an older version."""
    connection = sqlite3.connect(case.library)
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    columns = connection.execute("SELECT name FROM pragma_table_info ('files')").fetchall()
    later = [name for name, in tables if name not in OLDER_TABLES]
    assert len(later) > 1, later
    for name in later:
        connection.execute(f"DROP TABLE {name}")
    for name, in columns:
        if name not in OLDER_FILES:
            connection.execute(f"ALTER TABLE files DROP COLUMN {name}")
    connection.execute(f"PRAGMA user_version = {OLDER_VERSION}")
    connection.commit()
    connection.close()


def keep(case, name):
    """Keeps a copy of the library; returns its folder."""
    data = os.path.dirname(case.library)
    stage = os.path.join(case.folder, "stage " + name)
    os.makedirs(data, exist_ok=True)
    shutil.copytree(data, stage)
    return stage


def restore(case, stage):
    data = os.path.dirname(case.library)
    shutil.rmtree(data)
    shutil.copytree(stage, data)


def outcome(case):
    answer = case.json("search", "--all", "photos/000/000.jpg")["results"]
    schema = case.query("PRAGMA user_version")
    return (case.digest(), case.count_files(), schema,
            [(hit["path"], hit["distance"]) for hit in answer])


class Way:
    """A command, the library that it starts from, and how an undisturbed run of it ends."""

    def __init__(self, case, stage, args):
        self.case, self.stage, self.args = case, stage, args
        self.restore()
        start = time.monotonic()
        case.run(*args)
        self.seconds = time.monotonic() - start
        self.expected = outcome(case)

    def restore(self):
        restore(self.case, self.stage)

    def finish(self, what):
        """Runs the command once more after a run that was disturbed: no file of the library is
        damaged or was set aside, and the end is that of an undisturbed run. @what is said where
        it is not."""
        case, said = self.case, (self.args, what)
        for part in ["", ".features", ".thumbnails"]:
            path = case.library.replace(".db", part + ".db")
            if os.path.exists(path) and os.path.getsize(path):
                assert case.query("PRAGMA quick_check", database=path) == [("ok",)], said
        # A folder that is gone already cannot be removed once more.
        done = self.args[0] == "remove" and case.query("SELECT count(*) FROM folders") == [(1,)]
        if not done:
            case.run(*self.args)
        assert outcome(case) == self.expected, said
        names = os.listdir(os.path.dirname(case.library))
        assert not [name for name in names if "damaged" in name], said


def make_ways(case):
    """Indexing, training, switching, removing a folder, and bringing an older library up to
    date."""
    others = os.path.join(case.folder, "others")
    case.make(3, 3)
    case.make(2, 2, others)
    index = Way(case, keep(case, "empty"), ["index", "photos"])
    indexed = keep(case, "indexed")
    train = Way(case, indexed, ["train", "--use", "--method", "itq", "--bits", "64"])
    trained = keep(case, "trained")
    active, = case.query("SELECT active_model FROM state")[0]
    other, = case.query("SELECT id FROM models WHERE id <> ?", active)[0]
    switch = Way(case, trained, ["models", "--use", str(other)])
    restore(case, indexed)
    case.run("index", others)
    remove = Way(case, keep(case, "two"), ["remove", others])
    restore(case, indexed)
    make_older(case)
    migrate = Way(case, keep(case, "older"), ["status"])
    return [index, train, switch, remove, migrate]
