"""A case and its certificate away from home: files that anybody checks, and that another server takes in."""

import base64
import hashlib
import io
import json
import os
import re
import tarfile
import uuid
from types import SimpleNamespace

import pytest

from conftest import linli
from portal import People, Server, browser  # noqa: F401 (a fixture)
from postgres import Postgres
from test_journal import is_signed, leaf, node, signed
from town import PDF, Town, Visitor, later, words

# Nobody's key. It begins with a dash, as one of 64 does.
STRANGE = base64.urlsafe_b64encode(b"\xf8" * 32).decode().rstrip("=")
NOBODY = "--key=" + STRANGE
# What a report concludes.
SAID = "同意评定为二星级"
DIGEST = hashlib.sha256(PDF).hexdigest()
CHECKS = [
    "files are what the manifest says", "acts are there in their order", "entries are in the journals",
    "names of people and organisations are vouched for", "editions of the standard are whole",
    "files of evidence are what their digests say", "states are as the journals say", "findings fit the rules",
    "reports, approvals and certificates say what is computed anew", "layers were scored and graded anew",
]


def public_key(server):
    shown = linli("keys", "export-public", "--data", server.data)
    assert shown.code == 0, shown
    return shown.json()[0]["publicKey"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A server on SQLite with one case that went all the way to its certificate."""
    server = Server(tmp_path_factory.mktemp("home") / "data", "--no-pace")
    town = Town(server)
    case = town.submitted()
    town.play(case, say=lambda what: SAID if what == "conclusion" else what)
    # The notice has to be over before anything is decided: another day than today is for demonstrations only.
    server.restart("--demo", "--demo-today", later(21))
    town.visitors.clear()
    town["reviewer"].do(case, "decide")
    town["approver1"].do(case, "issueCertificate", until=later(900))
    seen, key = town["reviewer"].case(case), public_key(server)
    yield SimpleNamespace(server=server, town=town, case=case, number=seen["number"], key=key, trust="--key=" + key,
                          certificate=seen["certificate"]["number"])
    server.stop()


@pytest.fixture(scope="module")
def package(home, tmp_path_factory):
    """The case as the command writes it."""
    path = tmp_path_factory.mktemp("package") / "case.tar"
    done = linli("case", "export", home.number, "-o", path, "--data", home.server.data, "--lang", "en")
    assert done.code == 0 and f"{path.stat().st_size} bytes" in done.out, done
    return path


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Another server, on an empty PostgreSQL, with an authority that looks after the same region."""
    given = os.environ.get("LINLI_POSTGRES")
    postgres = Postgres.at(given) if given else Postgres()
    name = "packages_" + uuid.uuid4().hex[:12]
    database = ["--database", postgres.database(name)]
    server = Server(tmp_path_factory.mktemp("elsewhere") / "data", "--no-pace", *database)
    yield SimpleNamespace(server=server, town=Town(server, people=["city"]), database=database)
    server.stop()
    postgres.ask(f"DROP DATABASE {name} WITH (FORCE)")
    if not given:
        postgres.remove()


def grade(package, *options):
    """Verifies a package; the grade and the Q that it ends with."""
    done = linli("case", "verify", package, *options, "--json")
    assert done.code == 0 and done.json()["sound"], done
    return {layer["id"]: (layer["grade"], layer["q"]) for layer in done.json()["layers"]}["consensus"]


def journal(data, *options):
    """What a check of an installation says of its journal."""
    done = linli("journal", "verify", "--data", data, *options, "--json")
    assert done.code == 0 and done.json()["sound"], done
    return done.json()


# A package


def test_a_package_is_verified_where_there_is_nothing_else(home, package, run, tmp_path):
    copy = tmp_path / "of-a-friend.tar"
    copy.write_bytes(package.read_bytes())
    done = run("case", "verify", copy.name, home.trust, "--lang", "en")
    assert done.code == 0 and f"{home.number} 沐槿洲社区" in done.out, done
    told = re.findall(r"^✓ [1-9]\d* (.+)$", done.out, re.M)
    assert [text for check, text in zip(CHECKS, told, strict=True) if text.startswith(check)] == told, done
    assert "Consensus: Q = 83.70  Two stars" in done.out and "All fits" in done.out, done
    assert "no key was named" not in done.out, done
    chinese = run("case", "verify", copy.name)
    assert "合议: Q = 83.70  二星级" in chinese.out and "请向该系统的运营方核对" in chinese.out, chinese
    assert grade(copy) == ("two-star", "83.70")
    assert list(tmp_path.iterdir()) == [copy], "it left something behind"
    foreign = run("case", "verify", copy.name, NOBODY, "--lang", "en")
    assert foreign.code == 65 and "none of the trusted keys" in foreign.out and "not sound" in foreign.out, foreign


def test_a_package_is_the_same_by_command_page_and_api(browser, home, package, tmp_path):
    people = People(browser, home.server)
    page = people.page("reviewer")
    page.goto(f"{home.server.url}/cases/{home.case}/history")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载案卷包").click()
    saved = tmp_path / "saved.tar"
    download.value.save_as(saved)
    assert download.value.suggested_filename == f"{home.number}.linli-case.tar"
    assert saved.read_bytes() == package.read_bytes()
    by_api = home.town["approver1"].api("GET", f"/cases/{home.case}/package")
    assert by_api.status_code == 200 and by_api.content == package.read_bytes()
    by_id = linli("case", "export", home.case, "-o", tmp_path / "by-id.tar", "--data", home.server.data)
    assert by_id.code == 0 and (tmp_path / "by-id.tar").read_bytes() == package.read_bytes()
    # The applicant sees no names of experts: so it sees no button, and gets no file.
    page = people.page("applicant")
    page.goto(f"{home.server.url}/cases/{home.case}/history")
    assert page.get_by_role("link", name="下载案卷包").count() == 0
    refused = home.town["applicant"].api("GET", f"/cases/{home.case}/package")
    assert refused.status_code == 403 and "does not see" in words(refused), words(refused)
    assert Visitor(home.server).api("GET", f"/cases/{home.case}/package").status_code == 401


def test_a_package_is_a_plain_tar_of_what_its_manifest_names(package):
    with tarfile.open(package) as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}
    manifest = json.loads(members.pop("manifest.json"))
    assert [m["name"] for m in manifest["members"]] == list(members)
    for member in manifest["members"]:
        content = members[member["name"]]
        assert (member["sha256"], member["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert members["evidence/" + DIGEST] == PDF
    assert [act["act"] for act in json.loads(members["acts.json"])][-2:] == ["decide", "issueCertificate"]


def flipped(start, at=None):
    """One bit of a member: in the middle of what it holds, or so far from its header's beginning."""
    def change(content, places):
        place = places[next(name for name in places if name.startswith(start))]
        content[place.offset_data + place.size // 2 if at is None else place.offset + at] ^= 4
    return change


def padded(content, places):
    content[places["acts.json"].offset_data + places["acts.json"].size] ^= 4


def halved(content, places):
    del content[len(content) // 2:]


def forged(name, old, new):
    """Other content of a member, and a manifest that fits: whoever forges would do so much."""
    def change(content, places):
        place, manifest = places[name], places["manifest.json"]
        body = slice(place.offset_data, place.offset_data + place.size)
        head = slice(manifest.offset_data, manifest.offset_data + manifest.size)
        before = bytes(content[body])
        after = before.replace(old, new, 1)
        assert after != before and len(after) == len(before)
        content[body] = after
        digests = [hashlib.sha256(one).hexdigest().encode() for one in (before, after)]
        content[head] = content[head].replace(*digests)
        # Evidence is called by its digest, and a header has a sum of its own, in which that counts as blanks.
        block = content[place.offset:place.offset_data].replace(*digests)
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
        content[place.offset:place.offset_data] = block
    return change


NOT_TOLD = " is not what the manifest says"
# What is changed, which place is named, and what is said of it.
DAMAGES = {
    "the number, in the manifest": (
        forged("manifest.json", b"-000001", b"-000002"), "manifest.json: ", "the manifest has another number"),
    "an act": (flipped("acts.json"), "", r"acts\.json" + NOT_TOLD),
    "an act, and the manifest with it": (
        forged("acts.json", b"saveReview", b"saveReviow"), r"act/\d+: ", r"act \d+: cannot be read"),
    "a word, and the manifest with it": (
        forged("acts.json", SAID.encode(), SAID[::-1].encode()), r"act/\d+: ", r"act \d+: it is not what"),
    "a proof": (flipped("segments/"), "", r"segments/1\.json" + NOT_TOLD),
    "the standard": (flipped("rulebooks/"), "", r"rulebooks/\w{64}\.json" + NOT_TOLD),
    "evidence": (flipped("evidence/"), "", "evidence/" + DIGEST + NOT_TOLD),
    "evidence, and the manifest with it": (
        forged("evidence/" + DIGEST, b"Catalog", b"Katalog"), "evidence: ", "the evidence is not that which"),
    "a header": (flipped("acts.json", at=20), "", r"the header at byte \d+ is not sound"),
    "what fills a block": (padded, "", r"there are bytes after acts\.json"),
    "a byte more": (lambda content, places: content.append(0), "", "there are bytes after the end"),
    "a byte less": (lambda content, places: content.pop(), "", "the file is cut off"),
    "half of it": (halved, "", "the file is cut off"),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_package_that_was_changed_is_refused_and_says_where(home, package, run, tmp_path, what):
    change, place, told = DAMAGES[what]
    content = bytearray(package.read_bytes())
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        places = {member.name: member for member in tar.getmembers()}
    change(content, places)
    (tmp_path / "changed.tar").write_bytes(content)
    done = run("case", "verify", "changed.tar", home.trust, "--lang", "en")
    assert done.code == 65 and re.search(place + told, done.out + done.err), done
    assert "All fits" not in done.out and "Two stars" not in done.out, done
    refused = run("case", "import", "changed.tar", "--data", "new", "--lang", "en")
    assert refused.code == 65 and re.search(told, refused.err), refused
    there = run("case", "export", home.number, "-o", "it.tar", "--data", "new", "--lang", "en")
    assert there.code == 66 and "no such case" in there.err and not (tmp_path / "it.tar").exists(), there


def test_a_package_goes_to_another_server_and_on_from_there(browser, home, package, elsewhere, run, tmp_path):
    at = ["--data", elsewhere.server.data, *elsewhere.database]
    done = run("case", "import", package, *at, home.trust, "--lang", "en")
    assert done.code == 0 and f"imported {home.number} 沐槿洲社区, 9 new parties" in done.out, done
    # People there see the same.
    people = People(browser, elsewhere.server)
    ours = home.town["reviewer"].case(home.case)
    page = people.page("city")
    page.goto(f"{elsewhere.server.url}/cases/{home.case}")
    assert page.inner_text("h1").startswith("沐槿洲社区") and "二星级" in page.inner_text("main")
    theirs = elsewhere.town["city"].case(home.case)
    assert theirs["sequence"] == ours["sequence"] and theirs["certificate"] == ours["certificate"]
    public = people.page()
    public.goto(f"{elsewhere.server.url}/registry/{home.certificate}")
    assert "二星级" in public.inner_text("main") and "签名有效" in public.inner_text("main")
    assert page.console_errors == public.console_errors == []

    before = journal(elsewhere.server.data, *elsewhere.database)
    again = run("case", "import", package, *at, home.trust, "--lang", "en")
    assert again.code == 0 and f"{home.number} is here already; nothing was changed" in again.out, again
    assert journal(elsewhere.server.data, *elsewhere.database) == before

    # On to an empty folder, where nobody ever started a server, and back to where it came from.
    passed = tmp_path / "passed.tar"
    assert run("case", "export", home.number, "-o", passed, *at).code == 0
    assert passed.read_bytes() == package.read_bytes()
    third = ["--data", tmp_path / "third"]
    done = run("case", "import", passed, *third, home.trust, "--lang", "en")
    assert done.code == 0 and "imported" in done.out, done
    last = tmp_path / "last.tar"
    assert run("case", "export", home.case, "-o", last, *third).code == 0
    assert last.read_bytes() == package.read_bytes() and grade(last, home.trust) == ("two-star", "83.70")
    home_again = run("case", "import", last, "--data", home.server.data, "--lang", "en")
    assert home_again.code == 0 and "nothing was changed" in home_again.out, home_again
    assert journal(tmp_path / "third")["entries"] > 0


def test_a_package_does_not_lock_the_first_administrator_out(home, package, run, tmp_path):
    assert run("case", "import", package, "--data", tmp_path / "new", home.trust).code == 0
    server = Server(tmp_path / "new", "--no-pace")
    try:
        town = Town(server, people=["city"])
        assert town["city"].case(home.case)["number"] == home.number
    finally:
        server.stop()


def test_a_clock_that_is_set_back_keeps_acts_in_order_and_the_journal_signed(run, tmp_path):
    server = Server(tmp_path / "data", "--no-pace")
    try:
        town = Town(server, people=["applicant", "reviewer"])
        case = town.open()
        server.restart("--demo", "--demo-today", later(21))
        town.visitors.clear()
        town["applicant"].do(case, "saveFinding", clause="6.1.2", finding={"met": True})
        signed(server)
        server.restart()
        town.visitors.clear()
        town["applicant"].do(case, "saveFinding", clause="6.1.2", finding={"met": False})
        times = [entry["at"] for entry in town["applicant"].read(f"/cases/{case}/history")["items"]]
        assert len(times) == 3 and times == sorted(times) and times[0][:10] < times[1][:10]
        told = journal(server.data)
        count = told["entries"] + told["pending"]
        assert signed(server, count)["size"] >= count
        done = run("case", "export", case, "-o", "it.tar", "--data", server.data)
        assert done.code == 0, done
        assert "All fits" in run("case", "verify", "it.tar", "--key=" + public_key(server), "--lang", "en").out
    finally:
        server.stop()


# A certificate


@pytest.fixture(scope="module")
def statement(browser, home, tmp_path_factory):
    """As somebody saves it who is not logged in; the page says the same of it."""
    page = People(browser, home.server).page()
    page.goto(f"{home.server.url}/registry/{home.certificate}")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载声明").click()
    path = tmp_path_factory.mktemp("statement") / "statement.json"
    download.value.save_as(path)
    assert download.value.suggested_filename == f"{home.certificate}.json"
    said = page.locator("section, .card", has_text="刚刚核验了什么").last.inner_text()
    assert page.console_errors == []
    return SimpleNamespace(path=path, page=said, **json.loads(path.read_text()))


def test_a_statement_is_verified_off_line_and_by_its_page(home, statement, run, tmp_path):
    (tmp_path / "it.json").write_bytes(statement.path.read_bytes())
    done = run("certificate", "verify", "it.json", home.trust, "--lang", "en")
    assert done.code == 0 and f"{home.certificate} 沐槿洲社区" in done.out and "Two stars, Q = 83.7" in done.out, done
    for check in ("the signature is valid", "all of this is what entry", "the act that issued it is proved"):
        assert re.search(f"^✓ {check}", done.out, re.M), done
    assert "no key was named" not in done.out and "tells nothing of after" in done.out, done
    assert "no key was named" in run("certificate", "verify", "it.json", "--lang", "en").out
    told = run("certificate", "verify", "it.json", home.trust, "--json").json()
    assert told["sound"] and told["trusted"] and told["provesAct"] and told["claims"] == statement.claims
    # The page says what anybody finds.
    for text in ("签名有效", f"第 {told['entry']} 条", f"{told['size']} 条之中", told["origin"].removeprefix("linli/")):
        assert text in statement.page, statement.page
    foreign = run("certificate", "verify", "it.json", NOBODY, "--lang", "en")
    assert foreign.code == 65 and "none of the trusted keys" in foreign.err, foreign
    # What a key signed since it was stolen counts for nothing.
    day = told["at"][:10]
    stolen = run("certificate", "verify", "it.json", f"{home.trust}@{day}", "--lang", "en")
    assert stolen.code == 65 and "was compromised before" in stolen.err, stolen
    assert run("certificate", "verify", "it.json", f"{home.trust}@2099-01-01").code == 0
    assert list(tmp_path.iterdir()) == [tmp_path / "it.json"], "it left something behind"


@pytest.mark.parametrize("old, new, told", [
    ('"grade":"two-star"', '"grade":"six-star"', "it claims something else than the journal says"),
    ('"q":"83.7"', '"q":"93.7"', "it claims something else than the journal says"),
    ('"community":"沐', '"community":"木', "it claims something else than the journal says"),
    (r'\"grade\":\"two-star\"', r'\"grade\":\"six-star\"', r"entry \d+ is not in the journal that was signed"),
    ('"path":["', '"path":["A', r"entry \d+ is not in the journal that was signed"),
    (r"\ntime 1", r"\ntime 2", "a signature of the checkpoint does not hold"),
    (r'"act":"issueCertificate","at":1', r'"act":"issueCertificate","at":2', "the act that issued it is not what"),
    ('{"act":{', '{ "act":{', "no statement of a certificate, or it was changed"),
])
def test_a_statement_with_one_character_changed_is_refused(home, statement, run, tmp_path, old, new, told):
    text = statement.path.read_text()
    assert old in text
    (tmp_path / "it.json").write_text(text.replace(old, new, 1))
    done = run("certificate", "verify", "it.json", home.trust, "--lang", "en")
    assert done.code == 65 and re.search(told, done.err) and "✓" not in done.out, done


def included(hash, index, size, path):
    """The root that a leaf leads to: RFC 9162, 2.1.3.2, as it stands there."""
    fn, sn, r = index, size - 1, hash
    for p in path:
        assert sn > 0
        if fn & 1 or fn == sn:
            r = node(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return r


@pytest.mark.parametrize("command", [["case", "verify", "{case}"], ["certificate", "verify", "{statement}"],
                                     ["journal", "verify", "--data", "{data}"]], ids=lambda c: c[0])
def test_a_key_that_begins_with_a_dash_is_a_key(home, package, statement, command):
    paths = {"case": package, "statement": statement.path, "data": home.server.data}
    done = linli(*(word.format(**paths) for word in command), "--key", STRANGE, "--lang", "en")
    assert done.code == 65 and re.search("none of the trusted keys|no key of this journal", done.out + done.err), done


def test_another_program_finds_a_statement_proved(home, statement, tmp_path):
    proof = statement.proof
    (entry,) = proof["entries"]
    origin, size, root, _ = proof["checkpoint"].split("\n\n")[0].split("\n")
    assert proof["keys"] == [home.key] and origin == "linli/" + hashlib.sha256(
        base64.urlsafe_b64decode(home.key + "=")).hexdigest()[:16]
    longer = proof["checkpoint"].replace(f"\n{size}\n", f"\n{int(size) + 1}\n")
    assert is_signed(proof["checkpoint"], origin, home.key, tmp_path)
    assert not is_signed(longer, origin, home.key, tmp_path)
    path = [base64.b64decode(one) for one in entry["path"]]
    hash = leaf(entry["sequence"], base64.b64decode(entry["previous"]), entry["content"])
    assert included(hash, entry["sequence"], int(size), path) == base64.b64decode(root)
    notes = json.loads(entry["content"])["notes"]
    assert {"act": "certificate.issue", "details": statement.claims} in notes
