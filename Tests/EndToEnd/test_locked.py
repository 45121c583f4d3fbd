"""Locked is locked: in every state, every way of writing that the state does not have is refused, and changes nothing.

Those who try are those who might in another state, with content and a version that fit: nothing but the state can be
why they are refused.
"""

import json

import pytest

from acts import LAYERS, Matter, uploaded
from caller import Caller
from conftest import linli
from portal import demo  # noqa: F401

STATES = ["draft", "submitted", "review", "clarification", "panel", "site", "consensus", "report", "approval", "notice",
          "appeal", "decided", "certified", "refused", "withdrawn"]
EXPERTS = ["leader", *(f"expert{n}" for n in range(1, 10))]
# What the applicant may still do during a clarification, with what was asked about only.
ASKED_ONLY = {"saveFinding", "addEvidence", "reviseEvidence", "describeEvidence", "removeEvidence"}


@pytest.fixture(scope="module")
def acts():
    return {act["act"]: act for act in linli("routes", "--json", "--lang", "en").json()["acts"]}


class City:
    """Who takes part in which case."""

    def __init__(self, server):
        self.server = server
        self.callers, self.uploads = {}, {}
        self.by_organisation, self.by_id = {}, {}
        for login in ["applicant", *(f"applicant{n}" for n in range(2, 15)), "reviewer", "reviewer3", "approver1",
                      "approver4", *EXPERTS]:
            caller = self.callers[login] = Caller(server, login)
            me = caller.api("GET", "/api/v1/me").json()
            self.by_id[me["id"]] = caller
            for membership in me["memberships"]:
                self.by_organisation.setdefault((membership["role"], membership["organisation"]["id"]), caller)
        heads = Caller(server, "city").cases()
        self.heads = {state: [h for h in heads if h["state"] == state] for state in STATES}

    def company(self, state):
        """A case in a state, and by role those who would write in it."""
        # The fullest one: drafts may be empty.
        head = max(self.heads[state], key=lambda h: (h["sequence"], h["id"]))
        reviewer = self.by_organisation["reviewer", head["body"]]
        applicant = self.by_organisation["applicant", head["applicant"]]
        if applicant not in self.uploads:
            self.uploads[applicant] = uploaded(applicant)
        upload, file = self.uploads[applicant]
        case = reviewer.case(head["id"])
        panel = [self.by_id[p["expert"]] for p in sorted(case["panel"], key=lambda p: not p["isLeader"])]
        leader = self.callers["leader"].api("GET", "/api/v1/me").json()["id"]
        people = {"applicant": [applicant], "reviewer": [reviewer], "expert": panel[:2],
                  "approver": [self.by_organisation["approver", head["body"]]]}
        return case, people, Matter.of(reviewer, head["id"], file, upload, leader)


@pytest.fixture(scope="module")
def city(demo):
    return City(demo)


def fingerprint(people, id):
    """All that can be read of a case, to the byte, as each who takes part in it."""
    paths = ["", "/tree", "/score", "/history?limit=500", "/evidence"]
    answers = [caller.api("GET", f"/api/v1/cases/{id}{path}") for role in people.values() for caller in role
               for path in paths]
    # Applicants may not see every layer, but what they are told is then the same as well.
    assert all(answer.status in (200, 403, 423) for answer in answers)
    return [(a.path, a.status, a["etag"], a.body if a.status == 200 else b"") for a in answers]


class Attempts:
    """Writes that should be refused, and those that were not."""

    def __init__(self, case, matter):
        self.case, self.matter = case, matter
        self.made, self.problems = 0, []

    def note(self, caller, answer, *also):
        """`also`: other refusals that come before the state is looked at."""
        self.made += 1
        # Who is not logged in may be able to do it once they are.
        if not caller.login and answer.status == 303 and answer["location"].startswith("/login"):
            return
        said = answer.json().get("detail") if "json" in (answer["content-type"] or "") else answer.text
        if answer.status not in (423, *also) or not said:
            self.problems.append(f"{caller}: {answer}")

    def version(self, caller, act):
        """What an act by form rests on, as its page would have it."""
        matter, path = self.matter, f"/api/v1/cases/{self.matter.case}"
        if act in ("describeEvidence", "reviseEvidence", "removeEvidence"):
            kept = caller.api("GET", path + "/evidence").json()
            return next((e["version"] for e in kept if e["id"] == matter.evidence), 0)
        if act in ("addEvidence", "ask", "dropQuestion", "answer"):
            return 0
        if act == "editCommunity":
            done = caller.api("GET", path + "/history?limit=500").json()["items"]
            return max(e["sequence"] for e in done if e["act"] in (act, "open"))
        return self.case["sequence"]

    def act(self, caller, act):
        path = f"/api/v1/cases/{self.matter.case}/acts"
        body = {"id": f"locked-{self.made}", "act": {act: self.matter.values()[act]}}
        # Objections are for what is public; before that there is nothing to object to.
        also = (403,) if act == "object" else ()
        self.note(caller, caller.api("POST", path, body, If_Match="*"), *also)
        if act in self.matter.forms():
            fields = {**self.matter.forms()[act], "_version": str(self.version(caller, act))}
            self.note(caller, caller.post(f"/cases/{self.matter.case}/acts/{act}", fields))

    def finding(self, caller, layer):
        matter = self.matter
        path = f"/api/v1/cases/{matter.case}/findings/{layer}/{matter.clause}"
        body = {"finding": {"met": False}, "reason": "why"}
        self.note(caller, caller.api("PUT", path, body, If_Match="*"))
        known = caller.api("GET", path)
        version = known.json()["version"] if known.status == 200 else 0
        page, fields = f"/cases/{matter.case}/clauses/{matter.clause}/{layer}", matter.finding_form(version)
        self.note(caller, caller.post(page, fields))
        # As the script saves while somebody types.
        self.note(caller, caller.post(page, fields, **{"If-Match": f'"{version}"'}))

    def file(self, caller):
        """An assessment that is imported."""
        matter, sequence = self.matter, self.case["sequence"]
        content = json.dumps(matter.assessment()).encode()
        path = f"/api/v1/cases/{matter.case}/import"
        for query in ("", "?dryRun=true"):
            self.note(caller, caller.api("POST", path + query, content, If_Match=f'"{sequence}"'))
        form = {"_version": str(sequence)}
        self.note(caller, caller.post_file(f"/cases/{matter.case}/import", form, ("assessment", "a.json", content)))

    def objection(self, caller):
        fields = {"id": f"objection-{self.made}", "name": "name", "contact": "contact", "text": "text"}
        # What is not public has no page to object on.
        self.note(caller, caller.post(f"/notices/{self.matter.case}/objections", fields), 403, 404)


