"""Tagging JSON lines to JSON lines: a scikit-learn pipeline against `earshot tag`."""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from harness import (
    EARSHOT,
    LIKE_MODEL,
    MODEL,
    PEER_MODEL,
    WORK,
    Section,
    Timing,
    alternate,
    check,
    cpu,
    facts,
    run_child,
    spread,
    times_as_fast,
    wall,
)
from records import repeat

GOAL = 8
RECORDS = 30_000
SLACK = 0.015  # accuracies may differ by this much: the sides' tokens are alike, not the same


def tag_with_peer(target):
    peer = Path(__file__).with_name("peer.py")
    command = [sys.executable, peer, PEER_MODEL, WORK / "records.jsonl", target]
    return Timing(*map(float, subprocess.run(command, check=True, capture_output=True).stdout.split()))


def tag_with_earshot(target, model, threads):
    command = [EARSHOT, "tag", WORK / "records.jsonl", "--model", model, "--threads", threads]
    return run_child(command + ["-o", target])


def best_label(record):
    """The best guess; of an abstained record the first alternative."""
    if "tag" in record:
        return record["tag"]["label"]
    topic = record["earshot"]["topic"]
    return topic["label"] or topic.get("alternatives", [{"label": None}])[0]["label"]


def judge(path, count, labels):
    """Whether each test text got its label, the first time it comes. Checks that all records came out."""
    with open(path, encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    check([record["id"] for record in records] == list(range(count)), f"{path.name}: all records, in order")
    return [best_label(record) == label for record, label in zip(records, labels)]


def accuracies_agree(left, right):
    """Within `SLACK`, or within two standard errors of the difference where the test texts are few.

    The error comes from the texts that only one side got right (McNemar 1947).
    """
    difference = abs(sum(left) - sum(right)) / len(left)
    discordant = sum(a != b for a, b in zip(left, right))
    return difference <= max(SLACK, 2 * discordant**0.5 / len(left))


def main():
    known = facts()
    count = repeat(RECORDS, WORK / "records.jsonl")
    outputs = [WORK / f"tagged-{number}.jsonl" for number in range(4)]
    timings = alternate(
        {
            "scikit-learn": lambda: tag_with_peer(outputs[0]),
            "earshot, 1 thread": lambda: tag_with_earshot(outputs[1], LIKE_MODEL, 1),
            "earshot, 2 threads": lambda: tag_with_earshot(outputs[2], LIKE_MODEL, 2),
            "earshot as it comes, 1 thread": lambda: tag_with_earshot(outputs[3], MODEL, 1),
        }
    )
    judged = [judge(path, count, known["test_labels"]) for path in outputs]
    found = [statistics.mean(right) for right in judged]
    check(outputs[1].read_bytes() == outputs[2].read_bytes(), "1 and 2 threads write the same bytes")
    check(accuracies_agree(judged[0], judged[1]), f"accuracies agree: {found[0]:.4f}, {found[1]:.4f}")

    peer = timings["scikit-learn"]
    section = Section("Tagging: JSON lines to JSON lines")
    section.text(
        f"{known['corpus']}, its test texts repeated to {count:,} records (mean {known['mean_bytes']:.0f} bytes), "
        f"{known['labels']} labels; words 1–2 and pieces of words 2–5 on both sides. scikit-learn: `json.loads`, "
        "`transform` in batches of 2,000, `decision_function`, softmax, `json.dumps`, one thread. Earshot's time is "
        "the whole process, start-up and model included; scikit-learn's begins when its model is loaded. "
        "The last row is the model that `earshot train` makes by itself, whose features scikit-learn has not."
    )
    section.table(
        ["", "seconds", "CPU seconds", "records/s", "times as fast", "accuracy"],
        [
            [
                name,
                spread(wall(side), 3),
                spread(cpu(side), 3),
                f"{count / statistics.median(wall(side)):,.0f}",
                spread(times_as_fast(side, peer), 1, "×"),
                f"{found[i]:.4f}",
            ]
            for i, (name, side) in enumerate(timings.items())
        ],
    )
    gain = statistics.median(times_as_fast(timings["earshot, 1 thread"], peer))
    section.goal(f"one thread at least {GOAL} times as fast (median)", gain >= GOAL)
    section.close()


main()
