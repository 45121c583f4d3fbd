"""The estate of 1,200 homes in use: estate.py RELEASE_FOLDER [PEOPLE [DAYS]].

`linli simulate` makes it with its days of history through HTTP; then its pages, a billing run of all homes, and an import of many people
of whom 3% are not as they ought to be, and of the same people corrected.
"""
import http.client
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from portal import ROOT, Server, call, token
from readings import Screen

PAGES = ["/duty", "/duty/board", "/community/device", "/community/order", "/community/events", "/community/metrics",
         "/community/retention", "/community/money"]


def simulated(linli, server, days):
    """What `linli simulate` reports, and the server's memory after it."""
    command = [linli, "simulate", "--server", server.url, "--estate", "full", "--days", str(days), "--json"]
    before = server.cpu()
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return json.loads(done.stdout), server.cpu() - before


def pages(server):
    """p50 and longest in ms of each page, as the duty officer opens them."""
    opener = Screen(server, "manager", listens=False).opener
    for path in PAGES:
        times = []
        for _ in range(15):
            start = time.monotonic()
            size = len(opener.open(server.url + path).read())
            times.append((time.monotonic() - start) * 1000)
        print(f"| page {path}, {size / 1024:.0f} KB | {statistics.median(times):.1f} | {max(times):.1f} |", flush=True)


def resident(number, wrong):
    """A line of the table; the wrong ones are each wrong in one of three ways."""
    born = f"{1940 + number % 70}-{1 + number % 12:02}-{1 + number % 28:02}"
    cells = [f"居民{number}", f"P{number:06}", "contact", "written", f"139{number % 10 ** 8:08}", born]
    if wrong:
        way = number // 33 % 3
        cells[(0, 4, 5)[way]] = ("", "12345", "1990-02-31")[way]
    return ",".join(cells)


def people(count, wrong):
    lines = ["name,code,purposes,way,phone,born"]
    return "\n".join(lines + [resident(number, wrong and number % 33 == 7) for number in range(count)]).encode()


def imported(server, manager, count, database):
    """An import with faults, then without: seconds, what was told, what is there."""
    faults = sum(number % 33 == 7 for number in range(count))
    there = total(database)
    for name, wrong in (("faulty", True), ("right", False), ("right", False)):
        body = people(count, wrong)
        connection = http.client.HTTPConnection(*server.address)
        start = time.monotonic()
        connection.request("POST", f"/api/v1/community/resident/import?id=bench-{name}", body,
                           {"Authorization": "Bearer " + manager, "Content-Type": "text/csv"})
        answer = connection.getresponse()
        text = answer.read()
        took = time.monotonic() - start
        found = json.loads(text)
        now = total(database)
        if wrong:
            lines = {int(re.match(r"\d+", detail["place"])[0]) for detail in found["details"]}
            assert answer.status == 422 and now == there, (answer.status, now, there, text[:500])
            assert lines == {number + 2 for number in range(count) if number % 33 == 7}, (len(lines), faults)
            print(f"| {count:,} people, {faults:,} of them faulty: all told by line, nothing entered | {took:.1f} s | "
                  f"{server.memory()[0]:.0f} MB, at most {server.memory()[1]:.0f} MB |", flush=True)
        else:
            assert answer.status == 200, text[:500]
            title = f"the same {count:,} corrected: entered" if found["entered"] else "the same sent again: nothing"
            assert now == there + count
            print(f"| {title} | {took:.1f} s | {server.memory()[0]:.0f} MB, at most {server.memory()[1]:.0f} MB |", flush=True)


def total(database):
    base = sqlite3.connect(database)
    count = base.execute("SELECT count(*) FROM case_head WHERE kind = 'resident'").fetchone()[0]
    base.close()
    return count


def billed(server, manager):
    fields = {"name": "物业服务费", "code": "BENCH", "charge": "property", "basis": "place", "price": 120, "level": "home",
              "from": "2025-01-01", "days": 15}
    call(server, manager, "POST", "/api/v1/community/tariff", json.dumps({"fields": fields}), Content_Type="application/json",
         Idempotency_Key="bench-tariff")
    start = time.monotonic()
    run = call(server, manager, "POST", "/api/v1/money/bills", json.dumps({"tariff": "BENCH", "period": "2026-02"}),
               Content_Type="application/json", Idempotency_Key="bench-bills")[1]
    took = time.monotonic() - start
    start = time.monotonic()
    assert call(server, manager, "GET", "/api/v1/money/check")[1] == {"right": True, "faults": []}
    print(f"| a billing run of {run['count']:,} homes | {took:.2f} s | the books checked in {time.monotonic() - start:.2f} s |", flush=True)


def main(release, count, days):
    linli = os.path.join(ROOT, release, "linli")
    folder = tempfile.mkdtemp(prefix="linli-estate.", dir=os.environ.get("LINLI_BENCH"))
    try:
        server = Server(linli, os.path.join(folder, "data"), "--demo")
        report, cpu = simulated(linli, server, days)
        now, most = server.memory()
        print(f"full estate, {days} days by `linli simulate`: {report['sent']:,} readings, {report['events']:,} events, {report['acts']:,} acts of people in "
              f"{report['milliseconds'] / 1000:.0f} s ({cpu:.0f} s of the server's CPU); resident {now:.0f} MB, at most {most:.0f} MB\n")
        print("| | p50 ms | longest ms |\n|---|---|---|")
        pages(server)
        print("\n| | took | |\n|---|---|---|")
        manager = token(server, "manager")
        billed(server, manager)
        imported(server, manager, count, os.path.join(folder, "data", "linli.sqlite"))
        server.stop()
        server = Server(linli, os.path.join(folder, "data"))
        call(server, manager, "GET", "/api/v1/community/device?limit=1")
        print(f"\nresident after a restart: {server.memory()[0]:.0f} MB; from start to first page {server.start * 1000:.0f} ms")
        server.stop()
    finally:
        for process in Server.running:
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000, int(sys.argv[3]) if len(sys.argv) > 3 else 200)
