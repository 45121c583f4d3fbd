"""Devices in numbers: one that tells far more than can be meant, some that enter themselves, of a model that somebody wrote."""

import http.client
import json
import re
import time

import pytest

from caller import Caller
from estate import HOME, numbered
from portal import People, browser, demo, picture  # noqa: F401
from test_devices_mqtt import gate, link, manager, now, people, readings, until  # noqa: F401
from things import Thing, key

SMOKE, SMOKE2 = "HDL-1-1-smoke-1", "HDL-1-1-smoke-2"
LIMIT, AT_ONCE = 200, 2_000

VALVE = {
    "title": "电动阀", "titles": {"zh": "电动阀", "en": "Valve"},
    "properties": {"flow": {"title": "流量", "type": "number", "minimum": 0, "maximum": 50, "unit": "m³/h", "readOnly": True},
                   "interval": {"title": "采集间隔", "type": "integer", "minimum": 10, "maximum": 600, "unit": "s"}},
    "actions": {"open": {"title": "打开", "linli:opposite": "shut"}, "shut": {"title": "关闭", "linli:opposite": "open"}}}


def test_a_flood_keeps_to_itself(gate, manager, people):
    item, _, secret = key(manager, SMOKE)
    other, _, secret2 = key(manager, SMOKE2)
    mad, calm = Thing(gate, SMOKE, secret).up(), Thing(gate, SMOKE2, secret2).up()
    sent = [mad.say("events", {"kind": "fire", "id": f"mad-{index}"}, wait=False) for index in range(AT_ONCE + 20)]
    # Whoever is calm is heard meanwhile.
    start, waits = now(), []
    for index in range(50):
        began = time.monotonic()
        code, _ = calm.say("readings", {"property": "temperature", "value": 20, "at": start + index})
        waits.append(time.monotonic() - began)
        assert code.value == 0
    assert set(range(start, start + 50)) <= {at_of(text) for text in readings(manager, other)}
    codes = [mad.settled(mid, 60)[0].value for mid in sent]
    assert codes.count(0) == LIMIT and codes.count(0x97) == len(sent) - LIMIT, {code: codes.count(code) for code in set(codes)}
    told = link(manager, item)["quarantine"]
    assert told["held"] == len(sent) - LIMIT
    # It is kept apart, up to what anybody would read.
    refused = people.page("duty")
    refused.goto(gate.url + "/duty/refused?reason=quarantine")
    assert "设备在隔离中" in refused.inner_text("main") and SMOKE in refused.inner_text("main")
    alarms = [one for one in manager.api("GET", "/api/v1/community/alarm?limit=100").json()["items"]
              if one["title"].startswith("设备上报异常")]
    assert len(alarms) == 1
    page = people.page("duty")
    page.goto(gate.url + f"/community/device/{item}/link")
    assert f"已隔离 {told['held']} 条事件" in page.inner_text("main")
    picture(page, "quarantine")
    page.get_by_role("button", name="解除隔离").click()
    page.wait_for_url(re.compile("done=link.released"))
    assert "隔离已解除" in page.inner_text("body") and link(manager, item)["quarantine"] is None
    mad.bye()
    # What it may say comes back with time: it has spent all of it.
    again = Thing(gate, SMOKE, secret).up()
    code, _ = again.say("events", {"kind": "fire", "id": "afterwards"})
    assert code.value == 0
    again.bye()
    calm.bye()


def at_of(text):
    from datetime import datetime
    return round(datetime.fromisoformat(text).timestamp() * 1000) if isinstance(text, str) else text


def provision(gate, body):
    """As a device does it: nobody is logged in."""
    connection = http.client.HTTPConnection(gate.url.removeprefix("http://"))
    connection.request("POST", "/api/v1/provision", json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def test_a_device_of_a_model_somebody_wrote_enters_itself(gate, manager, people):
    admin = people.page("admin")
    admin.goto(gate.url + "/community/model/new")
    admin.fill("[name=name]", "电动阀")
    admin.fill("[name=code]", "valve")
    admin.fill("[name=definition]", json.dumps({**VALVE, "actions": {"open": {"linli:opposite": "shut"}}}))
    admin.click("main form button.primary")
    # What is wrong stands at its field.
    assert "actions.open" in admin.inner_text("main")
    admin.fill("[name=definition]", json.dumps(VALVE, ensure_ascii=False, indent=1))
    admin.click("main form button.primary")
    admin.wait_for_url(re.compile("/community/model/[^/]+\\?done="))
    picture(admin, "model")
    page = people.page("manager")
    page.goto(gate.url + "/community/provisioning/new")
    page.fill("[name=name]", "二期阀门")
    page.select_option("[name=model]", "valve")
    page.fill("[name=prefix]", "V-")
    page.fill("[name=most]", "2")
    page.fill("[name=until]", "2099-12-31")
    page.select_option("[name=place]", numbered(manager, "space", HOME))
    page.click("main form button.primary")
    page.wait_for_url(re.compile("/community/provisioning/[^/]+\\?done="))
    page.get_by_role("link", name="接入密钥").click()
    page.get_by_role("button", name="建立密钥").click()
    shared = page.locator("main .callout code, main code").last.inner_text()
    assert len(shared) == 43
    picture(page, "provisioning")
    status, answer = provision(gate, {"key": "x" * 43, "number": "V-1"})
    assert (status, answer["kind"], answer["place"]) == (401, "forbidden", "key"), answer
    status, answer = provision(gate, {"key": shared, "number": "W-1"})
    assert (status, answer["place"]) == (422, "number"), answer
    status, answer = provision(gate, {"key": shared, "number": "V-1", "serial": "SN-1"})
    assert status == 201 and answer["number"] == "V-1", answer
    # At once, with its own key, by MQTT: what its model says.
    thing = Thing(gate, "V-1", answer["key"]).up()
    code, _ = thing.say("readings", {"property": "flow", "value": 3.5, "at": now()})
    assert code.value == 0
    item = manager.api("GET", "/api/v1/community/device?model=valve").json()["items"][0]["id"]
    assert thing.listen("linli/V-1/commands") == [1]
    page.goto(gate.url + f"/community/device/{item}/link")
    page.get_by_role("button", name="打开").click()
    page.locator("dialog[open] button[value='yes']").click()
    page.wait_for_url(re.compile("done=link.commanded"))
    topic, command = thing.hear()
    assert command["command"] == "open"
    code, _ = thing.say("answers", {"id": command["id"], "done": True})
    assert code.value == 0
    until(lambda: link(manager, item)["commands"][0]["state"] == "done")
    status, answer = provision(gate, {"key": shared, "number": "V-1"})
    assert (status, answer["kind"]) == (409, "conflict"), answer
    thing.bye()
    assert provision(gate, {"key": shared, "number": "V-2"})[0] == 201
    status, answer = provision(gate, {"key": shared, "number": "V-3"})
    assert (status, answer["kind"]) == (429, "tooMany"), answer


def test_a_model_in_use_stays(gate):
    admin = Caller(gate, "admin")
    found = admin.api("GET", "/api/v1/community/model").json()["items"]
    item = next(one for one in found if one["number"] == "valve")
    answer = admin.api("POST", f"/api/v1/community/model/{item['id']}/acts/retire", {"id": "retire"}, If_Match="*")
    assert answer.status == 423, answer
