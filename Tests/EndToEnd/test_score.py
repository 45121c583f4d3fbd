"""`linli score` against the oracle: every boundary of the standard, then hundreds of random assessments."""

import csv
import json
import random
import re
from fractions import Fraction

import openpyxl
import pytest
import yaml

import oracle
from cases import COMMUNITY, assessment, best_assessment, controls, innovation, random_assessment, to_json, to_yaml, with_q
from conftest import ROOT

TWO_DECIMALS = re.compile(r"\d+\.\d\d")


def check(got, one, label=""):
    """Every field of the contract, exactly."""
    want = oracle.score(one)
    said, silent = sorted(got["unjudged"]), sorted(want["unjudged"])
    assert said == silent, f"{label} unjudged: not expected {set(said) - set(silent)}, missing {set(silent) - set(said)}"
    for key in ("rulebook", "grade", "q", "eligible", "controlsMet"):
        assert got[key] == want[key] and type(got[key]) is type(want[key]), f"{label} {key}: expected {want[key]!r}, got {got[key]!r}"
    categories = [{k: c[k] for k in ("id", "score", "weight", "weighted")} for c in got["categories"]]
    assert categories == want["categories"], f"{label} categories: expected {want['categories']}, got {categories}"
    for category in got["categories"]:
        assert type(category["score"]) in (int, float)
        assert all(isinstance(category[k], str) and TWO_DECIMALS.fullmatch(category[k]) for k in ("weight", "weighted"))
    items = [{k: i[k] for k in ("clause", "points", "max")} for i in got["items"]]
    assert [i["clause"] for i in items] == [i["clause"] for i in want["items"]], f"{label}: the 118 items, in the standard's order"
    differing = [(a, b) for a, b in zip(items, want["items"]) if a != b]
    assert not differing, f"{label} items (got, expected): {differing}"
    assert all(type(i["points"]) in (int, float) and type(i["max"]) in (int, float) for i in items)
    assert all(i.get("reason") for i in got["items"]), f"{label}: every item has a reason"
    must, must_not = oracle.readings_expected(one)
    listed = set(got["readings"])
    assert must <= listed, f"{label} readings: {sorted(must - listed)} missing in {got['readings']}"
    assert not must_not & listed, f"{label} readings: {sorted(must_not & listed)} touched by no judged item"
    assert len(listed) == len(got["readings"])


def score(run, write, one, name="a.yaml", text=None):
    path = write(name, text if text is not None else to_json(one) if name.endswith("json") else to_yaml(one))
    result = run("score", path, "--json")
    assert result.code == 0, f"{result}\n{path.read_text(encoding='utf-8')}"
    return result.json()


@pytest.fixture
def agree(run, write):
    """The program scores this assessment as the oracle does, from YAML and from JSON; says what it got."""

    def both(one, **expected):
        got = score(run, write, one)
        check(got, one)
        check(score(run, write, one, "a.json"), one, "JSON")
        for key, value in expected.items():
            assert got[key] == value
        return got

    return both


def points(got, clause):
    return next(i["points"] for i in got["items"] if i["clause"] == clause)


# The lines between grades

@pytest.mark.parametrize("q,grade", [
    ("0.00", "basic"), ("0.20", "one-star"), ("0.25", "one-star"), ("59.95", "one-star"), ("60.00", "one-star"),
    ("60.05", "two-star"), ("60.10", "two-star"), ("84.95", "two-star"), ("85.00", "two-star"), ("85.05", "three-star"),
    ("99.95", "three-star"), ("100.00", "three-star"), ("119.80", "three-star"), ("120.00", "three-star"),
])
def test_grade_lines(agree, q, grade):
    agree(with_q(int(Fraction(q) * 20)), q=q, grade=grade)


def test_only_controls_is_basic(agree):
    agree(assessment(controls()), q="0.00", grade="basic", controlsMet=True)


def test_best(agree):
    agree(best_assessment(), q="120.00", grade="three-star", unjudged=[])


