"""Bookings, notices and polls in a real browser and over HTTP: a resident books with one tap, reads and votes."""

import datetime
import re

import pytest

from caller import Caller
from conftest import linli
from portal import People, browser, demo, picture  # noqa: F401
from test_portal_access import FACTS, HAN

LOGINS = ["manager", "duty", "worker", "worker2", "resident"]
ROOM, POLL, NOTICE = "邻里活动室", "中心花园东侧空地怎么用", "电梯年检安排"


@pytest.fixture(scope="module")
def people(demo, browser):
    return People(browser, demo)


@pytest.fixture(scope="module")
def callers(demo):
    return {login: Caller(demo, login) for login in LOGINS}


@pytest.fixture(scope="module")
def room(callers):
    found = callers["resident"].api("GET", "/api/v1/community/resource").json()["items"]
    return next(item["id"] for item in found if item["title"] == ROOM)


def tomorrow(days=1):
    return (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(days=days)).isoformat()


def calendar(room, day):
    return f"/community/resource/{room}/calendar?from={day}"


def cell(page, time, day):
    """The place of the calendar where a row and a day meet."""
    column = next(n for n, head in enumerate(page.locator("main thead th").all_inner_texts()) if head.startswith(day[5:]))
    return page.locator("main tbody tr", has=page.locator("th", has_text=time)).locator("th, td").nth(column)


def test_a_resident_books_with_one_tap(people, callers, room):
    server, day, page = people.server, tomorrow(), people.page("resident")
    page.goto(server.url + "/work")
    page.locator("nav a", has_text="预约").first.click()
    page.locator("main a", has_text=ROOM).click()
    page.locator("main a", has_text="预约日历").click()
    assert cell(page, "19:00", day).inner_text() == "预约"
    cell(page, "19:00", day).locator("button").click()
    page.wait_for_url(re.compile("done=booking.create"))
    assert "已预约" in page.inner_text("main") and ROOM in page.inner_text("main")
    booking = page.url.split("?")[0]
    page.goto(server.url + calendar(room, day))
    assert cell(page, "19:00", day).inner_text() == "我的预约"
    picture(page, "booking-calendar")
    # Others see that it is taken, and nothing of whose it is; sent all the same, it is refused with what is free.
    other = callers["worker"]
    seen = other.get(calendar(room, day)).text
    assert "Taken" in seen and "岑映雪" not in seen and booking.rsplit("/", 1)[1] not in seen
    slot = {"resource": room, "from": f"{day} 19:00", "until": f"{day} 20:00"}
    late = other.post("/community/booking", slot)
    assert late.status == 409 and f"{day} 18:00–19:00, {day} 20:00–21:00" in late.text
    # It ends with touching ones on both sides.
    taken = other.api("GET", f"/api/v1/community/resource/{room}/slots?from={day}&days=1").json()
    assert [(one["from"][11:16], one["free"]) for one in taken["slots"]] == [("09:00", 1), ("19:00", 0), ("20:00", 1)]
    for hours in (("18:00", "19:00"), ("20:00", "21:00")):
        made = other.api("POST", "/api/v1/community/booking",
                         {"fields": {"resource": room, "from": f"{day}T{hours[0]}:00+08:00", "until": f"{day}T{hours[1]}:00+08:00"}},
                         Idempotency_Key="touching" + hours[0])
        assert made.status == 201 and made.json()["state"] == "confirmed", made
    # Whoever keeps the room cancels, and the resident is told.
    manager = people.page("manager")
    manager.goto(booking)
    form = manager.locator("form[action$='/acts/cancel']")
    for details in form.locator("xpath=ancestor::details[not(@open)]").all():
        details.locator("summary").first.click()
    form.locator("textarea").fill("检修")
    form.locator("button").last.click()
    manager.wait_for_url(re.compile("done=booking.cancel"))
    page.goto(server.url + "/account/notices")
    assert "您的预约：已取消" in page.inner_text("main")
    page.goto(server.url + calendar(room, day))
    assert cell(page, "19:00", day).inner_text() == "预约"


def test_a_booking_that_is_confirmed(people, callers):
    manager, resident, day = callers["manager"], callers["resident"], tomorrow(2)
    found = resident.api("GET", "/api/v1/community/resource").json()["items"]
    fixer = next(item["id"] for item in found if item["title"] == "上门维修师傅")
    made = resident.post("/community/booking", {"resource": fixer, "from": f"{day} 10:00", "until": f"{day} 11:00", "purpose": "修水龙头"})
    booking = made["location"].split("?")[0]
    assert "Asked for" in resident.get(booking).text and resident.post(booking + "/acts/confirm", {"_version": "1"}).status == 403
    assert callers["worker2"].get(booking).status == 403
    assert manager.post(booking + "/acts/confirm", {"_id": "c", "_version": "1"}).status == 303
    assert "Booked" in resident.get(booking).text


