#!/usr/bin/env python3
"""Chooses the default features: accuracy, robustness and cost of each set, on three data sets.

    Benchmarks/features.py [--data ../shared/data] [--sets banking77,clinc150,cfpb] > features.md

Only the training texts are used: four fifths to learn from, one fifth to test on, drawn with seed 1;
the test splits stay untouched. A typo is one letter swapped, dropped, doubled or replaced by a
neighbour on the keyboard, in a share of the words of four letters or more. Cost is processor time of
`earshot tag` on one thread, less that of an empty run, median of five, all sets in turn.
"""

import argparse
import csv
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

csv.field_size_limit(1 << 30)
ROOT = Path(__file__).resolve().parent.parent
EARSHOT = os.environ.get("EARSHOT", str(ROOT / ".build/release/earshot"))
FEATURES = {
    "words": ["--embedding", "none", "--characters", "none"],
    "words, pieces 2–5": ["--embedding", "none", "--characters", "2-5"],
    "words 1, table": ["--words", "1", "--characters", "none"],
    "words, table (default)": [],
    "words 1–3, table": ["--words", "3"],
    "words, pieces 3–4, table": ["--characters", "3-4"],
    "words, pieces 2–5, table": ["--characters", "2-5"],
}
KEYS = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2])}


def typo(word, draw):
    at = draw.randrange(1, len(word) - 1)
    kind = draw.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + KEYS.get(word[at].lower(), "x") + word[at + 1 :]


def with_typos(text, share, seed):
    draw = random.Random(f"{seed} {text}")
    return " ".join(
        typo(w, draw) if len(w) >= 4 and w.isalpha() and draw.random() < share else w for w in text.split(" ")
    )


def rows(data, name):
    file = "cfpb_complaints" if name == "cfpb" else name
    with open(data / f"{file}.csv", newline="", encoding="utf-8") as source:
        found = [r for r in csv.DictReader(source) if r.get("split", "train") == "train" and r["text"] and r["label"]]
    random.Random(1).shuffle(found)
    return found


def write(path, texts, labels):
    with open(path, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["text", "label"])
        writer.writerows(zip(texts, labels))


def earshot(*arguments):
    done = subprocess.run([EARSHOT, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(done.stderr)
    return done.stdout


def seconds(*arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    earshot(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def study(data, name, folder):
    found = rows(data, name)
    cut = len(found) * 4 // 5
    train, test = found[:cut], found[cut:]
    labels = [r["label"] for r in test]
    texts = [r["text"] for r in test]
    versions = {
        "as written": texts,
        "typos in 5 %": [with_typos(t, 0.05, 1) for t in texts],
        "typos in 10 %": [with_typos(t, 0.10, 1) for t in texts],
        "CAPITALS": [t.upper() for t in texts],
    }
    write(folder / "train.csv", [r["text"] for r in train], [r["label"] for r in train])
    for version, changed in versions.items():
        write(folder / f"{version}.csv", changed, labels)
    write(folder / "empty.csv", ["x"], ["x"])
    repeats = max(1, 2_000_000 // sum(len(t) for t in texts))
    write(folder / "many.csv", texts * repeats, labels * repeats)
    models = {}
    for features, flags in FEATURES.items():
        model = folder / f"{len(models)}.earshot"
        earshot("train", folder / "train.csv", "--label-field", "label", "-o", model, "--threads", 1, *flags)
        models[features] = model
    times = {features: [] for features in models}
    for _ in range(5):
        for features, model in models.items():
            common = ["--threads", 1, "--model", model, "-o", "/dev/null"]
            times[features].append(seconds("tag", folder / "many.csv", *common) - seconds("tag", folder / "empty.csv", *common))
    print(f"\n### {name}: {len(train):,} records to learn from, {len(test):,} to test on\n")
    print("| features | " + " | ".join(versions) + " | µs a record | model |")
    print("|---|" + "---|" * (len(versions) + 2))
    for features, model in models.items():
        cells = []
        for version in versions:
            report = earshot("evaluate", folder / f"{version}.csv", "--model", model, "--label-field", "label", "--json")
            cells.append(f"{json.loads(report)['accuracy']:.4f}")
        cost = statistics.median(times[features]) / (len(texts) * repeats) * 1e6
        print(f"| {features} | " + " | ".join(cells) + f" | {cost:.1f} | {model.stat().st_size / 1e6:.1f} MB |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--sets", default="banking77,clinc150,cfpb")
    options = parser.parse_args()
    for name in options.sets.split(","):
        with tempfile.TemporaryDirectory() as folder:
            study(options.data, name, Path(folder))


if __name__ == "__main__":
    main()
