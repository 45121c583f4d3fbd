"""The spreadsheet that `linli new` writes, filled in as people do, scores as the YAML of the same findings; bad ones are refused.

The layout that is relied on: one sheet a category, and in each row that can be filled in one locked cell with the key
(`6.2.2.c.2.count`, on the sheet of the community `appliedOn`) and open cells: value, evidence, remark.
"""

import datetime
import random
import re
import zipfile

import openpyxl
import pytest

import oracle
from cases import assessment, best_assessment, controls, random_assessment, to_yaml
from conftest import linli
from test_score import check

CELL = re.compile(r"^(?P<file>.+?):(?P<sheet>[^:!\n]+)!(?P<cell>[A-Z]+\d+): error: (?P<text>.+)$", re.M)
KINDS = ["technology", "business", "culture"]
LIMIT = 2 << 30  # address space for hostile files


class Form:
    """A form made by `linli new`, its open cells by key."""

    def __init__(self, path):
        self.book, self.cells, self.remarks, self.choices = openpyxl.load_workbook(path), {}, {}, {}
        for sheet in self.book:
            lists = {}
            for rule in sheet.data_validations.dataValidation:
                if rule.type == "list":
                    for area in rule.sqref.ranges:
                        for row in range(area.min_row, area.max_row + 1):
                            lists[f"{openpyxl.utils.get_column_letter(area.min_col)}{row}"] = rule.formula1.strip('"').split(",")
            for row in sheet.iter_rows():
                keys = [c.value for c in row if c.protection.locked and isinstance(c.value, str) and re.fullmatch(r"[A-Za-z0-9.]+", c.value)]
                open_cells = [c for c in row if not c.protection.locked]
                if keys and open_cells:
                    self.cells[keys[-1]] = open_cells[0]
                    self.remarks[keys[-1]] = open_cells[1:3]
                    self.choices[keys[-1]] = lists.get(open_cells[0].coordinate)

    def put(self, key, value):
        """Writes what a person would pick or type. Returns the cell as `SHEET!CELL`."""
        cell, choices = self.cells[key], self.choices[key]
        if isinstance(value, bool):
            assert len(choices) == 2, f"{key}: yes or no wants a drop-down"
            value = choices[0 if value else 1]
        elif key.startswith("10.7.") and key.endswith(".kind") and value in KINDS:
            value = choices[KINDS.index(value)]
        cell.value = value
        return f"{cell.parent.title}!{cell.coordinate}"

    def fill(self, one, rng=random.Random(0)):
        for key, value in one["community"].items():
            self.put(key, datetime.date.fromisoformat(value) if key.endswith(("On", "Since")) and rng.random() < 0.7 else value)
        self.put("appliedOn", rng.choice([one["appliedOn"], datetime.date.fromisoformat(one["appliedOn"])]))
        for clause, finding in (one["findings"] or {}).items():
            for key, value in (finding or {}).items():
                if key == "innovations":
                    for n, entry in enumerate(value, 1):
                        for inside, said in entry.items():
                            self.put(f"{clause}.innovations.{n}.{inside}", said)
                elif key == "present":
                    self.put(f"{clause}.present", "、".join("视频监控" if p == "video" else p for p in value))
                elif key in ("evidence", "remark"):
                    first = next(k for k in self.cells if k.startswith(clause + "."))
                    self.remarks[first][key == "remark"].value = "\n".join(value) if key == "evidence" else value
                else:
                    self.put(f"{clause}.{key}", value)

    def save(self, path):
        self.book.save(path)
        return path


def sheetable(one):
    """The same, as a form can say it: an empty cell is not judged, six innovations at most."""
    for clause, finding in list((one["findings"] or {}).items()):
        if not finding:
            continue
        if "present" in finding and not finding["present"]:
            del finding["present"]
            finding["count"] = 0
        if "innovations" in finding:
            finding["innovations"] = finding["innovations"][:6]
            if not finding["innovations"]:
                one["findings"][clause] = None
    return one


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """An empty form, made once: {language: path}."""
    forms = {}
    for lang in ("zh", "en"):
        forms[lang] = tmp_path_factory.mktemp("form") / f"form-{lang}.xlsx"
        result = linli("new", forms[lang], "--lang", lang)
        assert result.code == 0, str(result)
    return forms


@pytest.fixture
def form(blank):
    return Form(blank["zh"])


