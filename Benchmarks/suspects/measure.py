"""Finds labels that were flipped on purpose: `earshot audit suspects` beside cleanlab, in one run.

    pip install cleanlab==2.9.0 scikit-learn
    EARSHOT=.build/release/earshot python3 Benchmarks/suspects/measure.py labelled.csv \\
        --text text --label label --where split=train --seeds 5

Of each seed a share of the labels is replaced by another label at random. Both sides rank the records by
the same out-of-fold probabilities, those of Earshot. Labels that were wrong before count as right: they
cost both sides alike. With RANK_SUSPECTS naming the built program of that name the ranking alone is timed
too. Exit status 2 when a goal is missed.
"""

import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
from cleanlab.count import num_label_issues
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.metrics import roc_auc_score

GOALS = {"auroc": 0.97, "recall": 0.85}


def read(options):
    with open(options.file, newline="") as file:
        rows = list(csv.DictReader(file))
    for condition in options.where:
        name, value = condition.split("=", 1)
        rows = [row for row in rows if row[name] == value]
    return [row[options.text] for row in rows], [row[options.label] for row in rows]


def flipped(labels, share, seed):
    """The labels with a share of them replaced, and which ones were."""
    draw = np.random.default_rng(seed)
    names = sorted(set(labels))
    given, is_flipped = list(labels), np.zeros(len(labels), bool)
    for i in draw.choice(len(labels), round(share * len(labels)), replace=False):
        given[i] = draw.choice([name for name in names if name != labels[i]])
        is_flipped[i] = True
    return given, is_flipped


def out_of_fold(folder, texts, given):
    """Ranking and probabilities of `earshot audit suspects`, its estimate, and the seconds it took."""
    with open(folder / "given.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "label"])
        writer.writerows(zip(range(len(texts)), texts, given))
    start = time.perf_counter()
    run = subprocess.run(
        [os.environ["EARSHOT"], "audit", "suspects", "given.csv", "--label-field", "label",
         "--text-field", "text", "--id-field", "id", "--share", "1", "--json",
         "--probabilities", "probabilities.csv", "--progress", "never"],
        cwd=folder, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    with open(folder / "probabilities.csv", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)[2:]
        p = np.array([row[2:] for row in rows], dtype=np.float32)
    return json.loads(run.stdout), names, p, seconds


def figures(suspicion, is_flipped):
    """Larger is more suspicious."""
    order = np.argsort(-suspicion, kind="stable")
    found = is_flipped[order]
    return {
        "auroc": roc_auc_score(is_flipped, suspicion),
        "recall": found[: len(found) // 10].sum() / found.sum(),
        "precision": found[: found.sum()].mean(),
    }


def timed(body, runs=5):
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        body()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def rank_seconds(folder, p, labels):
    program = os.environ.get("RANK_SUSPECTS")
    if not program:
        return None
    p.astype("<f4").tofile(folder / "p.f32")
    labels.astype("<i4").tofile(folder / "given.i32")
    run = subprocess.run(
        [program, folder / "p.f32", folder / "given.i32", str(p.shape[1])],
        capture_output=True, text=True, check=True)
    return float(run.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--text", default="text")
    parser.add_argument("--label", default="label")
    parser.add_argument("--where", action="append", default=[])
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    texts, labels = read(options)
    table = {}
    times = []
    print(f"{len(texts)} records, {len(set(labels))} labels, {options.share:.0%} flipped")
    for seed in range(options.seeds):
        given, is_flipped = flipped(labels, options.share, seed)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            report, names, p, whole = out_of_fold(folder, texts, given)
            y = np.array([names.index(label) for label in given])
            ours_seconds = rank_seconds(folder, p, y)
        ours = np.empty(len(y))
        for one in report["suspects"]:
            ours[int(one["record_id"])] = -one["rank"]
        sides = {"earshot": ours}
        for method in ("self_confidence", "normalized_margin", "confidence_weighted_entropy"):
            sides[f"cleanlab {method}"] = -get_label_quality_scores(y, p, method=method)
        for adjusted in ("self_confidence", "normalized_margin"):
            sides[f"cleanlab {adjusted}, adjusted"] = -get_label_quality_scores(
                y, p, method=adjusted, adjust_pred_probs=True)
        for side, suspicion in sides.items():
            table.setdefault(side, []).append(figures(suspicion, is_flipped))
        their_seconds = timed(lambda: (
            get_label_quality_scores(y, p, method="normalized_margin"), num_label_issues(y, p)))
        issues = timed(lambda: find_label_issues(y, p), runs=1)
        times.append((ours_seconds, their_seconds, issues))
        print(
            f"seed {seed}: {is_flipped.sum()} flipped; estimated wrong: earshot "
            f"{report['estimated_wrong']:.0f}, cleanlab {num_label_issues(y, p)}; "
            f"earshot audit suspects, all of it, {whole:.1f} s", flush=True)

    print("\n| ranking | AUROC | recall in the top 10 % | precision at the number flipped |")
    print("|---|---|---|---|")
    mean = {}
    for side, rows in table.items():
        mean[side] = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
        cells = " | ".join(
            f"{mean[side][key]:.4f} ± {np.std([row[key] for row in rows]):.4f}" for key in rows[0])
        print(f"| {side} | {cells} |")
    ours, theirs, issues = (
        [t[i] for t in times if t[i] is not None] for i in range(3))
    print(f"\ncleanlab: ranking and estimate {min(theirs):.3f} s, find_label_issues {min(issues):.3f} s")
    if ours:
        print(f"earshot: ranking and estimate {min(ours):.4f} s, {min(theirs) / min(ours):.0f} times as fast")
    missed = [key for key, goal in GOALS.items() if mean["earshot"][key] < goal]
    best = max(mean[side]["auroc"] for side in mean if side != "earshot")
    if mean["earshot"]["auroc"] < best - 5e-5:
        missed.append("not below cleanlab")
    print("goals: " + ("missed: " + ", ".join(missed) if missed else "all reached"))
    sys.exit(2 if missed else 0)


if __name__ == "__main__":
    main()
