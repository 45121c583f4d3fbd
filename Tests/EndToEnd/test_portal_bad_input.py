"""What goes wrong at the portal's door: two at once, twice the same, too much, hostile. Each ends in words, with nothing lost."""

import hashlib
import io
import json
import pathlib
import random
import re
import shutil
import signal
import socket
import struct
import threading
import time
import urllib.parse

import pytest
import tusclient.client

from conftest import ROOT
from portal import Server
from town import PROBLEM, RULEBOOK, Town, Visitor, fresh, shown, words
from wires import LIMIT, cut_off, flood


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


def settled(visitor, place, least=1):
    """How far an upload is once what was sent has been taken in."""
    for _ in range(600):
        offset = visitor.offset(place)
        if offset >= least:
            return offset
        time.sleep(0.05)
    raise AssertionError(f"the upload stays at {offset}, not {least}")


def resume(visitor, place, content):
    """Goes on with a client of somebody else's, which asks where to begin; what the server says of the whole."""
    headers = {"X-CSRF-Token": visitor.csrf, "Cookie": "; ".join(f"{n}={v}" for n, v in visitor.session.cookies.items())}
    client = tusclient.client.TusClient(visitor.server.url + "/uploads", headers=headers)
    uploader = client.uploader(file_stream=io.BytesIO(content), url=visitor.server.url + place, chunk_size=3 << 20)
    start = uploader.offset
    uploader.upload()
    assert uploader.offset == len(content)
    state = visitor.ask("GET", place).json()
    assert state["offset"] == state["size"] == len(content)
    return start, state["digest"]


def test_an_upload_cut_in_half(town):
    applicant, content = town["applicant"], random.Random(4).randbytes(6 << 20)
    place = applicant.begin_upload(len(content), "断线.bin").headers["Location"]
    with cut_off(applicant, place, len(content), content[:2_500_000]) as line:
        # Gone before the rest: reset, as when somebody pulls the plug.
        time.sleep(0.3)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    acknowledged = settled(applicant, place)
    assert acknowledged <= 2_500_000
    assert refused(applicant.patch(place, 0, b"anew"), 409)["detail"] == f"go on at byte {acknowledged}, not at 0"
    assert resume(applicant, place, content) == (acknowledged, hashlib.sha256(content).hexdigest())


def test_an_upload_while_the_server_is_killed(server, town):
    applicant, content = town["applicant"], random.Random(5).randbytes(24 << 20)
    place = applicant.begin_upload(len(content), "断电.bin").headers["Location"]
    with cut_off(applicant, place, len(content), content[:20 << 20]):
        seen = settled(applicant, place, 8 << 20)
        server.restart(how=signal.SIGKILL)
    acknowledged = applicant.offset(place)
    assert seen <= acknowledged <= 20 << 20, "what was acknowledged is gone"
    assert resume(applicant, place, content) == (acknowledged, hashlib.sha256(content).hexdigest())


