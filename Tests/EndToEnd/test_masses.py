"""Many cases in one file (docs/FORMATS.md): CSV and JSON lines score as the same assessments one by one."""

import csv
import io
import json
import random
import re

import pytest

import oracle
from cases import random_assessment
from test_spreadsheet import sheetable


def many(count, first=1000):
    cases = [sheetable(random_assessment(n)) for n in range(first, first + count)]
    for n, one in enumerate(cases):
        one["community"]["name"] = f"社区{n}"
    return cases


def row(one, rng):
    yes, no = rng.choice([("1", "0"), ("true", "false"), ("是", "否"), ("满足", "不满足"), ("yes", "no")])
    said = {**one["community"], "appliedOn": one["appliedOn"]}
    for clause, finding in (one["findings"] or {}).items():
        for key, value in (finding or {}).items():
            if key in ("evidence", "remark"):
                continue
            if key == "innovations":
                for n, entry in enumerate(value, 1):
                    for inside, v in entry.items():
                        said[f"{clause}.innovations.{n}.{inside}"] = (yes if v else no) if isinstance(v, bool) else v
            elif key == "present":
                said[f"{clause}.present"] = rng.choice(["、", ";"]).join(value)
            else:
                said[f"{clause}.{key}"] = (yes if value else no) if isinstance(value, bool) else value
    return said


def to_csv(cases, encoding="utf-8"):
    rows = [row(one, random.Random(n)) for n, one in enumerate(cases)]
    columns = list(dict.fromkeys(k for r in rows for k in r))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def results(run, tmp_path, path, code=0):
    result = run("score", path, "-o", "out.json")
    assert result.code == code, str(result)
    return {r["name"]: r for r in json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))}, result


def same(got, cases):
    for one in cases:
        want, said = oracle.score(one), got[one["community"]["name"]]
        assert (said["q"], said["grade"], said["eligible"], said["controlsMet"], said["unjudged"]) == (
            want["q"], want["grade"], want["eligible"], want["controlsMet"], len(want["unjudged"])), (said, want["q"], want["grade"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv(run, write, tmp_path, encoding):
    cases = many(120)
    got, _ = results(run, tmp_path, write("many.csv", to_csv(cases, encoding)))
    assert len(got) == len(cases)
    same(got, cases)


def test_json_lines(run, write, tmp_path):
    cases = many(120, 2000)
    got, _ = results(run, tmp_path, write("many.jsonl", "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in cases)))
    assert len(got) == len(cases)
    same(got, cases)


def test_json_output(run, write):
    cases = many(5)
    for path in (write("many.csv", to_csv(cases)), write("many.jsonl", "".join(json.dumps(one) + "\n" for one in cases))):
        result = run("score", path, "--json")
        assert result.code == 0, str(result)
        same({r["name"]: r for r in result.json()}, cases)


def test_bad_lines_among_good_ones(run, write, tmp_path):
    cases = many(9, 3000)
    lines = [json.dumps(one, ensure_ascii=False) for one in cases]
    lines[2], lines[5] = '{"rulebook": 3}', "{"
    path = write("many.jsonl", "\n".join(lines) + "\n")
    got, result = results(run, tmp_path, path, code=65)
    assert {int(n) for n in re.findall(rf"{re.escape(str(path))}:(\d+):\d+: error: ", result.err)} == {3, 6}
    good = [one for n, one in enumerate(cases) if n not in (2, 5)]
    assert len(got) == len(good)
    same(got, good)


def test_bad_cells_among_good_ones(run, write, tmp_path):
    cases = many(9, 4000)
    for one in cases:
        one["findings"] = {**(one["findings"] or {}), "8.2.2": {"count": 2}, "10.4.b": {"responses": 10, "satisfied": 9}}
    good = [one for n, one in enumerate(cases) if n not in (2, 5)]
    cases[2]["findings"]["8.2.2"] = {"count": -1}
    cases[5]["findings"]["10.4.b"] = {"responses": 10, "satisfied": 11}
    path = write("many.csv", to_csv(cases))
    got, result = results(run, tmp_path, path, code=65)
    assert {int(n) for n in re.findall(rf"{re.escape(str(path))}:(\d+):\d+: error: ", result.err)} == {4, 7}
    assert len(got) == len(good)
    same(got, good)


@pytest.mark.parametrize("header,what", [("8.2.2.cuont", "8.2.2.count"), ("8.2.22", "8.2.2"), ("nmae", "name")])
def test_unknown_column(run, write, header, what):
    path = write("many.csv", f"name,kind,{header}\na,urban,1\n")
    result = run("score", path)
    assert result.code == 65 and f"{path}:1:3: error: " in result.err and what in result.err, str(result)


@pytest.mark.parametrize("content", [
    b"", b"\n\n", b"\x00" * 500, b'name,kind\n"a,urban\n', b"name,name\na,b\n", b"name,kind\na,urban,3,4\n", b"\xff\xfe\x00", b"name\n\xff\xff\n",
    b"name," * 20_000 + b"x\n", b"name,8.2.2\na," + b"9" * 5_000_000 + b"\n", b'"' * 100_001, bytes(range(256)) * 50,
])
def test_not_a_table(run, write, content):
    result = run("score", write("many.csv", content), timeout=20, memory=2 << 30)
    assert result.code == 65 and result.err.strip(), str(result)
    result = run("score", write("many.jsonl", content), timeout=20, memory=2 << 30)
    assert result.code == 65 and result.err.strip(), str(result)
