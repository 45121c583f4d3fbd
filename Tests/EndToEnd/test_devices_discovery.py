"""Devices that a gateway announces in the way that Home Assistant has made common: they enter themselves, tell what they
measure, and are commanded in their own words. Among the clients is a library that others write such gateways with."""

import json
import signal

import pytest
from ha_mqtt_discoverable import DeviceInfo, Settings
from ha_mqtt_discoverable.sensors import (BinarySensor, BinarySensorInfo, Cover, CoverInfo, Number, NumberInfo, Sensor,
                                          SensorInfo, Switch, SwitchInfo)

from caller import Caller
from estate import HOME, numbered
from portal import People, browser, demo, picture  # noqa: F401
from test_devices_mqtt import link, readings, until
from things import Gate, Thing, key

THERMOMETER = {
    "availability": [{"topic": "zigbee2mqtt/bridge/state", "value_template": "{{ value_json.state }}"}],
    "device": {"identifiers": ["zigbee2mqtt_0x00158d00045b1c2e"], "manufacturer": "Aqara", "model": "Climate sensor",
               "name": "地下室温湿度", "sw_version": "3000-0001"},
    "device_class": "temperature", "state_topic": "zigbee2mqtt/Cellar", "unit_of_measurement": "°C",
    "unique_id": "0x00158d00045b1c2e_temperature", "value_template": "{{ value_json.temperature }}", "expire_after": 7200}
CONFIG = "homeassistant/sensor/0x00158d00045b1c2e/temperature/config"
NUMBER = "HA-1-zigbee2mqtt_0x00158d00045b1c2e"


@pytest.fixture(scope="module")
def gate(demo):
    """The demo's data with a server that has a door for devices."""
    demo.stop()
    server = Gate(demo.data)
    yield server
    server.stop()
    demo.start()


@pytest.fixture(scope="module")
def manager(gate):
    return Caller(gate, "manager")


@pytest.fixture(scope="module")
def people(gate, browser):
    return People(browser, gate)


def gateway(manager, number, discovery=True):
    """Enters a gateway; its key."""
    fields = {"name": f"网关 {number}", "code": number, "model": "gateway", "discovery": discovery}
    made = manager.api("POST", "/api/v1/community/device", {"place": HOME, "fields": fields}, Idempotency_Key=f"gateway-{number}")
    assert made.status == 201, made
    return key(manager, number)[2]


@pytest.fixture(scope="module")
def secret(manager):
    return gateway(manager, "HA-1")


def publish(thing, topic, words, retain=True):
    body = words if isinstance(words, str) else json.dumps(words, ensure_ascii=False)
    return thing.settled(thing.client.publish(topic, body, 1, retain).mid)


def device(manager, number):
    """The item of an announced device, once it is there."""
    def ask():
        found = manager.api("GET", f"/api/v1/community/device?q={number}").json()["items"]
        return next((item for item in found if item["number"] == number), None)
    return until(ask)


def command(manager, item, words, mark):
    answer = manager.api("POST", f"/api/v1/community/device/{item}/commands", {"command": words}, Idempotency_Key=mark)
    assert answer.status in (200, 201), answer
    return answer.json()


@pytest.mark.parametrize("version", [4, 5])
def test_it_is_announced_tells_and_is_there_again(gate, manager, people, secret, version):
    thing = Thing(gate, "HA-1", secret, version, will=("zigbee2mqtt/bridge/state", '{"state":"offline"}')).up()
    code, _ = publish(thing, CONFIG, THERMOMETER)
    assert not code.is_failure
    # At once, without waiting for anything.
    thing.client.publish("zigbee2mqtt/Cellar", json.dumps({"temperature": 18 + version, "humidity": 61}), 1)
    code, _ = publish(thing, "zigbee2mqtt/Cellar", {"battery": 100})
    assert not code.is_failure
    found = device(manager, NUMBER)
    assert found["title"] == "地下室温湿度"
    assert (18 + version) in readings(manager, found["id"]).values()
    known = link(manager, found["id"])
    assert known["gateways"] == ["HA-1"]
    thing.drop()
    # A gateway that does not announce again after a break is understood as before.
    thing = Thing(gate, "HA-1", secret, version, client="again").up()
    code, _ = publish(thing, "zigbee2mqtt/Cellar", {"temperature": 10 + version})
    assert not code.is_failure and (10 + version) in readings(manager, found["id"]).values()
    thing.bye()


