"""Readings, alarms and days of an estate, beside raw inserts into the same databases: readings.py RELEASE_FOLDER [STORED...].

Readings go in over HTTP in batches, with a token and rights checked, durable before they are answered; alarms go from a reading to the
duty officer's screen (the server-sent event and the board that it fetches) while 5,000 readings a second come in; a day's statistics
of all devices are read with 100,000, 1,000,000 and 10,000,000 readings stored, or the numbers given.
"""
import http.client
import http.cookiejar
import json
import os
import queue
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from portal import PASSWORD, ROOT, Server, call, disk, token

DEVICES, BATCH, BATCHES = 900, 10_000, 60
DAY = 86_400_000
PROPERTIES = ("temperature", "smoke", "battery")


def now():
    return int(time.time() * 1000)


def devices(server, key, count):
    """So many smoke detectors, besides what the demo's estate has; their numbers."""
    space = call(server, key, "GET", "/api/v1/community/space?limit=1&q=HDL")[1]["items"][0]["number"]
    for number in range(count):
        body = json.dumps({"place": space, "fields": {"name": f"Detector {number}", "code": f"B{number:04d}", "model": "smoke"}})
        call(server, key, "POST", "/api/v1/community/device", body, Content_Type="application/json", Idempotency_Key=f"bench-device-{number}")
    return [f"B{number:04d}" for number in range(count)]


