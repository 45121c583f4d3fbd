"""Faults that take too long for every run: kills under load and a restore, on both engines, and those of devices
(device_faults.py), counted into tables.

    LINLI=… .build/venv/bin/python Tests/Drill/drill.py [KILLS [KILLS_OF_DEVICES]]

writes docs/RELIABILITY.md. It fails if anything that was acknowledged is lost or the journal does not verify."""

import copy
import datetime
import pathlib
import platform
import random
import shutil
import signal
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

import requests  # noqa: E402

import device_faults  # noqa: E402
from conftest import linli  # noqa: E402
from portal import Server  # noqa: E402
from postgres import Postgres  # noqa: E402
from town import Town  # noqa: E402

WRITERS = 3


class Load:
    """Writers that save findings, each into a case of its own, and remember what was acknowledged."""

    def __init__(self, town):
        self.town = town
        self.cases = [town.open(f"社区{n}") for n in range(WRITERS)]
        self.acknowledged = {case: [] for case in self.cases}
        self.errors = []

    def begin(self):
        self.goes_on = True
        self.threads = [threading.Thread(target=self.write, args=(case,)) for case in self.cases]
        for thread in self.threads:
            thread.start()

    def write(self, case):
        visitor = copy.copy(self.town["applicant"])
        visitor.session = requests.Session()
        visitor.session.headers.update(self.town["applicant"].session.headers)
        visitor.session.cookies.update(self.town["applicant"].session.cookies)
        number = 0
        while self.goes_on:
            number += 1
            try:
                answer = visitor.act(case, "saveFinding", clause="6.1.2",
                                     finding={"met": number % 2 == 0, "remark": f"第 {number} 次"})
            except requests.RequestException:
                # It was killed: what had no answer may be there or not.
                continue
            if answer.status_code == 200:
                self.acknowledged[case].append((answer.json()["sequence"], "saveFinding"))
            elif answer.status_code not in (401, 429, 503):
                self.errors.append(f"{answer.status_code} {answer.text[:200]}")

    def end(self):
        self.goes_on = False
        for thread in self.threads:
            thread.join()

    def lost(self):
        lost = 0
        for case, acts in self.acknowledged.items():
            there, after = set(), 0
            while after is not None:
                page = self.town["applicant"].read(f"/cases/{case}/history?limit=500&after={after}")
                there |= {(item["sequence"], item["act"]) for item in page["items"]}
                after = page["next"]
            lost += len(set(acts) - there)
        return lost

    @property
    def count(self):
        return sum(map(len, self.acknowledged.values()))


def where(data, database):
    return ["--data", data, *(["--database", database] if database else [])]


def kills(engine, data, database, times, rng):
    options = ["--database", database] if database else []
    server = Server(data, "--no-pace", *options)
    load = Load(Town(server, people={"applicant", "reviewer"}))
    unsound = 0
    for number in range(times):
        load.begin()
        time.sleep(rng.uniform(0.2, 1.2))
        server.process.send_signal(signal.SIGKILL)
        server.process.wait(60)
        load.end()
        unsound += linli("journal", "verify", *where(data, database), "--skip-files", timeout=300).code != 0
        server.start()
        print(f"{engine}: kill {number + 1} of {times}, {load.count} acknowledged", flush=True)
    row = (f"kill -9 under {WRITERS} writers, {engine}", times, times - unsound, load.count, load.lost())
    assert not load.errors, load.errors[:3]
    return row, server, load


def restores(engine, server, load, data, database, target, folder):
    """A backup under load, everything wiped, brought back, and verified. Seconds of each."""
    key, backups = folder / "key", folder / "backups"
    assert linli("backup", "--make-key", key).code == 0
    load.begin()
    time.sleep(1)
    # What was acknowledged before it began has to come back.
    before = {case: list(acts) for case, acts in load.acknowledged.items()}
    made = linli("backup", backups, *where(data, database), "--key-file", key, timeout=300)
    load.end()
    server.stop()
    shutil.rmtree(data)
    again = folder / "again"
    back = linli("restore", backups, *where(again, target), "--key-file", key, timeout=300)
    assert made.code == 0 and back.code == 0, (made, back)
    verified = linli("journal", "verify", *where(again, target), timeout=300)
    assert verified.code == 0, verified
    server = Server(again, "--no-pace", *(["--database", target] if target else []))
    load.town.server = server
    for visitor in load.town.visitors.values():
        visitor.server = server
    load.town.visitors.clear()
    load.acknowledged = before
    lost = load.lost()
    server.stop()
    return (f"{engine}: backup under load, wiped, restored", load.count, lost, made.seconds, back.seconds, verified.seconds)


def main(times, device_times):
    rng = random.Random(20261127)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="linli-drill."))
    postgres = Postgres()
    faults, drills = [], []
    try:
        for engine in ("SQLite", "PostgreSQL"):
            place = folder / engine
            place.mkdir()
            first = second = None
            if engine == "PostgreSQL":
                first, second = postgres.database("drill"), postgres.database("drill_again")
            row, server, load = kills(engine, place / "data", first, times, rng)
            faults.append(row)
            drills.append(restores(engine, server, load, place / "data", first, second, place))
    finally:
        postgres.remove()
        shutil.rmtree(folder, ignore_errors=True)
    tables, wrong = device_faults.run(device_times)
    kind = "release" if "release" in str(binary()) else "debug"
    lines = [
        "# Reliability", "", "Made by `make drill`; what fails it is said by its exit code.", "",
        f"{datetime.date.today()}, {platform.machine()}, 2 cores, {kind} build.", "",
        "| fault | tried | survived, journal sound | changes acknowledged | lost |", "|---|---|---|---|---|",
        *[f"| {name} | {tried} | {survived} | {count} | {lost} |" for name, tried, survived, count, lost in faults], "",
        "| drill | changes | lost | backup | restore | verify |", "|---|---|---|---|---|---|",
        *[f"| {name} | {count} | {lost} | {a:.1f} s | {b:.1f} s | {c:.1f} s |" for name, count, lost, a, b, c in drills], "",
        *tables,
        "Money (`CommunityMoneyDrillTests`, before these drills): 10,000 bills of 500 homes, issued by an import that is sent twice; paid at the counter",
        "by forms that are sent twice, or by an app whose news is forged, told up to four times, late, or lost and asked for; some given back. On SQLite",
        "and on PostgreSQL the books agree to the fen with a count that is kept apart.",
        "",
        "Every run of the tests also tries: a disk that fills up in the middle (`test_portal_outages.py`), a database that goes and comes",
        "back, an older database put in the place of a newer one (`test_journal.py`), each field of each kind of row edited behind the server",
        "(`JournalTamperTests`), every byte of a package flipped (`PackageTests`) and bytes over all files of a backup (`BackupTests`).",
    ]
    (ROOT / "docs" / "RELIABILITY.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join([*lines, *wrong]))
    sys.exit(any(tried != survived or lost for _, tried, survived, _, lost in faults) or any(d[2] for d in drills)
             or bool(wrong))


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*given, *[50, device_faults.KILLS][len(given):])
