"""One thing of each kind of the community wing, and what can be asked of it: as the API takes it, and as a form."""

import re
from datetime import datetime, timedelta, timezone

from acts import PDF, uploaded

# What the demo's estate has; see Sources/Simulation/EstatePlan.swift.
SMOKE, WATER, HOME = "HDL-2-1-smoke-5", "HDL-P-water-1", "HDL-1-1-101"
ITEM = re.compile(r"/community/([a-z]+)/\{item\}")


def entered(caller, kind, place, **fields):
    """Enters a thing by the API; what the API says of it."""
    key = f"{kind}-{place}-{len(str(fields))}"
    made = caller.api("POST", f"/api/v1/community/{kind}", {"place": place, "fields": fields}, Idempotency_Key=key)
    assert made.status == 201, made
    return made.json()


def told(caller, kind, device, drill=False, **more):
    """Tells of an event; the alarm that came of it."""
    answer = caller.api("POST", "/api/v1/events", {"kind": kind, "device": device, "drill": drill, **more},
                        Idempotency_Key=f"{kind}-{device}-{drill}")
    assert answer.status == 200 and answer.json()["alarm"], answer
    return answer.json()["alarm"]


def done(caller, kind, item, act, **fields):
    """Does an act by the API; what the API says of the thing then."""
    answer = caller.api("POST", f"/api/v1/community/{kind}/{item}/acts/{act}",
                        {"id": f"{act}-{item}"[:64], "fields": fields}, If_Match="*")
    assert answer.status == 200, answer
    return answer.json()


def numbered(caller, kind, number):
    """The id of the thing of this number."""
    found = caller.api("GET", f"/api/v1/community/{kind}?q={number}").json()["items"]
    return next(item["id"] for item in found if item["number"] == number)


def settled(manager, login, home, code):
    """Somebody with a log-in lives in a home; the id of their file."""
    file = manager.api("POST", "/api/v1/community/resident", {"fields": {"name": "甲一", "code": code, "person": login}},
                       Idempotency_Key=f"resident-{code}")
    assert file.status == 201, file
    tenure = {"relation": "owner", "who": code, "home": home, "since": "2026-01-01"}
    made = manager.api("POST", "/api/v1/community/tenure", {"fields": tenure}, Idempotency_Key=f"tenure-{code}")
    assert made.status == 201, made
    return file.json()["id"]


def charged(manager):
    """A tariff, a bill, a payment and a deposit; their ids by kind."""
    tariff = {"name": "Lights", "code": "LT", "charge": "power", "basis": "place", "price": 3.3, "level": "home",
              "from": "2026-01-01", "days": 30}
    made = manager.api("POST", "/api/v1/community/tariff", {"fields": tariff}, Idempotency_Key="tariff-LT")
    assert made.status == 201, made
    paid = {"amount": 20, "way": "cash"}
    items = {"bill": {"title": "A tap", "charge": "repair", "amount": 20.5, "due": "2026-12-31"}, "payment": paid,
             "deposit": {**paid, "title": "Keys"}}
    return {"tariff": made.json()["id"], **{kind: entered(manager, kind, HOME, **fields)["id"] for kind, fields in items.items()}}


