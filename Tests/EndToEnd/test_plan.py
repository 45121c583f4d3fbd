"""`linli plan` against exact dynamic programming, SciPy's MILP solver and brute force."""

import json
import random
from fractions import Fraction

import pytest

import oracle
import planner
from cases import COMMUNITY, assessment, best_assessment, controls, flow, random_assessment, random_finding, to_yaml, with_q

TARGETS = ["basic", "one-star", "two-star", "three-star"]


def price(rng, family):
    """Yuan, written as people write them."""
    if family == "ties":
        return rng.choice([1000, 2000, 3000])
    if family == "zero" and rng.random() < 0.3:
        return 0
    if family == "cents":
        return rng.choice([rng.randint(1, 3_000_000) / 100, round(rng.uniform(0.01, 99999.99), 2), rng.randint(1, 90000)])
    return rng.choice([rng.randint(1, 90) * 1000, rng.randint(100, 99_999), rng.randint(1, 9) * 100])


def random_costs(rng, family, share, clauses=None):
    """All shapes of the issue, some clauses without a cost, some costs with only one of their keys."""
    costs = {}
    for item in oracle.ITEMS.values():
        if (clauses is not None and item.clause not in clauses) or (clauses is None and rng.random() > share):
            continue
        keys = {"count": ["each"], "alarms": ["each", "pushed"], "green": ["twoStar", "threeStar"], "satisfaction": ["to60", "to85"],
                "innovations": ["each"]}.get(item.kind)
        if keys is None:
            costs[item.clause] = price(rng, family)
        else:
            kept = [k for k in keys if rng.random() < 0.85] or keys[:1]
            costs[item.clause] = {k: price(rng, family) for k in kept}
    return costs


def costs_yaml(costs, seed=0):
    rng = random.Random(seed)
    if rng.random() < 0.2:
        return json.dumps({"costs": costs})
    if rng.random() < 0.2:
        return "costs: " + flow(costs) + "\n"
    lines = ["# 单位：元", "costs:"]
    for clause, cost in costs.items():
        lines.append(f"  {rng.choice([clause, repr(clause)])}: {flow(cost)}")
    return "\n".join(lines) + "\n" if costs else "costs: {}\n"


def a_case(seed):
    rng = random.Random(seed)
    family = ["plain", "cents", "ties", "zero"][seed % 4]
    one = random_assessment(seed)
    if rng.random() < 0.9:
        one["community"] = dict(COMMUNITY)
    findings = one["findings"]
    for item in oracle.CONTROLS:
        findings[item.clause] = {"met": rng.random() < 0.85}
    for clause in list(findings):
        if oracle.ITEMS[clause].kind == "all" and rng.random() < 0.4:
            findings[clause] = {"met": False}
    costs = random_costs(rng, family, rng.choice([0.6, 0.9, 1.0]))
    if rng.random() < 0.9:
        for item in oracle.CONTROLS:
            costs.setdefault(item.clause, price(rng, family))
    return one, costs


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}"


def compare(got, want, p, label):
    if want is None:
        assert got["feasible"] is False, f"{label}: expected feasible false, got {got}"
        return
    assert got["feasible"] is True, f"{label}: expected cost {yuan(want['cost'])}, got {got}"
    assert (got["cost"], got["q"]) == (yuan(want["cost"]), oracle.two_decimals(Fraction(want["q"], 20))), (
        f"{label}: expected cost {yuan(want['cost'])} q {want['q'] / 20:.2f}, got cost {got['cost']} q {got['q']}")
    consistent(got, p, label)
    actions = [(a["clause"], a["from"], a["to"], int(Fraction(str(a["gain"])) * 20), planner.fen(a["cost"])) for a in got["actions"]]
    assert sorted(actions) == sorted(want["actions"]), (
        f"{label}: same cost and Q, other actions\n got only {sorted(set(actions) - set(want['actions']))}"
        f"\n expected only {sorted(set(want['actions']) - set(actions))}")


