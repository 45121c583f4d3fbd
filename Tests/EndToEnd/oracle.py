"""An independent reading of the draft standard: 9 control items, 118 scored items, exact scores.

Written by hand from the draft and its readings (R1 to R16). It shares nothing with the program under test: no
rulebook file, no code. Every test of this folder compares the program with it.
"""

import calendar
import datetime
import re
from fractions import Fraction

# One line a clause: its last part (or whole id), and what it gives.
#   control         must be met, gives no points
#   N               all or nothing, N points
#   count EACH MAX  EACH points a distinct kind, at most MAX
#   alarms          8.2.5.a: 1 point a function up to 4, push 2 points with at least one function (R6)
#   green           10.2: the better of the two ways (R7)
#   satisfaction    10.4.b (R8)
#   innovations     10.7: 10 points a recognised innovation, at most 5 (R9)
TABLE = """
infrastructure
6.1     1 control, 2 control, 3 control, 4 control
6.2.2   a 10, b 5, c.1 3, c.2 count 1 3, d 4
6.2.3   a.1 5, a.2 3, a.3 5, a.4 2, b.1 5, b.2 3, b.3 2, c.1 2, c.2 3, c.3 2, d.1 3, d.2 2, e.1 3, e.2 2, f.1 2, f.2 1, g.1 3, g.2 2
6.2.4   a.1 5, a.2 5, b 2, c.1 3, c.2 2, d 5, e 3
platform
7.1     1 control, 2 control
7.2.2   a 5, b count 3 12, c 3
7.2.3   a 10, b.1 5, b.2 5
7.2.4   2.a 10, 2.b 5, 2.c 5, 3 10, 4 5, 5.a 1, 5.b 2, 5.c 1, 5.d 1, 6.a 3, 6.b 3, 6.c 2, 6.d 2
7.2.5   a 4, b 3, c 3
services
8.1     1 control, 2 control
8.2     2 count 2 10
8.2.3   a 3, b 2
8.2.4   a 5, b 5, c 3, d 2
8.2.5   a alarms, b 2, c 2
8.2.6   a 2, b 2, c 2, d 2, e 2
8.2.7   a 3, b count 1 3, c 1, d count 1 3
8.2.8   a count 1 3, b 1, c 2, d 2, e 2
8.2.9   a 2, b 2, c 2, d 2, e 2
8.2.10  a 2, b 3, c 2, d 3
8.2.11  a 5, b 5
management
9.1     1 control
9.2.2   a 5, b 3, c 7, d 5
9.2.3   a 8, b 7
9.2.4   a 5, b 5, c 5, d 5
9.2.5   a 5, b 5, c 5
9.2.6   a 10, b 5, c 3, d 2
9.2.7   a 5, b 3, c 2
innovation
10      2 green
10.3    a 5, b 5
10.4    a 5, b satisfaction
10.5    a 5, b 5
10.6    a 5, b 3, c 2
10      7 innovations
"""

# Table 1 of the draft, in its order. A point of a category is that many twentieths of Q.
WEIGHTS = {
    "infrastructure": Fraction(25, 100),
    "platform": Fraction(20, 100),
    "management": Fraction(25, 100),
    "services": Fraction(30, 100),
    "innovation": Fraction(20, 100),
}
GRADES = ["none", "basic", "one-star", "two-star", "three-star"]
TECHNICAL = {"evidence", "remark"}  # keys that say nothing about the item itself


class Item:
    def __init__(self, clause, category, words):
        self.clause, self.category = clause, category
        self.kind, self.each, self.max = words[0], 0, 0
        if words[0].isdigit():
            self.kind, self.max = "all", int(words[0])
        elif words[0] == "count":
            self.each, self.max = int(words[1]), int(words[2])
        else:
            self.max = {"control": 0, "alarms": 6, "green": 10, "satisfaction": 5, "innovations": 50}[words[0]]

    def __repr__(self):
        return f"{self.clause} {self.kind} {self.max}"


def _read_table():
    items, category = {}, None
    for line in TABLE.split("\n"):
        if not line.strip():
            continue
        section, _, rest = line.partition(" ")
        if not rest:
            category = section
            continue
        for entry in rest.split(","):
            last, *words = entry.split()
            items[f"{section}.{last}"] = Item(f"{section}.{last}", category, words)
    return items


ITEMS = _read_table()  # in the standard's order
CONTROLS = [i for i in ITEMS.values() if i.kind == "control"]
SCORED = [i for i in ITEMS.values() if i.kind != "control"]


def judged(finding):
    """Absent, null and `{}` are not judged; an evidence name or a remark alone judges nothing."""
    return bool(finding) and bool(set(finding) - TECHNICAL)


def is_met(finding):
    """An item that is met or not: where requirements are ticked (`checks`), only with every one of them."""
    ticks = finding.get("checks", {})
    return bool(finding.get("met", bool(ticks)) and all(ticks.values()))


def count_of(finding):
    return finding["count"] if "count" in finding else len(finding.get("present", []))


