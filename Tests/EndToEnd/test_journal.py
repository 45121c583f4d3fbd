"""The journal from outside: recomputed by another program, edited behind the server, watched by witnesses."""

import base64
import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import time

import pytest

from caller import Caller
from conftest import linli
from letters import Letters
from portal import PASSWORD, People, Server, browser, demo, picture  # noqa: F401 (fixtures)
from town import Visitor, first_link


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves):
    """RFC 9162, 2.1.1, as it stands there."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node(root(leaves[:half]), root(leaves[half:]))


def leaf(sequence, previous, content):
    return hashlib.sha256(b"\0" + f"linli journal 1\n{sequence}\n{previous.hex()}\n{content}".encode()).digest()


def entries(caller):
    found, start = [], "0"
    while start:
        page = caller.api("GET", f"/api/v1/journal/entries?limit=500&from={start}").json()
        found += page["items"]
        start = page["next"]
    return found


def is_signed(note, name, public_key, folder):
    """Whether OpenSSL finds the signature of a note (c2sp.org/signed-note) good."""
    text, _, signatures = note.partition("\n\n")
    text += "\n"
    key = base64.urlsafe_b64decode(public_key + "=")
    hint = hashlib.sha256(f"{name}\n".encode() + b"\1" + key).digest()[:4]
    pem = folder / "key.pem"
    der = bytes.fromhex("302a300506032b6570032100") + key
    pem.write_text("-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(der).decode() + "\n-----END PUBLIC KEY-----\n")
    (folder / "text").write_text(text)
    for line in signatures.splitlines():
        dash, who, code = line.split(" ")
        code = base64.b64decode(code)
        if dash == "—" and who == name and code[:4] == hint:
            (folder / "signature").write_bytes(code[4:])
            done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", pem, "-rawin", "-in",
                                   folder / "text", "-sigfile", folder / "signature"], capture_output=True)
            return done.returncode == 0
    return False


def signed(server, size=1):
    """The last checkpoint, once it has so many entries."""
    caller = Caller(server)
    for _ in range(100):
        answer = caller.get("/api/v1/journal/checkpoint")
        if answer.status == 200 and answer.json()["size"] >= size:
            return answer.json()
        time.sleep(0.2)
    raise AssertionError(f"no checkpoint of {size}: {answer}")


def test_another_program_computes_the_same(demo, tmp_path):
    admin = Caller(demo, "admin")
    admin.new_token()
    found = entries(admin)
    assert [entry["sequence"] for entry in found] == list(range(len(found))) and len(found) > 1000
    previous, leaves = bytes(32), []
    for entry in found:
        assert entry["previous"] == previous.hex()
        previous = leaf(entry["sequence"], previous, entry["content"])
        assert entry["leaf"] == previous.hex()
        leaves.append(previous)
    checkpoint = signed(demo)
    lines = checkpoint["note"].split("\n")
    assert lines[0] == checkpoint["origin"] and int(lines[1]) == checkpoint["size"]
    assert base64.b64decode(lines[2]).hex() == checkpoint["root"] == root(leaves[:checkpoint["size"]]).hex()
    key = checkpoint["keys"][0]
    assert checkpoint["origin"] == "linli/" + hashlib.sha256(base64.urlsafe_b64decode(key["publicKey"] + "=")).hexdigest()[:16]
    assert is_signed(checkpoint["note"], checkpoint["origin"], key["publicKey"], tmp_path)
    assert not is_signed(checkpoint["note"].replace("time ", "time 1"), checkpoint["origin"], key["publicKey"], tmp_path)
    assert Caller(demo, "applicant").get("/journal").status == 403


def test_people_read_it(browser, demo):
    people = People(browser, demo)
    page = people.page("admin")
    for width, name in ((1280, "journal"), (390, "journal-phone")):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(demo.url + "/journal")
        assert page.locator("tbody tr").count() == 50
        picture(page, name, full=False)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(demo.url + "/journal/40")
    assert page.get_by_text("已包含在签名的检查点中").count() == 1
    assert page.locator("table tbody tr").count() > 3
    assert page.console_errors == []


EDITS = [
    ("UPDATE person SET name = name || '!' WHERE login = 'admin'", r"person/\w+: the row was changed"),
    ("DELETE FROM membership WHERE rowid = (SELECT max(rowid) FROM membership)", "membership/.*the row is gone"),
    ("UPDATE case_entry SET data = replace(data, 'met', 'mat') WHERE rowid = "
     "(SELECT min(rowid) FROM case_entry WHERE act = 'saveReview')", "case_entry/.*the row was changed"),
    ("UPDATE evaluation SET grade = 'three-star' WHERE grade IS NOT NULL", "evaluation/.*the row was changed"),
    ("UPDATE job SET failures = 7", "job/.*the seal of the row does not fit"),
    ("UPDATE journal_entry SET content = replace(content, '\"at\":1', '\"at\":2') WHERE sequence = 17", "first bad entry: 17"),
    ("DELETE FROM journal_entry WHERE sequence = 99", "first bad entry: 99"),
]


@pytest.mark.parametrize("statement,told", EDITS, ids=[told for _, told in EDITS])
def test_what_is_edited_behind_the_server_shows(demo, tmp_path, statement, told):
    data = tmp_path / "data"
    shutil.copytree(demo.data, data)
    verify = ["journal", "verify", "--data", data, "--skip-files", "--lang", "en"]
    sound = linli(*verify)
    assert sound.code == 0 and "everything fits" in sound.out, sound
    database = sqlite3.connect(data / "linli.sqlite")
    assert database.execute(statement).rowcount > 0
    database.commit()
    database.close()
    found = linli(*verify)
    assert found.code == 65 and re.search(told, found.out), found
    report = json.loads(linli(*verify, "--json").out)
    assert report["sound"] is False and report["faults"]


def test_an_older_database_shows_by_its_witnesses(tmp_path):
    kept = tmp_path / "kept.txt"
    first = Server(tmp_path / "a")
    first.stop()
    public = linli("keys", "export-public", "--data", tmp_path / "a").json()[0]["publicKey"]
    other = Server(tmp_path / "b", f"--witness-for={public}")
    first.start("--witness", str(kept), "--witness", other.url)
    signed(first)
    for _ in range(100):
        if kept.exists() and kept.stat().st_size:
            break
        time.sleep(0.1)
    first.stop()
    shutil.copytree(tmp_path / "a", tmp_path / "older")
    database = sqlite3.connect(tmp_path / "older" / "linli.sqlite")
    before = database.execute("SELECT (SELECT count(*) FROM journal_entry) + (SELECT count(*) FROM journal_pending)").fetchone()[0]
    database.close()
    # A wrong log-in and a start are entries, or lead to some.
    first.start("--witness", str(kept), "--witness", other.url)
    caller = Caller(first)
    token = re.search(r"/password/(\S+)", "".join(first.lines)).group(1)
    page = caller.get("/password/" + token)
    assert page.status == 200
    chosen = caller.post("/password/" + token, {"password": "qingchuan-2026-x", "again": "qingchuan-2026-x"})
    assert chosen.status in (200, 303), chosen
    after = signed(first, before + 1)["size"]
    for _ in range(100):
        if f"\n{after}\n" in kept.read_text():
            break
        time.sleep(0.1)
    first.stop()
    # The same place, with the database of before.
    verify = ["journal", "verify", "--data", tmp_path / "older", "--lang", "en"]
    assert linli(*verify).code == 0
    found = linli(*verify, "--witness", kept)
    assert found.code == 65 and "an older backup" in found.out, found
    back = Server(tmp_path / "older", "--witness", other.url)
    for _ in range(100):
        if any("older database" in line for line in back.lines):
            break
        time.sleep(0.1)
    assert any("older database" in line for line in back.lines), back.lines
    back.stop()
    other.stop()


def test_a_letter_of_before_shows_that_history_was_rewritten(tmp_path):
    first = Server(tmp_path / "a")
    link = first_link(first)
    first.stop()
    shutil.copytree(tmp_path / "a", tmp_path / "older")
    first.start()
    assert Visitor(first).send(link, password=PASSWORD, again=PASSWORD).status_code == 303
    with Letters() as box:
        first.restart("--mail", box.address, "--mail-from", "linli@example.cn", "--witness", "mailto:eve@example.cn")
        letter = box.first()
    first.stop()
    note = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    origin, size = note.splitlines()[:2]
    assert [letter[name] for name in ("From", "To")] == ["linli@example.cn", "eve@example.cn"]
    assert letter["Subject"] == f"{origin} {size}"
    assert len(box.kept) == 1, "one letter a day"
    public = linli("keys", "export-public", "--data", tmp_path / "a").json()[0]["publicKey"]
    assert is_signed(note, origin, public, tmp_path)
    kept = tmp_path / "kept.txt"
    kept.write_text(note)

    def verify(data, *options):
        return linli("journal", "verify", "--data", tmp_path / data, f"--key={public}", "--lang", "en", *options)

    sound = verify("a", "--witness", kept)
    assert sound.code == 0 and "everything fits" in sound.out, sound
    # The database of before: by itself it is sound.
    assert verify("older").code == 0
    found = verify("older", "--witness", kept)
    assert found.code == 65 and f"{size} entries" in found.out and "an older backup" in found.out, found
    # It goes on otherwise until nothing is missing.
    back = Server(tmp_path / "older")
    assert Visitor(back).send(link, password=PASSWORD, again=PASSWORD).status_code == 303
    admin = Visitor(back).log_in("admin")
    for number in range(3):
        made = admin.send("/organisations/new", "/organisations", kind="body", name=f"另一段历史{number}", region="9901")
        assert made.status_code == 303, made.text
    assert signed(back, int(size))["size"] >= int(size)
    back.stop()
    assert verify("older").code == 0
    found = verify("older", "--witness", kept)
    assert found.code == 65 and f"first {size} entries: history was rewritten" in found.out, found
    kept.write_text(note.replace(f"\n{size}\n", f"\n{int(size) + 1}\n"))
    found = verify("a", "--witness", kept)
    assert found.code == 65 and "no signature that counts" in found.out, found


def test_a_checkpoint_counts_however_its_lines_end(tmp_path):
    """Mail programs keep the ends of lines as they came, or as their system has them."""
    server = Server(tmp_path / "data")
    note = signed(server)["note"]
    server.stop()
    kept = tmp_path / "kept.txt"
    for end in ("\n", "\r\n"):
        kept.write_text(note, newline=end)
        done = linli("journal", "verify", "--data", server.data, "--witness", kept, "--lang", "en")
        assert done.code == 0 and "everything fits" in done.out, done
