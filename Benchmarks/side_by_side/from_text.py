"""Training from text: `earshot train`, with its cross-validation and calibration, against scikit-learn's of the same."""

import json
import random
import time
from collections import Counter

import numpy
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold

from harness import EARSHOT, RUNS, WORK, Section, Timing, check, cpu, facts, run_child, spread, times_as_fast, wall

GOAL = 25
TWO_THREADS = 1.8
RECORDS = 6000
GRID = [1, 3, 10, 30, 100]  # what `earshot train` tries
FOLDS = 5


def sample():
    with open(WORK / "train.jsonl", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    random.Random(1).shuffle(records)
    # As many of each label, as far as there are: a label needs five for five folds.
    each, seen = RECORDS // facts()["labels"], Counter()
    records = [r for r in records if seen.update([r["label"]]) or seen[r["label"]] <= each]
    with open(WORK / "sample.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return [record["text"] for record in records], [record["label"] for record in records]


def train_peer(texts, labels):
    """The rows are made once for all folds, which favours scikit-learn: in a pipeline each fold would make its own."""
    features = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    rows = features.fit_transform(texts)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1)
    search = GridSearchCV(LogisticRegression(max_iter=1000), {"C": GRID}, cv=folds, refit=False)
    best = search.fit(rows, labels).best_params_["C"]
    calibrated = CalibratedClassifierCV(
        LogisticRegression(C=best, max_iter=1000), method="temperature", cv=folds, ensemble=False)
    return features, calibrated.fit(rows, labels), best


def train_earshot(threads):
    # The file's name is the model's: the same on either number of threads.
    target = WORK / f"threads-{threads}" / "sample.earshot"
    target.parent.mkdir(exist_ok=True)
    words = ["--embedding", "none", "--words", "2", "--characters", "none", "--threads", threads, "--progress", "never"]
    command = [EARSHOT, "train", WORK / "sample.jsonl", "--label-field", "label", "--text-field", "text"]
    return run_child([*command, *words, "-o", target], WORK / "sample-report.txt")


def accuracy(model, labels):
    command = [EARSHOT, "tag", WORK / "test.jsonl", "--model", model, "-o", WORK / "sample-tagged.jsonl"]
    run_child(command)
    from tagged import judge

    return numpy.mean(judge(WORK / "sample-tagged.jsonl", len(labels), labels))


def main():
    known = facts()
    texts, labels = sample()
    start, cpu_start = time.perf_counter(), time.process_time()
    features, classifier, best = train_peer(texts, labels)
    peer = [Timing(time.perf_counter() - start, time.process_time() - cpu_start)]
    sides = {1: [], 2: []}
    for _ in range(RUNS):
        for threads, timings in sides.items():
            timings.append(train_earshot(threads))
    models = [WORK / f"threads-{threads}/sample.earshot" for threads in sides]
    check(models[0].read_bytes() == models[1].read_bytes(), "1 and 2 threads make the same model")
    with open(WORK / "test.jsonl", encoding="utf-8") as file:
        test = [json.loads(line)["text"] for line in file]
    theirs = numpy.mean(classifier.predict(features.transform(test)) == numpy.array(known["test_labels"]))
    ours = accuracy(models[0], known["test_labels"])
    check(abs(ours - theirs) < 0.03, f"accuracies agree: {ours:.4f}, {theirs:.4f}")

    section = Section("Training from text, with cross-validation and calibration")
    section.text(
        f"{len(texts):,} of {known['corpus']}'s training texts, words 1–2, C from {GRID}, {FOLDS} folds. scikit-learn, one "
        "thread, once (it takes a minute or two): the rows made once for all folds, `GridSearchCV`, `CalibratedClassifierCV` with "
        "temperature scaling (`ensemble=False`), which fits the last classifier too. `earshot train` is the whole process; it "
        "goes from one C to the next from where it stands, stops when a larger one no longer pays, keeps similar records in "
        "one fold, and finds the threshold of `auto` too."
    )
    rows = []
    for name, timings, right in [("scikit-learn", peer, theirs), ("earshot, 1 thread", sides[1], ours), ("earshot, 2 threads", sides[2], ours)]:
        faster = times_as_fast(timings, peer * len(timings))
        rows.append([name, spread(wall(timings)), spread(cpu(timings)), spread(faster, 1, "×"), f"{right:.4f}"])
    section.table(["", "seconds", "CPU seconds", "times as fast", "accuracy"], rows)
    section.text(f"scikit-learn chose C = {best}.\n")
    section.ratio("train from text, cross-validation and calibration, 1 thread", "GridSearchCV + CalibratedClassifierCV",
                  times_as_fast(sides[1], peer * RUNS), GOAL)
    section.ratio("train from text: 1 → 2 threads", "ourselves", times_as_fast(sides[2], sides[1]), TWO_THREADS, digits=2)
    section.close()


main()
