"""Devices that speak MQTT to Linli: mqtt.py RELEASE_FOLDER [--only direct nodes beside] [--readings N] ...

Messages of ten readings each, QoS 1, acknowledged once they are durable, by devices with keys of their own; rights and
quotas are checked for each, and every reading is counted in the database afterwards. The sender is one process beside
the server on the same cores; what it takes is in the figures.

direct: to Linli itself, into SQLite and PostgreSQL; then how much memory connections take that say nothing.
nodes: through RabbitMQ's MQTT plugin, from which one, two and three nodes take by AMQP into one PostgreSQL.
beside: PostgreSQL's COPY and InfluxDB on the same cores, and how Linli compares with them.
"""
import argparse
import contextlib
import json
import os
import resource
import shutil
import socket
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time

from beside import beside
from measuring import blast, cpu, free, postgres, throwaway
from portal import ROOT, Server, call, token
from readings import now

DEVICES, READINGS = 64, 10
PARTS = ("direct", "nodes", "beside")
TOKEN = "agreed-between-the-two-of-them"
# What the statistics of days know of is in the transaction of the readings.
DAYS = "SELECT coalesce(sum(count), 0) FROM reading_day"
# Rows of readings (of a series and a moment there is only one), readings in the statistics, readings refused.
COUNTS = f"SELECT (SELECT count(*) FROM reading), ({DAYS}), (SELECT count(*) FROM reading_refused)"
# Transactions that PostgreSQL did not let through, as those of two nodes about the same days.
UNDONE = "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()"


def text(value):
    value = value.encode()
    return struct.pack(">H", len(value)) + value


def packet(first, body):
    length, head = len(body), bytearray([first])
    while True:
        length, digit = divmod(length, 128)
        head.append(digit | (128 if length else 0))
        if not length:
            return bytes(head) + body


def connect(port, number, key, client):
    """A connection of a device by MQTT 3.1.1, once it is let in."""
    link = socket.create_connection(("127.0.0.1", port))
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    body = text("MQTT") + b"\x04\xc2\x02\x58" + text(client) + text(number) + text(key)
    link.sendall(packet(0x10, body))
    answer = link.recv(4)
    assert answer == b"\x20\x02\x00\x00", answer
    return link


def messages(number, count, start):
    """PUBLISH packets of ten readings each."""
    made = []
    for index in range(count):
        at = start + index * READINGS
        lines = [f'{{"property":"temperature","at":{at + one},"value":{20 + (index + one) % 50 / 10}}}'
                 for one in range(READINGS)]
        body = text(f"linli/{number}/readings") + struct.pack(">H", index % 60_000 + 1) + "\n".join(lines).encode()
        made.append(packet(0x32, body))
    return made


def acknowledged(data):
    """How many acknowledgements are in some bytes, and what is left over of the next."""
    return len(data) // 4, data[len(data) // 4 * 4:]


def ask(database, sql):
    """The numbers of one row."""
    if "dbname=" in database:
        row = subprocess.check_output(["psql", "-qAt", database, "-c", sql], text=True).split("|")
    else:
        with contextlib.closing(sqlite3.connect(database)) as base:
            row = base.execute(sql).fetchone()
    return [int(number) for number in row]


def since(database, before):
    """What has come since: rows, readings in the statistics, refused ones."""
    return [after - one for after, one in zip(ask(database, COUNTS), before)]


def keyed(server, manager, count, prefix="M"):
    """Devices with a key each: their numbers and keys."""
    space = call(server, manager, "GET", "/api/v1/community/space?limit=1&q=HDL")[1]["items"][0]["number"]
    found = []
    for index in range(count):
        number = f"{prefix}{index:05d}"
        body = json.dumps({"place": space, "fields": {"name": f"Detector {number}", "code": number, "model": "smoke"}})
        made = call(server, manager, "POST", "/api/v1/community/device", body, Content_Type="application/json",
                    Idempotency_Key=number)[1]
        found.append((number, call(server, manager, "POST", f"/api/v1/community/device/{made['id']}/keys")[1]["key"]))
    return found


