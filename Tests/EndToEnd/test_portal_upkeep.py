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


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    """Options that name a key file for backups."""
    path = tmp_path_factory.mktemp("key") / "backup.key"
    made = linli("backup", "--make-key", path, "--lang", "en")
    assert made.code == 0 and path.stat().st_mode & 0o777 == 0o600, made
    again = linli("backup", "--make-key", path, "--lang", "en")
    assert again.code == 65 and "not changed" in again.err, again
    return ["--key-file", str(path)]


def everything(visitor, case):
    """All that the API shows of a case, byte by byte."""
    return {part: visitor.api("GET", f"/cases/{case}{part}").content for part in ("", "/tree", "/score", "/history", "/evidence")}


def note(folder):
    return json.loads((folder / "backup.json").read_text())


def total(made):
    """How many records the command said that it copied."""
    return int(re.search(r"(\d+) records", made.out).group(1))


def newest(folder):
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))[-1]


def test_backup_while_people_work_and_back_on_both_engines(server, town, postgres, key, tmp_path):
    case = town.submitted(name="备份小区")
    before = everything(town["reviewer"], case)
    evidence = town["reviewer"].read(f"/cases/{case}/evidence")
    stop, stored = threading.Event(), threading.Semaphore(0)

    def work():
        draft = town.open(name="一直在改的小区")
        applicant, number = Visitor(server).log_in("applicant"), 0
        while not stop.is_set():
            number += 1
            answer = applicant.api("PUT", f"/cases/{draft}/findings/self/6.2.2.a", headers={"If-Match": "*"},
                                   json={"finding": {"met": number % 2 == 0, "remark": f"第 {number} 次"}})
            assert answer.status_code == 200, words(answer)
            stored.release()

    worker = threading.Thread(target=work)
    worker.start()
    backups = tmp_path / "backups"
    totals = []
    for _ in range(2):
        # A backup can be quicker than a log-in and a change: the second has to hold what the first cannot.
        while stored.acquire(blocking=False):
            pass
        assert stored.acquire(timeout=60), "nothing was changed in a minute"
        made = linli("backup", backups, "--data", server.data, *key, "--lang", "en")
        assert made.code == 0, made
        totals.append(total(made))
    stop.set()
    worker.join()
    assert totals[1] > totals[0]
    checked = linli("restore", backups, "--check", *key, "--lang", "en")
    assert checked.code == 0 and "is whole" in checked.out, checked
    first, second = sorted(backups.iterdir())
    assert set(note(second)) == {"format", "id", "madeAt", "keyCheck", "code"}
    for path in second.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert b"SQLite format" not in content and "备份小区".encode() not in content, path
    files = [path for path in (second / "files").rglob("*") if path.is_file()]
    assert files and all(path.stat().st_nlink == 2 for path in files), "evidence is stored twice"

    targets = [[], ["--database", postgres.database("restored")]]
    for index, target in enumerate(targets):
        data = tmp_path / f"restored{index}"
        done = linli("restore", backups, "--data", data, *target, *key, "--lang", "en", timeout=120)
        assert done.code == 0, done
        assert (data / "keys.json").read_bytes() == (server.data / "keys.json").read_bytes()
        assert not [path for path in data.iterdir() if path.name.startswith(".")], "the decrypted database was left"
        again = linli("restore", backups, "--data", data, *target, *key, "--lang", "en")
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


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_a_backup_that_was_killed_leaves_none(server, town, key, tmp_path, is_encrypted):
    backups = tmp_path / "backups"
    options = key if is_encrypted else ["--unencrypted"]
    opens = key if is_encrypted else []
    for wait in (0.02, 0.1, 0.2, 0.4):
        process = subprocess.Popen([str(binary()), "backup", str(backups), "--data", str(server.data), *options],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        for path in backups.iterdir() if backups.exists() else []:
            if not path.name.startswith("."):
                assert linli("restore", path, "--check", *opens).code == 0, "half a backup has a name"
    assert linli("backup", backups, "--data", server.data, *options).code == 0
    assert linli("restore", backups, "--check", *opens).code == 0
    # What the killed ones left is gone, the database before its encryption first of all.
    for folder in (backups, server.data):
        assert not [path for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("arguments, code, says", [
    (("restore", "{empty}", "--check"), 66, "no backup"),
    (("restore", "{empty}", "--data", "{empty}/new"), 66, "no backup"),
    (("restore", "{empty}"), 64, "--data"),
    (("backup", "{empty}/b", "--data", "{empty}/nothing", "--unencrypted"), 66, "no data of Linli"),
    (("backup", "{empty}/b", "--data", "{empty}"), 64, "--make-key"),
    (("backup", "{empty}/b", "--data", "{empty}", "--unencrypted", "--key-file", "{empty}/k"), 64, "--unencrypted alone"),
    (("backup", "{empty}/b", "--data", "{empty}", "--passphrase-file", "{empty}/p", "--key-file", "{empty}/k"), 64, "either"),
    (("backup", "{empty}/b", "--data", "{empty}", "--key-file", "{empty}/k"), 66, "no file"),
    (("backup", "{empty}/b", "--unencrypted"), 64, "--data"),
    (("backup", "--make-key", "{empty}/nowhere/k"), 74, "nowhere/k"),
    (("restore", "{empty}", "--check", "--passphrase-file", "{empty}/p"), 66, "no file"),
    (("backup", "{empty}/b", "--data", "{empty}", "--keep", "0"), 64, "at least 1"),
])
def test_what_cannot_be_is_said(tmp_path, arguments, code, says):
    done = linli(*(part.format(empty=tmp_path) for part in arguments), "--lang", "en")
    assert done.code == code and says in done.err, done
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_or_read_is_said(server, tmp_path):
    """Not by root's rights, which reach everywhere, but by what a path is."""
    (tmp_path / "file").write_text("no folder")
    done = linli("backup", tmp_path / "file" / "backups", "--data", server.data, "--unencrypted", "--lang", "en")
    assert done.code == 74 and "file" in done.err and "Error Domain" not in done.err, done
    plain = linli("backup", tmp_path / "backups", "--data", server.data, "--unencrypted", "--lang", "en")
    assert plain.code == 0 and "leaves the key ring out" in plain.err, plain
    newer = tmp_path / "newer"
    back = linli("restore", tmp_path / "backups", "--data", newer, "--lang", "en")
    assert back.code == 0 and "has no key ring" in back.err, back
    with sqlite3.connect(newer / "linli.sqlite") as base:
        base.execute("INSERT INTO migration (name, applied_at) VALUES ('999_tomorrow', 1)")
    done = linli("backup", tmp_path / "more", "--data", newer, "--unencrypted", "--lang", "en")
    assert done.code == 74 and "newer version" in done.err, done
    assert not (tmp_path / "more").exists() or list((tmp_path / "more").iterdir()) == []


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_one_bit_is_noticed(server, town, key, tmp_path, is_encrypted):
    town.ready(name="一份材料的小区")
    backups = tmp_path / "backups"
    assert linli("backup", backups, "--data", server.data, *(key if is_encrypted else ["--unencrypted"])).code == 0
    opens = key if is_encrypted else []
    path = newest(backups)
    names = ("database.sealed", "keys.sealed", "inventory.sealed") if is_encrypted else ("linli.sqlite",)
    for file in (*(path / name for name in names), next(p for p in (path / "files").rglob("*") if p.is_file())):
        content = bytearray(file.read_bytes())
        content[len(content) // 3] ^= 4
        file.chmod(0o600)
        file.write_bytes(content)
        done = linli("restore", backups, "--check", *opens, "--lang", "en")
        assert done.code == 65 and "damaged" in done.err, (file, done)
        if file.suffix == ".sealed":
            done = linli("restore", backups, "--data", tmp_path / "new", *opens, "--lang", "en")
            assert done.code == 65 and not (tmp_path / "new").exists(), done
        content[len(content) // 3] ^= 4
        file.write_bytes(content)
    assert linli("restore", backups, "--check", *opens).code == 0


def test_a_passphrase_opens_and_another_is_told(server, town, key, tmp_path):
    words, wrong = tmp_path / "words", tmp_path / "wrong"
    words.write_text("晴川里的钥匙在门卫室的抽屉里\n")
    wrong.write_text("晴川里的钥匙在门卫室的抽屉中\n")
    backups = tmp_path / "backups"
    for _ in range(2):
        assert linli("backup", backups, "--data", server.data, "--passphrase-file", words).code == 0
    files = [path for path in (newest(backups) / "files").rglob("*") if path.is_file()]
    assert files and all(path.stat().st_nlink == 2 for path in files), "another salt, so evidence is stored twice"
    assert linli("restore", backups, "--check", "--passphrase-file", words).code == 0
    for options, says in [(["--passphrase-file", wrong], "passphrase is wrong"), (key, "--passphrase-file"), ([], "--passphrase-file")]:
        done = linli("restore", backups, "--check", *options, "--lang", "en")
        assert done.code == 65 and says in done.err, done
    (tmp_path / "short").write_text("kurz\n")
    done = linli("backup", backups, "--data", server.data, "--passphrase-file", tmp_path / "short", "--lang", "en")
    assert done.code == 65 and "12 characters" in done.err, done


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
