"""The API held to its own description by Schemathesis: what fits it is taken, what does not is refused, and every
answer is one that the description knows. See api_schema.toml for what that means where HTTP leaves a choice."""

import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse

import pytest

from acts import started, uploaded
from caller import Caller
from estate import HOME, ITEM, SMOKE, Estate
from portal import demo  # noqa: F401

HERE = pathlib.Path(__file__).parent
# Operations that need something else than the others do.
OTHERS = [("putApiV1CasesCaseFindingsLayerClause", "case", "draft"), ("postApiV1CasesCaseImport", "case", "draft"),
          ("postApiV1CasesCaseActs", "case", "writable"), ("deleteUploadsUpload", "upload", "cancelled")]

RIGHTS = (HERE / "rights.csv").read_text(encoding="utf-8").splitlines()
# Alarms come of events and checks of rounds; a membership ends and another begins: nobody enters or changes one.
NOBODYS = {" ".join(line.split(",")[:2]) for line in RIGHTS if line.endswith(",nobody")}
# Models are for all organisations: no manager writes them.
ADMINISTRATORS = {" ".join(line.split(",")[:2]) for line in RIGHTS if line.endswith(",administrator")}
# Nobody sets providers of payments up here, so that there are no codes, nor a broker; no device has a key that could be guessed.
UNSET = {"POST /broker/{token}/{question}", "DELETE /api/v1/community/device/{item}/keys/{key}",
         "POST /api/v1/community/device/{item}/commands/{command}/answer",
         "POST /payments/{way}", "POST /api/v1/community/bill/{item}/codes", "GET /api/v1/community/bill/{item}/codes/{ticket}"}
# What is at home nobody has but who lives there.
RESIDENTS = {" ".join(line.split(",")[:2]) for line in RIGHTS if line.endswith(",resident")}
# Each way of being entered, placed, numbered, encrypted and moved on is in one of these; the other kinds get the same.
KINDS = ["space", "device", "resident", "order", "booking", "bill", "notice", "rule"]


@pytest.fixture(scope="module")
def description(demo):
    answer = Caller(demo).get("/api/openapi.json")
    assert answer.status == 200
    return answer.json()


def ids(server):
    """What the addresses of the API are filled with, so that requests come to where something is."""
    applicant = Caller(server, "applicant")
    certified = next(c["id"] for c in applicant.cases(state="certified"))
    # A draft that something has been written into.
    draft = max(applicant.cases(state="draft"), key=lambda case: case["sequence"])["id"]
    case = applicant.case(certified)
    tree = applicant.api("GET", f"/api/v1/cases/{certified}/tree").json()
    return {
        "case": [certified], "draft": [draft], "writable": [draft, certified],
        "clause": [c["clause"] for c in tree["clauses"][:12]], "rulebook": [case["rulebook"]["id"]],
        "evidence": [e["id"] for e in tree["evidence"]][:1], "revision": [1],
        "number": [case["certificate"]["number"]], "layer": ["self"],
    }


@pytest.fixture(scope="module")
def estate(demo):
    """Something of each kind in the community wing."""
    return Estate({login: Caller(demo, login) for login in ("manager", "duty", "gateway", "resident", "worker", "admin")})


def things(description, estate):
    """Operations on a thing of the community wing, each with where its `{item}` comes from."""
    for path, methods in description["paths"].items():
        kind = found.group(1) if (found := ITEM.search(path)) else "survey" if "/messages/" in path else None
        for operation in methods.values() if kind else []:
            yield operation["operationId"], "item", kind


def strict(description):
    """Without the `default` answer, which would let every status pass."""
    copy = json.loads(json.dumps(description))
    for path in copy["paths"].values():
        for operation in path.values():
            del operation["responses"]["default"]
    return copy


