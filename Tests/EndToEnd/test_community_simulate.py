"""`linli simulate`: an invented estate at a real server, through its front doors. What it means to be refused is refused,
everything else is there, and running it again adds nothing."""

import datetime
import sqlite3

import pytest

from caller import Caller
from conftest import linli
from estate import numbered
from portal import browser, demo  # noqa: F401

BEIJING = datetime.timezone(datetime.timedelta(hours=8))
# Two days that are over, so that the same is sent again; the last hours of them are so fresh that nobody has acted.
UNTIL = (datetime.datetime.now(BEIJING) - datetime.timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
REASONS = {"unknownDevice", "unknownProperty", "wrongType", "outOfRange", "future", "past", "malformed", "contradiction", "revoked"}


def simulate(server, *options, code=0):
    done = linli("simulate", "--server", server.url, "--estate", "small", "--days", "2", "--until", UNTIL, "--json",
                 *options, timeout=300)
    assert done.code == code, done
    return done.json() if code == 0 else done


def counted(server):
    """Rows of what a simulation adds to."""
    with sqlite3.connect(f"file:{server.data}/linli.sqlite?mode=ro", uri=True) as base:
        return {table: base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("item", "reading", "reading_refused", "event", "case_entry")}


@pytest.fixture(scope="module")
def simulated(demo):
    before = counted(demo)
    return before, simulate(demo)


def test_what_is_refused_is_what_was_meant_to_be(demo, simulated):
    before, report = simulated
    assert report["refused"] == report["meant"] and set(report["refused"]) == REASONS
    assert report["sent"] == report["taken"] + report["repeated"] + sum(report["refused"].values())
    assert report["taken"] > 10_000 and report["repeated"] > 10 and report["events"] > 10
    # The demo has planted the estate; a simulation of the other one would enter it.
    assert report["spaces"] == report["devices"] == 0
    after = counted(demo)
    assert after["reading"] - before["reading"] == report["taken"]
    assert after["reading_refused"] - before["reading_refused"] == sum(report["refused"].values())
    assert after["event"] - before["event"] >= report["events"]


def test_running_it_again_adds_nothing(demo, simulated):
    before = counted(demo)
    report = simulate(demo)
    assert [report[name] for name in ("sent", "events", "acts")] == [0, 0, 0]
    assert counted(demo) == before


def test_it_takes_tokens_and_nothing_else(demo, simulated, tmp_path):
    """A gateway alone sends what it has; as nobody may look how far it came, all of it is there already."""
    path = tmp_path / "tokens.json"
    path.write_text('{"gateway": "%s"}' % Caller(demo, "gateway").new_token())
    before, report = counted(demo), simulate(demo, "--tokens", path)
    assert report["taken"] == 0 and report["repeated"] == simulated[1]["taken"] + simulated[1]["repeated"]
    assert report["refused"] == report["meant"] == simulated[1]["refused"]
    after = counted(demo)
    assert [after[table] for table in ("reading", "event")] == [before[table] for table in ("reading", "event")]


def test_why_it_cannot_is_told(demo, tmp_path):
    for options, code, words in [
        (["--server", "http://127.0.0.1:1"], 69, "no answer from http://127.0.0.1:1"),
        (["--server", "ftp://example.cn"], 69, "no address of a server"),
        (["--server", demo.url, "--tokens", tmp_path / "none.json"], 66, "cannot read"),
        (["--days", "0"], 64, "--days must be from 1 to 390"), (["--pace", "0"], 64, "--pace"),
        (["--until", "soon"], 64, "--until"),
    ]:
        done = linli("simulate", "--lang", "en", *options)
        assert done.code == code and words in done.err, done
    path = tmp_path / "tokens.json"
    for text, words in [("[]", "it must be JSON such as"), ('{"queen": "x"}', "it must be JSON"),
                        ('{"gateway": "linli_wrong"}', "401")]:
        path.write_text(text)
        done = linli("simulate", "--lang", "en", "--server", demo.url, "--tokens", path, "--days", "1")
        assert done.code == 65 and words in done.err, done


# The import that it uses

def test_a_program_imports_all_or_nothing(demo, simulated):
    manager = Caller(demo, "manager")
    head = "place,name,code,level\n"
    good = head + "HDL,Hut,HUT-1,area\nHUT-1,Shed,HUT-2,area\n"

    def send(text, id, caller=manager, type="text/csv"):
        return caller.api("POST", f"/api/v1/community/space/import?id={id}", text.encode(), type)

    bad = send(good + "NOWHERE,Den,HUT-3,area\nHUT-1,Nest,HUT-4,castle\n", "huts")
    assert bad.status == 422, bad
    assert [one["place"] for one in bad.json()["details"]] == ["4:place", "5:level"]
    assert not manager.api("GET", "/api/v1/community/space?q=HUT-").json()["items"]
    assert [send(good, "huts").json(), send(good, "huts").json()] == [{"entered": 2}, {"entered": 0}]
    assert numbered(manager, "space", "HUT-2")
    assert send(good, "more", type="application/json").status in (415, 422)
    assert send(good, "").status == send(good, "a/b").status == 422
    assert send(good, "other", Caller(demo, "duty")).status == 403
    assert Caller(demo).api("POST", "/api/v1/community/space/import?id=x", good.encode(), "text/csv").status == 401


def test_the_full_estate_moves_in_by_the_front_door(demo, simulated):
    """Places, devices, households, residents and what ties them together, as tables; once."""
    def full():
        done = linli("simulate", "--server", demo.url, "--estate", "full", "--days", "1", "--until", UNTIL, "--json", timeout=600)
        assert done.code == 0, done
        return done.json()

    report = full()
    assert report["devices"] == 900 and 2900 <= report["residents"] <= 3100 and report["refused"] == report["meant"]
    manager = Caller(demo, "manager")
    tenures = manager.api("GET", "/api/v1/community/tenure?limit=1").json()["items"]
    assert tenures[0]["fields"]["home"] and tenures[0]["fields"]["who"]
    again = full()
    assert [again[name] for name in ("spaces", "devices", "residents", "sent")] == [0, 0, 0, 0]
