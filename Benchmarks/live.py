"""The live evaluation of an estate of 1,200 homes with much history: live.py RELEASE_FOLDER [DAYS...].

`linli simulate` makes the estate; its days are rows that `history.py` puts beside it. What is measured is what the nightly job does for a
community, and its manager by POST /api/v1/live: all metrics of the day, all clauses judged, both kept. Beside it, on the same rows in the
same run, the plain aggregates that read all history.
"""
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from history import DAY, History, Postgres, SQLite
from measuring import cpu, postgres
from portal import ROOT, Server, call, token

TIMES = 7
# A plain query for each of some metrics, as one would write it: {org} keeps the community, {since} is 30 days ago, {quarter} 90.
PLAIN = {
    "residents active": "SELECT count(DISTINCT person) FROM case_entry WHERE at >= {since} AND person IN "
                        "(SELECT person_id FROM membership WHERE organisation_id = '{org}' AND role = 'resident')",
    "staff active": "SELECT count(DISTINCT person) FROM case_entry WHERE at >= {since} AND person IN "
                    "(SELECT person_id FROM membership WHERE organisation_id = '{org}' AND role IN ('manager', 'duty', 'worker'))",
    "repairs": "SELECT count(*) FROM case_head WHERE kind = 'order' AND handler = '{org}' AND opened_at >= {quarter} AND id IN "
               "(SELECT item FROM item_value WHERE kind = 'order' AND field = 'type' AND word = 'repair')",
    "ratings": "SELECT count(*) FROM case_entry WHERE act = 'rate' AND at >= {quarter}",
    "alarms answered": "SELECT count(*), count(a.at) FROM case_head h LEFT JOIN (SELECT case_id, min(at) AS at FROM case_entry WHERE act IN "
                       "('acknowledge', 'close', 'dismiss') GROUP BY case_id) a ON a.case_id = h.id "
                       "WHERE h.kind = 'alarm' AND h.handler = '{org}' AND h.opened_at >= {since}",
    "bills paid": "SELECT state, count(*) FROM case_head WHERE kind = 'bill' AND handler = '{org}' AND opened_at >= {quarter} GROUP BY state",
    "online payments": "SELECT count(*) FROM case_head WHERE kind = 'payment' AND handler = '{org}' AND opened_at >= {quarter} AND id IN "
                       "(SELECT item FROM item_value WHERE kind = 'payment' AND field = 'way' AND word IN ('wechat', 'alipay'))",
    "checks done": "SELECT state, count(*) FROM case_head WHERE kind = 'check' AND handler = '{org}' AND opened_at >= {since} GROUP BY state",
    "entries": "SELECT count(*) FROM event e JOIN case_head h ON h.id = e.place WHERE e.kind = 'entry' AND e.at >= {since} AND h.handler = '{org}'",
    "notices read": "SELECT count(*), count(read_at) FROM receipt WHERE item IN "
                    "(SELECT id FROM case_head WHERE kind = 'announcement' AND handler = '{org}' AND opened_at >= {quarter})",
}


def evaluated(server, key, base):
    """Seconds of an evaluation: the first after a start, and the median of those after it; CPU ms of one of those, of the server and of `base`,
    the process of a PostgreSQL."""
    def once():
        start = time.monotonic()
        call(server, key, "POST", "/api/v1/live", "{}", Content_Type="application/json", Idempotency_Key=f"bench-{time.monotonic_ns()}")
        return time.monotonic() - start

    def used():
        return server.cpu(), cpu(base) if base else 0

    first, before = once(), used()
    again = [once() for _ in range(TIMES)]
    return first, statistics.median(again), [(after - start) / TIMES * 1000 for start, after in zip(before, used())]


def plain(run, now, keeper):
    """Milliseconds of each plain query, the quicker of two runs."""
    took = {}
    for name, sql in PLAIN.items():
        text = sql.format(org=keeper, since=now - 30 * DAY, quarter=now - 90 * DAY)
        took[name] = min(run(text) for _ in range(2))
    return took


def by_sqlite(path):
    base = sqlite3.connect(path)

    def run(sql):
        start = time.monotonic()
        base.execute(sql).fetchall()
        return (time.monotonic() - start) * 1000

    return run


def by_postgres(database):
    def run(sql):
        text = subprocess.check_output(["psql", database, "-qAt", "-c", "\\timing on", "-c", sql], text=True)
        return float(text.rsplit("Time: ", 1)[1].split()[0])

    return run


def report(name, days, linli, data, run, now, keeper, *options, base=None):
    server = Server(linli, data, *options)
    key = token(server, "manager")
    first, again, (own, its) = evaluated(server, key, base)
    memory = server.memory()
    values = call(server, key, "GET", "/api/v1/metrics")[1]["items"]
    server.stop()
    queries = plain(run, now, keeper)
    print(f"| {name} | {days:,} | {first:.2f} | {again:.2f} | {own:.0f} | {its:.0f} | {memory[0]:.0f}, at most {memory[1]:.0f} | {len(values)} | "
          f"{sum(queries.values()):.0f} | {', '.join(f'{name} {took:.0f}' for name, took in queries.items())} |", flush=True)


def estate(linli, folder):
    """An installation with the estate and two days of it by `linli simulate`, evaluated once."""
    data = os.path.join(folder, "estate")
    server = Server(linli, data, "--demo")
    subprocess.check_call([linli, "simulate", "--server", server.url, "--estate", "full", "--days", "2", "--json"], stdout=subprocess.DEVNULL)
    call(server, token(server, "manager"), "POST", "/api/v1/live", "{}", Content_Type="application/json", Idempotency_Key="bench-first")
    server.stop()
    return data


def main(release, sizes):
    linli = os.path.join(ROOT, release, "linli")
    folder = tempfile.mkdtemp(prefix="linli-live.", dir=os.environ.get("LINLI_BENCH"))
    try:
        base = estate(linli, folder)
        subprocess.check_call([linli, "backup", folder + "/backups", "--data", base, "--unencrypted"], stdout=subprocess.DEVNULL)
        print("| into | days | first, s | again, s | CPU ms | PostgreSQL's | resident MB | metrics | plain queries, ms | |\n" + "|---" * 10 + "|", flush=True)
        for days in sizes:
            now = int(time.time() * 1000)
            data = os.path.join(folder, str(days))
            shutil.copytree(base, data)
            path = data + "/linli.sqlite"
            history = History(SQLite(path), now, days)
            history.make()
            report("SQLite", days, linli, data, by_sqlite(path), now, history.keeper)
            shutil.rmtree(data)
            with postgres() as (database, process):
                subprocess.check_call([linli, "restore", folder + "/backups", "--data", data, "--database", database], stdout=subprocess.DEVNULL)
                shutil.copy(base + "/keys.json", data)
                History(Postgres(database), now, days).make()
                report("PostgreSQL", days, linli, data, by_postgres(database), now, history.keeper, "--database", database, base=process)
            shutil.rmtree(data)
    finally:
        for process in Server.running:
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], [int(size) for size in sys.argv[2:]] or [20, 200, 2000])