def batches(numbers, count, size, start, step=1):
    """Bodies of JSON lines, one reading a line; each device speaks in turn, and time goes on."""
    bodies, at, turn = [], start, 0
    for _ in range(count):
        lines = []
        for _ in range(size):
            device, name = numbers[turn % len(numbers)], PROPERTIES[turn // len(numbers) % 3]
            value = {"temperature": 20 + turn % 50 / 10, "smoke": turn % 30 / 10, "battery": 90}[name]
            lines.append(f'{{"device":"{device}","property":"{name}","at":{at},"value":{value}}}')
            turn += 1
            if turn % (3 * len(numbers)) == 0:
                at += step
        bodies.append("\n".join(lines).encode())
    return bodies


def send(server, key, bodies, connections):
    """Readings a second, the longest answer in ms, and the server's CPU in microseconds a reading."""
    work, longest, taken = queue.SimpleQueue(), [], []
    for body in bodies:
        work.put(body)

    def sender():
        connection = http.client.HTTPConnection(*server.address)
        while True:
            try:
                body = work.get_nowait()
            except queue.Empty:
                return
            began = time.monotonic()
            connection.request("POST", "/api/v1/readings", body,
                               {"Authorization": "Bearer " + key, "Content-Type": "application/x-ndjson"})
            answer = connection.getresponse()
            report = json.loads(answer.read())
            assert answer.status == 200 and report["refused"] == 0, report
            taken.append(report["taken"])
            longest.append((time.monotonic() - began) * 1000)

    before, start = server.cpu(), time.monotonic()
    threads = [threading.Thread(target=sender) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, total = time.monotonic() - start, sum(taken)
    assert total == sum(body.count(b"\n") + 1 for body in bodies), total
    return total / seconds, max(longest), (server.cpu() - before) / total * 1e6


def raw_sqlite(folder, rows):
    """Rows a second into the same table by SQLite itself, durable, in as large transactions."""
    base = sqlite3.connect(os.path.join(folder, "raw.sqlite"), isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    base.execute("CREATE TABLE reading (at INTEGER NOT NULL, series INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (at, series)) WITHOUT ROWID")
    start = time.monotonic()
    for first in range(0, len(rows), BATCH):
        base.execute("BEGIN IMMEDIATE")
        base.executemany("INSERT INTO reading VALUES (?, ?, ?)", rows[first:first + BATCH])
        base.execute("COMMIT")
    rate = len(rows) / (time.monotonic() - start)
    base.close()
    return rate


def psql(database, text):
    command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", database]
    subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.DEVNULL)


def raw_postgres(database, rows):
    """Rows a second by COPY, and by INSERT of 1,000 rows a statement, durable, in as large transactions."""
    psql(database, "CREATE TABLE raw_reading (at BIGINT, series BIGINT, value DOUBLE PRECISION, PRIMARY KEY (at, series));")
    rates = []
    for way in ("copy", "insert"):
        parts = []
        for first in range(0, len(rows), BATCH):
            some = rows[first:first + BATCH]
            if way == "copy":
                lines = "\n".join(f"{at}\t{series}\t{value}" for at, series, value in some)
                parts.append(f"COPY raw_reading FROM STDIN;\n{lines}\n\\.\n")
            else:
                parts.append("BEGIN;\n" + "".join(
                    "INSERT INTO raw_reading VALUES " + ",".join(f"({at},{series},{value})" for at, series, value in some[i:i + 1000]) + ";\n"
                    for i in range(0, len(some), 1000)) + "COMMIT;\n")
        text = "".join(parts)
        start = time.monotonic()
        psql(database, text)
        rates.append(len(rows) / (time.monotonic() - start))
        psql(database, "TRUNCATE raw_reading;")
    psql(database, "DROP TABLE raw_reading;")
    return rates


def rates(server, key, numbers, title):
    start = now() - 30 * 60_000
    for connections in (1, 2, 4):
        bodies = batches(numbers, BATCHES // 2, BATCH, start)
        start += 60_000
        rate, longest, cpu = send(server, key, bodies, connections)
        print(f"| {title} | {connections} | {BATCH:,} | {rate:,.0f} | {longest:.0f} | {cpu:.2f} |", flush=True)
    for size, count in ((1000, 200), (100, 500), (1, 500)):
        bodies = batches(numbers, count, size, start)
        start += 60_000
        rate, longest, cpu = send(server, key, bodies, 2)
        print(f"| {title} | 2 | {size:,} | {rate:,.0f} | {longest:.0f} | {cpu:.2f} |", flush=True)


def late(linli, server, data):
    """Readings of a day that is over, as a gateway sends them that was cut off: their rate, and how long it takes to tell the
    journal of that day, with rows of every series."""
    key, base = token(server, "gateway"), os.path.join(data, "linli.sqlite")
    numbers = [f"B{number:04d}" for number in range(DEVICES)]
    start = (now() + 8 * 3_600_000) // DAY * DAY - 8 * 3_600_000 - DAY // 2
    rate, longest, cpu = send(server, key, batches(numbers, BATCHES, BATCH, start), 2)
    print(f"| SQLite, of yesterday | 2 | {BATCH:,} | {rate:,.0f} | {longest:.0f} | {cpu:.2f} |", flush=True)
    server.stop()

    def waiting():
        with sqlite3.connect(f"file:{base}?mode=ro", uri=True) as reader:
            return reader.execute("SELECT count(*) FROM reading_late").fetchone()[0]

    assert waiting() == 1
    # It is done every five minutes: the next time is now.
    with sqlite3.connect(base) as writer:
        writer.execute("UPDATE job SET run_at = 1 WHERE kind = 'community.days'")
    server = Server(linli, data)
    start, before = time.monotonic(), server.cpu()
    while waiting():
        time.sleep(0.01)
        assert time.monotonic() < start + 600, "the day was not told"
    print(f"\nthe journal told of that day ({BATCH * BATCHES:,} readings came late): {time.monotonic() - start:.1f} s after the start, "
          f"{server.cpu() - before:.1f} s of CPU")
    return server


class Screen:
    """The duty officer's open page: hears of alarms, and fetches the board."""

    def __init__(self, server, login="duty", listens=True):
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.server = server
        page = self.opener.open(server.url + "/login").read().decode()
        csrf = re.search(r'name="_csrf" value="([^"]+)"', page)
        fields = {"login": login, "password": PASSWORD, **({"_csrf": csrf.group(1)} if csrf else {})}
        self.opener.open(urllib.request.Request(server.url + "/login", urllib.parse.urlencode(fields).encode(), {"Origin": server.url}))
        self.seen = {}
        if not listens:
            return
        self.stream = self.opener.open(server.url + "/duty/events")
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.stream:
            if line.startswith(b"data") or line.startswith(b"event"):
                board = self.opener.open(self.server.url + "/duty/board").read().decode()
                moment = time.monotonic()
                for device in re.findall(r"Detector (\d+)", board):
                    self.seen.setdefault(int(device), moment)


def alarms(server, key, numbers, count=100, rate=5000):
    """From sending a reading that is a fire to its alarm on the screen, in ms, while readings come in."""
    screen, size, over = Screen(server), rate // 10, threading.Event()
    bodies = batches(numbers[count:], (count + 10) * 10, size, now())
    sent = []

    def background():
        connection = http.client.HTTPConnection(*server.address)
        start = time.monotonic()
        for number, body in enumerate(bodies):
            if over.is_set():
                return
            time.sleep(max(0, start + number * 0.1 - time.monotonic()))
            connection.request("POST", "/api/v1/readings", body,
                               {"Authorization": "Bearer " + key, "Content-Type": "application/x-ndjson"})
            assert connection.getresponse().read()
            sent.append(size)

    thread = threading.Thread(target=background)
    began = time.monotonic()
    thread.start()
    waits = []
    for device in range(count):
        time.sleep(0.6 + device % 7 / 50)
        body = json.dumps({"device": numbers[device], "property": "smoke", "at": now(), "value": 80}).encode()
        start = time.monotonic()
        call(server, key, "POST", "/api/v1/readings", body, Content_Type="application/x-ndjson")
        while device not in screen.seen and time.monotonic() < start + 5:
            time.sleep(0.001)
        waits.append((screen.seen.get(device, start + 5) - start) * 1000)
    over.set()
    thread.join()
    waits.sort()
    reached = sum(sent) / (time.monotonic() - began)
    print(f"| alarm to screen, {reached:,.0f} readings/s coming in | {waits[len(waits) // 2]:.0f} | {waits[int(len(waits) * .99) - 1]:.0f} | {waits[-1]:.0f} |",
          flush=True)


def fill(path, until):
    """Readings of the days before, as many as there have to be, with their statistics."""
    base = sqlite3.connect(path, isolation_level=None)
    series = [row[0] for row in base.execute("SELECT s.id FROM series s JOIN case_head h ON h.id = s.device WHERE h.number LIKE 'B0%' ORDER BY s.id")]
    there = base.execute("SELECT count(*) FROM reading").fetchone()[0]
    first = base.execute("SELECT coalesce(min(day), ?) FROM reading_day", (now() // DAY,)).fetchone()[0]
    while there < until:
        first -= 1
        start, count = first * DAY - 8 * 3_600_000, min(100, -(-(until - there) // len(series)))
        base.execute("BEGIN IMMEDIATE")
        base.executemany("INSERT INTO reading VALUES (?, ?, ?)",
                         ((start + step * 864_000, one, 20 + step % 10) for step in range(count) for one in series))
        base.execute("INSERT INTO reading_day SELECT ?, series, count(*), sum(value), min(value), max(value), min(at), 20, max(at), 20 "
                     "FROM reading WHERE at >= ? AND at < ? GROUP BY series", (first, start, start + DAY))
        base.execute("COMMIT")
        there += count * len(series)
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    return first


def days(server, key, stored, day):
    """A day's statistics of all devices, in ms, beside SQLite's own sum over the readings of that day."""
    text = time.strftime("%Y-%m-%d", time.gmtime(day * 86_400))
    took = []
    for _ in range(30):
        start = time.monotonic()
        found = call(server, key, "GET", f"/api/v1/readings/days/{text}")[1]["items"]
        took.append((time.monotonic() - start) * 1000)
    took.sort()
    return len(found), took[len(took) // 2], took[-1]


def stored(linli, data, sizes):
    """Days of an estate with ever more readings stored."""
    server = Server(linli, data, "--demo")
    key = token(server, "manager")
    numbers = devices(server, key, DEVICES)
    # Every series has spoken once.
    send(server, token(server, "gateway"), batches(numbers, 1, 3 * len(numbers), now() - 60_000), 1)
    print("\n| readings stored | series in the day | the day by the API, p50 ms | longest | SQLite sums the readings, ms | resident MB |")
    print("|---|---|---|---|---|---|")
    for size in sizes:
        server.stop()
        day = fill(os.path.join(data, "linli.sqlite"), size)
        server = Server(linli, data)
        count, median, longest = days(server, key, size, day)
        print(f"| {size:,} | {count:,} | {median:.1f} | {longest:.1f} | {sums(os.path.join(data, 'linli.sqlite'), day):.0f} | {server.memory()[0]:.0f} |",
              flush=True)
    server.stop()


def sums(path, day):
    base = sqlite3.connect(path)
    start = time.monotonic()
    begin = day * DAY - 8 * 3_600_000
    base.execute("SELECT series, count(*), sum(value), min(value), max(value) FROM reading WHERE at >= ? AND at < ? GROUP BY series",
                 (begin, begin + DAY)).fetchall()
    took = (time.monotonic() - start) * 1000
    base.close()
    return took


def main(release, sizes):
    linli = os.path.join(ROOT, release, "linli")
    folder = tempfile.mkdtemp(prefix="linli-readings.", dir=os.environ.get("LINLI_BENCH"))
    data = os.path.join(folder, "data")
    where = tempfile.mkdtemp(prefix="linli-postgres.", dir="/tmp")
    os.chmod(where, 0o755)
    script = os.path.join(ROOT, "scripts/postgres")
    try:
        server = Server(linli, data, "--demo")
        key, manager = token(server, "gateway"), token(server, "manager")
        idle, _ = server.memory()
        numbers = devices(server, manager, DEVICES)
        rows = [(number // 2700, number % 2700, 20.5) for number in range(BATCH * BATCHES)]
        bare = raw_sqlite(folder, rows)
        os.environ["LINLI_POSTGRES_FSYNC"] = "on"
        database = subprocess.check_output([script, "start", where], text=True).strip()
        copied, inserted = raw_postgres(database, rows)
        print(f"beside it, rows a second, {BATCH:,} a transaction: SQLite {bare:,.0f}, PostgreSQL COPY {copied:,.0f}, INSERT {inserted:,.0f}; "
              f"the barest durable write of this disk {disk(folder):,.0f}/s\n")
        print("| readings over HTTP into | connections | readings a batch | readings/s | longest answer ms | CPU µs a reading |")
        print("|---|---|---|---|---|---|")
        rates(server, key, numbers, "SQLite")
        now_, most = server.memory()
        print(f"\nresident: {idle:.0f} MB with the demo, {now_:.0f} MB after the load, at most {most:.0f} MB\n")
        print("| | p50 ms | p99 ms | longest ms |")
        print("|---|---|---|---|")
        alarms(server, key, numbers)
        print()
        late(linli, server, data).stop()
        stored(linli, os.path.join(folder, "stored"), sizes)
        server = Server(linli, folder + "/node", "--demo", "--database", database)
        key, manager = token(server, "gateway"), token(server, "manager")
        numbers = devices(server, manager, DEVICES)
        print("\n| readings over HTTP into | connections | readings a batch | readings/s | longest answer ms | CPU µs a reading |")
        print("|---|---|---|---|---|---|")
        rates(server, key, numbers, "PostgreSQL")
        server.stop()
    finally:
        for process in Server.running:
            process.kill()
        subprocess.call([script, "stop", where])
        shutil.rmtree(where, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], [int(size) for size in sys.argv[2:]] or [100_000, 1_000_000, 10_000_000])
