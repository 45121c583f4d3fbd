"""Throw-away sites of drills: Linli with its own door for devices, or behind RabbitMQ. Each part can be killed."""

import contextlib
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess
import time

from caller import Caller
from conftest import linli
from portal import Server
from postgres import Postgres
from senders import EVENT, PROPERTY, Sender
from test_devices_broker import SCRIPT, TOKEN, Broker
from things import Gate, key

PATIENCE = 300


def free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def environment(**values):
    """What is started meanwhile finds these."""
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]


def until(ask, what, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not ask():
        assert time.monotonic() < deadline, f"it never came to be: {what}"
        time.sleep(0.05)


class MortalPostgres(Postgres):
    """One that writes as it would for good, and is killed without a word."""

    def __init__(self):
        self.kills = 0
        # A process that is killed may leave half a page behind: full_page_writes is for that, and it goes with fsync.
        with environment(LINLI_POSTGRES_FSYNC="on"):
            super().__init__()

    def processes(self):
        """All of its processes stand in its folder."""
        found = []
        for process in pathlib.Path("/proc").iterdir():
            try:
                if process.name.isdigit() and os.readlink(process / "cwd") == str(self.folder / "data"):
                    found.append(int(process.name))
            except OSError:
                pass
        return found

    def kill(self):
        """In turn the first process alone, and all of them at one time, as when the machine goes.

        Without the first the others end once they wait for somebody; what they have in hand may still be committed.
        Until the last of them is gone the shared memory is in use and no other may start on the same files."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        self.kills += 1
        for process in [first] if self.kills % 2 else [first, *self.processes()]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        # And its number is known until whoever inherited it has heard of its end.
        until(lambda: not self.processes() and not os.path.exists(f"/proc/{first}"), "PostgreSQL is gone")


class Rows:
    """What is in a database, asked beside the server."""

    def __init__(self, data, postgres=None, connection=None):
        self.path, self.postgres, self.connection = pathlib.Path(data) / "linli.sqlite", postgres, connection

    def ask(self, sql):
        if self.postgres:
            return self.postgres.ask(sql, self.connection)
        base = sqlite3.connect(self.path, timeout=60)
        try:
            return base.execute(sql).fetchall()
        finally:
            base.close()

    def count(self):
        return int(self.ask("SELECT count(*) FROM reading")[0][0])

    def readings(self, item):
        rows = self.ask("SELECT r.at, r.value FROM reading r JOIN series s ON s.id = r.series "
                        f"WHERE s.device = '{item}' AND s.property = '{PROPERTY}'")
        return {int(at): float(value) for at, value in rows}

    def events(self, item):
        return [row[0] for row in self.ask(f"SELECT content FROM event WHERE device = '{item}' AND kind = '{EVENT}'")]

    def alarms(self, item):
        return sum(int(row[0]) for row in self.ask(f"SELECT count FROM open_alarm WHERE key LIKE '{EVENT}%{item}%'"))

    def miscounted(self):
        """Readings that the statistics of days lack, and those that they have too many."""
        rows = self.ask("SELECT sum(told), sum(there) FROM (SELECT day, series, count AS told, 0 AS there "
                        "FROM reading_day UNION ALL SELECT (at + 28800000) / 86400000, series, 0, 1 FROM reading) "
                        "AS together GROUP BY day, series")
        pairs = [(int(told), int(there)) for told, there in rows]
        return sum(max(0, there - told) for told, there in pairs), sum(max(0, told - there) for told, there in pairs)


class Site(Rows):
    """`parts`: what can be killed, by name, in turn; a way to kill it and a way to start it again."""

    def __init__(self, folder, postgres, name):
        self.data = pathlib.Path(folder) / "data"
        self.connection = postgres.database(name) if postgres else None
        self.options = ["--database", self.connection] if postgres else []
        super().__init__(self.data, postgres, self.connection)

    def verify(self):
        """`linli journal verify`, as its exit code."""
        return linli("journal", "verify", "--data", self.data, *self.options, "--skip-files", timeout=600).code

    def senders(self, count, versions=(4,), **how):
        manager = Caller(self.server, "manager")
        numbers = [f"HDL-{1 + n // 11}-1-smoke-{1 + n % 11}" for n in range(count)]
        made = []
        for index, number in enumerate(numbers):
            item, _, secret = key(manager, number)
            made.append(Sender(self.port, number, item, secret, versions[index % len(versions)], **how))
        return made


def killed(*servers):
    for server in servers:
        server.process.send_signal(signal.SIGKILL)
    for server in servers:
        server.process.wait(60)


def started(*servers):
    for server in servers:
        server.start()


def ended(*servers):
    for server in servers:
        if server.process.poll() is None:
            server.stop()


class Embedded(Site):
    """Devices speak to Linli itself."""

    def __init__(self, folder, postgres, name):
        super().__init__(folder, postgres, name)
        # Where devices find it again after a kill.
        self.port = free()
        self.server = Gate(self.data, "--mqtt", str(self.port), *self.options)
        self.parts = {"Linli": (lambda: killed(self.server), lambda: started(self.server))}
        if postgres:
            self.parts["PostgreSQL"] = (postgres.kill, postgres.start)

    def end(self):
        ended(self.server)


class Controlled(Broker):
    def control(self, *words):
        """rabbitmqctl."""
        subprocess.run([SCRIPT, "ctl", self.folder, *words], check=True, capture_output=True, timeout=120)


class Behind(Site):
    """Devices speak to RabbitMQ, from which two nodes take. The first answers the broker about devices."""

    def __init__(self, folder, postgres, name):
        super().__init__(folder, postgres, name)
        more = ["--no-pace", *self.options, "--amqp-token", TOKEN]
        self.server = Server(self.data, "--demo", *more, "--port", str(free()))
        self.broker = Controlled(self.server.url)
        self.server.options += ["--amqp", self.broker.amqp]
        self.server.restart()
        self.second = Server(pathlib.Path(folder) / "second", *more, "--keys", str(self.data / "keys.json"),
                             "--amqp", self.broker.amqp)
        self.port = self.broker.mqtt["mqtt"]
        self.turn = 0
        self.parts = {"Linli": (self.kill_nodes, self.start_nodes), "RabbitMQ": (self.broker.kill, self.broker.start),
                      "PostgreSQL": (postgres.kill, postgres.start)}

    def kill_nodes(self):
        self.victims = [[self.second], [self.server], [self.server, self.second]][self.turn % 3]
        self.turn += 1
        killed(*self.victims)

    def start_nodes(self):
        started(*self.victims)

    def end(self):
        ended(self.second, self.server)
        self.broker.end()


def memory(process, what="VmHWM"):
    """Megabytes that a process has had resident at most, or has now (`VmRSS`)."""
    found = re.search(rf"{what}:\s+(\d+) kB", pathlib.Path(f"/proc/{process.pid}/status").read_text())
    return int(found.group(1)) / 1024
