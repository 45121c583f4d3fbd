"""Two servers on one PostgreSQL are one portal: what one does the other knows, and what one leaves undone the other does."""

import http.server
import itertools
import os
import signal
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import linli
from portal import Server
from postgres import Postgres
from town import PDF, Town, Visitor, words
from wires import Events

OPTIONS = ["--no-pace", "--allow-private-webhooks"]


class Both:
    """The portal as a balancer shows it: every request goes to the other node than the one before."""

    def __init__(self, nodes):
        self.nodes, self.turns = nodes, itertools.cycle(nodes)

    @property
    def url(self):
        return next(self.turns).url

    @property
    def lines(self):
        return [line for node in self.nodes for line in node.lines]


def together(*work):
    """Does all of it at the same moment; the results in order."""
    with ThreadPoolExecutor(len(work)) as pool:
        start = threading.Barrier(len(work))
        return [f.result() for f in [pool.submit(lambda one=one: (start.wait(), one())[1]) for one in work]]


def until(what, holds):
    """Waits for what the other node gets to know a moment later."""
    for _ in range(400):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError(f"it never came to be that {what}")


@pytest.fixture(scope="module")
def postgres():
    """The one that is there for the tests, or else one of our own."""
    own = None if os.environ.get("LINLI_POSTGRES") else Postgres()
    yield own or Postgres.at(os.environ["LINLI_POSTGRES"])
    if own:
        own.remove()


