"""Who may use what, asked from outside: every route of the portal as every role, held to `linli routes`.

`rights.csv` is the same as a table for people: a change of rights changes it, and so shows in review. RIGHTS=1 writes
it anew.
"""

import csv
import io
import os
import pathlib
import re
import zlib

import pytest

from acts import LAYERS, Matter, uploaded
from caller import Caller
from conftest import linli
from estate import Estate
from portal import demo  # noqa: F401

GOLDEN = pathlib.Path(__file__).parent / "rights.csv"
ROLES = {"applicant": "applicant", "reviewer": "reviewer", "expert1": "expert", "leader": "expert",
         "approver1": "approver", "city": "regulator", "district": "regulator", "admin": "administrator",
         "manager": "manager", "duty": "duty", "worker": "worker", "resident": "resident", "gateway": "gateway"}
# Members of a case look at it through the layer that is theirs to write.
OWN_LAYER = {"applicant": "self", "reviewer": "review", "expert1": "visit", "leader": "visit"}
# A package holds everything: those from whom anything is hidden do not get one.
HIDDEN_FROM = {("GET", "/cases/{case}/package"): {"applicant", "regulator"},
               ("GET", "/api/v1/cases/{case}/package"): {"applicant", "regulator"},
               # Regulators read cases without contacts.
               ("POST", "/cases/{case}/contacts"): {"regulator"},
               ("POST", "/api/v1/cases/{case}/contacts"): {"regulator"},
               # Who did the work has no say in how it was done; workers rate what they asked for themselves.
               ("POST", "/community/order/{item}/acts/rate"): {"worker"},
               ("POST", "/api/v1/community/order/{item}/acts/rate"): {"worker"}}
WHY = {"purpose": "duty", "words": "walk"}
# Nothing has been sent to a webhook that was set up a moment ago, nobody has a second factor, no field was added to a
# form, nobody knows the token of a broker, no key of a device or command to it has this id, only alarms and orders have the file, no bill has a code, and the account of a home is asked for by its number.
NOWHERE = re.compile(r"/people/\{person\}/second-factor$|/account/hooks/\{hook\}/deliveries/|/form/\{field\}|/money/homes$|/codes/\{ticket\}"
                     r"|/keys/\{key\}|^/broker/|/commands/\{command\}/"
                     r"|^(?!/community/(alarm|order)/).*/files/\{file\}$")
SAFE = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture(scope="module")
def table():
    return linli("routes", "--json", "--lang", "en").json()


