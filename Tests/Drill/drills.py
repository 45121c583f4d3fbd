"""What drills with devices share: sites that end with them, tables of what was seen, and what was found wrong."""

import pathlib
import random
import shutil
import statistics
import tempfile
import time

from senders import difference
from sites import Behind, Embedded, MortalPostgres

# RabbitMQ of 3.10 speaks MQTT 3.1.1 only.
VERSIONS = (4, 5)


class Table:
    def __init__(self, *columns):
        self.lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]

    def row(self, *cells):
        self.lines.append("| " + " | ".join(map(str, cells)) + " |")
        print(self.lines[-1], flush=True)


class Drill:
    """A folder and, where it is needed, a PostgreSQL of its own. `times`: how often something is killed."""

    def __init__(self, times):
        self.times = times
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="linli-drill."))
        self.rng = random.Random(20261128)
        self.problems, self.sites = [], []
        self.count = 0
        self.started = None

    @property
    def postgres(self):
        self.started = self.started or MortalPostgres()
        return self.started

    def place(self):
        self.count += 1
        folder = self.folder / str(self.count)
        folder.mkdir()
        return folder

    def embedded(self, engine):
        place = self.place()
        site = Embedded(place, self.postgres if engine == "PostgreSQL" else None, f"drill_{self.count}")
        self.sites.append(site)
        return site

    def behind(self):
        place = self.place()
        site = Behind(place, self.postgres, f"drill_{self.count}")
        self.sites.append(site)
        return site

    def close(self, site):
        site.end()
        self.sites.remove(site)

    def expect(self, holds, what):
        if not holds:
            print(f"WRONG: {what}", flush=True)
            self.problems.append(what)

    def settled(self, site, senders, title):
        """Once all that was said is acknowledged and stored: what is lost, what is there twice, and the journal."""
        for one in senders:
            one.stop()
        for one in senders:
            one.end()
        lost, twice = came(site, senders)
        sound = site.verify() == 0
        self.expect(not lost and not twice and sound, f"{title}: {lost} lost, {twice} twice, journal sound: {sound}")
        return lost, twice, "yes" if sound else "NO"

    def end(self):
        for site in self.sites:
            site.end()
        if self.started:
            self.started.start()
            self.started.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


def came(site, senders):
    """What is lost and what is twice. Behind a broker it comes later than it is acknowledged: while more comes, it is
    waited for."""
    before, quiet = -1, time.monotonic()
    while True:
        lost, twice = difference(site, senders)
        count = site.count()
        if count != before:
            before, quiet = count, time.monotonic()
        if not lost and not twice or time.monotonic() - quiet > 60:
            return lost, twice
        time.sleep(1)


def waited(seconds):
    return f"{statistics.median(seconds) * 1000:,.0f} ms, {max(seconds) * 1000:,.0f} ms"