def test_a_resident_reads_and_votes(people, callers):
    server, page = people.server, people.page("resident")
    page.goto(server.url + "/messages")
    unread = page.locator("main table", has=page.locator("caption", has_text="未读"))
    assert unread.locator("tbody tr").count() == 2
    picture(page, "messages")
    unread.locator("a", has_text=NOTICE).click()
    assert "停梯 40 分钟" in page.inner_text("main")
    page.goto(server.url + "/messages")
    assert unread.locator("tbody tr").count() == 1
    unread.locator("a", has_text=POLL).click()
    page.locator("main label", has_text="儿童活动区").click()
    page.locator("form#answer button").click()
    page.wait_for_url(re.compile("done=message.answer"))
    assert "已收到您的答复" in page.content() and "已答复" in page.inner_text("main")
    # Changed before the end, it still is one vote.
    page.locator("main label", has_text="口袋花园").click()
    page.locator("form#answer button").click()
    page.wait_for_load_state()
    picture(page, "poll")
    poll = page.url.split("/messages/")[1].split("?")[0]

    worker = callers["worker"]
    message = worker.api("GET", f"/api/v1/messages/{poll}").json()
    assert message["open"] and message["readAt"] is None and [o["title"] for o in message["questions"][0]["options"]][0] == "口袋花园"
    assert worker.api("PUT", f"/api/v1/messages/{poll}/answer", {"fields": {"q1": "o9"}}).status == 422
    answered = worker.api("PUT", f"/api/v1/messages/{poll}/answer", {"fields": {"q1": "o1"}})
    assert answered.status == 200 and answered.json()["answer"] == {"q1": "o1"}, answered
    assert worker.api("POST", f"/api/v1/messages/{poll}/read").json()["readAt"]

    results = callers["manager"].api("GET", f"/api/v1/community/poll/{poll}/results").json()
    assert results["tallies"][0]["counts"] == [2, 0, 0, 0] and results["answered"] == 2
    manager = people.page("manager")
    manager.goto(f"{server.url}/community/poll/{poll}")
    manager.locator("main a", has_text="送达与结果").click()
    text = manager.inner_text("main")
    assert "口袋花园" in text and "2 人（100%）" in text and "未读" in text
    assert "岑映雪" not in manager.locator("#unread").inner_text()
    picture(manager, "poll-results")
    # Those who are only asked see neither how it goes nor that it was not for them.
    assert [callers[who].get(f"/community/poll/{poll}/results").status for who in ("resident", "duty", "worker")] == [403] * 3
    assert callers["manager"].get(f"/messages/{poll}").status == 404


def test_a_survey_is_published_answered_and_ended(people, callers):
    manager, resident, end = callers["manager"], callers["resident"], tomorrow(3)
    made = manager.post("/community/survey", {
        "title": "物业服务满意度", "questions": "对保洁是否满意 | 星级\n您最常走哪个门 | 北门/南门\n还有什么建议 | 文字",
        "roles": ["resident", "worker"], "secret": "true", "until": f"{end} 18:00"})
    assert made.status == 303, made
    survey = made["location"].split("?")[0]
    name = survey.rsplit("/", 1)[1]
    assert resident.get(f"/messages/{name}").status == 404
    assert manager.post(survey + "/acts/publish", {"_id": "p", "_version": "1"}).status == 303
    page = people.page("resident")
    page.goto(f"{people.server.url}/messages/{name}")
    page.locator("label", has_text="5 星").click()
    page.locator("label", has_text="南门").click()
    page.locator("textarea[name=q3]").fill("多种树")
    page.locator("form#answer button").click()
    page.wait_for_url(re.compile("done=message.answer"))
    picture(page, "survey")
    results = manager.api("GET", f"/api/v1/community/survey/{name}/results").json()
    assert results["answered"] == 1 and results["withheld"] and results["tallies"] == [] and results["answers"] == []
    assert manager.post(survey + "/acts/end", {"_id": "e", "_version": "2"}).status == 303
    late = resident.api("PUT", f"/api/v1/messages/{name}/answer", {"fields": {"q1": "1", "q2": "o1"}})
    assert late.status == 423, late
    assert "多种树" not in manager.get(survey + "/results").text


def test_pages_in_english_have_no_chinese_around_them(people, callers, room):
    page, wrong = people.page("resident"), {}
    # What is asked is in the words of whoever asks: a notice asks nothing.
    found = callers["resident"].api("GET", "/api/v1/messages").json()["items"]
    message = next(item["id"] for item in found if item["title"] == NOTICE)
    for path in ["/messages", f"/messages/{message}", f"/community/resource/{room}/calendar", "/community/resource", "/community/booking"]:
        page.goto(people.server.url + path + "?lang=en")
        texts = [text.replace("中文", "").split(": ")[0] for text in page.evaluate(FACTS)["chrome"]]
        wrong[path] = [text for text in texts if HAN.search(text)]
    page.goto(people.server.url + "/messages?lang=zh")
    assert {path: found for path, found in wrong.items() if found} == {}


def test_nothing_is_wider_than_a_telephone(people, callers, room):
    page = people.page("resident")
    page.set_viewport_size({"width": 390, "height": 844})
    message = callers["resident"].api("GET", "/api/v1/messages").json()["items"][0]["id"]
    for path in ["/messages", f"/messages/{message}", f"/community/resource/{room}/calendar"]:
        page.goto(people.server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        picture(page, "narrow" + re.sub(r"\W+", "-", path)[:20])


def test_the_journal_is_whole(demo, people):
    for page in people.contexts.values():
        page.context.close()
    people.contexts.clear()
    demo.stop()
    found = linli("journal", "verify", "--data", demo.data, "--lang", "en")
    demo.start()
    assert found.code == 0 and "everything fits" in found.out, found
