"""A demonstration that begins some days back: its clock, which only its administrator sets, forward only; a past that is lived
by it leaves no marks, the same entered afterwards does."""

import signal
from datetime import datetime, timedelta, timezone

import pytest

from acts import uploaded
from caller import Caller
from conftest import linli
from estate import done
from portal import Server

BEIJING = timezone(timedelta(hours=8))
CLOCK = "/api/v1/demo/clock"
DAYS = 5


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """It stands at six in the morning of five days ago. The city has no cases yet: they come with the time of day."""
    server = Server(tmp_path_factory.mktemp("past") / "data", "--demo", "--demo-days", str(DAYS), "--no-pace")
    yield server
    server.stop()


def told(server):
    answer = Caller(server, "admin").api("GET", CLOCK)
    assert answer.status == 200, answer
    return datetime.fromisoformat(answer.json()["now"]), answer.json()["behind"]


def put(caller, **body):
    return caller.api("PUT", CLOCK, body)


def metric(manager, name):
    answer = manager.api("POST", "/api/v1/live", {})
    assert answer.status == 200, answer
    return next(one for clause in answer.json()["clauses"] for one in clause["answers"] if one["metric"] == name)


def exercised(manager, key, on):
    plan = manager.api("POST", "/api/v1/community/emergencyplan", {"fields": {
        "name": f"{key} plan", "code": key, "risk": "terror", "words": "报警、疏散"}}, Idempotency_Key=f"plan-{key}")
    assert plan.status == 201, plan
    made = manager.api("POST", "/api/v1/community/exercise", {"fields": {"title": "演练", "plan": key, "on": on}}, Idempotency_Key=key)
    assert made.status == 201, made
    photo, _ = uploaded(manager)
    done(manager, "exercise", made.json()["id"], "hold", people=20, words="三分钟到位", photos=[photo])


def test_who_sets_it_and_where_to(server):
    now, behind = told(server)
    real = datetime.now(BEIJING)
    assert behind and now.date() == real.date() - timedelta(days=DAYS) and now.hour == 6
    admin = Caller(server, "admin")
    for moment in (now - timedelta(minutes=1), real + timedelta(minutes=1)):
        assert put(admin, now=moment.isoformat()).status == 409, moment
    assert put(admin, now="soon").status == 422
    assert Caller(server).api("GET", CLOCK).status == Caller(server).api("PUT", CLOCK, {}).status == 401
    for login in ("manager", "duty", "worker", "resident", "gateway", "city", "applicant"):
        caller = Caller(server, login)
        assert (caller.api("GET", CLOCK).status, put(caller).status) == (403, 403), login
    later = now + timedelta(hours=2)
    assert put(admin, now=later.isoformat()).status == 200
    # Also where it was killed, and though the option says the number of days again.
    server.restart(how=signal.SIGKILL)
    assert timedelta(0) <= told(server)[0] - later < timedelta(minutes=5)


def test_what_was_lived_has_no_marks_and_what_comes_after_has(server):
    now = told(server)[0]
    manager = Caller(server, "manager")
    exercised(manager, "LIVED", now.strftime("%Y-%m-%d"))
    found = linli("simulate", "--lived", "--server", server.url, "--json", timeout=580)
    assert found.code == 0, found
    report = found.json()
    assert report["troubles"] == [] and report["refused"] == report["meant"] and report["events"] > 10, report
    now, behind = told(server)
    assert not behind and abs(now - datetime.now(BEIJING)) < timedelta(minutes=2)
    manager, gateway = Caller(server, "manager"), Caller(server, "gateway").with_token(server)
    for name in ("visit.count", "entry.count", "exercise.count", "patrol.done", "alarm.count"):
        value = metric(manager, name)
        assert value["numerator"] > 0 and value["marks"] == [], value
    old = now - timedelta(days=DAYS - 1)
    exercised(manager, "LATE", old.strftime("%Y-%m-%d"))
    event = gateway.api("POST", "/api/v1/events", {"kind": "entry", "device": "HDL-N-door-1", "at": old.isoformat()},
                        Idempotency_Key="late-entry")
    assert event.status == 200, event
    duty, home = Caller(server, "duty"), "HDL-1-1-101"
    for index in range(40):
        visit = duty.api("POST", "/api/v1/community/visit", {"place": home, "fields": {
            "name": "访客", "phone": "13800138001", "purpose": "guest", "from": now.isoformat(),
            "until": (now + timedelta(hours=2)).isoformat()}}, Idempotency_Key=f"mass-{index}")
        assert visit.status == 201, visit
    assert metric(manager, "exercise.count")["marks"] == ["1 of 2 were entered after the fact"]
    assert "1 of" in metric(manager, "entry.count")["marks"][0] and "after the fact" in metric(manager, "entry.count")["marks"][0]
    assert "on one day" in metric(manager, "visit.count")["marks"][0]


def test_the_journal_fits_and_the_clock_is_never_set_again(server):
    assert put(Caller(server, "admin"), now=(datetime.now(BEIJING) - timedelta(days=1)).isoformat()).status == 409
    server.stop()
    found = linli("journal", "verify", "--data", server.data, "--lang", "en", timeout=300)
    assert found.code == 0 and "everything fits" in found.out + found.err, found
    server.start()


def test_no_other_server_has_such_a_clock(server, tmp_path):
    server.stop()
    (server.data / "demo-clock").write_text("864000000\n")
    plain = Server.__new__(Server)
    plain.data, plain.options, plain.secrets, plain.lines = server.data, [], {}, []
    plain.start()
    admin = Caller(plain, "admin")
    assert admin.api("GET", CLOCK).status == put(admin).status == 404
    assert admin.get("/login")["date"]
    plain.stop()
    assert linli("serve", "--demo-days", "3", "--data", tmp_path / "d").code == 64
    (server.data / "demo-clock").write_text("0\n")
    server.start()