def run(server, description, folder, login, *options, estate=None):
    """Asks as somebody whatever Schemathesis thinks of; gives its report and by operation the statuses it met."""
    caller = Caller(server, login)
    known, others = ids(server), OTHERS
    if estate:
        known |= {kind: [id] for kind, id in {**estate.items, **estate.shared}.items()} | {"property": ["smoke"]}
        others = list(things(description, estate))
    if "case.edit" in caller.api("GET", "/api/v1/me").json()["functions"]:
        # One that can go on, whatever is sent.
        known["upload"] = [started(caller, 1 << 20).split("/")[-1]]
        # Each can be cancelled once only.
        known["cancelled"] = [uploaded(caller)[0] for _ in range(20)]
    lines = [(HERE / "api_schema.toml").read_text(encoding="utf-8")]
    for name, values in known.items():
        lines.append(f"[dictionaries.{name}]\nvalues = {json.dumps(values)}\n")
    lines.append('[dictionaries.any]\nvalues = ["*"]\n\n[parameters]')
    lines.append('"header.If-Match" = { dictionary = "any", probability = 0.5 }')
    lines += [f'"path.{name}" = {{ dictionary = "{name}", probability = 0.9 }}' for name in known]
    for operation, parameter, name in others:
        if name in known:
            lines.append(f'[[operations]]\ninclude-operation-id = "{operation}"\n'
                         f'parameters."path.{parameter}" = {{ dictionary = "{name}", probability = 0.9 }}\n')
    config, schema, har = folder / "schemathesis.toml", folder / "openapi.json", folder / "har.json"
    config.write_text("\n".join(lines), encoding="utf-8")
    schema.write_text(json.dumps(strict(description)), encoding="utf-8")
    command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()",
               "--config-file", str(config), "run", str(schema), "--url", server.url, "--checks", "all",
               "--seed", "1", "--no-shrink", "--report", "har", "--report-har-path", str(har),
               "-H", "Authorization: Bearer " + caller.new_token(), *options]
    head = caller.cases()[0] if known.get("upload") else {}
    fitting = {name: head[name] for name in ("applicant", "body") if head} | {"rulebook": known["rulebook"][0]}
    fitting |= {"place": HOME, "device": SMOKE, "worker": "worker"} if estate else {}
    environment = {**os.environ, "PYTHONPATH": str(HERE), "COLUMNS": "200", "LINLI_IDS": json.dumps(fitting)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=2400)
    return done, met(description, har)


def tagged(description, tag):
    """The operations of a part of the API, each as `GET /api/v1/…`."""
    return {f"{method.upper()} {path}" for path, methods in description["paths"].items()
            for method, operation in methods.items() if tag in operation["tags"]}


def forms(description):
    """What changes what kinds of things ask: the administrator's."""
    return {name for name in tagged(description, "community") if name.endswith("/form")}