class Estate:
    """Something of each kind: an alarm that is over with a file, a drill, and an order that a resident asked for, with
    a file, in the hands of `worker`."""

    def __init__(self, people):
        manager, resident = people["manager"], people["resident"]
        self.items = {"space": numbered(manager, "space", HOME), "device": numbered(manager, "device", SMOKE)}
        # Nobody else has sent the same.
        content = PDF + b"% of the estate"
        upload, self.file = uploaded(manager, content)
        alarm = told(people["gateway"], "fire", SMOKE)["id"]
        done(people["duty"], "alarm", alarm, "acknowledge")
        done(manager, "alarm", alarm, "close", words="toast", proof=[upload])
        self.drill = told(manager, "flood", WATER, drill=True)["id"]
        photo, _ = uploaded(resident, content)
        # Whoever lives somewhere asks for repairs there.
        self.items["resident"] = settled(manager, "resident", HOME, "WALK-1")
        order = entered(resident, "order", HOME, title="A tap drips", type="repair", photos=[photo], contact="13800138000")["id"]
        done(manager, "order", order, "assign", worker="worker")
        self.items.update(alarm=alarm, order=order, **charged(manager))
        self.reported(manager)
        # As many keys as a device may have, so that no walk makes another.
        model = people["admin"].api("POST", "/api/v1/community/model", {"fields": {"name": "Tap", "code": "walk-tap", "definition": "{}"}},
                            Idempotency_Key="model")
        assert model.status == 201, model
        batch = entered(manager, "provisioning", HOME, name="Taps", model="walk-tap", most=9, until="2099-12-31")["id"]
        # Everybody's, and no estate's.
        self.shared = {"model": model.json()["id"]}
        self.items["provisioning"] = batch
        for kind in ("device", "provisioning"):
            keys = [manager.api("POST", f"/api/v1/community/{kind}/{self.items[kind]}/keys").status for _ in range(2)]
            assert keys == [201, 201], keys
        self.account = manager.api("GET", "/api/v1/money/accounts?class=cash").json()["items"][0]["id"]
        self.items["rule"] = entered(manager, "rule", HOME, name="Tell of entries", trigger="event", events=["entry"],
                                     notify=["duty"])["id"]
        self.uploads = {}
        kinds = manager.api("GET", "/api/v1/community").json()["kinds"]
        self.acts = {(kind["id"], act["id"]): act["fields"] for kind in kinds + people["admin"].api("GET", "/api/v1/community").json()["kinds"]
                     for act in kind["acts"]}
        self.items["company"] = entered(manager, "company", HOME, name="Corner shop", code="C-1", type="shop", contact="Nobody")["id"]
        self.items.update(self.lived(people))
        for kind in kinds:
            if kind["id"] not in self.items:
                found = manager.api("GET", f"/api/v1/community/{kind['id']}?limit=1").json()["items"]
                self.items[kind["id"]] = found[0]["id"] if found else "none"

    def reported(self, manager):
        """What the code of a place lets anybody enter, and one that was entered by it."""
        sheet = manager.get(f"/community/space/{self.items['space']}/codes").text
        self.spot, self.seal = re.search(r'/report/order/([^/"]+)/([^/"]+)"', sheet).groups()
        sent = manager.post_file(f"/report/order/{self.spot}/{self.seal}", {"title": "A lamp is out"})
        assert sent.status == 303, sent
        self.followed, self.own_seal = re.search(r"/follow/order/([^/]+)/([^/?]+)", sent["location"]).groups()

    def lived(self, people):
        """Things that the demo's estate has none of; their ids by kind."""
        manager, resident = people["manager"], people["resident"]
        self.hall = entered(manager, "resource", HOME, name="Hall", type="meeting")["id"]
        tomorrow = (datetime.now(timezone.utc) + timedelta(days=1)).strftime("%Y-%m-%d")
        out = {"title": "Which gate?", "roles": ["resident", "worker", "duty", "manager"], "until": f"{tomorrow} 20:00"}
        survey = manager.api("POST", "/api/v1/community/survey", {"fields": {**out, "questions": "The north gate?"}},
                             Idempotency_Key="survey").json()["id"]
        done(manager, "survey", survey, "publish")
        booking = resident.api("POST", "/api/v1/community/booking", {"fields": {
            "resource": self.hall, "from": f"{tomorrow} 10:00", "until": f"{tomorrow} 11:00"}}, Idempotency_Key="booking")
        assert booking.status == 201, booking
        since = {"relation": "guards", "device": SMOKE, "space": HOME, "since": "2026-01-01"}
        service = manager.api("POST", "/api/v1/community/service", {"fields": since}, Idempotency_Key="service")
        assert service.status == 201, service
        point = entered(manager, "checkpoint", HOME, name="Gate", code="WALK-P", tag="walk")["id"]
        route = entered(manager, "route", HOME, name="North", code="WALK-R", shifts=["day"], points=[point])["id"]
        walk = entered(manager, "round", HOME, title="North", route=route)["id"]
        done(people["worker"], "round", walk, "start")
        check = manager.api("GET", "/api/v1/community/check?limit=1").json()["items"][0]["id"]
        facility = entered(manager, "facility", HOME, name="Lockers", code="WALK-F", type="locker")["id"]
        secured = self.secured(people, "WALK-1")
        phone = "13800138007"
        served = {
            "house": entered(manager, "house", HOME, code="WALK-H", door="1-101-walk", category="residence", use="own", owner="甲四")["id"],
            "complaint": entered(resident, "complaint", HOME, title="Noise at night", type="complaint", phone=phone)["id"],
            "hotline": entered(manager, "hotline", HOME, title="When does the water come", type="question", phone=phone)["id"],
            "parcel": entered(manager, "parcel", HOME, name="A box of books", phone=phone)["id"],
            "permit": entered(resident, "permit", HOME, title="A new kitchen", type="fitout", phone=phone, **{
                "from": f"{tomorrow} 09:00", "until": f"{tomorrow} 18:00"})["id"]}
        team = manager.api("POST", "/api/v1/community/team", {"fields": {"name": "North", "code": "WALK-T"}}, Idempotency_Key="team")
        member = manager.api("POST", "/api/v1/community/membership", {"fields": {
            "who": "worker", "team": "WALK-T", "post": "Guard", "since": "2026-01-01"}}, Idempotency_Key="member")
        assert (team.status, member.status) == (201, 201), (team, member)
        return {**served, "resource": self.hall, "survey": survey, "booking": booking.json()["id"],
                "team": team.json()["id"], "membership": member.json()["id"], "service": service.json()["id"], "checkpoint": point, "route": route, "round": walk, "check": check,
                "facility": facility, **secured}

    def secured(self, people, person):
        """Visits, who is looked out for, inspections and plans; their ids by kind."""
        manager = people["manager"]
        hours = [(datetime.now(timezone(timedelta(hours=8))) + timedelta(hours=n)).strftime("%Y-%m-%d %H:%M") for n in (0, 24)]
        visit = entered(people["resident"], "visit", HOME, name="甲二", phone="13800138001", purpose="guest", **{"from": hours[0]},
                        until=hours[1])["id"]
        watched = manager.api("POST", "/api/v1/community/watched", {"fields": {
            "name": "甲三", "phone": "13800138003", "source": "walk", "since": "2026-01-01"}}, Idempotency_Key="watched-walk")
        card = manager.api("POST", "/api/v1/community/credential", {"fields": {
            "name": "甲一", "resident": person, "way": "card", "number": "1", "from": "2026-01-01"}}, Idempotency_Key="card-walk")
        plan = manager.api("POST", "/api/v1/community/emergencyplan", {"fields": {
            "name": "Fire", "code": "WALK-E", "risk": "fire", "words": "walk"}}, Idempotency_Key="plan-walk")
        assert (watched.status, card.status, plan.status) == (201, 201, 201), (watched, card, plan)
        every = entered(manager, "inspectionplan", HOME, name="Lanes", code="WALK-I", every="m1", words="walk")["id"]
        look = entered(manager, "inspection", HOME, title="Lanes", plan=every)["id"]
        held = entered(manager, "exercise", HOME, title="Fire", plan=plan.json()["id"], on="2026-01-01")["id"]
        return {"visit": visit, "watched": watched.json()["id"], "credential": card.json()["id"],
                "emergencyplan": plan.json()["id"], "inspectionplan": every, "inspection": look, "exercise": held}

    def values(self, path):
        """What the braces of a route stand for."""
        kind = ITEM.search(path)
        item = {**self.items, **self.shared}[kind.group(1)] if kind else self.items["survey"] if "/messages/" in path else "none"
        if path.startswith("/follow/"):
            return {"kind": "order", "item": self.followed, "seal": self.own_seal, "act": "rate"}
        return {"item": item, "file": self.file, "alarm": self.drill,
                "property": "smoke", "field": "none", "metric": "space.homes", "day": "2026-11-27",
                "ticket": "none", "kind": "order", "spot": self.spot, "seal": self.seal, "act": "rate", "key": "none", "command": "none", "question": "user", "way": "wechat", "account": self.account, "home": self.items["space"]}

    def form(self, path):
        """As a page of ours sends it, resting on a version that has passed."""
        if path.endswith(("/look", "/export")):
            return {"purpose": "verify", "words": "walk", "format": "csv"}
        return {"_version": "0"} if "/acts/" in path or self.is_thing(path) else {}

    def body(self, caller, path):
        """As a program sends it: refused for nothing but rights, version and state."""
        if path.endswith("/look"):
            return {"purpose": "verify", "words": "walk"}
        if "/community/device/" in path and path.endswith(("/commands", "/settings", "/answer")):
            return {"command": "none"} if path.endswith("/commands") else {"settings": {"none": "1"}} if path.endswith(
                "/settings") else {"done": True}
        if path.endswith("/provision"):
            return {"key": "none", "number": "none"}
        if path.endswith("/codes"):
            return {"way": "wechat"}
        found = re.search(r"/community/([a-z]+)/[^/]+/acts/(\w+)$", path)
        if not found:
            return {}
        fields = {field["id"]: self.word(caller, field) for field in self.acts[found.groups()] if field["required"]}
        return {"id": "walk", "fields": fields}

    def is_thing(self, path):
        return path.rsplit("/", 1)[1] in self.items.values()

    def word(self, caller, field):
        if field["type"] == "files":
            # Files are their senders' only, and asked for before rights to the thing are.
            if caller.login and caller.login not in self.uploads:
                self.uploads[caller.login] = uploaded(caller)[0]
            return [self.uploads.get(caller.login, "none")]
        if field["type"] in ("choice", "choices"):
            first = field["options"][0]["id"]
            return first if field["type"] == "choice" else [first]
        return {"person": "worker", "integer": 5, "day": "2026-01-01"}.get(field["type"], "walk")
