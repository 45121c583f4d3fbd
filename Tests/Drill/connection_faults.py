"""Faults of single connections: those of which only one end is left, and a certificate that ends."""

import datetime
import json
import signal
import ssl
import subprocess
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from caller import Caller
from certificates import Authority
from drills import Table
from sites import until
from things import Thing, key, trusting

# Connections of which only one end is left

STOPPED, KEEP_ALIVE = 10, 5


def half_open(drill):
    table = Table(f"clients that stop without a word, keep-alive {KEEP_ALIVE} s", "clients", "seen off line", "after",
                  "last wills told once", "after", "on line again once they go on")
    for title in ("at Linli", "at RabbitMQ"):
        # Behind a broker nobody knows who is on line.
        knows = title == "at Linli"
        site = drill.embedded("SQLite") if knows else drill.behind()
        manager = Caller(site.server, "manager")
        numbers = [f"HDL-1-1-smoke-{n + 1}" for n in range(STOPPED)]
        keys = {number: key(manager, number) for number in numbers}
        clients = {number: silent(site, number, secret) for number, (_, _, secret) in keys.items()}

        def online(number):
            return manager.api("GET", f"/api/v1/community/device/{keys[number][0]}/link").json()["online"]

        def told(number):
            return site.events(keys[number][0]).count(will(number))

        try:
            for number in numbers if knows else []:
                until(lambda: online(number), f"{number} is on line")
            time.sleep(2 * KEEP_ALIVE)
            gone, wills = stopped(clients, online if knows else None, told)
            back = 0
            for number in numbers if knows else []:
                until(lambda: online(number), f"{number} is on line again")
                back += 1
            once = sum(told(number) == 1 for number in numbers)
        finally:
            for client in clients.values():
                client.kill()
                client.wait(60)
        drill.expect(once == STOPPED and len(gone) == (STOPPED if knows else 0),
                     f"{title}: of {STOPPED} that stopped {len(gone)} were seen off line, {once} wills were told once")
        table.row(title, STOPPED, len(gone) if knows else "not known there", between(gone), once, between(wills),
                  back if knows else "")
        drill.close(site)
    return table


def stopped(clients, online, told):
    """Stops all of them, each at another moment of its keep-alive; seconds until each was off line, and its will told.
    Then they go on."""
    moments, gone, wills = {}, {}, {}
    for number, client in clients.items():
        assert client.poll() is None, f"{number} has ended by itself"
        # TCP still thinks that it is there.
        client.send_signal(signal.SIGSTOP)
        moments[number] = time.monotonic()
        time.sleep(0.3)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and (len(wills) < STOPPED or online and len(gone) < STOPPED):
        for number, moment in moments.items():
            if online and number not in gone and not online(number):
                gone[number] = time.monotonic() - moment
            if number not in wills and told(number):
                wills[number] = time.monotonic() - moment
        time.sleep(0.1)
    for client in clients.values():
        client.send_signal(signal.SIGCONT)
    return gone, wills


def will(number):
    return f"{number} has gone"


def silent(site, number, secret):
    """mosquitto_sub as a device that listens, with a last will."""
    last = json.dumps({"kind": "fault", "id": f"will-{number}", "text": will(number)})
    return subprocess.Popen(
        ["mosquitto_sub", "-h", "127.0.0.1", "-p", str(site.port), "-u", number, "-P", secret, "-i", number,
         "-k", str(KEEP_ALIVE), "-q", "1", "-t", f"linli/{number}/commands",
         "--will-topic", f"linli/{number}/events", "--will-qos", "1", "--will-payload", last],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def between(seconds):
    return f"{min(seconds.values()):.1f}–{max(seconds.values()):.1f} s" if seconds else ""


# A certificate that ends

DAY = 86_400


def certificate(drill):
    table = Table("a certificate that ends, at `--mqtt-tls`", "seen")
    number, site, folder = "HDL-1-1-smoke-1", drill.embedded("SQLite"), drill.place()
    _, _, secret = key(Caller(site.server, "manager"), number)
    authority = Authority(folder)
    pem, private = folder / "server.pem", folder / "server.key"

    def said(words):
        return [line for line in list(site.server.lines) if f'"{words}"' in line]

    def put(made):
        count = len(said("the certificate was read anew"))
        for source, target in zip(made, (pem, private)):
            part = target.with_suffix(".part")
            part.write_bytes(source.read_bytes())
            part.replace(target)
        return lambda: until(lambda: len(said("the certificate was read anew")) > count, "the files are read anew")

    def connected(client):
        return Thing(site.server, number, secret, client=client, tls=trusting(authority.path)).up()

    def subject(thing):
        return dict(part[0] for part in thing.client.socket().getpeercert()["subject"])["commonName"]

    def takes(thing):
        words = {"property": "battery", "value": 50, "at": round(time.time() * 1000)}
        return thing.gone.empty() and not thing.say("readings", words)[0].is_failure

    def step(what, holds):
        drill.expect(holds, f"certificate: {what}")
        table.row(what, "yes" if holds else "NO")

    notice = time.time() + 30
    put(issued(authority, "fortnight", notice + 14 * DAY))
    site.server.options += ["--mqtt-tls", "0", "--certificate", str(pem), "--private-key", str(private)]
    site.server.restart()
    process = site.server.process.pid
    early = bool(said("the certificate expires soon"))
    time.sleep(max(0, notice - time.time()) + 10)
    step("the log says that it expires soon once it ends in 14 days, not before",
         bool(said("the certificate expires soon")) and not early)
    ends = time.time() + 30
    put(issued(authority, "ending", ends))()
    old = connected("old")
    step("a device connects half a minute before the end and is taken in", takes(old) and subject(old) == "ending")
    time.sleep(max(0, ends - time.time()) + 10)
    try:
        connected("late").bye()
        refused = False
    except ssl.SSLCertVerificationError as error:
        refused = "expired" in str(error)
    step("after the end a device that comes refuses it as expired", refused)
    step("the connection from before goes on", takes(old))
    step("the log says that it has expired", bool(said("the certificate has expired")))
    renewed = put(authority.issue("renewed"))
    began = time.monotonic()
    renewed()
    took = time.monotonic() - began
    new = connected("new")
    step(f"renewed files are taken without a restart ({took:.1f} s later)", subject(new) == "renewed" and takes(new)
         and site.server.process.pid == process and site.server.process.poll() is None)
    step("the connection from before still goes on", takes(old))
    old.bye()
    new.bye()
    drill.close(site)
    return table


def issued(authority, name, end):
    """A certificate that ends then, in seconds since 1970, and its key: the command openssl counts in days."""
    path, key_path = authority.issue(name)
    issuer = x509.load_pem_x509_certificate(authority.path.read_bytes())
    signer = serialization.load_pem_private_key(authority.key.read_bytes(), None)
    first = x509.load_pem_x509_certificate(path.read_bytes())
    end = datetime.datetime.fromtimestamp(int(end), datetime.timezone.utc)
    names = first.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    made = (x509.CertificateBuilder().subject_name(first.subject).issuer_name(issuer.subject)
            .public_key(first.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(end - datetime.timedelta(days=30)).not_valid_after(end).add_extension(names, False)
            .sign(signer, hashes.SHA256()))
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + authority.path.read_bytes())
    return path, key_path