def test_people_see_it_as_any_other(gate, manager, people):
    found = device(manager, NUMBER)
    page = people.page("manager")
    page.goto(f"{gate.url}/community/device/{found['id']}")
    words = page.locator("main").inner_text()
    assert "Aqara Climate sensor" in words and NUMBER in words
    picture(page, "device-announced")
    page.goto(f"{gate.url}/community/device/{found['id']}/link")
    words = page.locator("main").inner_text()
    assert "HA-1" in words and "3000-0001" in words
    picture(page, "device-announced-link")
    # Its model is one of the installation's, which administrators may write on.
    admin = people.page("admin")
    admin.goto(f"{gate.url}/community/model")
    admin.get_by_role("link", name="Aqara Climate sensor").first.click()
    text = admin.locator("main").inner_text()
    assert "temperature" in text and "°C" in text
    picture(admin, "model-announced")


def test_it_is_commanded_in_its_own_words(gate, manager, secret):
    thing = Thing(gate, "HA-1", secret).up()
    assert thing.listen("homeassistant/status", "cmnd/#", "#") == [1, 1, 0x87]
    # Somebody listens to announcements: gateways wait for this.
    status = thing.heard.get(timeout=20)
    assert (status.topic, status.payload) == ("homeassistant/status", b"online")
    relay = {"name": "水泵", "stat_t": "tele/pump/STATE", "cmd_t": "cmnd/pump/POWER1", "val_tpl": "{{value_json.POWER1}}",
             "uniq_id": "35EBF6_RL_1", "dev": {"ids": ["35EBF6"], "name": "泵房", "mdl": "Sonoff Basic", "mf": "Tasmota"}}
    assert publish(thing, "homeassistant/switch/35EBF6_RL_1/config", relay)[0].value == 0
    item = device(manager, "HA-1-35EBF6")["id"]
    asked = command(manager, item, "RL_1_switch-on", "relay-on")
    heard = thing.heard.get(timeout=20)
    assert (heard.topic, heard.payload) == ("cmnd/pump/POWER1", b"ON")
    # That the gateway has it is all the answer there will be; what came of it is told by the device.
    until(lambda: link(manager, item)["commands"][0]["state"] == "done")
    assert link(manager, item)["commands"][0]["id"] == asked["id"]
    assert publish(thing, "tele/pump/STATE", {"POWER1": "ON"})[0].value == 0
    assert list(readings(manager, item, "RL_1_switch").values()) == [True]
    thing.bye()
    # What was asked while it was away waits for it.
    command(manager, item, "RL_1_switch-off", "relay-off")
    thing = Thing(gate, "HA-1", secret, 4).up()
    thing.listen("cmnd/pump/POWER1")
    assert thing.heard.get(timeout=20).payload == b"OFF"
    until(lambda: link(manager, item)["commands"][0]["state"] == "done")
    thing.bye()


def test_what_makes_no_sense_is_told(gate, manager, secret):
    thing = Thing(gate, "HA-1", secret).up()
    code, properties = publish(thing, "homeassistant/sensor/x/config", '{"name": "no topic"}')
    assert (code.value, properties.ReasonString) == (0x99, "1 malformed")
    page = manager.get("/duty/refused")
    assert "no topic" in page.text and "missing" in page.text
    # What is of no use here is no fault.
    assert publish(thing, "homeassistant/camera/x/config", {"topic": "c", "dev": {"ids": "c1"}})[0].value == 0
    assert manager.api("GET", "/api/v1/community/device?q=HA-1-c1").json()["items"] == []
    thing.bye()


def test_only_a_gateway_that_may_is_heard(gate, manager):
    secret = gateway(manager, "HA-9", discovery=False)
    thing = Thing(gate, "HA-9", secret).up()
    assert publish(thing, CONFIG, THERMOMETER)[0].value == 0x87
    assert publish(thing, "zigbee2mqtt/Cellar", {"temperature": 1})[0].value == 0x87
    assert thing.listen("homeassistant/status") == [0x87]
    assert manager.api("GET", "/api/v1/community/device?q=HA-9-").json()["items"] == []
    # It is allowed: the connection ends, and the next one may.
    item = numbered(manager, "device", "HA-9")
    now_is = manager.api("GET", f"/api/v1/community/device/{item}")
    fields = {**now_is.json()["fields"], "discovery": True}
    done = manager.api("PATCH", f"/api/v1/community/device/{item}", {"fields": fields},
                       If_Match="*")
    assert done.status == 200, done
    assert thing.gone.get(timeout=20).value == 0x87
    thing = Thing(gate, "HA-9", secret).up()
    assert publish(thing, CONFIG, THERMOMETER)[0].value == 0
    # Of one make: one model for all of an organisation's.
    first, second = (device(manager, f"{one}-zigbee2mqtt_0x00158d00045b1c2e") for one in ("HA-1", "HA-9"))
    models = [manager.api("GET", f"/api/v1/community/device/{one['id']}").json()["fields"]["model"] for one in (first, second)]
    assert models[0] == models[1]
    # It speaks for its own, and for nobody else's.
    assert thing.say("readings", {"property": "temperature", "value": 5}, number=first["number"])[0].value == 0x87
    thing.bye()


