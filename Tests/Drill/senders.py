"""Devices that go on saying things by MQTT whatever breaks, and what has to be there of it in the end."""

import collections
import json
import threading
import time

import paho.mqtt.client as mqtt

PROPERTY = "battery"
EVENT = "fault"


def moment():
    """As devices say it: milliseconds since 1970."""
    return round(time.time() * 1000)


class Sender:
    """One device. It connects again and again, sends again what was not acknowledged, and remembers what was.

    `calm`: seconds between its events; 0: it tells none. Whoever tells 200 in a minute or 10,000 in an hour is taken to
    be out of order. `batch`: readings of one message. `window`: messages that wait for their acknowledgement at most.
    `pause`: seconds between messages."""

    def __init__(self, port, number, item, key, version=4, calm=0.5, batch=1, window=100, pause=0.005):
        self.number, self.item = number, item
        self.calm, self.batch, self.window, self.pause = calm, batch, window, pause
        # What was acknowledged: values by moment, and the ids of events.
        self.readings, self.events = {}, set()
        # What was refused, and how long each acknowledgement took.
        self.refused, self.waits = [], []
        # By the number of its packet, what waits; and acknowledgements as they came, on another thread.
        self.waiting, self.answers = {}, collections.deque()
        # Readings begin an hour ago: however fast they come, none lies in the future.
        self.count, self.last, self.told = 0, moment() - 3_600_000, time.monotonic()
        # The broker names queues by it, so it begins with the number.
        client = f"{number}:drill"
        if version == 5:
            self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client, protocol=mqtt.MQTTv5)
        else:
            self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client, protocol=mqtt.MQTTv311)
        self.client.username_pw_set(number, key)
        self.client.max_inflight_messages_set(window)
        self.client.reconnect_delay_set(0.2, 1)
        self.client.on_publish = lambda c, u, mid, code, p: self.answers.append((mid, code, time.monotonic()))
        self.client.connect_async("127.0.0.1", port, keepalive=60)
        self.client.loop_start()

    def begin(self):
        self.goes_on = True
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        return self

    def run(self):
        while self.goes_on:
            self.settle()
            if len(self.waiting) < self.window:
                self.say()
                time.sleep(self.pause)
            else:
                time.sleep(0.01)

    def say(self):
        self.count += 1
        if self.calm and time.monotonic() - self.told >= self.calm:
            self.told = time.monotonic()
            words = f"{self.number} {self.count}"
            channel, body = "events", {"kind": EVENT, "id": words, "at": moment(), "text": words}
        else:
            # A moment of its own for each, in order.
            words = {self.last + n: (self.count + n) % 90 + 0.5 for n in range(1, self.batch + 1)}
            self.last += self.batch
            channel = "readings"
            body = [{"property": PROPERTY, "at": at, "value": value} for at, value in words.items()]
        sent = self.client.publish(f"linli/{self.number}/{channel}", json.dumps(body), 1)
        self.waiting[sent.mid] = (words, time.monotonic())

    def settle(self):
        while self.answers:
            mid, code, came = self.answers.popleft()
            words, said = self.waiting.pop(mid)
            self.waits.append(came - said)
            if code.is_failure:
                self.refused.append((words, str(code)))
            elif isinstance(words, dict):
                self.readings.update(words)
            else:
                self.events.add(words)

    def stop(self):
        self.goes_on = False
        self.thread.join()

    def end(self, patience=300):
        """Says nothing new; returns once all that was said is acknowledged."""
        self.stop()
        deadline = time.monotonic() + patience
        while self.waiting:
            self.settle()
            assert time.monotonic() < deadline, f"{self.number}: {len(self.waiting)} messages were never acknowledged"
            time.sleep(0.02)
        self.client.disconnect()
        self.client.loop_stop()
        assert not self.refused, self.refused[:3]


def acknowledged(senders):
    return sum(len(one.readings) for one in senders), sum(len(one.events) for one in senders)


def difference(site, senders):
    """How much of what was acknowledged is not there, and how much is there more than once."""
    lost = twice = 0
    for one in senders:
        there = site.readings(one.item)
        lost += sum(there.get(at) != value for at, value in one.readings.items())
        told = collections.Counter(site.events(one.item))
        lost += len(one.events - told.keys())
        twice += told.total() - len(told)
        # The alarm that all of them opened counts them.
        alarms = site.alarms(one.item)
        lost, twice = lost + max(0, told.total() - alarms), twice + max(0, alarms - told.total())
    fewer, more = site.miscounted()
    return lost + fewer, twice + more


# A gateway that was away

def kept(minute):
    """What each device behind the gateway measured then; sums of it are exact."""
    return 15 + minute % 20 * 0.5


def backlog(port, number, key, devices, since, minutes):
    """Sends what a gateway kept while it was away, as fast as it goes: a message for each minute, in it a reading of
    each device. Seconds until the last of it is acknowledged. It is called in a process of its own, so that nobody
    else waits for it."""
    refused, left = [], threading.Semaphore(0)

    def published(client, userdata, mid, code, properties):
        if code.is_failure:
            refused.append(str(code))
        left.release()

    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, f"{number}:drill", protocol=mqtt.MQTTv311)
    client.username_pw_set(number, key)
    client.max_inflight_messages_set(200)
    client.on_publish = published
    client.connect("127.0.0.1", port)
    client.loop_start()
    began = time.monotonic()
    for minute in range(minutes):
        at, value = since + minute * 60_000, kept(minute)
        lines = [f'{{"device":"{device}","property":"temperature","at":{at},"value":{value}}}' for device in devices]
        client.publish(f"linli/{number}/readings", "\n".join(lines), 1)
    for _ in range(minutes):
        assert left.acquire(timeout=600), "the rest was never acknowledged"
    seconds = time.monotonic() - began
    client.disconnect()
    client.loop_stop()
    assert not refused, refused[:3]
    return seconds
