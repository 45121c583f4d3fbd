"""The portal on a phone: it is installed, says so where there is no network, keeps nothing of people, and begins with what
each role comes for."""

import http.server
import json
import struct
import threading
import urllib.parse

import pytest

from caller import Caller
from estate import HOME, done, entered, settled
from portal import PASSWORD, People, browser, demo, picture  # noqa: F401
from test_security import beijing

PHONE = {"width": 390, "height": 844}
STARTS = {
    "resident": ["我的账单", "邀请访客", "报修", "我的报修", "通知", "投诉建议", "预约", "搬家装修", "快件"],
    "worker": ["我的工单", "巡查任务", "安全检查", "访客核验"],
    "duty": ["值班台", "访客", "工单派单"],
    "manager": ["收费", "工单", "投诉建议", "今天几颗星", "指标", "房屋档案"],
}
# What stands beyond the edge of the window.
OUTSIDE = """[...document.querySelectorAll('main *')]
  .filter(e => !e.closest('.scroller, .tabs, .hidden, .cards thead, svg'))
  .filter(e => e.getBoundingClientRect().right > 391).map(e => e.outerHTML.slice(0, 80))"""
# Numbers that stand on two lines.
BROKEN = """[...document.querySelectorAll('.tile .value')]
  .filter(e => e.offsetHeight > 1.5 * parseFloat(getComputedStyle(e).lineHeight)).map(e => e.textContent)"""


@pytest.fixture(scope="module")
def phones(browser, demo):  # noqa: F811
    people = People(browser, demo)
    for login in STARTS:
        people.page(login).set_viewport_size(PHONE)
    return people