def rates(server, port, devices, database, title, start):
    """Prints rates. Gives the best of them, in readings a second."""
    best = 0
    for connections, count, window in ((1, 6_000, 100), (8, 2_000, 100), (64, 400, 100), (64, 200, 1)):
        some, sent = devices[:connections], connections * count * READINGS
        links = [connect(port, number, key, number) for number, key in some]
        queues = [messages(number, count, start) for number, _ in some]
        start += count * READINGS
        before, took = ask(database, COUNTS), server.cpu()
        rate, longest = blast(links, queues, window, acknowledged)
        used = (server.cpu() - took) / sent * 1e6
        stored, counted, refused = since(database, before)
        assert stored == counted == sent and refused == 0, (stored, counted, sent, refused)
        best = max(best, rate * READINGS)
        print(f"| {title} | {connections} | {window} | {rate:,.0f} | {rate * READINGS:,.0f} | {longest:.0f} | "
              f"{used:.1f} | {refused} |", flush=True)
        for link in links:
            link.close()
    return best


def silent(server, port, devices, count):
    """Memory of connections that say nothing, and how long it takes until all are in."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    before, _ = server.memory()
    links, problems = [], []
    began = time.monotonic()

    def some(part):
        for index in part:
            number, key = devices[index % len(devices)]
            try:
                links.append(connect(port, number, key, f"c{index}"))
            except Exception as problem:  # noqa: BLE001
                problems.append(repr(problem))
                return

    threads = [threading.Thread(target=some, args=(range(first, count, 16),)) for first in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    assert not problems, problems[:3]
    time.sleep(3)
    after, _ = server.memory()
    print(f"\n{len(links):,} connections in {took:.1f} s; resident {before:.0f} MB before, {after:.0f} MB with them: "
          f"{(after - before) * 1024 / count:.1f} KB each", flush=True)
    # They are still heard.
    for link in links[:: max(1, count // 50)]:
        link.sendall(b"\xc0\x00")
        assert link.recv(2) == b"\xd0\x00"
    for link in links:
        link.close()


def direct(linli, folder, connections, ago):
    """Prints rates and memory of a node that devices speak to. Gives its best rates."""
    best = {}
    print("| readings over MQTT into | connections | unacknowledged each | messages/s | readings/s | longest ms | "
          "CPU µs a reading | refused |")
    print("|---|---|---|---|---|---|---|---|")
    with postgres() as (database, _):
        for title, data, more, base in (
                ("SQLite", os.path.join(folder, "a"), [], os.path.join(folder, "a", "linli.sqlite")),
                ("PostgreSQL", os.path.join(folder, "b"), ["--database", database], database)):
            port = free()
            server = Server(linli, data, "--demo", "--mqtt", str(port), *more)
            manager = token(server, "manager")
            devices = keyed(server, manager, DEVICES)
            best[f"MQTT into {title}"] = rates(server, port, devices, base, title, now() - ago)
            if title == "SQLite":
                print(f"\nresident after it: {server.memory()[0]:.0f} MB, at most {server.memory()[1]:.0f}")
                many = keyed(server, manager, -(-connections // 10), "N")
                silent(server, port, many, connections)
                print()
            server.stop()
    return best


def until(holds):
    limit = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < limit, "it takes longer than 300 s"
        time.sleep(0.1)


def takers(broker):
    """How many nodes take from RabbitMQ's queue."""
    command = [os.path.join(ROOT, "scripts/rabbitmq"), "ctl", broker, "-s", "list_queues", "name", "consumers"]
    found = subprocess.check_output(command, text=True).splitlines()
    return int(dict(line.split("\t") for line in found).get("linli.devices", 0))