def met(description, har):
    routes = {path: re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$") for path in description["paths"]}
    statuses = {f"{method.upper()} {path}": set() for path, methods in description["paths"].items()
                for method in methods}
    for entry in json.loads(har.read_text(encoding="utf-8"))["log"]["entries"]:
        address = urllib.parse.urlsplit(entry["request"]["url"]).path
        # The longest first: letters before braces where both would fit.
        for path in sorted(routes, key=lambda path: (path.count("{"), path)):
            if routes[path].match(address):
                statuses.get(f"{entry['request']['method']} {path}", set()).add(entry["response"]["status"])
                break
    return statuses


def expect(done, statuses, names):
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr[-5000:]
    assert {name: found for name, found in statuses.items() if any(status >= 500 for status in found)} == {}
    # Requests that came to nothing but "no such thing" or "not you" would have shown little.
    assert {name: statuses[name] for name in names if statuses[name] <= {400, 401, 403, 404, 405}} == {}


def test_it_describes_itself(description):
    assert description["openapi"].startswith("3.1")
    operations = [o for methods in description["paths"].values() for o in methods.values()]
    assert len(operations) > 20
    assert len({o["operationId"] for o in operations}) == len(operations)
    needs = {p["name"] for o in operations for p in o.get("parameters", []) if p["in"] == "header"}
    assert {"If-Match", "Idempotency-Key", "Tus-Resumable", "Upload-Length", "Upload-Offset"} <= needs


def test_as_an_applicant(demo, description, tmp_path):
    done, statuses = run(demo, description, tmp_path, "applicant", "--phases", "coverage,fuzzing",
                         "--max-examples", "10", "--exclude-tag", "community")
    # What others may and an applicant may not is expected of those others, below.
    theirs = ["/region/", "/people/", "/package", "/journal/entries", "/demo/clock"]
    own = ["/journal/entries/{sequence}/proof"]
    expect(done, statuses, [name for name in statuses.keys() - tagged(description, "community")
                            if not any(part in name for part in theirs) or any(part in name for part in own)])


def test_as_a_reviewer(demo, description, tmp_path):
    done, statuses = run(demo, description, tmp_path, "reviewer", "--phases", "coverage,fuzzing", "--max-examples", "5",
                         "--exclude-tag", "uploads", "--exclude-tag", "rulebooks", "--exclude-tag", "community")
    expect(done, statuses, ["GET /api/v1/cases/{case}/score", "GET /api/v1/cases/{case}/package",
                            "POST /api/v1/cases/{case}/acts"])


def test_as_a_regulator(demo, description, tmp_path):
    done, statuses = run(demo, description, tmp_path, "city", "--phases", "coverage,fuzzing", "--max-examples", "30",
                         "--include-tag", "region", "--include-tag", "registry")
    expect(done, statuses, ["GET /api/v1/region/summaries", "GET /api/v1/registry/{number}"])


def others():
    """Matches what belongs to kinds that are not in `KINDS`."""
    return rf"/api/v1/community/(?!({'|'.join(KINDS)})(/|$))\w+"


def test_as_a_manager(demo, description, estate, tmp_path):
    community = ["manager", "--include-tag", "community"]
    done, statuses = run(demo, description, tmp_path, *community, "--phases", "coverage,fuzzing", "--max-examples", "10",
                         "--exclude-path-regex", others(), estate=estate)
    named = tagged(description, "community") - NOBODYS - ADMINISTRATORS - RESIDENTS - UNSET - forms(description)
    rest = {name for name in named if re.search(others(), name)}
    expect(done, statuses, named - rest)
    done, statuses = run(demo, description, tmp_path, *community, "--phases", "fuzzing", "--max-examples", "5",
                         "--include-path-regex", others(), estate=estate)
    # What a made-up body comes to is chance with so few: that each is found and let in is none.
    expect(done, statuses, {name for name in rest if name.startswith("GET")})


@pytest.mark.parametrize("login", ["resident", "gateway", "worker"])
def test_as_others_of_the_community(demo, description, estate, tmp_path, login):
    done, statuses = run(demo, description, tmp_path, login, "--phases", "fuzzing", "--max-examples", "5",
                         "--include-tag", "community", "--exclude-path-regex", others(), estate=estate)
    own = {"gateway": ["POST /api/v1/readings"], "resident": ["POST /api/v1/community/order", "GET /api/v1/my/bills"],
           "worker": ["GET /api/v1/community/order/{item}"]}
    expect(done, statuses, own[login])
    assert statuses["POST /api/v1/community/device"] <= {400, 401, 403, 404, 405}


def test_as_an_administrator(demo, description, tmp_path):
    """Who manages people has no business with cases: nothing but refusals, and those as the description says."""
    done, statuses = run(demo, description, tmp_path, "admin", "--phases", "fuzzing", "--max-examples", "5",
                         "--exclude-path-regex", others())
    own = {name for name in forms(description) if not re.search(others(), name)}
    expect(done, statuses, {"GET /api/v1/me", "GET /api/v1/rulebooks", "GET /api/v1/journal/entries"} | own)
    assert statuses["GET /api/v1/cases/{case}"] <= {400, 401, 403, 404, 405}