class City:
    """Everybody logged in, and ids that every route can be filled with."""

    def __init__(self, server):
        self.server = server
        self.nobody = Caller(server)
        self.people = {login: Caller(server, login) for login in ROLES}
        self.programs = {login: caller.with_token(server) for login, caller in self.people.items()}
        applicant, admin = self.people["applicant"], self.people["admin"]
        self.uploads = {login: uploaded(caller)[0] for login, caller in self.people.items()}
        self.upload, self.file = uploaded(applicant)
        self.estate = Estate(self.people)
        reviewer = self.people["reviewer"]
        judged = {c["id"] for c in self.people["expert1"].cases()} & {c["id"] for c in self.people["leader"].cases()}
        mine = [c for c in applicant.cases() if c["id"] in judged and c["region"] == "990101"]
        # One that is over, whose every page has something to show, and one that is not public yet.
        self.certified = self.matter(reviewer, next(c for c in mine if c["state"] == "certified"))
        self.hidden = self.matter(reviewer, next(c for c in mine if c["state"] == "site"))
        self.number = reviewer.case(self.certified.case)["certificate"]["number"]
        self.person = re.findall(r'href="/people/([0-9a-z]{26})"', admin.get("/people?q=applicant14").text)[0]
        self.organisation = re.findall(r'href="/organisations/([0-9a-z]{26})"', admin.get("/organisations").text)[0]
        self.renew_link()
        self.tokens, self.hooks = {}, {}
        for login, caller in self.people.items():
            known = caller.tokens()
            caller.new_token()
            self.tokens[login] = (caller.tokens() - known).pop()
        for login in ("approver1", "admin", "manager"):
            self.hooks[login] = self.new_hook(self.people[login])

    def renew_link(self):
        """A link to choose a password by is worn out once it was tried often enough."""
        page = self.people["admin"].post(f"/people/{self.person}/link").text
        self.link = re.search(r"/password/([\w-]+)", page).group(1)

    def matter(self, reader, head):
        matter = Matter.of(reader, head["id"], self.file, self.upload)
        matter.estate = self.estate
        return matter

    @staticmethod
    def new_hook(caller):
        page = caller.get("/account/hooks").text
        organisation = re.search(r'<option value="([0-9a-z]{26})"', page).group(1)
        event = re.search(r'name="events"[^>]*value="([^"]+)"', page).group(1)
        made = caller.post("/account/hooks", {"organisation": organisation, "url": "https://example.org/hook",
                                              "events": event})
        assert made.status == 200, made
        return re.search(r'href="/account/hooks/([0-9a-z]{26})"', made.text).group(1)

    def fill(self, path, matter, login, **more):
        """The route with ids that there are; of tokens and webhooks, the caller's own where they have any."""
        values = {
            "case": matter.case, "clause": matter.clause, "evidence": matter.evidence, "revision": "1",
            "layer": OWN_LAYER.get(login, "self"), "number": self.number, "token": self.link, "hook": self.hooks.get(
                login, self.hooks["admin"]), "delivery": "01h131xfm00nje5fa5zs8kj1pv", "person": self.person,
            "organisation": self.organisation, "function": "case.read",
            "upload": self.uploads.get(login, self.upload), "rulebook": matter.rulebook["id"], "sequence": "0",
            "format": "csv" if path.startswith(("/region", "/community")) else "json", **self.estate.values(path), **more}
        if path.startswith("/account/tokens/"):
            values["token"] = self.tokens.get(login, self.tokens["admin"])
        return re.sub(r"\{(\w+)\}", lambda found: values[found.group(1)], path)


@pytest.fixture(scope="module")
def city(demo):
    return City(demo)


def ask(caller, route, path, matter, act=None, **headers):
    """A request that fits the route's shape and changes nothing: it rests on a version that has passed, or is empty."""
    method = route["method"]
    types = route["bodyTypes"]
    if route["interface"] == "page":
        if method in SAFE:
            return caller.send(method, path, headers=headers, wait=not path.endswith("/events") or path == "/community/events")
        if "multipart/form-data" in types:
            return caller.post_file(path, **headers)
        fields = {**matter.forms().get(act, {}), "_version": "0"} if act else {}
        if route["path"] == "/cases/{case}/clauses/{clause}/{layer}":
            fields = matter.finding_form(0)
        if route["path"].endswith("/contacts"):
            fields = WHY
        if route["path"].startswith("/community/"):
            fields = matter.estate.form(path)
        return caller.post(path, fields, **headers)
    if method in SAFE:
        return caller.api(method, path, **headers)
    body = None
    if act:
        body = {"id": "walk", "act": {act: matter.values()[act]}}
        headers["If_Match"] = '"0"'
    elif "/community/" in route["path"]:
        body = matter.estate.body(caller, path)
        headers.update({"If_Match": '"0"', "Idempotency_Key": "walk"})
    elif route["path"].endswith("/findings/{layer}/{clause}"):
        body = {"finding": {"met": False}, "reason": "why"}
        headers["If_Match"] = '"0"'
    elif route["path"].endswith("/readings"):
        # What is no reading would be kept apart, and stay.
        body = b""
    elif "application/json" in types:
        body = WHY if route["path"].endswith("/contacts") else {}
        headers["Idempotency_Key"] = "walk"
    elif types:
        body = b"bytes"
    return caller.api(method, path, body, types[0] if types else "", **headers)


