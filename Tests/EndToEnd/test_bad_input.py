"""Input that cannot be used: refused whole, every problem said at once, at the right place, and never a crash."""

import random
import re

import pytest

import oracle
from cases import assessment, random_assessment, to_json, to_yaml, with_q

HEAD = """rulebook: smart-community-draft
community: {name: 晴川里社区, kind: urban, acceptedOn: 2023-03-01, operatingSince: 2023-06-01}
appliedOn: 2026-03-01
findings:
  6.1.1: {met: true}
"""
DIAGNOSTIC = re.compile(r"^(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): error: (?P<text>.+)$", re.M)


def diagnostics(result, path):
    return [(int(m["line"]), int(m["column"]), m["text"]) for m in DIAGNOSTIC.finditer(result.err) if m["file"] == str(path)]


def place(text, needle, nth=0):
    """1-based line and column of the nth occurrence, counted in characters."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(needle, at + 1)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


@pytest.fixture
def refused(run, write, tmp_path):
    """Exit 65, the problem on stderr with file, line and column, nothing on -o. Returns [(line, column, text)]."""

    def check(content, name="bad.yaml", **options):
        path = write(name, content)
        for output in (["-o", "out.csv"], ["--json", "-o", "out.json"], ["--json"]):
            result = run("score", path, *output, **options)
            assert result.code == 65, str(result)
            assert diagnostics(result, path), f"no FILE:LINE:COLUMN: error:\n{result}"
            assert result.out.strip() in ("", "[]"), f"nothing is printed for a bad file\n{result}"
            assert not (tmp_path / output[-1]).exists(), f"-o {output[-1]} was written"
        return diagnostics(result, path)

    return check


def finding(line):
    return HEAD + "  " + line + "\n"


# One problem, at its place. The second text is what the place must be: the key or the value, both are right.

ONE_PROBLEM = [
    # unknown clause
    ("9.9.9: {met: true}", ["9.9.9"]),
    ("6.2.2: {met: true}", ["6.2.2"]),
    ("6.2.2.c.9: {count: 1}", ["6.2.2.c.9"]),
    ("abc: {met: true}", ["abc"]),
    ("5.1.1: {met: true}", ["5.1.1"]),
    ("10.20: {buildings: 12, twoStarOrBetter: 8, threeStarOrPassive: 6}", ["10.20"]),
    ("10.2.a: {met: true}", ["10.2.a"]),
    # wrong types
    ("6.2.2.a: {met: 1}", ["met", "1}"]),
    ('6.2.2.a: {met: "true"}', ["met", '"true"']),
    ("6.2.2.a: {met: [true]}", ["met", "[true]"]),
    ("6.2.2.a: {met: {a: true}}", ["met", "{a"]),
    ("6.2.2.a: true", ["6.2.2.a", "true\n"]),
    ("6.2.2.a: [met]", ["6.2.2.a", "[met]"]),
    ("6.2.2.a: 10", ["6.2.2.a", "10\n"]),
    ("8.2.2: {count: two}", ["count", "two"]),
    ('8.2.2: {count: "2"}', ["count", '"2"']),
    ("8.2.2: {count: true}", ["count", "true}"]),
    ("8.2.2: {count: [2]}", ["count", "[2]"]),
    ("8.2.2: {present: 3}", ["present", "3}"]),
    ("8.2.2: {present: {a: 1}}", ["present", "{a"]),
    ("8.2.2: {present: [7]}", ["present", "7]", "[7"]),
    ("8.2.5.a: {count: 1, pushed: 1}", ["pushed", "1}"]),
    ("8.2.5.a: {count: 1, pushed: maybe}", ["pushed", "maybe"]),
    ("10.2: {buildings: many, twoStarOrBetter: 0, threeStarOrPassive: 0}", ["buildings", "many"]),
    ("10.4.b: {responses: 10, satisfied: true}", ["satisfied", "true}"]),
    ("10.7: {innovations: 3}", ["innovations", "3}"]),
    ("10.7: {innovations: [3]}", ["innovations", "3]", "[3"]),
    ("6.1.1x: {met: true}", ["6.1.1x"]),
    # negative, fractional and absurd counts
    ("8.2.2: {count: -1}", ["count", "-1"]),
    ("8.2.2: {count: 1.5}", ["count", "1.5"]),
    ("8.2.2: {count: 1000001}", ["count", "1000001"]),
    ("8.2.2: {count: 99999999999999999999999999}", ["count", "9999"]),
    ("8.2.2: {count: 9223372036854775808}", ["count", "9223"]),
    ("8.2.2: {count: -9223372036854775808}", ["count", "-9223"]),
    ("8.2.2: {count: .inf}", ["count", ".inf"]),
    ("8.2.2: {count: .nan}", ["count", ".nan"]),
    ("8.2.5.a: {count: -3, pushed: true}", ["count", "-3"]),
    ("10.4.b: {responses: -5, satisfied: 0}", ["responses", "-5"]),
    ("10.4.b: {responses: 5, satisfied: -1}", ["satisfied", "-1"]),
    ("10.4.b: {responses: 5.5, satisfied: 1}", ["responses", "5.5"]),
    ("10.4.b: {responses: 1000001, satisfied: 1}", ["responses", "1000001"]),
    ("10.2: {buildings: -2, twoStarOrBetter: 0, threeStarOrPassive: 0}", ["buildings", "-2", "twoStarOrBetter", "threeStarOrPassive"]),
    ("10.2: {buildings: 12, twoStarOrBetter: 1.5, threeStarOrPassive: 0}", ["twoStarOrBetter", "1.5"]),
    # more than there are
    ("10.4.b: {responses: 200, satisfied: 201}", ["satisfied", "201", "{resp", "10.4.b"]),
    ("10.4.b: {responses: 0, satisfied: 1}", ["satisfied", "1}", "{resp", "10.4.b"]),
    ("10.2: {buildings: 12, twoStarOrBetter: 13, threeStarOrPassive: 0}", ["twoStarOrBetter", "13", "{build", "10.2"]),
    ("10.2: {buildings: 12, twoStarOrBetter: 0, threeStarOrPassive: 13}", ["threeStarOrPassive", "13", "{build", "10.2"]),
    ("10.2: {buildings: 0, twoStarOrBetter: 1, threeStarOrPassive: 0}", ["twoStarOrBetter", "1,", "{build", "10.2"]),
    # keys that the rule does not have
    ("6.2.2.a: {mett: true}", ["mett"]),
    ("6.2.2.a: {met: true, count: 1}", ["count"]),
    ("6.2.2.a: {met: true, Remark: x}", ["Remark"]),
    ("8.2.2: {met: true}", ["met"]),
    ("8.2.2: {count: 2, pushed: true}", ["pushed"]),
    ("8.2.5.a: {count: 2, push: true}", ["push"]),
    ("10.2: {buildings: 12, twoStarOrBetter: 8, threeStarOrPassive: 6, oneStar: 1}", ["oneStar"]),
    ("10.4.b: {responses: 12, satisfied: 8, met: true}", ["met"]),
    ("10.7: {innovations: [], count: 1}", ["count"]),
    ("6.1.2: {met: true, notApplicable: true}", ["notApplicable", "true}"]),
    ("10.7: {innovations: [{name: a, kind: magic, recognised: true, responses: 1, satisfied: 1}]}", ["kind", "magic"]),
    ("10.7: {innovations: [{name: a, kind: business, recognised: yep, responses: 1, satisfied: 1}]}", ["recognised", "yep"]),
    ("10.7: {innovations: [{name: a, kind: business, recognised: true, responses: 1, satisfied: 2}]}", ["satisfied", "2}", "{name", "10.7", "innovations"]),
    ("10.7: {innovations: [{name: a, kind: business, recognised: true, responses: 1, satisfied: -2}]}", ["satisfied", "-2}"]),
    ("10.7: {innovations: [{name: a, kind: business, recognised: true, responses: 1, satisfied: 1, stars: 1}]}", ["stars"]),
    # present
    ("6.2.2.c.2: {present: [video, video]}", ["video", "video]", "present", "[video"]),
    ('6.2.2.c.2: {present: ["other:a", "other:a"]}', ['"other:a"', '"other:a"]', "present", '["other']),
    ("6.2.2.c.2: {present: [nosuchkind]}", ["nosuchkind", "present", "[nosuch"]),
    ("6.2.2.c.2: {present: [video, 广播]}", ["广播", "present", "[video"]),
    ('6.2.2.c.2: {present: ["other:"]}', ['"other:"', "present", '["other']),
    ("6.2.2.c.2: {count: 3, present: [video]}", ["count", "3,", "present", "[video", "{count", "6.2.2.c.2"]),
    ("6.2.2.c.2: {count: 0, present: [video]}", ["count", "0,", "present", "[video", "{count", "6.2.2.c.2"]),
]


@pytest.mark.parametrize("line,places", ONE_PROBLEM, ids=[p[0][:60] for p in ONE_PROBLEM])
def test_one_problem(refused, line, places):
    text = finding(line)
    found = refused(text)
    start = len(HEAD)
    allowed = set()
    for needle in places:
        at = text.find(needle, start)
        while at >= 0:
            allowed.add((text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)))
            at = text.find(needle, at + 1)
    where = {(line, column) for line, column, _ in found}
    assert where and where <= allowed, f"at {sorted(where)}, expected one of {sorted(allowed)}: {found}"


def test_duplicate_keys(refused):
    text = finding("6.1.2: {met: true}") + "  6.1.2: {met: true}\n"
    assert [d[:2] for d in refused(text)] == [(7, 3)]
    text = finding("10.2: {buildings: 0, twoStarOrBetter: 0, threeStarOrPassive: 0}") + '  "10.2": {}\n'
    assert [d[:2] for d in refused(text)] == [(7, 3)]
    text = finding("6.1.2: {met: true, met: false}")
    assert [d[:2] for d in refused(text)] == [place(text, "met: false")]
    text = HEAD + "appliedOn: 2026-03-02\n"
    assert [d[:2] for d in refused(text)] == [(6, 1)]
    text = HEAD.replace("kind: urban", "kind: urban, kind: urban")
    assert [d[:2] for d in refused(text)] == [place(text, "kind", 1)]
    assert [d[0] for d in refused('{"rulebook": "smart-community-draft",\n"rulebook": "smart-community-draft"}', "bad.json")][0] == 2


@pytest.mark.parametrize("wrong,meant", [
    ("6.2.2c.2: {count: 1}", "6.2.2.c.2"), ("6.2.3.a.44: {met: true}", "6.2.3.a.4"), ("10.4b: {responses: 1, satisfied: 1}", "10.4.b"),
    ("9.2.2.aa: {met: true}", "9.2.2.a"), ("7.2.4.6.dd: {met: true}", "7.2.4.6.d"), ("6.1.11: {met: true}", "6.1.1"),
    ("8.2.11.B: {met: true}", "8.2.11.b"), ("9.1.1.: {met: true}", "9.1.1"),
])
def test_nearest_clause(refused, wrong, meant):
    [(_, _, text)] = refused(finding(wrong))
    assert re.search(rf"(?<![\w.]){re.escape(meant)}(?![\w])", text.replace(wrong.split(": ")[0], "", 1)), text


def test_nearest_clause_is_a_clause(refused):
    [(_, _, text)] = refused(finding("6.2.3.a.5: {met: true}"))
    assert any(c in text for c in ("6.2.3.a.1", "6.2.3.a.2", "6.2.3.a.3", "6.2.3.a.4", "6.2.3.b.")), text


def test_nearest_key(refused):
    for line, meant in (("6.2.2.a: {mett: true}", "met"), ("8.2.5.a: {count: 1, pushd: true}", "pushed"),
                        ("10.4.b: {responses: 9, satisfed: 1}", "satisfied")):
        found = refused(finding(line))
        key = re.search(r"(mett|pushd|satisfed)", line)[0]
        assert any(meant in text.replace(key, "") for _, _, text in found), found


DATES = [("appliedOn: 2026-03-01", "appliedOn: {}"), ("acceptedOn: 2023-03-01", "acceptedOn: {}"), ("operatingSince: 2023-06-01", "operatingSince: {}")]
WRONG_DATES = ["2026-02-30", '"2026-02-30"', "2025-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "soon", "20260301", "true",
               "[2026-03-01]", "2026-1", "1900-02-29", '""', "2026/03/01x", "99999-01-01"]


@pytest.mark.parametrize("wrong", WRONG_DATES)
@pytest.mark.parametrize("old,new", DATES, ids=[d[0].split(":")[0] for d in DATES])
def test_dates(refused, old, new, wrong):
    text = HEAD.replace(old, new.format(wrong))
    found = refused(text)
    key, value = place(text, new.format(wrong)), place(text, new.format(wrong))
    value = (value[0], value[1] + len(new) - 2)
    assert {d[:2] for d in found} <= {key, value}, f"at {found}, expected {key} or {value}"


@pytest.mark.parametrize("old,new", [
    ("smart-community-draft", "no-such-standard"), ("smart-community-draft", "3"), ("smart-community-draft", "[a]"), ("smart-community-draft", ""),
    ("rulebook: smart-community-draft", "rulebok: smart-community-draft"), ("rulebook: smart-community-draft\n", ""),
    ("kind: urban", "kind: city"), ("kind: urban", "kind: 3"), ("kind: urban", "kind: [urban]"), ("kind: urban", "kindd: urban"),
    ("findings:\n  6.1.1: {met: true}", "findings: 3"), ("findings:\n  6.1.1: {met: true}", "findings: [a]"), ("findings:", "findngs:"),
    ("appliedOn: 2026-03-01", "appliedOn: 2026-03-01\nextra: 1"), ("name: 晴川里社区", "name: {a: b}"),
])
def test_head(refused, old, new):
    refused(HEAD.replace(old, new))


def test_column_counts_characters(refused):
    """晴川里社区 before it on the line: five characters, fifteen bytes."""
    text = HEAD.replace("kind: urban", "kind: city")
    key = place(text, "kind: city")
    assert {d[:2] for d in refused(text)} <= {key, (key[0], key[1] + 6)}


def test_all_problems_at_once(refused):
    text = """rulebook: smart-community-draft
