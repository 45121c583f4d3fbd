"""Proving who one is, in a real browser and from outside: second factors, grave acts, old passwords, and a silent log."""

import base64
import hashlib
import hmac
import json
import os
import re
import sqlite3
import time

import pytest

from caller import Caller
from portal import PASSWORD, Server, browser, demo  # noqa: F401
from town import first_link

PHONE = {"width": 390, "height": 844}


def code(secret, ahead=0):
    """What the app shows, or will show so many half minutes from now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    step = int(time.time()) // 30 + ahead
    mac = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = mac[19] & 15
    return f"{(int.from_bytes(mac[start:start + 4], 'big') & 0x7fffffff) % 1_000_000:06}"


def change(server, sql, *values):
    """Behind the server's back: what only the clock would do."""
    with sqlite3.connect(server.data / "linli.sqlite", timeout=30) as base:
        assert base.execute(sql, values).rowcount > 0, sql


def older(server, login, seconds=3600):
    change(server, "UPDATE login_session SET proved_at = proved_at - ? WHERE person_id = (SELECT id FROM person WHERE login = ?)",
           seconds * 1000, login)


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    yield page
    context.close()


def look(page, name):
    """Pictures of a page at a desk and on a phone, where they are asked for; nothing is ever wider than the window."""
    for size in ({"width": 1280, "height": 900}, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{name} at {size}"
        if folder := os.environ.get("LOOK"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def log_in(page, server, login, password=PASSWORD):
    page.goto(server.url + "/login")
    page.fill("#f-login", login)
    page.fill("#f-password", password)
    page.click("main form[action='/login'] button.primary")


def log_out(page, server):
    page.context.clear_cookies()


def test_a_second_factor_from_the_first_code_to_the_last(demo, page):
    log_in(page, demo, "applicant3")
    page.wait_for_url(re.compile("/work"))
    page.goto(demo.url + "/account/second-factor")
    look(page, "second-factor-none")
    page.click("form[action='/account/second-factor'] button")
    secret = page.inner_text("#secret").replace(" ", "")
    assert len(secret) == 32 and page.locator("svg.qr").count() == 1
    look(page, "second-factor-pending")
    page.fill("#f-code", "12345")
    page.click("#first-code button")
    page.locator(".errors, .problem").first.wait_for()
    assert page.inner_text("#secret").replace(" ", "") == secret
    page.fill("#f-code", code(secret))
    page.click("#first-code button")
    codes = page.inner_text("#recovery-codes").split()
    assert len(set(codes)) == 10 and all(len(c) == 27 for c in codes)
    look(page, "second-factor-confirmed")
    page.goto(demo.url + "/account/second-factor")
    assert codes[0] not in page.content() and secret not in page.content()

    # Out and in again: the password alone leads nowhere.
    log_out(page, demo)
    log_in(page, demo, "applicant3")
    page.locator("#code-form").wait_for()
    look(page, "login-code")
    assert page.context.cookies(demo.url) == [] or all("session" not in c["name"] for c in page.context.cookies())
    page.fill("#f-code", "000000")
    page.click("#code-form button")
    page.locator("#code-form .problem").wait_for()
    page.fill("#f-code", code(secret, ahead=1))
    page.click("#code-form button")
    page.wait_for_url(re.compile("/work"))

    log_out(page, demo)
    log_in(page, demo, "applicant3")
    page.click("details summary:has-text('手机')")
    page.fill("#f-recovery", codes[3])
    page.click("#recovery-form button")
    page.wait_for_url(re.compile("/work"))
    page.goto(demo.url + "/account/second-factor")
    assert "9" in page.inner_text("main")

    # An administrator resets it, and the person is told.
    admin = Caller(demo, "admin")
    person = re.search(r'href="/people/([0-9a-z]{26})"', admin.get("/people?q=applicant3").text).group(1)
    assert "second-factor" in admin.get(f"/people/{person}").text
    assert admin.post(f"/people/{person}/second-factor").status == 303
    page.goto(demo.url + "/work")
    page.wait_for_url(re.compile("/login"))
    log_in(page, demo, "applicant3")
    page.wait_for_url(re.compile("/work"))
    page.goto(demo.url + "/account/notices")
    assert "重置了您的两步验证" in page.inner_text("main")


def test_something_grave_asks_who_it_is_and_loses_nothing(demo, page):
    log_in(page, demo, "admin")
    page.wait_for_url(re.compile("/work"))
    before = {c["name"]: c["value"] for c in page.context.cookies()}["linli_session"]
    older(demo, "admin")
    page.goto(demo.url + "/account/tokens")
    page.fill("#f-name", "报表程序")
    page.locator("input[name=scopes]").first.check()
    page.click("form[action='/account/tokens'] button.primary")
    page.locator("#confirm").wait_for()
    look(page, "confirm")
    page.fill("#f--password", "wrong")
    page.click("#confirm button.primary")
    page.locator("#confirm .problem").wait_for()
    page.fill("#f--password", PASSWORD)
    page.click("#confirm button.primary")
    page.locator("text=报表程序").first.wait_for()
    assert "linli_" in page.inner_text("main code >> nth=0")
    after = {c["name"]: c["value"] for c in page.context.cookies()}["linli_session"]
    assert before != after, "the session goes on under another id"


def test_programs_are_told_what_is_missing(demo):
    approver = Caller(demo, "approver1")
    scopes = re.findall(r'name="scopes"[^>]*value="([^"]+)"', approver.get("/account/tokens").text)
    assert "acts.grave" in scopes
    narrow = approver.with_token(demo, [s for s in scopes if s != "acts.grave"])
    case = approver.cases()[0]["id"]
    body = {"id": "grave-1", "act": {"revokeCertificate": {"reason": "no"}}}
    answer = narrow.api("POST", f"/api/v1/cases/{case}/acts", body, If_Match="*")
    assert answer.status == 403 and answer.json()["type"] == "urn:linli:refusal:unproved", answer
    older(demo, "approver1")
    answer = approver.api("POST", f"/api/v1/cases/{case}/acts", body, If_Match="*")
    assert answer.status == 403 and answer.json()["kind"] == "unproved", answer
    # What is not grave goes on as before.
    light = {"id": "light-1", "act": {"sendBack": {"reason": "no"}}}
    assert approver.api("POST", f"/api/v1/cases/{case}/acts", light, If_Match="*").status != 403
    assert approver.get("/account/confirm?next=/work").status == 200


def test_no_secret_gets_into_the_log(tmp_path):
    """Everything secret that a person or a program ever sends or gets, looked for in all that the server says."""
    server = Server(tmp_path / "data", "--no-pace", "--allow-private-webhooks")
    secrets = []
    try:
        first = first_link(server).removeprefix("/password/")
        # The first link is told at the start, where only who starts it reads: there is no other way in yet.
        said = len(server.lines)
        nobody = Caller(server)
        nobody.get(f"/password/{first}?hunter2=hunter2")
        assert nobody.post(f"/password/{first}", {"password": PASSWORD, "again": PASSWORD}).status == 303
        nobody.post("/login", {"login": "wrong-pass-phrase-as-login", "password": "wrong-pass-phrase"})
        admin = Caller(server, "admin")
        secrets += [PASSWORD, first, "hunter2", "wrong-pass-phrase", admin.cookie.split("=")[1], admin.csrf]
        token = admin.new_token()
        program = Caller(server, "admin", token=token)
        program.api("GET", "/api/v1/me")
        program.send("GET", "/api/v1/me", headers={"Authorization": "Bearer linli_" + "x" * 43})
        secrets += [token, token.removeprefix("linli_"), "x" * 43]
        person = re.search(r'href="/people/([0-9a-z]{26})"', admin.get("/people").text).group(1)
        link = re.search(r"/password/([\w-]+)", admin.post(f"/people/{person}/link").text).group(1)
        nobody.get(f"/password/{link}")
        secrets.append(link)
        page = admin.get("/account/hooks").text
        organisation = re.search(r'<option value="([0-9a-z]{26})"', page).group(1)
        event = re.search(r'name="events"[^>]*value="([^"]+)"', page).group(1)
        hook = admin.post("/account/hooks", {"organisation": organisation, "events": event,
                                             "url": "http://127.0.0.1:1/hook?key=webhook-url-secret"})
        assert hook.status == 200, hook
        secrets += ["webhook-url-secret", *re.findall(r"<code>([\w-]{20,})</code>", hook.text)]
        begun = admin.post("/account/second-factor").text
        secret = re.search(r'id="secret">([A-Z2-7 ]+)<', begun).group(1).replace(" ", "")
        sent = code(secret)
        done = admin.post("/account/second-factor/code", {"code": sent}).text
        recovery = re.search(r'id="recovery-codes">([^<]+)<', done).group(1).split()
        secrets += [secret, *recovery]
        step = re.search(r'name="step" value="([^"]+)"', nobody.post("/login", {"login": "admin", "password": PASSWORD}).text).group(1)
        nobody.post("/login/code", {"step": step, "code": "nonsense-code"})
        assert nobody.post("/login/code", {"step": step, "recovery": recovery[0]}).status == 303
        older(server, "admin")
        assert "confirm" in admin.post("/account/tokens", {"name": "x", "days": "7", "scopes": "acts.grave", "_password": "bad-proof-phrase",
                                                           "_code": "bad-proof-code"}).text
        secrets += [step, "nonsense-code", "bad-proof-phrase", "bad-proof-code"]
        admin.get("/throw/" + token)
    finally:
        server.stop()
    log = "".join(server.lines[said:])
    assert len(log.splitlines()) > 20 and '"route":"/login/code"' in log.replace(" ", "")
    assert [s for s in secrets if s in log] == []
    assert len(secrets) > 25 and all(len(s) >= 6 for s in secrets)
    # Nor do they lie in the database as they are.
    with sqlite3.connect(tmp_path / "data" / "linli.sqlite") as base:
        dump = "\n".join(base.iterdump())
    kept = [s for s in secrets if s in dump]
    # What signs deliveries has to be there in plain; so are the address that they go to and what forms of a session carry.
    assert secret not in kept and token not in kept and PASSWORD not in kept and link not in kept and step not in kept
    assert not set(recovery) & set(kept)


def test_the_cookie_is_bound_and_hidden(demo):
    answer = Caller(demo).post("/login", {"login": "applicant5", "password": PASSWORD})
    assert re.fullmatch(r"linli_session=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax", answer["set-cookie"])
    caller = Caller(demo, "applicant5")
    assert caller.get("/work").status == 200
    stolen = Caller(demo)
    stolen.cookie = caller.cookie
    assert stolen.get("/work", **{"User-Agent": "Mozilla/5.0 Firefox/128.0"}).status == 303
    assert caller.get("/work").status == 303, "it ends for both"
    assert "session of yours was ended" in Caller(demo, "applicant5").get("/account/notices").text


def test_behind_https_the_cookie_says_so(tmp_path):
    server = Server(tmp_path / "data", "--no-pace", "--base-url", "https://linli.example")
    try:
        first = re.search(r"/password/([\w-]+)", "".join(server.lines)).group(1)
        nobody = Caller(server)
        origin = {"Origin": "https://linli.example"}
        nobody.post(f"/password/{first}", {"password": PASSWORD, "again": PASSWORD}, **origin)
        answer = nobody.post("/login", {"login": "admin", "password": PASSWORD}, **origin)
        assert re.fullmatch(r"__Host-linli_session=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure", answer["set-cookie"]), answer
    finally:
        server.stop()


def test_an_old_password_is_changed_before_anything_else(demo, page):
    log_in(page, demo, "admin")
    page.wait_for_url(re.compile("/work"))
    # Passwords of the demo city are as old as its story.
    change(demo, "UPDATE credential SET changed_at = (SELECT max(last_seen_at) FROM login_session)")
    page.goto(demo.url + "/security?preset=gbt22239")
    look(page, "security")
    page.fill("#f-passwordLength", "7")
    page.click("#security button.primary")
    # The browser says so itself; without it the server would.
    assert page.url.endswith("preset=gbt22239")
    page.goto(demo.url + "/security?preset=gbt22239")
    page.click("#security button.primary")
    page.wait_for_url(re.compile("done=saved"))
    assert "GB/T 22239 二级" in page.inner_text("main h1 >> xpath=../..")
    change(demo, "UPDATE credential SET changed_at = changed_at - 91 * 86400000 WHERE person_id = "
           "(SELECT id FROM person WHERE login = 'applicant4')")
    log_out(page, demo)
    log_in(page, demo, "applicant4")
    page.wait_for_url(re.compile("/account/password"))
    assert "密码已过有效期" in page.inner_text("main")
    look(page, "password-old")
    for path in ("/cases", "/account/tokens", "/work"):
        page.goto(demo.url + path)
        assert page.url.endswith("/account/password"), path
    for new, is_taken in (("onlysmallletters", False), ("Wisteria-2031", True)):
        page.fill("#f-old", PASSWORD)
        page.fill("#f-password", new)
        page.fill("#f-again", new)
        page.click("form[action='/account/password'] button.primary")
        if is_taken:
            page.wait_for_url(re.compile("done=changed"))
        else:
            page.locator(".problem").first.wait_for()
    page.goto(demo.url + "/cases")
    assert page.url.endswith("/cases")
