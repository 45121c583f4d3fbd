"""The hall in a real browser: what live data shows of the clauses, what comes next, how it goes into a case with its proof, and
how one value is computed again."""

import json
import re
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest

from acts import uploaded
from caller import Caller
from conftest import linli
from estate import done
from portal import People, browser, demo, picture  # noqa: F401

PLANS = "9.2.2.d"


@pytest.fixture(scope="module")
def people(demo, browser):
    return People(browser, demo)


@pytest.fixture(scope="module")
def callers(demo):
    return {login: Caller(demo, login) for login in ("manager", "duty", "worker", "resident", "applicant", "city", "admin")}


def clause(score, name):
    return next(one for one in score["clauses"] if one["clause"] == name)


def computed(caller):
    answer = caller.api("POST", "/api/v1/live", {})
    assert answer.status == 200, answer
    return answer.json()


def entered(caller, kind, key, **fields):
    answer = caller.api("POST", f"/api/v1/community/{kind}", {"fields": fields}, Idempotency_Key=f"{kind}-{key}")
    assert answer.status == 201, answer
    return answer.json()["id"]


@pytest.fixture(scope="module")
def shown(callers):
    """Two plans in force and an exercise held: all that one clause asks of data. The score before and after."""
    manager = callers["manager"]
    before = computed(manager)
    today = datetime.now(timezone(timedelta(hours=8))).strftime("%Y-%m-%d")
    plans = {}
    for risk in ("crime", "terror"):
        plans[risk] = entered(manager, "emergencyplan", risk, name=f"{risk} plan", code=f"LIVE-{risk}", risk=risk, words="先报警，再疏散")
        done(manager, "emergencyplan", plans[risk], "adopt", reviewed=today)
    exercise = entered(manager, "exercise", "live", title="反恐演练", plan=plans["terror"], on=today)
    photo, _ = uploaded(manager)
    done(manager, "exercise", exercise, "hold", people=20, words="二十人参加，三分钟到位", photos=[photo])
    return before, computed(manager)


def test_what_data_shows_earns_its_points(shown):
    before, after = shown
    assert len(after["clauses"]) == 127
    assert clause(before, PLANS)["standing"] == "unmet"
    met = clause(after, PLANS)
    assert met["standing"] == "met" and met["points"] == "5" and met["gain"] == "0"
    assert [(answer["metric"], answer["holds"]) for answer in met["answers"]] == [
        ("plan.crime", True), ("plan.terror", True), ("exercise.count", True)]
    # Five of a hundred points, weighed by a quarter: Q grows by just that, for nothing else has changed.
    assert Fraction(after["q"]) - Fraction(before["q"]) == Fraction(5, 4)
    # Nothing that was in operation for a day proves 180 of them.
    kept = clause(after, "6.2.3.a.4")
    assert kept["standing"] in ("thin", "unmet") and not all(answer["holds"] for answer in kept["answers"])
    assert clause(after, "6.2.4.a.1")["standing"] == "person"
    assert after["history"][-1]["q"] == after["q"]


def test_an_exercise_of_long_ago_is_marked(shown, callers):
    manager = callers["manager"]
    plan = manager.api("GET", "/api/v1/community/emergencyplan?limit=1").json()["items"][0]["id"]
    long_ago = (datetime.now(timezone(timedelta(hours=8))) - timedelta(days=40)).strftime("%Y-%m-%d")
    exercise = entered(manager, "exercise", "late", title="补录的演练", plan=plan, on=long_ago)
    photo, _ = uploaded(manager)
    done(manager, "exercise", exercise, "hold", people=9, words="补记", photos=[photo])
    answer = next(one for one in clause(computed(manager), PLANS)["answers"] if one["metric"] == "exercise.count")
    assert answer["marks"] == ["1 of 2 were entered after the fact"], answer


def test_who_may_see_it(callers):
    for login, status in (("manager", 200), ("applicant", 200), ("duty", 200), ("city", 200), ("worker", 403),
                          ("resident", 403), ("admin", 403)):
        assert callers[login].api("GET", "/api/v1/live").status == status, login
    for login in ("applicant", "duty", "city", "resident"):
        assert callers[login].api("POST", "/api/v1/live", {}).status == 403, login
    assert callers["manager"].api("GET", "/api/v1/live?of=nobody").status == 404
    assert callers["manager"].api("GET", "/api/v1/live?rulebook=none").status == 404


def test_the_page_says_what_comes_next(people, demo, shown):
    page = people.page("manager")
    page.goto(demo.url + "/work")
    page.get_by_role("link", name="今天几颗星").first.click()
    page.get_by_role("button", name="立即计算").click()
    page.wait_for_url("**/stars?*done=computed*")
    row = page.locator(f"[id='clause-{PLANS}']")
    assert "数据已证明" in row.inner_text() and "5 / 5" in row.inner_text() and "1 次" in row.inner_text()
    assert "数据不足" in page.locator("[id='clause-6.2.3.a.4']").inner_text()
    picture(page, "stars")
    nextup = page.locator("section", has=page.get_by_role("heading", name="下一步做什么"))
    gains = [float(text) for text in re.findall(r"\+([0-9.]+)", nextup.inner_text())]
    assert gains == sorted(gains, reverse=True) and len(gains) == 8
    # From a value to how it is computed.
    row.get_by_role("link", name="反恐应急预案数").click()
    page.wait_for_url("**/community/metrics/plan.terror?*")
    assert "怎样计算" in page.inner_text("main")


