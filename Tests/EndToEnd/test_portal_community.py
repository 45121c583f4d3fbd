"""The community wing in a real browser and over HTTP: what devices say becomes alarms, alarms become work, and all of it
is kept."""

import base64
import csv
import io
import json
import re
import sqlite3
import time

import openpyxl
import pytest

from caller import Caller
from conftest import linli
from estate import HOME, SMOKE, WATER, numbered, settled
from portal import People, browser, demo, picture  # noqa: F401
from test_portal_access import FACTS, HAN

# One pixel.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
LOGINS = ["manager", "duty", "worker", "worker2", "resident", "gateway", "admin"]


@pytest.fixture(scope="module")
def people(demo, browser):
    return People(browser, demo)


@pytest.fixture(scope="module")
def callers(demo):
    return {login: Caller(demo, login) for login in LOGINS}


@pytest.fixture(scope="module")
def gateway(demo, callers):
    """A program at the gate of the estate, which has nothing but its token."""
    return callers["gateway"].with_token(demo)


def now(seconds=0):
    return int((time.time() + seconds) * 1000)


def reading(device, property, value, at=None):
    return {"device": device, "property": property, "value": value, "at": at or now()}


def send(gateway, *readings, kind="application/x-ndjson"):
    """Readings as one batch; what the portal says became of it."""
    if kind == "application/x-ndjson":
        body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in readings)
    elif kind == "text/csv":
        body = "device,property,at,value\n" + "\n".join(
            ",".join(str(one[name]) for name in ("device", "property", "at", "value")) for one in readings)
    else:
        body = json.dumps(readings)
    answer = gateway.api("POST", "/api/v1/readings", body.encode(), kind)
    assert answer.status == 200, answer
    return answer.json()


def series(caller, device, property):
    answer = caller.api("GET", f"/api/v1/community/device/{numbered(caller, 'device', device)}/readings/{property}")
    assert answer.status == 200, answer
    return answer.json()["readings"]


