"""Bills paid by a code: both providers with their real signatures, in a real browser."""

import datetime
import json
import os
import threading
import time
import urllib.error
import urllib.request

import pytest

from caller import Caller
from estate import numbered
from payments import BEIJING, Key, Payments
from portal import People, Server, browser, picture  # noqa: F401

# Whoever has not signed it is nobody here.
REFUSED = 401
# Whose manager the demo's `manager` is.
COMPANY = "清川安澜物业服务有限公司"


@pytest.fixture(scope="module")
def provider():
    with Payments() as fake:
        yield fake


@pytest.fixture(scope="module")
def server(provider, tmp_path_factory):
    folder = tmp_path_factory.mktemp("payments")
    settings = folder / "payments.json"
    settings.write_text(provider.settings(COMPANY), encoding="utf-8")
    settings.chmod(0o600)
    server = Server(folder / "data", "--demo", "--payments", str(settings))
    yield server
    server.stop()


@pytest.fixture
def manager(server):
    return Caller(server, "manager")


@pytest.fixture
def bill(manager, request):
    """A bill of 12.34 yuan."""
    fields = {"title": request.node.name[:60], "charge": "water", "amount": 12.34, "due": "2026-12-31"}
    made = manager.api("POST", "/api/v1/community/bill", {"fields": fields, "place": "HDL-2-1-101"},
                       Idempotency_Key=request.node.name[:60])
    assert made.status in (200, 201), made
    return made.json()["id"]


def state(manager, bill):
    return manager.api("GET", f"/api/v1/community/bill/{bill}").json()["state"]


def code(manager, bill, way):
    made = manager.api("POST", f"/api/v1/community/bill/{bill}/codes", {"way": way})
    assert made.status == 200, made
    return made.json()


