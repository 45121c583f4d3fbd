"""What whoever runs a portal does: backups while it is in use, the way back and to another engine, holidays, reminders."""

import datetime
import json
import os
import re
import signal
import sqlite3
import subprocess
import threading

import pytest

from conftest import binary, linli
from portal import Server
from postgres import Postgres
from town import Town, Visitor, later, shown, words


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("portal") / "data", "--no-pace")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def town(server):
    return Town(server)


@pytest.fixture(scope="module")
def postgres():
    given = os.environ.get("LINLI_POSTGRES")
    postgres = Postgres.at(given) if given else Postgres()
    yield postgres
    if not given:
        postgres.remove()


def everything(visitor, case):
    """All that the API shows of a case, byte by byte."""
    return {part: visitor.api("GET", f"/cases/{case}{part}").content for part in ("", "/tree", "/score", "/history", "/evidence")}


def note(folder):
    return json.loads((folder / "backup.json").read_text())


def newest(folder):
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))[-1]


def test_backup_while_people_work_and_back_on_both_engines(server, town, postgres, tmp_path):
    case = town.submitted(name="备份小区")
    before = everything(town["reviewer"], case)
    evidence = town["reviewer"].read(f"/cases/{case}/evidence")
    stop = threading.Event()

    def work():
        draft = town.open(name="一直在改的小区")
        applicant, number = Visitor(server).log_in("applicant"), 0
        while not stop.is_set():
            number += 1
            answer = applicant.api("PUT", f"/cases/{draft}/findings/self/6.2.2.a", headers={"If-Match": "*"},
                                   json={"finding": {"met": number % 2 == 0, "remark": f"第 {number} 次"}})
            assert answer.status_code == 200, words(answer)

    worker = threading.Thread(target=work)
    worker.start()
    backups = tmp_path / "backups"
    for _ in range(2):
        made = linli("backup", backups, "--data", server.data, "--lang", "en")
        assert made.code == 0 and "records" in made.out, made
    stop.set()
    worker.join()
    checked = linli("restore", backups, "--check", "--lang", "en")
    assert checked.code == 0 and "is whole" in checked.out, checked
    first, second = sorted(backups.iterdir())
    assert note(second)["records"]["case_entry"] > note(first)["records"]["case_entry"]
    files = [path for path in (second / "files").rglob("*") if path.is_file()]
    assert files and all(path.stat().st_nlink == 2 for path in files), "evidence is stored twice"

    targets = [[], ["--database", postgres.database("restored")]]
    for index, target in enumerate(targets):
        data = tmp_path / f"restored{index}"
        done = linli("restore", backups, "--data", data, *target, "--lang", "en", timeout=120)
        assert done.code == 0, done
        again = linli("restore", backups, "--data", data, *target, "--lang", "en")
        assert again.code == 65 and "nothing was changed" in again.err, again
        other = Server(data, "--no-pace", *target)
        try:
            # Whoever was logged in has to log in anew.
            old = Visitor(other)
            old.session.cookies.update(town["reviewer"].session.cookies)
            assert old.api("GET", f"/cases/{case}").status_code == 401
            reviewer = Visitor(other).log_in("reviewer")
            assert everything(reviewer, case) == before
            for item in evidence:
                path = f"/cases/{case}/evidence/{item['id']}/1"
                theirs, ours = reviewer.api("GET", path), town["reviewer"].api("GET", path)
                assert theirs.status_code == 200 and theirs.content == ours.content
            assert reviewer.act(case, "accept").status_code == 200
        finally:
            other.stop()


