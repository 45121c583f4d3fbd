"""The cheapest way to a grade, three independent ways: dynamic programming in integers (exact, with the tie-breaks),
SciPy's MILP solver, and brute force. Money is in fen, Q in twentieths of a point."""

import itertools
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

import oracle

LEAST = {"basic": 0, "one-star": 1, "two-star": 60 * 20 + 1, "three-star": 85 * 20 + 1}  # R2, in twentieths
NEVER = 1 << 60


def fen(yuan):
    value = Fraction(str(yuan)) * 100
    assert value.denominator == 1
    return int(value)


@dataclass
class Choice:
    """One scored item that could be better: from `start` points to any of `options` {points: fen}."""

    clause: str
    start: int
    options: dict
    twentieths: int  # of Q, for one point


@dataclass
class Problem:
    eligible: bool
    controls: dict  # open control items: clause -> fen, or None without a cost
    choices: list
    q: int
    grade: str


def options(item, finding, cost):
    """{points: least fen} above today's points. Each cost is from today's state."""
    start = oracle.points(item, finding)
    found = {}

    def offer(points, price):
        if points > start:
            found[points] = min(price, found.get(points, NEVER))

    if item.kind == "all":
        offer(item.max, fen(cost))
    elif item.kind == "count":
        held = oracle.count_of(finding) if oracle.judged(finding) else 0
        for more in range(1, -(-item.max // item.each) + 1):
            offer(min(item.max, item.each * (held + more)), more * fen(cost["each"]))
    elif item.kind == "alarms":
        held = oracle.count_of(finding) if oracle.judged(finding) else 0
        pushed = bool(finding and finding.get("pushed"))
        for more in range(0, 5 if "each" in cost else 1):
            for push in {pushed, pushed or "pushed" in cost}:
                state = {"count": held + more, "pushed": push}
                price = (more * fen(cost["each"]) if more else 0) + (fen(cost["pushed"]) if push and not pushed else 0)
                offer(oracle.points(item, state), price)
    elif item.kind == "green":
        for key, points in (("twoStar", 5), ("threeStar", 10)):
            if key in cost:
                offer(points, fen(cost[key]))
    elif item.kind == "satisfaction":
        for key, points in (("to60", 3), ("to85", 5)):
            if key in cost:
                offer(points, fen(cost[key]))
    elif item.kind == "innovations":
        for more in range(1, 6):
            offer(min(50, start + 10 * more), more * fen(cost["each"]))
    return start, found


def problem(assessment, costs):
    findings = {str(k): v for k, v in (assessment["findings"] or {}).items()}
    today = oracle.score(assessment)
    controls, choices = {}, []
    for item in oracle.ITEMS.values():
        finding, cost = findings.get(item.clause), costs.get(item.clause)
        if item.kind == "control":
            if not (oracle.judged(finding) and oracle.is_met(finding)):
                controls[item.clause] = None if cost is None else fen(cost)
        elif cost is not None:
            start, found = options(item, finding, cost)
            if found:
                choices.append(Choice(item.clause, start, found, int(oracle.WEIGHTS[item.category] * 20)))
    q = int(Fraction(today["q"]) * 20)
    return Problem(today["eligible"], controls, choices, q, today["grade"])


def steps(choice):
    """(gain in twentieths, fen, points after), the smallest step first; staying is the first."""
    return [(0, 0, choice.start)] + [((p - choice.start) * choice.twentieths, c, p) for p, c in sorted(choice.options.items())]


def frontier(choices):
    """From the last choice to the first: the least cost of every exact gain."""
    least = np.full(2401, NEVER, dtype=np.int64)
    least[0] = 0
    layers = [least]
    for choice in reversed(choices):
        after = np.full(2401, NEVER, dtype=np.int64)
        for gain, price, _ in steps(choice):
            if gain < 2401:
                after[gain:] = np.minimum(after[gain:], least[: 2401 - gain] + price)
        least = np.minimum(after, NEVER)
        layers.append(least)
    return layers[::-1]


def walk(choices, layers, gain, cost):
    """Among all ways to this gain at this cost: the smallest steps in clause order."""
    actions = []
    for n, choice in enumerate(choices):
        for step, price, points in steps(choice):
            if step <= gain and layers[n + 1][gain - step] + price == cost:
                if step:
                    actions.append((choice.clause, choice.start, points, step, price))
                gain, cost = gain - step, cost - price
                break
        else:
            raise AssertionError("no way back")
    assert gain == 0 and cost == 0
    return actions


def answer(p, gain, cost, layers):
    control_actions = [(c, 0, 0, 0, price) for c, price in p.controls.items()]
    actions = control_actions + walk(p.choices, layers, gain, cost)
    return {"cost": cost + sum(p.controls.values()), "q": p.q + gain,
            "actions": sorted(actions, key=lambda a: oracle.clause_order(a[0]))}


def to_target(p, target):
    """None: not feasible. Least cost, then the highest Q, then the smallest steps in clause order."""
    if oracle.GRADES.index(p.grade) >= oracle.GRADES.index(target):
        return {"cost": 0, "q": p.q, "actions": []}
    if not p.eligible or None in p.controls.values():
        return None
    layers = frontier(p.choices)
    reach = [(int(c), -g) for g, c in enumerate(layers[0]) if c < NEVER and p.q + g >= LEAST[target]]
    if not reach:
        return None
    cost, gain = min(reach)
    return answer(p, -gain, cost, layers)


def within(p, budget):
    """None: no grade can be had for this money. Highest Q (so the best grade), then the least cost."""
    if not p.eligible or None in p.controls.values() or sum(p.controls.values()) > budget:
        return None
    layers = frontier(p.choices)
    left = budget - sum(p.controls.values())
    gain, cost = max((g, int(c)) for g, c in enumerate(layers[0]) if c <= left)
    return answer(p, gain, cost, layers)


def solve(prices, gains, groups, least=None, most=None, maximise=False, fixed=None):
    """One MILP: pick at most one of each group. Returns (gain, cost) in exact integers, or None."""
    n = len(prices)
    limits = [LinearConstraint(groups, -np.inf, 1)]
    if least is not None:
        limits.append(LinearConstraint(gains[None, :], least, np.inf))
    if most is not None:
        limits.append(LinearConstraint(prices[None, :], -np.inf, most))
    if fixed is not None:
        limits.append(LinearConstraint(gains[None, :], fixed, fixed))
    done = milp(-gains if maximise else prices, constraints=limits, integrality=np.ones(n), bounds=Bounds(0, 1),
                options={"mip_rel_gap": 0, "time_limit": 20})
    if done.x is None:
        return None
    picked = np.rint(done.x).astype(int)
    return int(picked @ gains.astype(int)), int(picked @ prices.astype(int))


def by_milp(p, target=None, budget=None):
    """The same two questions put to SciPy: (cost, q) or None. Two solves: the first aim, then the second."""
    if target and oracle.GRADES.index(p.grade) >= oracle.GRADES.index(target):
        return 0, p.q
    if not p.eligible or None in p.controls.values():
        return None
    mandatory = sum(p.controls.values())
    columns = [(n, gain, price) for n, choice in enumerate(p.choices) for gain, price, _ in steps(choice)[1:]]
    if not columns:
        columns = [(0, 0, 0)]
    prices = np.array([c[2] for c in columns], dtype=float)
    gains = np.array([c[1] for c in columns], dtype=float)
    groups = np.zeros((max(1, len(p.choices)), len(columns)))
    for column, (n, _, _) in enumerate(columns):
        groups[n, column] = 1
    if target:
        needed = LEAST[target] - p.q
        first = solve(prices, gains, groups, least=needed)
        if first is None or first[0] < needed:
            return None
        second = solve(prices, gains, groups, least=needed, most=first[1], maximise=True)
    else:
        left = budget - mandatory
        if left < 0:
            return None
        first = solve(prices, gains, groups, most=left, maximise=True)
        second = solve(prices, gains, groups, fixed=first[0], most=left)
    return second[1] + mandatory, p.q + second[0]


def by_force(p, target=None, budget=None):
    """Every combination, for small problems: the rules of the issue as one sort key."""
    if target and oracle.GRADES.index(p.grade) >= oracle.GRADES.index(target):
        return {"cost": 0, "q": p.q, "actions": []}
    if not p.eligible or None in p.controls.values():
        return None
    mandatory, best, key = sum(p.controls.values()), None, None
    for picked in itertools.product(*(steps(c) for c in p.choices)):
        gain, cost = sum(s[0] for s in picked), sum(s[1] for s in picked) + mandatory
        if p.q + gain < LEAST[target] if target else cost > budget:
            continue
        small = tuple(s[0] for s in picked)
        this = (cost, -gain, small) if target else (-gain, cost, small)
        if key is None or this < key:
            key, best = this, (gain, cost, picked)
    if best is None:
        return None
    actions = [(c, 0, 0, 0, price) for c, price in p.controls.items()]
    actions += [(c.clause, c.start, s[2], s[0], s[1]) for c, s in zip(p.choices, best[2]) if s[0]]
    return {"cost": best[1], "q": p.q + best[0], "actions": sorted(actions, key=lambda a: oracle.clause_order(a[0]))}