def nodes(linli, folder, readings, ago):
    """Prints rates and CPU through RabbitMQ, which asks Linli who devices are, until the last reading is stored.

    Gives the rate of one node.
    """
    port, count = free(), max(1, readings // DEVICES // READINGS)
    sent, start, best = DEVICES * count * READINGS, now() - ago, None
    os.environ["LINLI_RABBITMQ_AUTH"] = f"http://127.0.0.1:{port}/broker/{TOKEN}"
    print("\n| readings over AMQP into PostgreSQL, nodes | messages/s | readings/s | CPU µs a reading: Linli | "
          "its nodes | PostgreSQL | RabbitMQ | sender | stored of sent | counted twice | refused | "
          "transactions undone |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    with postgres() as (database, postmaster), throwaway("rabbitmq") as (lines, place):
        said = dict(line.split("=", 1) for line in lines)
        amqp, mqtt = ["--amqp", said["LINLI_RABBITMQ"]], int(said["LINLI_RABBITMQ_MQTT"])
        beside_it = (postmaster, int(said["LINLI_RABBITMQ_PID"]))

        def node(number, *more):
            """The first is the one that RabbitMQ asks."""
            data, first = (os.path.join(folder, f"node-{one}") for one in (number, 0))
            own = ["--port", str(port)] if data == first else ["--keys", os.path.join(first, "keys.json")]
            return Server(linli, data, "--database", database, "--amqp-token", TOKEN, *own, *more)

        server = node(0, "--demo")
        devices = keyed(server, token(server, "manager"), DEVICES)
        server.stop()
        for number, waits in ((1, False), (2, False), (3, False), (1, True)):
            servers = [node(one, *([] if waits else amqp)) for one in range(number)]
            until(lambda: takers(place) == (0 if waits else number))
            links = [connect(mqtt, device, key, device) for device, key in devices]
            queues = [messages(device, count, start) for device, _ in devices]
            start += count * READINGS
            before, [undone] = ask(database, COUNTS), ask(database, UNDONE)
            if waits:
                blast(links, queues, 100, acknowledged)
                servers.pop().stop()
            took = [cpu(one.process.pid) for one in servers] or [0]
            besides, own, began = [cpu(one) for one in beside_it], time.process_time(), time.monotonic()
            if waits:
                servers = [node(0, *amqp)]
            else:
                blast(links, queues, 100, acknowledged)
            until(lambda: ask(database, DAYS)[0] - before[1] >= sent)
            rate, own = sent / (time.monotonic() - began), time.process_time() - own
            took = [(cpu(one.process.pid) - was) / sent * 1e6 for one, was in zip(servers, took)]
            besides = [(cpu(one) - was) / sent * 1e6 for one, was in zip(beside_it, besides)]
            stored, counted, refused = since(database, before)
            assert stored == counted == sent and refused == 0, (stored, counted, sent, refused)
            how = "out of RabbitMQ's full queue, its start counted in" if waits else "as they come"
            used = " | ".join([f"{sum(took):.1f}", " + ".join(f"{one:.1f}" for one in took),
                               *(f"{one:.1f}" for one in besides), f"{own / sent * 1e6:.1f}"])
            print(f"| {number}, {how} | {rate / READINGS:,.0f} | {rate:,.0f} | {used} | {stored:,} of {sent:,} | "
                  f"{counted - stored} | {refused} | {ask(database, UNDONE)[0] - undone} |", flush=True)
            if number == 1 and not waits:
                best = rate
            for link in links:
                link.close()
            for server in servers:
                server.stop()
    return {"AMQP into PostgreSQL": best}


def main(release, parts, connections, readings, ago):
    linli, ago = os.path.join(ROOT, release, "linli"), ago * 60_000
    folder = tempfile.mkdtemp(prefix="linli-mqtt.", dir=os.environ.get("LINLI_BENCH"))
    ours = {}
    try:
        if "direct" in parts:
            ours |= direct(linli, folder, connections, ago)
        if "nodes" in parts:
            ours |= nodes(linli, folder, readings, ago)
        if "beside" in parts:
            beside(folder, readings, ours)
    finally:
        for process in Server.running:
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("release", help="the folder of the program")
    asked.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, dest="parts")
    asked.add_argument("--connections", type=int, default=10_000, help="that say nothing")
    asked.add_argument("--readings", type=int, default=1_000_000, help="of each line of nodes and beside")
    asked.add_argument("--ago", type=int, default=5, help="minutes; rules look at readings of the last 15")
    main(**vars(asked.parse_args()))
