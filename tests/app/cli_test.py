# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of semblance-cli share: a folder for each test, the program, and TAP."""

import atexit
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

# Whether sweeps leave nothing out; they take hours then.
LONG = bool(os.environ.get("SEMBLANCE_TEST_LONG"))
PATIENCE = 3000 if LONG else 300
# As many photos as a model that is not provisional needs.
FAMILIES, VARIANTS = 34, 4
INSIDE = "SEMBLANCE_TEST_MOUNTS"
# Folders by what has run in them, and digests by photos and training: what tests have in common.
SHARED, CALM = {}, {}


class Skip(Exception):
    pass


def speak(language):
    """The environment of a person of @language, for Case.run(). The C library translates in no
    locale "C.UTF-8", so that it takes another one, if the build could compile it."""
    if "LOCPATH" not in os.environ:
        return {"LANGUAGE": language}
    return {"LANGUAGE": language, "LC_ALL": "", "LANG": "C.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}


class Case:
    """One test: a private folder, and the program run as a user would."""

    def __init__(self, programs):
        self.cli, self.decoder, self.weights, self.make_photos, self.fail_writes = programs
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="semblance-cli-"))
        self.photos = os.path.join(self.folder, "photos")
        self.library = os.path.join(self.folder, "data", "semblance", "library.db")
        self.env = {name: value for name, value in os.environ.items()
                    if not name.startswith(("SEMBLANCE_", "XDG_", "LC_", "LANG"))}
        self.env.update(XDG_DATA_HOME=os.path.join(self.folder, "data"), HOME=self.folder,
                        LC_ALL="C.UTF-8", SEMBLANCE_WEIGHTS=self.weights,
                        SEMBLANCE_DECODER=self.decoder, G_DEBUG="fatal-criticals")
        os.mkdir(self.photos)

    def close(self):
        shutil.rmtree(self.folder, onerror=lambda *_: None)

    def make(self, families, variants, folder=None, kind=None):
        done = subprocess.run([self.make_photos, folder or self.photos, str(families),
                               str(variants), *([kind] if kind else [])], check=False)
        if done.returncode == 77:
            raise Skip(f"files of kind {kind} cannot be written here")
        assert done.returncode == 0, done

    def start(self, *args, **env):
        # A session of its own, so that its processes can be found when it is gone.
        return subprocess.Popen([self.cli, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env={**self.env, **env}, cwd=self.folder, start_new_session=True)

    def run(self, *args, status=0, **env):
        """Runs it, checks the exit status, and returns (standard output, standard error)."""
        process = self.start(*args, **env)
        out, err = (os.fsdecode(text) for text in process.communicate(timeout=PATIENCE))
        if process.returncode != status:
            raise AssertionError(f"{args}: exit status {process.returncode}, not {status}\n{err}")
        return out, err

    def json(self, *args, **kwargs):
        return json.loads(self.run(*args, "--json", **kwargs)[0])

    def fails(self, *args, status=1, say=(), **env):
        """Runs what must fail with a sentence that contains each of @say."""
        err = self.run(*args, status=status, **env)[1]
        for word in say:
            assert word in err, f"“{word}” is not in: {err}"
        assert "CRITICAL" not in err and "WARNING" not in err, err
        assert err.endswith((".\n", "”\n")), f"no sentence: {err}"
        return err

    def query(self, sql, *args, database=None):
        path = database or self.library
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(sql, args).fetchall()
        finally:
            connection.close()

    def count_files(self):
        try:
            return self.query("SELECT count(*) FROM files")[0][0]
        except sqlite3.Error:
            return 0

    def wait_for_files(self, process, n):
        end = time.monotonic() + PATIENCE
        while self.count_files() < n:
            assert time.monotonic() < end, f"{n} files were never indexed"
            if process.poll() is not None:
                return
            time.sleep(.005)

    def digest(self):
        """All codes of the active model by content; row ids play no part."""
        model, bits, seed, method = self.query(
            "SELECT id, bits, seed, method FROM models, state WHERE id = active_model")[0]
        words = (bits + 63) // 64 * 8
        hashes = dict(self.query("SELECT id, hash FROM photos"))
        lines = []
        for ids, codes in self.query("SELECT ids, codes FROM codes WHERE model = ?", model):
            for i in range(len(ids) // 8):
                photo = int.from_bytes(ids[8 * i:8 * i + 8], sys.byteorder)
                lines.append(hashes[photo] + codes[words * i:words * (i + 1)])
        assert len(lines) == len(hashes)
        lines.sort()
        return method, bits, seed, hashlib.sha256(b"".join(lines)).hexdigest()


def write(path, data=b""):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def index(case, *then):
    """The same photos for all tests, indexed once; each has a copy of the library, in which the
    command @then has run. For tests that leave the photos as they are."""
    def make(*args):
        folder = os.path.realpath(tempfile.mkdtemp(prefix="semblance-shared-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        if args:
            shutil.copytree(os.path.join(SHARED[()], "data"), os.path.join(folder, "data"))
        else:
            os.mkdir(os.path.join(folder, "photos"))
            case.make(FAMILIES, VARIANTS, os.path.join(folder, "photos"))
        case.run(*args or ["index", os.path.join(folder, "photos")],
                 XDG_DATA_HOME=os.path.join(folder, "data"))
        SHARED[args] = folder

    for args in [(), then]:
        if args not in SHARED:
            make(*args)
    case.photos = os.path.join(SHARED[()], "photos")
    shutil.copytree(os.path.join(SHARED[then], "data"), os.path.join(case.folder, "data"))


def contents(folder):
    """What the names and the bytes of all files of the folder are, as a digest."""
    digest = hashlib.sha256()
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(place, name)
            digest.update(os.fsencode(os.path.relpath(path, folder)) + b"\0")
            digest.update(hashlib.sha256(read(path)).digest())
    return digest.digest()


def undisturbed(case, *train):
    """The digest of an undisturbed run over the same photos, in another library."""
    key = contents(case.photos), train
    if key not in CALM:
        library, case.library = case.library, os.path.join(case.folder, "calm.db")
        case.run("index", "--library", case.library, case.photos)
        if train:
            case.run("train", "--use", "--library", case.library, *train)
        CALM[key], case.library = case.digest(), library
    return CALM[key]


def processes_of_session(session):
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", "rb") as file:
                    fields = file.read().rsplit(b")", 1)[1].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != b"Z":
                found.append(int(entry))
    return found


def assert_nothing_left(process):
    """The decoders of a program that was killed end by themselves."""
    end = time.monotonic() + 30
    while processes_of_session(process.pid):
        assert time.monotonic() < end, "a decoder was left behind"
        time.sleep(.02)


def enter_namespace():
    """Restarts this program in a mount namespace of its own, where disks can be mounted and are
    unmounted at the latest when it ends; returns if that is not possible."""
    if INSIDE in os.environ:
        return
    unshare = ["unshare", "--mount", "--propagation", "private"]
    if os.geteuid() != 0:
        unshare.append("--map-root-user")
    if shutil.which("unshare") and subprocess.run([*unshare, "true"], check=False,
                                                  stderr=subprocess.DEVNULL).returncode == 0:
        os.environ[INSIDE] = "1"
        os.execvp("unshare", [*unshare, sys.executable, "-B", *sys.argv])


def mount_tmpfs(place, options):
    """Mounts an empty disk there, after enter_namespace()."""
    if INSIDE not in os.environ or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=False,
            stderr=subprocess.DEVNULL).returncode:
        raise Skip("mounting is not allowed here")


def main(tests, programs):
    """Runs the tests, prints TAP, and gives the exit status."""
    print(f"1..{len(tests)}", flush=True)
    failed = 0
    # Meson names programs from its build folder; the tests run them from elsewhere.
    programs = [os.path.abspath(program) for program in programs]
    for number, test in enumerate(tests, 1):
        name = test.__name__.removeprefix("test_").replace("_", "-")
        case = Case(programs)
        start = time.monotonic()
        try:
            test(case)
            result = f"ok {number} {name}"
        except Skip as reason:
            result = f"ok {number} {name} # SKIP {reason}"
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("#", line)
            result = f"not ok {number} {name}"
        finally:
            case.close()
        print(f"# {time.monotonic() - start:.1f} s")
        print(result, flush=True)
    return 1 if failed else 0
