"""Prints the mean of the unit vectors of the texts in corpora/, in ten-thousandths (ResemblanceMean.swift)."""

import csv
import json
import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "Benchmarks/side_by_side"))
from vectors import Table  # noqa: E402

texts = []
for path in sorted((root / "corpora").rglob("*.csv")):
    with open(path, encoding="utf-8", newline="") as file:
        texts += [row["text"] for row in csv.DictReader(file) if "text" in row]
for path in sorted((root / "corpora").rglob("*.jsonl")):
    texts += [t for line in open(path, encoding="utf-8") if (t := json.loads(line).get("text"))]
mean = Table(root / "models/embedding-en.table").vectors(texts, 256).mean(axis=0)
print(len(texts), "texts")
print(", ".join(str(round(10_000 * float(value))) for value in mean))
