"""The property company and those who live there: bills of one's own home, repairs by a code that hangs there, complaints,
permits, and houses with their people."""

import base64
import re
import urllib.parse

import pytest

from caller import Caller
from estate import HOME, done, entered, numbered, settled
from payments import Payments
from portal import People, Server, browser, picture  # noqa: F401
from test_community_payments import COMPANY, notification, told
from test_portal_community import do

OTHER = "HDL-1-1-102"
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
HOUSE = {"door": "1-101", "address": "清川市和鸣路 1 号", "category": "residence", "use": "own", "owner": "甲一",
                 "ownership": "private", "certificate": "浙（2020）0001"}


@pytest.fixture(scope="module")
def provider():
    with Payments() as fake:
        yield fake


@pytest.fixture(scope="module")
def server(provider, tmp_path_factory):
    folder = tmp_path_factory.mktemp("property")
    settings = folder / "payments.json"
    settings.write_text(provider.settings(COMPANY), encoding="utf-8")
    settings.chmod(0o600)
    server = Server(folder / "data", "--demo", "--no-pace", "--payments", str(settings))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def callers(server):
    people = {login: Caller(server, login) for login in ("manager", "duty", "worker", "resident")}
    settled(people["manager"], "resident", HOME, "R-OWN")
    return people


@pytest.fixture(scope="module")
def people(browser, server):  # noqa: F811
    return People(browser, server)


def bill(manager, home, yuan):
    return entered(manager, "bill", home, title=f"水费 {home}", charge="water", amount=yuan, due="2026-12-31")["id"]


def test_a_resident_sees_and_pays_the_bills_of_their_home(server, provider, callers, people):
    manager, resident = callers["manager"], callers["resident"]
    own, other = bill(manager, HOME, 12.34), bill(manager, OTHER, 20)
    listed = resident.api("GET", "/api/v1/community/bill?limit=100").json()["items"]
    assert own in [b["id"] for b in listed] and all(b["place"]["number"] == HOME for b in listed)
    assert resident.api("GET", f"/api/v1/community/bill/{other}").status == 403
    assert resident.get(f"/community/bill/{other}").status == 403
    export = resident.get("/community/bill/export/csv")
    assert export.status == 200 and HOME in export.text and OTHER not in export.text
    assert resident.api("POST", f"/api/v1/community/bill/{other}/codes", {"way": "wechat"}).status == 403
    homes = resident.api("GET", "/api/v1/my/bills").json()["items"]
    assert [h["number"] for h in homes] == [HOME] and homes[0]["owed"] >= 1234
    page = people.page("resident")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(server.url + "/my/bills")
    assert "待缴" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, "my-bills")
    page.locator(f"main a[href='/community/bill/{own}']").click()
    page.locator("#pay button", has_text="微信支付").click()
    page.locator("#code svg.qr").wait_for()
    order = provider.pay(page.url.rsplit("/", 1)[1])
    assert told(order, notification(provider, "wechat")(order))[0] == 200
    page.get_by_text("已收到付款，已入账").first.wait_for()
    # On paper.
    page.goto(server.url + "/my/bills")
    page.locator("main a[href$='/receipt']").first.click()
    assert "壹拾贰元叁角肆分" in page.inner_text("#receipt") and COMPANY in page.inner_text("#receipt")
    picture(page, "receipt")
    assert manager.api("GET", "/api/v1/money/check").json()["right"] is True
    # Neither the books nor the estate as a whole.
    assert {path: resident.get(path).status for path in ("/community/money", "/community", "/duty")} == {
        "/community/money": 403, "/community": 403, "/duty": 403}
    assert page.console_errors == []


