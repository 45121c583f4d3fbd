"""Faults while devices send much: kills, a week of backlog, a broker that is full, a slow disk."""

import concurrent.futures
import contextlib
import multiprocessing
import subprocess
import time

from caller import Caller
from drills import VERSIONS, Table, waited
from senders import acknowledged, backlog, kept
from sites import PATIENCE, environment, killed, memory, started, until
from things import Thing, key

SENDERS = 8


# Kills

def kills(drill):
    table = Table(f"kill -9 while {SENDERS} devices send", "kills", "readings acknowledged",
                  "events acknowledged", "lost", "twice", "journal sound", "stored again after, at most")
    for title, engine in (("Linli, its own door, SQLite", "SQLite"),
                          ("Linli and PostgreSQL in turn, Linli's own door", "PostgreSQL"),
                          ("Linli (two nodes), RabbitMQ and PostgreSQL in turn, devices at RabbitMQ", "broker")):
        site = drill.behind() if engine == "broker" else drill.embedded(engine)
        senders = site.senders(SENDERS, (4,) if engine == "broker" else VERSIONS)
        for one in senders:
            one.begin()
        longest, parts = 0.0, list(site.parts.items())
        for number in range(drill.times):
            name, (kill, start) = parts[number % len(parts)]
            time.sleep(drill.rng.uniform(0, 0.7))
            kill()
            # What is left goes on against nothing for a while.
            time.sleep(drill.rng.uniform(0, 0.3))
            start()
            before, began = site.count(), time.monotonic()
            until(lambda: site.count() >= before + 20, f"{title}: kill {number + 1}, of {name}, and it stores again")
            took = time.monotonic() - began
            longest = max(longest, took)
            print(f"{title}: kill {number + 1} of {drill.times}, {name}, {acknowledged(senders)} acknowledged, "
                  f"stores again after {took:.1f} s", flush=True)
        lost, twice, sound = drill.settled(site, senders, title)
        table.row(title, drill.times, *acknowledged(senders), lost, twice, sound, f"{longest:.1f} s")
        drill.close(site)
    return table


# A week of backlog

DEVICES, WEEK, LIVE = 50, 7 * 24 * 60, 10


def week(drill):
    table = Table("a gateway comes back with a week of 50 devices", "readings", "taken in after", "lost", "twice",
                  "journal sound", "live PUBACK before: median, worst", "meanwhile: median, worst", "memory at most")
    for engine in ("SQLite", "PostgreSQL"):
        site = drill.embedded(engine)
        manager = Caller(site.server, "manager")
        numbers = [f"BEHIND-{n}" for n in range(DEVICES)]
        items = {enter(manager, "device", "HDL", name=number, code=number, model="smoke")
                 for number in ["GATE", *numbers]}
        for number in numbers:
            enter(manager, "service", relation="connects", device="GATE", target=number, since="2026-01-01")
        _, _, secret = key(manager, "GATE")
        live = [one.begin() for one in site.senders(LIVE, VERSIONS, calm=0, pause=0.2)]
        time.sleep(10)
        before = taken(live)
        since = round(time.time() / 60 - WEEK) * 60_000
        with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            seconds = pool.submit(backlog, site.port, "GATE", secret, numbers, since, WEEK).result()
        meanwhile = taken(live)
        lost, twice, sound = drill.settled(site, live, f"{engine}, live beside a week of backlog")
        rows = site.ask("SELECT s.device, count(*), sum(r.value) FROM reading r JOIN series s ON s.id = r.series "
                        "WHERE s.property = 'temperature' GROUP BY s.device")
        stored = [(int(count), float(total)) for item, count, total in rows if item in items]
        missing = WEEK * DEVICES - sum(count for count, _ in stored)
        drill.expect(not missing and set(stored) == {(WEEK, sum(map(kept, range(WEEK))))},
                     f"{engine}: of a week {missing} readings are missing, or others are in their place")
        table.row(engine, f"{WEEK * DEVICES:,}", f"{seconds:.0f} s ({WEEK * DEVICES / seconds:,.0f}/s)", lost + missing,
                  twice, sound, waited(before), waited(meanwhile), f"{memory(site.server.process):.0f} MB")
        drill.close(site)
    return table


def enter(manager, kind, place=None, **fields):
    words = {"fields": fields, **({"place": place} if place else {})}
    made = manager.api("POST", f"/api/v1/community/{kind}", words,
                       Idempotency_Key=f"{kind}-{fields.get('target') or fields['code']}")
    assert made.status == 201, made
    return made.json()["id"]


def taken(senders):
    """How long acknowledgements took since it was asked last."""
    waits = []
    for one in senders:
        some, one.waits = one.waits, []
        waits += some
    return waits


