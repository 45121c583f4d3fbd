"""Every page for everybody: by machine against WCAG 2.2 AA, on a phone, in the dark, in large type, by keyboard alone."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from caller import Caller
from estate import HOME, SMOKE, Estate, numbered
from portal import PASSWORD, browser, demo, picture  # noqa: F401
from test_portal_hardening import code

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
HAN = re.compile(r"[\u3400-\u9fff\uff08\uff09\uff0c\uff1a\uff1b\u3001\u3002]")

# What the pages are called here, by who opens them; {names of communities} stand for their latest case, {person} for
# the reviewer, {kinds of things} for one of the community wing.
PAGES = {
    None: ["/", "/login", "/registry", "/registry?q=%E6%97%A0", "/notices", "/notices/{晓岚居}", "/registry/{certificate}", "/nowhere"],
    "applicant": [
        "/work", "/cases", "/cases/new", "/cases/{鹭洲小筑}", "/cases/{鹭洲小筑}/clauses", "/cases/{鹭洲小筑}/clauses/6.2.2.b",
        "/cases/{鹭洲小筑}/clauses/6.2.2.c.2", "/cases/{鹭洲小筑}/evidence", "/cases/{鹭洲小筑}/import", "/cases/{鹭洲小筑}/community",
        "/cases/{临川锦里}", "/cases/{临川锦里}/rounds", "/cases/{临川锦里}/history", "/account", "/account/notices", "/account/password",
        "/account/sessions", "/account/tokens", "/account/personal", "/account/second-factor",
        "/account/confirm?next=/work", "/why"],
    "reviewer": [
        "/cases/{松涛里}", "/cases/{稻香东苑}", "/cases/{稻香东苑}/clauses", "/cases/{稻香东苑}/clauses/6.2.2.b", "/cases/{稻香东苑}/evidence",
        "/cases/{柏舟社区}/panel", "/cases/{望岑山庄}/publicity", "/cases/{望岑山庄}/contacts"],
    "leader": ["/cases/{汇川时代}", "/cases/{汇川时代}/consensus", "/cases/{汇川时代}/clauses/6.2.3.b.3", "/cases/{柏舟社区}/panel"],
    "expert3": ["/work", "/cases/{槐堤里}", "/cases/{槐堤里}/clauses", "/cases/{槐堤里}/clauses/6.2.2.b"],
    "approver1": [
        "/cases/{云帆社区}/report", "/cases/{云帆社区}/history", "/cases/{烟渚人家}/certificate", "/cases/{文化里社区}/certificate"],
    "city": [
        "/region", "/region?shade=certified", "/region/communities?plan={望岑山庄}", "/region/oversight"],
    "district": ["/region"],
    "admin": [
        "/people", "/people/new", "/people/{person}", "/people/{person}/erasure", "/organisations", "/organisations/new",
        "/policy", "/policy/case.review", "/security", "/security?preset=gbt22239", "/calendar", "/journal",
        "/journal?subject=person/{person}", "/journal/0", "/journal/40", "/account/hooks", "/community/model",
        "/community/model/new", "/community/model/{model}"],
    "manager": [
        "/work", "/community", "/community/space", "/community/space?q=%E6%97%A0&state=closed", "/community/space/new",
        "/community/space/import", "/community/space/{space}", "/community/space/{building}", "/community/space/{space}/edit",
        "/community/space/{space}/history", "/community/device", "/community/device?model=smoke&within=HDL-2",
        "/community/device/new", "/community/device/{device}", "/community/device/{device}/edit",
        "/community/device/{device}/readings", "/community/provisioning/{provisioning}", "/community/provisioning/{provisioning}/keys",
        "/community/alarm", "/community/alarm/{alarm}", "/community/alarm/{alarm}/history",
        "/community/order", "/community/order/new", "/community/order/{order}", "/community/order/{order}/edit",
        "/community/order/{order}/history"],
    "duty": ["/duty", "/duty/rules", "/duty/drills", "/duty/drills/{drill}", "/duty/refused", "/duty/refused?reason=past",
             "/community", "/community/alarm/{drill}", "/community/device/{device}/readings"],
    "worker": ["/community", "/community/order", "/community/order/{order}", "/community/device/{device}", "/duty/refused"],
    "resident": ["/work", "/community/order", "/community/order/new", "/community/order/{order}"],
}

# What a screen reader would have to say of a page, and what shows that something is amiss.
FACTS = r"""() => {
  const seen = e => e.getClientRects().length > 0 && !e.closest('.user');
  const words = e => e.innerText.trim();
  const chrome = 'nav.main a, footer, button:not([lang]), label, legend, thead th, .tabs a, .tile .label, h2, figcaption, dt, ' +
    'summary, .hint, .callout .title, .steps .title, .badge, .legend';
  return {
    lang: document.documentElement.lang,
    h1: document.querySelectorAll('h1').length,
    over: document.documentElement.scrollWidth - innerWidth,
    chrome: [...document.querySelectorAll(chrome)].filter(seen).map(words),
    text: document.body.innerText,
    nameless: [...document.querySelectorAll('figure.chart')].filter(f => {
      const plot = f.querySelector('.plot');
      return !plot.getAttribute('role') || (plot.getAttribute('aria-label') ?? '').length < 8 ||
        f.querySelectorAll('.numbers tbody tr').length === 0;
    }).map(f => f.innerText),
    cut: [...document.querySelectorAll('main *, header *')].filter(e => {
      const style = getComputedStyle(e);
      return seen(e) && style.overflowX === 'hidden' && style.clipPath === 'none' && style.textOverflow !== 'ellipsis' &&
        e.namespaceURI.endsWith('xhtml') && e.scrollWidth > e.clientWidth + 1;
    }).map(e => e.outerHTML.slice(0, 200)),
  };
}"""

FOCUS = r"""() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {
    tag: e.tagName, id: e.id, name: e.getAttribute('name'), text: (e.innerText ?? '').trim(), form: e.form?.id ?? null,
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    // Links in pictures are ringed by a shape of their own.
    shape: e.namespaceURI.endsWith('svg'),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    dialog: e.closest('dialog') !== null,
  };
}"""


class City:
    """The demo city: a page for anybody in any look, logged in once, and its cases by community."""

    def __init__(self, browser, server):
        self.browser, self.server, self.states = browser, server, {}
        page = self.page("city")
        page.goto(server.url + "/region/communities")
        links = page.eval_on_selector_all("main tbody th a", "es => es.map(e => [e.innerText, e.getAttribute('href')])")
        self.cases = {name: href.rsplit("/", 1)[1] for name, href in links}
        names = set(self.cases) | set(page.locator("tbody th small").all_inner_texts())
        page = self.page("admin")
        for path in ["/people", "/organisations"]:
            page.goto(server.url + path)
            names.update(page.locator("main tbody a").all_inner_texts())
            if path == "/people":
                row = page.locator("main tbody tr", has=page.get_by_text("reviewer", exact=True))
                self.cases["person"] = row.locator("a").get_attribute("href").rsplit("/", 1)[1]
        page = self.page()
        page.goto(server.url + "/registry")
        self.cases["certificate"] = page.locator("main tbody code").last.inner_text()
        names.update(self.grow(server))
        # The longest first, so that no name is cut out of another.
        self.names = sorted(names, key=len, reverse=True)

    def grow(self, server):
        """Something of everything in the community wing; what its people call things there."""
        people = {login: Caller(server, login) for login in ("manager", "duty", "gateway", "resident", "worker", "admin")}
        estate, manager = Estate(people), people["manager"]
        self.cases.update({**estate.items, **estate.shared}, drill=estate.drill, building=numbered(manager, "space", "HDL-2"))
        # Now, some days ago, and too long ago.
        days = [int(time.time() - days * 86400) * 1000 for days in (0, 9, 999)]
        lines = [f"{SMOKE},{name},{at},{value}" for name, values in {"temperature": "21 22.5 20", "smoke": "11 0 x"}.items()
                 for at, value in zip(days, values.split())]
        sent = people["gateway"].api("POST", "/api/v1/readings", ("device,property,at,value\n" + "\n".join(lines)).encode(), "text/csv")
        assert sent.status == 200 and sent.json()["refused"], sent
        return [item["title"] for kind in ("space", "device", "alarm", "order")
                for item in manager.api("GET", f"/api/v1/community/{kind}?limit=200").json()["items"]]

    def page(self, login=None, viewport=DESK, language="zh", theme="light", type="normal"):
        if login and login not in self.states:
            self.states[login] = self.logged_in(login)
        context = self.browser.new_context(viewport=viewport, color_scheme=theme, reduced_motion="reduce",
                                           storage_state=self.states.get(login))
        look = {"language": language, "theme": theme, "type": type}
        context.add_cookies([{"name": n, "value": v, "url": self.server.url} for n, v in look.items()])
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda m: page.problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.problems.append(str(e)))
        return page

    def logged_in(self, login):
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(self.server.url + "/login")
        page.fill("#f-login", login)
        page.fill("#f-password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/work"))
        state = context.storage_state()
        context.close()
        return state

    def path(self, pattern):
        return re.sub(r"\{(.+?)\}", lambda m: self.cases[m[1]], pattern)

    def open(self, page, pattern):
        page.problems.clear()
        answer = page.goto(self.server.url + self.path(pattern))
        assert answer.status == (404 if pattern == "/nowhere" else 200), f"{pattern}: {answer.status}"

    def untranslated(self, text):
        """What is left of a text in Chinese without the names of the city."""
        for name in [*self.names, "中文"]:
            text = text.replace(name, "")
        # "removed: " is ours; why somebody did it is theirs.
        text = text.split(": ")[0]
        return HAN.search(text) is not None


@pytest.fixture(scope="module")
def city(browser, demo):
    return City(browser, demo)


def violations(page):
    page.evaluate(Axe().axe_script)
    # Only what is wrong is asked for: the long list of what is right takes most of the time.
    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    return [f"{v['id']}: {n['html'][:160]} {n['failureSummary'][:300]}" for v in found for n in v["nodes"][:3]]


def troubles(city, page, pattern, language):
    """What is wrong with a page, in words."""
    city.open(page, pattern)
    return troubles_here(city, page, pattern, language)


def troubles_here(city, page, pattern, language):
    """The same of the page that is open."""
    facts = page.evaluate(FACTS)
    wrong = violations(page)
    if facts["lang"] != {"zh": "zh-CN", "en": "en"}[language]:
        wrong.append(f"says its language is {facts['lang']}")
    if facts["h1"] != 1:
        wrong.append(f"{facts['h1']} h1")
    if facts["over"] > 0:
        wrong.append(f"{facts['over']} pixels too wide")
    wrong += [f"a chart without words or numbers: {c[:80]}" for c in facts["nameless"]]
    wrong += [f"markup shown as text: {t}" for t in re.findall(r"</?(?:p|ul|li|b|br|div|span|small|a)\b[^>]*>", facts["text"])]
    if language == "en":
        wrong += [f"not in English: {t[:80]}" for t in facts["chrome"] if city.untranslated(t)]
    # What is not there is an error that the browser tells of by itself.
    wrong += [e for e in page.problems if not ("404" in e and pattern == "/nowhere")]
    return [f"{pattern}: {w}" for w in wrong]


LOOKS = {
    "at a desk": dict(viewport=DESK, language="zh", theme="light"),
    "on a phone in the dark": dict(viewport=PHONE, language="en", theme="dark"),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("login", PAGES, ids=str)
def test_pages_are_accessible(city, login, look):
    page = city.page(login, **LOOKS[look])
    wrong = [w for pattern in PAGES[login] for w in troubles(city, page, pattern, LOOKS[look]["language"])]
    assert not wrong, "\n".join(wrong)
    page.context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_shown_only_once_is_accessible(city, look):
    """Pages that stand at no address: forms are answered with them."""
    language, wrong = LOOKS[look]["language"], []

    def see(page, name):
        page.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
        wrong.extend(troubles_here(city, page, name, language))
        page.problems.clear()

    # Logged in just now: nothing here asks once more who it is.
    own = "applicant3" if look == "at a desk" else "applicant4"
    for login in (own, "admin"):
        city.states.pop(login, None)
    mine = city.page(own, **LOOKS[look])
    city.open(mine, "/account/second-factor")
    mine.click("form[action='/account/second-factor'] button")
    secret = mine.inner_text("#secret").replace(" ", "")
    see(mine, "a second factor that is not confirmed")
    mine.fill("#f-code", code(secret))
    mine.click("#first-code button")
    mine.locator("#recovery-codes").wait_for()
    see(mine, "recovery codes")
    city.open(mine, "/account/personal")
    mine.locator("#field-phone > summary").click()
    mine.fill("#field-phone [name=phone]", "13812345678" if look == "at a desk" else "13912345678")
    mine.locator("#field-phone [name=agrees]").check()
    mine.locator("#field-phone form.form button.primary").click()
    mine.wait_for_url(re.compile("done=saved"))
    see(mine, "personal data")
    mine.context.close()

    admin = city.page("admin", **LOOKS[look])
    city.open(admin, "/people")
    admin.locator("details:has(form[action='/people/find']) summary").click()
    admin.fill("#f-value", "13812345678" if look == "at a desk" else "13912345678")
    admin.locator("form[action='/people/find'] button").last.click()
    admin.wait_for_url(re.compile("/people/find$"))
    see(admin, "people found by a number")
    admin.locator("main tbody a").click()
    see(admin, "personal data of somebody else")
    admin.select_option("#look [name=field]", "phone")
    admin.select_option("#look [name=purpose]", "contact")
    admin.fill("#look [name=words]", "site visit")
    admin.locator("#look button.primary").click()
    admin.locator(".revealed").wait_for()
    see(admin, "a look")
    admin.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("login", ["applicant", "leader", "city", "admin", "manager", "duty"])
def test_large_type_at_twice_the_size_loses_nothing(city, login):
    # A window of 1280 pixels, zoomed to 200 %.
    page = city.page(login, viewport={"width": 640, "height": 450}, type="large")
    wrong = {}
    for pattern in PAGES[login]:
        city.open(page, pattern)
        facts = page.evaluate(FACTS)
        if facts["over"] > 0 or facts["cut"]:
            wrong[pattern] = (facts["over"], facts["cut"])
    assert wrong == {}
    page.context.close()


def tab_to(page, wanted, most=80):
    """Presses Tab until the focus is where `wanted` says; every stop on the way must show where it is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["ring"] >= 2 or focus["shape"], f"no ring around {focus}"
        assert focus["inView"], f"out of sight: {focus}"
        if wanted(focus):
            return focus
    pytest.fail("not reached by Tab")