def test_every_item_can_be_filled_in(blank):
    for path in blank.values():
        form = Form(path)
        assert {k for k in ("name", "kind", "acceptedOn", "operatingSince", "appliedOn")} <= set(form.cells)
        wanted = {"control": ["met"], "all": ["met"], "count": ["count", "present"], "alarms": ["count", "present", "pushed"],
                  "green": ["buildings", "twoStarOrBetter", "threeStarOrPassive"], "satisfaction": ["responses", "satisfied"],
                  "innovations": [f"innovations.{n}.{k}" for n in range(1, 6) for k in ("name", "kind", "recognised", "responses", "satisfied")]}
        missing = [f"{i.clause}.{key}" for i in oracle.ITEMS.values() for key in wanted[i.kind] if f"{i.clause}.{key}" not in form.cells]
        assert not missing
        assert len(form.book.sheetnames) >= 6, "one sheet a category"
        assert all(sheet.protection.sheet for sheet in form.book), "locked but for the cells to fill in"


def test_empty_form(run, blank):
    for path in blank.values():
        result = run("score", path, "--json")
        assert result.code == 0, str(result)
        assert (result.json()["grade"], result.json()["q"], len(result.json()["unjudged"])) == ("none", "0.00", 127)


def test_empty_yaml_form(run):
    assert run("new", "f.yaml").code == 0
    result = run("score", "f.yaml", "--json")
    assert result.code == 0 and len(result.json()["unjudged"]) == 127, str(result)


def test_empty_costs_form(run, write):
    assert run("new", "--costs", "costs.yaml").code == 0
    result = run("plan", write("a.yaml", to_yaml(best_assessment())), "--costs", "costs.yaml", "--target", "three-star", "--json")
    assert result.code == 0 and result.json()["cost"] == "0.00", str(result)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_best(run, blank, tmp_path, lang):
    form, one = Form(blank[lang]), best_assessment()
    form.fill(one)
    result = run("score", form.save(tmp_path / "a.xlsx"), "--json")
    assert result.code == 0, str(result)
    check(result.json(), one)


@pytest.mark.parametrize("seed", range(16))
def test_same_as_yaml(run, blank, write, tmp_path, seed):
    form, one = Form(blank["zh" if seed % 4 else "en"]), sheetable(random_assessment(seed))
    form.fill(one, random.Random(seed))
    if seed % 4 == 0:  # 视频监控 is written in the form's language
        one["findings"] = one["findings"] or {}
        said = form.cells["6.2.2.c.2.present"]
        said.value = said.value and said.value.replace("视频监控", "other:cameras")
    path, text = form.save(tmp_path / "a.xlsx"), write("a.yaml", to_yaml(one, seed))
    result = run("score", path, text, "--json")
    assert result.code == 0, str(result)
    sheet, yaml = result.json()
    check(sheet, one, "spreadsheet")
    check(yaml, one, "YAML")
    assert [i["reason"] for i in sheet["items"] if i["clause"] != "6.2.2.c.2"] == [i["reason"] for i in yaml["items"] if i["clause"] != "6.2.2.c.2"]


def test_batch_of_both(run, form, blank, write, tmp_path):
    one = best_assessment()
    form.fill(one)
    paths = [form.save(tmp_path / "a.xlsx"), write("b.yaml", to_yaml(one)), write("c.xlsx", b"not a zip")]
    result = run("score", *paths, "--json")
    assert result.code == 65 and "c.xlsx" in result.err, str(result)
    assert [r["q"] for r in result.json() if "q" in r] == ["120.00", "120.00"]


# Spreadsheets that cannot be used

@pytest.fixture
def refused(run, tmp_path):
    """Exit 65, a diagnostic that names the file, nothing written. Returns {SHEET!CELL: text}."""

    def check_refused(path):
        result = run("score", path, "--json", "-o", "out.csv", timeout=30, memory=LIMIT)
        assert result.code == 65, str(result)
        assert re.search(rf"^{re.escape(str(path))}:.+: error: .", result.err, re.M), str(result)
        assert result.out.strip() in ("", "[]") and not (tmp_path / "out.csv").exists(), str(result)
        return {f"{m['sheet']}!{m['cell']}": m["text"] for m in CELL.finditer(result.err) if m["file"] == str(path)}

    return check_refused


WRONG = [
    ("8.2.2.count", -1), ("8.2.2.count", 1.5), ("8.2.2.count", 1000001), ("8.2.2.count", "two"), ("8.2.2.count", 1e300), ("6.1.1.met", "maybe"),
    ("6.2.2.a.met", 7), ("8.2.5.a.pushed", "often"), ("kind", "city"), ("acceptedOn", "2026-02-30"), ("appliedOn", "soon"), ("operatingSince", -5),
    ("8.2.2.count", "=1+1"), ("6.1.1.met", '="满足"'), ("appliedOn", "=TODAY()"), ("name", '="晴川里"'), ("8.2.2.present", "nosuchkind"),
    ("8.2.2.present", "other:a、other:a"), ("10.7.innovations.1.kind", "magic"), ("10.4.b.responses", -3),
]


