"""What many devices of one installation take: city.py RELEASE_FOLDER [DEVICES...].

So many smoke detectors are imported; then all of their properties speak, twice: the first time makes their series. It
tells what a reading takes where there are many series, how long the first one takes after a device was added and after
a start, when a node learns of all devices, its memory then, and the bytes that a reading and a day's statistics of a
property take on the disk.
"""
import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from measuring import cpu, postgres
from portal import ROOT, Server, call, token
from readings import BATCH, batches, now, send

AT_ONCE = 50_000


def entered(server, manager, count):
    """Imports devices; their numbers, and the seconds it took."""
    space = call(server, manager, "GET", "/api/v1/community/space?limit=1&q=HDL")[1]["items"][0]["number"]
    numbers, began = [f"C{number:06}" for number in range(count)], time.monotonic()
    for first in range(0, count, AT_ONCE):
        rows = [f"Detector {one},{one},smoke,{space}" for one in numbers[first:first + AT_ONCE]]
        connection = http.client.HTTPConnection(*server.address)
        connection.request("POST", f"/api/v1/community/device/import?id=city-{first}", "\n".join(["name,code,model,place", *rows]),
                           {"Authorization": "Bearer " + manager, "Content-Type": "text/csv"})
        answer = connection.getresponse()
        found = json.loads(answer.read())
        assert answer.status == 200 and found["entered"] == len(rows), found
    return numbers, time.monotonic() - began


def after_a_change(server, manager, number):
    """Milliseconds that one reading takes before and after a device was added."""
    took = []
    for change in (False, True):
        if change:
            call(server, manager, "POST", "/api/v1/community/device",
                 json.dumps({"place": "HDL", "fields": {"name": "One more", "code": "one-more", "model": "smoke"}}),
                 Content_Type="application/json", Idempotency_Key="one-more")
        took.append(send(server, manager, batches([number], 1, 1, now() - 1_000 + len(took)), 1)[1])
    return took


def sizes(database):
    """Bytes of a reading, and of the statistics of a property's day, with their indexes."""
    if "dbname=" in database:
        # Partitions are tables of their own.
        sql = ("SELECT sum(pg_total_relation_size(c.oid)) / (SELECT count(*) FROM reading), "
               "pg_total_relation_size('reading_day') / (SELECT count(*) FROM reading_day) "
               "FROM pg_class c WHERE c.relname LIKE 'reading\\_%' AND c.relname NOT LIKE '%key' AND c.relkind = 'r' "
               "AND c.relname NOT IN ('reading_day', 'reading_refused', 'reading_late')")
        return [float(word) for word in subprocess.check_output(["psql", "-qAt", database, "-c", sql], text=True).split("|")]
    base = sqlite3.connect(database)
    found = [base.execute(f"SELECT sum(pgsize) * 1.0 / (SELECT count(*) FROM {name}) FROM dbstat WHERE name = '{name}'").fetchone()[0]
             for name in ("reading", "reading_day")]
    base.close()
    return found


def logged(database):
    """Bytes of PostgreSQL's write-ahead log."""
    if "dbname=" not in database:
        return 0
    return int(subprocess.check_output(["psql", "-qAt", database, "-c", "SELECT pg_current_wal_lsn() - '0/0'"], text=True))


def measure(linli, data, count, title, database, postmaster, *more):
    server = Server(linli, data, "--demo", *more)
    manager = token(server, "manager")
    numbers, importing = entered(server, manager, count)
    start, rates, log = now() - 60 * 60_000, [], 0
    for turn in range(3):
        bodies = batches(numbers, 3 * count // BATCH, BATCH, start + turn * 1_000_000)
        used, log = cpu(postmaster) if postmaster else 0, logged(database)
        rate, longest, own = send(server, manager, bodies, 2)
        used = (cpu(postmaster) - used) / (len(bodies) * BATCH) * 1e6 if postmaster else 0
        log = (logged(database) - log) / (len(bodies) * BATCH)
        rates.append((rate, longest, own, used))
    (first, *_), (rate, longest, own, used) = rates[0], rates[2]
    before, after = after_a_change(server, manager, numbers[0])
    reading, day = sizes(database)
    most = server.memory()[1]
    server.stop()
    server = Server(linli, data, "--demo", *more)
    anew = send(server, manager, batches(numbers[1:2], 1, 1, now() - 1_000), 1)[1]
    print(f"| {title} | {count:,} | {importing:.0f} s | {first:,.0f} | {rate:,.0f} | {longest:.0f} | {own:.1f} | "
          f"{f'{used:.1f}' if postmaster else ''} | {before:.0f} | {after:.0f} | {anew:.0f} | {most:.0f} | "
          f"{server.memory()[0]:.0f} | {reading:.0f} | {day:.0f} | {log:.0f} |",
          flush=True)
    server.stop()


def main(release, counts):
    linli = os.path.join(ROOT, release, "linli")
    folder = tempfile.mkdtemp(prefix="linli-city.", dir=os.environ.get("LINLI_BENCH"))
    print("| | devices, three properties each | imported in | readings/s, the first of each | readings/s | longest answer ms | "
          "CPU µs a reading | PostgreSQL's | a reading alone ms | after a device was added ms | after a start ms | "
          "resident MB at most | resident MB after a start | bytes a reading | bytes a day of a property | "
          "bytes of write-ahead log a reading |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    try:
        for count in counts:
            data = os.path.join(folder, f"sqlite-{count}")
            measure(linli, data, count, "SQLite", os.path.join(data, "linli.sqlite"), None)
            with postgres() as (database, postmaster):
                measure(linli, os.path.join(folder, f"postgres-{count}"), count, "PostgreSQL", database, postmaster,
                        "--database", database)
    finally:
        for process in Server.running:
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], [int(count) for count in sys.argv[2:]] or [10_000, 100_000])
