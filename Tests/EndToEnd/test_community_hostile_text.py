"""Script and formulas in every text of the community wing: shown as they stand on every page, and run nowhere."""

import csv
import io
import json
import re

import openpyxl
import pytest

from portal import Server, browser  # noqa: F401
from test_portal_hostile_text import EVIL, FOREIGN, QUOTED, SHORT, TEXT, watched
from town import Town, fresh, words

ROLES = ["manager", "duty", "worker", "resident", "gateway"]
written = {}


def evil(what, sign="", short=False):
    """The text for a field; it is expected on some page from then on. `sign`: what spreadsheets take for a formula."""
    written[what] = f"{sign}{what}·{SHORT if short else EVIL}"
    return written[what]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("hostile"), "--no-pace")
    town = Town(server, people=["applicant"])
    for role in ROLES:
        town.add(role, evil(role), "applicant", [role])
    yield town
    server.stop()


def sent(visitor, path, status=200, **body):
    answer = visitor.api("POST", path, json=body, headers={"Idempotency-Key": fresh(), "If-Match": "*"})
    assert answer.status_code == status, f"{path}: {answer.status_code} {words(answer)}"
    return answer.json()


def entered(visitor, kind, place=None, **fields):
    return sent(visitor, f"/community/{kind}", 201, fields=fields, **({"place": place} if place else {}))["id"]


def done(visitor, kind, item, act, **fields):
    sent(visitor, f"/community/{kind}/{item}/acts/{act}", id=fresh(), fields=fields)


@pytest.fixture(scope="module")
def things(town):
    """Something of each kind with script in whatever somebody writes, and what was kept apart because of it."""
    manager, duty, worker, resident, gateway = (town[role] for role in ROLES)
    space = entered(manager, "space", name=evil("spaceName", "="), code=evil("spaceCode", "+", short=True), level="building",
                    ifc="<script>x</script>", remark=evil("spaceRemark", "-"), position="124.35,37.48")
    code = evil("deviceCode", "@", short=True)
    device = entered(manager, "device", space, name=evil("deviceName", "＝"), code=code, model="smoke", serial=SHORT,
                     remark=evil("deviceRemark", "＋"), position="124.35,37.48")
    lines = [json.dumps(line) for line in [
        {"device": code, "property": "smoke", "value": 0}, {"device": code, "property": "temperature", "value": evil("reading")},
        {"device": evil("sentDevice"), "property": "smoke", "value": 1}, {"device": code, "property": evil("property"), "value": 1}]]
    report = gateway.api("POST", "/readings", data="\n".join([*lines, evil("line")]).encode(),
                         headers={"Content-Type": "application/x-ndjson"})
    assert report.status_code == 200 and report.json()["refused"] == 4, words(report)
    alarm = sent(gateway, "/events", kind="fire", device=code, text=evil("event", "－"))["alarm"]["id"]
    drill = sent(manager, "/events", kind="flood", place=space, text=evil("drill"), drill=True)["alarm"]["id"]
    done(duty, "alarm", alarm, "note", words=evil("alarmNote"))
    done(duty, "alarm", drill, "acknowledge")
    done(duty, "alarm", drill, "dismiss", words=evil("dismissal"))
    order = entered(resident, "order", space, title=evil("orderTitle", "＠"), type="repair", words=evil("orderWords"))
    done(manager, "order", order, "assign", worker="worker", words=evil("task"))
    done(worker, "order", order, "start")
    done(worker, "order", order, "note", words=evil("orderNote"))
    gone = entered(resident, "order", space, title="gone", type="repair")
    done(manager, "order", gone, "cancel", words=evil("cancelling"))
    done(manager, "device", device, "revoke", reason=evil("revoking"))
    return {"space": space, "device": device, "alarm": alarm, "drill": drill, "order": order, "gone": gone}


