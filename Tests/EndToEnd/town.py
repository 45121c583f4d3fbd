"""An installation with people in it, made from outside: by the first administrator's link, the pages' forms and the API."""

import base64
import datetime
import hashlib
import html
import itertools
import re
import time
from html.parser import HTMLParser

import requests

from conftest import ROOT
from portal import PASSWORD

RULEBOOK = "smart-community-draft"
ASSESSMENT = ROOT / "Examples" / "mujinzhou.yaml"
PROBLEM = "application/problem+json"
# The least that makes a PDF of it.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what it would send as it stands (without buttons)."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.select, self.area = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "form":
            self.forms.append((has.get("action", ""), []))
            return
        if not self.forms or tag not in ("input", "select", "option", "textarea"):
            return
        fields, name = self.forms[-1][1], has.get("name")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in has:
            fields.append((self.select, has.get("value", "")))
        elif tag == "textarea" and name:
            self.area = name
            fields.append((name, ""))
        elif tag == "input" and name and has.get("type") not in ("submit", "file"):
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                fields.append((name, has.get("value") or ""))

    def handle_data(self, data):
        if self.area:
            name, text = self.forms[-1][1][-1]
            self.forms[-1][1][-1] = (name, text + data)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None

    def to(self, action):
        """What the first form that goes there would send."""
        for target, fields in self.forms:
            if target == action:
                return fields
        raise AssertionError(f"no form goes to {action}: {[target for target, _ in self.forms]}")


class Visitor:
    """Somebody with a browser's cookies but without a browser: pages by their forms, and the API by the same session.

    `server`: anything with a `url`, which may change when it starts again."""

    def __init__(self, server, language="en"):
        self.server = server
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language
        self.session.trust_env = False
        self.csrf = ""

    def ask(self, method, path, **options):
        return self.session.request(method, self.server.url + path, **{"allow_redirects": False, "timeout": 60, **options})

    def page(self, path):
        """A page's HTML; anything but a page fails."""
        answer = self.ask("GET", path)
        assert answer.status_code == 200, f"GET {path}: {answer.status_code} {answer.headers.get('Location')} {words(answer)}"
        return answer.text

    @staticmethod
    def form(page, action):
        """What the form of a page's HTML that goes to `action` would send as it stands."""
        return Forms(page).to(action)

    def send(self, page, action=None, **fields):
        """Fills in the form of a page that goes to `action` and sends it; the answer as it is, redirects not followed."""
        action = action or page
        filled = [(n, v) for n, v in Forms(self.page(page)).to(action) if n not in fields]
        for name, value in fields.items():
            filled += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return self.ask("POST", action, data=filled)

    def log_in(self, login, password=PASSWORD):
        answer = self.ask("POST", "/login", data={"login": login, "password": password})
        assert answer.status_code == 303, f"log-in of {login}: {answer.status_code} {words(answer)}"
        self.csrf = self.token()
        return self

    def token(self):
        """The session's secret, as every page carries it for the script."""
        found = re.search(r'<meta name="csrf-token" content="([^"]*)"', self.page("/account"))
        assert found, "no csrf token on the page"
        return html.unescape(found.group(1))

    def api(self, method, path, **options):
        headers = {"X-CSRF-Token": self.csrf, **options.pop("headers", {})}
        return self.ask(method, "/api/v1" + path, headers=headers, **options)

    def read(self, path):
        answer = self.api("GET", path)
        assert answer.status_code == 200, f"GET {path}: {answer.status_code} {words(answer)}"
        return answer.json()

    def case(self, case):
        return self.read(f"/cases/{case}")

    def act(self, case, name, version="*", act_id=None, **values):
        """Does an act by the API, under `act_id` if the same is to be sent again; the answer as it is."""
        headers = {"If-Match": version if version == "*" else f'"{version}"'}
        body = {"id": act_id or fresh(name), "act": {name: values}}
        return self.api("POST", f"/cases/{case}/acts", json=body, headers=headers)

    def do(self, case, name, **values):
        """As `act`, which has to go well."""
        answer = self.act(case, name, **values)
        assert answer.status_code == 200, f"{name}: {answer.status_code} {words(answer)}"
        return answer.json()

    def upload(self, content, name="材料.pdf", piece=None):
        """By tus, in one piece unless told otherwise; its digest."""
        made = self.begin_upload(len(content), name)
        assert made.status_code == 201, f"upload of {name!r}: {made.status_code} {words(made)}"
        place, answer, step = made.headers["Location"], None, piece or len(content)
        for start in range(0, len(content), step):
            answer = self.patch(place, start, content[start:start + step])
            assert answer.status_code == 204, f"upload of {name!r}: {answer.status_code} {words(answer)}"
        digest = answer.headers["Linli-Digest"]
        assert digest == hashlib.sha256(content).hexdigest()
        return digest

    def begin_upload(self, size, name="材料.pdf", language=None):
        metadata = "filename " + base64.b64encode(name.encode()).decode()
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": metadata, "X-CSRF-Token": self.csrf}
        if language:
            headers["Accept-Language"] = language
        return self.ask("POST", "/uploads", headers=headers)

    def patch(self, place, offset, content, **options):
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "X-CSRF-Token": self.csrf,
                   "Content-Type": "application/offset+octet-stream"}
        return self.ask("PATCH", place, headers=headers, data=content, **options)

    def offset(self, place):
        answer = self.ask("HEAD", place, headers={"Tus-Resumable": "1.0.0"})
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["Upload-Offset"])