@pytest.mark.parametrize("key,value", WRONG, ids=[f"{k} {v}" for k, v in WRONG])
def test_one_wrong_cell(refused, form, tmp_path, key, value):
    one = best_assessment()
    if key == "8.2.2.present":
        del one["findings"]["8.2.2"]
    form.fill(one)
    where = form.put(key, value)
    assert list(refused(form.save(tmp_path / "a.xlsx"))) == [where]


@pytest.mark.parametrize("values", [{"10.4.b.responses": 10, "10.4.b.satisfied": 11}, {"10.2.buildings": 12, "10.2.twoStarOrBetter": 13},
                                    {"8.2.2.count": 3, "8.2.2.present": "other:a"}])
def test_cells_that_disagree(refused, form, tmp_path, values):
    form.fill(best_assessment())
    places = {form.put(key, value) for key, value in values.items()}
    found = refused(form.save(tmp_path / "a.xlsx"))
    assert found and set(found) <= places


def test_all_wrong_cells_at_once(refused, form, tmp_path):
    form.fill(best_assessment())
    places = {form.put(*wrong) for wrong in (("8.2.2.count", -1), ("6.1.1.met", "maybe"), ("appliedOn", "soon"), ("6.2.2.a.met", "=1"), ("10.4.b.satisfied", 999))}
    assert set(refused(form.save(tmp_path / "a.xlsx"))) == places


def test_merged_cells(refused, form, tmp_path):
    form.fill(assessment(controls()))
    cell = form.cells["6.2.3.a.1.met"]
    below = cell.offset(row=1)
    cell.parent.merge_cells(f"{cell.coordinate}:{below.coordinate}")
    found = refused(form.save(tmp_path / "a.xlsx"))
    assert set(found) & {f"{cell.parent.title}!{c.coordinate}" for c in (cell, below)}, found


def test_missing_sheets(refused, blank, tmp_path):
    for n in range(len(Form(blank["zh"]).book.sheetnames)):
        form = Form(blank["zh"])
        form.fill(best_assessment())
        gone = form.book.worksheets[n].title
        del form.book[gone]
        path = form.save(tmp_path / f"{n}.xlsx")
        refused(path)


def test_missing_sheet_is_named(run, form, tmp_path):
    form.fill(best_assessment())
    del form.book["社区服务"]
    assert "社区服务" in run("score", form.save(tmp_path / "a.xlsx")).err


def test_wrong_rulebook_or_key(refused, blank, tmp_path):
    for old, new in (("smart-community-draft", "no-such-standard"), ("8.2.2.count", "8.2.99.count"), ("8.2.2.count", "8.2.3.a.met")):
        form = Form(blank["zh"])
        form.fill(best_assessment())
        for sheet in form.book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value == old:
                        cell.value = new
        refused(form.save(tmp_path / "a.xlsx"))


def test_another_workbook(refused, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "价目表"
    book.save(tmp_path / "other.xlsx")
    refused(tmp_path / "other.xlsx")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), bytes(10_000), b"PK" * 3000],
                         ids=["empty", "text", "cut", "empty zip", "old Excel", "zeros", "PK"])
def test_not_a_workbook(refused, write, content):
    refused(write("a.xlsx", content))


