"""Rules that people write, and fields that administrators add, in a real browser and over HTTP."""

import re
import time
import urllib.parse

import pytest

from caller import Caller
from estate import numbered
from portal import People, browser, demo, picture  # noqa: F401

DEVICE = "HDL-3-1-smoke-1"
ORDERS = "/api/v1/community/order?q=" + urllib.parse.quote("的烟感")


@pytest.fixture(scope="module")
def people(demo, browser):
    return People(browser, demo)


@pytest.fixture(scope="module")
def callers(demo):
    return {login: Caller(demo, login) for login in ("manager", "duty", "worker", "gateway", "admin")}


def send(callers, value, seconds=0):
    body = [{"device": DEVICE, "property": "smoke", "value": value, "at": int((time.time() + seconds) * 1000)}]
    answer = callers["gateway"].api("POST", "/api/v1/readings", body)
    assert answer.status == 200 and answer.json()["taken"] == 1, answer


def write(page, url, **fields):
    """Fills in and sends the form of a new rule."""
    page.goto(url + "/community/rule/new")
    form = page.locator("form#new-rule")
    for name, value in fields.items():
        boxes = form.locator(f"[name='{name}']")
        if boxes.first.get_attribute("type") == "checkbox":
            for one in value:
                form.locator(f"[name='{name}'][value='{one}']").dispatch_event("click")
        elif boxes.first.evaluate("e => e.tagName") == "SELECT":
            boxes.first.select_option(value)
        else:
            boxes.first.fill(value)
    form.locator("button.primary").last.click()
    page.wait_for_load_state()


def press(page, act):
    page.locator(f"form[action$='/acts/{act}'] button").first.click()
    page.wait_for_load_state()


def test_a_rule_is_written_tried_activated_and_runs(people, callers):
    send(callers, 1, -30)
    send(callers, 7, -29)
    page, url = people.page("manager"), people.server.url
    write(page, url, name="烟雾预警", trigger="reading", property="smoke.smoke", comparison="above", limit="5",
          order="查看 {place} 的烟感", orderLevel="general", notify=["duty"])
    assert "done=rule.create" in page.url, page.inner_text("main")
    assert "烟感的“烟雾浓度”升到 5 %/m 以上" in page.inner_text("#rule-words")
    picture(page, "rule")
    rule = page.url.split("?")[0]
    page.locator("a", has_text="用历史数据试运行").click()
    page.wait_for_url(re.compile("/trial"))
    assert "烟雾浓度 7 %/m" in page.inner_text("main") and "登记工单：查看" in page.inner_text("main")
    picture(page, "rule-trial")
    orders = callers["manager"].api("GET", ORDERS).json()["items"]
    assert orders == [], "a trial does nothing"
    page.goto(rule)
    press(page, "activate")
    assert "done=rule.activate" in page.url
    send(callers, 1, -20)
    send(callers, 8, -19)
    orders = callers["manager"].api("GET", ORDERS).json()["items"]
    assert len(orders) == 1 and orders[0]["state"] == "open"
    page.goto(rule)
    page.locator("summary", has_text="最近 1 次执行").click()
    assert "登记工单 WO-" in page.inner_text("main")
    page.goto(url + "/duty/rules")
    assert "烟雾预警" in page.inner_text("main")
    trial = callers["duty"].api("GET", "/api/v1/community/rule/" + rule.rsplit("/", 1)[1] + "/trial?days=1")
    assert trial.status == 200 and trial.json()["count"] >= 2
    page.goto(rule)
    press(page, "pause")
    send(callers, 1, -10)
    send(callers, 9, -9)
    assert len(callers["manager"].api("GET", ORDERS).json()["items"]) == 1


def test_what_loops_or_fights_is_refused_in_words(people):
    page, url = people.page("manager"), people.server.url
    write(page, url, name="自己触发自己", trigger="event", events=["entry"], **{"raise": "entry"})
    press(page, "activate")
    assert "这条规则会反复触发自己：“自己触发自己” → “自己触发自己”" in page.inner_text("main")
    picture(page, "rule-loop")
    write(page, url, name="火警锁门", trigger="event", events=["fire"], command="door.lock")
    press(page, "activate")
    assert "与规则“火警时解除门禁”冲突" in page.inner_text("main")
    # What makes no sense stands at its field.
    write(page, url, name="错", trigger="clock", time="7点", notify=["duty"])
    assert "应写作 07:30" in page.inner_text("#f-time-error")


def test_a_rule_is_the_managers_to_write(people, callers):
    for login in ("duty", "worker", "admin"):
        assert callers[login].get("/community/rule/new").status == 403, login
    assert callers["duty"].get("/community/rule").status == 200
    assert callers["worker"].get("/community/rule").status == 403


def test_a_field_that_is_added_is_asked_everywhere(people, callers, tmp_path):
    page, url = people.page("admin"), people.server.url
    page.goto(url + "/community/forms")
    page.locator("main a", has_text="空间").first.click()
    page.wait_for_url(re.compile("/community/space/form"))
    form = page.locator("form#add-space")
    form.locator("[name=zh]").fill("朝向")
    form.locator("[name=en]").fill("Facing")
    form.locator("[name=sort]").select_option("choice")
    form.locator("[name=options]").fill("南 | South\n北 | North")
    for box in ("listed", "filtered"):
        form.locator(f"[name={box}]").check()
    form.locator("button.primary").click()
    page.wait_for_url(re.compile("done=space.edit"))
    assert "增加“朝向”" in page.inner_text("main")
    picture(page, "form")
    history = callers["admin"].api("GET", "/api/v1/community/space/form").json()
    field = history["added"][0]
    assert history["edition"] == len(history["editions"]) and history["editions"][-1]["person"]
    manager = people.page("manager")
    manager.goto(url + "/community/space/new")
    assert manager.locator(f"select[name={field}] option").all_inner_texts()[-2:] == ["南", "北"]
    table = tmp_path / "spaces.csv"
    table.write_text("编码,名称,类型,位置,朝向\nF-1,朝向楼,楼栋,HDL,南\n", encoding="utf-8")
    manager.goto(url + "/community/space/import")
    manager.set_input_files("form#import-space input[name=file]", table)
    manager.click("form#import-space button.primary")
    manager.wait_for_url(re.compile("done=space.import"))
    manager.goto(url + f"/community/space?{field}=o1")
    assert "朝向楼" in manager.inner_text("main tbody") and "南" in manager.inner_text("main tbody")
    item = numbered(callers["manager"], "space", "F-1")
    assert callers["manager"].api("GET", f"/api/v1/community/space/{item}").json()["fields"][field] == "o1"
    # Two at once: the second is told.
    late = callers["admin"].api("POST", "/api/v1/community/space/form",
                                {"title": {"zh": "甲", "en": "A"}, "type": "line"}, If_Match='"1"')
    assert late.status == 412, late
    for login in ("manager", "duty"):
        assert callers[login].get("/community/space/form").status == 403
        assert callers[login].api("GET", "/api/v1/community/space/form").status == 403
    page.goto(url + "/community/space/form")
    page.locator(f"#field-{field} summary").click()
    page.locator(f"form[action$='/{field}/retire'] button").click()
    page.locator("dialog[open] button[value='yes']").click()
    page.wait_for_url(re.compile("done=space.edit"))
    assert callers["manager"].get("/community/space/new").text.count(field) == 0