# The lines inside items

@pytest.mark.parametrize("responses,satisfied,expected", [
    (200, 170, 5), (20000, 17000, 5), (20000, 16999, 3), (20000, 16996, 3), (10000, 8498, 3), (100, 85, 5), (100, 84, 3), (7, 6, 5),
    (13, 11, 3), (20, 12, 3), (5, 3, 3), (10000, 6000, 3), (10000, 5999, 0), (1000000, 599999, 0), (1000000, 849999, 3),
    (1000000, 850000, 5), (3, 2, 3), (2, 1, 0), (1, 1, 5), (1, 0, 0), (0, 0, 0),
])
def test_satisfaction(agree, responses, satisfied, expected):
    got = agree(assessment({**controls(), "10.4.b": {"responses": responses, "satisfied": satisfied}}))
    assert points(got, "10.4.b") == expected


@pytest.mark.parametrize("buildings,two,three,expected", [
    (12, 8, 0, 5), (12, 7, 0, 0), (13, 8, 0, 0), (13, 9, 0, 5), (12, 8, 6, 10), (12, 8, 5, 5), (12, 0, 6, 10), (12, 7, 5, 0), (13, 9, 6, 5),
    (13, 0, 7, 10), (13, 13, 6, 5), (1, 1, 0, 5), (1, 0, 1, 10), (2, 1, 1, 10), (2, 1, 0, 0), (2, 2, 0, 5), (3, 2, 0, 5), (3, 2, 1, 5),
    (12, 12, 12, 10), (0, 0, 0, 0), (999999, 666666, 0, 5), (999999, 666665, 499999, 0), (1000000, 0, 500000, 10),
])
def test_green_buildings(agree, buildings, two, three, expected):
    finding = {"buildings": buildings, "twoStarOrBetter": two, "threeStarOrPassive": three}
    assert points(agree(assessment({**controls(), "10.2": finding})), "10.2") == expected


@pytest.mark.parametrize("responses,satisfied,recognised,expected", [
    (100, 60, True, 0), (100, 61, True, 10), (100, 61, False, 0), (5, 3, True, 0), (5, 4, True, 10), (10000, 6001, True, 10),
    (1000000, 600001, True, 10), (0, 0, True, 0), (100, 100, False, 0),
])
def test_one_innovation(agree, responses, satisfied, recognised, expected):
    finding = {"innovations": [innovation(satisfied, responses, recognised)]}
    assert points(agree(assessment({**controls(), "10.7": finding})), "10.7") == expected


@pytest.mark.parametrize("good,bad,expected", [(0, 0, 0), (1, 1, 10), (2, 5, 20), (5, 0, 50), (6, 0, 50), (40, 3, 50), (4, 4, 40)])
def test_many_innovations(agree, good, bad, expected):
    entries = [innovation(60 + (n < good), name=f"创新{n}", kind=("technology", "business", "culture")[n % 3]) for n in range(good + bad)]
    assert points(agree(assessment({**controls(), "10.7": {"innovations": entries[::-1]}})), "10.7") == expected


COUNTED = [("6.2.2.c.2", 1, 3), ("7.2.2.b", 3, 12), ("8.2.2", 2, 10), ("8.2.7.b", 1, 3), ("8.2.7.d", 1, 3), ("8.2.8.a", 1, 3)]


