"""One thing of each kind of the community wing, and what can be asked of it: as the API takes it, and as a form."""

import re

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
        order = entered(resident, "order", HOME, title="A tap drips", type="repair", photos=[photo])["id"]
        done(manager, "order", order, "assign", worker="worker")
        self.items.update(alarm=alarm, order=order)
        self.uploads = {}
        kinds = manager.api("GET", "/api/v1/community").json()["kinds"]
        self.acts = {(kind["id"], act["id"]): act["fields"] for kind in kinds for act in kind["acts"]}

    def values(self, path):
        """What the braces of a route stand for."""
        kind = ITEM.search(path)
        return {"item": self.items[kind.group(1)] if kind else "none", "file": self.file, "alarm": self.drill,
                "property": "smoke"}

    def form(self, path):
        """As a page of ours sends it, resting on a version that has passed."""
        return {"_version": "0"} if "/acts/" in path or self.is_thing(path) else {}

    def body(self, caller, path):
        """As a program sends it: refused for nothing but rights, version and state."""
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
        return {"person": "worker", "integer": 5}.get(field["type"], "walk")