def test_moving_out_ends_it(callers):
    manager = callers["manager"]
    who = settled(manager, "resident", OTHER, "R-MOVED")
    mine = callers["resident"].api("GET", "/api/v1/my/bills").json()["items"]
    assert [home["number"] for home in mine] == [HOME, OTHER]
    tenure = manager.api("GET", f"/api/v1/community/tenure?who={who}").json()["items"][0]["id"]
    done(manager, "tenure", tenure, "end", until="2026-01-02")
    mine = callers["resident"].api("GET", "/api/v1/my/bills").json()["items"]
    assert [home["number"] for home in mine] == [HOME]
    refused = callers["resident"].api("POST", "/api/v1/community/order", {
        "place": OTHER, "fields": {"title": "x", "type": "repair"}}, Idempotency_Key="moved")
    assert refused.status == 403 and refused.json()["place"] == "place"


def test_a_repair_by_a_code_is_followed_and_rated(server, callers, people, tmp_path):
    manager, worker = callers["manager"], callers["worker"]
    place = numbered(manager, "space", "HDL-1")
    sheet = people.page("manager")
    sheet.goto(f"{server.url}/community/space/{place}")
    sheet.locator("a[href$='/codes']").click()
    sheet.locator("#code-order svg.qr").wait_for()
    picture(sheet, "codes-sheet")
    address = sheet.locator("#code-order .facts a").get_attribute("href")
    assert callers["resident"].get(f"/community/space/{place}/codes").status == 403
    path = urllib.parse.urlparse(address).path
    page = people.page(None)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(server.url + path)
    picture(page, "report")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    photo = tmp_path / "灯.png"
    photo.write_bytes(PNG)
    page.fill("[name=title]", "楼道灯不亮")
    page.fill("[name=contact]", "13812345678")
    page.set_input_files("input[type=file]", photo)
    page.click("form#report button.primary")
    page.wait_for_url(re.compile("/follow/order/"))
    follow = urllib.parse.urlparse(page.url).path
    assert "已登记" in page.inner_text("#steps") and "138" not in page.inner_text("main")
    order = follow.split("/")[3]
    found = manager.api("GET", f"/api/v1/community/order/{order}").json()
    assert found["place"]["number"] == "HDL-1" and found["fields"]["type"] == "repair"
    assert found["fields"]["contact"] == "138****5678" and len(found["fields"]["photos"]) == 1
    done(manager, "order", order, "assign", worker="worker")
    done(worker, "order", order, "start")
    sender = people.page("worker")
    sender.goto(f"{server.url}/community/order/{order}")
    do(sender, "finish", files=photo, words="换了灯泡")
    page.reload()
    assert "完工" in page.inner_text("#steps") and "换了灯泡" not in page.inner_text("main")
    page.fill("[name='rate.stars']", "5")
    page.click("form#act-rate button.primary")
    page.get_by_text("已办结").first.wait_for()
    picture(page, "follow")
    assert manager.api("GET", f"/api/v1/community/order/{order}").json()["state"] == "closed"
    assert page.console_errors == []


def test_an_address_that_nobody_gave_leads_nowhere(server, callers):
    nobody, manager = Caller(server), callers["manager"]
    place, seal = numbered(manager, "space", "HDL-1"), "0" * 32
    order = entered(manager, "order", "HDL-1", title="Lamp", type="repair")["id"]
    for path in (f"/report/order/{place}/{seal}", f"/follow/order/{order}/{seal}", f"/report/alarm/{place}/{seal}",
                 f"/report/nothing/{place}/{seal}", f"/follow/order/none/{seal}"):
        assert nobody.get(path).status == 404, path
    assert nobody.post_file(f"/report/order/{place}/{seal}", {"title": "x"}).status == 404
    assert nobody.post(f"/follow/order/{order}/{seal}/rate", {"rate.stars": "5"}).status == 404
    assert nobody.post(f"/follow/order/{order}/{seal}/cancel", {}).status == 404


def test_what_is_sent_by_a_code_is_limited(server, callers):
    manager, nobody = callers["manager"], Caller(server)
    place = numbered(manager, "space", "HDL-2")
    sheet = manager.get(f"/community/space/{place}/codes").text
    path = urllib.parse.urlparse(re.search(r'href="([^"]*/report/order/[^"]+)"', sheet).group(1)).path
    script = ("photos", "a.png", b"<script>alert(1)</script>")
    assert nobody.post_file(path, {"title": "Lamp"}, file=script).status == 422
    assert nobody.post_file(path, {"title": "Lamp"}, file=("photos", "a.png", PNG + b"x" * (5 << 20))).status == 422
    assert nobody.post_file(path, {"title": ""}).status == 422