@pytest.mark.parametrize("clause,each,cap", COUNTED)
def test_counts(agree, clause, each, cap):
    for count in [0, 1, cap // each - 1, cap // each, cap // each + 1, 1_000_000]:
        assert points(agree(assessment({clause: {"count": count}})), clause) == min(cap, each * count)
    for count in [0, 1, cap // each + 2]:
        present = [f"other:某物{n}" for n in range(count)]
        assert points(agree(assessment({clause: {"present": present}})), clause) == min(cap, each * count)
        agree(assessment({clause: {"present": present, "count": count}}))


def test_known_and_other_kinds(agree):
    assert points(agree(assessment({"6.2.2.c.2": {"present": ["video", "other:一键求助"]}})), "6.2.2.c.2") == 2
    assert points(agree(assessment({"6.2.2.c.2": {"present": ["video", "other:video"], "count": 2}})), "6.2.2.c.2") == 2


@pytest.mark.parametrize("finding,expected", [
    ({"count": 0, "pushed": True}, 0), ({"count": 1, "pushed": True}, 3), ({"count": 3, "pushed": True}, 5), ({"count": 4, "pushed": True}, 6),
    ({"count": 5, "pushed": True}, 6), ({"count": 6, "pushed": False}, 4), ({"count": 4}, 4), ({"count": 0, "pushed": False}, 0),
    ({"present": ["other:漏水"], "pushed": True}, 3), ({"present": [], "pushed": True}, 0), ({"present": ["other:漏水"]}, 1),
])
def test_alarms(agree, finding, expected):
    assert points(agree(assessment({"8.2.5.a": finding})), "8.2.5.a") == expected


# No grade

@pytest.mark.parametrize("clause", [i.clause for i in oracle.CONTROLS])
def test_control_not_met(agree, clause):
    best = best_assessment()
    for finding in ({"met": False}, {}, None):
        best["findings"][clause] = finding
        agree(best, grade="none", q="120.00", controlsMet=False, eligible=True)
    del best["findings"][clause]
    agree(best, grade="none", controlsMet=False, unjudged=[clause])


@pytest.mark.parametrize("change,answer", [
    ({"kind": "rural"}, False), ({"acceptedOn": None}, False), ({"acceptedOn": "2026-03-02"}, False), ({"acceptedOn": "2026-03-01"}, True),
    ({"operatingSince": "2025-12-01"}, True), ({"operatingSince": "2025-12-02"}, False), ({"operatingSince": "2026-03-01"}, False),
    ({"operatingSince": "2027-01-01"}, False), ({"operatingSince": "2022-01-01"}, True),
])
def test_eligible(agree, change, answer):
    community = {k: v for k, v in {**COMMUNITY, **change}.items() if v is not None}
    got = agree(assessment(best_assessment()["findings"], community), eligible=answer, q="120.00", controlsMet=True)
    assert got["grade"] == ("three-star" if answer else "none")


@pytest.mark.parametrize("since,applied,answer", [
    ("2025-11-30", "2026-02-28", True), ("2025-11-29", "2026-02-28", True), ("2025-11-28", "2026-02-28", True),
    ("2025-12-01", "2026-02-28", False), ("2025-11-30", "2026-02-27", False), ("2025-12-01", "2026-03-01", True),
    ("2023-11-30", "2024-02-28", False), ("2023-11-30", "2024-02-29", True), ("2023-11-29", "2024-02-29", True),
    ("2023-12-01", "2024-02-29", False), ("2025-08-31", "2025-11-30", True), ("2025-08-31", "2025-11-29", False),
    ("2025-12-31", "2026-03-30", False), ("2025-12-31", "2026-03-31", True), ("2026-01-31", "2026-04-30", True),
    ("2025-10-15", "2026-01-14", False), ("2025-10-15", "2026-01-15", True), ("2025-03-31", "2025-06-30", True),
    ("1999-11-30", "2000-02-28", False), ("1999-11-30", "2000-02-29", True), ("2099-11-30", "2100-02-28", True),
])
def test_three_months(agree, since, applied, answer):
    community = {**COMMUNITY, "acceptedOn": "1990-01-01", "operatingSince": since}
    agree(assessment(controls(), community, applied), eligible=answer, grade="basic" if answer else "none")


def test_operating_since_absent(run, write):
    """No data at all is not three months of data."""
    community = {k: v for k, v in COMMUNITY.items() if k != "operatingSince"}
    one = assessment(controls(), community)
    check(score(run, write, one), one)


# How people write it

@pytest.mark.parametrize("findings", [{}, None, {"6.1.1": {}}, {"10.2": None, "6.2.2.a": None}])
def test_nothing_judged(agree, findings):
    assert len(agree(assessment(findings), grade="none", q="0.00")["unjudged"]) == 127


@pytest.mark.parametrize("q", ["", '"', "'"])
def test_quotes(run, write, q):
    """Dates quoted or not; a key that YAML takes for a number."""
    text = (f"rulebook: {q}smart-community-draft{q}\n"
            f"community: {{name: 晴川里社区, kind: {q}urban{q}, acceptedOn: {q}2023-03-01{q}, operatingSince: {q}2023-06-01{q}}}\n"
            f"appliedOn: {q}2026-03-01{q}\nfindings:\n"
            f"  {q}6.1.1{q}: {{met: true}}\n"
            f"  {q}10.2{q}: {{buildings: 12, twoStarOrBetter: 8, threeStarOrPassive: 5}}\n"
            f"  {q}10.7{q}: {{innovations: [{{name: 甲, kind: {q}technology{q}, recognised: true, responses: 100, satisfied: 61}}]}}\n"
            f"  {q}8.2.2{q}: {{count: 2}}\n")
    one = assessment({"6.1.1": {"met": True}, "10.2": {"buildings": 12, "twoStarOrBetter": 8, "threeStarOrPassive": 5},
                      "10.7": {"innovations": [innovation()]}, "8.2.2": {"count": 2}})
    got = score(run, write, one, text=text)
    check(got, one)
    assert points(got, "10.2") == 5 and points(got, "10.7") == 10


def test_the_issue_example(run, write):
    text = """rulebook: smart-community-draft
community: {name: 晴川里社区, kind: urban, acceptedOn: 2023-03-01, operatingSince: 2023-06-01}   # kind: urban | rural
appliedOn: 2026-03-01
findings:
  6.1.1: {met: true}                        # control or all-or-nothing item
  6.2.2.c.2: {count: 2}                     # or {present: [video, other:一键求助]}; both: they must agree
  8.2.5.a: {count: 3, pushed: true}
  10.2: {buildings: 12, twoStarOrBetter: 8, threeStarOrPassive: 6}     # a key YAML takes for a number still works
  10.4.b: {responses: 200, satisfied: 170}
  10.7: {innovations: [{name: .., kind: technology, recognised: true, responses: 100, satisfied: 61}]}   # technology | business | culture
"""
    one = assessment({"6.1.1": {"met": True}, "6.2.2.c.2": {"count": 2}, "8.2.5.a": {"count": 3, "pushed": True},
                      "10.2": {"buildings": 12, "twoStarOrBetter": 8, "threeStarOrPassive": 6},
                      "10.4.b": {"responses": 200, "satisfied": 170}, "10.7": {"innovations": [innovation()]}})
    got = score(run, write, one, text=text)
    check(got, one)
    assert got["q"] == "7.00"  # 2 x 0.25 + 5 x 0.30 + (10 + 5 + 10) x 0.20
    check(score(run, write, one, "crlf.yaml", text.replace("\n", "\r\n")), one, "Windows line ends")


def test_remark_alone_judges_nothing(agree):
    agree(assessment({"6.1.1": {"remark": "待补"}, "6.2.2.a": {"evidence": ["验收单.pdf"]}}))


# A tick per requirement. The ids of the ticks are the rulebook's words, so they are read from it; nothing else is.

def tick_ids(clause):
    words = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "Standards/smart-community-draft").glob("[0-9]*.yaml"))]

    def search(node):
        if isinstance(node, dict):
            if str(node.get("clause")) == clause:
                yield [c["id"] for c in node["checks"]]
            node = list(node.values())
        for inside in node if isinstance(node, list) else []:
            yield from search(inside)

    return next(search(words))