community: {name: 晴川里社区, kind: urban, acceptedOn: 2023-02-29, operatingSince: 2023-06-01}
appliedOn: 2026-02-30
findings:
  6.1.1: {met: true}
  6.1.9: {met: true}
  6.2.2.a: {met: 3}
  6.2.2.c.2:
    count: -2
    present: [video, video]
  8.2.2: {count: 2000000}
  8.2.5.a: {count: 1.5, pushed: no-idea}
  10.2: {buildings: 12, twoStarOrBetter: 13, threeStarOrPassive: 14}
  10.4.b: {responses: 10, satisfied: 11}
  9.1.1: {mett: true}
  10.7:
    innovations:
      - {name: 甲, kind: technology, recognised: true, responses: 10, satisfied: 7}
      - {name: 乙, kind: magic, recognised: true, responses: 10, satisfied: 11}
"""
    found = refused(text)
    lines = sorted({d[0] for d in found})
    assert set(lines) == {2, 3, 6, 7, 9, 10, 11, 12, 13, 14, 15, 19}, f"lines {lines}\n{found}"
    per_line = {line: sum(d[0] == line for d in found) for line in lines}
    assert per_line[12] == 2 and per_line[13] == 2 and per_line[19] == 2, f"every problem of a line\n{found}"
    exact = {(6, 3), (15, 11)}  # unknown keys: the key itself
    assert exact <= {d[:2] for d in found}
    for key, value in (((7, 13), (7, 18)), ((9, 5), (9, 12)), ((11, 11), (11, 18)), ((3, 1), (3, 12)), ((2, 39), (2, 51))):
        assert {key, value} & {d[:2] for d in found}, f"nothing at {key} or {value}: {found}"


# Files that are no assessments

@pytest.mark.parametrize("content", [
    b"", b"\n", b"   \n\n", b"# only a comment\n", b"null\n", b"[]\n", b"3\n", b"just words\n", b"{}\n", b"---\n", b"...\n",
    b"\x00" * 100, bytes(range(256)) * 20, b"\x7fELF\x02\x01\x01" + bytes(500), b"PK\x03\x04" + bytes(300), b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n",
    b"\x1f\x8b\x08\x00" + bytes(range(200)), b"rulebook: smart-community-draft\nname: a\x00b\n", b"\tfoo: 1\n", b"a: b: c\n", b"{a: 1", b"[1, 2", b'"abc',
    b"a: 'x\n", b"a: |\n b\n c: d\n  x", b"%YAML 9.9\n---\na: 1\n", b"a: &x\nb: *y\n", b"!!python/object:os.system {}\n", b"\xef\xbb\xbf", b"? a\n", b"- a\nb: c\n",
    b"a: !!binary xxx\n", b"<<: *a\n", b"*a\n", b"&a\n", b"@\n", b"`\n", b"%\n", b"a: \x01\n", b"\xe2\x80\xa8", b"--- >\n",
], ids=range(41))
@pytest.mark.parametrize("name", ["bad.yaml", "bad.json"])
def test_not_an_assessment(refused, content, name):
    refused(content, name)


@pytest.mark.parametrize("encoding", ["gb18030", "latin-1", "utf-16", "utf-16-le", "utf-32"])
def test_not_utf8(refused, encoding):
    text = HEAD if encoding != "latin-1" else HEAD.replace("晴川里社区", "Résidence")
    found = refused(text.encode(encoding))
    if encoding in ("gb18030", "latin-1"):
        assert found[0][0] == 2, f"the first bytes that are not UTF-8 stand on line 2: {found}"


def test_cut_in_the_middle_of_a_character(refused):
    refused(HEAD.encode()[:-30] + "晴".encode()[:2])


def test_several_documents(refused):
    found = refused(HEAD + "---\n" + HEAD)
    assert found[0][0] >= 6
    refused(HEAD + "...\n---\na: 1\n")


def test_over_10_mb(refused):
    filler = "# " + "x" * 997 + "\n"
    refused(HEAD + filler * 10_600, timeout=10)
    refused(HEAD + "  6.2.2.a: {met: true, remark: \"" + "好" * 3_700_000 + "\"}\n", timeout=10)
    refused('{"rulebook": "smart-community-draft", "a": "' + "x" * 11_000_000 + '"}', "bad.json", timeout=10)


def test_under_10_mb(run, write):
    filler = "# " + "x" * 997 + "\n"
    path = write("big.yaml", HEAD + filler * 9_000)
    assert run("score", path, "--json", timeout=30).code == 0


@pytest.mark.parametrize("name,content", [
    ("flow.yaml", "[" * 20_000), ("closed.yaml", "[" * 20_000 + "]" * 20_000), ("maps.yaml", "{a: " * 20_000 + "1" + "}" * 20_000),
    ("mapped.yaml", HEAD + "  6.2.2.a: " + "{met: " * 20_000 + "true" + "}" * 20_000 + "\n"), ("block.yaml", "- " * 20_000 + "a\n"),
    ("questions.yaml", "? " * 20_000 + "a\n"), ("steps.yaml", "".join(" " * n + "a:\n" for n in range(4_000))),
    ("remark.yaml", HEAD + "  6.2.2.a: {met: true, remark: " + "[" * 20_000 + "]" * 20_000 + "}\n"),
    ("arrays.json", "[" * 20_000 + "]" * 20_000), ("objects.json", '{"a":' * 20_000 + "1" + "}" * 20_000), ("open.json", "[" * 1_000_000),
    ("evidence.json", '{"rulebook": "smart-community-draft", "findings": {"6.1.1": {"evidence": ' + "[" * 20_000 + "]" * 20_000 + "}}}"),
], ids=lambda value: value if len(value) < 20 else "")
def test_deep(refused, name, content):
    refused(content, name, timeout=20)


def laughs(levels, width=9):
    lines = ["a0: &a0 [" + ", ".join(["lol"] * width) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * width) + "]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("content", [
    laughs(12), laughs(40, 2), laughs(12) + HEAD, HEAD.replace("晴川里社区", "*a9").replace("community", laughs(10) + "community", 1),
    HEAD + "  6.2.2.a: &a {met: true, remark: *a}\n", "&a [*a, *a]\n", "a: &a\n  b: *a\n" + HEAD,
], ids=["laughs", "doubling", "beside", "used", "itself", "list of itself", "map of itself"])
def test_anchors(refused, content):
    refused(content, timeout=10, memory=4 << 30)


@pytest.mark.parametrize("seed", range(40))
def test_mutated_files(run, write, seed):
    """Whatever happens to a file: an exit code of the contract, never a crash."""
    rng = random.Random(seed)
    text = bytearray((to_json if seed % 4 == 0 else to_yaml)(random_assessment(seed), seed).encode())
    for _ in range(rng.choice([1, 1, 3, 20])):
        at = rng.randrange(len(text))
        kind = rng.randrange(4)
        if kind == 0:
            text[at] = rng.randrange(256)
        elif kind == 1:
            del text[at : at + rng.randrange(1, 40)]
        elif kind == 2:
            text[at:at] = rng.choice([b"{", b"}", b"[", b"]", b": ", b"\n", b"  ", b"- ", b'"', b"&a ", b"*a", b"!!", b"\x00", b"\xff", b"# ", b"---\n", b"|", b">", b"?", b"9" * 30])
        else:
            text[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 30)))
    path = write("m.json" if seed % 4 == 0 else "m.yaml", bytes(text))
    result = run("score", path, "--json", timeout=20)
    assert result.code in (0, 65), str(result)
    if result.code == 65:
        assert diagnostics(result, path), str(result)


# Files, folders and words

def test_missing_file(run, write, tmp_path):
    for command in (["score", "nowhere.yaml"], ["score", "nowhere.yaml", "--json"], ["explain", "nowhere.yaml"], ["margin", "nowhere.yaml"],
                    ["score", "no/such/folder/a.xlsx"]):
        result = run(*command)
        assert result.code == 66 and command[1] in result.err, str(result)
    a = write("a.yaml", to_yaml(with_q(1200)))
    assert run("plan", a, "--costs", "nowhere.yaml", "--target", "two-star").code == 66
    assert run("compare", a, "nowhere.yaml").code == 66


def test_wrong_usage(run, write):
    a, c = write("a.yaml", to_yaml(with_q(1200))), write("costs.yaml", "costs: {6.1.1: 1}\n")
    plan = ["plan", a, "--costs", c]
    for command in (["score"], ["nonsense"], ["score", a, "--nonsense"], ["score", a, "--lang", "fr"], plan, ["plan", a, "--target", "two-star"],
                    [*plan, "--target", "four-star"], [*plan, "--target", "none"], [*plan, "--budget", "-1"], [*plan, "--budget", "many"],
                    [*plan, "--budget", "1.005"], [*plan, "--target", "two-star", "--budget", "5"], ["compare", a], ["score", a, "-o", "x.docx"]):
        result = run(*command)
        assert result.code == 64, str(result)
        assert result.err.strip(), str(result)


def test_cannot_write(run, write, tmp_path):
    a = write("a.yaml", to_yaml(with_q(1200)))
    (tmp_path / "folder.csv").mkdir()
    for target in ("nowhere/out.csv", "folder.csv", "a.yaml/out.json", "/proc/out.xlsx"):
        result = run("score", a, "-o", target)
        assert result.code == 74 and result.err.strip(), str(result)


def test_old_output_stays(run, write, tmp_path):
    """Nothing is written when the input is bad: not even over an older file."""
    bad = write("bad.yaml", finding("8.2.2: {count: -1}"))
    for name in ("out.csv", "out.json", "out.xlsx"):
        old = write(name, "yesterday\n")
        result = run("score", bad, "-o", old)
        assert result.code == 65 and old.read_text() == "yesterday\n", str(result)
    for name in ("r.html", "r.docx", "r.xlsx", "r.pdf"):
        result = run("report", bad, "-o", name)
        assert result.code == 65 and not (tmp_path / name).exists(), str(result)


@pytest.mark.parametrize("command", [["explain"], ["margin"], ["report", "-o", "r.html"], ["plan", "--costs", "c.yaml", "--target", "two-star"]])
def test_every_command_refuses(run, write, command):
    write("c.yaml", "costs: {6.2.2.a: 1}\n")
    bad = write("bad.yaml", finding("8.2.2: {count: -1}"))
    result = run(command[0], bad, *command[1:])
    assert result.code == 65, str(result)
    assert [d[0] for d in diagnostics(result, bad)] == [6], str(result)


def test_unusual_names(run, write):
    one = with_q(1201)
    for name in ("晴川里 社区.yaml", "a:b.yaml", "it's \"x\".yaml", "-.yaml"):
        result = run("score", write(name, to_yaml(one)), "--json")
        assert result.code == 0 and result.json()["q"] == oracle.score(one)["q"], str(result)