def test_a_library_that_others_use(gate, manager):
    """Each of its entities has a connection of its own, as it likes them, without acknowledgement."""
    secret = gateway(manager, "HA-2")
    server = Settings.MQTT(host="127.0.0.1", port=gate.mqtt["mqtt"], username="HA-2", password=secret)
    about = DeviceInfo(name="Pump room", identifiers="pump-room", manufacturer="Anlan", model="PR-1", sw_version="1.4")
    heard = []
    level = Sensor(Settings(mqtt=server, entity=SensorInfo(
        name="Level", unique_id="pr-level", device=about, unit_of_measurement="m", device_class="distance")))
    wet = BinarySensor(Settings(mqtt=server, entity=BinarySensorInfo(name="Wet", unique_id="pr-wet", device=about)))
    pump = Switch(Settings(mqtt=server, entity=SwitchInfo(name="Pump", unique_id="pr-pump", device=about)),
                  lambda client, _, message: (heard.append(message.payload), pump.on()))
    gate_valve = Cover(Settings(mqtt=server, entity=CoverInfo(name="Sluice", unique_id="pr-sluice", device=about)),
                       lambda client, _, message: heard.append(message.payload))
    rate = Number(Settings(mqtt=server, entity=NumberInfo(
        name="Rate", unique_id="pr-rate", device=about, min=1, max=10, step=1)),
        lambda client, _, message: (heard.append(message.payload), rate.set_value(float(message.payload))))
    for entity in (level, wet, pump, gate_valve, rate):
        entity.write_config()
    level.set_state(1.25)
    wet.on()
    pump.off()
    rate.set_value(3)
    item = device(manager, "HA-2-pump-room")["id"]
    # The device is there with the first of its entities; each has a connection of its own, and comes in its own time.
    history = f"/api/v1/community/device/{item}/readings/"
    until(lambda: all(manager.api("GET", history + name).status == 200 for name in ("Level", "Wet", "Pump_switch")))
    until(lambda: readings(manager, item, "Level") and readings(manager, item, "Wet"))
    assert list(readings(manager, item, "Level").values()) == [1.25] and list(readings(manager, item, "Wet").values()) == [True]
    until(lambda: list(readings(manager, item, "Pump_switch").values()) == [False])
    command(manager, item, "Pump_switch-on", "library-on")
    until(lambda: b"ON" in heard)
    until(lambda: True in readings(manager, item, "Pump_switch").values())
    command(manager, item, "Sluice_cover-open", "library-open")
    until(lambda: b"OPEN" in heard)
    until(lambda: {one["state"] for one in link(manager, item)["commands"]} == {"done"})
    # How it shall be set, and how it says that it is.
    wish = manager.api("PATCH", f"/api/v1/community/device/{item}/settings", {"settings": {"Rate_number": 7}})
    assert wish.status in (200, 204), wish
    until(lambda: b"7" in heard)
    until(lambda: next(one for one in link(manager, item)["settings"] if one["id"] == "Rate_number")["told"] == "7")
    for entity in (level, wet, pump, gate_valve, rate):
        entity.mqtt_client.disconnect()
        entity.mqtt_client.loop_stop()


def test_what_was_announced_survives_a_kill(gate, secret):
    thing = Thing(gate, "HA-1", secret).up()
    leak = {"dev_cla": "moisture", "name": "漏水", "stat_t": "esp/leak", "dev": {"ids": "esp-leak-1", "name": "漏水探头"}}
    assert publish(thing, "homeassistant/binary_sensor/esp/leak/config", leak)[0].value == 0
    gate.restart(how=signal.SIGKILL)
    manager = Caller(gate, "manager")
    thing = Thing(gate, "HA-1", secret, client="after").up()
    assert publish(thing, "esp/leak", "ON")[0].value == 0
    item = device(manager, "HA-1-esp-leak-1")["id"]
    told = readings(manager, item, "leak")
    assert list(told.values()) == [True]
    # Taken back: the device stays, with what it told.
    assert publish(thing, "homeassistant/binary_sensor/esp/leak/config", "")[0].value == 0
    assert publish(thing, "esp/leak", "OFF")[0].value == 0
    assert readings(manager, item, "leak") == told
    thing.bye()