def test_the_first_stop_skips_to_the_content(city):
    page = city.page("applicant")
    city.open(page, "/work")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("e => e === document.activeElement && e.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.context.close()


def test_a_form_is_gone_through_in_its_order(city):
    page = city.page("applicant")
    city.open(page, "/cases/new")
    fields = page.eval_on_selector_all(
        "#new-case :is(input, select, textarea):not([type=hidden])", "es => [...new Set(es.map(e => e.name))]")
    assert len(fields) > 10
    stops = [tab_to(page, lambda focus: focus["form"] == "new-case")["name"]]
    while page.evaluate(FOCUS)["tag"] != "BUTTON":
        stops.append(tab_to(page, lambda focus: True)["name"])
    # A date is several stops; radio buttons are one.
    assert list(dict.fromkeys(s for s in stops if s)) == fields
    page.context.close()


def test_the_menu_opens_and_closes_by_keyboard(city):
    page = city.page("applicant", viewport=PHONE)
    city.open(page, "/work")
    tab_to(page, lambda focus: focus["tag"] == "SUMMARY")
    page.keyboard.press("Enter")
    assert page.locator(".menu.user .sheet").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.locator(".menu.user .sheet").is_visible()
    assert page.evaluate(FOCUS)["tag"] == "SUMMARY"
    page.context.close()


def test_a_dialog_keeps_and_returns_the_focus(city):
    page = city.page("expert3")
    city.open(page, "/cases/{槐堤里}")
    before = tab_to(page, lambda focus: focus["form"] == "act-finishVisit")
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    stops = []
    for _ in range(6):
        stops.append(page.evaluate(FOCUS))
        page.keyboard.press("Tab")
    # Past its end the focus is with the browser's own buttons, never on the page behind.
    assert stops[0]["dialog"] and all(s["dialog"] or s["tag"] == "BODY" for s in stops)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    after = page.evaluate(FOCUS)
    assert (after["form"], after["text"]) == (before["form"], before["text"])
    assert "done=" not in page.url
    page.context.close()


def test_a_case_is_accepted_by_keyboard_alone(city):
    page = city.page("reviewer")
    city.open(page, "/cases/{松涛里}")
    tab_to(page, lambda focus: focus["form"] == "act-accept")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=accept"))
    said = page.locator("[role=status].notices").inner_text()
    assert "完成" in said and "受理" in said
    page.context.close()


def test_pictures_are_read_aloud(city):
    page = city.page("city")
    city.open(page, "/region")
    tree = page.locator("main").aria_snapshot()
    assert re.search(r'group "社区分布。\d+ 个区域，30 个社区"', tree)
    assert re.search(r'link "青墩区：\d+ 个 · Q [\d.]+"', tree)
    assert re.search(r'img "得分 Q 的分布。', tree)
    page.set_viewport_size({"width": 1280, "height": 1310})
    picture(page, "region", full=False)
    page.goto(city.server.url + city.path("/cases/{云帆社区}"))
    tree = page.locator("main").aria_snapshot()
    assert re.search(r'img "总得分与等级线。Q = 88\.60；一星级 0–60', tree)
    assert re.search(r'img "五类得分。基础设施 93 / 100', tree)
    page.context.close()


def test_a_phone_shows_the_registry_and_its_map(city):
    page = city.page(viewport=PHONE)
    city.open(page, "/registry")
    map = page.locator("figure.map .box").bounding_box()
    assert map["x"] >= 0 and map["x"] + map["width"] <= PHONE["width"] and map["height"] > 200
    assert page.locator("figure.map a.place").count() == page.locator("tbody .badge.good").count()
    picture(page, "registry-phone", full=False)
    page.context.close()


def test_an_expert_judges_and_others_cannot_look(city):
    page = city.page("expert3")
    city.open(page, "/cases/{槐堤里}/clauses/6.2.2.b")
    assert page.locator("form[id='finding-visit-6.2.2.b']").is_visible()
    assert "现场认定（其他专家看不到）" in page.inner_text("main") and "韩牧之" not in page.inner_text("main")
    picture(page, "judging", full=False)
    page.context.close()


def test_clauses_are_gone_through_without_looking_for_the_next(city):
    page = city.page("expert3")
    city.open(page, "/cases/{槐堤里}/clauses/6.2.2.b")
    for clause in ["6.2.2.c.1", "6.2.2.c.2", "6.2.2.d"]:
        page.locator("form[id^='finding-visit'] button[name=onward]").click()
        page.wait_for_url(re.compile(rf"/clauses/{re.escape(clause)}\?done=saveVisit"))
        assert page.locator("h2").first.inner_text().startswith(clause)
    page.context.close()


def test_the_regulator_finds_who_is_nearest_and_at_what_cost(city):
    page = city.page("city")
    city.open(page, "/region/communities")
    page.locator("thead a", has_text="距下一星级").click()
    page.wait_for_url(re.compile("sort=distance"))
    row = page.locator("tbody tr", has_text="望岑山庄")
    assert "1.25" in row.inner_text()
    row.locator("a[href*='plan=']").click()
    page.wait_for_url(re.compile("plan="))
    plan = page.locator("#plan")
    picture(page, "next-star", full=False)
    assert "望岑山庄：到三星级" in plan.inner_text() and plan.locator("figure.waterfall").count() == 1
    with page.expect_download() as download:
        page.locator("a", has_text="导出 CSV").click()
    assert "望岑山庄" in download.value.path().read_text(encoding="utf-8-sig")
    page.context.close()