def resident(server):
    """Its memory, in MiB."""
    with open(f"/proc/{server.process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) >> 10


def test_two_gigabytes(server, town):
    applicant = town["applicant"]
    applicant.begin_upload(1)
    before = resident(server)
    assert applicant.ask("OPTIONS", "/uploads").headers["Tus-Max-Size"] == str(LIMIT)

    # As large as may be is begun, and costs nothing yet; a byte more is refused before a byte is sent.
    for size, status in [(LIMIT, 201), (LIMIT + 1, 413), (1 << 62, 413)]:
        assert applicant.begin_upload(size).status_code == status
    for language, why in [("zh", "文件太大：每个文件不超过 2 GiB"), ("en", "the file is too large: at most 2 GiB a file")]:
        assert refused(applicant.begin_upload(LIMIT + 1, language=language), 413)["detail"] == why

    # What says nothing of its length is cut off where there is too much of it, long before two gigabytes.
    json = {"Content-Type": "application/json", "Idempotency-Key": fresh()}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    piece = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    for method, path, headers, zh, en in [
            ("POST", "/api/v1/cases", json, "内容超过 1 MiB 的上限", "the content is larger than 1 MiB"),
            ("POST", "/login", form, "内容超过 1 MiB 的上限", "the content is larger than 1 MiB"),
            ("PATCH", None, piece, "收到的内容比声明的 1048576 字节更长", "more bytes came than the 1048576")]:
        for language, why in [("zh", zh), ("en", en)]:
            place = path or applicant.begin_upload(1 << 20).headers["Location"]
            status, text, sent = flood(applicant, method, place, {**headers, "Accept-Language": language})
            assert status == 413 and why in text, f"{place}: {status} {text}"
            assert sent < 64 << 20, f"{place} took {sent} bytes"
    assert resident(server) - before < 100, "it was kept in memory"


def test_a_large_upload_is_never_in_memory(server, town):
    applicant, piece = town["applicant"], random.Random(6).randbytes(1 << 20)
    applicant.upload(b"warm")
    before, most, count = resident(server), 0, 160
    place = applicant.begin_upload(count << 20, "全景录像.mp4").headers["Location"]

    def pieces():
        nonlocal most
        for number in range(count):
            most = max(most, resident(server) if number % 16 == 0 else 0)
            yield piece

    answer = applicant.patch(place, 0, pieces())
    assert answer.status_code == 204, words(answer)
    assert answer.headers["Linli-Digest"] == hashlib.sha256(piece * count).hexdigest()
    assert most - before < 80, f"{most - before} MiB more for {count} MiB"


def test_ten_thousand_findings_at_once(server, town):
    """Refused by the limit that the API documents; whoever else is there hardly notices."""
    applicant, case = town["applicant"], town.open()
    many = {f"9.9.{number}": {"met": True} for number in range(10_000)}
    act = {"id": fresh(), "act": {"importFindings": {"findings": many, "source": "十千"}}}
    file = json.dumps({"rulebook": RULEBOOK, "findings": many}).encode()
    other, answers, stop = Visitor(server).log_in("reviewer"), [], threading.Event()

    def look():
        while not stop.is_set():
            answers.append(other.ask("GET", "/registry", timeout=10).status_code)

    watch = threading.Thread(target=look)
    watch.start()
    try:
        for language, why in [("zh", "一次最多导入 2000 条认定"), ("en", "at most 2000 findings at once")]:
            headers = {"If-Match": "*", "Accept-Language": language}
            problem = refused(applicant.api("POST", f"/cases/{case}/acts", json=act, headers=headers), 413)
            assert problem["detail"] == why and problem["place"] == "findings"
        for language, why in [("zh", "什么都没有导入"), ("en", "nothing was taken over")]:
            headers = {"If-Match": "*", "Content-Type": "application/json", "Accept-Language": language}
            answer = applicant.api("POST", f"/cases/{case}/import", data=file, headers=headers)
            problem = refused(answer, 422)
            assert why in problem["detail"] and problem["details"]
    finally:
        stop.set()
        watch.join()
    assert set(answers) == {200}
    assert applicant.case(case)["sequence"] == 1, "something of it was done"


HOSTILE = {
    "../../etc/passwd": "passwd", "..\\..\\windows\\system32\\hosts": "hosts", "a\x00b.pdf": "ab.pdf",
    "a\r\nSet-Cookie: x=1\r\n\r\n<b>.pdf": None, "报告\u202efdp.exe": "报告fdp.exe", "CON": "_CON", "con.txt": "_con.txt",
    'a"b;c\'d%22.pdf': "a_b;c'd%22.pdf", "🏘️社区😀.pdf": None, "长" * 400 + ".pdf": "长" * 195 + ".pdf", "": "file",
    "   ": "file", "...": "file", "-rf": "-rf", "=cmd|' /C calc'!A0.csv": None, "nul\u2028x.pdf": None,
}


def test_hostile_file_names(server, town):
    applicant, case = town["applicant"], town.open()
    outside = {p: p.stat().st_mtime for p in pathlib.Path("/etc").iterdir()}
    for number, (name, cleaned) in enumerate(HOSTILE.items()):
        digest = applicant.upload(f"内容 {number}".encode(), name)
        # A program names the file once more when it attaches it, and means no better; what the API takes for no name
        # at all is refused there.
        named = name if 0 < len(name) <= 1000 and "\0" not in name else cleaned
        attached = applicant.act(case, "addEvidence", id=f"e{number}", revision={"digest": digest, "name": named},
                                 evidence={"title": f"第 {number} 份", "clauses": ["6.1.1"]})
        assert attached.status_code == 200, f"{name!r}: {words(attached)}"
        for address in (f"/cases/{case}/evidence/e{number}/1", f"/api/v1/cases/{case}/evidence/e{number}/1"):
            answer = applicant.ask("GET", address)
            assert answer.status_code == 200 and answer.text == f"内容 {number}" and "Set-Cookie" not in answer.headers
            header = answer.headers["Content-Disposition"]
            found = re.fullmatch(r"""attachment; filename="([ !#$&-:<-\[\]-~%']*)"; filename\*=UTF-8''([!-~]+)""", header)
            assert found, header
            given = urllib.parse.unquote(found[2])
            assert given == (cleaned or given) and 0 < len(given) <= 200, f"{name[:50]!r}: {given!r}"
            assert not re.search("[\x00-\x1f/\\\\\u202a-\u202e\u2028\u2029]", given), repr(given)
            assert answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
    # A name that no file system has is refused before a byte is stored, in words.
    for language, why in [("zh", "文件名"), ("en", "name")]:
        endless = applicant.begin_upload(10, "长" * 4000 + ".pdf", language)
        assert endless.status_code in (400, 422) and why in words(endless), f"{endless.status_code} {words(endless)}"
    # In the vault nothing is called as anybody called it, and nothing lies elsewhere.
    stored = [p.relative_to(server.data) for p in pathlib.Path(server.data).rglob("*") if p.is_file() and p.name != "keys.json"]
    strange = [p for p in stored if not re.fullmatch(r"linli\.sqlite(-wal|-shm)?|files/[0-9a-z/.]+", str(p))]
    assert strange == [], strange
    assert {p: p.stat().st_mtime for p in pathlib.Path("/etc").iterdir()} == outside


def test_links_name_the_port_that_was_found_free(server, town):
    """Port 0 stands for any that is free; nobody can go there."""
    made = town.admin.send("/people/new", "/people", name="新人", login="newcomer", language="zh")
    assert f"{server.url}/password/" in made.text, shown(made.text)


def test_a_rulebook_edited_under_a_running_case(tmp_path):
    """The case stays with the edition it began with; the new one is tried before anybody moves it."""
    folder = tmp_path / "standard"
    shutil.copytree(ROOT / "Standards" / RULEBOOK, folder)

    def edit(name, *changes):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")

    edit("standard.yaml", (f"id: {RULEBOOK}", "id: town-standard"), ('edition: "draft"', 'edition: "2026"'))
    server = Server(tmp_path / "data", "--no-pace", "--rulebook", str(folder))
    try:
        town = Town(server, people=["applicant", "reviewer", "approver1"])
        case = town.open(rulebook="town-standard")
        town["applicant"].do(case, "saveFinding", clause="6.2.2.a", finding={"met": True})
        before = town["applicant"].case(case)["rulebook"], town["applicant"].read(f"/cases/{case}/score")
        edit("standard.yaml", ('edition: "2026"', 'edition: "2027"'))
        edit("6-infrastructure.yaml", ("en: Fibre to the home}", "en: Fibre of the new edition}"),
             ("points: 10}", "points: swapped}"), ("points: 5}", "points: 10}"), ("points: swapped}", "points: 5}"))
        server.restart()

        approver = town["approver1"]
        assert (town["applicant"].case(case)["rulebook"], town["applicant"].read(f"/cases/{case}/score")) == before
        assert "Fibre to the home" in town["applicant"].page(f"/cases/{case}/clauses/6.1.1")
        offered = {b["edition"]: {k: b[k] for k in ("id", "edition", "digest")}
                   for b in approver.read("/rulebooks") if b["id"] == "town-standard"}
        assert set(offered) == {"2027"}
        tried = approver.page(f"/cases/{case}/edition?to={offered['2027']['digest']}")
        assert "2026" in tried and "2027" in tried and "6.2.2.a" in shown(tried), shown(tried)
        assert approver.case(case)["rulebook"]["edition"] == "2026", "trying changed it"
        approver.do(case, "moveRulebook", pin=offered["2027"])
        assert town["applicant"].case(case)["rulebook"] == offered["2027"]
        assert "Fibre of the new edition" in town["applicant"].page(f"/cases/{case}/clauses/6.1.1")

        # Broken meanwhile, or gone: who starts the server is told, and cases go on with what was kept.
        (folder / "6-infrastructure.yaml").write_text("category: [", encoding="utf-8")
        server.restart()
        assert any(str(folder) in line and "linli rulebook check" in line for line in server.lines[-20:])
        shutil.rmtree(folder)
        server.options.remove("--rulebook")
        server.options.remove(str(folder))
        server.restart()
        assert "Fibre of the new edition" in town["applicant"].page(f"/cases/{case}/clauses/6.1.1")
        refusal = town["applicant"].api("POST", "/cases", json={**town.opening(), "rulebook": "town-standard"},
                                        headers={"Idempotency-Key": fresh()})
        assert refused(refusal, 422)["detail"] == "there is no rulebook 'town-standard'"
    finally:
        server.stop()