def told(order, message, at=None):
    headers, body = message
    request = urllib.request.Request(at or order["tell"], body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def notification(provider, way):
    return provider.wechat_notification if way == "wechat" else provider.alipay_notification


def payments(manager, ticket):
    found = manager.api("GET", "/api/v1/community/payment?limit=100").json()["items"]
    return [p for p in found if p["fields"].get("way") == ticket["way"]]


@pytest.mark.parametrize("way", ["wechat", "alipay"])
def test_a_code_is_scanned_and_the_screen_says_so(server, provider, browser, manager, bill, way):
    people = People(browser, server)
    page = people.page("manager")
    if way == "alipay":
        page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/community/bill/{bill}")
    page.locator("#pay button", has_text={"wechat": "微信支付", "alipay": "支付宝"}[way]).click()
    page.locator("#code svg.qr").wait_for()
    assert "¥12.34" in page.inner_text("main") and "自动更新" in page.inner_text("main")
    # On a phone as well, none of it lies beside the screen.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, f"code-{way}")
    number = page.url.rsplit("/", 1)[1]
    order = provider.pay(number)
    assert order["fen"] == 1234 and order["tell"] == f"{server.url}/payments/{way}"
    status, said = told(order, notification(provider, way)(order))
    assert status == 200 and said in (b'{"code":"SUCCESS","message":""}', b"success")
    # Nobody touches the page.
    page.get_by_text("已收到付款，已入账").first.wait_for()
    assert page.locator("#code svg.qr").count() == 0
    picture(page, f"paid-{way}")
    assert state(manager, bill) == "paid"
    assert page.console_errors == [] and provider.refused == []


@pytest.mark.parametrize("way", ["wechat", "alipay"])
def test_many_tellings_are_one_payment(server, provider, manager, bill, way):
    ticket = code(manager, bill, way)
    assert code(manager, bill, way)["id"] == ticket["id"]
    before = len(payments(manager, ticket))
    order = provider.pay(ticket["id"])
    message = notification(provider, way)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(told(order, message(order))[0])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 and answers.count(200) >= 1 and set(answers) <= {200, 500}
    # A restart later, told once more.
    server.restart()
    assert told(order, message(order), f"{server.url}/payments/{way}")[0] == 200
    again = Caller(server, "manager")
    assert len(payments(again, ticket)) == before + 1 and state(again, bill) == "paid"
    assert again.api("GET", "/api/v1/money/check").json()["right"] is True


def test_what_is_not_the_providers_is_refused(server, provider, manager, bill):
    for way in ("wechat", "alipay"):
        ticket = code(manager, bill, way)
        # As if it were paid: the server, which asks now and then by itself, hears nothing of it.
        order = provider.orders[ticket["id"]] | {"paid": datetime.datetime.now(BEIJING)}
        message = notification(provider, way)
        forged = told(order, message(order, key=Key()))
        assert forged[0] == REFUSED and b"Traceback" not in forged[1]
        headers, body = message(order)
        assert told(order, (headers, body.replace(b"a", b"b", 1)))[0] in (400, REFUSED, 422)
        assert told(order, (headers, b""))[0] in (400, REFUSED, 415, 422)
        assert told(order, (headers, b"x" * (1 << 17)))[0] == 413
        # To the other one's address.
        other = {"wechat": "alipay", "alipay": "wechat"}[way]
        assert told(order, message(order), f"{server.url}/payments/{other}")[0] in (400, REFUSED, 415, 422)
        if way == "wechat":
            # What was right an hour ago is not taken now.
            assert told(order, message(order, at=time.time() - 3600))[0] == REFUSED
            assert told(order, message(order, mchid="1900000001"))[0] == REFUSED
        else:
            assert told(order, message(order, app_id="2021000000000000"))[0] == REFUSED
        assert told(order, message(order), f"{server.url}/payments/cash")[0] in (400, 404, 409, 422)
    assert state(manager, bill) == "issued"


def test_a_lost_telling_is_asked_for(server, provider, manager, bill, browser):
    ticket = code(manager, bill, "wechat")
    page = People(browser, server).page("manager")
    page.goto(f"{server.url}/community/bill/{bill}/codes/{ticket['id']}")
    page.locator("button", has_text="查询是否到账").click()
    page.locator("#code svg.qr").wait_for()
    provider.is_away = True
    page.locator("button", has_text="查询是否到账").click()
    page.get_by_text("微信支付没有接受").first.wait_for()
    provider.is_away = False
    provider.pay(ticket["id"])
    page.goto(f"{server.url}/community/bill/{bill}/codes/{ticket['id']}")
    page.locator("button", has_text="查询是否到账").click()
    page.get_by_text("已收到付款，已入账").first.wait_for()
    assert state(manager, bill) == "paid"


def test_others_make_no_codes(server, manager, bill):
    for login in ("resident", "worker", "gateway", "admin", "duty"):
        answer = Caller(server, login).api("POST", f"/api/v1/community/bill/{bill}/codes", {"way": "wechat"})
        assert answer.status == 403, answer


def test_what_is_wrong_with_the_settings_is_said_before_it_starts(run, provider, tmp_path):
    settings = tmp_path / "payments.json"

    def start(text, mode=0o600):
        settings.write_text(text, encoding="utf-8")
        os.chmod(settings, mode)
        return run("serve", "--data", tmp_path / "data", "--port", "0", "--payments", settings, "--lang", "en")

    right = json.loads(provider.settings(COMPANY))
    open_to_all = start(json.dumps(right), 0o644)
    assert open_to_all.code != 0 and "chmod 600" in open_to_all.err
    secret = right["wechat"]["apiKey"] = "too short"
    wrong = start(json.dumps(right))
    assert wrong.code != 0 and "wechat.apiKey" in wrong.err and secret not in wrong.err
    assert start("{").code != 0
    missing = run("serve", "--data", tmp_path / "data", "--payments", tmp_path / "none.json", "--lang", "en")
    assert missing.code != 0 and "none.json" in missing.err
