"""Devices that speak to RabbitMQ in front of Linli: two nodes on one PostgreSQL take what they say, acknowledged means durable in
the broker and then in the database, whatever is killed; the broker asks Linli who they are and where they may speak."""

import json
import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import pika
import pytest

from caller import Caller
from conftest import ROOT
from estate import numbered
from portal import PASSWORD, Server
from postgres import Postgres
from things import Thing, key, mosquitto
from test_devices_discovery import command, device, gateway, publish
from test_devices_mqtt import link, now, readings, until

SMOKE = "HDL-1-1-smoke-1"
TOKEN = "agreed-between-the-two-of-them"
SCRIPT = ROOT / "scripts" / "rabbitmq"


class Broker:
    """A throw-away RabbitMQ with its MQTT plugin that asks Linli about devices."""

    def __init__(self, site):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="linli-rabbitmq.", dir="/tmp"))
        self.folder.chmod(0o755)
        self.site = site
        self.start()

    def start(self):
        environment = {**os.environ, "LINLI_RABBITMQ_AUTH": f"{self.site}/broker/{TOKEN}"}
        lines = subprocess.run([SCRIPT, "start", self.folder], env=environment, capture_output=True, text=True, timeout=180)
        assert lines.returncode == 0, lines.stderr
        values = dict(line.split("=", 1) for line in lines.stdout.splitlines() if "=" in line)
        self.amqp, self.mqtt = values["LINLI_RABBITMQ"], {"mqtt": int(values["LINLI_RABBITMQ_MQTT"])}

    def kill(self):
        subprocess.run([SCRIPT, "stop", self.folder], timeout=60, check=True, capture_output=True)

    def end(self):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def database():
    postgres = Postgres()
    yield postgres
    postgres.remove()


@pytest.fixture(scope="module")
def nodes(database, tmp_path_factory):
    """Two nodes on one database, and the broker before them. The first holds the demo."""
    port = free()
    data = tmp_path_factory.mktemp("first")
    first = Server(data, "--demo", "--no-pace", "--database", database.connection, "--port", str(port), "--amqp-token", TOKEN)
    broker = Broker(first.url)
    first.options += ["--amqp", broker.amqp]
    first.restart()
    keys = pathlib.Path(data) / "keys.json"
    # What is secret comes by the environment: others on the machine do not see it.
    secrets = {"LINLI_DATABASE": database.connection, "LINLI_AMQP": broker.amqp, "LINLI_AMQP_TOKEN": TOKEN}
    second = Server(tmp_path_factory.mktemp("second"), "--no-pace", "--keys", str(keys), "--mqtt", "0", secrets=secrets)
    yield first, second, broker
    second.stop()
    first.stop()
    broker.end()


def free():
    import socket
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def manager(nodes):
    return Caller(nodes[0], "manager")


@pytest.fixture(scope="module")
def smoke(manager):
    return key(manager, SMOKE)


def count(manager, item, since):
    text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(since / 1000 - 1))
    answer = manager.api("GET", f"/api/v1/community/device/{item}/readings/battery?from={text}&limit=10000")
    assert answer.status == 200, answer
    return [one for one in answer.json()["readings"]]


def test_what_a_device_says_comes_through(nodes, manager, smoke):
    _, _, broker = nodes
    item, _, secret = smoke
    start = now(-300)
    done = mosquitto("pub", broker, SMOKE, secret, "-q", "1", "-t", f"linli/{SMOKE}/readings",
                     "-m", json.dumps({"property": "battery", "value": 71, "at": start}))
    assert done.returncode == 0, done.stderr
    until(lambda: [one["value"] for one in count(manager, item, start)] == [71])
    thing = Thing(broker, SMOKE, secret, 4, SMOKE).up()
    thing.say("events", {"kind": "fault", "id": "through", "text": "经由代理"})
    until(lambda: "经由代理" in manager.api("GET", "/api/v1/events?kind=fault").text)
    thing.say("state", {"firmware": "3.0"})
    until(lambda: link(manager, item)["firmware"] == "3.0")
    thing.bye()


def test_the_broker_asks_who_it_is(nodes, smoke):
    _, _, broker = nodes
    for number, secret in [(SMOKE, "wrong"), ("HDL-1-1-smoke-2", smoke[2])]:
        thing = Thing(broker, number, secret, 4)
        assert thing.connected.wait(20) and thing.code.is_failure
        thing.bye()
    done = mosquitto("pub", broker, SMOKE, smoke[2], "-q", "1", "-t", "linli/HDL-1-1-smoke-2/readings", "-m", "{}")
    assert done.returncode != 0 or "lost" in done.stderr
    thing = Thing(broker, SMOKE, smoke[2], 4, SMOKE).up()
    thing.client.subscribe("linli/HDL-1-1-smoke-2/commands", 1)
    try:
        refused = thing.codes.get(timeout=10) == [0x80]
    except queue.Empty:
        refused = not thing.client.is_connected()
    assert refused
    thing.bye()
    # Another's client id is another's queue.
    thief = Thing(broker, SMOKE, smoke[2], 4, "HDL-1-1-smoke-2").up()
    thief.client.subscribe(f"linli/{SMOKE}/commands", 1)
    try:
        refused = thief.codes.get(timeout=10) == [0x80]
    except queue.Empty:
        refused = not thief.client.is_connected()
    assert refused
    thief.bye()
    # Nor does anybody learn of others who does not know the token.
    other = Caller(nodes[0])
    assert other.send("POST", "/broker/guessed/user", "username=a&password=b",
                      {"Content-Type": "application/x-www-form-urlencoded"}).status == 404