counter = itertools.count(1)


def fresh(what="act"):
    return f"{what}-{next(counter)}"


def words(answer):
    """What an answer says to whoever reads it, whether a page or a problem."""
    if answer.headers.get("Content-Type", "").startswith(PROBLEM):
        problem = answer.json()
        return problem["detail"] + "".join(f"\n{d['place']}: {d['reason']}" for d in problem["details"])
    return shown(answer.text)[:1500]


def shown(page):
    """What a page says, without what stands around it."""
    found = re.search(r"<main.*?</main>", page, re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found.group(0) if found else page))).strip()


def first_link(server):
    """Where the first administrator chooses a password, as the server says it once it is up."""
    for _ in range(100):
        for line in server.lines:
            if found := re.search(r"https?://\S+?(/password/\S+)", line):
                return found.group(1)
        time.sleep(0.1)
    raise AssertionError("no link for the first administrator in:\n" + "".join(server.lines))


def later(days):
    """A day as the portal counts them, in China."""
    china = datetime.timezone(datetime.timedelta(hours=8))
    return (datetime.datetime.now(china).date() + datetime.timedelta(days=days)).isoformat()


class Town:
    """One applicant with two people, one evaluation body with everybody that a case needs, an authority, and `admin`."""

    PEOPLE = {
        "applicant": ("applicant", "申请方甲", ["applicant"]), "applicant2": ("applicant", "申请方乙", ["applicant"]),
        "reviewer": ("body", "审查员", ["reviewer"]), "approver1": ("body", "批准人甲", ["approver"]),
        "approver2": ("body", "批准人乙", ["approver"]), "approver3": ("body", "批准人丙", ["approver"]), "leader": ("body", "组长", ["expert"]),
        "expert1": ("body", "专家甲", ["expert"]), "expert2": ("body", "专家乙", ["expert"]),
        "city": ("authority", "监管人员", ["regulator"]),
    }

    def __init__(self, server, people=None, names=None):
        """`people`: only these of PEOPLE. `names`: of organisations and people, where they are not to be the usual ones."""
        self.server, self.visitors, self.ids, self.houses, self.names = server, {}, {}, {}, names or {}
        self.choose_password(first_link(server))
        self.admin = self.visitors["admin"] = Visitor(server).log_in("admin")
        wanted = {k: v for k, v in self.PEOPLE.items() if people is None or k in people}
        for kind in dict.fromkeys(kind for kind, _, _ in wanted.values()):
            name = self.names.get(kind, {"applicant": "沐槿洲社区居委会", "body": "建筑评价中心", "authority": "市住建局"}[kind])
            made = self.admin.send("/organisations/new", "/organisations", kind=kind, name=name, region="9901")
            assert made.status_code == 303, words(made)
            self.houses[kind] = re.match(r"/organisations/([^/?]+)", made.headers["Location"]).group(1)
        for login, (kind, name, roles) in wanted.items():
            self.add(login, self.names.get(login, name), kind, roles)

    def choose_password(self, path):
        answer = Visitor(self.server).send(path, password=PASSWORD, again=PASSWORD)
        assert answer.status_code == 303, words(answer)

    def add(self, login, name, kind, roles):
        made = self.admin.send("/people/new", "/people", name=name, login=login, language="zh")
        link = re.search(r"/password/[\w-]+", made.text)
        assert made.status_code == 200 and link, words(made)
        person = re.search(r'"/people/([^/"]+)/roles"', made.text).group(1)
        for role in roles:
            given = self.admin.ask("POST", f"/people/{person}/roles", data={
                "_csrf": self.admin.csrf, "act": "give", "role": role, "organisation": self.houses[kind]})
            assert given.status_code == 303, words(given)
        self.choose_password(link.group(0))
        self.ids[login] = person

    def __getitem__(self, login):
        if login not in self.visitors:
            self.visitors[login] = Visitor(self.server).log_in(login)
        return self.visitors[login]

    def opening(self, name="沐槿洲社区", **community):
        return {"applicant": self.houses["applicant"], "body": self.houses["body"], "rulebook": RULEBOOK,
                "community": {"name": name, "address": "沐槿路 77 号", "region": "990101", "kind": "urban",
                              "acceptedOn": "2021-09-15", "operatingSince": "2022-01-01", **community}}

    def open(self, name="沐槿洲社区", rulebook=RULEBOOK, **community):
        """A draft; its id."""
        made = self["applicant"].api("POST", "/cases", json={**self.opening(name, **community), "rulebook": rulebook},
                                     headers={"Idempotency-Key": fresh("open")})
        assert made.status_code == 201, words(made)
        return made.json()["id"]

    def fill(self, case, title="竣工验收资料", name="竣工验收资料.pdf"):
        """A whole self-assessment, and evidence for every control item."""
        applicant = self["applicant"]
        sequence = applicant.case(case)["sequence"]
        taken = applicant.api("POST", f"/cases/{case}/import", data=ASSESSMENT.read_bytes(),
                              headers={"Content-Type": "application/yaml", "If-Match": f'"{sequence}"'})
        assert taken.status_code == 200, words(taken)
        applicant.do(case, "addEvidence", id="proof", evidence={"title": title, "clauses": self.controls(case)},
                     revision={"digest": applicant.upload(PDF), "name": name})

    def controls(self, case):
        """The control items, which need evidence each."""
        return [c["clause"] for c in self["applicant"].read(f"/cases/{case}/tree")["clauses"] if c["rule"] == "control"]

    def ready(self, **community):
        """A case that has only to be submitted."""
        case = self.open(**community)
        self.fill(case)
        return case

    def submitted(self, **community):
        case = self.ready(**community)
        self["applicant"].do(case, "submit")
        return case

    def play(self, case, say=str):
        """A submitted case up to its public notice, by the API. `say`: makes the words, from what they are for."""
        reviewer, applicant = self["reviewer"], self["applicant"]
        finding = {"met": False, "remark": say("remark")}
        reviewer.do(case, "accept")
        reviewer.do(case, "ask", clause="6.1.3", question=say("question"))
        reviewer.do(case, "sendQuestions")
        applicant.do(case, "answer", clause="6.1.3", text=say("answer"))
        applicant.do(case, "returnAnswers")
        reviewer.do(case, "saveReview", clause="6.2.2.d", finding=finding, reason=say("review"))
        reviewer.do(case, "adoptSelf")
        reviewer.do(case, "closeReview")
        experts = ["leader", "expert1", "expert2"]
        for login in experts:
            reviewer.do(case, "invite", expert=self.ids[login], isLeader=login == "leader")
        for login in experts:
            self[login].do(case, "declare", hasConflict=False, reason=say("declaration"))
        reviewer.do(case, "startVisit", on=later(0))
        self["expert1"].do(case, "saveVisit", clause="6.2.2.a", finding=finding, reason=say("visit"))
        for login in experts:
            self[login].do(case, "adoptReview")
            self[login].do(case, "finishVisit")
        self["leader"].do(case, "settle", clause="6.2.2.a", finding={**finding, "met": True}, reason=say("settled"))
        self["leader"].do(case, "closePanel")
        words = {kind: say(kind) for kind in ("conclusion", "strengths", "problems", "advice")}
        reviewer.do(case, "draftReport", words=words)
        self["approver1"].do(case, "sendBack", reason=say("sendBack"))
        reviewer.do(case, "draftReport", words=words)
        for login in ("approver1", "approver2"):
            self[login].do(case, "approve", digest=self[login].case(case)["report"]["digest"])
        self["approver1"].do(case, "publish", until=later(14))
