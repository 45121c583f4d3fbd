"""One day of an estate, played by those who live and work there: with taps, from their start pages on. And what the day shows of
the standard: a visitor, a repair, a bill, an alarm and a patrol, each from the first tap to the clause."""

import json
import re
from types import SimpleNamespace

import pytest

from caller import Caller
from conftest import linli
from estate import HOME, SMOKE, entered, settled
from hands import NUMBER, Hand
from payments import Payments
from portal import People, Server, browser, planted_city  # noqa: F401
from test_community_payments import COMPANY, notification, told
from test_portal_community import PNG, now, reading, send

# The metric that counts the thing itself, and its clause.
PROVED = {
    "visit": ("9.2.2.a", "visit.count", "访客登记数"), "repair": ("8.2.4.b", "repair.rated", "报修评价率"),
    "bill": ("8.2.4.a", "payment.online", "线上缴费笔数"), "alarm": ("7.2.3.b.1", "alarm.in-term", "告警及时响应率"),
    "patrol": ("6.2.3.d.2", "patrol.count", "巡查记录数"),
}
# What a single day does not prove, in the words of the page, and the standing of the clause.
THIN = {
    "visit": ("未达到", "访客记录保存天数", "还不能证明保存满 180 天"), "repair": ("数据不足", "报修评价率", "至少要 5"),
    "alarm": ("数据不足", "告警及时响应率", "至少要 5"), "patrol": ("数据不足", "巡查记录数", "至少要 7 天"),
}


@pytest.fixture(scope="module")
def provider():
    with Payments() as fake:
        yield fake


@pytest.fixture(scope="module")
def server(provider, tmp_path_factory):
    settings = tmp_path_factory.mktemp("days") / "payments.json"
    settings.write_text(provider.settings(COMPANY), encoding="utf-8")
    settings.chmod(0o600)
    server = Server(planted_city(tmp_path_factory), "--demo", "--no-pace", "--payments", str(settings))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def morning(server):
    """What stood when the day began: who lives where, the points of a route, and what the clock has opened."""
    manager = Caller(server, "manager")
    settled(manager, "resident", HOME, "R-DAY")
    tags = {}
    for code, name in (("DAY-N", "北门"), ("DAY-G", "地库入口")):
        tags[name] = f"tag-{code}"
        entered(manager, "checkpoint", "HDL", name=name, code=code, tag=tags[name], watch="门锁、照明")
    entered(manager, "route", "HDL", name="北线", code="DAY-R", shifts=["day"], points=["DAY-N", "DAY-G"])
    entered(manager, "round", "HDL", title="北线 早班", route="DAY-R")
    entered(manager, "inspection", "HDL-1", title="1 号楼消防通道检查")
    return tags


@pytest.fixture(scope="module")
def hands(browser, server, morning):  # noqa: F811
    people, hands = People(browser, server), {}

    def hand(login):
        if login not in hands:
            hands[login] = Hand(people, login, login in ("resident", "worker", "worker2"))
        return hands[login]

    return hand


@pytest.fixture(scope="module")
def day():
    """What was made during the day: numbers by what they are of."""
    return SimpleNamespace(numbers={}, before={})


def answers(hand):
    """The lines of the clauses on the page of the stars, by thing: the standing of the clause, and the metric's line."""
    found = {}
    for thing, (clause, _, title) in PROVED.items():
        row = hand.page.locator(f"[id='clause-{clause}']")
        found[thing] = (row.inner_text(), row.locator("p.answer", has_text=title).first.inner_text())
    return found


def sample(line):
    return int(re.search(r"样本 (\d+)", line).group(1))


def explained(server, metric):
    """The account of a metric as the command gives it: numbers of what it rests on, and of what counts."""
    told = linli("metric", "explain", metric, "--data", server.data, "--of", COMPANY, "--json")
    assert told.code == 0, told
    account = json.loads(told.out)
    assert account["agrees"] and account["fromActs"]
    return [line["number"] for line in account["lines"]], [line["number"] for line in account["lines"] if line["counts"]]


def evaluated(hand):
    hand.launch("今天几颗星")
    hand.go(hand.page.get_by_role("button", name="立即计算"), "done=computed")
    return answers(hand)


def test_the_day_begins_with_nothing_shown(hands, server, day):
    office = hands("manager")
    day.before = {thing: sample(line) for thing, (_, line) in evaluated(office).items()}
    assert {thing: day.before[thing] for thing in ("visit", "repair", "alarm", "patrol")} == dict.fromkeys(
        ("visit", "repair", "alarm", "patrol"), 0)


def test_the_office_bills_the_month(hands, day):
    office = hands("manager")
    office.launch("收费")
    office.link("批量出账")
    box = office.write("billing", tariff="物业服务费", period="2027-01", within="HDL-1-1")
    office.go(box.locator("button.primary"), "tariff=")
    assert "预览：物业服务费 2027-01" in office.text()
    office.picture("office-billing")
    office.go(office.page.get_by_role("button", name="确认出账"), "done=bill.create")
    assert "1-1-101" in office.text() and "2027-01" in office.text()


