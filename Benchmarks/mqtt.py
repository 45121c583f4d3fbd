"""Devices that speak MQTT to Linli: mqtt.py RELEASE_FOLDER [CONNECTIONS].

Messages of ten readings each, QoS 1, acknowledged once they are durable, by devices with keys of their own; rights are checked for each.
Then how much memory connections take that say nothing. The sender is one process beside the server on the same cores; what it takes is
in the figures. And the same over RabbitMQ's MQTT plugin, from which Linli takes by AMQP into PostgreSQL, all of it on the same cores.
"""
import json
import os
import resource
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

from portal import ROOT, Server, call, token
from readings import now

DEVICES, READINGS = 64, 10


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
        lines = [f'{{"property":"temperature","at":{at + one},"value":{20 + (index + one) % 50 / 10}}}' for one in range(READINGS)]
        body = text(f"linli/{number}/readings") + struct.pack(">H", index % 60_000 + 1) + "\n".join(lines).encode()
        made.append(packet(0x32, body))
    return made


def blast(links, queues, window):
    """Sends all of it, with at most so many messages unacknowledged a connection; messages a second, and the longest wait in ms."""
    waiting = {link.fileno(): (link, queue) for link, queue in zip(links, queues)}
    state = {fd: [0, 0, 0] for fd in waiting}  # sent, acknowledged, bytes of acknowledgements left over
    sent_at = {fd: [] for fd in waiting}
    total, done, longest = sum(map(len, queues)), 0, 0.0
    poll = select.epoll()
    began = time.monotonic()

    def send(fd):
        link, queue = waiting[fd]
        first, acknowledged, _ = state[fd]
        last = min(len(queue), acknowledged + window)
        if last > first:
            link.sendall(b"".join(queue[first:last]))
            sent_at[fd].append((last, time.monotonic()))
            state[fd][0] = last

    for fd in waiting:
        poll.register(fd, select.EPOLLIN)
        send(fd)
    while done < total:
        for fd, _ in poll.poll(30):
            data = waiting[fd][0].recv(65_536)
            assert data, "the server closed a connection"
            count, state[fd][2] = divmod(state[fd][2] + len(data), 4)
            state[fd][1] += count
            done += count
            moment = time.monotonic()
            while sent_at[fd] and sent_at[fd][0][0] <= state[fd][1]:
                longest = max(longest, moment - sent_at[fd].pop(0)[1])
            # A half of the window at a time, or each message costs a call of the system.
            if state[fd][0] - state[fd][1] <= window // 2:
                send(fd)
    return total / (time.monotonic() - began), longest * 1000


def stored(database):
    sql = "SELECT count(*) FROM reading"
    if "dbname=" in database:
        return int(subprocess.check_output(["psql", "-qAt", database, "-c", sql], text=True))
    return int(subprocess.check_output([sys.executable, "-c", f"import sqlite3; print(sqlite3.connect({database!r}).execute({sql!r}).fetchone()[0])"], text=True))


def free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def keyed(server, manager, count, prefix="M"):
    """Devices with a key each: their numbers and keys."""
    space = call(server, manager, "GET", "/api/v1/community/space?limit=1&q=HDL")[1]["items"][0]["number"]
    found = []
    for index in range(count):
        number = f"{prefix}{index:05d}"
        body = json.dumps({"place": space, "fields": {"name": f"Detector {number}", "code": number, "model": "smoke"}})
        made = call(server, manager, "POST", "/api/v1/community/device", body, Content_Type="application/json", Idempotency_Key=number)[1]
        found.append((number, call(server, manager, "POST", f"/api/v1/community/device/{made['id']}/keys")[1]["key"]))
    return found


def rates(server, port, devices, database, title):
    start = now() - 60 * 60_000
    for connections, count, window in ((1, 6_000, 100), (8, 2_000, 100), (64, 400, 100), (64, 200, 1)):
        some = devices[:connections]
        links = [connect(port, number, key, number) for number, key in some]
        queues = [messages(number, count, start) for number, _ in some]
        start += count * READINGS
        before, cpu = stored(database), server.cpu()
        rate, longest = blast(links, queues, window)
        used = (server.cpu() - cpu) / (connections * count * READINGS) * 1e6
        after = stored(database)
        assert after - before == connections * count * READINGS, (before, after)
        print(f"| {title} | {connections} | {window} | {rate:,.0f} | {rate * READINGS:,.0f} | {longest:.0f} | {used:.1f} |", flush=True)
        for link in links:
            link.close()