def consistent(got, p, label):
    """Costs add up, gains add up, every step starts at today's points and is one that the costs file offers."""
    assert planner.fen(got["cost"]) == sum(planner.fen(a["cost"]) for a in got["actions"]), label
    assert int(Fraction(got["q"]) * 20) == p.q + sum(Fraction(str(a["gain"])) * 20 for a in got["actions"]), label
    clauses = [a["clause"] for a in got["actions"]]
    assert len(set(clauses)) == len(clauses), label
    if got["actions"]:
        assert set(p.controls) <= set(clauses), f"{label}: every open control item is in the plan"
    offered = {c.clause: c for c in p.choices}
    for a in got["actions"]:
        assert isinstance(a["cost"], str), label
        if a["clause"] in p.controls:
            assert Fraction(str(a["gain"])) == 0, label
            continue
        choice = offered[a["clause"]]
        assert a["from"] == choice.start and planner.fen(a["cost"]) == choice.options[a["to"]], (label, a, choice)
        assert Fraction(str(a["gain"])) == Fraction((a["to"] - a["from"]) * choice.twentieths, 20), (label, a)
    grade = oracle.grade_for(Fraction(got["q"]))
    assert got["grade"] == grade, label


@pytest.fixture
def plan(run, write):
    def ask(one, costs, *question, seed=0):
        a, c = write("a.yaml", to_yaml(one, seed)), write("costs.yaml", costs_yaml(costs, seed))
        result = run("plan", a, "--costs", c, *question, "--json")
        assert result.code == 0, str(result)
        return result.json()

    return ask


@pytest.mark.parametrize("seed", range(48))
def test_targets(plan, seed):
    one, costs = a_case(seed)
    p = planner.problem(one, costs)
    for target in [TARGETS[seed % 4]] if seed % 3 else ["two-star", "three-star"]:
        want = planner.to_target(p, target)
        solver = planner.by_milp(p, target)
        assert (want and (want["cost"], want["q"])) == solver, f"the two references disagree on seed {seed} {target}"
        compare(plan(one, costs, "--target", target, seed=seed), want, p, f"seed {seed} {target}")


