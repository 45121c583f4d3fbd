"""Every act of an evaluation with content that the state alone can refuse: as the API takes it, and as a form."""

import base64
import datetime
import hashlib
from dataclasses import dataclass

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def day(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


@dataclass
class Matter:
    """What the acts on one case are about."""

    case: str
    clause: str
    evidence: str
    expert: str
    report: str
    file: str
    upload: str
    rulebook: dict
    community: dict
    # What there is of the community wing, where a test asks of that too.
    estate: object = None

    @classmethod
    def of(cls, reader, id, file, upload, expert="none"):
        """As somebody sees the case who sees all of it; `expert`: to invite where there is no panel yet."""
        case = reader.case(id)
        tree = reader.api("GET", f"/api/v1/cases/{id}/tree").json()
        asked = {question["clause"] for round in case["rounds"] for question in round["questions"]}
        controls = [c["clause"] for c in tree["clauses"] if c["rule"] == "control" and c["clause"] not in asked]
        kept = [e["id"] for e in tree["evidence"] if not e["removedBecause"] and asked.isdisjoint(e["clauses"])]
        return cls(case=id, clause=controls[0], evidence=kept[0] if kept else "none",
                   expert=case["panel"][0]["expert"] if case["panel"] else expert,
                   report=case["report"]["digest"] if case["report"] else "0" * 64, file=file, upload=upload,
                   rulebook={**case["rulebook"]}, community=case["community"])

    def values(self):
        """By name, what the API takes: all but `open`, which makes a case."""
        finding = {"met": False, "remark": "locked?"}
        text = {"title": "Proof", "clauses": [self.clause], "effectiveOn": "2026-01-01"}
        revision = {"digest": self.file, "name": "proof.pdf"}
        written = {"clause": self.clause, "finding": finding, "reason": "why"}
        answer = {"number": 1, "text": "answer", "isUpheld": False}
        why = {"reason": "because"}
        return {
            "editCommunity": {"community": {**self.community, "name": "Renamed"}},
            "saveFinding": {"clause": self.clause, "finding": finding},
            "importFindings": {"findings": {self.clause: finding}, "source": "test"},
            "addEvidence": {"id": "new-evidence", "evidence": text, "revision": revision},
            "reviseEvidence": {"id": self.evidence, "revision": revision},
            "describeEvidence": {"id": self.evidence, "evidence": text},
            "removeEvidence": {"id": self.evidence, **why},
            "submit": {}, "withdraw": why, "accept": {}, "refuse": why,
            "ask": {"clause": self.clause, "question": "question"}, "dropQuestion": {"clause": self.clause},
            "sendQuestions": {}, "answer": {"clause": self.clause, "text": "answer"}, "returnAnswers": {},
            "saveReview": written, "adoptSelf": {}, "closeReview": {},
            "invite": {"expert": self.expert, "isLeader": False}, "dismiss": {"expert": self.expert, **why},
            "declare": {"hasConflict": False, **why}, "startVisit": {"on": day(0)},
            "saveVisit": written, "adoptReview": {}, "finishVisit": {}, "settle": written, "closePanel": {},
            "draftReport": {"words": {"conclusion": "conclusion"}}, "sendBack": why, "approve": {"digest": self.report},
            "publish": {"until": day(30)}, "object": {"name": "name", "contact": "contact", "text": "text"},
            "answerObjection": answer, "appeal": {"text": "text", "clauses": [self.clause]}, "decideAppeal": answer,
            "decide": {}, "issueCertificate": {"until": day(900)}, "suspendCertificate": why,
            "resumeCertificate": why, "revokeCertificate": why,
            "checkCertificate": {"year": datetime.date.today().year, "isPassed": True, "remark": "fine"},
            "moveRulebook": {"pin": self.rulebook},
        }

    # Findings, imports and objections have forms of their own.
    ELSEWHERE = {"saveFinding", "saveReview", "saveVisit", "settle", "importFindings", "object"}

    def forms(self):
        """By name, the fields of the forms that `/cases/{case}/acts/{act}` takes."""
        forms = {}
        for name, values in self.values().items():
            if name in self.ELSEWHERE:
                continue
            fields = {}
            for key, value in values.items():
                if key in ("evidence", "community", "words") and isinstance(value, dict):
                    fields.update(value)
                elif key == "revision":
                    fields["file-upload"] = "/uploads/" + self.upload
                elif key == "pin":
                    fields["digest"] = value["digest"]
                elif isinstance(value, bool):
                    fields[key] = str(value).lower()
                else:
                    fields[key] = value
            if name in ("reviseEvidence", "describeEvidence", "removeEvidence"):
                fields["evidence"] = fields.pop("id")
            if name == "appeal":
                fields["clauses"] = self.clause
            forms[name] = fields
        return forms

    def finding_form(self, version):
        return {f"{self.clause}.met": "false", f"{self.clause}.remark": "locked?", "reason": "why",
                "etag": str(version)}

    def assessment(self):
        """A file of `linli score` that says something of one clause."""
        return {"rulebook": self.rulebook["id"], "community": {"name": self.community["name"]},
                "findings": {self.clause: {"met": False}}}


LAYERS = {"self": "saveFinding", "review": "saveReview", "visit": "saveVisit", "settled": "settle"}


def started(caller, size):
    """Announces a file by tus; the address to send it to."""
    made = caller.api("POST", "/uploads", Upload_Length=str(size), Tus_Resumable="1.0.0",
                      Upload_Metadata="filename " + base64.b64encode(b"proof.pdf").decode())
    assert made.status == 201, made
    return made["location"]


def uploaded(caller, content=PDF):
    """Sends a file by tus; its upload's id and its digest."""
    place = started(caller, len(content))
    sent = caller.api("PATCH", place, content, "application/offset+octet-stream", Upload_Offset="0",
                      Tus_Resumable="1.0.0")
    assert sent.status == 204, sent
    assert sent["linli-digest"] == hashlib.sha256(content).hexdigest()
    return place.split("/")[-1], sent["linli-digest"]
