"""The labelled texts: banking77 where it lies beside the project, else the demo tickets."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Corpus:
    name: str
    train: list[tuple[str, str]]  # (text, label)
    test: list[tuple[str, str]]


def load(root: Path) -> Corpus:
    banking = root / "../shared/data/banking77.csv"
    if banking.exists():
        rows = read(banking)
        return Corpus("banking77", split(rows, "train"), split(rows, "test"))
    demo = root / "corpora/demo"
    topics = {row["id"]: row["topic"] for row in read(demo / "tickets-labels.csv")}
    return Corpus(
        "corpora/demo",
        [(row["text"], row["topic"]) for row in read(demo / "labelled.csv")],
        [(row["text"], topics[row["id"]]) for row in read(demo / "tickets.csv") if topics[row["id"]]],
    )


def split(rows, name):
    return [(row["text"], row["label"]) for row in rows if row["split"] == name]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
