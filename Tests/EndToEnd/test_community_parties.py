"""Residents with consent, their homes, and looks at what is personal: as people do it in a browser and programs over
HTTP."""

import csv
import io
import re

import pytest

from caller import Caller
from conftest import linli
from estate import HOME, entered, numbered
from portal import People, browser, demo, picture  # noqa: F401
from test_portal_community import do

PHONE = "13812345678"
RESIDENT = f"R-{HOME}-1"
KINDS = ["household", "resident", "company", "tenure", "service"]


@pytest.fixture(scope="module")
def people(demo, browser):
    return People(browser, demo)


@pytest.fixture(scope="module")
def callers(demo):
    return {login: Caller(demo, login) for login in ["manager", "duty", "worker", "resident", "city"]}


def items(caller, kind, **query):
    """All things of a kind that the query narrows the list to."""
    found, after = [], ""
    while after is not None:
        pairs = "&".join(f"{name}={value}" for name, value in {**query, "limit": 200, "after": after}.items() if value)
        page = caller.api("GET", f"/api/v1/community/{kind}?{pairs}").json()
        found += page["items"]
        after = page["next"]
    return found


def test_the_estate_has_people(callers):
    manager = callers["manager"]
    assert {kind: len(items(manager, kind)) > 0 for kind in KINDS} == {**dict.fromkeys(KINDS, True), "company": False}
    assert len(items(manager, "household")) == 110
    # Names are masked, and told by nobody else.
    assert all(re.fullmatch(r".\*+", item["title"]) for item in items(manager, "resident"))
    assert {who: callers[who].api("GET", "/api/v1/community/resident").status for who in callers} == {
        "manager": 200, "duty": 200, "worker": 200, "resident": 200, "city": 403}
    assert items(callers["resident"], "resident") == []


def test_a_home_shows_its_people_and_they_show_their_home(people, callers):
    home = numbered(callers["manager"], "space", HOME)
    page = people.page("manager")
    page.goto(f"{people.server.url}/community/space/{home}")
    card = page.locator("section.card", has=page.locator("h2", has_text="相关居住与产权"))
    assert "有效" in card.inner_text()
    picture(page, "home")
    card.locator("tbody a[href*='/community/resident/']").first.click()
    page.wait_for_url(re.compile("/community/resident/"))
    picture(page, "resident")
    assert page.locator(f"section.card a[href='/community/space/{home}']").count() >= 1
    assert items(callers["manager"], "tenure", home=HOME) == items(callers["manager"], "tenure", home=home)


def test_consent_comes_first_and_goes_with_what_rests_on_it(people, callers):
    page, manager = people.page("manager"), callers["manager"]
    resident = numbered(manager, "resident", RESIDENT)
    path = f"{people.server.url}/community/resident/{resident}"
    page.goto(path + "/edit")
    page.fill("[name=phone]", PHONE)
    page.click("main form button.primary")
    assert "须先取得本人对“通知与联系”的同意" in page.inner_text("main")
    page.goto(path)
    form = page.locator("form[action$='/acts/consent']")
    form.locator("xpath=ancestor::details").locator("summary").first.click()
    form.locator("[name='consent.purposes'][value=contact]").check()
    form.locator("[name='consent.way']").select_option("spoken")
    form.locator("button").last.click()
    page.wait_for_url(re.compile("done=resident.consent"))
    page.goto(path + "/edit")
    page.fill("[name=phone]", PHONE)
    page.click("main form button.primary")
    page.wait_for_url(re.compile("done=resident.edit"))
    assert "138****5678" in page.inner_text("main") and PHONE not in page.content()

    # A look says why, shows it once, and is in the journal.
    page.locator("#look summary").click()
    page.select_option("form[id^=look-] [name=purpose]", "contact")
    page.fill("form[id^=look-] [name=words]", "通知停水")
    page.click("form[id^=look-] button")
    page.wait_for_url(re.compile("/look$"))
    assert PHONE in page.inner_text("main")
    picture(page, "resident-look")
    page.goto(path)
    assert PHONE not in page.content()
    looked = callers["manager"].api("POST", f"/api/v1/community/resident/{resident}/look",
                                    {"purpose": "contact", "words": "notice of a cut"})
    assert looked.status == 200 and looked.json()["fields"]["phone"] == PHONE

    form = page.locator("form[action$='/acts/withdraw']")
    form.locator("xpath=ancestor::details").locator("summary").first.click()
    form.locator("[name='withdraw.purposes'][value=contact]").check()
    form.locator("button").last.click()
    page.wait_for_url(re.compile("done=resident.withdraw"))
    assert "138****5678" not in page.inner_text("main")
    page.goto(path + "/history")
    assert "撤回同意后已删除" in page.inner_text("main") and "138****" not in page.inner_text("main")
    picture(page, "resident-history")


def test_a_tenure_ends(people, callers):
    manager, page = callers["manager"], people.page("manager")
    who = entered(manager, "resident", HOME, name="柳某甲", code="R-E2E-1")["number"]
    fields = {"relation": "occupant", "who": who, "home": HOME, "since": "2024-01-01"}
    made = manager.api("POST", "/api/v1/community/tenure", {"fields": fields}, Idempotency_Key="tenure-1")
    assert made.status == 201, made
    twice = manager.api("POST", "/api/v1/community/tenure", {"fields": fields}, Idempotency_Key="tenure-2")
    assert twice.status == 409 and twice.json()["place"] == "fields.since"
    page.goto(f"{people.server.url}/community/tenure/{made.json()['id']}")
    assert page.locator("main a[href$='/edit']").count() == 0
    do(page, "end", until="2024-12-31")
    page.goto(f"{people.server.url}/community/resident/{numbered(manager, 'resident', who)}")
    assert "已结束" in page.inner_text("main")


def test_what_is_exported_in_clear_says_why(people, callers):
    manager = callers["manager"]
    masked = manager.get("/community/resident/export/csv")
    rows = list(csv.reader(io.StringIO(masked.body.decode("utf-8-sig"))))
    assert len(rows) == len(items(manager, "resident")) + 1 and all("*" in row[rows[0].index("Name")] for row in rows[1:])
    form = {"format": "csv", "purpose": "duty", "words": "census"}
    assert manager.post("/community/resident/export?q=R-HDL-1-1", {**form, "words": ""}).status == 422
    clear = manager.post("/community/resident/export?q=R-HDL-1-1", form)
    rows = list(csv.reader(io.StringIO(clear.body.decode("utf-8-sig"))))
    assert clear.status == 200 and len(rows) > 10 and not any("*" in row[rows[0].index("Name")] for row in rows[1:])
    assert callers["duty"].post("/community/resident/export", form).status == 403


def test_the_journal_is_whole(demo, people):
    for login, page in people.contexts.items():
        errors = [e for e in page.console_errors if "422" not in e]
        assert errors == [], f"{login}: {errors}"
        page.context.close()
    people.contexts.clear()
    demo.stop()
    found = linli("journal", "verify", "--data", demo.data, "--lang", "en")
    demo.start()
    assert found.code == 0 and "everything fits" in found.out, found