def requests(table, city, matter, login):
    """What there is to ask: (route, path, act, the readers who may), acts and layers one by one."""
    acts = {act["act"]: act["allows"] for act in table["acts"]}
    for route in table["routes"]:
        path = route["path"]
        if "/cases/{case}/acts" in path:
            for act in matter.forms() if route["interface"] == "page" else matter.values():
                # Both doors are open to whoever is logged in; the desk asks for the act's function.
                allows = {who: may and route["allows"][who] for who, may in acts[act].items()}
                yield route, city.fill(path, matter, login, act=act), act, allows
        elif "{layer}" in path and route["method"] != "GET":
            for layer, act in LAYERS.items():
                allows = {who: may and route["allows"][who] for who, may in acts[act].items()}
                yield route, city.fill(path, matter, login, layer=layer), None, allows
        else:
            hidden = HIDDEN_FROM.get((route["method"], path), set())
            # A resident's booking is no worker's own.
            hidden = hidden | ({"worker"} if "/community/booking/{item}" in path else set())
            allows = {who: may and who not in hidden for who, may in route["allows"].items()}
            yield route, city.fill(path, matter, login), None, allows


def is_left_to_others(route, role, is_allowed):
    """What every kind of the community gets alike is opened by its manager for all kinds, by the others for a part of them each;
    what is refused is asked for by all."""
    kind = re.match(r"(/api/v1)?/community/(\w+)/", route["path"])
    return bool(kind and is_allowed and role != "manager" and zlib.crc32(f"{kind[2]} {role}".encode()) % 4)


def wrong(answer, route, is_allowed, is_known):
    """Why an answer is not what it should be; nothing if it is."""
    to_log_in = answer.status == 303 and (answer["location"] or "").startswith("/login")
    if answer.status >= 500:
        return f"failed: {answer}"
    if is_allowed:
        if answer.status in (401, 403) or to_log_in:
            return f"should be let in: {answer}"
        # Or an address that leads nowhere would pass for one that lets everybody in.
        return f"should be there: {answer}" if answer.status == 404 and not NOWHERE.search(route["path"]) else None
    if is_known:
        return None if answer.status == 403 else f"should be refused (403): {answer}"
    if route["interface"] == "page":
        return None if to_log_in else f"should be sent to log in: {answer}"
    return None if answer.status == 401 else f"should be refused (401): {answer}"


def walk(table, city, caller, login, role):
    """Asks everything as somebody; gives what was wrong and how much was asked."""
    city.renew_link()
    problems, asked, last = [], 0, []
    for route, path, act, allows in requests(table, city, city.certified, login):
        # A program has no session, so pages do not know it; what ends something is asked last.
        if caller.token and route["interface"] == "page" or is_left_to_others(route, role, allows[role]):
            continue
        if path == "/logout" or route["method"] == "DELETE":
            last.append((route, path, act, allows))
            continue
        answer = ask(caller, route, path, city.certified, act)
        asked += 1
        if found := wrong(answer, route, allows[role], login is not None):
            problems.append(found)
    for route, path, act, allows in last:
        other = caller
        if path == "/logout" and login:
            other = Caller(city.server, login)
        elif "{upload}" in route["path"] and allows[role]:
            path = "/uploads/" + uploaded(caller)[0]
        asked += 1
        if found := wrong(ask(other, route, path, city.certified, act), route, allows[role], login is not None):
            problems.append(found)
    return problems, asked


def test_every_route_is_in_the_table(table):
    """The table that the walk goes by is the portal's own; were it empty, the walk would show nothing."""
    paths = {(route["method"], route["path"]) for route in table["routes"]}
    assert len(paths) == len(table["routes"]) > 100
    assert {("POST", "/cases/{case}/acts/{act}"), ("PATCH", "/uploads/{upload}")} <= paths
    assert {act["act"] for act in table["acts"]} > set(LAYERS.values())
    shown = linli("routes", "--lang", "en").out
    assert all(path in shown for _, path in paths)


def test_rights_are_those_that_were_agreed(table):
    """A change here is a change of rights: look at it, then write the table anew with RIGHTS=1."""
    def who(allows):
        if all(allows.values()):
            return "everybody"
        names = [name for name, may in sorted(allows.items()) if may]
        return "logged in" if len(names) == len(allows) - 1 and "nobody" not in names else " ".join(names) or "nobody"

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["method", "path", "takes", "let in"])
    for route in table["routes"]:
        rows.writerow([route["method"], route["path"], route["access"], who(route["allows"])])
    for act in table["acts"]:
        rows.writerow(["act", act["act"], act["access"], who(act["allows"])])
    if os.environ.get("RIGHTS"):
        GOLDEN.write_text(out.getvalue(), encoding="utf-8")
    assert out.getvalue() == GOLDEN.read_text(encoding="utf-8")