def controlled(page):
    """The page, once the service worker stands between it and the network."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def kept(page):
    """The paths of all that any cache holds."""
    return page.evaluate("""async () => {
      const paths = [];
      for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
      }
      return paths;
    }""")


def launchers(page):
    return page.locator("nav.launchers a")


def test_the_manifest_names_icons_that_are_there(phones, demo):  # noqa: F811
    page = phones.page("resident")
    page.goto(demo.url + "/work")
    link = page.locator("link[rel=manifest]")
    answer = page.request.get(urllib.parse.urljoin(demo.url, link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = json.loads(answer.body())
    assert manifest["name"] == "邻里" and manifest["display"] == "standalone" and manifest["start_url"] == "/work"
    sizes = set()
    for icon in manifest["icons"]:
        body = page.request.get(demo.url + icon["src"]).body()
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", body[16:24])
            assert icon["sizes"] == f"{width}x{height}"
            sizes.add((width, icon["purpose"]))
    assert sizes == {(side, purpose) for side in (192, 512) for purpose in ("any", "maskable")}
    # Chromium itself reads it without a complaint.
    session = page.context.new_cdp_session(page)
    read = session.send("Page.getAppManifest")
    assert read["url"].endswith("/manifest.webmanifest") and read["errors"] == []


def test_without_a_network_the_portal_says_so_and_keeps_nothing_of_people(phones, demo):  # noqa: F811
    page = phones.page("resident")
    page.goto(demo.url + "/work")
    controlled(page)
    page.goto(demo.url + "/my/bills")
    page.reload()
    assert kept(page) and all(path.startswith("/assets/linli-") for path in kept(page)), kept(page)
    page.goto(demo.url + "/community/complaint/new")
    page.fill("[name=title]", "楼道灯不亮")
    page.context.set_offline(True)
    try:
        # What is filled in does not go, and does not go away.
        form = page.locator("main form[method=post]", has=page.locator("[name=title]"))
        form.evaluate("form => { form.noValidate = true; }")
        form.locator(".submit button").first.click()
        page.locator(".toast", has_text="没有网络，已填写的内容仍在本页").wait_for()
        assert page.input_value("[name=title]") == "楼道灯不亮"
        page.goto(demo.url + "/my/bills")
        assert page.locator("h1").inner_text() == "没有网络"
        # In the style of the portal, from what is kept.
        assert page.locator("main").evaluate("e => getComputedStyle(e).maxWidth") != "none"
        assert "resident" not in page.content() and page.locator("nav").count() == 0
    finally:
        page.context.set_offline(False)
    page.locator("a.button.primary").click()
    page.locator("h1", has_text="我的账单").wait_for()
    assert all(path.startswith("/assets/linli-") for path in kept(page))


@pytest.mark.parametrize("login", STARTS)
def test_each_role_begins_with_what_it_comes_for(phones, demo, login):  # noqa: F811
    page = phones.page(login)
    page.goto(demo.url + "/work")
    links = launchers(page)
    assert links.locator(".label").all_inner_texts() == STARTS[login]
    boxes = [link.bounding_box() for link in links.all()]
    assert all(box["height"] >= 48 and box["width"] >= 150 for box in boxes)
    assert len({round(box["x"]) for box in boxes}) == 2
    # Nothing of evaluations, which these roles do not read, but their notices; all below.
    assert page.locator("main .tiles").count() == 0 and page.locator("main .card").count() == 1
    first = page.locator("main .card").first.bounding_box()
    assert max(box["y"] + box["height"] for box in boxes) <= first["y"]
    picture(page, f"phone-{login}", full=False)
    # Each leads to a page that its role may use.
    for path in [link.get_attribute("href") for link in links.all()]:
        assert page.request.get(demo.url + path).status == 200, path


@pytest.fixture(scope="module")
def things(demo):  # noqa: F811
    """A home with a bill, a visitor who is expected, and a patrol that was taken up: paths of what there is to see."""
    people = {login: Caller(demo, login) for login in STARTS}
    manager, worker = people["manager"], people["worker"]
    settled(manager, "resident", HOME, "R-PHONE")
    entered(manager, "bill", HOME, title="水费", charge="water", amount=12.34, due="2026-12-31")
    visit = entered(people["resident"], "visit", HOME, name="来客", phone="13512345678", purpose="guest",
                    **{"from": beijing(-1), "until": beijing(3)})
    entered(manager, "checkpoint", HOME, name="北门", code="PHONE-P", tag="phone")
    entered(manager, "route", HOME, name="北线", code="PHONE-R", shifts=["day"], points=["PHONE-P"])
    walk = entered(manager, "round", HOME, title="北线夜间巡查", route="PHONE-R")
    done(worker, "round", walk["id"], "start")
    check = worker.api("GET", "/api/v1/community/check?limit=10").json()["items"][0]
    return {"visit": f"/community/visit/{visit['id']}", "check": f"/community/check/{check['id']}"}


def counted(page, label):
    count = launchers(page).filter(has_text=label).locator(".count")
    return count.evaluate("e => e.firstChild.textContent") if count.count() else ""


def test_what_waits_is_counted(phones, demo, things):  # noqa: F811
    homes = Caller(demo, "resident").api("GET", "/api/v1/my/bills").json()["items"]
    bills = sum(bill["open"] > 0 for home in homes for bill in home["bills"])
    assert bills > 0
    starts = {"resident": {"我的账单": str(bills)}, "worker": {"巡查任务": "1", "访客核验": "1", "我的工单": ""}, "duty": {"访客": "1"}}
    for login, counts in starts.items():
        page = phones.page(login)
        page.goto(demo.url + "/work")
        assert {label: counted(page, label) for label in counts} == counts


def test_large_type_stays_within_a_phone(phones, demo, things):  # noqa: F811
    pages = {
        "resident": ["/work", "/my/bills", "/community/order/new", "/community/visit/new", things["visit"]],
        "worker": ["/work", "/community/round", "/community/visit", things["visit"], things["check"]],
        "duty": ["/work", things["visit"]], "manager": ["/work"],
    }
    for login, paths in pages.items():
        page = phones.page(login)
        page.context.add_cookies([{"name": "type", "value": "large", "url": demo.url}])
        for path in paths:
            page.goto(demo.url + path)
            assert page.evaluate("document.documentElement.dataset.type") == "large"
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            # Nothing is cut off either, but where tables and navigation scroll by themselves.
            assert page.evaluate(OUTSIDE) == [], path
            assert page.evaluate(BROKEN) == [], path
            picture(page, "phone-large-" + login + path.replace("/", "-"))


WECHAT = ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile "
          "Safari/537.36 MicroMessenger/8.0.50 Language/zh_CN")


@pytest.fixture
def account(demo):  # noqa: F811
    """The menu of an official account, which lies at another site than the portal."""
    menu = {"物业缴费": "/my/bills", "报修": "/community/order/new", "访客邀请": "/community/visit/new"}
    body = "".join(f"<a href='{demo.url}{path}'>{name}</a> " for name, path in menu.items())
    page = f"<!doctype html><meta charset=utf-8><title>公众号</title>{body}".encode()

    class Menu(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Menu)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()


def test_an_official_account_opens_the_page_that_was_asked_for(browser, demo, account):  # noqa: F811
    context = browser.new_context(locale="zh-CN", viewport=PHONE, user_agent=WECHAT, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(account)
    page.tap("text=物业缴费")
    # Who they are is asked once, on the way; then they are where they wanted to go.
    page.fill("#f-login", "resident")
    page.fill("#f-password", PASSWORD)
    page.tap("main form[action='/login'] button.primary")
    page.locator("h1", has_text="我的账单").wait_for()
    for name, path in (("报修", "/community/order/new"), ("访客邀请", "/community/visit/new"), ("物业缴费", "/my/bills")):
        page.goto(account)
        page.tap(f"text={name}")
        page.wait_for_url(demo.url + path)
        assert page.locator("#f-password").count() == 0
    # Their log-in is told as what it is.
    page.goto(demo.url + "/account/sessions")
    assert "微信" in page.locator("main").inner_text()
    context.close()
