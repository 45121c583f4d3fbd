"""What goes wrong at the portal's door: two at once, twice the same, too much, hostile. Each ends in words, with nothing lost."""

import pytest

from portal import Server
from town import PROBLEM, Town, Visitor, fresh, words


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("town"), "--no-pace")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def town(server):
    return Town(server)


def refused(answer, status, zh=None, en=None):
    """It is a problem of this status; its words, in the language that was asked for."""
    assert answer.status_code == status, f"{answer.status_code} {words(answer)}"
    assert answer.headers["Content-Type"].startswith(PROBLEM), answer.headers
    problem = answer.json()
    assert problem["status"] == status and problem["detail"] and problem["instance"]
    return problem


def test_two_write_the_same_finding(town):
    case = town.open()
    first, second = town["applicant"], town["applicant2"]
    place = f"/cases/{case}/findings/self/6.1.2"

    def put(visitor, tag, language="en", **finding):
        headers = {"Accept-Language": language, **({"If-Match": tag} if tag else {})}
        return visitor.api("PUT", place, json={"finding": finding}, headers=headers)

    tag = first.api("GET", place).headers["ETag"]
    checks = {"centre": True, "staff": True}
    written = put(first, tag, met=True, checks=checks, remark="第一个人写的")
    assert written.status_code == 200, words(written)

    # Who rests on what was there before is told value by value what stands there by now; both languages say why.
    for language, why in [("zh", "他人刚刚作了修改，请核对后再保存"), ("en", "somebody else has changed this")]:
        answer = put(second, tag, language, met=False, checks={"centre": False}, remark="第二个人写的")
        problem = refused(answer, 412)
        assert why in problem["detail"]
        there = {d["place"]: d["reason"] for d in problem["details"]}
        assert there["finding.remark"] == "第一个人写的" and there["finding.checks.centre"] == "true"
        assert answer.headers["ETag"] == written.headers["ETag"] != tag
    for language, why in [("zh", "请用 If-Match 说明修改所依据的版本"), ("en", "say with If-Match which version")]:
        assert why in refused(put(second, None, language, met=False), 428)["detail"]
    assert first.read(place.removeprefix("/api/v1"))["finding"] == {"met": True, "checks": checks, "remark": "第一个人写的"}

    # With what it was told, the second one writes.
    assert put(second, answer.headers["ETag"], met=False).status_code == 200
    assert first.read(place)["finding"] == {"met": False}


def test_two_write_the_same_finding_on_a_page(town):
    """The page lays both side by side; what was not in question stays as it is when one has chosen."""
    case = town.open()
    first, second = town["applicant"], town["applicant2"]
    page, form = f"/cases/{case}/clauses/6.1.2", f"/cases/{case}/clauses/6.1.2/self"
    opened = {name: value for name, value in Visitor.form(second.page(page), form)}
    answer = first.send(page, form, **{"6.1.2.met": "true", "6.1.2.check.centre": "true", "6.1.2.check.staff": "true",
                                       "6.1.2.remark": "会所一层"})
    assert answer.status_code == 303, words(answer)
    mine = {**opened, "6.1.2.met": "true", "6.1.2.check.centre": "false", "6.1.2.check.staff": "true", "6.1.2.remark": "会所一层"}
    for language, title in [("zh", "内容已被他人更新"), ("en", "Someone else has changed this")]:
        answer = second.ask("POST", form, data=mine, headers={"Accept-Language": language})
        assert answer.status_code == 412 and title in answer.text, words(answer)
        assert "申请方甲" in answer.text
    choice = Visitor.form(answer.text, form)
    assert [v for n, v in choice if n == "6.1.2.check.centre"] == ["false"], choice
    assert second.ask("POST", form, data=choice).status_code == 303
    finding = first.read(f"/cases/{case}/findings/self/6.1.2")["finding"]
    assert finding == {"met": True, "checks": {"centre": False, "staff": True}, "remark": "会所一层"}


