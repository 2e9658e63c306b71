# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between a program and a PostgreSQL server, and loses the answers to COMMIT."""

import os
import shutil
import socket
import tempfile
import threading

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"


class Proxy:
    """Lets everything through, but of the answers to COMMIT those of the numbers in "lost": there
    the server has done it, and the connection ends before the program hears of it."""

    def __init__(self, server, lost):
        self.server, self.lost = server, set(lost)
        self.n_commits = self.n_lost = 0
        self.mutex = threading.Lock()
        self.folder = tempfile.mkdtemp(prefix="semblance-proxy-")
        self.name = f".s.PGSQL.{server.port}"
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(os.path.join(self.folder, self.name))
        self.socket.listen(16)
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        shutil.rmtree(self.folder)

    def uri(self, database):
        return f"postgresql:///{database}?host={self.folder}&port={self.server.port}&user=postgres"

    def accept(self):
        while True:
            try:
                client = self.socket.accept()[0]
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(os.path.join(self.server.folder, self.name))
            lose = threading.Event()
            for args in (client, server, lose, True), (server, client, lose, False):
                threading.Thread(target=self.pass_on, args=args, daemon=True).start()

    def is_lost(self):
        with self.mutex:
            self.n_commits += 1
            self.n_lost += self.n_commits - 1 in self.lost
            return self.n_commits - 1 in self.lost

    def pass_on(self, source, target, lose, from_client):
        """In one direction, until one of them ends."""
        try:
            while data := source.recv(1 << 16):
                if from_client and data == COMMIT and self.is_lost():
                    lose.set()
                elif not from_client and lose.is_set():
                    break
                target.sendall(data)
        except OSError:
            pass
        for each in source, target:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
