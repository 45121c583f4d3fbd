"""Merely parses a file: parse_only.py csv|jsonl FILE. The limit that reading, scoring and ranking are measured against."""
import csv
import json
import sys

kind, path = sys.argv[1:3]
count = 0
with open(path, encoding="utf-8", newline="") as file:
    for record in csv.reader(file) if kind == "csv" else map(json.loads, file):
        count += 1
print(count)