def locked(acts, state):
    return {name for name, act in acts.items() if state not in act["states"] and name != "open"}


@pytest.mark.parametrize("state", STATES)
def test_nothing_can_be_written_that_the_state_does_not_have(city, acts, state):
    case, people, matter = city.company(state)
    before = fingerprint(people, matter.case)
    attempts = Attempts(case, matter)
    tried = set()
    for act in sorted(locked(acts, state)):
        for role, callers in people.items():
            for caller in callers if acts[act]["allows"][role] else []:
                tried.add(act)
                attempts.act(caller, act)
                for layer in (layer for layer, saves in LAYERS.items() if saves == act):
                    attempts.finding(caller, layer)
                if act == "importFindings":
                    attempts.file(caller)
                if act == "object":
                    attempts.objection(caller)
    if state != "notice":
        attempts.objection(Caller(city.server))
    assert attempts.problems == []
    assert fingerprint(people, matter.case) == before
    # Without a panel nobody could judge; everything else was tried by somebody.
    assert locked(acts, state) - tried <= (set() if case["panel"] else {
        "declare", "saveVisit", "adoptReview", "finishVisit", "settle", "closePanel"})
    assert attempts.made > 50


def test_a_clarification_opens_only_what_was_asked_about(city, acts):
    case, people, matter = city.company("clarification")
    assert matter.clause not in {q["clause"] for q in case["rounds"][-1]["questions"]}
    before = fingerprint(people, matter.case)
    attempts = Attempts(case, matter)
    for act in ASKED_ONLY:
        assert "clarification" in acts[act]["states"]
        attempts.act(people["applicant"][0], act)
    attempts.finding(people["applicant"][0], "self")
    assert attempts.problems == []
    assert fingerprint(people, matter.case) == before


def test_a_visit_that_is_finished_does_not_change(city):
    case, people, matter = city.company("site")
    finished = [city.by_id[p["expert"]] for p in case["panel"] if p["finishedAt"]]
    if not finished:
        expert = people["expert"][0]
        for act in ("adoptReview", "finishVisit"):
            body = {"id": "done-" + act, "act": {act: {}}}
            assert expert.api("POST", f"/api/v1/cases/{matter.case}/acts", body, If_Match="*").status == 200
        finished, case = [expert], expert.case(matter.case)
    before = fingerprint(people, matter.case)
    attempts = Attempts(case, matter)
    for expert in finished:
        attempts.act(expert, "saveVisit")
        attempts.act(expert, "finishVisit")
        attempts.finding(expert, "visit")
    assert attempts.problems == []
    assert fingerprint(people, matter.case) == before


def test_a_file_that_was_uploaded_is_no_evidence_by_itself(city):
    """Uploading belongs to nobody's case; only the act that adds it does, and that is locked."""
    case, people, matter = city.company("certified")
    applicant = people["applicant"][0]
    before = fingerprint(people, matter.case)
    upload, file = uploaded(applicant, b"%PDF-1.4\nanother one\n%%EOF\n")
    assert fingerprint(people, matter.case) == before
    fields = {"title": "Proof", "clauses": matter.clause, "file-upload": "/uploads/" + upload, "_version": "0"}
    assert applicant.post(f"/cases/{matter.case}/acts/addEvidence", fields).status == 423
    assert fingerprint(people, matter.case) == before
    assert file not in applicant.api("GET", f"/api/v1/cases/{matter.case}/evidence").text


def test_the_same_writes_go_through_where_the_state_has_them(city, acts):
    """What was refused above was refused because of the state: in a draft the very same content is taken."""
    case, people, matter = city.company("draft")
    applicant = people["applicant"][0]
    before = fingerprint(people, matter.case)
    for number, act in enumerate(["saveFinding", "editCommunity", "addEvidence", "describeEvidence"]):
        values = dict(matter.values()[act])
        if act == "describeEvidence":
            values["id"] = "new-evidence"
        body = {"id": f"draft-{number}", "act": {act: values}}
        done = applicant.api("POST", f"/api/v1/cases/{matter.case}/acts", body, If_Match="*")
        assert done.status == 200, done
        assert done.json()["sequence"] == case["sequence"] + 1 + number
    assert fingerprint(people, matter.case) != before
    sequence = done.json()["sequence"]
    content = json.dumps(matter.assessment()).encode()
    path = f"/api/v1/cases/{matter.case}/import"
    assert applicant.api("POST", path, content, If_Match=f'"{sequence}"').status == 200
    fields = matter.finding_form(sequence + 1)
    assert applicant.post(f"/cases/{matter.case}/clauses/{matter.clause}/self", fields).status == 303