@pytest.mark.parametrize("clause", ["6.1.1", "6.2.2.a", "6.2.3.a.1", "6.2.3.e.2"])
def test_checks(run, write, clause):
    """Met only if all are."""
    ids = tick_ids(clause)
    control = oracle.ITEMS[clause].kind == "control"

    def is_met(finding):
        got = score(run, write, assessment({**controls(), clause: finding}))
        if control:
            assert got["grade"] == ("basic" if got["controlsMet"] else "none")
            return got["controlsMet"]
        assert points(got, clause) in (0, oracle.ITEMS[clause].max)
        return points(got, clause) > 0

    every = {i: True for i in ids}
    assert is_met({"checks": every})
    assert is_met({"met": True, "checks": every})
    for missing in ids:
        assert not is_met({"checks": {**every, missing: False}}), f"{missing} does not hold"
        assert not is_met({"met": True, "checks": {**every, missing: False}}), f"{missing} does not hold"
        assert not is_met({"checks": {i: True for i in ids if i != missing}}), f"{missing} is not ticked"
    assert not is_met({"checks": {}})
    assert is_met({"checks": [True] * len(ids)}) and not is_met({"checks": [True] * (len(ids) - 1) + [False]})
    assert not is_met({"checks": {**every, "自拟的要求": False}})


