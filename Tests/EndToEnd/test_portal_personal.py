"""Personal data from end to end: told, masked, looked at with a purpose, seen by their person, withdrawn, exported, erased."""

import json
import re
import shutil
import time

import pytest

from conftest import linli
from portal import PASSWORD, Server, browser, picture  # noqa: F401
from town import Town, words

PHONE, IDENTITY, MAIL = "13812345678", "11010519491231002X", "reviewer@example.cn"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("personal") / "data", "--no-pace")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def town(server):
    return Town(server, people=["applicant", "reviewer", "approver1"])


def opened(browser, server, login, password=PASSWORD, width=1280):
    """Somebody's browser, logged in."""
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(server.url + "/login")
    page.fill("#f-login", login)
    page.fill("#f-password", password)
    page.click("main form[action='/login'] button.primary")
    page.wait_for_url(re.compile("/work"))
    return page


def tell(page, kind, text):
    """Fills in a field of one's own, agreeing where that is asked."""
    page.locator(f"#field-{kind} > summary").click()
    form = page.locator(f"#field-{kind} form.form")
    form.locator(f"[name='{kind}']").fill(text)
    if form.locator("[name=agrees]").count():
        form.locator("[name=agrees]").check()
    form.locator("button.primary").click()
    page.wait_for_url(re.compile("done=saved"))


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_first_field_to_the_erasure(server, town, browser):
    reviewer = town.ids["reviewer"]
    mine = opened(browser, server, "reviewer")
    mine.goto(server.url + "/account/personal")
    tell(mine, "phone", "138 1234 5678")
    tell(mine, "identity", IDENTITY.lower())
    tell(mine, "mail", MAIL)
    assert "138****5678" in mine.inner_text("main") and "110***********002X" in mine.inner_text("main")

    # A colleague sees masks, wherever.
    admin = opened(browser, server, "admin")
    admin.goto(f"{server.url}/people/{reviewer}")
    content = admin.content()
    assert "138****5678" in content and "r***@example.cn" in content
    for secret in (PHONE, IDENTITY, MAIL):
        assert secret not in content
    admin.goto(server.url + "/people")
    assert MAIL not in admin.content()

    # Found by the whole number, which stands in no address.
    admin.locator("details", has_text="按号码精确查找").locator("summary").click()
    admin.fill("#f-value", "+86 138-1234-5678")
    admin.locator("form[action='/people/find'] button").last.click()
    admin.wait_for_url(re.compile("/people/find$"))
    admin.locator(f"a[href='/people/{reviewer}']").click()

    # A look says what it is for, and shows the value once.
    admin.locator("#look > summary").click()
    admin.select_option("#look [name=field]", "phone")
    admin.select_option("#look [name=purpose]", "contact")
    admin.fill("#look [name=words]", "约定核查时间")
    admin.locator("#look button.primary").click()
    admin.locator(".revealed").wait_for()
    assert PHONE in admin.inner_text(".revealed")
    picture(admin, "person-look")
    admin.goto(f"{server.url}/people/{reviewer}")
    assert PHONE not in admin.content()

    # The person sees who looked at what and why.
    mine.goto(server.url + "/account/personal")
    looks = mine.inner_text("#looks")
    assert "电话" in looks and "约定核查时间" in looks and "管理员" in looks
    picture(mine, "personal")

    # A consent is withdrawn; what rests on it goes at once.
    consent = mine.locator("#consents .consent", has_text="保存敏感个人信息")
    consent.locator("button.danger").click()
    mine.locator("dialog[open] button[value='yes']").click()
    mine.wait_for_url(re.compile("done=withdrawn"))
    assert "110***" not in mine.inner_text("#fields")

    # Everything, as a file.
    with mine.expect_download() as download:
        mine.locator("form[action='/account/personal/export']:has([value=json]) button").click()
    export = json.loads(open(download.value.path(), encoding="utf-8").read())
    assert {f["kind"]: f["value"] for f in export["fields"]} == {"phone": PHONE, "mail": MAIL}
    assert export["looks"][0]["words"] == "约定核查时间" and len(export["consents"]) == 3
    done = linli("person", "export", "reviewer", "--data", server.data)
    assert done.code == 0 and json.loads(done.out)["person"]["login"] == "reviewer", done

    phone = opened(browser, server, "reviewer", width=390)
    phone.goto(server.url + "/account/personal")
    assert fits(phone)

    # Erased: two presses, and nothing is left.
    admin.goto(f"{server.url}/people/{reviewer}/erasure")
    admin.select_option("[name=reason]", "requested")
    admin.locator("form[action$='/erasure'] button.danger").click()
    admin.locator("dialog[open] button[value='yes']").click()
    admin.wait_for_url(re.compile(f"/people/{reviewer}$"))
    assert "已删除" in admin.inner_text("main") and "138****" not in admin.content()
    mine.goto(server.url + "/account")
    assert "/login" in mine.url
    assert linli("person", "export", "reviewer", "--data", server.data).code == 66