def test_nobody_walks_every_route(table, city):
    problems, asked = walk(table, city, city.nobody, None, "nobody")
    assert problems == []
    assert asked > len(table["routes"])


@pytest.mark.parametrize("login", ROLES)
def test_every_role_walks_every_route(table, city, login):
    problems, asked = walk(table, city, city.people[login], login, ROLES[login])
    assert problems == []
    assert asked > len(table["routes"]) * (1 if login == "manager" else 0.5)


@pytest.mark.parametrize("login", ROLES)
def test_every_role_walks_the_api_with_a_token(table, city, login):
    problems, asked = walk(table, city, city.programs[login], login, ROLES[login])
    assert problems == []
    assert asked > len(LAYERS)


def test_walking_changed_nothing(table, city):
    """Or the walk would have met another portal at its end than at its start."""
    reviewer = city.people["reviewer"]
    assert reviewer.case(city.certified.case)["certificate"]["isRevoked"] is False
    history = reviewer.api("GET", f"/api/v1/cases/{city.certified.case}/history?limit=500").json()["items"]
    assert history[-1]["act"] != "revokeCertificate"
    assert city.people["admin"].get("/policy").status == 200


def test_a_token_is_no_session(table, city):
    """Pages know cookies only: a token that leaks is good for its scopes in the API and for nothing else."""
    program = city.programs["admin"]
    pages = [r for r in table["routes"] if r["interface"] == "page" and r["access"] != "open" and r["method"] == "GET"]
    answers = [program.get(city.fill(r["path"], city.certified, "admin")) for r in pages]
    assert len(answers) > 30
    assert [str(a) for a in answers if not (a.status == 303 and a["location"].startswith("/login"))] == []


def test_a_token_does_no_more_than_its_scopes(table, city):
    narrow = city.people["applicant"].with_token(city.server, ["registry.read"])
    problems = []
    for route, path, act, _ in requests(table, city, city.certified, "applicant"):
        if route["interface"] == "api":
            is_within = not act and route["access"] in ("open", "signed-in", "registry.read")
            if route["method"] == "DELETE" and "{upload}" in route["path"]:
                path = "/uploads/" + uploaded(city.people["applicant"])[0]
            if found := wrong(ask(narrow, route, path, city.certified, act), route, is_within, True):
                problems.append(found)
    assert problems == []


# Rows: the right function, somebody else's case

OUTSIDERS = ["applicant2", "reviewer3", "approver4", "expert2", "expert9", "district2", "admin"]


@pytest.mark.parametrize("login", OUTSIDERS)
def test_somebody_elses_case_is_refused_on_every_route(table, city, login):
    """Another applicant, another body, experts who are not on the panel, another district: well-formed, and refused."""
    outsider = Caller(city.server, login)
    matter = city.hidden
    reviewer = city.people["reviewer"]
    panel = {member["expert"] for member in reviewer.case(matter.case)["panel"]}
    assert outsider.api("GET", "/api/v1/me").json()["id"] not in panel
    before = reviewer.api("GET", f"/api/v1/cases/{matter.case}/tree").body
    problems, asked = [], 0
    for route, path, act, _ in requests(table, city, matter, login):
        if "{case}" not in route["path"]:
            continue
        answers = [ask(outsider, route, path, matter, act)]
        if "{layer}" in route["path"] and route["method"] == "GET":
            answers += [outsider.get(city.fill(route["path"], matter, login, layer=layer)) for layer in LAYERS]
        problems += [str(a) for a in answers if a.status not in (403, 404)]
        asked += len(answers)
    assert problems == []
    assert asked > 100
    assert reviewer.api("GET", f"/api/v1/cases/{matter.case}/tree").body == before