def test_met_with_a_tick_missing(run, write):
    """The issue, word by word: items may carry a tick per requirement, then the item is met only if all are."""
    some = {"met": True, "checks": {tick_ids("6.2.3.a.1")[0]: True}}
    assert points(score(run, write, assessment({"6.2.3.a.1": some})), "6.2.3.a.1") == 0


@pytest.mark.parametrize("clause", ["6.1.1", "6.2.3.a.1"])
def test_unknown_tick_meets_nothing(run, write, clause):
    path = write("a.yaml", to_yaml(assessment({**controls(), clause: {"checks": {"nonsense": True}}})))
    result = run("score", path, "--json")
    if result.code == 65:
        return
    got = result.json()
    assert got["q"] == "0.00" and (clause != "6.1.1" or not got["controlsMet"]), "a tick that is no requirement's made the item met"


@pytest.mark.parametrize("responses,satisfied,line", [(20000, 16999, "85.00%"), (1000000, 849999, "85.00%"), (1000000, 599999, "60.00%")])
def test_reason_does_not_round_onto_the_line(run, write, responses, satisfied, line):
    got = score(run, write, assessment({"10.4.b": {"responses": responses, "satisfied": satisfied}}))
    reason = next(str(i["reason"]) for i in got["items"] if i["clause"] == "10.4.b")
    assert line not in reason, f"{satisfied}/{responses} is below {line}: {reason}"


# Many

def test_random_assessments(run, write):
    rng = random.Random(20260301)
    seed = 0
    while seed < 300:
        size = rng.choice([1, 2, 7, 20])
        batch = [random_assessment(n) for n in range(seed, min(300, seed + size))]
        paths = []
        for n, one in enumerate(batch, seed):
            kind = rng.choice(["yaml", "yaml", "yml", "json"])
            paths.append(write(f"{seed}/{n}.{kind}", to_json(one, n) if kind == "json" else to_yaml(one, n)))
        result = run("score", *paths, "--json")
        assert result.code == 0, str(result)
        got = result.json()
        assert isinstance(got, list) == (len(batch) > 1)
        got = got if isinstance(got, list) else [got]
        assert len(got) == len(batch)
        for path, said, one in zip(paths, got, batch):
            check(said, one, path.name)
        seed += size


def test_lang_changes_no_number(run, write):
    for seed in range(3):
        one = random_assessment(seed)
        path = write("a.yaml", to_yaml(one, seed))
        for lang in ("zh", "en"):
            result = run("score", path, "--json", "--lang", lang)
            assert result.code == 0
            check(result.json(), one, lang)


def batch_results(result):
    return [r for r in result.json() if "q" in r]