@pytest.mark.parametrize("seed", range(100, 132))
def test_budgets(plan, seed):
    one, costs = a_case(seed)
    p = planner.problem(one, costs)
    rng = random.Random(seed)
    money = rng.choice([0, 1, 12345, 500000, 2_000_000, rng.randint(0, 10**8), rng.randint(0, 10**8), 10**9])  # fen
    want, solver = planner.within(p, money), planner.by_milp(p, budget=money)
    assert (want and (want["cost"], want["q"])) == solver, f"the two references disagree on seed {seed} {money}"
    written = yuan(money) if money % 100 or rng.random() < 0.3 else str(money // 100)
    got = plan(one, costs, "--budget", written, seed=seed)
    if want is None and p.eligible and None not in p.controls.values():
        # Open control items that the money does not cover: no grade can be had; the issue leaves open what is said then.
        assert got["feasible"] is False or got["grade"] == "none", f"seed {seed}: {got}"
        return
    compare(got, want, p, f"seed {seed} budget {written}")


def small_case(seed):
    """Few clauses with a cost, many ties: everything can be tried."""
    rng = random.Random(seed)
    clauses = rng.sample(["6.2.2.c.2", "7.2.2.b", "8.2.5.a", "10.2", "10.4.b", "10.7"], rng.randint(1, 3))
    clauses += rng.sample([i.clause for i in oracle.SCORED if i.kind == "all"], rng.randint(2, 6))
    if rng.random() < 0.4:
        clauses.append(rng.choice(oracle.CONTROLS).clause)
    findings = {**with_q(rng.choice([0, 0, 1000, 1150, 1180, 1600, 1680]))["findings"]}
    for clause in clauses:
        item = oracle.ITEMS[clause]
        finding = {"met": False} if item.kind in ("all", "control") else random_finding(item, rng, 0.2)
        findings[clause] = rng.choice([finding, finding, None])
    costs = random_costs(rng, rng.choice(["ties", "ties", "zero"]), 1, set(clauses))
    return assessment(findings), costs, rng


def test_references_agree():
    """No binary needed: dynamic programming, MILP and brute force say the same."""
    for seed in range(60):
        one, costs, rng = small_case(seed)
        p = planner.problem(one, costs)
        target, money = rng.choice(TARGETS), rng.randint(0, 1_500_000)
        want, forced, solver = planner.to_target(p, target), planner.by_force(p, target), planner.by_milp(p, target)
        assert want == forced and (want and (want["cost"], want["q"])) == solver, (seed, target)
        if not p.controls:
            want, forced, solver = planner.within(p, money), planner.by_force(p, None, money), planner.by_milp(p, None, money)
            assert want == forced and (want and (want["cost"], want["q"])) == solver, (seed, money)


@pytest.mark.parametrize("seed", range(200, 240))
def test_ties_by_brute_force(plan, seed):
    one, costs, rng = small_case(seed)
    p = planner.problem(one, costs)
    target = rng.choice(["one-star", "two-star", "three-star"])
    compare(plan(one, costs, "--target", target, seed=seed), planner.by_force(p, target), p, f"seed {seed} {target}")


# By hand

def test_already_there(plan):
    for target in TARGETS:
        got = plan(best_assessment(), {"6.2.2.a": 0}, "--target", target)
        assert got["feasible"] is True and got["cost"] == "0.00" and got["actions"] == []
        assert got["q"] == "120.00" and got["grade"] == "three-star"
    got = plan(assessment(controls()), {"6.2.2.a": 0, "10.7": {"each": 0}}, "--target", "basic")
    assert (got["cost"], got["actions"], got["q"], got["grade"]) == ("0.00", [], "0.00", "basic")


def test_any_grade_needs_every_control_item(plan):
    one = assessment({**controls(), "6.1.2": {"met": False}, "7.1.2": None})
    got = plan(one, {"6.1.2": 300.5, "7.1.2": 20, "6.2.2.a": 5}, "--target", "basic")
    assert (got["feasible"], got["cost"], got["q"], got["grade"]) == (True, "320.50", "0.00", "basic")
    assert [(a["clause"], a["cost"]) for a in got["actions"]] == [("6.1.2", "300.50"), ("7.1.2", "20.00")]


@pytest.mark.parametrize("question", [("--target", "basic"), ("--target", "three-star"), ("--budget", "1000000")])
def test_not_feasible(plan, question):
    open_control = assessment({**controls(), "6.1.2": {"met": False}})
    assert plan(open_control, {"6.2.2.a": 5}, *question)["feasible"] is False
    unjudged = best_assessment()
    del unjudged["findings"]["9.1.1"]
    assert plan(unjudged, {"6.2.2.a": 5}, *question)["feasible"] is False
    rural = assessment(best_assessment()["findings"], {**COMMUNITY, "kind": "rural"})
    assert plan(rural, {"6.2.2.a": 5}, *question)["feasible"] is False


def test_out_of_reach(plan):
    one = assessment(controls())
    assert plan(one, {"6.2.2.a": 5}, "--target", "two-star")["feasible"] is False
    assert plan(one, {}, "--target", "one-star")["feasible"] is False
    assert plan(one, {"6.2.2.a": 5}, "--target", "one-star")["cost"] == "5.00"


@pytest.mark.parametrize("finding,cost,target,expected", [
    # 8.2.5.a: a point is worth 0.30; Q must rise by 1.80 (6 points), 0.90 (3 points) or 0.30 (1 point)
    ({"count": 0, "pushed": False}, {"each": 500, "pushed": 3000}, 6, "5000.00"),
    ({"count": 0, "pushed": False}, {"each": 500, "pushed": 3000}, 3, "1500.00"),
    ({"count": 0, "pushed": False}, {"each": 500, "pushed": 100}, 3, "600.00"),
    ({"count": 0, "pushed": True}, {"each": 500}, 3, "500.00"),
    ({"count": 9}, {"pushed": 7}, 6, "7.00"),
    ({"count": 2}, {"pushed": 7}, 4, "7.00"),
    ({"count": 0}, {"pushed": 7}, 1, None),
    ({"count": 0}, {"each": 9}, 5, None),
    (None, {"each": 9, "pushed": 1}, 5, "28.00"),
])
def test_alarms(plan, finding, cost, target, expected):
    one = with_alarms(finding, target)
    got = plan(one, {"8.2.5.a": cost}, "--target", "two-star")
    assert got["feasible"] is (expected is not None)
    if expected:
        assert got["cost"] == expected
        assert [(a["clause"], a["to"]) for a in got["actions"]] == [("8.2.5.a", target)]


def with_alarms(finding, target):
    """Just as far from two stars as 8.2.5.a with `target` points, and no fewer, can bring it. A point of it is 6/20."""
    one = with_q(1201 - 6 * target, without={"8.2.5.a"})
    one["findings"]["8.2.5.a"] = finding
    return one


def test_green_ways(plan):
    def green(two, three):
        one = with_q(1200, without={"10.2"})
        one["findings"]["10.2"] = {"buildings": 12, "twoStarOrBetter": two, "threeStarOrPassive": three}
        return one
    got = plan(green(0, 0), {"10.2": {"twoStar": 900, "threeStar": 2500}}, "--target", "two-star")
    assert [(a["from"], a["to"], a["cost"]) for a in got["actions"]] == [(0, 5, "900.00")]
    got = plan(green(0, 0), {"10.2": {"twoStar": 900, "threeStar": 900}}, "--target", "two-star")
    assert [(a["from"], a["to"], a["cost"]) for a in got["actions"]] == [(0, 10, "900.00")], "same cost: the higher Q"
    got = plan(green(0, 0), {"10.2": {"threeStar": 800}}, "--target", "two-star")
    assert [(a["from"], a["to"], a["cost"]) for a in got["actions"]] == [(0, 10, "800.00")]


def test_budget_buys_the_best_grade_first(plan):
    """The control item earns nothing, but without it there is no grade."""
    one = assessment({**controls(), "6.1.1": {"met": False}})
    costs = {"6.1.1": 100, "6.2.2.a": 100, "6.2.4.b": 50}
    assert [a["clause"] for a in plan(one, costs, "--budget", "100")["actions"]] == ["6.1.1"]
    assert [a["clause"] for a in plan(one, costs, "--budget", "150")["actions"]] == ["6.1.1", "6.2.4.b"]
    assert [a["clause"] for a in plan(one, costs, "--budget", "200")["actions"]] == ["6.1.1", "6.2.2.a"]
    got = plan(one, costs, "--budget", "1000000")
    assert (got["cost"], got["grade"]) == ("250.00", "one-star")


def test_same_cost_higher_q(plan):
    one = with_q(1200, without={"6.2.4.a.1", "7.2.3.b.1", "8.2.4.a", "9.2.3.a", "10.3.a", "8.2.4.b"})
    spare = [i for i in oracle.SCORED if i.kind == "all" and i.clause not in one["findings"]][:6]
    got = plan(one, {i.clause: 100 for i in spare}, "--target", "two-star")
    best = max(i.max * oracle.WEIGHTS[i.category] for i in spare)
    assert got["cost"] == "100.00" and len(got["actions"]) == 1
    assert Fraction(got["q"]) == 60 + best


def test_cents_add_up(plan):
    one = assessment(controls())
    costs = {i.clause: 0.1 for i in oracle.SCORED if i.kind == "all"}
    got = plan(one, costs, "--budget", "100000")
    assert got["cost"] == yuan(10 * len(costs))
    costs = {i.clause: 999_999_999.99 for i in oracle.SCORED if i.kind == "all"}
    got = plan(one, costs, "--budget", "999999999999.99")
    assert got["cost"] == yuan(99_999_999_999 * len(costs))


# Costs that cannot be used

@pytest.mark.parametrize("costs", [
    "costs: {6.2.3.a.4: -1}", "costs: {6.2.3.a.4: 1.001}", "costs: {6.2.3.a.4: many}", "costs: {6.2.3.a.4: {each: 1}}",
    "costs: {6.2.2.c.2: 5}", "costs: {6.2.2.c.2: {every: 5}}", "costs: {8.2.5.a: {each: 5, push: 3}}", "costs: {10.2: {oneStar: 5}}",
    "costs: {10.4.b: {to70: 5}}", "costs: {9.9.9: 5}", "costs: {6.1.1: 1, 6.1.1: 2}", "costs: [1]", "", "6.2.3.a.4: 5", "costs: {6.1.1: .inf}",
    "costs: {6.1.1: .nan}", "costs: {6.1.1: true}", "costs: {10.7: {each: [1]}}", "costs: {6.2.2.c.2: {each: -0.01}}",
    "costs: {6.1.1: 99999999999999999999999999}",
])
def test_bad_costs(run, write, costs):
    a, c = write("a.yaml", to_yaml(with_q(1200))), write("costs.yaml", costs)
    result = run("plan", a, "--costs", c, "--target", "two-star", "--json")
    assert result.code == 65, str(result)
    assert f"{c}:1:" in result.err and "error: " in result.err, str(result)
