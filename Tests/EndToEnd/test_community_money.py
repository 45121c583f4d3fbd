"""Money in a real browser: a tariff, a billing run, a payment, the statement; and the books over HTTP."""

import re

import pytest

from caller import Caller
from estate import numbered
from portal import People, browser, demo, picture  # noqa: F401


@pytest.fixture(scope="module")
def people(demo, browser):
    return People(browser, demo)


@pytest.fixture(scope="module")
def manager(demo):
    return Caller(demo, "manager")


def fill(page, form, **fields):
    for name, value in fields.items():
        box = page.locator(f"form#{form} [name='{name}']").first
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    page.locator(f"form#{form} button.primary").last.click()


def test_a_month_is_billed_paid_and_seen_in_the_statement(people, manager):
    page, url = people.page("manager"), people.server.url
    page.goto(url + "/community/tariff/new")
    fill(page, "new-tariff", name="公共照明费", code="GZ-1", charge="power", basis="place", price="3.335", level="home",
         **{"from": "2026-01-01"}, days="15")
    page.wait_for_url(re.compile("done=tariff.create"))

    page.goto(url + "/community/money/run")
    fill(page, "billing", tariff="GZ-1", period="2026-02", within="HDL-2")
    page.locator("#preview").wait_for()
    # 3.335 yuan is 3.34 to the fen; 22 homes.
    assert "¥73.48" in page.inner_text("#preview") and "22" in page.inner_text("#preview")
    picture(page, "billing")
    page.locator("#preview button.primary").click()
    page.wait_for_url(re.compile("done=bill.create"))
    assert page.locator("main tbody tr").count() == 22

    home = numbered(manager, "space", "HDL-2-1-101")
    page.goto(f"{url}/community/money/homes/{home}")
    assert "欠费 ¥3.34" in page.inner_text("main")
    page.locator("main a", has_text="登记收款").click()
    page.wait_for_url(re.compile("/community/payment/new"))
    fill(page, "new-payment", amount="5", way="cash")
    page.wait_for_url(re.compile("done=payment.create"))
    page.goto(f"{url}/community/money/homes/{home}")
    assert "预收 ¥1.66" in page.inner_text("main") and page.locator("main tbody tr").count() == 2
    picture(page, "statement")
    page.goto(url + "/community/money")
    assert "账目核对无误" in page.inner_text("main")
    picture(page, "money")
    assert [e for e in page.console_errors if "422" not in e] == []


def test_the_books_over_http(manager):
    accounts = manager.api("GET", "/api/v1/money/accounts?class=cash").json()["items"]
    assert [account["class"] for account in accounts] == ["cash"]
    lines = manager.api("GET", f"/api/v1/money/accounts/{accounts[0]['id']}/lines").json()
    assert lines["items"][0]["balance"] == accounts[0]["balance"] == sum(line["fen"] for line in lines["items"])
    transfers = manager.api("GET", "/api/v1/money/transfers?limit=500").json()["items"]
    assert transfers and all(sum(posting["fen"] for posting in one["postings"]) == 0 for one in transfers)
    assert manager.api("GET", "/api/v1/money/check").json() == {"right": True, "faults": []}
    run = {"tariff": "GZ-1", "period": "2026-02", "within": "HDL-2"}
    again = manager.api("POST", "/api/v1/money/bills", run, Idempotency_Key="run-again")
    assert again.status == 200 and again.json()["count"] == 0 and len(again.json()["leftOut"]) == 22


def test_a_notice_of_payment_is_booked_once(manager):
    fields = {"amount": 12.5, "way": "wechat", "reference": "4200002201"}
    answers = [manager.api("POST", "/api/v1/community/payment", {"place": "HDL-2-1-102", "fields": fields},
                           Idempotency_Key=f"notice-{n}") for n in range(2)]
    assert [answer.status for answer in answers] == [201, 409]
    assert answers[1].json()["place"] == "fields.reference"


def test_others_see_nothing_of_the_books(demo):
    for login in ["duty", "worker", "resident"]:
        caller = Caller(demo, login)
        assert caller.get("/community/money").status == 403
        assert caller.api("GET", "/api/v1/money/accounts").status == 403
        bills = caller.api("GET", "/api/v1/community/bill")
        # Who lives somewhere sees what lies in their home: nothing, where they live nowhere.
        assert bills.json()["items"] == [] if login == "resident" else bills.status == 403