def test_a_backup_that_was_killed_leaves_none(server, town, tmp_path):
    backups = tmp_path / "backups"
    for wait in (0.02, 0.1, 0.2, 0.4):
        process = subprocess.Popen([str(binary()), "backup", str(backups), "--data", str(server.data)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        for path in backups.iterdir() if backups.exists() else []:
            if not path.name.startswith("."):
                assert linli("restore", path, "--check").code == 0, "half a backup has a name"
    assert linli("backup", backups, "--data", server.data).code == 0
    assert linli("restore", backups, "--check").code == 0


@pytest.mark.parametrize("arguments, code, says", [
    (("restore", "{empty}", "--check"), 66, "no backup"),
    (("restore", "{empty}", "--data", "{empty}/new"), 66, "no backup"),
    (("restore", "{empty}"), 64, "--data"),
    (("backup", "{empty}/b", "--data", "{empty}/nothing"), 66, "no data of Linli"),
    (("backup", "{empty}/b", "--data", "{empty}", "--keep", "0"), 64, "at least 1"),
])
def test_what_cannot_be_is_said(tmp_path, arguments, code, says):
    done = linli(*(part.format(empty=tmp_path) for part in arguments), "--lang", "en")
    assert done.code == code and says in done.err, done
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_or_read_is_said(server, tmp_path):
    """Not by root's rights, which reach everywhere, but by what a path is."""
    (tmp_path / "file").write_text("no folder")
    done = linli("backup", tmp_path / "file" / "backups", "--data", server.data, "--lang", "en")
    assert done.code == 74 and "file" in done.err and "Error Domain" not in done.err, done
    assert linli("backup", tmp_path / "backups", "--data", server.data).code == 0
    newer = tmp_path / "newer"
    assert linli("restore", tmp_path / "backups", "--data", newer).code == 0
    with sqlite3.connect(newer / "linli.sqlite") as base:
        base.execute("INSERT INTO migration (name, applied_at) VALUES ('999_tomorrow', 1)")
    done = linli("backup", tmp_path / "more", "--data", newer, "--lang", "en")
    assert done.code == 74 and "newer version" in done.err, done
    assert not (tmp_path / "more").exists() or list((tmp_path / "more").iterdir()) == []


def test_one_bit_is_noticed(server, town, tmp_path):
    town.ready(name="一份材料的小区")
    backups = tmp_path / "backups"
    assert linli("backup", backups, "--data", server.data).code == 0
    path = newest(backups)
    for file in (path / "linli.sqlite", next(p for p in (path / "files").rglob("*") if p.is_file())):
        content = bytearray(file.read_bytes())
        content[len(content) // 3] ^= 4
        file.chmod(0o600)
        file.write_bytes(content)
        done = linli("restore", backups, "--check", "--lang", "en")
        assert done.code == 65 and "damaged" in done.err, (file, done)
        content[len(content) // 3] ^= 4
        file.write_bytes(content)
    assert linli("restore", backups, "--check").code == 0


def workdays(start, count, holidays):
    """The last of so many working days after a day."""
    day = datetime.date.fromisoformat(start)
    while count:
        day += datetime.timedelta(days=1)
        if day.weekday() < 5 and day.isoformat() not in holidays:
            count -= 1
    return day.isoformat()


def test_holidays_move_terms(town):
    admin = town.admin
    today = later(0)
    assert town["reviewer"].case(town.submitted(name="平日小区"))["dueOn"] == workdays(today, 5, [])
    holidays = [later(days) for days in range(1, 8)]
    saved = admin.send("/calendar", holidays=f"{holidays[0]}..{holidays[-1]}", workedWeekends="")
    assert saved.status_code == 303, words(saved)
    page = admin.page("/calendar")
    assert f"{holidays[0]}..{holidays[-1]}" in page
    assert town["reviewer"].case(town.submitted(name="假日小区"))["dueOn"] == workdays(today, 5, holidays)
    # What is wrong is named beside what was typed, and nothing is lost or changed.
    for text in ("明天", f"{later(9)}..{later(2)}", "2026-02-30"):
        wrong = admin.send("/calendar", holidays=text, workedWeekends="")
        assert wrong.status_code == 422 and text in wrong.text, words(wrong)
    both = admin.send("/calendar", holidays=later(3), workedWeekends=later(3))
    assert both.status_code == 422 and later(3) in shown(both.text)
    stale = admin.send("/calendar", holidays="", workedWeekends="", etag="0")
    assert stale.status_code == 409, words(stale)
    assert f"{holidays[0]}..{holidays[-1]}" in admin.page("/calendar")
    assert admin.send("/calendar", holidays="", workedWeekends="").status_code == 303
    assert town["applicant"].ask("GET", "/calendar").status_code == 403


def test_whoever_a_case_waits_for_is_reminded(tmp_path):
    """The demo city two days and a month later: reminders stand in the inbox, each once."""
    data = tmp_path / "city"
    server = Server(data, "--demo", "--no-pace", "--demo-today", "2026-03-02")

    def reminders(*logins):
        found = []
        for login in logins:
            visitor, path = Visitor(server).log_in(login), "/account/notices"
            found += re.findall(r"is due by \d{4}-\d\d-\d\d|is overdue since \d{4}-\d\d-\d\d|ends on \d{4}-\d\d-\d\d", visitor.page(path))
        return found

    try:
        first = []
        for _ in range(60):
            before, first = first, reminders("reviewer", "approver1", "applicant")
            # They come one by one.
            if first and first == before:
                break
            threading.Event().wait(1)
        assert first, "nobody was reminded of anything"
        # Once more, as an hour and a day later: only what was sent already could come.
        server.stop()
        jobs = "kind LIKE 'evaluations.%'"
        with sqlite3.connect(data / "linli.sqlite") as base:
            done = base.execute(f"UPDATE job SET run_at = 0 WHERE {jobs}").rowcount
        assert done == 2
        server.start()
        for _ in range(60):
            with sqlite3.connect(data / "linli.sqlite") as base:
                if not base.execute(f"SELECT 1 FROM job WHERE {jobs} AND run_at = 0").fetchone():
                    break
            threading.Event().wait(0.5)
        else:
            raise AssertionError("the reminders did not run again")
        assert reminders("reviewer", "approver1", "applicant") == first, "reminded twice"
    finally:
        server.stop()
