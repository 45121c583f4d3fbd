"""Writes many random cases of smart-community-draft as CSV and JSON lines: make_cases.py COUNT FOLDER [SEED].

The columns come from `linli rulebook show --json`, so that the generator knows nothing that the rulebook does not say.
"""
import json
import random
import subprocess
import sys


def main(linli, count, folder, seed=1):
    items = json.loads(subprocess.check_output([linli, "rulebook", "show", "smart-community-draft", "--json"]))
    rng = random.Random(seed)
    columns = ["name", "kind", "acceptedOn", "operatingSince", "appliedOn"]
    for item in items:
        clause, rule = item["clause"], item["rule"]
        if rule in ("control", "all"):
            columns.append(clause)
        elif clause == "8.2.5.a":
            columns += [clause + ".count", clause + ".pushed"]
        elif rule == "count":
            columns.append(clause)
        elif clause == "10.2":
            columns += [clause + k for k in (".buildings", ".twoStarOrBetter", ".threeStarOrPassive")]
        elif clause == "10.4.b":
            columns += [clause + k for k in (".responses", ".satisfied")]
        else:
            for n in range(1, 6):
                columns += [f"{clause}.innovations.{n}.{k}" for k in ("recognised", "responses", "satisfied")]

    def case(number):
        good = rng.random()
        findings = {}
        for item in items:
            clause, rule = item["clause"], item["rule"]
            if rule == "control":
                findings[clause] = {"met": rng.random() < 0.98}
            elif rng.random() < 0.05:
                continue
            elif rule == "all":
                findings[clause] = {"met": rng.random() < good}
            elif clause == "8.2.5.a":
                findings[clause] = {"count": rng.randint(0, 5), "pushed": rng.random() < good}
            elif rule == "count":
                findings[clause] = {"count": rng.randint(0, 6)}
            elif clause == "10.2":
                n = rng.randint(1, 40)
                findings[clause] = {"buildings": n, "twoStarOrBetter": rng.randint(0, n), "threeStarOrPassive": rng.randint(0, n)}
            elif clause == "10.4.b":
                n = rng.randint(1, 500)
                findings[clause] = {"responses": n, "satisfied": rng.randint(n // 3, n)}
            else:
                entries = []
                for _ in range(rng.randint(0, 5)):
                    n = rng.randint(1, 300)
                    entries.append({"recognised": rng.random() < 0.7, "responses": n, "satisfied": rng.randint(n // 3, n)})
                findings[clause] = {"innovations": entries}
        return {
            "rulebook": "smart-community-draft",
            "community": {"name": f"社区{number:06d}", "kind": "urban", "acceptedOn": "2021-05-01", "operatingSince": "2021-08-01"},
            "appliedOn": "2026-03-01",
            "findings": findings,
        }

    def cell(findings, column):
        for clause, values in ((c, findings[c]) for c in findings if column == c or column.startswith(c + ".")):
            rest = column[len(clause) + 1:].split(".") if column != clause else []
            if not rest:
                value = values.get("met", values.get("count"))
            elif rest[0] == "innovations":
                entries = values["innovations"]
                if int(rest[1]) > len(entries):
                    return ""
                value = entries[int(rest[1]) - 1][rest[2]]
            else:
                value = values[rest[0]]
            return str(int(value))
        return ""

    # One pass for where each cell comes from; a scan per cell would take minutes.
    with open(f"{folder}/cases.csv", "w", encoding="utf-8") as table, open(f"{folder}/cases.jsonl", "w", encoding="utf-8") as lines:
        table.write(",".join(columns) + "\n")
        owner = {}
        for column in columns[5:]:
            owner[column] = next(i["clause"] for i in items if column == i["clause"] or column.startswith(i["clause"] + ".") )
        for number in range(count):
            one = case(number)
            lines.write(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n")
            row = [one["community"]["name"], "urban", "2021-05-01", "2021-08-01", "2026-03-01"]
            for column in columns[5:]:
                clause = owner[column]
                row.append(cell({clause: one["findings"][clause]}, column) if clause in one["findings"] else "")
            table.write(",".join(row) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 1)