def test_batch_with_bad_files(run, write):
    good = [random_assessment(n) for n in range(4)]
    paths = [write(f"good{n}.yaml", to_yaml(one, n)) for n, one in enumerate(good)]
    bad = [write("bad1.yaml", to_yaml(good[0]) + "nonsense: 1\n"), write("bad2.yaml", b"\x00\x01\x02\xff"),
           write("bad3.yaml", to_yaml(assessment({"6.2.2.c.2": {"count": -1}})))]
    order = [paths[0], bad[0], paths[1], bad[1], paths[2], bad[2], paths[3]]
    result = run("score", *order, "--json")
    assert result.code == 65, str(result)
    for path in bad:
        assert re.search(rf"^{re.escape(str(path))}:\d+:\d+: error: .", result.err, re.M), f"{path.name} not listed\n{result}"
    assert not any(str(path) in result.err for path in paths)
    got = batch_results(result)
    assert len(got) == 4
    for said, one in zip(got, good):
        check(said, one)


def test_all_bad(run, write):
    bad = [write(f"bad{n}.yaml", "[1, 2") for n in range(3)]
    result = run("score", *bad, "--json")
    assert result.code == 65
    assert all(f"{path}:" in result.err for path in bad)


def test_folder(run, write, tmp_path):
    good = {f"c{n:03}": random_assessment(n) for n in range(12)}
    for n, (name, one) in enumerate(good.items()):
        write(f"all/{name}.{'json' if n % 3 == 0 else 'yaml'}", to_json(one, n) if n % 3 == 0 else to_yaml(one, n))
    result = run("score", tmp_path / "all", "--json")
    assert result.code == 0, str(result)
    assert sorted(r["q"] for r in result.json()) == sorted(oracle.score(one)["q"] for one in good.values())
    write("all/zz.yaml", "rulebook: 3\n")
    result = run("score", tmp_path / "all", "--json", "-o", tmp_path / "out.json")
    assert result.code == 65 and "zz.yaml:1:" in result.err
    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    rows = rows if isinstance(rows, list) else next(v for v in rows.values() if isinstance(v, list))
    assert sorted(r["q"] for r in rows if "q" in r) == sorted(oracle.score(one)["q"] for one in good.values())


def test_ranking(run, write, tmp_path):
    """The same numbers in CSV, JSON and XLSX, the best first; the same Q has the same rank."""
    cases = {f"c{n}": one for n, one in enumerate([random_assessment(n) for n in range(10)] + [with_q(1201), with_q(1201), best_assessment()])}
    paths = [write(f"{name}.yaml", to_yaml({**one, "community": {**one["community"], "name": name}})) for name, one in cases.items()]
    for target in ("out.csv", "out.json", "out.xlsx"):
        assert run("score", *paths, "-o", target).code == 0
    with open(tmp_path / "out.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    sheet = list(openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows(values_only=True))
    said = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert len(rows) == len(said) == len(cases)
    scores = {name: oracle.score(one) for name, one in cases.items()}
    for row in [*rows, *said]:
        assert (row["q"], row["grade"]) == (scores[row["name"]]["q"], scores[row["name"]]["grade"])
    for table in (rows, said):
        ranked = [(int(row["rank"]), Fraction(row["q"]), row["name"]) for row in table]
        assert ranked == sorted(ranked, key=lambda r: r[0])
        by_rank = {}
        for rank, q, _ in ranked:
            by_rank.setdefault(rank, set()).add(q)
        assert all(len(v) == 1 for v in by_rank.values())
    assert [r["name"] for r in rows] == [r["name"] for r in said]
    cells = {str(c) for line in sheet for c in line}
    assert set(cases) <= cells


def test_same_input_same_output(run, write):
    path = write("a.yaml", to_yaml(random_assessment(5)))
    assert run("score", path, "--json").out == run("score", path, "--json").out


def test_plain_output_names_grade_and_q(run, write):
    path = write("a.yaml", to_yaml(with_q(1201)))
    for lang, word in (("zh", "二星级"), ("en", "wo")):
        result = run("score", path, "--lang", lang)
        assert result.code == 0 and "60.05" in result.out and word in result.out, str(result)
        assert "\x1b" not in result.out, "colour only on a terminal"
