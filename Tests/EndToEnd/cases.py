"""Assessments to try: by hand, from a seed, and as the YAML and JSON that people would write."""

import json
import random

import oracle

COMMUNITY = {"name": "晴川里社区", "kind": "urban", "acceptedOn": "2023-03-01", "operatingSince": "2023-06-01"}


def assessment(findings, community=COMMUNITY, applied="2026-03-01"):
    return {"rulebook": "smart-community-draft", "community": dict(community), "appliedOn": applied, "findings": findings}


def innovation(satisfied=61, responses=100, recognised=True, kind="technology", name="数字孪生"):
    return {"name": name, "kind": kind, "recognised": recognised, "responses": responses, "satisfied": satisfied}


def best_finding(item):
    return {
        "control": lambda: {"met": True},
        "all": lambda: {"met": True},
        "count": lambda: {"count": -(-item.max // item.each)},
        "alarms": lambda: {"count": 4, "pushed": True},
        "green": lambda: {"buildings": 12, "twoStarOrBetter": 12, "threeStarOrPassive": 6},
        "satisfaction": lambda: {"responses": 200, "satisfied": 170},
        "innovations": lambda: {"innovations": [innovation(name=f"创新{n}") for n in range(5)]},
    }[item.kind]()


def controls():
    return {i.clause: {"met": True} for i in oracle.CONTROLS}


def best_assessment():
    return assessment({i.clause: best_finding(i) for i in oracle.ITEMS.values()})


def with_q(twentieths, without=()):
    """Findings with all control items met and Q exactly so many twentieths of a point, none of them from `without`."""
    per_point = {c: int(w * 20) for c, w in oracle.WEIGHTS.items()}
    reach = {0: []}
    for item in (i for i in oracle.SCORED if i.clause not in without):
        step = per_point[item.category] * item.max
        reach = {**{q + step: chosen + [item] for q, chosen in reach.items() if q + step <= twentieths}, **reach}
    findings = {**controls(), **{i.clause: best_finding(i) for i in reach[twentieths]}}
    return assessment({c: findings[c] for c in oracle.ITEMS if c in findings})


def ticks(rng):
    """Some remarks and evidence names, as people write them."""
    extra = {}
    if rng.random() < 0.15:
        extra["remark"] = rng.choice(["现场核查：符合", "see photo #3: ok", "待补 “验收报告”", "- 一", "100%"])
    if rng.random() < 0.15:
        extra["evidence"] = rng.sample(["竣工验收备案表.pdf", "照片 12.jpg", "system log, 2026-01"], rng.randint(1, 2))
    return extra


def distinct(rng, n):
    return [f"other:{name}" for name in rng.sample(["一键求助", "广播", "充电", "气象", "WiFi", "信息屏", "喷淋", "灯控", "x y", "a:b"], n)]


def random_finding(item, rng, goodness):
    if item.kind in ("control", "all"):
        finding = {"met": rng.random() < goodness}
    elif item.kind in ("count", "alarms"):
        n = rng.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7])
        form = rng.random()
        finding = {"count": n} if form < 0.6 else {"present": distinct(rng, n)}
        if form > 0.85:
            finding["count"] = n
        if item.clause == "6.2.2.c.2" and "present" in finding and n:
            finding["present"][0] = "video"
        if form < 0.1:
            finding = {"count": rng.choice([0, 10, 250, 1_000_000])}
        if item.kind == "alarms" and rng.random() < 0.7:
            finding["pushed"] = rng.random() < 0.6
    elif item.kind == "green":
        b = rng.choice([0, 1, 2, 3, 7, 12, 13, 100, 999])
        finding = {"buildings": b}
        for key, line in (("twoStarOrBetter", b * 2 // 3), ("threeStarOrPassive", b // 2)):
            finding[key] = max(0, min(b, rng.choice([line, line + 1, line - 1, rng.randint(0, b)])))
    elif item.kind == "satisfaction":
        r = rng.choice([0, 1, 7, 20, 200, 1999, 20000])
        s = rng.choice([r * 85 // 100, -(-r * 85 // 100), r * 60 // 100, -(-r * 60 // 100), r * 60 // 100 - 1, rng.randint(0, r), r])
        finding = {"responses": r, "satisfied": max(0, min(r, s))}
    else:
        finding = {"innovations": []}
        for n in range(rng.choice([0, 1, 2, 3, 5, 6, 9])):
            r = rng.choice([0, 5, 100, 333])
            s = rng.choice([r * 60 // 100, r * 60 // 100 + 1, r, rng.randint(0, r)])
            finding["innovations"].append(innovation(
                min(r, s), r, rng.random() < 0.8, rng.choice(["technology", "business", "culture"]), f"创新 {n}"))
    return {**finding, **ticks(rng)}


def random_assessment(seed):
    rng = random.Random(seed)
    goodness = rng.choice([0.2, 0.5, 0.8, 0.95, 1.0])
    judged = rng.choice([0.1, 0.6, 0.95, 1.0])
    findings = {}
    sound = rng.random() < 0.7
    for item in oracle.ITEMS.values():
        if item.kind == "control" and sound:
            findings[item.clause] = {"met": True, **ticks(rng)}
        elif rng.random() < judged:
            findings[item.clause] = random_finding(item, rng, goodness)
        elif rng.random() < 0.3:
            findings[item.clause] = rng.choice([None, {}])
    if rng.random() < 0.3:  # the order of a file is nobody's business
        shuffled = list(findings.items())
        rng.shuffle(shuffled)
        findings = dict(shuffled)
    community, applied = dict(COMMUNITY), "2026-03-01"
    if rng.random() < 0.25:
        change = rng.choice(["rural", "late", "same", "none", "young", "exact"])
        if change == "rural":
            community["kind"] = "rural"
        elif change == "late":
            community["acceptedOn"] = "2026-03-02"
        elif change == "same":
            community["acceptedOn"] = "2026-03-01"
        elif change == "none":
            del community["acceptedOn"]
        elif change == "young":
            community["operatingSince"] = "2025-12-02"
        else:
            community["operatingSince"] = "2025-12-01"
    return assessment(findings, community, applied)


def flow(value):
    """JSON is YAML too, but people leave out the quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def block(value, indent):
    lines = []
    if isinstance(value, dict) and value:
        for key, inside in value.items():
            if isinstance(inside, (dict, list)) and inside:
                lines += [" " * indent + f"{key}:"] + block(inside, indent + 2)
            else:
                lines.append(" " * indent + f"{key}: {flow(inside)}")
        return lines
    for inside in value:
        if isinstance(inside, dict) and inside:
            first, *rest = block(inside, indent + 2)
            lines += [" " * indent + "- " + first.strip()] + rest
        else:
            lines.append(" " * indent + "- " + flow(inside))
    return lines


def to_yaml(one, seed=0):
    """The same assessment in the many ways YAML allows."""
    rng = random.Random(seed)

    def date(text):
        return rng.choice([text, f'"{text}"', f"'{text}'"])

    lines = [] if rng.random() < 0.7 else ["# 评价结果 / findings", "---"]
    lines.append(f"rulebook: {one['rulebook']}")
    community = {k: date(v) if k.endswith(("On", "Since")) else json.dumps(v, ensure_ascii=False) if k == "name" else v
                 for k, v in one["community"].items()}
    if rng.random() < 0.5:
        lines.append("community: {" + ", ".join(f"{k}: {v}" for k, v in community.items()) + "}")
    else:
        lines += ["community:"] + [f"  {k}: {v}" for k, v in community.items()]
    applied = f"appliedOn: {date(one['appliedOn'])}"
    if rng.random() < 0.8:
        lines.append(applied)
        applied = None
    if one["findings"] is None:
        lines.append(rng.choice(["findings:", "findings: null", "findings: ~"]))
    elif not one["findings"]:
        lines.append("findings: {}")
    else:
        lines.append("findings:")
    for clause, finding in (one["findings"] or {}).items():
        key = rng.choice([clause, clause, f'"{clause}"', f"'{clause}'"])
        if not finding:
            lines.append(f"  {key}:" + ("" if finding is None and rng.random() < 0.5 else " " + flow(finding)))
        elif rng.random() < 0.5:
            lines.append(f"  {key}: {flow(finding)}" + ("   # 已核" if rng.random() < 0.1 else ""))
        else:
            lines += [f"  {key}:"] + block(finding, 4)
    if applied:
        lines.append(applied)
    return "\n".join(lines) + ("\n" if rng.random() < 0.9 else "")


def to_json(one, seed=0):
    rng = random.Random(seed)
    return json.dumps(one, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 2]))
