"""A PostgreSQL of the tests' own, which may be stopped and started beneath whoever uses it."""

import pathlib
import shutil
import subprocess
import tempfile

from conftest import ROOT

SCRIPT = str(ROOT / "scripts" / "postgres")


def psql():
    """Where packages put it, if not where shells look."""
    return shutil.which("psql") or str(max(pathlib.Path("/usr").glob("*/postgresql/*/bin/psql"), default="psql"))


class Postgres:
    def __init__(self):
        # The path of a socket is short, and PostgreSQL runs as somebody else: tests' own folders are neither.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="linli-postgres.", dir="/tmp"))
        self.folder.chmod(0o755)
        self.start()

    @classmethod
    def at(cls, connection):
        """One that somebody else runs: not to be stopped."""
        postgres = cls.__new__(cls)
        postgres.connection = connection
        return postgres

    def start(self):
        done = subprocess.run([SCRIPT, "start", str(self.folder)], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        self.connection = done.stdout.strip()

    def stop(self):
        """At once, as when it is killed."""
        done = subprocess.run([SCRIPT, "stop", str(self.folder)], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder)

    def database(self, name):
        """An empty one beside the first; how to connect to it."""
        self.ask(f"CREATE DATABASE {name}")
        return self.connection.replace("dbname=linli", f"dbname={name}")

    def ask(self, sql, connection=None):
        """The rows of a question as text, a list of columns each."""
        command = [psql(), connection or self.connection, "-AtF", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return [line.split("\t") for line in done.stdout.splitlines()]