def test_it_goes_into_a_case_with_its_proof(people, callers, demo, shown):
    page = people.page("applicant")
    page.goto(demo.url + "/cases/new")
    for field, value in (("name", "安澜嘉园"), ("address", "清川市青墩区"), ("region", "990101"),
                         ("acceptedOn", "2021-09-15"), ("operatingSince", "2022-01-01")):
        page.fill(f"#f-{field}", value)
    page.select_option("#f-body", label="清川市建筑与社区评价中心")
    page.click("form#new-case button.primary")
    page.wait_for_url(re.compile(r"/cases/[0-9a-z]+$"))
    case = page.url.split("/")[-1]
    page.goto(demo.url + "/stars")
    page.get_by_role("button", name=re.compile("^填入")).click()
    page.wait_for_url("**/stars?*done=handed*")
    tree = callers["applicant"].api("GET", f"/api/v1/cases/{case}/tree").json()
    found = next(one for one in tree["clauses"] if one["clause"] == PLANS)
    assert set(found["findings"]["self"]["finding"]["checks"].values()) == {True}, found
    history = callers["applicant"].api("GET", f"/api/v1/cases/{case}/history").json()["items"]
    acts = [entry["act"] for entry in history]
    assert acts.count("importFindings") == 1 and acts.count("addEvidence") == 1, acts
    page.goto(f"{demo.url}/cases/{case}/clauses/{PLANS}")
    text = page.inner_text("main")
    assert "实时数据" in text and "日志第" in text and "反恐应急预案数 1 个（≥ 1 个）" in text, text
    # What is not the community's own is not touched by others.
    other = callers["duty"].post("/stars/hand-over", {"case": case})
    assert other.status == 403


def test_the_statement_names_every_value_and_proves_itself(callers, shown, tmp_path):
    answer = callers["manager"].api("GET", "/api/v1/live/statement")
    assert answer.status == 200, answer
    statement = json.loads(answer.body)
    line = next(one for one in statement["lines"] if one["clause"] == PLANS)
    assert {one["metric"] for one in line["answers"]} == {"plan.crime", "plan.terror", "exercise.count"}
    assert len(statement["proof"]["entries"]) == 1 and "live.score" in statement["proof"]["entries"][0]["content"]
    file = tmp_path / "live.json"
    file.write_bytes(answer.body)
    found = linli("live", "verify", file, "--lang", "en")
    assert found.code == 0 and "the total is the same" in found.out, found
    # Neither a value nor the total can be another.
    for old, new in ((b'"numerator":1', b'"numerator":2'), (f'"q":"{statement["q"]}"'.encode(), b'"q":"99"')):
        file.write_bytes(answer.body.replace(old, new, 1))
        assert answer.body.count(old) and linli("live", "verify", file).code == 65, old
    assert linli("live", "verify", tmp_path / "none.json").code == 66


def test_a_value_is_computed_again_from_the_acts(demo, callers, shown):
    of = callers["manager"].api("GET", "/api/v1/live").json()["organisation"]
    found = linli("metric", "explain", "plan.terror", "--data", demo.data, "--of", of, "--json")
    assert found.code == 0, found
    account = json.loads(found.out)
    assert account["agrees"] and account["fromActs"] and account["kept"]["numerator"] == account["again"]["numerator"] == 1
    assert [line["counts"] for line in account["lines"]] == [True]
    told = linli("metric", "explain", "plan.terror", "--data", demo.data, "--of", of)
    assert told.code == 0 and "一致" in told.out and "按办理经过重算" in told.out, told
    assert linli("metric", "explain", "no.such", "--data", demo.data).code == 66


@pytest.fixture
def own(demo, tmp_path):
    """Starts the server with bindings of one's own; the last test has it as it was."""
    folder = tmp_path / "smart-community-draft"
    folder.mkdir()

    def start(text, name="9.yaml"):
        (folder / name).write_text("rulebook: smart-community-draft\nclauses:\n" + text, encoding="utf-8")
        demo.lines.clear()
        demo.restart("--bindings", str(folder))
        return "".join(demo.lines)

    yield start
    demo.restart()


def test_bindings_of_ones_own_take_the_place_of_those_built_in(demo, own, tmp_path):
    assert "9.yaml" not in own(f"  {PLANS}: {{all: [{{metric: plan.crime, atLeast: 2}}]}}\n")
    score = computed(Caller(demo, "manager"))
    line = clause(score, PLANS)
    assert line["standing"] == "unmet" and [one["metric"] for one in line["answers"]] == ["plan.crime"]
    assert {one["clause"] for one in score["clauses"] if one["answers"]} == {PLANS}
    # A metric that is not there is told with its place, and nothing is judged by such a file.
    said = own(f"  {PLANS}: {{all: [{{metric: plan.crimes, atLeast: 2}}]}}\n")
    assert "9.yaml:3:" in said and "no metric 'plan.crimes'; did you mean 'plan.crime'?" in said, said


def test_a_folder_of_bindings_is_named_like_its_rulebook(tmp_path):
    folder = tmp_path / "no-such-rulebook"
    folder.mkdir()
    found = linli("serve", "--data", tmp_path / "data", "--port", "0", "--bindings", folder, "--lang", "en")
    assert found.code == 66 and "must be named like a rulebook" in found.err, found
    assert linli("serve", "--data", tmp_path / "data", "--port", "0", "--bindings", tmp_path / "none").code == 66