@pytest.fixture(scope="module")
def database(postgres):
    name = "nodes_" + uuid.uuid4().hex[:12]
    yield postgres.database(name)
    postgres.ask(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def nodes(database, tmp_path_factory):
    """Both are started at the same moment on an empty database, with one key file that neither has yet."""
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    keys = tmp_path_factory.mktemp("keys") / "keys.json"
    nodes = together(*[lambda f=f: Server(f, *OPTIONS, "--database", database, "--keys", str(keys)) for f in folders])
    yield nodes
    for node in nodes:
        if node.process.poll() is None:
            node.stop()


@pytest.fixture(scope="module")
def town(nodes):
    return Town(Both(nodes))


def at(node, visitor):
    """The same visitor, with the same cookies, at one of the nodes."""
    same = Visitor(node)
    same.session.cookies.update(visitor.session.cookies)
    same.csrf = visitor.csrf
    return same


def test_a_node_with_keys_of_its_own_is_not_let_in(nodes, database, tmp_path):
    """It could not read what the others encrypt, nor they what it does."""
    refused = linli("serve", "--data", tmp_path / "third", "--database", database, "--port", "0", "--lang", "en")
    assert refused.code == 66 and "key file" in refused.err, refused
    assert not (tmp_path / "third" / "keys.json").exists()


def test_both_come_up_on_an_empty_database(nodes, town, postgres, database):
    assert all(Visitor(node).ask("GET", "/readyz").status_code == 200 for node in nodes)
    applied = [name for name, in postgres.ask("SELECT name FROM migration", database)]
    assert len(applied) == len(set(applied)) > 4
    # One of them, and only one, made the first administrator.
    assert len([line for line in Both(nodes).lines if "the first administrator" in line]) == 1
    assert postgres.ask("SELECT count(*) FROM person WHERE login = 'admin'", database) == [["1"]]
    chores = postgres.ask("SELECT kind, count(*) FROM job WHERE period > 0 GROUP BY kind ORDER BY kind", database)
    kinds = ["accounts.sweep", "community.commands", "community.days", "community.indexes", "community.metrics", "community.months",
             "community.payments", "community.presence", "community.retention", "community.terms", "evaluations.certificates", "evaluations.terms", "files.sweep", "personal.reencrypt", "webhooks.sweep"]
    assert chores == [[kind, "1"] for kind in kinds]


def test_a_whole_story_through_both(town, postgres, database):
    """From the application to the public notice, every request at the other node than the one before."""
    case = town.submitted(name="两岸社区")
    town.play(case)
    assert town["reviewer"].case(case)["state"] == "notice"
    assert "两岸社区" in Visitor(town.server).page(f"/notices/{case}")
    # Nobody set a mail server: letters do not pile up for the day when somebody does.
    until("no letter waits", lambda: postgres.ask("SELECT count(*) FROM job WHERE kind = 'notice.mail'", database) == [["0"]])
    page = town["reviewer"].read(f"/cases/{case}/history?limit=500")
    assert [e["sequence"] for e in page["items"]] == list(range(1, len(page["items"]) + 1))


def test_a_session_is_everywhere_or_nowhere(nodes, town):
    first, second = nodes
    here = Visitor(first).log_in("city")
    there = at(second, here)
    assert there.read("/me")["login"] == "city" and "city" in there.page("/account")
    assert there.send("/account", "/logout").status_code == 303
    assert here.ask("GET", "/work").headers["Location"].startswith("/login")
    assert here.api("GET", "/me").status_code == 401


def test_a_change_of_rights_is_followed(nodes, town):
    """Taken away at one node, whoever has it may not do it at the other."""
    admin, there = at(nodes[0], town["admin"]), at(nodes[1], town["reviewer"])
    assert "case.accept" in there.read("/me")["functions"]

    def grant(rows):
        answer = admin.send("/policy/case.accept", **{"rows-reviewer": rows, "step": "save"})
        assert answer.status_code == 303, words(answer)

    grant([])
    until("the second node knows", lambda: "case.accept" not in there.read("/me")["functions"])
    case = town.submitted()
    refused = there.act(case, "accept")
    assert refused.status_code == 403, words(refused)
    grant(["organisation"])
    until("the second node knows", lambda: "case.accept" in there.read("/me")["functions"])
    there.do(case, "accept")


def test_pages_hear_what_happens_at_the_other_node(nodes, town):
    case, other = town.open(), town.open()
    events = Events(at(nodes[0], town["applicant"]), case)
    there = at(nodes[1], town["applicant2"])
    there.do(other, "saveFinding", clause="6.1.1", finding={"met": True})
    done = there.do(case, "saveFinding", clause="6.1.1", finding={"met": True})
    assert events.wait(1) == [case]
    assert at(nodes[0], town["applicant"]).case(case)["sequence"] == done["sequence"]


def test_of_two_at_once_exactly_one_wins(nodes, town):
    case, (first, second) = town.open(), nodes
    one, two = at(first, town["applicant"]), at(second, town["applicant2"])
    place = f"/cases/{case}/findings/self/6.1.2"
    for number in range(8):
        tag = one.api("GET", place).headers["ETag"]

        def write(visitor, remark):
            return visitor.api("PUT", place, json={"finding": {"met": True, "remark": remark}}, headers={"If-Match": tag})

        answers = together(lambda: write(one, f"一 {number}"), lambda: write(two, f"二 {number}"))
        assert sorted(a.status_code for a in answers) == [200, 412], [words(a) for a in answers]
        won = next(a for a in answers if a.status_code == 200).json()
        lost = next(a for a in answers if a.status_code == 412).json()
        assert {d["place"]: d["reason"] for d in lost["details"]}["finding.remark"] == won["finding"]["remark"]
        assert one.read(place)["finding"] == two.read(place)["finding"] == won["finding"]

    # Two decisions that exclude each other, at the same moment.
    for _ in range(3):
        case = town.submitted()
        one, two = at(first, town["reviewer"]), at(second, town["reviewer"])
        answers = together(lambda: one.act(case, "accept"), lambda: two.act(case, "refuse", reason="不在受理范围"))
        codes = [a.status_code for a in answers]
        assert codes.count(200) == 1 and set(codes) <= {200, 412, 423}, [words(a) for a in answers]
        done = [e["act"] for e in one.read(f"/cases/{case}/history")["items"] if e["act"] in ("accept", "refuse")]
        assert done == [["accept", "refuse"][codes.index(200)]]


def test_a_key_is_done_once_whichever_node_gets_it(nodes, town):
    def open(node):
        headers = {"Idempotency-Key": "at-both"}
        return at(node, town["applicant"]).api("POST", "/cases", json=town.opening("同一把钥匙"), headers=headers)

    answers = together(*[lambda node=node: open(node) for node in nodes * 2])
    assert {a.status_code for a in answers} <= {201, 409}, [words(a) for a in answers]
    answers = [a for a in answers if a.status_code == 201] + [open(node) for node in nodes]
    assert len({a.content for a in answers}) == 1
    assert len(town["applicant"].read("/cases?q=同一把钥匙")["items"]) == 1


def test_evidence_is_at_both(nodes, town):
    case, content = town.open(), PDF + os.urandom(3 << 20)
    here, there = at(nodes[0], town["applicant"]), at(nodes[1], town["applicant"])
    place = here.begin_upload(len(content), "跨节点.pdf").headers["Location"]
    half = len(content) // 2
    assert here.patch(place, 0, content[:half]).status_code == 204
    assert there.offset(place) == half
    answer = there.patch(place, half, content[half:])
    assert answer.status_code == 204, words(answer)
    here.do(case, "addEvidence", id="both", evidence={"title": "跨节点", "clauses": ["6.1.1"]},
            revision={"digest": answer.headers["Linli-Digest"], "name": "跨节点.pdf"})
    for visitor in (here, there):
        assert visitor.ask("GET", f"/cases/{case}/evidence/both/1").content == content
    part = there.ask("GET", f"/cases/{case}/evidence/both/1", headers={"Range": f"bytes={half}-{half + 9}"})
    assert part.status_code == 206 and part.content == content[half:half + 10]


class Sink:
    """Somebody's system that webhooks go to; it answers while it is open."""

    def __init__(self):
        self.deliveries, self.lock, self.open = [], threading.Lock(), threading.Event()
        self.open.set()
        sink = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                with sink.lock:
                    sink.deliveries.append(self.headers["Linli-Delivery"])
                sink.open.wait(60)
                try:
                    self.send_response(204)
                    self.end_headers()
                except OSError:
                    pass  # whoever sent it was killed

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/linli"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def test_deliveries_are_shared_and_survive_a_node(nodes, town, postgres, database):
    sink = Sink()
    made = town["approver1"].send("/account/hooks", url=sink.url, organisation=town.houses["body"], events=["case.withdraw"])
    assert made.status_code == 200 and sink.url in made.text, words(made)

    def withdraw(count):
        for case in [town.open() for _ in range(count)]:
            town["applicant"].do(case, "withdraw", reason="试")

    def waiting(node=None):
        pid = f" AND node LIKE '%-{node.process.pid}-%'" if node else ""
        return [key for key, in postgres.ask(f"SELECT key FROM job WHERE kind = 'webhook.deliver'{pid}", database)]

    # While both run each delivery is made once.
    withdraw(30)
    until("all are delivered", lambda: not waiting())
    assert len(sink.deliveries) == len(set(sink.deliveries)) == 30

    # One is killed with a delivery in its hands, and with more to do.
    sink.deliveries.clear()
    sink.open.clear()
    withdraw(20)
    first, second = nodes
    until("both are at work", lambda: waiting(first) and waiting(second) and len(sink.deliveries) == 2)
    held = waiting(first)
    first.stop(signal.SIGKILL)
    sink.open.set()
    until("the other has done all but that one", lambda: waiting() == held)
    assert waiting(first) == held, "taken over before the lease was over"
    # Two minutes are over.
    postgres.ask("UPDATE job SET leased_until = leased_until - 120000 WHERE leased_until IS NOT NULL", database)
    until("it has done that one too", lambda: not waiting())
    # None is lost, and only what was in the killed one's hands came twice.
    assert len(set(sink.deliveries)) == 20
    assert sorted(sink.deliveries) == sorted(list(set(sink.deliveries)) + held)
    states = postgres.ask("SELECT state, count(*) FROM webhook_delivery GROUP BY state", database)
    assert states == [["delivered", "50"]], states
    first.start()
    assert at(first, town["applicant"]).read("/me")["login"] == "applicant"
