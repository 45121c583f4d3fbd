"""Metrics over HTTP and in a real browser: computed from what people and devices did, with their reasons; and for how long
things are kept."""

import csv
import io
import time

import pytest

from caller import Caller
from estate import SMOKE, done, told
from portal import People, browser, demo  # noqa: F401
from test_portal_community import reading, send


@pytest.fixture(scope="module")
def people(demo, browser):
    return People(browser, demo)


@pytest.fixture(scope="module")
def callers(demo):
    return {login: Caller(demo, login) for login in ("manager", "duty", "worker", "resident", "gateway", "admin")}


def computed(caller, metric):
    answer = caller.api("POST", "/api/v1/metrics", {"metric": metric})
    assert answer.status == 200, answer
    return next(one["latest"] for one in answer.json()["items"] if one["id"] == metric)


def test_metrics_are_there_without_anybody_asking(callers):
    for _ in range(60):
        items = callers["duty"].api("GET", "/api/v1/metrics").json()["items"]
        if items and all(one["latest"] for one in items):
            break
        time.sleep(0.5)
    else:
        pytest.fail("no metric was computed by itself")
    assert len({one["id"] for one in items}) == len(items) >= 20
    homes = next(one for one in items if one["id"] == "space.homes")
    assert homes["latest"]["state"] == "ok" and homes["latest"]["value"] > 0


def test_what_happens_shows_in_the_metric(callers, demo):
    gateway = callers["gateway"].with_token(demo)
    before = computed(callers["manager"], "alarm.count")["numerator"]
    online = computed(callers["manager"], "device.online")
    assert online["denominator"] > 1
    alarm = told(callers["gateway"], "fire", SMOKE, text="metrics")["id"]
    done(callers["duty"], "alarm", alarm, "acknowledge")
    assert computed(callers["manager"], "alarm.count")["numerator"] == before + 1
    response = computed(callers["manager"], "alarm.response")
    assert response["sample"] >= 1 and response["numerator"] >= 0
    assert [one["label"]["zh"] for one in response["details"]] == ["尚未响应"]
    # A device that speaks is online.
    send(gateway, reading(SMOKE, "temperature", 21))
    assert computed(callers["manager"], "device.online")["numerator"] >= max(online["numerator"], 1)


def test_who_may_read_and_who_may_compute(callers):
    for login, read, compute in [("duty", 200, 403), ("resident", 403, 403), ("admin", 403, 403)]:
        assert callers[login].api("GET", "/api/v1/metrics").status == read, login
        assert callers[login].api("POST", "/api/v1/metrics", {}).status == compute, login
    assert callers["manager"].api("GET", "/api/v1/metrics/nothing").status == 404
    assert callers["manager"].api("GET", "/api/v1/metrics?organisation=nobody").status == 404


def test_from_the_estate_to_one_metric_and_its_file(people, demo):
    page = people.page("manager")
    page.goto(demo.url + "/community")
    page.get_by_role("link", name="指标").first.click()
    page.get_by_role("button", name="立即计算").click()
    page.wait_for_url("**/community/metrics?done=computed")
    row = page.locator("#metric-space\\.homes")
    assert "正常" in row.inner_text()
    row.get_by_role("link").click()
    page.wait_for_url("**/community/metrics/space.homes")
    assert page.get_by_text("空间（状态为启用、类型为“房屋”）的数量").is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert rows[0][:2] == ["日期", "值"] and rows[-1][6] == "ok"


def test_retention_is_made_longer_and_never_shorter(people, demo):
    page = people.page("manager")
    page.goto(demo.url + "/community/metrics")
    page.get_by_role("link", name="保存期限").first.click()
    box = page.locator("[name='event/entry']")
    assert box.get_attribute("min") == "180"
    box.fill("365")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/community/retention?done=saved")
    assert page.locator("[name='event/entry']").input_value() == "365"
    # The browser would not send it; the server does not take it either.
    page.eval_on_selector("form.form", "form => form.noValidate = true")
    page.locator("[name='event/entry']").fill("179")
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator("[aria-invalid=true]").wait_for()
    assert page.locator("[name='event/entry']").input_value() == "179"
    page.goto(demo.url + "/community/retention")
    assert page.locator("[name='event/entry']").input_value() == "365"