def test_the_resident_invites_asks_pays_votes_and_complains(hands, server, provider, day):
    resident = hands("resident")
    resident.picture("resident-start")
    page = resident.page

    resident.launch("邀请访客")
    assert page.locator("h1").inner_text() == "邀请访客"
    resident.send("new-visit", name="来客", phone="13612345678", purpose="探亲访友")
    day.numbers["visit"] = resident.number
    day.code = re.sub(r"\s", "", page.locator(".tile", has_text="通行码").locator(".value").inner_text())
    assert re.fullmatch(r"[0-9]{8}", day.code)
    # Their own words, masked for others; and until when it holds, to the minute.
    assert page.locator("h1").inner_text().startswith("来客")
    assert re.search(r"期限：\d{4}-\d\d-\d\d \d\d:\d\d", resident.text("header.heading .lead"))
    resident.picture("resident-visitor")

    resident.launch("报修")
    assert page.locator("h1").inner_text() == "报修"
    # The home is known, and nobody asks what only the office knows.
    asked = page.locator("form#new-order").locator("label, legend").all_inner_texts()
    assert not any(word in label for label in asked for word in ("类别", "紧急程度", "设备", "演练")), asked
    resident.send("new-order", title="厨房水管漏水", words="洗菜池下面", contact="13812345678", photo=PNG)
    day.numbers["repair"] = resident.number

    resident.launch("我的账单")
    resident.go(page.locator("main tbody a", has_text="2027-01"))
    resident.go(page.locator("#pay button", has_text="微信支付"))
    page.locator("#code svg.qr").wait_for()
    order = provider.pay(page.url.rsplit("/", 1)[1])
    assert told(order, notification(provider, "wechat")(order))[0] == 200
    page.get_by_text("已收到付款，已入账").first.wait_for()
    resident.launch("我的账单")
    day.numbers["bill"] = NUMBER.search(page.locator("table", has_text="缴费记录").inner_text()).group()
    resident.picture("resident-bills")
    resident.go(page.locator("main a[href$='/receipt']"))
    assert COMPANY in resident.text("#receipt") and "微信" in resident.text("#receipt")

    resident.launch("通知")
    resident.link("中心花园东侧空地怎么用")
    resident.touch(page.locator("form#answer input[type=radio]"))
    resident.go(page.locator("form#answer button.primary"), "done=")
    assert "我的答复" in resident.text()

    resident.launch("投诉建议")
    resident.send("new-complaint", title="夜间施工扰民", type="投诉")
    day.complaint = resident.number


def test_the_guard_lets_in_walks_and_finds_a_hazard(hands, morning, day):
    guard = hands("worker")
    page = guard.page
    guard.launch("访客核验")
    guard.go(page.locator("main tbody tr", has_text=day.numbers["visit"]).locator("a"))
    guard.act("arrive", code=day.code)
    assert "在访" in guard.text("h1")

    guard.launch("巡查任务")
    guard.link("北线 早班")
    guard.act("start")
    day.numbers["patrol"] = []
    for name, tag in morning.items():
        guard.link(name)
        guard.write("act-scan", tag=tag, words="正常", photo=PNG)
        if name == "北门":
            page.locator("#act-scan").scroll_into_view_if_needed()
            guard.picture("guard-patrol")
        guard.send("act-scan")
        assert "已到点" in guard.text("h1")
        day.numbers["patrol"].append(guard.number)
        guard.link("北线 早班")
    guard.act("finish", words="全部到点")
    assert "已完成" in guard.text("h1")

    guard.launch("安全检查")
    guard.link("1 号楼消防通道检查")
    guard.act("report", words="通道堆放杂物", photo=PNG)
    assert "隐患待整改" in guard.text("h1")
    day.hazard = NUMBER.search(page.locator(".facts a[href*='/community/order/']").inner_text()).group()


def test_the_officer_answers_an_alarm(hands, server, day):
    duty = hands("duty")
    page = duty.page
    duty.launch("值班台")
    gateway = Caller(server, "gateway").with_token(server)
    page.evaluate("window.isUntouched = true")
    assert send(gateway, reading(SMOKE, "smoke", 0.5), reading(SMOKE, "smoke", 31, now(1)))["taken"] == 2
    card = page.locator("#board li.alarm", has_text="2 号楼 5 层烟感")
    card.wait_for()
    assert page.evaluate("window.isUntouched"), "the page was loaded anew"
    assert page.locator("figure.map a.place[aria-label*='火警']").count() == 1
    duty.picture("duty")
    duty.go(card.locator("button[id^=acknowledge]"), "done=alarm.acknowledge")
    assert "处置中" in card.inner_text() and card.locator("a[href*='/community/order/']").count() == 1
    duty.go(card.locator("h3 a"))
    day.numbers["alarm"] = duty.number
    duty.act("close", words="厨房油烟，已通风", photo=PNG)
    duty.entry("值班")
    assert page.locator("#board li.alarm").count() == 0
    duty.entry("社区")
    assert "火警" in page.locator("table", has=page.locator("caption", has_text="按事件类型")).inner_text()


