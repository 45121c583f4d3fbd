"""Devices as they are out there: real clients of MQTT, with the key of a device."""

import json
import queue
import ssl
import subprocess
import threading
import time
import re

import paho.mqtt.client as mqtt
from paho.mqtt.properties import Properties
from paho.mqtt.packettypes import PacketTypes

from estate import numbered
from portal import Server


class Gate(Server):
    """The demo city's server with its door for devices."""

    def __init__(self, data, *options):
        self.mqtt = {}
        super().__init__(data, "--demo", "--no-pace", "--mqtt", "0", *options)

    def start(self, *more):
        self.lines.clear()
        super().start(*more)
        deadline = time.monotonic() + 30
        wanted = {"mqtt"} | ({"mqtts"} if "--mqtt-tls" in self.options else set())
        self.mqtt = {}
        while not wanted <= self.mqtt.keys() and time.monotonic() < deadline:
            for line in list(self.lines):
                if found := re.search(r"devices: (mqtts?)://[^:]+:(\d+)", line):
                    self.mqtt[found.group(1)] = int(found.group(2))
            time.sleep(0.01)
        assert wanted <= self.mqtt.keys(), self.lines[-20:]


def key(manager, number):
    """A new key of the device of this number: the device's id, the key's id, and the key."""
    item = numbered(manager, "device", number)
    made = manager.api("POST", f"/api/v1/community/device/{item}/keys")
    assert made.status == 201, made
    return item, made.json()["id"], made.json()["key"]


class Thing:
    """A device that speaks by paho. What it hears is in `heard`, what became of its messages in `acknowledged`."""

    def __init__(self, gate, number, key, version=5, client=None, port=None, will=None, tls=None, clean=True, keepalive=60):
        self.number, self.version = number, version
        self.heard, self.codes = queue.Queue(), queue.Queue()
        self.acknowledged = {}
        self.changed = threading.Condition()
        self.connected = threading.Event()
        self.gone = queue.Queue()
        client = client if client is not None else f"thing-{number}"
        if version == 5:
            self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client, protocol=mqtt.MQTTv5, reconnect_on_failure=False)
        else:
            self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client, clean, protocol=mqtt.MQTTv311,
                                      reconnect_on_failure=False)
        self.client.username_pw_set(number, key)
        if tls:
            self.client.tls_set_context(tls)
        if will:
            self.client.will_set(*will)
        self.client.on_connect = self._connected
        self.client.on_message = lambda c, u, message: self.heard.put(message)
        self.client.on_publish = self._published
        self.client.on_subscribe = lambda c, u, mid, codes, p: self.codes.put([code.value for code in codes])
        self.client.on_disconnect = lambda c, u, flags, code, p: self.gone.put(code)
        self.client.max_inflight_messages_set(200)
        self.port = port or gate.mqtt["mqtts" if tls else "mqtt"]
        self.client.connect("127.0.0.1", self.port, keepalive)
        self.client.loop_start()

    def _connected(self, client, userdata, flags, code, properties):
        self.code = code
        self.properties = properties
        self.connected.set()

    def _published(self, client, userdata, mid, code, properties):
        with self.changed:
            self.acknowledged[mid] = (code, properties)
            self.changed.notify_all()

    def up(self):
        assert self.connected.wait(20), "no CONNACK"
        assert not self.code.is_failure, self.code
        return self

    def say(self, channel, content, qos=1, number=None, wait=True):
        """Says something; once it is acknowledged, with what."""
        body = content if isinstance(content, (str, bytes)) else json.dumps(content)
        sent = self.client.publish(f"linli/{number or self.number}/{channel}", body, qos)
        return self.settled(sent.mid) if wait else sent.mid

    def settled(self, mid, seconds=20):
        with self.changed:
            assert self.changed.wait_for(lambda: mid in self.acknowledged, seconds), "no acknowledgement"
            return self.acknowledged[mid]

    def listen(self, *filters, qos=1):
        self.client.subscribe([(one, qos) for one in filters])
        return self.codes.get(timeout=20)

    def hear(self, seconds=20):
        message = self.heard.get(timeout=seconds)
        return message.topic, json.loads(message.payload)

    def bye(self):
        self.client.disconnect()
        self.client.loop_stop()

    def drop(self):
        """As when its cable is cut: no DISCONNECT."""
        self.client.loop_stop()
        self.client._sock_close()


def mosquitto(tool, gate, number, key, *more, timeout=30, text=None):
    return subprocess.run(
        [f"mosquitto_{tool}", "-h", "127.0.0.1", "-p", str(gate.mqtt["mqtt"]), "-u", number, "-P", key, *more],
        input=text, capture_output=True, text=True, timeout=timeout)


def trusting(path):
    return ssl.create_default_context(cafile=str(path))