def test_a_command_goes_down(nodes, manager):
    _, _, broker = nodes
    found = manager.api("GET", "/api/v1/community/device?model=door&limit=1").json()["items"][0]
    item, _, secret = key(manager, found["number"])
    path = f"/api/v1/community/device/{item}/commands"
    waiting = manager.api("POST", path, {"command": "release"}, Idempotency_Key="broker-1").json()
    thing = Thing(broker, found["number"], secret, 4, found["number"]).up()
    assert thing.listen(f"linli/{found['number']}/commands") == [1]
    _, words = thing.hear()
    assert words["id"] == waiting["id"]
    thing.say("answers", {"id": words["id"], "done": True})
    until(lambda: link(manager, item)["commands"][0]["state"] == "done")
    command = manager.api("POST", path, {"command": "lock"}, Idempotency_Key="broker-2").json()
    _, words = thing.hear()
    assert words["id"] == command["id"]
    time.sleep(1)
    # Of two nodes one has told it.
    assert thing.heard.empty()
    thing.bye()


def test_a_device_that_speaks_amqp(nodes, manager, smoke):
    """It sends, is commanded and answers, with its key; what is another's is refused."""
    _, _, broker = nodes
    found = manager.api("GET", "/api/v1/community/device?model=door&limit=2").json()["items"][1]["number"]
    item, _, secret = key(manager, found)
    address = pika.URLParameters(broker.amqp)
    address.credentials = pika.PlainCredentials(found, secret)
    link_up = pika.BlockingConnection(address)
    channel = link_up.channel()
    channel.confirm_delivery()

    def say(what, words):
        # A dot in a number is written as in MQTT; these have none.
        channel.basic_publish("amq.topic", f"linli.{found}.{what}", json.dumps(words).encode(),
                              pika.BasicProperties(delivery_mode=2))

    at = now(-10)
    say("readings", {"property": "open", "value": True, "at": at})
    until(lambda: manager.api("GET", f"/api/v1/community/device/{item}/readings/open?limit=10").json()["readings"])
    heard = channel.queue_declare(f"device-{found}", exclusive=True).method.queue
    channel.queue_bind(heard, "amq.topic", f"linli.{found}.commands")
    asked = manager.api("POST", f"/api/v1/community/device/{item}/commands", {"command": "release"}, Idempotency_Key="amqp-1").json()
    deadline = time.monotonic() + 30
    words = None
    while words is None and time.monotonic() < deadline:
        _, _, words = channel.basic_get(heard, auto_ack=True)
        time.sleep(0.1)
    assert json.loads(words)["id"] == asked["id"]
    say("answers", {"id": asked["id"], "done": True, "text": "已开"})
    until(lambda: link(manager, item)["commands"][0]["state"] == "done")
    assert link(manager, item)["commands"][0]["answer"] == "已开"
    # Another's things, Linli's own queue, any other queue: each ends the channel.
    for wrong in [lambda one: one.basic_publish("amq.topic", f"linli.{SMOKE}.readings", b"{}"),
                  lambda one: one.basic_get("linli.devices"), lambda one: one.queue_declare("mine"),
                  lambda one: one.queue_bind(heard, "amq.topic", f"linli.{SMOKE}.commands"),
                  lambda one: one.queue_bind(heard, "amq.topic", "#")]:
        other = link_up.channel()
        other.confirm_delivery()
        with pytest.raises(pika.exceptions.ChannelClosedByBroker) as refused:
            wrong(other)
        assert refused.value.reply_code == 403
    link_up.close()
    wrong = pika.URLParameters(broker.amqp)
    wrong.credentials = pika.PlainCredentials(found, "wrong")
    with pytest.raises(pika.exceptions.AMQPConnectionError):
        pika.BlockingConnection(wrong)


class Door:
    """The door for devices that a node has itself, beside the broker."""

    def __init__(self, node):
        found = [re.search(r"devices: mqtt://[^:]+:(\d+)", line) for line in node.lines]
        self.mqtt = {"mqtt": int([one for one in found if one][-1].group(1))}