def table(page, caption):
    """The rows of a table, by what is said above it."""
    rows = page.locator("table", has=page.locator("caption", has_text=caption)).first.locator("tbody tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def do(page, act, files=None, **fields):
    """Fills in and sends the form of an act of a thing."""
    form = page.locator(f"form[action$='/acts/{act}']").first
    for details in form.locator("xpath=ancestor::details[not(@open)]").all():
        details.locator("summary").first.click()
    for name, value in fields.items():
        box = form.locator(f"[name='{act}.{name}']")
        if box.evaluate("e => e.tagName") == "SELECT":
            value = box.locator("option", has_text=value).get_attribute("value")
            box.select_option(value)
        else:
            box.fill(value)
    if files:
        form.locator("input[type=file]").set_input_files(files)
        form.locator("input[name$='-upload']").first.wait_for(state="attached")
    form.locator("button").last.click()
    page.wait_for_url(re.compile(rf"done=\w+\.{act}\b"))


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "现场.png"
    path.write_bytes(PNG)
    return path


# What devices say

def test_readings_come_in_three_forms(callers, gateway):
    device, start = "HDL-1-1-smoke-1", now(-60)
    kinds = ["application/x-ndjson", "application/json", "text/csv"]
    for index, kind in enumerate(kinds):
        batch = [reading(device, "temperature", 20 + index + n / 2, start + index * 10_000 + n * 1000) for n in range(2)]
        assert send(gateway, *batch, kind=kind) == {"taken": 2, "repeated": 0, "refused": 0, "reasons": {}, "examples": []}
        # A line that was lost on the way is sent again, and does no harm.
        assert send(gateway, *batch, kind=kind)["repeated"] == 2
    assert [one["value"] for one in series(callers["manager"], device, "temperature")] == [20, 20.5, 21, 21.5, 22, 22.5]


def test_what_is_wrong_is_kept_apart_with_the_reason(people, callers, gateway):
    device = "HDL-1-1-smoke-2"
    good = reading(device, "temperature", 21)
    bad = {
        "future": reading(device, "temperature", 21, now(3600)), "past": reading(device, "temperature", 21, now(-401 * 86400)),
        "wrongType": reading(device, "temperature", "warm"), "outOfRange": reading(device, "temperature", 151),
        "unknownDevice": reading("HDL-9-9", "temperature", 21), "unknownProperty": reading(device, "colour", 21),
        "malformed": '{"device": "HDL-1-1-smoke-2", "property"', "contradiction": {**good, "value": 22},
    }
    report = send(gateway, good, *bad.values())
    assert report["taken"] == 1 and report["refused"] == len(bad)
    assert report["reasons"] == {reason: 1 for reason in bad}
    assert {one["reason"]: one["line"] for one in report["examples"]} == {r: n + 2 for n, r in enumerate(bad)}
    assert [one["value"] for one in series(callers["manager"], device, "temperature")] == [21]
    page = people.page("duty")
    page.goto(people.server.url + "/duty/refused")
    assert len(table(page, "按原因")) == len(bad)
    page.locator("main a", has_text="超出量程").first.click()
    page.wait_for_url(re.compile("reason=outOfRange"))
    rows = table(page, "原因：超出量程")
    assert len(rows) == 1 and f"{device} temperature" in rows[0][-1] and rows[0][-1].endswith("151.0")


def test_a_device_that_was_revoked_is_not_heard(people, callers, gateway):
    device = "HDL-1-1-smoke-3"
    assert send(gateway, reading(device, "smoke", 1))["taken"] == 1
    page = people.page("manager")
    page.goto(people.server.url + "/community/device/" + numbered(callers["manager"], "device", device))
    do(page, "revoke", reason="换新")
    assert send(gateway, reading(device, "smoke", 99))["reasons"] == {"revoked": 1}
    answer = gateway.api("POST", "/api/v1/events", {"kind": "fire", "device": device}, Idempotency_Key="revoked")
    assert answer.status == 422 and answer.json()["place"] == "device"
    do(page, "restore")
    assert send(gateway, reading(device, "smoke", 2, now(1)))["taken"] == 1


# What comes of it

def fire(people, gateway):
    """Smoke in a building, seen on the open screen; the alarm's card there."""
    page = people.page("duty")
    page.goto(people.server.url + "/duty")
    page.evaluate("window.isUntouched = true")
    assert send(gateway, reading(SMOKE, "smoke", 0.5), reading(SMOKE, "smoke", 31, now(1)))["taken"] == 2
    card = page.locator("#board li.alarm", has_text="2 号楼 5 层烟感")
    card.wait_for()
    assert page.evaluate("window.isUntouched"), "the page was loaded anew"
    return page, card


def test_smoke_is_seen_answered_repaired_and_closed(people, callers, gateway, photo):
    duty, card = fire(people, gateway)
    assert "火警" in card.inner_text() and "2 号楼" in card.locator(".where").inner_text()
    assert duty.locator("figure.map a.place[aria-label*='火警']").count() == 1
    assert "火警" in duty.locator("#board-said").inner_text()
    picture(duty, "duty")
    # The same again while it is open is the same alarm.
    send(gateway, reading(SMOKE, "smoke", 1, now(2)), reading(SMOKE, "smoke", 40, now(3)))
    card.get_by_text("重复 2 次").wait_for()
    card.locator("button[id^=acknowledge]").click()
    duty.wait_for_url(re.compile("done=alarm.acknowledge"))
    assert "处置中" in card.inner_text()
    alarm = card.locator("h3 a").get_attribute("href")
    order = card.locator("a[href*='/community/order/']").get_attribute("href")

    # Whoever it was not handed to does not see it.
    resident, worker = callers["resident"], people.page("worker")
    assert [callers[who].get(order).status for who in ("worker", "worker2", "resident")] == [403] * 3
    assert order not in resident.get("/community/order").text
    manager = people.page("manager")
    manager.goto(people.server.url + order)
    do(manager, "assign", worker="牛建工", words="先断电")
    worker.goto(people.server.url + "/account/notices")
    assert "交给您办理" in worker.inner_text("main")
    worker.goto(people.server.url + "/community/order")
    worker.locator(f"main tbody a[href='{order}']").click()
    do(worker, "start")
    do(worker, "finish", files=photo, words="更换烟感，复测正常")
    picture(worker, "order-done")
    assert [callers[who].get(order).status for who in ("worker", "worker2", "resident")] == [200, 403, 403]
    manager.goto(people.server.url + order + "/history")
    file = manager.locator("main a[href*='/files/']").get_attribute("href")
    assert callers["manager"].get(file).body == PNG and resident.get(file).status == 403
    manager.goto(people.server.url + order)
    do(manager, "close")
    duty.goto(people.server.url + alarm)
    do(duty, "close", words="误触发的烟雾已排除")
    duty.goto(people.server.url + "/duty")
    assert duty.locator("#board li.alarm").count() == 0


def test_the_community_shows_how_fast_alarms_are_answered(people, callers, gateway):
    alarm = gateway.api("POST", "/api/v1/events", {"kind": "flood", "device": WATER}, Idempotency_Key="flood").json()["alarm"]
    duty = people.page("duty")
    duty.goto(f"{people.server.url}/community/alarm/{alarm['id']}")
    do(duty, "acknowledge")
    do(duty, "close", words="已抽干")
    manager = people.page("manager")
    manager.goto(people.server.url + "/community")
    row = next(row for row in table(manager, "按事件类型") if row[0] == "积水超限")
    assert row[1:3] == ["1", "1"] and all(row[3:]), row
    assert any("韩守夜" in row[0] and int(row[2]) >= 1 for row in table(manager, "按人员"))
    picture(manager, "community")


def test_a_resident_asks_for_a_repair_and_rates_it(people, callers, photo):
    page, manager = people.page("resident"), people.page("manager")
    settled(callers["manager"], "resident", HOME, "R-REPAIR")
    page.goto(people.server.url + "/community/order/new")
    form = page.locator("form#new-order")
    # It is for their home unless they say something else.
    assert form.locator("[name=place] option:checked").inner_text().startswith("1-1-101")
    for name, value in {"title": "厨房水管漏水", "words": "洗菜池下", "contact": "13812345678"}.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("input[type=file]").set_input_files(photo)
    form.locator("input[name='photos-upload']").wait_for(state="attached")
    form.locator("button.primary").last.click()
    page.wait_for_url(re.compile("done=order.create"))
    order = page.url.split("?")[0]
    page.goto(people.server.url + "/community/order")
    assert page.locator("main tbody tr").count() == 1 and "厨房水管漏水" in page.inner_text("main tbody")
    # Those who see to it see that there is a telephone number, and not which.
    manager.goto(order)
    assert "13812345678" not in manager.content() and "138****5678" in manager.inner_text("main")
    do(manager, "assign", worker="牛建工")
    worker = people.page("worker")
    worker.goto(order)
    do(worker, "start")
    do(worker, "finish", files=photo, words="换了软管")
    page.goto(order)
    assert page.locator("form[action*='/acts/']").count() == 1, "rating is all that is left to the resident"
    do(page, "rate", stars="5", words="很快")
    assert "已办结" in page.inner_text("main")
    assert {"5", "很快"} <= set(re.findall(r"5|很快", callers["manager"].get(order.split(people.server.url)[1] + "/history").text))


# Tables

HEAD = "编码,名称,类型,位置,所在层,备注\n"
GOOD = ["X-1,七号楼,楼栋,HDL,,", "X-1-1,七号楼 1 单元,单元,X-1,,", "X-1-1-101,7-1-101,房屋,X-1-1,1,=1+1"]
BAD = {"X-2,,楼栋,HDL,,": "名称", "X-3,九号楼,城堡,HDL,,": "类型", "X-4,十号楼,楼栋,Y-0,,": "位置",
       "X-5,5-1,房屋,HDL,顶层,": "所在层", "HDL-1,重号,楼栋,HDL,,": "编码"}


def import_table(page, text, tmp_path):
    path = tmp_path / "spaces.csv"
    path.write_text(text, encoding="utf-8")
    page.goto(page.url.split("/community")[0] + "/community/space/import")
    page.set_input_files("form#import-space input[name=file]", path)
    page.click("form#import-space button.primary")
    page.wait_for_load_state()


def test_an_import_is_all_or_nothing_and_says_all_that_is_wrong(people, callers, tmp_path):
    manager, page = callers["manager"], people.page("manager")
    page.goto(people.server.url + "/community/space")

    def count():
        return len(manager.api("GET", "/api/v1/community/space?within=HDL&q=X-&limit=200").json()["items"])

    rows = [*GOOD, *BAD]
    import_table(page, HEAD + "\n".join(rows), tmp_path)
    told = table(page, "问题清单")
    assert [row[:2] for row in told] == [[str(rows.index(row) + 2), column] for row, column in BAD.items()]
    assert all(row[2] for row in told) and count() == 0
    picture(page, "import-problems")
    import_table(page, HEAD + "\n".join(GOOD), tmp_path)
    assert "done=space.import" in page.url and count() == len(GOOD)
    page.goto(f"{people.server.url}/community/space/{numbered(manager, 'space', 'X-1-1-101')}")
    assert "七号楼" in page.locator("main nav, header, .breadcrumbs").first.inner_text() or "七号楼" in page.inner_text("main")


@pytest.mark.parametrize("kind", ["space", "device", "alarm", "order"])
def test_an_export_holds_what_is_there(people, callers, kind):
    manager, ids, after = callers["manager"], [], ""
    while after is not None:
        page = manager.api("GET", f"/api/v1/community/{kind}?limit=200" + (f"&after={after}" if after else "")).json()
        ids += [item["number"] for item in page["items"]]
        after = page["next"]
    answer = manager.get(f"/community/{kind}/export/csv")
    assert answer.status == 200 and answer.body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    workbook = openpyxl.load_workbook(io.BytesIO(manager.get(f"/community/{kind}/export/xlsx").body))
    cells = [[cell.value for cell in row] for row in workbook.active.iter_rows()]
    assert sorted(row[0] for row in rows[1:]) == sorted(row[0] for row in cells[1:]) == sorted(ids)
    assert [str(cell or "") for cell in cells[0]] == rows[0]
    # Nothing that somebody wrote is a formula in a spreadsheet, and telephone numbers are masked.
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert not any(cell.data_type == "f" for row in workbook.active.iter_rows() for cell in row)
    assert "13812345678" not in answer.text
    assert callers["resident"].get(f"/community/{kind}/export/csv").status == 403


# Drills and rules

def counted(server, question):
    with sqlite3.connect(f"file:{server.data}/linli.sqlite?mode=ro", uri=True) as base:
        return base.execute(question).fetchone()[0]


def test_a_drill_goes_nowhere(people, callers, gateway):
    """As a fire, to the last step; but no device and nobody outside hears of it."""
    server, page = people.server, people.page("duty")
    calls, commands = "SELECT count(*) FROM webhook_delivery", "SELECT count(*) FROM event WHERE kind = 'command' AND NOT is_drill"
    gateway.api("POST", "/api/v1/events", {"kind": "fire", "device": "HDL-3-1-smoke-1"}, Idempotency_Key="real")
    before = [counted(server, calls), counted(server, commands)]
    assert before[1] > 0, "a fire commands, or the drill below would show nothing"
    page.goto(server.url + "/duty/drills")
    page.select_option("main [name=kind]", "fire")
    page.fill("main [name=device]", "HDL-4-1-smoke-1")
    page.click("main form button.primary")
    page.wait_for_url(re.compile(r"/duty/drills/\w+"))
    assert [counted(server, calls), counted(server, commands)] == before
    text = page.inner_text("main")
    steps = ["事件：火警", "打开告警", "登记工单", "释放门锁", "抬杆放行", "迫降首层", "通知值班", "演练：不呼叫 emergency.119"]
    assert [step for step in steps if step not in text] == []
    assert "演练中没有对外执行的内容" in text and len(re.findall(r"\+\d+ ms|\+.*秒", text)) >= len(steps)
    picture(page, "drill")
    page.click("main a:has-text('打开告警')")
    do(page, "acknowledge")
    do(page, "dismiss", words="演练结束")
    page.goto(server.url + "/duty/drills")
    assert any("演练" in row[0] and row[4] == "误报" for row in table(page, "以往的演练"))
    # It counts for nobody's figures.
    assert "【演练】" not in callers["manager"].get("/community").text


def test_the_rules_say_what_they_did(people, gateway):
    send(gateway, reading("HDL-5-1-smoke-1", "smoke", 50))
    page = people.page("duty")
    page.goto(people.server.url + "/duty/rules")
    for rule, step in {"smoke": "产生事件：火警", "fire.linkage": "登记工单 WO-"}.items():
        card = page.locator(f"[id='rule-{rule}']")
        card.locator("summary").first.click()
        assert step in card.inner_text() and "毫秒" in card.inner_text()
    picture(page, "rules")


def test_pages_in_english_have_no_chinese_around_them(people, gateway):
    send(gateway, reading("HDL-6-1-smoke-1", "smoke", 50))
    page, wrong = people.page("duty"), {}
    page.goto(people.server.url + "/duty/drills?lang=en")
    drill = page.locator("main tbody a").first.get_attribute("href")
    for path in ["/duty", "/duty/rules", "/duty/refused", "/duty/drills", drill, "/community", "/community/alarm"]:
        page.goto(people.server.url + path + "?lang=en")
        assert page.evaluate("document.documentElement.lang") == "en"
        # The switch to Chinese is in Chinese; what a button is for is called as its people call it.
        texts = [text.replace("中文", "").split(": ")[0] for text in page.evaluate(FACTS)["chrome"]]
        wrong[path] = [text for text in texts if HAN.search(text)]
    assert {path: found for path, found in wrong.items() if found} == {}


def test_the_journal_is_whole(demo, people):
    """After all of the above: nothing of it went past the journal, and no page complained."""
    for login, page in people.contexts.items():
        # Browsers tell of a form that was refused as of an error.
        errors = [e for e in page.console_errors if "422" not in e]
        assert errors == [], f"{login}: {errors}"
        page.context.close()
    people.contexts.clear()
    demo.stop()
    found = linli("journal", "verify", "--data", demo.data, "--lang", "en")
    demo.start()
    assert found.code == 0 and "everything fits" in found.out, found