def recognised(finding):
    """R9: recognised, and satisfaction above 60%: 60% itself does not do."""
    return sum(
        1
        for one in finding.get("innovations", [])
        if one["recognised"] and one["responses"] > 0 and Fraction(one["satisfied"], one["responses"]) > Fraction(60, 100)
    )


def points(item, finding):
    """Points of one scored item."""
    if not judged(finding):
        return 0
    if item.kind == "all":
        return item.max if is_met(finding) else 0
    if item.kind == "count":
        return min(item.max, item.each * count_of(finding))
    if item.kind == "alarms":
        functions = count_of(finding)
        return min(4, functions) + (2 if finding.get("pushed") and functions >= 1 else 0)
    if item.kind == "green":
        buildings = finding["buildings"]
        if buildings == 0:
            return 0
        if Fraction(finding["threeStarOrPassive"], buildings) >= Fraction(1, 2):
            return 10
        return 5 if Fraction(finding["twoStarOrBetter"], buildings) >= Fraction(2, 3) else 0
    if item.kind == "satisfaction":
        if finding["responses"] == 0:
            return 0
        share = Fraction(finding["satisfied"], finding["responses"])
        return 5 if share >= Fraction(85, 100) else 3 if share >= Fraction(60, 100) else 0
    if item.kind == "innovations":
        return 10 * min(5, recognised(finding))
    raise AssertionError(item.kind)


def as_date(value):
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def months_later(date, months):
    """A day that the shorter month lacks falls on its last day (R11)."""
    year, month = date.year + (date.month - 1 + months) // 12, (date.month - 1 + months) % 12 + 1
    return datetime.date(year, month, min(date.day, calendar.monthrange(year, month)[1]))


def eligible(assessment):
    community, applied = assessment.get("community") or {}, assessment.get("appliedOn")
    accepted, since = community.get("acceptedOn"), community.get("operatingSince")
    return (
        community.get("kind") == "urban"
        and None not in (applied, accepted, since)
        and as_date(accepted) <= as_date(applied)
        and months_later(as_date(since), 3) <= as_date(applied)
    )


def grade_for(q):
    """Table 2 as R2 reads it."""
    return "basic" if q == 0 else "one-star" if q <= 60 else "two-star" if q <= 85 else "three-star"


def two_decimals(value):
    """Every number here is a multiple of 0.05: nothing is rounded."""
    cents = Fraction(value) * 100
    assert cents.denominator == 1, value
    return f"{int(cents) // 100}.{int(cents) % 100:02d}"


# Readings that hang on single items, and on them only.
READINGS = {
    "R5": ["6.2.2.c.2", "7.2.2.b", "8.2.2", "8.2.5.a", "8.2.7.b", "8.2.7.d", "8.2.8.a", "10.7"],
    "R6": ["8.2.5.a"],
    "R7": ["10.2"],
    "R8": ["10.4.b"],
    "R9": ["10.7"],
    "R10": ["6.2.3.a.1"],
    "R13": ["6.2.3.g.2", "7.2.3.a"],
    "R16": ["10.4.b"],
}


def score(assessment):
    """What `linli score --json` must say, `reason` and the full list of readings apart."""
    findings = {str(k): v for k, v in (assessment.get("findings") or {}).items()}
    earned = {i.clause: points(i, findings.get(i.clause)) for i in SCORED}
    sums = {c: sum(earned[i.clause] for i in SCORED if i.category == c) for c in WEIGHTS}
    q = min(Fraction(120), sum(WEIGHTS[c] * sums[c] for c in WEIGHTS))
    controls_met = all(judged(findings.get(i.clause)) and is_met(findings[i.clause]) for i in CONTROLS)
    can_apply = eligible(assessment)
    return {
        "rulebook": "smart-community-draft",
        "grade": grade_for(q) if controls_met and can_apply else "none",
        "q": two_decimals(q),
        "eligible": can_apply,
        "controlsMet": controls_met,
        "categories": [
            {"id": c, "score": sums[c], "weight": two_decimals(w), "weighted": two_decimals(w * sums[c])}
            for c, w in WEIGHTS.items()
        ],
        "items": [{"clause": i.clause, "points": earned[i.clause], "max": i.max} for i in SCORED],
        "unjudged": [i.clause for i in ITEMS.values() if not judged(findings.get(i.clause))],
    }


def readings_expected(assessment):
    """Two sets: the readings that must be listed, and those that must not."""
    findings = {str(k): v for k, v in (assessment.get("findings") or {}).items()}
    said = {c for c in ITEMS if judged(findings.get(c))}
    must = {"R1", "R2"} | {r for r, clauses in READINGS.items() if said & set(clauses)}
    must_not = {r for r, clauses in READINGS.items() if not said & set(clauses)}
    if any(ITEMS[c].kind == "all" for c in said):
        must.add("R4")  # "得 N 分": all or nothing
    elif all(ITEMS[c].kind == "control" for c in said):
        must_not.add("R4")
    return must, must_not


def clause_order(clause):
    """Sort key: the standard's order."""
    return [int(p) if re.fullmatch(r"\d+", p) else ord(p) for p in clause.split(".")]