# A broker that takes nothing

def full_broker(drill):
    table = Table(f"memory alarm in RabbitMQ while {SENDERS} devices send", "acknowledged meanwhile",
                  "readings acknowledged", "events acknowledged", "lost", "twice", "journal sound", "said in the log",
                  "a command given meanwhile is heard")
    site = drill.behind()
    senders = [one.begin() for one in site.senders(SENDERS)]
    manager = Caller(site.server, "manager")
    door = manager.api("GET", "/api/v1/community/device?model=door&limit=1").json()["items"][0]["number"]
    item, _, secret = key(manager, door)
    thing = Thing(site.broker, door, secret, 4, door).up()
    thing.listen(f"linli/{door}/commands")
    time.sleep(3)
    began = time.monotonic()
    site.broker.control("set_vm_memory_high_watermark", "0.0001")
    time.sleep(2)
    before = sum(acknowledged(senders))
    # Of those that are connected, the broker tells only who publishes.
    command = manager.api("POST", f"/api/v1/community/device/{item}/commands", {"command": "release"},
                          Idempotency_Key="alarm").json()
    time.sleep(12)
    meanwhile = sum(acknowledged(senders)) - before
    count = site.count()
    site.broker.control("set_vm_memory_high_watermark", "0.4")
    seconds = time.monotonic() - began
    until(lambda: site.count() >= count + 20, "something is stored once the broker takes messages again")
    heard = thing.hear(PATIENCE)[1]["id"] == command["id"]
    thing.bye()
    lost, twice, sound = drill.settled(site, senders, "memory alarm")
    said = [words for words in ("the broker takes nothing", "the broker takes messages again")
            if any(f'"{words}"' in line for server in (site.server, site.second) for line in server.lines)]
    drill.expect(len(said) == 2 and heard, f"memory alarm: the log says {said}, the command was heard: {heard}")
    table.row(f"for {seconds:.0f} s", meanwhile, *acknowledged(senders), lost, twice, sound,
              "; ".join(said) or "NOTHING", "yes" if heard else "NO")
    drill.close(site)
    return table


# A slow disk

SLOW = """
#include <sys/syscall.h>
#include <unistd.h>
static int late(long call, int file) {
    if (access(SWITCH, F_OK) == 0) usleep(200000);
    return syscall(call, file);
}
int fsync(int file) { return late(SYS_fsync, file); }
int fdatasync(int file) { return late(SYS_fdatasync, file); }
"""


def slow_disk(drill):
    table = Table("each fsync takes 200 ms more, 8 devices send as fast as they can", "kills of Linli",
                  "readings acknowledged", "events acknowledged", "lost", "twice", "journal sound",
                  "PUBACK: median, worst", "memory at most")
    source, shim, switch = (drill.folder / name for name in ("slow.c", "slow.so", "slow"))
    source.write_text(SLOW)
    subprocess.run(["gcc", "-shared", "-fPIC", f'-DSWITCH="{switch}"', "-o", shim, source], check=True)
    # PostgreSQL runs as somebody else.
    shim.chmod(0o755)
    drill.folder.chmod(0o755)
    for engine in ("SQLite", "PostgreSQL"):
        site = drill.embedded(engine)
        senders = site.senders(8, VERSIONS, batch=10, window=2_000, pause=0)
        # Before each other library, in whoever writes.
        with environment(LD_PRELOAD=str(shim)):
            kill, start = site.parts["Linli" if engine == "SQLite" else "PostgreSQL"]
            kill()
            start()
        # Only from here on: a PostgreSQL that was killed begins with an fsync of each of its files.
        switch.touch()
        try:
            most, times = 0, max(1, drill.times // 20)
            for one in senders:
                one.begin()
            for number in range(times + 1):
                before = site.count()
                until(lambda: site.count() >= before + 1_000, f"slow disk, {engine}: more is stored")
                time.sleep(drill.rng.uniform(2, 5))
                most = max(most, memory(site.server.process))
                print(f"slow disk, {engine}: {acknowledged(senders)} acknowledged, "
                      f"{memory(site.server.process, 'VmRSS'):.0f} MB", flush=True)
                if number < times:
                    killed(site.server)
                    with environment(LD_PRELOAD=str(shim)) if engine == "SQLite" else contextlib.nullcontext():
                        started(site.server)
            lost, twice, sound = drill.settled(site, senders, f"slow disk, {engine}")
        finally:
            switch.unlink()
        table.row(engine, times, *acknowledged(senders), lost, twice, sound, waited(taken(senders)),
                  f"{max(most, memory(site.server.process)):.0f} MB")
        drill.close(site)
    return table
