"""What stands beside readings over MQTT and AMQP: PostgreSQL's COPY into a bare table, InfluxDB with fsync."""
import contextlib
import glob
import http.client
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.parse

from measuring import blast, cpu, free, postgres
from readings import now, psql

SERIES = 64
CONFIGURATION = """
reporting-disabled = true
bind-address = "127.0.0.1:{inside}"
[meta]
  dir = "{folder}/meta"
[data]
  dir = "{folder}/data"
  wal-dir = "{folder}/wal"
  wal-fsync-delay = "0s"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:{port}"
  log-enabled = false
"""


def copied(database, process, folder, size, connections, count):
    """Readings a second by COPY into a bare table, so many a transaction, and PostgreSQL's CPU in µs a reading."""
    psql(database, "CREATE TABLE bare (at BIGINT, series BIGINT, value DOUBLE PRECISION, PRIMARY KEY (at, series));")
    files = [os.path.join(folder, f"copy-{one}") for one in range(connections)]
    start, transactions = now(), -(-count // size // connections) * connections
    for one, path in enumerate(files):
        with open(path, "w") as file:
            for first in range(one * size, transactions * size, connections * size):
                file.write("COPY bare FROM STDIN;\n")
                file.writelines(f"{start + row // SERIES}\t{row % SERIES}\t{20 + row % 50 / 10}\n"
                                for row in range(first, first + size))
                file.write("\\.\n")
    before, began = cpu(process), time.monotonic()
    running = [subprocess.Popen(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", path, database]) for path in files]
    assert not any([one.wait() for one in running])
    took, used = time.monotonic() - began, cpu(process) - before
    there = int(subprocess.check_output(["psql", "-qAt", database, "-c", "SELECT count(*) FROM bare"], text=True))
    assert there == transactions * size, (there, transactions * size)
    psql(database, "DROP TABLE bare;")
    return there / took, used / there * 1e6


def program(folder):
    """InfluxDB, or None. Its package is unpacked, not installed: that would start it where all can reach it."""
    if found := shutil.which("influxd"):
        return found
    try:
        subprocess.run(["apt-get", "-qq", "download", "influxdb"], cwd=folder, check=True, capture_output=True)
        [package] = glob.glob(os.path.join(folder, "influxdb_*.deb"))
        subprocess.run(["dpkg", "-x", package, folder], check=True, capture_output=True)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return os.path.join(folder, "usr/bin/influxd")


@contextlib.contextmanager
def influx(program, folder):
    """InfluxDB on this machine alone, with an empty database: its port and its process."""
    port = free()
    path = os.path.join(folder, "influxdb.conf")
    with open(path, "w") as file:
        file.write(CONFIGURATION.format(folder=os.path.join(folder, "influxdb"), port=port, inside=free()))
    process = subprocess.Popen([program, "run", "-config", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                ask(port, "CREATE DATABASE bench")
                break
            assert process.poll() is None, "InfluxDB does not start"
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(60)


def ask(port, text):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/query?" + urllib.parse.urlencode({"db": "bench", "q": text}))
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    return json.loads(answer.read())["results"][0].get("series", [])


def written(data):
    """How many of InfluxDB's answers are in some bytes, and what is left over of the next."""
    whole, end, rest = data.rpartition(b"\r\n\r\n")
    count = (whole + end).count(b"\r\n\r\n")
    assert count == whole.count(b"HTTP/1.1 204 "), data[:500]
    return count, rest


def pointed(port, process, size, connections, window, count, start):
    """Readings a second by line protocol over HTTP, so many a request, and InfluxDB's CPU in µs a reading."""
    requests = -(-count // size // connections)
    queues = []
    for one in range(connections):
        queues.append([])
        for first in range(start, start + requests * size, size):
            lines = "\n".join(f"temperature,device=M{one:05d} value={20 + at % 50 / 10} {at}"
                              for at in range(first, first + size))
            queues[-1].append(f"POST /write?db=bench&precision=ms HTTP/1.1\r\nHost: bench\r\n"
                              f"Content-Length: {len(lines)}\r\n\r\n{lines}".encode())
    links = [socket.create_connection(("127.0.0.1", port)) for _ in queues]
    before = cpu(process)
    rate, _ = blast(links, queues, window, written)
    used = (cpu(process) - before) / (requests * connections * size) * 1e6
    for link in links:
        link.close()
    return rate * size, used, requests * connections * size


def beside(folder, readings, ours):
    """Prints the rates of PostgreSQL and InfluxDB, and how many times as fast each of Linli's best ones is."""
    heads = ["beside it", "readings a write", "connections", "unanswered each", "readings/s", "its CPU µs a reading",
             *(f"Linli's best, {name}, to this" for name in ours)]
    print(f"\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")

    def line(title, size, connections, window, rate, used):
        ratios = [f"{best / rate:.2f}" for best in ours.values()]
        cells = [title, f"{size:,}", f"{connections}", f"{window}", f"{rate:,.0f}", f"{used:.1f}", *ratios]
        print(f"| {' | '.join(cells)} |", flush=True)

    with postgres() as (database, process):
        for size, connections, count in (
                (20_000, 1, readings), (20_000, 4, readings), (10, 1, readings // 20), (10, 8, readings // 5)):
            rate, used = copied(database, process, folder, size, connections, count)
            line("PostgreSQL, COPY", size, connections, 1, rate, used)
    found = program(folder)
    if not found:
        print("\nInfluxDB is not beside it: its Debian package, influxdb, is not here and could not be fetched")
        return
    with influx(found, folder) as (port, process):
        sent, start = 0, now() - 3_600_000
        for size, connections, window, count in (
                (10, 8, 100, readings // 2), (10, 64, 100, readings // 2), (10, 64, 1, readings // 2),
                (10_000, 4, 1, readings)):
            rate, used, more = pointed(port, process, size, connections, window, count, start)
            line("InfluxDB", size, connections, window, rate, used)
            sent, start = sent + more, start + more // connections
        there = ask(port, "SELECT count(value) FROM temperature")[0]["values"][0][1]
        assert there == sent, (there, sent)
    version = subprocess.check_output([found, "version"], text=True).split()[1]
    print(f"\nInfluxDB is {version}, fsync on each write; each of the {sent:,} points is there")