def test_the_same_form_sent_twice(town):
    applicant, case = town["applicant"], town.ready()
    page = applicant.page(f"/cases/{case}")
    form = Visitor.form(page, f"/cases/{case}/acts/submit")
    answers = [applicant.ask("POST", f"/cases/{case}/acts/submit", data=form) for _ in range(2)]
    assert [(a.status_code, a.headers.get("Location")) for a in answers] == [(303, f"/cases/{case}?done=submit")] * 2
    assert [e["act"] for e in applicant.read(f"/cases/{case}/history")["items"]].count("submit") == 1

    # A form that brings a file, and the one that opens a case.
    case = town.open()
    upload = applicant.begin_upload(4).headers["Location"]
    applicant.patch(upload, 0, b"text")
    form = [(n, v) for n, v in Visitor.form(applicant.page(f"/cases/{case}/evidence"), f"/cases/{case}/acts/addEvidence")
            if n not in ("title", "clauses", "file-upload")]
    form += [("title", "材料"), ("clauses", "6.1.1"), ("file-upload", upload)]
    answers = [applicant.ask("POST", f"/cases/{case}/acts/addEvidence", data=form) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303], words(answers[1])
    assert len(applicant.read(f"/cases/{case}/evidence")) == 1

    form = [(n, v) for n, v in Visitor.form(applicant.page("/cases/new"), "/cases") if n not in ("name", "applicant", "body")]
    form += [("name", "只开一次"), ("applicant", town.houses["applicant"]), ("body", town.houses["body"])]
    answers = [applicant.ask("POST", "/cases", data=form) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303], words(answers[1])
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(applicant.read("/cases?q=只开一次")["items"]) == 1


def test_the_same_request_sent_twice(town):
    applicant = town["applicant"]

    def open(key, name, language="en"):
        return applicant.api("POST", "/cases", json=town.opening(name), headers={"Idempotency-Key": key, "Accept-Language": language})

    first, again = open("one", "同一请求"), open("one", "同一请求")
    assert first.status_code == again.status_code == 201 and first.content == again.content
    assert again.headers["ETag"] == first.headers["ETag"] and again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    for language, why in [("zh", "已用于另一"), ("en", "belongs to another request")]:
        problem = refused(open("one", "另一件", language), 422)
        assert why in problem["detail"] and problem["place"] == "Idempotency-Key"
    assert len(applicant.read("/cases?q=同一请求")["items"]) == 1 and applicant.read("/cases?q=另一件")["items"] == []
    assert refused(applicant.api("POST", "/cases", json=town.opening()), 400)["place"] == "Idempotency-Key"

    # An act has its id for that.
    case, act_id = first.json()["id"], fresh("once")
    reason = {"reason": "登记错误"}
    first = applicant.act(case, "withdraw", act_id=act_id, **reason)
    again = applicant.act(case, "withdraw", act_id=act_id, **reason)
    assert first.status_code == again.status_code == 200 and first.content == again.content
    for language, why in [("zh", "操作编号已被使用"), ("en", "the act's id has been used")]:
        body = {"id": act_id, "act": {"withdraw": {"reason": "另有原因"}}}
        answer = applicant.api("POST", f"/cases/{case}/acts", json=body, headers={"If-Match": "*", "Accept-Language": language})
        assert why in refused(answer, 412)["detail"]
    assert [e["act"] for e in applicant.read(f"/cases/{case}/history")["items"]] == ["open", "withdraw"]


def test_what_somebody_recorded_and_plays_again(server, town):
    """A session that was ended opens nothing any more, whatever was kept of it."""
    visitor = Visitor(server).log_in("applicant2")
    recorded = {"cookies": dict(visitor.session.cookies), "headers": {"X-CSRF-Token": visitor.csrf}}
    body, key = town.opening("重放"), {"Idempotency-Key": "recorded"}
    first = visitor.api("POST", "/cases", json=body, headers=key)
    assert first.status_code == 201
    assert visitor.send("/account", "/logout").status_code == 303

    thief = Visitor(server)
    thief.session.cookies.update(recorded["cookies"])
    thief.csrf = recorded["headers"]["X-CSRF-Token"]
    again = thief.api("POST", "/cases", json=body, headers=key)
    assert refused(again, 401)["detail"] == "please log in first"
    assert thief.ask("GET", "/work").headers["Location"].startswith("/login")
    # Logging out once more, by the old cookie, leads to where nobody is logged in, and no further.
    assert thief.ask("POST", "/logout", data={"_csrf": thief.csrf}).status_code in (303, 403)

    # The token of a session that is over does not open the next one.
    visitor.log_in("applicant2")
    for language, why in [("zh", "请求不是从本站页面发出的"), ("en", "did not come from a page of ours")]:
        headers = {"X-CSRF-Token": recorded["headers"]["X-CSRF-Token"], "Accept-Language": language, **key}
        assert why in refused(visitor.ask("POST", "/api/v1/cases", json=body, headers=headers), 403)["detail"]
        form = {"_csrf": thief.csrf, "act": "all"}
        page = visitor.ask("POST", "/account/sessions", data=form, headers={"Accept-Language": language})
        assert page.status_code == 403 and why in page.text
    # The same person in a new session gets the answer to what was done already.
    again = visitor.api("POST", "/cases", json=body, headers=key)
    assert again.status_code == 201 and again.content == first.content
    assert len(visitor.read("/cases?q=重放")["items"]) == 1