def test_a_complaint_is_answered(server, callers, people):
    manager, page = callers["manager"], people.page("resident")
    page.goto(server.url + "/community/complaint/new")
    page.fill("[name=title]", "夜间施工扰民")
    page.select_option("form#new-complaint [name=type]", "complaint")
    page.click("form#new-complaint button.primary")
    page.wait_for_url(re.compile("done=complaint.create"))
    complaint = page.url.split("?")[0]
    item = complaint.rsplit("/", 1)[1]
    done(manager, "complaint", item, "accept", person="worker")
    done(callers["worker"], "complaint", item, "answer", words="已要求夜间停工")
    page.goto(complaint + "/history")
    assert "已要求夜间停工" in page.inner_text("main")
    page.goto(complaint)
    do(page, "rate", stars="5")
    assert manager.api("GET", f"/api/v1/community/complaint/{item}").json()["state"] == "closed"


def test_a_permit_is_granted(callers):
    manager, resident, worker = callers["manager"], callers["resident"], callers["worker"]
    fields = {"title": "搬家", "type": "moveout", "from": "2026-12-01 09:00", "until": "2026-12-01 18:00"}
    refused = resident.api("POST", "/api/v1/community/permit", {"place": OTHER, "fields": fields}, Idempotency_Key="other")
    assert refused.status == 403
    made = resident.api("POST", "/api/v1/community/permit", {"fields": fields}, Idempotency_Key="permit")
    assert made.status == 201 and made.json()["place"]["number"] == HOME, made
    item = made.json()["id"]
    assert resident.api("POST", f"/api/v1/community/permit/{item}/acts/grant", {"id": "own", "fields": {}},
                        If_Match="*").status == 403
    code = done(manager, "permit", item, "grant")["fields"]["code"]
    assert re.fullmatch(r"\d{6}", code)
    assert resident.api("GET", f"/api/v1/community/permit/{item}").json()["fields"]["code"] == code
    assert [p["id"] for p in worker.api("GET", f"/api/v1/community/permit?code={code}").json()["items"]] == [item]
    done(worker, "permit", item, "pass", words="一车家具")
    assert done(manager, "permit", item, "inspect", words="已清场")["state"] == "inspected"


def test_a_house_file_finds_its_people_and_back(server, callers, people):
    manager, page = callers["manager"], people.page("manager")
    house = entered(manager, "house", HOME, code="F-1", **HOUSE)["id"]
    done(manager, "house", house, "review")
    twice = manager.api("POST", "/api/v1/community/house", {"place": HOME, "fields": {"code": "F-2", **HOUSE}},
                        Idempotency_Key="twice")
    assert twice.status == 409
    page.goto(f"{server.url}/community/house/{house}")
    card = page.locator("section.card", has=page.locator("h2", has_text="相关居住与产权"))
    assert "甲一" not in page.content() and card.locator("tbody tr").count() >= 1
    picture(page, "house")
    card.locator("tbody a[href*='/community/resident/']").first.click()
    page.wait_for_url(re.compile("/community/resident/"))
    page.locator("main a[href*='/community/house/']").first.click()
    page.wait_for_url(re.compile(f"/community/house/{house}"))
    home = numbered(manager, "space", HOME)
    page.goto(f"{server.url}/community/space/{home}")
    assert page.locator(f"main a[href='/community/house/{house}']").count() == 1
    computed = manager.api("POST", "/api/v1/metrics", {"metric": "house.complete"})
    assert computed.status == 200, computed
    value = next(m for m in computed.json()["items"] if m["id"] == "house.complete")["latest"]
    assert [value["numerator"], value["denominator"]] == [1, 1]
