"""The oracle itself, on cases worked out by hand from the draft."""

import datetime
from fractions import Fraction

import pytest

import oracle
from cases import best_assessment, assessment


def test_table_has_what_the_standard_says():
    assert len(oracle.CONTROLS) == 9 and len(oracle.SCORED) == 118 and len(oracle.ITEMS) == 127
    for category in oracle.WEIGHTS:
        assert sum(i.max for i in oracle.SCORED if i.category == category) == 100
    sections = {"6.2.2": 25, "6.2.3": 50, "6.2.4": 25, "7.2.2": 20, "7.2.3": 20, "7.2.4": 50, "7.2.5": 10, "8.2.2": 10,
                "8.2.3": 5, "8.2.4": 15, **{f"8.2.{n}": 10 for n in range(5, 12)}, "9.2.2": 20, "9.2.3": 15, "9.2.4": 20,
                "9.2.5": 15, "9.2.6": 20, "9.2.7": 10, **{f"10.{n}": 10 for n in range(2, 7)}, "10.7": 50}
    for section, total in sections.items():
        inside = [i.max for i in oracle.SCORED if i.clause == section or i.clause.startswith(section + ".")]
        assert sum(inside) == total, section
    assert list(oracle.ITEMS) == sorted(oracle.ITEMS, key=oracle.clause_order)


def test_best_and_empty():
    best = oracle.score(best_assessment())
    assert best["q"] == "120.00" and best["grade"] == "three-star" and best["unjudged"] == []
    empty = oracle.score(assessment({}))
    assert empty["q"] == "0.00" and empty["grade"] == "none" and len(empty["unjudged"]) == 127
    controls = oracle.score(assessment({i.clause: {"met": True} for i in oracle.CONTROLS}))
    assert controls["grade"] == "basic" and controls["controlsMet"]


@pytest.mark.parametrize("clause,finding,expected", [
    ("6.2.2.a", {"met": True}, 10),
    ("6.2.2.a", {"met": False}, 0),
    ("6.2.2.a", {}, 0),
    ("6.2.2.a", None, 0),
    ("6.2.2.c.2", {"count": 2}, 2),
    ("6.2.2.c.2", {"count": 9}, 3),
    ("6.2.2.c.2", {"present": ["video", "other:一键求助"]}, 2),
    ("7.2.2.b", {"count": 3}, 9),
    ("7.2.2.b", {"count": 5}, 12),
    ("8.2.2", {"count": 5}, 10),
    ("8.2.5.a", {"count": 3, "pushed": True}, 5),
    ("8.2.5.a", {"count": 9, "pushed": True}, 6),
    ("8.2.5.a", {"count": 0, "pushed": True}, 0),
    ("8.2.5.a", {"count": 2}, 2),
    ("10.2", {"buildings": 12, "twoStarOrBetter": 8, "threeStarOrPassive": 5}, 5),
    ("10.2", {"buildings": 12, "twoStarOrBetter": 7, "threeStarOrPassive": 5}, 0),
    ("10.2", {"buildings": 12, "twoStarOrBetter": 8, "threeStarOrPassive": 6}, 10),
    ("10.2", {"buildings": 13, "twoStarOrBetter": 8, "threeStarOrPassive": 0}, 0),
    ("10.2", {"buildings": 13, "twoStarOrBetter": 9, "threeStarOrPassive": 6}, 5),
    ("10.2", {"buildings": 0, "twoStarOrBetter": 0, "threeStarOrPassive": 0}, 0),
    ("10.4.b", {"responses": 200, "satisfied": 170}, 5),
    ("10.4.b", {"responses": 20000, "satisfied": 16996}, 3),
    ("10.4.b", {"responses": 5, "satisfied": 3}, 3),
    ("10.4.b", {"responses": 10000, "satisfied": 5999}, 0),
    ("10.4.b", {"responses": 0, "satisfied": 0}, 0),
])
def test_points(clause, finding, expected):
    assert oracle.points(oracle.ITEMS[clause], finding) == expected


def test_innovations():
    def entry(satisfied, recognised=True):
        return {"name": "x", "kind": "technology", "recognised": recognised, "responses": 100, "satisfied": satisfied}
    item = oracle.ITEMS["10.7"]
    assert oracle.points(item, {"innovations": [entry(60)]}) == 0
    assert oracle.points(item, {"innovations": [entry(61), entry(61, False)]}) == 10
    assert oracle.points(item, {"innovations": [entry(61)] * 7}) == 50


@pytest.mark.parametrize("q,grade", [("0", "basic"), ("0.20", "one-star"), ("60", "one-star"), ("60.05", "two-star"),
                                     ("85", "two-star"), ("85.05", "three-star"), ("120", "three-star")])
def test_grades(q, grade):
    assert oracle.grade_for(Fraction(q)) == grade


def test_q_by_hand():
    # 10 infrastructure, 9 platform, 8 management, 3 services, 10 innovation points:
    # 2.50 + 1.80 + 2.00 + 0.90 + 2.00 = 9.20
    findings = {"6.2.2.a": {"met": True}, "7.2.2.b": {"count": 3}, "9.2.3.a": {"met": True}, "8.2.3.a": {"met": True},
                "10.2": {"buildings": 2, "twoStarOrBetter": 0, "threeStarOrPassive": 1}}
    got = oracle.score(assessment(findings))
    assert got["q"] == "9.20"
    assert [c["weighted"] for c in got["categories"]] == ["2.50", "1.80", "2.00", "0.90", "2.00"]


@pytest.mark.parametrize("since,applied,answer", [
    ("2025-11-30", "2026-02-28", True), ("2025-12-01", "2026-02-28", False), ("2025-11-30", "2026-02-27", False),
    ("2023-11-30", "2024-02-28", False), ("2023-11-30", "2024-02-29", True), ("2025-12-01", "2026-03-01", True),
    ("2025-12-31", "2026-03-30", False), ("2025-12-31", "2026-03-31", True), ("2026-01-31", "2026-04-30", True),
])
def test_three_months(since, applied, answer):
    one = {"community": {"kind": "urban", "acceptedOn": "2020-01-01", "operatingSince": since}, "appliedOn": applied}
    assert oracle.eligible(one) is answer
    assert oracle.eligible({**one, "appliedOn": datetime.date.fromisoformat(applied)}) is answer
