"""How soon `earshot watch` finds a new issue, and how often it calls for nothing: streams of clinc150.

    EARSHOT=.build/release/earshot EARSHOT_MODELS=models [TRIALS=3] \\
        python Benchmarks/watch/measure.py tune|report|proof|banking77 [MONTHS]

200 records a day of 100 known intents and 6 foreign ones, weekday factors 1.12 and 0.7, hours about 14 h ± 4 h. History: 50 days of the
train split, with which the topic model is trained (`earshot train`); the 30 days after it are test and val texts. 50 intents are unknown to
both; each is played in alone at 40, 20, 10 and 5 a day from a random moment on. 150 intents are cut into three parts: those of `tune` chose
constants; those of `report` did not, but their false alarms were looked at; those of `proof` were used once, at the end. Every background stream
draws anew which foreign texts are history's. `banking77`: 52 of its intents known, 25 unknown, 33 days of history, the same foreign texts. Needs numpy and ../shared/data; draws are seeded.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[2]
HOURS = numpy.exp(-0.5 * ((numpy.arange(24) - 14) / 4) ** 2) + 0.05
WEEK = numpy.array([1.12] * 5 + [0.7] * 2)
SHARE = numpy.outer(WEEK / WEEK.mean(), HOURS / HOURS.sum())
TRIALS = os.environ.get("TRIALS", "1")
MONDAY = datetime(2025, 3, 3, tzinfo=timezone.utc)


def times(rng, days, rate, start):
    """Days since MONDAY, ascending."""
    found = []
    for d in range(int(days) + 1):
        for h in range(24):
            k = rng.poisson(rate * SHARE[(int(start) + d) % 7, h])
            found += list(start + d + (h + rng.random(k)) / 24)
    found = numpy.sort(numpy.array(found))
    return found[found < start + days]


def read(name):
    with open(ROOT / f"../shared/data/{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class World:
    def __init__(self, name):
        self.rows = read("clinc150")
        self.history = 50
        if name == "banking77":
            self.rows = [r for r in self.rows if r["label"] == "oos"] + read(name)
            self.history = 33
        labels = sorted({r["label"] for r in self.rows} - {"oos"})
        random.Random(7).shuffle(labels)
        parts = {"tune": labels[:50], "report": labels[75:125], "proof": labels[50:75] + labels[125:], "banking77": labels[:25]}
        self.new = parts[name]
        label = numpy.array([r["label"] for r in self.rows])
        split = numpy.array([r["split"] for r in self.rows])
        known = ~numpy.isin(label, self.new) & (label != "oos")
        self.train = numpy.flatnonzero((split == "train") & known)
        self.fresh = numpy.flatnonzero(numpy.isin(split, ["test", "val"]) & known)
        self.foreign = numpy.flatnonzero(label == "oos")
        self.issues = numpy.flatnonzero(numpy.isin(label, self.new) & numpy.isin(split, ["test", "val"]))

    def write_training(self, path):
        with open(path, "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["id", "text", "label"])
            out.writerows([i, self.rows[i]["text"], self.rows[i]["label"]] for i in self.train)

    def write_stream(self, path, seed, issues):
        rng = numpy.random.default_rng(seed)
        foreign = rng.permutation(self.foreign)
        old = rng.permutation(self.train)
        at = times(rng, self.history, 200, -self.history)[: len(old)]
        records = list(zip(at, old))
        at = times(rng, self.history, 6, -self.history)
        records += list(zip(at, foreign[: len(at)]))
        at, late = times(rng, 30, 200, 0.0), times(rng, 30, 6, 0.0)
        records += list(zip(at, rng.choice(self.fresh, len(at))))
        records += list(zip(late, foreign[700 : 700 + len(late)]))
        if issues:
            records += [(30 * rng.random(), i) for i in self.issues]
        with open(path, "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["id", "created_at", "label", "text"])
            for n, (t, i) in enumerate(sorted(records)):
                moment = (MONDAY + timedelta(days=float(t))).strftime("%Y-%m-%dT%H:%M:%SZ")
                out.writerow([f"r{n}", moment, self.rows[i]["label"], self.rows[i]["text"]])


def backtest(path, model, *more):
    command = [os.environ.get("EARSHOT", "earshot"), "watch", "backtest", path, "--known-until", "2025-03-03"]
    command += ["--budget", "0.6/30d", "--model", model, "--json", *more]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def main():
    name = sys.argv[1]
    months = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    world = World(name)
    with tempfile.TemporaryDirectory() as folder:
        training, model, stream = (f"{folder}/{f}" for f in ("train.csv", "known.earshot", "stream.csv"))
        world.write_training(training)
        train = [os.environ.get("EARSHOT", "earshot"), "train", training, "--label-field", "label"]
        subprocess.run([*train, "--field", "topic", "-o", model], check=True, capture_output=True)
        world.write_stream(stream, 1, issues=True)
        inject = [word for label in world.new for word in ("--inject", f"label={label}")]
        found = backtest(stream, model, *inject, "--rate", "5,10,20,40", "--trials", TRIALS)
        print("| a day | within 24 h | median h | 90 % h | purity |\n|---|---|---|---|---|")
        for rate in found["by_rate"]:
            print(
                f"| {rate['per_day']:g} | {rate['within_24h']:.2f} ({rate['within_24h_low']:.2f} to {rate['within_24h_high']:.2f}) "
                f"| {rate['median_delay_hours']} | {rate['p90_delay_hours']} | {rate['purity']} |"
            )
        print(f"printed as found nine times in ten: {found['detectable_per_day']} a day")
        kinds = []
        for month in range(months):
            world.write_stream(stream, 101 + month, issues=False)
            kinds += [alarm["kind"] for alarm in backtest(stream, model)["alarms"]]
        per30 = len(kinds) / max(months, 1)
        print(f"{months} background streams of 30 days: {len(kinds)} alarms ({kinds.count('surge')} surges), {per30:.2f} in 30 days")


main()