@pytest.mark.parametrize("login", OUTSIDERS)
def test_lists_leave_out_somebody_elses_case(city, login):
    outsider = Caller(city.server, login)
    case = city.people["reviewer"].case(city.hidden.case)
    paths = ["/cases?q=" + case["number"], "/api/v1/cases?q=" + case["number"], "/registry", "/notices",
             "/region/communities", "/region/oversight", "/region/export/csv", "/api/v1/region/summaries?limit=1000"]
    answers = [outsider.get(path) for path in paths]
    assert [str(a) for a in answers if a.status >= 500] == []
    # What was searched for stands in the form and in links again.
    searched = re.compile(f'q={case["number"]}|value="{case["number"]}"')
    assert [a.path for a in answers if case["id"] in a.text or case["number"] in searched.sub("", a.text)] == []
    # An expert who had to leave the panel keeps the notice that says so; nobody else finds it at work.
    assert login == "expert2" or case["number"] not in outsider.get("/work").text
    # The same pages name it to one who may see it, or the search above looked for the wrong thing.
    assert case["number"] in city.people["district"].get("/region/export/csv").text


def test_uploads_tokens_and_webhooks_are_their_owners_only(city):
    other = Caller(city.server, "applicant2")
    theirs = f"/uploads/{city.upload}"
    answers = [other.api("GET", theirs), other.api("HEAD", theirs), other.api("DELETE", theirs),
               other.api("PATCH", theirs, b"x", "application/offset+octet-stream", Upload_Offset="0")]
    assert [a.status for a in answers] == [404] * 4
    assert city.people["applicant"].api("GET", theirs).json()["digest"] == city.file
    applicant = city.people["applicant"]
    token = applicant.tokens().pop()
    assert other.post("/account/tokens/" + token).status == 404
    assert token in applicant.tokens()
    stranger = Caller(city.server, "approver4")
    hook = "/account/hooks/" + city.hooks["approver1"]
    assert [stranger.get(hook).status, stranger.post(hook, {"act": "remove"}).status] == [404, 404]
    assert city.people["approver1"].get(hook).status == 200


# Requests that other sites make browsers send

def test_no_form_works_from_another_site(table, city):
    forms = [r for r in table["routes"] if r["interface"] == "page" and r["method"] not in SAFE]
    assert len(forms) > 20
    problems = []
    for route in forms:
        # Some forms are nobody's: alarms come of events only.
        login = next((login for login, role in ROLES.items() if route["allows"][role]), "manager")
        caller = city.people[login]
        for act in city.certified.forms() if "{act}" in route["path"] else [None]:
            path = city.fill(route["path"], city.certified, login, act=act)
            csrf = caller.csrf
            answers = [ask(caller, route, path, city.certified, act, Origin="https://evil.example"),
                       ask(caller, route, path, city.certified, act, **{"Sec-Fetch-Site": "cross-site"})]
            for other in (None, city.people["leader" if login != "leader" else "city"].csrf, ""):
                caller.csrf = other
                answers.append(ask(caller, route, path, city.certified, act))
            caller.csrf = csrf
            problems += [str(a) for a in answers if a.status != 403 or "page of ours" not in a.text]
    assert problems == []


def test_no_call_of_the_api_rides_on_a_session_from_another_site(table, city):
    problems, asked = [], 0
    for route, path, act, _ in requests(table, city, city.certified, "applicant"):
        if route["interface"] != "api" or route["method"] in SAFE:
            continue
        login = next((login for login, role in ROLES.items() if route["allows"][role]), "admin")
        caller = city.people[login]
        csrf = caller.csrf
        answers = [ask(caller, route, path, city.certified, act, **{"Sec-Fetch-Site": "cross-site"})]
        for other in ("", city.people["city"].csrf):
            caller.csrf = other
            answers.append(ask(caller, route, path, city.certified, act))
        caller.csrf = csrf
        problems += [str(a) for a in answers if a.status != 403 or a.json()["place"] != "_csrf"]
        asked += len(answers)
    assert problems == []
    assert asked > 100


def test_logging_in_works_from_our_own_pages_only(city):
    stranger = Caller(city.server)
    fields = {"login": "applicant", "password": "wrong"}
    assert stranger.post("/login", fields, Origin="https://evil.example").status == 403
    assert stranger.post("/login", fields, **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert "page of ours" not in stranger.post("/login", fields).text