def test_the_office_sends_somebody_and_answers(hands, day):
    office = hands("manager")
    page = office.page
    for number in (day.numbers["repair"], day.hazard):
        office.launch("工单")
        office.go(page.locator("main tbody tr", has_text=number).locator("a"))
        office.write("act-assign", worker=worker(office), words="今天处理")
        if number == day.numbers["repair"]:
            office.picture("office-order")
        office.send("act-assign")

    office.launch("投诉建议")
    office.go(page.locator("main tbody tr", has_text=day.complaint).locator("a"))
    office.act("answer", words="已要求夜间停工")

    office.launch("收费")
    page.fill("main .search input", HOME.replace("101", "102"))
    office.go(page.get_by_role("button", name="查看房屋账户"))
    office.link("登记收款")
    office.send("new-payment", amount="50", way="现金")
    office.link("收款收据")
    assert "伍拾元整" in office.text("#receipt")

    office.launch("房屋档案")
    office.link("登记房屋档案")
    office.send("new-house", code="F-1-101", door="1-101", category="住宅", use="自住", owner="甲一", ownership="私有产权",
                address="清川市和鸣路 1 号", certificate="浙（2020）0001", place="1-1-101")
    office.act("review")
    assert "在册" in office.text("h1") and "甲一" not in page.content()


def worker(hand):
    """The one who repairs; the other one guards."""
    options = hand.page.locator("form#act-assign [name='assign.worker'] option").all_text_contents()
    return next(name for name in options if name and "牛建工" not in name and "请选择" not in name)


def test_the_repair_is_done_and_rated(hands, day):
    plumber, resident = hands("worker2"), hands("resident")
    plumber.launch("我的工单")
    plumber.go(plumber.page.locator("main tbody tr", has_text=day.numbers["repair"]).locator("a"))
    plumber.act("start")
    plumber.act("finish", words="换了软管，不再漏水", photo=PNG)
    # The start page tells the resident; one tap leads there.
    resident.home()
    assert "1" in resident.page.locator("nav.launchers a", has_text="我的报修").locator(".count").inner_text()
    resident.launch("我的报修")
    assert resident.page.locator("h1").inner_text() == "我的报修" and "导入" not in resident.text()
    resident.home()
    resident.go(resident.page.locator("main .card a", has_text=day.numbers["repair"]))
    resident.act("rate", stars="5", words="很快")
    assert "已办结" in resident.text("h1")
    resident.home()
    resident.go(resident.page.locator("main .card a", has_text=day.complaint))
    resident.act("rate", stars="4")
    assert "已办结" in resident.text("h1")


def test_each_has_reached_its_clause(hands, server, day):
    office = hands("manager")
    after = evaluated(office)
    made = {"patrol": len(day.numbers["patrol"])}
    assert {thing: sample(line) - day.before[thing] for thing, (_, line) in after.items()} == {
        thing: made.get(thing, 1) for thing in PROVED}
    assert "居民报修数 1 件" in after["repair"][0]
    # Paid and asked about: all that this clause asks of data. The others are not met by one day, and the page says why.
    assert "数据已证明" in after["bill"][0]
    for thing, (standing, metric, why) in THIN.items():
        row = after[thing][0]
        assert standing in row and metric in row and why in row, row
    office.picture("stars")


@pytest.mark.parametrize("thing", PROVED)
def test_the_metric_names_it(hands, server, day, thing):
    clause, metric, title = PROVED[thing]
    numbers = day.numbers[thing] if thing == "patrol" else [day.numbers[thing]]
    rests, counts = explained(server, metric)
    assert [counts.count(number) for number in numbers] == [1] * len(numbers)
    assert len(counts) == day.before[thing] + len(numbers), (rests, counts)
    # From the clause to the metric's own page.
    office = hands("manager")
    office.launch("今天几颗星")
    office.go(office.page.locator(f"[id='clause-{clause}']").get_by_role("link", name=title), re.escape(metric))
    assert "怎样计算" in office.text()


def test_it_goes_into_a_case(hands, day):
    applicant = hands("applicant")
    page = applicant.page
    applicant.link("新建申报")
    for field, value in (("name", "和鸣里"), ("address", "清川市青墩区"), ("region", "990101"), ("acceptedOn", "2021-09-15"),
                         ("operatingSince", "2022-01-01")):
        page.fill(f"#f-{field}", value)
    page.select_option("#f-body", label="清川市建筑与社区评价中心")
    applicant.go(page.locator("form#new-case button.primary"), "/cases/[0-9a-z]+$")
    applicant.entry("今天几颗星")
    applicant.go(page.get_by_role("button", name=re.compile("^填入")), "done=handed")
    applicant.link("打开申报")
    assert "和鸣里" in applicant.text()


def test_no_page_complained(hands):
    for login in ("manager", "resident", "worker", "worker2", "duty", "applicant"):
        assert hands(login).page.console_errors == [], login