def test_a_gateway_that_announces_speaks_to_a_node(nodes, manager):
    """What it announces at one node is there at the other, which commands it through the first."""
    secret = gateway(manager, "HA-5")
    thing = Thing(Door(nodes[1]), "HA-5", secret).up()
    thing.listen("cmnd/#")
    relay = {"stat_t": "stat/pump", "cmd_t": "cmnd/pump", "dev": {"ids": "pump", "name": "水泵"}}
    assert publish(thing, "homeassistant/switch/pump/config", relay)[0].value == 0
    assert publish(thing, "stat/pump", "OFF")[0].value == 0
    item = device(manager, "HA-5-pump")["id"]
    assert list(readings(manager, item, "switch").values()) == [False]
    command(manager, item, "switch-on", "broker-announced")
    heard = thing.heard.get(timeout=20)
    assert (heard.topic, heard.payload) == ("cmnd/pump", b"ON")
    until(lambda: link(manager, item)["commands"][0]["state"] == "done")
    thing.bye()


def test_who_is_on_line_is_known(nodes, manager):
    _, _, broker = nodes
    found = manager.api("GET", "/api/v1/community/device?model=door&limit=2").json()["items"][1]
    item, _, secret = key(manager, found["number"])
    number = found["number"]
    assert not link(manager, item)["online"]
    first = Thing(broker, number, secret, 4, f"{number}:app").up()
    came = until(lambda: link(manager, item) if link(manager, item)["online"] else None)
    # The same client takes its own place, and another one of the device is there as well.
    second = Thing(broker, number, secret, 4, f"{number}:app").up()
    first.gone.get(timeout=20)
    other = Thing(broker, number, secret, 4, f"{number}:more").up()
    second.bye()
    # Who came after that has been noted, so it has been noted that the others went.
    marker(manager, broker)
    stays = link(manager, item)
    assert stays["online"] and stays["since"] == came["since"]
    other.bye()
    until(lambda: not link(manager, item)["online"])
    # A broker that is killed says of nobody that they went: it shows when it is there again.
    third = Thing(broker, number, secret, 4, number).up()
    until(lambda: link(manager, item)["online"])
    broker.kill()
    third.bye()
    assert link(manager, item)["online"]
    broker.start()
    until(lambda: not link(manager, item)["online"], 60)


def marker(manager, broker):
    """Another device comes and goes: what the broker told before has been noted."""
    item, _, secret = key(manager, SMOKE)
    before = link(manager, item)["since"]
    thing = Thing(broker, SMOKE, secret, 4, f"{SMOKE}:marker").up()
    thing.bye()
    until(lambda: not link(manager, item)["online"] and link(manager, item)["since"] != before)


def test_without_the_plugin_the_rest_goes_on(nodes, database, smoke, manager, tmp_path):
    """Its exchange is in another virtual host: as if it were off."""
    first, _, broker = nodes
    item, _, secret = smoke
    for words in (["add_vhost", "apart"], ["set_permissions", "-p", "apart", "linli", ".*", ".*", ".*"]):
        subprocess.run([SCRIPT, "ctl", broker.folder, *words], check=True, capture_output=True, timeout=60)
    keys = pathlib.Path(first.data) / "keys.json"
    third = Server(tmp_path / "third", "--no-pace", "--database", database.connection, "--keys", str(keys),
                   "--amqp", broker.amqp.rstrip("/") + "/apart", "--amqp-token", TOKEN)
    until(lambda: any("rabbitmq_event_exchange" in line for line in third.lines))
    start = now(-200)
    done = mosquitto("pub", broker, f"apart:{SMOKE}", secret, "-i", SMOKE, "-q", "1", "-t", f"linli/{SMOKE}/readings",
                     "-m", json.dumps({"property": "battery", "value": 72, "at": start}))
    assert done.returncode == 0, done.stderr
    until(lambda: [one["value"] for one in count(manager, item, start)] == [72])
    assert sum("rabbitmq_event_exchange" in line for line in third.lines) == 1
    third.stop()


def test_whatever_is_killed_nothing_is_lost_or_twice(nodes, manager, smoke):
    first, second, broker = nodes
    item, _, secret = smoke
    base, number, acknowledged = now(-250_000), 0, set()
    for victim in ("second", "broker", "second"):
        thing = Thing(broker, SMOKE, secret, 4, f"{SMOKE}:steady").up()
        sent, deadline = {}, time.monotonic() + 1.5
        killed = threading.Timer(0.6, broker.kill if victim == "broker" else lambda: second.process.send_signal(signal.SIGKILL))
        killed.start()
        while time.monotonic() < deadline and thing.client.is_connected():
            number += 1
            sent[thing.say("readings", {"property": "battery", "value": number % 90, "at": base + number}, wait=False)] = number
            time.sleep(0.002)
        killed.join()
        thing.bye()
        acknowledged |= {sent[mid] for mid in thing.acknowledged}
        if victim == "broker":
            broker.start()
        else:
            second.process.wait(20)
            second.start()
    assert len(acknowledged) > 30
    from datetime import datetime

    def there():
        found = [round(datetime.fromisoformat(one["at"].replace("Z", "+00:00")).timestamp() * 1000) - base
                 for one in count(manager, item, base)]
        return [one for one in found if 0 < one <= number]

    until(lambda: acknowledged <= set(there()), 60)
    assert len(there()) == len(set(there()))