def test_a_look_without_a_purpose_shows_nothing(server, town):
    applicant, admin = town["applicant"], town.admin
    kept = applicant.send("/account/personal", field="phone", phone="13987654321", etag="0", agrees="1")
    assert kept.status_code == 303, words(kept)
    person = f"/people/{town.ids['applicant']}"
    for fields in [{}, {"field": "phone"}, {"field": "phone", "purpose": "duty"}, {"field": "phone", "purpose": "x", "words": "检查"},
                   {"field": "phone", "purpose": "duty", "words": "打 13987654321"}]:
        answer = admin.ask("POST", person + "/looks", data={"_csrf": admin.csrf, **fields})
        assert answer.status_code == 422 and '<p class="revealed">' not in answer.text, fields
        answer = admin.ask("POST", person + "/export", data={"_csrf": admin.csrf, **fields, "field": ""})
        assert answer.status_code == 422 and "13987654321" not in answer.text.replace("打 13987654321", ""), fields
    api = f"/people/{town.ids['applicant']}"
    assert admin.read(api + "/personal")["fields"][0]["masked"] == "139****4321"
    shown = admin.api("POST", api + "/looks", json={"field": "phone", "purpose": "duty", "words": "年度检查"})
    assert shown.status_code == 200 and shown.json()["value"] == "13987654321"
    # Whoever may not, does not: not even their own by this way.
    assert applicant.api("POST", api + "/looks", json={"field": "phone", "purpose": "duty", "words": "看看"}).status_code == 403


def test_contacts_of_a_case_are_masked_until_it_is_said_why(server, town, browser):
    case = town.submitted(contactName="王管家", contactPhone="0571-86668888")
    own, approver = town["applicant"].case(case)["community"], town["approver1"]
    assert (own["contactName"], own["contactPhone"]) == ("王管家", "0571-86668888")
    seen = approver.case(case)["community"]
    assert (seen["contactName"], seen["contactPhone"]) == ("王**", "057********88")

    page = opened(browser, server, "approver1")
    page.goto(f"{server.url}/cases/{case}")
    assert "057********88" in page.inner_text("main") and "86668888" not in page.content()
    page.click("main a[href$='/contacts']")
    page.select_option("#f-purpose", "contact")
    page.fill("#f-words", "约核查时间")
    page.click("#contacts button.primary")
    page.wait_for_selector("text=0571-86668888")
    assert "王管家" in page.inner_text("main")
    picture(page, "case-contacts")
    page.goto(f"{server.url}/cases/{case}/contacts")
    assert "86668888" not in page.content()

    # Saying nothing, or somebody's number, shows nothing.
    path = f"/cases/{case}/contacts"
    for fields in [{}, {"purpose": "contact"}, {"purpose": "contact", "words": "打 13987654321"}]:
        answer = approver.ask("POST", path, data={"_csrf": approver.csrf, **fields})
        assert answer.status_code == 422 and "86668888" not in answer.text, fields
    body = {"purpose": "duty", "words": "年度检查"}
    shown = approver.api("POST", path, json=body)
    assert shown.status_code == 200 and shown.json() == {"contacts": [{"name": "王管家", "contact": "0571-86668888"}]}
    # Entries get their place a moment later.
    for _ in range(100):
        journal = town.admin.read(f"/journal/entries?subject=case/{case}&limit=100")
        notes = [note for entry in journal["items"] for note in json.loads(entry["content"]).get("notes", [])]
        looks = [note["details"] for note in notes if note["act"] == "personal.look"]
        if len(looks) > 1:
            break
        time.sleep(0.1)
    assert [look["words"] for look in looks] == ["约核查时间", "年度检查"], looks
    assert town.admin.api("POST", path, json=body).status_code == 403


def test_keys_are_listed_turned_and_missed(server, town, tmp_path):
    data = ["--data", server.data, "--lang", "en"]
    listed = linli("keys", "list", *data, "--json").json()
    old = next(k for k in listed if k["use"] == "fields")
    assert old["fields"] > 0 and "secret" not in json.dumps(listed)
    turned = linli("keys", "rotate", "fields", *data)
    assert turned.code == 0 and "back up" in turned.err, turned
    done = linli("keys", "reencrypt", *data)
    assert done.code == 0 and "fields" in done.out, done
    counts = {k["id"]: k["fields"] for k in linli("keys", "list", *data, "--json").json() if k["use"] == "fields"}
    assert counts.pop(old["id"]) == 0 and sum(counts.values()) == old["fields"]
    assert town.admin.read(f"/people/{town.ids['applicant']}/personal")["fields"]
    assert linli("keys", "rotate", "signing", "--compromised", *data).code == 0
    public = linli("keys", "export-public", *data).json()
    assert len(public) == 2 and "compromisedAt" in public[0] and public[1]["publicKey"]
    assert linli("keys", "list", "--data", tmp_path, "--lang", "en").code == 66

    # A backup without its keys does not start, and says what to do; with them it does.
    assert linli("backup", tmp_path / "backups", "--unencrypted", *data).code == 0
    restored = linli("restore", tmp_path / "backups", "--data", tmp_path / "again", "--lang", "en")
    assert restored.code == 0 and "keys.json" in restored.err, restored
    refused = linli("serve", "--data", tmp_path / "again", "--port", "0", "--lang", "en")
    assert refused.code == 66 and "key file" in refused.err, refused
    shutil.copy(server.data / "keys.json", tmp_path / "again" / "keys.json")
    Server(tmp_path / "again", "--no-pace").stop()