def addresses(things):
    lists = [f"/community/{kind}" for kind in ("space", "device", "alarm", "order")]
    # What is searched for stands on the page again.
    yield from [("manager", path + query) for path in lists for query in ("", f"?q={QUOTED}", f"?within={QUOTED}", f"?state={QUOTED}")]
    yield from [("manager", f"/community/{kind}/{id}{page}") for kind, id in things.items() if kind not in ("drill", "gone")
                for page in ("", "/history")]
    yield from [("manager", f"/community/{kind}/{things[kind]}/edit") for kind in ("space", "order")]
    yield from [("manager", path) for path in ("/community", "/community/device/new", "/community/order/new", "/account/notices",
                                               "/community/order/new?place=" + QUOTED, f"/community/order/{things['gone']}/history",
                                               f"/community/device/{things['device']}/readings")]
    yield from [("duty", path) for path in ("/duty", "/duty/rules", "/duty/refused", "/duty/drills", f"/duty/drills/{things['drill']}",
                                            f"/duty/refused?reason={QUOTED}", "/duty/board", "/account/notices")]
    yield from [("worker", path) for path in ("/community/order", f"/community/order/{things['order']}", "/account/notices")]
    yield from [("resident", path) for path in ("/community/order", f"/community/order/{things['order']}", "/account")]
    yield from [("gateway", "/account"), ("admin", "/people"), ("admin", "/journal")]


def test_no_text_runs_and_each_is_shown(town, things, browser):
    trouble, seen, pages = [], "", {}
    for login, address in addresses(things):
        if login not in pages:
            pages[login] = watched(browser, town, login, trouble)
        page = pages[login]
        answer = page.goto(town.server.url + address)
        assert answer.status == 200, f"{login} {address}: {answer.status}"
        assert page.evaluate(FOREIGN) == 0, f"{login} {address}: what was written is part of the page"
        seen += page.evaluate(TEXT)
        assert trouble == [], f"{login} {address}: {trouble}"
    assert {what for what, text in written.items() if text not in seen} == set()


def test_no_table_that_is_brought_in_runs(town, things, browser, tmp_path):
    trouble = []
    page = watched(browser, town, "manager", trouble)
    quoted = SHORT.replace('"', '""')
    tables = {"head": f'编码,名称,类型,"{quoted}"\na,b,楼栋,c\n', "place": f'编码,名称,类型,位置\na,b,楼栋,"{quoted}"\n',
              "number": f'编码,名称,类型\n"{quoted}",b,楼栋\n"{quoted}",b,楼栋\n'}
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text)
        page.goto(town.server.url + "/community/space/import")
        page.set_input_files("form#import-space input[name=file]", tmp_path / f"{name}.csv")
        page.click("form#import-space button.primary")
        page.wait_for_load_state()
        assert page.evaluate(FOREIGN) == 0 and SHORT in page.inner_text("main"), f"{name}: {page.inner_text('main')[:500]}"
    assert trouble == []
    page.context.close()


@pytest.mark.parametrize("kind", ["space", "device", "alarm", "order"])
def test_no_export_has_a_formula_of_anybodys(town, things, kind):
    manager = town["manager"]
    answer = manager.ask("GET", f"/community/{kind}/export/csv")
    assert answer.status_code == 200, words(answer)
    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert [cell for cell in cells if re.match(r"[=+\-@＝＋－＠\t\r]", cell) and not re.fullmatch(r"-?[\d.]+", cell)] == []
    assert any(re.match(r"'[=+\-@＝＋－＠]\w+·", cell) for cell in cells), f"nothing in it was guarded: {cells}"
    workbook = openpyxl.load_workbook(io.BytesIO(manager.ask("GET", f"/community/{kind}/export/xlsx").content))
    found = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if "·" in str(cell.value)]
    assert found and [cell.coordinate for cell in found if cell.data_type != "s"] == []


def test_no_answer_of_the_api_is_a_page(town, things):
    for kind, id in things.items():
        if kind not in ("drill", "gone"):
            for page in ("", f"/{id}", f"/{id}/history"):
                answer = town["manager"].api("GET", f"/community/{kind}{page}")
                assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/json"), words(answer)
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