def behind(linli, folder, database):
    """Readings a second from devices through RabbitMQ into PostgreSQL: until the last is stored; and what is taken of a queue that is full."""
    broker = tempfile.mkdtemp(prefix="linli-rabbitmq.", dir="/tmp")
    os.chmod(broker, 0o755)
    rabbit = os.path.join(ROOT, "scripts/rabbitmq")
    lines = subprocess.check_output([rabbit, "start", broker], text=True).splitlines()
    values = dict(line.split("=", 1) for line in lines)
    password = values["LINLI_RABBITMQ"].split(":")[2].split("@")[0]
    options = ["--database", database, "--amqp", values["LINLI_RABBITMQ"]]
    data = os.path.join(folder, "b")
    try:
        server = Server(linli, data, *options)
        numbers = [f"M{index:05d}" for index in range(16)]
        start = now() - 30 * 60_000
        for title, waits in (("PostgreSQL, through RabbitMQ as they come", False), ("PostgreSQL, out of RabbitMQ's full queue", True)):
            queues = [messages(number, 1_500, start) for number in numbers]
            start += 1_500 * READINGS
            total, before = len(numbers) * 1_500, stored(database)
            if waits:
                server.stop()
            links = [connect(int(values["LINLI_RABBITMQ_MQTT"]), "linli", password, number) for number in numbers]
            began = time.monotonic()
            sent, _ = blast(links, queues, 200)
            if waits:
                server = Server(linli, data, *options)
                began = time.monotonic()
            while stored(database) - before < total * READINGS:
                time.sleep(0.05)
                assert time.monotonic() < began + 300, (stored(database), before, total)
            rate = total / (time.monotonic() - began)
            print(f"| {title} (which acknowledged {sent:,.0f} messages/s) | {len(numbers)} | 200 | {rate:,.0f} | {rate * READINGS:,.0f} | | |",
                  flush=True)
            for link in links:
                link.close()
        server.stop()
    finally:
        subprocess.run([rabbit, "stop", broker], stdout=subprocess.DEVNULL)
        shutil.rmtree(broker, ignore_errors=True)


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


def main(release, connections):
    linli = os.path.join(ROOT, release, "linli")
    folder = tempfile.mkdtemp(prefix="linli-mqtt.", dir=os.environ.get("LINLI_BENCH"))
    where = tempfile.mkdtemp(prefix="linli-postgres.", dir="/tmp")
    os.chmod(where, 0o755)
    script = os.path.join(ROOT, "scripts/postgres")
    os.environ["LINLI_POSTGRES_FSYNC"] = "on"
    try:
        database = subprocess.check_output([script, "start", where], text=True).strip()
        print("| readings over MQTT into | connections | unacknowledged each | messages/s | readings/s | longest ms | CPU µs a reading |")
        print("|---|---|---|---|---|---|---|")
        for title, data, more, base in (
                ("SQLite", os.path.join(folder, "a"), [], os.path.join(folder, "a", "linli.sqlite")),
                ("PostgreSQL", os.path.join(folder, "b"), ["--database", database], database)):
            port = free()
            server = Server(linli, data, "--demo", "--mqtt", str(port), *more)
            manager = token(server, "manager")
            devices = keyed(server, manager, DEVICES)
            rates(server, port, devices, base, title)
            if title == "SQLite":
                print(f"\nresident after it: {server.memory()[0]:.0f} MB, at most {server.memory()[1]:.0f}")
                many = keyed(server, manager, -(-connections // 10), "N")
                silent(server, port, many, connections)
                print()
            server.stop()
        behind(linli, folder, database)
    finally:
        for process in Server.running:
            process.kill()
        subprocess.run([script, "stop", where], stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(where, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