def repack(source, target, change, compression=zipfile.ZIP_DEFLATED):
    """Copies a zip; change(name, bytes) gives new bytes, an iterable of chunks, or None to leave the part out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", compression) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if isinstance(content, bytes):
                new.writestr(name, content)
            elif content is not None:
                with new.open(name, "w", force_zip64=True) as part:
                    for chunk in content:
                        part.write(chunk)
    return target


@pytest.fixture
def filled(form, tmp_path):
    form.fill(best_assessment())
    return form.save(tmp_path / "filled.xlsx")


def blown(content, chunk, times=600):
    """600 MB in the middle of a part."""
    at = content.index(b">", content.index(b"<", 60)) + 1
    yield content[:at]
    for _ in range(times):
        yield chunk
    yield content[at:]


MEGABYTE = {
    "spaces": b" " * (1 << 20),
    "rows": b'<row r="1"><c r="A1"><v>1</v></c></row>' * 26_000,
    "comment": b"<!--" + b"x" * ((1 << 20) - 7) + b"-->",
}


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("kind", ["spaces", "rows"])
def test_zip_bomb(run, filled, tmp_path, part, kind):
    names = zipfile.ZipFile(filled).namelist()
    assert "xl/worksheets/sheet2.xml" in names
    if part not in names:
        return
    bomb = repack(filled, tmp_path / "bomb.xlsx", lambda name, content: blown(content, MEGABYTE[kind]) if name == part else content)
    assert bomb.stat().st_size < 10 << 20
    result = run("score", bomb, "--json", timeout=30, memory=LIMIT)
    assert result.code == 65 or (result.code == 0 and part in ("xl/styles.xml", "[Content_Types].xml")), str(result)


def test_zip_bomb_beside(run, filled, tmp_path):
    """Parts that no reader needs to open."""
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(filled.read_bytes())
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as more:
        with more.open("xl/media/image1.png", "w") as part:
            for _ in range(500):
                part.write(MEGABYTE["spaces"])
        for n in range(5000):
            more.writestr(f"xl/junk/{n}.xml", b"")
    assert run("score", bomb, "--json", timeout=30, memory=LIMIT).code in (0, 65)


def test_hostile_xml(refused, filled, tmp_path):
    """Entities that explode, files of the machine, elements 200,000 deep, a part that is no XML."""
    laughs = b'<!DOCTYPE x [<!ENTITY a0 "lol">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)) + b"]>"
    outside = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    sheet = "xl/worksheets/sheet2.xml"

    def with_head(head, entity):
        def change(name, content):
            if name != sheet:
                return content
            at = content.index(b"<worksheet")
            return content[:at] + head + re.sub(rb"<v>[^<]*</v>", b"<v>" + entity + b"</v>", content[at:], count=1)
        return change

    refused(repack(filled, tmp_path / "laughs.xlsx", with_head(laughs, b"&a11;")))
    refused(repack(filled, tmp_path / "outside.xlsx", with_head(outside, b"&f;")))
    for name, inside in (("deep", b"<a>" * 200_000), ("closed", b"<a>" * 200_000 + b"</a>" * 200_000 + b"<"), ("bytes", bytes(range(256))), ("nothing", b"")):
        refused(repack(filled, tmp_path / f"{name}.xlsx", lambda n, content: inside if n == sheet else content))


def test_parts_missing(run, filled, tmp_path):
    for gone in zipfile.ZipFile(filled).namelist():
        path = repack(filled, tmp_path / "a.xlsx", lambda name, content: None if name == gone else content)
        result = run("score", path, "--json")
        assert result.code == 65 or (result.code == 0 and not re.search(r"worksheets|workbook|sharedStrings|_rels", gone)), f"{gone}\n{result}"


@pytest.mark.parametrize("seed", range(24))
def test_mutated_workbooks(run, filled, tmp_path, seed):
    """Bytes changed in the zip, or in a part of it: an exit code of the contract, never a crash."""
    rng = random.Random(seed)

    def mutate(data):
        data = bytearray(data)
        for _ in range(rng.choice([1, 3, 30])):
            at = rng.randrange(len(data))
            kind = rng.randrange(3)
            if kind == 0:
                data[at] = rng.randrange(256)
            elif kind == 1:
                del data[at : at + rng.randrange(1, 30)]
            else:
                data[at:at] = rng.choice([b"<", b">", b"</", b"&", b"&#0;", b"&#x110000;", b'"', b"\x00", b"\xff", b"<v>", b"9" * 40, b"]]>"])
        return bytes(data)

    if seed % 2:
        path = tmp_path / "m.xlsx"
        path.write_bytes(mutate(filled.read_bytes()))
    else:
        part = rng.choice([n for n in zipfile.ZipFile(filled).namelist() if n.endswith((".xml", ".rels"))])
        path = repack(filled, tmp_path / "m.xlsx", lambda name, content: mutate(content) if name == part else content)
    result = run("score", path, "--json", timeout=30, memory=LIMIT)
    assert result.code in (0, 65), str(result)
    assert result.code == 0 or result.err.strip(), str(result)


def test_far_cell(run, form, tmp_path):
    """One cell in the last corner is no reason to fill the memory."""
    form.fill(best_assessment())
    form.book.worksheets[1]["XFD1048576"] = " "
    result = run("score", form.save(tmp_path / "a.xlsx"), "--json", timeout=20, memory=LIMIT)
    assert result.code in (0, 65), str(result)
