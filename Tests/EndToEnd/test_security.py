"""A day at the gate and in the control room, by the API: a visitor with a code, one who is looked out for, alarms of video
analysis and what they are worth, and an inspection that finds a hazard."""

import re
from datetime import datetime, timedelta, timezone

import pytest

from acts import uploaded
from caller import Caller
from estate import HOME, done, settled
from portal import demo  # noqa: F401
from test_community_metrics import computed

LOGINS = ("manager", "duty", "worker", "resident", "gateway")
PHONE, STRANGER = "13612345678", "13512345678"


@pytest.fixture(scope="module")
def callers(demo):
    callers = {login: Caller(demo, login) for login in LOGINS}
    settled(callers["manager"], "resident", HOME, "SEC-1")
    return callers


def beijing(hours):
    return (datetime.now(timezone(timedelta(hours=8))) + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


def entered(caller, kind, key, **fields):
    answer = caller.api("POST", f"/api/v1/community/{kind}", {"place": HOME, "fields": fields}, Idempotency_Key=f"{kind}-{key}")
    assert answer.status == 201, answer
    return answer.json()


def invite(caller, phone=STRANGER, **more):
    fields = {"name": "来客", "phone": phone, "purpose": "guest", "from": beijing(-1), "until": beijing(3), **more}
    return entered(caller, "visit", phone, **fields)


def act(caller, kind, item, name, **fields):
    return caller.api("POST", f"/api/v1/community/{kind}/{item}/acts/{name}",
                      {"id": f"{name}-{item}-{len(str(fields))}"[:64], "fields": fields}, If_Match="*")


def read(caller, kind, item):
    answer = caller.api("GET", f"/api/v1/community/{kind}/{item}")
    assert answer.status == 200, answer
    return answer.json()


def alarms(caller, event):
    items = caller.api("GET", f"/api/v1/community/alarm?event={event}&limit=200").json()["items"]
    return [item for item in items if item["fields"]["event"] == event]


def told(gateway, kind, device, key):
    answer = gateway.api("POST", "/api/v1/events", {"kind": kind, "device": device}, Idempotency_Key=key)
    assert answer.status == 200 and answer.json()["alarm"], answer
    return answer.json()["alarm"]["id"]


def test_a_resident_invites_and_the_guard_lets_in_by_the_code(callers):
    resident, guard = callers["resident"], callers["worker"]
    visit = invite(resident)
    code = visit["fields"]["code"]
    assert re.fullmatch(r"[0-9]{8}", code) and visit["state"] == "expected" and visit["due"]
    # The guard sees that somebody comes, but neither the code nor who it is.
    seen = read(guard, "visit", visit["id"])
    assert code not in str(seen) and STRANGER not in str(seen) and "*" in seen["fields"]["phone"]
    assert guard.api("GET", f"/api/v1/community/visit?q={code}").json()["items"] == []
    found = callers["duty"].api("GET", f"/api/v1/community/visit?q={code}").json()["items"]
    assert [item["id"] for item in found] == [visit["id"]]
    wrong = act(guard, "visit", visit["id"], "arrive", code=f"{(int(code) + 1) % 10**8:08}")
    assert wrong.status == 422 and wrong.json()["place"] == "fields.code", wrong
    assert act(resident, "visit", visit["id"], "arrive", code=code).status == 403
    inside = act(guard, "visit", visit["id"], "arrive", code=code)
    assert inside.status == 200 and inside.json()["state"] == "inside", inside
    assert act(guard, "visit", visit["id"], "arrive", code=code, words="again").status in (409, 422)
    assert done(guard, "visit", visit["id"], "leave")["state"] == "left"
    # Nobody makes a code of their own.
    own = resident.api("POST", "/api/v1/community/visit", {"place": HOME, "fields": {
        "name": "来客", "phone": STRANGER, "purpose": "guest", "from": beijing(-1), "until": beijing(2), "code": "00000000"}},
        Idempotency_Key="own-code")
    assert own.status == 422, own


def test_a_visitor_on_the_watch_list_raises_an_alarm(callers):
    manager, duty, resident = callers["manager"], callers["duty"], callers["resident"]
    entry = manager.api("POST", "/api/v1/community/watched", {"fields": {
        "name": "名单", "phone": PHONE, "source": "协查通知", "since": "2026-01-01"}}, Idempotency_Key="watched")
    assert entry.status == 201, entry
    assert alarms(duty, "visitor.watched") == []
    visit = invite(resident, PHONE)
    # Whoever invites learns nothing of the list.
    assert "warnings" not in visit and "warnings" not in read(resident, "visit", visit["id"])
    assert resident.api("GET", "/api/v1/community/watched").status == 403
    raised = alarms(duty, "visitor.watched")
    assert len(raised) == 1 and raised[0]["fields"]["level"] == "serious"
    assert visit["number"] in raised[0]["fields"]["text"] and entry.json()["number"] in raised[0]["fields"]["text"]
    assert PHONE not in str(raised)
    assert entry.json()["number"] in read(duty, "visit", visit["id"])["warnings"][0]
    page = duty.get(f"/community/visit/{visit['id']}")
    assert page.status == 200 and entry.json()["number"] in page.text and PHONE not in page.text
    assert done(callers["worker"], "visit", visit["id"], "refuse", words="请示后未放行")["state"] == "refused"
    assert computed(manager, "watched.alarms")["numerator"] == 1


def test_the_precision_of_video_alarms_is_what_the_officers_said(callers, demo):
    manager, duty = callers["manager"], callers["duty"]
    gateway = callers["gateway"].with_token(demo)
    for code in ("VB-1", "VB-2"):
        entered(manager, "device", code, name=f"{code} 分析盒", code=code, model="vision")
    true, false = told(gateway, "vision.lane", "VB-1", "lane-1"), told(gateway, "vision.ebike", "VB-2", "ebike-1")
    confirmed = done(duty, "alarm", true, "acknowledge")
    order = read(manager, "order", confirmed["fields"]["order"])
    assert order["fields"]["type"] == "alarm" and "VB-1" in order["title"]
    done(duty, "alarm", true, "close", words="已挪车")
    done(duty, "alarm", false, "dismiss", words="是婴儿车")
    value = computed(manager, "vision.precision")
    assert (value["numerator"], value["denominator"], value["state"]) == (1, 2, "thin")
    worst = value["details"][0]["text"]["zh"]
    assert worst.index("VB-2 分析盒 0/1") < worst.index("VB-1 分析盒 1/1"), worst
    assert computed(manager, "vision.judged")["numerator"] == 2


def test_an_inspection_with_a_hazard_makes_an_order(callers):
    manager, worker = callers["manager"], callers["worker"]
    inspection = entered(manager, "inspection", "lane", title="消防通道检查")["id"]
    bare = act(worker, "inspection", inspection, "report", words="通道堆物")
    assert bare.status == 422 and "proof" in str(bare.json()), bare
    photo, _ = uploaded(worker)
    found = done(worker, "inspection", inspection, "report", words="通道堆物", proof=[photo])
    order = read(manager, "order", found["fields"]["order"])
    assert found["state"] == "hazard" and "消防通道检查" in order["title"] and order["fields"]["type"] == "inspection"
    before = computed(manager, "hazard.fixed")
    photo, _ = uploaded(worker)
    assert done(worker, "inspection", inspection, "fix", words="已清理", proof=[photo])["state"] == "fixed"
    assert computed(manager, "hazard.fixed")["numerator"] == before["numerator"] + 1
