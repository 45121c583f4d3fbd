"""The database goes away, the disk is full: said so in words, and nothing that was acknowledged is lost."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
import time

from portal import Server
from postgres import Postgres
from town import PROBLEM, Town, Visitor, words
from wires import Events, cut_off

GONE = {"zh": "数据库暂时连接不上，请稍后再试；没有保存任何内容", "en": "the database cannot be reached; nothing was saved"}


def unavailable(ask, said):
    """Both languages say why it cannot be done now, as a problem or as a page."""
    for language, why in said.items():
        answer = ask({"Accept-Language": language})
        assert answer.status_code == 503, f"{answer.status_code} {words(answer)}"
        assert answer.headers["Retry-After"] and answer.headers["Cache-Control"] == "no-store"
        assert why in words(answer), words(answer)
        yield answer


def test_the_database_goes_and_comes_back(tmp_path):
    postgres = Postgres()
    server = Server(tmp_path, "--no-pace", "--database", postgres.connection)
    try:
        town = Town(server, people=["applicant", "reviewer"])
        case, stranger, applicant = town.submitted(), Visitor(server), town["applicant"]
        events = Events(applicant, case)
        before = town["reviewer"].do(case, "accept")
        events.wait(1)

        postgres.stop()
        page = list(unavailable(lambda h: applicant.ask("GET", f"/cases/{case}", headers=h), GONE))
        assert all("text/html" in a.headers["Content-Type"] for a in page)
        for ask in [lambda h: applicant.api("GET", f"/cases/{case}", headers=h),
                    lambda h: applicant.api("POST", f"/cases/{case}/acts", headers={**h, "If-Match": "*"},
                                            json={"id": "gone", "act": {"withdraw": {"reason": "无"}}}),
                    lambda h: applicant.ask("POST", "/uploads", headers={**h, "Upload-Length": "3", "X-CSRF-Token": applicant.csrf})]:
            assert all(a.headers["Content-Type"].startswith(PROBLEM) for a in unavailable(ask, GONE))
        list(unavailable(lambda h: stranger.ask("POST", "/login", data={"login": "admin", "password": "x"}, headers=h), GONE))
        ready = stranger.ask("GET", "/readyz")
        assert (ready.status_code, ready.text) == (503, "not ready\n")
        assert stranger.ask("GET", "/healthz").text == "ok\n"

        postgres.start()
        for _ in range(100):
            if stranger.ask("GET", "/readyz").status_code == 200:
                break
            time.sleep(0.1)
        # Without a restart, with the sessions that there were, and with what was acknowledged and nothing else.
        events.wait(2)
        assert {k: applicant.case(case)[k] for k in ("state", "sequence")} == {k: before[k] for k in ("state", "sequence")}
        done = applicant.do(case, "withdraw", reason="改日再报")
        assert done["sequence"] == before["sequence"] + 1
        events.wait(3)
        Visitor(server).log_in("admin")
    finally:
        server.stop()
        postgres.remove()


class SmallDisk:
    """A data folder with little room: a file system of its own, or where nobody may mount one, a limit for each file."""

    ROOM = 16 << 20

    def __init__(self, folder):
        self.folder, self.ballast = folder, folder / "ballast"
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.ROOM}", "tmpfs", str(folder)], capture_output=True)
        self.is_mounted = done.returncode == 0
        if not self.is_mounted:
            # What exceeds the limit then fails in place of ending the process.
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def fill(self, server):
        if not self.is_mounted:
            largest = max(p.stat().st_size for p in self.folder.rglob("*") if p.is_file())
            return resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
        with open(self.ballast, "wb", buffering=0) as ballast:
            for size in (1 << 20, 4096, 1):
                try:
                    while ballast.write(bytes(size)) == size:
                        pass
                except OSError:
                    pass
        assert os.statvfs(self.folder).f_bavail == 0

    def free(self, server):
        if not self.is_mounted:
            return resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self.ballast.unlink()

    def remove(self):
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)


def test_the_disk_is_full(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    disk = SmallDisk(data)
    server = None
    try:
        server = Server(data, "--no-pace")
        town = Town(server, people=["applicant", "reviewer"])
        case, applicant = town.open(), town["applicant"]
        town.fill(case)
        disk.fill(server)
        full = {"zh": "磁盘已满，没有保存任何内容", "en": "the disk is full; nothing was saved"}
        if not disk.is_mounted:
            full = {"zh": "没有保存任何内容", "en": "nothing was saved"}

        # Some room may be left within the database's own files: what goes in is acknowledged, and counts.
        kept, remark = [], 0
        while True:
            remark += 1
            text = f"第 {remark} 条 " + "满" * 1000
            answer = applicant.act(case, "saveFinding", clause="6.1.2", finding={"met": True, "remark": text})
            if answer.status_code != 200:
                break
            kept.append((answer.json()["sequence"], text))
            assert remark < 5000, "the disk is never full"
        act = {"id": "full", "act": {"saveFinding": {"clause": "6.1.2", "finding": {"met": False, "remark": "满" * 1000}}}}
        for answer in unavailable(lambda h: applicant.api("POST", f"/cases/{case}/acts", json=act, headers={**h, "If-Match": "*"}), full):
            assert answer.headers["Content-Type"].startswith(PROBLEM)
        refused = applicant.begin_upload(1 << 20)
        assert refused.status_code == 503, words(refused)

        # Whoever only reads notices nothing.
        there = applicant.case(case)
        assert there["sequence"] == (kept[-1][0] if kept else there["sequence"])
        finding = applicant.read(f"/cases/{case}/findings/self/6.1.2")["finding"]
        assert not kept or finding["remark"] == kept[-1][1]
        assert applicant.page(f"/cases/{case}/clauses/6.1.2") and applicant.page("/work")
        file = applicant.ask("GET", f"/cases/{case}/evidence/proof/1")
        assert file.status_code == 200 and file.content.startswith(b"%PDF")
        assert Visitor(server).ask("GET", "/registry").status_code == 200

        disk.free(server)
        again = applicant.api("POST", f"/cases/{case}/acts", json=act, headers={"If-Match": "*"})
        assert again.status_code == 200, words(again)
        assert again.json()["sequence"] == there["sequence"] + 1, "what was refused was done"
        digest = applicant.upload(os.urandom(2 << 20), "after.bin")
        applicant.do(case, "addEvidence", id="after", evidence={"title": "之后", "clauses": ["6.1.1"]},
                     revision={"digest": digest, "name": "after.bin"})

        # Killed on the spot, it still has all that it acknowledged.
        server.restart(how=signal.SIGKILL)
        history = [e["sequence"] for e in entries(applicant, case)]
        assert history == list(range(1, again.json()["sequence"] + 2))
        assert {sequence for sequence, _ in kept} <= set(history)
        assert applicant.ask("GET", f"/cases/{case}/evidence/after/1").status_code == 200
    finally:
        if server:
            server.stop()
        disk.remove()


def test_an_upload_into_a_full_disk_goes_on_later(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    disk = SmallDisk(data)
    server = None
    try:
        server = Server(data, "--no-pace")
        applicant, content = Town(server, people=["applicant"])["applicant"], os.urandom(40 << 10) * 100
        place = applicant.begin_upload(len(content), "大.bin").headers["Location"]
        assert applicant.patch(place, 0, content[:1 << 20]).status_code == 204
        disk.fill(server)
        # The file may be full, or the database that notes who goes on with it.
        said = {"zh": "存储空间已满，文件没有保存|磁盘已满，没有保存任何内容", "en": "the storage is full and the file|the disk is full"}
        for language, why in said.items():
            offset = applicant.offset(place)
            applicant.session.headers["Accept-Language"] = language
            answer = applicant.patch(place, offset, content[offset:])
            assert answer.status_code == 503 and (re.search(why, words(answer)) or not disk.is_mounted), words(answer)
        acknowledged = applicant.offset(place)
        assert acknowledged >= 1 << 20
        disk.free(server)
        answer = applicant.patch(place, acknowledged, content[acknowledged:])
        assert answer.status_code == 204, words(answer)
        assert applicant.ask("GET", place).json()["offset"] == len(content)
    finally:
        if server:
            server.stop()
        disk.remove()


def test_whoever_sends_nothing_more_does_not_keep_it_from_ending(tmp_path):
    """An upload that stands still holds the server back for a while and not for good; what came of it is kept."""
    server = Server(tmp_path, "--no-pace")
    applicant = Town(server, people=["applicant"])["applicant"]
    place = applicant.begin_upload(10_000).headers["Location"]
    with cut_off(applicant, place, 10_000, b"x" * 4_000):
        time.sleep(0.5)
        server.process.terminate()
        assert server.process.wait(60) == 0, "".join(server.lines[-5:])
    server.start()
    try:
        assert applicant.offset(place) == 4_000
    finally:
        server.stop()


def test_why_a_server_does_not_start(run, tmp_path):
    """Said in a line, in both languages, with an exit code that scripts can tell apart."""
    taken = socket.create_server(("127.0.0.1", 0))
    for options, code, zh, en in [
            (["--data", "/dev/null/data", "--port", "0"], 69, "无法建立文件夹 /dev/null/data", "the folder /dev/null/data cannot be made"),
            (["--data", tmp_path, "--port", "0", "--database", "postgresql://linli:secret@127.0.0.1:1/linli"], 69,
             "数据库无法使用", "the database cannot be used"),
            (["--data", tmp_path, "--port", "0", "--rulebook", "/nowhere"], 66, "没有规则库文件夹 /nowhere", "there is no rulebook folder"),
            (["--data", tmp_path, "--port", "80000"], 64, "--port 应在 0 到 65535 之间", "--port must be from 0 to 65535"),
            (["--data", tmp_path, "--port", taken.getsockname()[1]], 69, "无法在 127.0.0.1", "cannot listen at 127.0.0.1")]:
        for language, why in [("zh", zh), ("en", en)]:
            result = run("serve", *options, "--lang", language)
            assert result.code == code and why in result.err and "secret" not in result.err, str(result)
            assert "NSError" not in result.err and "Error Domain" not in result.err, str(result)
    taken.close()


def test_a_letter_that_cannot_be_sent_is_in_the_log(tmp_path):
    """The mail server is out of reach: whoever acts notices nothing, whoever runs the portal reads why."""
    server = Server(tmp_path, "--no-pace", "--mail", "smtp://somebody:geheim@127.0.0.1:1")
    try:
        town = Town(server, people=["applicant", "reviewer"])
        person = f"/people/{town.ids['reviewer']}"
        answer = town.admin.send(person, f"{person}/mail", mail="reviewer@example.cn")
        assert answer.status_code == 303, words(answer)
        town.submitted()
        for _ in range(200):
            log = [json.loads(line) for line in list(server.lines) if line.startswith("{")]
            failed = [line for line in log if line["message"] == "a job failed"]
            if failed:
                break
            time.sleep(0.05)
        assert failed and failed[0]["kind"] == "notice.mail" and failed[0]["reason"]
        # All of it is JSON but what it says to whoever starts it, and none of it is a secret.
        others = [line for line in server.lines if not line.startswith("{")]
        assert len(others) == 2 and "geheim" not in "".join(server.lines), others
    finally:
        server.stop()


def entries(visitor, case):
    """The whole journal of a case, page by page."""
    after = 0
    while after is not None:
        page = visitor.read(f"/cases/{case}/history?limit=500&after={after}")
        yield from page["items"]
        after = page["next"]
